"""The distance decay β that meets published import sources best, one for each mineral, and how far it misses them.

Method: modelled shares of a region's imports by country of origin against the published ones (countries of last
shipment; the rest together as OTH), the sum of squared differences made least over β between 0 and ``MOST``: a grid
first, then golden section around its best point. Refined material where its import sources are published, else what is
mined. One β cannot bend a pattern that is not one of distance: the misses are part of the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.fitting import fit
from mineralmap.analysis.market import Market, market
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Leg, Scenario

IMPORTER = "USA"
"""The one region whose import sources are published mineral by mineral."""
OTHERS = "OTH"
LEG_OF = {"refining": Leg.PRODUCT, "mining": Leg.FEED}
MOST, STEP, EXACT = 4.0, 0.1, 1e-3
GOLDEN = (np.sqrt(5) - 1) / 2
POOR = 0.10
"""A miss of more than so much of all imports, root mean square over the exporters, is called a poor fit."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """``shares``: one row per named exporter, ``OTH`` last: exporter_iso3, published, modelled (fractions)."""

    mineral: str
    leg: str
    decay: float
    miss: float
    """Root mean square difference of the shares."""
    years: str
    year: int
    source_id: str
    shares: pd.DataFrame
    note: str


def calibrate(dataset: Dataset, mineral: str, cancel: Callable[[], None] | None = None) -> Fitted | str:
    """Fit β of one mineral, or one sentence why there is nothing to fit."""
    rows = dataset.import_sources
    rows = rows[(rows["mineral"] == mineral) & (rows["importer"] == IMPORTER) & rows["stage"].isin(list(LEG_OF))]
    if rows.empty:
        return "No import sources are published."
    stage = "refining" if (rows["stage"] == "refining").any() else "mining"
    rows = rows[rows["stage"] == stage]
    rows = rows[rows["form"] == rows["form"].iloc[0]]
    leg = LEG_OF[stage]
    made = market(dataset, Scenario(mineral=mineral, leg=leg), leg, cancel or (lambda: None))
    if isinstance(made, str):
        return made
    into = dataset.partner_members(frozenset({IMPORTER}))
    if not (made.demand[made.ends["iso3"].isin(into)] > 0).any():
        return f"Nobody in {IMPORTER} takes in anything in this leg."
    published = rows.set_index("exporter_iso3")["share"]
    published = published / published.sum()
    names = [*published.index.drop(OTHERS, errors="ignore"), OTHERS]
    wanted = published.reindex(names).fillna(0.0).to_numpy(float)

    def miss(decay: float) -> float:
        return float(np.square(_shares(made, decay, into, names) - wanted).sum())

    decay = round(_least(miss), 3)
    modelled = _shares(made, decay, into, names)
    off = float(np.sqrt(np.square(modelled - wanted).mean()))
    words = ["compared only: the leg keeps its own β"] if leg == Leg.FEED else []
    if off > POOR:
        words.append("poor fit: the pattern is not one of distance alone")
    if decay <= EXACT or decay >= MOST - STEP:
        words.append("at the end of the range searched")
    return Fitted(
        mineral=mineral,
        leg=str(leg),
        decay=decay,
        miss=off,
        years=str(rows["years"].iloc[0]),
        year=made.year,
        source_id=str(rows["source_id"].iloc[0]),
        shares=pd.DataFrame({"exporter_iso3": names, "published": wanted, "modelled": modelled}),
        note="; ".join(words),
    )


def calibration_table(dataset: Dataset, minerals: Sequence[str]) -> pd.DataFrame:
    """The rows of ``calibration.csv``: β, miss and shares of every exporter; minerals without a fit are left out."""
    found = [calibrate(dataset, mineral) for mineral in minerals]
    parts = [
        one.shares.assign(
            mineral=one.mineral, leg=one.leg, decay=one.decay, fit=one.miss, importer=IMPORTER, years=one.years,
            year=one.year, source_id=one.source_id, note=one.note,
        )
        for one in found
        if isinstance(one, Fitted)
    ]  # fmt: skip
    order = "mineral leg decay fit importer years year exporter_iso3 published modelled source_id note".split()
    return pd.concat(parts, ignore_index=True)[order] if parts else pd.DataFrame(columns=order)


def _shares(made: Market, decay: float, into: frozenset[str], names: list[str]) -> np.ndarray:
    """Modelled shares (names,) of what the region takes in from outside, the unnamed together in the last."""
    tonnes, _ = fit(made, decay, Scenario().affinity, None)
    np.add.at(tonnes, (made.known.row, made.known.column), made.known.tonnes)
    inside = made.ends["iso3"].isin(into).to_numpy()
    outside = ~made.origins["iso3"].isin(into).to_numpy()
    by_country = pd.Series(tonnes[:, inside].sum(axis=1)[outside]).groupby(
        made.origins["iso3"].to_numpy(object)[outside]
    ).sum()  # fmt: skip
    total = by_country.sum()
    shares = (by_country.reindex(names[:-1]).fillna(0.0) / total).to_numpy(float)
    return np.append(shares, 1 - shares.sum())


def _least(miss: Callable[[float], float]) -> float:
    """Where a function of β is least: the best of a grid, then golden section between its neighbours."""
    grid = np.arange(0.0, MOST + STEP / 2, STEP)
    best = grid[int(np.argmin([miss(float(decay)) for decay in grid]))]
    low, high = max(best - STEP, 0.0), min(best + STEP, MOST)
    one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_one, at_two = miss(one), miss(two)
    while high - low > EXACT:
        if at_one <= at_two:
            high, two, at_two = two, one, at_one
            one = high - GOLDEN * (high - low)
            at_one = miss(one)
        else:
            low, one, at_one = one, two, at_two
            two = low + GOLDEN * (high - low)
            at_two = miss(two)
    middle = (low + high) / 2
    return float(middle) if miss(float(middle)) <= miss(float(best)) else float(best)
