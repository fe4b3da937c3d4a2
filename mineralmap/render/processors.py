"""The window's thread keeps a processor for itself while somebody works behind it.

Two threads that hand Python's interpreter to and fro wake each other, and Linux puts both on one processor for that,
whatever else is idle: each then waits for slices of some 5 ms of the other. Elsewhere nothing is done.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Apart:
    """Keeps one thread and those that work behind it on different processors, as long as any of these works."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window: int | None = None
        self._all: frozenset[int] = frozenset()
        self._working = self._spreading = 0
        self._own: int | None = None

    def window(self) -> None:
        """Called on the thread that the others keep clear of."""
        if hasattr(os, "sched_setaffinity"):
            with self._lock:
                self._window = threading.get_native_id()

    def begin(self) -> None:
        """Called on a thread that begins to work: it leaves the window's thread the processor that that is on."""
        with self._lock:
            self._working += 1
            if self._window is None or self._spreading:
                return
            if self._own is None:
                self._all, self._own = _allowed(self._window), _processor_of(self._window)
                _allow(self._window, {self._own} & self._all)
            _allow(threading.get_native_id(), self._all - {self._own})

    def end(self) -> None:
        """It has worked; once nobody does the window's thread may be anywhere."""
        with self._lock:
            self._working -= 1
            if not self._working:
                self._spread()

    @contextmanager
    def spread(self) -> Iterator[None]:
        """Let the window's thread be anywhere meanwhile: a program that it starts may be only where it may."""
        with self._lock:
            self._spread()
            self._spreading += 1
        try:
            yield
        finally:
            with self._lock:
                self._spreading -= 1

    def _spread(self) -> None:
        if self._own is not None and self._window is not None:
            self._own = None
            _allow(self._window, self._all)


def _allowed(thread: int) -> frozenset[int]:
    """The processors that a thread may be on; none where it may not be told to leave any."""
    try:
        found = frozenset(os.sched_getaffinity(thread))
    except OSError:
        return frozenset()
    return found if len(found) > 1 else frozenset()


def _processor_of(thread: int) -> int:
    """The processor that a thread of this process is on, or was on last."""
    try:
        return int(Path(f"/proc/self/task/{thread}/stat").read_text().rpartition(")")[2].split()[36])  # 39th, proc(5)
    except (OSError, ValueError, IndexError):
        return -1


def _allow(thread: int, processors: "set[int] | frozenset[int]") -> None:
    """Nothing where none is left, or where the system does not let us."""
    if processors:
        with suppress(OSError):
            os.sched_setaffinity(thread, processors)


shared = Apart()
"""The one of this program."""
