"""Some facilities that are drawn together, as columns: what partners do not change is worked out once and kept."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import ref

import numpy as np
import pandas as pd

from mineralmap.analysis.results import Results

Kept = TypeVar("Kept")


class Rows:
    """Facilities of one map, in the order of its table, the same object for every set of partners.

    ``frame`` is the whole table (``facility_table``), ``at`` (n,) the places of these in it, ascending. What is made of
    them and hangs on no partner can be kept here, by ``once``.
    """

    def __init__(self, frame: pd.DataFrame, at: np.ndarray, answered: np.ndarray) -> None:
        self.frame, self.at, self.answered = frame, at, answered
        """``answered`` (n,): the place of each in ``Results.facilities``, −1 where it is not among them."""
        self._kept: dict[Hashable, Any] = {}
        self._said: tuple[ref[Results] | None, dict[Hashable, Any]] = (None, {})

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, column: str) -> np.ndarray:
        """A column of the table, (n,); read it, do not change it."""
        return self.once(column, lambda: self.frame[column].to_numpy()[self.at])

    @property
    def ids(self) -> tuple[str, ...]:
        """Their facility ids, (n,)."""
        return self.once("ids", lambda: tuple(self.frame.index[self.at]))

    def once(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        """What was made under a name, made when it is asked for the first time. Never of anything partners change."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def told(self, results: Results, name: Hashable, make: Callable[[], Kept]) -> Kept:
        """The same of what hangs on an answer, as long as no other is asked about."""
        of, said = self._said
        if of is None or of() is not results:
            said = {}
            self._said = ref(results), said
        if name not in said:
            said[name] = make()
        return said[name]

    def some(self, name: Hashable, chosen: Callable[[], np.ndarray]) -> "Rows":
        """Those of a mask, bool (n,), under a name of its own."""

        def make() -> Rows:
            at = np.flatnonzero(chosen())
            return self if len(at) == len(self) else Rows(self.frame, self.at[at], self.answered[at])

        return self.once(("some", name), make)

    def where(self, column: str, values: frozenset[str]) -> np.ndarray:
        """Which of them have one of these values in a column of text, bool (n,)."""
        code, names = self.coded(column)
        return np.array([name in values for name in names], bool)[code]

    def coded(self, column: str) -> tuple[np.ndarray, tuple[str, ...]]:
        """A column of text as numbers (n,) of its different values, and these."""

        def make() -> tuple[np.ndarray, tuple[str, ...]]:
            code, names = pd.factorize(self[column])
            return code, tuple(names)

        return self.once(("coded", column), make)

    def find(self, facility_id: str) -> int:
        """Which of them has an id; −1 for none."""
        found = self.frame.index.get_indexer(pd.Index([facility_id]))[0]
        place = int(np.searchsorted(self.at, found))
        return place if found >= 0 and place < len(self.at) and self.at[place] == found else -1

    def partner_share(self, results: Results) -> np.ndarray:
        """What the partners of an answer have of each, fractions (n,); nan where nothing is said of it."""

        def make() -> np.ndarray:
            return np.append(results.facilities["partner_share"].to_numpy(float), np.nan)[self.answered]

        return self.told(results, "partner_share", make)

    def groups(self, results: Results) -> tuple[np.ndarray, tuple[str, ...]]:
        """The partner group with most of each as a number (n,), and what these stand for: "" for none."""

        def make() -> tuple[np.ndarray, tuple[str, ...]]:
            said = results.facilities["group"].array
            names = tuple(said.categories)
            return np.append(said.codes, np.int8(names.index("")))[self.answered].astype(np.intp), names

        return self.told(results, "groups", make)
