"""Tables of columns that sort in numpy and are copied as a spreadsheet reads them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from mineralmap.gui.words import copied

BELOW = int(Qt.ItemDataRole.UserRole)
"""Role: what stands quietly below the words of a cell, for tables that draw it."""
OUTDATED = "Being worked out; this is as it was before."


@dataclass(frozen=True, eq=False)
class Column:
    """A column: ``values`` (n,) float or object (text); ``words`` says a value as people read it; ``tip`` is of the
    column, ``tips`` (n,) of each of its cells; ``below`` (n,) stands below each of them, and is not copied."""

    title: str
    values: np.ndarray
    words: Callable[[float], str] | None = None
    tip: str = ""
    tips: Sequence[str] | np.ndarray = ()
    below: Sequence[str] | np.ndarray = ()

    @property
    def numeric(self) -> bool:
        return self.values.dtype.kind == "f"


class TableModel(QAbstractTableModel):
    """Rows of columns; ``ids`` (n,) names each row. Sorting keeps nan and "" last, whichever way."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[Column] = ()
        self._ids = np.array([], object)
        self._order = np.array([], int)
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._fresh: frozenset[str] | None = None

    def fill(self, ids: np.ndarray, columns: Sequence[Column]) -> None:
        """Show other rows, sorted as before, wherever the column by which they were sorted stands now."""
        self.beginResetModel()
        at, order = self.sorted_by
        titles = [column.title for column in columns]
        if 0 <= at < len(self._columns) and self._columns[at].title in titles:
            at = titles.index(self._columns[at].title)
        elif len(columns) != len(self._columns):
            at = -1
        self._fresh = None
        self._ids, self._columns, self._sorted_by = ids, columns, (at, order) if at >= 0 else None
        self._order = self._sorted(at, order)
        self.endResetModel()

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column by which the rows are sorted, -1 when by none, and which way."""
        return self._sorted_by or (-1, Qt.SortOrder.AscendingOrder)

    def row_id(self, row: int) -> str:
        """The id of the row that stands at a place."""
        return str(self._ids[self._order[row]])

    def place(self, row: int) -> int:
        """Where the row that stands at a place was when the table was filled."""
        return int(self._order[row])

    def put(self, title: str, values: np.ndarray, tips: Sequence[str] = ()) -> None:
        """Show other values in one column; the rows stay where they are."""
        at = [column.title for column in self._columns].index(title)
        changed = replace(self._columns[at], values=values, tips=tips)
        self._columns = [*self._columns[:at], changed, *self._columns[at + 1 :]]
        if len(values):
            self.dataChanged.emit(self.index(0, at), self.index(len(values) - 1, at))

    def grey(self, but: Collection[str]) -> None:
        """Grey all columns but some: they are of another question, until the table is filled again."""
        if self._fresh is None and len(self._ids) and self._columns:
            self._fresh = frozenset(but)
            self._recoloured()

    def brighten(self) -> None:
        """Grey nothing: the figures are of the question again."""
        if self._fresh is not None:
            self._fresh = None
            self._recoloured()

    def _recoloured(self) -> None:
        last = self.index(len(self._ids) - 1, len(self._columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.ForegroundRole])

    def is_grey(self, column: int) -> bool:
        """Is a column of another question?"""
        return self._fresh is not None and self._columns[column].title not in self._fresh

    @property
    def columns(self) -> Sequence[Column]:
        """The columns as they were filled, their values in the order of ``ids``."""
        return self._columns

    @property
    def ids(self) -> np.ndarray:
        """The ids of the rows as they were filled."""
        return self._ids

    def row_of(self, row_id: str) -> int:
        """The place of the row with an id, -1 when it is not there."""
        found = np.flatnonzero(self._ids[self._order] == row_id)
        return int(found[0]) if len(found) else -1

    def words(self, row: int, at: int) -> str:
        """What a cell of the row that stands at a place says."""
        column = self._columns[at]
        value = column.values[self._order[row]]
        return column.words(float(value)) if column.words else str(value)

    def below(self, row: int, at: int) -> str:
        """What stands below it."""
        column = self._columns[at]
        return str(column.below[self._order[row]]) if len(column.below) else ""

    def tip(self, row: int, at: int) -> str:
        """What is told of it under the pointer."""
        column = self._columns[at]
        if self.is_grey(at):
            return OUTDATED
        if len(column.tips):
            return str(column.tips[self._order[row]] or "")
        return "" if column.numeric else str(column.values[self._order[row]])  # the column's width may cut the words

    def tsv(self, rows: Sequence[int], columns: Sequence[int] | None = None) -> str:
        """Rows as tab-separated values with a header, all columns or some; figures in full, nothing for no data."""
        told = self._columns if columns is None else [self._columns[at] for at in columns]
        lines = ["\t".join(column.title for column in told)]
        for row in rows:
            at = self._order[row]
            lines.append("\t".join(_cell(column, at) for column in told))
        return "\n".join(lines) + "\n"

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 – Qt's signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 – Qt's signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), index.column())
        if role in (BELOW, Qt.ItemDataRole.AccessibleTextRole) and len(column.below):
            below = self.below(index.row(), index.column())
            return below if role == BELOW else ", ".join(filter(None, (str(self.data(index)), below)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column.numeric:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and self.is_grey(index.column()):
            return grey_ink()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(index.row(), index.column()) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        before, self._order = self._order, self._sorted(column, order)
        where = np.argsort(self._order)  # a row is chosen, whatever its place
        kept = self.persistentIndexList()
        self.changePersistentIndexList(kept, [self.index(int(where[before[one.row()]]), one.column()) for one in kept])
        self.layoutChanged.emit()

    def _sorted(self, column: int, order: Qt.SortOrder) -> np.ndarray:
        if not 0 <= column < len(self._columns):
            return np.arange(len(self._ids))
        values = self._columns[column].values
        if self._columns[column].numeric:
            empty, keys = np.isnan(values), values
        else:
            keys = np.array([str(value).casefold() for value in values], object)
            empty = keys == ""
        full = np.flatnonzero(~empty)
        ranked = full[np.argsort(keys[full], kind="stable")]
        if order == Qt.SortOrder.DescendingOrder:
            ranked = ranked[::-1]
        return np.concatenate([ranked, np.flatnonzero(empty)]).astype(int)


def grey_ink() -> QColor:
    """The colour of what is outdated."""
    return QGuiApplication.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)


def _cell(column: Column, at: int) -> str:
    value = column.values[at]
    if column.numeric:
        return copied(float(value))
    return " ".join(str(value).split())
