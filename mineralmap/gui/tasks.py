"""Slow work off the main thread: the newest answer wins, what is older is called off in silence."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from mineralmap.errors import Cancelled
from mineralmap.gui import collector
from mineralmap.render import precedence, processors, turns

Cancel = Callable[[], None]
"""Asked now and then by slow work; raises Cancelled when nobody waits for the answer any more."""
Work = Callable[[Cancel], Any]
_turns = turns.shared


@lru_cache(maxsize=2)
def pool(later: bool = False) -> ThreadPoolExecutor:
    """The workers: three for what somebody waits for, one for what nobody does. They take turns; that there are several
    is for work that goes on for long, or waits for a disk."""
    precedence.window_first()
    processors.shared.window()
    collector.stop()
    name = "mineralmap-later" if later else "mineralmap"
    return ThreadPoolExecutor(1 if later else 3, thread_name_prefix=name, initializer=precedence.stand_back)


class Latest(QObject):
    """One line of work, of which only the newest answer counts.

    ``run`` calls off what is under way. ``done(answer)`` and ``failed(error)`` are called on the thread that made this
    object; without ``failed`` an error is raised there, where the report of unexpected errors finds it.
    """

    busy_changed = Signal(bool)
    progressed = Signal(float)
    _arrived = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._stop = threading.Event()
        self._done: Callable[[Any], None] | None = None
        self._failed: Callable[[Exception], None] | None = None
        self.busy = False
        self._arrived.connect(self._arrive)

    def run(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        later: bool = False,
        after_s: float = 0.0,
    ) -> None:
        """Start ``work`` in the background and forget whatever was asked before.

        ``later``: nobody waits for it, so it comes after all other such work. ``after_s``: it is begun so much later,
        unless it is called off before.
        """
        self._begin(done, failed)
        begin = partial(self._submit, self._serial, work, self._stop, later)
        if after_s:
            QTimer.singleShot(round(1000 * after_s), self, begin)
        else:
            begin()

    def at_once(
        self, work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """The same for work of some milliseconds: in this thread, which then waits for no other to hand it over."""
        self._begin(done, failed)
        self._arrive(self._serial, *_done(work, self._stop))

    def cancel(self) -> None:
        """Call off what is under way; neither ``done`` nor ``failed`` will be called for it."""
        self._stop.set()
        self._serial += 1
        self._say_busy(False)

    def _begin(self, done: Callable[[Any], None], failed: Callable[[Exception], None] | None) -> None:
        self._stop.set()
        self._stop = threading.Event()
        self._serial += 1
        self._done, self._failed = done, failed
        self._say_busy(True)

    def _submit(self, serial: int, work: Work, stop: threading.Event, later: bool) -> None:
        if not stop.is_set():
            pool(later).submit(self._do, serial, work, stop, later)

    def _do(self, serial: int, work: Work, stop: threading.Event, later: bool) -> None:
        answer, error = _in_turn(work, stop, later)
        try:
            self._arrived.emit(serial, answer, error)
        except RuntimeError:
            return  # the window has gone meanwhile, and with it the one who asked

    def _arrive(self, serial: int, answer: object, error: Exception | None) -> None:
        if serial != self._serial:
            return
        try:
            self._tell(answer, error)
        finally:
            # Last, so that work which follows from the answer has begun before anyone thinks that all is done.
            if serial == self._serial:
                self._say_busy(False)

    def _tell(self, answer: object, error: Exception | None) -> None:
        if isinstance(error, Cancelled):
            return
        if error is None:
            if self._done:
                self._done(answer)
        elif self._failed:
            self._failed(error)
        else:
            raise error

    def _say_busy(self, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)


def _done(work: Work, stop: threading.Event) -> tuple[Any, Exception | None]:
    """What some work comes to, or why it does not."""

    def cancel() -> None:
        if stop.is_set():
            raise Cancelled

    try:
        cancel()
        return work(cancel), None
    except Exception as problem:
        return None, problem


def _in_turn(work: Work, stop: threading.Event, later: bool) -> tuple[Any, Exception | None]:
    """The same on a worker's thread, which lets others work whenever it is asked whether it goes on."""
    place = _turns.take(later)

    def handing_over(cancel: Cancel) -> Any:
        def pause() -> None:
            nonlocal place
            cancel()
            place = _turns.pass_on(place)
            cancel()

        return work(pause)

    try:
        return _done(handing_over, stop)
    finally:
        _turns.give(place)
