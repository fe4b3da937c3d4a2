"""What the colour of a route means: the form that is shipped, who imports it, or nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.movements import Flows
from mineralmap.layers import colouring
from mineralmap.layers.context import Context
from mineralmap.layers.palette import NOT_PARTNER, OTHER_GROUPS, legible

UNTOLD = ("", "not told")
"""Names of a cargo that no source tells the form of."""


@dataclass(frozen=True, eq=False)
class RouteClasses:
    """``names`` and ``colours`` of the classes, those of most tonnes first; ``of`` (flows,) the class of each row that
    sails. Without names colour says nothing.
    """

    title: str
    names: tuple[str, ...]
    colours: tuple[str, ...]
    of: np.ndarray


def route_classes(context: Context, flows: Flows) -> RouteClasses:
    """The classes of the view's ``routes_by`` that the flows have. Colours do not change with a closure."""
    sails = (flows.table["sea_nm"].notna() | flows.table["stranded"].astype(bool)).to_numpy(bool)
    choice = context.view.routes_by
    if choice == "importer" and context.results.scenario.partners:
        return _importers(context, flows, sails)
    if choice in ("importer", "plain") or flows.table.loc[sails, "cargo_name"].isin(UNTOLD).all():
        return RouteClasses("", (), (context.palette.route,), np.zeros(len(flows.table), int))
    return _forms(context, flows, sails)


def _forms(context: Context, flows: Flows, sails: np.ndarray) -> RouteClasses:
    """The forms at sea, those of most tonnes first, each in the colour that is its own whoever ships how much; those
    without one, and what no source tells the form of, in grey."""
    code, forms = pd.factorize(flows.table["cargo_name"], sort=True)
    moved = np.bincount(code[sails], weights=flows.table["tonnes"].to_numpy(float)[sails], minlength=len(forms))
    sailing = [number for number in np.argsort(-moved, kind="stable").tolist() if moved[number] > 0]
    told = [number for number in sailing if forms[number] not in UNTOLD]
    colour = _own_colours(context, [str(forms[number]) for number in told])
    own = [number for number in told if forms[number] in colour]
    place = np.full(len(forms), len(own))
    place[own] = np.arange(len(own))
    names = [str(forms[number]) for number in own]
    colours = tuple(colour[name] for name in names)
    others, untold = len(own) < len(told), len(told) < len(sailing)
    rest = [words for words, some in (("other forms", others), ("form not told", untold)) if some]
    if rest:
        names.append(" or ".join(rest))
        colours = (*colours, context.palette.form_other)
    return RouteClasses("What is shipped", tuple(names), colours, place[code])


def _own_colours(context: Context, names: list[str]) -> dict[str, str]:
    """The colour of each form that has one on a map of these: that of its place in ``cargoes.csv``, which of two the
    first place keeps; what stands in no table has those that are left, by its name."""
    palette, table = context.palette.forms, context.dataset.cargoes
    known = table[(table["mineral"] == context.results.scenario.mineral) & table["colour"].notna()]
    places = dict(zip(known["name"].tolist(), known["colour"].astype(int).tolist(), strict=True))
    taken: dict[int, str] = {}
    for name in sorted((name for name in names if name in places), key=places.__getitem__):
        taken.setdefault((places[name] - 1) % len(palette), name)
    free = [at for at in range(len(palette)) if at not in taken]
    taken.update(zip(free, sorted(name for name in names if name not in places), strict=False))
    return {name: palette[at] for at, name in taken.items()}


def _importers(context: Context, flows: Flows, sails: np.ndarray) -> RouteClasses:
    """The chosen partners in their colours by where a flow goes, everybody else in grey."""
    dataset, table = context.dataset, flows.table
    colours = colouring.group_colours(dataset)
    partners = context.results.scenario.partners
    ordered = [group for group in colours if group in partners] + sorted(partners - set(colours))
    to, names, used = table["to_iso3"].to_numpy(object), [], []
    of = np.full(len(table), -1)
    titles = dataset.partners.drop_duplicates("partner_id").set_index("partner_id")["name"]
    for number, partner in enumerate(ordered):
        mine = np.isin(to, sorted(dataset.partner_members(frozenset({partner})))) & (of < 0)
        if (mine & sails).any():
            of[mine] = len(names)
            names.append("to " + (str(titles[partner]) if partner in titles.index else context.country_name(partner)))
            colour = colours.get(partner, OTHER_GROUPS[number % len(OTHER_GROUPS)])
            used.append(legible(colour, context.palette.ground.sea, context.palette.ground.text))
    if (of < 0).any():
        of[of < 0] = len(names)
        names.append("to others" if names else "to others than the partners")
        used.append(NOT_PARTNER)
    return RouteClasses("Who imports", tuple(names), tuple(used), of)
