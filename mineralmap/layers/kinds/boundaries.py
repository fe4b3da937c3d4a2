"""Boundaries that are disputed, dashed; the others are drawn with the countries."""

from collections.abc import Hashable

import numpy as np

from mineralmap.layers import basemap
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, Lines, Paint

DISCLAIMER = "Boundaries are not authoritative; dashed lines are disputed."


@layers.add
class Boundaries:
    """Disputed boundaries over the countries."""

    id, title, order = "boundaries", "Disputed boundaries", 20

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """No answer."""
        return ()

    def make(self, context: Context) -> Layer:
        """Dashed lines, with the disclaimer as their credit."""
        strokes = basemap.strokes("boundaries", context.projection)
        disputed = (strokes.table["status"] == "disputed").to_numpy()[strokes.feature]
        chosen = np.flatnonzero(disputed)
        points = [np.arange(strokes.start[line], strokes.start[line + 1]) for line in chosen]
        index = np.concatenate(points) if points else np.empty(0, int)
        ground = context.palette.ground
        # The ground colour first: the dashes must not lie on the solid border of the country beneath.
        under, over = Paint(line=ground.land, width=1.4), Paint(line=ground.quiet, width=0.9, dash=(3.0, 2.5))
        start = np.cumsum([0, *[len(line) for line in points]])
        lines = tuple(
            Lines(
                x=strokes.x[index],
                y=strokes.y[index],
                start=start,
                width=np.full(len(chosen), paint.width),
                paint=np.zeros(len(chosen), int),
                paints=(paint,),
            )
            for paint in (under, over)
        )
        return Layer(self.id, self.title, lines, credits=(DISCLAIMER,))
