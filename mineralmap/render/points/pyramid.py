"""Which of a million symbols can be seen at a zoom: of each small cell the first, which is the largest, alone.

Cells of a level lie four by four in those of the next (quadtree codes, Morton 1966), so that what is drawn at a level
is drawn at every closer one, and every symbol lies under exactly one that is drawn. One sort serves all levels.
"""

from dataclasses import dataclass

import numpy as np

CELL_PX = 4.0
"""Widest cell, px; as small symbols are, so that two in one cell cover each other. The narrowest is half of it."""
FINEST_M = 64.0
"""Side of the smallest cells, metres: 4 px at the closest zoom."""
LEVELS = 15
"""From cells of 1,000 km, for the globe in a window of 240 px, down to the smallest."""
_TILES = (96, 48)


@dataclass(frozen=True, slots=True)
class Clusters:
    """What lies under drawn symbols, themselves counted, (n,) each: how many, how many of them with known tonnes, and
    the sum of these."""

    count: np.ndarray
    known: np.ndarray
    tonnes: np.ndarray

    def some(self, at: np.ndarray) -> "Clusters":
        """Those at some positions."""
        return Clusters(self.count[at], self.known[at], self.tonnes[at])


class Pyramid:
    """The symbols of one set, by cell and tile. Positions are places in the caller's columns, the most important first.

    Points without finite coordinates are never shown.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, tonnes: np.ndarray | None = None) -> None:
        self.x, self.y, self.tonnes = x, y, tonnes
        placed = np.flatnonzero(np.isfinite(x) & np.isfinite(y)).astype(np.int32)
        px, py = x[placed], y[placed]
        left, low = (float(px.min()), float(py.min())) if len(placed) else (0.0, 0.0)
        widest = float(2**20 - 1)
        column = np.minimum((px - left) / FINEST_M, widest).astype(np.uint64)
        row = np.minimum((py - low) / FINEST_M, widest).astype(np.uint64)
        code = _spread(column) | (_spread(row) << np.uint64(1))
        self._code = np.zeros(len(x), np.uint64)
        self._code[placed] = code
        order = np.argsort(code)
        self._sorted, rank = code[order], placed[order]
        weight = np.zeros(len(placed)) if tonnes is None else np.asarray(tonnes, float)[rank]
        known = np.isfinite(weight) if tonnes is not None else np.zeros(len(placed), bool)
        self._tonnes = np.concatenate([[0.0], np.cumsum(np.where(known, weight, 0.0))])
        self._known = np.concatenate([[0], np.cumsum(known, dtype=np.int32)]).astype(np.int32)
        level = _levels(self._sorted, rank, len(x))[placed]
        self._make_tiles(px, py, placed, level, left, low)

    def _make_tiles(
        self, x: np.ndarray, y: np.ndarray, placed: np.ndarray, level: np.ndarray, left: float, low: float
    ) -> None:
        """Positions by level, then by tile row by row: what a view shows are a few slices."""
        across, down = _TILES
        wide = max(float(np.ptp(x)), 1.0) if len(x) else 1.0
        high = max(float(np.ptp(y)), 1.0) if len(y) else 1.0
        self._box = left, low, wide, high
        column = np.minimum((x - left) * (across / wide), across - 1).astype(np.int32)
        row = np.minimum((y - low) * (down / high), down - 1).astype(np.int32)
        bucket = (level.astype(np.int32) * down + row) * across + column
        self._members = placed[np.argsort(bucket, kind="stable")]
        counts = np.bincount(bucket, minlength=(LEVELS + 1) * across * down)
        self._start = np.concatenate([[0], np.cumsum(counts)])

    def level(self, mpp: float) -> int:
        """The level whose cells are as wide as a small symbol at so many metres per px."""
        shift = np.floor(np.log2(max(CELL_PX * mpp / FINEST_M, 1.0)))
        return LEVELS - 1 - int(min(shift, LEVELS - 1))

    def within(
        self, x0: float, y0: float, x1: float, y1: float, level: int, most: int | None = None, filled: bool = False
    ) -> tuple[np.ndarray, int]:
        """Positions down to a level near a box in metres (whole tiles), ascending, and the level they are of: a coarser
        one when there would be more than ``most``; ``filled`` up to that with the first of the level after it. Level
        ``LEVELS`` is every one."""
        slices = self._slices(x0, y0, x1, y1, level)
        if slices is None:
            return np.empty(0, np.int32), level
        first, end = slices
        if most is not None:
            so_many = np.cumsum((end - first).sum(axis=1))
            level = max(int(np.searchsorted(so_many, most, side="right")) - 1, 0)
        found = self._pieces(first[: level + 1], end[: level + 1])
        if filled and most is not None and level + 1 < len(first) and len(found) < most:
            more, room = self._pieces(first[level + 1], end[level + 1]), most - len(found)
            found = np.concatenate([found, np.partition(more, room)[:room] if len(more) > room else more])
        found.sort()
        return found, level

    def _pieces(self, first: np.ndarray, end: np.ndarray) -> np.ndarray:
        some = end > first
        pieces = [self._members[a:z] for a, z in zip(first[some].tolist(), end[some].tolist(), strict=True)]
        return np.concatenate(pieces) if pieces else np.empty(0, np.int32)

    def count(self, x0: float, y0: float, x1: float, y1: float) -> int:
        """How many symbols lie near a box in metres (whole tiles), drawn or not."""
        slices = self._slices(x0, y0, x1, y1, LEVELS)
        return 0 if slices is None else int((slices[1] - slices[0]).sum())

    def clusters(self, positions: np.ndarray, level: int) -> Clusters:
        """What lies under symbols that are drawn at a level: all that share their cell."""
        shift = np.uint64(2 * max(LEVELS - 1 - level, 0))
        cell = self._code[positions] >> shift
        # Asked in order, the table stays in the processor's cache.
        order = np.argsort(cell)
        asked = cell[order]
        first, end = np.empty(len(cell), np.int64), np.empty(len(cell), np.int64)
        first[order] = np.searchsorted(self._sorted, asked << shift)
        end[order] = np.searchsorted(self._sorted, (asked + np.uint64(1)) << shift)
        return Clusters(end - first, self._known[end] - self._known[first], self._tonnes[end] - self._tonnes[first])

    def _slices(self, x0: float, y0: float, x1: float, y1: float, level: int) -> tuple[np.ndarray, np.ndarray] | None:
        """Offsets (levels, slices) into the members, from and to; ``None`` where nothing is near."""
        across, down = _TILES
        left, low, wide, high = self._box
        if x1 < left or y1 < low or x0 > left + wide or y0 > low + high:
            return None
        c0, c1 = (int(np.clip((v - left) * (across / wide), 0, across - 1)) for v in (x0, x1))
        r0, r1 = (int(np.clip((v - low) * (down / high), 0, down - 1)) for v in (y0, y1))
        levels = np.arange(level + 1)[:, None] * down
        if c0 == 0 and c1 == across - 1:
            return self._start[(levels + r0) * across], self._start[(levels + r1 + 1) * across]
        rows = (levels + np.arange(r0, r1 + 1)) * across
        return self._start[rows + c0], self._start[rows + c1 + 1]


def _levels(code: np.ndarray, rank: np.ndarray, n: int) -> np.ndarray:
    """The coarsest level (n,) at which each position is the first of its cell; ``LEVELS`` where it is of none."""
    level = np.full(n, LEVELS, np.uint8)
    for number in range(LEVELS if len(code) else 0):
        cell = code >> np.uint64(2 * (LEVELS - 1 - number))
        begins = np.flatnonzero(np.concatenate([[True], cell[1:] != cell[:-1]]))
        first = np.minimum.reduceat(rank, begins)
        first = first[level[first] == LEVELS]
        level[first] = number
    return level


def _spread(value: np.ndarray) -> np.ndarray:
    """Whole numbers below 2**32 with a nought between each two of their bits."""
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333), (1, 0x5555555555555555),
    ):  # fmt: skip
        value = (value | (value << np.uint64(shift))) & np.uint64(mask)
    return value
