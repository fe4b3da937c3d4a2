"""The nearest of many fixed points, in numpy alone: a tree of scipy's costs 80 MB for the world's coasts."""

import numpy as np

BLOCK = 32
CHUNK = 32
"""Points asked for at a time: what lies between is an array of so many rows, one column a block."""

SLACK = 1e-6
"""The distance to a middle is a small difference of large squares, and so much may be lost in it."""


class Nearest:
    """Points (n, 3) that are asked for the nearest again and again.

    They are cut into boxes of ``BLOCK`` neighbours, each with its middle and the reach around it. A box that begins
    further off than another one ends cannot have the nearest; the points of the others are measured one by one.
    """

    def __init__(self, points: np.ndarray) -> None:
        self._order = _neighbours(points)
        self._points = points[self._order]
        self._start = np.arange(0, len(points), BLOCK)
        self._count = np.diff(np.append(self._start, len(points)))
        self._middle = np.add.reduceat(self._points, self._start) / self._count[:, None]
        away = self._points - np.repeat(self._middle, self._count, axis=0)
        self._reach = np.sqrt(np.maximum.reduceat(np.einsum("ij,ij->i", away, away), self._start))

    def query(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distance (k,) from each of ``asked`` (k, 3) to the nearest point, and its number (k,)."""
        found = [self._some(asked[at : at + CHUNK]) for at in range(0, len(asked), CHUNK)]
        if not found:
            return np.empty(0), np.empty(0, np.int64)
        return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])

    def _some(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        middle = self._middle
        square = (asked**2).sum(1)[:, None] + (middle**2).sum(1) - 2 * asked @ middle.T
        begins = np.sqrt(np.maximum(square, 0.0)) - self._reach - SLACK
        rows = np.arange(len(asked))
        within, _ = self._measured(asked, rows, square.argmin(axis=1))
        return self._measured(asked, *np.nonzero(begins <= within[:, None]))

    def _measured(self, asked: np.ndarray, row: np.ndarray, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Distance and number of the nearest among the points of some boxes, ``row`` (m,) ascending, none left out."""
        count = self._count[box]
        first = np.cumsum(count) - count
        point = np.arange(count.sum()) - np.repeat(first - self._start[box], count)
        apart = self._points[point] - np.repeat(asked[row], count, axis=0)
        apart = np.einsum("ij,ij->i", apart, apart)
        begins = first[np.searchsorted(row, np.arange(len(asked)))]
        least = np.minimum.reduceat(apart, begins)
        number = np.where(apart == np.repeat(least[row], count), self._order[point], len(self._points))
        return np.sqrt(least), np.minimum.reduceat(number, begins).astype(np.int64)


def _neighbours(points: np.ndarray) -> np.ndarray:
    """An order (n,) in which points that follow each other are near: by the bits of their places, woven together."""
    low, high = points.min(axis=0), points.max(axis=0)
    place = ((points - low) / np.maximum(high - low, 1e-12).max() * 1023).astype(np.int64)
    code = np.zeros(len(points), np.int64)
    for bit in range(10):
        for axis in range(points.shape[1]):
            code |= (place[:, axis] >> bit & 1) << (bit * points.shape[1] + axis)
    return np.argsort(code, kind="stable")
