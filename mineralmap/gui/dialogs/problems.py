"""What is wrong with a file, row by row, with a hint for each; to be copied and mended."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mineralmap.errors import Problem
from mineralmap.gui.problem_words import counted
from mineralmap.gui.tables import Column, TableModel, TableView


class ProblemsDialog(QDialog):
    """Lists problems in a table; not modal, so that the file can be mended beside it."""

    def __init__(self, parent: QWidget, title: str, problems: Sequence[Problem]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(960, 420)
        self.model = TableModel()
        self.model.fill(np.arange(len(problems)).astype(object), _columns(problems))
        self.view = TableView(self.model, "Problems", stretch=True)
        self.view.setWordWrap(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column, width in enumerate((72, 56, 120, 340)):
            self.view.setColumnWidth(column, width)
        header = self.view.horizontalHeader()
        header.sectionResized.connect(self.view.resizeRowsToContents)
        words = QLabel(
            f"{counted(problems)}. Rows count as in a spreadsheet: the header is row 1. Mend the file and add it again."
        )
        words.setWordWrap(True)
        copy = QPushButton("Copy all")
        copy.clicked.connect(self._copy)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        lower = QHBoxLayout()
        lower.addWidget(copy)
        lower.addStretch(1)
        lower.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.view, 1)
        column.addLayout(lower)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.resizeRowsToContents()

    def _copy(self) -> None:
        self.view.clearSelection()
        self.view.copy()


def _columns(problems: Sequence[Problem]) -> list[Column]:
    def texts(values: list[str]) -> np.ndarray:
        return np.array([*values, ""], object)[:-1]

    rows = np.array([float("nan") if problem.row is None else problem.row for problem in problems], float)
    return [
        Column("Kind", texts([problem.severity.value for problem in problems])),
        Column("Row", rows, lambda row: "" if row != row else f"{row:.0f}"),
        Column("Column", texts([problem.column or "" for problem in problems])),
        Column("What is wrong", texts([problem.what for problem in problems])),
        Column("What to do", texts([problem.hint for problem in problems])),
    ]
