"""The map in the window: drag, wheel and keys move it, the pointer asks it, and it never keeps the hand waiting.

While it moves, the ground is the last pixmap shifted or stretched (nearest: smooth costs five times as much) with exact
symbols above it; when it rests, everything is painted exactly.
"""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, key
from mineralmap.render.navigation import Navigable
from mineralmap.render.scene import Scene, Viewport

KEY_MARGIN, KEY_ROOM, LOW_KEY = 12.0, 0.4, 72.0
SPRITES_KEPT = 4000
"""A few kilobytes each: the symbols of a dozen maps."""


class _MapItem(pg.GraphicsObject):
    """The one item of the scene: asks the canvas to paint itself in px."""

    def __init__(self, canvas: "MapCanvas") -> None:
        super().__init__()
        self._canvas = canvas

    def boundingRect(self) -> QtCore.QRectF:
        return QtCore.QRectF(-1e9, -1e9, 2e9, 2e9)

    def paint(
        self,
        painter: QtGui.QPainter,
        option: QtWidgets.QStyleOptionGraphicsItem,
        widget: QtWidgets.QWidget | None = None,
    ) -> None:
        painter.save()
        painter.resetTransform()
        try:
            self._canvas.paint_map(painter)
        finally:
            painter.restore()


class _Box(pg.ViewBox):
    """A ViewBox that leaves wheel, buttons and menus to the canvas."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.setAspectLocked(True)
        self.setBorder(None)


class MapCanvas(Navigable):
    """Shows a Map."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._sprites: dict[tuple[object, ...], QtGui.QPixmap] = {}
        self._ground: tuple[QtGui.QPixmap, Viewport] | None = None
        self._over: tuple[QtGui.QPixmap, Viewport] | None = None
        self._key_shown, self._key_low = True, False
        self._key: key.Key | None = None
        self._graphics = pg.GraphicsView(self, useOpenGL=False)
        self._graphics.setViewportUpdateMode(QtWidgets.QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self._graphics.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        self._graphics.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._box = _Box()
        self._graphics.setCentralItem(self._box)
        self._item = _MapItem(self)
        self._box.addItem(self._item, ignoreBounds=True)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._graphics)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Map")

    def set_map(self, drawn: Map) -> None:
        """Show a map. The view stays where somebody has moved it, unless the projection is another."""
        before = self._map
        if len(self._sprites) > SPRITES_KEPT:
            self._sprites.clear()
        self._map, self._scene = drawn, Scene(drawn, self._sprites)
        self._graphics.setBackground(drawn.ground.around)
        self._lay_key()
        if before is None or before.projection != drawn.projection:
            self._moved_by_hand = self._whole = False
        if not self._moved_by_hand:
            self._take(self._opening())
        self._forget()

    def set_key_shown(self, shown: bool, low: bool = False) -> None:
        """Show or fold away the key; ``low``: its foremost blocks in a strip whose height is always the same."""
        self._key_shown, self._key_low = shown, low
        self._lay_key()
        if self._map is not None and not self._moved_by_hand:
            self._take(self._opening())
        self._forget()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(900, 560)

    def paint_map(self, painter: QtGui.QPainter) -> None:
        """Paint everything in px: called by the scene's one item."""
        if self._scene is None or self._map is None:
            return
        density = self.devicePixelRatioF()
        self._paint_ground(painter, density)
        self._scene.paint_top(painter, self._view, sprite_scale=density)
        if not self._moving and (self._over is None or self._over[1] != self._view):
            self._over = (self._overlay(density), self._view)
        if self._over is None or self._over[1].mpp != self._view.mpp:
            return
        pixmap, then = self._over
        dx, dy = (then.left - self._view.left) / self._view.mpp, (self._view.top - then.top) / self._view.mpp
        painter.drawPixmap(QtCore.QPointF(dx, dy), pixmap)
        self._paint_furniture(painter)

    def _paint_ground(self, painter: QtGui.QPainter, density: float) -> None:
        assert self._scene is not None
        if self._ground is None or (not self._moving and self._ground[1] != self._view):
            pixmap = self._blank(density)
            inner = QtGui.QPainter(pixmap)
            try:
                self._scene.paint_ground(inner, self._view)
            finally:
                inner.end()
            self._ground = (pixmap, self._view)
        pixmap, then = self._ground
        factor = then.mpp / self._view.mpp
        corner = QtCore.QPointF(
            (then.left - self._view.left) / self._view.mpp, (self._view.top - then.top) / self._view.mpp
        )
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, False)
        target = QtCore.QRectF(corner, QtCore.QSizeF(then.width * factor, then.height * factor))
        painter.drawPixmap(target, pixmap, QtCore.QRectF(pixmap.rect()))

    def _overlay(self, density: float) -> QtGui.QPixmap:
        """The labels of this view, as a pixmap that moves with the hand."""
        assert self._scene is not None
        pixmap = self._blank(density)
        painter = QtGui.QPainter(pixmap)
        try:
            self._scene.paint_labels(painter, self._view, self._clear())
        finally:
            painter.end()
        return pixmap

    def _blank(self, density: float) -> QtGui.QPixmap:
        pixmap = QtGui.QPixmap(max(round(self.width() * density), 1), max(round(self.height() * density), 1))
        pixmap.setDevicePixelRatio(density)
        pixmap.fill(QtCore.Qt.GlobalColor.transparent)
        return pixmap

    def _clear(self) -> np.ndarray:
        assert self._map is not None
        boxes = [[self.width() - 200.0, self._map_height() - 30.0, self.width(), self.height()]]
        boxes.append([0.0, self._map_height(), self.width(), self.height()])
        return key.boxes([list(map(float, box)) for box in boxes])

    def _lay_key(self) -> None:
        """The key is a strip below the map: over the map it would hide what somebody looks for."""
        room = LOW_KEY if self._key_low else max(self.height() * KEY_ROOM, 60.0)
        lay = key.lay_low if self._key_low else key.lay_strip
        self._key = lay(self._map, self.width(), room) if self._map and self._key_shown else None

    def _map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        taken = self._key.height if self._key is not None else 0.0
        return self.height() - (LOW_KEY if taken and self._key_low else taken)

    def _paint_furniture(self, painter: QtGui.QPainter) -> None:
        assert self._map is not None
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if self._key is not None:
            top = self._map_height()
            painter.fillRect(
                QtCore.QRectF(0, top, self.width(), self.height() - top), QtGui.QColor(self._map.ground.around)
            )
            self._key.paint(painter, 0.0, top + self._key.height, boxed=False)
        furniture.paint_scale(painter, self._map, self._view, self.width() - KEY_MARGIN, self._map_height() - 4.0)

    def _opening(self) -> Viewport:
        assert self._map is not None
        world = self._map.projection.world()
        opening = replace(self._map, extent=world) if self._whole else self._map
        return self._fitted(Viewport.of(opening, self.width(), self._map_height()))

    def _take(self, view: Viewport) -> None:
        self._view = view
        x0, y0, x1, y1 = view.extent()
        self._box.setRange(QtCore.QRectF(x0, y0, x1 - x0, y1 - y0), padding=0)
        self._item.update()

    def _repaint(self) -> None:
        self._item.update()

    def _laid_out(self) -> None:
        self._lay_key()
        self._forget()

    def _forget(self) -> None:
        self._ground = self._over = None
        self._item.update()
