"""What stands behind a number, by hand on the tiny world: rows, names, years, factors, sources, words to cite."""

import math

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.evidence import FACTORS, ROWS, SOURCES
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Measure, Scenario
from tests.analysis.worlds import tiny, world


def ask(mineral="lithium", stage="refining", basis="equity", **more):
    return compute(tiny(), Scenario(mineral=mineral, stage=stage, basis=basis, **more))


def rows_of(evidence) -> dict[str, float]:
    return {row["id"]: row["contribution"] for row in evidence.rows.to_dict("records")}


def test_that_the_index_opens_to_the_squares_of_the_suppliers():
    # Cobalt mining by equity: CHN 46.4 %, COD, CHE 12, AUS, USA 10, IDN 7.2, JPN 2.4; squares of percent.
    found = explain(ask("cobalt", "mining"), "hhi")
    squares = {"CHN": 2152.96, "COD": 144, "CHE": 144, "AUS": 100, "USA": 100, "IDN": 51.84, "JPN": 5.76}
    assert rows_of(found) == pytest.approx(squares)
    assert found.value == pytest.approx(2698.56)
    assert found.denominator_t == pytest.approx(250)
    assert "10,000" in found.formula
    assert found.asked == "Cobalt, mining, by equity, output 2024; partners EU, JPN, USA"


def test_that_a_supplier_opens_to_its_facilities_with_grade_year_and_source():
    # China: Ganfeng 100 × 120/150 = 80 of 180, presumed to its one owner.
    found = explain(ask(), "supplier:CHN")
    (row,) = found.rows.to_dict("records")
    assert (row["name"], row["host_iso3"], row["note"]) == ("Ganfeng refinery", "CHN", "presumed")
    assert (row["tonnes"], row["part"]) == pytest.approx((80, 1))
    assert row["contribution"] == pytest.approx(80 / 180) == found.value
    assert (row["measured"], row["year"], row["stale"]) == ("capacity 2023, scaled", 2023, False)
    assert (row["confidence"], row["source_id"]) == ("high", "tiny")


def test_that_a_company_opens_to_its_parts_of_facilities_under_the_basis():
    # By equity Albemarle has 49 % of Greenbushes' 80 t; by control Tianqi has all of it; of 200 t.
    assert rows_of(explain(ask(stage="mining"), "company:albemarle")) == pytest.approx({"AUS-greenbushes": 39.2 / 200})
    held = explain(ask(stage="mining", basis="control"), "company:tianqi")
    assert rows_of(held) == pytest.approx({"AUS-greenbushes": 0.4})
    assert held.value == pytest.approx(0.4)
    assert explain(ask(stage="mining"), "company:cmoc").value == 0


def test_that_what_no_company_is_known_for_opens_too():
    # Lithium mining: AUS 20 and CHN 30 have no facility, other 10; of 200.
    assert rows_of(explain(ask(stage="mining"), "company:UNKNOWN")) == pytest.approx({"CHN": 0.15, "AUS": 0.1})
    assert rows_of(explain(ask(stage="mining"), "company:OTHER")) == pytest.approx({"OTHER": 0.05})


def test_that_a_demand_that_the_user_says_is_told_as_an_assumption():
    found = explain(ask(partners={"USA"}, assumptions=(("demand:USA", 200.0),)), "coverage_gap")
    # 40 % of 200 less La Negra's 40.
    assert rows_of(found) == pytest.approx({"USA": 80, "CHL-la-negra": -40})
    assert found.rows.set_index("id").at["USA", "measured"].startswith("assumption")


def test_that_two_grades_of_one_supplier_are_two_rows():
    # Naraha 10: Toyotsu 75 % published (JPN), Allkem the rest presumed (AUS).
    found = explain(ask(partners={"JPN", "AUS"}), "partner_share")
    told = {row["note"]: (row["part"], row["contribution"]) for row in found.rows.to_dict("records")}
    assert told == {"published": pytest.approx((0.75, 7.5 / 180)), "presumed": pytest.approx((0.25, 2.5 / 180))}


def test_that_output_without_a_facility_stands_among_the_rows_by_location():
    # Australia 100: Greenbushes 80, and 20 that no facility explains, of 200.
    found = explain(ask(stage="mining", basis="location"), "supplier:AUS")
    assert rows_of(found) == pytest.approx({"AUS-greenbushes": 0.4, "AUS": 0.1})
    rest = found.rows[found.rows["kind"] == "country"].iloc[0]
    assert (rest["name"], rest["measured"], rest["year"]) == ("Australia", "published output 2024", 2024)


def test_that_what_nobody_is_known_to_own_opens_to_plants_and_countries():
    # Lithium mining: AUS 20 and CHN 30 have no facility; of 200.
    found = explain(ask(stage="mining"), "unknown_share")
    assert rows_of(found) == pytest.approx({"CHN": 0.15, "AUS": 0.1})
    assert "estimated by the source" in found.rows.set_index("id").at["CHN", "note"]
    assert rows_of(explain(ask(), "supplier:UNKNOWN")) == pytest.approx({"CHN-nameless": 40 / 180})


def test_that_the_gap_opens_to_demand_less_supply_and_says_what_is_beyond_the_target():
    # USA: 40 % of 30 t; La Negra 40 t is Albemarle's; 12 − 40 = −28, floored at 0.
    found = explain(ask(partners={"USA"}), "coverage_gap")
    assert rows_of(found) == pytest.approx({"USA": 12, "CHL-la-negra": -40, "0": 28})
    assert found.value == 0
    assert found.denominator_t == pytest.approx(30)
    demand = found.rows.set_index("id").loc["USA"]
    assert (demand["name"], demand["measured"]) == ("United States: demand", "apparent consumption 2024")
    assert "capacity as located" in found.asked


def test_that_without_the_largest_supplier_the_rest_stands_against_world_demand():
    # By location: (200 − AUS 100) ÷ 200: CHL 60, CHN 30, other 10.
    found = explain(ask(stage="mining", basis="location"), "n1")
    assert found.value == pytest.approx(0.5)
    assert rows_of(found) == pytest.approx({"CHL": 0.3, "CHN": 0.15, "OTHER": 0.05, "AUS": 0, "WLD": 0})
    assert found.denominator_t == pytest.approx(200)
    assert found.rows.set_index("id").at["WLD", "measured"] == "world demand 2024"


def test_that_the_largest_outside_supplier_opens_to_published_output_also_when_capacity_is_asked():
    found = explain(ask(measure=Measure.CAPACITY, basis="location"), "single_supplier")
    # CHN 120 of 180 of the published output; by capacity it would be 150 of 200.
    assert found.value == pytest.approx(120 / 180)
    assert found.denominator_t == pytest.approx(180)
    assert rows_of(found) == pytest.approx({"CHN-ganfeng": 80 / 180, "CHN-nameless": 40 / 180})


def test_that_a_facility_opens_to_its_figures_and_its_owners():
    found = explain(ask(), "facility:CHN-ganfeng")
    figure, owner = found.rows.to_dict("records")
    assert "532.33 t lithium carbonate × 0.187853 (li2co3) = 100 t contained" in figure["note"]
    assert (figure["measured"], figure["tonnes"]) == ("capacity 2023", 100)
    assert (owner["name"], owner["measured"], owner["host_iso3"]) == ("Ganfeng Lithium", "presumed stake", "CHN")
    assert found.value == owner["contribution"] == pytest.approx(80)
    assert found.text == "80 t Li, capacity 2023, scaled"
    assert found.factors["factor_id"].tolist() == ["li2co3"]


def test_that_the_parts_of_a_facility_add_up_also_where_owners_are_not_known():
    found = explain(ask("cobalt"), "facility:CHN-quzhou")
    stakes = found.rows[found.rows["kind"] == "stake"]
    assert stakes["contribution"].sum() == pytest.approx(70)
    assert "Owner not known" in set(stakes["name"])


def test_that_a_facility_that_does_not_count_says_why():
    found = explain(ask(stage="mining"), "facility:USA-thacker")
    assert math.isnan(found.value)
    assert found.text == "no data: not operating"
    other = explain(ask("cobalt", "mining"), "facility:CHL-atacama")
    assert "no part in this question" in other.text
    assert "of lithium" in other.rows["note"].iloc[0]


def test_that_the_factors_behind_a_number_are_listed_with_their_tonnes():
    found = explain(ask(), "hhi")
    # Ganfeng 80 t from carbonate; La Negra 40, Naraha 10 contained as published (Nameless 40 is nobody's).
    assert found.factors.set_index("factor_id")["tonnes"].to_dict() == pytest.approx({"li2co3": 80, "contained": 50})
    assert list(found.factors.columns) == FACTORS


def test_that_concentration_of_companies_opens_to_the_factors_of_what_they_have():
    # Ganfeng 80 t from carbonate; La Negra 40 and Naraha 10 contained as published.
    found = explain(ask(), "company_hhi")
    assert found.factors.set_index("factor_id")["tonnes"].to_dict() == pytest.approx({"li2co3": 80, "contained": 50})


def test_that_an_assumed_factor_and_a_changed_assumption_are_said():
    plant = {"host_iso3": "CHN", "capacity_t": 100, "capacity": 1000, "capacity_year": 2019, "factor_id": "grade"}
    factor = {"factor_id": "grade", "name": "Ore, 10 %", "value": 0.1, "low": 0.05, "high": 0.2, "kind": "assumption"}
    made = world(
        plants={"plant": plant}, owners={"cn": "CHN"}, stakes=[("cn", "plant", 1.0)], factors=[factor],
        national={"CHN": 100, "WLD": 100},
    )  # fmt: skip
    asked = Scenario(mineral="cobalt", stage="mining", assumptions=(("target_mining", 0.2),))
    found = explain(compute(made, asked), "cr1")
    assert "Assumption: Ore, 10 % (grade = 0.1, 0.05–0.2) behind 100 t Co." in found.assumptions
    assert any("Changed by the user: Target for mining = 0.2" in said for said in found.assumptions)


@pytest.mark.parametrize(("year", "stale"), [(2020, True), (2021, False)])
def test_that_a_figure_older_than_three_years_is_stale(year, stale):
    plant = {"host_iso3": "CHN", "capacity_t": 100, "capacity_year": year}
    made = world(plants={"plant": plant}, owners={"cn": "CHN"}, stakes=[("cn", "plant", 1.0)], national={"CHN": 100})
    found = explain(compute(made, Scenario(mineral="cobalt", stage="mining")), "partner_share")
    assert not len(found.rows)  # China is no partner
    row = explain(compute(made, Scenario(mineral="cobalt", stage="mining")), "supplier:CHN").rows.iloc[0]
    assert bool(row["stale"]) is stale


def test_that_a_source_without_a_year_is_not_stale_and_says_so():
    made = world(
        plants={"plant": {"host_iso3": "CHN", "capacity_t": 100}}, owners={"cn": "CHN"},
        stakes=[("cn", "plant", 1.0)], national={"CHN": 100},
    )  # fmt: skip
    row = explain(compute(made, Scenario(mineral="cobalt", stage="mining")), "supplier:CHN").rows.iloc[0]
    assert not row["stale"]
    assert row["note"] == "published; source prints no year"


def test_that_without_an_answer_there_are_no_rows_and_the_reason_is_told():
    found = explain(ask("cobalt", "recycling"), "hhi")
    assert math.isnan(found.value)
    assert found.text == "no data"
    assert not len(found.rows)
    assert list(found.rows.columns) == ROWS
    assert found.notes[0].startswith("No data: ")


@pytest.mark.parametrize(
    ("what", "near"),
    [
        ("hhj", "hhi"),
        ("supplier:CHM", "supplier:CHN"),
        ("facility:CHN-ganfeg", "facility:CHN-ganfeng"),
        ("company:glencor", "company:glencore"),
        ("", "hhi"),
    ],
)
def test_that_an_unknown_name_is_refused_with_the_nearest_known(what, near):
    with pytest.raises(InvalidArgument, match=near):
        explain(ask(), what)


def test_that_a_citation_says_number_question_whole_sources_data_and_date():
    results = ask("cobalt", "mining")
    said = explain(results, "hhi", today="2026-11-28").citation
    for part in (
        "Supplier concentration (HHI): 2,699, highly concentrated",
        "Cobalt, mining, by equity, output 2024",
        "Of 250 t Co",
        "Located at facilities 100.0 %, owner unknown 0.0 %, stake presumed 0.0 %.",
        "Sources: mineralmap tests, A world small enough to sum by hand",
        f"data {results.dataset_key}, 2026-11-28.",
    ):
        assert part in said
    assert "\n" not in said
    assert "2026" not in explain(results, "hhi").citation


@pytest.mark.parametrize("basis", ["location", "equity", "control"])
def test_that_every_number_of_the_shipped_data_opens_and_every_source_is_known(basis):
    data = bundled.load()
    for mineral, stage in (("nickel", "refining"), ("rare_earths", "refining"), ("lithium", "mining")):
        results = compute(data, Scenario(mineral=mineral, stage=stage, basis=basis))
        suppliers = [f"supplier:{one}" for one in results.suppliers["supplier"]]
        facilities = [f"facility:{one}" for one in results.facilities.index[:5]]
        for what in [*indicators.ids(), *suppliers, *facilities]:
            found = explain(results, what)
            cells = [*found.rows["source_id"], *found.factors["source_id"], *found.sources["source_id"]]
            named = {one for cell in cells for one in cell.split("; ")} - {""}
            assert named <= set(data.sources.index), what
            assert set(found.rows["source_id"].str.split("; ").explode()) - {""} <= set(found.sources["source_id"])
            assert list(found.sources.columns) == SOURCES
            placed = found.rows[found.rows["kind"] == "facility"]
            assert (placed["measured"] != "").all(), what
            if math.isfinite(found.value) and found.rows["contribution"].notna().any():
                assert found.rows["contribution"].sum() == pytest.approx(found.value, rel=1e-8, abs=1e-9), what


def test_that_notes_of_one_figure_stand_before_those_of_the_whole_answer():
    answer = ask(partners=frozenset({"USA", "JPN"}))
    of_all = [note for note in answer.notes if not note.startswith("Assumption:")]
    gap = explain(answer, "coverage_gap").notes
    assert sorted(gap) == sorted(of_all)
    # The United States have a demand of 30, Japan has no figure.
    assert [note.split(":")[0] for note in gap[:2]] == ["Target", "No demand figure for JPN"]
    assert gap[2:] == tuple(note for note in of_all if note not in gap[:2])
    assert explain(answer, "hhi").notes == tuple(of_all)
    scaled = next(note for note in of_all if "located facilities exceed the published output" in note)
    country = scaled.partition(":")[0]
    iso3 = next(code for code, name in answer.dataset.countries["name"].items() if name == country)
    assert explain(answer, f"supplier:{iso3}").notes[0] == scaled
    presumed = explain(answer, "presumed_share").notes
    assert "is presumed" in presumed[0]


def test_that_a_row_names_the_others_that_its_figure_stands_for():
    one = {"host_iso3": "COD", "status": "operating", "unit": "t", "form": "cobalt content"}
    figure = {"capacity": 200, "capacity_t": 200, "combined_with": "B; C"}
    plants = {"A": one | figure, "B": one | {"combined_with": "A"}, "C": one | {"combined_with": "A"}}
    found = explain(compute(world(plants=plants), Scenario("cobalt", stage="mining", measure="capacity")), "facility:A")
    (figure,) = found.rows[found.rows["kind"] == "figure"].to_dict("records")
    assert figure["shared_with"] == "B; C"
    assert "one figure for 3 facilities, with B, C" in figure["note"]
    results = compute(world(plants=plants), Scenario("cobalt", stage="mining", basis="location", measure="capacity"))
    (row,) = explain(results, "supplier:COD").rows.to_dict("records")
    assert (row["id"], row["shared_with"]) == ("A", "B; C")


def test_that_a_figure_of_one_facility_is_shared_with_none():
    assert set(explain(ask(), "supplier:CHN").rows["shared_with"]) == {""}
