"""Makers of products, such as magnets: squares."""

from collections.abc import Hashable

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer

STAGES = frozenset({"manufacturing"})


@layers.add
class Manufacturing:
    """Facilities of the manufacturing stage."""

    id, title, order = "manufacturing", "Makers of products", 63

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The answer, or what is drawn beside it."""
        return facility_layer.rests_on(context, STAGES)

    def make(self, context: Context) -> Layer:
        """Squares, largest first, with their key."""
        return facility_layer.layer(context, self.id, self.title, "square", STAGES)
