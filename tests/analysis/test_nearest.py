"""The nearest of many points: what measuring them all says."""

import numpy as np
import pytest

from mineralmap.analysis.nearest import BLOCK, Nearest


@pytest.mark.parametrize("count", [1, 2, BLOCK, BLOCK + 1, 5_000])
def test_that_the_nearest_is_the_one_that_measuring_all_finds(count: int):
    points, asked = np.random.default_rng(0).normal(size=(count, 3)), np.random.default_rng(1).normal(size=(300, 3))
    away, number = Nearest(points).query(asked)
    apart = np.sqrt(((asked[:, None] - points[None]) ** 2).sum(axis=2))
    assert away == pytest.approx(apart.min(axis=1), rel=1e-12)
    assert number.tolist() == apart.argmin(axis=1).tolist()


def test_that_a_point_itself_is_no_distance_away_and_of_twins_the_first_is_taken():
    points = np.repeat(np.random.default_rng(0).normal(size=(200, 3)), 2, axis=0)
    away, number = Nearest(points).query(points)
    assert not away.any()
    assert number.tolist() == np.repeat(np.arange(0, 400, 2), 2).tolist()


def test_that_nobody_who_asks_gets_nothing():
    away, number = Nearest(np.zeros((1, 3))).query(np.empty((0, 3)))
    assert len(away) == len(number) == 0
