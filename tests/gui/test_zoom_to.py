"""How near the map goes to places."""

import numpy as np
import pytest

from mineralmap.gui.map_place import CLOSE_M, NEAREST_M, around


def test_that_one_place_is_shown_with_a_country_round_it():
    x0, y0, x1, y1 = around(np.array([5e6]), np.array([-1e6]))
    assert (x1 - x0, y1 - y0) == (NEAREST_M, pytest.approx(NEAREST_M * 2 / 3))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == (5e6, -1e6)


def test_that_plants_of_one_park_are_one_place():
    x0, _, x1, _ = around(np.array([5e6, 5e6]), np.array([-1e6, -1e6]))
    assert x1 - x0 == NEAREST_M


def test_that_several_places_fill_what_is_shown():
    """300 km from west to east and 200 from south to north, with a tenth of each on either side."""
    x0, y0, x1, y1 = around(np.array([0.0, 3e5, 1e5]), np.array([0.0, 2e5, 1e5]))
    assert (x0, x1) == pytest.approx((-3e4, 3.3e5))
    assert (y0, y1) == pytest.approx((-2e4, 2.2e5))


def test_that_neighbours_are_shown_with_their_district():
    x0, _, x1, _ = around(np.array([0.0, 2_000.0]), np.array([0.0, 0.0]))
    assert x1 - x0 == CLOSE_M
