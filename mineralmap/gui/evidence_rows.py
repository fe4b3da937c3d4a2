"""The rows behind a number as columns, each with who says so beside it, and the row that is looked at in words."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.datasets.shared_figures import words as of_several
from mineralmap.gui.tables import Column
from mineralmap.gui.theme import Colours
from mineralmap.gui.why_text import source
from mineralmap.gui.words import NOBODY, percent, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.evidence import Evidence

APART = "; "
SOURCES_SHOWN = 6
"""Sources of one row that are laid out when it is looked at."""


def row_columns(evidence: "Evidence", unit: str) -> tuple[np.ndarray, list[Column]]:
    """Names and columns of the rows behind a number; each row's name is its kind and id: "facility:COD-f1"."""
    table = evidence.rows
    ids = (table["kind"].astype(str) + ":" + table["id"].astype(str)).to_numpy(object)
    stale = np.where(table["stale"].to_numpy(bool), "stale", "").astype(object)
    first, all_short, in_full = _sources(evidence)
    several, how_many, which = _shared(table["shared_with"])
    columns = [
        Column("Row", _words(table["name"]), tips=_tips(table["name"], which, in_full), below=first),
        Column(
            unit, _floats(table["tonnes"]), lambda value: tonnes(value), f"Tonnes of the row, {unit}", which, how_many
        ),
        Column("Adds", _floats(table["contribution"]), adds(evidence.unit), f"What the row adds, in {evidence.unit}"),
        Column("Source", all_short, tip="Who says so; a row that is clicked shows it in full", tips=in_full),
        Column("Stands for", several, tip="One published figure that stands for several facilities", tips=which),
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


def with_sources(evidence: "Evidence") -> "pd.DataFrame":
    """The rows with a column ``source``, the names of who says so, before that of their ids."""
    rows = evidence.rows.copy()
    rows.insert(rows.columns.to_list().index("source_id"), "source", _sources(evidence)[1])
    return rows


def in_words(evidence: "Evidence", row: int, colours: Colours) -> str:
    """What a row rests on and all who say so, each with its address to click, as escaped rich text."""
    one = {name: evidence.rows[name].to_numpy()[row] for name in ("measured", "shared_with", "source_id")}
    others = _parts(one["shared_with"])
    said = " · ".join(filter(None, (str(one["measured"]), of_several(others))))
    parts = [f"<p style='margin:0 0 4px 0'>{escape(said[:1].upper() + said[1:])}</p>"] if said else []
    known = {str(line["source_id"]): line for line in evidence.sources.to_dict("records")}
    named = _parts(one["source_id"])
    parts += [source(known.get(name, {"source_id": name}), colours) for name in named[:SOURCES_SHOWN]]
    more = f"and {len(named) - SOURCES_SHOWN} more" if len(named) > SOURCES_SHOWN else ""
    more = more or ("" if named else "No source of its own: it is worked out from other rows, or set by you.")
    return "".join(parts) + (f"<p style='margin:0; color:{colours.quiet}'>{more}</p>" if more else "")


def adds(unit: str) -> Callable[[float], str]:
    """How a contribution is said, by the unit of the number that it adds to."""

    def words(value: float) -> str:
        if value != value:
            return ""
        if unit.startswith("fraction"):
            return percent(value)
        return tonnes(value) if unit == "t" or unit.startswith("t ") else f"{value:,.{0 if abs(value) >= 100 else 1}f}"

    return words


def _sources(evidence: "Evidence") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each row the first source in short with how many more, all in short, all in full; (n,) of text each.

    Rows of one cell have one text: what is said is made once for each different cell.
    """
    short, full = {}, {}
    for line in evidence.sources.astype(str).to_dict("records"):
        name, publisher, title, year, address, read = (
            line[column] for column in ("source_id", "publisher", "title", "year", "address", "read_on")
        )
        short[name] = ", ".join(filter(None, (title if publisher in NOBODY else publisher, year))) or name
        whole = ", ".join(one for one in (publisher, title, year) if one not in NOBODY) or name
        full[name] = " · ".join(filter(None, (whole, address, f"read {read}" if read else "")))
    codes, cells = _different(evidence.rows["source_id"])
    named = [_parts(cell) for cell in cells]
    shorts = [list(dict.fromkeys(short.get(one, one) for one in each)) for each in named]
    firsts = [f"{each[0]} and {len(each) - 1} more" if len(each) > 1 else APART.join(each) for each in shorts]
    fulls = ["\n".join(full.get(one, one) for one in each) for each in named]
    return _array(firsts)[codes], _array([APART.join(each) for each in shorts])[codes], _array(fulls)[codes]


def _shared(column: "pd.Series") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each row how many facilities its figure is of and their names, how many in short, a sentence; "" for one."""
    codes, cells = _different(column)
    others = [_parts(cell) for cell in cells]
    several = [f"{len(each) + 1} facilities, with {', '.join(each)}" if each else "" for each in others]
    how_many = [f"for {len(each) + 1} plants" if each else "" for each in others]
    which = [of_several(each) for each in others]
    which = [one[:1].upper() + one[1:] for one in which]
    return _array(several)[codes], _array(how_many)[codes], _array(which)[codes]


def _tips(names: "pd.Series", which: np.ndarray, sources: np.ndarray) -> list[str]:
    rows = zip(_words(names), which, sources, strict=True)
    return ["\n".join(filter(None, row)) for row in rows]


def _different(column: "pd.Series") -> tuple[np.ndarray, list[str]]:
    """The different cells of a column, and for each row which of them it has."""
    cells, codes = np.unique(_words(column).astype(str), return_inverse=True)
    return codes, [str(cell) for cell in cells]


def _parts(cell: object) -> list[str]:
    return [one for one in str(cell).split(APART) if one]


def _array(words: list[str]) -> np.ndarray:
    return np.array(words, object)


def _says(column: Column) -> bool:
    """Does any row say anything here?"""
    return bool(np.any(~np.isnan(column.values)) if column.numeric else np.any(column.values != ""))


def _percent_or_blank(value: float) -> str:
    return "" if value != value else percent(value)


def _words(series: "pd.Series") -> np.ndarray:
    return series.fillna("").astype(str).to_numpy(object)


def _floats(series: "pd.Series") -> np.ndarray:
    return series.to_numpy(float)
