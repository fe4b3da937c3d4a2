"""The gap of one scenario, put together from facilities, owners and demand; gaps.py has the arithmetic."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mineralmap.analysis import gaps, notes, shares
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.located import Located, counted_as
from mineralmap.analysis.national import National
from mineralmap.analysis.ownership import OwnershipTable
from mineralmap.analysis.partners import NOTHING, partner_summary
from mineralmap.analysis.question import members_of, names_of, unit_of, year_of
from mineralmap.analysis.results import Band, Gap
from mineralmap.analysis.spread import by_capacity, by_output
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario

MOST_NAMED = 3


def partner_gap(
    dataset: Dataset,
    scenario: Scenario,
    plants: Located,
    table: National | None,
    ownership: OwnershipTable,
    credit: dict[Basis, Credits],
    measure: Measure,
) -> tuple[Gap, list[str]]:
    """The gap and what must be said with it.

    Demand and supply are those of the partners that have a demand figure; ``measure`` is the supply's. The largest
    outside supplier and N − 1 speak of the world's supply, see ``_world``.
    """
    year = year_of(scenario, table)
    demand = gaps.demand_of(dataset, scenario.mineral, scenario.stage, scenario.partners, year)
    covered = ownership.columns(members_of(dataset, frozenset(demand.regions) or scenario.partners))
    counted = by_capacity(plants, len(ownership.nations))
    no_supply = not counted.denominator_t > 0
    if measure is Measure.OUTPUT:
        # A table that counts something else than the facilities counts something else than the demand, too.
        no_supply = table is None or bool(table.bridge_id) or table.by_plant or not table.comparable
        counted = by_output(counted_as(dataset, plants, table), table, ownership.nations) if table else counted
    owners = credit[Basis.CONTROL if scenario.basis is Basis.CONTROL else Basis.EQUITY]
    place = shares.supply(counted, credit[Basis.LOCATION], plants.host, Basis.LOCATION)
    here = float(place.tonnes[covered].sum())
    owned = partner_summary(counted, owners, plants.host, covered, scenario.basis, here).owned
    supplied = Band(here, here, here) if scenario.basis is Basis.LOCATION else owned
    supplied = NOTHING if no_supply else supplied
    target = gaps.TARGETS[scenario.stage][0] if scenario.target is None else scenario.target
    short = gaps.coverage_gap(target, demand.tonnes, supplied.point)
    weighed = counted.tonnes[counted.tonnes > 0]
    world = _world(dataset, scenario, plants, table, ownership, credit)
    world_t = gaps.world_demand(dataset, scenario.mineral, scenario.stage, gaps.WORLD, year, world.unit)
    n1 = (np.nan, np.nan)
    if world.made.tonnes.size and world.made.tonnes.max() > 0:
        leader = int(world.made.tonnes.argmax())
        own = gaps.world_demand(dataset, scenario.mineral, scenario.stage, ownership.nations[leader], year, world.unit)
        n1 = gaps.n_minus_1(world.made.denominator_t, float(world.made.tonnes[leader]), world_t, own)
    members = members_of(dataset, scenario.partners)
    gap = gaps.gap(
        scenario,
        demand,
        supplied,
        measure.value,
        float(np.median(weighed)) if len(weighed) else np.nan,
        _single(world, members),
        n1,
        gaps.closers(plants, owners, covered, scenario.basis, short),
        str(dataset.minerals.at[scenario.mineral, "unit"]),
    )
    said = notes.about_gap(gap, demand, not np.isnan(world_t))
    if measure is Measure.CAPACITY:
        said += _left_out(scenario, plants, owners, covered)
    return gap, said


@dataclass(frozen=True, slots=True)
class _World:
    """Who supplies the world, for the tests of one big supplier and of N − 1."""

    suppliers: pd.DataFrame
    made: shares.Supply
    whole: str
    unit: str


def _world(
    dataset: Dataset,
    scenario: Scenario,
    plants: Located,
    table: National | None,
    ownership: OwnershipTable,
    credit: dict[Basis, Credits],
) -> _World:
    """Shares of published output wherever a table answers: located capacity may miss half the world, and a question
    asked by capacity must not hear another largest supplier than the same question asked by output."""
    weights, whole, measure = by_capacity(plants, len(ownership.nations)), "the located capacity", Measure.CAPACITY
    if table is not None:
        output = by_output(counted_as(dataset, plants, table), table, ownership.nations)
        if scenario.basis is Basis.LOCATION or not output.no_owners:
            weights, whole, measure = output, f"published world output {table.year}", Measure.OUTPUT
    made = shares.supply(weights, credit[scenario.basis], plants.host, scenario.basis)
    suppliers = shares.supplier_table(made, ownership.nations, names_of(dataset), ())
    return _World(suppliers, made, whole, unit_of(dataset, replace(scenario, measure=measure), table))


def _single(world: _World, members: frozenset[str]) -> gaps.Single:
    supplier, share = gaps.single_supplier(world.suppliers, members)
    if not supplier:
        return gaps.Single("", "", np.nan, np.nan, world.whole, world.unit)
    row = world.suppliers.loc[world.suppliers["supplier"] == supplier].iloc[0]
    return gaps.Single(supplier, str(row["name"]), share, float(row["share_high"]), world.whole, world.unit)


def _left_out(scenario: Scenario, plants: Located, owners: Credits, covered: np.ndarray) -> list[str]:
    """Partner facilities that run but have no published capacity: what they make is not mixed in, so say it."""
    if scenario.basis is Basis.LOCATION:
        theirs = (plants.host >= 0) & covered[plants.host]
    else:
        theirs = owners.of(covered)[0] > 0
    left = np.flatnonzero(theirs & plants.operating & np.isnan(plants.capacity_t) & ~plants.in_combined)
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
