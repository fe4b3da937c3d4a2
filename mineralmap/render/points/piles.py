"""Far off, several facilities of one place lie under one symbol though none is left out: how many, and how much.

Close up they stand side by side (``fans``); of very many symbols the pyramid says what lies under which.
"""

import math

import numpy as np

from mineralmap.layers.layer import Marks
from mineralmap.render.points.cloud import Shown
from mineralmap.render.points.pyramid import Clusters

CELL_PX = 3.0
"""Narrowest side of a place, px; the widest is twice as much. It is the same for a doubling of the scale, so that a
count does not change while the map is moved."""


def piles(marks: Marks, shown: Shown, mpp: float) -> tuple[Shown, Clusters]:
    """The largest symbol of each place where several of the shown ones are, and what is there."""
    if marks.tonnes is None or len(shown.at) < 2:
        return Shown(shown.at[:0], shown.x[:0], shown.y[:0], shown.level), Clusters(*(np.zeros(0),) * 3)
    cells = _cells(marks, shown.at, mpp)
    _, first, of, count = np.unique(cells, return_index=True, return_inverse=True, return_counts=True)
    tonnes = np.asarray(marks.tonnes, float)[shown.at]
    known = np.isfinite(tonnes)
    weights = np.bincount(of, np.where(known, tonnes, 0.0), len(count))
    several = np.flatnonzero(count > 1)
    top = first[several]
    here = Clusters(count[several], np.bincount(of, known, len(count))[several].astype(int), weights[several])
    return Shown(shown.at[top], shown.x[top], shown.y[top], shown.level), here


def pile_of(marks: Marks, i: int, mpp: float) -> Clusters:
    """What stands in the place of one symbol, itself counted."""
    cells = _cells(marks, np.arange(len(marks.x)), mpp)
    here = np.flatnonzero(cells == cells[i])
    tonnes = np.full(len(here), np.nan) if marks.tonnes is None else np.asarray(marks.tonnes, float)[here]
    known = np.isfinite(tonnes)
    return Clusters(np.array([len(here)]), np.array([known.sum()]), np.array([tonnes[known].sum()]))


def _cells(marks: Marks, at: np.ndarray, mpp: float) -> np.ndarray:
    """The cell of each symbol as one number."""
    side = 2.0 ** math.ceil(math.log2(CELL_PX * mpp))
    return np.floor(marks.x[at] / side) * 2.0**26 + np.floor(marks.y[at] / side)
