"""A map at rest made while the window sees to its events: its ground in a thread, all else in turns of the window's.

Ground is paths and colours only, which Qt paints in any thread without the interpreter; words and sprites are not.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from time import perf_counter

from PySide6 import QtCore

from mineralmap.render import precedence, turns
from mineralmap.render.backing import Painted
from mineralmap.render.still import Still

PATIENCE_S = 0.01
"""So long the ground waits for a worker to hand over: of two that work at a time each keeps the window waiting."""
TURN_S = 0.008
"""Steps are taken as long as a turn has taken no longer than this; most take less."""


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="mineralmap-paint", initializer=precedence.stand_back)


class Making(QtCore.QObject):
    """Makes one ``Still`` at a time; a newer one takes the place of what is under way."""

    _arrived = QtCore.Signal(int, object, object)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._serial = 0
        self._still: Still | None = None
        self._steps: Iterator[None] = iter(())
        self._done: Callable[[Still | None], None] = lambda _: None
        self._awaited = False
        """Is whoever waits told of it, too, when it is dropped?"""
        self._turns = QtCore.QTimer(self, interval=0)
        self._turns.timeout.connect(self._step)
        self._arrived.connect(self._arrive)

    @property
    def still(self) -> Still | None:
        """What is being made."""
        return self._still

    def make(self, still: Still, done: Callable[[Still | None], None], awaited: bool = False) -> None:
        """Make this; ``done`` is called with it, in a turn of its own: with ``None`` where it could not be made, since
        whoever waits would wait for ever. ``awaited``: also where it is dropped."""
        self.drop(newer=True)
        self._still, self._done, self._awaited = still, done, awaited
        if still.grounded:
            self._begin()
        else:
            _thread().submit(self._paint, self._serial, still)

    def drop(self, newer: bool = False) -> None:
        """What is being made is not wanted any more; ``newer``: whoever waits for it waits for the next by now."""
        if self._still is not None and self._awaited and not newer:
            QtCore.QTimer.singleShot(0, self, partial(self._done, None))
        self._serial += 1
        self._still = None
        self._turns.stop()

    def _paint(self, serial: int, still: Still) -> None:
        if serial != self._serial:
            return
        made, error = None, None
        place = turns.shared.take(False, PATIENCE_S)
        try:
            made = still.ground()
        except Exception as problem:
            error = problem
        finally:
            turns.shared.give(place)
        try:
            self._arrived.emit(serial, made, error)
        except RuntimeError:
            return  # the window has gone meanwhile

    def _arrive(self, serial: int, made: Painted | None, error: Exception | None) -> None:
        if serial != self._serial or self._still is None:
            return
        if error is not None or made is None:
            self._end(None)
            raise error or RuntimeError
        self._still.backing.take(made)
        self._begin()

    def _begin(self) -> None:
        assert self._still is not None
        self._steps = self._still.steps(slowly=True)
        self._turns.start()

    def _step(self) -> None:
        until = perf_counter() + TURN_S
        try:
            while perf_counter() < until:
                next(self._steps)
        except StopIteration:
            self._end(self._still)
        except Exception:
            self._end(None)
            raise

    def _end(self, made: Still | None) -> None:
        done, self._awaited = self._done, False
        self.drop()
        done(made)
