"""What a closure costs as escaped rich text: totals, gates, importers, suppliers, and the flows that are cut off."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP, NO_DATA, minus, percent, plural, tonnes, unbroken

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.closures import Closure

GATES_TOLD, PARTIES_TOLD, FLOWS_TOLD = 10, 8, 20
NOTHING = (
    "Nothing is closed. Close a gate in the table, or on its card, to see who is cut off, who goes the long way, and "
    "how much later it arrives."
)
CELL = "padding:2px 0 2px 10px; white-space:nowrap"


def what_it_costs(found: "Closure", sentences: Sequence[str], colours: Colours) -> str:
    """What it does, also to each partner, totals, and what passes each gate before and with it."""
    if not found.closed:
        return f"<p>{NOTHING}</p>"
    said = "".join(f"<p style='margin:0 0 6px 0'>{escape(unbroken(one))}</p>" for one in sentences)
    return said + _section("Altogether", _totals(found), colours) + _gates(found, colours)


def who_is_hit(found: "Closure", colours: Colours) -> str:
    """Importers and suppliers, then the flows that find no way."""
    if not found.closed:
        return ""
    parties = _parties(found, "Importers, of what reaches them from outside", found.importers, colours)
    parties += _parties(found, "Suppliers, of what they send abroad", found.suppliers, colours)
    return parties + _stranded(found, colours)


def _totals(found: "Closure") -> str:
    whole = found.total_t
    rows = [
        ("No way left", _of(found.stranded_t, whole, found.unit), _loaded(found.stranded_t, found.stranded_gross_t)),
        ("Another way", _of(found.rerouted_t, whole, found.unit), _loaded(found.rerouted_t, found.rerouted_gross_t)),
    ]
    if found.overland_t > 0:
        rows.append(("Over land instead", _of(found.overland_t, whole, found.unit), ""))
    if found.rerouted_t > 0:
        rows += [
            ("Extra miles", _miles(found.mean_detour_nm), f"at most {_miles(found.max_detour_nm)}"),
            (
                f"At {found.knots:g}{GAP}kn",
                _days(found.mean_delay_days),
                f"at most {_days(found.max_delay_days)}",
            ),
            ("Tonne-miles", tonne_miles(found.added_tonne_nm, found.unit), _gross_miles(found.added_gross_tonne_nm)),
            ("More afloat", tonnes(found.afloat_t, found.unit), _loaded(1, found.afloat_gross_t)),
        ]
    return _table([(escape(name), escape(first), escape(second)) for name, first, second in rows])


def _gates(found: "Closure", colours: Colours) -> str:
    changed = found.gates[found.gates["change_t"].abs() > 0.5]
    rows = [
        (
            escape(str(row["name"]))
            + (f" <span style='color:{colours.accent}'>closed</span>" if row["closed"] else ""),
            f"{tonnes(row['before_t'])} → {tonnes(row['after_t'])}",
            f"{'+' if row['change_t'] > 0 else '−'}{tonnes(abs(row['change_t']))}",
        )
        for row in changed.head(GATES_TOLD).to_dict("records")
    ]
    more = _more(len(changed) - GATES_TOLD, "gate", colours)
    return _section(
        f"What passes each gate, open → with the closure, {found.unit} a year", _table(rows) + more, colours
    )


def _parties(found: "Closure", title: str, table: "pd.DataFrame", colours: Colours) -> str:
    partner = table["partner"].to_numpy(bool) if "partner" in table else None
    hit = (table["stranded_t"] > 0) | (table["rerouted_t"] > 0) | (table["overland_t"] > 0)
    kept = table[hit | partner] if partner is not None else table[hit]
    if not len(kept):
        return _section(title, "Nobody is affected.", colours)
    head = tuple(
        f"<span style='color:{colours.quiet}'>{word}</span>" for word in ("", "cut off", "another way", "later")
    )
    rows = [
        (
            _bold(escape(str(row["name"]).split(",")[0]), bool(row.get("partner")))
            + f"<br><span style='color:{colours.quiet}'>{escape(_whole(found, row))}</span>",
            _part(row["stranded_t"], row["moved_t"]),
            _part(row["rerouted_t"], row["moved_t"]),
            _days(row["mean_delay_days"]) if row["rerouted_t"] > 0 else "",
        )
        for row in kept.head(PARTIES_TOLD).to_dict("records")
    ]
    more = _more(len(kept) - PARTIES_TOLD, "country", colours, "countries")
    return _section(title, _table([head, *rows]) + more, colours)


def _whole(found: "Closure", row: Any) -> str:
    """What the shares of a party are of."""
    whole = tonnes(row["moved_t"], found.unit)
    if "importer" not in row:
        return f"of {whole} sent abroad"
    code = row["importer"]
    country = code in set(found.flows["from_iso3"]) | set(found.flows["to_iso3"])
    outside = "the country" if country else "it" if code == "ROW" else "the group"
    return f"of {whole} from outside {outside}" if row["moved_t"] > 0 else f"nothing from outside {outside}"


def _part(moved: float, whole: float) -> str:
    """Tonnes and their share; "–" where there is nothing they could be of."""
    if not whole > 0:
        return "–"
    return escape(f"{tonnes(moved)}, {percent(moved / whole)}") if moved > 0 else "none"


def _stranded(found: "Closure", colours: Colours) -> str:
    cut = found.flows[found.flows["stranded"]]
    if not len(cut):
        return ""
    rows = [
        (
            f"{escape(str(row['from_name']))} → {escape(str(row['to_name']))}"
            f"<span style='color:{colours.quiet}'> {escape(_kind(row))}</span>",
            escape(tonnes(row["tonnes"])),
        )
        for row in cut.head(FLOWS_TOLD).to_dict("records")
    ]
    more = _more(len(cut) - FLOWS_TOLD, "flow", colours)
    return _section(f"Flows without a way, {found.unit} a year", _table(rows) + more, colours)


def _kind(row: Any) -> str:
    cargo = str(row["cargo_name"])
    return ", ".join(filter(None, (cargo, "published" if row["known"] else "modelled")))


def tonne_miles(value: float, unit: str) -> str:
    """Tonne-miles in millions or billions, with the unit of the tonnes."""
    if value != value:
        return NO_DATA
    rest, size = unit.removeprefix("t").replace(" ", GAP), abs(value)
    if size >= 1e9:
        return f"{minus(f'{value / 1e9:,.3g}')}{GAP}bn{GAP}t{rest}·nm"
    if size >= 1e6:
        return f"{minus(f'{value / 1e6:,.3g}')}{GAP}M{GAP}t{rest}·nm"
    return f"{minus(f'{value:,.0f}')}{GAP}t{rest}·nm"


def _gross_miles(value: float) -> str:
    return f"{tonne_miles(value, 't')} as loaded" if value == value else ""


def _of(part: float, whole: float, unit: str) -> str:
    if not part > 0:
        return "none"
    return f"{tonnes(part, unit)}, {percent(part / whole)}"


def _loaded(contained: float, gross: float) -> str:
    return f"{tonnes(gross)} as loaded" if contained > 0 and gross == gross else ""


def _miles(value: float) -> str:
    return f"{minus(f'{value:,.0f}')}{GAP}nm"


def _days(value: float) -> str:
    said = minus(f"{value:,.1f}")
    return f"{said}{GAP}day{'' if said in ('1.0', '−1.0') else 's'}"


def _bold(words: str, on: bool) -> str:
    return f"<b>{words}</b>" if on else words


def _more(number: int, one: str, colours: Colours, many: str = "") -> str:
    if number <= 0:
        return ""
    words = f"and {plural(number, one, many)} more; the export has all"
    return f"<p style='margin:2px 0 0 0; color:{colours.quiet}'>{words}</p>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Cells are escaped by the caller; the first is on the left, the others are figures on the right."""
    lines = "".join(
        f"<tr><td style='padding:2px 0'>{row[0]}</td>"
        + "".join(f"<td align='right' style='{CELL}'>{cell}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f"<table width='100%' cellspacing='0'>{lines}</table>"


def _section(title: str, body: str, colours: Colours) -> str:
    heading = f"<span style='color:{colours.quiet}'><b>{escape(title)}</b></span>"
    return f"<p style='margin:12px 0 2px 0'>{heading}</p><div>{body}</div>"
