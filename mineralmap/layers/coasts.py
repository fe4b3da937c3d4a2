"""The basemap's polygons and lines in degrees, as columns: read once, whole where the file cuts them at ±180°.

What the opening map needs is also in ``basemap.npz``, as the build makes it from ``basemap.gpkg``: there it is ready in
a few milliseconds, without the libraries that read the other.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from mineralmap import paths
from mineralmap.datasets import basemap_file

READY = ("countries_low", "lakes", "boundaries")
"""The layers of the opening map, which ``basemap.npz`` holds; with the tables that have the names."""
LONGEST_DEG = 1.0
"""Longest straight stretch of a coast: it bends with the projection."""
PER_DEGREE = 1e7
"""Places in ``basemap.npz`` are whole numbers of so many to a degree, about a centimetre each."""
NAMES = "countries", "places"


@dataclass(frozen=True, eq=False)
class Parts:
    """Polygons in degrees. Longitudes run on past 180°; only what goes round a pole ends at ±180°.

    ``lon, lat`` (n,); ``ring_start`` (rings + 1,); ``polygon_of_ring`` (rings,) ascending; ``feature_of_polygon``;
    ``bounds`` (polygons, 4) as west, south, east, north; ``table`` one row a feature.
    """

    lon: np.ndarray
    lat: np.ndarray
    ring_start: np.ndarray
    polygon_of_ring: np.ndarray
    feature_of_polygon: np.ndarray
    bounds: np.ndarray
    table: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Paths:
    """Lines in degrees: ``lon, lat`` (n,), ``start`` (lines + 1,), ``feature`` (lines,) rows of ``table``."""

    lon: np.ndarray
    lat: np.ndarray
    start: np.ndarray
    feature: np.ndarray
    table: pd.DataFrame


@lru_cache(maxsize=8)
def parts(layer: str) -> Parts:
    """The polygons of a layer: "countries_low", "countries", "countries_fine", "lakes"."""
    if (ready := _ready()) is not None and f"{layer}.ring_start" in ready:
        columns = {name: ready[f"{layer}.{name}"] for name in ("ring_start", "polygon_of_ring", "feature_of_polygon")}
        lon, lat = ready[f"{layer}.points"] / PER_DEGREE
        return _parts(lon, lat, **columns, table=table(layer))
    return from_file(layer, basemap_file.shipped())


@lru_cache(maxsize=4)
def lines(layer: str) -> Paths:
    """The lines of a layer: "boundaries"."""
    if (ready := _ready()) is not None and f"{layer}.start" in ready:
        lon, lat = ready[f"{layer}.points"] / PER_DEGREE
        return Paths(lon, lat, ready[f"{layer}.start"], ready[f"{layer}.feature"], table(layer))
    return lines_from_file(layer, basemap_file.shipped())


@lru_cache(maxsize=8)
def table(layer: str) -> pd.DataFrame:
    """The attributes of a layer, one row a feature; words are never missing, only empty."""
    ready, head = _ready(), f"{layer}:"
    if ready is not None and any(name.startswith(head) for name in ready):
        columns = {name.removeprefix(head): column for name, column in ready.items() if name.startswith(head)}
        return pd.DataFrame({name: _words(one) if one.dtype.kind == "U" else one for name, one in columns.items()})
    return named(layer, basemap_file.shipped())


def named(layer: str, file: Path) -> pd.DataFrame:
    """The attributes of a layer of a GeoPackage; of places those that maps need, and where they are: ``lon, lat``."""
    geometry, attributes = basemap_file.read(layer, file)
    if layer != "places":
        return attributes
    import shapely

    points = shapely.get_coordinates(geometry)
    kept = attributes[["name", "population", "min_zoom"]]
    return kept.assign(lon=points[:, 0], lat=points[:, 1])


def from_file(layer: str, file: Path) -> Parts:
    """The polygons of a layer of a GeoPackage."""
    geometry, attributes = basemap_file.read(layer, file)
    return of_geometry(geometry, attributes)


def of_geometry(geometry: np.ndarray, attributes: pd.DataFrame) -> Parts:
    """Polygons of shapely in degrees, joined at ±180°, with points often enough to bend."""
    import shapely

    single, feature = shapely.get_parts(geometry, return_index=True)
    solid = shapely.get_type_id(single) == shapely.GeometryType.POLYGON
    single, feature = _joined(single[solid], feature[solid])
    single = shapely.segmentize(single, LONGEST_DEG)
    rings, polygon_of_ring = shapely.get_rings(single, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    ring_start = np.searchsorted(ring_of_point, np.arange(len(rings) + 1))
    return _parts(
        points[:, 0],
        points[:, 1],
        ring_start,
        polygon_of_ring,
        feature,
        attributes,
    )


def lines_from_file(layer: str, file: Path) -> Paths:
    """The lines of a layer of a GeoPackage."""
    import shapely

    geometry, attributes = basemap_file.read(layer, file)
    single, feature = shapely.get_parts(geometry, return_index=True)
    points, line = shapely.get_coordinates(shapely.segmentize(single, LONGEST_DEG), return_index=True)
    start = np.searchsorted(line, np.arange(len(single) + 1))
    return Paths(points[:, 0], points[:, 1], start, feature, attributes)


def pack(file: Path, ready: Path) -> None:
    """Write the layers of the opening map as columns: the same bytes for the same GeoPackage."""
    columns: dict[str, np.ndarray] = {}
    for layer in READY:
        one = lines_from_file(layer, file) if layer == "boundaries" else from_file(layer, file)
        places = np.rint(np.stack([one.lon, one.lat]) * PER_DEGREE).astype(np.int32)
        columns[f"{layer}.points"] = places
        names = ("start", "feature") if isinstance(one, Paths) else ("ring_start", "polygon_of_ring")
        names += () if isinstance(one, Paths) else ("feature_of_polygon",)
        columns |= {f"{layer}.{name}": np.asarray(getattr(one, name), np.int32) for name in names}
        columns |= {f"{layer}:{name}": _plain(column) for name, column in one.table.items()}
    for layer in NAMES:
        columns |= {f"{layer}:{name}": _plain(column) for name, column in named(layer, file).items()}
    with ready.open("wb") as out:
        np.savez(out, **columns)  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def _ready() -> dict[str, np.ndarray] | None:
    try:
        with np.load(paths.data() / "basemap.npz", allow_pickle=False) as held:
            return {name: held[name] for name in held.files}
    except (OSError, ValueError):  # not there, or no such file: the GeoPackage holds the same
        return None


def _plain(column: pd.Series) -> np.ndarray:
    return np.asarray(column.to_numpy(), "U") if column.dtype == object else column.to_numpy()


def _words(column: np.ndarray) -> np.ndarray:
    return column.astype(object)


def _joined(single: np.ndarray, feature: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polygons that the file cuts at ±180° made one again, of each feature; what goes all round stays as it is."""
    import shapely
    from shapely import affinity

    west, _, east, _ = shapely.bounds(single).T
    beyond, before = (west <= -180.0) & (east < 180.0), (east >= 180.0) & (west > -180.0)
    made, of = [single[~(beyond | before)]], [feature[~(beyond | before)]]
    for one in np.unique(feature[beyond | before]).tolist():
        moved = [affinity.translate(part, 360.0) for part in single[beyond & (feature == one)]]
        whole = shapely.union_all([*moved, *single[before & (feature == one)]])
        # They share that edge to within rounding only; a hair's width of overlap makes them one.
        hair = shapely.intersection(whole, shapely.box(180.0 - 1e-6, -90, 180.0 + 1e-6, 90))
        whole = shapely.union_all([whole, shapely.buffer(hair, 2e-6, cap_style="square", join_style="mitre")])
        pieces = shapely.get_parts(whole)
        made.append(pieces[shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON])
        of.append(np.full(len(made[-1]), one))
    every, owner = np.concatenate(made), np.concatenate(of)
    order = np.argsort(owner, kind="stable")
    return every[order], owner[order]


def _parts(
    lon: np.ndarray,
    lat: np.ndarray,
    ring_start: np.ndarray,
    polygon_of_ring: np.ndarray,
    feature_of_polygon: np.ndarray,
    table: pd.DataFrame,
) -> Parts:
    first = np.searchsorted(polygon_of_ring, np.arange(len(feature_of_polygon)))
    at = np.asarray(ring_start)[first]
    bounds = np.column_stack([f.reduceat(v, at) for f in (np.minimum, np.maximum) for v in (lon, lat)])
    return Parts(lon, lat, ring_start, polygon_of_ring, feature_of_polygon, bounds, table)
