"""The gap by hand: two-by-two table, demand by preference, targets, one big supplier, N − 1, what closes it."""

import math
import re

import pandas as pd
import pytest

from mineralmap import plain
from mineralmap.analysis.compute import compute
from mineralmap.analysis.gaps import coverage_gap, demand_of, n_minus_1, single_supplier, too_much
from mineralmap.gui import answer_text
from mineralmap.gui.theme import LIGHT
from mineralmap.gui.words import tonnes
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world

PLANTS = {
    "home": {"host_iso3": "FIN", "capacity_t": 10},
    "abroad": {"host_iso3": "COD", "capacity_t": 30},
    "other": {"host_iso3": "COD", "capacity_t": 60},
    "soon": {"host_iso3": "FIN", "capacity_t": 20, "status": "construction"},
    "later": {"host_iso3": "COD", "capacity_t": 50, "status": "planned"},
}
OWNERS = {"fi": "FIN", "cn": "CHN"}
STAKES = [
    ("fi", "home", 0.4),
    ("cn", "home", 0.6),
    ("fi", "abroad", 0.5),
    ("cn", "abroad", 0.3),
    ("cn", "other", 1.0),
    ("fi", "soon", 1.0),
    ("fi", "later", 1.0),
]
APPARENT = {"region": "EU", "kind": "apparent consumption", "source_id": "own"}


def ask(demand=(), basis=Basis.EQUITY, partners=("EU",), **more):
    made = world(plants=PLANTS, owners=OWNERS, stakes=STAKES, demand=demand, stage="refining")
    scenario = Scenario(
        mineral="cobalt",
        stage=Stage.REFINING,
        basis=basis,
        measure=Measure.CAPACITY,
        partners=frozenset(partners),
        **more,
    )
    return compute(made, scenario)


def test_that_the_table_of_located_and_owned_adds_up_to_everything():
    # home 10: 4 own, 6 foreign; abroad 30: 15 own, 6 unknown; other 60.
    found = ask().partner
    assert (found.home_own_t, found.home_foreign_t, found.abroad_own_t) == pytest.approx((4, 6, 15))
    assert found.neither_t == pytest.approx(75)
    assert found.unknown_t <= found.neither_t
    assert found.unknown_t == pytest.approx(6)
    assert found.located_t == pytest.approx(10)
    assert (found.owned.low, found.owned.point, found.owned.high) == pytest.approx((19, 19, 25))
    assert found.accessible_t == pytest.approx(25)  # located 10 + abroad 15, overlap once
    assert found.share.point == pytest.approx(0.19)


def test_that_by_location_the_share_is_what_stands_with_the_partners():
    found = ask(basis=Basis.LOCATION)
    assert found.partner.share.point == found.partner.share.high == pytest.approx(0.10)
    assert found.gap.supply.point == pytest.approx(10)
    assert found.facilities["partner_share"].to_dict() == {
        "home": 1.0,
        "abroad": 0.0,
        "other": 0.0,
        "soon": 1.0,
        "later": 0.0,
    }


def test_that_the_gap_is_the_target_less_what_the_partners_own():
    found = ask([{**APPARENT, "year": 2024, "quantity_t": 100}]).gap
    assert found.target == 0.40  # processing
    assert found.gap_t == pytest.approx(0.40 * 100 - 19)
    assert found.gap_share == pytest.approx(0.21)
    assert found.median_facility_t == pytest.approx(30)
    assert found.demand_basis == "apparent consumption"
    chosen = ask([{**APPARENT, "year": 2024, "quantity_t": 100}], target=0.15).gap
    assert (chosen.gap_t, chosen.target_name) == (0.0, "chosen by the user")


def test_that_targets_follow_the_stage():
    assert [compute(tiny(), Scenario(mineral="lithium", stage=stage)).gap.target for stage in Stage] == [
        0.10,
        0.40,
        0.40,
        0.25,
        0.40,
    ]


def test_that_a_gap_without_demand_is_no_data_and_never_zero():
    found = ask().gap
    assert math.isnan(found.demand_t)
    assert math.isnan(found.gap_t)
    assert math.isnan(found.replace_t)
    assert found.demand_missing == ("EU",)


def test_that_a_withheld_demand_is_no_data_for_the_whole_set():
    rows = [
        {**APPARENT, "region": "USA", "year": 2024, "withheld": True},
        {**APPARENT, "region": "USA", "year": 2019, "quantity_t": 5},
        {**APPARENT, "year": 2024, "quantity_t": 100},
    ]
    found = ask(rows, partners=("EU", "USA"))
    assert math.isnan(found.gap.gap_t)
    assert any("withheld" in note for note in found.notes)


def test_that_supply_and_demand_are_of_the_same_partners():
    rows = [{**APPARENT, "region": "USA", "year": 2024, "quantity_t": 100}]
    found = ask(rows, partners=("EU", "USA"))
    assert found.gap.supply.point == 0.0  # Finland's plants are not set against American demand
    assert found.gap.demand_missing == ("EU",)
    assert any("those of USA alone" in note for note in found.notes)


def test_that_consumption_goes_before_proxy_before_assumption_and_near_years_before_far():
    rows = [
        {"region": "EU", "kind": "assumption", "year": 2024, "quantity_t": 1},
        {"region": "EU", "kind": "proxy", "year": 2024, "quantity_t": 2},
        {"region": "EU", "kind": "apparent consumption", "year": 2019, "quantity_t": 3},
        {"region": "EU", "kind": "apparent consumption", "year": 2021, "quantity_t": 4},
        {"region": "EU", "kind": "apparent consumption", "year": 2025, "quantity_t": 5},
        {"region": "EU", "kind": "apparent consumption", "year": 2024, "quantity_t": 6, "stage": "mining"},
        {"region": "EU", "kind": "apparent consumption", "year": 2024, "quantity_t": 7, "scenario": "STEPS"},
        {"region": "EU", "kind": "apparent consumption", "year": 2024, "quantity_t": 8, "unit": "t magnet REE"},
        {"region": "JPN", "kind": "proxy", "year": 2023, "quantity_t": 10},
    ]
    found = demand_of(world(demand=rows), "cobalt", Stage.REFINING, frozenset({"EU", "JPN"}), 2024)
    assert found.tonnes == 14
    assert found.year == "EU 2021; JPN 2023"
    assert found.basis == "mixed: EU apparent consumption, JPN proxy"


def test_that_sixty_five_percent_passes_and_a_little_more_does_not():
    assert not too_much(0.65)
    assert too_much(0.651)


def test_that_members_are_no_third_countries_and_the_unknown_is_nobody():
    suppliers = pd.DataFrame(
        {
            "supplier": ["FIN", "CHN", "OTHER", "UNKNOWN", "RUS"],
            "share": [0.4, 0.2, 0.1, 0.3, math.nan],
            "withheld": [False, False, False, False, True],
        }
    )
    assert single_supplier(suppliers, frozenset({"FIN"})) == ("CHN", 0.2)
    assert single_supplier(suppliers.iloc[2:], frozenset())[0] == ""


def test_that_what_is_above_the_limit_is_to_be_replaced():
    # China: home 6 + abroad 9 + other 60 = 75 of 100; (0.75 − 0.65) · 200 = 20.
    found = ask([{**APPARENT, "year": 2024, "quantity_t": 200}]).gap
    assert (found.single_supplier, found.single_supplier_share) == ("CHN", pytest.approx(0.75))
    assert found.replace_t == pytest.approx(20)


def test_that_n_minus_one_is_told_gross_and_net():
    assert n_minus_1(100, 75, 125, 50) == pytest.approx((0.2, 25 / 75))
    gross, net = n_minus_1(100, 75, 125, math.nan)
    assert gross == pytest.approx(0.2)
    assert math.isnan(net)
    rows = [{"region": "WLD", "kind": "world demand", "year": 2024, "quantity_t": 125}]
    rows += [{"region": "CHN", "kind": "apparent consumption", "year": 2024, "quantity_t": 50}]
    found = ask(rows).gap
    assert (found.n1_gross, found.n1_net) == pytest.approx((0.2, 25 / 75))


def test_that_what_would_close_the_gap_is_ranked_with_what_is_left_after_each():
    # Gap 21: under construction 20 · 0.9 = 18 leaves 3; planned 50 · 0.1 = 5 leaves nothing.
    found = ask([{**APPARENT, "year": 2024, "quantity_t": 100}]).gap.closers
    assert found["facility_id"].tolist() == ["soon", "later"]
    assert found["added_t"].tolist() == pytest.approx([18, 5])
    assert found["gap_left_t"].tolist() == pytest.approx([3, 0])


def test_that_the_gap_counts_capacity_unless_output_is_asked_for():
    scenario = Scenario(mineral="lithium", stage=Stage.REFINING, basis=Basis.EQUITY, partners=frozenset({"JPN"}))
    assert compute(tiny(), scenario).gap.supply_measure == "capacity"
    assert compute(tiny(), scenario, gap_measure=Measure.OUTPUT).gap.supply_measure == "output"


def test_that_a_gap_is_never_negative_and_never_known_without_its_parts():
    assert coverage_gap(0.4, 100, 70) == 0.0
    assert math.isnan(coverage_gap(0.4, math.nan, 70))
    assert math.isnan(coverage_gap(0.4, 100, math.nan))


@pytest.mark.parametrize("measure", list(Measure))
def test_that_the_largest_outside_supplier_is_the_same_by_either_measure(measure):
    scenario = Scenario(mineral="lithium", stage=Stage.REFINING, measure=measure, partners=frozenset({"JPN", "USA"}))
    found = compute(tiny(), scenario).gap
    # By output China has 80 of 180, and 40 of 180 have no known owner.
    assert (found.single_supplier, found.single_supplier_name) == ("CHN", "China")
    assert found.single_supplier_share == pytest.approx(80 / 180)
    assert found.single_supplier_high == pytest.approx(120 / 180)
    assert found.single_whole == "published world output 2024"


def test_that_partner_plants_without_a_capacity_are_named_and_not_mixed_in():
    plants = {
        "A": {"host_iso3": "FIN", "capacity_t": 10},
        "B": {"host_iso3": "FIN", "production_t": 40, "production_year": 2023},
    }
    made = world(plants=plants, national={"FIN": 50, "WLD": 100})
    scenario = Scenario(
        mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, measure=Measure.CAPACITY, partners=frozenset({"EU"})
    )
    found = compute(made, scenario)
    assert found.gap.supply.point == 10
    assert any(
        "leaves out what runs without a published capacity (1: B (made 40 t in 2023))" in note for note in found.notes
    )


def test_that_the_tonnes_without_an_owner_stand_beside_those_they_are_part_of():
    answer = ask()
    said = answer_text.partners(answer, ["EU"], LIGHT)
    whole, part = (tonnes(one, answer.unit) for one in (answer.partner.neither_t, answer.partner.unknown_t))
    assert f"Of the {whole} abroad that are others’, {part} have no known owner" in said


def test_that_where_no_gap_can_be_told_the_supply_is_of_all_partners_as_their_share_is():
    rows = [
        {**APPARENT, "region": "USA", "year": 2024, "withheld": True},
        {**APPARENT, "year": 2024, "quantity_t": 100},
    ]
    found = ask(rows, partners=("EU", "USA"))
    assert found.gap.supply.point == pytest.approx(found.partner.owned.point) == pytest.approx(19)
    only = ask([rows[0]], partners=("EU", "USA"))
    assert only.gap.supply.point == pytest.approx(19)


def test_that_a_gap_of_some_partners_says_so_where_its_number_stands():
    rows = [{**APPARENT, "year": 2024, "quantity_t": 100}]
    found = ask(rows, partners=("EU", "USA"))
    words = answer_text.gap(found, found.dataset, ["European Union", "United States"], LIGHT).replace("\u00a0", " ")
    lines = [re.sub("<[^>]*>", "", line) for line in words.split("</p>")]
    # 19 owned against 40 % of 100
    assert lines[0].startswith("21 t Co short of 40 % of demand")
    assert lines[1].startswith("Of the 2 partners 1 has a demand figure: gap, supply and demand here leave out ")
    assert lines[1].endswith("; the share above counts all 2.")
    assert "of European Union" in lines[2]
    assert "Supply        19 t Co" in plain.gap(found, ("EU", "USA"))
    assert "of EU as the demand: 1 of 2 partners" in plain.gap(found, ("EU", "USA"))
    assert "all 2 partners" in plain.gap(found, ("EU", "USA"))
