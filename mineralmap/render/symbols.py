"""How one symbol and one line is painted. All measures in px; the painter carries the scale."""

from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Paint
from mineralmap.render.hatch import symbol_hatch
from mineralmap.render.shapes import CROSSING, shape_path

FADED_OPACITY = 0.85
HOLLOW_WIDTH = 1.6
RING_GAP, RING_WIDTH = 1.6, 2.2
NO_BRUSH = QtGui.QBrush(QtCore.Qt.BrushStyle.NoBrush)
NO_PEN = QtGui.QPen(QtCore.Qt.PenStyle.NoPen)


def reach(shape: str, diameter: float, ring: float) -> float:
    """Farthest painted px from the middle of a symbol."""
    outer = diameter / 2 * (1.26 if shape in ("diamond", "arrow") else 1.1) + 2.0
    if shape == "barred":
        outer = max(outer, CROSSING[0] / 2 + 3.0)
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
            painter.setPen(QtGui.QPen(QtGui.QColor(paint.hatch_colour), 0.9))
            painter.drawLines(list(symbol_hatch(shape, round(diameter * 4) / 4)))
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


@lru_cache(maxsize=512)
def pen(paint: Paint, width: float, cosmetic: bool = False) -> QtGui.QPen:
    """The pen of a line or border, rounded; ``cosmetic`` when the painter's units are not px. Kept: never change it."""
    made = QtGui.QPen(QtGui.QColor(paint.line or "#000000"), width)
    made.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
    made.setCosmetic(cosmetic)
    if paint.dash:
        made.setDashPattern(list(paint.dash))
    return made
