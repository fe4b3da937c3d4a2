"""Several facilities in one place stand side by side round it when one looks closely, each on a short leader.

Who stands where is worked out for a map, for all its sets of symbols together: a mine and a refinery of one town make
room for each other. A halo goes with the symbol whose id it has.
"""

import math
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from mineralmap.layers.layer import Map, Marks
from mineralmap.render import symbols

CLOSE_MPP = 1_000.0
"""Metres per px from which places fan out: a thousand kilometres on a screen."""
TOGETHER_PX = 3.0
"""Symbols at most so far apart stand in one place, measured at the farther end of a doubling of the scale."""
PLACE_M = 150.0
"""The same for maps of very many symbols, whatever the scale."""
SEARCHED, MOST, MOST_IN_ALL = 3_000, 60, 20_000
"""Of no more symbols is the neighbourhood searched at each scale; larger heaps bear their count instead, and so does a
map whose every place is a heap."""
GAP_PX = 2.0
NOT_FANNED = frozenset({"bar", "barred", "arrow", "dot"})
"""Marks of lanes stay where these end: a port is moved beside no plant."""


@dataclass(frozen=True, eq=False)
class Fan:
    """Of one set of marks: ``at`` (k,) the positions that move, ascending: by ``east, north`` metres to the middle of
    their place, and from there by ``right, down`` px."""

    at: np.ndarray
    east: np.ndarray
    north: np.ndarray
    right: np.ndarray
    down: np.ndarray

    def moves(self, mpp: float) -> tuple[np.ndarray, np.ndarray]:
        """Px (k,) that each is moved by at so many metres per px."""
        return self.right + self.east / mpp, self.down - self.north / mpp

    def offsets(self, positions: np.ndarray, mpp: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of some positions (ascending): which of them move (indices into them), and by how many px."""
        _, among, here = np.intersect1d(positions, self.at, assume_unique=True, return_indices=True)
        right, down = self.moves(mpp)
        return among, right[here], down[here]


Fans = dict[Marks, Fan]
KEPT, MOST_COMPARED = 4, 20_000
"""Of so many maps; with more symbols comparing takes longer than it saves."""


def reach_m(total: int, mpp: float) -> float:
    """Metres within which symbols stand in one place, the same for a doubling of the scale; 0 when too far off."""
    if mpp >= CLOSE_MPP:
        return 0.0
    if total > SEARCHED:
        return PLACE_M
    return TOGETHER_PX * CLOSE_MPP / 2 ** math.floor(math.log2(CLOSE_MPP / max(mpp, 1.0)))


_known: OrderedDict[tuple[object, ...], tuple[list[Fan | None], object]] = OrderedDict()
_lock = Lock()
"""Maps are made in several threads."""
_of_maps: "weakref.WeakKeyDictionary[Map, dict[float, Fans]]" = weakref.WeakKeyDictionary()


def fans_of(drawn: Map, mpp: float) -> Fans:
    """Which symbols of a map stand in one place at a scale, and how they move apart; worked out once."""
    sets = [one for layer in drawn.layers if layer.visible for one in layer.primitives if isinstance(one, Marks)]
    near = reach_m(sum(len(marks.x) for marks in sets), mpp)
    if not near:
        return {}
    with _lock:
        kept = _of_maps.setdefault(drawn, {})
    if near not in kept:
        kept[near] = known_fans(sets, near)
    return kept[near]


def known_fans(sets: Sequence[Marks], near: float) -> Fans:
    """``fans``, kept of the last maps by where their symbols stand and how large they are: another answer often
    changes colours and rings only."""
    columns = [(marks.x, marks.y, marks.diameter, marks.ids) for marks in sets]
    if sum(len(marks.x) for marks in sets) > MOST_COMPARED:
        # Of very many, columns are told apart as objects; those that are kept hold them.
        places = [(marks.shape, *map(id, some)) for marks, some in zip(sets, columns, strict=True)]
    else:
        places = [
            (marks.shape, marks.ids, marks.x.tobytes(), marks.y.tobytes(), marks.diameter.tobytes()) for marks in sets
        ]
    key = (near, *places)
    with _lock:
        found = _known.get(key, (None, None))[0]
    if found is None:
        made = fans(sets, near)
        found = [made.get(marks) for marks in sets]
        with _lock:
            _known[key] = found, columns
            while len(_known) > KEPT:
                _known.popitem(last=False)
    return {marks: fan for marks, fan in zip(sets, found, strict=True) if fan is not None}


def fans(sets: Sequence[Marks], near: float) -> Fans:
    """Which symbols of some sets move apart, and how far, when those within ``near`` metres stand in one place."""
    able = [marks for marks in sets if marks.shape not in NOT_FANNED and len(marks.x)]
    if not able or not near:
        return {}
    x, y = (np.concatenate([np.asarray(getattr(marks, name), float) for marks in able]) for name in ("x", "y"))
    owner = np.repeat(np.arange(len(able)), [len(marks.x) for marks in able])
    position = np.concatenate([np.arange(len(marks.x)) for marks in able])
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    place = _places(x[finite], y[finite], near)
    size = np.bincount(place, minlength=1)
    heaped = (size[place] > 1) & (size[place] <= MOST)
    if not heaped.any() or int(heaped.sum()) > MOST_IN_ALL:
        return {}
    members: dict[int, list[int]] = {}
    for which, i in zip(place[heaped].tolist(), finite[heaped].tolist(), strict=True):
        members.setdefault(which, []).append(i)
    moved: dict[int, list[tuple[int, float, float, float, float]]] = {}
    for some in members.values():
        who = [(int(owner[i]), int(position[i])) for i in some]
        middle_x, middle_y = float(x[some].mean()), float(y[some].mean())
        for (of, at), right, down in _round(able, who):
            marks = able[of]
            east, north = middle_x - float(marks.x[at]), middle_y - float(marks.y[at])
            moved.setdefault(of, []).append((at, east, north, right, down))
    return {
        able[of]: Fan(*(np.array(column) for column in zip(*sorted(rows), strict=True))) for of, rows in moved.items()
    }


def _places(x: np.ndarray, y: np.ndarray, near: float) -> np.ndarray:
    """The number of the place (n,) that each point belongs to."""
    column, row = np.floor(x / near).astype(np.int64), np.floor(y / near).astype(np.int64)
    if len(x) > SEARCHED:
        return np.unique(column * 4_000_000 + row, return_inverse=True)[1]
    # Each joins the first that it is near to.
    firsts: dict[tuple[int, int], list[int]] = {}
    place = np.arange(len(x))
    xs, ys = x.tolist(), y.tolist()
    for i, (c, r) in enumerate(zip(column.tolist(), row.tolist(), strict=True)):
        found = next(
            (
                j
                for across in (c, c - 1, c + 1)
                for down in (r, r - 1, r + 1)
                for j in firsts.get((across, down), ())
                if math.hypot(xs[i] - xs[j], ys[i] - ys[j]) <= near
            ),
            i,
        )
        place[i] = found
        if found == i:
            firsts.setdefault((c, r), []).append(i)
    return place


def _round(sets: Sequence[Marks], members: list[tuple[int, int]]) -> list[tuple[tuple[int, int], float, float]]:
    """Px of each symbol (set, position) of one place, clockwise from the top, the largest first; one id stays one."""
    names: dict[str, list[tuple[int, int]]] = {}
    for of, at in members:
        names.setdefault(sets[of].ids[at] or f"{of}/{at}", []).append((of, at))
    if len(names) < 2:
        return []
    # The halo is larger than the symbol it is about: the smallest of an id says how much room that takes.
    room = {name: min(_room(sets[of], at) for of, at in some) for name, some in names.items()}
    largest = sorted(names, key=lambda name: -room[name])
    wide = np.array([room[name] for name in largest]) + GAP_PX
    radius = _radius(wide)
    half = np.arcsin(np.minimum(wide / (2 * radius), 1.0)) if len(wide) > 2 else np.full(2, np.pi / 2)
    half *= np.pi / half.sum()
    angle = 2 * np.cumsum(half) - half - half[0]
    right, down = radius * np.sin(angle), -radius * np.cos(angle)
    return [(one, float(right[k]), float(down[k])) for k, name in enumerate(largest) for one in names[name]]


def _radius(wide: np.ndarray) -> float:
    """The least radius of a circle on which symbols of these widths, largest first, stand without touching."""
    if len(wide) == 2:
        return float(wide.sum()) / 4
    low, high = float(wide[0]) / 2, float(wide.sum())
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if np.arcsin(np.minimum(wide / (2 * middle), 1.0)).sum() > np.pi else (low, middle)
    return high


def _room(marks: Marks, at: int) -> float:
    """Px across a symbol, its ring included."""
    ring = float(marks.ring[at]) if marks.ring_colours else 0.0
    return 2 * (symbols.reach(marks.shape, float(marks.diameter[at]), ring, marks.circled) - 1.5)
