"""Several facilities in one place stand side by side round it when one looks closely, each on a short leader.

Who stands where is worked out once for a map, for all its sets of symbols together: a mine and a refinery of one town
make room for each other. A halo goes with the symbol whose id it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mineralmap.layers.layer import Marks

CLOSE_MPP = 1_000.0
"""Metres per px from which places fan out: a thousand kilometres on a screen."""
PLACE_M = 150.0
"""Nearer than this is one place: at the closest zoom still no more than a symbol."""
MOST, MOST_IN_ALL = 60, 20_000
"""Larger heaps are left to the count that they bear; so is a map whose every place is a heap."""
GAP_PX = 3.0
NOT_FANNED = frozenset({"bar", "barred", "arrow"})


@dataclass(frozen=True, eq=False)
class Fan:
    """Of one set of marks: ``at`` (k,) the positions that move, ascending, by ``dx, dy`` px."""

    at: np.ndarray
    dx: np.ndarray
    dy: np.ndarray

    def offsets(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of some positions (ascending): which of them move (indices into them), and by how many px."""
        _, among, here = np.intersect1d(positions, self.at, assume_unique=True, return_indices=True)
        return among, self.dx[here], self.dy[here]


def fans(sets: Sequence[Marks]) -> dict[Marks, Fan]:
    """Which symbols of some sets move apart, and how far."""
    able = [marks for marks in sets if marks.shape not in NOT_FANNED and len(marks.x)]
    if not able:
        return {}
    x, y = (np.concatenate([np.asarray(getattr(marks, name), float) for marks in able]) for name in ("x", "y"))
    owner = np.repeat(np.arange(len(able)), [len(marks.x) for marks in able])
    position = np.concatenate([np.arange(len(marks.x)) for marks in able])
    place = np.rint(np.nan_to_num(x, posinf=0.0, neginf=0.0) / PLACE_M) * 1e6 + np.rint(
        np.nan_to_num(y, posinf=0.0, neginf=0.0) / PLACE_M
    )
    place = np.where(np.isfinite(x) & np.isfinite(y), place, np.nan)
    order = np.argsort(place, kind="stable")
    ordered = place[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    number = np.cumsum(begins) - 1
    size = np.bincount(number)[number]
    heap = (size > 1) & (size <= MOST) & np.isfinite(ordered)
    if not heap.any() or int(heap.sum()) > MOST_IN_ALL:
        return {}
    moved: dict[int, list[tuple[int, float, float]]] = {}
    members: dict[int, list[tuple[int, int]]] = {}
    for which, of, at in zip(
        number[heap].tolist(), owner[order[heap]].tolist(), position[order[heap]].tolist(), strict=True
    ):
        members.setdefault(which, []).append((of, at))
    for some in members.values():
        for of, at, dx, dy in _fan(able, some):
            moved.setdefault(of, []).append((at, dx, dy))
    made = {}
    for of, rows in moved.items():
        at, dx, dy = (np.array(column) for column in zip(*sorted(rows), strict=True))
        made[able[of]] = Fan(at, dx, dy)
    return made


def _fan(sets: Sequence[Marks], members: list[tuple[int, int]]) -> list[tuple[int, int, float, float]]:
    """Set, position and px of each symbol of one place, clockwise from the top, the largest first; one id stays one."""
    names: dict[str, list[tuple[int, int]]] = {}
    for of, at in members:
        names.setdefault(sets[of].ids[at] or f"{of}/{at}", []).append((of, at))
    if len(names) < 2:
        return []
    # The halo is larger than the symbol it is about: the smallest of an id says how much room that takes.
    room = {name: min(_room(sets[of], at) for of, at in some) for name, some in names.items()}
    largest = sorted(names, key=lambda name: -room[name])
    widths = np.array([room[name] for name in largest]) + GAP_PX
    # Neighbours of equal size just touch, gap and all.
    radius = max(float(widths.sum()) / (2 * len(widths) * np.sin(np.pi / len(widths))), float(widths[:2].sum()) / 4)
    turn = np.cumsum(widths) - widths / 2 - widths[0] / 2
    angle = 2 * np.pi * turn / widths.sum()
    return [
        (of, at, float(radius * np.sin(angle[k])), float(-radius * np.cos(angle[k])))
        for k, name in enumerate(largest)
        for of, at in names[name]
    ]


def _room(marks: Marks, at: int) -> float:
    ring = 7.6 if marks.ring_colours and float(marks.ring[at]) > 0 else 0.0
    return float(marks.diameter[at]) + 2.0 + ring
