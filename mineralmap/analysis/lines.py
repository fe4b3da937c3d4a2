"""Lines on the globe made ready to draw: cut once at ±180° and with vertices often enough to bend with a projection."""

import numpy as np

MAX_STEP_DEG = 2.0
"""Drawn lines get a vertex at least this often."""


def cut_at_antimeridian(line: np.ndarray) -> list[np.ndarray]:
    """A continuous lon-lat line (n, 2) as pieces within [-180, 180], with a vertex at least every two degrees.

    Pieces meet at ±180 at the same latitude; a line that stays on one side comes back whole, an empty one as ``[]``.
    """
    return cut_lines(line, np.array([0, len(line)]))[0]


def cut_lines(points: np.ndarray, start: np.ndarray) -> list[list[np.ndarray]]:
    """Many lines cut at once: line i is ``points[start[i]:start[i + 1]]``, its longitudes running on past ±180°.

    No step of a line may be as long as half the globe.
    """
    line = np.repeat(np.arange(len(start) - 1), np.diff(start))
    for more in (_where_it_meets_180, _along_long_steps):
        points, line = more(points, line)
    if not len(points):
        return [[] for _ in range(len(start) - 1)]
    kept = np.concatenate([[True], np.any(np.diff(points, axis=0) != 0, axis=1) | (np.diff(line) != 0)])
    points, line = points[kept], line[kept]
    middle = (points[:-1, 0] + points[1:, 0]) / 2
    turn, inside = np.floor((middle + 180.0) / 360.0), line[1:] == line[:-1]
    # A piece is a run of steps within one line and one turn of the globe.
    step = np.flatnonzero(inside)
    new = np.concatenate([[True], (np.diff(step) > 1) | (np.diff(turn[step]) != 0)]) if len(step) else step == 0
    first = step[new]
    last = np.concatenate([step[np.flatnonzero(new)[1:] - 1], step[-1:]])
    pieces: list[list[np.ndarray]] = [[] for _ in range(len(start) - 1)]
    for begin, end, of, around in zip(first, last, line[first], turn[first], strict=True):
        piece = points[begin : end + 2].copy()
        piece[:, 0] = np.clip(piece[:, 0] - 360.0 * around, -180.0, 180.0)
        pieces[of].append(piece)
    return pieces


def _where_it_meets_180(points: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices added where a step crosses an odd multiple of 180°."""
    if len(points) < 2:
        return points, line
    west, east = np.minimum(points[:-1, 0], points[1:, 0]), np.maximum(points[:-1, 0], points[1:, 0])
    meets = (np.floor((west - 180.0) / 360.0) + 1) * 360.0 + 180.0
    at = np.flatnonzero((meets < east) & (line[1:] == line[:-1]))
    (lon0, lat0), (lon1, lat1) = points[at].T, points[at + 1].T
    added = np.column_stack([meets[at], lat0 + (meets[at] - lon0) / (lon1 - lon0) * (lat1 - lat0)])
    return np.insert(points, at + 1, added, axis=0), np.insert(line, at + 1, line[at])


def _along_long_steps(points: np.ndarray, line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices added so that no step is longer than MAX_STEP_DEG."""
    if len(points) < 2:
        return points, line
    step = np.diff(points, axis=0)
    parts = np.maximum(1, np.ceil(np.abs(step).max(axis=1) / MAX_STEP_DEG)).astype(int)
    parts[line[1:] != line[:-1]] = 1
    segment = np.repeat(np.arange(len(parts)), parts)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(parts) - parts, parts)
    part = number / parts[segment]
    dense = np.where((number == 0)[:, None], points[segment], points[segment] + part[:, None] * step[segment])
    return np.concatenate([dense, points[-1:]]), np.concatenate([line[segment], line[-1:]])
