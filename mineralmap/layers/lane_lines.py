"""The geometry of lanes on a map: stretches that several ways share, each there once, and heads that show a direction.

All of it works on columns of points; there is no loop over lanes.
"""

from dataclasses import dataclass

import numpy as np

GRID_DEG, ASIDE = 1.0471e-5, 0.3183
"""Points in one cell of this grid are one: about a metre. It lies aside of round degrees and of their halves, where
two sums of one number may round to either side."""
LEAST_PART = 0.1
SAME = 1e-9
"""Tonnes that differ by less than this part of the largest are the same."""


@dataclass(frozen=True, eq=False)
class Shared:
    """``lines`` (n, 2) in degrees; ``tonnes`` (m, groups) of each; ``owner`` (m, groups) the first path of each group
    that runs there, -1 where none does."""

    lines: list[np.ndarray]
    tonnes: np.ndarray
    owner: np.ndarray
    _start: np.ndarray
    _members: np.ndarray

    def members(self, line: int) -> np.ndarray:
        """All paths that run along a line, ascending."""
        return np.unique(self._members[self._start[line, 0] : self._start[line, 1]])


def shared(paths: list[np.ndarray], tonnes: np.ndarray, group: np.ndarray, groups: int) -> Shared:
    """Every stretch of the paths once, joined into lines wherever what they carry stays the same.

    Parameters
    ----------
    paths
        Lines (n, 2) in degrees that have their vertices in common wherever they run together.
    tonnes, group
        What each path carries, shape (k,), and to which of ``groups`` sums it belongs.
    """
    if not any(len(path) for path in paths):
        return Shared([], np.empty((0, groups)), np.empty((0, groups), int), np.empty((0, 2), int), np.empty(0, int))
    points = np.concatenate(paths)
    path = np.repeat(np.arange(len(paths)), [len(one) for one in paths])
    cell = np.rint(points / GRID_DEG + ASIDE).astype(np.int64)
    _, point = np.unique(cell[:, 0] * 10**8 + cell[:, 1], return_inverse=True)
    step = np.flatnonzero((path[1:] == path[:-1]) & (point[1:] != point[:-1]))
    low, high = np.minimum(point[step], point[step + 1]), np.maximum(point[step], point[step + 1])
    _, first, stretch = np.unique(low * (point.max() + 1) + high, return_index=True, return_inverse=True)
    sums = np.zeros((len(first), groups))
    np.add.at(sums, (stretch, group[path[step]]), tonnes[path[step]])
    owner = np.full((len(first), groups), -1)
    owner[stretch[::-1], group[path[step]][::-1]] = path[step][::-1]
    largest = sums.max(initial=0.0) or 1.0
    alike = np.rint(sums / (SAME * largest))
    once = np.sort(first)
    at, of = step[once], stretch[once]
    goes_on = (np.diff(at) == 1) & (path[at[1:]] == path[at[:-1]])
    goes_on &= (alike[of[1:]] == alike[of[:-1]]).all(axis=1)
    start = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    stop = np.append(start[1:], len(at)) - 1
    lines = [points[a : b + 2] for a, b in zip(at[start].tolist(), at[stop].tolist(), strict=True)]
    on = of[start]
    order = np.argsort(stretch, kind="stable")
    begin = np.searchsorted(stretch[order], np.arange(len(first) + 1))
    members = np.column_stack([begin[on], begin[on + 1]])
    return Shared(lines, sums[on], owner[on], members, path[step][order])


def heads(
    x: np.ndarray, y: np.ndarray, start: np.ndarray, spacing: float, cell: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Where arrow heads stand on lines, the most important line last, and where they point along the line.

    Parameters
    ----------
    x, y, start
        Points in metres and the offsets of the lines into them (lines + 1,).
    spacing
        Metres from one head to the next; a line shorter than ``LEAST_PART`` of that has none.
    cell
        Of all heads within a square of this many metres, only the one of the most important line is kept.

    Returns
    -------
    x, y, degrees counter-clockwise from east, and the line, of each head; all (m,).
    """
    if len(start) < 2 or len(x) < 2:
        return np.empty(0), np.empty(0), np.empty(0), np.empty(0, int)
    line = np.repeat(np.arange(len(start) - 1), np.diff(start))
    part = np.hypot(np.diff(x), np.diff(y))
    part[line[1:] != line[:-1]] = 0.0
    run = np.concatenate([[0.0], np.cumsum(part)])
    begin, length = run[start[:-1]], run[start[1:] - 1] - run[start[:-1]]
    count = np.maximum(np.floor(length / spacing + 0.5), length >= LEAST_PART * spacing).astype(int)
    of = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    along = begin[of] + (number + 0.5) / count[of] * length[of]
    at = np.clip(np.searchsorted(run, along, side="right") - 1, start[of], start[of + 1] - 2)
    share = np.clip((along - run[at]) / np.where(part[at] > 0, part[at], 1.0), 0.0, 1.0)
    dx, dy = x[at + 1] - x[at], y[at + 1] - y[at]
    head_x, head_y = x[at] + share * dx, y[at] + share * dy
    square = np.floor(head_x / cell).astype(np.int64) * 10**6 + np.floor(head_y / cell).astype(np.int64)
    _, last = np.unique(square[::-1], return_index=True)
    kept = np.sort(len(square) - 1 - last)
    return head_x[kept], head_y[kept], np.degrees(np.arctan2(dy[kept], dx[kept])), of[kept]
