"""Supplier shares by location, equity and control side by side: who makes it, who owns it, who commands it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mineralmap.gui.asked import compared
from mineralmap.gui.charts.chart import (
    ABOUT,
    BASES,
    BOUNDS,
    NOBODY,
    OTHER,
    UNKNOWN,
    Chart,
    Mark,
    Series,
    about,
    caption,
    holders,
    nothing,
    product,
    supplier_name,
)
from mineralmap.gui.words import percent, percent_range, plural, tonnes
from mineralmap.model.scenario import Basis

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results

FIGURES = ("share", "share_low", "share_high", "presumed_share", "tonnes")
SHOWN = 8
"""Named suppliers with a row of their own; the rest are summed in one."""


def by_basis(results: "Results", cancel: Callable[[], None]) -> "dict[Basis, Results]":
    """The answer under all three bases."""
    from mineralmap.analysis.compute import compute

    asked = results.scenario
    return {
        basis: results if basis is asked.basis else compute(results.dataset, compared(asked, basis), cancel)
        for basis in BASES
    }


def shares(results: "Results", cancel: Callable[[], None]) -> Chart:
    """Each supplier's share under the three bases; other countries, and what has no known owner, stay in."""
    title = f"Who supplies {product(results)}, by three bases"
    answers = {basis: one for basis, one in by_basis(results, cancel).items() if not one.no_data}
    if not answers:
        return nothing("shares", "bars", title, results)
    tables = {basis: one.suppliers.set_index("supplier") for basis, one in answers.items()}
    places = {basis: holders(one) for basis, one in answers.items()}
    largest: dict[str, float] = {}
    names: dict[str, str] = {}
    for table in tables.values():
        for supplier, name, share in zip(table.index, table["name"], table["share"], strict=True):
            names.setdefault(str(supplier), str(name))
            largest[str(supplier)] = max(largest.get(str(supplier), 0.0), share if share == share else 0.0)
    named = sorted((one for one in names if one not in (OTHER, UNKNOWN)), key=lambda one: -largest[one])
    shown, rest = (named[:SHOWN], named[SHOWN:]) if len(named) > SHOWN + 1 else (named, [])
    last = [one for one in (OTHER, UNKNOWN) if one in names]
    rows = [(names[one], [one]) for one in shown]
    if rest:
        rows.append((f"{len(rest)} more", rest))
    rows += [(supplier_name(one, names[one]), [one]) for one in last]
    marks, lines = [], []
    for row, (label, members) in enumerate(rows):
        for series, basis in enumerate(BASES):
            if basis not in tables:
                marks.append(Mark(row, series, float("nan"), "no data", f"{label} by {basis.value}: no data"))
                continue
            ids = frozenset().union(*(places[basis].get(one, NOBODY) for one in members))
            marks.append(_mark(row, series, label, members, basis, answers[basis], ids))
    for supplier in [*named, *last]:
        for basis, table in tables.items():
            there = supplier in table.index
            figures = [float(table[one].to_dict()[supplier]) if there else 0.0 for one in FIGURES]
            lines.append((supplier, names[supplier], basis.value, *figures, *about(answers[basis])))
    series = tuple(Series(f"by {basis.value}", basis.value) for basis in BASES)
    first = next(iter(answers.values()))
    unknown = [f"{basis.value} {percent(one.unknown_share)}" for basis, one in answers.items() if one.unknown_share > 0]
    extra = [f"owner unknown by {', '.join(unknown)}"] if unknown else []
    return Chart(
        "shares", "bars", title, caption(first, "by location, equity and control", extra),
        tuple(label for label, _ in rows), series, tuple(marks),
        frozenset(row for row, (_, members) in enumerate(rows) if len(members) > 1 or members[0] in (OTHER, UNKNOWN)),
        ("supplier", "name", "basis", *FIGURES, *ABOUT), tuple(lines),
    )  # fmt: skip


def _mark(
    row: int, series: int, label: str, members: list[str], basis: Basis, answer: "Results", ids: frozenset[str]
) -> Mark:
    table = answer.suppliers
    table = table[table["supplier"].isin(members)]
    one = members[0]
    fill = {OTHER: "other", UNKNOWN: "unknown"}.get(one, "") if len(members) == 1 else ""
    if len(table) and table["withheld"].all():
        return Mark(row, series, float("nan"), "withheld", f"{label} by {basis.value}: withheld by the source", ids)
    share, weight = float(table["share"].sum()), float(table["tonnes"].sum())
    said = [f"{label} by {basis.value}: {percent(share)}, {tonnes(weight, answer.unit)}"]
    if len(members) == 1 and len(table):
        low, high = float(table["share_low"].iloc[0]), float(table["share_high"].iloc[0])
        if low < high:
            said.append(f"{BOUNDS}: {percent_range(low, high)}")
    if (presumed := float(table["presumed_share"].sum())) > 0:
        said.append(f"of it presumed: {percent(presumed)}")
    if ids:
        said.append(f"{plural(len(ids), 'facility', 'facilities')}; click to choose")
    explain = f"supplier:{one}" if len(members) == 1 and basis is answer.scenario.basis else ""
    return Mark(row, series, share, percent(share), "\n".join(said), ids, fill, explain=explain)
