"""Every choice that changes a number, as one frozen value."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, SupportsFloat, cast

from mineralmap.errors import InvalidArgument


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


HELD_BY_PARTNERS = {
    Basis.LOCATION: "partner-hosted", Basis.EQUITY: "partner-owned", Basis.CONTROL: "partner-controlled",
}  # fmt: skip
"""What the partners' part of a facility is called on each basis."""


class Measure(StrEnum):
    """What is counted: published output spread over facilities, or contained nameplate capacity as located."""

    OUTPUT = "output"
    CAPACITY = "capacity"


class Denominator(StrEnum):
    """What shares of output are shares of. Shares of capacity are always of what is located."""

    WORLD = "world"
    """The published world total (or the named countries, where they add up to more)."""
    NAMED = "named"
    """The sum of the countries that the national table names."""
    LOCATED = "located"
    """Only what located facilities explain."""


NAMED_COUNTRIES = "sum of the named countries"
"""As an answer says it of its denominator."""


class Leg(StrEnum):
    """Which movements are asked for."""

    STAGE = "stage"
    """Those of the stage that is asked about: of what is mined, mine to refinery; of what is refined, to consumers."""
    FEED = "feed"
    """Mine to refinery."""
    PRODUCT = "product"
    """Refinery to consuming region."""
    BOTH = "both"


AT_SEA = (
    "closed", "leg", "opened", "avoided", "vessel", "knots", "own_gates", "ports", "decay", "land_weight", "affinity",
)  # fmt: skip
"""Fields of a scenario that decide what sails where, and no share, gap or concentration."""
KNOTS = (1.0, 60.0)
"""Slowest and fastest speed that can be asked for."""
LATEST = 0
"""The year meaning "the latest year the chosen national table has"."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Every choice that changes a number. ``metadata["label"]`` is what the window calls the choice.

    ``cuts`` are words of ``analysis.cuts``: "owner:CHN", "host:IDN=0.5", "facility:COD-mutanda=1". ``assumptions``
    are pairs of an id of ``analysis.assumptions`` and the user's value; what is not named keeps its default.
    ``horizon`` is the year that demand and projects speak of (``LATEST``: the year of the answer), ``outlook`` the
    IEA scenario (STEPS, APS, NZE) that demand grows with. ``screened`` are the nations, groups or companies that the
    screening flags ask for.

    What sails: ``closed`` gates are the shock, everything else about the sea is the setting that a closure is compared
    with: ``opened`` (gates that are closed by default), ``avoided`` (gate id, miles that it counts longer), ``vessel``
    (an id of vessels.csv, "" for any ship), ``own_gates`` ("Name: LINESTRING (lon lat, lon lat)"), ``ports``
    ("COD-kisanfu=TZDAR: reason", or a country's code before the sign), ``leg``, ``knots``.
    """

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
    denominator: Denominator = field(default=Denominator.WORLD, metadata={"label": "Shares are of"})
    scheme: str = field(default="doj2023", metadata={"label": "Concentration bands"})
    screened: frozenset[str] = field(
        default=frozenset({"CHN", "RUS", "IRN", "PRK"}), metadata={"label": "Owners screened for"}
    )
    cuts: tuple[str, ...] = field(default=(), metadata={"label": "What falls away"})
    horizon: int = field(default=LATEST, metadata={"label": "Demand and projects of"})
    outlook: str = field(default="STEPS", metadata={"label": "Demand outlook"})
    assumptions: tuple[tuple[str, float], ...] = field(default=(), metadata={"label": "Changed assumptions"})
    leg: Leg = field(default=Leg.STAGE, metadata={"label": "Flows of"})
    opened: frozenset[str] = field(default=frozenset(), metadata={"label": "Opened chokepoints"})
    avoided: tuple[tuple[str, float], ...] = field(default=(), metadata={"label": "Avoided chokepoints (nm)"})
    vessel: str = field(default="", metadata={"label": "Vessel class"})
    knots: float = field(default=14.0, metadata={"label": "Speed, knots"})
    own_gates: tuple[str, ...] = field(default=(), metadata={"label": "Gates of one's own"})
    ports: tuple[str, ...] = field(default=(), metadata={"label": "Chosen ports"})

    def __post_init__(self) -> None:
        """Take plain words ("equity"), lists and mappings for choices, so that a notebook reads as one speaks.

        Raises
        ------
        InvalidArgument
            For a choice that there is not, or a number that cannot be.
        """
        for name, kind in (
            ("stage", Stage),
            ("basis", Basis),
            ("measure", Measure),
            ("denominator", Denominator),
            ("leg", Leg),
        ):
            object.__setattr__(self, name, _one_of(kind, name, getattr(self, name)))
        for name in ("partners", "screened", "closed", "opened"):
            object.__setattr__(self, name, frozenset(_words(name, getattr(self, name))))
        for name in ("cuts", "own_gates", "ports"):
            object.__setattr__(self, name, _words(name, getattr(self, name)))
        for name in ("assumptions", "avoided"):
            object.__setattr__(self, name, _pairs(name, getattr(self, name)))
        slowest, fastest = KNOTS
        if not slowest <= _number("knots", self.knots) <= fastest:
            hint = f"From {slowest:g} to {fastest:g} can be asked."
            raise InvalidArgument(f"{self.knots:g} knots is no speed.", hint)
        for name in ("decay", "land_weight", "affinity"):
            if not 0 <= _number(name, getattr(self, name)) < math.inf:
                raise InvalidArgument(f"{name} cannot be {getattr(self, name):g}.", "Give a number from 0 up.")


def _one_of(kind: type[StrEnum], name: str, value: object) -> StrEnum:
    if type(value) is kind:  # a question made of another: most are, some twenty for a click
        return value
    try:
        return kind(str(value))
    except ValueError:
        known = [one.value for one in kind]
        near = get_close_matches(str(value).casefold(), known, 1)
        hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}."
        raise InvalidArgument(f"There is no {name} {value!r}.", hint) from None


def _words(name: str, value: object) -> tuple[str, ...]:
    """The words of a field; a text by itself is one word."""
    if isinstance(value, str):
        return (value,)
    if type(value) in (frozenset, tuple) and all(type(word) is str for word in cast("Iterable[object]", value)):
        return tuple(cast("Iterable[str]", value))
    words = list(cast("Iterable[object]", value)) if isinstance(value, Iterable) else [value]
    if not all(isinstance(word, str) for word in words):
        raise InvalidArgument(f"{name} cannot be {value!r}.", "Give a word, or several: {'USA', 'JPN'}.")
    return tuple(map(str, words))


def _pairs(name: str, value: object) -> tuple[tuple[str, float], ...]:
    pairs = cast("Mapping[object, Any]", value).items() if isinstance(value, Mapping) else value
    try:
        return tuple((str(key), float(number)) for key, number in cast("Iterable[tuple[object, Any]]", pairs))
    except (TypeError, ValueError):
        hint = "Give each name with its number: {'suez': 500}."
        raise InvalidArgument(f"{name} cannot be {value!r}.", hint) from None


def _number(name: str, value: object) -> float:
    if type(value) is float:  # asked for every question there is: a protocol is looked up slowly
        return value
    if isinstance(value, bool) or not isinstance(value, SupportsFloat):
        raise InvalidArgument(f"{name} cannot be {value!r}.", "Give a number.")
    return float(value)


def without_closures(scenario: Scenario) -> Scenario:
    """The question on the network as it is set, before anything is closed."""
    return replace(scenario, closed=frozenset())
