"""Why something that was gone to, or that has just joined, is not on the map, and the question that shows it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mineralmap.gui.session import Session
from mineralmap.gui.words import STAGE_WORDS
from mineralmap.layers import order
from mineralmap.model.scenario import LATEST, Stage

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.datasets.dataset import Dataset

UNSEEN = "unseen"
"""What the message is about, for the message bar."""
OFFERED = 2
"""So many other questions are offered by a button each: the message bar has room for no more."""

Asked = tuple[str, Stage]
Acts = dict[str, Callable[[], object]]


def ask_for(session: Session, mineral: str, stage: Stage) -> None:
    """Ask for a mineral and a stage, in the latest year, as one step of undo."""
    session.edit(asking(mineral, stage), mineral=mineral, stage=stage, year=LATEST)


def asking(mineral: str, stage: Stage) -> str:
    """What a button and undo call it: "Ask for refined nickel"."""
    return f"Ask for {STAGE_WORDS[stage]} {called(mineral)}"


def called(mineral: str) -> str:
    """A mineral within a sentence."""
    return mineral.replace("_", " ")


def of_joined(session: Session, table: "pd.DataFrame", see: Callable[[], object]) -> tuple[str, Acts]:
    """What rows (mineral, stage) of other minerals than the map's are of, with what asks for them and then has them
    seen; "" where all are of the map's."""
    asked = session.scenario.mineral
    rows = [(str(one), Stage(stage)) for one, stage in zip(table["mineral"], table["stage"], strict=True)]
    others = Counter(one for one in rows if one[0] != asked)
    if not others:
        return "", {}
    counted = Counter(mineral for mineral, _ in rows if mineral != asked)
    parts = [f"{number:,} {'is' if number == 1 else 'are'} of {called(one)}" for one, number in counted.most_common()]
    return f"{_listed(parts)}; the map shows {called(asked)}.", _offers(session, others, see)


def tell(window: Any, facilities: Sequence[str]) -> None:
    """Say why none of these facilities is drawn, in the message bar; nothing where one is. A single one is marked."""
    session = window.session
    dataset = session.dataset
    if dataset is None or not facilities:
        return
    known = dataset.facilities.loc[dataset.facilities.index.isin(facilities)]
    if not len(known):
        return
    found = list(drawn(session, facilities))
    layers = _layers(known.loc[found])
    if found and not all(order.is_hidden(layer, session.view.hidden) for layer in layers):
        return
    made = dataset.outputs.loc[dataset.outputs["facility_id"].isin(facilities), ["facility_id", "mineral"]]
    placed = known.index[known["lat"].notna() & known["lon"].notna()]
    asked = session.scenario.mineral
    one = len(known) == 1
    who = str(known["name"].iloc[0]) if one else f"These {len(known):,} facilities"
    offers: Acts = {}
    if found:
        words, offers = _of_hidden(window, layers, who, one)
    elif not len(placed):
        words = f"{who} {'has' if one else 'have'} no place in the data, so no map shows {'it' if one else 'them'}."
    elif not len(made):
        words = f"{who} {'has' if one else 'have'} no figure of any mineral, so no map shows {'it' if one else 'them'}."
        offers["Add Figures…"] = partial(window.details.correct_asked.emit, "facilities", str(known.index[0]))
    else:
        minerals = _listed(called(mineral) for mineral in dict.fromkeys(made["mineral"].astype(str)))
        words = f"{who} {'is' if one else 'are'} of {minerals}; the map shows {called(asked)}."
        offers = _offers(session, _asked_of(dataset, made), partial(see, window, facilities))
    window.notices.say(words, actions=offers, about=UNSEEN)
    if one and len(placed):
        lon, lat = known[["lon", "lat"]].iloc[0]
        window.parts["navigation"].thing.aims.mark_unseen(float(lon), float(lat), who)


def _layers(known: "pd.DataFrame") -> tuple[str, ...]:
    """The layers that draw some facilities."""
    of = (order.layer_of(str(stage), str(file)) for stage, file in zip(known["stage"], known["dataset"], strict=True))
    return tuple(dict.fromkeys(of))


def _of_hidden(window: Any, layers: Sequence[str], who: str, one: bool) -> tuple[str, Acts]:
    """That the layers are hidden, and what shows them."""
    names = _listed(window.layers.edits.title(layer) for layer in layers)

    def show() -> None:
        window.layers.edits.show(layers, True)
        window.parts["navigation"].thing.aims.pass_by()

    several = len(layers) > 1
    words = f"{who} {'is' if one else 'are'} in {'layers' if several else 'a layer'} that "
    return f"{words}{'are' if several else 'is'} hidden: {names}.", {f"Show {names}": show}


def drawn(session: Session, facilities: Sequence[str]) -> tuple[str, ...]:
    """Those of some facilities that have a place and a figure of the mineral that is asked for."""
    dataset = session.dataset
    if dataset is None:
        return ()
    made, table = dataset.outputs, dataset.facilities
    asked = made["facility_id"].isin(facilities) & (made["mineral"] == session.scenario.mineral)
    ids = made.loc[asked, "facility_id"].unique()
    placed = table["lat"].notna() & table["lon"].notna()
    return tuple(map(str, table.index[placed & table.index.isin(ids)]))


def show_own(window: Any, name: str, told: bool = True) -> None:
    """Go to the facilities of one of the user's files that are drawn; to all of them where the question draws none, and
    say so. Not ``told``: what was just asked for draws some, and the view stays where it has all of these."""
    dataset = window.session.dataset
    if dataset is None:
        return
    found = tuple(str(one) for one in dataset.facilities.index[dataset.facilities["dataset"] == name])
    if told:
        tell(window, found)  # first: the message lies over the map, and what is gone to is put beside it
        window.map_place.zoom_to_facilities(drawn(window.session, found) or found)
    else:
        see(window, found)


def see(window: Any, facilities: Sequence[str]) -> None:
    """Go to those of some facilities that the question draws, unless all of them are in view."""
    session, place = window.session, window.map_place
    found = drawn(session, facilities)
    if not found or session.map is None or place.canvas is None:
        return
    rows = session.dataset.facilities.loc[list(found)]
    x, y = session.map.projection.forward(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    x0, y0, x1, y1 = place.canvas.uncovered()
    if not ((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)).all():
        place.zoom_to_facilities(found)


def _asked_of(dataset: "Dataset", made: "pd.DataFrame") -> Counter[Asked]:
    stages = dataset.facilities["stage"].reindex(made["facility_id"]).astype(str)
    return Counter((str(one), Stage(stage)) for one, stage in zip(made["mineral"], stages, strict=True))


def _offers(session: Session, others: Counter[Asked], see: Callable[[], object]) -> Acts:
    def ask(asked: Asked) -> None:
        ask_for(session, *asked)
        see()

    return {asking(*one): partial(ask, one) for one, _ in others.most_common(OFFERED)}


def _listed(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
