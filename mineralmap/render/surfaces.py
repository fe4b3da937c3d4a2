"""How areas and lines are painted: columns of paths, of each paint at once, left out when they are not in view."""

import numpy as np
from PySide6 import QtGui

from mineralmap.layers.layer import Areas, Lines, Paint
from mineralmap.render import hatch, symbols
from mineralmap.render.paths import area_paths, line_paths
from mineralmap.render.viewport import Viewport


def paint_areas(painter: QtGui.QPainter, view: Viewport, areas: Areas) -> None:
    """Polygons of at least a px, with their patterns; the painter's opacity counts with that of their paints."""
    kept = area_paths(areas)
    if not len(kept.paths):
        return
    paint_of = areas.paint[areas.feature_of_polygon]
    shown = kept.seen(view, view.mpp)
    kept.fetch(shown)
    base, opacity = painter.transform(), painter.opacity()
    to_px, plain = view.transform(), _plain(painter)
    scale = 1.0 if plain else symbols.unit(painter)
    painter.setTransform(base if plain else to_px * base)
    for number in np.unique(paint_of[shown]).tolist():
        paint: Paint = areas.paints[number]
        some = shown[paint_of[shown] == number].tolist()
        painter.setOpacity(opacity * paint.opacity)
        painter.setPen(symbols.pen(paint, paint.width * scale, not plain) if paint.line else symbols.NO_PEN)
        painter.setBrush(QtGui.QColor(paint.fill) if paint.fill else symbols.NO_BRUSH)
        for i in some:
            painter.drawPath(to_px.map(kept.paths[i]) if plain else kept.paths[i])
        if paint.hatch:
            painter.setTransform(base)
            for i in some:
                _hatch(painter, view, areas, i, paint)
            painter.setTransform(base if plain else to_px * base)
    painter.setOpacity(opacity)
    painter.setTransform(base)


def paint_lines(painter: QtGui.QPainter, view: Viewport, lines: Lines) -> None:
    """Polylines in their order; the painter's opacity counts with that of their paints."""
    kept = line_paths(lines)
    if not len(kept.paths):
        return
    base, opacity = painter.transform(), painter.opacity()
    to_px, plain = view.transform(), _plain(painter)
    scale = 1.0 if plain else symbols.unit(painter)
    painter.setTransform(base if plain else to_px * base)
    painter.setBrush(symbols.NO_BRUSH)
    shown = kept.seen(view, 0.0)
    kept.fetch(shown)
    for i in shown.tolist():
        paint = lines.paints[int(lines.paint[i])]
        painter.setOpacity(opacity * paint.opacity)
        painter.setPen(symbols.pen(paint, float(lines.width[i]) * scale, not plain))
        painter.drawPath(to_px.map(kept.paths[i]) if plain else kept.paths[i])
    painter.setOpacity(opacity)
    painter.setTransform(base)


def _plain(painter: QtGui.QPainter) -> bool:
    """Must lines be painted in px? In a drawing those that keep their width in metres are lost to most programs that
    open it, and elsewhere do not grow with it."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() == QtGui.QPaintEngine.Type.SVG


def _hatch(painter: QtGui.QPainter, view: Viewport, areas: Areas, polygon: int, paint: Paint) -> None:
    first, end = np.searchsorted(areas.polygon_of_ring, [polygon, polygon + 1])
    start = areas.ring_start[first : end + 1]
    x, y = view.px(areas.x[start[0] : start[-1]], areas.y[start[0] : start[-1]])
    across, down = _phase(view, paint.hatch)
    painter.translate(across, down)
    room = (view.width - across, view.height - down)
    hatch.paint_hatch(painter, paint.hatch, paint.hatch_colour, x - across, y - down, start - start[0], room)
    painter.translate(-across, -down)


def _phase(view: Viewport, kind: str) -> tuple[float, float]:
    """Px (at most 0) that a pattern is moved by to be fixed to the map: a strip that is painted later then meets it."""
    x, y = -view.left / view.mpp, view.top / view.mpp
    step = hatch.STEP_PX
    if kind == "dots":
        return -((-x) % step), -((-y) % step)
    slope, period = (1.0, 2 * step * np.sqrt(2.0)) if kind == "sparse" else (-1.0, step * np.sqrt(2.0))
    return -float(-(x + slope * y) % period), 0.0
