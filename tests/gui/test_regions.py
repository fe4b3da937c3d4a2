"""Regions without borders: found by name in the palette, gone to, and lying where their mines are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mineralmap.datasets import bundled
from mineralmap.gui import finding, regions
from mineralmap.layers.projection import Projection
from tests.gui.test_hands_keys import palette, type_in

ONE_WINDOW = True


@pytest.fixture(scope="module")
def shipped():
    return bundled.load()


@pytest.fixture(scope="module")
def index(shipped):
    return finding.index(shipped)


@pytest.fixture
def go(window, qtbot):
    """Type into the palette and press Enter; gives the middle of what is seen then, in degrees."""
    qtbot.waitUntil(lambda: window.search.finder.index is not None)

    def gone(text):
        made = palette(window)
        type_in(made, text)
        assert made.finds()[0].kind == "region"
        QTest.keyClick(made.field, Qt.Key.Key_Return)
        canvas = window.map_place.canvas
        return canvas.degrees(canvas._middle())

    return gone


@pytest.mark.parametrize(
    ("typed", "lon", "lat"),
    [("europe", 10, 53), ("Africa", 17, 1), ("south america", -58, -21), ("katanga", 27, -12), ("sulawesi", 122, -2),
     ("lithium tri", -67, -23), ("pilbara", 118, -22), ("go to inner mongolia", 111, 45)],
)  # fmt: skip
def test_that_a_region_is_gone_to_by_its_name(go, typed, lon, lat):
    seen = go(typed)
    assert seen == pytest.approx((lon, lat), abs=6)


@pytest.mark.parametrize("typed", ["europe", "Asia", "africa", "copperbelt", "sulawesi", "nei mongol", "norilsk"])
def test_that_a_region_is_among_the_first_that_are_found(index, typed):
    assert "region" in [one.kind for one in finding.matches(index, typed)[:2]]


def test_that_a_province_is_found_with_how_many_facilities_it_has(index):
    found = finding.matches(index, "jiangxi")[0]
    assert (found.kind, found.id) == ("region", "CHN:Jiangxi")
    assert found.note.startswith("region, China: ")
    assert found.note.endswith(" facilities")


def test_that_every_region_is_a_box_of_the_world_with_its_source():
    text = (regions.paths.resources() / "regions.csv").read_text("utf-8").splitlines()[1:]
    assert all(line.endswith(",general knowledge") for line in text)
    assert len(regions.regions()) == len(text)  # no name twice
    for one in regions.regions().values():
        west, south, east, north = one.box
        assert -180 <= west < east <= 180, one
        assert -60 <= south < north <= 85, one


@pytest.mark.parametrize(
    ("region", "host", "admin1"),
    [("Copperbelt", "ZMB", "Copperbelt"), ("Copperbelt", "COD", "Haut-Katanga"),
     ("Sulawesi", "IDN", "Central Sulawesi"),
     ("Lithium Triangle", "ARG", "Jujuy"), ("Inner Mongolia", "CHN", "Nei Mongol"), ("Mindanao", "PHL", "Caraga"),
     ("Great Lakes", "CAN", "Ontario"), ("Western Australia", "AUS", "Western Australia")],
)  # fmt: skip
def test_that_most_facilities_that_name_a_province_lie_in_its_region(shipped, region, host, admin1):
    table = shipped.facilities
    rows = table[(table["host_iso3"] == host) & (table["admin1"] == admin1) & table["lat"].notna()]
    west, south, east, north = regions.regions()[region].box
    inside = rows["lon"].between(west, east) & rows["lat"].between(south, north)
    assert inside.mean() > 0.5


def test_that_a_region_the_projection_cannot_show_is_told():
    assert regions.metres(Projection("EPSG:3031"), (-10.0, 50.0, 10.0, 60.0)) is None


@pytest.mark.parametrize(
    ("typed", "country"),
    [("Allemagne", "DEU"), ("japón", "JPN"), ("中国", "CHN"), ("日本", "JPN"), ("Австралия", "AUS"), ("Китай", "CHN"),
     ("الصين", "CHN"), ("Brasilien", "BRA"), ("etats-unis", "USA"), ("Germany", "DEU")],
)  # fmt: skip
def test_that_a_country_is_found_by_its_name_in_every_language_of_the_map(index, typed, country):
    first = finding.matches(index, typed)[0]
    assert (first.kind, first.id) == ("country", country)


@pytest.mark.parametrize(
    ("name", "middle", "lon"),
    [("Asia", -70.0, 68.0), ("South America", 130.0, -66.0), ("Siberia", -80.0, 140.0), ("Europe", -160.0, -2.5)],
)
def test_that_of_a_region_that_the_maps_edge_cuts_the_larger_part_is_shown(name, middle, lon):
    """Asia from 26° to 150° E is cut at 110° E by a map with 70° W in the middle: 84 of its 124° lie west of it."""
    box = regions.regions()[name].box
    for sheet in ("equal_earth", "robinson"):
        projection = Projection(sheet, middle)
        x0, _, x1, _ = regions.metres(projection, box)
        world = projection.world()
        assert x1 - x0 < 0.5 * (world[2] - world[0])
        x, _ = projection.forward([lon], [(box[1] + box[3]) / 2])
        assert x0 < x[0] < x1


def test_that_a_region_that_no_edge_cuts_is_shown_whole():
    projection = Projection("equal_earth", 11.0)
    west, south, east, north = regions.regions()["Africa"].box
    x0, _, x1, _ = regions.metres(projection, (west, south, east, north))
    x, _ = projection.forward([west, east], [0.0, 0.0])  # widest at the equator
    assert (x0, x1) == pytest.approx(tuple(x), rel=0.02)
