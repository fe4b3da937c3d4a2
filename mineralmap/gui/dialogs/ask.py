"""The few questions that must be answered before going on: which file, and what of unsaved work."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget


class Unsaved(Enum):
    """What to do with changes that are not saved."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


def open_path(parent: QWidget, purpose: str, title: str, formats: str) -> Path | None:
    """A file to open; the folder is remembered for each purpose. ``None`` when called off."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder(purpose)), formats)
    return _remember(purpose, name)


def save_path(parent: QWidget, purpose: str, title: str, formats: str, suggestion: str) -> Path | None:
    """A file to write, with the suffix of the suggestion where none was typed. ``None`` when called off."""
    dialog = QFileDialog(parent, title, str(folder(purpose)), formats)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    # The dialog adds the suffix itself, so that it asks before another file of that name is written over.
    dialog.setDefaultSuffix(Path(suggestion).suffix)
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_suffix(chosen)))
    dialog.selectFile(suggestion)
    name = dialog.selectedFiles()[0] if dialog.exec() else ""
    dialog.deleteLater()
    return _remember(purpose, name)


def folder(purpose: str) -> Path:
    """The folder last used for a purpose, the documents folder at first."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    remembered = Path(str(QSettings().value(f"folders/{purpose}", documents)))
    return remembered if remembered.is_dir() else Path.home()


def unsaved(parent: QWidget, name: str) -> Unsaved:
    """Ask what to do with changes before they are lost."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Unsaved changes")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Save the changes to {name}?")
    box.setInformativeText("They are lost if you do not.")
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
    box.setDefaultButton(buttons.Save)
    pressed = box.exec()
    return {buttons.Save: Unsaved.SAVE, buttons.Discard: Unsaved.DISCARD}.get(
        QMessageBox.StandardButton(pressed), Unsaved.CANCEL
    )


def number(parent: QWidget, title: str, words: str, value: float, low: float, high: float) -> float | None:
    """Ask for a whole number within bounds. ``None`` when called off."""
    answer, given = QInputDialog.getInt(parent, title, words, int(value), int(low), int(high), 50)
    return float(answer) if given else None


def _suffix(chosen: str) -> str:
    """The first suffix of a file filter: "Excel (*.xlsx)" is ".xlsx"."""
    return "." + chosen.partition("*.")[2].split(" ")[0].rstrip(")")


def _remember(purpose: str, name: str) -> Path | None:
    if not name:
        return None
    QSettings().setValue(f"folders/{purpose}", str(Path(name).parent))
    return Path(name)
