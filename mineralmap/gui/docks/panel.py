"""A dock without a title bar and a scrolled column of headed sections; what the panels are built of."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mineralmap.gui.paragraph import Paragraph
from mineralmap.gui.terms import explain_links

LEAST = (216, 96)
"""The least width and height of a panel, px."""
FIRST = (424, 360)
"""The width and height that a panel asks for while it is empty: the window keeps them for the next start."""


class Panel(QDockWidget):
    """A dock that can be hidden, and moved by its tab where it shares its place; it carries no title bar.

    What stands in it is made by ``make`` when somebody first looks at the panel, or asks it for anything that is made
    there; a panel that is seen from the start makes it in ``__init__`` instead.
    """

    hidden_by_hand = Signal(str)
    """Somebody has hidden it: words that say how it comes back."""
    gives_way = True
    """Below the map: does it leave a low window's map most of the height?"""
    filled = False
    """Is all that stands in it made?"""
    _left: Iterator[None] | None = None
    """The pieces that are still to be made; none while one is being made."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.setTitleBarWidget(QWidget())
        super().setWidget(_Nothing())
        self._front_action = QAction(title, self)
        self._front_action.setCheckable(True)
        self._front_action.triggered.connect(self._to_front_or_away)
        self.toggleViewAction().toggled.connect(self._front_action.setChecked)
        self.seen = False
        """Does somebody look? Not when another panel lies in front, though Qt calls that visible too."""
        self._waiting: list[Callable[[], object]] = []
        self._left = self._begun()
        self.visibilityChanged.connect(self._see)

    def make(self) -> Iterator[None] | None:
        """Make what stands in the panel, as the session is by now; what takes long may pause between its pieces."""

    def _begun(self) -> Iterator[None]:
        yield from self.make() or ()

    def fill(self) -> None:
        """Have everything in the panel made, if it is not yet."""
        for _ in self.pieces():
            pass

    def pieces(self) -> Iterator[None]:
        """Fill the panel with a pause after each piece; who cannot wait has the rest made by ``fill``."""
        while self._left is not None:
            left, self._left = self._left, None
            try:
                next(left)
                self._left = left
            except StopIteration:
                self._be_filled()
            yield

    def _be_filled(self) -> None:
        self.filled = True
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def when_filled(self, act: Callable[[], object]) -> None:
        """Do something once what stands in the panel is made; at once when it is."""
        if self.filled:
            act()
        else:
            self._waiting.append(act)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Something in the panel is asked for before anybody has looked at it: it is made now."""
            if self._left is None or name.startswith("__"):
                raise AttributeError(f"{type(self).__name__} has no {name}")
            self.fill()
            return getattr(self, name)

    def setVisible(self, visible: bool) -> None:
        """Brought back by somebody, not put in its place by the window: filled first, so that it has its own size."""
        if visible and self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            self.fill()
        super().setVisible(visible)

    def _see(self, seen: bool) -> None:
        self.seen = seen
        if seen:
            self.fill()

    def setWidget(self, widget: QWidget) -> None:
        """Small minima, whatever the content asks for: it is scrolled inside, and no panel widens the window."""
        widget.setMinimumSize(*LEAST)
        self.widget().deleteLater()
        super().setWidget(widget)

    def front_action(self) -> QAction:
        """Shows the panel, brings it to the front when it is behind another, and only then hides it."""
        return self._front_action

    @property
    def in_front(self) -> bool:
        """Can it be seen, or does another panel lie in front?"""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def _to_front_or_away(self) -> None:
        in_front = self.in_front
        self.setVisible(not in_front)
        if in_front:
            keys = self._front_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self.hidden_by_hand.emit(f"{self.windowTitle()} hidden" + (f"; {keys} shows it again" if keys else ""))
        if not in_front:
            self.raise_()
        self._front_action.setChecked(not in_front)


class _Nothing(QWidget):
    """Stands in a panel until it is filled."""

    def sizeHint(self) -> QSize:
        return QSize(*FIRST)


class Pressed(Paragraph):
    """Words that can be clicked, or reached by Tab and pressed with Enter, and selected to be copied."""

    pressed = Signal()

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        super().mouseReleaseEvent(ev)
        if ev.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.pressed.emit()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        if ev.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(ev)


class _Inner(QWidget):
    """What a column scrolls: rows that stay at the top, so that another row at its foot paints none of them anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def sizeHint(self) -> QSize:
        """As the rows lie: Qt would set all words anew for a width that they never have."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """No height but that of its width: rows keep the one that they had while they were narrower, or hidden."""
        return QSize(super().minimumSizeHint().width(), 0)


class Column(QScrollArea):
    """A scrolled column that is as wide as its dock and never scrolls sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = inner = _Inner()
        self.rows = QVBoxLayout(inner)
        self.rows.setContentsMargins(16, 12, 12, 16)
        self.rows.setSpacing(4)
        self.setWidget(inner)

    def settle(self) -> None:
        """Lay out at once what has changed: Qt would do it in two turns, and paint most of the column in each."""
        inner = self._inner
        high = max(self.viewport().height(), self.rows.totalHeightForWidth(inner.width()))
        inner.resize(inner.width(), high)  # before the rows lie in it: too low, it would squeeze all of them first
        self.rows.activate()
        QCoreApplication.sendPostedEvents(self.viewport(), QEvent.Type.LayoutRequest.value)

    def add_heading(self, text: str, tip: str = "") -> QLabel:
        """A quiet heading above a section."""
        heading = QLabel(text)
        heading.setObjectName("heading")
        heading.setContentsMargins(0, 12, 0, 0)
        heading.setToolTip(tip)
        heading.setWordWrap(True)  # in large letters too long for the panel, which never scrolls sideways
        heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.rows.addWidget(heading)
        return heading

    def add_words(self, name: str = "", rich: bool = False) -> QLabel:
        """A paragraph that wraps and can be selected; plain text unless the caller escapes what it shows."""
        return self._add(Paragraph(), name, rich)

    def add_pressed(self, name: str = "") -> Pressed:
        """A paragraph of plain text that can be pressed."""
        label = Pressed()
        self._add(label, name, rich=False)
        label.setCursor(Qt.CursorShape.PointingHandCursor)
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return label

    def _add(self, label: QLabel, name: str, rich: bool) -> QLabel:
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if rich:
            explain_links(label)
        self.rows.addWidget(label)
        return label
