"""What a flick of the hand leaves behind: the map glides on a little and stops; a press stops it at once.

Short on purpose: with a time constant of a tenth of a second it stands still before one could wait for it.
"""

import math
import time
from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

FRAME_MS = 8
DECAY_S = 0.1
LEAST_PX_S, MOST_PX_S = 250.0, 4000.0
"""A slower hand has put the map where it wants it; a faster one would throw it out of sight."""
STOP_PX_S = 30.0
LOOK_BACK_S = 0.08
"""The speed is that of the last moments: who holds still before letting go does not throw."""


def less_motion() -> bool:
    """Does the system ask for less motion? Then nothing moves but what the hand moves."""
    style = QtWidgets.QApplication.style()
    if style.styleHint(QtWidgets.QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        return True
    hints = getattr(QtGui.QGuiApplication.styleHints(), "accessibility", lambda: None)()  # Qt 6.10 and newer
    wanted = getattr(hints, "motionPreference", None)  # Qt 6.12 and newer
    return wanted is not None and "educe" in str(wanted())


class Glide(QtCore.QObject):
    """Hears where the hand is while it drags, and afterwards calls ``pan(right, down)`` in px until it has run out."""

    def __init__(self, pan: Callable[[float, float], None], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._pan = pan
        self.allowed = True
        self._heard: list[tuple[float, float, float]] = []
        self._speed = (0.0, 0.0)
        self._at = 0.0
        self._timer = QtCore.QTimer(self, interval=FRAME_MS)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)

    @property
    def gliding(self) -> bool:
        """Does the map still move by itself?"""
        return self._timer.isActive()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._heard = []

    def hear(self, here: QtCore.QPointF) -> None:
        """The hand is here now."""
        now = time.monotonic()
        self._heard = [one for one in self._heard if now - one[0] <= LOOK_BACK_S]
        self._heard.append((now, here.x(), here.y()))

    def let_go(self) -> None:
        """The hand has left: glide on when it was fast."""
        now = time.monotonic()
        heard = [one for one in self._heard if now - one[0] <= LOOK_BACK_S]
        self._heard = []
        if not self.allowed or less_motion() or len(heard) < 2 or heard[-1][0] - heard[0][0] <= 0:
            return
        took = heard[-1][0] - heard[0][0]
        across, down = (heard[-1][1] - heard[0][1]) / took, (heard[-1][2] - heard[0][2]) / took
        speed = math.hypot(across, down)
        if speed < LEAST_PX_S:
            return
        held = min(1.0, MOST_PX_S / speed)
        self._speed, self._at = (across * held, down * held), now
        self._timer.start()

    def _step(self) -> None:
        now = time.monotonic()
        took, self._at = now - self._at, now
        left = math.exp(-took / DECAY_S)
        across, down = self._speed
        self._speed = across * left, down * left
        way = DECAY_S * (1 - left)
        self._pan(-across * way, -down * way)
        if math.hypot(*self._speed) < STOP_PX_S:
            self._timer.stop()
