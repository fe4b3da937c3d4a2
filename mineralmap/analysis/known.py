"""Known flows of one leg, fixed before anything is modelled: rows of ``known_flows.csv`` and of a user's table.

A known flow never exceeds what its origin gives: it is capped, and that is said. What a destination takes in beyond its
own figure is believed, since the flow is documented and the figure may be of another year.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Known:
    """Arrays (k,): ``row`` of the origins, ``column`` of the ends, ``tonnes`` (contained), ``gross_t`` (nan: not told),
    ``source`` (ids or the user's words)."""

    row: np.ndarray
    column: np.ndarray
    tonnes: np.ndarray
    gross_t: np.ndarray
    source: np.ndarray


def known_flows(
    dataset: Dataset, mineral: str, leg: str, origins: pd.DataFrame, ends: pd.DataFrame, supply: np.ndarray,
    cut: Mapping[tuple[int, int], float], notes: list[str],
) -> Known:  # fmt: skip
    """The known flows of a leg between its places.

    Parameters
    ----------
    origins, ends
        Indexed by id; origins with cargo and contained, ends (of products) with region.
    supply
        (n,) tonnes that each origin gives.
    cut
        Part (0-1) that export measures of the user take, by (origin row, end column).

    Returns
    -------
    One row per pair of places and cargo. ``notes`` tells what was capped, left out, or of another kind.
    """
    table = dataset.known_flows
    table = table[(table["mineral"] == mineral) & (table["leg"] == leg)]
    left = supply.copy()
    found: list[tuple[int, int, float, float, str]] = []
    strange: list[str] = []
    for flow in table.itertuples():
        rows = np.flatnonzero((origins.index == flow.from_id) & (supply > 0))
        columns, parts = _ends_of(ends, str(flow.to_id))
        if not len(rows) or not len(columns):
            strange.append(f"{flow.from_id} to {flow.to_id}")
            continue
        given = supply[rows].sum()
        tonnes, gross = _tonnes(flow, given, origins.iloc[rows[0]])
        if not np.isfinite(tonnes):
            strange.append(f"{flow.from_id} to {flow.to_id} (its contained tonnes are not known)")
            continue
        free = left[rows].sum()
        if tonnes > free * (1 + 1e-9):
            notes.append(
                f"The known flow from {origins['name'].iloc[rows[0]]} to {flow.to_id} ({tonnes:,.0f} t) is more than "
                f"what is left there of its output, so it counts as {free:,.0f} t."
            )
            gross = gross * free / tonnes
            tonnes = free
        for i in rows:
            part = left[i] / free if free > 0 else 0.0
            for j, of_end in zip(columns, parts, strict=True):
                moved = tonnes * part * of_end
                kept = moved * (1 - cut.get((int(i), int(j)), 0.0))
                if kept > 0:
                    found.append((int(i), int(j), kept, gross * kept / tonnes, str(flow.source_id)))
        left[rows] -= np.where(free > 0, tonnes * left[rows] / max(free, 1e-300), 0.0)
    if strange:
        notes.append("Known flows without a place in this model, so not used: " + "; ".join(strange) + ".")
    return _merged(found)


def _ends_of(ends: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Columns that an end's name means, with the part of each: a place, or all ports of a region or country."""
    columns = np.flatnonzero(ends.index == name)
    if not len(columns) and "region" in ends:
        columns = np.flatnonzero(ends["region"] == name)
        columns = columns if len(columns) else np.flatnonzero(ends["iso3"] == name)
    weight = ends["tonnes"].to_numpy(float)[columns]
    return columns, weight / weight.sum() if weight.sum() > 0 else np.full(len(columns), 1 / max(len(columns), 1))


def _tonnes(flow, given: float, origin: pd.Series) -> tuple[float, float]:
    """Contained and gross tonnes of a known flow; either nan where not told."""
    gross = float(flow.gross_t)
    if np.isfinite(flow.tonnes):
        return float(flow.tonnes), gross
    if np.isfinite(flow.share):
        return float(flow.share) * given, gross
    return gross * float(origin["contained"]), gross


def _merged(found: list[tuple[int, int, float, float, str]]) -> Known:
    """One row per pair: tonnes added, sources joined."""
    if not found:
        empty = np.empty(0)
        return Known(empty.astype(int), empty.astype(int), empty, empty, np.empty(0, object))
    table = pd.DataFrame(found, columns=["row", "column", "tonnes", "gross", "source"])
    grouped = table.groupby(["row", "column"], as_index=False, sort=True).agg(
        tonnes=("tonnes", "sum"),
        gross=("gross", lambda one: one.sum(skipna=False)),
        source=("source", lambda one: "; ".join(dict.fromkeys(one))),
    )
    return Known(
        grouped["row"].to_numpy(int),
        grouped["column"].to_numpy(int),
        grouped["tonnes"].to_numpy(float),
        grouped["gross"].to_numpy(float),
        grouped["source"].to_numpy(object),
    )
