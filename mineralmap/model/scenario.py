"""Every choice that changes a number, as one frozen value."""

from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """Where in the chain a tonne is counted; decided by the form produced (methods: stages and measures)."""

    MINING = "mining"
    INTERMEDIATE = "intermediate"
    REFINING = "refining"
    RECYCLING = "recycling"
    MANUFACTURING = "manufacturing"


class Basis(StrEnum):
    """Who is credited with a facility's tonnes."""

    LOCATION = "location"
    EQUITY = "equity"
    CONTROL = "control"


class Measure(StrEnum):
    """What is counted: published output spread over facilities, or contained nameplate capacity as located."""

    OUTPUT = "output"
    CAPACITY = "capacity"


LATEST = 0
"""The year meaning "the latest year the chosen national table has"."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Every choice that changes a number. ``metadata["label"]`` is what the window calls the choice."""

    mineral: str = field(default="nickel", metadata={"label": "Mineral"})
    stage: Stage = field(default=Stage.REFINING, metadata={"label": "Stage"})
    basis: Basis = field(default=Basis.EQUITY, metadata={"label": "Count capacity by"})
    measure: Measure = field(default=Measure.OUTPUT, metadata={"label": "Count"})
    year: int = field(default=LATEST, metadata={"label": "Year"})
    partners: frozenset[str] = field(default=frozenset({"USA", "JPN", "EU"}), metadata={"label": "Partner-owned"})
    closed: frozenset[str] = field(default=frozenset(), metadata={"label": "Closed chokepoints"})
    target: float | None = field(default=None, metadata={"label": "Target (fraction of demand)"})
    decay: float = field(default=0.3, metadata={"label": "Distance decay β, per 1,000 nm"})
    land_weight: float = field(default=4.0, metadata={"label": "Land cost κ, nm per km"})
    affinity: float = field(default=1.0, metadata={"label": "Common-ownership affinity λ"})
