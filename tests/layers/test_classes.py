"""Classes part values where they say, never equal ones, and never into more than the ramp has colours."""

from itertools import combinations

import numpy as np
import pytest

from mineralmap.layers import classes
from mineralmap.model.view import CLASSES

FIXED = (0.05, 0.1, 0.2, 0.4)


def parted(values, breaks):
    """The values class by class."""
    of = np.searchsorted(np.array(breaks), values, side="right")
    return [sorted(np.asarray(values)[of == number].tolist()) for number in range(len(breaks) + 1)]


def spread(groups):
    return sum(((np.array(group) - np.mean(group)) ** 2).sum() for group in groups if len(group))


def test_that_natural_breaks_are_those_of_the_published_example():
    """Wang and Song (2011), Ckmeans.1d.dp, The R Journal 3/2, their example."""
    values = [-1, 2, -1, 2, 4, 5, 6, -1, 2, -1]
    assert parted(values, classes.jenks(values, 3)) == [[-1] * 4, [2] * 3, [4, 5, 6]]


def test_that_natural_breaks_are_those_of_another_program():
    """The example that jenkspy documents: breaks 1.2, 2.3, 5.0, 7.8, the greatest of each class."""
    values = [1.3, 7.1, 7.3, 2.3, 3.9, 4.1, 7.8, 1.2, 4.3, 7.3, 5.0, 4.3]
    assert [group[-1] for group in parted(values, classes.jenks(values, 3))] == [2.3, 5.0, 7.8]


@pytest.mark.parametrize("seed", range(6))
def test_that_no_other_breaks_are_better_than_natural_ones(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.lognormal(size=13), 1)
    some = np.unique(values)
    every = [spread(parted(values, tuple(some[list(at)]))) for at in combinations(range(1, len(some)), 3)]
    assert spread(parted(values, classes.jenks(values, 4))) == pytest.approx(min(every))


def test_that_quantiles_hold_as_many_each():
    assert classes.quantiles(range(1, 11), 5) == (3, 5, 7, 9)
    assert [len(group) for group in parted(list(range(1, 11)), (3, 5, 7, 9))] == [2] * 5


def test_that_equal_values_are_never_parted():
    values = np.array([1.0] * 7 + [2.0, 3.0, 4.0])
    for breaks in (classes.quantiles(values), classes.jenks(values)):
        assert 1.0 not in breaks
        assert parted(values, breaks)[0][:7] == [1.0] * 7


@pytest.mark.parametrize("how", CLASSES)
@pytest.mark.parametrize("values", [[], [0.3], [0.3, 0.3], [0.0, 0.0], [0.0, 0.7], [np.nan, 0.3], [np.nan]])
def test_that_few_values_make_few_classes(how, values):
    made = classes.classify(np.array(values), how, FIXED, 0.65)
    known = np.isfinite(values)
    assert (made.of[~known] == classes.NO_DATA).all()
    assert (made.of[known] >= 0).all()
    assert made.count <= classes.MOST
    if how in ("quantiles", "jenks", "log"):
        assert made.count <= max(len(set(np.array(values)[known].tolist())), 1) or how == "log"
    assert sum(count for _, _, count in made.ranges(np.array(values))) == known.sum()


def test_that_logarithms_are_cut_at_equal_steps():
    # 1 to 100,000 in five steps: a power of ten each.
    assert classes.logarithmic([1.0, 100_000.0, 0.0], 5) == (10.0, 100.0, 1_000.0, 10_000.0)


def test_that_what_is_exactly_at_the_limit_is_not_above_it():
    made = classes.classify(np.array([0.3, 0.325, 0.65, 0.651]), "threshold", FIXED, 0.65)
    assert made.of.tolist() == [0, 1, 1, 2]


def test_that_without_a_threshold_the_breaks_are_fixed():
    made = classes.classify(np.array([0.07]), "threshold", FIXED)
    assert (made.how, made.breaks) == ("fixed", FIXED)
    assert classes.classify(np.array([0.07]), "no such word", FIXED).how == "fixed"


def test_that_the_real_range_of_each_class_is_told():
    made = classes.classify(np.array([0.01, 0.04, 0.3, np.nan]), "fixed", FIXED)
    assert made.ranges(np.array([0.01, 0.04, 0.3, np.nan]))[0] == (0.01, 0.04, 2)
    assert made.ranges(np.array([0.01, 0.04, 0.3, np.nan]))[3] == (0.3, 0.3, 1)
