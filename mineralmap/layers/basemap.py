"""The world as projected areas and lines, kept from map to map.

There are three levels of coasts. The coarsest is all that a map of the world needs; the others are put on the sheet
when somebody asks for a map that is to be looked at closely, which a window does behind the map that it shows already.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.layers import coasts, cutting
from mineralmap.layers.named_sheets import meridian_words, parallel_words
from mineralmap.layers.projection import Projection

CLOSE_MPP = 6_000.0
"""Metres per px below which the finer countries are drawn: at the coarse ones' 0.15° a corner would show."""
FINE_MPP = 1_800.0
"""And the finest: from here the others' 0.03° would show."""
LAKES_MPP = 12_000.0
LEVELS: tuple[tuple[str, tuple[float, float]], ...] = (
    ("countries_low", (CLOSE_MPP, np.inf)),
    ("countries", (FINE_MPP, CLOSE_MPP)),
    ("countries_fine", (0.0, FINE_MPP)),
)
"""Layers of countries with the metres per px that each is drawn at."""
STEPS_DEG = (30.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1)
LEAST_LINES = 3
KEPT = 24
"""Layers on sheets: of five projections or so, a few megabytes each."""


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


_kept: "OrderedDict[tuple[str, Projection], Any]" = OrderedDict()
_lock = Lock()


def fetch(projection: Projection, closest: float = CLOSE_MPP) -> None:
    """Read and project what a map needs that is looked at from ``closest`` metres per px on, so that it finds it."""
    for layer, _ in levels(closest):
        shapes(layer, projection)
    shapes("lakes", projection)
    strokes("boundaries", projection)


def levels(closest: float = 0.0) -> list[tuple[str, tuple[float, float]]]:
    """The layers of countries that a map needs which is looked at from ``closest`` metres per px on, coarsest first,
    each with the metres per px that it is drawn at; the last one serves all that is closer."""
    some = [(name, detail) for name, detail in LEVELS if detail[1] > closest]
    name, (_, far) = some[-1]
    return [*some[:-1], (name, (0.0, far))]


def closest_ready(projection: Projection) -> float:
    """From how many metres per px on all coasts have been put on this sheet already; 0 when everything has."""
    with _lock:
        missing = [detail[1] for name, detail in LEVELS if (name, projection) not in _kept]
    return float(min(max(missing, default=0.0), CLOSE_MPP))


def shapes(layer: str, projection: Projection) -> Shapes:
    """The polygons of a layer ("countries_low", "countries", "countries_fine", "lakes"), projected; kept."""

    def make() -> Shapes:
        parts = coasts.parts(layer)
        put = cutting.put_polygons(parts, projection.sheet)
        return Shapes(put.x, put.y, put.ring_start, put.polygon_of_ring, put.feature, parts.table)

    return _keep(layer, projection, make)


def strokes(layer: str, projection: Projection) -> Strokes:
    """The lines of a layer ("boundaries"), projected; kept for the next call."""

    def make() -> Strokes:
        lines = coasts.lines(layer)
        of = np.repeat(np.arange(len(lines.feature)), np.diff(lines.start))
        points = np.column_stack([projection.relative(lines.lon), lines.lat])
        x, y, start, source = cutting.put_lines(points, of, projection.sheet)
        return Strokes(x, y, start, lines.feature[source], lines.table)

    return _keep(layer, projection, make)


def _keep(layer: str, projection: Projection, make: Callable[[], Any]) -> Any:
    key = layer, projection
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = make()  # outside the lock: nobody waits for what he has not asked for
    with _lock:
        made = _kept.setdefault(key, made)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


@lru_cache(maxsize=8)
def globe(projection: Projection) -> tuple[np.ndarray, np.ndarray]:
    """The outline of what the map shows of the globe as one closed ring (x, y): the sea."""
    sheet = projection.sheet
    x, y = sheet.forward(*sheet.edge())
    if sheet.window is None:
        return x, y
    import shapely

    ring = shapely.Polygon(np.column_stack([x, y]))
    if not shapely.is_valid(ring):
        ring = shapely.buffer(ring, 0)
    parts = shapely.get_parts(shapely.intersection(ring, shapely.box(*sheet.window)))
    largest = max(parts, key=shapely.area)
    points = shapely.get_coordinates(shapely.get_exterior_ring(largest))
    return points[:, 0], points[:, 1]


@lru_cache(maxsize=8)
def graticule(
    projection: Projection, step_deg: float = 30
) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[str, ...]]:
    """Meridians and parallels as lines (x, y, start) with their degrees in words, without the map's own edge; none when
    the step is 0."""
    sheet = projection.sheet
    step = graticule_step(projection, step_deg)
    if not step:
        return np.empty(0), np.empty(0), np.zeros(1, int), ()
    pad = 1e-6
    lat = np.arange(np.ceil((sheet.south + pad) / step), np.floor((sheet.north - pad) / step) + 1) * step
    low, high = sheet.centre + sheet.west, sheet.centre + sheet.east
    lon = np.arange(np.ceil((low + pad) / step), np.floor((high - pad) / step) + 1) * step - sheet.centre
    if sheet.pole:
        lon = np.unique(np.round((lon + 180.0) % 360.0 - 180.0, 9))
        if step <= 180:
            opposite = (sheet.centre + 180.0) / step
            lon = lon if abs(opposite - round(opposite)) > pad else np.unique(np.append(lon, -180.0))
    # Every other one first: where not all degrees have room those are written that stand evenly.
    lon = lon[np.argsort(np.round((lon + sheet.centre) / step) % 2, kind="stable")]
    up = np.linspace(sheet.south, sheet.north, _points(sheet.north - sheet.south))
    across = np.linspace(sheet.west, sheet.east, _points(sheet.east - sheet.west))
    points = [np.column_stack([np.full(len(up), one), up]) for one in lon]
    points += [np.column_stack([across, np.full(len(across), one)]) for one in lat]
    if not points:
        return np.empty(0), np.empty(0), np.zeros(1, int), ()
    turned = np.round((lon + sheet.centre + 180.0) % 360.0 - 180.0, 6)
    words = [meridian_words(one) for one in turned.tolist()] + [
        parallel_words(one) for one in np.round(lat, 6).tolist()
    ]
    of = np.repeat(np.arange(len(points)), [len(one) for one in points])
    x, y, start, source = cutting.put_lines(np.concatenate(points), of, sheet)
    return x, y, start, tuple(words[i] for i in source.tolist())


def graticule_step(projection: Projection, asked: float) -> float:
    """Degrees between the lines: what is asked for, and less where that would leave a small sheet without lines."""
    sheet = projection.sheet
    span = min(sheet.east - sheet.west, 3 * (sheet.north - sheet.south))
    if not asked or sheet.window is None:
        return asked
    return min(asked, next((one for one in STEPS_DEG if span / one >= LEAST_LINES), STEPS_DEG[-1]))


def _points(span: float) -> int:
    return max(int(np.ceil(span / 2.0)), 24) + 1


def project_lines(
    lines: list[np.ndarray], projection: Projection
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lines of (n, 2) degrees as projected (x, y), offsets ``start`` (pieces + 1,), and each piece's ``source`` line.

    A line that runs over the edge of the map is cut there, with a point on either edge. A line of no length, and what
    lies on the edge and nowhere else, is left out; so is what the map does not show.
    """
    if not any(len(line) for line in lines):
        return np.empty(0), np.empty(0), np.zeros(1, int), np.empty(0, int)
    source = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    points = np.concatenate([np.asarray(line, float).reshape(-1, 2) for line in lines])
    relative = np.column_stack([projection.relative(points[:, 0]), points[:, 1]])
    x, y, start, of = cutting.put_lines(relative, source, projection.sheet)
    return x, y, start, of


def project_areas(geometry: np.ndarray, projection: Projection) -> Shapes:
    """Polygons of shapely in degrees (n,), cut at ±180° or not, projected; ``table`` is empty, one row a geometry."""
    table = pd.DataFrame(index=range(len(geometry)))
    put = cutting.put_polygons(coasts.of_geometry(geometry, table), projection.sheet)
    return Shapes(put.x, put.y, put.ring_start, put.polygon_of_ring, put.feature, table)
