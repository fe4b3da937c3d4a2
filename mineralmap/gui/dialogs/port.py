"""Which port a place is to use: search over all that are listed, the nearest first, and a reason that is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

PORT_ID = Qt.ItemDataRole.UserRole
WORDS = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A port as it is offered: ``words`` hold its name, country, code and how far away it is."""

    port_id: str
    words: str


class PortDialog(QDialog):
    """``now`` says what the place uses; ``places`` are who may be meant: (words, id), the first one unless changed."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        now: str,
        places: Sequence[tuple[str, str]],
        ports: Sequence[Listed],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Port of {name}")
        self.resize(520, 560)
        told = QLabel(now)
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.field = _Find()
        self.field.setPlaceholderText("Port, country or code")
        self.field.setAccessibleName("Find a port")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._sift)
        self.list = QListWidget()
        self.list.setAccessibleName("Ports, the nearest first")
        self.list.setUniformItemSizes(True)
        for port in ports:
            item = QListWidgetItem(port.words)
            item.setData(PORT_ID, port.port_id)
            item.setData(WORDS, port.words.casefold())
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._judge)
        self.field.below = self.list
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Why, or who says so; kept with the project")
        self.reason.textChanged.connect(self._judge)
        self.of = {place: QRadioButton(words) for words, place in places}
        next(iter(self.of.values())).setChecked(True)
        self.missing = QLabel()
        self.missing.setObjectName("quiet")
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("Reason", self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(12)
        for widget in (told, self.field, self.list):
            column.addWidget(widget)
        column.addLayout(form)
        if len(self.of) > 1:
            for button in self.of.values():
                column.addWidget(button)
        column.addWidget(self.missing)
        column.addWidget(self.buttons)
        column.setStretch(2, 1)
        self._judge()

    @property
    def port_id(self) -> str:
        """The port that is marked in the list; "" when none is."""
        item = self.list.currentItem()
        return str(item.data(PORT_ID)) if item is not None and not item.isHidden() else ""

    @property
    def place(self) -> str:
        """The id of whom the choice is for."""
        return next(place for place, button in self.of.items() if button.isChecked())

    def _sift(self, text: str) -> None:
        parts = text.casefold().split()
        shown = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(part in item.data(WORDS) for part in parts)
            item.setHidden(not fits)
            if fits:
                shown.append(item)
        if len(shown) == 1:
            self.list.setCurrentItem(shown[0])
        self._judge()

    def _judge(self, *_: object) -> None:
        missing = "Mark a port in the list." if not self.port_id else ""
        if not self.reason.text().strip():
            missing = f"{missing} A reason is needed." if missing else "A reason is needed."
        self.missing.setText(missing)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)


class _Find(QLineEdit):
    """A field from which the arrows reach the list below it."""

    below: QListWidget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.below.setFocus()
            self.below.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
