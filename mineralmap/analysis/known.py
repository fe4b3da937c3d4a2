"""Known flows of one leg, fixed before anything is modelled: rows of ``known_flows.csv`` and of a user's table.

A known flow never exceeds what its origin gives: it is capped, and that is said. What a destination takes in beyond its
own figure is believed, since the flow is documented and the figure may be of another year. A flow told to a region or a
country is all that its origin sends there, so nothing is modelled on top of it; it is spread over the places there by
what they take in, since the works are not told. Flows from and to plants
that make intermediate products are told for the mines behind them (``intermediates``).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.intermediates import Told, told_flows
from mineralmap.datasets.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Known:
    """Arrays (k,): ``row`` of the origins, ``column`` of the ends, ``tonnes`` (contained), ``gross_t`` (nan: not told),
    ``source`` (ids or the user's words), ``source_year`` ("2023; 2024" where it has several), ``cargo``,
    ``cargo_name``, ``contained`` (as ``cargo.with_cargo``)."""

    row: np.ndarray
    column: np.ndarray
    tonnes: np.ndarray
    gross_t: np.ndarray
    source: np.ndarray
    source_year: np.ndarray
    cargo: np.ndarray
    cargo_name: np.ndarray
    contained: np.ndarray
    settled: np.ndarray
    """(n, m) bool: pairs of places between which nothing is modelled, since a known flow is all there is."""


COLUMNS = "row column tonnes gross_t source source_year cargo cargo_name contained".split()


def known_flows(
    dataset: Dataset, mineral: str, leg: str, origins: pd.DataFrame, ends: pd.DataFrame, cost: np.ndarray,
    cut: Mapping[tuple[int, int], float], notes: list[str],
) -> Known:  # fmt: skip
    """The known flows of a leg between its places.

    Parameters
    ----------
    origins, ends
        Indexed by id; origins with tonnes, cargo, cargo_name and contained, ends (of products) with region.
    cost
        (n, m), inf where there is no way.
    cut
        Part (0-1) that export measures of the user take, by (origin row, end column).

    Returns
    -------
    One row per pair of places and cargo. ``notes`` tells what was capped, left out, or of another kind.
    """
    left = origins["tonnes"].to_numpy(float).copy()
    settled = np.zeros(cost.shape, dtype=bool)
    spread: list[str] = []
    found: list[tuple] = []
    strange: list[str] = []
    years: set[int] = set()
    for flow in told_flows(dataset, mineral, leg, origins):
        rows = np.array(flow.rows, dtype=int)
        columns, parts = _ends_of(dataset, ends, flow.to_id)
        pair = f"{_name(dataset, flow.from_id)} to {_name(dataset, flow.to_id)}"
        if not len(rows) or not len(columns):
            strange.append(pair)
            continue
        reached = np.isfinite(cost[np.ix_(rows, columns)]) & (parts > 0)
        if not reached.any():
            strange.append(f"{pair} (no way is known)")
            continue
        tonnes = _tonnes(flow, origins, rows)
        if not np.isfinite(tonnes):
            strange.append(f"{pair} (its contained tonnes are not known)")
            continue
        rows, reached = rows[reached.any(axis=1)], reached[reached.any(axis=1)]
        if flow.to_id not in ends.index and flow.from_id in origins.index:
            settled[np.ix_(np.flatnonzero(origins.index.isin(origins.index[rows])), columns)] = True
            spread.append(pair)
        free, gross = left[rows].sum(), flow.gross_t
        if tonnes > free * (1 + 1e-9):
            notes.append(
                f"The known flow from {origins['name'].iloc[rows[0]]} to {_name(dataset, flow.to_id)} "
                f"({tonnes:,.0f} t) is more than what is left there of its output, so it counts as {free:,.0f} t."
            )
            gross *= free / tonnes
            tonnes = free
        if not tonnes > 0:
            continue
        # each origin gives in proportion to what it has left, to those ends that it reaches
        to = parts * reached
        told_in = f"{flow.year:.0f}" if np.isfinite(flow.year) else ""
        shares = (left[rows] / free)[:, None] * to / to.sum(axis=1, keepdims=True)
        for (a, b), part in np.ndenumerate(shares):
            i, j = int(rows[a]), int(columns[b])
            kept = part * (1 - cut.get((i, j), 0.0))
            if kept > 0:
                own = origins.iloc[i]
                what = flow.cargo or (str(own["cargo"]), str(own["cargo_name"]), float(own["contained"]))
                found.append((i, j, tonnes * kept, gross * kept, flow.source, told_in, *what))
        if np.isfinite(flow.year):
            years.add(int(flow.year))
        left[rows] = np.maximum(left[rows] - tonnes * shares.sum(axis=1), 0.0)
    if found:
        when = f" (figures of {min(years)} to {max(years)})" if len(years) > 1 else ""
        when = when or "".join(f" (figures of {year})" for year in years)
        notes.insert(
            0, f"Known flows are fixed first, {sum(row[2] for row in found):,.0f} t{when}; the rest is modelled."
        )
    if strange:
        notes.append("Known flows without a place in this model, so not used: " + "; ".join(strange) + ".")
    if spread:
        notes.append(
            "Known as all that goes there, at works that are not told, so spread over the places there by what they "
            f"take in and nothing modelled on top: {'; '.join(dict.fromkeys(spread))}."
        )
    return _merged(found, settled)


def _ends_of(dataset: Dataset, ends: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Columns that an end's name means, with the part of each: a place, or all places of a region or country."""
    columns = np.flatnonzero(ends.index == name)
    if not len(columns):
        columns = np.flatnonzero(ends["region"] == name)
    if not len(columns):
        columns = np.flatnonzero(ends["iso3"].isin(dataset.partner_members(frozenset({name}))))
    weight = ends["tonnes"].to_numpy(float)[columns]
    return columns, weight / weight.sum() if weight.sum() > 0 else np.full(len(columns), 1 / max(len(columns), 1))


def _tonnes(flow: Told, origins: pd.DataFrame, rows: np.ndarray) -> float:
    """Contained tonnes of a known flow; nan where not told."""
    if np.isfinite(flow.tonnes):
        return flow.tonnes
    if np.isfinite(flow.share):
        whole = flow.whole_t if np.isfinite(flow.whole_t) else float(origins["tonnes"].iloc[rows].sum())
        return flow.share * whole
    return flow.gross_t * (flow.cargo[2] if flow.cargo else float(origins["contained"].iloc[rows[0]]))


def _name(dataset: Dataset, place: str) -> str:
    if place in dataset.facilities.index:
        return str(dataset.facilities.at[place, "name"])
    return dataset.country_name(place)


def _merged(found: list[tuple], settled: np.ndarray) -> Known:
    """One row per pair and cargo: tonnes added, sources joined."""
    table = pd.DataFrame(found, columns=COLUMNS)
    grouped = table.groupby(["row", "column", "cargo"], as_index=False, sort=True).agg(
        tonnes=("tonnes", "sum"),
        gross_t=("gross_t", lambda one: one.sum(skipna=False)),
        source=("source", lambda one: "; ".join(dict.fromkeys("; ".join(one).split("; ")))),
        source_year=("source_year", lambda one: "; ".join(sorted(set(one) - {""}))),
        cargo_name=("cargo_name", "first"),
        contained=("contained", "first"),
    )
    return Known(
        row=grouped["row"].to_numpy(int),
        column=grouped["column"].to_numpy(int),
        tonnes=grouped["tonnes"].to_numpy(float),
        gross_t=grouped["gross_t"].to_numpy(float),
        source=grouped["source"].to_numpy(object),
        source_year=grouped["source_year"].to_numpy(object),
        cargo=grouped["cargo"].to_numpy(object),
        cargo_name=grouped["cargo_name"].to_numpy(object),
        contained=grouped["contained"].to_numpy(float),
        settled=settled,
    )
