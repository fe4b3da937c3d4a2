"""The part of the map that layers take up."""

from collections.abc import Iterable

import numpy as np

from mineralmap.layers.layer import Layer

Extent = tuple[float, float, float, float]


def held(extent: Extent, world: Extent) -> Extent:
    """An extent without the empty paper round the world; as it is where it lies beside the world."""
    inside = max(extent[0], world[0]), max(extent[1], world[1]), min(extent[2], world[2]), min(extent[3], world[3])
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else extent


def pictured(extent: Extent | None, world: Extent) -> Extent | None:
    """What a picture shows of the view that a project keeps; ``None`` is the whole world, as it opens. Older projects
    kept of that what stood above the window's key."""
    seen = world if extent is None else held(extent, world)
    return None if (seen[0], seen[2], seen[3]) == (world[0], world[2], world[3]) else seen


def extent_of(layers: Iterable[Layer]) -> Extent | None:
    """x0, y0, x1, y1 in projected metres; ``None`` where nothing is drawn."""
    parts = [part for layer in layers for part in layer.primitives]
    x = np.concatenate([np.asarray(part.x, float) for part in parts] or [np.empty(0)])
    y = np.concatenate([np.asarray(part.y, float) for part in parts] or [np.empty(0)])
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return None
    x, y = x[known], y[known]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
