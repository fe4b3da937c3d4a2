"""Reading the sources and writing our tables: every table is written by its schema, checked and whole or not at all."""

import os
import tempfile
from decimal import Decimal
from pathlib import Path

import hand_tables
import pandas as pd

SCHEMA = Path(__file__).parent.parent / "schema"


def read(file: Path) -> pd.DataFrame:
    """A table as text, so that a figure stays as it was printed; empty cells are ""."""
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def hand(name: str) -> pd.DataFrame:
    """A table of decisions made by hand, with what the topic folders add."""
    return pd.DataFrame(hand_tables.hand(name))


def minerals() -> pd.Series:
    """Our mineral id by the word of a source."""
    return hand("commodities").set_index("source_word")["mineral"]


def plain(text: str) -> str:
    """A figure of a source without an exponent and without a tail of noughts; "" stays "".

    Ten significant digits are kept, more than any source gives.
    """
    return number(float(text)) if text else ""


def number(value: float) -> str:
    """A figure as we write it in a table."""
    written = format(Decimal(f"{value:.10g}"), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def spoken(value: float) -> str:
    """A figure as we write it in a sentence: commas between thousands."""
    whole, point, rest = number(value).partition(".")
    return f"{int(whole):,}{point}{rest}"


def refs(text: str) -> str:
    """Several ids in one cell, with our separator."""
    return "; ".join(part.strip() for part in text.split(";") if part.strip())


def write(out: Path, table: str, frame: pd.DataFrame) -> None:
    """Write a table with the columns of its schema, in that order; whole or not at all.

    Raises
    ------
    ValueError
        When a column is unknown, a required cell is empty, a value is not among the allowed, or an id stands twice.
    """
    schema = read(SCHEMA / f"{table}.csv").set_index("column")
    unknown = set(frame.columns) - set(schema.index)
    if unknown:
        raise ValueError(f"{table}: no such column {sorted(unknown)}")
    frame = frame.reindex(columns=list(schema.index), fill_value="").fillna("")
    for column, rule in schema.iterrows():
        cells = frame[column]
        if rule["required"] == "yes" and (cells == "").any():
            raise ValueError(f"{table}, {column}: empty in row {int((cells == '').to_numpy().argmax()) + 2}")
        allowed = set(rule["allowed"].split("|")) if "|" in rule["allowed"] else None
        if allowed and not set(cells) <= allowed | {""}:
            raise ValueError(f"{table}, {column}: {sorted(set(cells) - allowed)} is none of {sorted(allowed)}")
        if rule["type"] == "id" and cells.duplicated().any():
            raise ValueError(f"{table}, {column}: twice {sorted(cells[cells.duplicated()])}")
    handle, name = tempfile.mkstemp(dir=out, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        frame.to_csv(file, index=False, lineterminator="\n")
    os.chmod(name, 0o644)
    os.replace(name, out / f"{table}.csv")
