"""The layers of the shipped ``basemap.gpkg``, read with Python's own SQLite.

pyogrio brings 45 MB of libraries for every format there is, and is left to the files of the user.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from mineralmap import paths
from mineralmap.errors import UnreadableFile

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Of the box before a geometry, by the number in its flags (GeoPackage 1.3, §2.1.3)."""


def shipped() -> Path:
    """Where the basemap lies, whether or not it is there."""
    return paths.data() / "basemap.gpkg"


def layer_names(file: Path) -> list[str]:
    """The layers of a GeoPackage."""
    with closing(_open(file)) as book:
        return [name for (name,) in book.execute("SELECT table_name FROM gpkg_geometry_columns")]


def read(layer: str, file: Path, columns: Sequence[str] | None = None) -> tuple[np.ndarray, pd.DataFrame]:
    """The shapes (n,) of a layer and its attributes, all or some ``columns``; words are never missing, only empty.

    Raises
    ------
    UnreadableFile
        When the file or the layer is not there, or is no GeoPackage.
    """
    with closing(_open(file)) as book:
        try:
            facts = book.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
            ).fetchone()
            kinds = {name: (kind, key) for _, name, kind, _, _, key in book.execute(f'PRAGMA table_info("{layer}")')}
            if facts is None:
                raise UnreadableFile(f"{file} has no layer {layer}.", "Is the program installed whole?")
            wanted = [name for name, (_, key) in kinds.items() if name != facts[0] and not key]
            wanted = [name for name in wanted if columns is None or name in columns]
            asked = ", ".join(f'"{name}"' for name in [facts[0], *wanted])
            rows = book.execute(f'SELECT {asked} FROM "{layer}" ORDER BY rowid').fetchall()
        except sqlite3.Error as error:
            raise UnreadableFile(f"{file} cannot be read: {error}.", "Is the program installed whole?") from error
    cells = list(zip(*rows, strict=True)) if rows else [()] * (len(wanted) + 1)
    shapes = shapely.from_wkb([_wkb(blob) for blob in cells[0]])
    table = {name: _column(kinds[name][0], cell) for name, cell in zip(wanted, cells[1:], strict=True)}
    return np.asarray(shapes, object), pd.DataFrame(table, index=range(len(rows)))


def _open(file: Path) -> sqlite3.Connection:
    if not file.is_file():
        raise UnreadableFile(f"{file} is not there.", "Is the program installed whole?")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _wkb(blob: bytes) -> bytes:
    return blob[8 + _ENVELOPE_BYTES[blob[3] >> 1 & 7] :]


def _column(kind: str, cells: Sequence[object]) -> np.ndarray:
    if kind.upper().startswith(("TEXT", "DATE")):
        return np.array(["" if cell is None else cell for cell in cells], dtype=object)
    if None in cells:
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    return np.array(cells, dtype=bool if kind.upper() == "BOOLEAN" else int if "INT" in kind.upper() else float)
