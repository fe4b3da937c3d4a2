"""What a view hides: symbols under others, by heap, and of all of them how many and how much."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mineralmap.layers.layer import Marks
from mineralmap.layers.symbology import percent_text, tonnes_text
from mineralmap.render.points.badges import LEAST, LEAST_HERE, Heap
from mineralmap.render.points.cloud import Shown, cloud
from mineralmap.render.points.fans import CLOSE_MPP
from mineralmap.render.points.piles import piles
from mineralmap.render.points.pyramid import LEVELS

STANDS_OUT = 0.01
"""Where symbols are left out, nearly each of those that are drawn has some below it: a heap has its count on the map
where it is such a part of all the symbols, or of all their tonnes. The pointer is told of every one."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The tonnes of the symbols of a layer in view, as far as they are known: of those that are drawn, and of all."""

    layer: str
    drawn: float
    in_all: float
    every: bool
    """Are all of them known?"""


@dataclass(frozen=True, slots=True)
class Heaped:
    """The heaps of a view, how many symbols are drawn in it, how many there are, and how much of their tonnes."""

    heaps: list[Heap]
    drawn: int
    in_all: int
    weighed: list[Weighed]

    def words(self, unit: str) -> str:
        """The note that a map bears which does not show every symbol; "" for one that does."""
        if self.drawn >= self.in_all:
            return ""
        parts = []
        for one in self.weighed:
            known = "" if one.every else " that are known"
            layer = f" of {one.layer}" if len(self.weighed) > 1 else ""
            parts.append(f"{percent_text(one.drawn / one.in_all)} of {tonnes_text(one.in_all, unit)}{known}{layer}")
        much = f" with {', '.join(parts)}" if parts else ""
        return f"{self.drawn:,} of {self.in_all:,} symbols drawn{much}; the rest lie under or close beside larger ones"


def heaped(shown: Iterable[tuple[Marks, str, Shown]], size: tuple[float, float], mpp: float) -> Heaped:
    """What lies under the symbols that a view of a size shows, each set with the title of its layer."""
    found: list[Heap] = []
    drawn = in_all = 0
    weights: dict[str, tuple[float, float, bool]] = {}
    for marks, layer, seen in shown:
        inside = (seen.x >= 0) & (seen.x < size[0]) & (seen.y >= 0) & (seen.y < size[1])
        here = int(inside.sum())
        drawn += here
        if seen.level >= LEVELS:
            in_all += here
            if mpp >= CLOSE_MPP and cloud(marks).counted:
                tops, clusters = piles(marks, seen, mpp)
                found.append(Heap(tops.x, tops.y, np.asarray(marks.diameter)[tops.at], clusters, LEAST_HERE))
            continue
        clusters = cloud(marks).clusters(seen.at, seen.level)
        count, tonnes = int(clusters.count[inside].sum()), float(clusters.tonnes[inside].sum())
        in_all += count
        if tonnes > 0 and marks.tonnes is not None:
            own = float(np.nansum(np.asarray(marks.tonnes, float)[seen.at[inside]]))
            before = weights.get(layer, (0.0, 0.0, True))
            every = int(clusters.known[inside].sum()) == count
            weights[layer] = before[0] + own, before[1] + tonnes, before[2] and every
        out = np.flatnonzero(
            (clusters.count >= STANDS_OUT * count) | (clusters.tonnes >= STANDS_OUT * max(tonnes, 1e-9))
        )
        out = out[clusters.count[out] >= LEAST]
        found.append(Heap(seen.x[out], seen.y[out], np.asarray(marks.diameter)[seen.at[out]], clusters.some(out)))
    return Heaped(found, drawn, in_all, [Weighed(layer, *one) for layer, one in weights.items()])
