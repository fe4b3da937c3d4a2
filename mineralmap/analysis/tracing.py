"""Following the links to where they end: equity W (I − W)⁻¹ in sparse columns, control by jumping to the top.

Method: methods §3. (I − W)⁻¹ = (I + W)(I + W²)(I + W⁴)…: a chain of any length needs as many factors as its length has
binary digits, and rings with an owner outside converge twice as fast with each.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mineralmap.analysis.chains import Chains, chains
from mineralmap.analysis.credits import Credits
from mineralmap.analysis.stakes import MAJORITY, PUBLISHED, ROUNDING, SHARED
from mineralmap.datasets.dataset import Dataset

FACTORS = 64
SMALL = 1e-15
"""Parts below this are dropped, so that rings of many companies stay sparse; what is dropped is unknown."""


@dataclass(frozen=True, eq=False)
class Traced:
    """Equity of every entity in the companies where tracing ends, by grade: sparse (entities, companies).

    ``published`` counts published links, ``presumed`` those of one holder without a figure as well, ``shared`` also
    equal parts among holders of one nation. The three may be one and the same.
    """

    published: Any
    presumed: Any
    shared: Any


@lru_cache(maxsize=8)
def traced(dataset: Dataset) -> Traced:
    """Trace every chain of a data set, once."""
    made = chains(dataset)
    grades = np.unique(made.links.grade)
    found = {PUBLISHED: _equity(made, PUBLISHED)}
    for grade in (1, SHARED):
        found[grade] = _equity(made, grade) if grade in grades else found[grade - 1]
    return Traced(found[PUBLISHED], found[1], found[SHARED])


def _equity(made: Chains, grade: int) -> Any:
    from mineralmap.analysis.sparse import csr_array, diags_array

    count, entities = len(made.companies), len(made.has_entry)
    links = made.links.where(made.links.grade <= grade)
    held = csr_array((links.weight, (links.entity, links.owner)), shape=(entities, count))
    step = held[:count]
    through = csr_array(diags_array(made.own_part))
    through.eliminate_zeros()
    for _ in range(FACTORS):
        if not step.nnz:
            break
        through = through + step @ through
        step = _sparse(step @ step)
    of_facilities = held[count:] @ through
    return _stacked(_sparse(through), _sparse(of_facilities))


def _sparse(table: Any) -> Any:
    if table.nnz and table.data.min() < SMALL:
        table.data[table.data < SMALL] = 0.0
        table.eliminate_zeros()
    return table


def _stacked(above: Any, below: Any) -> Any:
    from mineralmap.analysis.sparse import csr_array

    for table in (above, below):
        table.sum_duplicates()
    index = np.concatenate([above.indices, below.indices])
    start = np.concatenate([above.indptr, below.indptr[1:] + above.indptr[-1]])
    shape = (above.shape[0] + below.shape[0], above.shape[1])
    return csr_array((np.concatenate([above.data, below.data]), index, start), shape=shape)


@dataclass(frozen=True, eq=False)
class Tops:
    """Who controls each facility; arrays (facilities,).

    ``company`` is the last company that majorities lead to, −1 where no one has a majority of the facility itself.
    ``alone``: it counts with all of the facility; else (no one controls it, or majorities run in a ring) its holders
    do.
    ``published``: every link on the way is.
    """

    company: np.ndarray
    alone: np.ndarray
    published: np.ndarray


def tops(made: Chains) -> Tops:
    """Climb by links of more than half, all facilities at a time, twice as far with each jump.

    The majority is looked for among published and presumed links alike: a presumed majority leaves the published part
    at nothing, since who controls is then not published. In a ring of majorities the climb ends with the company
    before the one by which it came in.
    """
    count, entities = len(made.companies), len(made.has_entry)
    links = made.links.where(made.links.weight > MAJORITY + ROUNDING)
    up, unpublished = np.arange(entities), np.zeros(entities, bool)
    up[links.entity], unpublished[links.entity] = links.owner, links.grade != PUBLISHED
    first = up.copy()
    ring = _in_rings(up)
    before = np.full(entities, -1)
    before[up[ring]] = ring
    up[ring] = ring
    spoilt = unpublished.copy()
    spoilt[ring] = False
    while True:
        further = up[up]
        if np.array_equal(further, up):
            break
        spoilt |= spoilt[up]
        up = further
    # Round the ring to the company before the entry: all its links but the last are on the way.
    spoilt_ring = _spoilt_rings(ring, first, unpublished, before)
    entry = up
    end = np.where(before[entry] >= 0, before[entry], entry)
    spoilt |= (before[entry] >= 0) & spoilt_ring[entry]
    at = slice(count, None)
    company = np.where(end[at] >= count, -1, end[at])
    alone = (company >= 0) & (before[entry[at]] < 0) & np.append(made.iso3 != "", False)[company]
    return Tops(company, alone, ~spoilt[at])


def _in_rings(up: np.ndarray) -> np.ndarray:
    """Entities on a ring of majorities: what is left when all have jumped far enough, and is no top."""
    far = up
    for _ in range(len(up).bit_length() + 1):
        far = far[far]
    left = np.unique(far)
    return left[up[left] != left]


def _spoilt_rings(ring: np.ndarray, up: np.ndarray, unpublished: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Whether the way round a ring, from each entry to the company before it, has a link that is not published."""
    answer, seen = np.zeros(len(up), bool), set[int]()
    for entry in ring.tolist():
        members = []
        while entry not in seen:
            seen.add(entry)
            members.append(entry)
            entry = int(up[entry])
        answer[members] = unpublished[members].sum() - unpublished[before[members]] > 0
    return answer


def by_company(made: Chains, found: Traced) -> Credits:
    """Equity of facilities in companies; equal parts among holders of one nation are nobody's."""
    count = len(made.companies)
    return _credits(found.presumed[count:], found.published[count:])


def by_nation(made: Chains, found: Traced, column: np.ndarray, nations: int) -> Credits:
    """Equity of facilities in nations, ``column`` (companies,) being each company's nation or −1."""
    count = len(made.companies)
    to_nation = _to_nation(column, nations)
    return _credits(found.shared[count:] @ to_nation, found.published[count:] @ to_nation)


def control(made: Chains, found: Traced, top: Tops) -> tuple[Credits, Any, Any]:
    """Control of facilities by companies; and the same as sparse tables (all grades, published) for nations."""
    from mineralmap.analysis.sparse import csr_array

    count, rows = len(made.companies), len(top.company)
    at = np.flatnonzero(top.alone)
    whole = csr_array((np.ones(len(at)), (at, top.company[at])), shape=(rows, count))
    at_published = at[top.published[at]]
    whole_published = csr_array(
        (np.ones(len(at_published)), (at_published, top.company[at_published])), shape=(rows, count)
    )
    # Who is not controlled by one company is split as its holders, or those of the joint company at the top, are.
    split = np.where(top.company < 0, count + np.arange(rows), top.company)
    told = ~top.alone & ((top.company < 0) | top.published)

    def spread(table: Any, kept: np.ndarray) -> Any:
        of = csr_array(table[split[kept]])
        start = np.zeros(rows + 1, np.int64)
        start[1:][kept] = np.diff(of.indptr)
        return csr_array((of.data, of.indices, np.cumsum(start)), shape=(rows, count))

    presumed, published = spread(found.presumed, ~top.alone) + whole, spread(found.published, told) + whole_published
    shared = presumed if found.shared is found.presumed else spread(found.shared, ~top.alone) + whole
    return _credits(presumed, published), shared, published


def control_by_nation(shared: Any, published: Any, column: np.ndarray, nations: int) -> Credits:
    """What ``control`` gave, by nation."""
    to_nation = _to_nation(column, nations)
    return _credits(shared @ to_nation, published @ to_nation)


def _to_nation(column: np.ndarray, nations: int) -> Any:
    from mineralmap.analysis.sparse import csr_array

    at = np.flatnonzero(column >= 0)
    return csr_array((np.ones(len(at)), (at, column[at])), shape=(len(column), nations))


def _credits(known: Any, published: Any) -> Credits:
    """Columns of two sparse tables of one shape; the entries of ``published`` are among those of ``known``."""
    known.sum_duplicates()
    published.sum_duplicates()
    rows, width = known.shape
    row = np.repeat(np.arange(rows, dtype=np.int32), np.diff(known.indptr))
    supplier, part = known.indices.astype(np.int32, copy=False), known.data
    if known.nnz == published.nnz and np.array_equal(known.data, published.data):
        return Credits(rows, width, row, supplier, part, part)
    key = row.astype(np.int64) * width + supplier
    other_row = np.repeat(np.arange(rows, dtype=np.int64), np.diff(published.indptr))
    place = np.searchsorted(key, other_row * width + published.indices)
    place = np.minimum(place, len(key) - 1)
    there = key[place] == other_row * width + published.indices
    on = np.zeros(len(part))
    on[place[there]] = published.data[there]
    return Credits(rows, width, row, supplier, np.minimum(on, part), part)
