"""How far the partners' own supply falls short of what they want to have: coverage gap, one big supplier, N − 1.

Method: methods §4. The targets are screening yardsticks after Regulation (EU) 2024/1252, which speaks of capacity in
the Union, of all strategic raw materials together, and binds nobody; per mineral, partner or owner they are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed, target_key
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.located import Located
from mineralmap.analysis.results import OTHER, UNKNOWN, Band, Gap, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

TARGETS = {
    Stage.MINING: (0.10, "CRMA-style yardstick: extraction 10 % of demand"),
    Stage.INTERMEDIATE: (0.40, "CRMA-style yardstick: processing 40 % of demand"),
    Stage.REFINING: (0.40, "CRMA-style yardstick: processing 40 % of demand"),
    Stage.RECYCLING: (0.25, "CRMA-style yardstick: recycling 25 % of demand"),
    Stage.MANUFACTURING: (0.40, "yardstick of ours, as for processing: no benchmark speaks of products"),
}
SINGLE_LIMIT = 0.65
"""Regulation (EU) 2024/1252, article 5: not more than 65 % from one third country. 65.0 passes."""
PREFERENCE = ("apparent consumption", "proxy", "assumption")
CHANCE = {"construction": "p_construction", "planned": "p_planned"}
"""The assumption that holds the chance of a project, by its status."""
WORLD = "WLD"
OWN = "demand:"
Own = tuple[tuple[str, float], ...]
"""Demand that the user says, by region."""


def own_demand(scenario: Scenario) -> Own:
    """The demand of regions that the scenario assumes instead of the table's."""
    return tuple((key[len(OWN) :], value) for key, value in scenario.assumptions if key.startswith(OWN))


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of a set of regions, tonnes of the mineral's unit; nan when none of them has a figure."""

    tonnes: float
    basis: str
    source: str
    year: str
    regions: tuple[str, ...]
    """Regions with a figure."""
    missing: tuple[str, ...]
    """Regions without one, or whose figure is withheld."""
    withheld: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def demand_of(
    dataset: Dataset, mineral: str, stage: Stage, regions: frozenset[str], year: int, own: Own = ()
) -> Demand:
    """Add the demand of regions, each by its best figure: consumption before proxy before assumption.

    What the user says (``own``) takes the place of all that the table has, as an assumption.

    Among figures of one kind the newest up to ``year`` is taken, else the oldest after it. Rows of a named scenario
    (outlooks, targets) and figures for another stage are not compared. Where the best figure of a region is withheld
    there is no answer for the whole set: nothing stands in for it.
    """
    found: dict[str, tuple[float, str, str, int]] = {}
    withheld: list[str] = []
    said = dict(own)
    for region in sorted(regions):
        if region in said:
            found[region] = (said[region], "assumption", "", year)
            continue
        figures = _figures(dataset, mineral, stage).get(region)
        if not figures:
            continue
        best = min(figures, key=lambda one: (one.kind, one.year > year, abs(one.year - year), one.loose))
        if best.withheld:
            withheld.append(region)
        else:
            found[region] = (best.tonnes, PREFERENCE[best.kind], best.source, best.year)
    kinds = sorted({kind for _, kind, _, _ in found.values()}, key=PREFERENCE.index)
    years = {when for *_, when in found.values()}
    basis = kinds[0] if len(kinds) == 1 else ""
    if len(kinds) > 1:
        basis = "mixed: " + ", ".join(f"{region} {kind}" for region, (_, kind, _, _) in found.items())
    return Demand(
        tonnes=sum(tonnes for tonnes, *_ in found.values()) if found and not withheld else np.nan,
        basis=basis,
        source="; ".join(
            dict.fromkeys(part for _, _, source, _ in found.values() for part in source.split("; ") if part)
        ),
        year=str(*years) if len(years) == 1 else "; ".join(f"{r} {when}" for r, (*_, when) in found.items()),
        regions=tuple(found),
        missing=tuple(sorted(regions - set(found))),
        withheld=tuple(withheld),
    )


@dataclass(frozen=True, slots=True)
class _Figure:
    """One published demand of a region: its kind as a place in ``PREFERENCE``; ``loose``: of no stage of its own."""

    kind: int
    year: int
    loose: bool
    tonnes: float
    withheld: bool
    source: str


@lru_cache(maxsize=64)
def _figures(dataset: Dataset, mineral: str, stage: Stage) -> dict[str, list[_Figure]]:
    """The demand of each region that may be compared, in the order of the table."""
    table, unit = dataset.demand, str(dataset.minerals.at[mineral, "unit"])
    table = table[(table["mineral"] == mineral) & table["stage"].isin(["any", stage.value])]
    table = table[(table["quantity_t"].notna() | table["withheld"]) & (table["scenario"] == "")]
    found: dict[str, list[_Figure]] = {}
    for row in table[table["kind"].isin(PREFERENCE)].to_dict("records"):
        if same_unit(str(row["unit"]), unit):
            kind, loose = PREFERENCE.index(str(row["kind"])), row["stage"] == "any"
            one = _Figure(
                kind, int(row["year"]), loose, float(row["quantity_t"]), bool(row["withheld"]), str(row["source_id"])
            )
            found.setdefault(str(row["region"]), []).append(one)
    return found


@lru_cache(maxsize=256)
def world_demand(
    dataset: Dataset, mineral: str, stage: Stage, region: str, year: int, unit: str, own: Own = ()
) -> float:
    """World demand (region WLD), or the demand of one country, for N − 1, in the unit of the supply; else nan."""
    if region in dict(own):
        return dict(own)[region]
    if region != WORLD:
        return demand_of(dataset, mineral, stage, frozenset({region}), year).tonnes
    table = dataset.demand
    rows = table[(table["mineral"] == mineral) & (table["region"] == WORLD) & table["stage"].isin(["any", stage.value])]
    rows = rows[(rows["year"] == year) & rows["quantity_t"].notna() & (rows["scenario"] == "")]
    same = [same_unit(word, unit) for word in rows["unit"]]
    return float(rows["quantity_t"].to_numpy(float)[same][0]) if any(same) else np.nan


def same_unit(demanded: str, supplied: str) -> bool:
    """Whether a demand may be compared with a supply: magnet rare earths never with all rare-earth oxides."""
    return demanded == "t" or supplied.startswith(demanded)


@dataclass(frozen=True, slots=True)
class Single:
    """The largest supplier outside the partners, what its share is a part of, and in which unit that is counted."""

    supplier: str
    name: str
    share: float
    high: float
    whole: str
    unit: str


def single_supplier(suppliers: pd.DataFrame, members: frozenset[str]) -> tuple[str, float]:
    """The largest supplier that is no partner, and its share; ("", nan) when there is none. Members are no third
    countries; OTHER, UNKNOWN and withheld suppliers are nobody."""
    third = suppliers[
        ~suppliers["supplier"].isin({*members, OTHER, UNKNOWN}) & suppliers["share"].notna() & ~suppliers["withheld"]
    ]
    if not len(third):
        return "", np.nan
    largest = third.iloc[int(np.argmax(third["share"].to_numpy(float)))]
    return str(largest["supplier"]), float(largest["share"])


def too_much(share: float, limit: float = SINGLE_LIMIT) -> bool:
    """Whether one supplier is over the limit: 65.0 % passes, 65.1 % does not."""
    return share > limit + 1e-9


def expected(
    scenario: Scenario, status: np.ndarray, capacity_t: np.ndarray, part: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The chance of each project by its status, and the partner supply it adds: capacity × part × chance × use; (n,)
    each. What is neither under construction nor planned has no chance to come."""
    chance = np.zeros(len(status))
    for one, key in CHANCE.items():
        chance[status == one] = assumed(scenario, key)
    return chance, capacity_t * part * chance * assumed(scenario, "use")


def left_after(short_t: float, added_t: np.ndarray) -> np.ndarray:
    """The gap (n,) that is left after each project and all before it; nan where the gap is not known."""
    return np.maximum(0.0, short_t - np.cumsum(added_t))


def closers(
    plants: Located,
    left: np.ndarray,
    owners: Credits,
    members: np.ndarray,
    scenario: Scenario,
    ahead: np.ndarray,
    gap_t: float,
) -> pd.DataFrame:
    """Facilities under construction or planned that add partner supply, most first, with the gap left after each.

    ``added_t`` is the partner part of contained capacity times the chance of its status and the use assumed;
    ``gap_left_t`` is what remains when it and all above it have come.

    Parameters
    ----------
    ahead, left, owners
        Rows of ``plants`` that are to come, what cuts leave of each, and the credits of these rows.
    """
    if scenario.basis is Basis.LOCATION:
        part = ((plants.host[ahead] >= 0) & members[plants.host[ahead]]).astype(float)
    else:
        part = owners.of(members)[0]
    _, added = expected(scenario, plants.status[ahead], plants.capacity_t[ahead] * left, part)
    order = np.argsort(-added, kind="stable")
    order = order[added[order] > 0]
    rows = ahead[order]
    return pd.DataFrame(
        {
            "facility_id": plants.ids[rows],
            "name": plants.names[rows],
            "host_iso3": plants.host_iso3[rows],
            "status": plants.status[rows],
            "start_year": plants.start_year[rows],
            "added_t": added[order],
            "gap_left_t": left_after(gap_t, added[order]),
        }
    )


def weighed(scenario: Scenario) -> str:
    """By what ``closers`` weighs a facility's capacity, in words."""
    building, planned = assumed(scenario, "p_construction"), assumed(scenario, "p_planned")
    use = assumed(scenario, "use")
    used = "" if use == 1.0 else f", and by a use of {100 * use:g} %"
    return f"capacity by its chance: {100 * building:g} % under construction, {100 * planned:g} % planned{used}"


def target_of(scenario: Scenario) -> tuple[float, str]:
    """The target, a fraction of demand, and what it is called: the scenario's own, an assumption, or a yardstick."""
    default, name = TARGETS[scenario.stage]
    if scenario.target is not None:
        return scenario.target, "chosen by the user"
    key = target_key(scenario.stage)
    changed = key in dict(scenario.assumptions)
    return (assumed(scenario, key), "chosen by the user") if changed else (default, name)


def gap(
    scenario: Scenario,
    demand: Demand,
    supplied: Band,
    supply_measure: str,
    median_t: float,
    single: Single,
    without: list[tuple[float, float]],
    without_low: float,
    closing: pd.DataFrame,
    unit: str,
) -> Gap:
    """Put the gap together; everything that needs a demand is nan without one.

    ``without`` are N − 1 and N − 2, gross and net; ``without_low`` is the least that N − 1 may be, gross. Where the
    supplier's share does not count ``unit``, the tonnes to be replaced are nan.
    """
    target, name = target_of(scenario)
    limit = assumed(scenario, "single_limit")
    short = coverage_gap(target, demand.tonnes, supplied.point)
    comparable_t = demand.tonnes if single.unit == unit else np.nan
    return Gap(
        demand_t=demand.tonnes,
        demand_basis=demand.basis,
        demand_source=demand.source,
        demand_missing=demand.missing,
        demand_year=demand.year,
        supply=supplied,
        supply_measure=supply_measure,
        supply_basis=scenario.basis.value,
        target=target,
        target_name=name,
        gap_t=short,
        gap_share=short / demand.tonnes if demand.tonnes > 0 else np.nan,
        median_facility_t=median_t,
        single_supplier=single.supplier,
        single_supplier_name=single.name,
        single_supplier_share=single.share,
        single_supplier_high=single.high,
        single_whole=single.whole,
        single_limit=limit,
        replace_t=(single.share - limit) * comparable_t if too_much(single.share, limit) else comparable_t * 0.0,
        n1_gross=without[0][0],
        n1_net=without[0][1],
        n1_low=without_low,
        n2_gross=without[1][0],
        n2_net=without[1][1],
        gap_in_facilities=short / median_t if median_t > 0 else np.nan,
        closers=closing,
        unit=unit,
    )


def coverage_gap(target: float, demand_t: float, supply_t: float) -> float:
    """Tonnes missing to the target: max(0, target · demand − supply); nan when either is not known."""
    short = target * demand_t - supply_t
    return short if np.isnan(short) else max(0.0, short)


def n_minus_1(supply_t: float, largest_t: float, demand_t: float, largest_demand_t: float) -> tuple[float, float]:
    """What is left without the largest supplier: of all demand (gross), and of demand outside it (net).

    Both are fractions, nan where a demand is not known.
    """
    return without(supply_t, [largest_t], demand_t, [largest_demand_t])


def without(
    supply_t: float, gone_t: Sequence[float], demand_t: float, gone_demand_t: Sequence[float]
) -> tuple[float, float]:
    """What is left without some suppliers: of all demand (gross), of demand outside them (net); see ``n_minus_1``."""
    left, outside = supply_t - sum(gone_t), demand_t - sum(gone_demand_t)
    gross = left / demand_t if demand_t > 0 else np.nan
    return gross, left / outside if outside > 0 else np.nan


def made_without_capacity(results: Results) -> float:
    """What the partners' part of running facilities without a published capacity made in its latest year, tonnes.

    It is no capacity and is never added to one: a gap in capacity that leaves it out may be smaller. 0 where the
    supply counts output.
    """
    if results.gap.supply_measure != Measure.CAPACITY:
        return 0.0
    rows = results.facilities
    runs = ~rows["weight_from"].isin(["not operating", "in a combined figure"])
    silent = runs & rows["capacity_t"].isna() & (rows["production_t"] > 0)
    return float((rows["production_t"] * rows["partner_share"])[silent].sum())
