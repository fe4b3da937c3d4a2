"""How much larger letters are than those that widths in px are made for, and widths of words in these letters."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

MOST_ICONS = 2.0
LINE_PX = 18
"""Height of a line of the letters that most systems begin with; with larger ones panels begin wider."""


def grown(widget: QWidget) -> float:
    """By how much the letters of a widget are larger than usual; 1 where they are not."""
    return max(1.0, widget.fontMetrics().lineSpacing() / LINE_PX)


def icon_size(widget: QWidget, pixels: int) -> QSize:
    """The size of an icon beside a widget's letters, that is so many px beside usual ones."""
    return QSize(pixels, pixels) * min(grown(widget), MOST_ICONS)


def width_of(widget: QWidget, words: str, around: int = 0) -> int:
    """Px that words take in a widget's letters, with so many px around them in usual ones."""
    return widget.fontMetrics().horizontalAdvance(words) + round(around * grown(widget))
