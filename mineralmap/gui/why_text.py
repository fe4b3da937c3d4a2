"""Evidence in words: how a number is made, of what, from which figures and by whom, as escaped rich text."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.gui.tables import Column
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import NO_DATA, NOBODY, percent, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.evidence import Evidence

FACTORS_SHOWN, SOURCES_SHOWN = 12, 20
"""Lines that are laid out at once; more would hold the window, and few read on."""
HEADLINE = 80
"""Characters of a headline; with more, what follows the first semicolon stands below it."""


def headline(evidence: "Evidence") -> tuple[str, str]:
    """The number, and what is said after it where that is too long for a headline; the two together are all of it."""
    text = evidence.text
    if text.startswith(NO_DATA):
        reason = text.removeprefix(NO_DATA).lstrip(":,; ")
        return "No data", reason[:1].upper() + reason[1:]
    if len(text) <= HEADLINE or "; " not in text:
        return text, ""
    first, _, rest = text.partition("; ")
    return first, rest[:1].upper() + rest[1:]


def plain(words: str, colours: Colours, quiet: bool = False) -> str:
    """One paragraph; "" for none."""
    if not words:
        return ""
    said = escape(words[:1].upper() + words[1:])
    return _quiet(said, colours) if quiet else f"<p style='margin:0'>{said}</p>"


def whole(evidence: "Evidence", unit: str, colours: Colours) -> str:
    """What the number is a part of, who says how much that is, and how much of it can be located."""
    if evidence.denominator_t != evidence.denominator_t:
        return _quiet("The whole is not known.", colours)
    said = f"<p style='margin:0'>{escape(tonnes(evidence.denominator_t, unit))}</p>"
    said += _quiet(escape(evidence.denominator_source), colours)
    if evidence.coverage == evidence.coverage:
        said += _quiet(escape(f"Located at facilities: {percent(evidence.coverage)}"), colours)
    return said


def factors(evidence: "Evidence", unit: str, colours: Colours) -> str:
    """The factors that turn published into contained tonnes, those that touch most tonnes first."""
    table = evidence.factors
    rows = ""
    for line in table.head(FACTORS_SHOWN).to_dict("records"):
        value = f"× {_number(float(line['value']))}"
        if line["low"] == line["low"] and line["low"] < line["high"]:
            value += f" ({_number(float(line['low']))}–{_number(float(line['high']))})"
        below = " · ".join(filter(None, (_text(line["kind"]), _text(line["factor_id"]))))
        touched = f"<br><span style='color:{colours.quiet}'>{escape(tonnes(float(line['tonnes']), unit))}</span>"
        rows += (
            f"<tr><td style='padding:2px 0'>{escape(_text(line['name']))}<br><span style='color:{colours.quiet}'>"
            f"{escape(below)}</span></td><td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>"
            f"{escape(value)}{touched if line['tonnes'] == line['tonnes'] else ''}</td></tr>"
        )
    more = len(table) - FACTORS_SHOWN
    rest = _quiet(f"and {more} more, each on fewer tonnes", colours) if more > 0 else ""
    return f"<table width='100%' cellspacing='0'>{rows}</table>{rest}" if rows else ""


def lines(said: tuple[str, ...]) -> str:
    """Sentences, one under the other."""
    return "".join(f"<p style='margin:0 0 4px 0'>{escape(one)}</p>" for one in said)


def sources(evidence: "Evidence", colours: Colours) -> str:
    """Who says so: publisher, title and year, the address to click, the licence and when it was read."""
    parts = []
    for line in evidence.sources.head(SOURCES_SHOWN).to_dict("records"):
        words = ", ".join(
            _text(line[column]) for column in ("publisher", "title", "year") if _text(line[column]) not in NOBODY
        )
        address = _text(line["address"])
        link = escape(address)
        if address.startswith(("https://", "http://")):
            shown = escape(address.split("/")[2])
            link = f"<a style='color:{colours.focus}; text-decoration:none' href='{escape(address)}'>{shown}</a>"
        read = f"read {_text(line['read_on'])}" if _text(line["read_on"]) else ""
        below = " · ".join(filter(None, (link, escape(_text(line["licence"])), escape(read))))
        parts.append(
            f"<p style='margin:0 0 8px 0'>{escape(words or _text(line['source_id']))}"
            f"<br><span style='color:{colours.quiet}'>{below}</span></p>"
        )
    more = len(evidence.sources) - SOURCES_SHOWN
    rest = _quiet(f"and {more} more behind single rows; the saved table has them all", colours) if more > 0 else ""
    return "".join(parts) + rest


def row_columns(evidence: "Evidence", unit: str) -> tuple[np.ndarray, list[Column]]:
    """Names and columns of the rows behind a number; each row's name is its kind and id: "facility:COD-f1"."""
    table = evidence.rows
    ids = (table["kind"].astype(str) + ":" + table["id"].astype(str)).to_numpy(object)
    stale = np.where(table["stale"].to_numpy(bool), "stale", "").astype(object)
    columns = [
        Column("Row", _words(table["name"])),
        Column(unit, _floats(table["tonnes"]), lambda value: tonnes(value), f"Tonnes of the row, {unit}"),
        Column("Adds", _floats(table["contribution"]), adds(evidence.unit), f"What the row adds, in {evidence.unit}"),
        Column("Part", _floats(table["part"]), _percent_or_blank, "The fraction of these tonnes that counts here"),
        Column("Rests on", _words(table["measured"]), tip="What the tonnes rest on"),
        Column("Year", _floats(table["year"]), lambda value: "" if value != value else f"{value:.0f}"),
        Column("Age", stale, tip="Stale: more than three years older than the year of the answer"),
        Column("Confidence", _words(table["confidence"])),
        Column("Country", _words(table["host_iso3"])),
        Column("Note", _words(table["note"])),
        Column("Kind", _words(table["kind"])),
    ]
    return ids, [column for column in columns if column.title in ("Row", unit) or _says(column)]


def adds(unit: str) -> Callable[[float], str]:
    """How a contribution is said, by the unit of the number that it adds to."""

    def words(value: float) -> str:
        if value != value:
            return ""
        if unit.startswith("fraction"):
            return percent(value)
        return tonnes(value) if unit == "t" or unit.startswith("t ") else f"{value:,.{0 if abs(value) >= 100 else 1}f}"

    return words


def _says(column: Column) -> bool:
    """Does any row say anything here?"""
    return bool(np.any(~np.isnan(column.values)) if column.numeric else np.any(column.values != ""))


def _percent_or_blank(value: float) -> str:
    return "" if value != value else percent(value)


def _words(series: "pd.Series") -> np.ndarray:
    return series.fillna("").astype(str).to_numpy(object)


def _floats(series: "pd.Series") -> np.ndarray:
    return series.to_numpy(float)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _quiet(words: str, colours: Colours) -> str:
    return f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{words}</p>"
