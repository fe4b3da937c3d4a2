"""What may be presumed of holders without a figure: the rest of an entity, where that is one holder or one nation."""

import numpy as np

from mineralmap.analysis.stakes import OVERFULL, PRESUMED, ROUNDING, SHARED, Links, Stakes

__all__ = ["Links", "presumed"]

NOBODY = -1


def presumed(
    stakes: Stakes, links: Links, has_entry: np.ndarray, is_listed: np.ndarray, iso3: np.ndarray, own_part: np.ndarray
) -> Links:
    """The links with those that are presumed.

    Parameters
    ----------
    links
        The published ones.
    has_entry, is_listed
        Entities whose holders are followed; those where only a majority holder is: nothing is presumed above them.
    iso3, own_part
        Nation of each company where tracing stops, and the part that ends there.

    Notes
    -----
    Whether several holders are of one nation may hang on what is presumed of these holders; so it is asked again as
    long as something is added, of all entities at a time, whatever the order of the rows.
    """
    silent = np.flatnonzero(np.isnan(stakes.stake))
    width = len(stakes.companies)
    pairs, last = np.unique(
        (stakes.entity[silent].astype(np.int64) * width + stakes.owner[silent])[::-1], return_index=True
    )
    at = silent[::-1][last]
    rest = 1.0 - np.bincount(links.entity, links.weight, minlength=len(has_entry))
    may = has_entry & ~is_listed & ~stakes.set_aside & (rest > ROUNDING)
    at = at[may[(pairs // width).astype(np.int64)]]
    entity = stakes.entity[at]
    among = np.bincount(entity, minlength=len(has_entry))
    part = rest[entity] / np.maximum(among[entity], 1)
    order = np.lexsort([stakes.row[at], entity])
    at, entity, part = at[order], entity[order], part[order]
    alone = among[entity] == 1
    links = links.joined(_made(stakes, at[alone], part[alone], PRESUMED))
    at, entity, part = at[~alone], entity[~alone], part[~alone]
    while len(at):
        nation = Nations(links, has_entry, iso3, own_part).of_all(stakes.owner[at])
        first = np.flatnonzero(np.append(True, entity[1:] != entity[:-1]))
        lowest, highest = np.minimum.reduceat(nation, first), np.maximum.reduceat(nation, first)
        one = np.repeat((lowest == highest) & (lowest != NOBODY), np.diff(np.append(first, len(at))))
        if not one.any():
            break
        links = links.joined(_made(stakes, at[one], part[one], SHARED))
        at, entity, part = at[~one], entity[~one], part[~one]
    return links


def _made(stakes: Stakes, at: np.ndarray, part: np.ndarray, grade: int) -> Links:
    return Links(stakes.entity[at], stakes.owner[at], part, np.full(len(at), grade, np.int8), stakes.row[at])


class Nations:
    """The one nation that all of a company can be traced to, by number; ``NOBODY`` when there are several or none."""

    def __init__(self, links: Links, has_entry: np.ndarray, iso3: np.ndarray, own_part: np.ndarray) -> None:
        count = len(iso3)
        _, number = np.unique(iso3.astype(str), return_inverse=True)
        self._number = np.where(iso3 == "", NOBODY, number)
        self._traced = has_entry[:count]
        self._own_part = own_part
        self._links = links
        self._start = np.searchsorted(links.entity, np.arange(count + 1))
        self._found: dict[int, int] = {}

    def of_all(self, companies: np.ndarray) -> np.ndarray:
        """The nation of each company, (companies,)."""
        answer = self._number[companies].copy()
        for place in np.flatnonzero(self._traced[companies]):
            answer[place] = self._of(int(companies[place]))
        return answer

    def _of(self, asked: int) -> int:
        """Climb without recursion, however long the chain; a company on its own path is a ring, which is nobody's."""
        open_, path = [asked], set[int]()
        while open_:
            company = open_[-1]
            if company in self._found:
                open_.pop()
                continue
            owners = self._links.owner[self._start[company] : self._start[company + 1]].tolist()
            waiting = [one for one in owners if self._traced[one] and one not in self._found]
            if company not in path:
                path.add(company)
                fresh = [one for one in waiting if one not in path]
                if len(fresh) == len(waiting) and fresh:
                    open_ += fresh
                    continue
            ring = bool(waiting)
            self._found[company] = NOBODY if ring else self._joined(company, owners)
            path.discard(company)
            open_.pop()
        return self._found[asked]

    def _joined(self, company: int, owners: list[int]) -> int:
        part = self._links.weight[self._start[company] : self._start[company + 1]].sum() + self._own_part[company]
        nations = {self._found[one] if self._traced[one] else int(self._number[one]) for one in owners}
        if self._own_part[company] > 0 or self._number[company] != NOBODY:
            nations.add(int(self._number[company]))
        return nations.pop() if len(nations) == 1 and 1.0 - part <= OVERFULL - 1.0 else NOBODY
