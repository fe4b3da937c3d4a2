"""Two maps in one picture, side by side or one above the other, each with its own title, key and sources."""

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.picture import paint_picture

if TYPE_CHECKING:
    from mineralmap.render.exports import ExportOptions


def pair(left: Map, right: Map, width: int, height: int, scale: float = 1.0) -> QtGui.QImage:
    """The picture, ``width`` × ``height`` px, of which one px of the layout takes ``scale``."""
    ensure_application()
    image = QtGui.QImage(max(width, 2), max(height, 1), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtGui.QColor(left.ground.paper))
    painter = QtGui.QPainter(image)
    try:
        painter.scale(scale, scale)
        paint_pair(painter, left, right, width / scale, height / scale)
    finally:
        painter.end()
    return image


def paint_asked(painter: QtGui.QPainter, drawn: Map, options: "ExportOptions", width: float, height: float) -> None:
    """Paint what an export asks for: a map under the words that it is given, or two, each under its own."""
    if options.second is not None:
        both = drawn, options.second
        paint_pair(painter, *both, width, height, options.show_legend, options.stacked, options.least_px())
    else:
        paint_picture(painter, options.asked(drawn), width, height, options.show_legend, least=options.least_px())


def paint_pair(
    painter: QtGui.QPainter,
    left: Map,
    right: Map,
    width: float,
    height: float,
    legend: bool = True,
    stacked: bool = False,
    least: float = 0.0,
) -> None:
    """Paint both with a painter that clips: an image or a page; ``stacked``: the left above the right; no words smaller
    than ``least`` px."""
    half = QtCore.QPointF(0.0, height / 2) if stacked else QtCore.QPointF(width / 2, 0.0)
    wide, high = width - half.x(), height - half.y()
    for start, drawn, other in ((QtCore.QPointF(), left, right), (half, right, left)):
        painter.save()
        painter.setClipRect(QtCore.QRectF(start, QtCore.QSizeF(wide, high)))
        painter.translate(start)
        paint_picture(painter, drawn, wide, high, legend, other, least)
        painter.restore()
    painter.setPen(QtGui.QPen(QtGui.QColor(left.ground.border), 1))
    painter.drawLine(half, QtCore.QPointF(width, half.y()) if stacked else QtCore.QPointF(half.x(), height))
