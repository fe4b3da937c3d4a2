"""Hatches as plain lines and dots, so that SVG and PDF show them as the screen does: texture brushes get lost there."""

from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.render.shapes import shape_path

STEP_PX = 5.0
LINE_PX, DOT_PX = 1.0, 1.5


def scan(x: np.ndarray, y: np.ndarray, ring_start: np.ndarray, step: float, low: float, high: float) -> np.ndarray:
    """Where horizontal lines ``step`` apart run inside closed rings, even-odd.

    Parameters
    ----------
    x, y
        Points of all rings, shape (n,); each ring ends where it begins.
    ring_start
        Offsets of the rings, shape (rings + 1,).
    low, high
        Only lines between these.

    Returns
    -------
    Segments (m, 3): the line's y, and x from and to.
    """
    last = np.zeros(len(x), bool)
    last[np.asarray(ring_start[1:]) - 1] = True
    edge = np.flatnonzero(~last[:-1])
    x0, y0, x1, y1 = x[edge], y[edge], x[edge + 1], y[edge + 1]
    first = np.ceil(np.maximum(np.minimum(y0, y1), low) / step).astype(int)
    # Half open, so that a line through a corner meets one of its two edges.
    end = np.ceil(np.minimum(np.maximum(y0, y1), high) / step).astype(int)
    count = np.clip(end - first, 0, None)
    which = np.repeat(np.arange(len(edge)), count)
    if not len(which):
        return np.empty((0, 3))
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + first[which]
    at_y = number * step
    at_x = x0[which] + (at_y - y0[which]) * (x1 - x0)[which] / (y1 - y0)[which]
    order = np.lexsort((at_x, number))
    number, at_x = number[order], at_x[order]
    # Each line of a closed figure is crossed an even number of times: in, out, in, out.
    pairs = len(at_x) // 2
    return np.column_stack([number[0 : 2 * pairs : 2] * step, at_x[0 : 2 * pairs : 2], at_x[1 : 2 * pairs : 2]])


def paint_hatch(
    painter: QtGui.QPainter,
    kind: str,
    colour: str,
    x: np.ndarray,
    y: np.ndarray,
    ring_start: np.ndarray,
    bounds: tuple[float, float],
    step: float = STEP_PX,
) -> None:
    """Hatch closed rings given in px. ``bounds``: width, height of the view.

    "lines" rise to the right, "sparse" ones fall and stand twice as far apart, "dots" stand in rows.
    """
    width, height = bounds
    pen = QtGui.QPen(QtGui.QColor(colour), LINE_PX)
    if kind == "dots":
        lines = scan(x, y, ring_start, step, 0.0, height)
        first, end = np.ceil(np.maximum(lines[:, 1], 0) / step), np.ceil(np.minimum(lines[:, 2], width) / step)
        dots = [
            QtCore.QPointF(column * step, down)
            for down, start, stop in zip(lines[:, 0].tolist(), first.astype(int), end.astype(int), strict=True)
            for column in range(start, stop)
        ]
        pen.setWidthF(DOT_PX)
        pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(dots)
        return
    painter.setPen(pen)
    # Turned by 45°: what rises on the screen is level here, and with x and y changed about, what falls.
    if kind == "sparse":
        turned = scan(x + y, x - y, ring_start, 2 * step * np.sqrt(2.0), -height - 1.0, width + 1.0)
        ends = [((a + level) / 2, (a - level) / 2, (b + level) / 2, (b - level) / 2) for level, a, b in turned.tolist()]
    else:
        turned = scan(x - y, x + y, ring_start, step * np.sqrt(2.0), -1.0, width + height + 1.0)
        ends = [((a + level) / 2, (level - a) / 2, (b + level) / 2, (level - b) / 2) for level, a, b in turned.tolist()]
    painter.drawLines([QtCore.QLineF(*end) for end in ends])


@lru_cache(maxsize=512)
def symbol_hatch(shape: str, diameter: float, step: float = 3.0) -> tuple[QtCore.QLineF, ...]:
    """Lines of a hatched symbol about (0, 0)."""
    points = shape_path(shape, diameter).toFillPolygon()
    x = np.array([points.at(i).x() for i in range(points.size())])
    y = np.array([points.at(i).y() for i in range(points.size())])
    turned = scan(x - y, x + y, np.array([0, len(x)]), step * np.sqrt(2.0), -2 * diameter, 2 * diameter)
    return tuple(
        QtCore.QLineF((a + level) / 2, (level - a) / 2, (b + level) / 2, (level - b) / 2)
        for level, a, b in turned.tolist()
    )
