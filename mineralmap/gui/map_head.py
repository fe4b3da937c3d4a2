"""The line above each of two maps that says what it is of; two lines where one is too narrow for its figures.

What may be said in several ways is said in the fullest for which there is room.
"""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from mineralmap.gui import theme

Ways = tuple[str, ...]
"""One thing said in several ways, the fullest first."""
LEAST_HIGH, AIR = 34, 8
LEFT, RIGHT = 12, 6


class Head(QWidget):
    """What one map shows and its figures; of the second map, a menu of what may differ and a button to put it away.
    ``outgrown``: it now needs another height than before."""

    closed = Signal()
    outgrown = Signal()

    def __init__(self, name: str, choosing: bool = False) -> None:
        super().__init__()
        self.setObjectName("mapHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self.words, self.figures = QLabel(), Elided()
        self.words.setObjectName("lead")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.menu = QMenu(self)
        self.choose = QToolButton()
        self.choose.setObjectName("differs")
        self.choose.setMenu(self.menu)
        self.choose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choose.setToolTip("What the second map does otherwise")
        self.choose.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_it = QToolButton()
        self.close_it.setToolTip("One map again")
        self.close_it.setAccessibleName("One map again")
        self.close_it.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_it.clicked.connect(self.closed)
        self._choosing, self._two = choosing, False
        self._lead = self.choose if choosing else self.words
        self._ways: Ways = ("",)
        self.said = ""
        """What the map is of, as within a sentence."""
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(LEFT, 2, RIGHT, 2)
        self._rows.setHorizontalSpacing(AIR)
        self._rows.setVerticalSpacing(0)
        self._rows.setColumnStretch(1, 1)
        self._rows.addWidget(self._lead, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self.figures, 0, 1)
        if choosing:
            self._rows.addWidget(self.close_it, 0, 2)

    def one_line(self, width: int) -> bool:
        """Has a width room for all of it in one line?"""
        for widget in (self._lead, self.figures, self.close_it):
            widget.ensurePolished()  # else they are measured in letters that are not theirs
        self._lead.setText(self._marked(self._ways[0]))
        return self._lead.sizeHint().width() + AIR + self.figures.needed <= self._room(width)

    def fold(self, two: bool) -> int:
        """Have two lines, or one; px of height that it then takes."""
        if two != self._two:
            self._two = two
            across = 2 if self._choosing else 3
            for widget in (self._lead, self.figures):
                self._rows.removeWidget(widget)
            # Over all columns up to the button: empty ones between keep their air and would take it from the words.
            self._rows.addWidget(self._lead, 0, 0, 1, across if two else 1, Qt.AlignmentFlag.AlignLeft)
            self._rows.addWidget(self.figures, *((1, 0, 1, 3) if two else (0, 1)))
            self.words.setMinimumHeight(self.choose.sizeHint().height() if two else 0)  # both maps' figures in one line
        self._fit()  # whoever asks whether there is room for all has all of it written
        if not two:
            return LEAST_HIGH
        return max(self._lead.sizeHint().height() + self.figures.sizeHint().height() + 8, LEAST_HIGH)

    def say(self, words: str | Ways, figures: str | Ways, said: str = "") -> None:
        """Show what the map is of, and its figures; ``said``: what it is of within a sentence, where that is not the
        words themselves."""
        before = self.one_line(self.width())
        ways = (words,) if isinstance(words, str) else words
        self.said = said or ways[0]
        self._ways = tuple(one[:1].upper() + one[1:] for one in ways)
        text = self._ways[0]
        self.choose.setAccessibleName(f"Second map: {text}. Choose what it does otherwise")
        self.figures.say(figures)
        self.setAccessibleDescription(f"{text}: {self.figures.whole}")
        if self.one_line(self.width()) != before:
            self.outgrown.emit()
        self._fit()

    def recolour(self, theme_name: str) -> None:
        """Draw the icon for the light or the dark theme."""
        self.close_it.setIcon(theme.icon("close", theme.colours(theme_name).quiet))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The fullest words for which there is room; too long even for a line of their own they end in dots."""
        lead, room = self._lead, self._room(self.width())
        for way in self._ways:
            lead.setText(self._marked(way))
            if lead.sizeHint().width() <= room:
                break
        else:
            metrics = lead.fontMetrics()
            air = lead.sizeHint().width() - metrics.horizontalAdvance(lead.text())
            mark = metrics.horizontalAdvance(self._marked(""))
            shown = metrics.elidedText(self._ways[-1], Qt.TextElideMode.ElideRight, room - air - mark)
            lead.setText(self._marked(shown))
        text = self._ways[0]
        lead.setToolTip(_tip(text if not self._choosing else f"{text}. What the second map does otherwise"))
        self.figures.begin_at(self._inside() if self._two else 0)

    def _inside(self) -> int:
        """Px from the edge of what leads to its words."""
        lead = self._lead
        return (lead.sizeHint().width() - lead.fontMetrics().horizontalAdvance(lead.text())) // 2

    def _room(self, width: int) -> int:
        return width - LEFT - RIGHT - (self.close_it.sizeHint().width() + AIR if self._choosing else 0)

    def _marked(self, text: str) -> str:
        return f"{text.replace('&', '&&')} ▾" if self._choosing else text  # a single one would be a key


class Elided(QLabel):
    """One line in the fullest way for which there is room, the last ends in … where there is none; the whole is its
    tip."""

    def __init__(self) -> None:
        super().__init__()
        self._ways: Ways = ("",)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str | Ways) -> None:
        self._ways = (text,) if isinstance(text, str) else text
        self.setToolTip(_tip(self.whole))
        self._fit()

    def begin_at(self, px: int) -> None:
        """Leave so much air before it."""
        if px != self.indent():
            self.setIndent(px)
            self._fit()

    @property
    def whole(self) -> str:
        """The text in full."""
        return self._ways[0]

    @property
    def needed(self) -> int:
        """Px of width of all of it."""
        return self.fontMetrics().horizontalAdvance(self.whole) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), self.width() - self.indent()
        for way in self._ways:
            if metrics.horizontalAdvance(way) <= room:
                return self.setText(way)
        self.setText(metrics.elidedText(self._ways[-1], Qt.TextElideMode.ElideRight, room))


def _tip(text: str) -> str:
    """As HTML, which is broken into lines; names are the user's own, too."""
    return f"<p>{escape(text)}</p>" if text else ""
