"""One pixmap with a sprite for each look, and symbols drawn from it: no step of Python for a symbol.

What is drawn goes through ``drawPixmapFragments`` from a buffer that is filled by columns and used again. Sprites have
an odd number of device px and are set on whole ones, so that a symbol's middle lies in the middle of a px, unblurred.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
from PySide6 import QtCore, QtGui
from shiboken6 import Shiboken

from mineralmap.layers.layer import Marks
from mineralmap.render.points.looks import Look, Looks, reach

WIDTH, ROWS = 1024, 512
"""Width of the pixmap and the rows that it grows by, device px."""
MOST_ROWS = 16_384
"""64 MB: what is more is forgotten, and painted again when it is asked for."""
CHUNK = 16_384
"""Symbols drawn by one call: their buffer stays in the processor's cache."""

SKETCHED_FROM = 100
"""Sets with as many looks have their sprites painted by the thread that makes the map."""

PaintOne = Callable[[QtGui.QPainter, Marks, int, float], None]
"""Paints one symbol of some marks about the origin, turned by some degrees."""


_newest_density = [1.0]
_atlases: "WeakSet[Atlas]" = WeakSet()


def sketch(marks: Marks, looks: Looks, paper: str, paint: PaintOne) -> None:
    """Paint the sprites of a set in any thread, for the window that was last painted; those that every atlas of that
    kind has from earlier maps are not needed."""
    density = _newest_density[0]
    if len(looks.keys) < SKETCHED_FROM or looks.sketches_for == (density, paper):
        return
    atlases = [one for one in list(_atlases) if one.made_for == (density, paper)]
    known = [key for key in looks.keys if all(key in one for one in atlases)] if atlases else []
    if atlases and len(looks.keys) - len(known) < SKETCHED_FROM:
        looks.sketches, looks.sketches_for = {}, (density, paper)
        return  # few of them may be in view, which the window knows
    made, there = {}, set(known)
    for look, i in enumerate(looks.first.tolist()):
        if looks.keys[look] in there:
            continue
        side = _side(marks, i, density)
        image = QtGui.QImage(side, side, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QtCore.Qt.GlobalColor.transparent)
        painter = QtGui.QPainter(image)
        try:
            _paint_sprite(painter, marks, i, side / 2, side / 2, density, paint)
        finally:
            painter.end()
        made[look] = image
    looks.sketches, looks.sketches_for = made, (density, paper)


def _side(marks: Marks, i: int, density: float) -> int:
    return 2 * int(np.ceil(reach(marks, i) * density)) + 1


def _paint_sprite(
    painter: QtGui.QPainter, marks: Marks, i: int, x: float, y: float, density: float, paint: PaintOne
) -> None:
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(density, density)
    paint(painter, marks, i, 0.0 if marks.angle is None else -float(marks.angle[i]))


class Atlas:
    """Sprites by look, for one number of device px per px and one colour of paper at a time."""

    def __init__(self) -> None:
        self._pixmap: QtGui.QPixmap | None = None
        self._slot_of: dict[Look, int] = {}
        self._source = np.zeros((0, 4))
        self._shelves: dict[int, tuple[int, int]] = {}
        self._used = 0
        self.made_for: tuple[float, str] = (0.0, "")
        """Density and paper."""
        _atlases.add(self)
        self.generation = 0
        """Changes whenever all is forgotten: numbers of sprites are worth nothing after that."""
        self._of: WeakKeyDictionary[Marks, tuple[int, np.ndarray]] = WeakKeyDictionary()
        self._buffer = np.zeros((CHUNK, 10))
        self._buffer[:, 6:8] = 1.0
        self._first: Any = Shiboken.wrapInstance(self._buffer.ctypes.data, QtGui.QPainter.PixmapFragment)

    def __len__(self) -> int:
        return len(self._slot_of)

    def __contains__(self, look: Look) -> bool:
        return look in self._slot_of

    def use(self, density: float, paper: str) -> None:
        """Sprites are for so many device px per px and such a paper from here on."""
        if self.made_for != (density, paper):
            self.made_for = (density, paper)
            _newest_density[0] = density
            self.clear()

    def clear(self) -> None:
        """Forget every sprite."""
        self._pixmap, self._source = None, np.zeros((0, 4))
        self._slot_of.clear()
        self._shelves.clear()
        self._used = 0
        self.generation += 1

    def known(self, marks: Marks, looks: Looks) -> np.ndarray:
        """The number of the sprite of each look of a set, (k,), -1 where it is not painted yet; kept as long as the set
        lives: most are drawn by one map after another. Looks are those that the set itself has."""
        generation, found = self._of.get(marks, (-1, np.empty(0, np.int32)))
        if generation != self.generation:
            found = np.array([self._slot_of.get(key, -1) for key in looks.keys], np.int32)
            self._of[marks] = self.generation, found
        return found

    def fetch(self, marks: Marks, looks: Looks, wanted: np.ndarray, paint: PaintOne) -> np.ndarray:
        """The same once some looks, (k,) their numbers, are painted."""
        before, found = self.generation, self.known(marks, looks)
        slots = self.slots(marks, looks, wanted, paint)
        found = found if self.generation == before else self.known(marks, looks)  # all was forgotten to make room
        found[wanted] = slots
        return found

    def slots(self, marks: Marks, looks: Looks, wanted: np.ndarray, paint: PaintOne) -> np.ndarray:
        """The sprites of some looks (numbers, (k,)), painted where they are not there yet."""
        found = [self._slot_of.get(looks.keys[look], -1) for look in wanted.tolist()]
        if -1 in found:
            new = [look for look, slot in zip(wanted.tolist(), found, strict=True) if slot < 0]
            before = self.generation
            self._add(marks, looks, new, paint)
            if self.generation != before:
                self._add(marks, looks, wanted.tolist(), paint)
            found = [self._slot_of.get(looks.keys[look], 0) for look in wanted.tolist()]
        return np.array(found, np.int32)

    def draw(
        self, painter: QtGui.QPainter, x: np.ndarray, y: np.ndarray, slot: np.ndarray, opacity: float = 1.0
    ) -> None:
        """Draw sprites (n,) with their middles in the device px that px (n,) lie in; the last one on top."""
        if self._pixmap is None or not len(x):
            return
        density = self.made_for[0]
        painter.save()
        painter.scale(1 / density, 1 / density)
        for begin in range(0, len(x), CHUNK):
            part = slice(begin, begin + CHUNK)
            n = len(x[part])
            self._buffer[:n, 0] = np.floor(x[part] * density) + 0.5
            self._buffer[:n, 1] = np.floor(y[part] * density) + 0.5
            self._buffer[:n, 2:6] = self._source[slot[part]]
            self._buffer[:n, 9] = opacity
            painter.drawPixmapFragments(self._first, n, self._pixmap)
        painter.restore()

    def _add(self, marks: Marks, looks: Looks, new: list[int], paint: PaintOne) -> None:
        density = self.made_for[0]
        places = []
        for look in new:
            i = int(looks.first[look])
            side = _side(marks, i, density)
            place = self._place(side)
            if place is None:
                self.clear()
                return
            places.append((look, i, side, *place))
        self._grow()
        assert self._pixmap is not None
        painter = QtGui.QPainter(self._pixmap)
        try:
            for look, i, side, left, top in places:
                painter.resetTransform()
                painter.setClipRect(QtCore.QRect(left, top, side, side))
                if looks.sketches_for == self.made_for and look in looks.sketches:
                    painter.drawImage(QtCore.QPoint(left, top), looks.sketches[look])
                else:
                    _paint_sprite(painter, marks, i, left + side / 2, top + side / 2, density, paint)
        finally:
            painter.end()
        for number, (look, *_) in enumerate(places, start=len(self._source)):
            self._slot_of[looks.keys[look]] = number
        added = np.array([(left, top, side, side) for _, _, side, left, top in places], float).reshape(-1, 4)
        self._source = np.concatenate([self._source, added])

    def _place(self, side: int) -> tuple[int, int] | None:
        """Room for a square: on the shelf of squares about as high, or on a new one; ``None`` when there is none."""
        high = -(-side // 8) * 8
        left, top = self._shelves.get(high, (WIDTH, 0))
        if left + side > WIDTH:
            left, top = 0, self._used
            if side > WIDTH or top + high > MOST_ROWS:
                return None
            self._used += high
        self._shelves[high] = (left + side, top)
        return left, top

    def _grow(self) -> None:
        have = 0 if self._pixmap is None else self._pixmap.height()
        if self._used <= have and self._pixmap is not None:
            return
        larger = QtGui.QPixmap(WIDTH, max(-(-self._used // ROWS), 1) * ROWS)
        larger.fill(QtCore.Qt.GlobalColor.transparent)
        if self._pixmap is not None:
            painter = QtGui.QPainter(larger)
            try:
                painter.drawPixmap(0, 0, self._pixmap)
            finally:
                painter.end()
        self._pixmap = larger
