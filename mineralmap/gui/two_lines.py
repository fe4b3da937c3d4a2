"""Cells with a quiet line below their words: whatever stands in a row begins at one height."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from mineralmap.gui import theme
from mineralmap.gui.table_view import Cells, State
from mineralmap.gui.tables import TableModel

PAD_PX, TOP_PX = 4, 3


class TwoLines(Cells):
    """Paints the words of a cell, in two lines where they are long, and below them what stands there quietly."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = theme.LIGHT

    def put(self, painter: QPainter, room: QRect, model: TableModel, at: tuple[int, int], state: State) -> None:
        metrics, below = painter.fontMetrics(), model.below(*at)
        line = metrics.lineSpacing()
        room = room.adjusted(PAD_PX, TOP_PX, -PAD_PX, 0)
        lines = max((room.height() - (line if below else 0)) // line, 1)
        side = Qt.AlignmentFlag.AlignRight if model.columns[at[1]].numeric else Qt.AlignmentFlag.AlignLeft
        side |= Qt.AlignmentFlag.AlignTop
        chosen = bool(state & State.State_Selected)
        painter.setPen(QColor(self.colours.chosen_text if chosen else self.colours.text))
        for said in _broken(model.words(*at), metrics, room.width(), lines):
            painter.drawText(room, int(side), said)
            room.setTop(room.top() + line)
        if below:
            painter.setPen(QColor(self.colours.chosen_text if chosen else self.colours.quiet))
            below = metrics.elidedText(below, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(side), below)


def _broken(words: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Words over at most so many lines, broken between them; the last line ends in dots where they are too long."""
    found: list[str] = []
    left = words
    while len(found) < lines - 1 and metrics.horizontalAdvance(left) > width and " " in left:
        taken, _, more = left.partition(" ")
        while more and metrics.horizontalAdvance(f"{taken} {more.partition(' ')[0]}") <= width:
            word, _, more = more.partition(" ")
            taken = f"{taken} {word}"
        found.append(metrics.elidedText(taken, Qt.TextElideMode.ElideRight, width))
        left = more
    return [*found, metrics.elidedText(left, Qt.TextElideMode.ElideRight, width)]
