"""Whose capacity is it: the part of every facility that each nation has, by location, by equity and by control.

Method: methods §3. Equity is W (I − W)⁻¹ restricted to where tracing stops; control follows links of more than 50 %
to the one ultimate parent and falls back to equity where nobody controls. An explicit unknown owner takes the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import MAJORITY, ROUNDING, Chains, chains
from mineralmap.analysis.owner_lines import owners_of
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem
from mineralmap.model.scenario import Basis

__all__ = ["Credits", "OwnershipTable", "owner_vectors", "owners_of", "ownership_table"]


@dataclass(frozen=True, eq=False)
class Credits:
    """The part of each facility that each nation is credited with; shape (facilities, nations), fractions.

    ``known`` is published + presumed; what is missing to 1 in a row is unknown.
    """

    published: np.ndarray
    known: np.ndarray

    def unknown(self) -> np.ndarray:
        """Fraction of each facility whose owner is not known, shape (facilities,)."""
        rest = 1.0 - self.known.sum(axis=1)
        return np.where(rest > ROUNDING, rest, 0.0)


@dataclass(frozen=True, eq=False)
class OwnershipTable:
    """Credits of every facility of a data set under each basis, in the order of ``dataset.facilities``."""

    row_of: dict[str, int]
    """Facility id to row."""
    nations: tuple[str, ...]
    host: np.ndarray
    """Column of the host country in ``nations``, shape (facilities,)."""
    by_basis: dict[Basis, Credits]
    problems: tuple[Problem, ...]
    """Stakes over 1.005, rescaled sums, closed loops: with the row of stakes.csv."""

    def columns(self, iso3: frozenset[str]) -> np.ndarray:
        """Which nations belong to a set of countries; bool, shape (nations,)."""
        return np.array([nation in iso3 for nation in self.nations], bool)


@lru_cache(maxsize=4)
def ownership_table(dataset: Dataset) -> OwnershipTable:
    """Trace every chain of a data set, once; kept by the identity of the (never changing) data set."""
    made = chains(dataset)
    facilities = [str(name) for name in dataset.facilities.index]
    hosts = dataset.facilities["host_iso3"].tolist()
    tables = dataset.national_production["iso3"]
    nations = tuple(sorted({*hosts, *made.nation.values(), *dataset.countries.index, *tables} - {"", "WLD", "OTH"}))
    column = {nation: number for number, nation in enumerate(nations)}
    host = np.array([column.get(iso3, -1) for iso3 in hosts], int)
    located = np.zeros((len(facilities), len(nations)))
    placed = np.flatnonzero(host >= 0)
    located[placed, host[placed]] = 1.0

    companies = sorted({*made.nation, *made.traced, *(link.owner for links in made.holders.values() for link in links)})
    company = {name: number for number, name in enumerate(companies)}
    own = np.zeros((len(companies), len(nations)))
    for name, iso3 in made.nation.items():
        if iso3 and (name not in made.traced or name in made.kept):
            own[company[name], column[iso3]] = made.kept.get(name, 1.0)
    equity = [_equity(made, facilities, company, own, with_presumed) for with_presumed in (False, True)]
    control = [
        _control(made, facilities, company, column, of_companies, of_facilities, with_presumed)
        for (of_companies, of_facilities), with_presumed in zip(equity, (False, True), strict=True)
    ]
    return OwnershipTable(
        {name: row for row, name in enumerate(facilities)},
        nations,
        host,
        {
            Basis.LOCATION: Credits(located, located),
            Basis.EQUITY: Credits(equity[0][1], equity[1][1]),
            Basis.CONTROL: Credits(control[0], control[1]),
        },
        tuple(made.problems),
    )


def _equity(
    made: Chains, facilities: list[str], company: dict[str, int], own: np.ndarray, with_presumed: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Nations' parts of each company (companies, nations) and of each facility (facilities, nations).

    Only traced companies need the inverse: (I − A) X = B, with A the links among them and B what they reach directly.
    """
    of_companies = own.copy()
    traced = sorted(made.traced)
    place = {name: number for number, name in enumerate(traced)}
    among = np.zeros((len(traced), len(traced)))
    direct = np.array([own[company[name]] for name in traced]).reshape(len(traced), own.shape[1])
    for name in traced:
        for link in made.holders[name]:
            if link.presumed and not with_presumed:
                continue
            if link.owner in place:
                among[place[name], place[link.owner]] += link.weight
            else:
                direct[place[name]] += link.weight * own[company[link.owner]]
    if traced:
        of_companies[[company[name] for name in traced]] = np.linalg.solve(np.eye(len(traced)) - among, direct)
    of_facilities = np.zeros((len(facilities), own.shape[1]))
    for row, name in enumerate(facilities):
        for link in made.holders.get(name, ()):
            if with_presumed or not link.presumed:
                of_facilities[row] += link.weight * of_companies[company[link.owner]]
    return of_companies, of_facilities


def _control(
    made: Chains,
    facilities: list[str],
    company: dict[str, int],
    column: dict[str, int],
    of_companies: np.ndarray,
    of_facilities: np.ndarray,
    with_presumed: bool,
) -> np.ndarray:
    """Nations' parts of each facility when a majority passes through; shape (facilities, nations).

    The majority link is looked for among published and presumed links alike: a presumed majority leaves the published
    part at nothing, since who controls is then not published.
    """
    answer = of_facilities.copy()
    for row, name in enumerate(facilities):
        link = _majority(made, name)
        if link is None:
            continue
        published, seen, at = True, set[str](), name
        while link is not None and link[0] not in seen:
            at, published = link[0], published and not link[1]
            seen.add(at)
            link = _majority(made, at)
        answer[row] = 0.0
        if not published and not with_presumed:
            continue
        if link is None and made.nation.get(at):
            answer[row, column[made.nation[at]]] = 1.0
        else:
            # Led to a joint company that nobody controls (or a ring of majorities): its holders share all of it.
            answer[row] = of_companies[company[at]]
    return answer


def _majority(made: Chains, entity: str) -> tuple[str, bool] | None:
    """The holder of more than half of an entity, and whether that is only presumed."""
    for link in made.holders.get(entity, ()):
        if link.weight > MAJORITY + ROUNDING:
            return link.owner, link.presumed
    return None


def owner_vectors(dataset: Dataset, facility_ids: Sequence[str]) -> pd.DataFrame:
    """Equity of the companies where tracing stops, published and presumed.

    Index the facility ids as given, columns company ids, values fractions. Holders that are not known are left out,
    so a facility without a known owner is a row of zeros. Among several presumed holders of one nation the parts are
    taken as equal, which is good for likeness of owners and not for quoting.
    """
    made = chains(dataset)
    traced = sorted(made.traced)
    ends = [name for name, iso3 in made.nation.items() if iso3 and (name not in made.traced or name in made.kept)]
    end = {name: number for number, name in enumerate(ends)}
    place = {name: number for number, name in enumerate(traced)}
    among, direct = np.zeros((len(traced), len(traced))), np.zeros((len(traced), len(ends)))
    for name in traced:
        if name in end:
            direct[place[name], end[name]] = made.kept[name]
        for link in made.holders[name]:
            if link.owner in place:
                among[place[name], place[link.owner]] += link.weight
            elif link.owner in end:
                direct[place[name], end[link.owner]] += link.weight
    through = np.linalg.solve(np.eye(len(traced)) - among, direct) if traced else direct
    vectors = np.zeros((len(facility_ids), len(ends)))
    for row, name in enumerate(facility_ids):
        for link in made.holders.get(name, ()):
            if link.owner in place:
                vectors[row] += link.weight * through[place[link.owner]]
            elif link.owner in end:
                vectors[row, end[link.owner]] += link.weight
    return pd.DataFrame(vectors, index=list(facility_ids), columns=ends)
