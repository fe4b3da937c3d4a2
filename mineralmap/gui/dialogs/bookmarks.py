"""Bookmarks: a name for what is looked at, and the list of all, to go to, rename and delete."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui.bookmarking import summary
from mineralmap.model.project import Bookmark

EMPTY = "No bookmarks yet. Ctrl+B, or Add, keeps what is looked at now: the place, the layers, how it is counted."


class AddBookmark(QDialog):
    """Asks for a name that is not taken, and whether the question is to be kept with it."""

    def __init__(self, parent: QWidget, proposed: str, taken: frozenset[str], question: str) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setWindowTitle("Add bookmark")
        words = QLabel("Keeps the place, the layers, how it is counted and for whom, and what colours mean.")
        words.setWordWrap(True)
        self.name = QLineEdit(proposed)
        self.name.setAccessibleName("Name of the bookmark")
        self.name.selectAll()
        self.name.textChanged.connect(self._weigh)
        self.asked = QCheckBox(f"With the question: {question}")
        self.asked.setChecked(True)
        self.asked.setToolTip("Going there asks this again; without it, whatever is asked by then stays")
        self.wrong = QLabel()
        self.wrong.setObjectName("quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText("Add")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(8)
        for part in (words, self.name, self.asked, self.wrong, buttons):
            column.addWidget(part)
        self.setMinimumWidth(440)
        self._weigh()

    def _weigh(self) -> None:
        name = self.name.text().strip()
        self.wrong.setText(f"There is a bookmark “{name}”; it will be replaced." if name in self._taken else " ")
        self.ok.setEnabled(bool(name))


class BookmarksDialog(QDialog):
    """The list of bookmarks. It asks for changes by signals and shows what it is told by ``show_all``."""

    go_asked = Signal(str)
    add_asked = Signal()
    renamed = Signal(str, str)
    deleted = Signal(object)
    """The names, a list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Bookmarks")
        self.resize(480, 420)
        self.list = QListWidget()
        self.list.setAccessibleName("Bookmarks")
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.itemActivated.connect(lambda item: self.go_asked.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.itemChanged.connect(self._rename)
        self.list.itemSelectionChanged.connect(self._weigh)
        self.empty = QLabel(EMPTY)
        self.empty.setObjectName("quiet")
        self.empty.setWordWrap(True)
        self.add_button, self.go_button = QPushButton("Add…"), QPushButton("Go There")
        self.rename_button, self.delete_button = QPushButton("Rename"), QPushButton("Delete")
        self.add_button.clicked.connect(self.add_asked)
        self.go_button.clicked.connect(lambda: self.go_asked.emit(self._chosen()[0]))
        self.rename_button.clicked.connect(self._edit)
        self.delete_button.clicked.connect(self._delete)
        for keys, act in ((QKeySequence.StandardKey.Delete, self._delete), (Qt.Key.Key_F2, self._edit)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        row = QHBoxLayout()
        for button in (self.add_button, self.go_button, self.rename_button, self.delete_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(close)

    def show_all(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """List these, with what was chosen still chosen."""
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        for one in bookmarks:
            item = QListWidgetItem(one.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(Qt.ItemDataRole.UserRole, one.name)
            item.setToolTip(summary(one))
            self.list.addItem(item)
            item.setSelected(one.name in chosen)
        self.list.blockSignals(False)
        self.empty.setVisible(not bookmarks)
        self._weigh()

    def _chosen(self) -> list[str]:
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in self.list.selectedItems()]

    def _weigh(self) -> None:
        number = len(self._chosen())
        self.go_button.setEnabled(number == 1)
        self.rename_button.setEnabled(number == 1)
        self.delete_button.setEnabled(number > 0)

    def _edit(self) -> None:
        if len(self.list.selectedItems()) == 1:
            self.list.editItem(self.list.selectedItems()[0])

    def _rename(self, item: QListWidgetItem) -> None:
        old, new = str(item.data(Qt.ItemDataRole.UserRole)), item.text().strip()
        others = {str(self.list.item(i).data(Qt.ItemDataRole.UserRole)) for i in range(self.list.count())} - {old}
        if new == old or not new or new in others:
            self.list.blockSignals(True)
            item.setText(old)
            self.list.blockSignals(False)
            return
        self.renamed.emit(old, new)

    def _delete(self) -> None:
        if self._chosen():
            self.deleted.emit(self._chosen())
