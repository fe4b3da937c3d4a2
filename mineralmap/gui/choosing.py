"""How what is found joins what is chosen: in its place, added, taken away, or only what is in both."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

Mode = Literal["replace", "add", "remove", "within"]
MODES: tuple[tuple[Mode, str, str], ...] = (
    ("replace", "Select", "Select what is found, and nothing else"),
    ("add", "Add", "Add what is found to the selection (Shift on the map)"),
    ("remove", "Take Away", "Take what is found out of the selection (Ctrl on the map)"),
    ("within", "Within", "Keep of the selection only what is found (Shift and Ctrl on the map)"),
)


def combined(chosen: frozenset[str], found: frozenset[str], mode: Mode) -> frozenset[str]:
    """What is chosen afterwards."""
    return {"replace": found, "add": chosen | found, "remove": chosen - found, "within": chosen & found}[mode]


def mode_of_keys() -> Mode:
    """The mode that the keys held now ask for, as in other programs: Shift adds, Ctrl takes away, both keep within."""
    keys = QGuiApplication.keyboardModifiers()
    add = bool(keys & Qt.KeyboardModifier.ShiftModifier)
    remove = bool(keys & Qt.KeyboardModifier.ControlModifier)
    return "within" if add and remove else "add" if add else "remove" if remove else "replace"
