"""Words on the map: set in the map's type with a halo, and placed so that none covers another.

The most important first, each as near to its point as there is room; a country's name within what is seen of it. What
finds none may stand off, with a line that leads to it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, Texts
from mineralmap.render import degrees
from mineralmap.render.application import font
from mineralmap.render.lands import WELL_INSIDE, Lands
from mineralmap.render.room import CELL_PX, Room
from mineralmap.render.scripts import spaced

HALO_PX, HALO_OPACITY = 2.4, 0.85
AIR_PX = 2.0
MOST_TRIED, IN_VAIN = 400, 60
"""So many labels are tried, the most important, and so many in a row that find no room: on a map full of names hardly
any later one does."""
LEADERS, LEADER_PX, COUNTRY_LEADER_PX = 16, (26.0, 44.0), (30.0, 50.0, 72.0)
"""So many labels may stand off from their points, and how far, px: farther off nobody would know whose name it is."""
MOST_OVER_LAND = 0.5
"""A country's name that stands off does so over the sea: with more of it on land it would be the name of that."""
QUIET = frozenset({"town", "land"})
"""Styles for finding one's way, which take the room that all else leaves."""
MOST_TOWNS, DOT_PX = 24, 1.7
DEGREE_PX, DEEP_PX = 8.5, 3.0
LEADER_WIDTH, CLEAR_FROM = 0.8, 6.0
"""So many px from a symbol on its line must cross nothing; nearer there is the crowd that the label stands off from."""
DIAGONAL = math.sqrt(0.5)
_ROUND = tuple(
    (math.cos(turn), math.sin(turn)) for turn in np.radians([-40.0, 40.0, -140.0, 140.0, -90.0, 90.0, 0.0, 180.0])
)
"""Directions in which a label stands off, the best first; down is positive."""
_KEPT_PICTURES = 1500


@dataclass(frozen=True, slots=True)
class Placed:
    """One label that fits: its outline about (0, 0) and where that is, in px; ``leader`` the line from its point
    (x0, y0, x1, y1), where it stands off."""

    path: QtGui.QPainterPath
    x: float
    y: float
    style: str
    words: str = ""
    size: float = 0.0
    leader: tuple[float, float, float, float] | None = None
    dot: tuple[float, float] | None = None
    """The point of a town, which has no other symbol."""


@lru_cache(maxsize=8192)
def measure(words: str, size: float, style: str) -> tuple[float, float]:
    """Width and height in px of the box of some words.

    A country is its name in spaced capitals with its figure below; anything else is one line.
    """
    width = height = 0.0
    for number, (text, chosen) in enumerate(_lines(words, size, style)):
        metrics = _metrics(chosen)
        width = max(width, metrics.horizontalAdvance(text))
        height += metrics.ascent() + _deep(words) if number else metrics.capHeight()
    return width, height


@lru_cache(maxsize=4096)
def outline(words: str, size: float, style: str) -> QtGui.QPainterPath:
    """The words as a path centred on (0, 0)."""
    path = QtGui.QPainterPath()
    height = 0.0
    for number, (text, chosen) in enumerate(_lines(words, size, style)):
        metrics = _metrics(chosen)
        height += metrics.ascent() + _deep(words) if number else metrics.capHeight()
        path.addText(QtCore.QPointF(-metrics.horizontalAdvance(text) / 2, height), chosen, text)
    path.translate(0, -height / 2)
    return path


def place(
    texts: list[tuple[Texts, np.ndarray, np.ndarray]],
    size: tuple[float, float],
    mpp: float,
    taken: np.ndarray,
    lands: Lands | None = None,
    edges: Sequence[tuple[str, list[degrees.Spot]]] = (),
    small: np.ndarray | None = None,
) -> list[Placed]:
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
        Boxes (k, 4) that a country's name keeps off where it can: small symbols.
    """
    room, said = Room(*size), Room(*size)
    room.take_all(np.asarray(taken, float).reshape(-1, 4))
    best = room.stricter()
    if small is not None:
        best.take_all(small)
    placed: list[Placed] = []
    for quiet in (False, True):
        failed = 0
        for words, i, x, y in _waiting([one for one in texts if _quiet(one[0]) == quiet], size, mpp, lands):
            if failed > IN_VAIN:
                break
            found = _placed(words, i, x, y, (best, room), said, lands, placed)
            failed = failed + 1 if found is None and words.style[i] != "land" else 0
            if found is not None:
                placed.append(found)
    return placed + [found for words, spots in edges if (found := _at_edge(words, spots, room)) is not None]


def _at_edge(words: str, spots: list[degrees.Spot], room: Room) -> Placed | None:
    """Degrees at the first of their places that is free."""
    across, high = measure(words, DEGREE_PX, "degree")
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    for spot in spots:
        x, y = degrees.box_at(spot, across, high)
        if room.take(x - half_x, y - half_y, x + half_x, y + half_y):
            return Placed(outline(words, DEGREE_PX, "degree"), x, y, "degree", words, DEGREE_PX)
    return None


def _placed(
    words: Texts,
    i: int,
    x: float,
    y: float,
    rooms: tuple[Room, Room],
    said: Room,
    lands: Lands | None,
    others: list[Placed],
) -> Placed | None:
    """One label where there is room for it, after the others: the best room, and all; ``said`` is what has words."""
    best, room = rooms
    text, points, style = words.words[i], float(words.size[i]), words.style[i]
    across, high = measure(text, points, style)
    right, down = float(words.offset[i][0]), float(words.offset[i][1])
    found = leader = dot = None
    if lands is not None and words.ids:
        asked = words.ids[i], x, y, across + 2 * AIR_PX, high + 2 * AIR_PX
        found = lands.place(*asked, best, WELL_INSIDE) or lands.place(*asked, room)
        if found is None and style == "land":
            found = lands.beside(*asked, best)
    if style == "town":
        dot = x, y
        if sum(one.dot is not None for one in others) >= MOST_TOWNS or not room.free(x - 2, y - 2, x + 2, y + 2):
            return None
    if found is None and style != "land" and 0 < x < room.width and 0 < y < room.height:
        found = _beside(room, x, y, right, down, across, high, style)
        if found is not None and style == "country":
            leader = _short(x, y, *found, across, high)
        if found is None and style != "town" and (right or style == "country"):
            if sum(one.leader is not None for one in others) < LEADERS:
                found = _apart(room, said, x, y, right, across, high, style, lands)
            if found is not None:
                leader = found[2:]
    if found is None:
        return None
    said.mark(found[0] - across / 2, found[1] - high / 2, found[0] + across / 2, found[1] + high / 2)
    if dot is not None:
        room.mark(x - DOT_PX, y - DOT_PX, x + DOT_PX, y + DOT_PX)
    return Placed(outline(text, points, style), found[0], found[1], style, text, points, leader, dot)


def boxes(placed: list[Placed]) -> np.ndarray:
    """Boxes (n, 4) px of labels, as x0, y0, x1, y1."""
    found = [one.path.boundingRect().translated(one.x, one.y) for one in placed]
    return np.array([(one.left(), one.top(), one.right(), one.bottom()) for one in found]).reshape(-1, 4)


def paint_labels(painter: QtGui.QPainter, placed: list[Placed], ground: Ground) -> None:
    """Paint the placed labels, lines and halos first.

    Onto a pixmap, which is what a window paints to, from pictures of the words that are kept; elsewhere as outlines.
    """
    base = painter.transform()
    _paint_leaders(painter, placed, ground, _halo("country", ground))
    painter.setPen(QtGui.QPen(QtGui.QColor(ground.quiet), 1.0))
    painter.setBrush(QtGui.QColor(ground.paper))
    for label in placed:
        if label.dot is not None:
            painter.drawEllipse(QtCore.QPointF(*label.dot), DOT_PX, DOT_PX)
    device = painter.device()
    if isinstance(device, QtGui.QPixmap) and base.isIdentity():
        _paint_pictures(painter, placed, ground, device.devicePixelRatioF())
        return
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.strokePath(label.path, _around(_halo(label.style, ground)))
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.fillPath(label.path, QtGui.QColor(_colour(label.style, ground)))
    painter.setTransform(base)


def _paint_leaders(painter: QtGui.QPainter, placed: list[Placed], ground: Ground, halo: QtGui.QColor) -> None:
    lines = [QtCore.QLineF(*label.leader) for label in placed if label.leader is not None]
    if not lines:
        return
    for pen in (QtGui.QPen(halo, LEADER_WIDTH + 1.6), QtGui.QPen(QtGui.QColor(ground.quiet), LEADER_WIDTH)):
        pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def pictures(placed: list[Placed], ground: Ground, density: float) -> Iterator[QtGui.QPixmap]:
    """The words of labels as pictures, in their order; what is not kept is painted as it is asked for."""
    for label in placed:
        colour = _colour(label.style, ground)
        yield _picture(
            label.words, label.size, label.style, colour, _halo(label.style, ground).name(), round(density, 3)
        )


def _paint_pictures(painter: QtGui.QPainter, placed: list[Placed], ground: Ground, density: float) -> None:
    for label, picture in zip(placed, pictures(placed, ground, density), strict=True):
        half_x, half_y = picture.width() / density / 2, picture.height() / density / 2
        # Whole device px: between two px the words would be blurred.
        at = (round((label.x - half_x) * density) / density, round((label.y - half_y) * density) / density)
        painter.drawPixmap(QtCore.QPointF(*at), picture)


@lru_cache(maxsize=_KEPT_PICTURES)
def _picture(words: str, size: float, style: str, colour: str, halo: str, density: float) -> QtGui.QPixmap:
    """Words with their halo as a pixmap: to stroke an outline costs fifty times as much as to paint this."""
    path = outline(words, size, style)
    box = path.boundingRect()
    half_x = max(-box.left(), box.right(), 1.0) + HALO_PX + 1.0
    half_y = max(-box.top(), box.bottom(), 1.0) + HALO_PX + 1.0
    made = QtGui.QPixmap(2 * math.ceil(half_x * density), 2 * math.ceil(half_y * density))
    made.setDevicePixelRatio(density)
    made.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(made)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.translate(made.width() / density / 2, made.height() / density / 2)
        tone = QtGui.QColor(halo)
        tone.setAlphaF(HALO_OPACITY)
        painter.strokePath(path, _around(tone))
        painter.fillPath(path, QtGui.QColor(colour))
    finally:
        painter.end()
    return made


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
    room: Room, x: float, y: float, right: float, down: float, across: float, high: float, style: str
) -> tuple[float, float] | None:
    """The middle of the words at the best place that is free beside, above or below their point."""
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    for dx, dy in _places(style, right, down, across, high):
        px, py = x + dx, y + dy
        if room.take(px - half_x, py - half_y, px + half_x, py + half_y):
            return px, py
    return None


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
    x: float,
    y: float,
    right: float,
    across: float,
    high: float,
    style: str,
    lands: Lands | None,
) -> tuple[float, float, float, float, float, float] | None:
    """The middle of the words at the best place that is free farther off, and the line (x0, y0, x1, y1) to it."""
    half_x, half_y = across / 2 + AIR_PX, high / 2 + AIR_PX
    country = style == "country"
    for far in COUNTRY_LEADER_PX if country else LEADER_PX:
        for cos, sin in _ROUND:
            # The line ends at the middle of the side, or above and below at the middle of the edge.
            end_x, end_y = x + cos * (right + far), y + sin * (right + far)
            px = end_x + (math.copysign(half_x, cos) if abs(cos) > 0.1 else 0.0)
            py = end_y + (0.0 if abs(cos) > 0.1 else math.copysign(half_y, sin))
            box = px - half_x, py - half_y, px + half_x, py + half_y
            if not room.free(*box) or (country and lands is not None and lands.covered(*box) > MOST_OVER_LAND):
                continue
            near, clear = max(right - 4.0, 1.0), right + CLEAR_FROM
            # Land may be full of symbols; what a country has to say must be said, and its line may cross all but words.
            uncrossed = said if country else room
            if uncrossed.clear(x + cos * clear, y + sin * clear, end_x - cos * CELL_PX, end_y - sin * CELL_PX):
                room.take(*box)
                room.take_line(x + cos * near, y + sin * near, end_x, end_y)
                return px, py, x + cos * near, y + sin * near, end_x, end_y
    return None


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


def _lines(words: str, size: float, style: str) -> list[tuple[str, QtGui.QFont]]:
    """Each line of some words with its font."""
    country = style == "country"
    said = []
    for number, text in enumerate(words.split("\n")):
        if (country or style == "land") and number == 0:
            small, spacing = (1.0, 1.1) if spaced(text) else (0.0, 0.0)  # capitals are large for their size
            said.append((text.upper(), font(size - small, bold=False, spacing=spacing)))
        else:
            said.append((text, font(size + (1.0 if country else 0.0), bold=style not in ("place", "town", "degree"))))
    return said


def _deep(words: str) -> float:
    """Px between two lines: capitals need none, letters that reach below their line do."""
    return 0.0 if spaced(words) else DEEP_PX


@lru_cache(maxsize=64)
def _metrics(chosen: QtGui.QFont) -> QtGui.QFontMetricsF:
    return QtGui.QFontMetricsF(chosen)


def _halo(style: str, ground: Ground) -> QtGui.QColor:
    """What words stand on: the map, or the degrees mostly beside it, where a white patch would be seen."""
    made = QtGui.QColor(ground.around if style == "degree" else ground.halo)
    made.setAlphaF(HALO_OPACITY)
    return made


def _around(halo: QtGui.QColor) -> QtGui.QPen:
    pen = QtGui.QPen(halo, 2 * HALO_PX)
    pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    return pen


def _colour(style: str, ground: Ground) -> str:
    if style == "warning":
        return ground.accent
    return ground.quiet if style in QUIET or style == "degree" else ground.text
