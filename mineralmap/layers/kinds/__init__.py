"""One file per layer. A kind adds itself to ``layers``; the layer list, the key and every export follow.

A kind has ``id``, ``title``, ``order`` (from the bottom up) and ``make(context) -> Layer``, which is pure, gives a
layer of its own id and title, and puts into the key only what it draws.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Protocol, runtime_checkable

from mineralmap.layers.context import Context
from mineralmap.layers.layer import Layer
from mineralmap.registry import Registry


class Kind(Protocol):
    """What a layer file promises."""

    id: str
    title: str
    order: int

    def make(self, context: Context) -> Layer:
        """The layer, drawn from the context."""
        ...


@runtime_checkable
class Several(Protocol):
    """A kind that stands for several layers of a map."""

    def titles(self, context: Context) -> dict[str, str]:
        """Titles by the ids of its layers, from the bottom up; never empty."""
        ...

    def make_one(self, context: Context, layer: str) -> Layer:
        """One of its layers."""
        ...


@runtime_checkable
class Lasting(Protocol):
    """A kind whose layers outlast the answer that they were made for."""

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """All that one of its layers is made from, beside the data, the projection and how the view draws: while it
        is the same, the layer is. Flows and the like are told apart as objects."""
        ...


@lru_cache(maxsize=64)
def several(kind: Kind) -> Several | None:
    """A kind that stands for several layers, else ``None``; Python takes long to find that out."""
    return kind if isinstance(kind, Several) else None


@lru_cache(maxsize=64)
def lasting(kind: Kind) -> Lasting | None:
    """A kind whose layers outlast an answer, else ``None``."""
    return kind if isinstance(kind, Lasting) else None


layers: Registry[Kind] = Registry("mineralmap.layers.kinds")
