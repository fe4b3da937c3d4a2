"""Answers as plain text for a terminal: aligned tables, and the lines that must stand with every figure."""

import math
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import pandas as pd

from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.gaps import too_much, weighed
from mineralmap.analysis.horizon import horizon
from mineralmap.analysis.national import published
from mineralmap.analysis.results import OTHER, UNKNOWN, Band, Results
from mineralmap.analysis.wording import NO_DATA, at_least, percent
from mineralmap.analysis.wording import tonnes as with_unit
from mineralmap.model.scenario import LATEST, NAMED_COUNTRIES, Basis, Denominator, Measure

BASIS_WORDS = {"location": "by location", "equity": "by equity", "control": "by control"}


def tonnes(value: float) -> str:
    """Tonnes with thin grouping, whole from 100 on; "no data" for nan."""
    if math.isnan(value):
        return NO_DATA
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def number(value: float) -> str:
    """A whole number with grouping; "no data" for nan."""
    return NO_DATA if math.isnan(value) else f"{value:,.0f}"


def span(low: float, high: float, words=percent) -> str:
    """``low – high``, or one figure where both read alike."""
    left, right = words(low), words(high)
    return left if left == right else f"{left} – {right}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: Collection[int] = (0,)) -> str:
    """Columns as wide as their widest cell; those at the places in ``words`` flush left, the others flush right."""
    cells = [list(head), *[list(row) for row in rows]]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(head))]
    lines = []
    for row in cells:
        spaces = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        padded = [
            cell + space if i in words else space + cell
            for i, (cell, space) in enumerate(zip(row, spaces, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def frame(data: pd.DataFrame, fractions: Collection[str] = ()) -> str:
    """Any table of figures: ``fractions`` in percent, tonnes grouped, ratios to two digits, a dash for what is nan."""

    def cell(column: str, value: object) -> str:
        if isinstance(value, float) and math.isnan(value):
            return "–"
        if column in fractions:
            return percent(float(str(value)))
        if isinstance(value, str):
            return value
        if column.endswith("year"):
            return f"{float(str(value)):.0f}"
        return f"{value:.2f}" if column.endswith("ratio") else f"{value:,.0f}"

    columns = [str(column) for column in data.columns]
    words = [i for i, column in enumerate(columns) if not pd.api.types.is_numeric_dtype(data[column])]
    rows = [[cell(c, value) for c, value in zip(columns, row, strict=True)] for row in data.itertuples(index=False)]
    return table([column.replace("_", " ") for column in columns], rows, words)


def unknowns(unknown: pd.DataFrame) -> str:
    """The table of unknown parts, questions without an answer counted and not printed."""
    answered = unknown[unknown["no_data"] == ""]
    shown = answered[["mineral", "stage", "year", "denominator_t", "unit", "facilities", "coverage"]].copy()
    shown["unknown_share"], shown["presumed_share"] = answered["unknown_share"], answered["presumed_share"]
    shown["partner_owned"] = [
        f"{percent(row['partner_share'])} ({span(row['partner_low'], row['partner_high'])})"
        for row in answered.to_dict("records")
    ]
    silent = len(unknown) - len(answered)
    return (
        frame(shown, ("coverage", "unknown_share", "presumed_share"))
        + f"\n\n{silent} more stages have no output by owner: no national table counts them or it counts another thing."
    )


def heading(results: Results) -> str:
    """What is counted, how, for when: one line."""
    asked = results.scenario
    return (
        f"{results.mineral_name.capitalize()}, {asked.stage.value}, {BASIS_WORDS[asked.basis.value]}, "
        f"{asked.measure.value} {results.year or ''}".rstrip()
        + f", {results.unit}"
    )


def shares(results: Results) -> str:
    """Suppliers with their bands, then denominator, coverage, unknown and concentration, then the notes."""
    if results.no_data:
        return "\n".join([heading(results), "", f"No data: {results.no_data}", *_notes(results)])
    rows = []
    for row in results.suppliers.to_dict("records"):
        rows.append(
            [
                str(row["name"]),
                str(row["supplier"]),
                "withheld" if row["withheld"] else tonnes(row["tonnes"]),
                "withheld" if row["withheld"] else percent(row["share"]),
                span(row["share_low"], row["share_high"]),
                percent(row["presumed_share"]) if row["presumed_share"] > 0 else "",
            ]
        )
    rows.append(["Total", "", tonnes(results.total_t), percent(_sum(results.suppliers["share"])), "", ""])
    head = ["supplier", "code", f"{results.unit}", "share", "low – high", "presumed"]
    said = results.concentration
    return "\n".join(
        [
            heading(results),
            "",
            table(head, rows, (0, 1)),
            "",
            *_standing(results),
            f"HHI           {span(said.hhi_low, said.hhi_high, number)}, {said.band} ({said.scheme})",
            f"CR1, CR3      {percent(said.cr1)}, {percent(said.cr3)}; as if {said.n_eff:.1f} equal suppliers",
            *_notes(results),
        ]
    )


def companies(results: Results) -> str:
    """Companies that tracing ends at, largest first, with their bands; then what must stand with them."""
    head = f"{heading(results)}, by company"
    if results.no_data:
        return "\n".join([head, "", f"No data: {results.no_data}", *_notes(results)])
    rows = [
        [
            str(row["name"]),
            str(row["nation"]) + (" (state)" if row["state_owned"] else ""),
            tonnes(row["tonnes"]),
            percent(row["share"]),
            span(row["share_low"], row["share_high"]),
        ]
        for row in _first(results.companies)
    ]
    rest = max(len(results.companies) - len(rows), 0)
    rows.append(["Total", "", tonnes(results.total_t), percent(_sum(results.companies["share"])), ""])
    said = results.company_concentration
    return "\n".join(
        [
            head,
            "",
            table(["company", "of", f"{results.unit}", "share", "low – high"], rows, (0, 1)),
            *([f"and {rest} smaller ones, in the total (--json and --csv have all)"] if rest else []),
            "",
            *_standing(results)[:1],
            f"HHI           {span(said.hhi_low, said.hhi_high, number)}, {said.band} ({said.scheme})",
            f"CR1, CR3      {percent(said.cr1)}, {percent(said.cr3)}; as if {said.n_eff:.1f} equal suppliers",
            *_notes(results),
        ]
    )


def _first(found: pd.DataFrame, most: int = 25) -> list[dict[str, Any]]:
    """The largest named rows, and always those that are no company."""
    named = ~found["supplier"].isin([OTHER, UNKNOWN])
    return found[(named & (named.cumsum() <= most)) | ~named].to_dict("records")  # type: ignore[return-value]


def gap(results: Results, partners: Sequence[str]) -> str:
    """What the partners (in the order to be read) need, have and lack; the single supplier; what would close it."""
    found, partner = results.gap, results.partner
    unit = found.unit
    missing = f"; no figure for {', '.join(found.demand_missing)}" if found.demand_missing else ""
    basis = f" ({found.demand_basis} {found.demand_year})" if found.demand_basis else ""
    some = [one for one in partners if one not in found.demand_missing]
    partly = bool(found.demand_missing) and not math.isnan(found.demand_t)
    of = f", of {', '.join(some)} as the demand: {len(some)} of {len(partners)} partners" if partly else ""
    lines = [
        heading(results),
        "",
        f"Partners      {', '.join(partners) or 'nobody'}",
        f"Demand        {with_unit(found.demand_t, unit)}{basis}{missing}",
        f"Supply        {_band(found.supply, unit)} ({found.supply_measure}, {BASIS_WORDS[found.supply_basis]}{of})",
        f"Target        {percent(found.target)} of demand: {found.target_name}",
        f"Gap           {with_unit(found.gap_t, unit)}"
        + ("" if math.isnan(found.gap_share) else f", {percent(found.gap_share)} of demand"),
    ]
    if results.no_data:
        return "\n".join([*lines, f"No shares: {results.no_data}", *_notes(results)])
    lines += [
        f"Located there {with_unit(partner.located_t, results.unit)}; owned {_band(partner.owned, results.unit)}",
        f"Their share   {percent(partner.share.point)} of {_whole(results)} "
        f"({span(partner.share.low, partner.share.high)})" + (f", all {len(partners)} partners" if partly else ""),
    ]
    if found.single_supplier:
        lines.append(f"Largest other {_single(results)}")
    if not math.isnan(found.n1_gross):
        low = at_least(found).removeprefix(", ")
        net = "" if math.isnan(found.n1_net) else f", {percent(found.n1_net)} of demand outside it"
        lines.append(
            f"Without the largest supplier, supply is {percent(found.n1_gross)} of world demand"
            f"{f' ({low})' if low else ''}{net}"
        )
    lines += [*_ahead(results), "", *_standing(results)]
    if len(found.closers):
        lines += [
            "",
            f"What would close it ({weighed(results.scenario)}):",
            frame(found.closers.drop(columns="facility_id").head(8)),
        ]
    return "\n".join([*lines, *_notes(results)])


def _ahead(results: Results) -> list[str]:
    """Demand, supply, projects and gap of the year asked about."""
    if results.scenario.horizon == LATEST:
        return []
    ahead, unit = horizon(results), results.gap.unit
    year = ahead.of_year()
    lines = [
        f"In {ahead.year} ({results.scenario.outlook}): demand {with_unit(year['demand_t'], unit)}, supply of today "
        f"{with_unit(year['supply_t'], unit)}, projects {with_unit(year['pipeline_t'], unit)}, "
        f"gap to the target {with_unit(year['gap_t'], unit)}"
    ]
    if year["basis"]:
        lines.append(f"    {year['basis']}")
    return [*lines, *(f"    {note}" for note in ahead.notes)]


def _whole(results: Results) -> str:
    """What shares are parts of, in words."""
    asked = results.scenario
    if asked.measure is Measure.CAPACITY:
        return "the located capacity"
    if asked.denominator is Denominator.LOCATED:
        return "what is located of the output"
    return published(NAMED_COUNTRIES in results.denominator_source)


def _single(results: Results) -> str:
    """The largest supplier that is no partner, against the limit, with what the bounds allow."""
    found = results.gap
    limit, share, high = found.single_limit, found.single_supplier_share, found.single_supplier_high
    said = f"{found.single_supplier} with {percent(share)} of {found.single_whole}"
    if too_much(share, limit):
        return f"{said}: over the {percent(limit)} limit"
    if too_much(high, limit):
        return f"{said}, may exceed the {percent(limit)} limit (up to {percent(high)})"
    return f"{said}: within the {percent(limit)} limit"


def _standing(results: Results) -> list[str]:
    by_owner = results.scenario.basis is not Basis.LOCATION  # by location owners play no part
    owners = f"; owner unknown {percent(results.unknown_share)}, presumed {percent(results.presumed_share)}"
    return [
        f"Denominator   {tonnes(results.denominator_t)} {results.unit}: {results.denominator_source}",
        f"Coverage      {_located(results)}{owners * by_owner}",
    ]


def _located(results: Results) -> str:
    if math.isnan(results.coverage):
        return f"{percent(results.coverage)} located"
    if results.scenario.measure is Measure.CAPACITY:
        return f"located capacity is {percent(results.coverage)} of world output"
    return f"{percent(results.coverage)} of world output counted at located facilities"


def _notes(results: Results) -> list[str]:
    told = [said for said in changed(results.scenario) if said not in results.notes]
    lines = [*told, *(f"Note: {note}" for note in results.notes)]
    if results.sources:
        lines.append(f"Sources: {', '.join(results.sources)}")
    return ["", *lines] if lines else []


def _band(band: Band, unit: str) -> str:
    around = span(band.low, band.high, tonnes)
    point = with_unit(band.point, unit)
    return point if around == tonnes(band.point) else f"{point} ({around})"


def _sum(values: pd.Series) -> float:
    return float(values.sum(min_count=1))
