"""Under everything: the sea, bounded as the world is on this projection, and a faint graticule."""

from collections.abc import Hashable

import numpy as np

from mineralmap.layers import basemap
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Areas, Layer, Lines, Paint


@layers.add
class Sea:
    """The sea and the graticule."""

    id, title, order = "sea", "Sea and graticule", 0

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """No answer."""
        return ()

    def make(self, context: Context) -> Layer:
        """One area and a few lines with their degrees; no key."""
        x, y = basemap.globe(context.projection)
        sea = Areas(
            x=x,
            y=y,
            ring_start=np.array([0, len(x)]),
            polygon_of_ring=np.zeros(1, int),
            feature_of_polygon=np.zeros(1, int),
            paint=np.zeros(1, int),
            paints=(Paint(fill=context.palette.ground.sea),),
            ids=("sea",),
            tips=("",),
        )
        line_x, line_y, start, words = basemap.graticule(context.projection, context.view.graticule)
        count = len(start) - 1
        if not count:
            return Layer(self.id, self.title, (sea,))
        net = Lines(
            x=line_x,
            y=line_y,
            start=start,
            width=np.full(count, 0.7),
            paint=np.zeros(count, int),
            paints=(Paint(line=context.palette.graticule),),
            words=words,
        )
        return Layer(self.id, self.title, (sea, net))
