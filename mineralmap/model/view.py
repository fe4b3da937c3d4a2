"""Every choice that changes only the picture, as one frozen value."""

from dataclasses import dataclass, field

ROUTES_BY = {"form": "What is shipped", "importer": "Who imports", "plain": "One colour"}
"""Choices of ``View.routes_by`` with their names."""
ROUTES_SHOW = {"now": "After the closure", "before": "Before the closure", "change": "What changes"}
"""Choices of ``View.routes_show`` with their names."""
CLASSES = {
    "fixed": "Fixed breaks",
    "quantiles": "Quantiles",
    "jenks": "Natural breaks (Jenks)",
    "log": "Equal steps of a logarithm",
    "threshold": "The policy threshold",
}
"""Choices of ``View.classes`` with their names: how values of countries are put into classes."""
LANGUAGES = {
    "en": "English", "fr": "français", "de": "Deutsch", "es": "español", "pt": "português", "ru": "русский",
    "zh": "中文", "ja": "日本語", "ar": "العربية",
}  # fmt: skip
"""Choices of ``View.language``: the languages that the basemap names countries in."""
ENGLISH = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "ru": "Russian",
    "zh": "Chinese", "ja": "Japanese", "ar": "Arabic",
}  # fmt: skip
"""The same in English."""
COLOUR_BY = {
    "owner": "Owner",
    "supplier": "Supplier",
    "mineral": "Mineral",
    "status": "Status",
    "precision": "Precision of the place",
}
"""Choices of ``View.colour_by`` with their names."""
PROJECTIONS = {
    "equal_earth": "Equal Earth",
    "robinson": "Robinson",
    "natural_earth": "Natural Earth",
    "mercator": "Mercator",
    "plate_carree": "Plate carrée",
    "arctic": "Arctic",
}
"""Choices of ``View.projection`` that have a name here; any other is a code, such as EPSG:3035."""
SPLITS = {"": "One map", "side": "Side by side", "swipe": "Swipe"}
"""Choices of ``View.split``."""


@dataclass(frozen=True, slots=True)
class View:
    """What the map shows and how. ``extent`` is (x0, y0, x1, y1) in projected metres; ``None`` is the whole world.

    ``projection`` is an id of PROJECTIONS or a code such as "EPSG:3035". ``layers`` are the ids of the layers,
    top of the list drawn on top; ``hidden`` those switched off. ``styles`` are (layer, property, value) in words, read
    by ``model.style``. ``routes_by``: what the colour of a route means, one of ROUTES_BY. ``routes_show``: the flows
    now, before anything was closed, or what changes between the two, one of ROUTES_SHOW; a word that is in neither is
    taken as the first. ``shade_by`` is what countries are shaded by, an id of ``layers.shading``, ``classes`` how.
    ``split`` puts a second map beside (or under) the first, which differs by ``other``: (field of the scenario or the
    view, value) in words. ``graticule`` is the step of meridians and parallels in degrees, 0 for none.
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
    styles: tuple[tuple[str, str, str], ...] = field(default=(), metadata={"label": "Layer styles"})
    shade_by: str = field(default="share", metadata={"label": "Shade countries by"})
    classes: str = field(default="fixed", metadata={"label": "Classes"})
    language: str = field(default="en", metadata={"label": "Names of countries in"})
    graticule: int = field(default=30, metadata={"label": "Graticule"})
    split: str = field(default="", metadata={"label": "Second map"})
    other: tuple[tuple[str, str], ...] = field(default=(), metadata={"label": "What the second map changes"})
