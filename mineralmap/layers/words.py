"""The sentences of the map: what is asked, what came out, and how it was counted. Numbers only from the results."""

import math
from functools import lru_cache

from mineralmap.analysis.closure_text import listed
from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import LEG_WORDS, Flows
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.datasets.dataset import Dataset
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

LEGS = {leg: words.removeprefix("from ") for leg, words in LEG_WORDS.items()}


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
    named = largest(results, 2)
    parts = [f"{name} {percent_text(share)}" for _, name, share in named]
    if not parts:
        return f"{asked}: not known"
    if results.unknown_share >= named[-1][2]:
        parts = [parts[0], f"owner unknown {percent_text(results.unknown_share)}"]
    return f"{asked}: {', '.join(parts)}"


def largest(results: Results, most: int) -> list[tuple[str, str, float]]:
    """The largest named suppliers: id, name, share; none that supplies nothing."""
    table = results.suppliers
    columns = (table[name].tolist() for name in ("supplier", "name", "share"))
    named = [one for one in zip(*columns, strict=True) if one[0] not in (OTHER, UNKNOWN) and one[2] > 0]
    return sorted(named, key=lambda one: -one[2])[:most]


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


def modelled_key(flows: Flows | None) -> str:
    """Heading of the key of what moves: "Modelled flows, mine to refinery"."""
    return ", ".join(filter(None, ("Modelled flows", legs_words(flows))))


def legs_words(flows: Flows | None) -> str:
    """The legs that the flows have: "mine to refinery and refinery to consumer"; "" without flows."""
    found = set() if flows is None else set(flows.table["leg"].unique())
    return " and ".join(words for leg, words in LEGS.items() if leg in found)


def other_unit(flows: Flows | None, results: Results) -> str:
    """The unit of the flows where it is not the answer's: "t REO"; "" where it is."""
    return "" if flows is None or flows.unit == results.unit else flows.unit


def not_comparable(flows: Flows, results: Results) -> str:
    """What the flows count and what the answer; "" where it is the same."""
    own = other_unit(flows, results)
    return f"counted in {own}, the answer in {results.unit}" if own else ""


@lru_cache(maxsize=4)
def flows_note(flows: Flows) -> str:
    """What must stand with the routes."""
    scenario = flows.scenario
    known = known_share(flows)
    said = f" {percent_text(known)} of the tonnes are published flows." if known > 0 else ""
    found = set(flows.table["leg"].unique())
    between = {"feed": "mines and refineries", "product": "refineries and consumers"}
    legs = " and between ".join(words for leg, words in between.items() if leg in found)
    decays = " and ".join(f"{decay:g}" for leg, decay in flows.decays if leg in found)
    owners = f", λ {scenario.affinity:g}" if "product" not in found or "feed" in found else ""
    return (
        f"Routes are modelled (gravity model between {legs or 'places'}, shortest ways over the sea network, "
        f"β {decays or f'{scenario.decay:g}'}, κ {scenario.land_weight:g}{owners}), not observed trade.{said}"
    )


def closed_names(dataset: Dataset, scenario: Scenario) -> str:
    """The chokepoints that a scenario closes, by name: "Suez Canal and Bab el-Mandeb Strait"; "" for none."""
    if not scenario.closed:
        return ""
    table = gates(dataset, scenario).table["name"]
    names = [str(name) for gate, name in table.items() if gate in scenario.closed]
    return listed(names)


def known_share(flows: Flows) -> float:
    """Part of the tonnes of all flows that are published rather than modelled; 0 without flows."""
    tonnes = flows.table["tonnes"].to_numpy(float)
    total = tonnes.sum()
    return float(tonnes[flows.table["known"].to_numpy(bool)].sum() / total) if total > 0 else 0.0


def _partner_order(partner: str) -> tuple[int, str]:
    order = ("USA", "JPN", "EU")
    return (order.index(partner) if partner in order else len(order), partner)
