"""The map in the window: it paints what the hand moves, and never keeps the hand waiting.

While it moves, the ground is a pixmap larger than the view with symbols above it, the uppermost of them when there are
very many; when it rests, everything is painted exactly and kept, so that a halo or a tip costs no more than a copy.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, key, labels, pick
from mineralmap.render.backing import Backing, alike, blank
from mineralmap.render.carry import carried
from mineralmap.render.halos import CHOSEN, LIT, Halos
from mineralmap.render.navigation import Navigable
from mineralmap.render.points import badges
from mineralmap.render.points.atlas import Atlas
from mineralmap.render.scene import Scene, Viewport

KEY_MARGIN, KEY_ROOM, LOW_KEY = 12.0, 0.4, 72.0
KEY_SPARE = 64.0
"""Px that a key may be lower than the last one without the map taking them: else it would jump with each toggle."""


_Event = QtCore.QEvent.Type
_STANDS_ELSEWHERE = (_Event.Show, _Event.Hide, _Event.Move, _Event.Resize)


class MapCanvas(Navigable):
    """Shows a Map. ``feature_hovered_id`` is the id under the pointer, "" for none; ``thinned_changed`` the words that
    say how many symbols are drawn, "" when all are."""

    feature_hovered_id = QtCore.Signal(str)
    thinned_changed = QtCore.Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._atlas = Atlas()
        self._backing = Backing()
        self._chosen, self._lit = Halos(CHOSEN), Halos(LIT)
        self._over: tuple[QtGui.QPixmap, Viewport] | None = None
        self._still: tuple[QtGui.QPixmap, Viewport] | None = None
        self._rings: tuple[QtGui.QPixmap, Viewport] | None = None
        self._strip: QtGui.QPixmap | None = None
        self._thinned = ""
        self._scale_of: Viewport | None = None
        self._found: pick.Picked | None = None
        self._key_shown, self._key_low = True, False
        self._key: key.Key | None = None
        self._key_high = 0.0
        self._laid: tuple[object, ...] | None = None
        self._standing: list[QtWidgets.QWidget] = []
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Map")
        self.feature_hovered.connect(self._say_hovered)

    def set_map(self, drawn: Map) -> None:
        """Show a map. The view stays where somebody has moved it, in another projection too."""
        before, scene = self._map, self._scene
        self._map, self._scene = drawn, Scene(drawn, self._atlas)
        self._lay_key()
        if before is None or before.projection != drawn.projection:
            kept = carried(self._view, before.projection, drawn.projection) if before and self._moved_by_hand else None
            self._moved_by_hand, self._whole = kept is not None, False
            if kept is not None:
                self._take(self._within(kept, kept.width / 2, kept.height / 2))
        if not self._moved_by_hand:
            self._take(self._opening())
        same = scene is not None and (scene.map.projection, scene.map.ground) == (drawn.projection, drawn.ground)
        if scene is None or not same or not alike(scene.ground, self._scene.ground):
            self._backing.forget()
        self._tell_true()
        self._chosen.forget()
        self._lit.forget()
        self._outdate()

    def set_chosen(self, ids: Collection[str]) -> None:
        """Put a halo about these features, as long as they are chosen. The map is not composed anew."""
        if self._chosen.set(ids):
            self._rings = None
            self.update()

    def light(self, ids: Collection[str]) -> None:
        """Put a wider, paler halo about these features for as long as something is pointed at; none takes it away."""
        if self._lit.set(ids):
            self.update()

    @property
    def chosen(self) -> frozenset[str]:
        """The features that have a halo."""
        return self._chosen.ids

    @property
    def lit(self) -> frozenset[str]:
        """The features that are lit for a moment."""
        return self._lit.ids

    @property
    def true(self) -> float:
        """Metres of the ground in a metre of the map in the middle, as layers with limits are told."""
        return self._scene.true if self._scene is not None else 1.0

    def keep_off(self, widget: QtWidgets.QWidget) -> None:
        """Words give way to a widget that stands on the map: what it hid nobody could read."""
        self._standing.append(widget)
        widget.installEventFilter(self)
        self._outdate()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if watched in self._standing and event.type() in _STANDS_ELSEWHERE:
            self._outdate()
        return super().eventFilter(watched, event)

    @property
    def thinned(self) -> str:
        """How many symbols are drawn of how many; "" when all are."""
        return self._thinned

    @property
    def map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        return self._map_height()

    def set_key_shown(self, shown: bool, low: bool = False) -> None:
        """Show or fold away the key; ``low``: its foremost blocks in a strip whose height is always the same."""
        self._key_shown, self._key_low = shown, low
        self._key_high = 0.0
        self._lay_key()
        if self._map is not None and not self._moved_by_hand:
            self._take(self._opening())
        self._outdate()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(900, 560)

    def pick(self, at: QtCore.QPointF) -> pick.Picked | None:
        """What lies under a px: the nearest symbol within reach, else a route, else the country."""
        here = at.y() < self._map_height()  # below it lies the key
        found = pick.under_scene(self._scene, self._view, at.x(), at.y()) if self._scene is not None and here else None
        self._found = found
        return found

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        try:
            painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
            self.paint_map(painter)
        finally:
            painter.end()

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        self._found = None
        super().leaveEvent(event)

    def paint_map(self, painter: QtGui.QPainter) -> None:
        """Paint everything in px."""
        if self._scene is None or self._map is None:
            painter.fillRect(self.rect(), self.palette().window())
            return
        density = self.devicePixelRatioF()
        if self._moving:
            self._paint_moving(painter, density)
        else:
            if self._still is None or self._still[1] != self._view or self._still[0].devicePixelRatio() != density:
                self._still = (self._paint_still(density), self._view)
            painter.drawPixmap(0, 0, self._still[0])
        painter.save()
        painter.setClipRect(QtCore.QRectF(0, 0, self.width(), self._map_height()))
        self._paint_chosen(painter, density)
        self._lit.paint(painter, self._scene, self._view, density)
        painter.restore()

    def _paint_chosen(self, painter: QtGui.QPainter, density: float) -> None:
        """The halos of what is chosen, kept as a pixmap while nothing moves."""
        assert self._scene is not None
        if self._moving or not self._chosen.ids:
            self._chosen.paint(painter, self._scene, self._view, density)
            return
        if self._rings is None or self._rings[1] != self._view or self._rings[0].devicePixelRatio() != density:
            pixmap = blank(self.width(), self.height(), density)
            inner = QtGui.QPainter(pixmap)
            try:
                self._chosen.paint(inner, self._scene, self._view, density)
            finally:
                inner.end()
            self._rings = (pixmap, self._view)
        painter.drawPixmap(0, 0, self._rings[0])

    def _paint_moving(self, painter: QtGui.QPainter, density: float) -> None:
        assert self._scene is not None
        self._paint_ground(painter, density)
        self._scene.paint_top(painter, self._view, density, moving=True)
        if self._over is not None and self._over[1].mpp == self._view.mpp:
            pixmap, then = self._over
            dx, dy = (then.left - self._view.left) / self._view.mpp, (self._view.top - then.top) / self._view.mpp
            painter.drawPixmap(QtCore.QPointF(dx, dy), pixmap)
        self._paint_furniture(painter, density)

    def _paint_still(self, density: float) -> QtGui.QPixmap:
        """The whole map at rest, as it is until it moves or changes."""
        assert self._scene is not None
        pixmap = blank(self.width(), self.height(), density)
        painter = QtGui.QPainter(pixmap)
        try:
            self._paint_ground(painter, density)
            self._scene.paint_top(painter, self._view, density)
            self._over = (self._overlay(density), self._view)
            painter.drawPixmap(0, 0, self._over[0])
            self._paint_furniture(painter, density)
        finally:
            painter.end()
        return pixmap

    def _paint_ground(self, painter: QtGui.QPainter, density: float) -> None:
        assert self._scene is not None
        assert self._map is not None
        self._backing.make(self._scene, self._view, density, self._moving)
        if not self._backing.fills(self._view):
            painter.fillRect(self.rect(), QtGui.QColor(self._map.ground.around))
        self._backing.draw(painter, self._view)

    def _overlay(self, density: float) -> QtGui.QPixmap:
        """The labels of this view and the counts of what is not drawn, as a pixmap that moves with the hand."""
        assert self._scene is not None
        assert self._map is not None
        heaps, drawn, in_all = self._scene.heaps(self._view)
        self._say_thinned(badges.drawn_words(drawn, in_all))
        placed = self._scene.placed(self._view, self._clear())
        taken = [[float(v) for v in box] for box in self._clear()]
        for label in placed if heaps else ():
            box = label.path.boundingRect().translated(label.x, label.y)
            taken.append([box.left(), box.top(), box.right(), box.bottom()])
        counts = self._scene.counts(heaps, self._view, (self.width(), self._map_height()), key.boxes(taken))
        pixmap = blank(self.width(), self.height(), density)
        painter = QtGui.QPainter(pixmap)
        try:
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            labels.paint_labels(painter, placed, self._map.ground)
            badges.paint_badges(painter, counts, self._map.ground)
        finally:
            painter.end()
        return pixmap

    def _clear(self) -> np.ndarray:
        assert self._map is not None
        boxes = [[self.width() - 200.0, self._map_height() - 30.0, self.width(), self.height()]]
        boxes.append([0.0, self._map_height(), self.width(), self.height()])
        stand = [QtCore.QRectF(one.geometry()) for one in self._standing if not one.isHidden()]
        boxes += [[one.left(), one.top(), one.right(), one.bottom()] for one in stand]
        if self._thinned:
            boxes.append([0.0, self._map_height() - 30.0, 360.0, self._map_height()])
        return key.boxes([list(map(float, box)) for box in boxes])

    def _lay_key(self) -> None:
        """The key is a strip below the map: over the map it would hide what somebody looks for."""
        room = LOW_KEY if self._key_low else max(self.height() * KEY_ROOM, 60.0)
        made = self._map if self._key_shown else None
        laid = (made.legend, made.ground, self.width(), room, self._key_low, self._key_high) if made else ()
        if laid == self._laid:
            return  # most toggles change no word of it
        lay = key.lay_low if self._key_low else key.lay_strip
        self._key, self._strip = lay(made, self.width(), room) if made else None, None
        high = self._key.height if self._key is not None else 0.0
        if not high or high > self._key_high or high < self._key_high - KEY_SPARE:
            self._key_high = LOW_KEY if high and self._key_low else high
        self._laid = (*laid[:-1], self._key_high) if made else ()

    def _map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        return self.height() - self._key_high

    def _paint_furniture(self, painter: QtGui.QPainter, density: float) -> None:
        assert self._map is not None
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        top = self._map_height()
        if self._key is not None:
            if self._strip is None or self._strip.devicePixelRatio() != density:
                self._strip = blank(self.width(), self.height() - top, density)
                self._strip.fill(QtGui.QColor(self._map.ground.around))
                inner = QtGui.QPainter(self._strip)
                try:
                    inner.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
                    self._key.paint(inner, 0.0, self._key.height, boxed=False)
                finally:
                    inner.end()
            painter.drawPixmap(QtCore.QPointF(0, top), self._strip)
        if self._thinned:
            badges.paint_note(painter, self._thinned, KEY_MARGIN, top - 8.0, self._map.ground)
        # Its words are worked out by the projection: while the map only slides, those of where it began will do.
        if not self._moving or self._scale_of is None or self._scale_of.mpp != self._view.mpp:
            self._scale_of = self._view
        furniture.paint_scale(painter, self._map, self._scale_of, self.width() - KEY_MARGIN, top - 4.0)

    def _opening(self) -> Viewport:
        assert self._map is not None
        world = self._map.projection.world()
        opening = replace(self._map, extent=world) if self._whole else self._map
        return self._fitted(Viewport.of(opening, self.width(), self._map_height()))

    def _take(self, view: Viewport) -> None:
        self._view = view
        self._tell_true()
        self.update()

    def _tell_true(self) -> None:
        """Layers with limits go by the scale that is told, which changes with the place: some come or go."""
        if self._scene is None or self._map is None:
            return
        true = furniture.truth(self._map, replace(self._view, height=self._map_height()))
        before, self._scene.true = self._scene.true, true
        spans = [layer.detail for layer in self._map.layers]
        now, then = ([low <= self._view.mpp * one < high for low, high in spans] for one in (true, before))
        if now != then:
            self._backing.forget()
            self._over = self._still = self._rings = None

    def _repaint(self) -> None:
        self.update()

    def _laid_out(self) -> None:
        self._key_high = 0.0
        self._lay_key()
        self._outdate()

    def _come_to_rest(self) -> None:
        if self._scene is not None:
            # Sharp ground in a step of its own: symbols and words follow with the paint, and the hand can go between.
            self._backing.make(self._scene, self._view, self.devicePixelRatioF(), moving=False)
        super()._come_to_rest()

    def _outdate(self) -> None:
        """What lies over the ground is to be painted anew."""
        self._over = self._still = self._rings = self._scale_of = None
        self.update()

    def _say_thinned(self, words: str) -> None:
        if words != self._thinned:
            self._thinned = words
            self.setAccessibleDescription(words)
            self.thinned_changed.emit(words)

    def _say_hovered(self, tip: str) -> None:
        self.feature_hovered_id.emit(self._found.feature if self._found is not None else "")
