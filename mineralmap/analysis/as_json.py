"""Results as plain values for JSON: what ``mineralmap shares --json`` and ``mineralmap gap --json`` print."""

import math

from mineralmap.analysis.results import Results

Plain = dict[str, object]


def shares_json(results: Results) -> Plain:
    """Supplier shares and concentration.

    Shares are fractions of ``denominator_t`` and add up to 1 with ``OTHER`` and ``UNKNOWN``; a withheld supplier has
    null tonnes and shares; what is not known is null, never 0. Without an answer the list of suppliers is empty.
    """
    table = results.suppliers
    suppliers = [
        {
            "supplier": str(row.supplier),
            "tonnes": number(row.tonnes),
            "share": number(row.share),
            "share_low": number(row.share_low),
            "share_high": number(row.share_high),
            "presumed_share": number(row.presumed_share),
            "withheld": bool(row.withheld),
        }
        for row in table.itertuples(index=False)
    ]
    found = results.concentration
    return {
        "mineral": results.scenario.mineral,
        "stage": results.scenario.stage.value,
        "basis": results.scenario.basis.value,
        "measure": results.scenario.measure.value,
        "year": int(results.year),
        "unit": results.unit,
        "suppliers": suppliers,
        "total_t": number(results.total_t),
        "denominator_t": number(results.denominator_t),
        "denominator_source": results.denominator_source,
        "coverage": number(results.coverage),
        "unknown_share": number(results.unknown_share),
        "hhi_low": number(found.hhi_low),
        "hhi_high": number(found.hhi_high),
        "cr1": number(found.cr1),
        "cr3": number(found.cr3),
    }


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
    }


def number(value: object) -> float | None:
    """A plain float; None for what is not known."""
    plain = float(value)  # type: ignore[arg-type]
    return plain if math.isfinite(plain) else None
