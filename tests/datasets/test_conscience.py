"""The unit conscience: a metal and its compounds mixed up, in a user's file and between shipped tables."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.datasets import bundled, conscience, own
from mineralmap.datasets.conscience import mix, problems_of, suspects
from mineralmap.errors import Severity
from tests.analysis.worlds import world

HEADER = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners,form,unit"


@pytest.fixture
def warned(tmp_path):
    """The unit warnings about rows of a user's file, asked of the shipped data."""

    def of(*rows: str):
        file = tmp_path / "own.csv"
        file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        reading = own.read(file)
        assert reading.good == len(rows), [str(problem) for problem in reading.problems]
        return [one for one in reading.problems if "hold 1 t" in one.hint]

    return of


@pytest.mark.parametrize(
    ("mineral", "value", "against", "compound", "metal"),
    [
        ("lithium", 5.3, 1.0, "LCE", "Li"),
        ("lithium", 1.0, 5.5, "LCE", "Li"),
        ("lithium", 6.05, 1.0, "LiOH.H2O", "Li"),
        ("lithium", 2.15, 1.0, "Li2O", "Li"),
        ("cobalt", 1.577, 1.0, "Co(OH)2", "Co"),
        ("cobalt", 1.0, 4.77, "CoSO4.7H2O", "Co"),
        ("nickel", 4.478, 1.0, "NiSO4.6H2O", "Ni"),
    ],
)
def test_that_a_ratio_near_a_factor_names_the_compound(mineral, value, against, compound, metal):
    found = mix(mineral, value, against)
    assert found is not None
    assert (found.compound, found.metal) == (compound, metal)
    assert found.ratio == pytest.approx(value / against)


@pytest.mark.parametrize(
    ("mineral", "value", "against"),
    [("lithium", 1.0, 1.0), ("lithium", 4.0, 1.0), ("lithium", 3.0, 1.0), ("nickel", 5.3, 1.0), ("graphite", 5.3, 1.0),
     ("lithium", 0.0, 1.0), ("lithium", float("nan"), 1.0), ("lithium", 1.0, 0.0)],
)  # fmt: skip
def test_that_other_ratios_and_what_is_not_known_are_let_be(mineral, value, against):
    assert mix(mineral, value, against) is None


def test_that_australia_2024_labelled_as_carbonate_is_told(warned):
    # A public dashboard: 86,000 t "LCE"; national tables: 82,700 t Li (USGS 2026), 88,000 (USGS 2025), 89,970 (IEA).
    (told,) = warned("All of Australia,lithium,mining,-25.5,134.5,AUS,86000,,LCE,t")
    assert (told.severity, told.file, told.row, told.column) == (Severity.WARNING, "own.csv", 2, "capacity_t_per_year")
    assert "16,155 t Li for AUS mining is 5." in told.what  # 86,000 / 5.3233
    assert "times less than the national figure" in told.what
    assert "LCE" in told.hint


def test_that_carbonate_given_as_lithium_is_told_of_the_sum_of_a_countrys_rows(warned):
    # 230,000 + 210,000 t are 440,000 t LCE, given as if they were Li: 82,700 × 5.32
    rows = ("West,lithium,mining,-25.5,120.5,AUS,230000,,,t", "East,lithium,mining,-25.5,134.5,AUS,210000,,,t")
    (told,) = warned(*rows)
    assert told.row == 2
    assert "440,000 t Li for AUS mining in 2 rows" in told.what


def test_that_the_right_unit_and_a_part_of_a_country_are_no_mistake(warned):
    assert not warned("All of Australia,lithium,mining,-25.5,134.5,AUS,86000,,,t")
    assert not warned("All of Australia,lithium,mining,-25.5,134.5,AUS,458000,,LCE,t")
    assert not warned("A mine,lithium,mining,-25.5,134.5,AUS,16000,,,t"), "a fifth of Australia is a fair mine"


def test_that_a_known_facility_in_another_unit_is_told(warned):
    known = bundled.load()
    place = known.facilities.loc["AUS-greenbushes"]
    ours = known.outputs.set_index(["facility_id", "mineral"])["capacity_t"].loc[("AUS-greenbushes", "lithium")].sum()
    row = f"Greenbushes,lithium,mining,{place['lat']},{place['lon']},AUS,{ours * 5.3233:.0f},,,t"
    (told,) = warned(row)
    assert "AUS-greenbushes" in told.what
    assert "LCE counted as Li" in told.hint


def test_that_two_national_tables_of_one_year_are_held_against_each_other():
    made = world(national={"AUS": 82700.0})
    lithium = made.national_production.assign(mineral="lithium")
    wrong = lithium.assign(table_id="u", quantity_t=16155.0)
    both = pd.concat([lithium, wrong], ignore_index=True)
    found = suspects(replace(made, national_production=both))
    assert found[["what", "place", "value_t", "against_t", "explained"]].to_numpy().tolist() == [
        ["two national tables", "AUS", 82700.0, 16155.0, ""]
    ]
    (problem,) = problems_of(replace(made, national_production=both))
    assert (problem.file, problem.row) == ("national_production.csv", 2)
    assert "LCE" in problem.hint


def test_that_an_output_beyond_its_capacity_by_a_factor_is_told():
    made = world(plants={"f": {"host_iso3": "AUS", "capacity_t": 100.0, "production_t": 477.0}})
    (problem,) = problems_of(made)
    assert (problem.file, problem.row) == ("outputs.csv", 2)
    assert "CoSO4.7H2O" in problem.hint


def test_that_no_figure_that_we_ship_is_a_factor_away_without_a_reason():
    found = suspects(bundled.load())
    assert len(found), "the list is not empty by mistake"
    assert found.loc[found["explained"] == "", ["mineral", "stage", "place"]].to_numpy().tolist() == []


def test_that_suspects_of_a_world_without_figures_are_an_empty_table():
    assert list(suspects(world()).columns) == conscience.COLUMNS
    assert suspects(world()).empty
