"""Recycling plants: hexagons."""

from mineralmap.layers import facility_layer
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer


@layers.add
class Recycling:
    """Facilities of the recycling stage."""

    id, title, order = "recycling", "Recycling", 65

    def make(self, context: Context) -> Layer:
        """Hexagons, largest first, with their key."""
        return facility_layer.layer(context, self.id, self.title, "hexagon", {"recycling"})
