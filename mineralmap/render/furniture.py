"""What stands around a map: title and subtitle above, scale in its corner, sources and credits below."""

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.brief import brief
from mineralmap.layers.layer import ALWAYS, Map
from mineralmap.layers.projection import Projection
from mineralmap.layers.symbology import round_down
from mineralmap.layers.typeset import typeset
from mineralmap.render.application import font, say, wrap
from mineralmap.render.scene import Viewport

MARGIN = 20.0
TITLE_PX, SUBTITLE_PX, NOTE_PX = 22.0, 12.0, 9.0
PART = " · "
NOTES_ROOM = 0.09
"""Part of a picture's height that its notes may take and name every publisher."""
TITLE_OVER = 1.25
"""A title is at least so many times as large as the smallest words."""
SCALE_TOLERANCE = 0.05
"""The scale of a view is one when it differs by no more than this anywhere in it."""
MOST_VARIED = 0.5
"""Beyond, no scale bar is drawn."""
SCALE_BAR_PX = 120.0
SCALE_HIGH_PX, SCALE_LINE_PX, SCALE_WORDS_PX = 10.0, 12.0, 180.0
"""Longer words are cut in their middle: a map keeps no more room free for them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a picture lie, px: lines of words with their first baseline's top, and the map's frame."""

    title: tuple[str, ...]
    title_px: float
    subtitle: tuple[str, ...]
    subtitle_px: float
    notes: tuple[str, ...]
    note_px: float
    frame: QtCore.QRectF


def layout(drawn: Map, width: float, height: float, least: float = 0.0) -> Layout:
    """The parts of a picture of a size: the map takes what the words leave, none of them smaller than ``least`` px."""
    room = width - 2 * MARGIN
    title_px = max(TITLE_PX if width >= 900 else 18.0, math.ceil(least * TITLE_OVER))
    subtitle_px, note_px = max(SUBTITLE_PX, math.ceil(least)), max(NOTE_PX, math.ceil(least))
    title = wrap(typeset(drawn.title), font(title_px, bold=True), room)
    subtitle = _in_parts(typeset(drawn.subtitle), font(subtitle_px), room)
    notes = wrap(typeset(" ".join(drawn.notes)), font(note_px), room)
    if len(notes) * note_px * 1.4 > height * NOTES_ROOM:
        notes = wrap(typeset(" ".join(map(brief, drawn.notes))), font(note_px), room)
    top = MARGIN + len(title) * title_px * 1.25 + len(subtitle) * subtitle_px * 1.4 + 10.0
    bottom = height - 12.0 - len(notes) * note_px * 1.4 - 8.0
    frame = QtCore.QRectF(0, top, width, max(bottom - top, 40.0))
    return Layout(title, title_px, subtitle, subtitle_px, notes, note_px, frame)


def _in_parts(text: str, chosen: QtGui.QFont, room: float) -> tuple[str, ...]:
    """The text in lines that are broken between its parts where these fit: a figure belongs to its words."""
    measure = QtGui.QFontMetricsF(chosen)
    lines: list[str] = []
    for part in text.split(PART):
        if lines and measure.horizontalAdvance(lines[-1] + PART + part) <= room:
            lines[-1] += PART + part
        else:
            lines += wrap(part, chosen, room)
    return tuple(lines)


def paint_words(painter: QtGui.QPainter, drawn: Map, laid: Layout) -> None:
    """Title, subtitle and notes."""
    y = MARGIN
    ground = drawn.ground
    for lines, pixels, bold, colour, lead in (
        (laid.title, laid.title_px, True, ground.text, 1.25),
        (laid.subtitle, laid.subtitle_px, False, ground.quiet, 1.4),
    ):
        for line in lines:
            _line(painter, line, MARGIN, y, pixels, colour, bold)
            y += pixels * lead
    y = laid.frame.bottom() + 8.0
    for line in laid.notes:
        _line(painter, line, MARGIN, y, laid.note_px, ground.quiet, bold=False)
        y += laid.note_px * 1.4


def scale_words(drawn: Map, view: Viewport) -> tuple[float, str]:
    """Length in px of a true scale bar and its words, or 0 and why there is none.

    The bar is true at the centre of the view. It says so where the scale from left to right differs by more than a few
    percent over the view, and is left out where it differs so much that nobody should measure with it.
    """
    scales = _scales(drawn.projection, view)
    true = _at_centre(drawn.projection, view)
    if len(scales) < 9 or not true or max(scales) / min(scales) - 1 > MOST_VARIED:
        return 0.0, f"{drawn.projection.sheet.title}; scale varies"
    varies = max(scales) / min(scales) - 1 > SCALE_TOLERANCE
    metres = round_down(SCALE_BAR_PX * true)
    said = f"{metres / 1000:,.0f} km" if metres >= 1000 else f"{metres:,.0f} m"
    return metres / true, f"{said} at the centre" if varies else said


def paint_scale(
    painter: QtGui.QPainter,
    drawn: Map,
    view: Viewport,
    right: float,
    bottom: float,
    over_map: bool = False,
    grown: float = 1.0,
) -> QtCore.QRectF:
    """The scale bar, or the words why there is none, with its lower right corner at a point; returns its box.

    ``grown``: by how much its words are larger than usual.
    """
    length, said = scale_words(drawn, view)
    pixels, high = (NOTE_PX + 1) * grown, SCALE_HIGH_PX + SCALE_LINE_PX * grown
    chosen = font(pixels)
    metrics = QtGui.QFontMetricsF(chosen)
    said = metrics.elidedText(said, QtCore.Qt.TextElideMode.ElideMiddle, SCALE_WORDS_PX * grown)
    words = metrics.horizontalAdvance(said)
    width = max(words, length)
    if length or over_map:  # symbols may lie below
        halo = QtGui.QColor(drawn.ground.halo if length else drawn.ground.around)
        halo.setAlphaF(0.7)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        painter.drawRoundedRect(QtCore.QRectF(right - width - 4, bottom - high, width + 8, high), 4.0, 4.0)
    _line(painter, said, right - words, bottom - high + 2.0, pixels, drawn.ground.quiet, bold=False)
    if length:
        painter.setPen(QtGui.QPen(QtGui.QColor(drawn.ground.quiet), 1.2))
        painter.drawPolyline(
            [
                QtCore.QPointF(right - length, bottom - 8.0),
                QtCore.QPointF(right - length, bottom - 4.0),
                QtCore.QPointF(right, bottom - 4.0),
                QtCore.QPointF(right, bottom - 8.0),
            ]
        )
    return QtCore.QRectF(right - width - 4, bottom - high, width + 4, high)


def scale_denominator(drawn: Map, view: Viewport) -> float:
    """One to how much the middle of the view is, on a 96-dpi screen; nan when it lies outside the world."""
    return (_at_centre(drawn.projection, view) or float("nan")) / (0.0254 / 96)


def truth(drawn: Map, view: Viewport) -> float:
    """Metres of the ground in a metre of the map, in the middle of the view; 1 where nobody asks or can tell."""
    if all(layer.detail == ALWAYS for layer in drawn.layers):
        return 1.0
    return (_at_centre(drawn.projection, view) or view.mpp) / view.mpp


@lru_cache(maxsize=64)
def _at_centre(projection: Projection, view: Viewport) -> float:
    """True metres per px from left to right in the middle of the view; 0 when that lies outside the world."""
    x, y = view.metres(view.width / 2, view.height / 2)
    true = projection.ground_metres(x - view.mpp * 2, y, x + view.mpp * 2, y) / 4
    return true if math.isfinite(true) else 0.0


@lru_cache(maxsize=64)
def _scales(projection: Projection, view: Viewport) -> tuple[float, ...]:
    """True metres per px from left to right at nine points of the view, without those outside the world."""
    found = []
    for down in (0.08, 0.5, 0.92):
        for across in (0.08, 0.5, 0.92):
            x, y = view.metres(view.width * across, view.height * down)
            metres = projection.ground_metres(x - view.mpp, y, x + view.mpp, y)
            if math.isfinite(metres) and metres > 0:
                found.append(metres / 2)
    return tuple(found)


def _line(painter: QtGui.QPainter, text: str, x: float, top: float, pixels: float, colour: str, bold: bool) -> None:
    chosen = font(pixels, bold)
    say(painter, text, x, top + QtGui.QFontMetricsF(chosen).ascent(), chosen, colour)
