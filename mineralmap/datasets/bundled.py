"""The shipped data: every table of ``data/`` by its schema, and any folder that is laid out the same way."""

import csv
import hashlib
import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mineralmap import paths
from mineralmap.datasets import demand, doubts
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import UnreadableFile

NUMBERS = {"number", "integer", "year", "fraction", "lat", "lon"}
INDEXED = {
    *("minerals", "facilities", "companies", "chokepoints", "ports"),
    *("sources", "factors", "countries", "cargoes", "vessels"),
}
TABLES = (
    "minerals facilities outputs companies stakes ports chokepoints corridors national_tables national_production "
    "demand partners export_controls benchmarks sources corrections factors countries "
    "offtakes utilisation second_sources rereadings reliance import_sources "
    "cargoes consumers consumer_ports known_flows calibration vessels gate_limits facility_ports"
).split()


@lru_cache(maxsize=1)
def load() -> Dataset:
    """The shipped data set; read once and kept, since it is never changed."""
    return load_folder(paths.data())


def load_folder(folder: Path) -> Dataset:
    """Every table of a folder laid out like ``data/``; a table that is not there is empty.

    Columns that the schema does not name are left out, those that a file lacks are empty: ``check.check_table``
    tells of both. Amounts that cannot be and a second demand for one year are told in ``problems``.
    What cannot be a value at all (a word in a number column, an id given twice) ends the errand.

    Raises
    ------
    UnreadableFile
        When the folder has no facilities table, or a table cannot be read; names the file, row and column.
    """
    if not (folder / "facilities.csv").is_file():
        raise UnreadableFile(f"{folder} holds no facilities.csv.", "Is the program installed whole?")
    digest = hashlib.sha256()
    tables: dict[str, Any] = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        content = _content(file)
        digest.update(name.encode() + b"\0" + content + b"\0")
        tables[name] = _typed(name, _text(file, content), file.name)
    tables, problems = doubts.settled(tables)
    facilities, chokepoints = tables.pop("facilities"), tables.pop("chokepoints")
    facilities["dataset"] = ""
    gates = _gates(chokepoints)
    tables["demand"], doubled = demand.settled(tables["demand"], tables["sources"])
    return Dataset(
        key=digest.hexdigest()[:16],
        facilities=gpd.GeoDataFrame(
            facilities, geometry=points(facilities["lon"].to_numpy(), facilities["lat"].to_numpy()), crs="EPSG:4326"
        ),
        chokepoints=gpd.GeoDataFrame(chokepoints, geometry=gates, crs="EPSG:4326"),
        **tables,
        problems=(*problems, *doubled),
    )


def points(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points (n,) of degrees (n,); an empty point where either is ``nan``."""
    made = np.full(len(lon), shapely.from_wkt("POINT EMPTY"), dtype=object)
    known = ~(np.isnan(lon) | np.isnan(lat))
    made[known] = shapely.points(lon[known], lat[known])
    return made


@cache
def schema(table: str) -> pd.DataFrame:
    """The schema of a table: column, type, unit, required, allowed, description, example; indexed by column.

    Kept between calls: read it, do not change it.
    """
    return pd.DataFrame(_schema_rows(table)).set_index("column")


@cache
def _schema_rows(table: str) -> list[dict[str, str]]:
    file = paths.data() / "schema" / f"{table}.csv"
    try:
        return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    except OSError as error:
        raise UnreadableFile(f"{file} cannot be read.", "Is the program installed whole?") from error


def table_text(folder: Path, name: str) -> pd.DataFrame:
    """A table of a folder as text cells, as it stands in the file; no rows when there is no such file."""
    file = folder / f"{name}.csv"
    return _text(file, _content(file))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError as error:
        raise UnreadableFile(f"{file.name} cannot be read: {error.strerror}.") from error


def _text(file: Path, content: bytes) -> pd.DataFrame:
    if not content:
        return pd.DataFrame(columns=schema(file.stem).index, dtype=str)
    try:
        return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{file.name} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise UnreadableFile(f"{file.name} is no table: {error}.") from error


def _typed(name: str, raw: pd.DataFrame, file: str) -> pd.DataFrame:
    columns = {row["column"]: row["type"] for row in _schema_rows(name)}
    made: dict[str, Any] = {}
    cells = {name: column.array for name, column in raw.items()}  # a frame takes far longer to give one column
    for column, kind in columns.items():
        text = cells[column] if column in cells else pd.array([""] * len(raw), dtype="str")
        if kind in NUMBERS:
            made[column] = _numbers(np.asarray(text, object), file, column)
        else:
            made[column] = np.asarray(text, object) == "yes" if kind == "flag" else text
    table = pd.DataFrame(made, index=raw.index)
    if name not in INDEXED:
        return table
    key = next(iter(columns))
    again = table[key].duplicated()
    if again.any():
        row = int(np.flatnonzero(again)[0])
        raise UnreadableFile(f"{file}, row {row + 2}, column {key}: the id {table[key].iloc[row]!r} is given twice.")
    return table.set_index(key)


def _numbers(text: np.ndarray, file: str, column: str) -> np.ndarray:
    filled = text != ""
    values = np.full(len(text), np.nan)
    values[filled] = pd.to_numeric(text[filled], errors="coerce")
    bad = filled & ~np.isfinite(values)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise UnreadableFile(
            f"{file}, row {row + 2}, column {column}: {text[row]!r} is not a number.",
            "Leave the cell empty when the figure is not known.",
        )
    return values


def _gates(chokepoints: pd.DataFrame) -> np.ndarray:
    gates = shapely.from_wkt(chokepoints["gate_wkt"].to_numpy(object), on_invalid="ignore")
    for row, gate in enumerate(gates):
        if gate is None:
            raise UnreadableFile(f"chokepoints.csv, row {row + 2}, column gate_wkt: this is no line in WKT.")
    return gates
