"""How a line between points lies on a map: straight in degrees, along the geodesic, or straight on the sheet."""

from itertools import pairwise
from typing import Literal

import numpy as np
from PySide6 import QtGui

from mineralmap.layers.projection import Projection

Bend = Literal["degrees", "geodesic", "sheet"]
STEP_DEGREES, STEP_M = 1.0, 100_000.0
"""A bent stretch is drawn in steps of this length."""
FEWEST = 2


def dense(points: np.ndarray, bend: Bend) -> np.ndarray:
    """Points (n, 2) in degrees with as many between them as the bend needs."""
    if len(points) < FEWEST or bend == "sheet":
        return points
    if bend == "geodesic":
        return _geodesic(points)
    steps = np.maximum(np.ceil(np.abs(np.diff(points, axis=0)).max(axis=1) / STEP_DEGREES), 1).astype(int)
    at = np.concatenate([[0.0], *(i + np.arange(1, n + 1) / n for i, n in enumerate(steps))])
    return np.column_stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)])


def path(x: np.ndarray, y: np.ndarray, lon: np.ndarray, projection: Projection) -> tuple[QtGui.QPainterPath, bool]:
    """A path through px (n,), broken at the map's edge and where there is no map; and whether it is whole."""
    made = QtGui.QPainterPath()
    if len(x) < FEWEST:
        return made, True
    jumps = np.abs(np.diff(projection.relative(lon))) > 180.0
    seen = np.isfinite(x) & np.isfinite(y)
    for i in np.flatnonzero(seen).tolist():
        if i == 0 or jumps[i - 1] or not seen[i - 1]:
            made.moveTo(x[i], y[i])
        else:
            made.lineTo(x[i], y[i])
    return made, bool(seen.all() and not jumps.any())


def near(lon: float, other: float) -> float:
    """The longitude, as many turns away as bring it nearest to another."""
    return other + (lon - other + 180.0) % 360.0 - 180.0


def _geodesic(points: np.ndarray) -> np.ndarray:
    from mineralmap.analysis.geodesic import ELLIPSOID

    parts = [points[:1]]
    for (lon0, lat0), (lon1, lat1) in pairwise(points):
        if (lon0, lat0) == (lon1, lat1):
            continue
        _, _, metres = ELLIPSOID.inv(lon0, lat0, lon1, lat1)
        between = max(int(metres // STEP_M), 0)
        if between:
            found = np.array(ELLIPSOID.npts(lon0, lat0, lon1, lat1, between)).reshape(-1, 2)
            parts.append(found)
        parts.append(np.array([[lon1, lat1]]))
    return np.concatenate(parts)
