"""Results as plain values: what ``mineralmap shares`` and ``mineralmap gap`` print with --json and --csv."""

import math

import numpy as np

from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.companies import COLUMNS as COMPANY
from mineralmap.analysis.horizon import horizon
from mineralmap.analysis.results import UNKNOWN, Results
from mineralmap.model.scenario import LATEST

Plain = dict[str, object]

SUPPLIER = ["supplier", "tonnes", "share", "share_low", "share_high", "presumed_share", "withheld"]
OF = ["mineral", "stage", "basis", "measure", "year", "unit"]
WHOLE = ["denominator_t", "denominator_source", "coverage", "status", "denominator", "cuts", "assumptions"]


def shares_json(results: Results, by_company: bool = False) -> Plain:
    """Supplier shares and concentration, by country or by company.

    Shares are fractions of ``denominator_t`` and add up to 1 with ``OTHER`` and ``UNKNOWN``; a withheld supplier has
    null tonnes and shares; what is not known is null, never 0. Without an answer the list of suppliers is empty.
    """
    found = results.company_concentration if by_company else results.concentration
    unknown = results.unknown_share
    if by_company and len(results.companies):
        unknown = float(results.companies.loc[results.companies["supplier"] == UNKNOWN, "share"].sum())
    return {
        **_asked(results),
        "suppliers": _suppliers(results, by_company),
        "total_t": number(results.total_t),
        "denominator_t": number(results.denominator_t),
        "denominator_source": results.denominator_source,
        "coverage": number(results.coverage),
        "unknown_share": number(unknown),
        "hhi_low": number(found.hhi_low),
        "hhi_high": number(found.hhi_high),
        "cr1": number(found.cr1),
        "cr3": number(found.cr3),
        "n_eff": number(found.n_eff),
        "band": found.band,
        "scheme": found.scheme,
        "no_data": results.no_data,
        "status": "operating",  # what counts, under either measure; projects stand in the gap alone
        "denominator": results.scenario.denominator.value,
        "cuts": list(results.scenario.cuts),
        "assumptions": changed(results.scenario),
        "notes": list(results.notes),
    }


def shares_rows(results: Results, by_company: bool = False) -> list[Plain]:
    """One row per supplier, each with the question, the denominator and what was changed: columns ``columns_of``."""
    told = shares_json(results, by_company)
    whole = {name: told[name] for name in WHOLE}
    names = dict(zip(results.suppliers["supplier"], results.suppliers["name"], strict=True))
    return [
        {**_asked(results), **row, **({} if by_company else {"name": str(names[row["supplier"]])}), **whole}
        for row in _suppliers(results, by_company)
    ]


def columns_of(by_company: bool) -> list[str]:
    """The columns of ``shares_rows``."""
    return [*OF, *(COMPANY if by_company else ["supplier", "name", *SUPPLIER[1:]]), *WHOLE]


def _asked(results: Results) -> Plain:
    return {
        "mineral": results.scenario.mineral,
        "stage": results.scenario.stage.value,
        "basis": results.scenario.basis.value,
        "measure": results.scenario.measure.value,
        "year": int(results.year),
        "unit": results.unit,
    }


def _suppliers(results: Results, by_company: bool) -> list[Plain]:
    table, columns = (results.companies, COMPANY) if by_company else (results.suppliers, SUPPLIER)
    if by_company and results.no_data:
        return []
    return [
        {name: _value(name, value) for name, value in zip(columns, row, strict=True)}
        for row in table[columns].itertuples(index=False)
    ]


def _value(name: str, value: object) -> object:
    if name in {"withheld", "state_owned"}:
        return bool(value)
    return str(value) if name in {"supplier", "name", "nation", "kind"} else number(value)


def gap_json(results: Results) -> Plain:
    """Everything of ``shares_json``, and the gap of the partners; located, owned and supplied tonnes are points."""
    gap = results.gap
    return {
        **shares_json(results),
        "partners": sorted(results.scenario.partners),
        "demand_t": number(gap.demand_t),
        "demand_basis": gap.demand_basis,
        "demand_source": gap.demand_source,
        "located_t": number(results.partner.located_t),
        "owned_t": number(results.partner.owned.point),
        "supply_t": number(gap.supply.point),
        "target": number(gap.target),
        "coverage_gap_t": number(gap.gap_t),
        "single_supplier": gap.single_supplier or None,
        "single_supplier_share": number(gap.single_supplier_share),
        "single_supplier_of": gap.single_whole if gap.single_supplier else None,
        "n1_gross": number(gap.n1_gross),
        "n1_net": number(gap.n1_net),
        "n1_low": number(gap.n1_low),
        **_ahead(results),
    }


def _ahead(results: Results) -> Plain:
    """The year asked about, with the demand and the projects of then; null without one."""
    asked = results.scenario.horizon != LATEST
    ahead = horizon(results).of_year() if asked else {}
    of = {
        f"horizon_{name}": number(ahead.get(name, np.nan)) for name in ("demand_t", "supply_t", "pipeline_t", "gap_t")
    }
    return {"horizon": results.scenario.horizon if asked else None, "outlook": results.scenario.outlook, **of}


def gap_row(results: Results) -> Plain:
    """``gap_json`` as one row: without the list of suppliers."""
    row = gap_json(results)
    del row["suppliers"]
    return row


def number(value: object) -> float | None:
    """A plain float; None for what is not known."""
    plain = float(value)  # type: ignore[arg-type]
    return plain if math.isfinite(plain) else None
