"""The gap of one scenario, put together from facilities, owners and demand; gaps.py has the arithmetic."""

import numpy as np
import pandas as pd

from mineralmap.analysis import gaps, notes, shares, wording
from mineralmap.analysis.located import Located
from mineralmap.analysis.national import National
from mineralmap.analysis.ownership import Credits, OwnershipTable
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
    suppliers: pd.DataFrame,
    made: shares.Supply,
    measure: Measure,
) -> tuple[Gap, list[str]]:
    """The gap and what must be said with it.

    Demand and supply are those of the partners that have a demand figure. ``suppliers`` and ``made`` are the shares
    of the scenario, by whose measure the largest outside supplier and N − 1 are told; ``measure`` is the supply's.
    """
    year = year_of(scenario, table)
    demand = gaps.demand_of(dataset, scenario.mineral, scenario.stage, scenario.partners, year)
    covered = ownership.columns(members_of(dataset, frozenset(demand.regions) or scenario.partners))
    counted = by_capacity(plants, len(ownership.nations))
    no_supply = not counted.denominator_t > 0
    if measure is Measure.OUTPUT:
        # A table that counts something else than the facilities counts something else than the demand, too.
        no_supply = table is None or bool(table.bridge_id) or not table.comparable
        counted = by_output(plants, table, ownership.nations) if table else counted
    owners = credit[Basis.CONTROL if scenario.basis is Basis.CONTROL else Basis.EQUITY]
    place = shares.supply(counted, credit[Basis.LOCATION], plants.host, Basis.LOCATION)
    here = float(place.tonnes[covered].sum())
    owned = partner_summary(counted, owners, plants.host, covered, scenario.basis, here).owned
    supplied = Band(here, here, here) if scenario.basis is Basis.LOCATION else owned
    supplied = NOTHING if no_supply else supplied
    target = gaps.TARGETS[scenario.stage][0] if scenario.target is None else scenario.target
    short = gaps.coverage_gap(target, demand.tonnes, supplied.point)
    weighed = counted.tonnes[counted.tonnes > 0]
    unit = unit_of(dataset, scenario, table)
    world_t = gaps.world_demand(dataset, scenario.mineral, scenario.stage, gaps.WORLD, year, unit)
    n1 = (np.nan, np.nan)
    if len(suppliers) and made.tonnes.size and made.tonnes.max() > 0:
        leader = int(made.tonnes.argmax())
        own = gaps.world_demand(dataset, scenario.mineral, scenario.stage, ownership.nations[leader], year, unit)
        n1 = gaps.n_minus_1(made.denominator_t, float(made.tonnes[leader]), world_t, own)
    members = members_of(dataset, scenario.partners)
    gap = gaps.gap(
        scenario,
        demand,
        supplied,
        measure.value,
        float(np.median(weighed)) if len(weighed) else np.nan,
        gaps.single_supplier(suppliers, members),
        n1,
        gaps.closers(plants, owners, covered, scenario.basis, short),
        str(dataset.minerals.at[scenario.mineral, "unit"]),
        unit,
    )
    said = notes.about_gap(gap, demand, not np.isnan(world_t))
    if measure is Measure.CAPACITY:
        said += _left_out(scenario, plants, owners, covered)
    if scenario.measure is Measure.CAPACITY and table is not None:
        said += _by_output_instead(dataset, scenario, plants, table, ownership, credit, members)
    return gap, said


def _by_output_instead(
    dataset: Dataset,
    scenario: Scenario,
    plants: Located,
    table: National,
    ownership: OwnershipTable,
    credit: dict[Basis, Credits],
    members: frozenset[str],
) -> list[str]:
    """Located capacity may miss half the world: say who is largest by published output, too."""
    weights = by_output(plants, table, ownership.nations)
    if weights.no_owners and scenario.basis is not Basis.LOCATION:
        return []
    made = shares.supply(weights, credit[scenario.basis], plants.host, scenario.basis)
    suppliers = shares.supplier_table(made, ownership.nations, names_of(dataset), ())
    supplier, share = gaps.single_supplier(suppliers, members)
    if not supplier:
        return []
    most = float(suppliers.loc[suppliers["supplier"] == supplier, "share_high"].max())
    upto = f", up to {wording.percent(most)} with the unknown" if most > share + wording.NEAR else ""
    return [
        f"By published output of {table.year} the largest supplier outside the partners is "
        f"{dataset.country_name(supplier)} with {wording.percent(share)}{upto}, by {scenario.basis.value}."
    ]


def _left_out(scenario: Scenario, plants: Located, owners: Credits, covered: np.ndarray) -> list[str]:
    """Partner facilities that run but have no published capacity: what they make is not mixed in, so say it."""
    if scenario.basis is Basis.LOCATION:
        theirs = (plants.host >= 0) & covered[plants.host]
    else:
        theirs = owners.known[:, covered].sum(axis=1) > 0
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
