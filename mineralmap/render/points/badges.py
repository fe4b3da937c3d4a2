"""What lies under a symbol is said on the map: a count and its tonnes beside those that most lie under; and a note."""

from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, Lines
from mineralmap.layers.symbology import tonnes_text
from mineralmap.render import lettering
from mineralmap.render.application import font, say, wrap
from mineralmap.render.pixmap import blank
from mineralmap.render.points.pyramid import Clusters
from mineralmap.render.viewport import Viewport

MOST = 40
LEAST, LEAST_HERE = 8, 5
"""Fewer than this under one symbol, and in one place, are told by the pointer only."""
CANDIDATES = 400
PLACES = ((1.0, -1.0), (-1.0, -1.0), (0.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0))
"""Where a count stands from its symbol, right and down; the best first."""
AIR_PX = 4.0
TEXT_PX, PAD_PX, HIGH_PX = 9.0, 4.0, 14.0
NOTE_PX, NOTE_LINE, NOTE_HIGH, NOTE_IN = 10.0, 13.0, 18.0, 4.0
LOUD_PX, STEP_PX = 1.5, 6.0
"""Lanes from this width on are kept off, px; they are looked at by steps of so many."""
_KEPT_PICTURES = 200

NOTHING = np.empty((0, 4))
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Heap:
    """Symbols that others lie under, (n,) each: px of their middles, diameters, and what lies in their cells."""

    x: np.ndarray
    y: np.ndarray
    diameter: np.ndarray
    clusters: Clusters
    least: int = LEAST


@dataclass(frozen=True, slots=True)
class Badge:
    """A count beside a symbol: its words and its box in px."""

    words: str
    box: QtCore.QRectF


def heap_words(count: int, known: int, tonnes: float, unit: str) -> str:
    """How many and how much: "37 · 1.2 Mt Ni"; tonnes only of those where they are known."""
    return f"{count:,} · {tonnes_text(tonnes, unit)}" if known else f"{count:,}"


def counts_told(made: list[Badge]) -> str:
    """What the counts on a picture mean, told of one of them; "" where there is none."""
    whole = next((one for one in made if "·" in one.words), None)
    if whole is not None:
        count = whole.words.partition(" ·")[0]
        return f"{whole.words}: {count} facilities in one place and their tonnes"
    return f"A number in a ring, as {made[0].words}: so many facilities in one place" if made else ""


def badges(
    heaps: list[Heap],
    size: tuple[float, float],
    taken: np.ndarray,
    unit: str,
    others: np.ndarray | None = NOTHING,
    least: float = 0.0,
    grown: float = 1.0,
) -> list[Badge]:
    """The counts that there is room for, the largest first; ``taken`` are boxes (n, 4) px that they keep off, and
    ``others`` what the tonnes keep off, symbols and lanes: where they cannot, or of ``None``, where symbols are too
    many to be asked, a count stands alone, which covers little. The pointer is told the rest. Letters are larger than
    usual by ``grown``, and none smaller than ``least`` px."""
    waiting = []
    for heap in heaps:
        count = heap.clusters.count
        some = np.flatnonzero(count >= heap.least)
        if len(some) > CANDIDATES:
            some = some[np.argpartition(-count[some], CANDIDATES)[:CANDIDATES]]
        for i in some.tolist():
            waiting.append((int(count[i]), heap, i))
    waiting.sort(key=lambda one: -one[0])
    text_px = max(TEXT_PX * grown, least)
    high, pad = HIGH_PX * text_px / TEXT_PX, PAD_PX * text_px / TEXT_PX
    measure = QtGui.QFontMetricsF(font(text_px, bold=True))
    boxes = np.concatenate([np.asarray(taken, float).reshape(-1, 4), np.empty((MOST, 4))])
    used, made = len(boxes) - MOST, []
    for count, heap, i in waiting:
        if len(made) == MOST:
            break
        words = heap_words(count, int(heap.clusters.known[i]), float(heap.clusters.tonnes[i]), unit)
        wide, r = measure.horizontalAdvance(words) + 2 * pad, float(heap.diameter[i]) / 2
        x, y = float(heap.x[i]), float(heap.y[i])
        box = None
        if others is not None:
            places = [_box(x, y, r, (wide, high), right, down) for right, down in PLACES]
            box = next((one for one in places if _free(others, one, size) and _free(boxes[:used], one, size)), None)
        if box is None:
            words = f"{count:,}"
            box = _at_corner(x, y, r, (measure.horizontalAdvance(words) + 2 * pad, high))
            box = box if _free(boxes[:used], box, size) else None
        if box is not None:
            boxes[used] = box
            used += 1
            made.append(Badge(words, QtCore.QRectF(box[0], box[1], box[2] - box[0], high)))
    return made


def along(lanes: Lines, view: Viewport) -> np.ndarray:
    """Boxes (n, 4) px along the loud ones of some lanes, for ``badges`` to keep off; kept while lanes and view stay."""
    known = _newest.get(lanes)
    if known is None or known[0] != view:
        known = _newest[lanes] = (view, _along(lanes, view))
    return known[1]


_newest: WeakKeyDictionary[Lines, tuple[Viewport, np.ndarray]] = WeakKeyDictionary()


def _along(lanes: Lines, view: Viewport) -> np.ndarray:
    x, y = view.px(lanes.x, lanes.y)
    of = np.repeat(np.arange(len(lanes.width)), np.diff(lanes.start))
    first = np.flatnonzero((of[1:] == of[:-1]) & (lanes.width[of[1:]] >= LOUD_PX))
    x0, y0, right, down = x[first], y[first], x[first + 1] - x[first], y[first + 1] - y[first]
    # Between which parts of its length each leg is seen; it may be a million px long.
    enter, leave = np.zeros(len(first)), np.ones(len(first))
    for at, way, most in ((x0, right, view.width), (y0, down, view.height)):
        there = np.where(np.abs(way) < 1e-9, 1e-9, way)
        ends = -at / there, (most - at) / there
        enter, leave = np.maximum(enter, np.minimum(*ends)), np.minimum(leave, np.maximum(*ends))
    length = np.hypot(right, down) * np.maximum(leave - enter, 0.0)
    steps = np.where(length > 0, length / STEP_PX + 1, 0).astype(int)
    leg = np.repeat(np.arange(len(first)), steps)
    part = (np.arange(len(leg)) - np.repeat(np.cumsum(steps) - steps, steps) + 0.5) / steps[leg]
    part = enter[leg] + part * (leave - enter)[leg]
    px, py, half = x0[leg] + part * right[leg], y0[leg] + part * down[leg], lanes.width[of[first[leg]]] / 2
    return np.column_stack([px - half, py - half, px + half, py + half])


def _box(x: float, y: float, r: float, size: tuple[float, float], right: float, down: float) -> Box:
    """Clear of a symbol, to a side of it."""
    left = x + right * (r + AIR_PX) + (right - 1) * size[0] / 2
    top = y + down * (r + AIR_PX) + (down - 1) * size[1] / 2
    return left, top, left + size[0], top + size[1]


def _at_corner(x: float, y: float, r: float, size: tuple[float, float]) -> Box:
    """At the upper right of a symbol, whatever else that covers."""
    left, top = x + r + 1.0, y - r - size[1] / 2
    return left, top, left + size[0], top + size[1]


def _free(others: np.ndarray, box: Box, size: tuple[float, float]) -> bool:
    hit = (others[:, 0] < box[2] + 3) & (others[:, 2] > box[0] - 3)
    hit &= (others[:, 1] < box[3] + 3) & (others[:, 3] > box[1] - 3)
    return not (hit.any() or box[0] < 0 or box[1] < 0 or box[2] > size[0] or box[3] > size[1])


def paint_badges(painter: QtGui.QPainter, made: list[Badge], ground: Ground) -> None:
    """Paint counts as small tags: onto a pixmap from pictures that are kept, else in vectors."""
    device = painter.device()
    if not isinstance(device, QtGui.QPixmap) or not painter.transform().isIdentity():
        for one in made:
            _paint(painter, one.words, one.box, ground)
        return
    density = device.devicePixelRatioF()
    for one in made:
        # Whole device px: between two px the words would be blurred.
        at = [round((edge - AIR_PX) * density) / density for edge in (one.box.left(), one.box.top())]
        size = one.box.width(), one.box.height()
        painter.drawPixmap(QtCore.QPointF(*at), _picture(one.words, *size, ground, round(density, 3)))


@lru_cache(maxsize=_KEPT_PICTURES)
def _picture(words: str, wide: float, high: float, ground: Ground, density: float) -> QtGui.QPixmap:
    """A tag with a little air round it."""
    made = blank(wide + 2 * AIR_PX + 1.0, high + 2 * AIR_PX + 1.0, density)
    painter = QtGui.QPainter(made)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        _paint(painter, words, QtCore.QRectF(AIR_PX, AIR_PX, wide, high), ground)
    finally:
        painter.end()
    return made


def _paint(painter: QtGui.QPainter, words: str, box: QtCore.QRectF, ground: Ground) -> None:
    paper = QtGui.QColor(ground.paper)
    paper.setAlphaF(0.92)
    high = box.height()
    chosen = font(TEXT_PX * high / HIGH_PX, bold=True)
    painter.setPen(QtGui.QPen(QtGui.QColor(ground.quiet), 0.8))
    painter.setBrush(paper)
    painter.drawRoundedRect(box, high / 2, high / 2)
    base = box.top() + (high + QtGui.QFontMetricsF(chosen).capHeight()) / 2
    say(painter, words, box.left() + PAD_PX * high / HIGH_PX, base, chosen, ground.text)


def note_box(words: str, left: float, bottom: float, room: float, pixels: float = NOTE_PX) -> QtCore.QRectF:
    """Where the note about what is drawn stands, with its lower left corner at a point, ``room`` px wide at most."""
    chosen = font(pixels)
    lines = wrap(words, chosen, room)
    wide = max(QtGui.QFontMetricsF(chosen).horizontalAdvance(line) for line in lines)
    high = (NOTE_LINE * (len(lines) - 1) + NOTE_HIGH) * pixels / NOTE_PX
    return QtCore.QRectF(left, bottom - high, wide + 12.0, high)


def paint_note(
    painter: QtGui.QPainter,
    words: str,
    left: float,
    bottom: float,
    room: float,
    ground: Ground,
    pixels: float = NOTE_PX,
) -> None:
    """Paint the note about what is drawn, with a halo as all words on the map: symbols may lie below."""
    grown = pixels / NOTE_PX
    box = note_box(words, left, bottom, room, pixels)
    lines = []
    for number, line in enumerate(wrap(words, font(pixels), room)):
        x = left + NOTE_IN + lettering.measure(line, pixels, "place")[0] / 2
        y = box.top() + (NOTE_HIGH / 2 + number * NOTE_LINE) * grown
        path = lettering.outline(line, pixels, "place")
        lines.append(lettering.Placed(path, x, y, "place", line, pixels, crowded=True))
    lettering.paint_labels(painter, lines, ground)


@lru_cache(maxsize=8)
def note_picture(words: str, room: float, ground: Ground, density: float, pixels: float = NOTE_PX) -> QtGui.QPixmap:
    """The note as a pixmap with ``AIR_PX`` round its box: a moving map paints it in every frame."""
    box = note_box(words, 0.0, 0.0, room, pixels)
    made = blank(box.width() + 2 * AIR_PX, box.height() + 2 * AIR_PX, density)
    painter = QtGui.QPainter(made)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        paint_note(painter, words, AIR_PX, AIR_PX + box.height(), room, ground, pixels)
    finally:
        painter.end()
    return made
