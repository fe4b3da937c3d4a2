"""A whole picture of a map: title, map, key, scale and sources, laid out for any size; the map of the screen."""

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import ALWAYS, Map
from mineralmap.render import furniture, key
from mineralmap.render.application import ensure_application
from mineralmap.render.points.badges import NOTE_PX, counts_told, paint_note
from mineralmap.render.scene import Scene, Viewport

KEY_ROOM = 0.6
"""Part of the map's height that the key may take."""
OPEN_SEA_LON = -85.0
"""West of South America: farther east the key would lie on the Atacama."""
SCALE_ROOM, SCALE_HIGH = 130.0, 40.0
NOTE_ROOM, NOTE_HIGH = 300.0, 20.0
"""Px for the words of what counts on the map mean, at its lower left, where the key may lie too."""
LEAST = (900.0, 560.0)
"""A smaller picture is this layout made smaller: words, key and map would not fit beside each other."""
USUAL_PX, STEP = 7.5, 0.92
"""Words are no smaller where nobody asks, px; and steps in which larger ones give way to the map."""
LEAST_MAP, LEAST_HIGH = 0.6, 0.4
"""The part of what a map would fill, and of its picture's height, that large words leave it where a height is given."""


def picture(drawn: Map, width: int, height: int, scale: float = 1.0) -> QtGui.QImage:
    """The picture, laid out for ``width`` × ``height`` px and painted ``scale`` times as large, symbols and all."""
    ensure_application()
    image = QtGui.QImage(
        max(round(width * scale), 1), max(round(height * scale), 1), QtGui.QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(QtGui.QColor(drawn.ground.paper))
    painter = QtGui.QPainter(image)
    try:
        painter.scale(scale, scale)
        paint_picture(painter, drawn, width, height)
    finally:
        painter.end()
    return image


def titled(drawn: Map, title: str | None, subtitle: str | None) -> Map:
    """The map with other words above it; ``None`` keeps its own, "" is none, and the map takes the room."""
    title = drawn.title if title is None else title
    return replace(drawn, title=title, subtitle=drawn.subtitle if subtitle is None else subtitle)


def paint_picture(
    painter: QtGui.QPainter,
    drawn: Map,
    width: float,
    height: float,
    legend: bool = True,
    other: Map | None = None,
    least: float = 0.0,
) -> None:
    """Paint the picture with any painter whose unit is a px: an image, an SVG, a page. ``other`` is a map that will
    stand beside it in a picture as large: both are laid out alike, since they are to be compared. Words are at least
    ``least`` px large, where that leaves the map its room."""
    fit = fitting(width, height)
    painter.scale(fit, fit)
    paint_laid(painter, drawn, width / fit, height / fit, legend, other, least / fit)


def fitting(width: float, height: float) -> float:
    """How much smaller than it is laid out a picture of a size is painted: 1, or less where it is smaller than that."""
    return min(1.0, width / LEAST[0], height / LEAST[1])


def paint_laid(
    painter: QtGui.QPainter,
    drawn: Map,
    width: float,
    height: float,
    legend: bool,
    other: Map | None,
    least: float,
    scaled: bool = True,
) -> None:
    """Paint it as it is laid out, never smaller; ``scaled``: its scale is told."""
    alike = [*([drawn] if other is None else [drawn, other]), *_compared(drawn)]
    least = _letters(alike, width, height, legend, least)
    if legend and any(layer.detail != ALWAYS for one in alike for layer in one.layers):
        alike = [_keyed(one, width, height, least) for one in alike]
        drawn, other = alike[0], other and alike[1]
    painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QtCore.QRectF(0, 0, width, height), QtGui.QColor(drawn.ground.paper))
    laid = furniture.layout(drawn, width, height, least)
    for one in alike[1:]:
        laid = replace(laid, frame=laid.frame.intersected(furniture.layout(one, width, height, least).frame))
    frame = laid.frame
    scene = Scene(drawn)
    scene.least = math.ceil(least)
    beside = key.lay(drawn, frame.height() * KEY_ROOM, least) if legend and len(alike) == 1 else None
    left, gap = furniture.MARGIN - 4.0, 10.0
    if beside is not None and not _free(scene, beside, Viewport.of(drawn, frame.width(), frame.height()), left, gap):
        beside = None
    grown = scale_grown(least)
    strips = strips_of(alike, width, least) if legend and beside is None else []
    below, high = (strips[0] if strips else None), max([0.0, *(one.height for one in strips)])
    frame = QtCore.QRectF(frame.left(), frame.top(), frame.width(), max(frame.height() - high, min(frame.height(), 40)))
    view = view_of(drawn, other, frame)
    scene.true = furniture.truth(drawn, view)
    bottom = frame.height() - gap
    clear = []
    if beside is not None:
        clear.append([left, bottom - beside.height, left + beside.width, bottom])
    if scaled and not high:  # it stands on the map
        clear.append([frame.width() - 220.0 * grown, frame.height() - 30.0 * grown, frame.width(), frame.height()])
    said = max(1.0, math.ceil(least) / NOTE_PX)
    noted = bottom if beside is None else bottom - beside.height - gap
    if legend and any((heap.clusters.count >= heap.least).any() for heap in scene.heaps(view).heaps):
        # Names give way to what the counts mean, which is known once they stand.
        clear.append([left, noted - NOTE_HIGH * said, left + NOTE_ROOM * said, noted])
    painter.save()
    painter.setClipRect(frame)
    painter.translate(frame.topLeft())
    told = counts_told(scene.paint(painter, view, key.boxes(clear)))
    if legend and told:
        paint_note(painter, told, left, noted, NOTE_ROOM * said, drawn.ground, NOTE_PX * said)
    if beside is not None:
        beside.paint(painter, left, bottom)
    painter.restore()
    # An SVG knows no clip: what was painted beyond the frame goes under paper.
    paper = QtGui.QColor(drawn.ground.paper)
    painter.fillRect(QtCore.QRectF(0, 0, width, frame.top()), paper)
    painter.fillRect(QtCore.QRectF(0, frame.bottom(), width, height - frame.bottom()), paper)
    if below is not None:
        below.paint(painter, furniture.MARGIN - key.PAD * below.factor, frame.bottom() + below.height)
    right, low = width - furniture.MARGIN, frame.bottom() + high - 6.0
    if scaled:
        furniture.paint_scale(painter, drawn, view, right, low, grown=grown)
    furniture.paint_words(painter, drawn, laid)


def view_of(drawn: Map, other: Map | None, frame: QtCore.QRectF) -> Viewport:
    """What a frame shows of a map: of two maps of the world that stand beside each other in one scale."""
    view = Viewport.of(drawn, frame.width(), frame.height())
    if other is None or other.projection != drawn.projection or not (other.whole and drawn.whole):
        return view
    return max(view, Viewport.of(other, frame.width(), frame.height()), key=lambda one: one.mpp)


def scale_grown(least: float) -> float:
    """By how much the words of the scale are larger than usual."""
    return max(1.0, math.ceil(least) / (furniture.NOTE_PX + 1))


def _compared(drawn: Map) -> list[Map]:
    """What a map of a closure is compared with, in another picture as large: all have one scale."""
    if drawn.others is None:
        return []
    return [titled(one, drawn.title, None if drawn.subtitle else "") for one in drawn.others()]


def _letters(maps: list[Map], width: float, height: float, legend: bool, least: float) -> float:
    """How large all words must be, px: as paper asks for, less where a height that was given leaves the maps little."""

    def fits(px: float) -> bool:
        frames = [furniture.layout(one, width, height, px).frame.height() for one in maps]
        strips = [one.height for one in strips_of(maps, width, px)] if legend else []
        return min(frames) - max([0.0, *strips]) >= least_map(maps[0], width, height)

    return largest_letters(least, fits)


def least_map(drawn: Map, width: float, height: float) -> float:
    """How high a map must be in a picture of a size before its words give way, px."""
    x0, y0, x1, y1 = drawn.extent
    return min(LEAST_MAP * width * (y1 - y0) / (x1 - x0), LEAST_HIGH * height)


def largest_letters(least: float, fits: Callable[[float], bool]) -> float:
    """How large words are, px, where ``least`` is asked for: so, or the largest that fit; never smaller than usual."""
    sizes = [least]
    while sizes[-1] > USUAL_PX:
        sizes.append(sizes[-1] * STEP)
    if len(sizes) == 1 or fits(least):
        return least
    return sizes[bisect_left(sizes, True, 1, len(sizes) - 1, key=fits)]  # each question lays out a key: 7 ms


def letters_px(maps: list[Map], width: float, height: float, legend: bool, least: float) -> float:
    """How large the smallest words of a picture of each map are, px, where ``least`` is asked for."""
    ensure_application()
    fit = fitting(width, height)
    alike = maps if len(maps) > 1 else [*maps, *_compared(maps[0])]
    return max(_letters(alike, width / fit, height / fit, legend, least / fit), USUAL_PX) * fit


def _keyed(drawn: Map, width: float, height: float, least: float) -> Map:
    """The map with the key of what is drawn at the scale of a picture; that of all of it is taken for as high."""
    frame = furniture.layout(drawn, width, height, least).frame
    view = Viewport.of(drawn, width, max(frame.height() - strips_of([drawn], width, least)[0].height, 40.0))
    return drawn.keyed_at(view.mpp * furniture.truth(drawn, view))


def strips_of(maps: list[Map], width: float, least: float) -> list[key.Key]:
    """The keys of maps, as strips below them; the scale stands right of them, in the corner, or where words are large
    below a column that is low."""
    wide = width - 2 * (furniture.MARGIN - 4.0)
    grown = max(1.0, least / (furniture.NOTE_PX + 1))
    # The room round a key of larger letters is larger, and lies in the margins.
    whole = max(wide, width - 2 * (furniture.MARGIN - key.PAD * least / key.LETTERS_PX))
    made = []
    for one in maps:
        beside = key.lay_strip(one, wide - SCALE_ROOM * grown, least=least)
        if least > USUAL_PX:
            tried = [key.lay_strip(one, whole, least=least), beside]  # one column may need all the width, too
            low = [laid.low_until(wide - SCALE_ROOM * grown) + SCALE_HIGH * grown for laid in tried]
            tried = [replace(laid, foot=max(at - laid.height, 0.0)) for laid, at in zip(tried, low, strict=True)]
            beside = min(tried, key=lambda laid: laid.height)
        made.append(beside)
    return made


def height_for(drawn: Map, width: float, legend: bool = True, least: float = 0.0) -> float:
    """How high a picture ``width`` px wide must be to show what the map shows and hardly more, px; the key of a part of
    the world stands below it. Words are at least ``least`` px large."""
    ensure_application()
    fit = min(1.0, width / LEAST[0])
    wide = width / fit
    x0, y0, x1, y1 = drawn.extent
    alike = [drawn, *_compared(drawn)]
    around = wide - min(furniture.layout(one, wide, wide, least / fit).frame.height() for one in alike)
    view = Viewport.of(drawn, wide, wide * (y1 - y0) / (x1 - x0))
    keyed = [one.keyed_at(view.mpp * furniture.truth(one, view)) for one in alike]
    strip = max(one.height for one in strips_of(keyed, wide, least / fit)) if legend else 0.0
    return max(around + strip + wide * (y1 - y0) / (x1 - x0), LEAST[1]) * fit


def _free(scene: Scene, laid: key.Key, view: Viewport, left: float, gap: float) -> bool:
    """May the key lie on the map's lower left? Only over open sea: on no symbol, no name and nothing east of 85° W."""
    bottom = view.height - gap
    top, right = bottom - laid.height - gap, left + laid.width + gap
    if scene.within(view, 0.0, top, right, view.height):
        return False
    down = np.linspace(top, bottom, 12)
    x, y = view.left + right * view.mpp, view.top - down * view.mpp
    lon, _ = scene.map.projection.inverse(np.full(12, x), y)
    beyond = scene.map.projection.relative(np.nan_to_num(lon, nan=-160.0)) > scene.map.projection.relative(
        np.array(OPEN_SEA_LON)
    )
    return not bool((beyond & np.isfinite(lon)).any()) and scene.map.whole
