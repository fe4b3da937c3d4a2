"""The tonnes of one market, fitted: what is bound first, then the gravity model on what is left.

In this order: known flows are off; cargoes that stay at home fill the plants there; what a mine has left beyond a known
flow that is all it sends to a country fills the plants of its own; ores that may not leave fill those of theirs; then
supply and demand are scaled to meet and the rest is modelled. So no plant is short of what lies beside it because
others are, and no stranger takes the place of a cargo that has no other.
"""

from collections.abc import Callable

import numpy as np

from mineralmap.analysis.gravity import gravity
from mineralmap.analysis.market import Market, reach
from mineralmap.analysis.measures import Measure
from mineralmap.analysis.wording import whole_percent
from mineralmap.model.scenario import Leg

ROUNDS = 8
"""At most so often are supply and demand made to meet where a known flow leaves an origin no other buyer."""


def fit(
    made: Market, decay: float, weight: float, cancel: Callable[[], None] | None, notes: list[str] | None = None
) -> tuple[np.ndarray, float]:
    """Modelled tonnes (n, m), the known ones left out, and the residual as a fraction of all tonnes."""
    said = [] if notes is None else notes
    supply, demand = _beyond_known(made, said)
    cost, fixed, residual = made.cost.copy(), np.zeros(made.cost.shape), 0.0
    cost[made.known.settled] = np.inf

    def fill(rows: np.ndarray, columns: np.ndarray, given: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        nonlocal residual
        inner = np.ix_(rows, columns)
        close = None if made.affinity is None else made.affinity[inner]
        found = gravity(given[rows], wanted[columns], cost[inner], close, decay, weight, cancel)
        residual = max(residual, found.residual)
        tonnes = np.zeros(cost.shape)
        tonnes[inner] = found.flows
        return tonnes

    everything = np.arange(len(supply)), np.arange(len(demand))
    # what stays at home fills the plants there before anyone's share is scaled, so that no stranger takes their place
    at_home = made.origins["at_home"].to_numpy(bool)
    if at_home.any():
        fixed += fill(np.flatnonzero(at_home), everything[1], supply, demand)
        over = np.where(at_home, supply - fixed.sum(axis=1), 0.0).sum()
        if over > 1e-6 * supply.sum():
            said.append(
                f"More of what never leaves its country than plants there take in, so not shipped: {over:,.0f} "
                f"{made.unit}."
            )
        supply = np.where(at_home, np.minimum(supply, fixed.sum(axis=1)), supply)
    # so does what is left of a mine beyond a known flow that is all it sends to a country
    tied = made.known.settled.any(axis=1) & ~at_home & (made.leg == Leg.FEED)
    if tied.any():
        abroad = made.origins["iso3"].to_numpy(object)[:, None] != made.ends["iso3"].to_numpy(object)[None, :]
        free, cost = cost, np.where(tied[:, None] & abroad, np.inf, cost)
        fixed += fill(np.flatnonzero(tied), everything[1], supply, np.maximum(demand - fixed.sum(axis=0), 0.0))
        cost = free
    partly = []
    for measure in made.measures:
        said.append(_words(measure))
        if measure.ore_only:
            rows = np.flatnonzero(made.origins["iso3"].isin(measure.exporters))
            columns = np.flatnonzero(made.ends["iso3"].isin(measure.exporters))
            if len(rows) and len(columns):
                spent = fixed.sum(axis=1), fixed.sum(axis=0)
                fixed += fill(rows, columns, (supply - spent[0]) * measure.part, demand - spent[1])
        elif measure.part >= 1:
            cost[reach(measure, made.origins, made.ends)] = np.inf
        else:
            partly.append(measure)
    spare = np.where(at_home, 0.0, np.maximum(supply - fixed.sum(axis=1), 0.0))
    wanted = np.maximum(demand - fixed.sum(axis=0), 0.0)
    tied = made.known.settled.any(axis=1)
    tonnes, left, meeting = np.zeros(cost.shape), (spare, wanted), list[str]()
    for _ in range(ROUNDS):
        meeting = []
        left = _meeting(made, spare, wanted, bool(fixed.any()), meeting)
        tonnes = fill(*everything, *left)
        unsold = np.where(tied, left[0] - tonnes.sum(axis=1), 0.0)
        if not unsold.sum() > 1e-6 * supply.sum():
            break
        # those who could have taken it share out what the others give, so that none of them is short alone
        spare = np.maximum(spare - unsold, 0.0)
    said += meeting
    kept = np.where(tied, supply - fixed.sum(axis=1) - tonnes.sum(axis=1), 0.0)
    if kept.sum() > 1e-4 * supply.sum():
        names = ", ".join(dict.fromkeys(made.origins["name"].to_numpy(object)[kept > 1e-4 * supply.sum()]))
        said.append(
            f"Beyond its known flows {kept.sum():,.0f} {made.unit} of {names} find no plant, so they count as stock."
        )
    if partly:
        kept = np.ones(cost.shape)
        for measure in partly:
            kept[reach(measure, made.origins, made.ends)] *= 1 - measure.part
        bound = kept < 1
        stays = np.where(bound, tonnes * kept, 0.0)
        cost[bound] = np.inf
        again = left[0] - stays.sum(axis=1), left[1] - stays.sum(axis=0)
        tonnes = stays + fill(*everything, np.maximum(again[0], 0.0), np.maximum(again[1], 0.0))
    return fixed + tonnes, residual


def _words(measure: Measure) -> str:
    to = "" if measure.targets is None else f" to {', '.join(sorted(measure.targets))}"
    head = f"{measure.who}: {measure.words} ({measure.control_id})"
    if measure.ore_only:
        part = (
            "its refineries are"
            if measure.part >= 1
            else f"{whole_percent(measure.part)} of its ore is kept, its refineries are"
        )
        return (
            f"{head}: {part} filled from its own mines first; the rest is taken to leave as intermediate products, "
            "which the ban allows."
        )
    how = "set by you" if measure.by_user else "in force"
    return f"{head}, {how}: {whole_percent(measure.part)} of what it sends abroad{to} is cut and looks for another way."


def _beyond_known(made: Market, notes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Supply and demand without the known flows, at least 0."""
    known, supply, demand = made.known, made.supply.copy(), made.demand.copy()
    np.subtract.at(supply, known.row, known.tonnes)
    np.subtract.at(demand, known.column, known.tonnes)
    supply = np.maximum(supply, 0.0)
    if (demand < -1e-6 * made.demand.sum()).any():
        names = ", ".join(made.ends["name"].to_numpy(object)[demand < -1e-6 * made.demand.sum()])
        notes.append(f"Known flows bring more than the own figure takes in, so nothing else goes there: {names}.")
    return supply, np.maximum(demand, 0.0)


def _meeting(
    made: Market, supply: np.ndarray, demand: np.ndarray, filled: bool, notes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Supply and demand scaled to meet; says what was scaled and why. ``filled``: is some of it taken at home first?"""
    given, taken = supply.sum(), demand.sum()
    if not given > 0 or not taken > 0 or abs(given - taken) <= 1e-9 * max(given, taken):
        return supply, demand
    first = [*["the known flows"] * bool(len(made.known.row)), *["what fills plants at home"] * filled]
    rest = f" beyond {' and '.join(first)}" if first else ""
    sources, sinks = ("mines", "refineries") if made.leg == Leg.FEED else ("refineries", "consumers")
    if given > taken:
        notes.append(
            f"Located {sources} give {given:,.0f} {made.unit}{rest}, {sinks} take in {taken:,.0f}: the difference is "
            f"kept as stock, losses or not located, the same part of each of the {sources}."
        )
        return supply * (taken / given), demand
    notes.append(
        f"{sinks.capitalize()} take in {taken:,.0f} {made.unit}{rest}, located {sources} give {given:,.0f}: the "
        f"difference comes from stock, scrap or {sources} not located, the same part of each of the {sinks}."
    )
    return supply, demand * (given / taken)
