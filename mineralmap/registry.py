"""A registry: things of one kind, each in a file of its own, found by looking into a package."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Registrable(Protocol):
    """What a registry asks of its entries: a unique ``id`` and a place in the ``order``."""

    id: str
    order: int


T = TypeVar("T", bound=Registrable)


class Registry(Generic[T]):
    """Entries of one kind by id, iterated in their order; a duplicate id is refused.

    ``discover`` imports every module of a package once, and each module adds its own entry, so that adding
    something to the program is adding a file.
    """

    def __init__(self, package: str) -> None:
        self._package = package
        self._entries: dict[str, T] = {}
        self._discovered = False

    def add(self, entry: type[T]) -> type[T]:
        """Class decorator: make one instance and keep it under its id."""
        made = entry()
        if made.id in self._entries:
            raise ValueError(f"{self._package}: the id {made.id!r} is taken")
        self._entries[made.id] = made
        return entry

    def discover(self) -> "Registry[T]":
        """Import every module of the package, once; returns the registry itself."""
        if not self._discovered:
            self._discovered = True
            package = importlib.import_module(self._package)
            for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
                importlib.import_module(f"{self._package}.{module}")
        return self

    def __iter__(self) -> Iterator[T]:
        self.discover()
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.id)))

    def __getitem__(self, entry_id: str) -> T:
        self.discover()
        return self._entries[entry_id]

    def __contains__(self, entry_id: object) -> bool:
        self.discover()
        return entry_id in self._entries

    def ids(self) -> list[str]:
        """The ids, in order."""
        return [entry.id for entry in self]
