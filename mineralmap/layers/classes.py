"""How values of countries are put into classes: fixed breaks, quantiles, natural breaks, logarithms, a threshold.

A break is the least value of the class above it, so that equal values are never parted. Never more classes than the
ramp has colours, nor more than there are different values.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

MOST = 5
NO_DATA = -1
"""Class of a value that is not known; it is never the class of zero."""
NEAR = 1e-9
"""Two shares that are so near are the same."""


@dataclass(frozen=True, eq=False)
class Classes:
    """``breaks`` from small to large, one fewer than there are classes; ``of`` (n,) the class of each value, NO_DATA
    where it is nan; ``how`` the way they were made, one of ``model.view.CLASSES``, which may be another than was asked
    for where that makes no sense of these values."""

    breaks: tuple[float, ...]
    of: np.ndarray
    how: str

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.breaks) + 1

    def ranges(self, values: np.ndarray) -> list[tuple[float, float, int]]:
        """Of each class the least and the greatest value that is really in it, and how many are; nan where none is."""
        found = []
        for number in range(self.count):
            inside = np.asarray(values, float)[self.of == number]
            least, most = (float(inside.min()), float(inside.max())) if len(inside) else (math.nan, math.nan)
            found.append((least, most, len(inside)))
        return found


def classify(values: np.ndarray, how: str, fixed: tuple[float, ...], threshold: float = math.nan) -> Classes:
    """Put values (n,) into classes; nan has none.

    Parameters
    ----------
    how
        One of ``model.view.CLASSES``; a word that is none of them is "fixed".
    fixed
        Breaks that do not change from map to map.
    threshold
        The limit that policy sets; nan where it sets none: then the fixed breaks are taken.
    """
    known = np.asarray(values, float)
    known = known[np.isfinite(known)]
    breaks = fixed
    if how == "threshold" and math.isfinite(threshold):
        # What is exactly at the limit is not above it.
        breaks = (threshold / 2, threshold + NEAR)
    elif how in _MADE:
        breaks = _MADE[how](known, MOST)
    else:
        how = "fixed"
    numbers = np.searchsorted(np.array(breaks, float), np.asarray(values, float), side="right")
    return Classes(breaks, np.where(np.isfinite(values), numbers, NO_DATA).astype(int), how)


def quantiles(values: np.ndarray | Sequence[float], classes: int = MOST) -> tuple[float, ...]:
    """Breaks that put about as many values into each class.

    Examples
    --------
    >>> quantiles([1, 2, 3, 4, 5, 6], 3)
    (3.0, 5.0)
    """
    ordered = np.sort(np.asarray(values, float)).tolist()
    at = [round(number * len(ordered) / classes) for number in range(1, classes)]
    return _rising(ordered[place] for place in at if place < len(ordered) and ordered[place] > ordered[0])


def jenks(values: np.ndarray | Sequence[float], classes: int = MOST) -> tuple[float, ...]:
    """Natural breaks: those with the least sum of squared distances from the means of the classes.

    Exact, by dynamic programming over the different values (Fisher, "On grouping for maximum homogeneity", 1958).

    Examples
    --------
    >>> jenks([4, 5, 9, 10], 2)
    (9.0,)
    """
    found, weight = np.unique(np.asarray(values, float), return_counts=True)
    n, k = len(found), min(classes, len(found))
    if k < 2:
        return ()
    centred = found - found.mean()
    w, s, q = (np.concatenate([[0.0], np.cumsum(weight * centred**power)]) for power in (0, 1, 2))
    first, end = np.arange(n)[:, None], np.arange(1, n + 1)[None, :]
    # Cost of one class over the values first … end − 1.
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = (q[end] - q[first]) - (s[end] - s[first]) ** 2 / (w[end] - w[first])
    cost = np.where(first < end, np.maximum(cost, 0.0), np.inf)
    best, starts = cost[0], []
    for _ in range(1, k):
        # The last class begins at ``first``; what lies before it is parted as well as may be.
        total = np.concatenate([[np.inf], best[:-1]])[:, None] + cost
        starts.append(np.argmin(total, axis=0))
        best = np.min(total, axis=0)
    breaks, last = [], n - 1
    for start in reversed(starts):
        begin = int(start[last])
        breaks.append(float(found[begin]))
        last = begin - 1
    return tuple(reversed(breaks))


def logarithmic(values: np.ndarray | Sequence[float], classes: int = MOST) -> tuple[float, ...]:
    """Breaks at equal steps of a logarithm between the least and the greatest value above zero, two figures each.

    Examples
    --------
    >>> logarithmic([1, 10, 100, 100_000], 5)
    (10.0, 100.0, 1000.0, 10000.0)
    """
    above = np.asarray(values, float)
    above = above[above > 0]
    if not len(above) or above.max() == above.min():
        return ()
    steps = np.geomspace(above.min(), above.max(), classes + 1)[1:-1]
    return _rising(float(f"{step:.2g}") for step in steps.tolist())


def _rising(breaks: Iterable[float]) -> tuple[float, ...]:
    """Each break once, from small to large."""
    return tuple(sorted({float(one) for one in breaks}))


_MADE = {"quantiles": quantiles, "jenks": jenks, "log": logarithmic}
