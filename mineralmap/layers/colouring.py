"""What the colour of a facility means: one thing at a time, by default the group that owns most of it."""

from functools import lru_cache

import numpy as np

from mineralmap.datasets.dataset import Dataset
from mineralmap.layers import palette, words
from mineralmap.layers.context import Context
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.layer import LegendEntry, Paint, Shape
from mineralmap.model.scenario import Basis
from mineralmap.model.view import COLOUR_BY

_OTHERS = "OTHER"
"""Class of the suppliers that have no colour of their own; a symbol without any owner is of ``UNKNOWN_GROUP``."""

_STATUS = {
    "operating": ("operating", "#2A7F62"),
    "construction": ("under construction", "#E69F00"),
    "planned": ("planned", "#56B4E9"),
    "care": ("care and maintenance", "#8A949C"),
    "unknown": ("status not known", palette.UNKNOWN_OWNER),
}
_PRECISION = {
    "site": ("the site itself", "#1B5FAA"),
    "park": ("industrial park", "#56B4E9"),
    "deposit": ("deposit", "#009E73"),
    "town": ("town", "#E69F00"),
    "district": ("district", "#D55E00"),
    "unknown": ("not known", palette.UNKNOWN_OWNER),
}


@lru_cache(maxsize=4)
def group_colours(dataset: Dataset) -> dict[str, str]:
    """Colour of every partner group of the table, in its order."""
    first = dataset.partners.drop_duplicates("partner_id").sort_values("order", kind="stable")
    spare = iter(palette.OTHER_GROUPS * (1 + len(first) // len(palette.OTHER_GROUPS)))
    return {
        group: colour or palette.GROUP_COLOURS.get(group) or next(spare)
        for group, colour in zip(first["partner_id"], first["colour"], strict=True)
    }


@lru_cache(maxsize=4)
def group_names(dataset: Dataset) -> dict[str, str]:
    """Name of every partner group of the table, in its order."""
    names = dataset.partners.drop_duplicates("partner_id").set_index("partner_id")["name"]
    return {group: str(names[group]) for group in group_colours(dataset)}


def classes(context: Context, rows: Rows) -> tuple[np.ndarray, tuple[str, ...]]:
    """The class of each row under the view's ``colour_by`` as a number, (n,), and the classes that these stand for."""
    choice = context.view.colour_by
    if choice == "mineral":
        return np.zeros(len(rows), int), (context.results.scenario.mineral,)
    if choice in ("status", "precision"):
        return rows.coded("status" if choice == "status" else "coord_precision")
    make = _supplier_classes if choice == "supplier" else _owner_classes
    return rows.told(context.results, make, lambda: make(context, rows))


def title(context: Context) -> str:
    """Heading of the key of colours."""
    if context.view.colour_by == "supplier":
        by_place = context.results.scenario.basis is Basis.LOCATION
        return "Supplier: where it stands" if by_place else "Supplier: nation of the largest owner"
    if context.view.colour_by in COLOUR_BY and context.view.colour_by != "owner":
        return COLOUR_BY[context.view.colour_by]
    return "Largest owner"


def paint(context: Context, colour_class: str) -> Paint:
    """How one class looks."""
    outline = context.palette.outline
    choice = context.view.colour_by
    if choice == "mineral":
        column = "colour_dark" if context.dark else "colour_light"
        minerals = context.dataset.minerals
        known = colour_class in minerals.index
        return Paint(fill=str(minerals.at[colour_class, column]) if known else palette.NOT_PARTNER, line=outline)
    if choice in ("status", "precision"):
        known_classes = _STATUS if choice == "status" else _PRECISION
        return Paint(fill=known_classes.get(colour_class, ("", palette.NOT_PARTNER))[1], line=outline)
    if colour_class == palette.UNKNOWN_GROUP:
        return palette.unknown_paint(context.view.theme)
    if choice == "supplier":
        colours = dict(zip(largest_suppliers(context), palette.SUPPLIERS, strict=False))
        return Paint(fill=colours.get(colour_class, palette.NOT_PARTNER), line=outline)
    fill = group_colours(context.dataset).get(colour_class)
    if fill is None:
        return Paint(fill=palette.NOT_PARTNER, line=outline)
    return Paint(fill=fill, line=palette.edge(fill, context.palette.ground.paper) or outline)


def entries(context: Context, rows: Rows, shape: Shape) -> tuple[LegendEntry, ...]:
    """The key of the classes that the rows have, and of no other."""
    code, names = classes(context, rows)
    present = {names[number] for number in np.flatnonzero(np.bincount(code)).tolist()}
    said = _words(context)
    ordered = [name for name in said if name in present]
    return tuple(LegendEntry(shape, said[name], paint(context, name), 10.0) for name in ordered)


def _words(context: Context) -> dict[str, str]:
    choice = context.view.colour_by
    if choice == "mineral":
        return {context.results.scenario.mineral: context.results.mineral_name}
    if choice in ("status", "precision"):
        return {key: said for key, (said, _) in (_STATUS if choice == "status" else _PRECISION).items()}
    if choice == "supplier":
        told = {iso3: context.country_name(iso3) for iso3 in largest_suppliers(context)}
        return {**told, _OTHERS: "other suppliers", palette.UNKNOWN_GROUP: "owner not known"}
    rest = "not partner-owned" if context.results.scenario.partners else "no partner chosen"
    return {**group_names(context.dataset), "": rest, palette.UNKNOWN_GROUP: "owner not known"}


def largest_suppliers(context: Context) -> list[str]:
    """The suppliers that have a colour, largest first; the same for every stage that is on the map."""
    return [name for name, _, _ in words.largest(context.results, len(palette.SUPPLIERS))]


def _supplier_classes(context: Context, rows: Rows) -> tuple[np.ndarray, tuple[str, ...]]:
    """Who is credited with most of each facility: its country by location, else the nation of its largest owner."""
    by_place = context.results.scenario.basis is Basis.LOCATION
    code, nations = rows.coded("host_iso3" if by_place else "owner_iso3")
    named = (*largest_suppliers(context), _OTHERS, palette.UNKNOWN_GROUP)
    place = {name: number for number, name in enumerate(named)}
    of_nation = [
        place[nation or palette.UNKNOWN_GROUP] if nation in named[:-2] or not nation else len(named) - 2
        for nation in nations
    ]
    return np.array(of_nation, int)[code], named


def _owner_classes(context: Context, rows: Rows) -> tuple[np.ndarray, tuple[str, ...]]:
    """The partner group when it holds the most; "" when somebody else does, although partners may hold a part."""
    group, names = rows.groups(context.results)
    owner, nations = rows.coded("owner_iso3")
    leading = np.zeros((len(names), len(nations)), bool)
    for number, name in enumerate(names):
        members = context.dataset.partner_members(frozenset({name})) if name not in ("", palette.UNKNOWN_GROUP) else ()
        leading[number] = [nation in members for nation in nations]
    leading[names.index(palette.UNKNOWN_GROUP)] = True
    leads = leading[group, owner] | (rows.partner_share(context.results) >= 0.5)
    return np.where(leads, group, names.index("")), names
