"""mineralmap: who mines and refines critical minerals, who owns that, and what is missing.

The four lower floors as a library, loaded when first asked for::

    ds = mineralmap.bundled()
    r = mineralmap.compute(ds, mineralmap.Scenario(mineral="cobalt", stage="refining", basis="equity"))
    r.shares
"""

import importlib
from typing import TYPE_CHECKING, Any

from mineralmap.version import __version__

if TYPE_CHECKING:
    from mineralmap.analysis.closure_text import closure_sentences as sentences
    from mineralmap.analysis.closures import closure
    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.criticality import criticality
    from mineralmap.analysis.explain import cite, explain
    from mineralmap.analysis.flows import compute_flows as flows
    from mineralmap.analysis.indicators import indicators
    from mineralmap.analysis.owner_tree import owner_tree as owners
    from mineralmap.analysis.route import route
    from mineralmap.analysis.scorecard import scorecard
    from mineralmap.analysis.screening import screen
    from mineralmap.analysis.straits import straits as chokepoints
    from mineralmap.analysis.tables_out import about, write_tables
    from mineralmap.datasets.bundled import load as bundled
    from mineralmap.datasets.bundled import load_folder as folder
    from mineralmap.datasets.own import added as read
    from mineralmap.model.scenario import Scenario

__all__ = [
    "Scenario",
    "__version__",
    "about",
    "bundled",
    "chokepoints",
    "cite",
    "closure",
    "compute",
    "criticality",
    "explain",
    "flows",
    "folder",
    "indicators",
    "owners",
    "read",
    "route",
    "scorecard",
    "screen",
    "sentences",
    "write_tables",
]

_WHERE = {
    "Scenario": ("model.scenario", "Scenario"),
    "bundled": ("datasets.bundled", "load"),
    "about": ("analysis.tables_out", "about"),
    "chokepoints": ("analysis.straits", "straits"),
    "cite": ("analysis.explain", "cite"),
    "closure": ("analysis.closures", "closure"),
    "compute": ("analysis.compute", "compute"),
    "criticality": ("analysis.criticality", "criticality"),
    "explain": ("analysis.explain", "explain"),
    "flows": ("analysis.flows", "compute_flows"),
    "folder": ("datasets.bundled", "load_folder"),
    "indicators": ("analysis.indicators", "indicators"),
    "owners": ("analysis.owner_tree", "owner_tree"),
    "read": ("datasets.own", "added"),
    "route": ("analysis.route", "route"),
    "scorecard": ("analysis.scorecard", "scorecard"),
    "screen": ("analysis.screening", "screen"),
    "sentences": ("analysis.closure_text", "closure_sentences"),
    "write_tables": ("analysis.tables_out", "write_tables"),
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
