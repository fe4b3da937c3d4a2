"""A whole picture of a map: title, map, key, scale and sources, laid out for any size; the map of the screen."""

from dataclasses import replace

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Map
from mineralmap.render import furniture, key
from mineralmap.render.application import ensure_application
from mineralmap.render.scene import Scene, Viewport

KEY_ROOM = 0.6
"""Part of the map's height that the key may take."""
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


def paint_picture(painter: QtGui.QPainter, drawn: Map, width: float, height: float, legend: bool = True) -> None:
    """Paint the picture with any painter whose unit is a px: an image, an SVG, a page."""
    fit = min(1.0, width / LEAST[0], height / LEAST[1])
    painter.scale(fit, fit)
    width, height = width / fit, height / fit
    painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QtCore.QRectF(0, 0, width, height), QtGui.QColor(drawn.ground.paper))
    laid = furniture.layout(drawn, width, height)
    frame = laid.frame
    view = Viewport.of(drawn, frame.width(), frame.height())
    laid_key = key.lay(drawn, frame.height() * KEY_ROOM)
    left, bottom = furniture.MARGIN - 4.0, frame.height() - 10.0
    clear = [[left, bottom - laid_key.height, left + laid_key.width, bottom]] if legend else []
    clear.append([frame.width() - 220.0, frame.height() - 30.0, frame.width(), frame.height()])
    painter.save()
    painter.setClipRect(frame)
    painter.translate(frame.topLeft())
    Scene(drawn).paint(painter, view, key.boxes(clear))
    if legend:
        laid_key.paint(painter, left, bottom)
    furniture.paint_scale(painter, drawn, view, frame.width() - furniture.MARGIN, frame.height() - 6.0)
    painter.restore()
    # An SVG knows no clip: what was painted beyond the frame goes under paper.
    paper = QtGui.QColor(drawn.ground.paper)
    painter.fillRect(QtCore.QRectF(0, 0, width, frame.top()), paper)
    painter.fillRect(QtCore.QRectF(0, frame.bottom(), width, height - frame.bottom()), paper)
    furniture.paint_words(painter, drawn, laid)
