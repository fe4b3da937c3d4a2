"""The table itself: rows are chosen by mouse and keys as elsewhere, without a selection model that counts every row."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from mineralmap.datasets.attributes import Attribute
from mineralmap.gui.attribute import said
from mineralmap.gui.attribute.header import AttributeHeader
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.theme import Colours

ROW_PX, PAD_PX, BAR_PX, MARK_GAP_PX = 24, 8, 3, 8
NOT_COUNTED = "–"
"""Stands for tonnes that are not in the sum: the cell's tip says why."""


class AttributeView(QTableView):
    """Shows an ``AttributeModel``.

    ``choice_made`` carries the ids that shall be chosen from now on; ``one_pressed`` the id of a row that was pressed
    alone; ``zoom_asked`` of one that was double-clicked; ``menu_asked`` the place of a menu.
    """

    choice_made = Signal(object)
    one_pressed = Signal(str)
    zoom_asked = Signal(str)
    copy_asked = Signal()
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self, model: AttributeModel, colours: Callable[[], Colours]) -> None:
        super().__init__()
        self.rows, self.colours = model, colours
        self.why_empty: Callable[[], str] = lambda: ""
        self.chosen_ids: frozenset[str] = frozenset()
        self._asked: frozenset[str] = frozenset()
        """What was chosen here last."""
        self._anchor, self._anchored = -1, ""
        """From which row Shift extends, and whose it is: where other rows stand there it is found again by that."""
        self._before: frozenset[str] = frozenset()
        self.setModel(model)
        self.head = AttributeHeader(model, colours, self)
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Attribute table")
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._come_back)
        model.chosen_changed.connect(self.viewport().update)
        self._kept = (0, 0, "", 0)

    def mark_chosen(self, ids: frozenset[str]) -> None:
        """What is chosen by now: Shift adds to it where that was not done here."""
        if ids != self._asked:
            self._before = self._asked = ids
        self.chosen_ids = ids

    def shown_columns(self) -> list[int]:
        """Sections that are shown, from the left."""
        sections = [self.head.logicalIndex(at) for at in range(self.head.count())]
        return [section for section in sections if not self.head.isSectionHidden(section)]

    def choose_all(self) -> None:
        """Choose every row that is shown."""
        if self.rows.rowCount():
            self.choice_made.emit(self.rows.ids_between(0, self.rows.rowCount() - 1))

    def show_row(self, row_id: str) -> None:
        """Scroll to the first row of a feature, where it is shown."""
        row = self._row_of(row_id)
        if row >= 0:
            at = self.rows.index(row, max(self.columnAt(0), 0))
            self.selectionModel().setCurrentIndex(at, self.selectionModel().SelectionFlag.NoUpdate)
            self.scrollTo(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(index.row(), event.modifiers())
        elif event.button() == Qt.MouseButton.RightButton and not self.rows.is_chosen(index.row()):
            self._choose(index.row(), Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor >= 0:
            row = self.rowAt(min(max(event.position().toPoint().y(), 0), self.viewport().height() - 1))
            if row >= 0 and row != self.currentIndex().row():
                at = self.rows.index(row, max(self.currentIndex().column(), 0))
                self.selectionModel().setCurrentIndex(at, self.selectionModel().SelectionFlag.NoUpdate)
                self.scrollTo(at)
                self._choose(row, event.modifiers() | Qt.KeyboardModifier.ShiftModifier)
            return
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.zoom_asked.emit(self.rows.row_id(index.row()))

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        index = self.indexAt(arg__1.pos())
        if index.isValid():
            self.menu_asked.emit(index, arg__1.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, pressed, mods = Qt.Key, Qt.Key(event.key()), event.modifiers()
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif pressed == keys.Key_Space and row >= 0:
            self._choose(row, Qt.KeyboardModifier.ControlModifier)
        elif pressed in (keys.Key_Return, keys.Key_Enter) and row >= 0:
            self.zoom_asked.emit(self.rows.row_id(row))
        elif pressed == keys.Key_Down and mods & Qt.KeyboardModifier.AltModifier and self.currentIndex().isValid():
            self.head.ask_filter(self.currentIndex().column())
        elif pressed == keys.Key_Escape and self.chosen_ids:
            self.choice_made.emit(frozenset())
        else:
            if mods & Qt.KeyboardModifier.ShiftModifier and self._anchor < 0 and self.rows.rowCount():
                self._anchor, self._before = max(row, 0), self.chosen_ids
                self._anchored = self.rows.row_id(self._anchor)
            super().keyPressEvent(event)
            now = self.currentIndex().row()
            if now != row and now >= 0 and not mods & Qt.KeyboardModifier.ControlModifier:
                self._choose(now, mods)

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        if not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self.colours().quiet))
            room = self.viewport().rect().adjusted(24, 8, -24, -8)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(room, flags, self.why_empty())
            painter.end()

    def _choose(self, row: int, mods: Qt.KeyboardModifier) -> None:
        one = self.rows.row_id(row)
        if mods & Qt.KeyboardModifier.ShiftModifier:
            if self._anchor < 0:  # what is chosen stays, as on the map
                self._anchor, self._anchored, self._before = row, one, self.chosen_ids
            between = self.rows.ids_between(min(self._anchor, self.rows.rowCount() - 1), row)
            self._ask(self._before | between)
            return
        self._anchor, self._anchored = row, one
        if mods & Qt.KeyboardModifier.ControlModifier:
            self._before = self.chosen_ids ^ {one}
            self._ask(self._before)
            return
        self._before = frozenset()
        self._ask(frozenset([one]))
        self.one_pressed.emit(one)

    def _ask(self, ids: frozenset[str]) -> None:
        self._asked = ids
        self.choice_made.emit(ids)

    def _row_of(self, row_id: str) -> int:
        """The first place where a feature stands, -1 where it is not shown."""
        hit = self.rows.table.rows_of(frozenset([row_id]))[self.rows.rows] if row_id else np.zeros(0, bool)
        return int(hit.argmax()) if hit.any() else -1

    def _remember(self) -> None:
        index = self.currentIndex()
        at = self.rows.row_id(index.row()) if 0 <= index.row() < self.rows.rowCount() else self._kept[2]
        bars = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._kept = (*bars, at, max(index.column(), 0))

    def _come_back(self) -> None:
        across, down, at, column = self._kept
        row = self._row_of(at)
        if row >= 0 and column < self.rows.columnCount():
            index = self.rows.index(row, column)
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self._anchor = self._row_of(self._anchored)
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)


class _Cells(QStyledItemDelegate):
    """Paints cells straight from the columns: a style sheet would ask the model six times for each."""

    def __init__(self, view: AttributeView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view, colours = self._view, self._view.colours()
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row, column = index.row(), view.rows.column(index.column())
        chosen = view.rows.is_chosen(row)
        if chosen:
            painter.fillRect(rect, QColor(colours.chosen))
        if row == view.currentIndex().row() and view.hasFocus():
            painter.setPen(QColor(colours.line))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            if index.column() == view.currentIndex().column():
                painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), QColor(colours.focus))
        words = said.cell(column, int(view.rows.rows[row]))
        said_of = colours.chosen_text if chosen else colours.text
        if not words:
            if not view.rows.not_counted(index.column(), row):
                return
            words, said_of = NOT_COUNTED, colours.quiet  # the tip says why
        inner = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        side = Qt.AlignmentFlag.AlignLeft if column.is_text else Qt.AlignmentFlag.AlignRight
        flags = side | Qt.AlignmentFlag.AlignVCenter
        self._mark(painter, inner, column, int(view.rows.rows[row]), words)
        painter.setPen(QColor(said_of))
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags, words)

    def _mark(self, painter: QPainter, inner: QRect, column: Attribute, row: int, words: str) -> None:
        """Say at the left of a cell what is said quietly before its words, where these leave room."""
        mark, wide = said.mark(column, row), painter.fontMetrics().horizontalAdvance
        if mark and wide(mark) + MARK_GAP_PX + wide(words) <= inner.width():
            painter.setPen(QColor(self._view.colours().quiet))
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, mark)
