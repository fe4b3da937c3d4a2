"""The quiet lines below the map: disclaimers, whom to credit, sources; as much as fits, all of it at a click."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mineralmap.layers.typeset import typeset

LINES, NARROW_LINES = 2, 3
NARROW = 1100
"""Pixels below which there is a line more."""
MARGIN = 12
MORE, TIP = " … (all: click)", "Click to read the sources, disclaimers and credits of this map at leisure."


class Credits(QWidget):
    """A few lines of notes, the short ones (disclaimers, required credits) before the long list of sources.

    They lie in it without a layout: other words are no reason to lay the whole window out.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel(self)
        self._label.setObjectName("credits")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAccessibleName("Sources and credits of the map")
        self._label.setIndent(0)  # else Qt takes half a letter more than the margin, and a full line loses its end
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        font = self._label.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self._label.setFont(font)
        self._words, self._low = "", False
        self.hide()

    def text(self) -> str:
        """What is shown of the notes."""
        return self._label.text()

    def say(self, notes: Sequence[str]) -> None:
        """Show the notes of a map."""
        words = typeset(" ".join(sorted(notes, key=len)))
        if words != self._words:
            self._words = words
            self._fit()
        self.setVisible(bool(self._words))

    def be_low(self, low: bool) -> None:
        """Take no line more for being narrow: the map above has little height as it is."""
        if low != self._low:
            self._low = low
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def _fit(self) -> None:
        metrics = QFontMetricsF(self._label.font())
        count = LINES if self._low or self.width() >= NARROW else NARROW_LINES
        self.setFixedHeight(round(count * metrics.lineSpacing()) + 9)
        room = self.width() - 2 * MARGIN
        measure = _measure(self._label.font())
        lines = broken(self._words, count, room, measure)
        lines[-1] = ended(lines[-1], room, measure)
        self._label.setText("\n".join(lines))
        self._label.resize(self.size())
        self.setToolTip(f"<p>{escape(self._words)}</p><p>{TIP}</p>")


@lru_cache(maxsize=2)
def _measure(font: QFont) -> Callable[[str], float]:
    """How wide words are in a font; most stand in the notes of one map after another."""
    return lru_cache(maxsize=2048)(QFontMetricsF(font).horizontalAdvance)


def broken(words: str, lines: int, room: float, measure: Callable[[str], float]) -> list[str]:
    """Words broken into at most so many lines no wider than ``room``; what is too much stays on the last line."""
    made: list[list[str]] = [[]]
    space, used = measure(" "), 0.0
    for word in words.split(" "):
        width = measure(word)
        if made[-1] and used + space + width > room and len(made) < lines:
            made.append([])
            used = 0.0
        used += width + (space if made[-1] else 0.0)
        made[-1].append(word)
    return [" ".join(line) for line in made]


def ended(line: str, room: float, measure: Callable[[str], float]) -> str:
    """The line itself or, where it is too wide, as many of its words as leave room to say that there are more."""
    if measure(line) <= room:
        return line
    words, space, used = line.split(" "), measure(" "), measure(MORE)
    fit = 0
    for word in words:
        used += measure(word) + (space if fit else 0.0)
        if fit and used > room:
            break
        fit += 1
    while fit > 1 and measure(" ".join(words[:fit]) + MORE) > room:  # letters of two words may need more room
        fit -= 1
    return " ".join(words[:fit]).rstrip(",;:") + MORE
