"""What of a layer lies in a part of the map, and which entries of its key speak of that."""

from dataclasses import dataclass

import numpy as np

from mineralmap.layers.layer import Areas, Layer, LegendEntry, Lines, Map, Marks, Paint, Texts

Extent = tuple[float, float, float, float]
"""x0, y0, x1, y1 in projected metres."""


@dataclass(frozen=True, slots=True)
class Content:
    """``everywhere`` the looks of all that a layer draws, ``here`` of what lies in the extent; ``signs`` what else can
    be seen of that: "ring", "hollow", shapes of symbols."""

    everywhere: frozenset[str]
    here: frozenset[str]
    signs: frozenset[str]
    anything: bool

    def shows(self, entry: LegendEntry) -> bool:
        """Does an entry of the layer's key speak of something here? What cannot be told stays, where anything is."""
        if not self.anything:
            return False
        if entry.ring > 0:
            return "ring" in self.signs
        if entry.shape in ("cross", "bar", "barred"):
            return entry.shape in self.signs
        look = _look(entry.paint)
        if look in self.everywhere:
            return look in self.here
        if entry.paint.dash:
            return any("dashed" in one for one in self.here)
        return True


def content_of(drawn: Map, extent: Extent, mpp: float, true: float = 1.0) -> dict[str, Content]:
    """What of each visible layer lies in an extent, at so many metres per px, by the ids of the layers; ``true`` metres
    of the ground are in one of the map."""
    return {layer.id: _content(layer, extent, mpp, true) for layer in drawn.layers if layer.visible}


def _content(layer: Layer, extent: Extent, mpp: float, true: float) -> Content:
    everywhere, here, signs = set[str](), set[str](), set[str]()
    anything = False
    drawn_now = layer.detail[0] <= mpp * true < layer.detail[1]
    for part in layer.primitives:
        if isinstance(part, Texts):
            continue
        looks = [_look(paint) for paint in part.paints]
        everywhere |= {looks[number] for number in np.unique(part.paint).tolist()}
        if not drawn_now or not part.detail[0] <= mpp < part.detail[1]:
            continue
        if isinstance(part, Marks):
            seen = np.flatnonzero(_within(part.x, part.y, extent))
            if len(seen):
                signs.add(part.shape)
                signs |= {"ring"} if (part.ring[seen] > 0).any() else set()
        else:
            seen = _areas(part, extent) if isinstance(part, Areas) else _lines(part, extent)
        anything |= len(seen) > 0
        here |= {looks[number] for number in np.unique(part.paint[seen]).tolist()}
    return Content(frozenset(everywhere), frozenset(here), frozenset(signs), anything)


def _look(paint: Paint) -> str:
    """Colour and pattern of a paint, which a key's swatch shares with what it speaks of."""
    pattern = paint.hatch or ("dashed" if paint.dash else "")
    return f"{paint.fill or paint.line} {pattern}"


def _within(x: np.ndarray, y: np.ndarray, extent: Extent) -> np.ndarray:
    x0, y0, x1, y1 = extent
    return (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)


def _lines(lines: Lines, extent: Extent) -> np.ndarray:
    """Which lines have a segment whose box meets the extent."""
    if len(lines.start) < 2 or len(lines.x) < 2:
        return np.empty(0, int)
    x0, y0, x1, y1 = extent
    x, y = lines.x, lines.y
    meets = (np.minimum(x[:-1], x[1:]) <= x1) & (np.maximum(x[:-1], x[1:]) >= x0)
    meets &= (np.minimum(y[:-1], y[1:]) <= y1) & (np.maximum(y[:-1], y[1:]) >= y0)
    line = np.searchsorted(lines.start, np.flatnonzero(meets), side="right") - 1
    # The step from the end of one line to the beginning of the next is no segment.
    inner = np.flatnonzero(meets) + 1 < lines.start[line + 1]
    return np.unique(line[inner])


def _areas(areas: Areas, extent: Extent) -> np.ndarray:
    """Which features have a polygon with a corner in the extent, or round it."""
    if not len(areas.feature_of_polygon):
        return np.empty(0, int)
    first = areas.ring_start[np.searchsorted(areas.polygon_of_ring, np.arange(len(areas.feature_of_polygon) + 1))]
    ends = first[1:]
    corner = np.searchsorted(ends, np.flatnonzero(_within(areas.x, areas.y, extent)), side="right")
    found = set(np.unique(corner).tolist())
    x0, y0, x1, y1 = extent
    low_x, low_y = (np.minimum.reduceat(v, first[:-1]) for v in (areas.x, areas.y))
    high_x, high_y = (np.maximum.reduceat(v, first[:-1]) for v in (areas.x, areas.y))
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    round_it = (low_x <= middle[0]) & (high_x >= middle[0]) & (low_y <= middle[1]) & (high_y >= middle[1])
    for polygon in np.flatnonzero(round_it).tolist():
        if polygon not in found and _holds(areas, polygon, middle):
            found.add(polygon)
    return np.unique(areas.feature_of_polygon[sorted(found)]) if found else np.empty(0, int)


def _holds(areas: Areas, polygon: int, point: tuple[float, float]) -> bool:
    """Does a polygon, its holes left out, hold a point?"""
    a, z = np.searchsorted(areas.polygon_of_ring, [polygon, polygon + 1])
    crossings = 0
    for ring in range(a, z):
        x, y = (v[areas.ring_start[ring] : areas.ring_start[ring + 1]] for v in (areas.x, areas.y))
        x2, y2 = np.roll(x, -1), np.roll(y, -1)
        spans = (y > point[1]) != (y2 > point[1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x + (point[1] - y) / (y2 - y) * (x2 - x)
        crossings += int((spans & (at > point[0])).sum())
    return crossings % 2 == 1
