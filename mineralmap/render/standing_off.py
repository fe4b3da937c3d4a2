"""Words that find no room at their point and stand off from it, with a line that leads to them.

Never so far, on the map as on the globe, that nobody would know whose name it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mineralmap.render.lands import Lands
from mineralmap.render.room import CELL_PX, Room

AIR_PX = 2.0
LEADER_PX, COUNTRY_LEADER_PX, STRAIT_LEADER_PX = (26.0, 44.0), (30.0, 50.0, 72.0), (26.0, 44.0, 66.0)
"""How far labels may stand off from their points, px: farther off nobody would know whose name it is."""
FARTHEST_M, NEAREST_PX = 3_000_000.0, 30.0
"""Nor farther than so many metres of the map, where that is more than so many px: on a small map of the world a short
line crosses an ocean. Off the globe, where nothing else is named, this does not hold."""
BEYOND = 50.0
"""What is foremost may stand farther off, which is as bad as if it did so by so many px more."""
WORLD_FROM_MPP = FARTHEST_M / COUNTRY_LEADER_PX[-1]
"""From so many metres per px on this holds some label back."""
STRAITS = frozenset({"value", "warning"})
"""Styles of words at sea."""
MOST_OVER_LAND, AT_SEA = 0.25, STRAITS | {"country", "land"}
"""A name that stands off does so over the sea, a country's always and a strait's where it can: with more of it on land
it would be the name of that. A country's may, close by, stand on land of which nothing is said."""
CLEAR_FROM = 6.0
"""So many px from a symbol on its line must cross nothing; nearer there is the crowd that the label stands off from."""
ASTRAY = 1.0
"""A line is as bad as one that is longer by so much of what of it lies on the land of others."""
OVER_OTHERS, STRAY_PX = 60.0, 90.0
"""And a country's name that stands nearer to another than to its own, as one that is farther off by as much, looked
for within so many px; one that lies over another besides by so many px."""
ELSEWHERE = 8.0
"""A line to another end of a country is as bad as one to its own point that is longer by so many px."""
MOST_COVERED = 0.02
"""The part of a facility's name that may lie on small symbols: where plants of one place stand round it, a name would
hide two or three."""
ASIDE_PX = 45.0
"""Words over wide lanes are as bad as farther off by so many px, and a facility's name stands nowhere over them: a lane
that is cut reads as two."""
NEARER_ANOTHER, NEAREST_ANOTHER = 1.5, 18.0
"""A strait's name that stands nearer to another's bar than to its own, which it would name, is as bad as one farther
off by so many times as much; nearer by more than so many px nothing stands but what is foremost."""
ON_SYMBOL, OVER_SYMBOLS = 24.0, 20.0
"""And one that ends on a symbol, which it would name, or that is lost among symbols on its way."""
_ROUND = tuple(
    (math.cos(turn), math.sin(turn)) for turn in np.radians([-40.0, 40.0, -140.0, 140.0, -90.0, 90.0, 0.0, 180.0])
)
"""Directions in which a label stands off, the best first; down is positive."""

Box = tuple[float, float, float, float]
Standing = tuple[float, float, float, float, float, float]
"""The middle of some words and the line (x0, y0, x1, y1) to them, px."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to be placed about a point, px."""

    x: float
    y: float
    right: float
    """How far beside the point they begin, past its symbol."""
    across: float
    high: float
    style: str
    feature: str = ""
    told: Sequence[str] = ()
    """The features of which something is said."""
    foremost: bool = False
    """Must they be said, as far off as need be?"""

    @property
    def half(self) -> tuple[float, float]:
        """Half the width and height of their box with air."""
        return self.across / 2 + AIR_PX, self.high / 2 + AIR_PX


@dataclass(frozen=True, slots=True)
class Around:
    """What of a view is taken already, and what lies there."""

    room: Room
    """All that is taken,"""
    said: Room
    """of it by words and their lines,"""
    wet: Room
    """and what wide lanes take."""
    lands: Lands | None = None
    globe: Lands | None = None
    """Where the map is; without it, everywhere."""
    reach: float = math.inf
    """How far off from its point a label may stand on the globe, px."""
    small: Room | None = None
    """What small symbols take, and corners of large ones, which no facility's name hides."""
    straits: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    """Points (n, 2) of all straits, px."""

    def hides(self, words: Words, box: Box) -> bool:
        """Would the box of a facility's name hide small symbols?"""
        return words.style == "place" and self.small is not None and self.small.part(*box) > MOST_COVERED

    def nearer_another(self, words: Words, box: Box) -> float:
        """By how many px a box lies nearer to another strait than to the one that it shall name."""
        x, y = self.straits.T
        away = np.hypot(np.maximum(box[0] - x, x - box[2]).clip(0), np.maximum(box[1] - y, y - box[3]).clip(0))
        own = np.hypot(x - words.x, y - words.y) < 1.0
        return max(float(away[own].min()) - float(away[~own].min()), 0.0) if own.any() and not own.all() else 0.0


def short(words: Words, px: float, py: float) -> Box | None:
    """The line to a country's name that stands beside its point: with nothing between, it would name the next one."""
    half_x, half_y = words.half
    end_x, end_y = min(max(words.x, px - half_x), px + half_x), min(max(words.y, py - half_y), py + half_y)
    return (words.x, words.y, end_x, end_y) if math.hypot(end_x - words.x, end_y - words.y) > AIR_PX else None


def reach_px(mpp: float) -> float:
    """How far off from its point a label may stand on the globe at so many metres per px."""
    return max(FARTHEST_M / mpp, NEAREST_PX)


def apart(around: Around, words: Words, over: bool = False) -> Standing | None:
    """The best place that is free farther off, taken: the nearest or, of a feature's name, the one whose line is
    shortest over the land of others, from whichever end of a country. No line crosses another or words; ``over``
    symbols the line of a strait's may go too."""
    least, best = math.inf, None
    for number, (x, y) in enumerate([(words.x, words.y), *_ends(around, words)]):
        on_symbol = words.style == "country" and not around.room.free(x, y, x, y)
        later = ELSEWHERE * (number > 0) + ON_SYMBOL * on_symbol
        if later + LEADER_PX[0] >= least:
            break
        found = _farther(around, words, x, y, over, least - later)
        if found is not None:
            least, best = found[0] + later, found[1:]
    if best is None:
        return None
    box, placed = best
    around.room.take(*box)
    around.room.take_line(*placed[2:])
    around.said.take_line(*placed[2:])
    return placed


def _ends(around: Around, words: Words) -> list[tuple[float, float]]:
    """Other places of a country to which the line from its name may lead."""
    lands, room = around.lands, around.room
    if lands is None or words.style != "country" or not lands.large(words.feature):
        return []
    found = lands.ends(words.feature, words.x, words.y, room)
    return [(x, y) for x, y in found if 0 < x < room.width and 0 < y < room.height]


def _farther(
    around: Around, words: Words, x: float, y: float, over: bool, least: float
) -> tuple[float, Box, Standing] | None:
    """How bad the best place that is free about one point and not as bad as ``least`` is, its box, and where the words
    and the line are."""
    room, said, wet, lands = around.room, around.said, around.wet, around.lands
    right, style, feature = words.right, words.style, words.feature
    half_x, half_y = words.half
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
            if not room.free(*box) or around.hides(words, box):
                continue
            beyond = far > around.reach and (around.globe is None or around.globe.covered(*box) > 0)
            if beyond and not words.foremost:
                continue
            ashore = style in AT_SEA and lands is not None and lands.covered(*box) > MOST_OVER_LAND
            if ashore and (not country or lands is None or lands.touched(words.told, *box)):
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
            if cuts and (style == "place" or (style in STRAITS and far > LEADER_PX[-1] and not words.foremost)):
                continue
            # The dearest to find comes last: nothing makes a place better.
            bad = far + (ASIDE_PX if cuts else 0.0) + (BEYOND if beyond else 0.0)
            if bad < least and country and not room.clear(x + cos * clear, y + sin * clear, end_x, end_y):
                bad += OVER_SYMBOLS
            if bad < least and style in STRAITS:
                nearer = around.nearer_another(words, box)
                bad += NEARER_ANOTHER * nearer if nearer <= NEAREST_ANOTHER or words.foremost else math.inf
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
