"""Coast and land borders from the shipped basemap: how far a place is from the sea, and which countries touch.

Coast is every edge of the country shapes that only one of them has (Natural Earth 1:50 million). The Caspian Sea is no
sea here: no ship leaves it for the ocean.
"""

from functools import lru_cache

import numpy as np
import shapely

from mineralmap.analysis.nearest import Nearest
from mineralmap.analysis.sea_network import EARTH_KM, great_circle_km, on_sphere
from mineralmap.datasets import basemap_file

SPACING_DEG = 0.05
"""Points along the coast stand no further apart than this (5.6 km)."""
CASPIAN = (46.5, 36.0, 55.0, 47.5)
"""West, south, east, north."""
NO_FREIGHT = frozenset({frozenset({"CHN", "IND"}), frozenset({"KOR", "PRK"})})
"""Borders that no bulk freight crosses (general knowledge): the Himalaya between China and India has passes for local
trade alone, and the line between the two Koreas is shut."""
FINE_DEG = 0.05
"""Steps in which a line is asked whether it lies over land."""


def coast_km(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Distance (n,) in km from places in degrees to the nearest sea coast, to about 3 km; inf without a basemap."""
    coast = _coast()
    if coast is None or not len(lon):
        return np.full(len(lon), np.inf)
    chord, _ = coast.query(on_sphere(lon, lat))
    return 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))


def in_caspian(lon: float, lat: float) -> bool:
    """Does a place in degrees lie in or around the Caspian Sea, which no seagoing ship leaves?"""
    west, south, east, north = CASPIAN
    return west < lon < east and south < lat < north


def touching(one: str, other: str) -> bool:
    """Have two countries (ISO 3166-1 alpha-3) a common land border?"""
    return frozenset((one, other)) in _borders()


def open_border(one: str, other: str) -> bool:
    """Have two countries a common land border that bulk freight can cross?"""
    return touching(one, other) and frozenset((one, other)) not in NO_FREIGHT


def border_km(one: str, other: str, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Distance (n,) in km from places in degrees to the land border of two countries; inf where they have none."""
    border = _border(frozenset((one, other)))
    if border is None or not len(lon):
        return np.full(len(lon), np.inf)
    known = np.isfinite(lon) & np.isfinite(lat)
    away = np.full(len(lon), np.inf)
    chord, _ = border.query(on_sphere(lon[known], lat[known]))
    away[known] = 2 * EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1))
    return away


def country_at(lon: float, lat: float) -> str:
    """The country (ISO 3166-1 alpha-3) whose shape holds a place in degrees; "" at sea and without a basemap."""
    found = _countries()
    if found is None:
        return ""
    codes, tree = found
    hits = np.ravel(tree.query(shapely.Point(lon, lat), predicate="intersects"))
    return codes[int(hits[0])] if hits.size else ""


def over_land_share(lines: list[list[np.ndarray]]) -> np.ndarray:
    """Part (k,) of the length of each line that lies over land; nan for a line without length or without a basemap.

    ``lines``: lon-lat arrays (n, 2) within ±180°, several to a line that is cut. The Great Lakes, the Caspian Sea and
    whatever the country shapes hold count as land; lengths are great circles.
    """
    found = _countries()
    share = np.full(len(lines), np.nan)
    of = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    pieces = [piece for line in lines for piece in line]
    if found is None or not pieces:
        return share
    cut = [shapely.segmentize(shapely.LineString(piece), FINE_DEG) for piece in pieces]
    xy, piece = shapely.get_coordinates(cut, return_index=True)
    inside = piece[1:] == piece[:-1]
    start, end, line = xy[:-1][inside], xy[1:][inside], of[piece[:-1][inside]]
    km = great_circle_km(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    middle = np.asarray(shapely.points((start + end) / 2))
    on_land = np.zeros(len(middle), dtype=bool)
    on_land[found[1].query(middle, predicate="intersects")[0]] = True
    whole = np.bincount(line, km, minlength=len(lines))
    share[whole > 0] = (np.bincount(line, km * on_land, minlength=len(lines)) / np.where(whole > 0, whole, 1))[
        whole > 0
    ]
    return share


@lru_cache(maxsize=1)
def _countries() -> tuple[list[str], shapely.STRtree] | None:
    """Codes and tree of the parts of the country shapes; ``None`` without a basemap."""
    file = basemap_file.shipped()
    if not file.is_file():
        return None
    shapes, table = basemap_file.read("countries", file, ("iso3",))
    parts, of = shapely.get_parts(shapes, return_index=True)
    shapely.prepare(parts)
    codes = table["iso3"].astype(str).to_numpy()[of]
    return list(codes), shapely.STRtree(parts)


@lru_cache(maxsize=1)
def _borders() -> dict[frozenset[str], list[shapely.Geometry]]:
    """Border lines by the pair of countries."""
    file = basemap_file.shipped()
    found: dict[frozenset[str], list[shapely.Geometry]] = {}
    if file.is_file():
        shapes, table = basemap_file.read("boundaries", file, ("left", "right"))
        for a, b, line in zip(table["left"], table["right"], shapes, strict=True):
            if a != b:
                found.setdefault(frozenset((a, b)), []).append(line)
    return found


@lru_cache(maxsize=256)
def _border(pair: frozenset[str]) -> Nearest | None:
    lines = _borders().get(pair)
    if not lines:
        return None
    points = shapely.get_coordinates(shapely.segmentize(lines, SPACING_DEG))
    return Nearest(on_sphere(points[:, 0], points[:, 1]))


@lru_cache(maxsize=1)
def _coast() -> Nearest | None:
    """Points on the unit sphere along the coast; ``None`` without a basemap."""
    file = basemap_file.shipped()
    if not file.is_file():
        return None
    rings = shapely.get_rings(shapely.get_parts(basemap_file.read("countries", file, ())[0]))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start, end = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    # Corners get numbers, so that an edge is one number too: far faster to compare than four coordinates.
    corners: np.ndarray
    corners, number = np.unique(np.vstack([start, end]).round(9) @ [1, 1j], return_inverse=True)
    edges, count = np.unique(number[: len(start)] * len(corners) + number[len(start) :], return_counts=True)
    start, end = np.divmod(edges[count == 1], len(corners))
    points = np.concatenate([corners[np.unique(np.append(start, end))], _between(corners[start], corners[end])])
    points = np.column_stack([np.real(points), np.imag(points)])
    west, south, east, north = CASPIAN
    inland_sea = (points[:, 0] > west) & (points[:, 0] < east) & (points[:, 1] > south) & (points[:, 1] < north)
    points = points[~inland_sea]
    return Nearest(on_sphere(points[:, 0], points[:, 1]))


def _between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Points (k,) on straight edges between complex lon + i lat (n,), without the ends, SPACING_DEG apart or less."""
    pieces = np.maximum(np.ceil(np.abs(end - start) / SPACING_DEG).astype(int), 1)
    edge = np.repeat(np.arange(len(start)), pieces - 1)
    step = 1 + np.arange(len(edge)) - np.repeat(np.cumsum(pieces - 1) - pieces + 1, pieces - 1)
    return start[edge] + step / pieces[edge] * (end - start)[edge]
