"""One set of symbols made ready to be drawn many times: their looks, their pyramid, and which of them a view shows."""

import weakref
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from mineralmap.layers.layer import Marks
from mineralmap.render.points.looks import Looks, looks
from mineralmap.render.points.pyramid import LEVELS, Clusters, Pyramid
from mineralmap.render.symbols import CORNERS
from mineralmap.render.viewport import Viewport

THIN_FROM = 20_000
"""As long as no more symbols than this lie in view, every one of them is drawn."""
NEAR_PX = 40.0
"""Symbols this far outside the view may still reach into it."""


@dataclass(frozen=True, eq=False)
class Shown:
    """The symbols of one view: ``at`` (n,) positions in the columns, ascending; ``x, y`` px. ``level`` is that of the
    pyramid, ``LEVELS`` when none is left out."""

    at: np.ndarray
    x: np.ndarray
    y: np.ndarray
    level: int = LEVELS


class Cloud:
    """Marks with what is worked out about them once; ``cloud`` keeps it as long as they live."""

    def __init__(self, marks: Marks) -> None:
        self._marks = weakref.ref(marks)
        self.n = len(marks.x)
        self.widest = float(np.nanmax(marks.diameter)) if self.n else 0.0
        self.looks: Looks = looks(marks)
        self.counted = marks.tonnes is not None and bool(np.isfinite(marks.tonnes).any())
        """Are any of its tonnes known? Only then are those of one place counted on the map."""
        self.pyramid = _pyramid(marks) if self.n > THIN_FROM else None
        self._names = _hashes(marks.ids) if self.n > THIN_FROM else None
        self._last: tuple[Viewport, int, Shown] | None = None

    def shown(self, view: Viewport, most: int, filled: bool = False) -> Shown:
        """The symbols that a view shows: all, or where there are very many only those that lie on top of others, and of
        these no more than ``most``: for a moment ``filled`` up to it, whatever covers what."""
        if self._last is not None and self._last[:2] == (view, most):
            return self._last[2]
        found = self._find(view, most, filled)
        self._last = (view, most, found)
        return found

    def find(self, ids: Collection[str]) -> np.ndarray:
        """Positions of some ids, ascending."""
        marks = self._marks()
        if marks is None:
            return np.empty(0, int)
        if self._names is None:
            known = ids if isinstance(ids, frozenset | set) else frozenset(ids)
            return np.flatnonzero(np.fromiter(map(known.__contains__, marks.ids), bool, len(marks.ids)))
        ordered, order = self._names
        asked = np.fromiter(map(hash, ids), np.int64, len(ids))
        asked.sort()
        first = np.searchsorted(ordered, asked)
        count = np.searchsorted(ordered, asked, side="right") - first
        begin = np.cumsum(count) - count
        # That another name has the same 64 bits is less likely than a fault of the memory; to look at each takes long.
        return np.sort(order[np.arange(int(count.sum())) + np.repeat(first - begin, count)])

    def clusters(self, at: np.ndarray, level: int) -> Clusters:
        """What lies in the cells of symbols that are drawn at a level, themselves included."""
        if self.pyramid is None or level >= LEVELS:
            ones = np.ones(len(at), int)
            return Clusters(ones, 0 * ones, np.zeros(len(at)))
        return self.pyramid.clusters(at, level)

    def _find(self, view: Viewport, most: int, filled: bool) -> Shown:
        marks = self._marks()
        if marks is None or not self.n:
            return Shown(np.empty(0, np.int32), np.empty(0), np.empty(0))
        if self.pyramid is None:
            return _seen(marks, np.arange(self.n, dtype=np.int32), LEVELS, view)
        x0, y0, x1, y1 = view.extent()
        near = NEAR_PX * view.mpp
        box = (x0 - near, y0 - near, x1 + near, y1 + near)
        few = min(THIN_FROM, most)
        # Tiles are coarse: of a few times as many, no more may lie in view.
        if self.pyramid.count(*box) <= 3 * few:
            shown = _seen(marks, self.pyramid.within(*box, LEVELS)[0], LEVELS, view)
            if len(shown.at) <= few:
                return shown
        return _seen(marks, *self.pyramid.within(*box, self.pyramid.level(view.mpp), most, filled), view)


def _seen(marks: Marks, at: np.ndarray, level: int, view: Viewport) -> Shown:
    """Those of some symbols that reach into a view."""
    x, y = view.px(marks.x[at], marks.y[at])
    seen = (x > -NEAR_PX) & (x < view.width + NEAR_PX) & (y > -NEAR_PX) & (y < view.height + NEAR_PX)
    return Shown(at, x, y, level) if seen.all() else Shown(at[seen], x[seen], y[seen], level)


_clouds: weakref.WeakKeyDictionary[Marks, Cloud] = weakref.WeakKeyDictionary()
_pyramids: weakref.WeakSet[Pyramid] = weakref.WeakSet()
_lock = Lock()


def cloud(marks: Marks) -> Cloud:
    """What is known of some marks, made when it is asked for the first time."""
    with _lock:
        kept = _clouds.get(marks)
    if kept is None:
        kept = Cloud(marks)
        with _lock:
            _clouds[marks] = kept
    return kept


_names: OrderedDict[int, tuple[Sequence[str], tuple[np.ndarray, np.ndarray]]] = OrderedDict()
"""Of the newest sets of ids, told apart as objects: another answer often has the same."""
NAMES_KEPT = 2


def _hashes(ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """A number of each name, in order, and the positions in that order: to find many names among very many."""
    with _lock:
        if id(ids) in _names:
            return _names[id(ids)][1]
    numbers = np.fromiter(map(hash, ids), np.int64, len(ids))
    order = np.argsort(numbers).astype(np.int32)
    made = numbers[order], order
    with _lock:
        _names[id(ids)] = ids, made  # which holds the ids: no other object gets their number
        while len(_names) > NAMES_KEPT:
            _names.popitem(last=False)
    return made


def _pyramid(marks: Marks) -> Pyramid:
    """A pyramid of these places: that of an earlier map when nothing has moved."""
    with _lock:
        known = list(_pyramids)
    for one in known:
        if _same(one.x, marks.x) and _same(one.y, marks.y) and _same(one.tonnes, marks.tonnes):
            return one
    made = Pyramid(marks.x, marks.y, marks.tonnes)
    with _lock:
        _pyramids.add(made)
    return made


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or (len(one) == len(other) and np.array_equal(one, other, equal_nan=True))


def corners(shown: list[tuple[Marks, Shown]]) -> np.ndarray:
    """Boxes (n, 4) px of symbols with their corners: names of countries keep off these where they can. Rings do not
    count, so that they are the same for all partners."""
    boxes = [np.empty((0, 4))]
    for marks, found in shown:
        r = np.asarray(marks.diameter)[found.at] / 2 * (CORNERS if marks.shape == "diamond" else 1.0)
        boxes.append(np.column_stack([found.x - r, found.y - r, found.x + r, found.y + r]))
    return np.vstack(boxes)
