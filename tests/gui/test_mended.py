"""What broke once: places that a projection cannot show, projects that differ only in their view, gone facilities."""

import numpy as np
import pytest

from mineralmap.gui.bookmarking import changes, degrees_of
from mineralmap.layers.projection import Projection
from mineralmap.model.project import Bookmark, Project

ONE_WINDOW = True


def test_that_going_where_the_projection_shows_nothing_says_so_and_moves_nothing(window, settle):
    window.session.edit("Map in EPSG:3035", projection="EPSG:3035")
    settle(window.session)
    before = window.map_place.canvas.extent()
    window.go_to("COD-f1")
    assert window.map_place.canvas.extent() == before
    window.map_place.canvas.zoom_to((np.nan, np.nan, np.nan, np.nan))
    assert window.map_place.canvas.extent() == before
    window.grab()


@pytest.mark.parametrize("centre", [11.0, 150.0, -160.0])
def test_that_the_edge_of_the_map_lies_opposite_its_middle(centre):
    projection = Projection("equal_earth", centre)
    x0, y0, _, y1 = projection.world()
    west, _, east, _ = degrees_of(projection, (2 * x0, y0, 0.0, y1))
    assert (west - (centre - 180.0)) % 360.0 == pytest.approx(0.0)
    assert (east - centre) % 360.0 == pytest.approx(0.0, abs=1e-6)


def test_that_a_lens_that_cannot_be_is_left_out():
    marked = Bookmark("x", (0.0, 0.0, 1.0, 1.0), lens=(("graticule", "-3"), ("centre_lon", "900"), ("basis", "equity")))
    assert set(changes(marked)) == {"hidden", "basis"}


def test_that_a_project_that_differs_only_in_its_view_brings_it(window, settle):
    session, place = window.session, window.map_place
    wanted = (-1e6, -3e6, 5e6, 1e6)
    saved = Project(session.scenario, type(session.view)(theme=session.view.theme, extent=wanted))
    session.start(saved)
    place.show_view()
    settle(session)
    x0, _, x1, _ = place.canvas.extent()
    assert (x0 + x1) / 2 == pytest.approx(2e6, abs=5e4)
    assert x1 - x0 < 2e7
