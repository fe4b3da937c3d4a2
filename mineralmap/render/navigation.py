"""How a map is moved by hand: wheel, drag and keys, to an extent or the whole world; what is drawn is not known here.

A view is a ``Viewport``. The widget that paints takes it over by ``_take`` and says how it opens.
"""

from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, pick
from mineralmap.render.scene import Viewport

REST_MS = 120
WHEEL_STEP = 1.0015
KEY_STEP = 0.15
ZOOM_STEP = 1.6
CLOSEST_MPP, FARTHEST = 15.0, 1.6
"""Closest metres per px, and how many times the globe's width may be seen."""


class Navigable(QtWidgets.QWidget):
    """A widget with a view of a map. Positions in signals are degrees, extents projected metres."""

    feature_clicked = QtCore.Signal(str, str)
    feature_hovered = QtCore.Signal(str)
    pointer_moved = QtCore.Signal(float, float)
    view_changed = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: Map | None = None
        self._view = Viewport(-1.8e7, 9e6, 3e4, 1200.0, 600.0)
        self._moved_by_hand = False
        self._whole = False  # the whole world was asked for, whatever the map would open with
        self._moving = False
        self._press: QtCore.QPointF | None = None
        self._last: QtCore.QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._come_to_rest)

    def _opening(self) -> Viewport:
        """The view that the map opens with."""
        raise NotImplementedError

    def _take(self, view: Viewport) -> None:
        """Show this view."""
        raise NotImplementedError

    def _repaint(self) -> None:
        """Paint again with what is kept."""
        raise NotImplementedError

    def _laid_out(self) -> None:
        """The widget has another size: lay out anew and forget what was painted."""
        raise NotImplementedError

    def _map_height(self) -> float:
        """Px of height that the map has."""
        raise NotImplementedError

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

    def _fitted(self, view: Viewport) -> Viewport:
        """A view made for the map's height, over the whole widget."""
        return replace(view, height=float(self.height()))

    def _changed(self) -> None:
        """The view is another: paint quickly now, exactly when it rests."""
        self._moving = True
        self._rest.start()
        self._repaint()
        self.view_changed.emit()

    def _come_to_rest(self) -> None:
        self._moving = False
        self._repaint()

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
        self._laid_out()
        if self._moved_by_hand:
            x, y = old.metres(old.width / 2, old.height / 2)
            width, height = float(self.width()), float(self.height())
            self._take(Viewport(x - old.mpp * width / 2, y + old.mpp * height / 2, old.mpp, width, height))
        else:
            self._take(self._opening())
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

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        super().leaveEvent(event)
        self.feature_hovered.emit("")

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
