"""Readers: one file per format, each turning a file into text cells that know their row in a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pandas as pd

from mineralmap.errors import Problem, UnreadableFile
from mineralmap.registry import Registry


@dataclass(frozen=True, eq=False)
class Raw:
    """A file as text, nothing judged yet.

    ``table``: one column per column of the file (unique names, as written), all cells str, "" for empty; the index is
    the row as a spreadsheet counts it (``first_row`` is the first row below the header; a GIS file's first feature is
    row 2). ``problems`` with severity error and a row keep that row out.
    """

    table: pd.DataFrame
    problems: tuple[Problem, ...] = field(default=())
    decimal_comma: bool = False
    """The file itself hints that commas are decimal points (its cells are separated by semicolons)."""

    @property
    def first_row(self) -> int:
        """Row of the first record, as a spreadsheet counts; 2 when there is none."""
        return int(self.table.index[0]) if len(self.table) else 2


class Reader(Protocol):
    """What a format's file registers: names, suffixes (lower case, with the dot) and how to read."""

    id: str
    title: str
    suffixes: Sequence[str]
    order: int

    def read(self, path: Path) -> Raw:
        """The file as text cells; ``UnreadableFile`` when it cannot be read at all."""
        ...


readers: Registry[Reader] = Registry("mineralmap.datasets.read")


_SIGNS = (
    (b"PK\x03\x04", (".xlsx", ".xlsm", ".ods", ".zip"), "a spreadsheet or zip file"),
    (b"\xd0\xcf\x11\xe0", (".xls",), "an old spreadsheet (.xls) or a protected one"),
    (b"SQLite format 3", (".gpkg",), "a GeoPackage (.gpkg)"),
    (b"\x00\x00\x27\x0a", (".shp",), "a shapefile (.shp)"),
    (b"%PDF", (), "a PDF"),
    (b"<", (), "a web page or XML"),
)
"""How files begin that are often met under a wrong suffix."""


def _seems(path: Path) -> str:
    """What the content looks like, where its suffix says something else; "" when it does not tell."""
    with path.open("rb") as file:
        start = file.read(20)
    return next((kind for sign, own, kind in _SIGNS if start.startswith(sign) and path.suffix.lower() not in own), "")


def read(path: Path) -> Raw:
    """Read a file with the reader of its suffix.

    Raises
    ------
    UnreadableFile
        When there is no such file, nobody reads its suffix, it is empty, or its content is not what the suffix says.
    """
    path = Path(path)
    if not path.is_file():
        raise UnreadableFile(f"{path} is not a file.", "Is the path right?")
    found = [reader for reader in readers if path.suffix.lower() in reader.suffixes]
    if not found:
        known = " ".join(dict.fromkeys(suffix for reader in readers for suffix in reader.suffixes))
        raise UnreadableFile(
            f"{path.name}: files ending in {path.suffix or 'nothing'!r} are not read.", f"These are: {known}."
        )
    try:
        if path.stat().st_size == 0:
            raise UnreadableFile(f"{path.name} is empty.", "It has no bytes at all; was it saved?")
        return found[0].read(path)
    except UnreadableFile as error:
        if seems := _seems(path):
            raise UnreadableFile(error.what, f"It looks like {seems}; was it given another suffix?") from error
        raise
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except MemoryError as error:
        raise UnreadableFile(f"{path.name} is too large for the memory of this machine.") from error
