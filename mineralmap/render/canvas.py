"""The map in the window: drag, wheel and keys move it, the pointer asks it, and it never keeps the hand waiting.

While it moves, the ground is the last pixmap shifted or stretched (nearest: smooth costs five times as much) with exact
symbols above it; when it rests, everything is painted exactly.
"""

from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, key, pick
from mineralmap.render.scene import Scene, Viewport

REST_MS = 120
WHEEL_STEP = 1.0015
KEY_STEP = 0.15
ZOOM_STEP = 1.6
CLOSEST_MPP, FARTHEST = 15.0, 1.6
"""Closest metres per px, and how many times the globe's width may be seen."""
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


class MapCanvas(QtWidgets.QWidget):
    """Shows a Map. Positions in signals are degrees, extents projected metres."""

    feature_clicked = QtCore.Signal(str, str)
    feature_hovered = QtCore.Signal(str)
    pointer_moved = QtCore.Signal(float, float)
    view_changed = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: Map | None = None
        self._scene: Scene | None = None
        self._sprites: dict[tuple[object, ...], QtGui.QPixmap] = {}
        self._view = Viewport(-1.8e7, 9e6, 3e4, 1200.0, 600.0)
        self._moved_by_hand = False
        self._whole = False  # the whole world was asked for, whatever the map would open with
        self._ground: tuple[QtGui.QPixmap, Viewport] | None = None
        self._over: tuple[QtGui.QPixmap, Viewport] | None = None
        self._moving = False
        self._key_shown, self._key_low = True, False
        self._key: key.Key | None = None
        self._press: QtCore.QPointF | None = None
        self._last: QtCore.QPointF | None = None
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
        self.setMouseTracking(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Map")
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._come_to_rest)

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

    def zoom_in(self) -> None:
        """Closer, about the middle."""
        self._zoom(ZOOM_STEP, QtCore.QPointF(self.width() / 2, self.height() / 2))

    def zoom_out(self) -> None:
        """Farther, about the middle."""
        self._zoom(1 / ZOOM_STEP, QtCore.QPointF(self.width() / 2, self.height() / 2))

    def full(self) -> None:
        """The whole world, as the map opens."""
        if self._map is None:
            return
        self._moved_by_hand, self._whole = False, True
        self._take(self._opening())
        self._changed()

    def zoom_to(self, extent: tuple[float, float, float, float]) -> None:
        """Show a whole extent (x0, y0, x1, y1 in projected metres), not closer than the closest."""
        if self._map is not None and extent == self._map.projection.world():
            self.full()
            return
        view = self._fitted(Viewport.around(extent, self.width(), self._map_height()))
        self._moved_by_hand = True
        self._take(self._within(view, self.width() / 2, self.height() / 2))
        self._changed()

    def extent(self) -> tuple[float, float, float, float]:
        """What is seen: x0, y0, x1, y1 in projected metres."""
        return self._view.extent()

    def scale_denominator(self) -> float:
        """One to how much the middle of the map is; nan outside the world."""
        return float("nan") if self._map is None else furniture.scale_denominator(self._map, self._view)

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

    def _fitted(self, view: Viewport) -> Viewport:
        """A view made for the map's height, over the whole widget."""
        return replace(view, height=float(self.height()))

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

    def _forget(self) -> None:
        self._ground = self._over = None
        self._item.update()

    def _changed(self) -> None:
        """The view is another: paint quickly now, exactly when it rests."""
        self._moving = True
        self._rest.start()
        self._item.update()
        self.view_changed.emit()

    def _come_to_rest(self) -> None:
        self._moving = False
        self._item.update()

    def _within(self, view: Viewport, x: float, y: float) -> Viewport:
        """The view no closer and no farther than makes sense, about a px; its middle stays on the globe's sheet."""
        assert self._map is not None
        x0, y0, x1, y1 = self._map.projection.world()
        mpp = min(max(view.mpp, CLOSEST_MPP), FARTHEST * (x1 - x0) / max(self.width(), 1))
        left, top = view.metres(x, y)
        left, top = left - x * mpp, top + y * mpp
        middle_x = min(max(left + mpp * view.width / 2, x0), x1)
        middle_y = min(max(top - mpp * view.height / 2, y0), y1)
        return Viewport(middle_x - mpp * view.width / 2, middle_y + mpp * view.height / 2, mpp, view.width, view.height)

    def _zoom(self, factor: float, about: QtCore.QPointF) -> None:
        if self._map is None:
            return
        x, y = self._view.metres(about.x(), about.y())
        _, _, x1, _ = self._map.projection.world()
        mpp = min(max(self._view.mpp / factor, CLOSEST_MPP), FARTHEST * 2 * x1 / max(self.width(), 1))
        view = Viewport(x - about.x() * mpp, y + about.y() * mpp, mpp, self._view.width, self._view.height)
        self._moved_by_hand = True
        self._take(self._within(view, about.x(), about.y()))
        self._changed()

    def _pan(self, right: float, down: float) -> None:
        """Move what is seen by px."""
        view = self._view
        moved = Viewport(view.left + right * view.mpp, view.top - down * view.mpp, view.mpp, view.width, view.height)
        self._moved_by_hand = True
        self._take(self._within(moved, view.width / 2, view.height / 2) if self._map else moved)
        self._changed()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._map is None:
            return
        old = self._view
        self._lay_key()
        if self._moved_by_hand:
            x, y = old.metres(old.width / 2, old.height / 2)
            width, height = float(self.width()), float(self.height())
            self._take(Viewport(x - old.mpp * width / 2, y + old.mpp * height / 2, old.mpp, width, height))
        else:
            self._take(self._opening())
        self._forget()
        self.view_changed.emit()

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        steps = event.angleDelta().y()
        if steps:
            self._zoom(WHEEL_STEP**steps, event.position())
        event.accept()

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() == QtCore.Qt.MouseButton.LeftButton:
            self._press = self._last = event.position()

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        here = event.position()
        if self._last is not None and event.buttons() & QtCore.Qt.MouseButton.LeftButton:
            step = self._last - here
            self._last = here
            self.setCursor(QtCore.Qt.CursorShape.ClosedHandCursor)
            self._pan(step.x(), step.y())
            return
        self._point_at(here)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        press, self._press, self._last = self._press, None, None
        self.unsetCursor()
        if press is None or event.button() != QtCore.Qt.MouseButton.LeftButton:
            return
        gone = event.position() - press
        if abs(gone.x()) + abs(gone.y()) < QtWidgets.QApplication.startDragDistance():
            found = self.pick(event.position())
            self.feature_clicked.emit(found.layer if found else "", found.feature if found else "")

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        self._zoom(2.0, event.position())

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        super().leaveEvent(event)
        self.feature_hovered.emit("")

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        keys = QtCore.Qt.Key
        across, down = self.width() * KEY_STEP, self.height() * KEY_STEP
        steps = {
            keys.Key_Left: (-across, 0.0),
            keys.Key_Right: (across, 0.0),
            keys.Key_Up: (0.0, -down),
            keys.Key_Down: (0.0, down),
        }
        pressed = keys(event.key())
        if pressed in steps:
            self._pan(*steps[pressed])
        elif pressed in (keys.Key_Plus, keys.Key_Equal, keys.Key_PageUp):
            self.zoom_in()
        elif pressed in (keys.Key_Minus, keys.Key_PageDown):
            self.zoom_out()
        elif pressed in (keys.Key_0, keys.Key_Home):
            self.full()
        else:
            super().keyPressEvent(event)

    def pick(self, at: QtCore.QPointF) -> "pick.Picked | None":
        """What lies under a px: the nearest symbol within reach, else a route, else the country."""
        if self._map is None:
            return None
        return pick.under(self._map, self._view, at.x(), at.y())

    def _point_at(self, here: QtCore.QPointF) -> None:
        if self._map is None:
            return
        x, y = self._view.metres(here.x(), here.y())
        lon, lat = self._map.projection.inverse(np.array([x]), np.array([y]))
        self.pointer_moved.emit(float(lon[0]), float(lat[0]))
        found = self.pick(here)
        tip = found.tip if found else ""
        self.feature_hovered.emit(tip)
        mark = found is not None and found.layer != "countries"
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor if mark else QtCore.Qt.CursorShape.ArrowCursor)
        # Plain text: QToolTip would take data that begins with a tag for HTML.
        QtWidgets.QToolTip.showText(self.mapToGlobal(here.toPoint()), _plain(tip), self)


def _plain(text: str) -> str:
    if not text:
        return ""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"
