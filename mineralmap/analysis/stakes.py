"""The stakes table as columns: companies and facilities numbered, published links summed, what is wrong told."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity

OVERFULL = 1.005
"""Published stakes may add up to this much through rounding and are rescaled; beyond it they are an error."""
ROUNDING = 1e-9
"""Sums of decimal fractions differ by less than this."""
MAJORITY = 0.5
"""A holder controls with more than this; an exact half does not."""
PUBLISHED, PRESUMED, SHARED = 0, 1, 2
"""Grades of a link: a figure in a source; the one holder without a figure; equal parts of holders of one nation."""


@dataclass(frozen=True, eq=False)
class Links:
    """Weighted links, sorted by entity; arrays (links,). ``row`` is the line of stakes.csv (header is 1)."""

    entity: np.ndarray
    owner: np.ndarray
    weight: np.ndarray
    grade: np.ndarray
    row: np.ndarray

    def where(self, kept: np.ndarray) -> "Links":
        """The links of a mask (links,)."""
        if kept.all():
            return self
        return Links(self.entity[kept], self.owner[kept], self.weight[kept], self.grade[kept], self.row[kept])

    def joined(self, other: "Links") -> "Links":
        """These and others, those of one entity in the order they came."""
        both = [
            np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("entity", "owner", "weight", "grade", "row")
        ]
        order = np.argsort(both[0], kind="stable")
        return Links(*(column[order] for column in both))


@dataclass(frozen=True, eq=False)
class Stakes:
    """Rows of stakes.csv that name a holder of something else than itself; arrays (rows,), in the file's order.

    ``entity`` is a company's number or ``len(companies)`` + the facility's row; ``set_aside`` (entities,) those whose
    published stakes cannot be used.
    """

    companies: pd.Index
    facilities: pd.Index
    entity: np.ndarray
    owner: np.ndarray
    stake: np.ndarray
    row: np.ndarray
    set_aside: np.ndarray

    def name(self, entity: int) -> str:
        """Id of an entity."""
        count = len(self.companies)
        return str(self.companies[entity] if entity < count else self.facilities[entity - count])


def read_stakes(dataset: Dataset) -> tuple[Stakes, Links, list[Problem]]:
    """Number what the table names; links with a figure, several rows of one owner being one link.

    Stakes that add up to too much, or a stake below 0, are an error with its row and set the entity's stakes aside; a
    little too much is rescaled and told.
    """
    table = dataset.stakes
    facilities = dataset.facilities.index
    owners, owned = table["owner_id"], table["owned_id"]
    at_facility = facilities.get_indexer(pd.Index(owned))
    companies = dataset.companies.index.append([pd.Index(owners), pd.Index(owned[at_facility < 0])]).unique()
    owner = companies.get_indexer(pd.Index(owners)).astype(np.int32)
    entity = np.where(at_facility >= 0, len(companies) + at_facility, companies.get_indexer(pd.Index(owned)))
    stake, row = table["stake"].to_numpy(float), np.arange(2, len(table) + 2, dtype=np.int32)
    itself = (owners == owned).to_numpy(bool)
    said = [
        Problem(
            Severity.ERROR,
            "stakes.csv",
            int(row[at]),
            "owner_id",
            f"{owners.iloc[at]} is said to own itself.",
            "Leave treasury shares out.",
        )
        for at in np.flatnonzero(itself)
    ]
    entities = len(companies) + len(facilities)
    kept = ~itself
    entity = entity.astype(np.int32)
    if itself.any():
        entity, owner, stake, row = entity[kept], owner[kept], stake[kept], row[kept]
    rows = Stakes(companies, facilities, entity, owner, stake, row, np.zeros(entities, bool))
    links = _published(dataset, rows, said)
    return rows, links, said


def _published(dataset: Dataset, rows: Stakes, said: list[Problem]) -> Links:
    figured = np.flatnonzero(~np.isnan(rows.stake))
    key = rows.entity[figured].astype(np.int64) * len(rows.companies) + rows.owner[figured]
    pairs, first, which = np.unique(key, return_index=True, return_inverse=True)
    weight = np.bincount(which, rows.stake[figured], minlength=len(pairs))
    at = figured[first]
    # One entity's links stand together, in the order of the file.
    order = np.lexsort([at, rows.entity[at]])
    at, weight = at[order], weight[order]
    entity = rows.entity[at]
    total = np.bincount(entity, weight, minlength=len(rows.set_aside)).astype(float)
    below = np.unique(rows.entity[figured[rows.stake[figured] < 0]])
    over = np.flatnonzero(total > OVERFULL + ROUNDING)
    rows.set_aside[below] = rows.set_aside[over] = True
    a_little = np.flatnonzero((total > 1.0 + ROUNDING) & ~rows.set_aside)
    _tell(dataset, rows, said, below, over, a_little, total)
    scale = np.divide(1.0, total, out=np.ones_like(total), where=total > 1.0)
    weight = weight * scale[entity]
    kept = (weight > 0) & ~rows.set_aside[entity]
    grade = np.zeros(len(at), np.int8)
    return Links(entity, rows.owner[at], weight, grade, rows.row[at]).where(kept)


def _tell(
    dataset: Dataset,
    rows: Stakes,
    said: list[Problem],
    below: np.ndarray,
    over: np.ndarray,
    a_little: np.ndarray,
    total: np.ndarray,
) -> None:
    """Problems with their place: a line of stakes.csv, or the user's file that names the owners of a facility."""
    if not (len(below) or len(over) or len(a_little)):
        return
    figured = ~np.isnan(rows.stake)
    first: dict[int, int] = {}
    for entity, row in zip(rows.entity[figured].tolist(), rows.row[figured].tolist(), strict=True):
        first.setdefault(entity, row)
    files = dataset.facilities["dataset"].to_numpy(object)

    def tell(severity: Severity, entity: int, row: int, what: str, hint: str) -> None:
        file = files[entity - len(rows.companies)] if entity >= len(rows.companies) else ""
        where = (str(file), None, "owners") if file else ("stakes.csv", row, "stake")
        said.append(Problem(severity, *where, what, hint))

    aside = "Its owners count as unknown until this is mended."
    for entity in below.tolist():
        row = int(rows.row[(rows.entity == entity) & (rows.stake < 0)][0])
        tell(Severity.ERROR, entity, row, f"A stake in {rows.name(entity)} is below 0.", aside)
    for entity in over.tolist():
        what = f"The published stakes in {rows.name(entity)} add up to {total[entity]:.4g}, more than the whole."
        tell(Severity.ERROR, entity, first[entity], what, aside)
    for entity in a_little.tolist():
        what = f"The published stakes in {rows.name(entity)} add up to {total[entity]:.5g} and were rescaled to 1."
        tell(Severity.WARNING, entity, first[entity], what, "Rounding in the source; nothing to do.")
