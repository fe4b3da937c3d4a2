"""One question, one answer: every number of a scenario on a data set. Pure; the same for window, picture, command line.

Method: methods §1–§4. Tables are gathered once per data set, mineral and stage; a toggle is arithmetic on columns.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from mineralmap.analysis import concentration, shares
from mineralmap.analysis import missing as lacking
from mineralmap.analysis import notes as sayings
from mineralmap.analysis.companies import company_credits, company_table
from mineralmap.analysis.located import Located, counted_as, located
from mineralmap.analysis.national import COMMON_YEAR, LAST_YEAR, National, available_stages, available_years, national
from mineralmap.analysis.ownership import OwnershipTable, ownership_table
from mineralmap.analysis.partner_gap import partner_gap
from mineralmap.analysis.partners import NOTHING, credit_table, facility_table, partner_summary
from mineralmap.analysis.question import members_of, names_of, partner_groups, unit_of, year_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Concentration, PartnerSummary, Results
from mineralmap.analysis.spread import Weights, by_capacity, by_output
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import LATEST, Basis, Measure, Scenario

__all__ = ["COMMON_YEAR", "LAST_YEAR", "available_stages", "available_years", "compute", "partner_groups"]


def compute(
    dataset: Dataset,
    scenario: Scenario,
    cancel: Callable[[], None] | None = None,
    gap_measure: Measure = Measure.CAPACITY,
) -> Results:
    """Answer a scenario.

    Parameters
    ----------
    dataset, scenario
        Neither is changed.
    cancel
        Called now and then; raises ``Cancelled`` to end the work.
    gap_measure
        What the partners' supply in the gap counts: capacity (operating), unless output is asked for.

    Returns
    -------
    Results; ``no_data`` says why where there is no answer, and then shares are empty and every figure nan.

    Raises
    ------
    InvalidArgument
        For a mineral or a partner that the data set does not know.
    """
    ask = cancel or _never
    if scenario.mineral not in dataset.minerals.index:
        raise InvalidArgument(
            f"There is no mineral {scenario.mineral!r}.", f"Known are {', '.join(dataset.minerals.index)}."
        )
    ownership = ownership_table(dataset)
    ask()
    table = national(dataset, scenario.mineral, scenario.stage, scenario.year)
    plain = located(dataset, scenario.mineral, scenario.stage)
    plants = counted_as(dataset, plain, table) if scenario.measure is Measure.OUTPUT else plain
    ask()
    weights, no_data = _weights(dataset, scenario, plants, table, ownership)
    if not no_data and weights.no_owners and scenario.basis is not Basis.LOCATION:
        no_data = f"No answer by owner: {weights.no_owners}."
    if not no_data and not weights.denominator_t > 0:
        no_data = "There is no supply to share."

    members = ownership.columns(members_of(dataset, scenario.partners))
    credit = {basis: made.take(plants.row) for basis, made in ownership.by_basis.items()}
    owners = credit[Basis.CONTROL if scenario.basis is Basis.CONTROL else Basis.EQUITY]
    made = shares.supply(weights, credit[scenario.basis], plants.host, scenario.basis)
    withheld = table.withheld if table and scenario.measure is Measure.OUTPUT else ()
    suppliers = shares.supplier_table(made, ownership.nations, names_of(dataset), withheld)
    by_place = shares.supply(weights, credit[Basis.LOCATION], plants.host, Basis.LOCATION)
    located_t = float(by_place.tonnes[members].sum())
    partner = partner_summary(weights, owners, plants.host, members, scenario.basis, located_t)
    who = company_credits(dataset, scenario.basis)
    # By location, too, a remainder has no company: the basis speaks of countries only.
    held = shares.supply(weights, who.credits.take(plants.row), plants.host, Basis.EQUITY)
    companies = company_table(held, who)
    ask()
    if no_data:
        suppliers, companies = suppliers.iloc[:0], companies.iloc[:0]
        partner = _blank(partner, located_t if weights.denominator_t > 0 else np.nan)
    gap, about_gap = partner_gap(dataset, scenario, plain, table, ownership, credit, gap_measure)
    ask()
    nations = np.array(ownership.nations, object)
    grouped = partner_groups(dataset)
    chosen = [*(name for name in grouped if name in scenario.partners), *sorted(scenario.partners - set(grouped))]
    groups = {name: ownership.columns(grouped.get(name, frozenset({name}))) for name in chosen}
    q = weights.denominator_t
    said = (
        []
        if no_data and not weights.no_owners
        else sayings.notes(dataset, scenario, plants, table, weights, made, ownership, held.unknown_t - made.unknown_t)
    )
    return Results(
        scenario=scenario,
        dataset_key=dataset.key,
        mineral_name=str(dataset.minerals.at[scenario.mineral, "name"]),
        unit=unit_of(dataset, scenario, table),
        year=year_of(scenario, table),
        no_data=no_data,
        suppliers=suppliers,
        total_t=float(suppliers["tonnes"].sum()) if not no_data else np.nan,
        denominator_t=q if q > 0 else np.nan,
        denominator_source=_denominator_source(dataset, scenario, table),
        coverage=_coverage(scenario, plants, weights, table),
        unknown_share=made.unknown_t / q if not no_data else np.nan,
        presumed_share=float(made.presumed_t.sum()) / q if not no_data else np.nan,
        concentration=_concentration(suppliers, made) if not no_data else _no_concentration(),
        partner=partner,
        gap=gap,
        facilities=facility_table(
            plants, weights, credit[scenario.basis], credit[Basis.EQUITY], members, groups, nations
        ),
        credits=credit_table(plants, credit[scenario.basis], nations),
        missing=lacking.missing_table(
            dataset, plants, weights, credit[Basis.EQUITY].rest, ownership.nations, table, gap.demand_missing
        ),
        notes=tuple(dict.fromkeys([*said, *about_gap])),
        sources=_sources(plants, weights, table if scenario.measure is Measure.OUTPUT else None, gap.demand_source),
        dataset=dataset,
        companies=companies,
        company_concentration=_concentration(companies, held) if not no_data else _no_concentration(),
    )


def _never() -> None:
    """Nobody calls the work off."""


def _weights(
    dataset: Dataset, scenario: Scenario, plants: Located, table: National | None, ownership: OwnershipTable
) -> tuple[Weights, str]:
    """What each facility weighs, and why there is no answer ("" when there is one)."""
    nations = ownership.nations
    if scenario.measure is Measure.CAPACITY:
        weights = by_capacity(plants, len(nations))
        word = _word(dataset, scenario)
        lack = f"No operating facility of this stage has a capacity in contained {word} in our tables."
        return weights, "" if weights.denominator_t > 0 else lack
    if table is not None:
        return by_output(plants, table, nations), ""
    years = available_years(dataset, scenario.mineral, scenario.stage)
    if years and scenario.year != LATEST:
        listed = ", ".join(map(str, years))
        return _blank_weights(plants, len(nations)), f"No national table has {scenario.year}; there is {listed}."
    lack = f"No national table counts {_word(dataset, scenario)} {scenario.stage.value}: output cannot be shared out."
    works = by_capacity(plants, len(nations)).denominator_t > 0
    instead = "Counting capacity works." if works else "No capacity in contained tonnes is known either."
    return _blank_weights(plants, len(nations)), f"{lack} {instead}"


def _word(dataset: Dataset, scenario: Scenario) -> str:
    return str(dataset.minerals.at[scenario.mineral, "name"])


def _blank_weights(plants: Located, nations: int) -> Weights:
    nothing = np.full(len(plants.ids), np.nan)
    origin = np.full(len(plants.ids), "no national table", object)
    blank = np.full(nations, np.nan)
    return Weights(nothing, nothing, origin, np.zeros(nations), blank, 0.0, 0.0, 0.0, {}, False, "")


def _blank(partner: PartnerSummary, located_t: float) -> PartnerSummary:
    nan = np.nan
    return PartnerSummary(nan, nan, nan, nan, nan, located_t, NOTHING, nan, NOTHING)


def _concentration(suppliers: pd.DataFrame, made: shares.Supply) -> Concentration:
    q = made.denominator_t
    named = suppliers.loc[~suppliers["supplier"].isin([OTHER, UNKNOWN]), "share"].dropna()
    return concentration.concentration(named.to_numpy(float), made.other_t / q, made.unknown_t / q)


def _no_concentration() -> Concentration:
    nan = np.nan
    return Concentration(nan, nan, nan, nan, nan, "", concentration.DOJ_2023.name)


def _denominator_source(dataset: Dataset, scenario: Scenario, table: National | None) -> str:
    if scenario.measure is Measure.CAPACITY:
        return "sum of the located contained capacity of operating facilities"
    if table is None:
        return ""
    what = "sum of the named countries" if table.exceeds or np.isnan(table.published_total_t) else "world total"
    return f"{sayings.source_name(dataset, table.source_id)}: {what} {table.year}, {table.counts}"


def _coverage(scenario: Scenario, plants: Located, weights: Weights, table: National | None) -> float:
    """Located weight ÷ published world output. Capacity may exceed it; nan where no comparable table exists."""
    if table is None or not table.comparable or not table.denominator_t > 0:
        return np.nan
    if table.by_plant and scenario.measure is Measure.CAPACITY:
        return np.nan
    bridge = table.bridge if scenario.measure is Measure.CAPACITY else 1.0
    return float(np.nansum(weights.tonnes)) * bridge / table.denominator_t


def _sources(plants: Located, weights: Weights, table: National | None, demand: str) -> tuple[str, ...]:
    """Table, demand, then the sources of the facilities that count, most used first."""
    used: dict[str, int] = {}
    for number in np.flatnonzero(~np.isnan(weights.tonnes)):
        for source in plants.sources[number]:
            used[source] = used.get(source, 0) + 1
    first = [table.source_id] if table else []
    first += [source for source in demand.split("; ") if source]
    return tuple(dict.fromkeys([*first, *sorted(used, key=lambda source: (-used[source], source))]))
