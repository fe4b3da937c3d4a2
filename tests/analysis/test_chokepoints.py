"""Exposure of gates: summed by hand over a few flows, then what is told of the shipped ones."""

import numpy as np
import pytest

from mineralmap.analysis.chokepoints import exposure, ranges, state_words
from mineralmap.analysis.closure_text import suppliers_words
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario, Stage
from tests.analysis.worlds import flows_of, tiny

COBALT = Scenario(mineral="cobalt")
HAND = [
    {"from_iso3": "COD", "to_iso3": "CHN", "tonnes": 100, "gross_t": 300, "sea_nm": 8000, "gates": ("malacca",)},
    {"from_iso3": "COD", "to_iso3": "FIN", "tonnes": 40, "sea_nm": 9000, "gates": ("suez",)},
    {"from_iso3": "AUS", "to_iso3": "FIN", "tonnes": 20, "gross_t": 50, "sea_nm": 11000, "gates": ("malacca", "suez")},
    {"from_iso3": "IDN", "to_iso3": "JPN", "tonnes": 30, "gross_t": 60, "sea_nm": 2000},
    {"from_iso3": "CHN", "to_iso3": "CHN", "tonnes": 10, "mode": "domestic"},
]
"""200 t in all; 60 t reach the European Union (Finland) from outside, 30 t Japan, none the United States."""


def of(scenario=COBALT, rows=HAND):
    return exposure(tiny(), flows_of(scenario, rows)).set_index("chokepoint_id")


def test_that_an_exposure_is_the_tonnes_that_pass_over_all_tonnes_domestic_ones_included():
    table = of()
    assert list(table.index) == ["malacca", "suez"]
    assert table["tonnes"].tolist() == [120, 60]
    assert table["share"].tolist() == pytest.approx([0.6, 0.3])
    assert table["flows"].tolist() == [2, 2]


def test_that_gross_tonnes_leave_out_what_has_no_weight_and_say_how_much_that_is():
    table = of()
    assert table["gross_t"].tolist() == [350, 50]
    assert table["unweighed_t"].tolist() == [0, 40]
    bare = of(rows=[{**row, "gross_t": np.nan} for row in HAND])
    assert bare["gross_t"].isna().all()
    assert bare["unweighed_t"].tolist() == [120, 60]


def test_that_a_partners_share_is_of_what_reaches_it_from_outside():
    table = of()
    assert table["inbound_EU"].tolist() == pytest.approx([20 / 60, 1.0])
    assert table["inbound_JPN"].tolist() == [0, 0]
    assert table["inbound_USA"].isna().all()
    assert any("United States" in note for note in table.attrs["notes"])


def test_that_what_goes_to_the_rest_of_the_world_is_no_countrys_supply():
    rows = [{"from_iso3": "CHN", "to_iso3": "BRA", "importer": "ROW", "tonnes": 5, "sea_nm": 9000, "gates": ("suez",)}]
    table = of(Scenario(mineral="cobalt", partners=frozenset({"BRA"})), rows)
    assert np.isnan(table.at["suez", "inbound_BRA"])


def test_that_what_moves_within_a_group_is_not_inbound():
    rows = [{"from_iso3": "FIN", "to_iso3": "BEL", "tonnes": 5, "sea_nm": 900, "gates": ("suez",)}, *HAND]
    table = of(rows=rows)
    assert table.at["suez", "tonnes"] == 65
    assert table.at["suez", "inbound_EU"] == 1.0
    assert table.at["malacca", "inbound_EU"] == pytest.approx(20 / 60)


def test_that_the_suppliers_behind_a_gate_are_parts_of_its_tonnes_largest_first():
    suppliers = dict(of()["suppliers"])
    assert suppliers["malacca"] == (("COD", pytest.approx(100 / 120)), ("AUS", pytest.approx(20 / 120)))
    assert suppliers["suez"] == (("COD", pytest.approx(40 / 60)), ("AUS", pytest.approx(20 / 60)))


def test_that_the_cargoes_of_a_gate_are_told_and_what_has_no_rule_is_not_told():
    rows = [{**HAND[0], "cargo": "hydroxide", "cargo_name": "cobalt hydroxide"}, *HAND[1:]]
    assert of(rows=rows).at["malacca", "cargoes"] == (("hydroxide", "cobalt hydroxide", 100), ("", "not told", 20))


def test_that_a_closed_gate_and_one_of_the_users_own_stand_in_the_table_with_nothing_passing():
    asked = Scenario(
        mineral="cobalt", closed=frozenset({"suez"}), avoided=(("malacca", 150),),
        own_gates=("My line: LINESTRING (0 0, 1 1)",),
    )  # fmt: skip
    table = of(asked, [HAND[3]])
    assert table["tonnes"].tolist() == [0, 0, 0]
    assert table.loc[["malacca", "own:my-line", "suez"], "state"].tolist() == ["avoided", "open", "closed"]
    assert state_words("avoided", table.at["malacca", "penalty_nm"]) == "open, counted 150 nm longer"
    assert table["gross_t"].tolist() == [0, 0, 0]


def test_that_stranded_tonnes_stay_in_the_whole():
    lost = {"from_iso3": "COD", "to_iso3": "FIN", "tonnes": 100, "stranded": True}
    assert of(rows=[*HAND, lost])["share"].tolist() == pytest.approx([120 / 300, 60 / 300])
    assert of(rows=[*HAND, lost]).at["suez", "inbound_EU"] == pytest.approx(60 / 160)


def test_that_without_flows_the_table_is_empty_and_has_its_columns():
    empty = exposure(tiny(), flows_of(Scenario(mineral="cobalt"), []))
    assert empty.empty
    assert {"chokepoint_id", "tonnes", "inbound_USA", "inbound_JPN", "inbound_EU"} <= set(empty.columns)


def test_that_the_shipped_exposures_agree_with_their_flows_and_say_that_they_do_not_add_up():
    flows = compute_flows(bundled.load(), Scenario(mineral="cobalt"))
    table = exposure(bundled.load(), flows)
    for row in table.head(5).to_dict("records"):
        passing = flows.table[[row["chokepoint_id"] in passed for passed in flows.table["gates"]]]
        assert row["tonnes"] == pytest.approx(passing["tonnes"].sum())
        assert sum(part for _, part in row["suppliers"]) == pytest.approx(1.0)
        assert sum(tonnes for _, _, tonnes in row["cargoes"]) == pytest.approx(row["tonnes"])
    assert {"northern_sea_route", "northwest_passage"} <= set(table.loc[table["closed"], "chokepoint_id"])
    assert any("do not add up" in note for note in table.attrs["notes"])


def test_that_many_suppliers_are_counted():
    many = [("A", 0.5), ("B", 0.2), ("C", 0.1), ("D", 0.1), ("E", 0.1)]
    assert suppliers_words(many) == "A 50.0 %, B 20.0 %, C 10.0 %, 2 others 20.0 %"


def test_that_a_range_holds_what_may_as_well_go_another_way():
    """Malacca and Sunda differ by some 100 nm on 5,000: most cobalt may take either, but none goes round the Danish
    straits, where the Oresund and the Great Belt stand for each other."""
    dataset, asked = bundled.load(), Scenario(mineral="cobalt", stage=Stage.MINING)
    found = ranges(dataset, asked)
    flows = compute_flows(dataset, asked)
    table = exposure(dataset, flows).set_index("chokepoint_id")
    assert (found["low_t"] <= found["high_t"] + 1e-6).all()
    passed = table.index[table["tonnes"] > 0]
    assert (found.loc[passed, "low_t"] <= table.loc[passed, "tonnes"] + 1e-6).all()
    assert (found.loc[passed, "high_t"] >= table.loc[passed, "tonnes"] - 1e-6).all()
    assert found.at["malacca", "low_t"] < 0.2 * table.at["malacca", "tonnes"]
    assert found.at["sunda", "high_t"] > 0.8 * table.at["malacca", "tonnes"]
    assert found.at["bohai", "low_t"] == pytest.approx(table.at["bohai", "tonnes"])
    assert found.at["great_belt", "high_t"] > 0.9 * table.at["oresund", "tonnes"]
    assert found["high_share"].to_numpy() == pytest.approx(found["high_t"] / flows.table["tonnes"].sum())


def test_that_without_slack_a_range_is_the_exposure_itself():
    dataset, asked = bundled.load(), Scenario(mineral="cobalt", stage=Stage.MINING)
    found = ranges(dataset, asked, slack=-1.0)
    table = exposure(dataset, compute_flows(dataset, asked)).set_index("chokepoint_id")
    assert found["low_t"].to_numpy() == pytest.approx(found["high_t"].to_numpy())
    assert found["low_t"].to_numpy() == pytest.approx(table.loc[found.index, "tonnes"].to_numpy())


def test_that_without_flows_there_are_no_ranges():
    assert ranges(bundled.load(), Scenario(mineral="manganese")).empty
