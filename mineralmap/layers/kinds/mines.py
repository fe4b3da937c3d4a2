"""Mines: circles, loud when the question is about mining, quiet when it is about another stage."""

from collections.abc import Hashable

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer

STAGES = frozenset({"mining"})


@layers.add
class Mines:
    """Facilities of the mining stage."""

    id, title, order = "mines", "Mines", 60

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The answer, or what is drawn beside it."""
        return facility_layer.rests_on(context, STAGES)

    def make(self, context: Context) -> Layer:
        """Circles, largest first, with their key."""
        return facility_layer.layer(context, self.id, self.title, "circle", STAGES)
