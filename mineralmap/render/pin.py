"""A mark at a place that somebody asked for: it stays at its place while the map moves, until Esc or a click."""

import math

from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.render.application import font, say
from mineralmap.render.moving import Moving

RING_PX, ARM_PX, LINE_PX, HALO_PX = 9.0, 16.0, 1.8, 4.5
WORDS_PX = 11.0


class Pin(QtWidgets.QWidget):
    """Lies over a canvas and draws one crossed ring, with words beside it. The mouse goes through it."""

    def __init__(self, canvas: Moving) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.place: tuple[float, float] | None = None
        """Longitude and latitude; ``None`` while nothing is marked."""
        self._words = ""
        self._colours = (QtGui.QColor("black"), QtGui.QColor("white"))
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self.update)

    def show_at(self, lon: float, lat: float, words: str, line: str, halo: str) -> None:
        """Mark a place, in these colours."""
        self.place, self._words = (lon, lat), words
        self._colours = (QtGui.QColor(line), QtGui.QColor(halo))
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.update()

    def take_away(self) -> None:
        """Mark nothing."""
        self.place = None
        self.hide()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if self.place is None or watched is not self._canvas:
            return False
        if event.type() == QtCore.QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        elif event.type() == QtCore.QEvent.Type.MouseButtonDblClick or (
            isinstance(event, QtGui.QKeyEvent) and event.key() == QtCore.Qt.Key.Key_Escape
        ):
            self.take_away()
        return False

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        if self.place is None:
            return
        at = self._canvas.px(*self.place)
        if not (math.isfinite(at.x()) and math.isfinite(at.y())):
            return
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        path = QtGui.QPainterPath()
        path.addEllipse(at, RING_PX, RING_PX)
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            path.moveTo(at.x() + across * RING_PX * 0.4, at.y() + down * RING_PX * 0.4)
            path.lineTo(at.x() + across * ARM_PX, at.y() + down * ARM_PX)
        line, halo = self._colours
        painter.strokePath(path, QtGui.QPen(halo, HALO_PX))
        painter.strokePath(path, QtGui.QPen(line, LINE_PX))
        if self._words:
            chosen = font(WORDS_PX, bold=True)
            x, y = at.x() + ARM_PX + 6, at.y() + WORDS_PX * 0.36
            words = QtGui.QPainterPath()
            words.addText(x, y, chosen, self._words)
            painter.strokePath(words, QtGui.QPen(halo, 3.0))
            say(painter, self._words, x, y, chosen, line.name())
