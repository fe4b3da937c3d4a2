"""How many different symbols a set of marks has: each is painted once, as a sprite, and known by its number."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mineralmap.layers.layer import Marks
from mineralmap.render import symbols

ROOM_PX = 1_500_000
"""Px of all sprites of one set at one device px per px. What would take more is told apart less finely."""
STEPS = ((4, 36), (2, 24), (1, 12), (1, 6), (0.5, 4))
"""Sizes told apart per px of diameter, and parts of a ring: the finest first."""

MOST_ROOMS, SORTED = 4_000_000, 16
"""A table of all that there could be is gone through when it has no more rooms, and no more than so many a symbol: to
sort a few symbols takes less."""
MANY = 20_000
"""Of more symbols than this the finest differences are not looked for."""

Look = tuple[object, ...]
"""Shape, diameter in the steps of a set, paint, hollow, ring, ring colour, faded, turn: by it the symbols of the next
map find the sprites of this one."""


@dataclass(eq=False)
class Looks:
    """``of`` (n,) is the look of each symbol, ``first`` (k,) the first symbol of each, ``keys`` its name.
    ``sketches`` are sprites of some, where a thread has painted them, for the density and paper of ``sketches_for``."""

    of: np.ndarray
    first: np.ndarray
    keys: tuple[Look, ...]
    sketches: dict[int, Any] = field(default_factory=dict)
    sketches_for: tuple[float, str] | None = None


def looks(marks: Marks) -> Looks:
    """The different symbols of a set of marks."""
    made = None
    for sizes, parts in STEPS if len(marks.x) <= MANY else STEPS[1:]:
        made = _looks(marks, sizes, parts)
        sides = 2 * np.array(_reaches(marks, made.first)) + 1 if len(made.first) < 20_000 else None
        if sides is not None and float((sides**2).sum()) <= ROOM_PX:
            break
    assert made is not None
    return made


def reach(marks: Marks, i: int) -> float:
    """Farthest painted px from the middle of a symbol."""
    return _reaches(marks, np.array([i]))[0]


def _reaches(marks: Marks, some: np.ndarray) -> list[float]:
    """The same of some symbols (k,)."""
    columns = (np.asarray(one, float)[some].tolist() for one in (marks.diameter, marks.ring))
    circled = marks.circled
    return [symbols.reach(marks.shape, diameter, ring, circled) for diameter, ring in zip(*columns, strict=True)]


def _looks(marks: Marks, sizes: float, parts: int) -> Looks:
    diameter = np.clip(np.rint(np.nan_to_num(marks.diameter) * sizes), 0, 4095).astype(np.int64)
    ring = np.rint(np.clip(np.nan_to_num(marks.ring), 0.0, 1.0) * parts).astype(np.int64)
    colour = np.where(ring > 0, marks.ring_colour, 0).astype(np.int64) if marks.ring_colours else 0 * ring
    turn = 0 * ring if marks.angle is None else np.rint(-np.nan_to_num(marks.angle)).astype(np.int64) % 360
    code, rooms = diameter, int(diameter.max(initial=0)) + 1
    for values in (marks.paint, marks.hollow, ring, colour, marks.faded, turn):
        whole = np.asarray(values, np.int64)
        room = int(whole.max(initial=0)) + 1
        code, rooms = code * room + whole, rooms * room
    first, of = _numbered(code, rooms)
    said = (diameter, marks.paint, marks.hollow, ring, colour, marks.faded, turn)
    keys = tuple(
        (
            marks.shape, sizes, wide, marks.paints[paint], bool(hollow), part / parts,
            marks.ring_colours[tone] if part else "", bool(faded), way,
        )
        for wide, paint, hollow, part, tone, faded, way in zip(*(one[first].tolist() for one in said), strict=True)
    )  # fmt: skip
    return Looks(of, first, keys)


def _numbered(code: np.ndarray, rooms: int) -> tuple[np.ndarray, np.ndarray]:
    """The first place (k,) of each different code below ``rooms``, and which of them each (n,) is."""
    if rooms > min(MOST_ROOMS, SORTED * len(code)):
        _, first, of = np.unique(code, return_index=True, return_inverse=True)
        return first, of.astype(np.int32)
    # A table of all that there could be: no sorting.
    first_of = np.full(rooms, -1, np.int32)
    first_of[code[::-1]] = np.arange(len(code) - 1, -1, -1, dtype=np.int32)
    there = np.flatnonzero(first_of >= 0)
    number = np.zeros(rooms, np.int32)
    number[there] = np.arange(len(there), dtype=np.int32)
    return first_of[there], number[code]
