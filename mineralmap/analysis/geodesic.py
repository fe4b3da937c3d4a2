"""Distances and areas over the WGS 84 ellipsoid, by Karney's geodesics (2013) as PROJ has them."""

import numpy as np
import pyproj

ELLIPSOID = pyproj.Geod(ellps="WGS84")
NAUTICAL_MILE_M = 1852.0
FEWEST_OF_AREA = 3


def lengths_m(points: np.ndarray) -> np.ndarray:
    """Metres of each stretch (n − 1,) of a line through points (n, 2): longitude, latitude in degrees."""
    if len(points) < 2:
        return np.empty(0)
    lon, lat = points[:, 0], points[:, 1]
    return np.asarray(ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2], float)


def area_m2(points: np.ndarray) -> float:
    """Square metres inside a polygon of points (n, 2), whose sides are geodesics; 0 below three points.

    Of the two sides of the polygon the smaller one is meant, so that it does not matter which way round it is drawn.
    """
    if len(points) < FEWEST_OF_AREA:
        return 0.0
    area, _ = ELLIPSOID.polygon_area_perimeter(points[:, 0], points[:, 1])
    whole = 4 * np.pi * 6371007.1809**2  # the sphere of the same area
    return float(min(abs(area), whole - abs(area)))


def perimeter_m(points: np.ndarray) -> float:
    """Metres round a polygon of points (n, 2)."""
    return float(lengths_m(np.concatenate([points, points[:1]])).sum()) if len(points) > 1 else 0.0
