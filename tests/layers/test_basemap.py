"""The world is cut where the map ends, and nowhere else."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from mineralmap.layers import basemap
from mineralmap.layers.projection import Projection


def box_over_the_date_line():
    """60 to 70° N from 170° E to 160° W, in two pieces as the file has it: 20 + 10 degrees wide."""
    return np.array([shapely.MultiPolygon([shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -160, 70)])])


def drawn(geometry, projection):
    """What is drawn of polygons in degrees, as polygons in metres."""
    shapes = basemap.project_areas(geometry, projection)
    rings = [
        shapely.LinearRing(np.column_stack([shapes.x[a:z], shapes.y[a:z]])) for a, z in pairwise(shapes.ring_start)
    ]
    first = np.searchsorted(shapes.polygon_of_ring, np.arange(len(shapes.feature_of_polygon) + 1))
    return [shapely.Polygon(rings[a], rings[a + 1 : z]) for a, z in pairwise(first)]


DEGREE = 6_378_137.0 * np.pi / 180
"""A degree of plate carrée in metres."""


def test_that_a_piece_cut_at_the_date_line_is_one_again_when_the_map_ends_elsewhere():
    (whole,) = drawn(box_over_the_date_line(), Projection("plate_carree", 180.0))
    assert np.array(whole.bounds) / DEGREE == pytest.approx((-10, 60, 20, 70))
    assert whole.area / DEGREE**2 == pytest.approx(300, rel=1e-5)


def test_that_what_crosses_the_edge_of_the_map_lies_on_both_sides():
    west, east = sorted(drawn(box_over_the_date_line(), Projection("plate_carree", 11.0)), key=lambda part: part.bounds)
    assert np.array(west.bounds) / DEGREE == pytest.approx((-180, 60, -171, 70), abs=1e-4)  # 169° W to 160° W
    assert np.array(east.bounds) / DEGREE == pytest.approx((159, 60, 180, 70), abs=1e-4)  # 170° E to 169° W
    assert (west.area + east.area) / DEGREE**2 == pytest.approx(300, rel=1e-5)


def test_that_the_edge_bends_with_the_projection():
    for part in drawn(box_over_the_date_line(), Projection("plate_carree", 11.0)):
        lat = shapely.get_coordinates(part)[:, 1] / DEGREE
        assert np.diff(np.unique(np.round(lat, 6))).max() <= 1.0 + 1e-6


def test_that_the_tip_of_chukotka_stays_with_russia():
    projection = Projection("plate_carree", 11.0)
    shapes = basemap.shapes("countries_low", projection)
    russia = int(np.flatnonzero(shapes.table["iso3"] == "RUS")[0])
    tip_x, tip_y = projection.forward(np.array([-172.0]), np.array([66.5]))
    mainland_x, _ = projection.forward(np.array([175.0]), np.array([66.5]))
    assert tip_x[0] > mainland_x[0]
    for polygon in np.flatnonzero(shapes.feature_of_polygon == russia):
        rings = np.flatnonzero(shapes.polygon_of_ring == polygon)
        points = slice(shapes.ring_start[rings[0]], shapes.ring_start[rings[0] + 1])
        ring = shapely.Polygon(np.column_stack([shapes.x[points], shapes.y[points]]))
        if ring.contains(shapely.Point(tip_x[0], tip_y[0])):
            assert ring.contains(shapely.Point(mainland_x[0], tip_y[0]))
            return
    pytest.fail("172° W, 66.5° N lies in no part of Russia")


@pytest.mark.parametrize("centre_lon", [0.0, 11.0, 150.0, -90.0])
def test_that_no_country_runs_across_the_whole_map(centre_lon):
    projection = Projection("equal_earth", centre_lon)
    shapes = basemap.shapes("countries_low", projection)
    x0, _, x1, _ = projection.world()
    step = np.abs(np.diff(shapes.x))
    step[shapes.ring_start[1:-1] - 1] = 0
    pole = np.abs(np.diff(shapes.y)) < 1.0
    assert step[~pole].max() < 0.2 * (x1 - x0)


def test_that_a_route_over_the_edge_is_cut_there():
    projection = Projection("plate_carree", 11.0)
    x, y, start, source = basemap.project_lines([np.array([[-159.0, 0.0], [-179.0, 20.0]])], projection)
    assert source.tolist() == [0, 0]
    assert start.tolist() == [0, 2, 4]
    lon, lat = projection.inverse(x, y)
    # The edge is 169° W, half way: at 10° N on both sides.
    assert lat == pytest.approx([0, 10, 10, 20], abs=1e-6)
    assert np.abs(x[1]) == pytest.approx(np.abs(x[2]))
    assert np.sign(x[1]) == -np.sign(x[2])
    assert lon[[0, 3]] == pytest.approx([-159, -179])


def test_that_a_projection_gives_back_what_it_took():
    projection = Projection("equal_earth", 11.0)
    lon, lat = np.array([-170.0, -60.0, 11.0, 150.0]), np.array([66.0, -30.0, 0.0, 45.0])
    back_lon, back_lat = projection.inverse(*projection.forward(lon, lat))
    assert back_lon == pytest.approx(lon)
    assert back_lat == pytest.approx(lat)


def test_that_there_are_no_degrees_outside_the_world():
    projection = Projection()
    x0, _, _, y1 = projection.world()
    lon, lat = projection.inverse(np.array([x0]), np.array([y1]))
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()


def test_that_a_line_that_ends_on_the_edge_leaves_no_dot_on_the_other():
    projection = Projection("plate_carree", 0.0)
    _, _, start, source = basemap.project_lines([np.array([[170.0, 5.0], [180.0, 5.0]]), np.empty((0, 2))], projection)
    assert np.diff(start).tolist() == [2]
    assert source.tolist() == [0]


@pytest.mark.parametrize("centre_lon", [11.0, 150.0, -100.0, 180.0])
def test_that_a_line_round_the_world_never_runs_across_the_map(centre_lon):
    projection = Projection("equal_earth", centre_lon)
    lon = np.arange(-180.0, 181.0, 2.0)
    x, _, start, _ = basemap.project_lines([np.column_stack([lon, np.full(len(lon), 30.0)])], projection)
    step = np.abs(np.diff(x))
    step[start[1:-1] - 1] = 0
    x0, _, x1, _ = projection.world()
    assert step.max() < 0.01 * (x1 - x0)
