"""Who takes in refined material, summed by hand on the tiny world: 85 t of cobalt located of 100 t refined."""

from dataclasses import replace

import pytest

from mineralmap.analysis.consumers import consumers_of
from mineralmap.model.scenario import Basis, Scenario
from tests.analysis.flow_worlds import CONSUMERS, consuming

COBALT = Scenario(mineral="cobalt", stage="refining", basis=Basis.LOCATION)


def uses(dataset, scenario=COBALT, made_t=85.0):
    notes = []
    found = consumers_of(dataset, scenario, 2024, made_t, 100.0, notes)
    return found, " ".join(notes)


def test_that_regions_take_their_part_of_what_is_located_and_the_rest_of_the_world_what_is_left():
    found, _ = uses(consuming())
    by_region = found.groupby("region")["tonnes"].sum()
    # USA 20 t of 100 (demand.csv), China 0.5, EU 10 of 100; rest 1 - 0.8; all times 85 located
    assert by_region.to_dict() == pytest.approx({"USA": 17.0, "CHN": 42.5, "EU": 8.5, "ROW": 17.0})
    assert found["tonnes"].sum() == pytest.approx(85)


def test_that_a_region_is_spread_over_its_ports_by_weight():
    found, _ = uses(consuming())
    assert found.at["use:USA:USA@USNYC", "tonnes"] == pytest.approx(17 * 0.75)
    assert found.at["use:USA:USA@USHOU", "tonnes"] == pytest.approx(17 * 0.25)
    assert found.at["use:EU:FIN@FIKOK", "iso3"] == "FIN"
    assert found.at["use:EU:FIN@FIKOK", "port_lat"] == pytest.approx(63.85)


def test_that_every_figure_says_where_it_comes_from():
    _, said = uses(consuming())
    assert "the United States 20 t (apparent consumption 2024)" in said
    assert "China 50.0 % of the world's (proxy 2023)" in said
    assert "the European Union 10 t (published 2024)" in said
    assert "the rest of the world takes what is left, 20 %" in said
    assert "give 85 % of the world's refined output" in said


def test_that_the_users_own_demand_goes_before_the_tables():
    found, said = uses(consuming(), replace(COBALT, assumptions=(("demand:USA", 40.0),)))
    assert found.groupby("region")["tonnes"].sum()["USA"] == pytest.approx(34)  # 40 of 100, times 85
    assert "40 t (yours)" in said


def test_that_figures_that_exceed_the_output_are_scaled_down_and_that_is_said():
    many = [{"mineral": "cobalt", "region": "CHN", "year": 2024, "share": 1.0, "kind": "proxy"}]
    found, said = uses(consuming(many))
    by_region = found.groupby("region")["tonnes"].sum()
    assert by_region.to_dict() == pytest.approx({"USA": 85 / 6, "CHN": 85 * 5 / 6})  # 0.2 and 1.0 of 1.2
    assert "120 % of the refined output" in said


def test_that_the_year_nearest_before_the_answer_counts():
    rows = [
        {"mineral": "cobalt", "region": "CHN", "year": year, "share": share, "kind": "proxy"}
        for year, share in ((2020, 0.1), (2023, 0.3), (2025, 0.6))
    ]
    found, _ = uses(consuming(rows))
    assert found.groupby("region")["tonnes"].sum()["CHN"] == pytest.approx(0.3 * 85)


def test_that_without_a_figure_beyond_demand_there_are_no_consumers():
    none, said = uses(consuming([]))  # the 20 t of the United States alone would leave 80 % to the rest
    assert none.empty
    assert said == ""
    own, _ = uses(consuming([]), replace(COBALT, assumptions=(("demand:CHN", 60.0),)))
    assert own.groupby("region")["tonnes"].sum().to_dict() == pytest.approx({"USA": 17, "CHN": 51, "ROW": 17})


def test_that_a_region_without_a_figure_is_said_to_be_within_the_rest():
    _, said = uses(consuming(CONSUMERS[:1]))
    assert "No figure for the European Union: what goes there is within the rest" in said
