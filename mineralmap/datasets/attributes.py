"""A table of features as columns of numpy: what an attribute table sorts and filters and an expression asks of.

Text is kept once: codes into words that are sorted, so that 100,000 rows are compared, sorted and filtered as numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import Any, Literal

import numpy as np

Form = Literal["number", "tonnes", "percent", "year", "degrees"]
"""How a number is said: a percent is kept as a fraction."""
EXAMPLES = 5
Values = Any
"""A column of a table, an array or a list."""


@dataclass(frozen=True, eq=False)
class Attribute:
    """One column. A number: ``values`` (n,) float, nan where not known. Text: ``values`` (n,) int32, the place in
    ``words``, −1 where empty; ``words`` sorted without regard to case, so that codes sort as the words do."""

    id: str
    """What an expression calls it."""
    title: str
    values: np.ndarray
    words: np.ndarray | None = None
    unit: str = ""
    form: Form = "number"
    tip: str = ""
    aliases: tuple[str, ...] = ()
    adds: bool = False
    """Tonnes, which may be added up where the table says so (``AttributeTable.alike``)."""
    why_not: str = ""
    """Why it is never added up, where somebody would expect it."""
    shown: bool = True
    """Is it shown before anybody chooses columns?"""
    marks: np.ndarray | None = None
    """(n,) of text: said quietly before the value in its cell, "" for nothing; such as the year of a figure."""
    asides: np.ndarray | None = None
    """(n,) of text: what the tip of a cell says besides its value, "" for nothing."""

    @property
    def is_text(self) -> bool:
        return self.words is not None

    @cached_property
    def empty(self) -> np.ndarray:
        """Where nothing is known (n,)."""
        return self.values < 0 if self.is_text else np.isnan(self.values)

    def texts(self, rows: np.ndarray) -> np.ndarray:
        """The words of some rows, "" where empty; only of a text."""
        assert self.words is not None
        codes = self.values[rows]
        if not len(self.words):
            return np.full(len(codes), "", object)
        return np.where(codes >= 0, self.words[codes], "")

    def where(self, asked: Callable[[str], bool]) -> np.ndarray:
        """Rows (n,) whose word is as asked; each word is looked at once."""
        assert self.words is not None
        hits = np.fromiter((asked(word) for word in self.words), bool, len(self.words))
        return np.append(hits, False)[self.values]  # −1, empty, takes the last

    def examples(self, first: Sequence[str] = ()) -> str:
        """A few values as an expression writes them, and how many more there are: of text those that are to come first,
        then the most frequent; of numbers their span."""
        if self.words is None:
            known = self.values[~self.empty]
            return f"{known.min():.6g} … {known.max():.6g}" if len(known) else ""
        counts = np.bincount(self.values[self.values >= 0], minlength=len(self.words))
        order = [str(self.words[one]) for one in np.argsort(-counts, kind="stable") if counts[one]]
        shown = list(dict.fromkeys([*first, *order]))[:EXAMPLES]
        more = len(order) - len(shown)
        return ", ".join(f'"{one}"' for one in shown) + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, eq=False)
class AttributeTable:
    """The features of one layer as columns.

    ``ids`` (n,) names the feature of each row, of which there may be several; ``lon``, ``lat`` (n, k) degrees are its k
    places, nan where not known. ``alike`` are the columns that must hold one value each before tonnes are added up;
    ``why_empty`` says why there is no row.
    """

    id: str
    title: str
    ids: np.ndarray
    attributes: tuple[Attribute, ...]
    lon: np.ndarray
    lat: np.ndarray
    alike: tuple[str, ...] = ()
    why_empty: str = ""
    note: str = ""
    """What must be said with the figures when they are exported."""
    sources: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _coded(self) -> tuple[np.ndarray, list[str], dict[str, int]]:
        numbers: dict[str, int] = {}
        codes = np.fromiter((numbers.setdefault(one, len(numbers)) for one in self.ids.tolist()), np.int64, len(self))
        return codes, list(numbers), numbers

    @cached_property
    def by_name(self) -> dict[str, Attribute]:
        """Columns by id, title and alias, all in small letters."""
        named: dict[str, Attribute] = {}
        for one in self.attributes:
            for name in (one.id, one.title, *one.aliases):
                named.setdefault(name.casefold(), one)
        return named

    def named(self, name: str) -> Attribute | None:
        """The column of an id, title or alias, whatever the case."""
        return self.by_name.get(name.casefold())

    def rows_of(self, ids: "frozenset[str]") -> np.ndarray:
        """Which rows (n,) are of these features; unknown ids are nothing."""
        codes, names, numbers = self._coded
        if ids is self._every:
            return np.ones(len(codes), bool)
        if 2 * len(ids) > len(names):
            return np.fromiter(map(ids.__contains__, names), bool, len(names))[codes]
        hit = np.zeros(len(numbers), bool)
        hit[[numbers[one] for one in ids if one in numbers]] = True
        return hit[codes]

    def ids_of(self, rows: np.ndarray) -> frozenset[str]:
        """The features of some rows, given as mask or numbers."""
        codes, names, _ = self._coded
        hit = np.zeros(len(names), bool)
        hit[codes[rows]] = True
        return self._every if hit.all() else frozenset(compress(names, hit.tolist()))

    @cached_property
    def _every(self) -> frozenset[str]:
        return frozenset(self._coded[1])

    @property
    def has_places(self) -> bool:
        """Has any feature a place of its own here?"""
        return bool(np.isfinite(self.lon).any())


def number(id: str, title: str, values: Values, **more: Any) -> Attribute:
    """A column of numbers; what is no number is not known."""
    made = np.asarray(values, dtype=float)
    return Attribute(id, title, np.where(np.isfinite(made), made, np.nan), **more)


def text(id: str, title: str, values: Values, **more: Any) -> Attribute:
    """A column of text; white space at the ends is left out, and what is then "" is empty."""
    first: dict[object, int] = {}
    codes = np.fromiter((first.setdefault(one, len(first)) for one in _plain(values)), np.int64, len(values))
    cleaned = ["" if one is None or one != one else str(one).strip() for one in first]
    words = sorted({one for one in cleaned if one}, key=lambda word: (word.casefold(), word))
    rank = {word: place for place, word in enumerate(words)}
    ranks = np.array([rank.get(one, -1) for one in cleaned] or [-1], np.int32)
    made = np.array([*words, ""], object)[:-1]
    return Attribute(id, title, ranks[codes] if len(codes) else codes.astype(np.int32), made, **more)


def flag(id: str, title: str, values: Values, **more: Any) -> Attribute:
    """A column of "yes" and "no"."""
    return text(id, title, np.where(np.asarray(values, bool), "yes", "no").astype(object), **more)


def _plain(values: Values) -> list[object]:
    found = values.tolist() if hasattr(values, "tolist") else list(values)
    return [None if one is None or one != one else one for one in found]
