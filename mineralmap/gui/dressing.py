"""How the widgets that stand change their colours, without holding the hand."""

from collections import deque
from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

SLICE_S = 0.008
"""How long widgets are dressed, or icons drawn, before the window may see to its events."""
LATER_MS = 20
"""Between two slices of what nobody sees: the map in the new colours is being made meanwhile."""


class Dresser(QObject):
    """Has widgets take the colours of the palette into their part of the style sheet: first what is seen, which is
    painted when all of it is done, then the rest. What is made later has the new colours from the beginning."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._waiting: deque[QWidget] = deque()
        self._seen = 0
        self._held: list[QWidget] = []
        self._first: deque[tuple[QObject, Callable[[], object]]] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._some)

    @property
    def busy(self) -> bool:
        """Do some still wear the colours from before?"""
        return bool(self._waiting or self._first)

    def first(self, owner: QObject, act: Callable[[], object]) -> None:
        """Have something done in a turn of its own, before what is dressed is seen: words that name their colours."""
        self._first.append((owner, act))
        self._timer.start(0)

    def dress(self) -> None:
        """Begin: the palette of the program is another."""
        self._release()
        hidden: list[QWidget] = []
        self._waiting.clear()
        for one in self._app.allWidgets():
            (self._waiting if one.isVisible() else hidden).append(one)
        self._seen = len(self._waiting)
        self._waiting.extend(hidden)
        self._held = [one for one in self._app.topLevelWidgets() if one.isVisible() and one.updatesEnabled()]
        for window in self._held:
            window.setUpdatesEnabled(False)
        self._timer.start(0)

    def _some(self) -> None:
        if self._first:
            owner, act = self._first.popleft()
            if isValid(owner):
                act()
            return
        style, until = self._app.style(), perf_counter() + SLICE_S
        while self._waiting and perf_counter() < until:
            one = self._waiting.popleft()
            self._seen -= 1
            if isValid(one):
                style.polish(one)
        if self._seen <= 0:
            self._release()
            self._timer.setInterval(LATER_MS)
        if not self.busy:
            self._timer.stop()

    def _release(self) -> None:
        for window in self._held:
            if isValid(window):
                window.setUpdatesEnabled(True)
        self._held.clear()


def dresser(app: QApplication) -> Dresser:
    """The one of the program."""
    return app.findChild(Dresser) or Dresser(app)


def between_events(parent: QObject, work: Iterator[object]) -> None:
    """Do some work that nobody waits for, a few milliseconds at a time, as long as its owner lives."""
    timer = QTimer(parent, interval=0)

    def some() -> None:
        until = perf_counter() + SLICE_S
        for _ in work:
            if perf_counter() > until:
                return
        timer.stop()
        timer.deleteLater()

    timer.timeout.connect(some)
    timer.start()


def first(owner: QObject, act: Callable[[], object]) -> None:
    """What ``Dresser.first`` does, for a slot."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        dresser(app).first(owner, act)
