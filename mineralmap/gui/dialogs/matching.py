"""Which column is which: for a file of the user's own whose columns are not called as ours are."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

NONE = "(not in the file)"


class MatchingDialog(QDialog):
    """Asks for each of our columns which of the file's columns it is.

    ``columns`` are the file's; ``wanted`` maps our columns to (required, description); ``suggested`` our columns to
    the file's; ``preview`` is the first rows of the file, as text.
    """

    def __init__(
        self,
        parent: QWidget,
        name: str,
        columns: Sequence[str],
        wanted: Mapping[str, tuple[bool, str]],
        suggested: Mapping[str, str],
        preview: Sequence[Sequence[str]],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Match columns")
        self.resize(760, 640)
        self._wanted = wanted
        self.boxes: dict[str, QComboBox] = {}
        words = QLabel(f"Which column of {name} is which? Those marked • are needed.")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        table = QTableWidget(len(preview), len(columns))
        table.setHorizontalHeaderLabels(list(columns))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setAccessibleName("First rows of the file")
        table.setMaximumHeight(160)
        for row, cells in enumerate(preview):
            for column, cell in enumerate(cells):
                table.setItem(row, column, QTableWidgetItem(cell))
        table.resizeColumnsToContents()
        form = QFormLayout()
        form.setContentsMargins(0, 0, 12, 0)
        form.setHorizontalSpacing(16)
        for ours, (required, description) in wanted.items():
            box = QComboBox()
            box.addItem(NONE, "")
            for theirs in columns:
                box.addItem(theirs, theirs)
            box.setCurrentIndex(max(0, box.findData(suggested.get(ours, ""))))
            box.setToolTip(description)
            box.setAccessibleName(f"{ours}: {description}")
            box.currentIndexChanged.connect(self._judge)
            label = QLabel(f"{ours} •" if required else ours)
            label.setToolTip(description)
            form.addRow(label, box)
            self.boxes[ours] = box
        inner = QWidget()
        inner.setLayout(form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self._missing = QLabel()
        self._missing.setObjectName("quiet")
        self._missing.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(12)
        for widget in (words, table, scroll, self._missing, self._buttons):
            column.addWidget(widget)
        column.setStretch(2, 1)
        self._judge()

    def matching(self) -> dict[str, str]:
        """Our columns to the file's, those left out not among them."""
        return {ours: str(box.currentData()) for ours, box in self.boxes.items() if box.currentData()}

    def _judge(self) -> None:
        chosen = self.matching()
        missing = [ours for ours, (required, _) in self._wanted.items() if required and ours not in chosen]
        twice = sorted({theirs for theirs in chosen.values() if list(chosen.values()).count(theirs) > 1})
        words = f"Still needed: {', '.join(missing)}." if missing else ""
        if twice:
            words += f" Used twice: {', '.join(twice)}."
        self._missing.setText(words.strip())
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not missing)
