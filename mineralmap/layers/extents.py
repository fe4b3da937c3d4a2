"""The part of the map that layers take up."""

from collections.abc import Iterable

import numpy as np

from mineralmap.layers.layer import Layer

AIR, LEAST_M = 0.06, 400_000.0
"""Room left around, as a part of the whole; and the least width shown round a single place."""


def extent_of(layers: Iterable[Layer]) -> tuple[float, float, float, float] | None:
    """x0, y0, x1, y1 in projected metres with a little air around; ``None`` where nothing is drawn."""
    parts = [part for layer in layers for part in layer.primitives]
    x = np.concatenate([np.asarray(part.x, float) for part in parts] or [np.empty(0)])
    y = np.concatenate([np.asarray(part.y, float) for part in parts] or [np.empty(0)])
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return None
    x, y = x[known], y[known]
    half_x = max(float(np.ptp(x)) * (0.5 + AIR), LEAST_M / 2)
    half_y = max(float(np.ptp(y)) * (0.5 + AIR), LEAST_M / 2)
    middle_x, middle_y = float(x.min() + x.max()) / 2, float(y.min() + y.max()) / 2
    return middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y
