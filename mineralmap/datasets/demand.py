"""One demand figure for one question: two rows for the same region, mineral, year and kind are settled and told."""

import numpy as np
import pandas as pd

from mineralmap.errors import Problem, Severity

SAME = ["region", "mineral", "year", "kind", "stage", "scenario", "unit"]
"""Rows alike in these answer one question. Stages, units and named scenarios are questions of their own."""
FILE = "demand.csv"


def settled(demand: pd.DataFrame, sources: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Keep one row of those that answer one question: the newest source's, of equals the last.

    Parameters
    ----------
    demand
        Rows of demand.csv in the order of the file.
    sources
        Table of sources, indexed by id, with the year of each.

    Returns
    -------
    The table without the rows left out, and a warning for each of them that names both figures.
    """
    double = demand.duplicated(SAME, keep=False).to_numpy()
    if not double.any():
        return demand, ()
    years = pd.to_numeric(sources["year"].astype(str).str.extract(r"(\d{4})")[0], errors="coerce")
    newest = demand["source_id"].map(lambda cell: max(_years(str(cell), years), default=-np.inf))
    rows = demand[double].assign(newest=newest[double], row=np.flatnonzero(double))
    left_out, problems = [], []
    for _, group in rows.groupby(SAME, sort=False, dropna=False):
        ranked = group.sort_values(["newest", "row"], kind="stable")
        kept = ranked.iloc[-1]
        for position in range(len(ranked) - 1):
            other = ranked.iloc[position]
            left_out.append(int(other["row"]))
            problems.append(_told(other, kept))
    keep = np.ones(len(demand), bool)
    keep[left_out] = False
    return demand[keep], tuple(problems)


def _years(cell: str, years: pd.Series) -> list[float]:
    """Years of the sources that a cell names; those without a year are left out."""
    found = [float(years.get(one, np.nan)) for one in cell.split("; ")]
    return [year for year in found if not np.isnan(year)]


def _told(other: pd.Series, kept: pd.Series) -> Problem:
    question = f"{kept['kind']} of {kept['region']} for {kept['mineral']} in {kept['year']:.0f}"
    return Problem(
        Severity.WARNING,
        FILE,
        int(other["row"]) + 2,
        "quantity_t",
        f"{question} stands twice: {other['quantity_t']:g} t ({other['source_id']}) and "
        f"{kept['quantity_t']:g} t ({kept['source_id']}); the latter, of the newer source, counts.",
        "Keep one row for each region, mineral, year and kind, or name the scenario of the other.",
    )
