"""How one symbol and one line is painted. All measures in px; the painter carries the scale."""

from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Marks, Paint
from mineralmap.layers.palette import edge
from mineralmap.render.hatch import symbol_hatch
from mineralmap.render.shapes import CROSSING, shape_path

FADED_OPACITY = 0.85
HOLLOW_WIDTH = 1.6
RING_GAP, RING_WIDTH, RING_EDGE = 1.6, 2.2, 0.6
CIRCLE_GAP, CIRCLE_WIDTH, CIRCLE_OPACITY = 1.1, 1.3, 0.6
"""Of the circle round what is the user's own: paper within it, its line, and how much of that is seen at least."""
HATCH_WIDTH, CROSS_HALO, TINT = 0.9, 2.4, 0.28
SLICE_EDGE_FROM = 9.0
"""Px from which a slice has an edge of its own: on smaller ones the edge would be all there is."""
CORNERS = 1.26
"""How much farther a diamond reaches than the circle of its area."""
NO_BRUSH = QtGui.QBrush(QtCore.Qt.BrushStyle.NoBrush)
NO_PEN = QtGui.QPen(QtCore.Qt.PenStyle.NoPen)


def reach(shape: str, diameter: float, ring: float, circled: bool = False) -> float:
    """Farthest painted px from the middle of a symbol."""
    if circled:
        return circle_radius(shape, diameter, ring) + CIRCLE_WIDTH / 2 + 1.0
    outer = diameter / 2 * (CORNERS if shape in ("diamond", "arrow") else 1.1) + 2.0
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
    if shape == "cross":
        _stroke(painter, path, paper, paint.width + CROSS_HALO)
        painter.strokePath(path, pen(paint, paint.width))
    elif paint.dash and paint.line and not paint.fill:
        _project(painter, path, paint, hollow, paper)
    elif hollow and paint.fill and diameter > 2 * HOLLOW_WIDTH:
        _hollow(painter, shape, diameter, paint, paper)
    else:
        if paint.line and paint.fill:
            _stroke(painter, path, paint.line, 2 * paint.width)
        if paint.fill:
            painter.fillPath(path, QtGui.QColor(paint.fill))
        elif paint.line:
            painter.strokePath(path, pen(paint, paint.width))
        if paint.hatch:
            painter.setPen(QtGui.QPen(QtGui.QColor(paint.hatch_colour), HATCH_WIDTH))
            painter.drawLines(list(symbol_hatch(shape, round(diameter * 4) / 4)))
            # Pale and hatched, it would have no edge on pale land.
            _stroke(painter, path, paint.hatch_colour, HATCH_WIDTH)
    if ring > 0 and ring_colour:
        if paint.part == "pie":
            _slice(painter, path, diameter, ring, ring_colour, paint.line or paper)
        else:
            _ring(painter, shape, diameter, ring, ring_colour, paper)
    if paint.circled:
        painter.setOpacity(opacity * max(paint.opacity, CIRCLE_OPACITY))
        _circle(painter, circle_radius(shape, diameter, 0.0 if paint.part == "pie" else ring), paint.circled, paper)
    painter.setOpacity(opacity)


def paint_one(painter: QtGui.QPainter, marks: Marks, i: int, turn: float, paper: str) -> None:
    """Paint one symbol about the origin, turned by some degrees."""
    if turn:
        painter.rotate(turn)
    ring = float(marks.ring[i])
    paint_symbol(
        painter,
        marks.shape,
        float(marks.diameter[i]),
        marks.paints[int(marks.paint[i])],
        hollow=bool(marks.hollow[i]),
        ring=ring,
        ring_colour=marks.ring_colours[int(marks.ring_colour[i])] if ring > 0 and marks.ring_colours else "",
        faded=bool(marks.faded[i]),
        paper=paper,
    )


def _hollow(painter: QtGui.QPainter, shape: str, diameter: float, paint: Paint, paper: str) -> None:
    """Only the edge, in the colour that the body would have, within a thin outline; a pale body keeps it legible."""
    _stroke(painter, shape_path(shape, diameter), paint.line or paper, 1.0)
    painter.fillPath(shape_path(shape, diameter), _veil(paper))
    inner = shape_path(shape, diameter - HOLLOW_WIDTH)
    _stroke(painter, inner, _edge(paint, paper), HOLLOW_WIDTH)


def _edge(paint: Paint, paper: str) -> str:
    """The colour of a hollow symbol's edge: of one that is hatched, body or hatch, whichever the paper hides less."""
    tones = [tone for tone in (paint.fill, paint.hatch_colour if paint.hatch else "") if tone]
    ground = QtGui.QColor(paper).lightness()
    return max(tones, key=lambda tone: abs(QtGui.QColor(tone).lightness() - ground), default=paper)


def _project(painter: QtGui.QPainter, path: QtGui.QPainterPath, paint: Paint, hollow: bool, paper: str) -> None:
    """A dashed edge over a body of a little of its colour, or where the place is known to the town only, of none."""
    painter.fillPath(path, _veil(paper))
    if not hollow:
        tint = QtGui.QColor(paint.line or paper)
        tint.setAlphaF(TINT)
        painter.fillPath(path, tint)
    painter.strokePath(path, pen(paint, paint.width))


def circle_radius(shape: str, diameter: float, ring: float) -> float:
    """Px to the middle of the line round what is the user's own: it leaves the body free, and a partner ring."""
    body = diameter / 2 * (CORNERS if shape in ("diamond", "square", "arrow") else 1.1 if shape == "hexagon" else 1.0)
    inner = max(body + 1.0, _ring_radius(shape, diameter) + RING_WIDTH / 2 if ring > 0 else 0.0)
    return inner + CIRCLE_GAP + CIRCLE_WIDTH / 2


def _ring_radius(shape: str, diameter: float) -> float:
    return diameter / 2 * (1.18 if shape == "diamond" else 1.0) + RING_GAP + RING_WIDTH / 2


def _circle(painter: QtGui.QPainter, radius: float, colour: str, paper: str) -> None:
    """A thin circle with paper on both sides of its line: it is neither the ring within it nor what lies below."""
    painter.setBrush(NO_BRUSH)
    for tone, width in ((paper, CIRCLE_WIDTH + 1.2), (colour, CIRCLE_WIDTH)):
        painter.setPen(QtGui.QPen(QtGui.QColor(tone), width))
        painter.drawEllipse(QtCore.QPointF(0.0, 0.0), radius, radius)


def _ring(painter: QtGui.QPainter, shape: str, diameter: float, part: float, colour: str, paper: str) -> None:
    """The partner-owned part as an arc outside the symbol, from the top clockwise."""
    radius = _ring_radius(shape, diameter)
    box = QtCore.QRectF(-radius, -radius, 2 * radius, 2 * radius)
    painter.setBrush(NO_BRUSH)
    around = edge(colour, paper)
    strokes = [(paper, RING_WIDTH + 1.0), (colour, RING_WIDTH)]
    if around:
        strokes = [
            (paper, RING_WIDTH + RING_EDGE + 1.0),
            (around, RING_WIDTH + RING_EDGE),
            (colour, RING_WIDTH - RING_EDGE),
        ]
    for tone, width in strokes:
        stroke = QtGui.QPen(QtGui.QColor(tone), width)
        stroke.setCapStyle(QtCore.Qt.PenCapStyle.FlatCap)
        painter.setPen(stroke)
        painter.drawArc(box, 90 * 16, -round(min(part, 1.0) * 360 * 16))


def _slice(
    painter: QtGui.QPainter, path: QtGui.QPainterPath, diameter: float, part: float, colour: str, edge: str
) -> None:
    """The partner-owned part as a slice of the symbol, from the top clockwise; of a diamond or hexagon too."""
    if part < 1.0:
        far = diameter
        wedge = QtGui.QPainterPath(QtCore.QPointF(0.0, 0.0))
        wedge.arcTo(QtCore.QRectF(-far, -far, 2 * far, 2 * far), 90.0, -360.0 * part)
        wedge.closeSubpath()
        path = path.intersected(wedge)
    painter.fillPath(path, QtGui.QColor(colour))
    if diameter >= SLICE_EDGE_FROM:
        _stroke(painter, path, edge, 0.7)


def _stroke(painter: QtGui.QPainter, path: QtGui.QPainterPath, colour: str, width: float) -> None:
    painter.strokePath(path, QtGui.QPen(QtGui.QColor(colour), width))


def _veil(paper: str) -> QtGui.QColor:
    body = QtGui.QColor(paper)
    body.setAlphaF(0.75)
    return body


def unit(painter: QtGui.QPainter) -> float:
    """How wide a cosmetic pen must be for a line of a px: that knows neither the painter's scale nor a dense screen."""
    return (abs(painter.transform().m11()) or 1.0) * painter.device().devicePixelRatioF()


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
