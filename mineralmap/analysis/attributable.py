"""What stakes come to along the chains, for one entity: upwards to nations, downwards to the facilities of a company.

Method: methods §3. The same rules as the shares of an answer (tracing ends at the first listed or state-owned group,
and goes on above it to a holder of more than half), asked for one facility or company at a time.
"""

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import MAJORITY, ROUNDING
from mineralmap.analysis.stake_links import StakeLinks, stake_links
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis

OWNS = ["facility_id", "name", "mineral", "stage", "host_iso3", "status", "part_published", "part", "capacity_t",
        "attributable_t", "unit"]  # fmt: skip
MOST_ROUNDS = 1000
"""Rings of stakes come to their limit long before; a chain of companies is not longer."""


def owns(dataset: Dataset, company: str) -> pd.DataFrame:
    """The facilities that a company has a part in, through companies that pass ownership on: columns ``OWNS``.

    A part of a listed company is no part of its mines: tracing ends there. What is presumed for several holders of one
    nation is not counted for any of them. Largest attributable tonnes first, those
    without a capacity last (nan, never 0).
    """
    links = stake_links(dataset)
    if company not in links.place:
        return pd.DataFrame(columns=OWNS)
    alone = (np.where(links.shared, 0.0, weight) for weight in _weights(links))
    low, point = (_below(links, links.place[company], weight) for weight in alone)
    held = np.flatnonzero(point[links.first_facility :] > ROUNDING) + links.first_facility
    parts = pd.DataFrame(
        {"part_published": low[held], "part": point[held]}, index=[links.entities[number] for number in held]
    )
    figures = dataset.outputs.groupby(["facility_id", "mineral"], sort=False)["capacity_t"].sum(min_count=1)
    rows = figures.reset_index()
    rows = rows[rows["facility_id"].isin(parts.index)].join(parts, on="facility_id")
    about = dataset.facilities[["name", "stage", "host_iso3", "status"]]
    rows = rows.join(about, on="facility_id")
    rows["attributable_t"] = rows["part"] * rows["capacity_t"]
    rows["unit"] = rows["mineral"].map(dataset.minerals["unit"])
    rows = rows.sort_values(["attributable_t", "facility_id", "mineral"], ascending=[False, True, True])
    return rows[OWNS].reset_index(drop=True)


def nations_of(dataset: Dataset, entity: str, basis: Basis) -> tuple[dict[str, float], dict[str, float]]:
    """Nation to its part of a facility or company by equity or control: published, and with what is presumed.

    What is missing to 1 is unknown. The same rule as the shares of an answer, asked for one entity.
    """
    links = stake_links(dataset)
    at = links.place[entity]
    weights = _weights(links)
    if basis is not Basis.CONTROL:
        low, point = (_nations(links, at, weight) for weight in weights)
        return low, point
    published, seen = True, {at}
    while True:
        major = np.flatnonzero((links.owned == at) & (weights[1] > MAJORITY + ROUNDING))
        if not len(major) or int(links.owner[major[0]]) in seen:
            break
        published = published and not links.presumed[major[0]]
        at = int(links.owner[major[0]])
        seen.add(at)
    nation = str(links.nation[at])
    if nation and len(seen) > 1:
        return ({nation: 1.0} if published else {}), {nation: 1.0}
    low, point = (_nations(links, at, weight) for weight in weights)
    return (low if published else {}), point


def _nations(links: StakeLinks, entity: int, weight: np.ndarray) -> dict[str, float]:
    """Nation to its part of one entity: what comes up the chains is summed where tracing ends."""
    here = np.zeros(len(links.entities))
    here[entity] = 1.0
    came = here.copy()
    for _ in range(MOST_ROUNDS):
        here = np.bincount(links.owner, weight * here[links.owned], minlength=len(here))
        came += here
        if here.max() < ROUNDING / 1000:
            break
    found: dict[str, float] = {}
    for place in np.flatnonzero((came > 0) & (links.nation != "")):
        part = float(came[place] * links.own[place])
        if part > ROUNDING:
            found[str(links.nation[place])] = found.get(str(links.nation[place]), 0.0) + part
    return found


def _weights(links: StakeLinks) -> tuple[np.ndarray, np.ndarray]:
    """Weights of published links, and of all; links above companies that stand for themselves count only where
    tracing goes on to a holder of more than a half."""
    followed = (links.nation[links.owned] == "") | ((links.own[links.owned] < 1) & (links.weight > MAJORITY + ROUNDING))
    point = np.where(followed, links.weight, 0.0)
    return np.where(links.presumed, 0.0, point), point


def _below(links: StakeLinks, company: int, weight: np.ndarray) -> np.ndarray:
    """The part of every entity that is a company's, when tracing is thought to end at it; shape (entities,)."""
    held = np.zeros(len(links.entities))
    held[company] = 1.0
    for _ in range(MOST_ROUNDS):
        grown = np.bincount(links.owned, weight * held[links.owner], minlength=len(held))
        grown[company] = 1.0
        if np.abs(grown - held).max() < ROUNDING / 1000:
            break
        held = grown
    return held
