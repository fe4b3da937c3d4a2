"""Who holds whom: the stakes table as columns of weighted links, made once for a data set.

Method: methods §3. A link is *published* (a percentage in a source), *presumed* (no percentage, but one holder without
a figure only) or *shared* (all holders without a figure are of one nation; their equal parts are a device, good for the
nation's sum and for nothing else). What is left of an entity is unknown. ``presume`` has the presumptions, ``tracing``
follows the links to where they end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.loops import closed_loops
from mineralmap.analysis.presume import Links, presumed
from mineralmap.analysis.stakes import MAJORITY, OVERFULL, ROUNDING, SHARED, Stakes, read_stakes
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity

__all__ = ["MAJORITY", "OVERFULL", "ROUNDING", "Chains", "Link", "chains"]


@dataclass(frozen=True, slots=True)
class Link:
    """One holder of one entity. ``weight`` is the part it holds; ``row`` the line of stakes.csv (header is 1)."""

    owner: str
    weight: float
    presumed: bool
    row: int
    shared: bool = False
    """Presumed in equal parts among several holders of one nation: true of the nation, not of the holder."""


@dataclass(frozen=True, eq=False)
class Chains:
    """The links upwards of every entity, as columns, and what is said about them.

    Companies are numbered as in ``companies``; an entity is a company or, from ``len(companies)`` on, the facility of
    a row. ``links`` are sorted by entity, ``start`` (entities + 1,) says where each begins. ``holders``, ``traced``,
    ``kept``, ``nation`` and ``silent`` tell the same by name, made when first asked for.
    """

    companies: pd.Index
    facilities: pd.Index
    iso3: np.ndarray
    """Nation of every company where tracing may stop; "" where it has none that counts. (companies,)"""
    links: Links
    start: np.ndarray
    has_entry: np.ndarray
    """Entities whose holders are told (also where their stakes had to be set aside); bool, (entities,)."""
    is_listed: np.ndarray
    """Companies where tracing stops but for one holder of more than half; bool, (companies,)."""
    own_part: np.ndarray
    """Part of each company that ends with the company itself: 1 where tracing stops, the free float of a company
    with a majority holder, else 0; (companies,)."""
    stakes: Stakes
    problems: tuple[Problem, ...]

    def entity(self, name: str) -> int:
        """Number of a facility or company; −1 where there is none of that name."""
        if name in self.facilities:
            return len(self.companies) + int(self.facilities.get_indexer(pd.Index([name]))[0])
        return int(self.companies.get_indexer(pd.Index([name]))[0])

    @cached_property
    def holders(self) -> Mapping[str, list[Link]]:
        """The links of an entity by its name; an entry also where the stakes had to be set aside."""
        return Holders(self)

    @cached_property
    def traced(self) -> frozenset[str]:
        """Companies whose holders are followed."""
        return frozenset(self.companies[self.has_entry[: len(self.companies)]])

    @cached_property
    def kept(self) -> dict[str, float]:
        """The part of a traced company that stays with it: the free float below which a majority holder stands."""
        at = np.flatnonzero(self.is_listed)
        return dict(zip(self.companies[at], self.own_part[at].tolist(), strict=True))

    @cached_property
    def nation(self) -> dict[str, str]:
        """Nation of every company where tracing may stop; "" where it has none that counts."""
        return dict(zip(self.companies, self.iso3.tolist(), strict=True))

    @cached_property
    def silent(self) -> dict[str, list[int]]:
        """Rows of stakes.csv (header is 1) that name a holder of an entity without a figure."""
        names = [*self.companies, *self.facilities]
        found: dict[str, list[int]] = {names[entity]: [] for entity in np.unique(self.stakes.entity)}
        for at in np.flatnonzero(np.isnan(self.stakes.stake)):
            found[names[self.stakes.entity[at]]].append(int(self.stakes.row[at]))
        return found


class Holders(Mapping[str, list[Link]]):
    """The links of ``Chains`` by the name of the entity."""

    def __init__(self, made: Chains) -> None:
        self._made = made

    def __getitem__(self, name: str) -> list[Link]:
        made = self._made
        entity = made.entity(name)
        if entity < 0 or not made.has_entry[entity]:
            raise KeyError(name)
        links = made.links
        return [
            Link(
                str(made.companies[links.owner[at]]),
                float(links.weight[at]),
                bool(links.grade[at]),
                int(links.row[at]),
                bool(links.grade[at] == SHARED),
            )
            for at in range(made.start[entity], made.start[entity + 1])
        ]

    def __iter__(self) -> Iterator[str]:
        names = [*self._made.companies, *self._made.facilities]
        return (names[entity] for entity in np.flatnonzero(self._made.has_entry))

    def __len__(self) -> int:
        return int(self._made.has_entry.sum())


@lru_cache(maxsize=8)
def chains(dataset: Dataset) -> Chains:
    """Read the stakes once: links, presumptions, stop rule.

    A company with ``stops`` counts in full for the nation of its seat, save for the part that one holder of more than
    50 % (published) has: only that link is followed above it. ``seat_only`` companies and undisclosed holders never
    lend their seat's nation; their published holders are followed and the rest is unknown.
    """
    stakes, links, problems = read_stakes(dataset)
    count, entities = len(stakes.companies), len(stakes.companies) + len(stakes.facilities)
    iso3, stops = _stops(dataset, stakes)
    problems += _without_country(dataset, stakes, stops & (iso3 == ""))
    named = np.zeros(entities, bool)
    named[stakes.entity] = True
    # Above a group where tracing stops, only a published majority is followed.
    at_stop = (links.entity < count) & np.append(stops, np.zeros(entities - count, bool))[links.entity]
    links = links.where(~at_stop | (links.weight > MAJORITY + ROUNDING))
    is_listed = np.zeros(count, bool)
    is_listed[links.entity[(links.entity < count) & np.isin(links.entity, np.flatnonzero(stops))]] = True
    has_entry = named.copy()
    has_entry[:count] &= ~stops | is_listed
    held = np.bincount(links.entity, links.weight, minlength=entities)
    own_part = np.where(is_listed, 1.0 - held[:count], np.where(has_entry[:count] | (iso3 == ""), 0.0, 1.0))
    links = presumed(stakes, links, has_entry, np.append(is_listed, np.zeros(entities - count, bool)), iso3, own_part)
    closed, told = closed_loops(stakes, links, has_entry[:count], own_part)
    links = links.where(~np.append(closed, np.zeros(entities - count, bool))[links.entity])
    start = np.zeros(entities + 1, np.int64)
    np.cumsum(np.bincount(links.entity, minlength=entities), out=start[1:])
    return Chains(
        companies=stakes.companies,
        facilities=stakes.facilities,
        iso3=iso3,
        links=links,
        start=start,
        has_entry=has_entry,
        is_listed=is_listed,
        own_part=own_part,
        stakes=stakes,
        problems=(*problems, *told),
    )


def _stops(dataset: Dataset, stakes: Stakes) -> tuple[np.ndarray, np.ndarray]:
    """Nation (text) of every company where tracing stops, and whether it stops there; (companies,) both.

    The companies of the table come first in ``stakes.companies``; one that it lacks stops nowhere.
    """
    table, count = dataset.companies, len(stakes.companies)
    counts = np.zeros(count, bool)
    counts[: len(table)] = (table["stops"] & ~table["seat_only"] & (table["kind"] != "undisclosed")).to_numpy(bool)
    iso3 = np.full(count, "", object)
    iso3[: len(table)] = table["country_iso3"].to_numpy(object)
    return np.where(counts, iso3, ""), counts


def _without_country(dataset: Dataset, stakes: Stakes, mute: np.ndarray) -> list[Problem]:
    holds = np.zeros(len(mute), bool)
    holds[stakes.owner] = True
    at = dataset.companies.index.get_indexer(stakes.companies[mute & holds])
    return [
        Problem(
            Severity.WARNING,
            "companies.csv",
            row + 2,
            "country_iso3",
            f"{dataset.companies.index[row]} is where tracing stops, and has no country.",
            "What it holds counts as unknown; give the country of its headquarters.",
        )
        for row in at.tolist()
    ]
