"""Refineries and smelters: squares on their corner; makers of intermediates stand with them."""

from collections.abc import Hashable

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer
from mineralmap.model.scenario import Stage

STAGES = frozenset({"refining", "intermediate"})


@layers.add
class Refineries:
    """Facilities of the refining and intermediate stages."""

    id, title, order = "refineries", "Refineries", 70

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The answer, or what is drawn beside it."""
        return facility_layer.rests_on(context, STAGES)

    def make(self, context: Context) -> Layer:
        """Diamonds, largest first, with their key."""
        title = self.title if context.results.scenario.stage is not Stage.INTERMEDIATE else "Makers of intermediates"
        return facility_layer.layer(context, self.id, title, "diamond", STAGES)
