"""A whole picture of a map: title, map, key, scale and sources, laid out for any size; the map of the screen."""

from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, key
from mineralmap.render.application import ensure_application
from mineralmap.render.points.badges import counts_told, paint_note
from mineralmap.render.scene import Scene, Viewport

KEY_ROOM = 0.6
"""Part of the map's height that the key may take."""
OPEN_SEA_LON = -85.0
"""West of South America: farther east the key would lie on the Atacama."""
SCALE_ROOM = 130.0
NOTE_ROOM, NOTE_HIGH = 300.0, 20.0
"""Px for the words of what counts on the map mean, at its lower left, where the key may lie too."""
LEAST = (900.0, 560.0)
"""A smaller picture is this layout made smaller: words, key and map would not fit beside each other."""


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


def titled(drawn: Map, title: str, subtitle: str) -> Map:
    """The map with other words above it; "" keeps its own."""
    return replace(drawn, title=title or drawn.title, subtitle=subtitle or drawn.subtitle)


def paint_picture(
    painter: QtGui.QPainter, drawn: Map, width: float, height: float, legend: bool = True, other: Map | None = None
) -> None:
    """Paint the picture with any painter whose unit is a px: an image, an SVG, a page. ``other`` is a map that will
    stand beside it in a picture as large: both are laid out alike, since they are to be compared."""
    fit = min(1.0, width / LEAST[0], height / LEAST[1])
    painter.scale(fit, fit)
    width, height = width / fit, height / fit
    painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QtCore.QRectF(0, 0, width, height), QtGui.QColor(drawn.ground.paper))
    laid = furniture.layout(drawn, width, height)
    if other is not None:
        laid = replace(laid, frame=laid.frame.intersected(furniture.layout(other, width, height).frame))
    frame = laid.frame
    scene = Scene(drawn)
    beside = key.lay(drawn, frame.height() * KEY_ROOM) if legend and other is None else None
    left, gap = furniture.MARGIN - 4.0, 10.0
    if beside is not None and not _free(scene, beside, Viewport.of(drawn, frame.width(), frame.height()), left, gap):
        beside = None
    # The scale stands right of the key, in the corner.
    strips = [
        key.lay_strip(one, width - 2 * left - SCALE_ROOM)
        for one in (drawn, other)
        if one is not None and legend and beside is None
    ]
    below, high = (strips[0] if strips else None), max([0.0, *(one.height for one in strips)])
    frame = QtCore.QRectF(frame.left(), frame.top(), frame.width(), max(frame.height() - high, min(frame.height(), 40)))
    view = Viewport.of(drawn, frame.width(), frame.height())
    if other is not None and other.projection == drawn.projection and other.whole and drawn.whole:
        view = max(view, Viewport.of(other, frame.width(), frame.height()), key=lambda one: one.mpp)
    scene.true = furniture.truth(drawn, view)
    bottom = frame.height() - gap
    clear = []
    if beside is not None:
        clear.append([left, bottom - beside.height, left + beside.width, bottom])
        clear.append([frame.width() - 220.0, frame.height() - 30.0, frame.width(), frame.height()])
    noted = bottom if beside is None else bottom - beside.height - gap
    if legend and any((heap.clusters.count >= heap.least).any() for heap in scene.heaps(view).heaps):
        # Names give way to what the counts mean, which is known once they stand.
        clear.append([left, noted - NOTE_HIGH, left + NOTE_ROOM, noted])
    painter.save()
    painter.setClipRect(frame)
    painter.translate(frame.topLeft())
    told = counts_told(scene.paint(painter, view, key.boxes(clear)))
    if legend and told:
        paint_note(painter, told, left, noted, NOTE_ROOM, drawn.ground)
    if beside is not None:
        beside.paint(painter, left, bottom)
    painter.restore()
    # An SVG knows no clip: what was painted beyond the frame goes under paper.
    paper = QtGui.QColor(drawn.ground.paper)
    painter.fillRect(QtCore.QRectF(0, 0, width, frame.top()), paper)
    painter.fillRect(QtCore.QRectF(0, frame.bottom(), width, height - frame.bottom()), paper)
    if below is not None:
        below.paint(painter, furniture.MARGIN - key.PAD * below.factor, frame.bottom() + below.height)
    furniture.paint_scale(painter, drawn, view, width - furniture.MARGIN, frame.bottom() + high - 6.0)
    furniture.paint_words(painter, drawn, laid)


def height_for(drawn: Map, width: float, legend: bool = True) -> float:
    """How high a picture ``width`` px wide must be to show what the map shows and hardly more, px; the key of a part of
    the world stands below it."""
    ensure_application()
    fit = min(1.0, width / LEAST[0])
    wide = width / fit
    x0, y0, x1, y1 = drawn.extent
    laid = furniture.layout(drawn, wide, wide)
    around = wide - laid.frame.height()
    strip = key.lay_strip(drawn, wide - 2 * (furniture.MARGIN - 4.0) - SCALE_ROOM).height if legend else 0.0
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
