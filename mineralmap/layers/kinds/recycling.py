"""Recycling plants: hexagons."""

from collections.abc import Hashable

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer

STAGES = frozenset({"recycling"})


@layers.add
class Recycling:
    """Facilities of the recycling stage."""

    id, title, order = "recycling", "Recycling", 65

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The answer, or what is drawn beside it."""
        return facility_layer.rests_on(context, STAGES)

    def make(self, context: Context) -> Layer:
        """Hexagons, largest first, with their key."""
        return facility_layer.layer(context, self.id, self.title, "hexagon", STAGES)
