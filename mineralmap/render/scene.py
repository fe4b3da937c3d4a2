"""A map into paint: one Scene serves the window, the picture, SVG and PDF.

Everything is painted in px of a 96-dpi screen; a painter that is scaled makes a larger picture with larger symbols.
One path for each polygon, left out when outside the view or smaller than a px: Qt's antialiased rasteriser is
superlinear in the size of one path.
"""

from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Areas, Lines, Map, Marks, Paint, Primitive, Texts
from mineralmap.render import hatch, labels, symbols

OBSTACLE_PX = 7.0
"""Symbols from this size on push labels away."""
LANE_PX = 0.8
"""Lines to be pointed at that are this wide are not covered by the key."""
INHABITED = 0.86
"""Part of the globe's height that the opening view always shows, from the north."""
WORLD_MPP = 20_000.0
"""Metres per px of the whole world in a large window."""
_KEPT = 24


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
        """The view that a map asks for. The opening view is as wide as the globe, cut in the south if need be, though
        never a lane that matters."""
        if not drawn.whole:
            return Viewport.around(drawn.extent, width, height)
        x0, y0, x1, y1 = drawn.extent
        air = (x1 - x0) * 0.012
        down = max((y1 - y0) * INHABITED, y1 + 4 * air - _southernmost(drawn))
        mpp = max((x1 - x0 + 2 * air) / max(width, 1.0), down / max(height, 1.0))
        # Room to spare goes below rather than above: there the key stands, and the Antarctic, of which nothing is said.
        top = y1 + air + 0.15 * max(mpp * height - down - 2 * air, 0.0)
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


def _southernmost(drawn: Map) -> float:
    """Metres north of the equator (mostly below 0) of the lowest line that matters; inf where there is none."""
    lowest = float("inf")
    for layer in drawn.layers:
        for part in layer.primitives if layer.visible else ():
            if isinstance(part, Lines) and part.ids:
                wide = np.repeat(part.width >= LANE_PX, np.diff(part.start))
                lowest = min(lowest, float(part.y.min(where=wide, initial=np.inf)))
    return lowest


@dataclass(frozen=True, eq=False)
class _Paths:
    """Paths of one primitive in metres, and their boxes (n, 4) as x0, x1, y0, y1. ``source`` keeps the array alive."""

    paths: list[QtGui.QPainterPath]
    boxes: np.ndarray
    source: np.ndarray


_paths_kept: OrderedDict[int, _Paths] = OrderedDict()
_paths_lock = Lock()
"""Exports paint in a thread of their own."""


def _keep(source: np.ndarray, make: Any) -> _Paths:
    # The basemap's arrays are the same objects from map to map: their paths are made once a session.
    with _paths_lock:
        kept = _paths_kept.get(id(source))
    if kept is None or kept.source is not source:
        # Outside the lock: the window must not wait for paths that it does not want.
        kept = make()
    with _paths_lock:
        _paths_kept[id(source)] = kept
        _paths_kept.move_to_end(id(source))
        while len(_paths_kept) > _KEPT:
            _paths_kept.popitem(last=False)
    return kept


def area_paths(areas: Areas) -> _Paths:
    """One path for each polygon, holes as further rings."""

    def make() -> _Paths:
        count = len(areas.feature_of_polygon)
        first = np.searchsorted(areas.polygon_of_ring, np.arange(count + 1))
        start = areas.ring_start[first]
        connect = np.ones(len(areas.x), np.int32)
        connect[areas.ring_start[1:] - 1] = 0
        paths = []
        for a, z in zip(start[:-1].tolist(), start[1:].tolist(), strict=True):
            path = arrayToQPath(areas.x[a:z], areas.y[a:z], connect=connect[a:z])  # type: ignore[arg-type]
            path.setFillRule(QtCore.Qt.FillRule.OddEvenFill)
            paths.append(path)
        return _Paths(paths, _boxes(areas.x, areas.y, start), areas.x)

    return _keep(areas.x, make)


def line_paths(lines: Lines) -> _Paths:
    """One path for each line."""

    def make() -> _Paths:
        start = lines.start.tolist()
        paths = [arrayToQPath(lines.x[a:z], lines.y[a:z], connect="all") for a, z in pairwise(start)]
        return _Paths(paths, _boxes(lines.x, lines.y, lines.start), lines.x)

    return _keep(lines.x, make)


def _boxes(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    if len(start) < 2:
        return np.empty((0, 4))
    at = np.asarray(start[:-1])
    return np.column_stack([f.reduceat(v, at) for v in (x, y) for f in (np.minimum, np.maximum)])


def make_paths(drawn: Map, everything: bool = True) -> None:
    """Make and keep the paths of a map, so that the first paint finds them; for the thread that composes it.

    Without ``everything`` only those of the whole world's view, not those for looking closer.
    """
    for primitive in (one for layer in drawn.layers if layer.visible for one in layer.primitives):
        if isinstance(primitive, Areas | Lines) and (everything or primitive.detail[1] > WORLD_MPP):
            if isinstance(primitive, Areas):
                area_paths(primitive)
            else:
                line_paths(primitive)


class Scene:
    """A map ready to be painted, again and again, at any view.

    ``sprites`` are the symbols of earlier maps in the same window, kept by what they look like.
    """

    def __init__(self, drawn: Map, sprites: dict[tuple[object, ...], QtGui.QPixmap] | None = None) -> None:
        self.map = drawn
        self._primitives = [primitive for layer in drawn.layers if layer.visible for primitive in layer.primitives]
        self._words = [primitive for primitive in self._primitives if isinstance(primitive, Texts)]
        drawn_ones = [primitive for primitive in self._primitives if not isinstance(primitive, Texts)]
        first = next((i for i, one in enumerate(drawn_ones) if isinstance(one, Marks)), len(drawn_ones))
        self._ground, self._top = drawn_ones[:first], drawn_ones[first:]
        self._sprites = {} if sprites is None else sprites

    def paint(self, painter: QtGui.QPainter, view: Viewport, keep_clear: np.ndarray | None = None) -> None:
        """The whole map in vectors: for pictures and files. ``keep_clear`` boxes (n, 4) px take no labels."""
        self.paint_ground(painter, view)
        self.paint_top(painter, view)
        self.paint_labels(painter, view, keep_clear)

    def paint_ground(self, painter: QtGui.QPainter, view: Viewport) -> None:
        """Areas and lines below the first symbols: what a window keeps as one pixmap while it moves."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for primitive in self._ground:
            self._paint(painter, view, primitive, None)

    def paint_top(self, painter: QtGui.QPainter, view: Viewport, sprite_scale: float | None = None) -> None:
        """Symbols and what lies over them; from sprites of that many device px per px when it is given."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for primitive in self._top:
            self._paint(painter, view, primitive, sprite_scale)

    def paint_labels(self, painter: QtGui.QPainter, view: Viewport, keep_clear: np.ndarray | None = None) -> None:
        """Words, as many as fit."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        labels.paint_labels(painter, self.placed(view, keep_clear), self.map.ground)

    def placed(self, view: Viewport, keep_clear: np.ndarray | None = None) -> list[labels.Placed]:
        """The labels that this view has room for."""
        taken = [np.empty((0, 4))] if keep_clear is None else [keep_clear]
        for marks in (one for one in self._top if isinstance(one, Marks) and one.shape != "arrow"):
            if not marks.detail[0] <= view.mpp < marks.detail[1]:
                continue
            bar = marks.shape in ("bar", "barred")
            large = np.flatnonzero((marks.diameter >= OBSTACLE_PX) | bar)
            x, y = view.px(marks.x[large], marks.y[large])
            r = marks.diameter[large] / (3 if bar else 2)
            taken.append(np.column_stack([x - r, y - r, x + r, y + r]))
        points = [(words, *view.px(words.x, words.y)) for words in self._words]
        return labels.place(points, (view.width, view.height), view.mpp, np.vstack(taken))

    def within(self, view: Viewport, left: float, top: float, right: float, bottom: float) -> bool:
        """Does any symbol, lane that matters or place of a name lie in a rectangle of px?"""
        for part in (*self._ground, *self._top, *self._words):
            if isinstance(part, Lines) and part.ids:
                x, y = view.px(part.x, part.y)
                x = np.where(np.repeat(part.width, np.diff(part.start)) >= LANE_PX, x, np.inf)
                if ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).any():
                    return True
            if isinstance(part, Texts) or (isinstance(part, Marks) and part.detail[0] <= view.mpp < part.detail[1]):
                x, y = view.px(part.x, part.y)
                if ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).any():
                    return True
        return False

    def _paint(self, painter: QtGui.QPainter, view: Viewport, primitive: Primitive, sprites: float | None) -> None:
        if isinstance(primitive, Areas):
            if primitive.detail[0] <= view.mpp < primitive.detail[1]:
                _paint_areas(painter, view, primitive)
        elif isinstance(primitive, Lines):
            if primitive.detail[0] <= view.mpp < primitive.detail[1]:
                _paint_lines(painter, view, primitive)
        elif isinstance(primitive, Marks) and primitive.detail[0] <= view.mpp < primitive.detail[1]:
            self._paint_marks(painter, view, primitive, sprites)

    def _paint_marks(self, painter: QtGui.QPainter, view: Viewport, marks: Marks, sprites: float | None) -> None:
        x, y = view.px(marks.x, marks.y)
        near = 40.0
        seen = np.flatnonzero((x > -near) & (x < view.width + near) & (y > -near) & (y < view.height + near)).tolist()
        base = painter.transform()
        for i in seen:
            turn = 0.0 if marks.angle is None else -float(marks.angle[i])
            if sprites is not None:
                sprite = self._sprite(marks, i, turn, sprites)
                half = sprite.width() / sprites / 2
                # Whole device px: a sprite between two px would be blurred.
                left, top = (round((p - half) * sprites) / sprites for p in (float(x[i]), float(y[i])))
                painter.drawPixmap(QtCore.QPointF(left, top), sprite)
                continue
            painter.setTransform(QtGui.QTransform.fromTranslate(float(x[i]), float(y[i])) * base)
            if turn:
                painter.rotate(turn)
            _paint_mark(painter, marks, i, self.map.ground.paper)
        painter.setTransform(base)

    def _sprite(self, marks: Marks, i: int, turn: float, scale: float) -> QtGui.QPixmap:
        ring = round(float(marks.ring[i]) * 36) / 36
        colour = marks.ring_colours[int(marks.ring_colour[i])] if ring > 0 and marks.ring_colours else ""
        key = (
            marks.shape,
            round(float(marks.diameter[i]) * 4),
            marks.paints[int(marks.paint[i])],
            bool(marks.hollow[i]),
            ring,
            colour,
            bool(marks.faded[i]),
            round(turn),
            scale,
            self.map.ground.paper,
        )
        kept = self._sprites.get(key)
        if kept is None:
            half = symbols.reach(marks.shape, float(marks.diameter[i]), ring)
            side = 2 * int(np.ceil(half * scale)) + 1
            kept = QtGui.QPixmap(side, side)
            kept.setDevicePixelRatio(scale)
            kept.fill(QtCore.Qt.GlobalColor.transparent)
            painter = QtGui.QPainter(kept)
            try:
                painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
                painter.translate(side / scale / 2, side / scale / 2)
                painter.rotate(turn)
                _paint_mark(painter, marks, i, self.map.ground.paper)
            finally:
                painter.end()
            self._sprites[key] = kept
        return kept


def _paint_mark(painter: QtGui.QPainter, marks: Marks, i: int, paper: str) -> None:
    ring = float(marks.ring[i])
    symbols.paint_symbol(
        painter,
        marks.shape,
        float(marks.diameter[i]),
        marks.paints[int(marks.paint[i])],
        hollow=bool(marks.hollow[i]),
        ring=ring,
        ring_colour=marks.ring_colours[int(marks.ring_colour[i])] if ring > 0 and marks.ring_colours else "",
        faded=bool(marks.faded[i]),
        paper=paper,
    )


def _seen(view: Viewport, boxes: np.ndarray, least: float) -> np.ndarray:
    x0, y0, x1, y1 = view.extent()
    left, right, low, high = boxes.T
    inside = (left < x1) & (right > x0) & (low < y1) & (high > y0)
    return inside & ((right - left > least) | (high - low > least))


def _paint_areas(painter: QtGui.QPainter, view: Viewport, areas: Areas) -> None:
    kept = area_paths(areas)
    if not len(kept.paths):
        return
    paint_of = areas.paint[areas.feature_of_polygon]
    shown = np.flatnonzero(_seen(view, kept.boxes, view.mpp))
    base = painter.transform()
    to_px = view.transform()
    painter.setTransform(to_px * base)
    scale = abs(base.m11()) or 1.0
    for number in np.unique(paint_of[shown]).tolist():
        paint: Paint = areas.paints[number]
        some = shown[paint_of[shown] == number].tolist()
        painter.setOpacity(paint.opacity)
        painter.setPen(symbols.pen(paint, paint.width * scale, cosmetic=True) if paint.line else symbols.NO_PEN)
        painter.setBrush(QtGui.QColor(paint.fill) if paint.fill else symbols.NO_BRUSH)
        for i in some:
            painter.drawPath(kept.paths[i])
        if paint.hatch:
            painter.setTransform(base)
            for i in some:
                _hatch(painter, view, areas, i, paint)
            painter.setTransform(to_px * base)
    painter.setOpacity(1.0)
    painter.setTransform(base)


def _hatch(painter: QtGui.QPainter, view: Viewport, areas: Areas, polygon: int, paint: Paint) -> None:
    first, end = np.searchsorted(areas.polygon_of_ring, [polygon, polygon + 1])
    start = areas.ring_start[first : end + 1]
    x, y = view.px(areas.x[start[0] : start[-1]], areas.y[start[0] : start[-1]])
    hatch.paint_hatch(painter, paint.hatch, paint.hatch_colour, x, y, start - start[0], (view.width, view.height))


def _paint_lines(painter: QtGui.QPainter, view: Viewport, lines: Lines) -> None:
    kept = line_paths(lines)
    if not len(kept.paths):
        return
    base = painter.transform()
    painter.setTransform(view.transform() * base)
    painter.setBrush(symbols.NO_BRUSH)
    scale = abs(base.m11()) or 1.0
    for i in np.flatnonzero(_seen(view, kept.boxes, 0.0)).tolist():
        paint = lines.paints[int(lines.paint[i])]
        painter.setOpacity(paint.opacity)
        painter.setPen(symbols.pen(paint, float(lines.width[i]) * scale, cosmetic=True))
        painter.drawPath(kept.paths[i])
    painter.setOpacity(1.0)
    painter.setTransform(base)
