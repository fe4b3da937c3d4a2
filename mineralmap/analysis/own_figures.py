"""What each place of a leg gives or takes in by its own figure, and why other tonnes than these move."""

import numpy as np
import pandas as pd

from mineralmap.analysis.market import Market, reach

COLUMNS = "id leg side tonnes why".split()
STAYS, TIED, CUT, SURPLUS, SHORT, BEYOND, NO_MORE = "stays tied cut surplus short beyond no_more".split()
"""Plants at home take in no more; beyond a known flow nobody does; a measure of the user cuts it; all that give have
more than is taken in; all that take in lack some; known flows bring more than the own figure; no more finds a way."""
LEAST = 1e-4
"""Below this part of its figure what does not move is rounding."""


def own_figures(made: Market, tonnes: np.ndarray) -> pd.DataFrame:
    """One row per place and side of a leg, by ``COLUMNS``.

    Parameters
    ----------
    tonnes
        (n, m), what is modelled beside the known flows of ``made``.

    Returns
    -------
    ``side`` is "from" or "to", ``tonnes`` the own figure in the unit of the flows, ``why`` one of the words above, ""
    where the flows add up to the figure. Of several cargoes of a place the one with the largest rest says why.
    """
    known, n, m = made.known, len(made.supply), len(made.demand)
    out = np.bincount(known.row, known.tonnes, minlength=n) + tonnes.sum(axis=1)
    into = np.bincount(known.column, known.tonnes, minlength=m) + tonnes.sum(axis=0)
    cut = np.zeros(tonnes.shape, bool)
    for measure in made.measures:
        if measure.by_user and not measure.ore_only:
            cut |= reach(measure, made.origins, made.ends)
    why_out = np.select(
        [made.origins["at_home"].to_numpy(bool), known.settled.any(axis=1), cut.any(axis=1)],
        [STAYS, TIED, CUT],
        SURPLUS,
    )
    lacks = made.supply.sum() < made.demand.sum()
    why_in = np.where(into > made.demand, BEYOND, np.where(cut.any(axis=0), CUT, SHORT if lacks else NO_MORE))
    sides = [
        _side(made, "from", made.origins.index, made.supply, made.supply - out, why_out),
        _side(made, "to", made.ends.index, made.demand, made.demand - into, why_in),
    ]
    return pd.concat(sides, ignore_index=True)


def _side(
    made: Market, side: str, ids: pd.Index, figure: np.ndarray, rest: np.ndarray, why: np.ndarray
) -> pd.DataFrame:
    one = pd.DataFrame({"id": ids.to_numpy(object), "tonnes": figure, "why": why.astype(object), "rest": np.abs(rest)})
    one.loc[one["rest"] <= LEAST * one["tonnes"], "why"] = ""
    one = one.sort_values(["id", "rest"], ascending=[True, False], kind="stable")
    table = one.groupby("id", as_index=False, sort=True).agg(tonnes=("tonnes", "sum"), why=("why", "first"))
    return table.assign(leg=made.leg, side=side)[COLUMNS]
