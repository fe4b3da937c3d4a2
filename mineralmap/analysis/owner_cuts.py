"""What owners keep when some of them fall away: the parts of facilities after cuts by owner, for every basis.

A cut by owner takes that owner's own part and nobody else's, so what is left of a facility belongs to the others alone:
with 80 : 20 between China and the host, "owner:CHN" leaves 20 %, all of it the host's. Several cuts act on each end
of a chain in turn (Π (1 − cut) per owner), so their order cannot matter. A holder who loses all of its part no longer
controls; then the others share the facility by their equity.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import Chains, chains
from mineralmap.analysis.companies import Companies, company_credits
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.question import partner_groups
from mineralmap.analysis.stakes import PRESUMED
from mineralmap.analysis.tracing import Tops, Traced, by_company, by_nation, control, control_by_nation, tops, traced
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis

NOTHING_LEFT = 1e-12
MOST_STEPS = 10_000
"""A chain is not longer, and what still goes round in rings then is next to nothing."""


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """One thing that falls away: ``part`` of what an owner has, a country hosts or a facility makes."""

    kind: str
    name: str
    part: float

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" + ("" if self.part == 1 else f"={self.part:g}")


@dataclass(frozen=True, eq=False)
class OwnersLeft:
    """Owners after the cuts, for all facilities of a data set in their order.

    ``left`` is the fraction of each facility that stays, (facilities,); credits are of what stays.
    """

    left: np.ndarray
    nations: dict[Basis, Credits]
    companies: dict[Basis, Companies]


def owners_left(dataset: Dataset, cuts: tuple[Cut, ...]) -> OwnersLeft:
    """Owners after those of the cuts that name an owner; the others are no matter of owners."""
    return _owners_left(dataset, tuple(cut for cut in cuts if cut.kind == "owner" and cut.part > 0))


@lru_cache(maxsize=8)
def _owners_left(dataset: Dataset, cuts: tuple[Cut, ...]) -> OwnersLeft:
    table = ownership_table(dataset)
    if not cuts:
        companies = {basis: company_credits(dataset, basis) for basis in Basis}
        return OwnersLeft(np.ones(len(table.facilities)), table.by_basis, companies)
    made, before = chains(dataset), traced(dataset)
    count = len(made.companies)
    stays = _stays(dataset, made, before, cuts)
    lost = before.shared[count:] - before.shared[count:] * stays
    left = np.clip(1.0 - np.asarray(lost.sum(axis=1)).ravel(), 0.0, 1.0)
    left[left < NOTHING_LEFT] = 0.0
    after = Traced(*(_after(one, count, stays, left) for one in (before.published, before.presumed, before.shared)))
    top = _tops_left(tops(made), stays, np.diff(before.shared.indptr[count:]) > 0, left < 1.0)
    column = pd.Index(table.nations).get_indexer(pd.Index(made.iso3))
    by_control, shared, published = control(made, after, top)
    width = len(table.nations)
    who = {basis: company_credits(dataset, basis) for basis in Basis}
    return OwnersLeft(
        left,
        {
            Basis.LOCATION: table.by_basis[Basis.LOCATION],
            Basis.EQUITY: by_nation(made, after, column, width),
            Basis.CONTROL: control_by_nation(shared, published, column, width),
        },
        {
            Basis.LOCATION: who[Basis.LOCATION],
            Basis.EQUITY: replace(who[Basis.EQUITY], credits=by_company(made, after)),
            Basis.CONTROL: replace(who[Basis.CONTROL], credits=by_control),
        },
    )


def _stays(dataset: Dataset, made: Chains, before: Traced, cuts: tuple[Cut, ...]) -> Any:
    """The fraction of its part that each company keeps in each facility: sparse (facilities, companies)."""
    count = len(made.companies)
    parts = before.shared[count:].copy()
    rows = np.repeat(np.arange(parts.shape[0]), np.diff(parts.indptr))
    keep = np.ones(parts.nnz)
    groups, nations = partner_groups(dataset), set(ownership_table(dataset).nations)
    for cut in cuts:
        if cut.name in groups or cut.name in nations:
            hit = np.isin(made.iso3, list(groups.get(cut.name, {cut.name})))
            keep *= np.where(hit[parts.indices], 1.0 - cut.part, 1.0)
            continue
        # Through a company in between, its own holders lose what they hold by way of it.
        ends = np.zeros(count)
        row = before.presumed[[made.entity(cut.name)]]
        ends[row.indices] = row.data
        held = _through(made, cut.name)[rows] * ends[parts.indices]
        keep *= 1.0 - cut.part * np.clip(np.divide(held, parts.data, out=np.zeros(parts.nnz), where=held > 0), 0.0, 1.0)
    parts.data = keep
    return parts


def _through(made: Chains, company: str) -> np.ndarray:
    """All of each facility that runs through a company, also what its holders are credited with; (facilities,)."""
    links = made.links.where(made.links.grade <= PRESUMED)
    count = len(made.companies)
    total, step = np.zeros(len(made.has_entry)), np.zeros(len(made.has_entry))
    step[made.entity(company)] = 1.0
    for _ in range(MOST_STEPS):
        if not step[:count].max(initial=0.0) > NOTHING_LEFT:
            break
        step = np.bincount(links.entity, links.weight * step[links.owner], minlength=len(step)).astype(float)
        total += step
    return total[count:]


def _after(table: Any, count: int, stays: Any, left: np.ndarray) -> Any:
    """Equity after the cuts, as parts of what is left; the rows of companies stay as they are."""
    from mineralmap.analysis.sparse import csr_array, vstack

    scale = np.divide(1.0, left, out=np.zeros(len(left)), where=left > 0)
    facilities = csr_array(table[count:] * stays)
    facilities.data *= np.repeat(scale, np.diff(facilities.indptr))
    facilities.eliminate_zeros()
    return csr_array(vstack([table[:count], facilities], format="csr"))


def _tops_left(top: Tops, stays: Any, held: np.ndarray, touched: np.ndarray) -> Tops:
    """Who still controls: a company that keeps some of its part, where a cut reached the facility at all."""
    rows = np.arange(len(top.company))
    kept = np.asarray(stays[rows, np.maximum(top.company, 0)]).ravel() > NOTHING_LEFT
    fallen = touched & held & (top.company >= 0) & ~(top.alone & kept)
    return Tops(np.where(fallen, -1, top.company), top.alone & ~fallen, top.published)
