"""The model behind an attribute table: tells Qt about cells of numpy columns, and which rows are chosen."""

from typing import cast

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mineralmap.datasets.attributes import Attribute, AttributeTable
from mineralmap.gui.attribute import said
from mineralmap.gui.attribute.rows import Filter, Shown, SortKey
from mineralmap.gui.why_not import why_not

Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ROOT = QModelIndex()
OUTSIDE = "Not part of the question as it stands."
EMPTY = AttributeTable("", "", np.array([], object), (), np.empty((0, 1)), np.empty((0, 1)))


class AttributeModel(QAbstractTableModel):
    """Shows an ``AttributeTable``; ``arranged`` follows whenever other rows stand there, or in another order."""

    arranged = Signal()
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown(EMPTY)
        self.rows = np.array([], np.int64)
        """Numbers of the rows shown, in their order."""
        self.chosen = np.zeros(0, bool)
        """Rows of the table (n,), shown or not, that are chosen."""

    @property
    def table(self) -> AttributeTable:
        return self.shown.table

    def fill(self, table: AttributeTable, chosen: frozenset[str]) -> None:
        """Show another table; of the same layer, sorted and filtered as before."""
        self.beginResetModel()
        before = self.shown
        same = before.table.id == table.id
        self.shown = Shown(
            table, before.keys if same else (), before.filters if same else {}, before.sought if same else ""
        )
        self.chosen = table.rows_of(chosen)
        self.rows = self.shown.rows()
        self.endResetModel()
        self.arranged.emit()

    def arrange(self) -> None:
        """Work out anew which rows stand where."""
        self.beginResetModel()
        self.rows = self.shown.rows()
        self.endResetModel()
        self.arranged.emit()

    def sort_by(self, keys: tuple[SortKey, ...]) -> None:
        """Sort by some columns, the first foremost."""
        self.shown.sort(keys)
        self.arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by the column of a number, as Qt asks it; −1 is as the data comes."""
        names = [self.table.attributes[column].id] if 0 <= column < len(self.table.attributes) else []
        self.sort_by(tuple(SortKey(name, order == Qt.SortOrder.DescendingOrder) for name in names))

    def filter_by(self, column: str, wanted: Filter) -> None:
        """Let a column pass only this."""
        filters = {name: one for name, one in self.shown.filters.items() if name != column}
        self.shown.filters = filters if wanted.idle else {**filters, column: wanted}
        self.arrange()

    def seek(self, letters: str) -> None:
        """Show only rows that hold these letters."""
        if letters.strip() != self.shown.sought:
            self.shown.sought = letters.strip()
            self.arrange()

    def limit(self, name: str, mask: np.ndarray | None) -> None:
        """Show only the rows of a mask (n,), under a name; ``None`` lifts it."""
        if mask is None and name not in self.shown.limits:
            return
        limits = {one: kept for one, kept in self.shown.limits.items() if one != name}
        self.shown.limits = limits if mask is None else {**limits, name: mask}
        self.arrange()

    def clear_filters(self) -> None:
        """Let everything pass that no limit leaves out."""
        self.shown.filters, self.shown.sought = {}, ""
        self.arrange()

    def light(self, chosen: frozenset[str]) -> None:
        """These features are chosen now."""
        mask = self.table.rows_of(chosen)
        if not np.array_equal(mask, self.chosen):
            self.chosen = mask
            self.chosen_changed.emit()

    def row_id(self, row: int) -> str:
        """The id of the feature at a place."""
        return str(self.table.ids[self.rows[row]])

    def column(self, section: int) -> Attribute:
        """The column of a section."""
        return self.table.attributes[section]

    def is_chosen(self, row: int) -> bool:
        """Is the row at a place chosen?"""
        return bool(self.chosen[self.rows[row]])

    def corrected(self, row: int) -> str:
        """What the user has corrected of the feature at a place; "" for nothing."""
        column = self.table.named("corrected")
        return said.cell(column, int(self.rows[row])) if column is not None else ""

    def not_counted(self, section: int, row: int) -> str:
        """Why the tonnes of the feature at a place are not counted, in their own cell; "" elsewhere."""
        column, at = self.column(section), int(self.rows[row])
        if column.id != "counted_t" or not column.empty[at]:
            return ""
        origin = self._counted_from(at)
        return f"Not in the sum: {why_not(origin, column.unit)}." if origin else OUTSIDE

    def _counted_from(self, at: int) -> str:
        """What the counted tonnes of a row of the table rest on; "" where nothing is told."""
        reason = self.table.named("counted_from")
        return said.cell(reason, at) if reason is not None else ""

    def ids_between(self, first: int, last: int) -> frozenset[str]:
        """The features from one place to another, both included."""
        return self.table.ids_of(self.rows[min(first, last) : max(first, last) + 1])

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.table.attributes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            words = said.cell(self.table.attributes[index.column()], int(self.rows[index.row()]))
            return f"✎ {words}" if index.column() == 0 and self.corrected(index.row()) else words
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if self.table.attributes[index.column()].is_text else _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            column = self.table.attributes[index.column()]
            at = int(self.rows[index.row()])
            words = said.cell(column, at) or self.not_counted(index.column(), index.row())
            if column.id == "counted_t" and not column.empty[at]:
                words = f"{words} {column.unit}, from {self._counted_from(at)}"
            if column.asides is not None and column.asides[at]:
                words = f"{words}\n{column.asides[at]}"
            corrected = self.corrected(index.row())
            return f"{words or 'not known'}\n✎ corrected by you: {corrected}" if corrected else words or "not known"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.table.attributes):
            return None
        column = self.table.attributes[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return said.heading(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return said.tip(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column.is_text else _RIGHT
        return None

    def tsv(self, rows: range | np.ndarray, columns: tuple[Attribute, ...] = ()) -> str:
        """The rows at some places as a spreadsheet reads them."""
        return said.tsv(columns or self.table.attributes, self.rows[cast(np.ndarray, np.asarray(rows))])
