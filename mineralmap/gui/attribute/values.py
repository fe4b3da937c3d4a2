"""A list of the values of a column with how often each is there: to seek, to tick, however many there are."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

BLANK = "not known"
_ROOT = QModelIndex()


class ValueModel(QAbstractListModel):
    """Words with counts and ticks; the last may stand for the rows where nothing is known."""

    ticks_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: np.ndarray = np.array([], object)
        self._counts = np.array([], np.int64)
        self._small: list[str] = []
        self.ticked = np.array([], bool)
        self._seen = np.array([], np.int64)

    def fill(
        self, words: np.ndarray, counts: np.ndarray, blanks: int, kept: frozenset[str] | None, blank: bool
    ) -> None:
        """Show words with their counts; ``kept`` are ticked (``None``: all), ``blank`` says whether the blank is."""
        self.beginResetModel()
        there = np.flatnonzero(counts > 0)
        self._words = np.array([*words[there], *([BLANK] if blanks else []), ""], object)[:-1]
        self._counts = np.append(counts[there], [blanks] if blanks else []).astype(np.int64)
        self._small = [str(word).casefold() for word in self._words]
        self.has_blank = blanks > 0
        self.ticked = np.array([kept is None or word in kept for word in self._words], bool)
        if self.has_blank:
            self.ticked[-1] = blank
        self._seen = np.arange(len(self._words))
        self.endResetModel()

    has_blank = False

    def seek(self, letters: str) -> None:
        """Show only words that hold these letters."""
        small = letters.strip().casefold()
        self.beginResetModel()
        self._seen = np.array([at for at, word in enumerate(self._small) if small in word], np.int64)
        self.endResetModel()

    def tick(self, on: bool, others: bool | None = None) -> None:
        """Tick or untick all that is seen, and set what is not seen to ``others`` where that is given."""
        if others is not None:
            self.ticked[:] = others
        self.ticked[self._seen] = on
        self._tell()

    def tick_word(self, word: str) -> None:
        """Tick one word more, where it is there."""
        found = np.flatnonzero(self._words == word)
        if len(found):
            self.ticked[found[0]] = True
            self._tell()

    def kept(self) -> frozenset[str] | None:
        """The words that are ticked; ``None`` when all are."""
        words, ticked = (self._words[:-1], self.ticked[:-1]) if self.has_blank else (self._words, self.ticked)
        return None if ticked.all() else frozenset(words[ticked].tolist())

    def blank(self) -> bool:
        """Is the blank ticked, or not there?"""
        return bool(self.ticked[-1]) if self.has_blank else True

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._seen)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        at = self._seen[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._words[at]}  ({self._counts[at]:,})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(self._words[at])
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self.ticked[at] else Qt.CheckState.Unchecked
        return None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked[self._seen[index.row()]] = Qt.CheckState(value) == Qt.CheckState.Checked
        self._tell()
        return True

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def _tell(self) -> None:
        if len(self._seen):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._seen) - 1, 0))
        self.ticks_changed.emit()


class ValueList(QWidget):
    """The list with its search field; ``changed`` when other values are ticked."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model = ValueModel()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(f"Search {name}")
        self.search.setToolTip("Enter ticks only what is found")
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(name)
        self.view.setUniformItemSizes(True)
        self.view.setMinimumHeight(120)
        every, none, only = QPushButton("All"), QPushButton("None"), QPushButton("Only found")
        every.setToolTip("Tick everything that is found")
        none.setToolTip("Untick everything that is found")
        only.setToolTip("Tick what is found and nothing else (Enter in the search field)")
        buttons = QHBoxLayout()
        for button in (every, none, only):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.search.textChanged.connect(self.model.seek)
        every.clicked.connect(lambda: self.model.tick(True))
        none.clicked.connect(lambda: self.model.tick(False))
        only.clicked.connect(lambda: self.model.tick(True, others=False))
        self.model.ticks_changed.connect(self.changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.model.tick(True, others=False)
        else:
            super().keyPressEvent(event)
