"""A view of a table of columns: fits them to their words, copies rows, and paints its cells without asking for each."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from mineralmap.gui.tables import TableModel, grey_ink

HEAD_PX, CELL_PX, MARK_PX = 18, 12, 28
"""Beside the words of a heading and of a cell; and of the mark of what is sorted by."""
NAME_PX = 104
"""A name gives way down to this width."""
Room = tuple[int, int, int, int]
"""Left, top, width and height, px."""
State = QStyle.StateFlag
PLAIN = State.State_None
_MARKED = State.State_Selected | State.State_HasFocus | State.State_MouseOver


class Cells(QStyledItemDelegate):
    """Cells of a look of their own, which is in ``put``: the table asks for all of them at once, Qt for one by one."""

    def put(self, painter: QPainter, room: Room, model: TableModel, at: tuple[int, int], state: State) -> None:
        """Paint the cell at (row, column) into its room, but for the ground of one that is marked."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, state, font = option.rect, option.state, option.font
        room = rect.x(), rect.y(), rect.width(), rect.height()
        if state & _MARKED:  # a cell as all others has no ground of its own, and to ask for one takes 0.1 ms
            self.initStyleOption(option, index)
            option.text = ""
            style, control = option.widget.style(), QStyle.ControlElement.CE_ItemViewItem
            style.drawControl(control, option, painter, option.widget)
        painter.setFont(font)
        self.put(painter, room, cast(TableModel, index.model()), (index.row(), index.column()), state)


class TableView(QTableView):
    """A table whose rows are copied with Ctrl+C."""

    def __init__(self, model: TableModel, name: str, stretch: bool = False) -> None:
        super().__init__()
        self._rows = model
        self._name: tuple[int, int] | None = None
        self.above: Callable[[], str] = str
        """Gives the lines that stand above copied rows: what these are of."""
        self.broken = False
        """May words stand on several lines? Only Qt paints them so."""
        self._kept: frozenset[str] = frozenset()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setStretchLastSection(stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(24)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self._show_sorted)

    def paintEvent(self, e: QPaintEvent) -> None:
        """Paint all cells from here, as Qt does: it would ask for each of them anew, and while it asks a worker takes
        the interpreter, which made 20 ms of painting 60. Where a cell may be marked it is left to Qt."""
        marked = self.hasFocus() or self.underMouse() or self.selectionModel().hasSelection()
        if marked or self.broken or self._rows.rowCount() == 0:
            super().paintEvent(e)
            return
        first, last = self.rowAt(e.rect().top()), self.rowAt(e.rect().bottom())
        rows = range(first, (last if last >= 0 else self._rows.rowCount() - 1) + 1) if first >= 0 else range(0)
        places = [(row, self.rowViewportPosition(row), self.rowHeight(row)) for row in rows]
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        plain = _Plain(self)
        for at in range(self._rows.columnCount()):
            if self.isColumnHidden(at):
                continue
            cells = self.itemDelegateForColumn(at) or self.itemDelegate()
            put = cells.put if isinstance(cells, Cells) else plain.put
            left, wide = self.columnViewportPosition(at), self.columnWidth(at)
            for row, top, high in places:
                put(painter, (left, top, wide, high), self._rows, (row, at), PLAIN)
        painter.end()

    def keep_chosen(self) -> None:
        """Whenever the table is filled anew the rows that were chosen stay so, as far as they are still there."""
        self._rows.modelAboutToBeReset.connect(self._remember)
        self._rows.modelReset.connect(self._choose_again)

    def _remember(self) -> None:
        if self._rows.rowCount():  # emptied for a moment only
            self._kept = frozenset(self._rows.row_id(one.row()) for one in self.selectionModel().selectedRows())

    def _choose_again(self) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for row in range(self._rows.rowCount()):
            if self._rows.row_id(row) in self._kept:
                self.selectionModel().select(self._rows.index(row, 0), flags.Select | flags.Rows)

    def _show_sorted(self) -> None:
        at, order = self._rows.sorted_by
        if self.horizontalHeader().sortIndicatorSection() != at:
            self.horizontalHeader().setSortIndicator(at, order)

    def fit_columns(self, name: str = "", extra: Mapping[str, int] | None = None) -> None:
        """Give each column the width of its words, some px more where ``extra`` says so; what is left is ``name``'s.

        Where no column is to give way each has room for the mark of what is sorted by. Qt would ask for each cell half
        a dozen times.
        """
        head_px = HEAD_PX if name else HEAD_PX + MARK_PX
        of_head, of_cell = (one.fontMetrics().horizontalAdvance for one in (self.horizontalHeader(), self))
        for at, column in enumerate(self._rows.columns):
            words = map(column.words or str, {*column.values.tolist()})
            wide = max([of_head(column.title) + head_px, *(of_cell(one) + CELL_PX for one in words)])
            wide += (extra or {}).get(column.title, 0)
            self.setColumnWidth(at, wide)
            if column.title == name:
                self._name = at, wide
        self._stretch_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch_name()

    def _stretch_name(self) -> None:
        """The name takes the room there is, and gives some of its own before the table scrolls sideways."""
        if self._name is not None:
            at, wide = self._name
            others = sum(self.columnWidth(one) for one in range(self._rows.columnCount()) if one != at)
            self.setColumnWidth(at, max(self.viewport().width() - others, min(wide, NAME_PX)))

    def shown_columns(self) -> list[int]:
        """Columns that are shown, from the left."""
        head = self.horizontalHeader()
        columns = (head.logicalIndex(at) for at in range(head.count()))
        return [one for one in columns if not self.isColumnHidden(one)]

    def copy(self) -> None:
        """Put the selected rows, or all when none is, on the clipboard as they are seen, below what they are of."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        text = self._rows.tsv(chosen or range(self._rows.rowCount()), self.shown_columns())
        QGuiApplication.clipboard().setText(self.above() + text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class _Plain:
    """Cells as Qt paints them. What is asked for each of them only reads numbers: whatever makes a thing of Qt (a
    rectangle, a colour) lets a worker take the interpreter."""

    def __init__(self, view: TableView) -> None:
        metrics, style = view.fontMetrics(), view.style()
        self._elided, self._wide = metrics.elidedText, QFontMetricsF(view.font()).horizontalAdvance
        self._high, self._ascent = metrics.height(), metrics.ascent()
        self._margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, view) + 1
        self._at = QPointF()
        self._inks = view.palette().color(QPalette.ColorRole.Text), grey_ink()

    def put(self, painter: QPainter, room: Room, model: TableModel, at: tuple[int, int], _: State) -> None:
        """Paint the cell at (row, column) into its room."""
        left, top, wide, high = room
        wide -= 2 * self._margin
        words = self._elided(model.words(*at), Qt.TextElideMode.ElideRight, wide)
        aside = wide - self._wide(words) if model.columns[at[1]].numeric else 0.0
        self._at.setX(left + self._margin + aside)
        self._at.setY(top + (high - self._high) // 2 + self._ascent)
        painter.setPen(self._inks[model.is_grey(at[1])])
        painter.drawText(self._at, words)
