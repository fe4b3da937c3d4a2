"""A question as a notebook writes it: what is taken for what, and what is refused at once."""

import math
from typing import Any

import pytest

import mineralmap
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario, Stage


def asking(**fields: Any) -> Scenario:
    """A question in the plain words that are understood, whatever the fields hold afterwards."""
    return Scenario(**fields)


@pytest.mark.parametrize("knots", [0, -5, 0.5, 61, math.nan, math.inf])
def test_that_a_speed_beyond_its_bounds_is_refused_as_by_the_command_line(knots):
    with pytest.raises(InvalidArgument, match="knots is no speed"):
        asking(knots=knots)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("knots", "fast", "knots cannot be 'fast'"),
        ("decay", -1, "decay cannot be -1. Give a number from 0 up."),
        ("land_weight", math.nan, "land_weight cannot be nan"),
        ("affinity", math.inf, "affinity cannot be inf"),
        ("stage", "minning", "There is no stage 'minning'. Did you mean mining?"),
        ("leg", "x", "There is no leg 'x'. Known are stage, feed, product, both."),
        ("closed", 3, "closed cannot be 3"),
        ("closed", [3], "closed cannot be"),
        ("avoided", "suez", "Give each name with its number"),
        ("avoided", {"suez": "far"}, "Give each name with its number"),
    ],
)
def test_that_a_value_that_cannot_be_is_refused_in_clear_words(field, value, said):
    with pytest.raises(InvalidArgument) as told:
        asking(**{field: value})
    assert said in str(told.value)
    assert isinstance(told.value, ValueError)


def test_that_a_text_is_one_word_and_never_its_letters():
    asked = asking(closed="malacca", opened="northwest_passage", partners="JPN", screened="CHN", cuts="host:IDN")
    assert asked == asking(
        closed={"malacca"}, opened={"northwest_passage"}, partners={"JPN"}, screened={"CHN"}, cuts=("host:IDN",)
    )
    assert asking(ports="COD=TZDAR", own_gates="A: LINESTRING (0 0, 1 1)").ports == ("COD=TZDAR",)


def test_that_miles_and_assumptions_may_be_a_mapping():
    asked = asking(stage="mining", avoided={"suez": 500}, assumptions={"p_planned": 0.4})
    assert (asked.stage, asked.avoided, asked.assumptions) == (Stage.MINING, (("suez", 500.0),), (("p_planned", 0.4),))


def test_that_python_gives_the_ranges_that_the_command_line_gives():
    asked = asking(mineral="cobalt", stage="mining", partners="JPN", closed="suez")
    table = mineralmap.chokepoints(mineralmap.bundled(), asked)
    assert {"low_t", "high_t", "low_share", "high_share"} <= set(table.columns)
    assert (table["low_t"] <= table["tonnes"] + 1e-6).all()
    assert (table["tonnes"] <= table["high_t"] + 1e-6).all()
    assert table.attrs["basis"] == "location"
