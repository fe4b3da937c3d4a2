"""What supply is left without the largest suppliers, or without all that a set of owners has.

Method: methods §4 (N − 1), carried on to N − 2 and to named owners. Shares are of published output wherever a table
answers, whatever the scenario's measure: located capacity may miss half the world.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.gaps import WORLD, own_demand, world_demand
from mineralmap.analysis.national import published
from mineralmap.analysis.results import OTHER, UNKNOWN, Band, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import LATEST, NAMED_COUNTRIES, Basis, Measure, Scenario


@dataclass(frozen=True, eq=False)
class Left:
    """What is left of supply when some suppliers fall away."""

    gone: tuple[str, ...]
    """Suppliers that fall away: ISO3 or company ids, largest first."""
    names: tuple[str, ...]
    strange: tuple[str, ...]
    """Names asked for that supply nothing here, or that the data do not know."""
    supply_t: float
    gone_t: float
    left_t: Band
    """Tonnes: the point leaves in what has no known owner, the low bound takes that out too."""
    share: float
    """What is left as a fraction of supply."""
    demand_t: float
    gone_demand_t: float
    """Demand of those who fall away; nan when it is not known for each of them."""
    gross: float
    """Left ÷ world demand; nan without a world demand of the same unit and year."""
    net: float
    """Left ÷ demand outside those who fall away."""
    basis: Basis
    whole: str
    """What supply is counted: "published world output 2024", or "the located capacity"."""
    unit: str
    rows: pd.DataFrame
    """What is left: columns kind, id, tonnes."""
    no_data: str
    answer: Results
    """The answer that the rows belong to."""


def without_largest(results: Results, number: int) -> Left:
    """Supply without the ``number`` largest named suppliers, under the scenario's basis."""
    found = _asked(results, results.scenario.basis)
    named = _named(found)
    short = "" if len(named) >= number else f"there are fewer than {number} named suppliers"
    return _left(found, tuple(named["supplier"].head(number)), (), found.no_data or short)


def without_owners(results: Results, owners: Sequence[str] | frozenset[str]) -> Left:
    """Supply without all that nations, partner groups or companies own; by equity where the scenario asks by location.

    Parameters
    ----------
    owners
        ISO3 codes, ids of partner groups, ids of companies that tracing ends at.
    """
    asked = results.scenario.basis
    found = _asked(results, Basis.EQUITY if asked is Basis.LOCATION else asked)
    nations = found.dataset.partner_members(frozenset(owners))
    named = _named(found)
    gone = [str(one) for one in named["supplier"] if one in nations]
    groups = set(found.dataset.partners["partner_id"])
    firms = _companies(found, frozenset(owners) - groups - set(gone), frozenset(gone))
    taken = {*gone, *firms["supplier"]}
    strange = tuple(
        sorted(
            one
            for one in owners
            if one not in taken and not (one in groups and found.dataset.partner_members(frozenset({one})) & taken)
        )
    )
    return _left(found, tuple(gone), strange, found.no_data, firms)


def _asked(results: Results, basis: Basis) -> Results:
    # Without what the answer does not depend on, so that a partner toggle finds it answered.
    asked = replace(results.scenario, basis=basis, partners=frozenset(), screened=frozenset(), closed=frozenset())
    return _counted(results.dataset, replace(asked, target=None, horizon=LATEST, measure=Measure.OUTPUT))


@lru_cache(maxsize=16)
def _counted(dataset: Dataset, scenario: Scenario) -> Results:
    """The answer by published output, or by capacity where no table answers."""
    by_output = compute(dataset, scenario)
    return by_output if not by_output.no_data else compute(dataset, replace(scenario, measure=Measure.CAPACITY))


def _named(found: Results) -> pd.DataFrame:
    table = found.suppliers
    return table[~table["supplier"].isin([OTHER, UNKNOWN]) & table["share"].notna() & ~table["withheld"]]


def _companies(found: Results, ids: frozenset[str], nations: frozenset[str]) -> pd.DataFrame:
    """Companies among ``ids`` that are not of a nation which falls away whole."""
    table = found.companies
    if not len(table):
        return pd.DataFrame({"supplier": [], "name": [], "tonnes": []})
    rows = table[table["supplier"].isin(ids) & table["tonnes"].notna() & ~table["nation"].isin(nations)]
    return rows[["supplier", "name", "tonnes"]]


def _left(
    found: Results,
    nations: tuple[str, ...],
    strange: tuple[str, ...],
    no_data: str,
    firms: pd.DataFrame | None = None,
) -> Left:
    table = found.suppliers[found.suppliers["share"].notna()]
    supply_t = float(table["tonnes"].sum()) if len(table) else np.nan
    away = table[table["supplier"].isin(nations)]
    gone_t = float(away["tonnes"].sum())
    ids, names = list(away["supplier"]), list(away["name"])
    if firms is not None and len(firms):
        gone_t += float(firms["tonnes"].sum())
        ids, names = [*ids, *firms["supplier"]], [*names, *firms["name"]]
    point = np.nan if no_data else supply_t - gone_t
    unknown_t = found.supplier_share(UNKNOWN) * found.denominator_t if not no_data else np.nan
    asked = found.scenario

    def demand_of(region: str) -> float:
        said = own_demand(asked)
        return world_demand(found.dataset, asked.mineral, asked.stage, region, found.year, found.unit, said)

    demand_t = demand_of(WORLD) if not no_data else np.nan
    own = [demand_of(one) for one in nations]
    gone_demand_t = float(np.sum(own)) if own and not (firms is not None and len(firms)) else np.nan
    if not ids:
        gone_demand_t = 0.0
    outside_t = demand_t - gone_demand_t
    return Left(
        gone=tuple(map(str, ids)),
        names=tuple(map(str, names)),
        strange=strange,
        supply_t=supply_t,
        gone_t=gone_t,
        left_t=Band(max(0.0, point - unknown_t) if not np.isnan(point) else np.nan, point, point),
        share=point / supply_t if supply_t > 0 else np.nan,
        demand_t=demand_t,
        gone_demand_t=gone_demand_t,
        gross=point / demand_t if demand_t > 0 else np.nan,
        net=point / outside_t if outside_t > 0 else np.nan,
        basis=asked.basis,
        whole=f"{published(NAMED_COUNTRIES in found.denominator_source)} {found.year}"
        if asked.measure is Measure.OUTPUT
        else "the located capacity",
        unit=found.unit,
        rows=_rows(table, nations, firms) if not no_data else _rows(table.iloc[:0], (), None),
        no_data=no_data,
        answer=found,
    )


def _rows(table: pd.DataFrame, gone: tuple[str, ...], firms: pd.DataFrame | None) -> pd.DataFrame:
    stays = table[~table["supplier"].isin(gone)]
    kinds = [{OTHER: "other", UNKNOWN: "unknown"}.get(str(one), "country") for one in stays["supplier"]]
    rows = pd.DataFrame(
        {"kind": kinds, "id": stays["supplier"].to_numpy(object), "tonnes": stays["tonnes"].to_numpy(float)}
    )
    if firms is None or not len(firms):
        return rows
    less = pd.DataFrame(
        {"kind": "company", "id": firms["supplier"].to_numpy(object), "tonnes": -firms["tonnes"].to_numpy(float)}
    )
    return pd.concat([rows, less], ignore_index=True)
