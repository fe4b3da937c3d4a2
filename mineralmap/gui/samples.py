"""Three questions to begin with: each a whole question with its view, and its answer in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from mineralmap.gui.answer_text import NOT_RANKED
from mineralmap.gui.words import STAGE_WORDS, percent, percent_range, tonnes
from mineralmap.model.scenario import Basis, Leg, Scenario, Stage
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results

STRAIT, IMPORTER = "malacca", "JPN"
APART = 0.1
"""Where what a country hosts differs by so much from what its companies control, both are told."""
KEPT = ("projection", "centre_lon", "layers", "styles", "theme", "language", "graticule", "title", "classes")
"""Fields of the view that are the user's own, whatever sample is shown."""


@dataclass(frozen=True)
class Sample:
    """A question with its view. ``answer`` is of its results, of what sails and of the results by location, where these
    are known. ``box`` is what is looked at, degrees west, south, east, north; ``None`` the world."""

    id: str
    question: str
    scenario: Scenario
    view: View
    answer: "Callable[[Results, Flows | None, Results | None], str]"
    box: tuple[float, float, float, float] | None = None


def _controls(results: "Results", flows: "Flows | None", located: "Results | None") -> str:
    named = results.suppliers[~results.suppliers["supplier"].isin(NOT_RANKED)]
    if results.no_data or not len(named):
        return results.no_data
    lead = named.iloc[0]
    said = f"{lead['name']}: its companies control {percent(float(lead['share']))} of it"
    if lead["share_low"] < lead["share_high"]:
        said += f" ({percent_range(float(lead['share_low']), float(lead['share_high']))} by what is not published)"
    if located is not None and lead["supplier"] in set(located.suppliers["supplier"]):
        hosted = located.supplier_share(str(lead["supplier"]))
        if abs(hosted - float(lead["share"])) >= APART:
            said += f", {percent(hosted)} is {STAGE_WORDS[results.scenario.stage]} there"
    return f"{said}; of {percent(results.unknown_share)} the owner is not known."


def _passes(results: "Results", flows: "Flows | None", located: "Results | None") -> str:
    if flows is None:
        return "What sails is being worked out…"
    table = flows.table
    coming = table[(table["to_iso3"] == IMPORTER) & (table["from_iso3"] != IMPORTER)]
    total = float(coming["tonnes"].sum())
    if not total > 0:
        return "Nothing is known to sail there."
    through = [STRAIT in gates for gates in coming["gates"].tolist()]
    part = float(coming["tonnes"].to_numpy(float)[through].sum())
    what = f"{tonnes(part, results.unit)} a year"
    return (
        f"{percent(part / total)} of the mined cobalt that reaches Japan from outside, {what}; the routes are modelled."
    )


def _left(results: "Results", flows: "Flows | None", located: "Results | None") -> str:
    left, cut = results.denominator_t, results.cut_t
    if results.no_data or not left + cut > 0:
        return results.no_data
    named = results.suppliers[~results.suppliers["supplier"].isin(NOT_RANKED)]
    said = f"{percent(left / (left + cut))}: {tonnes(left, results.unit)} of {tonnes(left + cut, results.unit)}"
    if len(named):
        said += (
            f"; the largest owner left is {named['name'].iloc[0]} with {percent(float(named['share'].iloc[0]))} of that"
        )
    return f"{said}. What China hosts and others own stays."


SAMPLES = (
    Sample(
        "control",
        "Who controls refined cobalt?",
        Scenario(mineral="cobalt", stage=Stage.REFINING, basis=Basis.CONTROL),
        View(),
        _controls,
    ),
    Sample(
        "malacca",
        "What passes Malacca on the way to Japan?",
        Scenario(
            mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, partners=frozenset({IMPORTER}), leg=Leg.FEED
        ),
        View(routes_by="importer"),
        _passes,
        (25.0, -30.0, 150.0, 45.0),
    ),
    Sample(
        "without",
        "What is left of refined nickel without China?",
        Scenario(mineral="nickel", stage=Stage.REFINING, basis=Basis.EQUITY, cuts=("owner:CHN",)),
        View(),
        _left,
    ),
)


def of(scenario: Scenario) -> Sample | None:
    """The sample that this question is."""
    return next((one for one in SAMPLES if one.scenario == scenario), None)


def changes(sample: Sample, view: View, extent: tuple[float, float, float, float] | None) -> dict[str, Any]:
    """Every field that one edit sets to show a sample; what is the user's own in the view stays."""
    asked = {one.name: getattr(sample.scenario, one.name) for one in fields(Scenario)}
    fresh = replace(sample.view, **{name: getattr(view, name) for name in KEPT})
    seen = {one.name: getattr(fresh, one.name) for one in fields(View) if one.name not in (*KEPT, "selected")}
    return {**asked, **seen, "extent": extent}
