"""Symbols of a map of their own, and views of them."""

from dataclasses import replace

import numpy as np

from mineralmap.layers.layer import Layer, Paint, plain_marks
from mineralmap.render.viewport import Viewport

RED = Paint(fill="#CC0000", line="#FFFFFF")
BLUE = Paint(fill="#0000CC", line="#FFFFFF")


def marks_at(x, y, diameter=10.0, **changes):
    n = len(x)
    made = plain_marks(
        "circle", np.asarray(x, float), np.asarray(y, float), np.full(n, diameter), (RED, BLUE),
        ids=tuple(f"P{i}" for i in range(n)), tips=tuple(f"Place {i}" for i in range(n)),
    )  # fmt: skip
    return replace(made, **changes)


def map_of(tiny_map, *sets, **layer):
    """The tiny map's ground colours and projection with nothing but these symbols."""
    return replace(tiny_map, layers=(Layer("points", "Points", sets, pickable=True, **layer),), legend=())


def view_of(drawn, width=600, height=400, mpp=None):
    found = Viewport.around(drawn.projection.world(), width, height)
    if mpp is None:
        return found
    return Viewport(-mpp * width / 2, mpp * height / 2, mpp, width, height)
