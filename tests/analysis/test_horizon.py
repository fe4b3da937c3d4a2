"""The years ahead by hand: outlooks between published years, ramps, chances, the gap of a year and what closes it."""

import math

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.horizon import closing_curve, horizon, outlook, ramp
from mineralmap.analysis.indicators import indicators
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import world

PLANTS = {
    "runs": {"host_iso3": "FIN", "capacity_t": 10},
    "abroad": {"host_iso3": "COD", "capacity_t": 30},
    "soon": {"host_iso3": "FIN", "capacity_t": 20, "status": "construction", "start_year": 2026},
    "later": {"host_iso3": "FIN", "capacity_t": 50, "status": "planned", "start_year": 2028},
    "some day": {"host_iso3": "FIN", "capacity_t": 40, "status": "planned"},
}
WORLD_ROWS = [
    {"region": "WLD", "kind": "world demand", "year": 2024, "quantity_t": 100, "source_id": "own"},
    *(
        {"region": "WLD", "kind": "world demand", "year": year, "quantity_t": tonnes, "scenario": name}
        for name, by_year in (("STEPS", {2030: 160, 2035: 200, 2040: 250}), ("NZE", {2030: 220, 2040: 400}))
        for year, tonnes in by_year.items()
    ),
]
EU_ROW = {"region": "EU", "kind": "proxy", "year": 2024, "quantity_t": 100, "source_id": "own"}


def ask(demand=(*WORLD_ROWS, EU_ROW), partners=("EU",), plants=PLANTS, **more):
    made = world(plants=plants, demand=demand, stage="refining")
    scenario = Scenario(
        mineral="cobalt", stage=Stage.REFINING, basis=Basis.LOCATION, measure=Measure.CAPACITY,
        partners=frozenset(partners), **more,
    )  # fmt: skip
    return compute(made, scenario)


def test_that_world_demand_is_linear_between_published_years_and_nothing_beyond():
    found = outlook(world(demand=WORLD_ROWS), "cobalt", Stage.REFINING, "STEPS")
    assert [found.of(year) for year in (2024, 2027, 2030, 2032)] == [100, 130, 160, 176]
    assert math.isnan(found.of(2041))
    assert found.growth(2024, 2035) == pytest.approx(2.0)
    assert found.growth(2019, 2030) == pytest.approx(1.6)  # flat until the first published year


def test_that_growth_from_nought_is_no_data():
    rows = [{**WORLD_ROWS[0], "quantity_t": 0}, *WORLD_ROWS[1:]]
    assert math.isnan(outlook(world(demand=rows), "cobalt", Stage.REFINING, "STEPS").growth(2024, 2030))


def test_that_the_shipped_outlooks_are_as_published():
    # IEA Critical Minerals Data Explorer 2025, cobalt: 220,726 t in 2024; STEPS 314,282 t, NZE 407,814 t in 2030.
    steps, net_zero = (outlook(bundled.load(), "cobalt", Stage.REFINING, name) for name in ("STEPS", "NZE"))
    assert (steps.of(2024), steps.of(2030), net_zero.of(2030)) == (220726, 314282, 407814)
    assert steps.of(2027) == pytest.approx((220726 + 314282) / 2)


def test_that_an_outlook_that_nobody_published_is_refused():
    with pytest.raises(InvalidArgument, match="no outlook"):
        horizon(ask(outlook="BAU"))


def test_that_a_ramp_is_the_mean_of_its_year():
    # Three years from 1 January 2026: a sixth, a half, five sixths, all.
    made = [float(ramp(year, np.array([2026.0]), 3.0)[0]) for year in (2025, 2026, 2027, 2028, 2029)]
    assert made == pytest.approx([0, 1 / 6, 1 / 2, 5 / 6, 1])
    assert ramp(2026, np.array([2026.0, 2027.0]), 0.0).tolist() == [1.0, 0.0]
    assert math.isnan(ramp(2030, np.array([math.nan]), 3.0)[0])


@pytest.mark.parametrize("length", [0.0, 0.5, 1.0, 3.0, 20.0])
def test_that_a_ramp_stays_between_nothing_and_all_and_never_falls(length):
    made = np.array([ramp(year, np.array([2030.0]), length)[0] for year in range(2020, 2060)])
    assert ((made >= 0) & (made <= 1)).all()
    assert (np.diff(made) >= -1e-12).all()


def test_that_the_gap_of_a_year_is_target_less_capacity_and_projects():
    # 2030: demand 160, target 40 % = 64; runs 10; soon 20 · 0.9 · 1; later 50 · 0.1 · (2.5 / 3).
    found = horizon(ask(horizon=2030))
    year = found.years.loc[2030]
    assert year["demand_t"] == pytest.approx(160)
    assert year["supply_t"] == pytest.approx(10)
    assert year["pipeline_t"] == pytest.approx(18 + 5 * 5 / 6)
    assert year["world_t"] == pytest.approx(160)
    assert found.gap_t == pytest.approx(64 - 10 - 18 - 5 * 5 / 6)
    assert "grown with world demand under STEPS (IEA), a proxy" in year["basis"]
    assert "supply: operating capacity by location" in year["basis"]


def test_that_use_chance_ramp_and_outlook_are_the_users():
    found = horizon(
        ask(horizon=2030, outlook="NZE", assumptions=(("use", 0.5), ("p_planned", 0.4), ("ramp_years", 0.0)))
    )
    assert found.years.at[2030, "supply_t"] == pytest.approx(5)
    assert found.years.at[2030, "pipeline_t"] == pytest.approx(0.5 * (18 + 20))
    assert found.years.at[2030, "demand_t"] == pytest.approx(220)


def test_that_a_project_without_a_start_year_is_listed_and_not_counted():
    found = horizon(ask(horizon=2040))
    assert found.undated["facility_id"].tolist() == ["some day"]
    assert found.undated["added_t"].tolist() == pytest.approx([4])
    assert found.years.at[2040, "pipeline_t"] == pytest.approx(18 + 5)
    assert any("without a start year" in said for said in found.notes)


def test_that_a_project_that_did_not_run_when_last_seen_starts_no_earlier():
    plants = {**PLANTS, "soon": {**PLANTS["soon"], "start_year": 2020, "as_of": "2026"}}
    found = horizon(ask(plants=plants))
    assert found.years.at[2025, "pipeline_t"] == 0
    assert found.years.at[2026, "pipeline_t"] == pytest.approx(18 / 6)


def test_that_in_the_year_of_the_answer_the_gap_is_the_coverage_gap():
    answer = ask()
    assert horizon(answer).gap_t == pytest.approx(answer.gap.gap_t)
    assert closing_curve(answer)["added_t"].tolist() == pytest.approx(answer.gap.closers["added_t"].tolist())
    assert closing_curve(answer)["gap_left_t"].tolist() == pytest.approx(answer.gap.closers["gap_left_t"].tolist())


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"partners": ("EU", "USA")},
        {"cuts": ("facility:soon=0.5",)},
        {"assumptions": (("p_construction", 0.3), ("p_planned", 0.9), ("use", 0.7))},
    ],
)
def test_that_the_gap_and_the_years_ahead_list_the_same_projects_to_the_last_bit(changes):
    answer = ask(**changes)
    ahead, now = closing_curve(answer), answer.gap.closers
    assert len(now) >= 2
    for column in ("facility_id", "name", "status", "added_t"):
        assert ahead[column].tolist() == now[column].tolist()


def test_that_projects_close_a_gap_one_after_the_other():
    found = closing_curve(ask(horizon=2030))
    assert found["facility_id"].tolist() == ["soon", "later"]
    assert found["gap_left_t"].tolist() == pytest.approx([64 - 10 - 18, 64 - 10 - 18 - 5 * 5 / 6])
    assert (found["ramp"] <= 1).all()


def test_that_a_users_demand_takes_the_place_of_the_published_and_grows_alike():
    found = horizon(ask(horizon=2030, assumptions=(("demand:EU", 50),)))
    assert found.years.at[2030, "demand_t"] == pytest.approx(80)
    assert "set by the user for 2024" in found.years.at[2030, "basis"]


def test_that_a_withheld_demand_is_no_data_and_a_missing_one_is_left_out_and_told():
    rows = [*WORLD_ROWS, EU_ROW, {"region": "USA", "kind": "apparent consumption", "year": 2024, "withheld": True}]
    answer = ask(rows, partners=("EU", "USA"), horizon=2030)
    assert math.isnan(horizon(answer).gap_t)
    assert "demand of USA: withheld" in indicators["horizon_gap"].text(answer)
    found = horizon(ask(partners=("EU", "JPN"), horizon=2030))
    assert found.years.at[2030, "demand_t"] == pytest.approx(160)
    assert any("No demand figure for JPN" in said for said in found.notes)


def test_that_without_an_outlook_only_the_published_year_has_an_answer():
    found = horizon(ask([EU_ROW], horizon=2030))
    assert math.isnan(found.gap_t)
    assert not math.isnan(found.years.at[2024, "gap_t"])


def test_that_a_year_beyond_the_outlooks_is_no_data():
    answer = ask(horizon=2041)
    assert math.isnan(indicators["horizon_gap"].value(answer))
    assert "2024 to 2040" in indicators["horizon_gap"].text(answer)


@pytest.mark.parametrize("target", [None, 0.05])
def test_that_rows_add_up_to_a_gap_and_what_is_beyond_the_target_is_told(target):
    shown, answer = indicators["horizon_gap"], ask(horizon=2030, target=target)
    rows = shown.rows(answer)
    assert rows["contribution"].sum() == pytest.approx(shown.value(answer))
    assert (rows["kind"] == "floor").any() == (shown.value(answer) == 0)
    soon = rows[rows["id"] == "soon"].iloc[0]
    assert (soon["tonnes"], soon["part"]) == (20, pytest.approx(0.9))
    assert "construction, chance 0.9, from 2026" in soon["note"]


def test_that_what_is_cut_is_missing_from_what_runs_and_from_what_is_to_come():
    found = horizon(ask(horizon=2030, cuts=("facility:runs=0.5", "facility:soon")))
    assert found.years.at[2030, "supply_t"] == pytest.approx(5)
    assert found.years.at[2030, "pipeline_t"] == pytest.approx(5 * 5 / 6)
    assert closing_curve(ask(horizon=2030, cuts=("facility:soon",)))["facility_id"].tolist() == ["later"]
    answer = ask(horizon=2030, cuts=("host:FIN",))
    rows = indicators["horizon_gap"].rows(answer)
    assert rows["contribution"].sum() == pytest.approx(0.4 * 160)
