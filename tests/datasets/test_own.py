"""A user's rows among the shipped ones."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.datasets import own
from mineralmap.errors import MineralmapError

HEADER = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners,form,unit,source"


@pytest.fixture
def read(tmp_path, tiny_world):
    def reading(*rows, name="own.csv"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        return own.read(file, None, tiny_world)

    return reading


def mine(owners="", capacity="100", form="", unit="", name="Hill", lon=118.0):
    return f"{name},lithium,mining,-30.0,{lon},AUS,{capacity},{owners},{form},{unit},survey"


def test_that_a_row_becomes_a_facility_an_output_and_stakes(read, tiny_world):
    joined = own.join(tiny_world, [read(mine("Tianqi Lithium 51 %; Nippon Mining [JPN] 49 %"))])
    facility = joined.facilities.loc["own:own:2"]
    assert (facility["name"], facility["stage"], facility["host_iso3"], facility["status"]) == (
        "Hill", "mining", "AUS", "operating",
    )  # fmt: skip
    assert (facility["dataset"], facility["source_id"]) == ("own.csv", "own:own.csv")
    assert facility["source_detail"] == "row 2; survey"
    assert (facility.geometry.x, facility.geometry.y) == (118.0, -30.0)
    assert joined.outputs.iloc[-1]["capacity_t"] == 100.0
    assert np.isnan(joined.outputs.iloc[-1]["production_t"])
    stakes = joined.stakes[joined.stakes["owned_id"] == "own:own:2"].set_index("owner_id")["stake"]
    assert stakes.to_dict() == {"tianqi": 0.51, "own:JPN:nipponmining": 0.49}
    assert joined.companies.at["own:JPN:nipponmining", "country_iso3"] == "JPN"
    assert joined.sources.at["own:own.csv", "title"] == "own.csv"
    assert joined.sources.at["own:own.csv", "licence"] == ""


def test_that_the_shipped_data_stay_as_they_are_and_the_key_is_new(read, tiny_world):
    before = {
        name: len(getattr(tiny_world, name)) for name in ("facilities", "outputs", "companies", "stakes", "sources")
    }
    reading = read(mine("Nobody 100 %"))
    joined = own.join(tiny_world, [reading])
    assert before == {name: len(getattr(tiny_world, name)) for name in before}
    assert joined.key != tiny_world.key
    assert joined.key == own.join(tiny_world, [reading]).key
    assert own.join(tiny_world, []) is tiny_world


def test_that_types_columns_and_reference_system_survive(read, tiny_world):
    joined = own.join(tiny_world, [read(mine("Nobody 100 %"))])
    for name in ("facilities", "outputs", "companies", "stakes", "sources"):
        assert (getattr(joined, name).dtypes == getattr(tiny_world, name).dtypes).all()
        assert getattr(joined, name).index.name == getattr(tiny_world, name).index.name
    assert joined.facilities.crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("capacity", "unit", "form", "contained"),
    [("100", "", "", 100), ("100", "kt", "", 100_000), ("532.33", "t", "LCE", 100), ("532.33", "t LCE", "", 100),
     ("532.33", "t", "lithium carbonate", 99.9997), ("604.64", "t", "LiOH", 100), ("215.27", "t", "Li2O", 100),
     ("1", "Mt", "", 1_000_000), ("100000", "kg", "Li", 100), ("220462.262185", "lb", "contained", 100),
     ("100", "tpa", "lithium content", 100)],
)  # fmt: skip
def test_that_contained_tonnes_follow_form_and_unit(read, tiny_world, capacity, unit, form, contained):
    joined = own.join(tiny_world, [read(mine("", capacity, form, unit))])
    row = joined.outputs.iloc[-1]
    assert row["capacity_t"] == pytest.approx(contained, rel=1e-5)
    assert row["capacity"] == float(capacity)


def test_that_an_owner_is_found_under_its_legal_form_and_a_group_without_that_word(read, tiny_world):
    reading = read(mine("IGO Ltd. 50 %; Glencore plc 30 %; Umicore Group 20 %"))
    assert not reading.problems
    stakes = own.join(tiny_world, [reading]).stakes
    assert list(stakes["owner_id"].iloc[-3:]) == ["igo", "glencore", "umicore"]


def test_that_an_owner_we_do_not_know_is_unknown_and_told(read, tiny_world):
    reading = read(mine("Huayu 100 %"))
    assert "'Huayu' is no company we know; its nation counts as unknown." in [one.what for one in reading.problems]
    joined = own.join(tiny_world, [reading])
    company = joined.companies.loc[joined.stakes["owner_id"].iloc[-1]]
    assert (company["country_iso3"], company["kind"]) == ("", "undisclosed")


def test_that_a_shorter_name_of_a_company_of_its_nation_is_another_company_and_told(read, tiny_world):
    reading = read(mine("Toyota [JPN] 60 %; Lithium Americas Corp [USA] 30 %; Toy [JPN] 10 %"))
    (problem,) = reading.problems
    assert problem.what == "'Toyota' counts as another company than Toyota Tsusho."
    assert "write that name" in problem.hint
    assert problem.same == (("own:JPN:toyota", "toyotsu"),)
    assert "same" not in problem.as_dict()
    joined = own.join(tiny_world, [reading])
    assert joined.stakes["owner_id"].iloc[-3] == problem.same[0][0]
    assert joined.companies.at[joined.stakes["owner_id"].iloc[-3], "country_iso3"] == "JPN"
    assert joined.stakes["owner_id"].iloc[-2] == "lac"
    assert not read(mine("Toyota [USA]"), name="far.csv").problems


def test_that_of_two_companies_the_one_of_the_seat_is_found_with_its_group_left_out(read, tiny_world):
    both = tiny_world.companies.rename(index={"cmoc": "cmoc-group", "hanwa": "cmoc-hk"})
    both.loc[["cmoc-group", "cmoc-hk"], ["name", "country_iso3"]] = [["CMOC Group", "CHN"], ["CMOC Limited", "HKG"]]
    world = replace(tiny_world, companies=both)
    for written, meant in (("CMOC [CHN]", "cmoc-group"), ("CMOC [HKG]", "cmoc-hk"), ("CMOC", "cmoc-hk")):
        assert own.join(world, [read(mine(written))]).stakes["owner_id"].iloc[-1] == meant


def test_that_another_seat_than_ours_makes_another_company_and_is_told(read, tiny_world):
    reading = read(mine("Albemarle [DEU] 100 %"))
    assert "has its seat in USA in our data, DEU in the file" in reading.problems[0].what
    joined = own.join(tiny_world, [reading])
    assert joined.companies.at[joined.stakes["owner_id"].iloc[-1], "country_iso3"] == "DEU"
    assert joined.companies.at["albemarle", "country_iso3"] == "USA"


def test_that_an_owner_without_a_percentage_has_no_stake(read, tiny_world):
    joined = own.join(tiny_world, [read(mine("Ganfeng Lithium"))])
    assert np.isnan(joined.stakes["stake"].iloc[-1])


def test_that_a_facility_without_owners_has_no_stakes(read, tiny_world):
    joined = own.join(tiny_world, [read(mine())])
    assert len(joined.stakes) == len(tiny_world.stakes)


def test_that_bad_rows_stay_out_of_the_data(read, tiny_world):
    reading = read(mine(), mine(capacity="many", name="Dale", lon=119.0))
    joined = own.join(tiny_world, [reading])
    assert (reading.rows, reading.good) == (2, 1)
    assert len(joined.facilities) == len(tiny_world.facilities) + 1
    assert len(joined.problems) == 1


def test_that_two_files_of_one_name_do_not_mix(read, tiny_world):
    first, second = read(mine()), read(mine(name="Dale", lon=120.0), name="other/own.csv")
    joined = own.join(tiny_world, [first, second])
    assert list(joined.facilities.index[-2:]) == ["own:own:2", "own:own (2):2"]
    assert list(joined.facilities["dataset"].iloc[-2:]) == ["own.csv", "own.csv (2)"]


def test_that_the_same_facility_in_two_files_is_told(read, tiny_world):
    joined = own.join(tiny_world, [read(mine()), read(mine(), name="more.csv")])
    assert "this is likely Hill (own:own:2)" in joined.problems[-1].what


@pytest.mark.parametrize(
    ("name", "lat", "told"), [("Greenbushes", "-33.70", True), ("Dale", "-33.87", True), ("Dale", "-33.70", False)]
)
def test_that_near_or_namesake_facilities_are_told(read, name, lat, told):
    reading = read(f"{name},lithium,mining,{lat},116.06,AUS,100,,,,")
    assert any("AUS-greenbushes" in one.what for one in reading.problems) is told


def test_that_a_matching_with_a_column_we_do_not_have_is_refused(tmp_path, tiny_world):
    (tmp_path / "own.csv").write_text(f"{HEADER}\n{mine()}\n")
    with pytest.raises(MineralmapError, match="'colour' is no column of the template"):
        own.read(tmp_path / "own.csv", {"colour": "name"}, tiny_world)


def test_that_an_assumed_grade_is_used_and_told(tmp_path, tiny_world):
    factors = tiny_world.factors.reindex(["contained", "li2co3", "sc6", "sc5"])
    factors.loc["sc6"] = [
        "lithium",
        "Spodumene concentrate, 6 % Li2O",
        0.0279,
        "assumption",
        np.nan,
        np.nan,
        "tiny",
        "",
    ]
    factors.loc["sc5"] = ["lithium", "Spodumene concentrate, 5 % Li2O", 0.0232, "sourced", np.nan, np.nan, "tiny", ""]
    world = replace(tiny_world, factors=factors)
    (tmp_path / "own.csv").write_text(
        f"{HEADER}\n{mine('', '1000', 'SC6')}\n{mine('', '1000', 'spodumene concentrate', name='Dale', lon=120)}\n"
    )
    reading = own.read(tmp_path / "own.csv", None, world)
    assert "counted with the factor 0.0279 (sc6, assumption)" in reading.problems[0].what
    assert reading.problems[1].severity == "error", "two factors go by that name"
    output = own.join(world, [reading]).outputs.iloc[-1]
    assert (output["factor_id"], output["form_class"]) == ("sc6", "concentrate")
    assert output["capacity_t"] == pytest.approx(27.9)


def test_that_graphite_and_rare_earths_are_counted_as_they_are(tmp_path):
    (tmp_path / "own.csv").write_text(
        f"{HEADER}\nA,graphite,mining,-30,118,AUS,100,,natural graphite,,\nB,REE,mining,-30,119,AUS,100,,REO,,\n"
    )
    from mineralmap.datasets import bundled

    reading = own.read(tmp_path / "own.csv")
    assert reading.good == 2
    joined = own.join(bundled.load(), [reading])
    assert list(joined.outputs["capacity_t"].iloc[-2:]) == [100.0, 100.0]
