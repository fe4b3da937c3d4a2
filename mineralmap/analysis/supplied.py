"""All of an answer that does not hang on who the partners are: made once for a question, kept for every toggle."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis import concentration, shares
from mineralmap.analysis import missing as lacking
from mineralmap.analysis import notes as sayings
from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.companies import company_table
from mineralmap.analysis.counted import Counted, counted, credits_of
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.cuts import about_cuts, parse
from mineralmap.analysis.national import National
from mineralmap.analysis.owner_cuts import owners_left
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.partners import credit_table, same_for_all
from mineralmap.analysis.question import names_of, partner_groups
from mineralmap.analysis.results import OTHER, UNKNOWN, Concentration
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import AT_SEA, NAMED_COUNTRIES, Basis, Denominator, Measure, Scenario


@dataclass(frozen=True, eq=False)
class Supplied:
    """The parts of ``Results`` that partners do not change; tables are shared: give copies away."""

    counted: Counted
    no_data: str
    credit: dict[Basis, Credits]
    suppliers: pd.DataFrame
    companies: pd.DataFrame
    by_place: np.ndarray
    """Tonnes by location, (nations,)."""
    unknown_t: float
    presumed_t: float
    concentration: Concentration
    company_concentration: Concentration
    facilities: pd.DataFrame
    """``Results.facilities`` with the columns filled that are the same for all partners."""
    credits: pd.DataFrame
    missing: lacking.Missing
    notes: tuple[str, ...]
    denominator_source: str
    coverage: float
    sources: tuple[str, ...]
    """Sources of the facilities that count, most used first."""


def supplied(dataset: Dataset, scenario: Scenario) -> Supplied:
    """The answer but for the partners, kept by what of the scenario decides it."""
    plain = Scenario()
    bands = [pair for pair in scenario.assumptions if pair[0].startswith("band_") and scenario.scheme == "own"]
    return _supplied(
        dataset,
        replace(
            scenario,
            partners=frozenset(),
            target=None,
            **{name: getattr(plain, name) for name in AT_SEA},
            screened=frozenset(),
            horizon=plain.horizon,
            outlook=plain.outlook,
            assumptions=tuple(bands),
        ),
    )


@lru_cache(maxsize=32)
def _supplied(dataset: Dataset, scenario: Scenario) -> Supplied:
    ownership, cuts = ownership_table(dataset), parse(dataset, scenario.cuts)
    found = counted(
        dataset, scenario.mineral, scenario.stage, scenario.year, scenario.measure, scenario.denominator, cuts
    )
    plants, table, weights, no_data = found.plants, found.table, found.weights, found.no_data
    if not no_data and weights.no_owners and scenario.basis is not Basis.LOCATION:
        no_data = f"No answer by owner: {weights.no_owners}."
    if not no_data and not weights.denominator_t > 0:
        no_data = "All supply is cut away." if found.whole.denominator_t > 0 else "There is no supply to share."
    scheme = concentration.scheme(scenario.scheme, assumed(scenario, "band_moderate"), assumed(scenario, "band_high"))
    credit = credits_of(dataset, plants, cuts)
    made = shares.supply(weights, credit[scenario.basis], plants.host, scenario.basis)
    withheld = table.withheld if table and scenario.measure is Measure.OUTPUT else ()
    suppliers = shares.supplier_table(made, ownership.nations, names_of(dataset), withheld)
    who = owners_left(dataset, cuts).companies[scenario.basis]
    # By location, too, a remainder has no company: that basis speaks of countries only.
    held = shares.supply(weights, who.credits.take(plants.row), plants.host, Basis.EQUITY)
    companies = company_table(held, who)
    said: list[str] = []
    if not no_data or weights.no_owners:
        said = sayings.notes(
            dataset, scenario, plants, table, weights, made, ownership, held.unknown_t - made.unknown_t
        )
    if cuts:
        lost_owners = float(np.nan_to_num(weights.tonnes) @ credit[Basis.EQUITY].rest + weights.remainder_t.sum())
        said = [*about_cuts(dataset, cuts, found.whole, weights, lost_owners), *said]
    nations = np.array(ownership.nations, object)
    return Supplied(
        counted=found,
        no_data=no_data,
        credit=credit,
        suppliers=suppliers.iloc[:0] if no_data else suppliers,
        companies=companies.iloc[:0] if no_data else companies,
        by_place=shares.supply(weights, credit[Basis.LOCATION], plants.host, Basis.LOCATION).tonnes,
        unknown_t=made.unknown_t,
        presumed_t=float(made.presumed_t.sum()),
        concentration=_concentration(suppliers, made, scheme, no_data),
        company_concentration=_concentration(companies, held, scheme, no_data),
        facilities=same_for_all(plants, weights, credit[Basis.EQUITY], nations),
        credits=credit_table(plants, credit[scenario.basis], nations),
        missing=lacking.all_missing(
            lacking.missing_table(dataset, plants, weights, credit[Basis.EQUITY].rest, ownership.nations, table),
            sorted({*partner_groups(dataset), *ownership.nations}),
        ),
        notes=tuple(said),
        denominator_source=_denominator_source(dataset, scenario, table),
        coverage=_coverage(scenario, found),
        sources=tuple(name for name, _ in plants.sources.sums(np.where(np.isnan(weights.tonnes), np.nan, 1.0))),
    )


def _concentration(
    suppliers: pd.DataFrame, made: shares.Supply, scheme: concentration.Scheme, no_data: str
) -> Concentration:
    q = made.denominator_t
    if no_data:
        nan = np.nan
        return Concentration(nan, nan, nan, nan, nan, "", scheme.name)
    named = suppliers.loc[~suppliers["supplier"].isin([OTHER, UNKNOWN]), "share"].dropna()
    return concentration.concentration(named.to_numpy(float), made.other_t / q, made.unknown_t / q, scheme)


def _denominator_source(dataset: Dataset, scenario: Scenario, table: National | None) -> str:
    source = _whole_source(dataset, scenario, table)
    return f"{source}, less what the cuts take" if source and scenario.cuts else source


def _whole_source(dataset: Dataset, scenario: Scenario, table: National | None) -> str:
    if scenario.measure is Measure.CAPACITY:
        return "sum of the located contained capacity of operating facilities"
    if table is None:
        return ""
    what = NAMED_COUNTRIES if table.summed or scenario.denominator is Denominator.NAMED else "world total"
    source = sayings.source_name(dataset, table.source_id)
    if scenario.denominator is Denominator.LOCATED:
        return f"what located facilities explain of {source} {table.year}, {table.counts}"
    return f"{source}: {what} {table.year}, {table.counts}"


def _coverage(scenario: Scenario, found: Counted) -> float:
    """Located weight ÷ published world output, before any cut. Capacity may exceed it; nan without comparable table."""
    table = found.table
    if table is None or not table.comparable or not table.denominator_t > 0:
        return np.nan
    if table.by_plant and scenario.measure is Measure.CAPACITY:
        return np.nan
    bridge = table.bridge if scenario.measure is Measure.CAPACITY else 1.0
    return float(np.nansum(found.whole.tonnes)) * bridge / table.denominator_t
