"""Rings about the features that are lit together: chosen in a table, or pointed at in a chart. Drawn over the map that
stands; nothing is composed anew.

Rings of symbols are in the colour of words, and of dashes when chosen: partners' rings are whole and in their colours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Areas, Lines, Marks, Paint, Texts, plain_marks
from mineralmap.render import symbols
from mineralmap.render.paths import area_paths, line_paths
from mineralmap.render.points.atlas import Atlas
from mineralmap.render.points.cloud import Shown, cloud
from mineralmap.render.points.looks import looks
from mineralmap.render.scene import Part, Scene
from mineralmap.render.viewport import Viewport

AIR_PX, RING_PX, CIRCLE_PX = 3.0, 5.8, 5.0
"""Between a symbol and its halo; room that a partner ring takes, and the circle of what is the user's own."""
WIDEST_PX = 80
DASH_PX, DASHED = 8.0, 0.62
"""From one dash of a ring to the next, about, and the part of it that is painted."""
MANY, CELL_PX = 2_000, 10.0
"""Of more halos than this in view, one a cell of so many px is drawn."""


@dataclass(frozen=True, slots=True)
class Style:
    """Width and opacity of a halo's line, and whether it is of dashes about a symbol."""

    width: float
    opacity: float
    dashed: bool = False


CHOSEN, LIT = Style(2.0, 1.0, dashed=True), Style(4.5, 0.55)


class Halos:
    """The halos of one set of ids."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._ids: frozenset[str] = frozenset()
        self._found: dict[int, tuple[object, np.ndarray]] = {}
        self._atlas = Atlas()

    @property
    def ids(self) -> frozenset[str]:
        """What is lit."""
        return self._ids

    def set(self, ids: Collection[str]) -> bool:
        """Light these; true when that is something else than before."""
        new = frozenset(ids)
        new = new - {""} if "" in new else new  # what is taken away from is copied, and may be very many
        changed = new != self._ids
        if changed:
            self._ids = new
            self._found.clear()
        return changed

    def forget(self) -> None:
        """The map is another; the ids stay."""
        self._found.clear()

    def paint(
        self, painter: QtGui.QPainter, scene: Scene, view: Viewport, density: float, words: Sequence[QtCore.QRectF] = ()
    ) -> None:
        """Paint the halos of a view over it; outlines of countries and lanes leave ``words`` free."""
        if not self._ids:
            return
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        ground = scene.map.ground
        for part in scene.parts:
            one = part.primitive
            if not _may_have(part) or not part.drawn_at(view.mpp, scene.true):
                continue
            if isinstance(one, Marks):
                self._marks(painter, scene, one, view, density, ground.text)
            elif isinstance(one, Areas | Lines):
                self._outlines(painter, one, view, ground.accent, words)

    def seek(self, scene: Scene) -> None:
        """Find the features now, so that the paint, a turn of its own, need not: of very many that takes a while."""
        for part in scene.parts:
            if self._ids and _may_have(part) and not isinstance(part.primitive, Texts):
                self._positions(part.primitive)

    def _positions(self, part: Marks | Areas | Lines) -> np.ndarray:
        """Places of the ids among those of a primitive, ascending."""
        kept = self._found.get(id(part))
        if kept is None or kept[0] is not part:
            if isinstance(part, Marks):
                found = cloud(part).find(self._ids)
            else:
                found = np.flatnonzero(np.fromiter(map(self._ids.__contains__, part.ids), bool, len(part.ids)))
            kept = self._found[id(part)] = (part, found)
        return kept[1]

    def _marks(
        self, painter: QtGui.QPainter, scene: Scene, marks: Marks, view: Viewport, density: float, colour: str
    ) -> None:
        at = self._positions(marks)
        if not len(at):
            return
        x, y = view.px(marks.x[at], marks.y[at])
        seen = (x > -WIDEST_PX) & (x < view.width + WIDEST_PX) & (y > -WIDEST_PX) & (y < view.height + WIDEST_PX)
        at, x, y = at[seen], x[seen], y[seen]
        if len(at) > MANY:
            first = _one_a_cell(x, y, view)
            at, x, y = at[first], x[first], y[first]
        moved = scene.fanned(marks, Shown(at, x, y), view)
        reach = marks.diameter[at] * (1.26 if marks.shape in ("diamond", "arrow") else 1.1) + 2 * AIR_PX
        reach = reach + CIRCLE_PX * marks.circled
        if marks.ring_colours:
            reach = reach + np.where(marks.ring[at] > 0, RING_PX, 0.0)
        size = np.clip(np.rint(reach), 4, WIDEST_PX).astype(int)
        sizes, of = np.unique(size, return_inverse=True)
        under = scene.map.ground.paper
        dash = (DASHED, 1 - DASHED) if self._style.dashed else ()
        paint = Paint(fill=under, line=colour, width=self._style.width, opacity=self._style.opacity, dash=dash)
        nothing = np.zeros(len(sizes))
        samples = plain_marks("circle", nothing, nothing, sizes.astype(float), (paint,))
        self._atlas.use(density, scene.map.ground.paper)
        found = looks(samples)
        slots = self._atlas.slots(samples, found, np.arange(len(found.keys)), _ring)
        self._atlas.draw(painter, moved.x, moved.y, slots[found.of[of]])

    def _outlines(
        self,
        painter: QtGui.QPainter,
        part: Areas | Lines,
        view: Viewport,
        accent: str,
        words: Sequence[QtCore.QRectF],
    ) -> None:
        at = self._positions(part)
        if not len(at):
            return
        if isinstance(part, Areas):
            kept = area_paths(part)
            shown = kept.seen(view, view.mpp)
            shown = shown[np.isin(part.feature_of_polygon[shown], at)]
        else:
            kept = line_paths(part)
            shown = np.intersect1d(kept.seen(view, 0.0), at)
        kept.fetch(shown)
        painter.save()
        if words:
            free = QtGui.QRegion(0, 0, int(view.width), int(view.height))
            for box in words:
                free -= QtGui.QRegion(box.toAlignedRect())
            painter.setClipRegion(free, QtCore.Qt.ClipOperation.IntersectClip)
        scale = symbols.unit(painter)
        painter.setTransform(view.transform() * painter.transform())
        painter.setBrush(symbols.NO_BRUSH)
        for i in shown.tolist():
            width = self._style.width + (0.0 if isinstance(part, Areas) else float(part.width[i]))
            paint = Paint(line=accent, width=width)
            painter.setOpacity(self._style.opacity)
            painter.setPen(symbols.pen(paint, width * scale, cosmetic=True))
            painter.drawPath(kept.paths[i])
        painter.restore()


def _may_have(part: Part) -> bool:
    """Can features of it be chosen?"""
    one = part.primitive
    return isinstance(one, Marks) or (isinstance(one, Areas | Lines) and part.layer.pickable and bool(len(one.ids)))


def _one_a_cell(x: np.ndarray, y: np.ndarray, view: Viewport) -> np.ndarray:
    """Of points (n,) the first in each cell, ascending."""
    across = int((view.width + 2 * WIDEST_PX) / CELL_PX) + 2
    down = int((view.height + 2 * WIDEST_PX) / CELL_PX) + 2
    column, row = ((v + WIDEST_PX) / CELL_PX for v in (x, y))
    cell = row.astype(np.int64) * across + column.astype(np.int64)
    first = np.full(across * down, -1, np.int64)
    first[cell[::-1]] = np.arange(len(cell) - 1, -1, -1)
    return np.sort(first[first >= 0])


def _ring(painter: QtGui.QPainter, marks: Marks, i: int, turn: float) -> None:
    """A halo, if dashed of whole dashes, with paper under its line: it stands out from symbols of its own colour."""
    paint = marks.paints[0]
    radius = float(marks.diameter[i]) / 2
    painter.setOpacity(paint.opacity)
    painter.setBrush(symbols.NO_BRUSH)
    line = QtGui.QPen(QtGui.QColor(paint.line or "#000000"), paint.width)
    if paint.dash:
        around = 2 * np.pi * radius
        each = around / max(4, round(around / DASH_PX)) / paint.width
        line.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
        line.setDashPattern([part * each for part in paint.dash])
    for pen in (QtGui.QPen(QtGui.QColor(paint.fill or "#FFFFFF"), paint.width + 1.4), line):
        painter.setPen(pen)
        painter.drawEllipse(QtCore.QPointF(0, 0), radius, radius)
    painter.setOpacity(1.0)
