"""Who takes Python's interpreter from whom: the window at once, work behind it only after a while."""

import ctypes
import sys

SWITCH_SECONDS = 0.0001
"""How long whoever wants the interpreter waits before its holder is asked to let go. Python's own 5 ms, again for every
call of Qt into Python, add up to a halting window."""
PATIENCE_NS = 5_000_000
"""How much longer a worker may wait: else each would stop the window every 0.1 ms that it works in Python."""
PR_SET_TIMERSLACK = 29
"""The option's number in Linux's ``prctl.h``: by how much the kernel may lengthen what this thread waits for."""


def window_first() -> None:
    """Called on the window's thread, which waits no longer than it must."""
    sys.setswitchinterval(SWITCH_SECONDS)
    _lengthen_waits(1)


def stand_back() -> None:
    """Called on a thread that works behind the window."""
    _lengthen_waits(PATIENCE_NS)


def _lengthen_waits(by_ns: int) -> bool:
    """Python has one switch interval for all threads; how exactly a wait is timed each thread has for itself."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, ctypes.c_ulong(by_ns), 0, 0, 0) == 0
    except (OSError, AttributeError):  # another C library
        return False
