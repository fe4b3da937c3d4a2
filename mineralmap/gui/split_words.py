"""What the two maps say of themselves: what differs, in words, with the figures that differ."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mineralmap.gui.answer_text import NOT_RANKED
from mineralmap.gui.words import NO_DATA, STAGE_WORDS, percent
from mineralmap.model.other import Other, other_scenario, other_view
from mineralmap.model.scenario import LATEST, Measure, Scenario
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset

Names = dict[str, str]
Difference = tuple[str, str]
"""A field and its value, as ``Other`` has them."""


@lru_cache(maxsize=2)
def names_of(dataset: "Dataset") -> Names:
    """Names of partners and minerals by their ids."""
    partners = dataset.partners.drop_duplicates("partner_id")
    found = dict(zip(partners["partner_id"], partners["name"], strict=True))
    return {str(one): str(name).split(",")[0] for one, name in {**found, **dataset.minerals["name"]}.items()}


def said(field: str, scenario: Scenario, view: View, names: Names, year: int = 0) -> str:
    """One field of a question or a view in words: "by equity", "partners Japan and EU", "before the closure"."""
    if field == "basis":
        return f"by {scenario.basis.value}"
    if field == "measure":
        return f"counting {scenario.measure.value}"
    if field == "stage":
        return STAGE_WORDS[scenario.stage]
    if field == "mineral":
        return names.get(scenario.mineral, scenario.mineral)
    if field == "year":
        return str(scenario.year if scenario.year != LATEST else year or "the latest year")
    if field == "partners":
        held = [names.get(one, one) for one in sorted(scenario.partners)]
        return f"partners {', '.join(held)}" if held else "no partners"
    if field == "routes_show":
        shown = {"before": "before the closure", "change": "what the closure changes"}
        return shown.get(view.routes_show, "after the closure" if scenario.closed else "nothing is closed")
    if field == "closed":
        return "with closures" if scenario.closed else "nothing closed"
    return ""


def headers(
    scenario: Scenario, view: View, names: Names, first: "Results | None", second: "Results | None"
) -> tuple[str, str, str, str]:
    """Of each map what it shows and its figures: (first, figures, second, figures)."""
    other = view.other
    fields = [field for field, _ in other]
    there, seen = other_scenario(scenario, other), other_view(view, other)
    years = [one.year if one is not None else 0 for one in (first, second)]
    words = [
        " · ".join(filter(None, (said(field, asked, how, names, year) for field in fields))) or "the same"
        for asked, how, year in ((scenario, view, years[0]), (there, seen, years[1]))
    ]
    return words[0], _figures(first, first, other), words[1], _figures(second, first, other)


def _figures(results: "Results | None", first: "Results | None", other: Other) -> str:
    """The share of the first map's leader, of this map's own where it is another, and the partners' share."""
    if results is None or first is None:
        return ""
    if results.no_data:
        return NO_DATA
    shown = []
    for answer in (first, results):
        table = answer.suppliers
        named = table[~table["supplier"].isin(NOT_RANKED) & table["share"].notna()]
        if not answer.no_data and len(named):
            leader = str(named["supplier"].iloc[0])
            text = f"{named['name'].iloc[0]} {percent(results.supplier_share(leader))}"
            if text not in shown:
                shown.append(text)
    if results.scenario.partners:
        shown.append(f"partners {percent(results.partner.share.point)}")
    return " · ".join(shown)


def differences(
    scenario: Scenario, view: View, names: Names, years: list[int], stages: list[str], minerals: Sequence[str] = ()
) -> list[tuple[str, list[tuple[str, Difference]]]]:
    """What can be different in the second map, by what it is of: (words, (field, value))."""
    made: list[tuple[str, list[tuple[str, Difference]]]] = []

    def offer(title: str, field: str, values: list[str]) -> None:
        found = []
        for value in values:
            other = (field, value)
            there, seen = other_scenario(scenario, (other,)), other_view(view, (other,))
            if there != scenario or seen != view:
                found.append((said(field, there, seen, names), other))
        if found:
            made.append((title, found))

    if scenario.closed:
        offer("Chokepoints", "routes_show", ["before", "change", "now"])
    offer("Count by", "basis", ["location", "equity", "control"])
    offer("Count", "measure", [one.value for one in Measure])
    offer("Stage", "stage", stages)
    offer("Mineral", "mineral", list(minerals))
    if scenario.measure is Measure.OUTPUT:
        offer("Year", "year", [str(year) for year in years])
    partners = sorted(scenario.partners)
    offer("Partners", "partners", [" ".join(one for one in partners if one != left) for left in partners])
    return made


def first_difference(scenario: Scenario) -> Other:
    """What a second map begins with: before the closure, else where it is made against who owns it."""
    if scenario.closed:
        return (("routes_show", "before"),)
    return (("basis", "equity" if scenario.basis.value == "location" else "location"),)
