"""Suppliers or companies ranked, as bars and as a Lorenz curve: in how few hands it lies."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.gui.charts.chart import (
    ABOUT,
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
    import pandas as pd

    from mineralmap.analysis.results import Results

SHOWN = 15


def ranked(results: "Results", companies: bool, cancel: Callable[[], None]) -> Chart:
    """The largest first, coloured by the partner each belongs to as on the map, with what they add up to."""
    who, title = _who(results, companies), ""
    title = f"The largest {who} of {product(results)}"
    table = _table(results, companies)
    if results.no_data or not len(table):
        return nothing("ranked", "bars", title, results)
    ids = _holders(results, companies, table, cancel)
    named = table[~table["supplier"].isin([OTHER, UNKNOWN])]
    shown, rest = (named.iloc[:SHOWN], named.iloc[SHOWN:]) if len(named) > SHOWN + 1 else (named, named.iloc[:0])
    last = table[table["supplier"].isin([OTHER, UNKNOWN])]
    groups, marks, rows, quiet = _groups(results), [], [], set()
    up_to = 0.0
    family = "company" if companies else "supplier"
    for line in shown.to_dict("records"):
        one, name = str(line["supplier"]), str(line["name"])
        group = groups.get(str(line["nation"] if companies else one), "")
        share = float(line["share"])
        up_to += share if share == share else 0.0
        said, beside = [f"{name}: {percent(share)}, {tonnes(float(line['tonnes']), results.unit)}"], ""
        if share != share:
            said = [f"{name}: withheld by the source"]
        elif line["share_low"] < line["share_high"]:
            beside = percent_range(line["share_low"], line["share_high"])
            said.append(f"{BOUNDS}: {beside}")
        presumed = float(line["presumed_share"])
        if presumed > 0:
            said.append(f"of it presumed: {percent(presumed)}")
        said.append(f"with all above it {percent(up_to)}")
        if companies:
            said.append(f"nation {line['nation'] or 'not known'}")
        behind = ids.get(one, NOBODY)
        if behind:
            said.append(f"{plural(len(behind), 'facility', 'facilities')}; click to choose")
        words = percent(share) if share == share else "withheld"
        fill = f"group:{group}" if group else "not"
        marks.append(Mark(len(rows), 0, share, words, "\n".join(said), behind, fill, explain=f"{family}:{one}",
                          presumed=presumed if presumed > 0 else 0.0, beside=beside))  # fmt: skip
        rows.append(name)
    if len(rest):
        total, behind = (
            float(rest["share"].sum()),
            frozenset().union(*(ids.get(one, NOBODY) for one in rest["supplier"])),
        )
        presumed, withheld = float(rest["presumed_share"].sum()), int(rest["withheld"].sum())
        more = f"{len(rest) - withheld} more"
        tip = f"{more}: {percent(total)}, {tonnes(float(rest['tonnes'].sum()), results.unit)}"
        tip += f"\nof it presumed: {percent(presumed)}" if presumed > 0 else ""
        tip += f"\nnot in it: {withheld} withheld by the source" if withheld else ""
        marks.append(Mark(len(rows), 0, total, percent(total), tip, behind, "rest", presumed=presumed))
        quiet.add(len(rows))
        rows.append(more)
    for line in last.to_dict("records"):
        one = str(line["supplier"])
        name, share = supplier_name(one, str(line["name"]), companies), float(line["share"])
        tip = f"{name}: {percent(share)}, {tonnes(float(line['tonnes']), results.unit)}"
        fill = "other" if one == OTHER else "unknown"
        marks.append(
            Mark(len(rows), 0, share, percent(share), tip, ids.get(one, NOBODY), fill, explain=f"{family}:{one}")
        )
        quiet.add(len(rows))
        rows.append(name)
    return Chart(
        "ranked", "bars", title, caption(results, _by(results, companies), _rests_on(results, companies)), tuple(rows),
        _key(results, groups, table, companies), tuple(marks), frozenset(quiet), *_figures(results, table, companies),
    )  # fmt: skip


def lorenz(results: "Results", companies: bool, cancel: Callable[[], None]) -> Chart:
    """How much the smallest of them hold together; other and unknown are nobody's and close the curve to the whole."""
    who = _who(results, companies)
    title = f"Lorenz curve: {who} of {product(results)}"
    table = _table(results, companies)
    named = table[~table["supplier"].isin([OTHER, UNKNOWN]) & (table["share"] > 0)] if len(table) else table
    if results.no_data or not len(named):
        return nothing("lorenz", "curve", title, results)
    ids = _holders(results, companies, table, cancel)
    named = named.iloc[::-1]
    share = named["share"].to_numpy(float)
    reached = np.cumsum(share)
    marks = []
    family = "company" if companies else "supplier"
    for at, (one, name, part, up_to) in enumerate(zip(named["supplier"], named["name"], share, reached, strict=True)):
        tip = f"{name}: {percent(part)}\nthe smallest {at + 1} of {len(named)} hold {percent(up_to)} together"
        marks.append(
            Mark(at, 0, float(up_to), percent(float(up_to)), tip, ids.get(str(one), NOBODY), start=float(up_to - part),
                 explain=f"{family}:{one}")
        )  # fmt: skip
    left = 1.0 - float(reached[-1])
    extra = [
        *_rests_on(results, companies)[1:],
        f"{plural(len(named), 'company', 'companies') if companies else plural(len(named), 'supplier')}",
    ]
    if left > 5e-4:
        tip = f"Other countries and owner unknown: {percent(left)}, credited to nobody"
        marks.append(
            Mark(len(named), 0, 1.0, percent(left), tip,
                 ids.get(UNKNOWN, NOBODY), "unknown", start=float(reached[-1]))
        )  # fmt: skip
        extra.append(f"other and unknown {percent(left)} above the curve")
    return Chart(
        "lorenz", "curve", title, caption(results, _by(results, companies), extra),
        tuple(str(one) for one in named["name"]), (Series("as supplied", "equity"), Series("all alike", "line")),
        tuple(marks), frozenset(), *_figures(results, table, companies),
        across=f"{who.capitalize()}, the smallest first|Share of the whole that they hold together",
    )  # fmt: skip


def _by(results: "Results", companies: bool) -> str:
    """The basis; what it means of a company."""
    basis = results.scenario.basis.value
    return f"by {basis} (who runs the site)" if companies and basis == "location" else f"by {basis}"


def _rests_on(results: "Results", companies: bool) -> list[str]:
    """What owners' shares rest on, as the panel *Answer* says it; by location nothing."""
    if results.scenario.basis is Basis.LOCATION:
        return []
    table = _table(results, companies)
    unknown = float(table.loc[table["supplier"] == UNKNOWN, "share"].sum())
    presumed = float(table["presumed_share"].sum())
    return [f"{'company' if companies else 'owner'} unknown {percent(unknown)}", f"presumed {percent(presumed)}"]


def _who(results: "Results", companies: bool) -> str:
    return "companies" if companies else "suppliers"


def _table(results: "Results", companies: bool) -> "pd.DataFrame":
    return results.companies.assign(withheld=False) if companies else results.suppliers


def _figures(
    results: "Results", table: "pd.DataFrame", companies: bool
) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    columns = ["supplier", "name", *(["nation"] if companies else []), "tonnes", "share", "share_low", "share_high"]
    columns += ["presumed_share"]
    of = (results.scenario.basis.value, *about(results))
    lines = tuple((*line, *of) for line in table[columns].itertuples(index=False, name=None))
    head = ("company" if companies else "supplier", *columns[1:], "basis", *ABOUT)
    return head, lines


def _holders(
    results: "Results", companies: bool, table: "pd.DataFrame", cancel: Callable[[], None]
) -> dict[str, frozenset[str]]:
    if not companies:
        return holders(results)
    from mineralmap.analysis.cuts import parse
    from mineralmap.analysis.owner_cuts import owners_left

    cancel()
    who = owners_left(results.dataset, parse(results.dataset, results.scenario.cuts)).companies[results.scenario.basis]
    every = results.dataset.facilities.index.to_numpy(object)
    counts = set(results.facilities.index[results.facilities["counted"].to_numpy(bool)])
    found: dict[str, set[str]] = {}
    for row, code in zip(who.credits.row.tolist(), who.credits.supplier.tolist(), strict=True):
        if every[row] in counts:
            found.setdefault(str(who.ids[code]), set()).add(str(every[row]))
    nobody = set(every[np.flatnonzero(who.credits.rest > 0)]) & counts
    return {name: frozenset(ids) for name, ids in found.items()} | {UNKNOWN: frozenset(map(str, nobody))}


def _groups(results: "Results") -> dict[str, str]:
    """The partner that each country belongs to, of those that are switched on."""
    partners = results.dataset.partners
    chosen = partners[partners["partner_id"].isin(results.scenario.partners)].sort_values("order")
    return dict(zip(chosen["iso3"][::-1], chosen["partner_id"][::-1], strict=True))


def _key(results: "Results", groups: dict[str, str], table: "pd.DataFrame", companies: bool) -> tuple[Series, ...]:
    """The colours that occur."""
    present = {groups.get(str(one), "") for one in (table["nation"] if companies else table["supplier"])}
    rows = results.dataset.partners.drop_duplicates("partner_id")
    names = dict(zip(rows["partner_id"], rows["name"], strict=True))
    made = [
        Series(str(names[one]), f"group:{one}") for one in names if one in present and one in results.scenario.partners
    ]
    return (*made, Series("no partner", "not"))
