"""Degrees are written once for each line of the graticule, at the frame or beyond the globe, in every projection."""

import numpy as np
import pytest

from mineralmap.layers import basemap
from mineralmap.layers.layer import Lines, Paint
from mineralmap.layers.projection import Projection
from mineralmap.render import degrees
from mineralmap.render.viewport import Viewport
from tests.render.wordings import place

NOTHING = np.empty((0, 4))


def net(projection, step=30):
    x, y, start, words = basemap.graticule(projection, step)
    n = len(words)
    return Lines(x, y, start, np.ones(n), np.zeros(n, int), (Paint(line="#888888"),), words=words)


def written(projection, view, bottom=None, step=30):
    lines = net(projection, step)
    spots = degrees.spots(lines, view, view.height if bottom is None else bottom, projection)
    taken = NOTHING if bottom is None else np.array([[0.0, bottom, view.width, view.height]])
    return place([], (view.width, view.height), view.mpp, taken, None, spots)


MERIDIANS = {"0°", "180°"} | {f"{lon}° {side}" for lon in range(30, 180, 30) for side in "EW"}


@pytest.mark.parametrize("name", ["equal_earth", "robinson", "natural_earth", "mercator", "plate_carree"])
@pytest.mark.parametrize("centre", [11.0, 150.0])
def test_that_every_line_of_the_world_bears_its_degrees_once_and_off_the_globe(name, centre):
    projection = Projection(name, centre)
    x0, y0, x1, y1 = projection.world()
    air = 0.06 * (x1 - x0)
    view = Viewport.around((x0 - air, y0 - air, x1 + air, y1 + air), 1400.0, 1000.0)
    found = written(projection, view)
    said = [label.words for label in found]
    without = {"30° W"} if centre == 150.0 else set()  # is no line of the graticule
    if name == "natural_earth" and centre == 11.0:
        without = {"180°", "150° W"}  # end where the corner is round: what stood off there would stand on the globe
    assert sorted(said) == sorted(MERIDIANS - without | {"60° N", "30° N", "Equator", "30° S", "60° S"})
    lon, _ = projection.inverse(
        view.left + np.array([label.x for label in found]) * view.mpp,
        view.top - np.array([label.y for label in found]) * view.mpp,
    )
    assert np.isnan(lon).all()


def test_that_on_a_small_map_every_other_meridian_is_told_below_and_nothing_within_the_globe():
    projection = Projection("equal_earth", 11.0)
    x0, y0, x1, y1 = projection.world()
    air = 0.15 * (x1 - x0)
    view = Viewport.around((x0 - air, y0 - air, x1 + air, y1 + air), 480.0, 320.0)
    found = written(projection, view)
    middle = view.height / 2
    below = {one.words for one in found if one.y > middle and one.words in MERIDIANS}
    assert below == {"120° W", "60° W", "0°", "60° E", "120° E", "180°"}
    lon, _ = projection.inverse(
        view.left + np.array([one.x for one in found]) * view.mpp,
        view.top - np.array([one.y for one in found]) * view.mpp,
    )
    assert np.isnan(lon).all()


def test_that_about_the_pole_meridians_bear_theirs_at_the_edge_and_a_circle_on_itself():
    projection = Projection("arctic", 0.0)
    x0, y0, x1, y1 = projection.world()
    view = Viewport.around((1.2 * x0, 1.2 * y0, 1.2 * x1, 1.2 * y1), 900.0, 900.0)
    found = {label.words: label for label in written(projection, view)}
    assert set(found) == MERIDIANS | {"60° N"}
    assert found["0°"].y > 800  # Greenwich points down
    assert found["180°"].y < 100
    assert found["90° E"].x > 800
    x, y = projection.forward(np.array([0.0]), np.array([60.0]))
    at_x, at_y = view.px(x, y)
    assert (found["60° N"].x, found["60° N"].y) == pytest.approx((at_x[0], at_y[0]), abs=1)


def test_that_close_up_they_stand_within_the_frame_above_the_key():
    projection = Projection("plate_carree", 0.0)
    x, y = projection.forward(np.array([-10.0, 50.0]), np.array([10.0, 70.0]))
    view = Viewport(float(x[0]), float(y[1]), float(x[1] - x[0]) / 600.0, 600.0, 600.0)
    found = {label.words: label for label in written(projection, view, bottom=500.0)}
    assert set(found) == {"0°", "30° E", "60° N", "30° N"}  # 60 degrees over 600 px: 0° at 100, 30° E at 400
    assert found["0°"].x == pytest.approx(100, abs=1)
    assert 480 < found["30° E"].y < 500
    assert found["60° N"].y == pytest.approx(100, abs=1)
    assert found["30° N"].x > 570


def test_that_they_give_way_to_everything_else():
    projection = Projection("plate_carree", 0.0)
    x, y = projection.forward(np.array([-10.0, 20.0]), np.array([10.0, 40.0]))
    view = Viewport(float(x[0]), float(y[1]), float(x[1] - x[0]) / 300.0, 300.0, 300.0)
    lines = net(projection)
    spots = degrees.spots(lines, view, 300.0, projection)
    edges = np.array([[0.0, 0, 300, 25], [0, 275, 300, 300], [0, 0, 45, 300], [255, 0, 300, 300]])
    assert not place([], (300.0, 300.0), view.mpp, edges, None, spots)


def test_that_without_a_graticule_there_are_no_degrees():
    projection = Projection("equal_earth", 11.0)
    assert not net(projection, 0).words
