"""Gates under a scenario: their states and why, own gates among them, classes of ships, and words that name them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.gates import barred_gates, find_gate, gates, own_gate
from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import sea_network
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario, without_closures

RED_SEA = "Red Sea: LINESTRING (36 18, 44 19)"


def state(gate, **settings):
    row = gates(bundled.load(), Scenario(**settings)).table.loc[gate]
    return row["state"], row["why"]


def ships():
    """The shipped data with two classes of ships and three limits, made up."""
    vessels = pd.DataFrame(
        {"name": ["Capesize", "Handysize"], "draft_m": [18.0, 9.5], "beam_m": [45.0, 27.0]},
        index=pd.Index(["capesize", "handysize"], name="vessel_id"),
    )
    limits = pd.DataFrame(
        {
            "chokepoint_id": ["panama", "suez", "torres"],
            "max_draft_m": [15.2, 20.1, np.nan],
            "max_beam_m": [51.25, np.nan, 40.0],
        }
    )
    return replace(bundled.load(), vessels=vessels, gate_limits=limits)


def test_that_a_gate_says_its_state_and_why():
    assert state("malacca") == ("open", "")
    assert state("malacca", closed={"malacca"}) == ("closed", "closed by you")
    assert state("northern_sea_route") == ("closed", "closed unless you open it")
    assert state("northern_sea_route", opened={"northern_sea_route"})[0] == "open"
    assert state("suez", avoided=(("suez", 500),)) == ("avoided", "counted 500 nm longer")
    assert state("sunda", avoided=(("sunda", 0),)) == ("open", "")


def test_that_closing_stands_before_opening_and_that_settings_are_not_closures():
    asked = Scenario(closed={"northern_sea_route", "suez"}, opened={"northern_sea_route"})
    assert {"northern_sea_route", "suez"} <= gates(bundled.load(), asked).closed
    calm = gates(bundled.load(), without_closures(asked))
    assert calm.closed == {"northwest_passage"}


def test_that_a_class_of_ships_is_barred_where_it_is_too_deep_or_too_wide():
    barred = barred_gates(ships(), "capesize")
    assert barred == {
        "panama": "too shallow for Capesize (18 m, at most 15.2 m)",
        "torres": "too narrow for Capesize (45 m, at most 40 m)",
    }
    assert barred_gates(ships(), "handysize") == {}
    assert barred_gates(ships(), "") == {}
    shut = gates(ships(), Scenario(vessel="capesize"))
    assert {"panama", "torres"} <= shut.closed
    assert shut.table.at["panama", "why"].startswith("too shallow")
    # a class of ships is a setting, which a closure is compared with
    assert "panama" in gates(ships(), without_closures(Scenario(vessel="capesize", closed={"suez"}))).closed


def test_that_a_laden_capesize_passes_neither_panama_nor_the_baltic_but_suez_and_malacca():
    barred = set(barred_gates(bundled.load(), "capesize"))
    assert {"panama", "oresund", "great_belt", "torres"} <= barred
    assert not {"suez", "malacca", "sunda"} & barred
    for vessel in bundled.load().vessels.index:
        barred_gates(bundled.load(), str(vessel))


def test_that_a_class_of_ships_that_is_not_known_names_the_nearest():
    with pytest.raises(InvalidArgument, match="Did you mean capesize"):
        barred_gates(ships(), "capsize")


def test_that_an_own_gate_stops_what_crosses_it_and_nothing_else():
    data = bundled.load()
    shut = gates(data, Scenario(own_gates=(RED_SEA,), closed={"own:red-sea"}))
    assert shut.table.at["own:red-sea", "own"]
    ports = data.ports
    starts, ends = (
        ports.loc[some, ["lon", "lat"]].to_numpy(float) for some in (["NLRTM", "CLVAP"], ["SGSIN", "CNSHA"])
    )
    calm = gates(data, Scenario(own_gates=(RED_SEA,)))
    network = sea_network(calm.table)
    before = sea_routes(network, starts, ends, calm.closed, calm.penalties)
    after = sea_routes(network, starts, ends, shut.closed, shut.penalties, before)
    assert before.gates(0, 0).index("suez") + 1 == before.gates(0, 0).index("own:red-sea")
    assert "own:red-sea" not in after.gates(0, 0)
    assert after.nm[0, 0] > before.nm[0, 0] + 1000
    assert np.array_equal(after.nm[1], before.nm[1])


@pytest.mark.parametrize("line", ["170 30, -170 30", "170 30, 190 30", "-170 30, -190 30"])
def test_that_a_gate_over_180_is_the_short_way_however_it_is_written(line):
    words, data = (f"Pacific: LINESTRING ({line})",), bundled.load()
    asked = gates(data, Scenario(own_gates=words))
    assert abs(asked.table.at["own:pacific", "lon"]) == 180
    wall = gates(
        data, Scenario(own_gates=(f"Wall: LINESTRING ({line.replace(' 30', ' -60', 1).replace(' 30', ' 60')})",))
    )
    ends = [data.ports.loc[[code], ["lon", "lat"]].to_numpy(float) for code in ("CNSHA", "USLAX")]
    route = sea_routes(sea_network(wall.table), *ends, wall.closed, wall.penalties)
    assert "own:wall" in route.gates(0, 0)
    home = sea_routes(sea_network(wall.table), ends[0], ends[0] + 1, wall.closed, wall.penalties)
    assert home.gates(0, 0) == ()


@pytest.mark.parametrize(
    ("word", "gate"),
    [("malacca", "malacca"), ("Malacca Strait", "malacca"), ("bab-el-mandeb", "bab_el_mandeb"), ("SUEZ", "suez"),
     ("red sea", "own:red-sea"), ("own:red-sea", "own:red-sea")],
)  # fmt: skip
def test_that_a_gate_is_found_by_its_id_or_name_however_it_is_written(word, gate):
    assert find_gate(bundled.load(), (RED_SEA,), word) == gate


def test_that_a_gate_that_is_not_known_names_the_nearest_or_all():
    with pytest.raises(InvalidArgument, match="Did you mean malacca"):
        find_gate(bundled.load(), (), "malaca")
    with pytest.raises(InvalidArgument, match="Known are bab_el_mandeb, "):
        find_gate(bundled.load(), (), "xyzzy")
    with pytest.raises(InvalidArgument, match="There is no chokepoint"):
        gates(bundled.load(), Scenario(closed={"atlantis"}))


@pytest.mark.parametrize(
    "words",
    ["Red Sea", "Red Sea:", ": LINESTRING (0 0, 1 1)", "A: POINT (0 0)", "A: LINESTRING (0 0, 0 0)", "A: nonsense",
     "A: LINESTRING (0 0, 1 95)", "A: LINESTRING (0 0, 900 0)", "!!: LINESTRING (0 0, 1 1)"],
)  # fmt: skip
def test_that_words_that_are_no_gate_are_refused(words):
    with pytest.raises(InvalidArgument):
        own_gate(words)


def test_that_names_in_any_script_give_ids_of_their_own_and_equal_names_are_refused():
    assert own_gate("马六甲: LINESTRING (0 0, 1 1)")[0] == "own:马六甲"
    with pytest.raises(InvalidArgument, match="one name"):
        gates(bundled.load(), Scenario(own_gates=(RED_SEA, RED_SEA.replace("36", "35"))))


def test_that_a_penalty_below_zero_is_refused():
    with pytest.raises(InvalidArgument, match="cannot count -5 nm longer"):
        gates(bundled.load(), Scenario(avoided=(("suez", -5),)))


def test_that_more_than_a_word_of_gates_is_told_apart():
    data, ports = bundled.load(), bundled.load().ports
    lines = tuple(f"Line {n}: LINESTRING ({40 + n / 5} -40, {40 + n / 5} 0)" for n in range(90))
    asked = gates(data, Scenario(own_gates=lines, closed={"own:line-80"}))
    ends = (ports.loc[[code], ["lon", "lat"]].to_numpy(float) for code in ("ZADUR", "AUFRE"))
    network = sea_network(asked.table)
    route = sea_routes(network, *ends, asked.closed - {"own:line-80"}, asked.penalties)
    passed = [gate for gate in route.gates(0, 0) if gate.startswith("own:")]
    assert passed == [f"own:line-{n}" for n in range(90)]
    assert "own:line-80" not in route.without(["own:line-80"]).gates(0, 0)
