"""What has a place on the map: symbols and words that the projection cannot show are taken out of a layer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mineralmap.layers.layer import Layer, Marks, Primitive, Texts

COLUMNS = {
    Marks: ("x", "y", "diameter", "paint", "hollow", "ring", "ring_colour", "faded", "ids", "tips", "angle", "tonnes"),
    Texts: ("x", "y", "words", "size", "style", "priority", "offset", "closer"),
}
"""What of a primitive has one value a symbol or label."""


def shown_only(layer: Layer) -> Layer:
    """The layer without symbols and words that are nowhere; itself when there are none."""
    made = tuple(_shown(one) for one in layer.primitives)
    same = all(one is other for one, other in zip(made, layer.primitives, strict=True))
    return layer if same else replace(layer, primitives=made)


def _shown(primitive: Primitive) -> Primitive:
    if not isinstance(primitive, Marks | Texts) or (isinstance(primitive, Texts) and primitive.ids):
        return primitive  # words of areas stand wherever these are seen
    kept = np.isfinite(primitive.x) & np.isfinite(primitive.y)
    if kept.all():
        return primitive
    chosen = np.flatnonzero(kept)
    changes: dict[str, Any] = {}
    for name in COLUMNS[type(primitive)]:
        column = getattr(primitive, name)
        if isinstance(column, np.ndarray):
            changes[name] = column[chosen]
        elif isinstance(column, Sequence):
            changes[name] = tuple(column[i] for i in chosen.tolist())
    return replace(primitive, **changes)
