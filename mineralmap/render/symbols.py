"""How one symbol, one line, one hatch is painted. All measures in px; the painter carries the scale."""

import math
from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Paint

FADED_OPACITY = 0.72
HOLLOW_WIDTH = 1.6
RING_GAP, RING_WIDTH = 1.6, 2.2
BAR_THICKNESS = 3.4
_HATCH_STEP = 5
NO_BRUSH = QtGui.QBrush(QtCore.Qt.BrushStyle.NoBrush)
NO_PEN = QtGui.QPen(QtCore.Qt.PenStyle.NoPen)


def shape_path(shape: str, diameter: float) -> QtGui.QPainterPath:
    """The outline of a symbol about (0, 0): every shape has the area of the circle of that diameter."""
    path = QtGui.QPainterPath()
    r = diameter / 2
    if shape == "diamond":
        _polygon(path, r * math.sqrt(math.pi / 2), 4, 0.0)
    elif shape == "hexagon":
        _polygon(path, r * math.sqrt(2 * math.pi / (3 * math.sqrt(3))), 6, math.pi / 6)
    elif shape == "cross":
        path.moveTo(-r, -r)
        path.lineTo(r, r)
        path.moveTo(-r, r)
        path.lineTo(r, -r)
    elif shape == "bar":
        path.addRoundedRect(-r, -BAR_THICKNESS / 2, diameter, BAR_THICKNESS, 1.2, 1.2)
    else:
        path.addEllipse(QtCore.QPointF(0, 0), r, r)
    return path


def reach(shape: str, diameter: float, ring: float) -> float:
    """Farthest painted px from the middle of a symbol."""
    outer = diameter / 2 * (1.26 if shape == "diamond" else 1.1) + 2.0
    return outer + (RING_GAP + RING_WIDTH if ring > 0 else 0.0)


def paint_symbol(
    painter: QtGui.QPainter,
    shape: str,
    diameter: float,
    paint: Paint,
    hollow: bool = False,
    ring: float = 0.0,
    ring_colour: str = "",
    faded: bool = False,
    paper: str = "#FFFFFF",
) -> None:
    """Paint one symbol about the painter's origin."""
    opacity = painter.opacity()
    painter.setOpacity(opacity * paint.opacity * (FADED_OPACITY if faded else 1.0))
    path = shape_path(shape, diameter)
    if hollow and paint.fill and diameter > 2 * HOLLOW_WIDTH:
        # A pale body keeps the outline legible over dark land; the outline is the colour.
        body = QtGui.QColor(paper)
        body.setAlphaF(0.75)
        painter.fillPath(path, body)
        inner = shape_path(shape, diameter - HOLLOW_WIDTH)
        painter.strokePath(inner, QtGui.QPen(QtGui.QColor(paint.fill), HOLLOW_WIDTH))
    else:
        if paint.line and paint.fill:
            painter.strokePath(path, QtGui.QPen(QtGui.QColor(paint.line), 2 * paint.width))
        if paint.fill:
            painter.fillPath(path, QtGui.QColor(paint.fill))
        elif paint.line:
            painter.strokePath(path, pen(paint, paint.width))
        if paint.hatch:
            painter.fillPath(path, hatch_brush(paint.hatch, paint.hatch_colour, 3))
    if ring > 0 and ring_colour:
        radius = diameter / 2 * (1.18 if shape == "diamond" else 1.0) + RING_GAP + RING_WIDTH / 2
        stroke = QtGui.QPen(QtGui.QColor(ring_colour), RING_WIDTH)
        stroke.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
        painter.setBrush(NO_BRUSH)
        box = QtCore.QRectF(-radius, -radius, 2 * radius, 2 * radius)
        under = QtGui.QPen(QtGui.QColor(paper), RING_WIDTH + 1.0)
        under.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
        for one in (under, stroke):
            painter.setPen(one)
            painter.drawArc(box, 90 * 16, -round(min(ring, 1.0) * 360 * 16))
    painter.setOpacity(opacity)


def pen(paint: Paint, width: float, cosmetic: bool = False) -> QtGui.QPen:
    """The pen of a line or border, rounded; ``cosmetic`` when the painter's units are not px."""
    made = QtGui.QPen(QtGui.QColor(paint.line or "#000000"), width)
    made.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    made.setCosmetic(cosmetic)
    if paint.dash:
        made.setDashPattern(list(paint.dash))
    return made


@lru_cache(maxsize=32)
def _tile(hatch: str, colour: str, step: int, density: int) -> QtGui.QImage:
    """One tile of a hatch, ``step`` px wide, painted ``density`` times as fine."""
    side = step * density
    image = QtGui.QImage(side, side, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(image)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.scale(density, density)
        if hatch == "dots":
            painter.setPen(NO_PEN)
            painter.setBrush(QtGui.QColor(colour))
            painter.drawEllipse(QtCore.QPointF(step / 2, step / 2), 0.7, 0.7)
        else:
            painter.setPen(QtGui.QPen(QtGui.QColor(colour), 1.0))
            for shift in (-step, 0, step):
                painter.drawLine(QtCore.QPointF(shift - 1, step + 1), QtCore.QPointF(shift + step + 1, -1))
    finally:
        painter.end()
    return image


def hatch_brush(
    hatch: str, colour: str, step: int = _HATCH_STEP, to_px: QtGui.QTransform | None = None
) -> QtGui.QBrush:
    """A brush of dots or lines, ``step`` px apart; ``to_px`` is the painter's transform when its units are not px."""
    density = 4
    brush = QtGui.QBrush(_tile(hatch, colour, step, density))
    fine = QtGui.QTransform.fromScale(1 / density, 1 / density)
    if to_px is None:
        brush.setTransform(fine)
    else:
        inverse, possible = to_px.inverted()
        brush.setTransform(fine * inverse if possible else fine)
    return brush


def _polygon(path: QtGui.QPainterPath, radius: float, corners: int, turned: float) -> None:
    points = [
        QtCore.QPointF(
            radius * math.cos(turned + i * math.tau / corners), radius * math.sin(turned + i * math.tau / corners)
        )
        for i in range(corners)
    ]
    path.addPolygon(QtGui.QPolygonF([*points, points[0]]))
