"""What was worked out last, kept while all that it follows from is the same: other partners change rings and colours
of symbols, not where they stand."""

from collections.abc import Callable, Hashable, Sequence
from operator import is_not
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Newest(Generic[Kept]):
    """One thing; who asks for it does not change it."""

    def __init__(self) -> None:
        self._known: tuple[Hashable, Sequence[object], Kept] | None = None

    def of(self, asked: Hashable, made_of: Sequence[object], make: Callable[[], Kept]) -> Kept:
        """What follows from something ``asked`` of some columns, which are told apart as objects."""
        known = self._known  # several threads may ask
        if known is None or known[0] != asked or len(known[1]) != len(made_of) or any(map(is_not, known[1], made_of)):
            known = self._known = asked, made_of, make()
        return known[2]
