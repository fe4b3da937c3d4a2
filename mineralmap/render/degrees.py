"""Where the degrees of a graticule are written: at the edge of the frame, or outside the globe where the line ends.

Each line offers places, the best first; it bears its degrees once, where there is room. Where the globe touches the
frame they stand just within it; where their neighbours have the room they are left out.
"""

import math
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np

from mineralmap.layers.layer import Lines
from mineralmap.layers.projection import Projection
from mineralmap.render.viewport import Viewport

GAP_PX, INSET_PX, BEYOND_PX = 6.0, 2.0, 8.0
"""Between the words and the edge; from how far within the end of a line, and how far on, one looks whether the globe
ends there."""
WORDS_PX = (48.0, 18.0)
"""The most that words with their gap take across and down."""
AXES = ((-1.0, 0.0), (0.0, 1.0), (1.0, 0.0), (0.0, -1.0))
SIDES = {"right": 0, "bottom": 1, "left": 2, "top": 3}
"""The best first: over the left of a window's map lie its tools."""
Spot = tuple[float, float, float, float]
"""A point in px and which way from it the words lie (a direction of length 1); (x, y, 0, 0): on it."""


def spots(lines: Lines, view: Viewport, bottom: float, projection: Projection) -> list[tuple[str, list[Spot]]]:
    """The words of each line with where they may stand; ``bottom`` px is where the key begins. Read them, do not change
    them: they are kept until something else is looked at."""
    known, asked = _newest.get(lines), (view, bottom, projection)
    if known is None or known[0] != asked:
        known = _newest[lines] = (asked, _spots(lines, view, bottom, projection))
    return known[1]


_newest: WeakKeyDictionary[Lines, tuple[tuple[Viewport, float, Projection], list[tuple[str, list[Spot]]]]] = (
    WeakKeyDictionary()
)


def _spots(lines: Lines, view: Viewport, bottom: float, projection: Projection) -> list[tuple[str, list[Spot]]]:
    x, y = view.px(lines.x, lines.y)
    found: dict[str, list[tuple[int, Spot]]] = {}
    ends: list[tuple[str, Spot]] = []
    on: dict[str, list[Spot]] = {}
    for number, words in enumerate(lines.words):
        part = slice(int(lines.start[number]), int(lines.start[number + 1]))
        px, py = x[part], y[part]
        inside = (px >= 0) & (px <= view.width) & (py >= 0) & (py <= bottom)
        if not inside.any():
            continue
        for spot, side in _crossings(px, py, inside, view.width, bottom):
            found.setdefault(words, []).append((SIDES[side], spot))
        ends += [(words, spot) for spot in _ends(px, py, inside)]
        if inside.all() and projection.sheet.pole:
            on[words] = [(float(px[i]), float(py[i]), 0.0, 0.0) for i in _along(len(px))]
    for words, spot in _at_the_edge(ends, view, projection):
        found.setdefault(words, []).append((_side(spot), spot))
    made = {words: [spot for _, spot in sorted(some)] for words, some in found.items()}
    for some in made.values():
        some += [
            (x, y, -right, -down) for x, y, right, down in some if not _room_beyond(x, y, right, down, view, bottom)
        ]
    return list((made | {words: some for words, some in on.items() if words not in made}).items())


def _room_beyond(x: float, y: float, right: float, down: float, view: Viewport, bottom: float) -> bool:
    """Does the frame leave room for words that way?"""
    beyond_x, beyond_y = x + right * WORDS_PX[0], y + down * WORDS_PX[1]
    return 0 <= beyond_x <= view.width and 0 <= beyond_y <= bottom


def box_at(spot: Spot, across: float, high: float) -> tuple[float, float]:
    """The middle of words of a size that stand at a spot."""
    x, y, right, down = spot
    away = GAP_PX if right or down else 0.0
    return x + right * (away + across / 2), y + down * (away + high / 2)


def _crossings(
    x: np.ndarray, y: np.ndarray, inside: np.ndarray, width: float, bottom: float
) -> Iterator[tuple[Spot, str]]:
    """Where a line crosses the frame; the words stand within it."""
    for i in np.flatnonzero(inside[1:] != inside[:-1]).tolist():
        within, without = (i, i + 1) if inside[i] else (i + 1, i)
        x0, y0, x1, y1 = float(x[within]), float(y[within]), float(x[without]), float(y[without])
        parts = {
            "left": (0.0 - x0) / (x1 - x0) if x1 < 0 else math.inf,
            "right": (width - x0) / (x1 - x0) if x1 > width else math.inf,
            "top": (0.0 - y0) / (y1 - y0) if y1 < 0 else math.inf,
            "bottom": (bottom - y0) / (y1 - y0) if y1 > bottom else math.inf,
        }
        side = min(parts, key=lambda one: parts[one])
        part = parts[side]
        if math.isfinite(part):
            right, down = {"left": (1.0, 0.0), "right": (-1.0, 0.0), "top": (0.0, 1.0), "bottom": (0.0, -1.0)}[side]
            yield (x0 + part * (x1 - x0), y0 + part * (y1 - y0), right, down), side


def _ends(x: np.ndarray, y: np.ndarray, inside: np.ndarray) -> Iterator[Spot]:
    """The ends of a line in view, and whither it goes there."""
    for end, before in ((0, 1), (-1, -2)):
        if len(x) > 1 and inside[end]:
            dx, dy = float(x[end] - x[before]), float(y[end] - y[before])
            length = math.hypot(dx, dy)
            if length > 0:
                yield float(x[end]), float(y[end]), dx / length, dy / length


def _at_the_edge(ends: list[tuple[str, Spot]], view: Viewport, projection: Projection) -> Iterator[tuple[str, Spot]]:
    """Those ends of lines beyond which the map shows nothing, with the words straight beyond them."""
    if not ends:
        return
    x, y, right, down = np.array([spot for _, spot in ends]).T
    ways = [(right, down)] if projection.sheet.pole else [(np.full(len(x), a), np.full(len(x), b)) for a, b in AXES]
    agree = np.array([a * right + b * down for a, b in ways])
    for number, (a, b) in enumerate(ways):
        # From a little within: a step along the edge does not leave the globe.
        beyond_x, beyond_y = x - INSET_PX * right + BEYOND_PX * a, y - INSET_PX * down + BEYOND_PX * b
        lon, _ = projection.inverse(view.left + beyond_x * view.mpp, view.top - beyond_y * view.mpp)
        agree[number, np.isfinite(lon)] = -1.0
    for i, best in enumerate(agree.argmax(axis=0).tolist()):
        if agree[best, i] > 0.1:
            a, b = (float(one[i]) for one in ways[best])
            yield ends[i][0], (float(x[i]), float(y[i]), a, b)


def _side(spot: Spot) -> int:
    _, _, right, down = spot
    if abs(right) > abs(down):
        return SIDES["left" if right < 0 else "right"]
    return SIDES["bottom" if down > 0 else "top"]


def _along(count: int) -> list[int]:
    """Positions on a line that has no end in view: where it is lowest on a sheet about a pole, then the others."""
    return [count // 2, 0, count // 4, 3 * count // 4]
