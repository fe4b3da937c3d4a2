"""Two maps in one picture, side by side, each with its own title, key and sources."""

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.picture import paint_picture, titled

if TYPE_CHECKING:
    from mineralmap.render.exports import ExportOptions


def pair(left: Map, right: Map, width: int, height: int) -> QtGui.QImage:
    """The picture, ``width`` × ``height`` px."""
    ensure_application()
    image = QtGui.QImage(max(width, 2), max(height, 1), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtGui.QColor(left.ground.paper))
    painter = QtGui.QPainter(image)
    try:
        paint_pair(painter, left, right, width, height)
    finally:
        painter.end()
    return image


def paint_asked(painter: QtGui.QPainter, drawn: Map, options: "ExportOptions", width: float, height: float) -> None:
    """Paint what an export asks for: a map under the words that it is given, or two, each under its own."""
    if options.second is not None:
        paint_pair(painter, drawn, options.second, width, height, options.show_legend)
    else:
        paint_picture(painter, titled(drawn, options.title, options.subtitle), width, height, options.show_legend)


def paint_pair(
    painter: QtGui.QPainter, left: Map, right: Map, width: float, height: float, legend: bool = True
) -> None:
    """Paint both with a painter that clips: an image or a page."""
    half = width / 2
    for start, drawn, other in ((0.0, left, right), (half, right, left)):
        painter.save()
        painter.setClipRect(QtCore.QRectF(start, 0, half, height))
        painter.translate(start, 0)
        paint_picture(painter, drawn, half, height, legend, other)
        painter.restore()
    painter.setPen(QtGui.QPen(QtGui.QColor(left.ground.border), 1))
    painter.drawLine(QtCore.QPointF(half, 0), QtCore.QPointF(half, height))
