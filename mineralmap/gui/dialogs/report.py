"""When the program itself has failed: what happened, to be copied and sent; the work goes on."""

import platform
import sys
import traceback
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mineralmap import __version__


class ReportDialog(QDialog):
    """Shows the report of an unexpected error."""

    def __init__(self, parent: QWidget | None, error: BaseException, log: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.resize(720, 420)
        words = QLabel(
            "This is a fault of the program, not of what you did. Your work is still here: save it now. "
            f"The report below helps to mend it; the log is {log}."
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(report(error))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Report")
        copy = QPushButton("Copy report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
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
        column.addWidget(self.text, 1)
        column.addLayout(lower)


def show_report(window: QWidget, error: BaseException, log: Path) -> None:
    """Show it over the window, or over the dialog that keeps all else from being clicked."""
    ReportDialog(QApplication.activeModalWidget() or window, error, log).show()


def report(error: BaseException) -> str:
    """Versions and the trace of an error."""
    where = "".join(traceback.format_exception(error))
    python = sys.version.split()[0]
    return f"mineralmap {__version__} · Python {python} · Qt {qVersion()} · {platform.platform()}\n\n{where}"
