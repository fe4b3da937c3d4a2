"""How one layer is drawn, where somebody has changed it: kept in ``View.styles`` as words, read here."""

import math
from dataclasses import dataclass, fields, replace
from typing import Any

Styles = tuple[tuple[str, str, str], ...]
CLOSEST, FARTHEST = 0.0, math.inf


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """Changes of one layer; the defaults leave it as it is.

    ``opacity`` 0–1. ``size`` multiplies symbols and line widths, 0.25–4. ``names`` labels its features: "" as the layer
    does by itself, "on", "off". ``part``: the partner-owned part as a ring round the symbol, or "pie", a slice of it.
    ``closest``, ``farthest``: the layer is drawn at scales 1 : closest to 1 : farthest.
    """

    opacity: float = 1.0
    size: float = 1.0
    names: str = ""
    part: str = ""
    closest: float = CLOSEST
    farthest: float = FARTHEST


CHOICES = {
    "names": {"": "By scale", "on": "All", "off": "None"},
    "part": {"": "Ring", "pie": "Slice"},
}
"""Properties that are one of several words, with their names."""
_BOUNDS = {"opacity": (0.0, 1.0), "size": (0.25, 4.0), "closest": (CLOSEST, FARTHEST), "farthest": (CLOSEST, FARTHEST)}
_PROPERTIES = frozenset(one.name for one in fields(LayerStyle))


def style_of(styles: Styles, layer: str) -> LayerStyle:
    """The style of one layer. What cannot be read is left at its default."""
    made: dict[str, Any] = {}
    for name, key, value in styles:
        if name != layer or key not in _PROPERTIES:
            continue
        if key in CHOICES:
            made[key] = value if value in CHOICES[key] else ""
            continue
        try:
            number = float(value)
        except ValueError:
            continue
        low, high = _BOUNDS[key]
        if low <= number <= high:
            made[key] = number
    return replace(LayerStyle(), **made)


def with_style(styles: Styles, layer: str, style: LayerStyle) -> Styles:
    """The styles with those of one layer replaced; what is at its default is not written down."""
    default = LayerStyle()
    rest = tuple(one for one in styles if one[0] != layer)
    changed = tuple(
        (layer, one.name, str(getattr(style, one.name)))
        for one in fields(style)
        if getattr(style, one.name) != getattr(default, one.name)
    )
    return (*rest, *changed)
