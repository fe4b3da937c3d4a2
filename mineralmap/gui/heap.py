"""How much memory the C library keeps to itself, on Linux."""

import ctypes
import sys

M_ARENA_MAX = -8
"""The parameter's number in glibc's ``malloc.h``."""


def trim() -> bool:
    """Give back to the system what has been let go of; says whether there was any. Takes 2 ms at most."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (OSError, AttributeError):  # another C library
        return False


def share() -> bool:
    """Let all threads take memory from one heap; says whether the C library could be asked.

    glibc gives each thread a heap of its own, in which what has been let go of waits for that thread alone: 20 MB here.
    Work behind the window holds the interpreter most of the time, so one heap makes nobody wait. To be called before
    there are threads.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1))
    except (OSError, AttributeError):  # another C library
        return False
