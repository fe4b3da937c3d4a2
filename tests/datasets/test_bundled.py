"""Folders laid out like data/."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from mineralmap import paths
from mineralmap.datasets import bundled
from mineralmap.errors import UnreadableFile

TINY = Path(__file__).parent.parent / "worlds" / "tiny"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "world"))


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_that_the_tiny_world_has_the_tables_of_the_schema(tiny_world):
    assert len(tiny_world.facilities) == 14
    assert tiny_world.facilities.crs == "EPSG:4326"
    assert tiny_world.companies.at["gecamines", "state_owned"]
    assert tiny_world.national_production["quantity_t"].isna().sum() == 1
    assert tiny_world.partner_members(frozenset({"EU", "JPN"})) == {"FIN", "BEL", "JPN"}


def test_that_the_shipped_data_are_read():
    assert len(bundled.load_folder(paths.data()).facilities) > 100


def test_that_a_facility_without_coordinates_has_an_empty_point(tiny_world):
    empty = tiny_world.facilities.geometry.is_empty
    assert list(tiny_world.facilities.index[empty]) == ["CHN-quzhou"]
    assert np.isnan(tiny_world.facilities.at["CHN-quzhou", "lat"])


def test_that_the_key_follows_the_content(folder, tiny_world):
    assert bundled.load_folder(folder).key == tiny_world.key
    change(folder / "demand.csv", "30,t", "31,t")
    assert bundled.load_folder(folder).key != tiny_world.key


@pytest.mark.parametrize("word", ["many", "nan", "inf", "1,5"])
def test_that_a_word_for_a_number_is_named_with_file_row_and_column(folder, word):
    change(folder / "facilities.csv", "mining,-23.50", f'mining,"{word}"')
    with pytest.raises(UnreadableFile, match=r"facilities\.csv, row 3, column lat"):
        bundled.load_folder(folder)


def test_that_an_id_given_twice_is_named(folder):
    change(folder / "companies.csv", "igo,IGO", "tianqi,IGO")
    with pytest.raises(UnreadableFile, match=r"companies\.csv, row 6, column company_id: the id 'tianqi'"):
        bundled.load_folder(folder)


def test_that_a_broken_gate_is_named(folder):
    change(folder / "chokepoints.csv", "LINESTRING (31.6 30.6", "LINE (31.6 30.6")
    with pytest.raises(UnreadableFile, match=r"chokepoints\.csv, row 2, column gate_wkt"):
        bundled.load_folder(folder)


def test_that_a_row_with_too_many_cells_is_told(folder):
    with (folder / "demand.csv").open("a") as file:
        file.write("USA,lithium," + "x," * 30 + "\n")
    with pytest.raises(UnreadableFile, match=r"demand\.csv is no table"):
        bundled.load_folder(folder)


def test_that_what_is_not_utf_8_is_told(folder):
    (folder / "companies.csv").write_bytes("company_id,name\na,Gécamines\n".encode("cp1252"))
    with pytest.raises(UnreadableFile, match=r"companies\.csv is not UTF-8"):
        bundled.load_folder(folder)


def test_that_a_folder_without_facilities_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match=r"facilities\.csv"):
        bundled.load_folder(tmp_path)


def test_that_missing_tables_are_empty(folder):
    for name in ("ports", "corridors", "demand", "chokepoints"):
        (folder / f"{name}.csv").unlink()
    world = bundled.load_folder(folder)
    assert len(world.demand) == len(world.ports) == len(world.chokepoints) == 0
