"""How an attribute table says its values: as people and as spreadsheets read them, with unit and tip. No Qt."""

from collections.abc import Callable, Sequence

import numpy as np

from mineralmap.datasets.attributes import Attribute, AttributeTable
from mineralmap.gui.words import WHOLE_FROM, copied
from mineralmap.model.percent import percent

SMALL = 100.0
"""Below this a number has three significant digits, from it on none behind the point."""


def figure(value: float, form: str) -> str:
    """A number as it is read; "" where it is not known, which is never 0."""
    if np.isnan(value):
        return ""
    if form == "year":
        return f"{value:.0f}"
    if form == "degrees":
        return f"{value:.4f}"
    if form == "percent":
        return percent(float(value), WHOLE_FROM)
    if abs(value) >= SMALL or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.3g}"


def cell(column: Attribute, row: int) -> str:
    """The words of one cell."""
    if column.words is not None:
        code = column.values[row]
        return str(column.words[code]) if code >= 0 else ""
    return figure(float(column.values[row]), column.form)


def mark(column: Attribute, row: int) -> str:
    """What is said quietly before the words of a cell."""
    return "" if column.marks is None else str(column.marks[row])


def heading(column: Attribute) -> str:
    """The title of a column, tonnes with their sign."""
    return f"{column.title}, t" if column.form == "tonnes" else column.title


def tip(column: Attribute) -> str:
    """What a heading tells: what the column is, its unit, its name in an expression, whether it adds up."""
    lines = [column.tip] if column.tip else []
    if column.unit:
        lines.append(f"Unit: {column.unit}")
    lines.append(f"In an expression: {column.id}")
    if not column.is_text and not column.adds and column.why_not:
        lines.append(column.why_not)
    return "\n".join(lines)


def full_heading(column: Attribute) -> str:
    """The title with its unit, for a sheet that has no tips."""
    return f"{column.title} ({column.unit})" if column.unit else column.title


def tsv(columns: Sequence[Attribute], rows: np.ndarray, tell: Callable[[float], object] = lambda _: None) -> str:
    """Rows as tab-separated values with a heading; figures in full, fractions as such, "" for what is not known.
    ``tell`` hears how far it is and may raise Cancelled."""
    written = []
    for number, column in enumerate(columns):
        tell(number / len(columns))
        written.append([full_heading(column), *_plain(column, rows)])
    tell(1.0)
    return "".join("\t".join(line) + "\n" for line in zip(*written, strict=True))


def _plain(column: Attribute, rows: np.ndarray) -> list[str]:
    if column.is_text:
        return [" ".join(one.split()) for one in column.texts(rows).tolist()]
    return [copied(float(one)) for one in column.values[rows].tolist()]


def counted(table: AttributeTable, shown: int, chosen: int, hidden: int, summed: bool) -> str:
    """ "12 of 118 rows · Σ of 3 selected (1 more not shown)", without the sign where nothing is ``summed``; ``hidden``
    rows are selected and not shown: with none but these the sums are of all rows shown."""
    rows = f"{shown:,} row{'' if shown == 1 else 's'}" if shown == len(table) else f"{shown:,} of {len(table):,} rows"
    if chosen:
        more = f" ({hidden:,} more not shown)" if hidden else ""
        return f"{rows} · {'Σ of ' if summed else ''}{chosen:,} selected{more}"
    return f"{rows} ({hidden:,} selected, not shown)" if hidden else rows
