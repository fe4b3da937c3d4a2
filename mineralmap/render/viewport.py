"""What part of the map is looked at, on how many px; and what the opening view must not cut off."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6 import QtGui

from mineralmap.layers.layer import Lines, Map
from mineralmap.layers.projection import Projection

LANE_PX = 0.8
"""Lines to be pointed at that are this wide are not covered by the key."""
INHABITED_S = -57.0
"""Latitude down to which the opening view always shows the world: Cape Horn lies at 56° S, and no country farther."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """What part of the map lies on how many px: ``left``, ``top`` in metres at px (0, 0), ``mpp`` metres per px."""

    left: float
    top: float
    mpp: float
    width: float
    height: float

    @staticmethod
    def around(extent: tuple[float, float, float, float], width: float, height: float) -> "Viewport":
        """The view that shows a whole extent (x0, y0, x1, y1), centred."""
        x0, y0, x1, y1 = extent
        mpp = max((x1 - x0) / max(width, 1.0), (y1 - y0) / max(height, 1.0), 1e-6)
        return Viewport((x0 + x1) / 2 - mpp * width / 2, (y0 + y1) / 2 + mpp * height / 2, mpp, width, height)

    @staticmethod
    def of(drawn: Map, width: float, height: float) -> "Viewport":
        """The view that a map asks for. The opening view is as wide as the globe and gives up the Antarctic if need be,
        though never land that people live on, nor a lane that matters."""
        width, height = max(width, 1.0), max(height, 1.0)
        if not drawn.whole:
            return Viewport.around(drawn.extent, width, height)
        x0, _, x1, y1 = drawn.extent
        air = (x1 - x0) * 0.012
        down = y1 + air - min(_inhabited(drawn.projection), _southernmost(drawn) - 3 * air)
        mpp = max((x1 - x0 + 2 * air) / width, down / height)
        # A little room to spare goes below: there the key stands, and the Antarctic, of which nothing is said. Much of
        # it is shared out, for a map at the top of a tall window looks lost.
        spare = max(mpp * height - down - 2 * air, 0.0)
        much = min(max(spare / (mpp * height) - 0.2, 0.0) / 0.2, 1.0)
        top = y1 + air + (0.15 + 0.25 * much) * spare
        return Viewport((x0 + x1) / 2 - mpp * width / 2, top, mpp, width, height)

    def transform(self) -> QtGui.QTransform:
        """Metres to px."""
        return QtGui.QTransform(1 / self.mpp, 0, 0, -1 / self.mpp, -self.left / self.mpp, self.top / self.mpp)

    def px(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points in px."""
        return (x - self.left) / self.mpp, (self.top - y) / self.mpp

    def metres(self, x: float, y: float) -> tuple[float, float]:
        """A px in metres."""
        return self.left + x * self.mpp, self.top - y * self.mpp

    def extent(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 in metres."""
        return self.left, self.top - self.height * self.mpp, self.left + self.width * self.mpp, self.top


@lru_cache(maxsize=64)
def _inhabited(projection: Projection) -> float:
    """Metres north of the equator, mostly below 0, of what the opening view shows at least."""
    lon = np.arange(-180.0, 180.0, 5.0)
    _, y = projection.forward(lon, np.full(len(lon), INHABITED_S))
    return float(np.nanmin(y)) if np.isfinite(y).any() else projection.world()[1]


def _southernmost(drawn: Map) -> float:
    """Metres north of the equator (mostly below 0) of the lowest line that matters; inf where there is none."""
    lowest = float("inf")
    for layer in drawn.layers:
        for part in layer.primitives if layer.visible else ():
            if isinstance(part, Lines) and part.ids:
                wide = np.repeat(part.width >= LANE_PX, np.diff(part.start))
                lowest = min(lowest, float(part.y.min(where=wide, initial=np.inf)))
    return lowest
