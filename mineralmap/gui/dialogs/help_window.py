"""F1: every key and what the mouse does, then what the numbers mean; one field searches both."""

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from mineralmap.gui.dialogs import help as pages
from mineralmap.gui.keymap import BY_HAND, Keymap, native


class HelpWindow(QDialog):
    """Two pages under one search field."""

    def __init__(self, window: Any, keymap: Keymap) -> None:
        super().__init__(window)
        self.setWindowTitle("Help")
        self.resize(680, 640)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search keys and terms: zoom, Ctrl+B, HHI…")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._sift)
        self.keys = QTreeWidget()
        self.keys.setHeaderLabels(["What", "How"])
        self.keys.setAccessibleName("Keyboard shortcuts, and what the mouse does")
        self.keys.setRootIsDecorated(False)
        self.keys.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.numbers = QTextBrowser()
        self.numbers.setOpenExternalLinks(True)
        self.numbers.setAccessibleName("What the numbers mean")
        self.tabs = QTabWidget()
        self.tabs.addTab(self.keys, "Keyboard and mouse")
        self.tabs.addTab(self.numbers, "What the numbers mean")
        self.tabs.currentChanged.connect(lambda _: self._sift(self.search.text()))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        change = QPushButton("Change Keys…")
        change.setAutoDefault(False)
        change.clicked.connect(window.actions_["change_keys"].trigger)
        close.addButton(change, QDialogButtonBox.ButtonRole.ActionRole)
        close.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tabs, 1)
        column.addWidget(close)
        self._written: str | None = None
        self._fill(keymap)
        self._sift("")

    def _fill(self, keymap: Keymap) -> None:
        listed = [(where, what, how) for where, what, how in BY_HAND]
        listed += [(one.where, one.words, native(one.action)) for one in keymap.all if one.action.shortcuts()]
        groups: dict[str, QTreeWidgetItem] = {}
        for where, what, how in listed:
            if where not in groups:
                groups[where] = QTreeWidgetItem([where])
                groups[where].setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = self.keys.font()
                font.setBold(True)
                groups[where].setFont(0, font)
                self.keys.addTopLevelItem(groups[where])
            groups[where].addChild(QTreeWidgetItem([what, how]))
        self.keys.expandAll()
        self.keys.setColumnWidth(0, 330)

    def shown(self) -> list[tuple[str, str]]:
        """The lines of keys that are to be seen."""
        found = []
        for group in self._groups():
            lines = (cast(QTreeWidgetItem, group.child(i)) for i in range(group.childCount()))
            found += [(line.text(0), line.text(1)) for line in lines if not line.isHidden()]
        return found

    def _groups(self) -> list[QTreeWidgetItem]:
        return [cast(QTreeWidgetItem, self.keys.topLevelItem(i)) for i in range(self.keys.topLevelItemCount())]

    def _sift(self, text: str) -> None:
        wanted = text.casefold().split()
        for group in self._groups():
            some = False
            for index in range(group.childCount()):
                line = cast(QTreeWidgetItem, group.child(index))
                words = f"{group.text(0)} {line.text(0)} {line.text(1)}".casefold()
                line.setHidden(not all(word in words for word in wanted))
                some = some or not line.isHidden()
            group.setHidden(not some)
        if self.tabs.currentWidget() is self.numbers and self._written != text:
            self._written = text
            self.numbers.setHtml(pages.methods_page(text))


def show_help(window: Any, page: int) -> HelpWindow:
    """Open the help on a page: 0 the keys, 1 the numbers."""
    made = HelpWindow(window, window.parts["keys"].thing.keymap)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.tabs.setCurrentIndex(page)
    made.show()
    made.search.setFocus()
    window.help_window = made
    return made
