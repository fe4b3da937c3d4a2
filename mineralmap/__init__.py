"""mineralmap: who mines and refines critical minerals, who owns that, and what is missing.

The four lower floors as a library, loaded when first asked for::

    ds = mineralmap.bundled()
    r = mineralmap.compute(ds, mineralmap.Scenario(mineral="cobalt", stage="refining", basis="equity"))
    r.shares
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.indicators import indicators
    from mineralmap.analysis.owner_tree import owner_tree as owners
    from mineralmap.analysis.screening import screen
    from mineralmap.datasets.bundled import load as bundled
    from mineralmap.datasets.bundled import load_folder as folder
    from mineralmap.datasets.own import added as read
    from mineralmap.model.scenario import Scenario

__all__ = ["Scenario", "bundled", "compute", "folder", "indicators", "owners", "read", "screen"]

_WHERE = {
    "Scenario": ("model.scenario", "Scenario"),
    "bundled": ("datasets.bundled", "load"),
    "compute": ("analysis.compute", "compute"),
    "folder": ("datasets.bundled", "load_folder"),
    "indicators": ("analysis.indicators", "indicators"),
    "owners": ("analysis.owner_tree", "owner_tree"),
    "read": ("datasets.own", "added"),
    "screen": ("analysis.screening", "screen"),
}
"""Name here to module and name there."""


def __getattr__(name: str) -> Any:
    """Load a part of the library when it is first named."""
    if name not in _WHERE:
        raise AttributeError(f"mineralmap has no {name!r}; it has {', '.join(__all__)}.")
    module, inner = _WHERE[name]
    found = getattr(importlib.import_module(f"mineralmap.{module}"), inner)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
