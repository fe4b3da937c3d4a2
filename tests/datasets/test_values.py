"""Numbers and coordinates as people write them."""

import numpy as np
import pandas as pd
import pytest

from mineralmap.datasets import values


def number(text, *others, decimal_comma=False):
    found, faults = values.numbers(pd.Series([text, *others]), decimal_comma)
    return found[0], [fault for fault in faults if fault.row == 0]


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1500", 1500), ("12.5", 12.5), (".5", 0.5), ("12,5", 12.5), ("1 500", 1500), ("1\u202f500\u00a0000", 1500000),
     ("1'500", 1500), ("1,234.5", 1234.5), ("1,234,567", 1234567), ("1.234,5", 1234.5), ("1.234.567", 1234567),
     ("1e3", 1000), ("１２３", 123), ("\u22123", -3)],
)  # fmt: skip
def test_that_a_number_is_read_as_it_was_meant(text, meant):
    assert number(text) == (meant, [])


@pytest.mark.parametrize("text", ["", "n/a", "NaN", "-", "–", "null", "?"])
def test_that_no_figure_stays_no_figure_and_never_becomes_nothing(text):
    found, faults = number(text)
    assert np.isnan(found)
    assert not faults


@pytest.mark.parametrize("text", ["abc", "12 apples", "1e999", "inf", "~5", "<5", "5-6", "1..2", "0x10"])
def test_that_what_is_no_number_is_a_fault(text):
    found, faults = number(text)
    assert np.isnan(found)
    assert len(faults) == 1


def test_that_a_comma_before_three_digits_is_never_guessed():
    found, faults = number("1,500")
    assert np.isnan(found)
    assert "1.5 or 1500" in faults[0].what


def test_that_the_other_cells_of_a_column_decide_what_a_comma_means():
    assert number("1,500", "2,5")[0] == 1.5
    assert number("1,500", "1,234,567")[0] == 1500


def test_that_a_point_is_in_doubt_where_commas_are_decimal():
    assert np.isnan(number("1.500", "2,5")[0])
    assert np.isnan(number("1.500", decimal_comma=True)[0])
    assert number("1.500")[0] == 1.5


def degrees(text, axis="lat"):
    found, faults = values.coordinates(pd.Series([text]), axis)
    return found[0], faults


@pytest.mark.parametrize(
    "text",
    ["-23.7625", "-23,7625", "−23.7625", "23.7625 S", "S 23.7625", "23°45'45\"S", "23° 45′ 45″ S", "23 45 45 S",
     "23d45m45sS", "23°45.75'S", "南緯23度45分45秒", "23:45:45 S"],
)  # fmt: skip
def test_that_latitudes_in_any_dress_are_the_same(text):
    found, faults = degrees(text)
    assert found == pytest.approx(-23.7625, abs=1e-9)
    assert not faults


@pytest.mark.parametrize("text", ["33H 12", "-23 S", "23 61 00", "116 E", "-23.76, 116.5", "91", "23.5 30", "x", "1e1"])
def test_that_what_is_left_over_of_a_latitude_is_a_fault(text):
    found, faults = degrees(text)
    assert np.isnan(found)
    assert len(faults) == 1


def test_that_a_latitude_beyond_the_pole_is_suspected_to_be_a_longitude():
    assert "swapped" in degrees("116.06")[1][0].hint
    assert degrees("116.06", "lon")[0] == 116.06


def test_that_sixty_thousand_cells_are_read_as_one_is():
    cells = pd.Series([f"{n % 90}.25" for n in range(60_000)])
    read = values.coordinates(cells, "lat")[0]
    assert len(read) == 60_000
    assert float(read[89]) == degrees("89.25")[0] == 89.25
