"""Which country each part of a view shows, and where in the part that is seen its name has room.

A raster of small cells, painted without antialiasing from the paths that the map keeps: it costs a few milliseconds,
and asking it is a sum over a rectangle.
"""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Areas
from mineralmap.render.paths import area_paths
from mineralmap.render.room import CELL_PX, Room
from mineralmap.render.viewport import Viewport

COARSE = 3
"""Cells of the room for labels to a side of a cell here."""
SIDE_PX = COARSE * CELL_PX
LEAST_CELLS = 2
LEAST_INSIDE, WELL_INSIDE, HALF_INSIDE = 0.7, 0.85, 0.5
"""A name that does not fit into its country may reach over its borders by the rest; to keep off symbols by less, and
by more before it stands elsewhere."""
SEEN_BESIDE, OTHERS = 12, 0.08
"""So many cells of a country are seen when its name may stand beside it; it may touch others with this part of it,
since cells are coarse."""
EDGE, ROUND, FARTHEST_PX, TRIED = 0.2, 9, 600.0, 20
"""A country's own point counts when it lies no nearer to the edge than this part of the view; else the place with most
of the country within so many cells. Half a name out of its country is as bad as half of so many px from there."""


class Lands:
    """The areas of one view by cell, (rows, columns): 0 where there is none, else one more than the feature."""

    def __init__(self, areas: Areas, view: Viewport) -> None:
        rows, columns = max(int(view.height / SIDE_PX), 1), max(int(view.width / SIDE_PX), 1)
        image = QtGui.QImage(columns, rows, QtGui.QImage.Format.Format_RGB32)
        image.fill(0)
        kept = area_paths(areas)
        seen = kept.seen(view, SIDE_PX * view.mpp)
        kept.fetch(seen)
        painter = QtGui.QPainter(image)
        try:
            painter.setTransform(view.transform() * QtGui.QTransform.fromScale(1 / SIDE_PX, 1 / SIDE_PX))
            painter.setPen(QtCore.Qt.PenStyle.NoPen)
            for polygon in seen.tolist():
                painter.setBrush(QtGui.QColor.fromRgb(int(areas.feature_of_polygon[polygon]) + 1))
                painter.drawPath(kept.paths[polygon])
        finally:
            painter.end()
        found = np.frombuffer(image.constBits(), np.uint32).reshape(rows, image.bytesPerLine() // 4)
        self.of = (found[:, :columns] & 0xFFFFFF).astype(np.int32)
        self._land = _summed(self.of > 0)
        count = np.bincount(self.of.ravel(), minlength=len(areas.ids) + 1)
        x0, x1, y0, y1 = kept.boxes[seen].T
        left, top = view.px(x0, y1)
        right, low = view.px(x1, y0)
        boxes = np.column_stack([left, top, right, low]) / SIDE_PX
        boxes[:, :2], boxes[:, 2:] = np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])
        boxes = np.clip(boxes, 0, (columns, rows, columns, rows)).astype(int)
        self._seen: dict[str, tuple[int, list[int], tuple[int, int, int, int]]] = {}
        # The same names are asked for with every answer.
        self._named: dict[Sequence[str], list[int]] = {}
        self._all_numbers: dict[Sequence[str], set[int]] = {}
        self._inside: dict[tuple[str, int, int], np.ndarray] = {}
        for feature, (a, b, c, d) in zip(areas.feature_of_polygon[seen].tolist(), boxes.tolist(), strict=True):
            if not count[feature + 1]:
                continue
            cells, numbers, box = self._seen.get(areas.ids[feature], (0, [], (a, b, c, d)))
            if feature + 1 not in numbers:
                cells, numbers = cells + int(count[feature + 1]), [*numbers, feature + 1]
            box = min(a, box[0]), min(b, box[1]), max(c, box[2]), max(d, box[3])
            self._seen[areas.ids[feature]] = cells, numbers, box

    def seen(self, ids: Sequence[str]) -> list[int]:
        """Positions of those ids of which some of the land is in the view."""
        if ids not in self._named:
            self._named[ids] = [i for i, one in enumerate(ids) if self._seen.get(one, (0,))[0] >= LEAST_CELLS]
        return self._named[ids]

    def large(self, feature: str) -> bool:
        """Is enough of a feature seen for its name to stand beside it?"""
        return self._seen.get(feature, (0,))[0] >= SEEN_BESIDE

    def place(
        self, feature: str, x: float, y: float, across: float, high: float, rooms: Sequence[tuple[Room, float]]
    ) -> tuple[float, float] | None:
        """The middle of a box of px in the seen part of a feature, where nothing is yet, and take it: in the first of
        some rooms that has a place for it, of which at least a part, 0–1, is within the feature. ``None`` where none
        has. As near as can be to (x, y) or, where that is not seen, where most of it lies."""
        if feature not in self._seen:
            return None
        numbers, mine, _, (left, top, right, low), wide, tall = self._around(feature, across, high)
        if (feature, wide, tall) not in self._inside:
            self._inside[feature, wide, tall] = _sums(mine, tall, wide)
        inside = self._inside[feature, wide, tall]
        most = inside.max(initial=0)
        for room, least in rooms:
            if most < least * tall * wide:
                continue
            taken = room.coarse(COARSE, top, low, left, right)
            row, column = np.nonzero((inside >= least * tall * wide) & (_sums(taken, tall, wide) == 0))
            if not len(row):
                continue
            middle_x, middle_y = (left + column + wide / 2) * SIDE_PX, (top + row + tall / 2) * SIDE_PX
            if self._well_inside(numbers, x, y):
                away = np.hypot(middle_x - x, middle_y - y)
            else:
                free = np.zeros((mine.shape[0] + 2 * ROUND, mine.shape[1] + 2 * ROUND), bool)
                free[ROUND:-ROUND, ROUND:-ROUND] = mine & ~taken
                around = _sums(free, tall + 2 * ROUND, wide + 2 * ROUND)[row, column]
                away = FARTHEST_PX * (1.0 - around / around.max())
            away += FARTHEST_PX * (1.0 - inside[row, column] / (tall * wide))
            some = np.argpartition(away, TRIED)[:TRIED] if len(away) > TRIED else np.arange(len(away))
            for best in some[np.lexsort((some, away[some]))].tolist():
                px, py = float(middle_x[best]), float(middle_y[best])
                if room.take(px - across / 2, py - high / 2, px + across / 2, py + high / 2):
                    return px, py
        return None

    def beside(
        self, feature: str, x: float, y: float, across: float, high: float, room: Room
    ) -> tuple[float, float] | None:
        """The same for a feature too narrow for its name: over it and the sea beside it, on nothing else."""
        _, mine, part, (left, top, right, low), wide, tall = self._around(feature, across, high)
        over = _sums(mine, tall, wide)
        if not over.size:
            return None
        taken = room.coarse(COARSE, top, low, left, right)
        others = _sums((part > 0) & ~mine, tall, wide)
        row, column = np.nonzero((over > 0) & (others <= OTHERS * tall * wide) & (_sums(taken, tall, wide) == 0))
        middle_x, middle_y = (left + column + wide / 2) * SIDE_PX, (top + row + tall / 2) * SIDE_PX
        away = np.hypot(middle_x - x, middle_y - y)
        for best in np.argsort(away, kind="stable")[:TRIED].tolist():
            px, py = float(middle_x[best]), float(middle_y[best])
            if room.take(px - across / 2, py - high / 2, px + across / 2, py + high / 2):
                return px, py
        return None

    def _around(
        self, feature: str, across: float, high: float
    ) -> tuple[list[int], np.ndarray, np.ndarray, tuple[int, int, int, int], int, int]:
        """The numbers of a feature; which cells about it are its own, of which feature they are, and which these are
        (left, top, right, low), as far as a box of px may reach; cells of the box across and down."""
        _, numbers, (left, top, right, low) = self._seen[feature]
        wide, tall = max(round(across / SIDE_PX), 1), max(round(high / SIDE_PX), 1)
        rows, columns = self.of.shape
        # Its names may reach over its edges, into the cells around its box.
        box = max(left - wide, 0), max(top - tall, 0), min(right + wide, columns), min(low + tall, rows)
        part = self.of[box[1] : box[3], box[0] : box[2]]
        mine = part == numbers[0] if len(numbers) == 1 else np.isin(part, numbers)
        return numbers, mine, part, box, wide, tall

    def ends(self, feature: str, x: float, y: float, room: Room) -> list[tuple[float, float]]:
        """Px of what is seen of a feature farthest west, east, north and south, and of what is free of it nearest to
        (x, y)."""
        _, mine, _, (left, top, right, low), _, _ = self._around(feature, 0.0, 0.0)
        rows, columns = np.nonzero(mine)
        some = [int(columns.argmin()), int(columns.argmax()), int(rows.argmin()), int(rows.argmax())]
        free = np.flatnonzero(~room.coarse(COARSE, top, low, left, right)[rows, columns])
        if len(free):
            away = np.hypot(rows[free] + top - y / SIDE_PX, columns[free] + left - x / SIDE_PX)
            some.append(int(free[away.argmin()]))
        return [((left + columns[i] + 0.5) * SIDE_PX, (top + rows[i] + 0.5) * SIDE_PX) for i in some]

    def covered(self, x0: float, y0: float, x1: float, y1: float) -> float:
        """The part of a box of px in the view that is land, 0–1."""
        total = self._land
        low, right = min(int(y1 / SIDE_PX) + 1, len(total) - 1), min(int(x1 / SIDE_PX) + 1, total.shape[1] - 1)
        top, left = max(int(y0 / SIDE_PX), 0), max(int(x0 / SIDE_PX), 0)
        if top >= low or left >= right:
            return 0.0
        land = int(total[low, right]) - int(total[top, right]) - int(total[low, left]) + int(total[top, left])
        return land / ((low - top) * (right - left))

    def touched(self, features: Sequence[str], x0: float, y0: float, x1: float, y1: float) -> bool:
        """Does a box of px reach onto land of any of some features?"""
        rows, columns = self.of.shape
        top, low = max(int(y0 / SIDE_PX), 0), min(int(y1 / SIDE_PX) + 1, rows)
        left, right = max(int(x0 / SIDE_PX), 0), min(int(x1 / SIDE_PX) + 1, columns)
        theirs = self._numbers(features)
        return any(int(number) in theirs for number in np.unique(self.of[top:low, left:right]))

    def _numbers(self, features: Sequence[str]) -> set[int]:
        if features not in self._all_numbers:
            self._all_numbers[features] = {number for one in features for number in self._seen.get(one, (0, []))[1]}
        return self._all_numbers[features]

    def foreign(self, feature: str, x0: float, y0: float, x1: float, y1: float) -> float:
        """The part of a line of px in the view that lies on land of other features, 0–1."""
        numbers = self._seen.get(feature, (0, [0]))[1]
        steps = np.linspace(0.0, 1.0, int(max(abs(x1 - x0), abs(y1 - y0)) / SIDE_PX) + 2)
        rows, columns = self.of.shape
        down = np.clip((y0 + (y1 - y0) * steps) / SIDE_PX, 0, rows - 1).astype(int)
        across = np.clip((x0 + (x1 - x0) * steps) / SIDE_PX, 0, columns - 1).astype(int)
        cells = self.of[down, across]
        return float(((cells > 0) & ~np.isin(cells, numbers)).mean())

    def away(self, feature: str, x0: float, y0: float, x1: float, y1: float, reach: float) -> tuple[float, float]:
        """How far from a box of px the land of a feature is, and that of others: 0 where it reaches into the box, and
        what is farther off than ``reach`` px counts as if it were there."""
        rows, columns = self.of.shape
        left, right = max(int((x0 - reach) / SIDE_PX), 0), min(int((x1 + reach) / SIDE_PX) + 1, columns)
        top, low = max(int((y0 - reach) / SIDE_PX), 0), min(int((y1 + reach) / SIDE_PX) + 1, rows)
        part = self.of[top:low, left:right]
        x, y = (np.arange(left, right) + 0.5) * SIDE_PX, (np.arange(top, low) + 0.5) * SIDE_PX
        across, down = np.maximum(np.maximum(x0 - x, x - x1), 0.0), np.maximum(np.maximum(y0 - y, y - y1), 0.0)
        away = np.hypot(across[None, :], down[:, None])
        numbers = self._seen.get(feature, (0, [0]))[1]
        mine = part == numbers[0] if len(numbers) == 1 else np.isin(part, numbers)
        own, other = (float(away[some].min(initial=reach)) for some in (mine, ~mine & (part > 0)))
        return own, other

    def _well_inside(self, numbers: list[int], x: float, y: float) -> bool:
        """Does a point lie on the feature and not near the edge of the view?"""
        rows, columns = self.of.shape
        across, down = x / SIDE_PX, y / SIDE_PX
        if not (EDGE < across / columns < 1 - EDGE and EDGE < down / rows < 1 - EDGE):
            return False
        return int(self.of[int(down), int(across)]) in numbers


def lands(areas: Areas, view: Viewport) -> Lands:
    """Where a view shows which country: what was found last, while neither has changed, as when only symbols do."""
    known = _newest.get(areas)
    if known is None or known[0] != view:
        known = _newest[areas] = (view, Lands(areas, view))
    return known[1]


_newest: WeakKeyDictionary[Areas, tuple[Viewport, Lands]] = WeakKeyDictionary()


def _sums(cells: np.ndarray, tall: int, wide: int) -> np.ndarray:
    """How many cells of each rectangle of a size are true, by its first row and column; empty where none fits."""
    rows, columns = cells.shape
    if tall > rows or wide > columns:
        return np.empty((0, 0), int)
    total = _summed(cells)
    return total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]


def _summed(cells: np.ndarray) -> np.ndarray:
    """How many cells above and left of each corner are true."""
    rows, columns = cells.shape
    total = np.zeros((rows + 1, columns + 1), np.int32)
    np.cumsum(cells, axis=0, dtype=np.int32, out=total[1:, 1:])
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    return total
