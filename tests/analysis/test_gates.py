"""Gates under a scenario: their states and why, own gates among them, classes of ships, and words that name them."""

import numpy as np
import pytest

from mineralmap.analysis.gates import find_gate, gates, own_gate, without_closures
from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import sea_network
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

RED_SEA = "Red Sea: LINESTRING (36 18, 44 19)"


def state(gate, **settings):
    row = gates(bundled.load(), Scenario(**settings)).table.loc[gate]
    return row["state"], row["why"]


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
