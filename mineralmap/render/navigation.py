"""How a map is moved by hand: wheel, drag, touchpad and keys; what is drawn is not known here.

The left hand's habits are those of QGIS: Space or the middle button pan whatever tool is in use, Shift and a drag zoom
to a box, a double click zooms in.
"""

from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.render import pick
from mineralmap.render.glide import Glide
from mineralmap.render.moving import Moving

WHEEL_STEP = 1.0015
FINER = 5.0
"""How much finer the wheel zooms with Ctrl."""
KEY_STEP = 0.15
DOUBLE = 2.0
LEAST_BOX_PX = 4.0
"""A smaller box is a click with a trembling hand."""


class Navigable(Moving):
    """A widget with a view of a map that the hand moves. Positions in signals are degrees."""

    feature_clicked = QtCore.Signal(str, str)
    feature_hovered = QtCore.Signal(str)
    pointed = QtCore.Signal(object, QtCore.QPointF)
    """What lies under the pointer (``pick.Picked`` or None), and the px of the pointer."""
    pointer_moved = QtCore.Signal(float, float)
    menu_asked = QtCore.Signal(QtCore.QPointF)
    """A menu for this px of the widget."""
    history_asked = QtCore.Signal(int)
    """-1 for the view before, 1 for the next: the buttons at the side of a mouse."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._press: QtCore.QPointF | None = None
        self._last: QtCore.QPointF | None = None
        self._boxed = self._spaced = self._caught = False  # caught: the press held a gliding map, and asks nothing
        self._band: QtWidgets.QRubberBand | None = None
        self.glide = Glide(self._pan, self)
        self.setMouseTracking(True)
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.grabGesture(QtCore.Qt.GestureType.PinchGesture)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        self.glide.stop()
        event.accept()
        finer = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier)
        moved, steps = event.pixelDelta(), event.angleDelta().y()
        if event.phase() != QtCore.Qt.ScrollPhase.NoScrollPhase and not moved.isNull() and not finer:
            self._pan(-moved.x(), -moved.y())  # two fingers on a touchpad, which zoom by pinching
        elif steps:
            self._zoom(WHEEL_STEP ** (steps / FINER if finer else steps), event.position())

    def event(self, event: QtCore.QEvent) -> bool:
        if isinstance(event, QtGui.QNativeGestureEvent) and self._heard_gesture(event):
            return True
        if isinstance(event, QtWidgets.QGestureEvent):
            pinch = event.gesture(QtCore.Qt.GestureType.PinchGesture)
            if isinstance(pinch, QtWidgets.QPinchGesture):
                self.glide.stop()
                about = QtCore.QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
                self._zoom(max(pinch.scaleFactor(), 0.1), about)
                event.accept()
                return True
        return super().event(event)

    def _heard_gesture(self, event: QtGui.QNativeGestureEvent) -> bool:
        kinds = QtCore.Qt.NativeGestureType
        factors = {kinds.ZoomNativeGesture: 1.0 + event.value(), kinds.SmartZoomNativeGesture: DOUBLE}
        factor = factors.get(event.gestureType())
        if factor is None:
            return False
        self.glide.stop()
        self._zoom(max(factor, 0.1), event.position())
        return True

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        self._caught = self.glide.gliding
        self.glide.stop()
        buttons = QtCore.Qt.MouseButton
        if event.button() in (buttons.BackButton, buttons.ForwardButton):
            self.history_asked.emit(-1 if event.button() == buttons.BackButton else 1)
        elif event.button() in (buttons.LeftButton, buttons.MiddleButton):
            self._press = self._last = event.position()
            self._boxed = event.button() == buttons.LeftButton and bool(
                event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier
            )

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        here = event.position()
        held = event.buttons() & (QtCore.Qt.MouseButton.LeftButton | QtCore.Qt.MouseButton.MiddleButton)
        if self._last is None or not held:
            self._point_at(here)
        elif self._boxed:
            self._stretch(here)
        else:
            self._pull(here)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        press, boxed = self._press, self._boxed
        self._press = self._last = None
        self._boxed = False
        box = self._drop_band()
        self.unsetCursor()
        if press is None:
            return
        gone = event.position() - press
        still = abs(gone.x()) + abs(gone.y()) < QtWidgets.QApplication.startDragDistance()
        if boxed and not still:
            self.zoom_to_box(box)
        elif not boxed and not still:
            self.glide.let_go()
        elif event.button() == QtCore.Qt.MouseButton.LeftButton and not self._caught:
            found = self.pick(event.position())
            self.feature_clicked.emit(found.layer if found else "", found.feature if found else "")

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        if event.button() != QtCore.Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)  # a hurried hand on the side buttons
            return
        back = QtCore.Qt.KeyboardModifier.ShiftModifier | QtCore.Qt.KeyboardModifier.AltModifier
        self._zoom(1 / DOUBLE if event.modifiers() & back else DOUBLE, event.position())

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        at = QtCore.QPointF(event.pos())
        if event.reason() != QtGui.QContextMenuEvent.Reason.Mouse:
            pointer = QtCore.QPointF(self.mapFromGlobal(QtGui.QCursor.pos()))
            at = pointer if self.underMouse() else QtCore.QPointF(self.width() / 2, self._map_height() / 2)
        event.accept()
        self.menu_asked.emit(at)

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
        self.glide.stop()
        if pressed in steps:
            self._pan(*steps[pressed])
        elif pressed in (keys.Key_Plus, keys.Key_Equal, keys.Key_PageUp):
            self.zoom_in()
        elif pressed in (keys.Key_Minus, keys.Key_PageDown):
            self.zoom_out()
        elif pressed in (keys.Key_0, keys.Key_Home):
            self.full()
        elif pressed == keys.Key_Space:
            if not event.isAutoRepeat():
                self._space(on=True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space(on=False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._space(on=False)

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        super().hideEvent(event)
        self.glide.stop()
        self._space(on=False)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """While Space is held the pointer moves the map before any tool hears of it."""
        if watched is self and isinstance(event, QtGui.QMouseEvent) and event.type() == QtCore.QEvent.Type.MouseMove:
            if event.buttons():
                return False
            if self._last is None:
                self._last = event.position()
            self._pull(event.position())
            return True
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        super().leaveEvent(event)
        self.feature_hovered.emit("")
        self.pointed.emit(None, QtCore.QPointF())

    def pick(self, at: QtCore.QPointF) -> "pick.Picked | None":
        """What lies under a px: the nearest symbol within reach, else a route, else the country."""
        if self._map is None:
            return None
        return pick.under(self._map, self._view, at.x(), at.y())

    def _pull(self, here: QtCore.QPointF) -> None:
        """The map follows the hand."""
        assert self._last is not None
        step, self._last = self._last - here, here
        self.setCursor(QtCore.Qt.CursorShape.ClosedHandCursor)
        self.glide.hear(here)
        self._pan(step.x(), step.y())

    def _stretch(self, here: QtCore.QPointF) -> None:
        """The box that will be zoomed to follows the hand."""
        assert self._press is not None
        if self._band is None:
            self._band = QtWidgets.QRubberBand(QtWidgets.QRubberBand.Shape.Rectangle, self)
        self.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        self._band.setGeometry(QtCore.QRectF(self._press, here).normalized().toRect())
        self._band.show()
        self._band.raise_()

    def _drop_band(self) -> QtCore.QRectF:
        if self._band is None or self._band.isHidden():
            return QtCore.QRectF()
        self._band.hide()
        box = QtCore.QRectF(self._band.geometry())
        return box if min(box.width(), box.height()) >= LEAST_BOX_PX else QtCore.QRectF()

    def _space(self, on: bool) -> None:
        app = QtWidgets.QApplication.instance()
        if on == self._spaced or app is None:
            return
        self._spaced, self._last = on, None
        if on:
            app.installEventFilter(self)  # only for as long as the key is held
            self.setCursor(QtCore.Qt.CursorShape.OpenHandCursor)
        else:
            app.removeEventFilter(self)
            self.unsetCursor()

    def _point_at(self, here: QtCore.QPointF) -> None:
        if self._map is None:
            return
        self.pointer_moved.emit(*self.degrees(here))
        found = self.pick(here)
        tip = found.tip if found else ""
        self.feature_hovered.emit(tip)
        mark = found is not None and found.layer != "countries"
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor if mark else QtCore.Qt.CursorShape.ArrowCursor)
        self.pointed.emit(found, here)
