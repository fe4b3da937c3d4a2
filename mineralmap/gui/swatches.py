"""Small pictures of legend entries for the layer list, in the colours and shapes of the map."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

if TYPE_CHECKING:
    from mineralmap.layers.layer import LegendEntry, Paint

SIZE = QSize(28, 16)
_HEXAGON = ((0.5, 0.0), (0.25, 0.43), (-0.25, 0.43), (-0.5, 0.0), (-0.25, -0.43), (0.25, -0.43))


@lru_cache(maxsize=512)
def swatch(entry: "LegendEntry", outline: str) -> QIcon:
    """The entry's symbol on a transparent ground, sharp at 1× and 2×."""
    icon = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(SIZE * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(entry.paint.opacity)
        _draw(painter, entry, outline)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _draw(painter: QPainter, entry: "LegendEntry", outline: str) -> None:
    middle = QPointF(SIZE.width() / 2, SIZE.height() / 2)
    paint = entry.paint
    pen = QPen(QColor(paint.line or outline), max(1.0, paint.width))
    if paint.dash:
        pen.setDashPattern(list(paint.dash))
    painter.setPen(pen)
    if entry.shape in ("bar", "barred"):
        from mineralmap.render.symbols import paint_symbol

        painter.translate(middle)
        paint_symbol(painter, entry.shape, min(entry.size, SIZE.width() - 4.0), replace(paint, opacity=1.0))
        return
    if entry.shape == "line":
        pen.setWidthF(min(max(entry.size, 1.0), 10.0))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if paint.dash else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(4, middle.y()), QPointF(SIZE.width() - 4, middle.y()))
        return
    if paint.fill:
        painter.setBrush(QColor(paint.fill))
    if entry.shape == "area":
        place = QRectF(4, 4, SIZE.width() - 8, SIZE.height() - 8)
        painter.drawRect(place)
        _hatch(painter, paint, place)
        return
    size = min(entry.size, SIZE.height() - 4.0)
    place = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
    if entry.shape == "cross":
        painter.setPen(QPen(QColor(paint.line or paint.fill or outline), max(1.2, paint.width)))
        painter.drawLine(place.topLeft(), place.bottomRight())
        painter.drawLine(place.bottomLeft(), place.topRight())
    elif entry.shape == "diamond":
        corners = (QPointF(0, -0.5), QPointF(0.5, 0), QPointF(0, 0.5), QPointF(-0.5, 0))
        painter.drawPolygon(QPolygonF([middle + corner * size for corner in corners]))
    elif entry.shape == "square":
        painter.drawRect(place.adjusted(size * 0.06, size * 0.06, -size * 0.06, -size * 0.06))
    elif entry.shape == "hexagon":
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) * size for x, y in _HEXAGON]))
    else:
        painter.drawEllipse(place)
    if entry.ring > 0:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(entry.ring_colour or outline), 2.0))
        painter.drawArc(place.adjusted(-2, -2, 2, 2), 90 * 16, -int(360 * 16 * entry.ring))


def _hatch(painter: QPainter, paint: "Paint", place: QRectF) -> None:
    if not paint.hatch:
        return
    patterns = {"lines": Qt.BrushStyle.BDiagPattern, "sparse": Qt.BrushStyle.FDiagPattern}
    pattern = patterns.get(paint.hatch, Qt.BrushStyle.Dense6Pattern)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(paint.hatch_colour or "#888888"), pattern))
    painter.drawRect(place)
