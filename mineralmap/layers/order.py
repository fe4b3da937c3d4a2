"""Which layers stand together and what lies over what: said once for the map and for the lists of layers."""

from collections.abc import Collection, Sequence

OWN = "own_data"
MY_DATA = "My data"
GROUPS = {
    "routes": "Shipping",
    "chokepoints": "Shipping",
    "mines": "Facilities",
    "refineries": "Facilities",
    "recycling": "Facilities",
    "manufacturing": "Facilities",
    "sea": "Base",
    "countries": "Base",
    "lakes": "Base",
    "boundaries": "Base",
}
"""Headings of layers. Where somebody has drawn layers of two headings apart, each run of one has its own."""


OF_STAGE = {
    "mining": "mines", "intermediate": "refineries", "refining": "refineries", "recycling": "recycling",
    "manufacturing": "manufacturing",
}  # fmt: skip
"""The layer that draws the shipped facilities of a stage."""


def layer_of(stage: str, file: str) -> str:
    """The id of the layer that draws a facility of a stage, from a file of the user's or "" for a shipped one."""
    return own_id(file) if file else OF_STAGE.get(stage, "")


def own_id(name: str) -> str:
    """The id of the layer that draws one of the user's files, by its name in the data."""
    return f"{OWN}:{name}"


def parent(layer: str) -> str:
    """The kind of a layer: of one of the user's files that of all of them."""
    return layer.partition(":")[0]


def group_of(layer: str) -> str:
    """The heading of a layer; "" where it stands by itself."""
    return MY_DATA if parent(layer) == OWN else GROUPS.get(layer, "")


def is_hidden(layer: str, hidden: Collection[str]) -> bool:
    """Is a layer switched off, by itself or with all of the user's files?"""
    return layer in hidden or parent(layer) in hidden


def rank(layer: str, chosen: Sequence[str]) -> int:
    """The place of a layer in the order that somebody chose, the first on top; -1 where it has none."""
    for name in (layer, parent(layer)):
        if name in chosen:
            return chosen.index(name)
    return -1


def switched(hidden: frozenset[str], layers: Sequence[str], which: Collection[str], shown: bool) -> frozenset[str]:
    """What is hidden once some layers are shown or hidden; ``layers`` are all there are on the map."""
    whole = {parent(name) for name in layers if ":" in name}
    # A file is shown by itself: then the others are hidden one by one, and no longer all of them together.
    single = (hidden - whole) | {name for name in layers if is_hidden(name, hidden)}
    return frozenset(single - set(which) if shown else single | set(which))
