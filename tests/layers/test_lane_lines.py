"""Stretches that several ways share are there once, and heads point the way."""

import numpy as np
import pytest

from mineralmap.layers.lane_lines import heads, shared

WEST, MIDDLE, EAST, NORTH = (0.0, 0.0), (2.0, 0.0), (4.0, 0.0), (2.0, 2.0)


def line(*points):
    return np.array(points)


def test_that_a_stretch_that_two_ways_share_is_there_once_with_the_sum_of_both():
    found = shared([line(WEST, MIDDLE, EAST), line(NORTH, MIDDLE, EAST)], np.array([10.0, 5.0]), np.zeros(2, int), 1)
    carried = {tuple(map(tuple, one)): tonnes for one, tonnes in zip(found.lines, found.tonnes[:, 0], strict=True)}
    assert carried == {(WEST, MIDDLE): 10.0, (MIDDLE, EAST): 15.0, (NORTH, MIDDLE): 5.0}


def test_that_a_way_back_shares_the_stretch_of_the_way_there():
    found = shared([line(WEST, MIDDLE, EAST), line(EAST, MIDDLE, WEST)], np.array([10.0, 5.0]), np.zeros(2, int), 1)
    assert [one.tolist() for one in found.lines] == [[[0.0, 0.0], [2.0, 0.0], [4.0, 0.0]]]
    assert found.tonnes.tolist() == [[15.0]]


def test_that_what_sails_before_and_after_is_summed_apart_and_each_knows_its_ways():
    paths = [line(WEST, MIDDLE, EAST), line(WEST, MIDDLE), line(MIDDLE, NORTH)]
    found = shared(paths, np.array([8.0, 8.0, 3.0]), np.array([0, 1, 1]), 2)
    told = {tuple(map(tuple, one)): i for i, one in enumerate(found.lines)}
    both, after, only = told[WEST, MIDDLE], told[MIDDLE, EAST], told[MIDDLE, NORTH]
    assert found.tonnes[[both, after, only]].tolist() == [[8.0, 8.0], [8.0, 0.0], [0.0, 3.0]]
    assert found.owner[[both, after, only]].tolist() == [[0, 1], [0, -1], [-1, 2]]
    assert [found.members(one).tolist() for one in (both, after, only)] == [[0, 1], [0], [2]]


def test_that_points_are_the_same_although_they_were_summed_in_another_order():
    third = 17.0 + 0.1 + 0.2 + 0.40265
    other = 17.0 + (0.1 + 0.2) + 0.40265 + 2e-12
    found = shared(
        [line(WEST, (third, 1.0)), line((other, 1.0), WEST)], np.array([1.0, 1.0]), np.zeros(2, int), 1
    )  # fmt: skip
    assert found.tonnes.tolist() == [[2.0]]


def test_that_nothing_shares_nothing():
    assert shared([], np.empty(0), np.empty(0, int), 2).tonnes.shape == (0, 2)


def test_that_heads_stand_evenly_and_point_along_the_line():
    x, y, angle, of = heads(np.array([0.0, 100.0, 100.0]), np.array([0.0, 0.0, 100.0]), np.array([0, 3]), 50.0, 1.0)
    assert list(zip(x.tolist(), y.tolist(), strict=True)) == [(25.0, 0.0), (75.0, 0.0), (100.0, 25.0), (100.0, 75.0)]
    assert angle.tolist() == [0.0, 0.0, 90.0, 90.0]
    assert of.tolist() == [0, 0, 0, 0]


def test_that_a_short_line_has_one_head_and_a_very_short_one_none():
    x = np.array([0.0, 20.0, 0.0, 1.0])
    _, _, _, of = heads(x, np.array([0.0, 0.0, 9.0, 9.0]), np.array([0, 2, 4]), 50.0, 1.0)
    assert of.tolist() == [0]


def test_that_of_two_heads_too_close_only_that_of_the_more_important_line_stays():
    x, y = np.array([0.0, 50.0, 0.0, 50.0]), np.array([1.0, 1.0, 2.0, 2.0])
    assert heads(x, y, np.array([0, 2, 4]), 50.0, 25.0)[3].tolist() == [1]


@pytest.mark.parametrize("start", [np.zeros(1, int), np.array([0, 1])])
def test_that_no_line_has_no_head(start):
    assert len(heads(np.empty(0), np.empty(0), start, 1.0, 1.0)[0]) == 0
