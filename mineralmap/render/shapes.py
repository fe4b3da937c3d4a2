"""The outlines of the symbols: mine, refinery, recycling, products, closed, chokepoint, direction of a lane."""

import math

from PySide6 import QtCore, QtGui

BAR_THICKNESS = 4.0
CROSSING = (11.0, 2.6)
"""Length and thickness of the two strokes that cross out a barred bar, px."""


def shape_path(shape: str, diameter: float) -> QtGui.QPainterPath:
    """The outline of a symbol about (0, 0): every shape has the area of the circle of that diameter."""
    path = QtGui.QPainterPath()
    r = diameter / 2
    if shape == "diamond":
        _polygon(path, r * math.sqrt(math.pi / 2), 4, 0.0)
    elif shape == "square":
        _polygon(path, r * math.sqrt(math.pi / 2), 4, math.pi / 4)
    elif shape == "hexagon":
        _polygon(path, r * math.sqrt(2 * math.pi / (3 * math.sqrt(3))), 6, math.pi / 6)
    elif shape == "cross":
        path.moveTo(-r, -r)
        path.lineTo(r, r)
        path.moveTo(-r, r)
        path.lineTo(r, -r)
    elif shape in ("bar", "barred"):
        path.addRoundedRect(-r, -BAR_THICKNESS / 2, diameter, BAR_THICKNESS, 1.2, 1.2)
        if shape == "barred":
            long, thick = CROSSING
            stroke = QtGui.QPainterPath()
            stroke.addRect(-long / 2, -thick / 2, long, thick)
            for turn in (45.0, -45.0):
                path = path.united(QtGui.QTransform().rotate(turn).map(stroke))
    elif shape == "arrow":
        points = ((1.2, 0.0), (-0.9, 1.0), (-0.45, 0.0), (-0.9, -1.0))
        path.addPolygon(QtGui.QPolygonF([QtCore.QPointF(r * x, r * y) for x, y in (*points, points[0])]))
    else:
        path.addEllipse(QtCore.QPointF(0, 0), r, r)
    return path


def _polygon(path: QtGui.QPainterPath, radius: float, corners: int, turned: float) -> None:
    points = [
        QtCore.QPointF(
            radius * math.cos(turned + i * math.tau / corners), radius * math.sin(turned + i * math.tau / corners)
        )
        for i in range(corners)
    ]
    path.addPolygon(QtGui.QPolygonF([*points, points[0]]))
