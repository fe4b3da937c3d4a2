"""What was looked at before, and before that: back and forward among views, whatever the projection is by now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mineralmap.layers.projection import Projection
    from mineralmap.render.moving import Moving

KEPT = 100
SAME_PART = 0.02
"""Views whose middles lie nearer than this part of the map's width, at one scale, are one."""


@dataclass(frozen=True)
class Seen:
    """A view: its middle in metres of its projection, and metres per px."""

    projection: "Projection"
    x: float
    y: float
    mpp: float
    opened: bool = False
    """It is the view that the map opens with, whatever the window's size."""


class ViewHistory:
    """The views of one canvas, oldest first, and which of them is looked at."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []
        self._at = -1

    @property
    def can_go_back(self) -> bool:
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        return self._at + 1 < len(self._seen)

    def note(self, projection: "Projection", canvas: "Moving") -> None:
        """This is looked at now: what lay ahead is forgotten, unless it is what is at hand."""
        now = Seen(projection, *canvas.place(), canvas.opened)
        if self._at >= 0 and _same(self._seen[self._at], now, canvas.width()):
            return
        self._seen = [*self._seen[: self._at + 1], now][-KEPT:]
        self._at = len(self._seen) - 1

    def go(self, step: int, projection: "Projection", canvas: "Moving") -> bool:
        """Show the view before (-1) or after (1); ``False`` when there is none."""
        if not 0 <= self._at + step < len(self._seen):
            return False
        self._at += step
        seen = self._seen[self._at]
        if seen.opened:
            canvas.full()
            return True
        x, y = seen.x, seen.y
        if seen.projection != projection:
            lon, lat = seen.projection.inverse(np.array([x]), np.array([y]))
            across, down = projection.forward(lon, lat)
            x, y = float(across[0]), float(down[0])
            if not (np.isfinite(x) and np.isfinite(y)):
                canvas.full()
                return True
        canvas.show_place(x, y, seen.mpp)
        return True


def _same(one: Seen, other: Seen, width: float) -> bool:
    if one.opened and other.opened:
        return True
    if one.projection != other.projection or abs(one.mpp / other.mpp - 1) > SAME_PART:
        return False
    return max(abs(one.x - other.x), abs(one.y - other.y)) <= SAME_PART * other.mpp * width
