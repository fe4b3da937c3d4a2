"""Mines: circles, loud when the question is about mining, quiet when it is about another stage."""

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer


@layers.add
class Mines:
    """Facilities of the mining stage."""

    id, title, order = "mines", "Mines", 60

    def make(self, context: Context) -> Layer:
        """Circles, largest first, with their key."""
        return facility_layer.layer(context, self.id, self.title, "circle", {"mining"})
