"""Every choice that changes only the picture, as one frozen value."""

from dataclasses import dataclass, field

ROUTES_BY = {"form": "What is shipped", "importer": "Who imports", "plain": "One colour"}
"""Choices of ``View.routes_by`` with their names."""
ROUTES_SHOW = {"now": "After the closure", "before": "Before the closure", "change": "What changes"}
"""Choices of ``View.routes_show`` with their names."""


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows and how. ``extent`` is (x0, y0, x1, y1) in projected metres; ``None`` is the whole world.

    ``layers`` are the ids of the layers, top of the list drawn on top; ``hidden`` those switched off. ``routes_by``:
    what the colour of a route means, one of ROUTES_BY. ``routes_show``: the flows now, before anything was closed, or
    what changes between the two, one of ROUTES_SHOW; a word that is in neither is taken as the first.
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
    routes_by: str = field(default="form", metadata={"label": "Colour routes by"})
    routes_show: str = field(default="now", metadata={"label": "Show routes"})
