"""Words on the map, placed so that none covers another; how they look is told in ``lettering``.

The most important first, each as near to its point as there is room; a country's name within what is seen of it. What
finds none may stand off, with a line that leads to it.
"""

import math
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from mineralmap.layers.layer import Texts
from mineralmap.render import degrees
from mineralmap.render.lands import HALF_INSIDE, LEAST_INSIDE, WELL_INSIDE, Lands
from mineralmap.render.lettering import CAPITALS, DOT_PX, QUIET, Placed, measure, outline
from mineralmap.render.room import Room, kept_by
from mineralmap.render.standing_off import AIR_PX, STRAITS, Around, Words, apart, reach_px, short

MOST_TRIED, IN_VAIN = 400, 60
"""So many labels are tried, the most important, and so many in a row that find no room: on a map full of names hardly
any later one does."""
LEADERS = 16
"""So many labels may stand off from their points."""
LATER = 0.05
"""Of the places beside its point each is worth to a strait's name so much more land below it than the next."""
MOST_TOWNS = 24
DEGREE_PX = 8.5
NEARER_BESIDE = 0.1
"""And one that is nearer by so many px to the bar of another strait, at which its name would begin or end."""
OVER_LANE = 3.0
"""A part of the words over wide lanes is as bad as so much more of them over land."""
SAME_PX = 100.0
"""Of several facilities of one name within so many px one bears it."""
URGENT, FOREMOST = 1_600.0, 1_700.0
"""From these priorities on what is said must be said, across symbols: what a closure moves; and as far off as need be:
what is closed, and who has a tenth of all and more."""
DIAGONAL = math.sqrt(0.5)

Placing = Generator[None, None, list[Placed]]
"""Tries one label after the other, and returns those that were placed."""


def placing(
    texts: list[tuple[Texts, np.ndarray, np.ndarray]],
    size: tuple[float, float],
    mpp: float,
    taken: np.ndarray,
    lands: Lands | None = None,
    edges: Sequence[tuple[str, list[degrees.Spot]]] = (),
    small: np.ndarray | None = None,
    grown: float = 1.0,
    lanes: Room | None = None,
    least: float = 0.0,
    globe: Lands | None = None,
) -> Placing:
    """The labels that fit into a view, the most important first.

    Parameters
    ----------
    texts
        Each set of words with its points in px, shape (n,) each.
    size
        Width and height of the view in px; a label that would cross its edge is left out.
    mpp
        Metres per px, for words that wait until the map is close.
    taken
        Boxes (m, 4) as x0, y0, x1, y1 that no label may cover: the key, large symbols.
    lands
        Where the view shows which country; without it their names stand at their points.
    edges
        Degrees, with the places where they may stand, the best first; they take what room is left.
    small
        Boxes (k, 4) that a country's name keeps off where it can: small symbols, and corners of large ones.
    grown
        By how much all words are larger than they usually are.
    lanes
        What wide lanes take of the view, which words keep off where they can.
    least
        No words are smaller than so many px.
    globe
        Where the view shows the globe, on which no line to a label crosses an ocean.
    """
    room, said, wet = Room(*size), Room(*size), lanes or Room(*size)
    room.take_all(np.asarray(taken, float).reshape(-1, 4))
    best = room.stricter()
    hidden = kept_by(small, size) if small is not None else None
    if hidden is not None:
        best.take_room(hidden)
    best.take_room(wet)
    around = Around(room, said, wet, lands, globe, reach_px(mpp), hidden, _straits(texts))
    placed: list[Placed] = []
    for quiet in (False, True):
        failed, late = 0, []
        for words, i, x, y in _waiting([one for one in texts if _quiet(one[0]) == quiet], size, mpp, lands):
            if failed > IN_VAIN:
                break
            found = _placed(words, i, x, y, around, best, placed, (grown, least))
            yield
            failed = failed + 1 if found is None and words.style[i] != "land" else 0
            if found is not None:
                placed.append(found)
            elif lands is not None and not quiet and not words.ids:
                late.append((words, i, x, y))
        # Over the land of others, once these have been named.
        for words, i, x, y in late:
            found = _placed(words, i, x, y, replace(around, lands=None), best, placed, (grown, least))
            yield
            placed += [found] if found is not None else []
    degree_px = max(DEGREE_PX * grown, least)
    return placed + [found for words, spots in edges if (found := _at_edge(words, spots, room, degree_px)) is not None]


def _straits(texts: list[tuple[Texts, np.ndarray, np.ndarray]]) -> np.ndarray:
    """Points (n, 2) px of all straits, named or not."""
    points = [np.column_stack([x, y]) for words, x, y in texts if not STRAITS.isdisjoint(words.style)]
    return np.vstack(points) if points else np.empty((0, 2))


def _at_edge(words: str, spots: list[degrees.Spot], room: Room, pixels: float) -> Placed | None:
    """Degrees at the first of their places that is free."""
    across, high = measure(words, pixels, "degree")
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    for spot in spots:
        x, y = degrees.box_at(spot, across, high)
        if room.take(x - half_x, y - half_y, x + half_x, y + half_y):
            return Placed(outline(words, pixels, "degree"), x, y, "degree", words, pixels)
    return None


def _placed(
    words: Texts,
    i: int,
    x: float,
    y: float,
    around: Around,
    best: Room,
    others: list[Placed],
    letters: tuple[float, float],
) -> Placed | None:
    """One label where there is room for it, after the others; a country's name in the ``best`` where it can.
    ``letters``: by how much they are larger than usual, and px that they are at least."""
    room, said, lands = around.room, around.said, around.lands
    text, style = words.words[i], words.style[i]
    feature = words.ids[i] if words.ids else ""
    points = max(float(words.size[i]) * letters[0], letters[1] + (1.0 if letters[1] and style in CAPITALS else 0.0))
    across, high = measure(text, points, style)
    right, down = float(words.offset[i][0]), float(words.offset[i][1])
    asked = Words(x, y, right, across, high, style, feature, words.ids, bool(words.priority[i] >= FOREMOST))
    inside = 0 < x < room.width and 0 < y < room.height
    found = leader = dot = None
    if style == "place" and _needless(text, x, y, said, others):
        return None
    if lands is not None and feature:
        wanted = feature, x, y, across + 2 * AIR_PX, high + 2 * AIR_PX
        crowded = ((best, WELL_INSIDE), (room, LEAST_INSIDE), (room, HALF_INSIDE))
        found = lands.place(*wanted, crowded if style == "country" else ((room, LEAST_INSIDE),))
        if found is None and style == "land" and lands.large(feature):
            found = lands.beside(*wanted, room)
            if found is None and inside:
                found = apart(around, replace(asked, right=0.0, told=()))
                leader = found[2:] if found is not None else None
    if style == "town":
        dot = x, y
        if sum(one.dot is not None for one in others) >= MOST_TOWNS or not room.free(x - 2, y - 2, x + 2, y + 2):
            return None
    if found is None and style != "land" and inside:
        found = _beside(around, asked, down)
        if found is not None and style == "country":
            leader = short(asked, *found)
        if found is None and style != "town" and (right or style == "country"):
            if sum(one.leader is not None for one in others) < LEADERS:
                found = apart(around, asked)
                if found is None and words.priority[i] >= URGENT:
                    found = apart(around, asked, over=True)
            if found is not None:
                leader = found[2:]
    if found is None:
        return None
    said.mark(found[0] - across / 2, found[1] - high / 2, found[0] + across / 2, found[1] + high / 2)
    if dot is not None:
        room.mark(x - DOT_PX, y - DOT_PX, x + DOT_PX, y + DOT_PX)
    return Placed(outline(text, points, style), found[0], found[1], style, text, points, leader, dot)


def _needless(text: str, x: float, y: float, said: Room, others: list[Placed]) -> bool:
    """Does another of the name bear it already, or do words lie over the place, so that a line would lead to them?"""
    if 0 < x < said.width and 0 < y < said.height and not said.free(x, y, x, y):
        return True
    return any(one.words == text and math.hypot(one.x - x, one.y - y) < SAME_PX for one in others)


def boxes(placed: list[Placed]) -> np.ndarray:
    """Boxes (n, 4) px of labels, as x0, y0, x1, y1."""
    found = [one.path.boundingRect().translated(one.x, one.y) for one in placed]
    return np.array([(one.left(), one.top(), one.right(), one.bottom()) for one in found]).reshape(-1, 4)


def _quiet(words: Texts) -> bool:
    return bool(words.style) and words.style[0] in QUIET


def _waiting(
    texts: list[tuple[Texts, np.ndarray, np.ndarray]], size: tuple[float, float], mpp: float, lands: Lands | None
) -> list[tuple[Texts, int, float, float]]:
    """The labels of points in the view, or of areas seen in it, that the map is close enough for: of which set, which
    of it, x, y."""
    width, height = size
    found = []
    for number, (words, x, y) in enumerate(texts):
        seen = (x > 0) & (x < width) & (y > 0) & (y < height)
        if lands is not None and words.ids:
            seen[lands.seen(words.ids)] = True
        at = np.flatnonzero(seen & (words.closer >= mpp))
        order = np.lexsort((at, -np.asarray(words.priority, float)[at]))[:MOST_TRIED]
        at = at[order]
        some = zip(at.tolist(), x[at].tolist(), y[at].tolist(), words.priority[at].tolist(), strict=True)
        found += [(-priority, number, i, px, py) for i, px, py, priority in some]
    return [(texts[number][0], i, x, y) for _, number, i, x, y in sorted(found)[:MOST_TRIED]]


def _beside(around: Around, words: Words, down: float) -> tuple[float, float] | None:
    """The middle of the words at the best place that is free beside, above or below their point; a strait's over
    the sea where it can: on the land there are others to be named. Off wide lanes, where it can. A feature's cover
    some of it, no farther off than above and below: beside it they would be the name of the next."""
    room, lands = around.room, around.lands
    half_x, half_y = words.half
    least, found = math.inf, None
    for number, (dx, dy) in enumerate(_places(words.style, words.right, down, words.across, words.high)):
        bad = number * LATER
        if bad >= least:
            break
        px, py = words.x + dx, words.y + dy
        box = px - half_x, py - half_y, px + half_x, py + half_y
        if not room.free(*box) or around.hides(words, box):
            continue
        if words.feature and lands is not None and (abs(dx) > half_x or not lands.touched((words.feature,), *box)):
            continue
        if words.style in STRAITS:
            bad += NEARER_BESIDE * around.nearer_another(words, box)
            bad += lands.covered(*box) if lands is not None else 0.0
        bad += OVER_LANE * around.wet.part(*box)
        if bad < least:
            least, found = bad, (box, px, py)
    if found is None:
        return None
    room.mark(*found[0])
    return found[1:]


@lru_cache(maxsize=16384)
def _places(style: str, right: float, down: float, across: float, high: float) -> tuple[tuple[float, float], ...]:
    """Where the middle of a label may lie, from its point, the best place first."""
    if right == 0:
        if style != "country":
            return ((0.0, down),)
        steps = (0.0, high * 0.8, -high * 0.8)
        return tuple((side, down + step) for side in (0.0, across * 0.6, -across * 0.6) for step in steps)
    beside, above = right + across / 2, right + high / 2
    slant_x, slant_y = right * DIAGONAL + across / 2, right * DIAGONAL + high / 2
    return (
        (beside, down), (-beside, down), (0.0, -above), (0.0, above),
        (slant_x, -slant_y), (slant_x, slant_y), (-slant_x, -slant_y), (-slant_x, slant_y),
    )  # fmt: skip
