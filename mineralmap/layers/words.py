"""The sentences of the map: what is asked, what came out, and how it was counted. Numbers only from the results."""

import math

from mineralmap.analysis.movements import Flows
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.layers.symbology import percent_text, tonnes_text
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

PRODUCT = {
    Stage.MINING: "mined {}",
    Stage.INTERMEDIATE: "{} intermediates",
    Stage.REFINING: "refined {}",
    Stage.RECYCLING: "recycled {}",
    Stage.MANUFACTURING: "{} products",
}
PLURAL = {"rare earths", "rare_earths", "platinum-group metals"}
VERB = {
    Stage.MINING: "mined",
    Stage.INTERMEDIATE: "made into intermediates",
    Stage.REFINING: "refined",
    Stage.RECYCLING: "recycled",
    Stage.MANUFACTURING: "made into products",
}
MEASURE = {Measure.OUTPUT: "published output", Measure.CAPACITY: "capacity as located"}
BASIS = {Basis.LOCATION: "by location", Basis.EQUITY: "by equity", Basis.CONTROL: "by control"}

MODELLED_KEY = "Modelled flows, mine to refinery"


def product(scenario: Scenario, mineral_name: str) -> str:
    """What is counted: "refined nickel"."""
    return PRODUCT[scenario.stage].format(mineral_name)


def question(scenario: Scenario, mineral_name: str) -> str:
    """What the map asks: "Who owns refined nickel", "Where cobalt is mined"."""
    if scenario.basis == Basis.LOCATION:
        verb = "are" if mineral_name in PLURAL or mineral_name.endswith("metals") else "is"
        return f"Where {mineral_name} {verb} {VERB[scenario.stage]}"
    who = "Who owns" if scenario.basis == Basis.EQUITY else "Who controls"
    return f"{who} {product(scenario, mineral_name)}"


def title(results: Results) -> str:
    """The answer as one sentence: the leader, who comes next, and the unknown where it is larger than the leader."""
    asked = question(results.scenario, results.mineral_name)
    if results.no_data:
        return f"{asked}: no data"
    named = results.suppliers[~results.suppliers["supplier"].isin([OTHER, UNKNOWN])]
    named = named[named["share"] > 0].nlargest(2, "share")
    shares = named["share"].tolist()
    parts = [f"{name} {percent_text(share)}" for name, share in zip(named["name"], shares, strict=True)]
    if not parts:
        return f"{asked}: not known"
    if results.unknown_share >= shares[-1]:
        parts = [parts[0], f"owner unknown {percent_text(results.unknown_share)}"]
    return f"{asked}: {', '.join(parts)}"


def subtitle(results: Results) -> str:
    """Basis, measure, year, denominator, coverage and what is unknown, in one line."""
    scenario = results.scenario
    if results.no_data:
        return results.no_data
    output = scenario.measure is Measure.OUTPUT
    # Capacities are of many years, each facility says its own.
    counted = MEASURE[scenario.measure] + (f" {results.year}" if results.year and output else "")
    parts = [f"Counted {BASIS[scenario.basis]}", counted]
    if math.isfinite(results.denominator_t):
        parts.append(f"shares of {tonnes_text(results.denominator_t, results.unit)}")
    if math.isfinite(results.coverage):
        located = percent_text(results.coverage)
        parts.append(f"located {located}" if output else f"located capacity {located} of output {results.year}")
    if scenario.basis != Basis.LOCATION:
        parts.append(f"owner unknown {percent_text(results.unknown_share)}")
        if results.presumed_share > 0:
            parts.append(f"presumed {percent_text(results.presumed_share)}")
    if results.partner.share.point >= 0 and scenario.partners:
        named = ", ".join(sorted(scenario.partners, key=_partner_order))
        how = {Basis.LOCATION: "host", Basis.EQUITY: "own", Basis.CONTROL: "control"}[scenario.basis]
        parts.append(f"partners ({named}) {how} {percent_text(results.partner.share.point)}")
    return " · ".join(parts)


def flows_note(flows: Flows) -> str:
    """What must stand with the routes."""
    scenario = flows.scenario
    return (
        "Routes are modelled (gravity model between mines and refineries over the sea network, "
        f"β {scenario.decay:g}, κ {scenario.land_weight:g}, λ {scenario.affinity:g}), not observed trade."
    )


def _partner_order(partner: str) -> tuple[int, str]:
    order = ("USA", "JPN", "EU")
    return (order.index(partner) if partner in order else len(order), partner)
