"""What is here: every feature under a point of the map, those on top first. For a menu, so brute force will do."""

import numpy as np

from mineralmap.layers.layer import Areas, Lines, Map, Marks, Primitive, Texts
from mineralmap.layers.whereabouts import inside
from mineralmap.render import furniture
from mineralmap.render.pick import Picked
from mineralmap.render.scene import Viewport

REACH_PX = 8.0
MOST = 40


def features(drawn: Map, view: Viewport, x: float, y: float, true: float | None = None) -> list[Picked]:
    """The features at a px: symbols in reach (the nearest first), then lines, then land; at most ``MOST`` of them."""
    ground = view.mpp * (furniture.truth(drawn, view) if true is None else true)
    layers = [layer for layer in reversed(drawn.layers) if layer.visible and layer.pickable]
    found: list[Picked] = []
    for reach in (_marks, _lines, _areas):
        for layer in layers:
            if not layer.detail[0] <= ground < layer.detail[1]:
                continue
            for part in reversed(layer.primitives):
                if isinstance(part, Texts) or not part.detail[0] <= view.mpp < part.detail[1]:
                    continue
                hits = [Picked(layer.id, part.ids[i], part.tips[i]) for i in reach(part, view, x, y) if part.ids[i]]
                known = {one.feature for one in found}
                found += list({one.feature: one for one in hits if one.feature not in known}.values())
    return found[:MOST]


def _marks(marks: Primitive, view: Viewport, x: float, y: float) -> list[int]:
    if not isinstance(marks, Marks) or not len(marks.ids):
        return []
    px, py = view.px(marks.x, marks.y)
    away = np.hypot(px - x, py - y)
    within = np.flatnonzero(away <= marks.diameter / 2 + REACH_PX)
    return within[np.argsort(away[within])][:MOST].tolist()


def _lines(lines: Primitive, view: Viewport, x: float, y: float) -> list[int]:
    if not isinstance(lines, Lines) or not len(lines.ids) or len(lines.x) < 2:
        return []
    px, py = view.px(lines.x, lines.y)
    dx, dy = np.diff(px), np.diff(py)
    length = dx * dx + dy * dy
    part = np.clip(((x - px[:-1]) * dx + (y - py[:-1]) * dy) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    away = np.hypot(px[:-1] + part * dx - x, py[:-1] + part * dy - y)
    away[lines.start[1:-1] - 1] = np.inf
    nearest = np.full(len(lines.start) - 1, np.inf)
    line = np.searchsorted(lines.start, np.arange(len(away)), side="right") - 1
    np.minimum.at(nearest, line, away)
    within = np.flatnonzero(nearest <= REACH_PX / 2 + np.asarray(lines.width) / 2)
    return within[np.argsort(nearest[within])][:MOST].tolist()


def _areas(areas: Primitive, view: Viewport, x: float, y: float) -> list[int]:
    if not isinstance(areas, Areas) or not len(areas.ids):
        return []
    at_x, at_y = view.metres(x, y)
    within = inside(at_x, at_y, areas.x, areas.y, areas.ring_start)
    odd = np.bincount(areas.polygon_of_ring[within], minlength=len(areas.feature_of_polygon)) % 2 == 1
    return np.unique(areas.feature_of_polygon[odd])[:MOST].tolist()
