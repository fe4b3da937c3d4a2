"""Long work of the window's thread, done bit by bit: it stops after some milliseconds each time, for events to come."""

from collections.abc import Generator
from time import perf_counter
from typing import TypeVar

Made = TypeVar("Made")
SLICE_S = 0.008
"""How long is worked before events may come."""


def now_and_then(work: Generator[object, None, Made]) -> Generator[None, None, Made]:
    """Do all of some work, stop after some milliseconds each time, and return what it makes."""
    until = perf_counter() + SLICE_S
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        if perf_counter() > until:
            yield
            until = perf_counter() + SLICE_S


def at_once(work: Generator[object, None, Made]) -> Made:
    """What some work makes, without stopping."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
