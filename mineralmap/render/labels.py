"""Words on the map, placed so that none covers another; how they look is told in ``lettering``.

The most important first, each as near to its point as there is room; a country's name within what is seen of it. What
finds none may stand off, with a line that leads to it.
"""

import math
from collections.abc import Generator, Sequence
from functools import lru_cache

import numpy as np

from mineralmap.layers.layer import Texts
from mineralmap.render import degrees
from mineralmap.render.lands import HALF_INSIDE, LEAST_INSIDE, WELL_INSIDE, Lands
from mineralmap.render.lettering import CAPITALS, DOT_PX, QUIET, Placed, measure, outline
from mineralmap.render.room import CELL_PX, Room

AIR_PX = 2.0
MOST_TRIED, IN_VAIN = 400, 60
"""So many labels are tried, the most important, and so many in a row that find no room: on a map full of names hardly
any later one does."""
LEADERS, LEADER_PX, COUNTRY_LEADER_PX, STRAIT_LEADER_PX = 16, (26.0, 44.0), (30.0, 50.0, 72.0), (26.0, 44.0, 66.0)
"""So many labels may stand off from their points, and how far, px: farther off nobody would know whose name it is."""
STRAITS, LATER = frozenset({"value", "warning"}), 0.05
"""Styles of words at sea: of the places beside their point each is worth so much more land below it than the next."""
MOST_OVER_LAND, AT_SEA = 0.25, STRAITS | {"country", "land"}
"""A name that stands off does so over the sea, a country's always and a strait's where it can: with more of it on land
it would be the name of that. A country's may, close by, stand on land of which nothing is said."""
MOST_TOWNS = 24
DEGREE_PX = 8.5
CLEAR_FROM = 6.0
"""So many px from a symbol on its line must cross nothing; nearer there is the crowd that the label stands off from."""
ASTRAY = 1.0
"""A line is as bad as one that is longer by so much of what of it lies on the land of others."""
OVER_OTHERS, STRAY_PX = 60.0, 90.0
"""And a country's name that stands nearer to another than to its own, as one that is farther off by as much, looked
for within so many px; one that lies over another besides by so many px."""
ELSEWHERE = 8.0
"""A line to another end of a country is as bad as one to its own point that is longer by so many px."""
OVER_LANE, ASIDE_PX = 3.0, 45.0
"""A part of the words over wide lanes is as bad as so much more of them over land; off the point they are as bad as
farther off by so many px, and a facility's name stands nowhere over lanes then: a lane that is cut reads as two."""
SAME_PX = 100.0
"""Of several facilities of one name within so many px one bears it."""
ON_SYMBOL, OVER_SYMBOLS = 24.0, 20.0
"""And one that ends on a symbol, which it would name, or that is lost among symbols on its way."""
URGENT = 1_600.0
"""From this priority on what is said must be said: what is closed, what a closure moves."""
DIAGONAL = math.sqrt(0.5)
_ROUND = tuple(
    (math.cos(turn), math.sin(turn)) for turn in np.radians([-40.0, 40.0, -140.0, 140.0, -90.0, 90.0, 0.0, 180.0])
)
"""Directions in which a label stands off, the best first; down is positive."""

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
    """
    room, said, wet = Room(*size), Room(*size), lanes or Room(*size)
    room.take_all(np.asarray(taken, float).reshape(-1, 4))
    best = room.stricter()
    if small is not None:
        best.take_kept(small)
    best.take_room(wet)
    rooms = best, room, said, wet
    placed: list[Placed] = []
    for quiet in (False, True):
        failed, late = 0, []
        for words, i, x, y in _waiting([one for one in texts if _quiet(one[0]) == quiet], size, mpp, lands):
            if failed > IN_VAIN:
                break
            found = _placed(words, i, x, y, rooms, lands, placed, (grown, least))
            yield
            failed = failed + 1 if found is None and words.style[i] != "land" else 0
            if found is not None:
                placed.append(found)
            elif lands is not None and not quiet and not words.ids:
                late.append((words, i, x, y))
        # Over the land of others, once these have been named.
        for words, i, x, y in late:
            found = _placed(words, i, x, y, rooms, None, placed, (grown, least))
            yield
            placed += [found] if found is not None else []
    degree_px = max(DEGREE_PX * grown, least)
    return placed + [found for words, spots in edges if (found := _at_edge(words, spots, room, degree_px)) is not None]


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
    rooms: tuple[Room, Room, Room, Room],
    lands: Lands | None,
    others: list[Placed],
    letters: tuple[float, float],
) -> Placed | None:
    """One label where there is room for it, after the others: the best room, and all, what has words, and what lanes
    take. ``letters``: by how much they are larger than usual, and px that they are at least."""
    best, room, said, wet = rooms
    text, style = words.words[i], words.style[i]
    points = max(float(words.size[i]) * letters[0], letters[1] + (1.0 if letters[1] and style in CAPITALS else 0.0))
    across, high = measure(text, points, style)
    right, down = float(words.offset[i][0]), float(words.offset[i][1])
    found = leader = dot = None
    if style == "place" and _needless(text, x, y, said, others):
        return None
    if lands is not None and words.ids:
        asked = words.ids[i], x, y, across + 2 * AIR_PX, high + 2 * AIR_PX
        crowded = ((best, WELL_INSIDE), (room, LEAST_INSIDE), (room, HALF_INSIDE))
        found = lands.place(*asked, crowded if style == "country" else ((room, LEAST_INSIDE),))
        if found is None and style == "land" and lands.large(words.ids[i]):
            found = lands.beside(*asked, room)
            if found is None and 0 < x < room.width and 0 < y < room.height:
                found = _apart(room, said, wet, x, y, 0.0, across, high, style, lands, words.ids[i])
                leader = found[2:] if found is not None else None
    if style == "town":
        dot = x, y
        if sum(one.dot is not None for one in others) >= MOST_TOWNS or not room.free(x - 2, y - 2, x + 2, y + 2):
            return None
    if found is None and style != "land" and 0 < x < room.width and 0 < y < room.height:
        found = _beside(room, wet, x, y, right, down, across, high, style, lands, words.ids[i] if words.ids else "")
        if found is not None and style == "country":
            leader = _short(x, y, *found, across, high)
        if found is None and style != "town" and (right or style == "country"):
            if sum(one.leader is not None for one in others) < LEADERS:
                place = x, y, right, across, high, style
                feature = words.ids[i] if words.ids else ""
                found = _apart(room, said, wet, *place, lands, feature, words.ids)
                if found is None and words.priority[i] >= URGENT:
                    found = _apart(room, said, wet, *place, lands, feature, words.ids, over=True)
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


def _beside(
    room: Room,
    wet: Room,
    x: float,
    y: float,
    right: float,
    down: float,
    across: float,
    high: float,
    style: str,
    lands: Lands | None,
    feature: str = "",
) -> tuple[float, float] | None:
    """The middle of the words at the best place that is free beside, above or below their point; a strait's over
    the sea where it can: on the land there are others to be named. Off ``wet`` lanes, where it can. A feature's cover
    some of it, no farther off than above and below: beside it they would be the name of the next."""
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    least, found = math.inf, None
    for number, (dx, dy) in enumerate(_places(style, right, down, across, high)):
        bad = number * LATER
        if bad >= least:
            break
        box = x + dx - half_x, y + dy - half_y, x + dx + half_x, y + dy + half_y
        if not room.free(*box):
            continue
        if feature and lands is not None and (abs(dx) > half_x or not lands.touched((feature,), *box)):
            continue
        if lands is not None and style in STRAITS:
            bad += lands.covered(*box)
        bad += OVER_LANE * wet.part(*box)
        if bad < least:
            least, found = bad, (box, x + dx, y + dy)
    if found is None:
        return None
    room.mark(*found[0])
    return found[1:]


def _short(
    x: float, y: float, px: float, py: float, across: float, high: float
) -> tuple[float, float, float, float] | None:
    """The line to a country's name that stands beside its point: with nothing between, it would name the next one."""
    end_x = min(max(x, px - across / 2 - AIR_PX), px + across / 2 + AIR_PX)
    end_y = min(max(y, py - high / 2 - AIR_PX), py + high / 2 + AIR_PX)
    return (x, y, end_x, end_y) if math.hypot(end_x - x, end_y - y) > AIR_PX else None


def _apart(
    room: Room,
    said: Room,
    wet: Room,
    x: float,
    y: float,
    right: float,
    across: float,
    high: float,
    style: str,
    lands: Lands | None,
    feature: str = "",
    told: Sequence[str] = (),
    over: bool = False,
) -> tuple[float, float, float, float, float, float] | None:
    """The middle of the words at the best place that is free farther off, and the line (x0, y0, x1, y1) to it: the
    nearest or, of a feature's name, the one whose line is shortest over the land of others, from whichever end of a
    country. ``told``: the features of which something is said. No line crosses another or words; ``over`` symbols the
    line of a strait's may go too."""
    least, best = math.inf, None
    for number, (from_x, from_y) in enumerate([(x, y), *_ends(feature, style, lands, room, x, y)]):
        later = ELSEWHERE * (number > 0) + ON_SYMBOL * (style == "country" and not room.free(*(from_x, from_y) * 2))
        if later + LEADER_PX[0] >= least:
            break
        found = _farther(
            room, said, wet, from_x, from_y, right, across, high, style, lands, feature, told, over, least - later
        )
        if found is not None:
            least, best = found[0] + later, found[1:]
    if best is None:
        return None
    box, placed = best
    room.take(*box)
    room.take_line(*placed[2:])
    said.take_line(*placed[2:])
    return placed


def _ends(feature: str, style: str, lands: Lands | None, room: Room, x: float, y: float) -> list[tuple[float, float]]:
    """Other places of a country to which the line from its name may lead."""
    if lands is None or style != "country" or not lands.large(feature):
        return []
    return [(x, y) for x, y in lands.ends(feature, x, y, room) if 0 < x < room.width and 0 < y < room.height]


def _farther(
    room: Room,
    said: Room,
    wet: Room,
    x: float,
    y: float,
    right: float,
    across: float,
    high: float,
    style: str,
    lands: Lands | None,
    feature: str,
    told: Sequence[str],
    over: bool,
    least: float,
) -> tuple[float, tuple[float, float, float, float], tuple[float, float, float, float, float, float]] | None:
    """How bad the best place that is free about one point and not as bad as ``least`` is, its box, and the middle of
    the words and the line."""
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    country = style == "country"
    best = None
    # Over land, where ``lands`` is not asked, a strait's name goes no farther off: it would be taken for the country's.
    for far in COUNTRY_LEADER_PX if country else STRAIT_LEADER_PX if style in STRAITS and lands else LEADER_PX:
        if far >= least:
            break
        for cos, sin in _ROUND:
            # The line ends at the middle of the side, or above and below at the middle of the edge.
            end_x, end_y = x + cos * (right + far), y + sin * (right + far)
            px = end_x + (math.copysign(half_x, cos) if abs(cos) > 0.1 else 0.0)
            py = end_y + (0.0 if abs(cos) > 0.1 else math.copysign(half_y, sin))
            box = px - half_x, py - half_y, px + half_x, py + half_y
            if not room.free(*box):
                continue
            ashore = style in AT_SEA and lands is not None and lands.covered(*box) > MOST_OVER_LAND
            if ashore and (not country or lands is None or lands.touched(told, *box)):
                continue
            near, clear = max(right - 4.0, 1.0), right + CLEAR_FROM
            # Land may be full of symbols; what a country has to say must be said, and its line may cross all but words.
            uncrossed = said if country or over else room
            if not uncrossed.clear(x + cos * clear, y + sin * clear, end_x - cos * CELL_PX, end_y - sin * CELL_PX):
                continue
            line = x + cos * near, y + sin * near, end_x, end_y
            if not country and not said.clear(*line[:2], x + cos * clear, y + sin * clear):
                continue
            cuts = not wet.free(*box)
            if cuts and (style == "place" or (style in STRAITS and far > LEADER_PX[-1])):
                continue
            # The dearest to find comes last: nothing makes a place better.
            bad = far + (ASIDE_PX if cuts else 0.0)
            if bad < least and country and not room.clear(x + cos * clear, y + sin * clear, end_x, end_y):
                bad += OVER_SYMBOLS
            if bad < least and lands is not None and feature:
                bad += ASTRAY * far * lands.foreign(feature, *line)
            if bad < least and country and feature and lands is not None:
                own, other = lands.away(feature, *box, STRAY_PX)
                bad += max(own - other, 0.0) + OVER_OTHERS * (other == 0)
            if bad < least:
                least, best = bad, (box, (px, py, *line))
            if least <= far:
                break
    return None if best is None else (least, *best)


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
