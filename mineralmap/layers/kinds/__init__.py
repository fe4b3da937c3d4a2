"""One file per layer. A kind adds itself to ``layers``; the layer list, the key and every export follow.

A kind has ``id``, ``title``, ``order`` (from the bottom up) and ``make(context) -> Layer``, which is pure, gives a
layer of its own id and title, and puts into the key only what it draws.
"""

from typing import Protocol

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


layers: Registry[Kind] = Registry("mineralmap.layers.kinds")
