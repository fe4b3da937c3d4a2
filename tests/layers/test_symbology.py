"""Symbols tell the truth about tonnes, and unknown is never small."""

import math

import numpy as np
import pytest

from mineralmap.layers import symbology


def test_that_four_times_the_tonnes_have_four_times_the_area():
    small, large = symbology.diameters(np.array([25.0, 100.0]), 100.0)
    assert (large / small) ** 2 == pytest.approx(4)
    assert large == symbology.MAX_SYMBOL_PX


def test_that_what_is_too_small_to_see_has_the_least_size_and_the_key_knows_from_where():
    least = symbology.smallest_true_t(100.0)
    assert least == pytest.approx(100 / 49)  # (4 / 28)² of the largest
    below, at = symbology.diameters(np.array([least / 2, least]), 100.0)
    assert below == symbology.MIN_SYMBOL_PX
    assert at == pytest.approx(symbology.MIN_SYMBOL_PX)


def test_that_unknown_tonnes_have_the_least_size():
    assert symbology.diameters(np.array([np.nan]), 100.0)[0] == symbology.MIN_SYMBOL_PX
    assert symbology.diameters(np.array([np.nan]), math.nan)[0] == symbology.MIN_SYMBOL_PX


def test_that_shares_fall_into_their_classes():
    shares = np.array([0.0, 0.049, 0.05, 0.10, 0.39, 0.40, 1.0])
    assert symbology.share_classes(shares).tolist() == [0, 0, 1, 2, 3, 4, 4]
    assert len(symbology.share_class_labels()) == 5


def test_that_an_unknown_share_is_no_data_and_not_zero():
    assert symbology.share_classes(np.array([np.nan, 0.0])).tolist() == [symbology.NO_DATA, 0]


def test_that_routes_are_as_wide_as_their_tonnes_up_to_ten_px():
    assert symbology.route_widths(np.array([800.0, 400.0, 1.0, np.nan]), 800.0).tolist() == [10.0, 5.0, 0.6, 0.6]
    assert symbology.route_widths(np.array([]), 800.0).tolist() == []


def test_that_the_key_knows_from_where_routes_have_the_least_width():
    least = symbology.thinnest_true_t(800.0)
    assert least == pytest.approx(48.0)  # 0.6 of 10 px
    assert symbology.route_widths(np.array([least * 2]), 800.0)[0] == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("tonnes", "unit", "words"),
    [
        (1_234_000.0, "t Ni", "1.2 Mt Ni"),
        (340_000.0, "t REO", "340 kt REO"),
        (850.0, "t", "850 t"),
        (0.0, "t Li", "0 t Li"),
        (0.25, "t Li", "0.2 t Li"),
        (math.nan, "t Li", "no data"),
    ],
)
def test_that_tonnes_are_read_aloud(tonnes, unit, words):
    assert symbology.tonnes_text(tonnes, unit) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.582, "58 %"), (0.0123, "1.2 %"), (0.0002, "<0.1 %"), (0.0, "0 %"), (math.nan, "no data")]
)
def test_that_shares_are_read_aloud(share, words):
    assert symbology.percent_text(share) == words


def test_that_the_key_of_sizes_has_round_numbers():
    assert symbology.key_weights(239_000.0) == (200_000.0, 50_000.0, 10_000.0)
