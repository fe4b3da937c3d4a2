"""Every number that is assumed and not read from a table: its default, its bounds, where it comes from, what changed.

A scenario names only what the user has changed (``Scenario.assumptions``). Some assumptions are one number
(``p_construction``), others a family with a key of its own: ``demand:USA`` (tonnes of the mineral's unit a year),
``factor:NPI-IDN`` (a row of factors.csv), ``wgi:CHN``, ``trade:CHN``, ``stock:JPN`` (see ``FAMILIES``).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario, Stage

ANY = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number. ``default`` is nan where nothing is assumed until the user says it."""

    id: str
    label: str
    default: float
    unit: str
    bounds: tuple[float, float]
    reason: str
    """Where the default comes from, in words that can be printed with a result."""


ASSUMPTIONS: dict[str, Assumption] = {
    one.id: one
    for one in (
        Assumption("p_construction", "Chance of a project under construction", 0.9, "fraction", (0, 1), "ours"),
        Assumption("p_planned", "Chance of a planned project", 0.1, "fraction", (0, 1),
                   "ours; sources rarely tell a feasibility study (0.4) from an announcement (0.1)"),
        Assumption("ramp_years", "Years from start to full capacity", 3.0, "years", (0, 20), "ours"),
        Assumption("use", "Use of capacity in supply to come", 1.0, "fraction", (0, 1),
                   "nameplate, an upper bound: no source tells the use of plants to come"),
        Assumption("single_limit", "Most that one outside supplier should have", 0.65, "fraction", (0, 1),
                   "Regulation (EU) 2024/1252, article 5"),
        Assumption("target_mining", "Target for mining", 0.10, "fraction of demand", (0, 10),
                   "CRMA-style yardstick: extraction 10 % of demand"),
        Assumption("target_refining", "Target for processing", 0.40, "fraction of demand", (0, 10),
                   "CRMA-style yardstick: processing 40 % of demand"),
        Assumption("target_recycling", "Target for recycling", 0.25, "fraction of demand", (0, 10),
                   "CRMA-style yardstick: recycling 25 % of demand"),
        Assumption("band_moderate", "Own band: moderately concentrated above", 1500.0, "HHI", (0, 10000), "the user's"),
        Assumption("band_high", "Own band: highly concentrated above", 2500.0, "HHI", (0, 10000), "the user's"),
        Assumption("loss", "Part of supply that is lost", math.nan, "fraction", (0, 1),
                   "the share of the largest supplier outside the partners"),
        Assumption("new_supply", "New supply after the loss, when ramped up", 0.0, "fraction of demand", (0, 1),
                   "none"),
        Assumption("new_supply_months", "Months until new supply is ramped up", 12.0, "months", (0, 240), "ours"),
        Assumption("import_reliance", "Import reliance IR of the European Union", math.nan, "fraction", (0, 1),
                   "not in the tables"),
        Assumption("recycling_rate", "End-of-life recycling input rate", math.nan, "fraction", (0, 1),
                   "European Commission 2020, where benchmarks.csv has it"),
        Assumption("substitution", "Substitution index SI for supply risk", 1.0, "fraction", (0, 1),
                   "1: no substitute assumed, the cautious end"),
        Assumption("decay_product", "Distance decay β from refinery to consumer", math.nan, "per 1,000 nm", (0, 100),
                   "fitted to the published import sources of the United States, where they are known"),
    )
}  # fmt: skip

FAMILIES: dict[str, Assumption] = {
    "demand": Assumption("demand", "Demand of a region", math.nan, "t contained a year", (0, math.inf), "the user's"),
    "factor": Assumption("factor", "Factor from published to contained tonnes", math.nan, "t/t", (0, 100),
                         "factors.csv"),
    "wgi": Assumption("wgi", "World Governance Indicator, 0 good to 10 bad", math.nan, "0–10", (0, 10),
                      "not shipped: enter what you cite"),
    "trade": Assumption("trade", "Trade parameter t", math.nan, "factor", (0, 10),
                        "0.8 in the EU, 1 elsewhere, more under export restriction"),
    "stock": Assumption("stock", "Stock held", math.nan, "days of consumption", (0, 36500),
                        "undisclosed unless a source tells"),
    "control": Assumption("control", "Part that an export measure cuts", math.nan, "fraction", (0, 1),
                          "1 for bans on ore in force, 0 for licences, quotas and what is suspended"),
}  # fmt: skip

TARGET_KEYS = {Stage.MINING: "target_mining", Stage.RECYCLING: "target_recycling"}


def target_key(stage: Stage) -> str:
    """The assumption that is the target of a stage; every stage but mining and recycling is processing."""
    return TARGET_KEYS.get(stage, "target_refining")


STOCK_KINDS = ("national", "obligatory", "private")
"""Stocks that stay apart: ``stock:JPN-national``; ``stock:JPN`` is all of it."""


def known(key: str) -> Assumption:
    """The assumption that a key names.

    Raises
    ------
    InvalidArgument
        For a key that names none.
    """
    family, colon, _ = key.partition(":")
    found = FAMILIES.get(family) if colon else ASSUMPTIONS.get(key)
    if found is None:
        raise InvalidArgument(
            f"There is no assumption {key!r}.",
            f"Known are {', '.join([*ASSUMPTIONS, *(f'{name}:…' for name in FAMILIES)])}.",
        )
    return found


def checked(pairs: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Pairs in one order, the last of a key counting; refused when unknown, not a number or out of bounds.

    Raises
    ------
    InvalidArgument
        Names the key and the bounds.
    """
    kept: dict[str, float] = {}
    for key, value in pairs:
        low, high = known(key).bounds
        if not low <= value <= high:
            raise InvalidArgument(f"{key} = {value:g} lies outside {low:g} to {high:g}.", known(key).label)
        kept[key] = float(value)
    return tuple(sorted(kept.items()))


def assumed(scenario: Scenario, key: str) -> float:
    """The value that a scenario assumes: the user's, else the default; nan where there is none."""
    return dict(scenario.assumptions).get(key, known(key).default)


def changed(scenario: Scenario) -> list[str]:
    """One sentence for each assumption that the user has changed, to be printed with every result."""
    said = []
    for key, value in scenario.assumptions:
        one = known(key)
        of = f" ({key.partition(':')[2]})" if ":" in key else ""
        was = "" if math.isnan(one.default) else f", by default {one.default:g}"
        said.append(f"Changed by the user: {one.label}{of} = {value:g} {one.unit}{was}.")
    return said
