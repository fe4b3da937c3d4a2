"""Who probably ships to whom: known flows first, the rest by the gravity model on the open sea network.

Closures do not change the pattern, they lengthen or strand its flows (``flows``). Nothing here is a record of trade,
but the flows that are known.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.gravity import gravity
from mineralmap.analysis.known import Known
from mineralmap.analysis.market import Market, market, reach
from mineralmap.analysis.measures import Measure
from mineralmap.analysis.movements import LEG_WORDS
from mineralmap.analysis.ways import Ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Leg, Scenario

LEAST = 1e-9
"""Flows below this part of all tonnes are rounding, not trade."""
NO_PORT, AT_HOME = "no way to a port stated", "only to places at home or over a land border"


@dataclass(frozen=True, eq=False)
class Trade:
    """The pattern of trade of one leg with nothing closed but what the settings close.

    ``origins`` (n) and ``ends`` (m) as in ``market.Market``; ``ways`` (n, m) on the open network. The flows are columns
    (k,), largest first: ``row`` of the origins, ``column`` of the ends, ``tonnes``, ``gross_t`` (nan: not known),
    ``known`` (bool), ``source`` ("" where modelled), ``cargo`` (id, "" not told) and ``cargo_name``.
    """

    leg: str
    year: int
    origins: pd.DataFrame
    ends: pd.DataFrame
    ways: Ways
    row: np.ndarray
    column: np.ndarray
    tonnes: np.ndarray
    gross_t: np.ndarray
    known: np.ndarray
    source: np.ndarray
    cargo: np.ndarray
    cargo_name: np.ndarray
    unit: str
    total_t: float
    """All that the national table counts at the origins."""
    residual: float
    decay: float
    unknown: pd.DataFrame
    """Places with tonnes whose way to a port is not known: id, name, iso3, leg, tonnes, why."""
    notes: tuple[str, ...]


def trade_pattern(dataset: Dataset, scenario: Scenario, leg: str, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of one leg of the scenario's mineral, or one sentence why there is none."""
    made = market(dataset, scenario, leg, cancel)
    if isinstance(made, str):
        return made
    decay, why = decay_of(dataset, scenario, leg)
    way = LEG_WORDS[leg].capitalize()
    notes = [
        *made.notes,
        f"{way}: gravity model with β {decay:g} per 1,000 nm ({why}), κ {scenario.land_weight:g} nm per km of "
        + "land, "
        + (f"λ {scenario.affinity:g} for common owners." if leg == Leg.FEED else "no owners at the consumers."),
    ]
    if leg == Leg.FEED:
        notes.append(
            "Intermediate products are not a stage of their own here; the form told of a flow is the one in which it "
            "leaves its country, also where it stays at home."
        )
    tonnes, residual = fit(made, decay, scenario.affinity, cancel, notes)
    return _trade(made, tonnes, residual, decay, notes)


def decay_of(dataset: Dataset, scenario: Scenario, leg: str) -> tuple[float, str]:
    """β of a leg, per thousand nautical miles, and where it comes from."""
    if leg == Leg.FEED:
        return scenario.decay, "assumption"
    own = assumed(scenario, "decay_product")
    if np.isfinite(own):
        return own, "yours"
    rows = dataset.calibration
    rows = rows[(rows["mineral"] == scenario.mineral) & (rows["leg"] == leg)]
    if rows.empty:
        return scenario.decay, "assumption: no import shares to fit it to"
    one = rows.iloc[0]
    poor = ", a poor fit" if "poor" in str(one["note"]) else ""
    return float(one["decay"]), (
        f"fitted to the import sources of {one['importer']} {one['years']}; the shares miss by {one['fit']:.0%}, root "
        f"mean square{poor}"
    )


def fit(
    made: Market, decay: float, weight: float, cancel: Callable[[], None] | None, notes: list[str] | None = None
) -> tuple[np.ndarray, float]:
    """Modelled tonnes (n, m), the known ones left out, and the residual as a fraction of all tonnes."""
    said = [] if notes is None else notes
    supply, demand = _left(made, said)
    cost, fixed, residual = made.cost.copy(), np.zeros(made.cost.shape), 0.0

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
    left = np.maximum(supply - fixed.sum(axis=1), 0.0), np.maximum(demand - fixed.sum(axis=0), 0.0)
    tonnes = fill(*everything, *left)
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
            "its refineries are" if measure.part >= 1 else f"{measure.part:.0%} of its ore is kept, its refineries are"
        )
        return (
            f"{head}: {part} filled from its own mines first; the rest is taken to leave as intermediate products, "
            "which the ban allows."
        )
    how = "set by you" if measure.by_user else "in force"
    return f"{head}, {how}: {measure.part:.0%} of what it sends abroad{to} is cut and looks for another way."


def _left(made: Market, notes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Supply and demand without the known flows, made to meet; says what was scaled and why."""
    known, supply, demand = made.known, made.supply.copy(), made.demand.copy()
    np.subtract.at(supply, known.row, known.tonnes)
    np.subtract.at(demand, known.column, known.tonnes)
    supply = np.maximum(supply, 0.0)
    if (demand < -1e-6 * made.demand.sum()).any():
        names = ", ".join(made.ends["name"].to_numpy(object)[demand < -1e-6 * made.demand.sum()])
        notes.append(f"Known flows bring more than the own figure takes in, so nothing else goes there: {names}.")
    demand = np.maximum(demand, 0.0)
    given, taken = supply.sum(), demand.sum()
    if not given > 0 or not taken > 0 or abs(given - taken) <= 1e-9 * max(given, taken):
        return supply, demand
    rest = "" if not len(known.row) else " beyond the known flows"
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


def _trade(made: Market, tonnes: np.ndarray, residual: float, decay: float, notes: list[str]) -> Trade:
    known: Known = made.known
    total = tonnes.sum() + known.tonnes.sum()
    i, j = np.nonzero(tonnes > LEAST * total)
    row, column = np.concatenate([known.row, i]), np.concatenate([known.column, j])
    amount = np.concatenate([known.tonnes, tonnes[i, j]])
    contained = np.concatenate([known.contained, made.origins["contained"].to_numpy(float)[i]])
    cargo, cargo_name = (
        np.concatenate([of_known, made.origins[column].to_numpy(object)[i]])
        for column, of_known in (("cargo", known.cargo), ("cargo_name", known.cargo_name))
    )
    told = np.concatenate([known.gross_t, np.full(len(i), np.nan)])
    is_known = np.arange(len(row)) < len(known.row)
    source = np.concatenate([known.source, np.full(len(i), "", object)]).astype(object)
    order = np.lexsort((is_known, column, row, -amount))
    return Trade(
        leg=made.leg,
        year=made.year,
        origins=made.origins,
        ends=made.ends,
        ways=made.ways,
        row=row[order],
        column=column[order],
        tonnes=amount[order],
        gross_t=np.where(np.isfinite(told), told, amount / contained)[order],
        known=is_known[order],
        source=source[order],
        cargo=cargo[order],
        cargo_name=cargo_name[order],
        unit=made.unit,
        total_t=made.total_t,
        residual=residual,
        decay=decay,
        unknown=_unknown(made, notes),
        notes=tuple(notes),
    )


def _unknown(made: Market, notes: list[str]) -> pd.DataFrame:
    """Places with tonnes and no way to a port; those that reach nobody at all are named in a note."""
    parts = []
    reached = np.isfinite(made.cost)
    for places, at, tonnes, any_way in (
        (made.origins, made.ways.from_at, made.supply, reached.any(axis=1)),
        (made.ends, made.ways.to_at, made.demand, reached.any(axis=0)),
    ):
        rows = np.flatnonzero((at < 0) & (tonnes > 0))
        part = places.iloc[rows][["name", "iso3"]].assign(leg=made.leg, tonnes=tonnes[rows])
        part["why"] = np.where(np.asarray(any_way)[rows], f"{NO_PORT}; {AT_HOME}", NO_PORT)
        parts.append(part.rename_axis("id").reset_index())
    lost = ~reached.any(axis=1) & (made.supply > 0)
    if lost.any():
        names = ", ".join(sorted(set(made.origins["name"].to_numpy(object)[lost])))
        notes.append(f"Route unknown, so not shipped ({made.supply[lost].sum():,.0f} t): {names}.")
    table = pd.concat(parts, ignore_index=True)
    far = sorted(set(table.loc[table["why"].str.endswith(AT_HOME), "name"]))
    if far:
        notes.append(f"{NO_PORT.capitalize()}, so {AT_HOME}: {', '.join(far)}.")
    table = table.groupby(["id", "name", "iso3", "leg", "why"], as_index=False)["tonnes"].sum()
    order = ["id", "name", "iso3", "leg", "tonnes", "why"]
    return table.sort_values(["tonnes", "id"], ascending=[False, True], ignore_index=True)[order]
