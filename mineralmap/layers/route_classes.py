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
    """The forms of most tonnes at sea, one colour each; the rest, and what no source tells the form of, in grey."""
    code, forms = pd.factorize(flows.table["cargo_name"], sort=True)
    moved = np.bincount(code[sails], weights=flows.table["tonnes"].to_numpy(float)[sails], minlength=len(forms))
    told = [number for number in np.argsort(-moved, kind="stable").tolist() if moved[number] > 0]
    untold = [number for number in told if forms[number] in UNTOLD]
    told = [number for number in told if number not in untold]
    colours = context.palette.forms[: len(told)]
    place = np.full(len(forms), len(colours))
    place[told[: len(colours)]] = np.arange(len(colours))
    names = [str(forms[number]) for number in told[: len(colours)]]
    rest = [words for words, some in (("other forms", told[len(colours) :]), ("form not told", untold)) if some]
    if rest:
        names.append(" or ".join(rest))
        colours = (*colours, context.palette.form_other)
    return RouteClasses("What is shipped", tuple(names), colours, place[code])


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
