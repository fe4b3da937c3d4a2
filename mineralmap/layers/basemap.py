"""The world as projected areas and lines: read from ``basemap.gpkg`` once, cut where the map ends, kept.

The file cuts at ±180°; a map about another meridian ends elsewhere, so what crosses its edge is cut again and what met
at ±180° is joined (the tip of Chukotka stays with Russia when the map is centred on 11° E).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
from pyogrio import raw
from shapely import affinity

from mineralmap import paths
from mineralmap.errors import UnreadableFile
from mineralmap.layers.projection import Projection

CLOSE_MPP = 6_000.0
"""Metres per px below which the finer countries are drawn: at the coarse ones' 0.15° a corner would show."""
LAKES_MPP = 12_000.0
EDGE_STEP_DEG = 1.0
"""Longest straight stretch along the map's edge, which bends in Equal Earth."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """Polygons of one basemap layer, projected. Arrays as in ``layers.layer.Areas``; ``table`` is one row a feature."""

    x: np.ndarray
    y: np.ndarray
    ring_start: np.ndarray
    polygon_of_ring: np.ndarray
    feature_of_polygon: np.ndarray
    table: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Strokes:
    """Lines of one basemap layer, projected. ``start`` (lines + 1,); ``feature`` (lines,) is the row of ``table``."""

    x: np.ndarray
    y: np.ndarray
    start: np.ndarray
    feature: np.ndarray
    table: pd.DataFrame


@lru_cache(maxsize=8)
def _read(layer: str) -> tuple[np.ndarray, pd.DataFrame]:
    file = paths.data() / "basemap.gpkg"
    if not file.is_file():
        raise UnreadableFile(f"{file} is not there.", "Is the program installed whole?")
    meta, _, geometry, columns = raw.read(file, layer=layer)
    table = pd.DataFrame(dict(zip(meta["fields"], columns, strict=True)))
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = table[name].astype(object).where(table[name].notna(), "").astype(str)
    return shapely.from_wkb(geometry), table


def fetch(projection: Projection) -> None:
    """Read and project what every map needs, so that the first one finds it."""
    for layer in ("countries_low", "countries", "lakes"):
        shapes(layer, projection)


@lru_cache(maxsize=12)
def shapes(layer: str, projection: Projection) -> Shapes:
    """The polygons of a layer ("countries", "countries_low", "lakes"), projected; kept for the next call."""
    geometry, table = _read(layer)
    moved = np.array([cut_at_edge(one, projection.centre_lon) for one in geometry], dtype=object)
    parts, feature = shapely.get_parts(moved, return_index=True)
    solid = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, feature = parts[solid], feature[solid]
    rings, polygon_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    x, y = projection.forward_relative(coordinates[:, 0], coordinates[:, 1])
    ring_start = np.searchsorted(ring_of_point, np.arange(len(rings) + 1))
    return Shapes(x, y, ring_start, polygon_of_ring, feature, table)


@lru_cache(maxsize=12)
def strokes(layer: str, projection: Projection) -> Strokes:
    """The lines of a layer ("boundaries", "rivers", "graticule"), projected; kept for the next call."""
    geometry, table = _read(layer)
    parts, feature = shapely.get_parts(geometry, return_index=True)
    lines = [shapely.get_coordinates(part) for part in parts]
    x, y, start, source = project_lines(lines, projection)
    return Strokes(x, y, start, feature[source] if len(source) else np.empty(0, int), table)


@lru_cache(maxsize=8)
def globe(projection: Projection) -> tuple[np.ndarray, np.ndarray]:
    """The outline of the world as one closed ring (x, y): the sea."""
    lat = np.linspace(-90, 90, 181)
    lon = np.linspace(-180, 180, 181)
    relative = np.concatenate([np.full(181, -180.0), lon, np.full(181, 180.0), lon[::-1]])
    return projection.forward_relative(
        relative, np.concatenate([lat, np.full(181, 90.0), lat[::-1], np.full(181, -90.0)])
    )


@lru_cache(maxsize=8)
def graticule(projection: Projection, step_deg: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Meridians and parallels as lines (x, y, start), without the map's own edge."""
    lines = []
    lat = np.linspace(-90, 90, 91)
    for lon in np.arange(-180, 180, step_deg):
        relative = projection.relative(np.array(float(lon)))
        if abs(relative) < 179.9:
            lines.append((np.full(91, float(relative)), lat))
    lon = np.linspace(-180, 180, 181)
    lines += [(lon, np.full(181, float(parallel))) for parallel in range(-90 + step_deg, 90, step_deg)]
    projected = [projection.forward_relative(*line) for line in lines]
    start = np.cumsum([0] + [len(x) for x, _ in projected])
    return np.concatenate([x for x, _ in projected]), np.concatenate([y for _, y in projected]), start


def cut_at_edge(geometry: shapely.Geometry, centre_lon: float) -> shapely.Geometry:
    """A polygon of ±180° moved to longitudes counted from ``centre_lon`` and cut where the map then ends.

    What is west of the edge comes in again from the east, and is joined with what it met at ±180°.
    """
    relative = affinity.translate(geometry, -centre_lon)
    x0, _, x1, _ = shapely.bounds(relative)
    if shapely.is_empty(relative) or (x0 >= -180 and x1 <= 180):
        return relative
    pieces = []
    for shift in (0.0, 360.0, -360.0):
        inside = shapely.intersection(affinity.translate(relative, shift), shapely.box(-180, -90, 180, 90))
        if not shapely.is_empty(inside):
            pieces.append(inside)
    whole = pieces[0] if len(pieces) == 1 else _without_seam(shapely.union_all(pieces), centre_lon)
    return shapely.segmentize(whole, EDGE_STEP_DEG)


def _without_seam(geometry: shapely.Geometry, centre_lon: float) -> shapely.Geometry:
    # Polygons that met at ±180° share that edge to within rounding only; a hair's width of overlap makes them one.
    seam = (180.0 - centre_lon + 180.0) % 360.0 - 180.0
    hair = shapely.intersection(geometry, shapely.box(seam - 1e-6, -90, seam + 1e-6, 90))
    return shapely.union_all([geometry, shapely.buffer(hair, 2e-6, cap_style="square", join_style="mitre")])


def project_lines(
    lines: list[np.ndarray], projection: Projection
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lines of (n, 2) degrees as projected (x, y), offsets ``start`` (pieces + 1,), and each piece's ``source`` line.

    A line that runs over the edge of the map is cut there, with a point on either edge. A line of no length, and what
    lies on the edge and nowhere else, is left out.
    """
    if not any(len(line) for line in lines):
        return np.empty(0), np.empty(0), np.zeros(1, int), np.empty(0, int)
    source = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    points = np.concatenate([np.asarray(line, float).reshape(-1, 2) for line in lines])
    relative, lat = projection.relative(points[:, 0]), points[:, 1]
    begins = np.diff(source, prepend=-1) != 0
    jump = np.flatnonzero((np.abs(np.diff(relative)) > 180.0) & ~begins[1:])
    if len(jump):
        out = np.where(relative[jump] > 0, 180.0, -180.0)
        gap = relative[jump + 1] + 2 * out - relative[jump]
        part = np.where(gap == 0, 0.0, (out - relative[jump]) / np.where(gap == 0, 1.0, gap))
        edge = lat[jump] + part * (lat[jump + 1] - lat[jump])
        at = np.repeat(jump + 1, 2)
        relative = np.insert(relative, at, np.column_stack([out, -out]).ravel())
        lat = np.insert(lat, at, np.repeat(edge, 2))
        source = np.insert(source, at, source[at])
        begins = np.insert(begins, at, np.tile([False, True], len(jump)))
    first = np.flatnonzero(begins)
    moves = np.zeros(len(lat), bool)
    moves[1:] = ((np.diff(relative) != 0) | (np.diff(lat) != 0)) & ~begins[1:]
    some = np.logical_or.reduceat(moves, first)
    kept = np.repeat(some, np.diff(first, append=len(lat)))
    x, y = projection.forward_relative(relative[kept], lat[kept])
    lengths = np.diff(first, append=len(lat))[some]
    return x, y, np.concatenate([[0], np.cumsum(lengths)]), source[first[some]]
