"""The message bar at the top of the map: what happened, what to do about it; never in the way."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from mineralmap.gui import theme

SHORT_MS = 6_000
LONG_MS = 12_000
"""News goes by itself, later where there is something to press, and not under the pointer; problems stay until they are
closed."""


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
        self._close.setIconSize(QSize(16, 16))
        self._close.setToolTip("Close this message")
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self.hide)
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
        self._theme = "light"
        self._at_foot = False
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
    ) -> None:
        """Show a message. Each action is a button: its words and what it does.

        Pressing one closes the message unless it is to ``stay``: then several may be pressed, again and again. News
        goes by itself unless it is to stay; of what stays, and of warnings, that does which is ``going``. ``about``
        names what it is of, to be taken back when that is over.
        """
        self._begin(text, kind, actions or {}, stay)
        self._about = about
        self._progress.hide()
        if going or (kind == "info" and not stay):
            self._timer.start(LONG_MS if actions else SHORT_MS)

    def take_back(self, about: str) -> None:
        """Hide the message about this, where it is the one that stands there."""
        if about and about == self._about:
            self.hide()

    def _go(self) -> None:
        if self.underMouse():
            self._timer.start(SHORT_MS)
        else:
            self.hide()

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
        self._about = ""
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
        colours = theme.colours(self._theme)
        colour = colours.focus if kind == "info" else colours.accent
        self._icon.setPixmap(theme.icon("info" if kind == "info" else "warning", colour).pixmap(QSize(20, 20)))
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
        down = host.height() - self.height() - 12 if self._at_foot else 12
        self.move((host.width() - self.width()) // 2, down)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._lie()
        return super().eventFilter(watched, event)
