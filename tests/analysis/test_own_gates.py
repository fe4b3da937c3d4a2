"""Gates of the user's own as words of a scenario: written, added, renamed, taken out, and what they cross."""

import json

import numpy as np
import pytest

from mineralmap.analysis import own_gates
from mineralmap.datasets.gate_file import read_gates
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario
from tests.analysis.worlds import tiny

HERE = "Here: LINESTRING (40 -10, 60 -20)"


def test_that_a_gate_is_written_with_its_name_and_no_idle_zeros():
    word = own_gates.write_gate("  My   strait ", np.array([[40.0, -0.00001], [179.98765, -20.5]]))
    assert word == "My strait: LINESTRING (40 0, 179.9877 -20.5)"


@pytest.mark.parametrize("name", ["", " ", "a: b", "!"])
def test_that_a_name_that_cannot_be_is_refused(name):
    with pytest.raises(InvalidArgument):
        own_gates.write_gate(name, np.array([[0.0, 0.0], [1.0, 1.0]]))


@pytest.mark.parametrize("points", [[[0, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 95]], [[0, 0], [600, 0]]])
def test_that_points_that_are_no_line_on_the_globe_are_refused(points):
    with pytest.raises(InvalidArgument):
        own_gates.write_gate("A", np.array(points, float))


def test_that_two_gates_cannot_have_one_name():
    with pytest.raises(InvalidArgument, match="called 'Here' already"):
        own_gates.with_gates(Scenario(own_gates=(HERE,)), ["here: LINESTRING (0 0, 1 1)"])


def test_that_what_is_closed_or_avoided_follows_a_gate_to_its_new_name_and_goes_with_it():
    asked = Scenario(own_gates=(HERE,), closed={"own:here", "suez"}, avoided=(("own:here", 100.0), ("suez", 5.0)))
    changed = own_gates.renamed(asked, "own:here", "There")
    assert changed.own_gates == ("There: LINESTRING (40 -10, 60 -20)",)
    assert changed.closed == {"own:there", "suez"}
    assert changed.avoided == (("own:there", 100.0), ("suez", 5.0))
    left = own_gates.without_gate(changed, "own:there")
    assert (left.own_gates, left.closed, left.avoided) == ((), {"suez"}, (("suez", 5.0),))


def test_that_a_gate_can_be_called_what_it_is_called_but_not_what_another_is():
    asked = Scenario(own_gates=(HERE, "There: LINESTRING (0 0, 1 1)"))
    assert own_gates.renamed(asked, "own:here", "HERE").own_gates[0] == "HERE: LINESTRING (40 -10, 60 -20)"
    with pytest.raises(InvalidArgument, match="already"):
        own_gates.renamed(asked, "own:here", "There")
    with pytest.raises(InvalidArgument, match="no gate 'own:nowhere'"):
        own_gates.without_gate(asked, "own:nowhere")


def test_that_new_gates_are_called_by_the_next_number():
    assert own_gates.free_name(Scenario(own_gates=("Gate 1: LINESTRING (0 0, 1 1)",))) == "Gate 2"


def test_that_a_file_adds_what_is_not_there_yet_and_numbers_equal_names(tmp_path):
    asked = Scenario(own_gates=(HERE, "Across: LINESTRING (175 10, 185 -10)"))
    file = tmp_path / "gates.geojson"
    file.write_text(own_gates.as_geojson(asked), "utf-8")
    assert json.loads(file.read_text("utf-8"))["features"][1]["geometry"]["coordinates"] == [[175, 10], [185, -10]]
    same, new = own_gates.with_gates_of_file(asked, read_gates(file)[0])
    assert (same, new) == (asked, [])
    other = Scenario(own_gates=("Here: LINESTRING (0 0, 1 1)",))
    changed, new = own_gates.with_gates_of_file(other, read_gates(file)[0])
    assert new == ["own:here-2", "own:across"]
    assert changed.own_gates[1] == "Here (2): LINESTRING (40 -10, 60 -20)"


def test_that_a_gate_over_land_crosses_no_lane_and_one_over_the_atlantic_does():
    dry, wet = "Dry: LINESTRING (20 5, 24 8)", "Atlantic: LINESTRING (-60 20, -10 20)"
    crossed = own_gates.lanes_crossed(tiny(), Scenario(own_gates=(dry, wet)))
    assert crossed["own:dry"] == 0
    assert crossed["own:atlantic"] > 0


def test_that_a_gate_across_180_degrees_is_met_from_either_side():
    east, west = "East: LINESTRING (170 0, 190 0)", "West: LINESTRING (-190 0, -170 0)"
    crossed = own_gates.lanes_crossed(tiny(), Scenario(own_gates=(east, west)))
    assert crossed["own:east"] == crossed["own:west"] > 0
