"""The two measures by hand: output spread over plants, what is left over, what is withheld, and plain capacity."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mineralmap.analysis.compute import compute
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import world


def ask(made, basis=Basis.LOCATION, measure=Measure.OUTPUT, **more):
    return compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis, measure=measure, **more))


def shares(found):
    known = found.suppliers[~found.suppliers["withheld"]]
    assert known["share"].sum() == pytest.approx(1.0, abs=1e-9)
    return dict(zip(known["supplier"], known["share"], strict=True))


def plant(host, capacity=None, **more):
    return {"host_iso3": host, "capacity_t": capacity, **more}


OWNED = {"owners": {"jp": "JPN", "cn": "CHN"}, "stakes": [("jp", "A", 1.0), ("cn", "B", 1.0)]}


def test_that_weights_within_a_countrys_output_stand_and_the_rest_has_no_known_owner():
    made = world(plants={"A": plant("COD", 60)}, national={"COD": 100, "WLD": 100}, **OWNED)
    assert shares(ask(made)) == {"COD": 1.0}
    assert shares(ask(made, Basis.EQUITY)) == pytest.approx({"JPN": 0.6, UNKNOWN: 0.4})
    found = ask(made, Basis.EQUITY)
    assert found.coverage == pytest.approx(0.6)
    assert found.missing.iloc[0].to_dict() == {
        "what": "Facilities in COD",
        "host_iso3": "COD",
        "tonnes": 40.0,
        "share": 0.4,
        "reason": "known country: its facilities explain only a part",
    }


def test_that_weights_beyond_a_countrys_output_are_scaled_and_the_implied_utilisation_is_said():
    made = world(plants={"A": plant("COD", 150), "B": plant("COD", 50)}, national={"COD": 100, "WLD": 100}, **OWNED)
    found = ask(made, Basis.EQUITY)
    assert shares(found) == pytest.approx({"JPN": 0.75, "CHN": 0.25})
    assert found.facilities.loc["A", "weight_from"] == "capacity, scaled"
    assert any("implied utilisation 50 %" in note for note in found.notes)


def test_that_a_published_use_lowers_what_a_capacity_weighs_and_says_so():
    plants = {"A": plant("COD", 100), "B": plant("COD", 60, production_t=30, production_year=2024)}
    made = world(plants=plants, national={"COD": 100, "WLD": 100}, used={"A": 0.4, "B": 0.9}, **OWNED)
    found = ask(made, Basis.EQUITY)
    assert shares(found) == pytest.approx({"JPN": 0.4, "CHN": 0.3, UNKNOWN: 0.3})  # 100 × 0.4; B tells its own output
    assert list(found.facilities["weight_from"]) == ["capacity, used 40.0 %", "production 2024"]


def test_that_a_published_use_leaves_the_capacity_itself_alone():
    made = world(plants={"A": plant("COD", 100)}, national={"COD": 100, "WLD": 100}, used={"A": 0.4}, **OWNED)
    assert ask(made, measure=Measure.CAPACITY).total_t == pytest.approx(100)


def test_that_a_plants_own_output_of_the_year_goes_before_its_capacity():
    plants = {"A": plant("COD", 60, production_t=30, production_year=2024), "B": plant("COD", 60)}
    made = world(plants=plants, national={"COD": 100, "WLD": 100}, **OWNED)
    found = ask(made, Basis.EQUITY)
    assert shares(found) == pytest.approx({"JPN": 0.3, "CHN": 0.6, UNKNOWN: 0.1})
    assert list(found.facilities["weight_from"]) == ["production 2024", "capacity"]


def test_that_output_of_another_year_goes_after_capacity_and_says_its_year():
    plants = {
        "A": plant("COD", 60, production_t=30, production_year=2019),
        "B": plant("COD", production_t=10, production_year=2019),
    }
    found = ask(world(plants=plants, national={"COD": 100, "WLD": 100}, **OWNED), Basis.EQUITY)
    assert shares(found) == pytest.approx({"JPN": 0.6, "CHN": 0.1, UNKNOWN: 0.3})
    assert list(found.facilities["weight_from"]) == ["capacity", "production 2019"]


def test_that_a_plant_that_started_later_has_no_part_in_the_years_output():
    plants = {"A": plant("COD", 60), "B": plant("COD", 60, start_year=2025)}
    made = world(plants=plants, national={"COD": 100, "WLD": 100}, **OWNED)
    found = ask(made, Basis.EQUITY)
    assert shares(found) == pytest.approx({"JPN": 0.6, UNKNOWN: 0.4})
    assert found.facilities.loc["B", "weight_from"] == "started 2025"
    assert ask(made, measure=Measure.CAPACITY).denominator_t == 120


def test_that_plants_which_do_not_run_count_nothing():
    plants = {"A": plant("COD", 60), "B": plant("COD", 60, status="construction")}
    made = world(plants=plants, national={"COD": 100, "WLD": 100}, **OWNED)
    assert "CHN" not in shares(ask(made, Basis.EQUITY))
    assert math.isnan(ask(made).facilities.loc["B", "weight_t"])


def test_that_a_country_without_a_name_in_the_table_draws_on_the_rest_and_is_credited():
    # World 100: COD 60, rest 40, of which the Japanese plant makes 25.
    made = world(plants={"A": plant("JPN", 25)}, national={"COD": 60, "WLD": 100}, **OWNED)
    assert shares(ask(made)) == pytest.approx({"COD": 0.6, "JPN": 0.25, OTHER: 0.15})
    assert shares(ask(made, Basis.EQUITY)) == pytest.approx({"JPN": 0.25, OTHER: 0.15, UNKNOWN: 0.6})


def test_that_countries_without_a_name_never_draw_more_than_the_rest():
    made = world(plants={"A": plant("JPN", 60), "B": plant("NOR", 20)}, national={"COD": 60, "WLD": 100}, **OWNED)
    assert shares(ask(made)) == pytest.approx({"COD": 0.6, "JPN": 0.3, "NOR": 0.1})  # 40 spread 3 to 1


def test_that_withheld_is_not_zero_and_its_plants_do_not_draw_on_the_rest():
    made = world(plants={"A": plant("USA", 30)}, national={"COD": 60, "USA": None, "WLD": 100}, **OWNED)
    found = ask(made)
    assert shares(found) == pytest.approx({"COD": 0.6, OTHER: 0.4})
    row = found.suppliers.set_index("supplier").loc["USA"]
    assert row["withheld"]
    assert math.isnan(row["tonnes"])
    assert any("Withheld" in note for note in found.notes)


def test_that_named_countries_beyond_the_published_total_make_their_own_total():
    made = world(plants={"A": plant("COD", 30)}, national={"COD": 60, "IDN": 44, "WLD": 100}, **OWNED)
    found = ask(made)
    assert found.denominator_t == 104
    assert shares(found) == pytest.approx({"COD": 60 / 104, "IDN": 44 / 104})
    assert any("more than the published world total of 100 t" in note for note in found.notes)
    assert "sum of the named countries" in found.denominator_source


def test_that_a_published_rest_of_world_is_never_used():
    made = world(national={"COD": 60, "OTH": 35, "WLD": 100})
    assert shares(ask(made)) == pytest.approx({"COD": 0.6, OTHER: 0.4})


def test_that_a_plant_without_a_figure_widens_the_bounds_of_a_scaled_country():
    # A 100 and B 100 for an output of 100: 50 each. With C as a median plant of 100 they would have a third each.
    plants = {"A": plant("COD", 100), "B": plant("COD", 100), "C": plant("COD")}
    owned = {"owners": {"jp": "JPN", "cn": "CHN"}, "stakes": [("jp", "A", 1), ("cn", "B", 1), ("cn", "C", 1)]}
    found = ask(world(plants=plants, national={"COD": 100, "WLD": 100}, **owned), Basis.EQUITY)
    rows = found.suppliers.set_index("supplier")
    assert rows.loc["JPN", ["share_low", "share", "share_high"]].tolist() == pytest.approx([1 / 3, 1 / 2, 1 / 2])
    assert rows.loc["CHN", ["share_low", "share", "share_high"]].tolist() == pytest.approx([1 / 2, 1 / 2, 2 / 3])
    assert found.facilities.loc["C", "weight_from"] == "no figure"


def test_that_a_plant_inside_a_combined_figure_is_not_taken_as_a_median_one():
    plants = {"A": plant("COD", 200, combined_with="C"), "C": plant("COD")}
    made = world(plants=plants, national={"COD": 100, "WLD": 100}, **OWNED)
    found = ask(made, Basis.EQUITY)
    assert found.suppliers.set_index("supplier").loc["JPN", "share_low"] == pytest.approx(1.0)
    assert found.facilities.loc["C", "weight_from"] == "in a combined figure"


def test_that_owners_are_no_data_where_no_factor_bridges_what_is_counted():
    about = {"comparable": "bridge", "counts": "magnet REE: Nd"}
    made = world(plants={"A": plant("COD", 60)}, national={"COD": 100, "WLD": 120}, table_row=about, **OWNED)
    by_place, by_owner = ask(made), ask(made, Basis.EQUITY)
    assert shares(by_place) == pytest.approx({"COD": 100 / 120, OTHER: 20 / 120})
    assert by_place.unit == "t magnet REE"
    assert by_owner.no_data
    assert not len(by_owner.suppliers)
    assert math.isnan(by_owner.concentration.hhi_low)
    assert math.isnan(by_owner.partner.share.point)


def test_that_a_bridge_factor_turns_plant_tonnes_into_table_tonnes_and_is_no_utilisation():
    factor = {"factor_id": "b", "name": "magnet part", "value": 0.2, "kind": "sourced"}
    about = {"comparable": "bridge", "bridge_factor_id": "b", "counts": "magnet REE"}
    plants = {"A": plant("COD", 200), "B": plant("IDN", 300)}
    national = {"COD": 50, "IDN": 30, "WLD": 80}
    made = world(plants=plants, national=national, table_row=about, factors=[factor], **OWNED)
    found = ask(made, Basis.EQUITY)  # A 40 of 50 stands; B 60 of 30 is scaled
    assert shares(found) == pytest.approx({"JPN": 0.5, "CHN": 0.375, UNKNOWN: 0.125})
    assert not any("implied utilisation" in note for note in found.notes)


def test_that_plants_may_bring_bridge_factors_of_their_own_and_those_without_one_count_nothing():
    factors = [
        {"factor_id": "oxide", "name": "NdPr oxide", "value": 0.85, "kind": "chemistry"},
        {"factor_id": "feed", "name": "light feed", "value": 0.2, "kind": "sourced"},
    ]
    about = {"comparable": "bridge", "counts": "magnet REE"}
    plants = {
        "A": plant("COD", None, production=40, production_year=2024, bridge_factor_id="oxide"),
        "B": {**plant("IDN", 300, bridge_factor_id="feed"), "capacity": 300},
        "C": {**plant("IDN", 500), "capacity": 500},
    }
    national = {"COD": 50, "IDN": 30, "WLD": 80}
    made = world(plants=plants, national=national, table_row=about, factors=factors, **OWNED)
    found = ask(made, Basis.EQUITY)  # A 40 × 0.85 = 34 of 50 stands; B 300 × 0.2 = 60 of 30 is scaled; C is left out
    assert shares(found) == pytest.approx({"JPN": 34 / 80, "CHN": 30 / 80, UNKNOWN: 16 / 80})
    assert found.coverage == pytest.approx(64 / 80)
    assert found.unit == "t magnet REE"
    assert list(found.facilities["weight_from"]) == [
        "production 2024",
        "capacity, scaled",
        "no figure in the table's unit",
    ]
    said = [note for note in found.notes if "plant by plant" in note]
    assert "magnet REE plant by plant: NdPr oxide (oxide = 0.85), chemistry, behind 34 t; light feed" in said[0]
    assert not any("implied utilisation" in note for note in found.notes)


def test_that_capacity_stays_in_the_unit_of_the_mineral_where_plants_bring_bridge_factors():
    factor = {"factor_id": "feed", "name": "light feed", "value": 0.2, "kind": "sourced"}
    plants = {
        "B": {**plant("IDN", 300, bridge_factor_id="feed"), "capacity": 300},
        "C": {**plant("COD", 100), "capacity": 100},
    }
    about = {"comparable": "bridge", "counts": "magnet REE"}
    made = world(plants=plants, national={"IDN": 30, "WLD": 30}, table_row=about, factors=[factor], **OWNED)
    found = ask(made, measure=Measure.CAPACITY)
    assert shares(found) == pytest.approx({"IDN": 0.75, "COD": 0.25})
    assert math.isnan(found.coverage)


def test_that_an_assumed_factor_is_printed_with_its_value_and_the_tonnes_behind_it():
    factor = {"factor_id": "npi", "name": "NPI grade", "value": 0.12, "low": 0.1, "high": 0.14, "kind": "assumption"}
    plants = {"A": plant("COD", 60, factor_id="npi")}
    found = ask(world(plants=plants, national={"COD": 100, "WLD": 100}, factors=[factor], **OWNED))
    assert "Assumption: NPI grade (npi = 0.12, 0.1–0.14) behind 60 t." in found.notes


def test_that_capacity_counts_nameplate_of_running_plants_as_located():
    plants = {"A": plant("COD", 60), "B": plant("IDN", 20), "C": plant("IDN", 40, status="planned"), "D": plant("IDN")}
    found = ask(world(plants=plants, **OWNED), measure=Measure.CAPACITY)
    assert shares(found) == pytest.approx({"COD": 0.75, "IDN": 0.25})
    assert found.denominator_t == 80
    by_owner = ask(world(plants=plants, **OWNED), Basis.EQUITY, Measure.CAPACITY)
    assert shares(by_owner) == pytest.approx({"JPN": 0.75, "CHN": 0.25})


def test_that_a_stage_without_a_national_table_has_no_output_but_a_capacity():
    made = world(plants={"A": plant("COD", 60)}, **OWNED)
    assert "Counting capacity works" in ask(made).no_data
    assert math.isnan(ask(made).denominator_t)
    assert shares(ask(made, measure=Measure.CAPACITY)) == {"COD": 1.0}


def test_that_a_country_that_draws_on_the_rest_has_bounds_by_location():
    # The rest is 50; J1 80 and N1 20 are halved: JPN 40, NOR 10. With J2 as a median plant (50) they would be thirds:
    # JPN 80/3 + 50/3 = 43.3, NOR 20/3 = 6.7. What the table names stays as published.
    plants = {"C": plant("COD", 60), "J1": plant("JPN", 80), "J2": plant("JPN"), "N1": plant("NOR", 20)}
    found = ask(world(plants=plants, national={"COD": 60, "WLD": 110}), Basis.LOCATION, partners=frozenset({"JPN"}))
    rows = found.shares[["share_low", "share", "share_high"]] * 110
    assert rows.loc["JPN"].tolist() == pytest.approx([40, 40, 130 / 3])
    assert rows.loc["NOR"].tolist() == pytest.approx([20 / 3, 10, 10])
    assert rows.loc["COD"].tolist() == pytest.approx([60, 60, 60])
    band = found.partner.share
    assert [band.low * 110, band.point * 110, band.high * 110] == pytest.approx([40, 40, 130 / 3])


def test_that_a_year_no_table_has_is_no_data_and_says_which_there_are():
    made = world(national={"COD": 60, "WLD": 100})
    assert ask(made, year=1990).no_data == "No national table has 1990; there is 2024."


HOSTS = ["COD", "IDN", "JPN", "NOR"]
FIGURE = st.one_of(st.none(), st.floats(0.1, 200))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(HOSTS), FIGURE, st.sampled_from([0.0, 0.3, 1.0, None])), max_size=6),
    st.floats(0, 300),
    st.floats(0, 300),
    st.floats(1, 700),
)
@example([], 0.0, 60.00000005, 60.0)  # named countries beyond the total by less than what is told as such
def test_that_named_credited_and_rest_always_equal_the_table(rows, congo, indonesia, total):
    plants = {f"P{n}": plant(host, capacity) for n, (host, capacity, _) in enumerate(rows)}
    stakes = [("cn", f"P{n}", stake) for n, (_, _, stake) in enumerate(rows)]
    national = {"COD": congo, "IDN": indonesia, "WLD": total}
    made = world(plants=plants, owners={"cn": "CHN"}, stakes=stakes, national=national)
    for basis in Basis:
        found = ask(made, basis)
        assert found.total_t == pytest.approx(max(total, congo + indonesia), rel=1e-9)
        assert sum(shares(found).values()) == pytest.approx(1.0, abs=1e-9)
        known = found.suppliers
        assert (known["share_low"] <= known["share"] + 1e-12).all()
        assert (known["share"] <= known["share_high"] + 1e-12).all()
    by_place = ask(made).suppliers.set_index("supplier")["tonnes"]
    assert by_place.get("COD", 0.0) == congo
    assert by_place.get("IDN", 0.0) == indonesia
