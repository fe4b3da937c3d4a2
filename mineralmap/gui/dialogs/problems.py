"""What is wrong with a file, row by row, with a hint for each; to be copied and mended."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from heapq import nlargest

import numpy as np
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.errors import Problem
from mineralmap.gui.problem_words import counted
from mineralmap.gui.table_view import CELL_PX, HEAD_PX, TableView
from mineralmap.gui.tables import Column, TableModel
from mineralmap.gui.unseen import Acts

NAME_PX, MOST_OF_NAME = 120, 0.3
"""The name of a column of the file is cut to no less than this, and not below this part of the table's width."""
AIR_PX, MEASURED, FEW_ROWS = 10, 40, 200
"""Px between the words of two rows; so many of the longest words of a column are measured; of more rows than so many
only those that are seen are made as high as their words."""


class ProblemsDialog(QDialog):
    """Lists problems in a table; not modal, so that the file can be mended beside it."""

    def __init__(
        self, parent: QWidget, title: str, problems: Sequence[Problem], offers: Mapping[int, Acts] | None = None
    ) -> None:
        super().__init__(parent)
        self._offers = dict(offers or {})
        self.setWindowTitle(title)
        self.resize(960, 420)
        self.model = TableModel()
        self.model.fill(np.arange(len(problems)).astype(object), _columns(problems))
        self.view = TableView(self.model, "Problems", stretch=True)
        self.view.setWordWrap(True)
        self.view.broken = True
        self.view.setItemDelegate(_Airy(self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._wide = [_widest(self.view, self.model, at) for at in range(self.model.columnCount())]
        self._fitting, self._dragged, self._room = False, False, 0
        self.view.verticalScrollBar().rangeChanged.connect(lambda *_: QTimer.singleShot(0, self, self._fit_again))
        self.view.horizontalHeader().sectionResized.connect(self._resized)
        self.view.verticalScrollBar().valueChanged.connect(lambda *_: self._fit_rows())
        words = QLabel(
            f"{counted(problems)}. Rows count as in a spreadsheet: the header is row 1. Mend the file and add it again."
        )
        words.setWordWrap(True)
        copy = QPushButton("Copy all")
        copy.clicked.connect(self._copy)
        self.act = QPushButton()
        """Does what is offered about the problem that is chosen, or asks which of several."""
        self.act.clicked.connect(self._do)
        self.view.selectionModel().currentRowChanged.connect(self._offer)
        if self._offers:
            at = self.model.index(min(self._offers), 0)
            self.view.setCurrentIndex(at)
        self._offer()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        lower = QHBoxLayout()
        lower.addWidget(copy)
        lower.addWidget(self.act)
        lower.addStretch(1)
        lower.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.view, 1)
        column.addLayout(lower)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        if self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """Give each column the width of its words, within the table's; the last has what is left. Columns that
        somebody has dragged stay."""
        self._fitting, self._room = True, self.view.viewport().width()
        for at, width in enumerate(() if self._dragged else widths(self._wide, self._room)):
            self.view.setColumnWidth(at, width)
        self._fit_rows()
        self._fitting = False

    def _fit_again(self) -> None:
        """The scroll bar that rows bring, or take with them, comes later than their heights."""
        if self.isVisible() and self._room != self.view.viewport().width():
            self._fit()

    def _resized(self, section: int, *_: int) -> None:
        """Rows are as high as their words need; the last column follows the window and is dragged by nobody."""
        if not self._fitting and section < self.model.columnCount() - 1:
            self._dragged |= self.isVisible()
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Make rows as high as their words: of very many those that are seen, which takes a few milliseconds."""
        if self.model.rowCount() <= FEW_ROWS:
            self.view.resizeRowsToContents()
            return
        row = max(self.view.rowAt(0), 0)
        while row < self.model.rowCount() and self.view.rowViewportPosition(row) < self.view.viewport().height():
            self.view.resizeRowToContents(row)
            row += 1

    def _offered(self) -> Acts:
        at = self.view.currentIndex()
        return self._offers.get(int(self.model.row_id(at.row())), {}) if at.isValid() else {}

    def _offer(self, *_: object) -> None:
        offered = list(self._offered())
        self.act.setVisible(bool(self._offers))
        self.act.setEnabled(bool(offered))
        if offered:
            self.act.setText(offered[0] if len(offered) == 1 else "Count as One Company…")

    def _do(self) -> None:
        offered = self._offered()
        if len(offered) > 1:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for words, act in offered.items():
                menu.addAction(words, partial(self._done, act))
            menu.popup(self.act.mapToGlobal(self.act.rect().bottomLeft()))
        elif offered:
            self._done(next(iter(offered.values())))

    def _done(self, act: Callable[[], object]) -> None:
        """Do it, once."""
        self._offers[int(self.model.row_id(self.view.currentIndex().row()))] = {}
        act()
        self._offer()

    def _copy(self) -> None:
        self.view.clearSelection()
        self.view.copy()


class _Airy(QStyledItemDelegate):
    """Cells of several lines, with air between those of two rows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), hint.height() + AIR_PX)


def widths(wide: Sequence[int], room: int) -> list[int]:
    """Px of all columns but the last, whose words take ``wide`` px: what names the place is not cut while it takes no
    more than a part of the room, and of the two sentences neither is broken for one that needs less."""
    *place, what, hint = wide
    place = [*place[:-1], min(place[-1], max(NAME_PX, int(MOST_OF_NAME * room)))]
    rest = max(room - sum(place), 0)
    return [*place, min(what, max(rest - hint, rest // 2))]


def _widest(view: TableView, model: TableModel, at: int) -> int:
    """Px that heading and words of a column take on one line; of very many words the longest are measured."""
    column = model.columns[at]
    words = {column.words(float(one)) if column.words else str(one) for one in column.values.tolist()}
    of_head = view.horizontalHeader().fontMetrics().horizontalAdvance(column.title) + HEAD_PX
    of_cell = view.fontMetrics().horizontalAdvance
    return max([of_head, *(of_cell(one) + CELL_PX for one in nlargest(MEASURED, words, key=len))])


def _columns(problems: Sequence[Problem]) -> list[Column]:
    def texts(values: list[str]) -> np.ndarray:
        return np.array([*values, ""], object)[:-1]

    rows = np.array([float("nan") if problem.row is None else problem.row for problem in problems], float)
    return [
        Column("Kind", texts([problem.severity.value for problem in problems])),
        Column("Row", rows, lambda row: "" if row != row else f"{row:.0f}"),
        Column("Column", texts([problem.column or "" for problem in problems])),
        Column("What is wrong", texts([problem.what for problem in problems])),
        Column("What to do", texts([problem.hint for problem in problems])),
    ]
