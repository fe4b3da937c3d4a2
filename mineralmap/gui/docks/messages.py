"""The messages told so far, the newest first: what the bar over the map said and is gone."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.docks.panel import Panel
from mineralmap.gui.letters import icon_size

KEPT = 200
WORDS = {"info": "", "warning": "Warning: ", "error": "Error: "}
EMPTY = "Nothing has been told yet. What the bar over the map says is kept here, with its time."


class MessagesDock(Panel):
    """A list that can be copied and emptied."""

    def __init__(self) -> None:
        super().__init__("messagesDock", "Messages")
        self.list = QListWidget()
        self.list.setAccessibleName("Messages, the newest first")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setIconSize(icon_size(self.list, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = QLabel(EMPTY)
        self.empty.setObjectName("quiet")
        self.empty.setContentsMargins(16, 8, 16, 8)
        self.empty.setWordWrap(True)
        self.copy_button, self.clear_button = QPushButton("Copy"), QPushButton("Clear")
        self.copy_button.setToolTip("Copy the chosen messages, or all of them")
        self.clear_button.setToolTip("Forget all messages")
        self.copy_button.clicked.connect(self.copy)
        self.clear_button.clicked.connect(self.clear)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 4, 12, 8)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        self.setWidget(inner)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.copy)
        self._theme = "light"
        self._say_empty()

    def tell(self, text: str, kind: str) -> None:
        """Keep a message."""
        time = datetime.now().strftime("%H:%M:%S")
        item = QListWidgetItem(self._icon(kind), f"{time}  {WORDS.get(kind, '')}{text}")
        item.setData(Qt.ItemDataRole.UserRole, kind)
        self.list.insertItem(0, item)
        while self.list.count() > KEPT:
            self.list.takeItem(self.list.count() - 1)
        self._say_empty()

    def copy(self) -> None:
        """The chosen messages, or all, as lines on the clipboard."""
        chosen = self.list.selectedItems() or [self.list.item(row) for row in range(self.list.count())]
        QGuiApplication.clipboard().setText("\n".join(item.text() for item in chosen))

    def clear(self) -> None:
        """Forget all."""
        self.list.clear()
        self._say_empty()

    def use_theme(self, name: str) -> None:
        """Draw icons for the light or the dark theme."""
        self._theme = name
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setIcon(self._icon(str(item.data(Qt.ItemDataRole.UserRole))))

    def _icon(self, kind: str) -> QIcon:
        return theme.message_icon(kind, self._theme)

    def _say_empty(self) -> None:
        some = self.list.count() > 0
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        for button in (self.copy_button, self.clear_button):
            button.setEnabled(some)
