"""The whole map at rest as one pixmap: ground, symbols, words and what stands around, made in steps.

Whoever waits for it runs through the steps at once; a window lets its events come between them (``making``).
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Texts
from mineralmap.render import bits, furniture, key, lettering, strip
from mineralmap.render.backing import Backing, Painted, painted
from mineralmap.render.pixmap import blank, device_px, unpainted
from mineralmap.render.points import badges
from mineralmap.render.points.cloud import THIN_FROM
from mineralmap.render.points.fans import CLOSE_MPP
from mineralmap.render.scene import Part, Scene
from mineralmap.render.viewport import Viewport

KEY_MARGIN, SCALE_ROOM = 12.0, 200.0


class Still:
    """One scene at one view, above a key of a height; ``backing`` is the ground that may be there already."""

    def __init__(
        self, scene: Scene, view: Viewport, density: float, backing: Backing, laid: key.Key | None, high: float,
        known: QtGui.QPixmap | None = None, standing: list[list[float]] | None = None,
    ) -> None:  # fmt: skip
        self.scene, self.view, self.density, self.backing = scene, view, density, backing
        self.key, self.high, self.strip = laid, high, known if laid is not None else None
        self.standing = standing or []
        """Boxes, px, of what stands on the map and takes no words."""
        self.pixmap = QtGui.QPixmap()
        """All of it."""
        self._labels: list[lettering.Placed] = []
        self._counts: list[badges.Badge] = []
        self._over: QtGui.QPixmap | None = None
        self.thinned = ""
        """How many symbols are drawn of how many; "" when all are."""

    def of(self, scene: Scene) -> "Still | None":
        """The same picture for another map; ``None`` where that does not show the very same things here."""
        if not _same_sight(self.scene, scene, self.view):
            return None
        made = copy(self)
        made.scene = scene
        return made

    @property
    def grounded(self) -> bool:
        """Is the ground there, exactly?"""
        return self.backing.exact(self.scene, self.view, self.density)

    def ground(self) -> Painted:
        """Paint the ground; any thread may."""
        return painted(self.scene, self.view, self.density)

    def steps(self, slowly: bool = False) -> Iterator[None]:
        """Make it, and stop between its parts; ``slowly``: after some milliseconds each time."""
        view, density, drawn = self.view, self.density, self.scene.map
        self.backing.make(self.scene, view, density, moving=False)
        if slowly:
            yield from bits.now_and_then(self.scene.sprites(view, density))
        pixmap = unpainted(view.width, view.height, density)
        painter = QtGui.QPainter(pixmap)
        try:
            if not self.backing.fills(view):
                painter.fillRect(QtCore.QRectF(0, 0, view.width, view.height), QtGui.QColor(drawn.ground.around))
            self.backing.draw(painter, view)
            self.scene.paint_top(painter, view, density)
        finally:
            painter.end()
        yield
        yield from self._lay_words(slowly)
        self._paint_strip()
        yield
        painter = QtGui.QPainter(pixmap)
        try:
            self._say(painter)
            self.furnish(painter, view)
        finally:
            painter.end()
        self.pixmap = pixmap

    def furnish(self, painter: QtGui.QPainter, scaled: Viewport) -> None:
        """Paint key, scale and the note of what is not drawn; the scale is told as for the view ``scaled``."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self._paint_strip()
        if self.strip is not None:
            painter.drawPixmap(QtCore.QPointF(0, self.map_height), self.strip)
        if self.thinned:
            self._paint_note(painter)
        furniture.paint_scale(
            painter, self.scene.map, scaled, self.view.width - KEY_MARGIN, self.map_height - 4.0, True, self.scene.grown
        )

    def _paint_note(self, painter: QtGui.QPainter) -> None:
        """The note of what is not drawn, from a picture that is kept: in a widget its halo would cost 12 ms a frame."""
        left, bottom, room, pixels = self._note()
        note = badges.note_picture(self.thinned, room, self.scene.map.ground, self.density, pixels)
        # Whole device px: between two px the words would be blurred.
        top = bottom - note.height() / self.density + badges.AIR_PX
        at = [round(one * self.density) / self.density for one in (left - badges.AIR_PX, top)]
        painter.drawPixmap(QtCore.QPointF(*at), note)

    def _paint_strip(self) -> None:
        """The key as a pixmap, where it is not there yet in this size: it stands in the middle of its room."""
        size = self.view.width, self.view.height - self.map_height
        known = self.strip
        if self.key is None or (known is not None and known.size().toTuple() == device_px(*size, self.density)):
            return
        self.strip = strip.painted(self.key, size, self.density, self.scene.map.ground.around)

    @property
    def map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        return self.view.height - self.high

    @property
    def over(self) -> QtGui.QPixmap:
        """The words and counts that lie over the symbols, by themselves: they move with the hand."""
        if self._over is None:
            self._over = blank(self.view.width, self.view.height, self.density)
            painter = QtGui.QPainter(self._over)
            try:
                self._say(painter)
            finally:
                painter.end()
        return self._over

    @property
    def words(self) -> list[QtCore.QRectF]:
        """Where words and counts stand, px."""
        labels = [label.path.boundingRect().translated(label.x, label.y) for label in self._labels]
        return [*labels, *(count.box for count in self._counts)]

    def _say(self, painter: QtGui.QPainter) -> None:
        """Paint words and counts."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        lettering.paint_labels(painter, self._labels, self.scene.map.ground)
        badges.paint_badges(painter, self._counts, self.scene.map.ground)

    def _lay_words(self, slowly: bool) -> Iterator[None]:
        """Find room for the labels of this view and for the counts of what is not drawn."""
        scene, view, ground = self.scene, self.view, self.scene.map.ground
        hidden = scene.heaps(view)
        heaps, self.thinned = hidden.heaps, hidden.words(scene.map.unit)
        scene.lands(view)  # is kept: as long as the placing of words that asks for it
        yield
        clear = self.clear()
        placing = scene.placing(view, clear)
        placed = (yield from bits.now_and_then(placing)) if slowly else bits.at_once(placing)
        yield
        taken = [[float(v) for v in box] for box in clear]
        for label in placed if heaps else ():
            box = label.path.boundingRect().translated(label.x, label.y)
            taken.append([box.left(), box.top(), box.right(), box.bottom()])
        self._labels = placed
        self._counts = scene.counts(heaps, view, (view.width, self.map_height), key.boxes(taken))
        if slowly:
            yield from bits.now_and_then(lettering.pictures(placed, ground, self.density))
        yield

    def clear(self) -> np.ndarray:
        """Boxes (n, 4) px that take no words: scale, key, and the note of what is not drawn."""
        wide, high, below = self.view.width, self.view.height, self.map_height
        grown = self.scene.grown
        boxes = [
            [wide - SCALE_ROOM * grown, below - 10.0 - 20.0 * grown, wide, high],
            [0.0, below, wide, high],
            *self.standing,
        ]
        if self.thinned:
            box = badges.note_box(self.thinned, *self._note())
            boxes.append([0.0, box.top() - 4.0, box.right() + 4.0, below])
        return key.boxes(boxes)

    def _note(self) -> tuple[float, float, float, float]:
        """Left, bottom, room across and letters of the note of what is not drawn, px."""
        scale = SCALE_ROOM * self.scene.grown
        room = max(self.view.width - scale - 2 * KEY_MARGIN, SCALE_ROOM)
        return KEY_MARGIN, self.map_height - 8.0, room, badges.NOTE_PX * self.scene.grown


def _same_sight(one: Scene, other: Scene, view: Viewport) -> bool:
    """Do two scenes show the very same things in a view? Not told of many symbols and of those that move apart."""
    if max(one.total, other.total) > THIN_FROM or view.mpp < CLOSE_MPP:
        return False
    if (one.map.projection, one.map.ground, one.map.unit) != (other.map.projection, other.map.ground, other.map.unit):
        return False
    if (one.true, one.grown) != (other.true, other.grown):
        return False
    seen, shown = _sight(one, view), _sight(other, view)
    return len(seen) == len(shown) and all(
        a.primitive is b.primitive and (a.layer.opacity, a.layer.title) == (b.layer.opacity, b.layer.title)
        for a, b in zip(seen, shown, strict=True)
    )


def _sight(scene: Scene, view: Viewport) -> list[Part]:
    """What a view shows of a scene, without words for looking closer."""
    return [
        one
        for one in scene.sight(view)
        if not isinstance(one.primitive, Texts) or (one.primitive.closer >= view.mpp).any()
    ]


def told(scene: Scene, view: Viewport, map_height: float) -> float:
    """Metres of the ground in a metre of the map, as layers with limits are told."""
    return furniture.truth(scene.map, replace(view, height=map_height))
