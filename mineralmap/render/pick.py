"""What lies under the pointer: symbols first, then lines, then land. Of symbols only those that are drawn are asked."""

from dataclasses import dataclass

import numpy as np
from PySide6 import QtCore

from mineralmap.layers.layer import Areas, Layer, Lines, Map, Marks
from mineralmap.layers.symbology import tonnes_text
from mineralmap.render.paths import area_paths, line_paths
from mineralmap.render.points.cloud import cloud
from mineralmap.render.points.fans import CLOSE_MPP
from mineralmap.render.points.piles import pile_of
from mineralmap.render.points.pyramid import LEVELS
from mineralmap.render.scene import Scene
from mineralmap.render.viewport import Viewport

MARK_REACH_PX, EDGE_REACH_PX = 8.0, 5.0
"""A symbol is meant when its middle is this near, or its edge."""
LINE_REACH_PX = 4.0


@dataclass(frozen=True, slots=True)
class Picked:
    """A feature under the pointer."""

    layer: str
    feature: str
    tip: str
    more: str = ""
    """The line of the tip that says what else lies there."""


def under(drawn: Map, view: Viewport, x: float, y: float) -> Picked | None:
    """The feature at a px of a map, whoever shows it."""
    return under_scene(Scene(drawn), view, x, y)


def under_scene(scene: Scene, view: Viewport, x: float, y: float) -> Picked | None:
    """The feature at a px: the symbol on top that the point is in, else the nearest within reach, else the line on top,
    else the area on top."""
    found = _mark(scene, view, x, y)
    if found is not None:
        return found
    parts = [part for part in reversed(scene.parts) if part.layer.pickable and part.drawn_at(view.mpp, scene.true)]
    for part in parts:
        if isinstance(part.primitive, Lines):
            line = _line(part.primitive, view, x, y)
            if line is not None and part.primitive.ids[line]:
                return Picked(part.layer.id, part.primitive.ids[line], part.primitive.tips[line])
    for part in parts:
        if isinstance(part.primitive, Areas):
            area = _area(part.primitive, view, x, y)
            if area is not None and part.primitive.ids[area]:
                return Picked(part.layer.id, part.primitive.ids[area], part.primitive.tips[area])
    return None


def _mark(scene: Scene, view: Viewport, x: float, y: float) -> Picked | None:
    """The symbol on top that the point is in, else the nearest within reach, among equals that on top. A set is drawn
    from its largest symbol to its smallest."""
    best: tuple[tuple[bool, float], Layer, Marks, int, int] | None = None
    for marks, layer in reversed(scene.marks_at(view)):
        if best is not None and not best[0][0]:
            break  # it covers whatever lies below
        if not layer.pickable:
            continue
        shown = scene.shown(marks, view)
        widest = cloud(marks).widest / 2
        reach = max(MARK_REACH_PX, widest + EDGE_REACH_PX)
        near = np.flatnonzero((np.abs(shown.x - x) <= reach) & (np.abs(shown.y - y) <= reach))
        if not len(near):
            continue
        at = shown.at[near]
        radius = np.asarray(marks.diameter)[at] / 2
        away = np.hypot(shown.x[near] - x, shown.y[near] - y)
        outside = away > radius
        rank = np.where(outside, away, radius)
        rank[away > np.maximum(MARK_REACH_PX, radius + EDGE_REACH_PX)] = np.inf
        for i in np.lexsort((-at, rank, outside)).tolist():
            if not np.isfinite(rank[i]) or not marks.ids[int(at[i])]:
                continue
            key = (bool(outside[i]), float(rank[i]))
            if best is None or key < best[0]:
                best = (key, layer, marks, int(at[i]), shown.level)
            break
    if best is None:
        return None
    _, layer, marks, i, level = best
    more = _heap(marks, i, level, view.mpp, scene.map.unit)
    return Picked(layer.id, marks.ids[i], "\n".join(filter(None, (marks.tips[i], more))), more)


def _heap(marks: Marks, i: int, level: int, mpp: float, unit: str) -> str:
    """What else lies under a symbol or, while the map is far off, in its place, as another line of its tip."""
    thinned = level < LEVELS
    if not thinned and (mpp < CLOSE_MPP or marks.tonnes is None):
        return ""
    found = cloud(marks).clusters(np.array([i]), level) if thinned else pile_of(marks, i, mpp)
    count, known = int(found.count[0]), int(found.known[0])
    if count < 2:
        return ""
    more = f"with {count - 1:,} {'smaller under it' if thinned else 'more in this place'}"
    if known:
        more += f", together {tonnes_text(float(found.tonnes[0]), unit)}"
        more += f" ({known:,} of {count:,} counted)" if known < count else ""
    return f"{more}: zoom in to tell them apart"


def _line(lines: Lines, view: Viewport, x: float, y: float) -> int | None:
    """The nearest line within reach, among those whose box the point is in or near."""
    if not lines.ids or len(lines.x) < 2:
        return None
    at_x, at_y = view.metres(x, y)
    left, right, low, high = line_paths(lines).boxes.T
    reach = (LINE_REACH_PX + np.asarray(lines.width) / 2) * view.mpp
    near = np.flatnonzero(
        (left - reach <= at_x) & (right + reach >= at_x) & (low - reach <= at_y) & (high + reach >= at_y)
    )
    if not len(near):
        return None
    lengths = np.diff(lines.start)[near]
    first = np.cumsum(lengths) - lengths
    points = np.arange(int(lengths.sum())) + np.repeat(np.asarray(lines.start)[near] - first, lengths)
    px, py = view.px(lines.x[points], lines.y[points])
    dx, dy = np.diff(px), np.diff(py)
    length = dx * dx + dy * dy
    part = np.clip(((x - px[:-1]) * dx + (y - py[:-1]) * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    away = np.hypot(px[:-1] + part * dx - x, py[:-1] + part * dy - y)
    away[first[1:] - 1] = np.inf
    if not len(away):
        return None
    nearest = int(np.argmin(away))
    line = int(near[np.searchsorted(first, nearest, side="right") - 1])
    return line if away[nearest] <= LINE_REACH_PX + float(lines.width[line]) / 2 else None


def _area(areas: Areas, view: Viewport, x: float, y: float) -> int | None:
    at_x, at_y = view.metres(x, y)
    kept = area_paths(areas)
    left, right, low, high = kept.boxes.T
    for polygon in np.flatnonzero((left <= at_x) & (right >= at_x) & (low <= at_y) & (high >= at_y)).tolist():
        if kept.paths[polygon].contains(QtCore.QPointF(at_x, at_y)):
            return int(areas.feature_of_polygon[polygon])
    return None
