"""What the chokepoint panel has worked out behind the window: values in, a value out, heavy imports inside."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mineralmap.gui.asked import routed
from mineralmap.gui.gate_rows import SHARE, gate_rows, state_word
from mineralmap.gui.tasks import Cancel
from mineralmap.gui.words import GAP, minus, percent, percent_range, tonnes
from mineralmap.model.scenario import Leg, Scenario, without_closures

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd

    from mineralmap.analysis.closures import Closure
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.gui.tables import Column


RANGE_SECONDS = 0.6
"""Until a range is sought: who closes one gate after the other wants the map first."""
BARRED_TOLD = 3
NOTHING = "Nothing sails in this question."
DEAD_END = " · dead end"
DEAD_END_TIP = "A dead end: nothing that passes finds another way. Other ports are not tried."
BEYOND = "Beyond"
"""The column of what a pair costs beyond the sum of both; a single gate has none."""


@dataclass(frozen=True, eq=False)
class Straits:
    """What passes the gates of a question, and what its closures cost.

    ``ids`` (n,) and ``columns`` are the table of gates as the panel shows it; ``summary`` is one sentence,
    ``sentences`` all that the closure does; ``unknown`` ids and columns of places whose way to the sea is not known.
    """

    exposure: "pd.DataFrame"
    closure: "Closure"
    summary: str
    sentences: tuple[str, ...]
    ids: "np.ndarray"
    columns: "list[Column]"
    unknown: "tuple[np.ndarray, list[Column]]"
    unknown_words: str


@dataclass(frozen=True, eq=False)
class Ranked:
    """Closures by what they cost: ``table`` as the analysis gives it, ``ids`` the gates of each row joined by "+"."""

    table: "pd.DataFrame"
    ids: "np.ndarray"
    columns: "list[Column]"
    pair: "np.ndarray"
    names: dict[str, str]
    words: str


@dataclass(frozen=True, eq=False)
class GateFacts:
    """What is told of one gate, all with it open when the user has closed it: flows, its row of the exposure (``None``
    where it has none), the part of what reaches each partner, the flows that pass; and the closure of this gate
    against it open (``None`` when it is shut either way). ``others`` are the names of what else the user has closed,
    which stays closed in all of this, and ``all_open`` the gate's row of the exposure with nothing closed."""

    gate: str
    closed: bool
    flows: "Flows"
    row: "dict[str, Any] | None"
    partners: list[tuple[str, float]]
    through: "pd.DataFrame"
    round: "Closure | None"
    sentence: str
    others: tuple[str, ...] = ()
    all_open: "dict[str, Any] | None" = None


def gate_facts(
    dataset: "Dataset", flows: "Flows", unclosed: "Flows", scenario: Scenario, gate: str, cancel: Cancel
) -> GateFacts:
    """One gate of a question whose flows are known, now and with nothing closed, and what its closure does, computed
    for these flows."""
    from mineralmap.analysis.chokepoints import INBOUND, exposure
    from mineralmap.analysis.closures import compare
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.analysis.gates import gates
    from mineralmap.analysis.through import name_of

    now = replace(flows, scenario=scenario)
    asked = of_sea(scenario)
    shut, opened = replace(asked, closed=asked.closed | {gate}), replace(asked, closed=asked.closed - {gate})
    closed = gate in scenario.closed
    before = replace(compute_flows(dataset, opened, cancel), scenario=opened) if closed else now
    cancel()

    def row_of(some: "Flows") -> "dict[str, Any] | None":
        table = exposure(dataset, some, [gate])
        rows = table[table["chokepoint_id"] == gate].to_dict("records")
        return {str(name): value for name, value in rows[0].items()} if rows else None

    row = row_of(before)
    partners = [
        (name_of(dataset, name.removeprefix(INBOUND)).split(",")[0], float(value))
        for name, value in (row or {}).items()
        if name.startswith(INBOUND)
    ]
    through = before.table[[gate in passed for passed in before.table["gates"]]]
    found = None
    known = gates(dataset, opened).table
    others = tuple(str(known.at[one, "name"]) for one in sorted(opened.closed))
    if not known.at[gate, "closed"]:
        cancel()
        after = now if closed else compute_flows(dataset, shut, cancel)
        found = compare(dataset, before, replace(after, scenario=shut))
    cancel()
    free = row_of(replace(unclosed, scenario=without_closures(asked))) if others else row
    return GateFacts(gate, closed, before, row, partners, through, found, _said(found, others), others, free)


def _said(found: "Closure | None", others: tuple[str, ...]) -> str:
    """What a gate's closure does, and beside which others."""
    from mineralmap.analysis.closure_text import closure_sentence, listed, spoken

    if found is None:
        return ""
    said = closure_sentence(found)
    return f"With {listed([*map(spoken, others)])} closed as well, {said[:1].lower()}{said[1:]}" if others else said


def of_sea(scenario: Scenario) -> Scenario:
    """What flows depend on, with whom and how fast: so put, what is kept of other questions is found again."""
    return replace(routed(scenario), partners=scenario.partners, knots=scenario.knots)


def ranged(dataset: "Dataset", scenario: Scenario, cancel: Cancel) -> "pd.DataFrame":
    """The range of every gate's exposure where ways are as good as equal."""
    from mineralmap.analysis.chokepoints import ranges

    cancel()
    return ranges(dataset, of_sea(scenario), cancel)


def share_tips(made: Straits, ranges: "pd.DataFrame") -> list[str]:
    """The tips (n,) of the gates' shares with their ranges."""
    tips = next(one.tips for one in made.columns if one.title == SHARE)
    return [f"{tip}\n{range_words(ranges, gate)}".strip() for tip, gate in zip(tips, made.ids.tolist(), strict=True)]


def range_words(ranges: "pd.DataFrame", gate: str) -> str:
    """What must pass a gate, and what may: one sentence; "" where both are the same."""
    if gate not in ranges.index:
        return ""
    low, high = (float(ranges["low_share"][gate]), float(ranges["high_share"][gate]))
    if percent(low) == percent(high):
        return ""
    return f"{percent_range(low, high)}, as another way is at most 10{GAP}% longer for some of it."


def closure_of(dataset: "Dataset", flows: "Flows", before: "Flows", scenario: Scenario, cancel: Cancel) -> "Closure":
    """What the closures of a question whose flows are known cost."""
    from mineralmap.analysis.closures import compare

    # Flows are kept by what decides them: partners and speed are told to them here.
    after = replace(flows, scenario=scenario)
    found = compare(dataset, replace(before, scenario=without_closures(scenario)), after)
    cancel()
    return found


def straits(dataset: "Dataset", flows: "Flows", before: "Flows", scenario: Scenario, cancel: Cancel) -> Straits:
    """The table of gates and the closure of a question whose flows are known."""
    from mineralmap.analysis.chokepoints import exposure
    from mineralmap.analysis.closure_text import closure_sentences

    found = closure_of(dataset, flows, before, scenario, cancel)
    table = exposure(dataset, found.after, list(found.gates["chokepoint_id"]))
    cancel()
    ids, columns = gate_rows(dataset, table, found)
    sentences = closure_sentences(found)
    unknown, words = _unknown(dataset, flows)
    return Straits(
        table, found, sentences[0] if found.closed else _summary(flows, table), sentences, ids, columns, unknown, words
    )


def counted_apart(made: Straits, results: "Results | None") -> str:
    """What the tonnes of the flows are where those of the answer are something else; "" where they are the same."""
    unit = made.closure.unit
    if results is None or not unit or results.unit == unit:
        return ""
    if results.scenario.mineral != made.closure.after.scenario.mineral:  # the table is still the one before
        return ""
    return f"Counted in {unit}, the answer in {results.unit}. "


def states(made: Straits, scenario: Scenario) -> "np.ndarray":
    """The words (n,) of the gates' states with what a question has closed, opened or avoided since."""
    was = made.closure.after.scenario
    words = made.columns[0].values.copy()
    usual = made.exposure.set_index("chokepoint_id")["penalty_nm"]
    for at, gate in enumerate(made.ids.tolist()):
        old, new = ((gate in one.closed, gate in one.opened, dict(one.avoided).get(gate)) for one in (was, scenario))
        if old != new:
            words[at] = state_word(
                "closed" if new[0] or (old[1] and not new[1]) else "open",
                float(usual.get(gate, 0.0)) if new[2] is None else new[2],
            )
    return words


def why_empty(made: Straits) -> str:
    """Why no gate stands in the table, and what to do about it."""
    from mineralmap.analysis.movements import legs_of

    flows = made.closure.after
    said = flows.notes[0] if flows.notes else NOTHING
    legs = legs_of(flows.scenario)
    if len(legs) > 1:
        return f"{said} Choose another mineral or year."
    other = "to consumers" if Leg.FEED in legs else "to refineries"
    return f"{said} Choose “{other}” above, or another mineral."


def _summary(flows: "Flows", exposure: "pd.DataFrame") -> str:
    """What sails while nothing is closed, in a sentence."""
    from mineralmap.analysis.closure_text import spoken
    from mineralmap.analysis.movements import LEG_WORDS, legs_of

    if flows.table.empty:
        return flows.notes[0] if flows.notes else NOTHING
    total = float(flows.table["tonnes"].sum())
    by_sea = float(flows.table.loc[flows.table["mode"] == "sea", "tonnes"].sum())
    legs = " and ".join(LEG_WORDS[leg] for leg in legs_of(flows.scenario))
    said = f"{tonnes(total, flows.unit)} a year {legs}, modelled; {percent(by_sea / total)} by sea."
    first = exposure.iloc[0] if len(exposure) else None
    if first is not None and first["tonnes"] > 0:
        where = spoken(str(first["name"]))
        said += f" {where[:1].upper()}{where[1:]} carries most, {percent(first['share'])} of all."
    return f"{said} Nothing is closed by you.{_barred(exposure)}"


def _barred(exposure: "pd.DataFrame") -> str:
    """The gates that the class of ships cannot pass, in a sentence; "" for none."""
    from mineralmap.analysis.closure_text import listed

    shut = exposure[exposure["closed"] & ~exposure["why"].str.startswith("closed")]
    names = [str(name) for name in shut["name"]]
    if not names:
        return ""
    more = len(names) - BARRED_TOLD
    told = [*names[:BARRED_TOLD], f"{more} more"] if more > 1 else names
    return f" Too shallow or narrow for these ships: {listed(told)}."


def _unknown(dataset: "Dataset", flows: "Flows") -> "tuple[tuple[np.ndarray, list[Column]], str]":
    from mineralmap.analysis.movements import LEG_WORDS
    from mineralmap.gui.tables import Column

    table = flows.unknown
    countries = table["iso3"].map(lambda code: dataset.country_name(str(code)))
    columns = [
        Column("Place", table["name"].to_numpy(object)),
        Column("Country", countries.to_numpy(object)),
        Column("Leg", table["leg"].map(LEG_WORDS).to_numpy(object)),
        Column(
            flows.unit or "t", table["tonnes"].to_numpy(float), tonnes, "Contained tonnes a year that are not drawn"
        ),
        Column("Why", table["why"].to_numpy(object)),
    ]
    whole = float(table["tonnes"].sum()) if len(table) else 0.0
    words = f"{tonnes(whole, flows.unit)} a year have no known way to a port and are drawn nowhere." if whole else ""
    words += " Double-click a row to choose a port." if whole else ""
    return (table["id"].to_numpy(object), columns), words


def rank(dataset: "Dataset", scenario: Scenario, progress: "Callable[[float], None]", cancel: Cancel) -> Ranked:
    """Every gate that tonnes pass closed in turn, and every pair of the ten that most pass."""
    import numpy as np

    from mineralmap.analysis.closure_text import KEPT
    from mineralmap.analysis.criticality import criticality
    from mineralmap.analysis.gates import gates

    asked = of_sea(without_closures(scenario))
    table = criticality(dataset, asked, cancel, progress)
    names = {str(gate): str(name) for gate, name in gates(dataset, asked).table["name"].items()}
    ids = np.array(["+".join(shut) for shut in table["gates"]], dtype=object)
    unit = str(table.attrs.get("unit", "t"))
    words = "No gate is passed: there is nothing to close."
    if len(table):
        words = "Each against the same with nothing closed; modelled. Double-click a row to close its gates."
        words += f" {KEPT}" if (table["stranded_t"] > 0).any() else ""
    columns = _ranked_columns(dataset, table, unit, scenario.knots)
    return Ranked(table, ids, columns, table["pair"].to_numpy(bool), names, words)


def _ranked_columns(dataset: "Dataset", table: "pd.DataFrame", unit: str, knots: float) -> "list[Column]":
    import numpy as np

    from mineralmap.analysis.through import name_of
    from mineralmap.gui.tables import Column

    def of(name: str) -> "np.ndarray":
        return table[name].to_numpy(float)

    def miles(value: float) -> str:
        return "–" if value != value else minus(f"{value / 1e6:,.1f}")

    def days(value: float) -> str:
        return "–" if value != value else minus(f"{value:.1f}")

    # nothing that passes finds another way by sea or land
    dead = (of("stranded_t") > 0) & ~(of("rerouted_t") > 0) & ~(of("overland_t") > 0)
    named = table["name"].to_numpy(object) + np.where(dead, DEAD_END, "")
    columns = [
        Column("Closed", named, tips=[DEAD_END_TIP if one else "" for one in dead.tolist()]),
        Column("Cut off", of("stranded_t"), tonnes, f"{unit} a year that find no way"),
        Column("Another way", of("rerouted_t"), tonnes, f"{unit} a year that sail another way"),
        Column("M t·nm", of("added_tonne_nm"), miles, f"Million tonne-miles added by the longer ways, {unit}"),
        Column("Days", of("mean_delay_days"), days, f"Later on average, of what sails another way, at {knots:g} kn"),
        Column(BEYOND, of("extra_tonne_nm"), miles,
               "Of a pair: million tonne-miles beyond the sum of both closed alone; above 0 where one is the way round "
               "the other"),
    ]  # fmt: skip
    for name in table.columns:
        if name.startswith("stranded_") and name not in ("stranded_t", "stranded_share"):
            code = name.removeprefix("stranded_")
            tip = f"Part of what reaches {name_of(dataset, code)} from outside that is cut off"
            columns.append(Column(f"{code} cut", of(name), lambda value: "–" if value != value else percent(value),
                                  tip))  # fmt: skip
    return columns
