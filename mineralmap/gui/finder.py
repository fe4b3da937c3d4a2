"""Looks up what somebody types: in the data set, among actions and layers, and as a coordinate. One for each window."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mineralmap.gui import coordinates
from mineralmap.gui.finding import EXACT, SHOWN, Found, Index, Ranked, destination, fuzzy, index
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

AT_ONCE = 1_000_000
"""Bytes of names that are looked through in a few milliseconds; more are looked through behind the window."""


class Finder(QObject):
    """Keeps an index of the session's data set, made behind the window."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.index: Index | None = None
        self.commands: Callable[[], Iterable[Found]] = list
        """Actions, layers and bookmarks as they are now: what is few and changes."""
        self.wishes: Callable[[str], list[Ranked]] = lambda text: []
        """What is asked for by a verb and a name."""
        self._indexing, self._looking = Latest(self), Latest(self)
        self._unread: Dataset | None = None
        session.dataset_changed.connect(self._note)
        session.rested.connect(self._read)

    def look(
        self, text: str, done: Callable[[list[Found]], None], limit: int = SHOWN, kinds: Sequence[str] = ()
    ) -> None:
        """Call ``done`` with the best finds: at once where the data are few, else when they have been looked through;
        only the newest question is answered."""
        self._looking.cancel()
        few, text = self._few(text, kinds), destination(text)
        if self.index is None or self.index.size <= AT_ONCE:
            done(_join(few, self._many(text, limit, kinds), limit))
        else:
            self._looking.run(
                partial(_look, self.index, text, limit, kinds), lambda many: done(_join(few, many, limit))
            )

    def now(self, text: str, limit: int = SHOWN, kinds: Sequence[str] = ()) -> list[Found]:
        """The best finds, waited for."""
        return _join(self._few(text, kinds), self._many(destination(text), limit, kinds), limit)

    def _few(self, text: str, kinds: Sequence[str]) -> list[Ranked]:
        asked = [*fuzzy(self.commands(), text), *self.wishes(text)]
        found = [one for one in asked if not kinds or one.found.kind in kinds]
        place = None if kinds else coordinates.place(text)
        if place is not None:
            name = coordinates.decimal(*place)
            found.append(Ranked(EXACT, Found("place", name, name, "go to this place", place=place)))
        return found

    def _many(self, text: str, limit: int, kinds: Sequence[str]) -> list[Ranked]:
        return [] if self.index is None else self.index.matches(text, limit, kinds)

    def _note(self, dataset: "Dataset") -> None:
        self._unread = dataset

    def _read(self) -> None:
        """When the map is painted: an index takes longer than anybody needs to begin to type."""
        if self._unread is not None:
            self._indexing.run(partial(_index, self._unread), self._take, later=True)
            self._unread = None

    def _take(self, made: Index) -> None:
        self.index = made


def _join(few: list[Ranked], many: list[Ranked], limit: int) -> list[Found]:
    return [one.found for one in sorted([*few, *many], key=lambda one: one.order)[:limit]]


def _index(dataset: "Dataset", cancel: Cancel) -> Index:
    return index(dataset)


def _look(found: Index, text: str, limit: int, kinds: Sequence[str], cancel: Cancel) -> list[Ranked]:
    return found.matches(text, limit, kinds)
