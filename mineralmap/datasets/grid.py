"""From a grid of text cells to a table: finds the header below title rows and keeps every row's place."""

from collections.abc import Sequence

import pandas as pd

from mineralmap.datasets import match
from mineralmap.datasets.read import Raw
from mineralmap.errors import Problem, Severity, UnreadableFile

SEARCHED_ROWS = 30
"""Title rows above a header are looked for this far down."""


def header_row(cells: Sequence[Sequence[str]]) -> int:
    """Index of the row that holds the most column names we know (at least two); else the first with two cells filled,
    else the first with any. -1 when all are empty."""
    best, best_known, first_two, first_any = -1, 1, -1, -1
    for index, row in enumerate(cells[:SEARCHED_ROWS]):
        filled = sum(1 for cell in row if any(sign.isalnum() for sign in cell))
        first_any = index if first_any < 0 < filled else first_any
        first_two = index if first_two < 0 and filled > 1 else first_two
        known = known_names(row)
        if known > best_known:
            best, best_known = index, known
    return next((index for index in (best, first_two, first_any) if index >= 0), -1)


def known_names(row: Sequence[str]) -> int:
    """How many different columns of ours a row names."""
    return len({match.column(cell) for cell in row} - {None})


def tabulate(cells: Sequence[Sequence[str]], file: str, problems: Sequence[Problem] = ()) -> Raw:
    """A table of the rows below the header; row 1 of the spreadsheet is ``cells[0]``. Empty rows are left out.

    A row with more cells filled than the header has columns is marked with an error: its values may have slipped.
    A column name that stands twice is kept as "name (2)", with a warning.

    Raises
    ------
    UnreadableFile
        When no cell is filled.
    """
    found = list(problems)
    top = header_row(cells)
    if top < 0:
        raise UnreadableFile(f"{file} holds no table.", "All its cells are empty.")
    header = [" ".join(cell.split()) for cell in cells[top]]
    while header and not header[-1]:
        header.pop()
    names, width = _unique(header, file, top + 1, found), len(header)
    rows: list[list[str]] = []
    places: list[int] = []
    for index in range(top + 1, len(cells)):
        row = [cell.strip() for cell in cells[index]]
        if not any(row):
            continue
        if any(row[width:]):
            found.append(
                Problem(
                    Severity.ERROR, file, index + 1, None,
                    f"the row has {len(row)} cells, the header {width}.",
                    "A separator inside a cell? Put the cell in quotation marks, or write decimals with a point.",
                )
            )  # fmt: skip
        rows.append(row[:width] + [""] * (width - len(row)))
        places.append(index + 1)
    table = pd.DataFrame(rows, index=pd.Index(places, dtype="int64"), columns=pd.Index(names, dtype=object), dtype=str)
    return Raw(table, tuple(found))


def _unique(header: list[str], file: str, row: int, problems: list[Problem]) -> list[str]:
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        named = name or f"column {place}"
        if named in names:
            problems.append(
                Problem(
                    Severity.WARNING, file, row, named,
                    f"the column {named!r} stands more than once; the first is read.", "Remove or rename the others.",
                )
            )  # fmt: skip
            number = 2
            while f"{named} ({number})" in names:
                number += 1
            named = f"{named} ({number})"
        names.append(named)
    return names
