"""What of a view is taken already: a raster of small cells, so that asking is as quick with a million symbols as with
none."""

from collections.abc import Sequence
from functools import lru_cache, partial

import numpy as np

from mineralmap.render.newest import Newest

CELL_PX = 3.0
FEW = 1_500
"""So many boxes are painted one by one; more of them at once."""


class Room:
    """The free and the taken cells of a view."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        shape = int(height / CELL_PX) + 2, int(width / CELL_PX) + 2
        self._taken = np.zeros(shape, bool)
        self._twin: Room | None = None

    def stricter(self) -> "Room":
        """The same room, of which more may be taken beforehand; what is taken in one is taken in the other."""
        made = Room(self.width, self.height)
        made._taken[:] = self._taken
        made._twin, self._twin = self, made
        return made

    def take_all(self, boxes: np.ndarray) -> None:
        """Take boxes (n, 4) as x0, y0, x1, y1 px, also those that stand partly outside."""
        inside = (boxes[:, 0] < self.width) & (boxes[:, 1] < self.height) & (boxes[:, 2] > 0) & (boxes[:, 3] > 0)
        rows, columns = self._taken.shape
        at = np.empty((int(inside.sum()), 4), int)
        at[:, :2] = np.floor(np.maximum(boxes[inside, :2], 0.0) / CELL_PX)
        at[:, 2:] = np.ceil(np.minimum(boxes[inside, 2:], (self.width, self.height)) / CELL_PX)
        if len(at) <= FEW:
            for x0, y0, x1, y1 in at.tolist():
                self._taken[y0:y1, x0:x1] = True
            return
        # Corners of boxes, summed both ways, say how many boxes lie over each cell.
        corners = np.zeros((rows + 1, columns + 1), np.int32)
        for down, across, sign in ((1, 0, 1), (1, 2, -1), (3, 0, -1), (3, 2, 1)):
            np.add.at(corners, (at[:, down], at[:, across]), sign)
        self._taken |= corners.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)[:rows, :columns] > 0

    def take_room(self, other: "Room") -> None:
        """Take what another of the same size has taken."""
        self._taken |= other._taken

    def free(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Does a box lie in the view, with nothing on it?"""
        if x0 < 0 or y0 < 0 or x1 > self.width or y1 > self.height:
            return False
        return not self._taken[_cells(y0, y1), _cells(x0, x1)].any()

    def part(self, x0: float, y0: float, x1: float, y1: float) -> float:
        """The part of a box in the view that is taken, 0–1."""
        return float(self._taken[_cells(y0, y1), _cells(x0, x1)].mean())

    def coarse(self, factor: int, top: int, low: int, left: int, right: int) -> np.ndarray:
        """A part in cells ``factor`` times as wide and high, given in these, each taken where any of its cells is."""
        part = self._taken[top * factor : low * factor, left * factor : right * factor]
        whole = np.zeros(((low - top) * factor, (right - left) * factor), bool)
        whole[: part.shape[0], : part.shape[1]] = part
        return np.bitwise_or.reduce([whole[a::factor, b::factor] for a in range(factor) for b in range(factor)], axis=0)

    def clear(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Does a line cross nothing that is taken?"""
        return not self._taken[_along(x0, y0, x1, y1)].any()

    def take_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take the cells below a line, and those right of them: between cells that touch at corners only, another
        aslant the other way would slip through."""
        rows, columns = _along(x0, y0, x1, y1)
        self._take((rows, columns))
        self._take((rows, columns + 1))

    def mark(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take a box that lies in the view, whatever lies there."""
        self._take((_cells(max(y0, 0.0), y1), _cells(max(x0, 0.0), x1)))

    def _take(self, cells: tuple) -> None:
        for one in (self, self._twin):
            if one is not None:
                one._taken[cells] = True

    def take(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Take a box when it lies in the view and all of it is free; was it?"""
        if not self.free(x0, y0, x1, y1):
            return False
        self.mark(x0, y0, x1, y1)
        return True


def taken_by(sets: Sequence[np.ndarray], size: tuple[float, float]) -> Room:
    """A room of a size in which some sets of boxes (n, 4) px are taken."""
    room = Room(*size)
    for boxes in sets:
        room.take_all(boxes)
    return room


def kept_by(boxes: np.ndarray, size: tuple[float, float]) -> Room:
    """The same of boxes that come again with one map after another; not to be changed."""
    return _kept.of(size, [boxes], partial(taken_by, [boxes], size))


_kept: Newest[Room] = Newest()


def _cells(low: float, high: float) -> slice:
    return slice(int(low / CELL_PX), int(high / CELL_PX) + 1)


def _along(x0: float, y0: float, x1: float, y1: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the cells that a line within the view runs through."""
    steps = _parts(int(max(abs(x1 - x0), abs(y1 - y0)) / CELL_PX) + 2)
    rows, columns = (np.maximum(a + (b - a) * steps, 0.0) / CELL_PX for a, b in ((y0, y1), (x0, x1)))
    return rows.astype(int), columns.astype(int)


@lru_cache(maxsize=256)
def _parts(count: int) -> np.ndarray:
    """So many points of a way, 0–1."""
    return np.linspace(0.0, 1.0, count)
