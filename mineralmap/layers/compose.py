"""From an answer to a map: which layers, in which order, with which words. The one way every picture is made."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from mineralmap import __version__
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.results import Results
from mineralmap.datasets.correction_sources import PUBLISHER
from mineralmap.datasets.correction_table import corrected
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers import brief, facility_table, facility_words, order, shading, words
from mineralmap.layers.context import Context
from mineralmap.layers.kept import Kept, kept
from mineralmap.layers.kinds import Kind, layers, several
from mineralmap.layers.layer import Layer, Map
from mineralmap.layers.palette import palette
from mineralmap.layers.projection import Projection
from mineralmap.layers.styles import NamesOf, styled
from mineralmap.model.view import ROUTES_SHOW, View

LAYER_OF_STAGE = {
    "mining": "mines",
    "intermediate": "refineries",
    "refining": "refineries",
    "recycling": "recycling",
    "manufacturing": "manufacturing",
}
FACILITIES_FROM = 60
"""Order of the kinds from which on they lie above all that has a place of the user's choosing, when they have none."""
AT_SEA = ("routes", "chokepoints")
"""No list of the window says what these mean but the key."""
MOST_TABLES = 2
"""Sources told in full below the map; of the others the publishers are named."""
OURSELVES = {"none", "this project", "", PUBLISHER}


def compose(
    dataset: Dataset,
    results: Results,
    flows: Flows | None,
    view: View,
    before: Flows | None = None,
    closest: float = 0.0,
) -> Map:
    """The whole map of an answer: layers from the bottom up, words, key and credits.

    ``flows`` is ``None`` while they are not computed: the map then has no routes and says nothing of them. ``before``
    are the flows of ``without_closures(scenario)``, for the views that show them or what a closure changes.
    A hidden layer is in the map, empty and not visible, so that lists of layers stay whole. ``closest`` metres per px:
    coasts for looking closer than that are left out; 0 has them all.

    Raises
    ------
    InvalidArgument
        When the view asks for a projection that there is none of.
    """
    make = partial(_context, dataset, results, flows, before, view, closest)
    stock = kept((dataset, results, flows, before), view, make, closest)
    context = replace(stock.context, view=view)
    projection = context.projection
    made = styled(_layers(context, stock), view, NamesOf(dataset))
    shown = [layer for layer in made if layer.visible]
    return Map(
        layers=made,
        projection=projection,
        extent=view.extent or projection.world(),
        ground=context.palette.ground,
        theme=view.theme,
        title=view.title or shading.title(context),
        subtitle=_subtitle(context, shown),
        legend=tuple(
            replace(block, foremost=block.foremost or layer.id in AT_SEA)
            for layer in _key_order(shown)
            for block in layer.legend
        ),
        notes=(*_beyond(context.beyond), *credits(dataset, results, flows, shown)),
        more=partial(facility_words.details, dataset, results),
        unit=results.unit,
        others=partial(_others, dataset, results, flows, before, view, closest) if context.compared else None,
    )


@lru_cache(maxsize=2)
def _others(
    dataset: Dataset, results: Results, flows: Flows, before: Flows, view: View, closest: float
) -> tuple[Map, ...]:
    """The other two of what sails now, what sailed before a closure and what that changes."""
    views = [replace(view, routes_show=show) for show in ROUTES_SHOW if show != view.routes_show]
    return tuple(compose(dataset, results, flows, one, before, closest) for one in views)


def _context(
    dataset: Dataset, results: Results, flows: Flows | None, before: Flows | None, view: View, closest: float
) -> Context:
    projection = Projection(view.projection, view.centre_lon)
    found = facility_table.facilities(dataset, results, projection)
    return Context(
        dataset=dataset,
        results=results,
        flows=flows,
        before=before,
        view=view,
        projection=projection,
        palette=palette(view.theme),
        facilities=found.rows,
        largest_t=found.largest_t,
        names=dataset.country_names,
        closest=closest,
        beyond=found.beyond,
    )


def _layers(context: Context, stock: Kept) -> list[Layer]:
    """Every layer from the bottom up: in the view's order (its first on top), those it does not name in their own.

    Without an order of the user's, the facilities of the stage that is asked for lie over those of the others.
    """
    view, loud = context.view, LAYER_OF_STAGE[context.results.scenario.stage.value]
    made = [(kind, layer) for kind in layers for layer in _made(kind, context, stock)]
    if not view.layers:
        made.sort(key=lambda one: 75 if one[1].id == loud else one[0].order)
        return [layer for _, layer in made]
    places = [order.rank(layer.id, view.layers) for _, layer in made]
    # The first of the list is on top; several files of one place stay in the order in which they were added.
    chosen = sorted((-place, number) for number, place in enumerate(places) if place >= 0)
    others = [one for one, place in zip(made, places, strict=True) if place < 0]
    return [
        *(layer for kind, layer in others if kind.order < FACILITIES_FROM),
        *(made[number][1] for _, number in chosen),
        *(layer for kind, layer in others if kind.order >= FACILITIES_FROM),
    ]


def _made(kind: Kind, context: Context, stock: Kept) -> list[Layer]:
    """The layers of a kind, one or more, each under its heading; those that are hidden empty."""
    hidden = context.view.hidden
    many = several(kind)
    titles = {kind.id: kind.title} if many is None else many.titles(context)
    made = []
    for name, title in titles.items():
        gone = order.is_hidden(name, hidden)
        layer = Layer(name, title, (), visible=False) if gone else stock.layer(kind, name)
        made.append(replace(layer, group=layer.group or order.group_of(name)))
    return made


def _beyond(facilities: int) -> tuple[str, ...]:
    """What the map leaves out, since its projection does not show that part of the world."""
    if not facilities:
        return ()
    what = "1 facility of this mineral lies" if facilities == 1 else f"{facilities} facilities of this mineral lie"
    return (f"{what} outside the part of the world that this projection shows.",)


def _subtitle(context: Context, shown: list[Layer]) -> str:
    """What a closure that is drawn does, then how the answer is counted."""
    counted, drawn = words.subtitle(context.results), {layer.id for layer in shown if layer.primitives}
    names = words.closed_names(context.dataset, context.results.scenario) if drawn & set(AT_SEA) else ""
    if not names:
        return counted
    if context.shown is not context.flows:
        return f"{counted} · routes before closing {names}"
    if context.flows is None or context.before is None:
        return f"{counted} · {names} assumed closed"
    from mineralmap.analysis.closure_text import closure_sentence
    from mineralmap.analysis.closures import compare

    found = compare(context.dataset, context.before, context.flows)
    return f"{closure_sentence(found)} {counted}" if found.closed else f"{counted} · {names} assumed closed"


def _key_order(shown: list[Layer]) -> list[Layer]:
    """Countries first, then the facilities, the loudest first, the user's own after them, then what moves between."""
    first, last = ("countries",), AT_SEA
    middle = [layer for layer in reversed(shown) if layer.id not in first + last]
    middle.sort(key=lambda layer: order.parent(layer.id) == order.OWN)
    by_id = {layer.id: layer for layer in shown}
    return [by_id[name] for name in first if name in by_id] + middle + [by_id[name] for name in last if name in by_id]


def credits(
    dataset: Dataset,
    results: Results,
    flows: Flows | None = None,
    shown: Sequence[Layer] = (),
    minerals: Sequence[str] = (),
) -> tuple[str, ...]:
    """What stands below every picture of an answer: sources, what their licences ask for, version, data and day.

    ``flows`` and ``shown`` are what a map draws; ``minerals`` are those of a picture of several.
    """
    drawn = frozenset(layer.id for layer in shown if layer.primitives)
    notes = [*_sources(dataset, results.sources)]
    if flows is not None and "routes" in drawn:
        notes.append(words.flows_note(flows))
    notes += list(dict.fromkeys(credit for layer in shown for credit in layer.credits))
    if dataset.corrected:
        of = [corrected(dataset, one) for one in minerals or (results.scenario.mineral,)]
        notes += [said for said in dict.fromkeys(of) if said]
    owed = dict.fromkeys(_attributions(dataset, results.sources, results.scenario.mineral, drawn))
    if owed:
        notes.append("; ".join(owed) + ".")
    notes.append(brief.vintage(__version__, results.dataset_key))
    return tuple(notes)


@lru_cache(maxsize=4)
def _told(dataset: Dataset) -> dict[str, dict[str, Any]]:
    """What the data say of each source, by its id. By column: pandas takes ten times as long to make the rows."""
    table = dataset.sources[["title", "publisher", "year", "attribution"]]
    columns = [table[name].tolist() for name in table.columns]
    rows = [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]
    return dict(zip(map(str, table.index), rows, strict=True))


def _sources(dataset: Dataset, sources: tuple[str, ...]) -> tuple[str, ...]:
    """The tables the answer rests on, and of the rest the publishers.

    A source that asks for words of its own is named in them: here for the tables, by ``_attributions`` for the rest.
    """
    told = _told(dataset)
    rows = [told[name] for name in sources if name in told and isinstance(told[name]["title"], str)]
    if not rows:
        return ()
    parts = []
    for row in rows[:MOST_TABLES]:
        title = row["title"].split(":")[0].split(" (")[0]
        year = f" ({row['year']})" if row["year"] and str(row["year"]) not in title else ""
        parts.append(_owed(row["attribution"]) or f"{row['publisher']}, {title}{year}")
    named = {row["publisher"] for row in rows[:MOST_TABLES]} | OURSELVES
    rest = dict.fromkeys(row["publisher"] for row in rows[MOST_TABLES:] if row["attribution"] == "")
    names = [name for name in rest if name not in named]
    said = "Sources: " + "; ".join(dict.fromkeys(parts)) + "."
    return (said, brief.told(names)) if names else (said,)


def _attributions(dataset: Dataset, sources: tuple[str, ...], mineral: str, drawn: frozenset[str]) -> tuple[str, ...]:
    """Words that licences ask for, of the sources that this map rests on."""
    stages, gates = bool(drawn & set(LAYER_OF_STAGE.values())), "chokepoints" in drawn
    used = dict.fromkeys([*sources[MOST_TABLES:], *_drawn_from(dataset, mineral, stages, gates)])
    told, known = set(sources[:MOST_TABLES]), _told(dataset)
    owed = [known[name]["attribution"] for name in used if name not in told and name in known]
    return tuple(_owed(text) for text in owed if isinstance(text, str) and text)


@lru_cache(maxsize=16)
def _drawn_from(dataset: Dataset, mineral: str, stages: bool, gates: bool) -> tuple[str, ...]:
    """The sources of the facilities of a mineral and of the chokepoints, where these are drawn."""
    tables = []
    if stages:
        of_mineral = dataset.outputs["mineral"] == mineral
        shown = dataset.facilities.index.isin(dataset.outputs.loc[of_mineral, "facility_id"])
        tables += [dataset.facilities.loc[shown, column] for column in ("source_id", "coord_source")]
    if gates:
        tables.append(dataset.chokepoints["source_id"])
    texts = dict.fromkeys(str(text) for column in tables for text in column.unique())
    return tuple(dict.fromkeys(name.strip() for text in texts for name in text.split(";") if name.strip()))


def _owed(attribution: str) -> str:
    """Words that a licence asks for, as part of a sentence that begins with "Sources"."""
    return attribution.removeprefix("Source: ").rstrip(".").replace(" - ", " – ")
