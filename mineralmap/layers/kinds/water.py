"""Lakes, where the map is close enough for them to matter."""

from collections.abc import Hashable

import numpy as np

from mineralmap.layers import basemap
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Areas, Layer, Paint

GREAT_MPP = 30_000.0


@layers.add
class Lakes:
    """The great lakes on the map of the world, all lakes close by."""

    id, title, order = "lakes", "Lakes", 15

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """No answer."""
        return ()

    def make(self, context: Context) -> Layer:
        """One area a lake; no key."""
        shapes = basemap.shapes("lakes", context.projection)
        great = (shapes.table["min_zoom"].to_numpy(float) < 1)[shapes.feature_of_polygon]
        ring_polygon = shapes.polygon_of_ring
        paints = (Paint(fill=context.palette.lake, line=context.palette.ground.border, width=0.4),)
        common = {"paints": paints, "ids": ("",) * len(shapes.table), "tips": ("",) * len(shapes.table)}
        paint = np.zeros(len(shapes.table), int)
        everything = Areas(
            x=shapes.x,
            y=shapes.y,
            ring_start=shapes.ring_start,
            polygon_of_ring=ring_polygon,
            feature_of_polygon=shapes.feature_of_polygon,
            paint=paint,
            detail=(0.0, basemap.LAKES_MPP),
            **common,
        )
        if not great.any():
            return Layer(self.id, self.title, (everything,))
        x, y, start, polygon, feature = _subset(shapes, great)
        few = Areas(x, y, start, polygon, feature, paint, detail=(basemap.LAKES_MPP, GREAT_MPP), **common)
        return Layer(self.id, self.title, (few, everything))


def _subset(
    shapes: basemap.Shapes, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The wanted polygons' points, ring offsets, polygon of each ring (renumbered) and feature of each polygon."""
    rings = np.flatnonzero(wanted[shapes.polygon_of_ring])
    lengths = np.diff(shapes.ring_start)[rings]
    points = np.concatenate([np.arange(shapes.ring_start[ring], shapes.ring_start[ring + 1]) for ring in rings])
    renumbered = (np.cumsum(wanted) - 1)[shapes.polygon_of_ring[rings]]
    return (
        shapes.x[points],
        shapes.y[points],
        np.concatenate([[0], np.cumsum(lengths)]),
        renumbered,
        shapes.feature_of_polygon[wanted],
    )
