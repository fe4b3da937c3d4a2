"""The same place at about the same scale, on a map in another projection."""

import math

import numpy as np

from mineralmap.layers.projection import Projection
from mineralmap.render.scene import Viewport


def carried(view: Viewport, before: Projection, after: Projection) -> Viewport | None:
    """The view of another projection with the same place in its middle and as many metres of ground on a px there.

    ``None`` when the middle lies outside either map.
    """
    x, y = view.metres(view.width / 2, view.height / 2)
    lon, lat = before.inverse(np.array([x]), np.array([y]))
    to_x, to_y = (float(one[0]) for one in after.forward(lon, lat))
    if not (math.isfinite(to_x) and math.isfinite(to_y)):
        return None
    had, has = _ground(before, x, y, view.mpp), _ground(after, to_x, to_y, view.mpp)
    if not (had > 0 and has > 0):
        return None
    mpp = view.mpp * had / has
    return Viewport(to_x - mpp * view.width / 2, to_y + mpp * view.height / 2, mpp, view.width, view.height)


def _ground(projection: Projection, x: float, y: float, mpp: float) -> float:
    """Metres of ground under a px there from left to right, as the scale is told; 0 outside the map."""
    across = projection.ground_metres(x - mpp * 2, y, x + mpp * 2, y) / 4
    return across if math.isfinite(across) else 0.0
