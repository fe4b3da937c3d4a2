"""What lies under the pointer: symbols first, then lines, then land. Brute force over columns."""

from dataclasses import dataclass

import numpy as np
from PySide6 import QtCore

from mineralmap.layers.layer import Areas, Lines, Map, Marks, Primitive, Texts
from mineralmap.render.scene import Viewport, area_paths

MARK_REACH_PX = 5.0
LINE_REACH_PX = 4.0


@dataclass(frozen=True, slots=True)
class Picked:
    """A feature under the pointer."""

    layer: str
    feature: str
    tip: str


def under(drawn: Map, view: Viewport, x: float, y: float) -> Picked | None:
    """The feature at a px, from the top of the map down; symbols win over lines, and lines over areas."""
    layers = [layer for layer in reversed(drawn.layers) if layer.visible and layer.pickable]
    for find in (_mark, _line, _area):
        for layer in layers:
            for primitive in reversed(layer.primitives):
                found = find(primitive, view, x, y)
                if found is not None and not isinstance(primitive, Texts) and primitive.ids[found]:
                    return Picked(layer.id, primitive.ids[found], primitive.tips[found])
    return None


def _mark(marks: Primitive, view: Viewport, x: float, y: float) -> int | None:
    """The smallest symbol that the point is in, else the nearest within reach."""
    if not isinstance(marks, Marks) or not marks.detail[0] <= view.mpp < marks.detail[1]:
        return None
    px, py = view.px(marks.x, marks.y)
    away = np.hypot(px - x, py - y)
    within = np.flatnonzero(away <= marks.diameter / 2 + MARK_REACH_PX)
    if not len(within):
        return None
    outside = away[within] > marks.diameter[within] / 2
    return int(within[np.lexsort((np.where(outside, away[within], marks.diameter[within]), outside))[0]])


def _line(lines: Primitive, view: Viewport, x: float, y: float) -> int | None:
    if not isinstance(lines, Lines) or not lines.ids or len(lines.x) < 2:
        return None
    if not lines.detail[0] <= view.mpp < lines.detail[1]:
        return None
    px, py = view.px(lines.x, lines.y)
    dx, dy = np.diff(px), np.diff(py)
    length = dx * dx + dy * dy
    part = np.clip(((x - px[:-1]) * dx + (y - py[:-1]) * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    away = np.hypot(px[:-1] + part * dx - x, py[:-1] + part * dy - y)
    away[lines.start[1:-1] - 1] = np.inf
    nearest = int(np.argmin(away))
    line = int(np.searchsorted(lines.start, nearest, side="right")) - 1
    return line if away[nearest] <= LINE_REACH_PX + lines.width[line] / 2 else None


def _area(areas: Primitive, view: Viewport, x: float, y: float) -> int | None:
    if not isinstance(areas, Areas) or not areas.detail[0] <= view.mpp < areas.detail[1]:
        return None
    at_x, at_y = view.metres(x, y)
    kept = area_paths(areas)
    left, right, low, high = kept.boxes.T
    for polygon in np.flatnonzero((left <= at_x) & (right >= at_x) & (low <= at_y) & (high >= at_y)).tolist():
        if kept.paths[polygon].contains(QtCore.QPointF(at_x, at_y)):
            return int(areas.feature_of_polygon[polygon])
    return None
