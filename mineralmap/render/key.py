"""The key of the map: blocks of swatches and words, measured first, then painted."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, LegendBlock, Map
from mineralmap.render import symbols
from mineralmap.render.key_block import (
    LETTERS_PX,
    LINE,
    NOTE_PX,
    WIDEST,
    Laid,
    is_ramp,
    is_scale,
    measured,
    paint_block,
    say_at,
)

PAD, GAP = 12.0, 9.0
SMALLEST, SMALLEST_LOW, STEP = 0.78, 0.7, 6.0
"""How much smaller the key may be painted, also where there is little room; steps in which its height is tried, px."""
TWO_ROWS = 110.0
"""Px of height from which blocks may stand below each other in a low key."""
ROUNDS, SIZED = 5, frozenset({"line", "bar", "barred", "dot"})
"""So often how much smaller a key is painted is tried anew, since what tells a size is not; shapes whose size tells
something in every block."""
FACTORS, HIGHER, GENEROUS = (1.0, 0.9, SMALLEST), 1.5, 0.75
"""How much smaller a strip is painted: no more than it must be to be at most so many times as high as the lowest, and
to take no more than a part of the room that it may have at all."""
NARROWEST, WORTH = 140.0, 0.9
"""Rows of a strip for paper may be as narrow as this, px, or wider than usual, where that makes it so much lower."""


@dataclass(frozen=True, eq=False)
class Key:
    """The key laid out: its columns of blocks, by how much it is painted smaller, and whether blocks were left out."""

    columns: list[list[Laid]]
    ground: Ground
    factor: float
    shortened: bool
    foot: float = 0.0
    """Px kept free below, for what stands in the corner."""

    @property
    def width(self) -> float:
        """Px across; 0 when there is nothing to say."""
        if not self.columns:
            return 0.0
        inner = sum(max(laid.width for laid in column) for column in self.columns)
        return (inner + 2 * PAD * len(self.columns)) * self.factor

    @property
    def height(self) -> float:
        """Px down; 0 when there is nothing to say."""
        if not self.columns:
            return 0.0
        heights = [_height(column) for column in self.columns]
        heights[self._lowest] += LINE if self.shortened else 0.0
        return (max(heights) + 2 * PAD) * self.factor + self.foot

    def low_until(self, right: float) -> float:
        """How far down it reaches right of a point, px."""
        boxes = [box for _, box in self.places() if box.right() * self.factor > right]
        return max((box.bottom() * self.factor for box in boxes), default=0.0)

    @property
    def _lowest(self) -> int:
        """Which column says that there is more: the lowest, of several the last."""
        return min(range(len(self.columns)), key=lambda at: (_height(self.columns[at]), -at))

    def paint(self, painter: QtGui.QPainter, left: float, bottom: float, boxed: bool = True) -> None:
        """Paint with the lower left corner at a point; ``boxed`` on paper of its own, where a map lies below."""
        if not self.columns:
            return
        painter.save()
        painter.translate(left, bottom - self.height)
        painter.scale(self.factor, self.factor)
        if boxed:
            paper = QtGui.QColor(self.ground.paper)
            paper.setAlphaF(0.92)
            painter.setPen(symbols.NO_PEN)
            painter.setBrush(paper)
            painter.drawRoundedRect(QtCore.QRectF(0, 0, self.width / self.factor, self.height / self.factor), 6, 6)
        boxes = []
        for laid, box in self._placed():
            paint_block(painter, laid.block, self.ground, box.left(), box.top(), laid.widest)
            boxes.append(box)
        if self.shortened:
            words, box = "more in the list of layers", boxes[sum(map(len, self.columns[: self._lowest + 1])) - 1]
            say_at(painter, words, box.left(), box.bottom() + LINE * 0.7, NOTE_PX, self.ground.quiet)
        painter.restore()

    def places(self) -> Iterator[tuple[LegendBlock, QtCore.QRectF]]:
        """Each block with the room that it takes, px as they are before all is painted smaller."""
        return ((laid.block, box) for laid, box in self._placed())

    def _placed(self) -> Iterator[tuple[Laid, QtCore.QRectF]]:
        x = PAD
        for column in self.columns:
            y = PAD
            for laid in column:
                yield laid, QtCore.QRectF(x, y, laid.width, laid.height)
                y += laid.height + GAP
            x += max(laid.width for laid in column) + 2 * PAD


def lay(drawn: Map, room: float, least: float = 0.0) -> Key:
    """The whole key as one column within a height of ``room`` px: smaller if need be, with more columns if it must; no
    letters smaller than ``least`` px."""
    blocks = _merged(drawn.legend)
    if not blocks:
        return Key([], drawn.ground, 1.0, False)
    smallest = max(SMALLEST, least / LETTERS_PX)
    factor = largest = max(1.0, smallest)
    for _ in range(ROUNDS):
        factor = min(largest, max(smallest, room / (_height(_true(blocks, factor)) + 2 * PAD)))
    return Key(_packed(_true(blocks, factor), room / factor - 2 * PAD), drawn.ground, factor, False)


def lay_strip(drawn: Map, width: float, room: float = math.inf, grown: float = 1.0, least: float = 0.0) -> Key:
    """The key as a strip below the map, not much higher than ``width`` px make it; its words larger than usual by
    ``grown`` where there is room, and never smaller than ``least`` px: with a least, which is of paper, rows may be
    narrower or wider than usual.

    Where it would still be higher than ``room`` (a small window, whose list of layers says more), the last blocks are
    left out, those that are foremost after all others, and the key says so.
    """
    blocks = _merged(drawn.legend)
    if not blocks:
        return Key([], drawn.ground, 1.0, False)
    left = list(blocks)
    while True:
        made = _strip(left, drawn.ground, width, room, len(left) < len(blocks), grown, least / LETTERS_PX)
        if made.height <= room or (len(left) == 1 and not left[0].note):
            return made
        if len(left) == 1:
            left = [replace(left[0], note="")]
            continue
        left.remove(_least(left))


def _least(blocks: list[LegendBlock]) -> LegendBlock:
    """What a strip says least without: the last that is not foremost, else the last of all; sizes before the last that
    tells colours, since lists of layers tell sizes too."""
    last = next((one for one in reversed(blocks) if not one.foremost), blocks[-1])
    plain = [one for one in blocks if one.title and not is_ramp(one) and not is_scale(one)]
    return next(filter(is_scale, blocks), last) if plain == [last] else last


def lay_low(drawn: Map, width: float, room: float, grown: float = 1.0) -> Key:
    """The foremost blocks without their notes, as small as ``room`` asks for; what finds no place is left out, and the
    key says that there is more. In a single row sizes come last, since most windows tell them in their list of layers.

    Where none is foremost it is the strip of the whole key.
    """
    foremost = _merged(tuple(replace(block, note="") for block in drawn.legend if block.foremost))
    if not foremost:
        return lay_strip(drawn, width, room, grown)
    plain = (at for at, one in enumerate(foremost) if one.title and not is_ramp(one) and not is_scale(one))
    colours = next(plain, 0)
    rows = room >= TWO_ROWS
    last = colours if rows else len(foremost)
    ordered = sorted(enumerate(foremost), key=lambda one: last + 0.5 if is_scale(one[1]) else one[0])
    chosen: list[LegendBlock] = []
    made = None
    for _, whole in ordered:
        block = whole if rows else replace(whole, entries=tuple(one for one in whole.entries if not one.minor))
        more = [*chosen, _lowered(block, room / SMALLEST_LOW - 2 * PAD - LINE)]
        tried = _largest(more, drawn.ground, width, room, len(more) < len(drawn.legend), grown)
        # Of shades, colours and sizes a small window has no other key; for what comes after them it shrinks no more.
        if made is None or tried.factor >= (SMALLEST if rows and len(chosen) > colours + 1 else SMALLEST_LOW):
            chosen, made = more, tried
    assert made is not None
    return made


def _largest(blocks: list[LegendBlock], ground: Ground, width: float, room: float, shortened: bool, most: float) -> Key:
    """The blocks in as many columns as let them be largest, at most so much larger than they are."""
    best, factor = None, most
    for _ in range(ROUNDS):
        laid = _true(blocks, factor)
        made = [Key(columns, ground, 1.0, shortened) for columns in _arrangements(laid)]
        made = [replace(one, factor=_thousandths(min(most, width / one.width, room / one.height))) for one in made]
        best = max(made, key=lambda one: one.factor)
        if best.factor == factor:
            break
        factor = best.factor
    assert best is not None
    return best


def _true(blocks: list[LegendBlock], factor: float, widest: float = WIDEST) -> list[Laid]:
    """The blocks measured, with all that tells a size as large as on the map when the key is painted smaller."""
    return [_true_one(block, factor, widest) for block in blocks]


@lru_cache(maxsize=512)
def _true_one(block: LegendBlock, factor: float, widest: float) -> Laid:
    """One of them, kept: another answer changes the words of few."""
    if widest < WIDEST and is_scale(block) and measured(block).width > widest:
        block = _nested(block)
    if factor == 1.0:
        return measured(block, widest)
    sized = is_scale(block)
    entries = (replace(one, size=one.size / factor) if sized or one.shape in SIZED else one for one in block.entries)
    return measured(replace(block, entries=tuple(entries)), widest)


def _nested(block: LegendBlock) -> LegendBlock:
    """Sizes within each other, the largest first."""
    return replace(block, entries=tuple(sorted(block.entries, key=lambda one: -one.size)), nested=True)


def _lowered(block: LegendBlock, room: float) -> LegendBlock:
    """The block no higher than ``room`` px: its colours, then as much of the rest as has a place."""
    if is_ramp(block):
        return block
    if is_scale(block):
        return _nested(block)
    plain = [one for one in block.entries if one.shape not in ("line", "bar", "barred") and not one.paint.fill]
    entries = [one for one in block.entries if one not in plain] + plain
    while len(entries) > 1 and measured(replace(block, entries=tuple(entries))).height > room:
        entries.pop()
    return replace(block, entries=tuple(entries))


def _strip(
    blocks: list[LegendBlock],
    ground: Ground,
    width: float,
    room: float,
    shortened: bool,
    grown: float,
    smallest: float,
) -> Key:
    """The blocks in columns no wider than ``width``: as large as may be in ``room`` without being much higher than the
    lowest, and not below a size."""
    factors = sorted({max(one * factor, smallest) for one in (grown, 1.0) for factor in FACTORS}, reverse=True)
    sizes = ((_true(blocks, factor), factor) for factor in factors)
    made = [one for laid, factor in sizes if (one := _lowest(laid, ground, width, factor, shortened)) is not None]
    if not made:
        factor = max(SMALLEST, smallest)
        return Key([_true(blocks, factor)], ground, factor, shortened)
    low = min(one.height for one in made)
    most = max(low, min(HIGHER * grown**2 * low, GENEROUS * room))
    chosen = next(one for one in made if one.height <= most)
    return _arranged(chosen, blocks, width) if smallest > 0 else chosen


def _arranged(usual: Key, blocks: list[LegendBlock], width: float) -> Key:
    """The key as it is, or with rows so narrow that more columns find room, or so wide that one is lower."""
    across, best = width / usual.factor, usual
    for columns in range(len(usual.columns), len(usual.columns) + 2):
        even = across / columns - 2 * PAD
        # What keeps its width, such as the colours of a ramp, may leave others less.
        for widest in {math.floor(even * part) for part in (1.0, 0.92, 0.84)}:
            if widest < NARROWEST or abs(widest - WIDEST) < GAP:
                continue
            laid = _true(blocks, usual.factor, float(widest))
            made = _lowest(laid, usual.ground, width, usual.factor, usual.shortened)
            if made is not None and made.height < min(best.height, WORTH * usual.height):
                best = made
    return best if best is usual else replace(best, columns=[_widened(column) for column in best.columns])


def _widened(column: list[Laid]) -> list[Laid]:
    """The blocks of a column with rows as wide as the widest of them."""
    across = max(one.width for one in column)
    return [measured(one.block, max(across, one.widest)) for one in column]


def _lowest(blocks: list[Laid], ground: Ground, width: float, factor: float, shortened: bool) -> Key | None:
    """The lowest arrangement of a size; ``None`` where even one column is too wide."""
    made = (Key(columns, ground, factor, shortened) for columns in _arrangements(blocks))
    return next((one for one in made if one.width <= width), None)


def _arrangements(blocks: list[Laid]) -> Iterator[list[list[Laid]]]:
    """The blocks in columns, the lowest first, then as more height allows; each arrangement once."""
    groups, whole, high = _groups(blocks), _height(blocks), max(block.height for block in blocks)
    last: list[int] = []
    while high < whole + STEP:
        columns = _filled(groups, high)
        counts = [len(column) for column in columns]
        if counts != last:
            last = counts
            yield columns
        high += STEP


def _packed(blocks: list[Laid], high: float) -> list[list[Laid]]:
    """The blocks in order, in columns no higher than ``high`` px where a single one allows it."""
    return _filled(_groups(blocks), high)


def _groups(blocks: list[Laid]) -> list[list[Laid]]:
    """A block without a title is of the one before it, and stays below it."""
    groups: list[list[Laid]] = []
    for one in blocks:
        if groups and not one.block.title:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _filled(groups: list[list[Laid]], high: float) -> list[list[Laid]]:
    columns: list[list[Laid]] = [[]]
    filled = 0.0
    for group in groups:
        more = sum((laid.height for laid in group), filled)
        if columns[-1] and more + GAP * (len(columns[-1]) + len(group) - 1) > high:
            columns.append([])
            more = sum(laid.height for laid in group)
        columns[-1] += group
        filled = more
    return columns


def _merged(blocks: tuple[LegendBlock, ...]) -> list[LegendBlock]:
    """Neighbours of one title, or of none, become one block."""
    merged: list[LegendBlock] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last is not None and block.title == last.title and not is_scale(last) and not is_ramp(last):
            note = "; ".join(filter(None, (last.note, block.note)))
            entries = tuple(dict.fromkeys(last.entries + block.entries))
            merged[-1] = LegendBlock(last.title, entries, note, last.foremost or block.foremost)
        else:
            merged.append(block)
    return merged


def _thousandths(factor: float) -> float:
    return math.floor(1000 * factor) / 1000


def _height(column: list[Laid]) -> float:
    return sum(laid.height for laid in column) + GAP * (len(column) - 1)


def boxes(rectangles: list[list[float]]) -> np.ndarray:
    """Rectangles (x0, y0, x1, y1) as an array (n, 4), also when there are none."""
    return np.array(rectangles, float).reshape(-1, 4)
