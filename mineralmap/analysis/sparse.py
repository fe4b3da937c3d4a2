"""What is used of scipy's sparse matrices and graphs, without what they bring along and nobody here asks for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

UNASKED = ("scipy.sparse.linalg", "numpy.f2py", "numpy.testing")
"""Solvers, of which one function of graphs names one; and what scipy's copy of numpy takes over with all the rest."""


class _Nothing(ModuleType):
    """Stands where a module would, and has whatever is asked of it."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def without(names: tuple[str, ...]) -> Iterator[None]:
    """Import meanwhile as if these modules were empty; what is there already stays, and later they can be imported."""
    stand_ins = {name: _Nothing(name) for name in names if name not in sys.modules}
    for name, module in stand_ins.items():
        sys.modules[name] = module
        parent, _, own = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], own, module)
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            parent, _, own = name.rpartition(".")
            if sys.modules.get(name) is module:
                del sys.modules[name]
            if vars(sys.modules.get(parent, module)).get(own) is module:
                delattr(sys.modules[parent], own)


import_module("numpy")  # there before, since it looks for what is missing of itself again and again
try:
    with without(UNASKED):  # 17 of 22 MB, and two thirds of the time
        import_module("scipy.sparse.csgraph")
except Exception:  # another release of scipy that asks more of them: with all that it brings along
    for name in [name for name in sys.modules if name.partition(".")[0] == "scipy"]:
        del sys.modules[name]

from scipy.sparse import bmat, coo_array, csr_array, diags_array, vstack  # noqa: E402
from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra  # noqa: E402

__all__ = [
    "bmat",
    "breadth_first_order",
    "connected_components",
    "coo_array",
    "csr_array",
    "diags_array",
    "dijkstra",
    "vstack",
]
