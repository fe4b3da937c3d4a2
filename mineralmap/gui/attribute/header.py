"""The headings of an attribute table: a click sorts, with Shift by several columns, the mark at the end filters."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.attribute.rows import SortKey
from mineralmap.gui.theme import Colours

MARK_PX, GAP_PX, SORT_PX = 18, 8, 18
HIGH_PX = 28
FUNNEL = ((0, 0), (10, 0), (6, 5), (6, 9), (4, 10), (4, 5))


class AttributeHeader(QHeaderView):
    """Paints and hears the headings. ``filter_asked`` carries a section and the corner to open at, ``menu_asked`` a
    section and where the menu shall be."""

    filter_asked = Signal(int, QPoint)
    menu_asked = Signal(int, QPoint)

    def __init__(self, model: AttributeModel, colours: Callable[[], Colours], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows, self._colours = model, colours
        self._pressed: QPoint | None = None
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(HIGH_PX)
        self.setAccessibleName("Headings")
        self.sectionClicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HIGH_PX)

    def width_of(self, words: str, is_text: bool) -> int:
        """Px that a heading needs."""
        return self.fontMetrics().horizontalAdvance(words) + 2 * GAP_PX + MARK_PX + (0 if is_text else SORT_PX)

    def mark(self, section: int) -> QRect:
        """Where the mark of a section's filter is: at the end of words, before the heading of figures."""
        left, width = self.sectionViewportPosition(section), self.sectionSize(section)
        if self._rows.column(section).is_text:
            return QRect(left + width - MARK_PX - 2, 0, MARK_PX, self.height())
        words = str(self._rows.headerData(section, Qt.Orientation.Horizontal))
        at = width - GAP_PX - self.fontMetrics().horizontalAdvance(words) - MARK_PX - 2
        return QRect(left + max(at, 0), 0, MARK_PX, self.height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        if logicalIndex >= self._rows.columnCount():
            return
        colours, column = self._colours(), self._rows.column(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        words = str(self._rows.headerData(logicalIndex, Qt.Orientation.Horizontal))
        inner = rect.adjusted(GAP_PX, 0, -MARK_PX, 0) if column.is_text else rect.adjusted(MARK_PX, 0, -GAP_PX, 0)
        sort = self._sort_of(column.id)
        if sort:
            at = inner.right() - SORT_PX if column.is_text else self.mark(logicalIndex).left() - SORT_PX
            self._paint_sort(painter, QRect(at, inner.top(), SORT_PX, inner.height()), *sort)
            if column.is_text:
                inner.adjust(0, 0, -SORT_PX, 0)
        painter.setPen(QColor(colours.text if sort else colours.quiet))
        side = Qt.AlignmentFlag.AlignLeft if column.is_text else Qt.AlignmentFlag.AlignRight
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)
        self._paint_funnel(painter, self.mark(logicalIndex), column.id in self._rows.shown.filters)
        painter.restore()

    def mousePressEvent(self, e: QMouseEvent) -> None:
        self._pressed = e.position().toPoint()
        section = self.logicalIndexAt(self._pressed)
        if e.button() == Qt.MouseButton.LeftButton and section >= 0 and self.mark(section).contains(self._pressed):
            self.ask_filter(section)
            return
        super().mousePressEvent(e)

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(arg__1.pos())
        if section >= 0:
            self.menu_asked.emit(section, arg__1.globalPos())

    def ask_filter(self, section: int) -> None:
        """Open the filter of a section below it."""
        corner = QPoint(self.sectionViewportPosition(section), self.height())
        self.filter_asked.emit(section, self.viewport().mapToGlobal(corner))

    def _clicked(self, section: int) -> None:
        add = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._rows.sort_by(next_keys(self._rows.shown.keys, self._rows.column(section).id, add))
        self.viewport().update()

    def _sort_of(self, column: str) -> tuple[bool, int] | None:
        """Which way a column is sorted, and which of several it is (0 when it is the only one)."""
        keys = self._rows.shown.keys
        found = [at for at, key in enumerate(keys) if key.column == column]
        return (keys[found[0]].descending, found[0] + 1 if len(keys) > 1 else 0) if found else None

    def _paint_sort(self, painter: QPainter, rect: QRect, descending: bool, number: int) -> None:
        colours = self._colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.focus))
        x, y = rect.left() + 2.0, rect.center().y() + 0.5
        tip = 3.0 if descending else -3.0
        painter.drawPolygon(_points(((x, y - tip / 2), (x + 8, y - tip / 2), (x + 4, y + tip))))
        if number:
            painter.setPen(QColor(colours.focus))
            font = painter.font()
            small = painter.font()
            small.setPointSizeF(max(font.pointSizeF() * 0.75, 6.0))
            painter.setFont(small)
            painter.drawText(rect.adjusted(11, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, str(number))
            painter.setFont(font)

    def _paint_funnel(self, painter: QPainter, rect: QRect, on: bool) -> None:
        colours = self._colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(colours.focus if on else colours.quiet)
        if not on:
            colour.setAlphaF(0.55)
        painter.setPen(QPen(colour, 1.1))
        painter.setBrush(colour if on else Qt.BrushStyle.NoBrush)
        x, y = rect.left() + 4.0, rect.center().y() - 4.5
        painter.drawPolygon(_points(tuple((x + dx, y + dy) for dx, dy in FUNNEL)))


def next_keys(keys: tuple[SortKey, ...], column: str, add: bool) -> tuple[SortKey, ...]:
    """The sorting after a click on a heading: up, then down, then not at all; ``add`` keeps the other columns."""
    was = next((key for key in keys if key.column == column), None)
    now = SortKey(column) if was is None else SortKey(column, True) if not was.descending else None
    if not add:
        return (now,) if now else ()
    if was is None:
        return (*keys, SortKey(column))
    others = [now if key is was else key for key in keys]
    return tuple(key for key in others if key is not None)


def _points(places: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in places])
