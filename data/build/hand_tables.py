"""Reading and writing the small CSV tables: hand decisions in, shipped tables out."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]
HAND = Path(__file__).parent / "hand"
SCHEMA = Path(__file__).parent.parent / "schema"


def read(file: Path) -> list[Row]:
    """The rows of a CSV file as text; surrounding blanks are cut.

    Raises
    ------
    ValueError
        When a row has more or fewer cells than the header: a comma wants quotes.
    """
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"{file.name}, line {reader.line_num}: not as many cells as columns.")
            rows.append({column: cell.strip() for column, cell in row.items()})
    return rows


def hand(name: str) -> list[Row]:
    """A table of ``data/build/hand``; every row must state its reason.

    Raises
    ------
    ValueError
        When a row of a table with a column ``reason`` leaves it empty.
    """
    rows = read(HAND / f"{name}.csv")
    for number, row in enumerate(rows, start=2):
        if "reason" in row and not row["reason"]:
            raise ValueError(f"hand/{name}.csv, row {number}: no reason is given.")
    return rows


def columns(table: str) -> list[str]:
    """The columns of a shipped table, in the order of its schema."""
    return [row["column"] for row in read(SCHEMA / f"{table}.csv")]


def write(out: Path, table: str, rows: Iterable[Mapping[str, str]], sort: Sequence[str] = ()) -> None:
    """Write a shipped table in the order of its schema; cells that a row does not name are left empty."""
    ordered = sorted(rows, key=lambda row: [row[column] for column in sort]) if sort else list(rows)
    file = out / f"{table}.csv"
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns(table), restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    part.replace(file)


def number(text: str) -> float | None:
    """The number in a cell, or None where it is empty."""
    return float(text) if text else None


def as_text(value: float | None) -> str:
    """A number with at most eight significant figures and no trailing zeros; "" for None."""
    if value is None:
        return ""
    if float(value).is_integer():
        return str(int(value))
    return repr(float(f"{value:.8g}"))
