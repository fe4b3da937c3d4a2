"""What a hand does to a window in tests."""

from PySide6.QtWidgets import QAbstractButton


def press(segments, value: str) -> QAbstractButton:
    """The button of a choice among segments."""
    return next(button for button in segments.group.buttons() if button.property("value") == value)
