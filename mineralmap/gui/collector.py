"""Python's collector of cycles, on the window's own thread: where it happens to run in a worker, it takes widgets apart
beside the thread that paints them, and the program ends."""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 2_000
FULL_EVERY = 10
"""Looks at what has lived for a while; each takes a few milliseconds."""


def stop() -> None:
    """From now on nothing is collected but where a ``Collector`` does it; called before the first worker is made."""
    gc.disable()


class Collector(QObject):
    """Collects while the window is idle for a moment; what is there when it begins stays and is never looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.freeze()
        self._looks = 0
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Collect what is new, every so often all, unless hardly anything has come since."""
        fresh, most = gc.get_count()[0], gc.get_threshold()[0]
        if fresh <= most:
            return
        self._looks += 1
        gc.collect(1 if self._looks % FULL_EVERY else 2)
