"""Where the features of a table are on the map: what is visible, and what to show to see some of them. No Qt."""

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.datasets.attributes import AttributeTable

if TYPE_CHECKING:
    from mineralmap.layers.layer import Areas, Map

Extent = tuple[float, float, float, float]
LAYER_OF = {"countries": "countries", "routes": "routes", "ports": "routes", "chokepoints": "chokepoints"}
"""Layers that draw the rows of a table; facilities lie in several, and symbols of theirs in none of these count."""
WHOLE = frozenset({"countries", "routes"})
"""Tables whose rows are drawn with their layer; a row of any other is drawn where its symbol is."""


class Reach:
    """Where the rows of the newest table are on the newest map, and which are seen; kept until either changes."""

    def __init__(self) -> None:
        self._table: AttributeTable | None = None
        self._projection: object = None
        self._boxes = np.empty((0, 1, 4))
        self._map: Callable[[], Map | None] = lambda: None
        self._drawn: dict[tuple[bool, ...], np.ndarray] = {}

    def boxes(self, table: AttributeTable, made: "Map") -> np.ndarray:
        """Where the features are on the map (n, k, 4), as ``boxes``."""
        if self._table is not table or self._projection != made.projection:
            self._table, self._projection, self._drawn = table, made.projection, {}
            self._boxes = boxes(table, made)
        return self._boxes

    def seen(self, table: AttributeTable, made: "Map", canvas: Any) -> np.ndarray:
        """Which rows (n,) a canvas shows: their layer is on and drawn at this scale, and they lie above the key."""
        found = within(self.boxes(table, made), canvas.uncovered())
        if self._map() is not made:
            self._map, self._drawn = weakref.ref(made), {}  # weakly: a map that is shown no longer is large
        mpp = canvas.place()[2]
        drawn = tuple(
            layer.visible and layer.detail[0] <= mpp * canvas.true < layer.detail[1] and one[0] <= mpp < one[1]
            for layer in made.layers
            for one in map(_detail, layer.primitives)
        )
        if drawn not in self._drawn:
            self._drawn[drawn] = _drawn(table, made, drawn)
        return found & self._drawn[drawn]


def _detail(primitive: Any) -> tuple[float, float]:
    return getattr(primitive, "detail", (0.0, np.inf))


def _drawn(table: AttributeTable, made: "Map", drawn: tuple[bool, ...]) -> np.ndarray:
    """Which rows (n,) have something that is drawn, of the primitives of all layers in turn."""
    from mineralmap.layers.layer import Marks

    parts = [(layer, one) for layer in made.layers for one in layer.primitives]
    layer, others = LAYER_OF.get(table.id), set(LAYER_OF.values())
    shown = [
        one
        for (of, one), on in zip(parts, drawn, strict=True)
        if on and (of.id == layer if layer else of.id not in others)
    ]
    if table.id in WHOLE:
        return np.full(len(table), bool(shown))
    return table.rows_of(frozenset(name for one in shown if isinstance(one, Marks) for name in one.ids))


def boxes(table: AttributeTable, made: "Map") -> np.ndarray:
    """Bounding boxes (n, k, 4) of the features in projected metres: x0, y0, x1, y1; nan where they are not known.

    A point is a box of no size; countries take theirs from the map's areas.
    """
    if table.id == "countries":
        return _country_boxes(table, made)
    x, y = made.projection.forward(table.lon.ravel(), table.lat.ravel())
    x, y = (np.where(np.isfinite(one), one, np.nan).reshape(table.lon.shape) for one in (x, y))
    return np.stack([x, y, x, y], axis=-1)


def within(found: np.ndarray, extent: Extent) -> np.ndarray:
    """Which features (n,) have a box that touches an extent; what has no place is not there."""
    x0, y0, x1, y1 = extent
    with np.errstate(invalid="ignore"):
        hit = (found[..., 0] <= x1) & (found[..., 2] >= x0) & (found[..., 1] <= y1) & (found[..., 3] >= y0)
    return np.asarray(hit.any(axis=1))


def around(found: np.ndarray, rows: np.ndarray) -> Extent | None:
    """The extent of some rows; ``None`` when none has a place."""
    some = found[rows].reshape(-1, 4)
    some = some[np.isfinite(some).all(axis=1)]
    if not len(some):
        return None
    return float(some[:, 0].min()), float(some[:, 1].min()), float(some[:, 2].max()), float(some[:, 3].max())


def _country_boxes(table: AttributeTable, made: "Map") -> np.ndarray:
    from mineralmap.layers.layer import Areas

    found = np.full((len(table), 1, 4), np.nan)
    layer = next((layer for layer in made.layers if layer.id == "countries"), None)
    areas = next((one for one in layer.primitives if isinstance(one, Areas)), None) if layer is not None else None
    if areas is None or not len(areas.x):
        return found
    places = {str(one): at for at, one in enumerate(areas.ids)}
    at = np.array([places.get(str(one), -1) for one in table.ids], np.int64)
    found[at >= 0, 0] = _area_boxes(areas)[at[at >= 0]]
    return found


@lru_cache(maxsize=2)
def _area_boxes(areas: "Areas") -> np.ndarray:
    """Boxes (features, 4) of areas."""
    found = np.full((len(areas.ids), 4), np.nan)
    starts = areas.ring_start[:-1]
    feature = areas.feature_of_polygon[areas.polygon_of_ring]
    for column, values, least in ((0, areas.x, True), (1, areas.y, True), (2, areas.x, False), (3, areas.y, False)):
        ends = (np.minimum if least else np.maximum).reduceat(values, starts)
        box = np.full(len(areas.ids), np.inf if least else -np.inf)
        (np.minimum if least else np.maximum).at(box, feature, ends)
        found[:, column] = np.where(np.isfinite(box), box, np.nan)
    return found
