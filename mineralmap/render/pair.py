"""Two maps in one picture, side by side, each with its own title, key and sources."""

from PySide6 import QtGui

from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.picture import paint_picture


def pair(left: Map, right: Map, width: int, height: int) -> QtGui.QImage:
    """The picture, ``width`` × ``height`` px."""
    ensure_application()
    image = QtGui.QImage(max(width, 2), max(height, 1), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtGui.QColor(left.ground.paper))
    half = width / 2
    painter = QtGui.QPainter(image)
    try:
        for start, drawn in ((0.0, left), (half, right)):
            painter.save()
            painter.setClipRect(int(start), 0, int(half), height)
            painter.translate(start, 0)
            paint_picture(painter, drawn, half, height)
            painter.restore()
        painter.setPen(QtGui.QPen(QtGui.QColor(left.ground.border), 1))
        painter.drawLine(int(half), 0, int(half), height)
    finally:
        painter.end()
    return image
