"""Cells with a quiet line below their words: whatever stands in a row begins at one height."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mineralmap.gui import theme
from mineralmap.gui.tables import BELOW

PAD_PX, TOP_PX = 4, 3
_MARKED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver


class TwoLines(QStyledItemDelegate):
    """Paints the words of a cell, in two lines where they are long, and below them what ``BELOW`` says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = theme.LIGHT

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        if option.state & _MARKED:  # a cell as all others has no ground of its own, and to ask for one takes 0.1 ms
            style, control = option.widget.style(), QStyle.ControlElement.CE_ItemViewItem
            style.drawControl(control, option, painter, option.widget)
        option.text = words
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        line = option.fontMetrics.lineSpacing()
        room = QRect(option.rect).adjusted(PAD_PX, TOP_PX, -PAD_PX, 0)
        below = str(index.data(BELOW) or "")
        lines = max((room.height() - (line if below else 0)) // line, 1)
        side = option.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(self.colours.chosen_text if chosen else self.colours.text))
        for said in _broken(words, option.fontMetrics, room.width(), lines):
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignTop), said)
            room.setTop(room.top() + line)
        if below:
            painter.setPen(QColor(self.colours.chosen_text if chosen else self.colours.quiet))
            below = option.fontMetrics.elidedText(below, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignTop), below)
        painter.restore()


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
