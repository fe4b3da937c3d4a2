"""Lines, areas and rectangles drawn on the map by hand: a click sets a point, drag and wheel still move the map.

The points are kept in degrees, so that they stay where they lie when the map is moved or drawn otherwise.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.projection import Projection
from mineralmap.render import drawn_path
from mineralmap.render.canvas import MapCanvas
from mineralmap.render.drawn_path import FEWEST, Bend, near

Shape = Literal["line", "area", "rectangle"]
POINT_PX, LINE_PX, HALO_PX = 4.0, 2.5, 5.0
FILL_OPACITY = 0.14
HOW = "Enter or a double click ends it, Backspace takes a point back, Esc calls it off."
BEGIN = {
    "line": f"Click along the line. {HOW}",
    "area": f"Click round the area. {HOW}",
    "rectangle": "Drag a rectangle. Shift adds, Ctrl takes away, both keep what is in it already; Esc calls it off.",
}
NEEDS = {"line": (2, "A line needs two points."), "area": (3, "An area needs three points.")}


@dataclass(frozen=True, slots=True)
class Manner:
    """What is drawn and how: ``bend`` between points; ``lasts``: what was drawn stays until the next begins."""

    shape: Shape = "line"
    bend: Bend = "degrees"
    lasts: bool = False
    begin: str = ""


LINE = Manner()


class Drawing(QtWidgets.QWidget):
    """Lies over a canvas and draws one thing at a time.

    ``finished`` carries the points (n, 2), degrees, continuous across 180°; ``boxed`` the rectangle as (x0, y0, x1, y1)
    projected metres; ``changed`` the points so far, with the pointer; ``said`` what to do next, "" at the end;
    ``ended`` that it was called off or is done.
    """

    finished = QtCore.Signal(object)
    boxed = QtCore.Signal(object)
    changed = QtCore.Signal(object)
    said = QtCore.Signal(str)
    ended = QtCore.Signal()

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._projection = Projection()
        self._colours = (QtGui.QColor("black"), QtGui.QColor("white"))
        self._points: list[tuple[float, float]] = []
        self._pointer: tuple[float, float] | None = None
        self._press: QtCore.QPointF | None = None
        self._corner: QtCore.QPointF | None = None
        self._done = False
        self.manner = LINE
        self.active = False
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)

    @property
    def points(self) -> np.ndarray:
        """The points so far (n, 2): longitude, latitude; degrees, continuous across 180°."""
        return np.array(self._points, dtype=float).reshape(-1, 2)

    def start(self, projection: Projection, line: str, halo: str, manner: Manner = LINE) -> None:
        """Begin to draw, in these colours."""
        for other in self._canvas.findChildren(Drawing):
            if other is not self:
                other.cancel()  # one hand draws one thing
        self._colours = (QtGui.QColor(line), QtGui.QColor(halo))
        self.manner = manner
        self._points, self._pointer, self._press, self._corner = [], None, None, None
        self._done = False
        self._set_active(True)
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.show_projection(projection)
        self._canvas.setFocus()
        self._canvas.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        self._tell()

    def show_projection(self, projection: Projection) -> None:
        """The map is drawn like this now."""
        self._projection = projection
        self.update()

    def cancel(self) -> None:
        """Call it off."""
        if self.active:
            self._end()

    def finish(self) -> None:
        """End the line or the area, when it is one."""
        if self.manner.shape == "rectangle" or self._done:
            return
        fewest, why = NEEDS[self.manner.shape]
        if len(self._points) < fewest:
            self.said.emit(f"{why} {HOW}")
            return
        points = self.points
        if self.manner.lasts:
            self._done, self._pointer = True, None
            self._tell()
        else:
            self._end()
        self.finished.emit(points)

    def begin_again(self) -> None:
        """Forget what was drawn and wait for the first point."""
        self._points, self._pointer, self._done = [], None, False
        self._tell()

    def take_back(self) -> None:
        """Forget the last point."""
        self._done = False
        del self._points[-1:]
        self._tell()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """What the canvas hears while something is drawn; true for what is not for it."""
        if watched is not self._canvas or not self.active:
            return False
        if event.type() == QtCore.QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        elif event.type() == QtCore.QEvent.Type.ContextMenu:
            return True
        elif isinstance(event, QtGui.QMouseEvent):
            return self._heard_box(event) if self.manner.shape == "rectangle" else self._heard_mouse(event)
        elif isinstance(event, QtGui.QKeyEvent):
            return self._heard_key(event)
        return False

    def _heard_mouse(self, event: QtGui.QMouseEvent) -> bool:
        kinds, here = QtCore.QEvent.Type, event.position()
        left = event.button() == QtCore.Qt.MouseButton.LeftButton
        if event.button() == QtCore.Qt.MouseButton.RightButton:
            if event.type() == kinds.MouseButtonRelease:
                self.finish()
            return True
        if event.type() == kinds.MouseButtonDblClick:
            if left:
                self.finish()
            return True
        if event.type() == kinds.MouseButtonPress and left:
            self._press = here
        elif event.type() == kinds.MouseButtonRelease and left and self._press is not None:
            gone = here - self._press
            self._press = None
            if abs(gone.x()) + abs(gone.y()) < QtWidgets.QApplication.startDragDistance():
                self._add(here)
        elif event.type() == kinds.MouseMove and not event.buttons():
            self._follow(here)
            return True
        return False

    def _heard_box(self, event: QtGui.QMouseEvent) -> bool:
        """A rectangle takes the left button for itself."""
        kinds, here = QtCore.QEvent.Type, event.position()
        left = QtCore.Qt.MouseButton.LeftButton
        if event.type() in (kinds.MouseButtonPress, kinds.MouseButtonDblClick) and event.button() == left:
            self._press = self._corner = here
            return True
        if event.type() == kinds.MouseMove and self._press is not None and event.buttons() & left:
            self._corner = here
            self.update()
            return True
        if event.type() == kinds.MouseButtonRelease and event.button() == left and self._press is not None:
            press, self._press, self._corner = self._press, None, None
            self.update()
            self.boxed.emit(self._metres(press, here))
            return True
        if event.type() == kinds.MouseMove and not event.buttons():
            self._follow(here)
            return True
        return False

    def _follow(self, here: QtCore.QPointF) -> None:
        place = self.place(here)
        self._canvas.pointer_moved.emit(*(place or (np.nan, np.nan)))
        self._canvas.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        if self.manner.shape != "rectangle" and not self._done:
            self._pointer = place
            self.update()
            self.changed.emit(self._with_pointer())

    def _heard_key(self, event: QtGui.QKeyEvent) -> bool:
        keys = QtCore.Qt.Key
        undo = event.matches(QtGui.QKeySequence.StandardKey.Undo)
        acts = {keys.Key_Escape: self.cancel, keys.Key_Return: self.finish, keys.Key_Enter: self.finish,
                keys.Key_Backspace: self.take_back}  # fmt: skip
        act = self.take_back if undo else acts.get(keys(event.key()))
        if act is None:
            return False
        if event.type() == QtCore.QEvent.Type.ShortcutOverride:
            event.accept()  # else Escape and Undo would go to the window
        elif event.type() == QtCore.QEvent.Type.KeyPress:
            act()
        return True

    def place(self, here: QtCore.QPointF) -> tuple[float, float] | None:
        """Longitude and latitude of a px; ``None`` outside the world."""
        x, y, *_ = self._metres(here, here)
        lon, lat = self._projection.inverse(np.array([x]), np.array([y]))
        return (float(lon[0]), float(lat[0])) if np.isfinite(lon[0]) and np.isfinite(lat[0]) else None

    def _metres(self, first: QtCore.QPointF, second: QtCore.QPointF) -> tuple[float, float, float, float]:
        """The rectangle of two px in projected metres."""
        x0, y0, x1, y1 = self._canvas.extent()
        across, down = (x1 - x0) / max(self._canvas.width(), 1), (y1 - y0) / max(self._canvas.height(), 1)
        xs = sorted(x0 + one.x() * across for one in (first, second))
        ys = sorted(y1 - one.y() * down for one in (first, second))
        return xs[0], ys[0], xs[1], ys[1]

    def _add(self, here: QtCore.QPointF) -> None:
        place = self.place(here)
        if place is None:
            self.said.emit(f"That is outside the world. {HOW}")
            return
        if self._done:
            self.begin_again()
        lon, lat = place
        if self._points:
            lon = near(lon, self._points[-1][0])
        if not self._points or (lon, lat) != self._points[-1]:
            self._points.append((lon, lat))
        self._tell()

    def _with_pointer(self) -> np.ndarray:
        """The points so far, with the pointer as the next."""
        if not self._points or self._pointer is None or self._done:
            return self.points
        lon, lat = self._pointer
        return np.array([*self._points, (near(lon, self._points[-1][0]), lat)])

    def _tell(self) -> None:
        number = len(self._points)
        words = self.manner.begin or BEGIN[self.manner.shape]
        if self._done:
            words = "Click to begin another; Esc ends measuring."
        self.said.emit(words if number == 0 or self._done else f"{number} point{'s' if number > 1 else ''}. {HOW}")
        self.changed.emit(self._with_pointer())
        self.update()

    def _end(self) -> None:
        self._set_active(False)
        self.hide()
        self._canvas.unsetCursor()
        self.said.emit("")
        self.ended.emit()

    def _set_active(self, on: bool) -> None:
        self.active = on
        self._canvas.setProperty("drawing", on)  # a click then sets a point and chooses nothing

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if self.manner.shape == "rectangle":
            self._paint_box(painter)
            return
        drawn, _ = self._path(self.points)
        rubber = QtGui.QPainterPath()
        whole = self._with_pointer()
        area = self.manner.shape == "area" and len(whole) >= FEWEST + 1
        if len(whole) > len(self._points):
            rubber, _ = self._path(whole[-2:])
        if area:
            closing, _ = self._path(np.array([whole[-1], (near(whole[0][0], whole[-1][0]), whole[0][1])]))
            if self._done:
                drawn.addPath(closing)
            else:
                rubber.addPath(closing)
            outline, unbroken = self._path(np.concatenate([whole, whole[:1]]))
            if unbroken:
                painter.fillPath(outline, self._faint())
        line, halo = self._colours
        for path, style in ((drawn, QtCore.Qt.PenStyle.SolidLine), (rubber, QtCore.Qt.PenStyle.DashLine)):
            painter.strokePath(path, QtGui.QPen(halo, HALO_PX))
            painter.strokePath(path, QtGui.QPen(line, LINE_PX, style))
        painter.setPen(QtGui.QPen(line, 2.0))
        painter.setBrush(halo)
        px, py = self._px(self.points)
        for x, y in zip(px, py, strict=True):
            if np.isfinite(x) and np.isfinite(y):
                painter.drawEllipse(QtCore.QPointF(x, y), POINT_PX, POINT_PX)

    def _paint_box(self, painter: QtGui.QPainter) -> None:
        if self._press is None or self._corner is None:
            return
        box, (line, halo) = QtCore.QRectF(self._press, self._corner).normalized(), self._colours
        painter.fillRect(box, self._faint())
        painter.setPen(QtGui.QPen(halo, 3.0))
        painter.drawRect(box)
        painter.setPen(QtGui.QPen(line, 1.5, QtCore.Qt.PenStyle.DashLine))
        painter.drawRect(box)

    def _faint(self) -> QtGui.QColor:
        faint = QtGui.QColor(self._colours[0])
        faint.setAlphaF(FILL_OPACITY)
        return faint

    def _px(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = self._projection.forward(points[:, 0], points[:, 1])
        x0, y0, x1, y1 = self._canvas.extent()
        return (x - x0) * self._canvas.width() / (x1 - x0), (y1 - y) * self._canvas.height() / (y1 - y0)

    def _path(self, points: np.ndarray) -> tuple[QtGui.QPainterPath, bool]:
        """The line as it lies on the map, broken at the map's edge, and whether it is whole."""
        found = drawn_path.dense(points, self.manner.bend)
        return drawn_path.path(*self._px(found), found[:, 0], self._projection)


LineDrawing = Drawing
"""A ``Drawing`` begins as a line."""
