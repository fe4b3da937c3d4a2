"""Lines on the globe made ready to draw: cut once at ±180° and with vertices often enough to bend with a projection."""

from itertools import pairwise

import numpy as np

MAX_STEP_DEG = 2.0
"""Drawn lines get a vertex at least this often."""


def cut_at_antimeridian(line: np.ndarray) -> list[np.ndarray]:
    """A continuous lon-lat line (n, 2) as pieces within [-180, 180], with a vertex at least every two degrees.

    Pieces meet at ±180 at the same latitude; a line that stays on one side comes back whole, an empty one as ``[]``.
    """
    if len(line) < 2:
        return []
    line = _with_vertices(line)
    line = line[np.concatenate([[True], np.any(np.diff(line, axis=0) != 0, axis=1)])]
    if len(line) < 2:
        return []
    turn = np.floor(((line[:-1, 0] + line[1:, 0]) / 2 + 180.0) / 360.0)
    pieces, begin = [], 0
    for stop in [*(np.flatnonzero(np.diff(turn)) + 1), len(turn)]:
        piece = line[begin : stop + 1].copy()
        piece[:, 0] = np.clip(piece[:, 0] - 360.0 * turn[begin], -180.0, 180.0)
        pieces.append(piece)
        begin = stop
    return pieces


def _with_vertices(line: np.ndarray) -> np.ndarray:
    """The line with vertices added wherever it meets an odd multiple of 180°, and then on long segments."""
    points = [line[:1]]
    for (lon0, lat0), (lon1, lat1) in pairwise(line):
        low, high = sorted((lon0, lon1))
        first, last = np.floor((low - 180.0) / 360.0) + 1, np.ceil((high - 180.0) / 360.0) - 1
        if first <= last:
            meets = np.arange(first, last + 1)[:: 1 if lon1 > lon0 else -1] * 360.0 + 180.0
            points.append(np.column_stack([meets, lat0 + (meets - lon0) / (lon1 - lon0) * (lat1 - lat0)]))
        points.append(np.array([[lon1, lat1]]))
    line = np.concatenate(points)
    step = np.diff(line, axis=0)
    pieces = np.maximum(1, np.ceil(np.abs(step).max(axis=1) / MAX_STEP_DEG)).astype(int)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + 1
    part = number / pieces[segment]
    dense = line[segment] + part[:, None] * step[segment]
    ends = part == 1
    dense[ends] = line[segment[ends] + 1]
    return np.concatenate([line[:1], dense])
