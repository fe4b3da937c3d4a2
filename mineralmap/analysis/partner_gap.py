"""The gap of one scenario, put together from facilities, owners and demand; gaps.py has the arithmetic."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mineralmap.analysis import gaps, notes, shares
from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.counted import Counted, ahead, counted, credits_of, silent, some_credits
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.cuts import Cut, parse
from mineralmap.analysis.located import Located
from mineralmap.analysis.national import published
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.partners import NOTHING, partner_summary
from mineralmap.analysis.question import members_of, names_of, unit_of, year_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Band, Gap
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

MOST_NAMED = 3


def partner_gap(dataset: Dataset, scenario: Scenario, measure: Measure) -> tuple[Gap, list[str]]:
    """The gap and what must be said with it.

    Demand and supply are those of the partners that have a demand figure, supply is that of all where no gap can be
    told; ``measure`` is the supply's. The largest
    outside supplier, N − 1 and N − 2 speak of the world's supply, see ``_world``. Cuts count in all of it.
    """
    ownership, cuts = ownership_table(dataset), parse(dataset, scenario.cuts)
    found = counted(dataset, scenario.mineral, scenario.stage, scenario.year, Measure.CAPACITY, cuts=cuts)
    plants, table = found.plants, found.table
    year, own = year_of(scenario, table), gaps.own_demand(scenario)
    demand = gaps.demand_of(dataset, scenario.mineral, scenario.stage, scenario.partners, year, own)
    # Where no demand can be told, there is no gap whose supply must be of the same partners: it is all partners'.
    regions = frozenset(demand.regions) if demand.tonnes == demand.tonnes else scenario.partners
    covered = ownership.columns(members_of(dataset, regions))
    no_supply = not found.whole.denominator_t > 0
    if measure is Measure.OUTPUT:
        # A table that counts something else than the facilities counts something else than the demand, too.
        no_supply = table is None or bool(table.bridge_id) or table.by_plant or not table.comparable
        if table is not None:
            found = counted(dataset, scenario.mineral, scenario.stage, scenario.year, measure, cuts=cuts)
    who = Basis.CONTROL if scenario.basis is Basis.CONTROL else Basis.EQUITY
    here = float(_by_place(dataset, found)[covered].sum())
    owned = partner_summary(
        found.weights, credits_of(dataset, found.plants, cuts)[who], plants.host, covered, scenario.basis, here
    ).owned
    supplied = Band(here, here, here) if scenario.basis is Basis.LOCATION else owned
    supplied = NOTHING if no_supply else supplied
    short = gaps.coverage_gap(gaps.target_of(scenario)[0], demand.tonnes, supplied.point)
    world = _world(dataset, scenario.mineral, scenario.stage, scenario.year, scenario.basis, cuts)
    world_t = gaps.world_demand(dataset, scenario.mineral, scenario.stage, gaps.WORLD, year, world.unit, own)
    without = [
        gaps.without(
            world.total_t,
            world.largest_t[:number],
            world_t,
            [
                gaps.world_demand(dataset, scenario.mineral, scenario.stage, iso3, year, world.unit, own)
                for iso3 in world.largest[:number]
            ],
        )
        if len(world.largest) >= number
        else (np.nan, np.nan)
        for number in (1, 2)
    ]
    there = ahead(plants)
    closing = gaps.closers(
        plants, found.left[there], some_credits(dataset, plants, who, "ahead", cuts), covered, scenario, there, short
    )
    gap = gaps.gap(
        scenario,
        demand,
        supplied,
        measure.value,
        _median(found),
        _single(world, members_of(dataset, scenario.partners)),
        without,
        without[0][0] - world.unknown_t / world_t if world_t > 0 else np.nan,
        closing,
        str(dataset.minerals.at[scenario.mineral, "unit"]),
    )
    said = notes.about_gap(gap, demand, not np.isnan(world_t))
    if measure is Measure.CAPACITY:
        said += _left_out(scenario, plants, some_credits(dataset, plants, who, "silent", cuts), covered)
    if len(closing) and assumed(scenario, "use") < 1:
        said.append(f"Supply to come is counted at {100 * assumed(scenario, 'use'):g} % of its capacity.")
    return gap, said


@lru_cache(maxsize=64)
def _by_place(dataset: Dataset, found: Counted) -> np.ndarray:
    credit = credits_of(dataset, found.plants)[Basis.LOCATION]
    return shares.supply(found.weights, credit, found.plants.host, Basis.LOCATION).tonnes


@lru_cache(maxsize=64)
def _median(found: Counted) -> float:
    weighed = found.weights.tonnes[found.weights.tonnes > 0]
    return float(np.median(weighed)) if len(weighed) else np.nan


@dataclass(frozen=True, eq=False)
class _World:
    """Who supplies the world, for the tests of one big supplier, of N − 1 and N − 2; named suppliers, largest first."""

    suppliers: tuple[tuple[str, str, float, float], ...]
    """Their ids, names, shares and the most that these may be."""
    total_t: float
    unknown_t: float
    largest: tuple[str, ...]
    largest_t: tuple[float, ...]
    whole: str
    unit: str


@lru_cache(maxsize=64)
def _world(dataset: Dataset, mineral: str, stage: Stage, year: int, basis: Basis, cuts: tuple[Cut, ...]) -> _World:
    """Shares of published output wherever a table answers: located capacity may miss half the world, and a question
    asked by capacity must not hear another largest supplier than the same question asked by output."""
    found = counted(dataset, mineral, stage, year, Measure.CAPACITY, cuts=cuts)
    whole, measure = "the located capacity", Measure.CAPACITY
    if found.table is not None:
        output = counted(dataset, mineral, stage, year, Measure.OUTPUT, cuts=cuts)
        if basis is Basis.LOCATION or not output.weights.no_owners:
            whole, measure = f"{published(found.table.summed)} {found.table.year}", Measure.OUTPUT
            found = output
    made = shares.supply(found.weights, credits_of(dataset, found.plants, cuts)[basis], found.plants.host, basis)
    nations = ownership_table(dataset).nations
    suppliers = shares.supplier_table(made, nations, names_of(dataset), ())
    columns = [suppliers[name].tolist() for name in ("supplier", "name", "share", "share_high")]
    first = np.argsort(-made.tonnes, kind="stable")[:2]
    first = first[made.tonnes[first] > 0]
    unit = unit_of(dataset, Scenario(mineral=mineral, stage=stage, measure=measure), found.table)
    return _World(
        suppliers=tuple(row for row in zip(*columns, strict=True) if row[0] not in (OTHER, UNKNOWN)),
        total_t=made.denominator_t,
        unknown_t=made.unknown_t,
        largest=tuple(nations[at] for at in first),
        largest_t=tuple(made.tonnes[first].tolist()),
        whole=whole,
        unit=unit,
    )


def _single(world: _World, members: frozenset[str]) -> gaps.Single:
    """The largest supplier that is no partner; the suppliers stand largest first."""
    for supplier, name, share, high in world.suppliers:
        if supplier not in members and not np.isnan(share):
            return gaps.Single(supplier, name, share, high, world.whole, world.unit)
    return gaps.Single("", "", np.nan, np.nan, world.whole, world.unit)


def _left_out(scenario: Scenario, plants: Located, owners: Credits, covered: np.ndarray) -> list[str]:
    """What the partners run without a published capacity; ``owners`` are those of the ``silent`` facilities."""
    rows = silent(plants)
    if scenario.basis is Basis.LOCATION:
        theirs = (plants.host[rows] >= 0) & covered[plants.host[rows]]
    else:
        theirs = owners.of(covered)[0] > 0
    left = rows[theirs]
    if not len(left):
        return []
    made = np.nan_to_num(plants.production_t[left])
    named = [
        f"{plants.names[left[n]]} (made {made[n]:,.0f} t in {plants.production_year[left[n]]:.0f})"
        for n in np.argsort(-made, kind="stable")[:MOST_NAMED]
        if made[n] > 0
    ]
    which = f": {', '.join(named)}" if named else ""
    return [
        f"The partners' supply leaves out what runs without a published capacity ({len(left)}{which}): "
        "the gap may be smaller."
    ]
