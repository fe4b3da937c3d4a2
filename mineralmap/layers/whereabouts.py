"""Where things lie on the map, whatever is drawn: the country under a point, the extent of a country or of a layer."""

import numpy as np

from mineralmap.layers import basemap
from mineralmap.layers.layer import Layer, Map, Texts
from mineralmap.layers.projection import Projection

Extent = tuple[float, float, float, float]
MAIN_PART, NEAR_PART = 0.2, 0.5
"""A country is shown with its largest polygon, those of at least this part of its area, and those that lie no farther
from it than this part of its own diagonal: Alaska is seen with the United States, Hawaii and French Guiana do not make
a speck of the rest. Of a country that the map's edge cuts it is the larger part."""


def inside(x: float, y: float, ring_x: np.ndarray, ring_y: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Which polygons' rings hold a point: for each ring (start (rings + 1,)) whether a ray from it crosses oddly."""
    x1, y1 = ring_x, ring_y
    x2, y2 = np.roll(ring_x, -1), np.roll(ring_y, -1)
    last = start[1:] - 1
    x2[last], y2[last] = ring_x[start[:-1]], ring_y[start[:-1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        crosses = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return np.logical_xor.reduceat(crosses, start[:-1])


def country_at(projection: Projection, x: float, y: float) -> str:
    """ISO code of the country at a point in projected metres; "" at sea and outside the world."""
    shapes = basemap.shapes("countries_low", projection)
    within = inside(x, y, shapes.x, shapes.y, shapes.ring_start)
    odd = np.bincount(shapes.polygon_of_ring[within], minlength=len(shapes.feature_of_polygon)) % 2 == 1
    found = shapes.feature_of_polygon[np.flatnonzero(odd)]
    if not len(found):
        return ""
    row = shapes.table.iloc[int(found[-1])]
    return str(row["iso3"] or row["iso3_report"])


def country_extent(projection: Projection, iso3: str) -> Extent | None:
    """What a country spans, without what lies far from its main part; ``None`` when the basemap has none."""
    shapes = basemap.shapes("countries_low", projection)
    table = shapes.table
    features = np.flatnonzero(((table["iso3"] == iso3) | (table["iso3_report"] == iso3)).to_numpy())
    polygons = np.flatnonzero(np.isin(shapes.feature_of_polygon, features))
    if not len(polygons):
        return None
    first = np.searchsorted(shapes.polygon_of_ring, polygons)  # of each its outer ring
    boxes = np.array(
        [_box(shapes.x[a:z], shapes.y[a:z]) for a, z in zip(*_ends(shapes.ring_start, first), strict=True)]
    )
    area = np.array(
        [_area(shapes.x[a:z], shapes.y[a:z]) for a, z in zip(*_ends(shapes.ring_start, first), strict=True)]
    )
    main = boxes[int(np.argmax(area))]
    away = np.hypot(
        np.maximum(np.maximum(boxes[:, 0] - main[2], main[0] - boxes[:, 2]), 0.0),
        np.maximum(np.maximum(boxes[:, 1] - main[3], main[1] - boxes[:, 3]), 0.0),
    )
    near = away <= NEAR_PART * np.hypot(main[2] - main[0], main[3] - main[1])
    kept = (area >= MAIN_PART * area.max()) | near
    x0, _, x1, _ = projection.world()
    # What the map's edge cuts off lies at the other end of the world.
    kept &= np.abs(boxes[:, [0, 2]].mean(axis=1) - (main[0] + main[2]) / 2) < (x1 - x0) / 2
    boxes = boxes[kept]
    return (*map(float, boxes[:, :2].min(axis=0)), *map(float, boxes[:, 2:].max(axis=0)))  # type: ignore[return-value]


def layer_extent(drawn: Map, layer_id: str) -> Extent | None:
    """What is drawn of a layer spans; ``None`` when it is hidden or empty."""
    layer = next((one for one in drawn.layers if one.id == layer_id), None)
    parts = _parts(layer) if layer is not None and layer.visible else []
    x = np.concatenate([part[0] for part in parts]) if parts else np.empty(0)
    y = np.concatenate([part[1] for part in parts]) if parts else np.empty(0)
    known = np.isfinite(x) & np.isfinite(y)
    return _box(x[known], y[known]) if known.any() else None


def _parts(layer: Layer) -> list[tuple[np.ndarray, np.ndarray]]:
    """The columns of its shapes; of its words only where there is nothing else."""
    shapes = [part for part in layer.primitives if not isinstance(part, Texts)]
    return [(np.asarray(part.x), np.asarray(part.y)) for part in shapes or layer.primitives]


def _ends(start: np.ndarray, rings: np.ndarray) -> tuple[list[int], list[int]]:
    return start[rings].tolist(), start[rings + 1].tolist()


def _box(x: np.ndarray, y: np.ndarray) -> Extent:
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _area(x: np.ndarray, y: np.ndarray) -> float:
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
