"""A sentence in a room that never grows: two lines, what is longer is cut off and told in whole by the tip."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy

from mineralmap.gui.elided import cut

LINES = 2


class Summary(QLabel):
    """Plain text whose ``text`` is the whole sentence; whatever it says, nothing below it moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(12, 2, 12, 4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, arg__1: str) -> None:
        super().setText(arg__1)
        self._tell()

    def lines(self) -> list[str]:
        """What is seen, line by line."""
        words, width = self.text(), float(self.contentsRect().width())
        layout = QTextLayout(words, self.font())
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append(line.textStart())
        layout.endLayout()
        pieces = [words[start:end].rstrip() for start, end in pairwise([*starts, len(words)])]
        if len(pieces) <= LINES:
            return pieces
        kept, rest = pieces[: LINES - 1], words[starts[LINES - 1] :]
        return [*kept, cut(rest, self.fontMetrics(), int(width))]

    def sizeHint(self) -> QSize:
        edges = self.contentsMargins()
        return QSize(200, LINES * self.fontMetrics().lineSpacing() + edges.top() + edges.bottom())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics, room = self.fontMetrics(), self.contentsRect()
        painter.setPen(self.palette().windowText().color())
        for number, line in enumerate(self.lines()):
            painter.drawText(QPointF(room.left(), room.top() + metrics.ascent() + number * metrics.lineSpacing()), line)

    def _tell(self) -> None:
        seen = self.lines()
        self.setToolTip("" if not seen or self.text().rstrip().endswith(seen[-1]) else self.text())
