"""Python's collector of cycles, on the window's own thread: where it happens to run in a worker, it takes widgets apart
beside the thread that paints them, and the program ends."""

import gc

from PySide6.QtCore import QObject, QTimer

from mineralmap.gui import heap

LOOK_MS = 1_000
QUIET_LOOKS = 30
"""So many looks must find hardly anything new before all is gone through, which takes up to a tenth of a second."""


def stop() -> None:
    """From now on nothing is collected but where a ``Collector`` does it; called before the first worker is made."""
    gc.disable()


def set_aside() -> None:
    """What is there now stays: it is never looked at again. For what idle moments have fetched and made."""
    gc.freeze()


class Collector(QObject):
    """Collects while the window is idle for a moment; what is there when it begins stays and is never looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        set_aside()
        self._quiet, self._owed = 0, False
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Collect what is new, unless hardly anything has come; and all that has, once nobody does anything."""
        fresh, most = gc.get_count()[0], gc.get_threshold()[0]
        if fresh > most:
            gc.collect(1)
            heap.trim()
            self._quiet, self._owed = 0, True
        elif self._owed:
            self._quiet += 1
            if self._quiet >= QUIET_LOOKS:
                gc.collect()
                heap.trim()
                self._quiet, self._owed = 0, False
