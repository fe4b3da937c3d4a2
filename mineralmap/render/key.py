"""The key of the map: blocks of swatches and words, measured first, then painted."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, LegendBlock, LegendEntry, Map, Paint
from mineralmap.render import hatch, symbols
from mineralmap.render.application import font, say

PAD, GAP, LINE = 12.0, 9.0, 16.0
SWATCH = 26.0
RAMP_CELL, RAMP_HIGH = 46.0, 10.0
TITLE_PX, WORD_PX, NOTE_PX = 11.0, 10.5, 9.5
WIDEST, NOTE_WIDE = 310.0, 260.0
TALLEST = 64.0
"""Larger symbols are left out of a key of sizes, px; the smaller ones tell the size as well."""
SMALLEST, SMALLEST_LOW, STEP = 0.78, 0.7, 6.0
"""How much smaller the key may be painted, also where there is little room; steps in which its height is tried, px."""
FACTORS, HIGHER = (1.0, 0.9, SMALLEST), 1.5
"""How much smaller a strip is painted: no more than it must be to be at most so many times as high as the lowest."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """One block with the room it takes, px."""

    block: LegendBlock
    width: float
    height: float


@dataclass(frozen=True, eq=False)
class Key:
    """The key laid out: its columns of blocks, by how much it is painted smaller, and whether blocks were left out."""

    columns: list[list[_Laid]]
    ground: Ground
    factor: float
    shortened: bool

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
        heights[-1] += LINE if self.shortened else 0.0
        return (max(heights) + 2 * PAD) * self.factor

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
        x = PAD
        for number, column in enumerate(self.columns):
            y = PAD
            for laid in column:
                _paint_block(painter, laid.block, self.ground, x, y)
                y += laid.height + GAP
            if self.shortened and number == len(self.columns) - 1:
                _say(painter, "more in the list of layers", x, y - GAP + LINE * 0.7, NOTE_PX, self.ground.quiet)
            x += max(laid.width for laid in column) + 2 * PAD
        painter.restore()


def lay(drawn: Map, room: float) -> Key:
    """The whole key as one column within a height of ``room`` px: smaller if need be, with more columns if it must."""
    blocks = [_lay(block) for block in _merged(drawn.legend)]
    if not blocks:
        return Key([], drawn.ground, 1.0, False)
    factor = min(1.0, max(SMALLEST, room / (_height(blocks) + 2 * PAD)))
    return Key(_packed(blocks, room / factor - 2 * PAD), drawn.ground, factor, False)


def lay_strip(drawn: Map, width: float, room: float = math.inf, kept: float = 0.0) -> Key:
    """The key as a strip below the map, not much higher than ``width`` px make it, nor than ``kept`` px where it can.

    Where it would still be higher than ``room`` (a small window, whose list of layers says more), the last blocks are
    left out, those that are foremost after all others, and the key says so.
    """
    blocks = [_lay(block) for block in _merged(drawn.legend)]
    if not blocks:
        return Key([], drawn.ground, 1.0, False)
    left = list(blocks)
    while True:
        made = _strip(left, drawn.ground, width, min(room, kept or room), len(left) < len(blocks))
        if made.height <= room or (len(left) == 1 and not left[0].block.note):
            return made
        if len(left) == 1:
            left = [_lay(replace(left[0].block, note=""))]
            continue
        left.remove(next((one for one in reversed(left) if not one.block.foremost), left[-1]))


def lay_low(drawn: Map, width: float, room: float) -> Key:
    """The foremost blocks beside each other, without their notes, as small as ``room`` asks for; those that find no
    place are left out, the last first, and the key says that there is more.

    Where none is foremost it is the strip of the whole key.
    """
    foremost = tuple(replace(block, note="") for block in drawn.legend if block.foremost)
    blocks = [_lay(_lowered(block, room / SMALLEST_LOW - 2 * PAD - LINE)) for block in _merged(foremost)]
    if not blocks:
        return lay_strip(drawn, width, room)
    while True:
        made = Key([[block] for block in blocks], drawn.ground, 1.0, len(blocks) < len(drawn.legend))
        factor = min(1.0, width / made.width, room / made.height)
        if factor >= SMALLEST_LOW or len(blocks) == 1:
            return replace(made, factor=factor)
        blocks.pop()


def _lowered(block: LegendBlock, room: float) -> LegendBlock:
    """The block no higher than ``room`` px: its colours, then as much of the rest as has a place."""
    if _is_ramp(block):
        return block
    plain = [one for one in block.entries if one.shape not in ("line", "bar", "barred") and not one.paint.fill]
    entries = [one for one in block.entries if one not in plain] + plain
    while len(entries) > 1 and _lay(replace(block, entries=tuple(entries))).height > room:
        entries.pop()
    return replace(block, entries=tuple(entries))


def _strip(blocks: list[_Laid], ground: Ground, width: float, room: float, shortened: bool) -> Key:
    """The blocks in columns no wider than ``width``: as large as may be in ``room`` without being much higher than the
    lowest."""
    made = [one for factor in FACTORS if (one := _lowest(blocks, ground, width, factor, shortened)) is not None]
    if not made:
        return Key([blocks], ground, SMALLEST, shortened)
    low = min(one.height for one in made)
    return next(one for one in made if one.height <= max(low, min(HIGHER * low, room)))


def _lowest(blocks: list[_Laid], ground: Ground, width: float, factor: float, shortened: bool) -> Key | None:
    """The lowest arrangement of a size; ``None`` where even one column is too wide."""
    whole, high = _height(blocks), max(block.height for block in blocks)
    while high < whole + STEP:
        made = Key(_packed(blocks, high), ground, factor, shortened)
        if made.width <= width:
            return made
        high += STEP
    return None


def _packed(blocks: list[_Laid], high: float) -> list[list[_Laid]]:
    """The blocks in order, in columns no higher than ``high`` px where a single block allows it."""
    columns: list[list[_Laid]] = [[]]
    for one in blocks:
        if columns[-1] and _height([*columns[-1], one]) > high:
            columns.append([])
        columns[-1].append(one)
    return columns


def _merged(blocks: tuple[LegendBlock, ...]) -> list[LegendBlock]:
    """Neighbours of one title, or of none, become one block."""
    merged: list[LegendBlock] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last is not None and block.title == last.title and not _is_scale(last) and not _is_ramp(last):
            note = "; ".join(filter(None, (last.note, block.note)))
            entries = tuple(dict.fromkeys(last.entries + block.entries))
            merged[-1] = LegendBlock(last.title, entries, note, last.foremost or block.foremost)
        else:
            merged.append(block)
    return merged


def _is_ramp(block: LegendBlock) -> bool:
    return bool(block.title) and len(block.entries) > 1 and all(entry.shape == "area" for entry in block.entries)


def _ramp_cell(block: LegendBlock) -> float:
    """Px across one class of a ramp: as wide as the longest words below."""
    return max(RAMP_CELL, *(_width(entry.label, NOTE_PX) + 7.0 for entry in block.entries))


def _ramp_words(entry: LegendEntry) -> float:
    return max(RAMP_CELL, _width(entry.label, NOTE_PX), _width(entry.more, NOTE_PX))


def _counted(block: LegendBlock) -> bool:
    return any(entry.more for entry in block.entries)


def _words(entry: LegendEntry) -> str:
    return f"{entry.label} ({entry.more})" if entry.more else entry.label


def _is_scale(block: LegendBlock) -> bool:
    """Symbols in outline only and of several sizes: they stand side by side with their tonnes below."""
    symbols_only = all(entry.shape not in ("area", "line", "bar") for entry in block.entries)
    plain = all(not (entry.paint.fill or entry.ring or entry.paint.dash) for entry in block.entries)
    return bool(block.title) and symbols_only and plain and len({entry.size for entry in block.entries}) > 1


def _height(column: list[_Laid]) -> float:
    return sum(laid.height for laid in column) + GAP * (len(column) - 1)


@lru_cache(maxsize=4_096)
def _width(text: str, pixels: float, bold: bool = False) -> float:
    return _metrics(pixels, bold).horizontalAdvance(text)


@lru_cache(maxsize=16)
def _metrics(pixels: float, bold: bool) -> QtGui.QFontMetricsF:
    return QtGui.QFontMetricsF(font(pixels, bold))


def _lay(block: LegendBlock) -> _Laid:
    block = block if _is_ramp(block) else _fewer(block)
    width = _width(block.title, TITLE_PX, bold=True) if block.title else 0.0
    height = LINE + 2 if block.title else 0.0
    if _is_ramp(block):
        width = max(width, _ramp_cell(block) * (len(block.entries) - 1) + _ramp_words(block.entries[-1]))
        height += RAMP_HIGH + LINE + (LINE - 4 if _counted(block) else 0.0)
    elif _is_scale(block):
        width = max(width, sum(_scale_cell(entry) for entry in block.entries))
        height += max(entry.size for entry in block.entries) * 1.15 + LINE + 2
    else:
        rows = _rows(block)
        width = max([width, *(sum(_entry_width(entry) for entry in row) for row in rows)])
        height += sum(_row_height(row) for row in rows)
    for line in _note_lines(block.note):
        width = max(width, _width(line, NOTE_PX))
        height += LINE - 2
    return _Laid(block, width, height)


def _entry_width(entry: LegendEntry) -> float:
    return _swatch_room(entry) + _width(_words(entry), WORD_PX) + 12.0


def _high(entry: LegendEntry) -> float:
    """Px that the swatch of an entry takes downwards, as it is painted; bars lie."""
    if entry.shape == "line":
        return entry.size + 2.0
    return 10.0 if entry.shape in ("area", "bar", "barred") else 2 * symbols.reach(entry.shape, entry.size, entry.ring)


def _swatch_room(entry: LegendEntry) -> float:
    """Px that the swatch of an entry takes before its words."""
    if entry.shape == "line":
        return max(SWATCH, 16.0 + entry.size + 8.0)  # with its round ends
    large = entry.shape != "area" and entry.size > LINE
    return max(SWATCH, 2 * symbols.reach(entry.shape, entry.size, entry.ring) + 10.0) if large else SWATCH


def _row_height(row: list[LegendEntry]) -> float:
    return max([LINE, *(_high(entry) for entry in row if entry.size > LINE)])


def _fewer(block: LegendBlock) -> LegendBlock:
    """The block without the entries that are too large for it, as long as a smaller one of the same shape tells it."""
    kept = list(block.entries)
    for entry in sorted(block.entries, key=lambda one: -one.size):
        alike = [one for one in kept if one.shape == entry.shape]
        wide = _is_scale(block) and sum(_scale_cell(one) for one in kept) > WIDEST
        if len(alike) > 1 and (entry.size > TALLEST or wide):
            kept.remove(entry)
    return replace(block, entries=tuple(kept))


def _rows(block: LegendBlock) -> list[list[LegendEntry]]:
    """The entries in rows, as many to a row as there is room."""
    rows: list[list[LegendEntry]] = []
    for entry in block.entries:
        if rows and sum(_entry_width(one) for one in [*rows[-1], entry]) <= WIDEST:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _scale_cell(entry: LegendEntry) -> float:
    return max(entry.size * 1.3, _width(entry.label, WORD_PX)) + 14.0


def _note_lines(note: str) -> list[str]:
    """The parts of a note, as many to a line as there is room."""
    lines: list[str] = []
    for part in note.split("; "):
        if lines and _width(f"{lines[-1]}; {part}", NOTE_PX) <= NOTE_WIDE:
            lines[-1] += f"; {part}"
        elif part:
            lines.append(part)
    return lines


def _paint_block(painter: QtGui.QPainter, block: LegendBlock, ground: Ground, x: float, y: float) -> None:
    if block.title:
        _say(painter, block.title, x, y + LINE / 2, TITLE_PX, ground.text, bold=True)
        y += LINE + 2
    if _is_ramp(block):
        wide = _ramp_cell(block)
        for number, entry in enumerate(block.entries):
            cell = QtCore.QRectF(x + number * wide, y, wide - 1.5, RAMP_HIGH)
            painter.save()
            painter.setOpacity(painter.opacity() * entry.paint.opacity)
            painter.fillRect(cell, QtGui.QColor(entry.paint.fill or ground.land))
            painter.restore()
            _say(painter, entry.label, cell.left(), y + RAMP_HIGH + LINE / 2, NOTE_PX, ground.text)
            _say(painter, entry.more, cell.left(), y + RAMP_HIGH + LINE * 1.5 - 4, NOTE_PX, ground.quiet)
        y += RAMP_HIGH + LINE + (LINE - 4 if _counted(block) else 0.0)
    elif _is_scale(block):
        tall = max(entry.size for entry in block.entries) * 1.15
        across = x
        for entry in block.entries:
            cell = _scale_cell(entry)
            _swatch(painter, entry, across + (cell - 14.0) / 2, y + tall / 2, ground)
            width = _width(entry.label, WORD_PX)
            _say(
                painter, entry.label, across + (cell - 14.0 - width) / 2, y + tall + 3 + LINE / 2, WORD_PX, ground.text
            )
            across += cell
        y += tall + LINE + 2
    else:
        for row in _rows(block):
            across = x
            middle = y + _row_height(row) / 2
            for entry in row:
                room = _swatch_room(entry)
                _swatch(painter, entry, across + room / 2 - 5, middle, ground)
                _say(painter, _words(entry), across + room, middle, WORD_PX, ground.text)
                across += _entry_width(entry)
            y += _row_height(row)
    for line in _note_lines(block.note):
        _say(painter, line, x, y + LINE / 2 - 1, NOTE_PX, ground.quiet)
        y += LINE - 2


def _swatch(painter: QtGui.QPainter, entry: LegendEntry, x: float, y: float, ground: Ground) -> None:
    paint: Paint = entry.paint
    painter.save()
    if entry.shape == "area":
        painter.setOpacity(painter.opacity() * paint.opacity)
        box = QtCore.QRectF(x - 8, y - 5, 16, 10)
        painter.fillRect(box, QtGui.QColor(paint.fill or ground.land))
        if paint.hatch:
            x_ring = np.array([box.left(), box.right(), box.right(), box.left(), box.left()])
            y_ring = np.array([box.top(), box.top(), box.bottom(), box.bottom(), box.top()])
            painter.save()
            ring = np.array([0, 5])
            hatch.paint_hatch(painter, paint.hatch, paint.hatch_colour, x_ring, y_ring, ring, (1e5, 1e5), 4.0)
            painter.restore()
        painter.setPen(QtGui.QPen(QtGui.QColor(ground.border), 0.8))
        painter.setBrush(symbols.NO_BRUSH)
        painter.drawRect(box)
    elif entry.shape == "line":
        painter.setOpacity(painter.opacity() * paint.opacity)
        painter.setPen(symbols.pen(paint, entry.size))
        painter.drawLine(QtCore.QPointF(x - 8, y), QtCore.QPointF(x + 8, y))
    else:
        painter.translate(x, y)
        symbols.paint_symbol(
            painter,
            entry.shape,
            entry.size,
            paint,
            ring=entry.ring,
            ring_colour=entry.ring_colour,
            paper=ground.paper,
        )
    painter.restore()


def _say(
    painter: QtGui.QPainter, text: str, x: float, middle: float, pixels: float, colour: str, bold: bool = False
) -> None:
    chosen = font(pixels, bold)
    say(painter, text, x, middle + _metrics(pixels, bold).capHeight() / 2, chosen, colour)


def boxes(rectangles: list[list[float]]) -> np.ndarray:
    """Rectangles (x0, y0, x1, y1) as an array (n, 4), also when there are none."""
    return np.array(rectangles, float).reshape(-1, 4)
