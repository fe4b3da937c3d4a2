"""The checks of tables, shipped or not."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mineralmap import paths
from mineralmap.datasets import bundled, check, places
from mineralmap.datasets.check import Words

TINY = Path(__file__).parent.parent / "worlds" / "tiny"


@pytest.mark.parametrize("name", bundled.TABLES)
def test_that_the_tiny_world_is_clean(name):
    assert check.check_table(name, TINY) == ()


@pytest.mark.parametrize("name", bundled.TABLES)
def test_that_the_shipped_tables_are_clean(name):
    assert check.check_table(name, paths.data()) == ()


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "world"))


@pytest.mark.parametrize(
    ("name", "old", "new", "row", "column"),
    [("stakes", "tlea,windfield,0.51", "tlea,windfield,1.4", 4, "stake"),
     ("stakes", "tlea,windfield,0.51", "nobody,windfield,0.51", 4, "owner_id"),
     ("facilities", ",AUS,Western", ",AUZ,Western", 2, "host_iso3"),
     ("facilities", "-33.86,116.06", "33.86,116.06", 2, "lat"),
     ("facilities", "mining,-33.86", "digging,-33.86", 2, "stage"),
     ("facilities", "Greenbushes mine", "", 2, "name"),
     ("outputs", "AUS-greenbushes", "AUS-nowhere", 2, "facility_id"),
     ("companies", "no,no,no,tiny", "no,nein,no,tiny", 2, "stops"),
     ("demand", "30,apparent", "-30,apparent", 2, "quantity_t"),
     ("sources", "general-knowledge", "tiny", 3, "source_id"),
     ("chokepoints", "LINESTRING (31.6", "LINE (31.6", 2, "gate_wkt"),
     ("national_production", "2024,100", "20240,100", 2, "year"),
     ("minerals", "10", "1.5", 2, "order"),
     ("demand", "no,tiny", "no,other", 2, "source_id")],
)  # fmt: skip
def test_that_a_fault_is_told_with_row_and_column(folder, name, old, new, row, column):
    file = folder / f"{name}.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    assert [(one.file, one.row, one.column) for one in check.check_table(name, folder)] == [
        (f"{name}.csv", row, column)
    ]


def test_that_a_column_the_schema_does_not_have_is_told(folder):
    file = folder / "partners.csv"
    file.write_text("\n".join(f"{line},x" for line in file.read_text().splitlines()))
    assert any("no such column" in one.what for one in check.check_table("partners", folder))


def test_that_good_rows_are_typed_and_bad_ones_left_out():
    text = pd.DataFrame(
        {"owner_id": ["a", "b"], "owned_id": ["x", "y"], "stake": ["0.5", "half"], "source_id": ["s", "s"]},
        index=[2, 3],
    )
    checked = check.check("stakes", text, "stakes.csv", Words())
    assert list(checked.table.index) == [2]
    assert checked.table.at[2, "stake"] == 0.5
    assert [one.row for one in checked.problems] == [3]


def test_that_percent_signs_are_fractions():
    text = pd.DataFrame({"owner_id": ["a"], "owned_id": ["x"], "stake": ["51 %"], "source_id": ["s"]}, index=[2])
    assert check.check("stakes", text, "stakes.csv", Words()).table.at[2, "stake"] == pytest.approx(0.51)


def misplaced(lat, lon, iso3):
    return places.misplaced(np.array([lon]), np.array([lat]), np.array([iso3], dtype=object))


def test_that_points_in_or_near_their_country_are_let_be():
    assert not misplaced(-33.86, 116.06, "AUS")
    assert not misplaced(63.86, 23.05, "FIN")
    assert not misplaced(-22.28, 166.44, "NCL")
    assert not misplaced(10.74, 125.70, "PHL"), "a small island that the coarse borders leave out"


def test_that_new_caledonia_is_not_france():
    what, _ = misplaced(-22.28, 166.44, "FRA")[0]
    assert "New Caledonia" in what


def test_that_unknown_countries_and_places_are_not_judged():
    assert not misplaced(-33.86, 116.06, "XXX")
    assert not misplaced(np.nan, np.nan, "AUS")


def test_that_distances_are_right_to_one_percent():
    found = places.great_circle_km(np.array([2.35]), np.array([48.86]), -0.13, 51.51)[0]
    assert found == pytest.approx(344, rel=0.01)
