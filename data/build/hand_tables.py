"""Reading and writing the small CSV tables: hand decisions in, shipped tables out."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]
HAND = Path(__file__).parent / "hand"
SCHEMA = Path(__file__).parent.parent / "schema"
TOPICS: set[str] = set()
"""Topic folders of ``hand`` that are read; all of them when empty."""


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


REPLACES = {
    "site_owners": "site_id",
    "chains": "owned_id",
    "companies": "company_id",
    "sources": "source_id",
    "factors": "factor_id",
    "coverage_reasons": "",
    "points": "site_id",
}
"""Tables in which the rows that a topic gives for an id take the place of the rows of the common table."""

FIRST_RULE_COUNTS = {"contained", "form_classes", "stage_exceptions", "stages", "owner_aliases"}
"""Tables of rules of which the first that meets a row counts: those of a topic go before the common ones."""


def hand(name: str) -> list[Row]:
    """A table of ``data/build/hand`` with the rows that its topic folders add; every row must state its reason.

    A topic is a folder of ``hand``; it holds tables of the same names and columns.

    Raises
    ------
    ValueError
        When a row of a table with a column ``reason`` leaves it empty, or two topics decide one id differently.
    """
    common = HAND / f"{name}.csv"
    topics = [file for file in sorted(HAND.glob(f"*/{name}.csv")) if not TOPICS or file.parent.name in TOPICS]
    rows = _reasoned(common) if common.exists() else []
    added: list[Row] = []
    for file in topics:
        added += _of_topic(name, file, added)
    if name in REPLACES:
        key = REPLACES[name]
        taken = {_key(row, key) for row in added}
        rows = [row for row in rows if _key(row, key) not in taken]
    return added + rows if name in FIRST_RULE_COUNTS else rows + added


def _key(row: Row, column: str) -> tuple[str, ...]:
    return (row[column],) if column else (row["mineral"], row["stage"], row["iso3"])


def _of_topic(name: str, file: Path, before: list[Row]) -> list[Row]:
    """Rows of one topic; a company or source that another topic describes too is taken once."""
    rows = _reasoned(file)
    column = REPLACES.get(name)
    if not column:
        return rows
    known = {row[column]: row for row in before}
    again = [row for row in rows if row[column] in known]
    for row in again:
        if name not in ("companies", "sources"):
            raise ValueError(f"{file.parent.name}/{name}.csv: another topic decides {row[column]} too.")
        if row.get("country_iso3") != known[row[column]].get("country_iso3"):
            raise ValueError(f"{file.parent.name}/{name}.csv: {row[column]} has two seats.")
    return [row for row in rows if row[column] not in known]


def _reasoned(file: Path) -> list[Row]:
    rows = read(file)
    for number, row in enumerate(rows, start=2):
        if "reason" in row and not row["reason"]:
            raise ValueError(f"{file.parent.name}/{file.name}, row {number}: no reason is given.")
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
