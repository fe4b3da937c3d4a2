"""Words that wrap, and know their height without being laid out again."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QStyleOption, QToolTip

NARROW = 200
"""Px of width that a paragraph asks for, as long as it has none."""
RESTYLED = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.ContentsRectChange})


class Paragraph(QLabel):
    """A label that is asked for its height again and again, as layouts do, and sets its lines once for each width.

    A plain label lays its text out for every size that it is asked for, and rich text five times until it is painted,
    which for pages of it holds the window for a tenth of a second each time that an answer changes. So rich text is
    measured and painted from a page of this label's own; Qt's is made when a hand points at it, and painted while
    something in it is selected or in focus.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.tip_of: Callable[[str], str] = lambda link: ""
        """What a tip says over the words of a table's row, by the first link that stands in it."""
        self._heights: dict[int, int] = {}
        self._page: QTextDocument | None = None
        self._set_in = self._dress()

    def _dress(self) -> tuple[object, ...]:
        """What of its looks decides where lines break; its colours do not."""
        return self.font().toString(), self.contentsMargins(), self.margin(), self.indent()

    def _forget(self) -> None:
        self._heights.clear()
        self._page = None

    def setText(self, text: str) -> None:
        if text != self.text():
            self._forget()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            high = (
                math.ceil(self._laid(width).size().height()) if self._plainly_rich() else super().heightForWidth(width)
            )
            self._heights[width] = high
        return self._heights[width]

    def _plainly_rich(self) -> bool:
        """Is it rich text that fills the label from edge to edge?"""
        rich = self.textFormat() == Qt.TextFormat.RichText and self.wordWrap()
        return rich and self.contentsRect() == self.rect() and self.margin() == 0 and self.indent() <= 0

    def _laid(self, width: int) -> QTextDocument:
        """The page of rich text, its lines set for a width."""
        if self._page is None:
            self._page = page = QTextDocument()
            page.setUndoRedoEnabled(False)
            page.setDocumentMargin(0)
            page.setDefaultFont(self.font())
            how = QTextOption(self.alignment())
            how.setWrapMode(QTextOption.WrapMode.WordWrap)
            page.setDefaultTextOption(how)
            page.setTextWidth(width)
            page.setHtml(self.text())
        if self._page.textWidth() != width:
            self._page.setTextWidth(width)
        return self._page

    def link_beside(self, at: QPoint) -> str:
        """The first link in the row of a table at a px; "" where there is none."""
        if not self._plainly_rich():
            return ""
        page = self._laid(self.width())
        place = QPointF(at.x(), at.y() - self._top(page))
        cursor = QTextCursor(page)
        cursor.setPosition(max(page.documentLayout().hitTest(place, Qt.HitTestAccuracy.FuzzyHit), 0))
        table = cursor.currentTable()
        if table is None:
            return ""
        row = table.cellAt(cursor).row()
        ends = table.cellAt(row, 0).firstPosition(), table.cellAt(row, table.columns() - 1).lastPosition()
        for position in range(ends[0], ends[1] + 1):
            cursor.setPosition(position)
            if cursor.charFormat().isAnchor():
                return cursor.charFormat().anchorHref()
        return ""

    def event(self, e: QEvent) -> bool:
        if e.type() == QEvent.Type.ToolTip and isinstance(e, QHelpEvent):
            link = self.link_beside(e.pos())
            words = self.tip_of(link) if link else ""
            if words:
                QToolTip.showText(e.globalPos(), words, self)
                return True
        return super().event(e)

    def _top(self, page: QTextDocument) -> int:
        return max(int(self.height() - page.size().height()) // 2, 0)

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        if not self._plainly_rich() or self.hasFocus() or self.hasSelectedText():
            super().paintEvent(arg__1)
            return
        page, looks, how = self._laid(self.width()), QStyleOption(), QAbstractTextDocumentLayout.PaintContext()
        looks.initFrom(self)
        palette = looks.palette
        palette.setColor(QPalette.ColorRole.Text, palette.color(self.foregroundRole()))
        how.palette = palette
        painter = QPainter(self)
        try:
            painter.translate(0, self._top(page))
            page.documentLayout().draw(painter, how)
        finally:
            painter.end()

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else NARROW
        return QSize(NARROW, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RESTYLED and self._dress() != self._set_in:
            self._set_in = self._dress()
            self._forget()
