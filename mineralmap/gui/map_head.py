"""The line above each of two maps that says what it is of; two lines where one is too narrow for its figures."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from mineralmap.gui import theme

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
        self._text = ""
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
        self._lead.setText(self._marked(self._text))
        return self._lead.sizeHint().width() + AIR + self.figures.needed <= self._room(width)

    def fold(self, two: bool) -> int:
        """Have two lines, or one; px of height that it then takes."""
        if two != self._two:
            self._two = two
            self._rows.removeWidget(self.figures)
            self._rows.addWidget(self.figures, *((1, 0, 1, 3) if two else (0, 1)))
            self.figures.setIndent(self._inside() if two else -1)
            self.words.setMinimumHeight(self.choose.sizeHint().height() if two else 0)  # both maps' figures in one line
            self._fit()
        if not two:
            return LEAST_HIGH
        return max(self._lead.sizeHint().height() + self.figures.sizeHint().height() + 8, LEAST_HIGH)

    def say(self, words: str, figures: str) -> None:
        """Show what the map is of, and its figures."""
        before = self.one_line(self.width())
        self.said = words
        self._text = words[:1].upper() + words[1:]
        self.choose.setAccessibleName(f"Second map: {self._text}. Choose what it does otherwise")
        self.figures.say(figures)
        self.setAccessibleDescription(f"{self._text}: {figures}")
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
        """Words too long even for a line of their own end in dots."""
        lead, room = self._lead, self._room(self.width())
        lead.setText(self._marked(self._text))
        if lead.sizeHint().width() > room:
            metrics = lead.fontMetrics()
            air = lead.sizeHint().width() - metrics.horizontalAdvance(lead.text())
            mark = metrics.horizontalAdvance(self._marked(""))
            lead.setText(self._marked(metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, room - air - mark)))
        lead.setToolTip(self._text if not self._choosing else f"{self._text}. What the second map does otherwise")

    def _inside(self) -> int:
        """Px from the edge of what leads to its words."""
        lead = self._lead
        return (lead.sizeHint().width() - lead.fontMetrics().horizontalAdvance(lead.text())) // 2

    def _room(self, width: int) -> int:
        return width - LEFT - RIGHT - (self.close_it.sizeHint().width() + AIR if self._choosing else 0)

    def _marked(self, text: str) -> str:
        return f"{text} ▾" if self._choosing else text


class Elided(QLabel):
    """One line that ends in … where there is no room; the whole is its tip."""

    def __init__(self) -> None:
        super().__init__()
        self._all = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self._all = text
        self.setToolTip(text)
        self._fit()

    @property
    def whole(self) -> str:
        """The text in full."""
        return self._all

    @property
    def needed(self) -> int:
        """Px of width of all of it."""
        return self.fontMetrics().horizontalAdvance(self._all) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._all, Qt.TextElideMode.ElideRight, self.width()))
