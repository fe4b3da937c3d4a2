"""What is used of scipy's sparse matrices and graphs, without what they bring along and nobody here asks for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


with without(UNASKED):  # 17 of 22 MB, and two thirds of the time
    from scipy.sparse import bmat, coo_array, csr_array, diags_array, vstack
    from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra

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
