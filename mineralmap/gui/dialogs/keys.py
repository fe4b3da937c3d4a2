"""Keyboard shortcuts to choose: every action with its keys; new ones are pressed, a conflict is told beforehand."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui.keymap import Keyed, Keymap, native

ID = Qt.ItemDataRole.UserRole
HOW = "Choose an action, put the hand into the field and press the new keys."


class KeysDialog(QDialog):
    """Every change is made at once and remembered."""

    def __init__(self, parent: QWidget, keymap: Keymap) -> None:
        super().__init__(parent)
        self._keymap = keymap
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(640, 600)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Part of an action's name, or keys such as Ctrl+J")
        self.filter.setAccessibleName("Filter the actions")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._sift)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(["Action", "Keys", "Menu"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("Actions and their keys")
        self.tree.currentItemChanged.connect(lambda *_: self._choose())
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("New keys")
        self.field.keySequenceChanged.connect(lambda _: self._weigh())
        self.set_button, self.none_button = QPushButton("Set"), QPushButton("No Keys")
        self.reset_button, self.reset_all_button = QPushButton("Reset"), QPushButton("Reset All")
        self.set_button.setToolTip("Give the chosen action the keys in the field")
        self.none_button.setToolTip("Take all keys from the chosen action")
        self.reset_button.setToolTip("The program's own keys for the chosen action")
        self.reset_all_button.setToolTip("The program's own keys for every action")
        self.set_button.clicked.connect(self._set)
        self.none_button.clicked.connect(lambda: self._put(()))
        self.reset_button.clicked.connect(self._reset)
        self.reset_all_button.clicked.connect(self._reset_all)
        for button in (self.set_button, self.none_button, self.reset_button, self.reset_all_button):
            button.setAutoDefault(False)
        self.words = QLabel(HOW)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        lower = QHBoxLayout()
        lower.addWidget(self.field, 1)
        for button in (self.set_button, self.none_button, self.reset_button):
            lower.addWidget(button)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.addButton(self.reset_all_button, QDialogButtonBox.ButtonRole.ResetRole)
        close.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(8)
        for part in (self.filter, self.tree):
            column.addWidget(part)
        column.addLayout(lower)
        column.addWidget(self.words)
        column.addWidget(close)
        self._fill()

    def item(self, key_id: str) -> QTreeWidgetItem:
        """The line of an action."""
        return next(item for item in self._lines() if item.data(0, ID) == key_id)

    def _lines(self) -> list[QTreeWidgetItem]:
        return [cast(QTreeWidgetItem, self.tree.topLevelItem(i)) for i in range(self.tree.topLevelItemCount())]

    def _fill(self) -> None:
        for one in self._keymap.all:
            item = QTreeWidgetItem([one.words, "", one.where])
            item.setData(0, ID, one.id)
            self.tree.addTopLevelItem(item)
        self._show_keys()
        self.tree.setColumnWidth(0, 280)
        self.tree.setColumnWidth(1, 180)
        self.tree.setCurrentItem(self._lines()[0])

    def _show_keys(self) -> None:
        for item, one in zip(self._lines(), self._keymap.all, strict=True):
            item.setText(1, native(one.action))
            font = item.font(1)
            font.setBold(self._keymap.changed(one.id))
            item.setFont(1, font)
            usual = "  or  ".join(one.defaults) or "none"
            item.setToolTip(1, f"Changed; the program's own: {usual}" if font.bold() else "The program's own keys")

    def _sift(self, text: str) -> None:
        wanted = text.casefold().split()
        for item in self._lines():
            words = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(not all(word in words for word in wanted))

    def _current(self) -> Keyed | None:
        item = self.tree.currentItem()
        return None if item is None else next(one for one in self._keymap.all if one.id == item.data(0, ID))

    def _choose(self) -> None:
        self.field.clear()
        self._weigh()

    def _weigh(self) -> None:
        """Say what setting the keys in the field would do."""
        one, sequence = self._current(), self.field.keySequence()
        self.set_button.setEnabled(one is not None and not sequence.isEmpty())
        self.none_button.setEnabled(one is not None and bool(self._keymap.keys(one.id)))
        self.reset_button.setEnabled(one is not None and self._keymap.changed(one.id))
        self.set_button.setText("Set")
        if one is None or sequence.isEmpty():
            self.words.setText(HOW)
            return
        keys, other = sequence.toString(QKeySequence.SequenceFormat.NativeText), self._keymap.holder(sequence, one.id)
        if other is None:
            self.words.setText(f"{keys} is free.")
        else:
            self.words.setText(f"{keys} belongs to “{other.words}” ({other.where}), which would lose it.")
            self.set_button.setText("Take It")

    def _set(self) -> None:
        self._put((self.field.keySequence(),))

    def _put(self, sequences: tuple[QKeySequence, ...]) -> None:
        one = self._current()
        if one is not None:
            self._keymap.choose(one.id, sequences)
            self._done()

    def _reset(self) -> None:
        one = self._current()
        if one is not None:
            self._keymap.reset(one.id)
            self._done()

    def _reset_all(self) -> None:
        self._keymap.reset_all()
        self._done()

    def _done(self) -> None:
        self._show_keys()
        self._choose()
