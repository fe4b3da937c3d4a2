"""Asks what something is called, and says at once why a name cannot be."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class NameDialog(QDialog):
    """One field. ``judge`` takes what is typed and gives what is wrong with it, "" when nothing is."""

    def __init__(self, parent: QWidget, title: str, words: str, name: str, judge: Callable[[str], str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        self._judge = judge
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.field = QLineEdit(name)
        self.field.setAccessibleName(title)
        self.field.selectAll()
        self.field.textChanged.connect(self._look)
        self.wrong = QLabel()
        self.wrong.setObjectName("quiet")
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(12)
        for widget in (label, self.field, self.wrong, self.buttons):
            column.addWidget(widget)
        self._look()

    @property
    def name(self) -> str:
        """What is typed, without spaces that say nothing."""
        return " ".join(self.field.text().split())

    def _look(self) -> None:
        wrong = self._judge(self.name)
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)
