"""The shipped data: every table of ``data/`` by its schema, and any folder that is laid out the same way."""

import hashlib
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from mineralmap import paths
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import UnreadableFile

NUMBERS = {"number", "integer", "year", "fraction", "lat", "lon"}
INDEXED = {"minerals", "facilities", "companies", "chokepoints", "ports", "sources", "factors", "countries"}
TABLES = (
    "minerals facilities outputs companies stakes ports chokepoints corridors national_tables national_production "
    "demand partners export_controls benchmarks sources corrections factors countries"
).split()


@lru_cache(maxsize=1)
def load() -> Dataset:
    """The shipped data set; read once and kept, since it is never changed."""
    return load_folder(paths.data())


def load_folder(folder: Path) -> Dataset:
    """Every table of a folder laid out like ``data/``; a table that is not there is empty.

    Raises
    ------
    UnreadableFile
        When the folder has no facilities table.
    """
    if not (folder / "facilities.csv").is_file():
        raise UnreadableFile(f"{folder} holds no facilities.csv.", "Is the program installed whole?")
    digest = hashlib.sha256()
    tables: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            digest.update(file.read_bytes())
        tables[name] = _table(name, file)
    facilities, chokepoints = tables.pop("facilities"), tables.pop("chokepoints")
    facilities["dataset"] = ""
    return Dataset(
        key=digest.hexdigest()[:16],
        facilities=gpd.GeoDataFrame(
            facilities, geometry=shapely.points(facilities["lon"], facilities["lat"]), crs="EPSG:4326"
        ),
        chokepoints=gpd.GeoDataFrame(
            chokepoints, geometry=shapely.from_wkt(chokepoints["gate_wkt"].to_numpy(object)), crs="EPSG:4326"
        ),
        **tables,
    )


def schema(table: str) -> pd.DataFrame:
    """The schema of a table: column, type, unit, required, allowed, description, example; indexed by column."""
    file = paths.data() / "schema" / f"{table}.csv"
    return pd.read_csv(file, dtype=str, keep_default_na=False).set_index("column")


def _table(name: str, file: Path) -> pd.DataFrame:
    columns = schema(name)["type"]
    if file.is_file():
        raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    else:
        raw = pd.DataFrame(columns=columns.index, dtype=str)
    table = pd.DataFrame(index=raw.index)
    for column, kind in columns.items():
        text = raw[column] if column in raw else pd.Series("", raw.index, dtype=str)
        if kind in NUMBERS:
            table[column] = pd.to_numeric(text.replace("", None), errors="raise").astype(float)
        elif kind == "flag":
            table[column] = text == "yes"
        else:
            table[column] = text
    return table.set_index(columns.index[0]) if name in INDEXED else table
