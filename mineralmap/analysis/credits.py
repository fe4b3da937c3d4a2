"""Parts of facilities that suppliers are credited with, as columns: what a toggle multiplies and counts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

ROUNDING = 1e-9
KEPT = 6
"""So many sets of suppliers are remembered for each table of credits."""


@dataclass(frozen=True, eq=False)
class Credits:
    """The part of each facility that each supplier (nation or company) is credited with, fractions.

    One entry per facility and supplier, sorted by facility; arrays (entries,). ``known_part`` is published + presumed;
    what is missing to 1 in a facility is unknown.
    """

    facilities: int
    suppliers: int
    row: np.ndarray
    supplier: np.ndarray
    published_part: np.ndarray
    known_part: np.ndarray

    @cached_property
    def rest(self) -> np.ndarray:
        """Fraction of each facility whose owner is not known, (facilities,); read it, do not change it."""
        rest = 1.0 - np.bincount(self.row, self.known_part, minlength=self.facilities)
        return np.where(rest > ROUNDING, rest, 0.0)

    def unknown(self) -> np.ndarray:
        """Fraction of each facility whose owner is not known, shape (facilities,)."""
        return self.rest.copy()

    def of(self, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a set of suppliers, bool (suppliers,), has of each facility: known and published, (facilities,).

        Read them, do not change them: they are kept for the next question.
        """
        return self._of(members.tobytes())

    @cached_property
    def _of(self) -> Callable[[bytes], tuple[np.ndarray, np.ndarray]]:
        """Remembers what was asked of late: the same groups are asked again with every toggle."""
        return lru_cache(maxsize=KEPT)(self._parts)

    def _parts(self, members: bytes) -> tuple[np.ndarray, np.ndarray]:
        theirs = np.flatnonzero(np.frombuffer(members, bool)[self.supplier])
        row = self.row[theirs]
        known = np.bincount(row, self.known_part[theirs], minlength=self.facilities).astype(float)
        if self.published_part is self.known_part:
            return known, known
        return known, np.bincount(row, self.published_part[theirs], minlength=self.facilities).astype(float)

    def sums(self, tonnes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Tonnes (facilities,) added up by supplier: known and published, (suppliers,)."""
        each = tonnes[self.row]
        known = np.bincount(self.supplier, each * self.known_part, minlength=self.suppliers).astype(float)
        if self.published_part is self.known_part:
            return known, known
        return known, np.bincount(self.supplier, each * self.published_part, minlength=self.suppliers)

    @cached_property
    def largest(self) -> np.ndarray:
        """The supplier with most of each facility (the first of equals), −1 where none is known; (facilities,)."""
        order = np.lexsort([self.supplier, -self.known_part, self.row])
        first = np.flatnonzero(np.append(True, self.row[order][1:] != self.row[order][:-1])[: len(order)])
        found = np.full(self.facilities, -1)
        found[self.row[order[first]]] = self.supplier[order[first]]
        return found

    def take(self, rows: np.ndarray) -> "Credits":
        """The credits of some facilities, in their order."""
        if len(rows) == self.facilities and np.array_equal(rows, np.arange(self.facilities)):
            return self
        start = np.searchsorted(self.row, np.arange(self.facilities + 1))
        count = start[rows + 1] - start[rows]
        at = np.repeat(start[rows] - np.append(0, np.cumsum(count)[:-1]), count) + np.arange(count.sum())
        known = self.known_part[at]
        published = known if self.published_part is self.known_part else self.published_part[at]
        return Credits(
            len(rows),
            self.suppliers,
            np.repeat(np.arange(len(rows), dtype=np.int32), count),
            self.supplier[at],
            published,
            known,
        )

    @property
    def known(self) -> np.ndarray:
        """``known_part`` as a table (facilities, suppliers), made for each call: for looking at, not for reckoning."""
        return self._table(self.known_part)

    @property
    def published(self) -> np.ndarray:
        """``published_part`` as a table (facilities, suppliers), made for each call."""
        return self._table(self.published_part)

    @property
    def nbytes(self) -> int:
        """Bytes of the columns; a column that is the same for both grades counts once."""
        columns = {id(one): one.nbytes for one in (self.row, self.supplier, self.published_part, self.known_part)}
        return sum(columns.values())

    def _table(self, part: np.ndarray) -> np.ndarray:
        table = np.zeros((self.facilities, self.suppliers))
        np.add.at(table, (self.row, self.supplier), part)
        return table


def whole(supplier: np.ndarray, suppliers: int) -> Credits:
    """Every facility credited as a whole to one supplier; −1 is nobody."""
    row = np.flatnonzero(supplier >= 0).astype(np.int32)
    part = np.ones(len(row))
    return Credits(len(supplier), suppliers, row, supplier[row].astype(np.int32), part, part)
