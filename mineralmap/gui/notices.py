"""The message bar at the top of the map: what happened, what to do about it; never in the way."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from mineralmap.gui import theme
from mineralmap.gui.letters import grown, icon_size

SHORT_MS = 6_000
LONG_MS = 12_000
"""News goes by itself, a warning and what has something to press later, and nothing under the pointer; what must be
pressed and what has failed stays until it is closed, or shrinks to a mark."""
MARK_PX, MARK_PART = 260, 0.4
"""Room of the words in a mark, px in usual letters, and no more than this part of the host's width."""


class Notices(QFrame):
    """One message at a time over its host widget, with buttons; ``kind`` is "info", "warning" or "error"."""

    told = Signal(str, str)
    """Every message with its kind, as it is shown."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setObjectName("notice")
        self.setAccessibleName("Message")
        self._icon = QLabel()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setIconSize(icon_size(self._close, 16))
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self._closed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._progress)
        self._row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self._about = ""
        self._shrinks = False
        self._kept: dict[str, tuple[str, str, Mapping[str, Callable[[], object]], str]] = {}
        """What still is so, by what it is about, the newest last: words, kind, buttons, and in a few words."""
        self.mark = QToolButton(host)
        """What messages have shrunk to that are still so: pressed, the newest of them stands there again."""
        self.mark.setObjectName("noticeMark")
        self.mark.setIconSize(icon_size(self.mark, 16))
        self.mark.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mark.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.mark.clicked.connect(self._unfold)
        self.mark.hide()
        self._brief = ""
        self._before: QWidget | None = None
        self._theme = "light"
        self._at_foot = False
        self._head = 0
        self.hide()
        host.installEventFilter(self)

    @property
    def text(self) -> str:
        """The words that stand in the bar; "" when it is hidden."""
        return self._words.text() if not self.isHidden() else ""

    def use_theme(self, name: str) -> None:
        """Draw icons for the light or the dark theme."""
        self._theme = name

    def lie_at_foot(self, on: bool) -> None:
        """Lie at the foot of the host: where its head has buttons."""
        self._at_foot = on
        self._lie()

    def lie_below(self, head: int) -> None:
        """Lie below what stands in so many px at the head of the host: what two maps are of."""
        self._head = head
        self._lie()

    def come_after(self, widget: QWidget) -> None:
        """Have Tab come from a widget to the message and its mark: by itself it passes both by."""
        self._before = widget
        self._order_keys()

    def _order_keys(self) -> None:
        if self._before is not None:
            for one, other in pairwise((self._before, *self._buttons, self._close, self.mark)):
                QWidget.setTabOrder(one, other)

    def button(self, words: str) -> QPushButton:
        """The button with these words."""
        return next(button for button in self._buttons if button.text() == words)

    def say(
        self,
        text: str,
        kind: str = "info",
        actions: Mapping[str, Callable[[], object]] | None = None,
        stay: bool = False,
        going: bool = False,
        about: str = "",
        shrinks: bool = False,
        brief: str = "",
    ) -> None:
        """Show a message. Each action is a button: its words and what it does.

        Pressing one closes the message unless it is to ``stay``: then several may be pressed, again and again. News
        goes by itself unless it is to stay, and so does a warning without buttons; of what stays, of other warnings and
        of failures that does which is ``going``. ``about`` names what it is of, to be taken back when that is over.
        What ``shrinks`` leaves a mark when it goes, or another message takes its place, until what it is about is over
        or the mark's message is closed; ``brief`` are the mark's words.
        """
        self._kept.pop(about, None)
        self._begin(text, kind, actions or {}, stay)
        self._about, self._shrinks = about, shrinks
        if shrinks:
            self._kept[about] = text, kind, dict(actions or {}), brief or text
            self._shrink()
        self._progress.hide()
        heard = kind == "info" or (kind == "warning" and not actions)
        if going or shrinks or (heard and not stay):
            self._timer.start(LONG_MS if actions or kind != "info" else SHORT_MS)

    def take_back(self, about: str) -> None:
        """Hide the message about this, where it is the one that stands there, and its mark."""
        self._kept.pop(about, None)
        if about and about == self._about:
            self.hide()
        self._shrink()

    def clear(self) -> None:
        """Nothing is told any more, and nothing marked."""
        self._kept.clear()
        self.mark.hide()
        self.hide()

    def _go(self) -> None:
        unseen = self.property("kind") != "info" and not self._host.window().isActiveWindow()
        if self.underMouse() or unseen:
            self._timer.start(SHORT_MS)  # somebody reads it, or nobody was there to see it
            return
        self.hide()
        self._shrink()

    def _shrink(self) -> None:
        """Leave a mark of what still is so and does not stand there."""
        told = [one for about, one in self._kept.items() if self.isHidden() or about != self._about]
        self.mark.setVisible(bool(told))
        if told:
            words = "\n".join(one[0] for one in reversed(told))
            worst = "error" if any(one[1] == "error" for one in told) else told[-1][1]
            self.mark.setIcon(theme.message_icon(worst, self._theme))
            self._brief = f"{len(told)} messages" if len(told) > 1 else told[0][3]
            self.mark.setToolTip(words)
            self.mark.setAccessibleName(f"{'Messages' if len(told) > 1 else 'Message'}: {words}")
            self.mark.raise_()
            self._lie()

    def _unfold(self) -> None:
        about = next((about for about in reversed(self._kept) if self.isHidden() or about != self._about), None)
        if about is not None:
            text, kind, actions, brief = self._kept[about]
            focused = self.window().focusWidget() is self.mark
            self.blockSignals(True)  # it has been told
            self.say(text, kind, actions, stay=True, about=about, shrinks=True, brief=brief)
            self.blockSignals(False)
            if focused:
                (self._buttons[0] if self._buttons else self._close).setFocus(Qt.FocusReason.TabFocusReason)

    def _closed(self) -> None:
        """Somebody has closed it: it has been read, and leaves no mark."""
        if self._shrinks:
            self._kept.pop(self._about, None)
        self.hide()
        self._shrink()

    def work(self, text: str, cancel: Callable[[], object]) -> None:
        """Show a message with a progress bar and a button that calls the work off."""
        self._begin(text, "info", {"Cancel": cancel}, stay=False)
        self._progress.setValue(0)
        self._progress.show()

    def progress(self, fraction: float) -> None:
        """How far the work is, 0 to 1."""
        self._progress.setValue(int(1000 * fraction))

    def _begin(self, text: str, kind: str, actions: Mapping[str, Callable[[], object]], stay: bool) -> None:
        self._timer.stop()
        self._about, self._shrinks = "", False
        self._shrink()
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for place, (words, act) in enumerate(actions.items()):
            button = QPushButton(words)
            if not stay:
                button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, act=act: act())
            self._row.insertWidget(3 + place, button)
            self._buttons.append(button)
        self._order_keys()
        colours = theme.colours(self._theme)
        self._icon.setPixmap(theme.message_icon(kind, self._theme).pixmap(QSize(20, 20)))
        self._close.setIcon(theme.icon("close", colours.quiet))
        self._words.setText(text)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self.raise_()
        self._lie()
        self.told.emit(text, kind)

    def _lie(self) -> None:
        host = self._host
        width = min(host.width() - 24, 760)
        self.setFixedWidth(max(width, 200))
        self.adjustSize()
        self.setFixedHeight(max(self.heightForWidth(width), self.sizeHint().height()))
        down = host.height() - self.height() - 12 if self._at_foot else 12 + self._head
        self.move((host.width() - self.width()) // 2, down)
        room = min(int(MARK_PX * grown(self.mark)), int(host.width() * MARK_PART))
        words = self.mark.fontMetrics().elidedText(" ".join(self._brief.split()), Qt.TextElideMode.ElideRight, room)
        self.mark.setText(words.replace("&", "&&"))  # a single one would make the next letter a key
        self.mark.adjustSize()
        down = host.height() - self.mark.height() - 8 if self._at_foot else 8 + self._head
        self.mark.move(host.width() - self.mark.width() - 8, down)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not (self.isHidden() and self.mark.isHidden()):
            self._lie()
        return super().eventFilter(watched, event)
