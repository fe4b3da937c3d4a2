"""Whose capacity is it: the part of every facility that each nation has, by location, by equity and by control.

Method: methods §3. Equity is W (I − W)⁻¹ restricted to where tracing stops; control follows links of more than 50 %
to the one ultimate parent and falls back to equity where nobody controls. An explicit unknown owner takes the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import chains
from mineralmap.analysis.credits import Credits, whole
from mineralmap.analysis.owner_lines import owners_of
from mineralmap.analysis.tracing import by_nation, control, control_by_nation, tops, traced
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem
from mineralmap.model.scenario import Basis

__all__ = ["Credits", "OwnershipTable", "owner_vectors", "owners_of", "ownership_table"]

KEPT = 64
"""Sets of countries of which a table remembers which columns they are."""
NO_COUNTRY = {"", "WLD", "OTH"}


@dataclass(frozen=True, eq=False)
class OwnershipTable:
    """Credits of every facility of a data set under each basis, in the order of ``dataset.facilities``."""

    facilities: pd.Index
    nations: tuple[str, ...]
    host: np.ndarray
    """Column of the host country in ``nations``, −1 where it has none; shape (facilities,)."""
    by_basis: dict[Basis, Credits]
    """Credits of nations; ``companies.company_credits`` has those of companies."""
    problems: tuple[Problem, ...]
    """Stakes over 1.005 or below 0, rescaled sums, closed loops: with the row of stakes.csv."""

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Facility id to row."""
        return {str(name): row for row, name in enumerate(self.facilities)}

    def columns(self, iso3: frozenset[str]) -> np.ndarray:
        """Which nations belong to a set of countries; bool, shape (nations,). Read it, do not change it: it is kept."""
        return self._columns(iso3)

    @cached_property
    def _columns(self) -> Callable[[frozenset[str]], np.ndarray]:
        """Remembers what was asked of late: the same groups are asked with every toggle."""
        return lru_cache(maxsize=KEPT)(lambda iso3: np.array([nation in iso3 for nation in self.nations], bool))


@lru_cache(maxsize=8)
def ownership_table(dataset: Dataset) -> OwnershipTable:
    """Trace every chain of a data set, once; kept by the identity of the (never changing) data set."""
    made = chains(dataset)
    found = traced(dataset)
    hosts = pd.Index(dataset.facilities["host_iso3"])
    nations = sorted(
        {*hosts.unique(), *pd.unique(made.iso3), *dataset.countries.index}
        | {*dataset.national_production["iso3"].unique()} - NO_COUNTRY
    )
    nations = tuple(str(iso3) for iso3 in nations if iso3 not in NO_COUNTRY)
    known = pd.Index(nations)
    host, column = known.get_indexer(hosts), known.get_indexer(pd.Index(made.iso3))
    _, shared, published = control(made, found, tops(made))
    return OwnershipTable(
        facilities=dataset.facilities.index,
        nations=nations,
        host=host,
        by_basis={
            Basis.LOCATION: whole(host, len(nations)),
            Basis.EQUITY: by_nation(made, found, column, len(nations)),
            Basis.CONTROL: control_by_nation(shared, published, column, len(nations)),
        },
        problems=made.problems,
    )


def owner_vectors(dataset: Dataset, facility_ids: Sequence[str]) -> pd.DataFrame:
    """Equity of the companies where tracing stops, published and presumed.

    Index the facility ids as given, columns the ids of companies that hold any of them, values fractions. Holders that
    are not known are left out, so a facility without a known owner is a row of zeros. Among several presumed holders
    of one nation the parts are taken as equal, which is good for likeness of owners and not for quoting.
    """
    made = chains(dataset)
    rows = dataset.facilities.index.get_indexer(pd.Index(list(facility_ids)))
    shared = traced(dataset).shared[len(made.companies) + rows[rows >= 0]]
    ends = np.unique(shared.indices)
    vectors = np.zeros((len(rows), len(ends)))
    vectors[rows >= 0] = shared[:, ends].toarray()
    return pd.DataFrame(vectors, index=list(facility_ids), columns=made.companies[ends].astype(object))
