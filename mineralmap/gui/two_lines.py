"""Cells with a quiet line below their words: whatever stands in a row begins at one height."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from mineralmap.gui import theme
from mineralmap.gui.table_view import Cells, Room, State
from mineralmap.gui.tables import TableModel

PAD_PX, TOP_PX = 4, 3


class TwoLines(Cells):
    """Paints the words of a cell, in two lines where they are long, and below them what stands there quietly."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = theme.LIGHT

    def put(self, painter: QPainter, room: Room, model: TableModel, at: tuple[int, int], state: State) -> None:
        left, top, wide, high = room
        left, top, wide, high = left + PAD_PX, top + TOP_PX, wide - 2 * PAD_PX, high - TOP_PX
        metrics, below = painter.fontMetrics(), model.below(*at)
        line, exact, place = metrics.lineSpacing(), QFontMetricsF(metrics).horizontalAdvance, QPointF()
        lines = _broken(model.words(*at), metrics, wide, max((high - (line if below else 0)) // line, 1))
        if below:
            lines.append(metrics.elidedText(below, Qt.TextElideMode.ElideRight, wide))
        chosen, colours = state & State.State_Selected, self.colours
        painter.setPen(colours.chosen_text if chosen else colours.text)
        for number, said in enumerate(lines):
            if below and number == len(lines) - 1:
                painter.setPen(colours.chosen_text if chosen else colours.quiet)
            place.setX(left + (wide - exact(said) if model.columns[at[1]].numeric else 0.0))
            place.setY(top + number * line + metrics.ascent())
            painter.drawText(place, said)


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
