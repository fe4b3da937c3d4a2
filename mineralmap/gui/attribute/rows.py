"""Which rows of an attribute table are shown, and in which order: sorted, filtered and limited in numpy. No Qt."""

from dataclasses import dataclass, field

import numpy as np

from mineralmap.datasets.attributes import Attribute, AttributeTable


@dataclass(frozen=True, slots=True)
class Filter:
    """What a column lets through. Of text the words ``kept`` (``None``: all); of numbers those from ``low`` to
    ``high``; ``blanks``: the rows where nothing is known."""

    kept: frozenset[str] | None = None
    low: float = -np.inf
    high: float = np.inf
    blanks: bool = True

    @property
    def idle(self) -> bool:
        """Does it let everything through?"""
        return self.kept is None and self.low == -np.inf and self.high == np.inf and self.blanks

    def passed(self, column: Attribute) -> np.ndarray:
        """The rows (n,) that it lets through."""
        if column.is_text:
            kept = self.kept
            full = ~column.empty if kept is None else column.where(lambda word: word in kept)
        else:
            full = (column.values >= self.low) & (column.values <= self.high)
        return np.where(column.empty, self.blanks, full)


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, and which way."""

    column: str
    descending: bool = False


@dataclass
class Shown:
    """What is asked of one table. ``limits`` are masks (n,) by name ("visible", "selected"); ``sought`` must occur in
    one of the row's texts."""

    table: AttributeTable
    keys: tuple[SortKey, ...] = ()
    filters: dict[str, Filter] = field(default_factory=dict)
    sought: str = ""
    limits: dict[str, np.ndarray] = field(default_factory=dict)
    _order: np.ndarray | None = None

    def sort(self, keys: tuple[SortKey, ...]) -> None:
        """Sort by other keys, the first foremost."""
        self.keys, self._order = keys, None

    def rows(self) -> np.ndarray:
        """Row numbers in the order in which they are shown."""
        if self._order is None:
            self._order = order(self.table, self.keys)
        mask = self.mask()
        return self._order if mask is None else self._order[mask[self._order]]

    def mask(self, without: str = "") -> np.ndarray | None:
        """The rows (n,) that are shown, the filter of one column left aside; ``None`` for all."""
        masks = [*self.limits.values()]
        for name, one in self.filters.items():
            column = self.table.named(name)
            if name != without and column is not None and not one.idle:
                masks.append(one.passed(column))
        if self.sought:
            masks.append(holding(self.table, self.sought))
        return np.logical_and.reduce(masks) if masks else None


def order(table: AttributeTable, keys: tuple[SortKey, ...]) -> np.ndarray:
    """Row numbers sorted by some columns; what is not known stands last, whichever way; equal rows stay in order."""
    sorted_by = []
    for key in keys:
        column = table.named(key.column)
        if column is None:
            continue
        values = column.values.astype(np.float64)
        sorted_by.append(np.where(column.empty, np.inf, -values if key.descending else values))
    if not sorted_by:
        return np.arange(len(table))
    return np.lexsort(sorted_by[::-1])


def holding(table: AttributeTable, sought: str) -> np.ndarray:
    """The rows (n,) one of whose texts holds some letters, whatever the case."""
    small = sought.casefold()
    found = np.zeros(len(table), bool)
    for column in table.attributes:
        if column.is_text:
            found |= column.where(lambda word: small in word.casefold())
    return found


def counts(column: Attribute, mask: np.ndarray | None) -> tuple[np.ndarray, int]:
    """How many of some rows have each word of a text, (words,), and how many none."""
    assert column.words is not None
    codes = column.values if mask is None else column.values[mask]
    return np.bincount(codes[codes >= 0], minlength=len(column.words)), int((codes < 0).sum())
