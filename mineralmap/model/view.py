"""Every choice that changes only the picture, as one frozen value."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows and how. ``extent`` is (x0, y0, x1, y1) in projected metres; ``None`` is the whole world.

    ``layers`` are the ids of the layers, top of the list drawn on top; ``hidden`` those switched off.
    """

    projection: str = field(default="equal_earth", metadata={"label": "Projection"})
    centre_lon: float = field(default=11.0, metadata={"label": "Central meridian"})
    layers: tuple[str, ...] = field(default=(), metadata={"label": "Layer order"})
    hidden: frozenset[str] = field(default=frozenset(), metadata={"label": "Hidden layers"})
    extent: tuple[float, float, float, float] | None = field(default=None, metadata={"label": "Extent"})
    colour_by: str = field(default="owner", metadata={"label": "Colour by"})
    theme: str = field(default="light", metadata={"label": "Theme"})
    title: str = field(default="", metadata={"label": "Title"})
    selected: str = field(default="", metadata={"label": "Selected facility"})
