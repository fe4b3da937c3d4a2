"""A line drawn on the map with the mouse: a click sets a point, dragging and the wheel still move the map.

The points are kept in degrees, so that the line stays where it lies when the map is moved or drawn otherwise.
"""

import numpy as np
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.projection import Projection
from mineralmap.render.canvas import MapCanvas

STEP_DEGREES = 1.0
"""A stretch between two points is straight in degrees and bent on the map: drawn in steps of this length."""
POINT_PX, LINE_PX, HALO_PX = 4.0, 2.5, 5.0
FEWEST = 2
HOW = "Enter or a double click ends it, Backspace takes a point back, Esc calls it off."
BEGIN = f"Click along the line. {HOW}"


class LineDrawing(QtWidgets.QWidget):
    """Lies over a canvas and draws one line at a time.

    ``finished`` carries the points (n, 2), degrees, continuous across 180°; ``said`` what to do next, "" at the end.
    """

    finished = QtCore.Signal(object)
    said = QtCore.Signal(str)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._projection = Projection()
        self._colours = (QtGui.QColor("black"), QtGui.QColor("white"))
        self._points: list[tuple[float, float]] = []
        self._pointer: tuple[float, float] | None = None
        self._press: QtCore.QPointF | None = None
        self.active = False
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)

    @property
    def points(self) -> np.ndarray:
        """The points so far (n, 2): longitude, latitude; degrees, continuous across 180°."""
        return np.array(self._points, dtype=float).reshape(-1, 2)

    def start(self, projection: Projection, line: str, halo: str) -> None:
        """Begin a line, in these colours."""
        self._colours = (QtGui.QColor(line), QtGui.QColor(halo))
        self._points, self._pointer, self._press = [], None, None
        self.active = True
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.show_projection(projection)
        self._canvas.setFocus()
        self._canvas.setCursor(QtCore.Qt.CursorShape.CrossCursor)
        self.said.emit(BEGIN)

    def show_projection(self, projection: Projection) -> None:
        """The map is drawn like this now."""
        self._projection = projection
        self.update()

    def cancel(self) -> None:
        """Call the line off."""
        if self.active:
            self._end()

    def finish(self) -> None:
        """End the line, when it is one."""
        if len(self._points) < FEWEST:
            self.said.emit(f"A line needs two points. {HOW}")
            return
        points = self.points
        self._end()
        self.finished.emit(points)

    def take_back(self) -> None:
        """Forget the last point."""
        del self._points[-1:]
        self._tell()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """What the canvas hears while a line is drawn; true for what is not for it."""
        if watched is not self._canvas or not self.active:
            return False
        if event.type() == QtCore.QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        elif isinstance(event, QtGui.QMouseEvent):
            return self._heard_mouse(event)
        elif isinstance(event, QtGui.QKeyEvent):
            return self._heard_key(event)
        return False

    def _heard_mouse(self, event: QtGui.QMouseEvent) -> bool:
        kinds, here = QtCore.QEvent.Type, event.position()
        left = event.button() == QtCore.Qt.MouseButton.LeftButton
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
            place = self.place(here)
            self._pointer = place
            self._canvas.pointer_moved.emit(*(place or (np.nan, np.nan)))
            self._canvas.setCursor(QtCore.Qt.CursorShape.CrossCursor)
            self.update()
            return True
        return False

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
        x0, y0, x1, y1 = self._canvas.extent()
        x = x0 + here.x() * (x1 - x0) / max(self._canvas.width(), 1)
        y = y1 - here.y() * (y1 - y0) / max(self._canvas.height(), 1)
        lon, lat = self._projection.inverse(np.array([x]), np.array([y]))
        return (float(lon[0]), float(lat[0])) if np.isfinite(lon[0]) and np.isfinite(lat[0]) else None

    def _add(self, here: QtCore.QPointF) -> None:
        place = self.place(here)
        if place is None:
            self.said.emit(f"That is outside the world. {HOW}")
            return
        lon, lat = place
        if self._points:
            lon = _near(lon, self._points[-1][0])
        if not self._points or (lon, lat) != self._points[-1]:
            self._points.append((lon, lat))
        self._tell()

    def _tell(self) -> None:
        number = len(self._points)
        self.said.emit(BEGIN if number == 0 else f"{number} point{'s' if number > 1 else ''}. {HOW}")
        self.update()

    def _end(self) -> None:
        self.active = False
        self.hide()
        self._canvas.unsetCursor()
        self.said.emit("")

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        drawn = self._path(self.points)
        rubber = QtGui.QPainterPath()
        if self._points and self._pointer is not None:
            last = self._points[-1]
            rubber = self._path(np.array([last, (_near(self._pointer[0], last[0]), self._pointer[1])]))
        line, halo = self._colours
        for path, style in ((drawn, QtCore.Qt.PenStyle.SolidLine), (rubber, QtCore.Qt.PenStyle.DashLine)):
            painter.strokePath(path, QtGui.QPen(halo, HALO_PX))
            painter.strokePath(path, QtGui.QPen(line, LINE_PX, style))
        painter.setPen(QtGui.QPen(line, 2.0))
        painter.setBrush(halo)
        px, py = self._px(self.points)
        for x, y in zip(px, py, strict=True):
            painter.drawEllipse(QtCore.QPointF(x, y), POINT_PX, POINT_PX)

    def _px(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = self._projection.forward(points[:, 0], points[:, 1])
        x0, y0, x1, y1 = self._canvas.extent()
        return (x - x0) * self._canvas.width() / (x1 - x0), (y1 - y) * self._canvas.height() / (y1 - y0)

    def _path(self, points: np.ndarray) -> QtGui.QPainterPath:
        """The line as it lies on the map, broken at the map's edge."""
        path = QtGui.QPainterPath()
        if len(points) < FEWEST:
            return path
        steps = np.maximum(np.ceil(np.abs(np.diff(points, axis=0)).max(axis=1) / STEP_DEGREES), 1).astype(int)
        at = np.concatenate([[0.0], *(i + np.arange(1, n + 1) / n for i, n in enumerate(steps))])
        dense = np.column_stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in (0, 1)])
        x, y = self._px(dense)
        jumps = np.abs(np.diff(self._projection.relative(dense[:, 0]))) > 180.0
        for i in range(len(dense)):
            if i == 0 or jumps[i - 1]:
                path.moveTo(x[i], y[i])
            else:
                path.lineTo(x[i], y[i])
        return path


def _near(lon: float, other: float) -> float:
    """The longitude, as many turns away as bring it nearest to another."""
    return other + (lon - other + 180.0) % 360.0 - 180.0
