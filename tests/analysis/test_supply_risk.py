"""Supply risk by hand: the worked example, what is missing, what other and unknown may add, the largest stage."""

import math

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.supply_risk import Input, recycling_rate, supply_risk, supply_risk_of, weighed_hhi
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.analysis.worlds import world

WORLD = [Input(0.6, 6.2, 1.1), Input(0.3, 3.0, 1.0), Input(0.1, 1.5, 0.8)]
UNION = [Input(0.4, 6.2, 1.1), Input(0.4, 3.0, 1.0), Input(0.2, 1.0, 0.8)]
NATIONAL = {"COD": 60, "FIN": 30, "CAN": 10, "WLD": 100}
WGI = (("wgi:COD", 6.2), ("wgi:FIN", 3.0), ("wgi:CAN", 1.5), ("recycling_rate", 0.22), ("substitution", 0.9))


def ask(national=NATIONAL, assumptions=WGI, **more):
    made = world(national=national)
    return compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, assumptions=assumptions))


def test_that_the_worked_example_comes_out():
    assert round(weighed_hhi(WORLD), 4) == 2.7372
    assert round(weighed_hhi(UNION), 4) == 1.6032
    assert round(supply_risk_of(2.7372, 1.6032, 0.8, 0.22, 0.9), 4) == 1.4439


def test_that_without_eu_sourcing_the_worlds_supply_stands_alone():
    assert supply_risk_of(2.0, math.nan, 0.8, 0.25, 0.5) == pytest.approx(2.0 * 0.75 * 0.5)


def test_that_a_missing_indicator_is_missing_and_never_well_governed():
    assert math.isnan(weighed_hhi([Input(0.6, math.nan, 1.0), Input(0.4, 3.0, 1.0)]))
    found = supply_risk(ask(assumptions=(("wgi:COD", 6.2), ("recycling_rate", 0.2))))
    assert math.isnan(found.point)
    assert found.missing == ("FIN", "CAN")
    assert "FIN, CAN" in found.why
    assert 0 < found.low < found.high


def test_that_shares_are_weighed_by_governance_and_trade_and_the_rates_taken_off():
    # COD 0.36 · 6.2 · 1; FIN is in the EU: 0.09 · 3 · 0.8; CAN 0.01 · 1.5 · 1: 2.232 + 0.216 + 0.015 = 2.463.
    found = supply_risk(ask())
    assert found.point == pytest.approx(2.463 * 0.78 * 0.9)
    assert found.low == found.high == pytest.approx(found.point)
    assert not found.sourcing
    assert found.recycling_source == "set by the user"


def test_that_a_trade_parameter_above_one_stands_only_where_the_user_says():
    calm, strict = supply_risk(ask()), supply_risk(ask(assumptions=(*WGI, ("trade:COD", 1.1))))
    assert strict.point - calm.point == pytest.approx(0.36 * 6.2 * 0.1 * 0.78 * 0.9)


def test_that_other_countries_count_in_the_upper_bound_only():
    # 20 of 120 are others, in pieces no larger than Canada's 10 of 120, at worst ungoverned.
    found = supply_risk(ask(national={**NATIONAL, "WLD": 120}))
    assert found.stages[0].left_out == pytest.approx(20 / 120)
    assert found.point == found.low == pytest.approx(2.463 * (100 / 120) ** 2 * 0.78 * 0.9)
    assert found.high - found.point == pytest.approx((20 / 120) * (10 / 120) * 10 * 0.78 * 0.9)


def test_that_without_a_recycling_rate_there_is_no_data():
    found = supply_risk(ask(assumptions=WGI[:3]))
    assert math.isnan(found.point)
    assert "recycling" in found.why


def test_that_the_stage_of_the_largest_risk_counts():
    rows = [("cobalt", "mining", 0.5), ("cobalt", "refining", 1.0)]
    found = supply_risk(
        compute(
            bundled.load(),
            Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, assumptions=_everyone("cobalt")),
        )
    )
    assert {one.stage for one in found.stages} == {row[1] for row in rows}
    assert found.point == max(one.point for one in found.stages)
    assert found.stage == "refining"  # China 79 % of refined cobalt against Congo 76 % of mined, at one WGI for all


def _everyone(mineral):
    data = bundled.load()
    lands = set(data.national_production["iso3"]) | set(data.facilities["host_iso3"])
    return tuple((f"wgi:{iso3}", 5.0) for iso3 in sorted(lands - {"", "WLD", "OTH"}))


def test_that_the_rate_of_a_group_is_the_lowest_of_its_members():
    data = bundled.load()
    assert recycling_rate(data, Scenario(mineral="rare_earths"))[0] == pytest.approx(0.03)  # light 3 %, heavy 8 %
    assert recycling_rate(data, Scenario(mineral="cobalt"))[0] == pytest.approx(0.22)
    assert math.isnan(recycling_rate(data, Scenario(mineral="nickel"))[0])


def test_that_the_export_measures_in_force_are_named_as_a_hint():
    found = supply_risk(compute(bundled.load(), Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION)))
    assert any(said.startswith("COD: export quota") for said in found.restrictions)
    assert not any("suspension of exports" in said for said in found.restrictions)  # ended in October 2025


def test_that_rows_add_up_to_the_value_and_the_words_name_what_went_in():
    answer, shown = ask(), indicators["supply_risk"]
    assert shown.rows(answer)["contribution"].sum() == pytest.approx(shown.value(answer))
    said = shown.text(answer)
    assert "at or above 1" in said
    assert "economic importance is not computed" in said
    assert "of world supply alone" in said
    assert "by location" in said
    assert "22.0 % (set by the user)" in " ".join(shown.assumes(answer))
    assert shown.text(ask(assumptions=())).startswith("no data: the World Governance Indicator is missing of COD")


def test_that_eu_sourcing_weighs_where_a_table_has_it():
    from dataclasses import replace

    from tests.analysis.worlds import table

    rows = [("COD", 0.4), ("FIN", 0.6)]
    origins = table(
        "import_sources",
        [{"mineral": "cobalt", "importer": "EU", "exporter_iso3": iso3, "share": share} for iso3, share in rows],
    )
    made = replace(world(national=NATIONAL), import_sources=origins)
    asked = Scenario(
        mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, assumptions=(*WGI, ("import_reliance", 0.8))
    )
    found = supply_risk(compute(made, asked))
    union = 0.16 * 6.2 + 0.36 * 3.0 * 0.8
    assert found.sourcing
    assert found.point == pytest.approx((2.463 * 0.4 + union * 0.6) * 0.78 * 0.9)


def test_that_the_evidence_is_that_of_the_stage_of_the_largest_risk():
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, assumptions=_everyone("cobalt"))
    made = explain(compute(bundled.load(), asked), "supply_risk")
    assert "refining" in made.asked
    assert any("Export measure in force" in said and "COD" in said for said in made.assumptions)
    assert made.rows["contribution"].sum() == pytest.approx(made.value)
