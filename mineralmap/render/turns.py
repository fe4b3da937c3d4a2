"""Workers take turns: all share one interpreter with the window, and what two do at a time they take from it."""

import threading
import time
from itertools import count

from mineralmap.render import processors

PATIENCE_S = (0.15, 2.0)
"""So long work that somebody waits for, and work that nobody does, waits for a turn; then it takes it from whoever has
it, who may be writing a file for minutes."""
SLICE_S = 0.02
"""So long nobody has to hand over to others that wait as he does."""

Place = tuple[bool, int]
"""Does nobody wait for the work, and the how manyeth it is: the least comes first."""


class Turns:
    """One turn for all workers. Who works asks ``pass_on`` now and then, whether others should go first."""

    def __init__(self, apart: processors.Apart | None = None) -> None:
        self._apart = apart or processors.Apart()
        self._changed = threading.Condition()
        self._numbers = count()
        self._waiting: list[Place] = []
        self._working: Place | None = None
        self._since = 0.0

    def take(self, later: bool, patience_s: float | None = None) -> Place:
        """Wait for a turn, as long as such work waits or so many seconds; returns the place to give it back with."""
        with self._changed:
            mine = (later, next(self._numbers))
            self._waiting.append(mine)
            most = PATIENCE_S[later] if patience_s is None else patience_s
            self._changed.wait_for(lambda: self._working is None and min(self._waiting) == mine, timeout=most)
            self._waiting.remove(mine)
            self._working, self._since = mine, time.monotonic()
        self._apart.begin()
        return mine

    def pass_on(self, mine: Place) -> Place:
        """Let others work who come first, or have waited while this one worked; returns the new place."""
        if self._working == mine and not self._owed(mine[0]):
            return mine
        self.give(mine)
        return self.take(mine[0])

    def give(self, mine: Place) -> None:
        """The work is done."""
        self._apart.end()
        with self._changed:
            if self._working == mine:
                self._working = None
                self._changed.notify_all()

    def _owed(self, later: bool) -> bool:
        if not self._waiting:
            return False
        with self._changed:
            first = min(self._waiting, default=(True, 0))[0]
        return (later and not first) or (later == first and time.monotonic() - self._since > SLICE_S)


shared = Turns(processors.shared)
"""The one of this program: of its workers, and of who paints the ground of a map."""
