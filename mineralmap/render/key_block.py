"""One block of the key: its swatches and words, measured, and painted as they were measured."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, LegendBlock, LegendEntry, Paint
from mineralmap.layers.typeset import typeset
from mineralmap.render import hatch, symbols
from mineralmap.render.application import font, say, wrap
from mineralmap.render.shapes import shape_path

LINE = 16.0
SWATCH = 26.0
RAMP_CELL, RAMP_HIGH = 46.0, 10.0
TITLE_PX, WORD_PX, NOTE_PX = 11.0, 10.5, 9.5
LETTERS_PX = float(min(map(round, (TITLE_PX, WORD_PX, NOTE_PX))))
"""The smallest letters as they are set: in whole px."""
WIDEST, NOTE_WIDE = 310.0, 260.0
"""Px across that a row of entries and a line of notes take at most, where nobody asks for another width."""
ENTRY_GAP, WORD_LINE = 12.0, 13.0
"""Px from one entry to the next, and from line to line of the words of one."""
NEST_TOP, NEST_LINE, NEST_STEP = 5.0, 12.0, 12.5
"""Of symbols within each other: px above the largest, from it to their words, and least from one word to the next."""
_VALUE = re.compile(r"(?<=\d[ \u00a0]t) (?=\w)|(?<=\d[ \u00a0][kM]t) (?=\w)|(?<=\bmagnet) (?=REE)")
"""Where the unit of a figure goes on: no line of a note breaks there."""
TALLEST = 64.0
"""Larger symbols are left out of a key of sizes, px; the smaller ones tell the size as well."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One block with the room it takes, px."""

    block: LegendBlock
    width: float
    height: float
    widest: float = WIDEST
    """Px across that its rows may take."""


def measured(block: LegendBlock, widest: float = WIDEST) -> Laid:
    """The room that a block takes with rows of so many px at most; colours of a ramp and sizes keep theirs."""
    block = block if is_ramp(block) else _fewer(block)
    titles = _title_lines(block.title, widest)
    width = max((_width(line, TITLE_PX, bold=True) for line in titles), default=0.0)
    height = LINE * len(titles) + 2 if titles else 0.0
    if is_ramp(block):
        width = max(width, _ramp_cell(block) * (len(block.entries) - 1) + _ramp_words(block.entries[-1]))
        height += RAMP_HIGH + LINE + (LINE - 4 if _counted(block) else 0.0)
    elif block.nested:
        wide, high = _nest(block)
        width, height = max(width, wide), height + high
    elif is_scale(block):
        width = max(width, sum(_scale_cell(entry) for entry in block.entries))
        height += max(entry.size for entry in block.entries) * 1.15 + LINE + 2
    else:
        rows = _rows(block, widest)
        width = max([width, *(_broken_width(row, widest) for row in rows)])
        height += sum(_row_height(row, widest) for row in rows)
    for line in _note_lines(block.note, widest):
        width = max(width, _width(line, NOTE_PX))
        height += LINE - 2
    return Laid(block, width, height, widest)


def is_ramp(block: LegendBlock) -> bool:
    return bool(block.title) and len(block.entries) > 1 and all(entry.shape == "area" for entry in block.entries)


def is_scale(block: LegendBlock) -> bool:
    """Symbols in outline only and of several sizes: they stand side by side with their tonnes below."""
    symbols_only = all(entry.shape not in ("area", "line", "bar") for entry in block.entries)
    plain = all(not (entry.paint.fill or entry.ring or entry.paint.dash) for entry in block.entries)
    return bool(block.title) and symbols_only and plain and len({entry.size for entry in block.entries}) > 1


def paint_block(
    painter: QtGui.QPainter, block: LegendBlock, ground: Ground, x: float, y: float, widest: float = WIDEST
) -> None:
    titles = _title_lines(block.title, widest)
    for line in titles:
        say_at(painter, line, x, y + LINE / 2, TITLE_PX, ground.text, bold=True)
        y += LINE
    y += 2 if titles else 0
    if is_ramp(block):
        wide = _ramp_cell(block)
        for number, entry in enumerate(block.entries):
            cell = QtCore.QRectF(x + number * wide, y, wide - 1.5, RAMP_HIGH)
            painter.save()
            painter.setOpacity(painter.opacity() * entry.paint.opacity)
            painter.fillRect(cell, QtGui.QColor(entry.paint.fill or ground.land))
            painter.restore()
            say_at(painter, entry.label, cell.left(), y + RAMP_HIGH + LINE / 2, NOTE_PX, ground.text)
            say_at(painter, entry.more, cell.left(), y + RAMP_HIGH + LINE * 1.5 - 4, NOTE_PX, ground.quiet)
        y += RAMP_HIGH + LINE + (LINE - 4 if _counted(block) else 0.0)
    elif block.nested:
        _paint_nest(painter, block, ground, x, y)
        y += _nest(block)[1]
    elif is_scale(block):
        tall = max(entry.size for entry in block.entries) * 1.15
        across = x
        for entry in block.entries:
            cell = _scale_cell(entry)
            _swatch(painter, entry, across + (cell - 14.0) / 2, y + tall / 2, ground)
            width = _width(entry.label, WORD_PX)
            say_at(
                painter, entry.label, across + (cell - 14.0 - width) / 2, y + tall + 3 + LINE / 2, WORD_PX, ground.text
            )
            across += cell
        y += tall + LINE + 2
    else:
        for row in _rows(block, widest):
            across, lines = x, _entry_lines(row[0], widest)
            middle = y + (_row_height(row, widest) - WORD_LINE * (len(lines) - 1)) / 2
            for entry in row:
                room = _swatch_room(entry)
                _swatch(painter, entry, across + room / 2 - 5, middle, ground)
                for number, line in enumerate(lines if entry is row[0] else (_words(entry),)):
                    say_at(painter, line, across + room, middle + number * WORD_LINE, WORD_PX, ground.text)
                across += _entry_width(entry)
            y += _row_height(row, widest)
    for line in _note_lines(block.note, widest):
        say_at(painter, line, x, y + LINE / 2 - 1, NOTE_PX, ground.quiet)
        y += LINE - 2


def say_at(
    painter: QtGui.QPainter, text: str, x: float, middle: float, pixels: float, colour: str, bold: bool = False
) -> None:
    chosen = font(pixels, bold)
    say(painter, text, x, middle + _metrics(pixels, bold).capHeight() / 2, chosen, colour)


def _counted(block: LegendBlock) -> bool:
    return any(entry.more for entry in block.entries)


def _entry_width(entry: LegendEntry) -> float:
    return _swatch_room(entry) + _width(_words(entry), WORD_PX) + ENTRY_GAP


def _fewer(block: LegendBlock) -> LegendBlock:
    """The block without the entries that are too large for it, as long as a smaller one of the same shape tells it."""
    kept = list(block.entries)
    for entry in sorted(block.entries, key=lambda one: -one.size):
        alike = [one for one in kept if one.shape == entry.shape]
        wide = is_scale(block) and sum(_scale_cell(one) for one in kept) > WIDEST
        if len(alike) > 1 and (entry.size > TALLEST or wide):
            kept.remove(entry)
    return replace(block, entries=tuple(kept))


def _high(entry: LegendEntry) -> float:
    """Px that the swatch of an entry takes downwards, as it is painted; bars lie."""
    if entry.shape == "line":
        return entry.size + 2.0
    return 10.0 if entry.shape in ("area", "bar", "barred") else 2 * _reach(entry)


def _reach(entry: LegendEntry) -> float:
    """Farthest painted px from the middle of a swatch that is a symbol."""
    return symbols.reach(entry.shape, entry.size, entry.ring, bool(entry.paint.circled))


@lru_cache(maxsize=16)
def _metrics(pixels: float, bold: bool) -> QtGui.QFontMetricsF:
    return QtGui.QFontMetricsF(font(pixels, bold))


@lru_cache(maxsize=512)
def _note_lines(note: str, widest: float) -> tuple[str, ...]:
    """The parts of a note, as many to a line as there is room; broken within where a column is narrow."""
    lines: list[str] = []
    room = NOTE_WIDE if widest == WIDEST else widest
    for part in note.split("; "):
        if lines and _width(f"{lines[-1]}; {part}", NOTE_PX) <= room:
            lines[-1] += f"; {part}"
        elif part:
            lines += [part] if widest == WIDEST else wrap(_VALUE.sub("\u00a0", typeset(part)), font(NOTE_PX), room)
    return tuple(lines)


@lru_cache(maxsize=512)
def _title_lines(title: str, widest: float) -> tuple[str, ...]:
    """A title, broken where it is wider than rows are: what a closure changes can be as wide as two columns."""
    if not title or _width(title, TITLE_PX, bold=True) <= widest:
        return (title,) if title else ()
    return wrap(typeset(title), font(TITLE_PX, bold=True), widest)


def _ramp_cell(block: LegendBlock) -> float:
    """Px across one class of a ramp: as wide as the longest words below."""
    return max(RAMP_CELL, *(_width(entry.label, NOTE_PX) + 7.0 for entry in block.entries))


def _ramp_words(entry: LegendEntry) -> float:
    return max(RAMP_CELL, _width(entry.label, NOTE_PX), _width(entry.more, NOTE_PX))


def _row_height(row: list[LegendEntry], widest: float) -> float:
    more = WORD_LINE * (len(_entry_lines(row[0], widest)) - 1)
    return max([LINE, *(_high(entry) for entry in row if entry.size > LINE)]) + more


def _entry_lines(entry: LegendEntry, widest: float) -> tuple[str, ...]:
    """The words of an entry, which is alone in its row if it is wider; broken in a narrow column only."""
    if widest >= WIDEST or _row_width([entry], widest) <= widest:
        return (_words(entry),)
    return wrap(typeset(_words(entry)), font(WORD_PX), widest - _swatch_room(entry))


def _row_width(row: list[LegendEntry], widest: float) -> float:
    """Px across a row; where another width than the usual is asked for, to its last word."""
    return sum(_entry_width(entry) for entry in row) - (0.0 if widest == WIDEST else ENTRY_GAP)


def _broken_width(row: list[LegendEntry], widest: float) -> float:
    """The same, where the words of an entry that is alone are broken."""
    lines = _entry_lines(row[0], widest)
    words = _swatch_room(row[0]) + max(_width(line, WORD_PX) for line in lines)
    return words if len(lines) > 1 else _row_width(row, widest)


def _rows(block: LegendBlock, widest: float) -> list[list[LegendEntry]]:
    """The entries in rows, as many to a row as there is room."""
    rows: list[list[LegendEntry]] = []
    for entry in block.entries:
        if rows and _row_width([*rows[-1], entry], widest) <= widest:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _scale_cell(entry: LegendEntry) -> float:
    return max(entry.size * 1.3, _width(entry.label, WORD_PX)) + 14.0


def _nest(block: LegendBlock) -> tuple[float, float]:
    """Px across and down of symbols within each other, the largest first, with their words to the right."""
    wide, words = _outline(block.entries[0]).width(), max(_width(entry.label, WORD_PX) for entry in block.entries)
    return wide + NEST_LINE + 3.0 + words, max(NEST_TOP + wide + 1.0, _nested_words(block)[-1] + LINE / 2)


def _nested_words(block: LegendBlock) -> list[float]:
    """Px from the top to the middle of the words of each symbol: as high as its upper end, or as it finds room."""
    tall, found = _outline(block.entries[0]).height(), []
    for entry in block.entries:
        top = NEST_TOP + tall - _outline(entry).height()
        found.append(max(top, found[-1] + NEST_STEP) if found else top)
    return found


def _paint_nest(painter: QtGui.QPainter, block: LegendBlock, ground: Ground, x: float, y: float) -> None:
    largest = _outline(block.entries[0])
    middle, bottom, right = x + largest.width() / 2, y + NEST_TOP + largest.height(), x + largest.width() + NEST_LINE
    for entry, down in zip(block.entries, _nested_words(block), strict=True):
        high = _outline(entry).height()
        _swatch(painter, entry, middle, bottom - high / 2, ground)
        painter.setPen(QtGui.QPen(QtGui.QColor(ground.quiet), 0.7))
        corners = (middle, bottom - high), (right - 4.0, bottom - high), (right, y + down)
        painter.drawPolyline([QtCore.QPointF(*one) for one in corners])
        say_at(painter, entry.label, right + 3.0, y + down, WORD_PX, ground.text)


def _outline(entry: LegendEntry) -> QtCore.QRectF:
    return shape_path(entry.shape, entry.size).boundingRect()


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


def _swatch_room(entry: LegendEntry) -> float:
    """Px that the swatch of an entry takes before its words."""
    if entry.shape == "line":
        return max(SWATCH, 16.0 + entry.size + 8.0)  # with its round ends
    large = entry.shape != "area" and entry.size > LINE
    return max(SWATCH, 2 * _reach(entry) + 10.0) if large else SWATCH


@lru_cache(maxsize=4_096)
def _width(text: str, pixels: float, bold: bool = False) -> float:
    return _metrics(pixels, bold).horizontalAdvance(text)


def _words(entry: LegendEntry) -> str:
    return f"{entry.label} ({entry.more})" if entry.more else entry.label
