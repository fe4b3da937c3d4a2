"""Which features of a map lie in a rectangle or a polygon of its sheet: the symbols of its visible layers."""

import numpy as np

from mineralmap.layers.layer import Map, Marks

Extent = tuple[float, float, float, float]


def in_box(drawn: Map, box: Extent) -> frozenset[str]:
    """Ids of the symbols whose middle lies in x0, y0, x1, y1 (projected metres)."""
    x0, y0, x1, y1 = box
    found: set[str] = set()
    for marks in _marks(drawn):
        hit = (marks.x >= x0) & (marks.x <= x1) & (marks.y >= y0) & (marks.y <= y1)
        found.update(marks.ids[at] for at in np.flatnonzero(hit).tolist())
    return frozenset(found - {""})


def in_polygon(drawn: Map, x: np.ndarray, y: np.ndarray) -> frozenset[str]:
    """Ids of the symbols whose middle lies in a polygon of corners (n,), straight on the sheet; by even and odd."""
    found: set[str] = set()
    if len(x) < 3 or not (np.isfinite(x).all() and np.isfinite(y).all()):
        return frozenset()
    for marks in _marks(drawn):
        near = (marks.x >= x.min()) & (marks.x <= x.max()) & (marks.y >= y.min()) & (marks.y <= y.max())
        rows = np.flatnonzero(near)
        hit = inside(marks.x[rows], marks.y[rows], x, y)
        found.update(str(marks.ids[int(at)]) for at in rows[hit].tolist())
    return frozenset(found - {""})


def inside(px: np.ndarray, py: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Which points (m,) lie in a polygon of corners (n,): bool (m,)."""
    odd = np.zeros(len(px), bool)
    for x0, y0, x1, y1 in zip(x, y, np.roll(x, -1), np.roll(y, -1), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > py) != (y1 > py)
        odd ^= crosses & (px < (x1 - x0) * (py - y0) / (y1 - y0) + x0)
    return odd


def _marks(drawn: Map) -> list[Marks]:
    layers = [layer for layer in drawn.layers if layer.visible and layer.pickable]
    return [one for layer in layers for one in layer.primitives if isinstance(one, Marks)]
