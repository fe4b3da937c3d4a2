"""The offline basemap: the layers that the program draws, in one GeoPackage under 8 MB.

What the opening map needs is written once more, as columns that are read in a few milliseconds.
"""

import os
import shutil
import sqlite3
import struct
from pathlib import Path

import geopandas as gpd
import shapely

from mineralmap.layers import coasts

ORDER = 50
LEFT_OUT = ("rivers",)
"""Rivers are not drawn."""
COARSER = {"countries_fine": 0.0175}
"""Degrees: units simplified together (Visvalingam–Whyatt), so that shared borders stay shared; this much fits 8 MB."""
KEY = "unit_id"


def build(sources: Path, out: Path) -> None:
    """Write ``basemap.gpkg``, a copy without what is left out, and ``basemap.npz``. Same bytes for the same source."""
    part = out / "basemap.part.gpkg"
    shutil.copyfile(sources / "basemap" / "basemap.gpkg", part)
    os.chmod(part, 0o644)
    file = sqlite3.connect(part)
    try:
        _drop_layers(file)
        for layer, tolerance in COARSER.items():
            _simplify(file, part, layer, tolerance)
        file.commit()
        file.execute("VACUUM")
    finally:
        file.close()
    os.replace(part, out / "basemap.gpkg")
    ready = out / "basemap.part.npz"
    coasts.pack(out / "basemap.gpkg", ready)
    os.replace(ready, out / "basemap.npz")


def _drop_layers(file: sqlite3.Connection) -> None:
    books = _books(file)
    for layer in LEFT_OUT:
        file.execute(f'DROP TABLE "{layer}"')
        for book in books:
            file.execute(f'DELETE FROM "{book}" WHERE lower(table_name) = ?', (layer,))
    file.commit()


def _books(file: sqlite3.Connection) -> list[str]:
    """The GeoPackage's own tables that list layers by name."""
    tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    books = [name for name in tables if name.startswith("gpkg_")]
    return [name for name in books if "table_name" in [row[1] for row in file.execute(f'PRAGMA table_info("{name}")')]]


def _simplify(file: sqlite3.Connection, path: Path, layer: str, tolerance: float) -> None:
    units = gpd.read_file(path, layer=layer)
    shapes = shapely.coverage_simplify(units.geometry.to_numpy(), tolerance)
    if shapely.is_empty(shapes).any() or not shapely.is_valid(shapes).all():
        raise ValueError(f"{layer}: a unit is lost or broken at {tolerance} degrees")
    ((column,),) = file.execute("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,))
    rows = [(_blob(shape), unit) for shape, unit in zip(shapes, units[KEY], strict=True)]
    file.executemany(f'UPDATE "{layer}" SET "{column}" = ? WHERE "{KEY}" = ?', rows)


def _blob(shape: shapely.Geometry) -> bytes:
    """A geometry as the GeoPackage stores it: header, envelope (x before y), WKB; little endian, EPSG:4326."""
    west, south, east, north = shape.bounds
    multi = shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape
    head = b"GP" + struct.pack("<BBi", 0, 0b0000_0011, 4326)
    return head + struct.pack("<4d", west, east, south, north) + shapely.to_wkb(multi, byte_order=1)
