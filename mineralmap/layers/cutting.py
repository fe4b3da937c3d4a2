"""Polygons and lines of the globe put on a sheet: cut where the sheet ends, whole across ±180° and about the poles.

Nearly all of it is arithmetic on columns; only the few polygons that an edge of the sheet crosses are cut one by one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mineralmap.layers.coasts import LONGEST_DEG, Parts
from mineralmap.layers.sheets import Sheet, Window

NEAR = 1e-9
POLE_DEG = 89.99
LINE_STEP_DEG = 2.0
"""Longest straight stretch of a line on a sheet where what is straight in degrees is not."""


@dataclass(frozen=True, eq=False)
class Rings:
    """Polygons as columns: ``x, y`` (n,), ``ring_start``, ``polygon_of_ring`` ascending, ``feature`` (polygons,)."""

    x: np.ndarray
    y: np.ndarray
    ring_start: np.ndarray
    polygon_of_ring: np.ndarray
    feature: np.ndarray


def put_polygons(parts: Parts, sheet: Sheet) -> Rings:
    """Polygons in degrees on a sheet, in metres."""
    rings = Rings(parts.lon, parts.lat, parts.ring_start, parts.polygon_of_ring, parts.feature_of_polygon)
    west, south, east, north = parts.bounds.T
    if sheet.pole:
        off = np.full(len(west), -sheet.centre)
        whole = (south >= sheet.south - NEAR) & (north <= sheet.north + NEAR)
        touched = ~whole & (north > sheet.south) & (south < sheet.north)
    else:
        off = 360.0 * np.round((sheet.centre - (west + east) / 2) / 360.0) - sheet.centre
        whole = (west + off >= sheet.west - NEAR) & (east + off <= sheet.east + NEAR)
        whole &= (south >= sheet.south - NEAR) & (north <= sheet.north + NEAR)
        touched = ~whole & (north > sheet.south) & (south < sheet.north)
        across = np.zeros(len(west), bool)
        for turn in (0.0, 360.0, -360.0):
            across |= (west + off + turn < sheet.east) & (east + off + turn > sheet.west)
        touched &= across
    placed = _chosen(rings, np.flatnonzero(whole), off)
    if touched.any():
        placed = _with(placed, _cut(rings, np.flatnonzero(touched), off, sheet))
    if sheet.pole:
        placed = _round_the_pole(placed, sheet.centre)
    x, y = sheet.forward(placed.x, placed.y)
    placed = Rings(x, y, placed.ring_start, placed.polygon_of_ring, placed.feature)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        placed = _of_points(placed, np.isfinite(x) & np.isfinite(y))
    return placed if sheet.window is None else _trimmed(placed, sheet.window)


def put_lines(points: np.ndarray, line: np.ndarray, sheet: Sheet) -> tuple[np.ndarray, ...]:
    """Lines on a sheet: x, y in metres, offsets ``start`` (pieces + 1,), and the line that each piece is of.

    ``points`` (n, 2) are degrees, the longitude relative to the sheet's middle and -180 to 180; ``line`` (n,) ascends.
    A line that runs over the edge is cut there, with a point on either edge. A piece of no length is left out.
    """
    lon, lat = np.asarray(points[:, 0], float), np.asarray(points[:, 1], float)
    if sheet.pole:
        lon = _unwound(lon, line)
        group = line
    else:
        lon, lat, line, group = _over_the_edge(lon, lat, line)
    if not sheet.straight:
        lon, lat, line, group = _bent(lon, lat, line, group)
    for column, low, high in ((1, sheet.south, sheet.north), (0, sheet.west, sheet.east)):
        if column == 0 and sheet.pole:
            continue
        columns = (lon, lat)
        (lon, lat), line, group = _between(columns, columns[column], line, group, low, high)
    x, y = sheet.forward(lon, lat)
    good = np.isfinite(x) & np.isfinite(y)
    if not good.all():
        group, (x, y, line) = _split(group, ~good), (x[good], y[good], line[good])
        group = group[good]
    if sheet.window is not None:
        x0, y0, x1, y1 = sheet.window
        (x, y), line, group = _between((x, y), x, line, group, x0, x1)
        (x, y), line, group = _between((x, y), y, line, group, y0, y1)
    return _pieces(x, y, line, group)


def _chosen(rings: Rings, polygons: np.ndarray, off: np.ndarray) -> Rings:
    """Some polygons, each moved east by its ``off`` degrees."""
    wanted = np.zeros(len(rings.feature), bool)
    wanted[polygons] = True
    ring = wanted[rings.polygon_of_ring]
    length = np.diff(rings.ring_start)
    point = np.repeat(ring, length)
    moved = np.repeat(off[rings.polygon_of_ring], length)[point]
    renumbered = (np.cumsum(wanted) - 1)[rings.polygon_of_ring[ring]]
    start = np.concatenate([[0], np.cumsum(length[ring])])
    return Rings(rings.x[point] + moved, rings.y[point], start, renumbered, rings.feature[wanted])


def _with(first: Rings, second: Rings) -> Rings:
    return Rings(
        np.concatenate([first.x, second.x]),
        np.concatenate([first.y, second.y]),
        np.concatenate([first.ring_start, len(first.x) + second.ring_start[1:]]),
        np.concatenate([first.polygon_of_ring, len(first.feature) + second.polygon_of_ring]),
        np.concatenate([first.feature, second.feature]),
    )


def _polygon(rings: Rings, number: int) -> Any:
    import shapely

    first, end = np.searchsorted(rings.polygon_of_ring, [number, number + 1])
    loops = [
        np.column_stack([rings.x[a:z], rings.y[a:z]])
        for a, z in zip(rings.ring_start[first:end], rings.ring_start[first + 1 : end + 1], strict=True)
    ]
    return shapely.Polygon(loops[0], loops[1:])


def _columns(shapes: list[Any], features: list[int]) -> Rings:
    """Shapes of shapely as columns; what is no polygon is left out."""
    import shapely

    if not shapes:
        return Rings(np.empty(0), np.empty(0), np.zeros(1, int), np.empty(0, int), np.empty(0, int))
    single, of = shapely.get_parts(np.array(shapes, dtype=object), return_index=True)
    solid = (shapely.get_type_id(single) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(single)
    single, of = single[solid], np.asarray(features, int)[of[solid]]
    loops, polygon_of_ring = shapely.get_rings(single, return_index=True)
    points, ring_of_point = shapely.get_coordinates(loops, return_index=True)
    start = np.searchsorted(ring_of_point, np.arange(len(loops) + 1))
    return Rings(points[:, 0], points[:, 1], start, polygon_of_ring, of)


def _cut(rings: Rings, polygons: np.ndarray, off: np.ndarray, sheet: Sheet) -> Rings:
    """The part of some polygons that the sheet shows, in relative degrees, bending along the sheet's edge."""
    import shapely
    from shapely import affinity

    turns = (0.0,) if sheet.pole else (0.0, 360.0, -360.0)
    reach = (-720.0, 720.0) if sheet.pole else (sheet.west, sheet.east)
    box = shapely.box(reach[0], sheet.south, reach[1], sheet.north)
    shapes, features = [], []
    for number in polygons.tolist():
        polygon = _polygon(rings, number)
        for turn in turns:
            inside = shapely.intersection(affinity.translate(polygon, float(off[number]) + turn), box)
            if not shapely.is_empty(inside):
                shapes.append(shapely.segmentize(inside, LONGEST_DEG))
                features.append(int(rings.feature[number]))
    return _columns(shapes, features)


def _round_the_pole(rings: Rings, centre: float) -> Rings:
    """What goes round the pole closed along its coast: neither the pole itself nor the seam to it is an edge."""
    polar = np.abs(rings.y) > POLE_DEG
    if not polar.any():
        return rings
    ring_of = np.repeat(np.arange(len(rings.polygon_of_ring)), np.diff(rings.ring_start))
    round_it = np.zeros(len(rings.polygon_of_ring), bool)
    round_it[ring_of[polar]] = True
    seam = np.abs(np.abs(rings.x + centre) - 180.0) < NEAR
    return _of_points(rings, ~(round_it[ring_of] & (polar | seam)))


def _of_points(rings: Rings, kept: np.ndarray) -> Rings:
    """The same without some of the points; a ring that has no area left is left out."""
    counts = np.add.reduceat(kept.astype(int), rings.ring_start[:-1])
    alive = counts >= 3
    length = np.diff(rings.ring_start)
    kept = kept & np.repeat(alive, length)
    first = np.searchsorted(rings.polygon_of_ring, np.arange(len(rings.feature)))
    polygon = np.zeros(len(rings.feature), bool)
    polygon[rings.polygon_of_ring[alive]] = True
    # A hole without its outer ring is none.
    polygon &= alive[first]
    ring = alive & polygon[rings.polygon_of_ring]
    kept &= np.repeat(ring, length)
    renumbered = (np.cumsum(polygon) - 1)[rings.polygon_of_ring[ring]]
    start = np.concatenate([[0], np.cumsum(counts[ring])])
    return Rings(rings.x[kept], rings.y[kept], start, renumbered, rings.feature[polygon])


def _trimmed(rings: Rings, window: Window) -> Rings:
    """What lies on the paper of polygons in metres."""
    import shapely

    x0, y0, x1, y1 = window
    if not len(rings.feature):
        return rings
    at = rings.ring_start[np.searchsorted(rings.polygon_of_ring, np.arange(len(rings.feature)))]
    low_x, high_x, low_y, high_y = (f.reduceat(v, at) for v in (rings.x, rings.y) for f in (np.minimum, np.maximum))
    whole = (low_x >= x0) & (high_x <= x1) & (low_y >= y0) & (high_y <= y1)
    touched = ~whole & (low_x < x1) & (high_x > x0) & (low_y < y1) & (high_y > y0)
    shapes, features = [], []
    for number in np.flatnonzero(touched).tolist():
        polygon = _polygon(rings, number)
        if not shapely.is_valid(polygon):
            polygon = shapely.buffer(polygon, 0)
        shapes.append(shapely.intersection(polygon, shapely.box(*window)))
        features.append(int(rings.feature[number]))
    kept = _chosen(rings, np.flatnonzero(whole), np.zeros(len(rings.feature)))
    return _with(kept, _columns(shapes, features))


def _unwound(lon: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Longitudes that never jump by more than half a turn along a line."""
    step = np.diff(lon, prepend=lon[:1])
    step[np.diff(line, prepend=line[:1]) != 0] = 0.0
    return lon - 360.0 * np.cumsum(np.round(step / 360.0))


def _over_the_edge(lon: np.ndarray, lat: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, ...]:
    """Points added on both edges where a line leaves the sheet on one side and comes in on the other."""
    group = line
    jump = np.flatnonzero((np.abs(np.diff(lon)) > 180.0) & (np.diff(line) == 0))
    if not len(jump):
        return lon, lat, line, group
    out = np.where(lon[jump] > 0, 180.0, -180.0)
    gap = lon[jump + 1] + 2 * out - lon[jump]
    part = np.where(gap == 0, 0.0, (out - lon[jump]) / np.where(gap == 0, 1.0, gap))
    edge = lat[jump] + part * (lat[jump + 1] - lat[jump])
    at = np.repeat(jump + 1, 2)
    leaves = np.zeros(len(lon), bool)
    leaves = np.insert(leaves, at, np.tile([False, True], len(jump)))
    lon = np.insert(lon, at, np.column_stack([out, -out]).ravel())
    lat = np.insert(lat, at, np.repeat(edge, 2))
    line = np.insert(line, at, line[at])
    new = (np.diff(line, prepend=line[:1] - 1) != 0) | leaves
    return lon, lat, line, np.cumsum(new)


def _bent(lon: np.ndarray, lat: np.ndarray, line: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, ...]:
    """Points added so that no step is longer than LINE_STEP_DEG."""
    if len(lon) < 2:
        return lon, lat, line, group
    step_lon, step_lat = np.diff(lon), np.diff(lat)
    parts = np.maximum(1, np.ceil(np.maximum(np.abs(step_lon), np.abs(step_lat)) / LINE_STEP_DEG - NEAR)).astype(int)
    parts[np.diff(group) != 0] = 1
    if (parts == 1).all():
        return lon, lat, line, group
    segment = np.repeat(np.arange(len(parts)), parts)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = number / parts[segment]
    return (
        np.append(lon[segment] + share * step_lon[segment], lon[-1]),
        np.append(lat[segment] + share * step_lat[segment], lat[-1]),
        np.append(line[segment], line[-1]),
        np.append(group[segment], group[-1]),
    )


def _between(
    columns: tuple[np.ndarray, np.ndarray], tested: np.ndarray, line: np.ndarray, group: np.ndarray,
    low: float, high: float,
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray, np.ndarray]:  # fmt: skip
    """What lies of lines between two bounds of one of their coordinates, with points on the bounds."""
    if not len(tested) or (tested.min() >= low - NEAR and tested.max() <= high + NEAR):
        return columns, line, group
    which = 0 if tested is columns[0] else 1
    values = list(columns)
    for bound in (low, high):
        away = values[which] - bound
        at = np.flatnonzero((away[:-1] * away[1:] < 0) & (np.diff(group) == 0))
        if len(at):
            share = away[at] / (away[at] - away[at + 1])
            added = [one[at] + share * (one[at + 1] - one[at]) for one in values]
            added[which] = np.full(len(at), bound)
            values = [np.insert(one, at + 1, more) for one, more in zip(values, added, strict=True)]
            line, group = np.insert(line, at + 1, line[at]), np.insert(group, at + 1, group[at])
    outside = (values[which] < low - NEAR) | (values[which] > high + NEAR)
    group = _split(group, outside)[~outside]
    return (values[0][~outside], values[1][~outside]), line[~outside], group


def _split(group: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Groups counted anew, where what follows a point that goes is another."""
    new = np.diff(group, prepend=group[:1] - 1) != 0
    new[1:] |= gone[:-1]
    return np.cumsum(new)


def _pieces(x: np.ndarray, y: np.ndarray, line: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, ...]:
    """Columns by group, without those of no length."""
    if not len(x):
        return np.empty(0), np.empty(0), np.zeros(1, int), np.empty(0, int)
    begins = np.diff(group, prepend=group[:1] - 1) != 0
    first = np.flatnonzero(begins)
    moves = np.zeros(len(x), bool)
    moves[1:] = ((np.diff(x) != 0) | (np.diff(y) != 0)) & ~begins[1:]
    some = np.logical_or.reduceat(moves, first)
    length = np.diff(first, append=len(x))
    kept = np.repeat(some, length)
    return x[kept], y[kept], np.concatenate([[0], np.cumsum(length[some])]), line[first[some]]
