"""Where the output of a facility is not the figure that its counted tonnes rest on: another year, another source."""

import re

import numpy as np
import pandas as pd

from mineralmap.analysis.notes import source_name
from mineralmap.datasets.dataset import Dataset

UNDATED = "n.d."
"""Stands for the year of an output whose source states none."""
TWO = "Output and counted tonnes are two figures."
MOST_SOURCES = 2
_RESTS_ON = re.compile(r"(production|capacity)(?: (\d{4}))?\b")


def beside(dataset: Dataset, made: pd.DataFrame, rests_on: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For facilities whose counted tonnes rest on another figure than their output: the year of the output, and lines
    with year and source of both; "" for all others.

    Parameters
    ----------
    made
        Facility, mineral, output and its year of each row, as ``facility_id``, ``mineral``, ``production_t``,
        ``production_year``.
    rests_on
        What the counted tonnes of each row rest on, (n,) of text as ``Weights.origin``.
    """
    years, sentences = np.full(len(made), "", object), np.full(len(made), "", object)
    for at, mineral, facility, year in _different(made, rests_on):
        told = str(rests_on[at])
        kind = "production" if told.startswith("production") else "capacity"
        rows = dataset.outputs[dataset.outputs["facility_id"] == facility]
        rows = rows[rows["mineral"] == mineral]
        years[at] = UNDATED if np.isnan(year) else f"{year:.0f}"
        dated = "year not stated" if np.isnan(year) else f"{year:.0f}"
        made_by, counted_by = _sources(rows, "production"), _sources(rows, kind)
        lines = [f"Output: {dated}; {_said(dataset, made_by)}", f"Counted: {told}; {_said(dataset, counted_by)}"]
        if made_by == counted_by:
            lines = [f"Output: {dated}", f"Counted: {told}", f"Sources of both: {_said(dataset, made_by)}"]
        sentences[at] = "\n".join([TWO, *lines])
    return years, sentences


def _different(made: pd.DataFrame, rests_on: np.ndarray) -> list[tuple[int, str, str, float]]:
    """The rows that have an output and rest on something else: their number, mineral, facility and year."""
    code, words = pd.factorize(pd.Series(rests_on, dtype=object))
    found = [_RESTS_ON.match(str(word)) for word in words]
    counts = np.array([one is not None for one in found] + [False])[code]
    by_output = np.array([one is not None and one[1] == "production" for one in found] + [False])[code]
    of_year = np.array([float(one[2]) if one is not None and one[2] else np.nan for one in found] + [np.nan])[code]
    year = made["production_year"].to_numpy(float)
    same = by_output & ((of_year == year) | (np.isnan(of_year) & np.isnan(year)))
    at = np.flatnonzero(counts & ~same & made["production_t"].notna().to_numpy())
    minerals, facilities = (made[name].to_numpy(object)[at] for name in ("mineral", "facility_id"))
    return list(zip(at.tolist(), map(str, minerals), map(str, facilities), year[at].tolist(), strict=True))


def _sources(rows: pd.DataFrame, kind: str) -> tuple[str, ...]:
    """The ids of who says so, of the figures of a kind."""
    cells = rows.loc[rows[f"{kind}_t"].notna(), "source_id"]
    return tuple(dict.fromkeys(one for cell in cells for one in str(cell).split("; ") if one))


def _said(dataset: Dataset, sources: tuple[str, ...]) -> str:
    """Their names; of more than a few how many more."""
    words = [source_name(dataset, one) for one in sources]
    more = len(words) - MOST_SOURCES
    said = "; ".join(words[:MOST_SOURCES]) or "source not stated"
    return f"{said} and {more} more" if more > 0 else said
