"""Every layer keeps its promise: its own id and title, columns of one length, no key to what is not drawn."""

import numpy as np
import pytest

from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Areas, Lines, Marks, Texts


def kind_ids() -> list[str]:
    return layers.ids()


@pytest.mark.parametrize("kind_id", kind_ids())
def test_that_a_layer_is_in_the_map_under_its_own_name(kind_id, drawn):
    layer = next(layer for layer in drawn.layers if layer.id == kind_id)
    assert layer.title == layers[kind_id].title
    assert isinstance(layers[kind_id].order, int)


@pytest.mark.parametrize("kind_id", kind_ids())
def test_that_the_columns_of_a_layer_fit_together(kind_id, drawn):
    layer = next(layer for layer in drawn.layers if layer.id == kind_id)
    for part in layer.primitives:
        n = len(part.x)
        assert len(part.y) == n
        if isinstance(part, Areas):
            assert part.ring_start[0] == 0
            assert part.ring_start[-1] == n
            assert len(part.polygon_of_ring) == len(part.ring_start) - 1
            assert (np.diff(part.polygon_of_ring) >= 0).all()
            assert len(part.paint) == len(part.tips) == len(part.ids) > part.feature_of_polygon.max()
        if isinstance(part, Lines):
            assert part.start[0] == 0
            assert part.start[-1] == n
            assert len(part.width) == len(part.paint) == len(part.start) - 1
        if isinstance(part, Marks):
            columns = (part.diameter, part.paint, part.hollow, part.ring, part.ring_colour, part.faded, part.ids)
            assert {len(column) for column in (*columns, part.tips)} == {n}
            assert ((part.ring >= 0) & (part.ring <= 1)).all()
            assert (part.diameter > 0).all()
        if isinstance(part, Texts):
            assert {len(c) for c in (part.words, part.size, part.style, part.priority, part.offset)} == {n}
        else:
            assert np.max(part.paint, initial=-1) < len(part.paints)


@pytest.mark.parametrize("kind_id", kind_ids())
def test_that_nothing_is_drawn_outside_the_world(kind_id, drawn):
    x0, y0, x1, y1 = drawn.projection.world()
    for part in next(layer for layer in drawn.layers if layer.id == kind_id).primitives:
        assert np.isfinite(part.x).all()
        assert np.isfinite(part.y).all()
        assert ((part.x >= x0 - 1) & (part.x <= x1 + 1)).all()
        assert ((part.y >= y0 - 1) & (part.y <= y1 + 1)).all()


@pytest.mark.parametrize("kind_id", kind_ids())
def test_that_a_layer_that_draws_nothing_has_no_key(kind_id, drawn):
    layer = next(layer for layer in drawn.layers if layer.id == kind_id)
    assert layer.primitives or not layer.legend
