"""One question, one answer: every number of a scenario on a data set. Pure; the same for window, picture, command line.

Method: methods §1–§4, §9, §10. Columns are made once per data set, mineral and stage, what partners do not change once
per question (``supplied``); a partner toggle is arithmetic on columns.
"""

from collections.abc import Callable

import numpy as np

from mineralmap.analysis import missing as lacking
from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.factors import with_factors
from mineralmap.analysis.national import COMMON_YEAR, LAST_YEAR, available_stages, available_years
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.partner_gap import partner_gap
from mineralmap.analysis.partners import NOTHING, facility_table, partner_summary
from mineralmap.analysis.question import members_of, partner_groups, unit_of, year_of
from mineralmap.analysis.results import PartnerSummary, Results
from mineralmap.analysis.supplied import Supplied, supplied
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Measure, Scenario

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
        For a mineral, a partner, a cut, a scheme or an assumption that is not known.
    """
    ask = cancel or _never
    if scenario.mineral not in dataset.minerals.index:
        raise InvalidArgument(
            f"There is no mineral {scenario.mineral!r}.", f"Known are {', '.join(dataset.minerals.index)}."
        )
    told, key = changed(scenario), dataset.key
    dataset = with_factors(dataset, scenario)
    ownership = ownership_table(dataset)
    members = ownership.columns(members_of(dataset, scenario.partners))
    ask()
    found = supplied(dataset, scenario)
    plants, table, weights = found.counted.plants, found.counted.table, found.counted.weights
    ask()
    owners = found.credit[Basis.CONTROL if scenario.basis is Basis.CONTROL else Basis.EQUITY]
    located_t = float(found.by_place[members].sum())
    partner = partner_summary(weights, owners, plants.host, members, scenario.basis, located_t)
    if found.no_data:
        partner = _blank(partner, located_t if weights.denominator_t > 0 else np.nan)
    gap, about_gap = partner_gap(dataset, scenario, gap_measure)
    ask()
    grouped = partner_groups(dataset)
    chosen = [*(name for name in grouped if name in scenario.partners), *sorted(scenario.partners - set(grouped))]
    groups = {name: ownership.columns(grouped.get(name, frozenset({name}))) for name in chosen}
    q = weights.denominator_t
    return Results(
        scenario=scenario,
        dataset_key=key,
        mineral_name=str(dataset.minerals.at[scenario.mineral, "name"]),
        unit=unit_of(dataset, scenario, table),
        year=year_of(scenario, table),
        no_data=found.no_data,
        suppliers=found.suppliers.copy(deep=False),
        total_t=float(found.suppliers["tonnes"].sum()) if not found.no_data else np.nan,
        denominator_t=q if q > 0 else np.nan,
        denominator_source=found.denominator_source,
        coverage=found.coverage,
        unknown_share=found.unknown_t / q if not found.no_data else np.nan,
        presumed_share=found.presumed_t / q if not found.no_data else np.nan,
        concentration=found.concentration,
        partner=partner,
        gap=gap,
        facilities=facility_table(
            found.facilities, found.credit[scenario.basis], found.credit[Basis.EQUITY], members, groups
        ),
        credits=found.credits.copy(deep=False),
        missing=lacking.with_demand(found.missing, gap.demand_missing),
        notes=tuple(dict.fromkeys([*told, *found.notes, *about_gap])),
        sources=_sources(found, scenario, gap.demand_source),
        dataset=dataset,
        companies=found.companies.copy(deep=False),
        company_concentration=found.company_concentration,
        cut_t=found.counted.cut_t,
        unpartnered=found,
    )


def _never() -> None:
    """Nobody calls the work off."""


def _blank(partner: PartnerSummary, located_t: float) -> PartnerSummary:
    nan = np.nan
    return PartnerSummary(nan, nan, nan, nan, nan, located_t, NOTHING, nan, NOTHING)


def _sources(found: Supplied, scenario: Scenario, demand: str) -> tuple[str, ...]:
    """Table, demand, then the sources of the facilities that count, most used first."""
    table = found.counted.table if scenario.measure is Measure.OUTPUT else None
    first = [table.source_id] if table else []
    return tuple(dict.fromkeys([*first, *(source for source in demand.split("; ") if source), *found.sources]))
