"""Finding by name: the index of the data, fuzzy commands, coordinates and scales as people type them."""

import dataclasses

import pandas as pd
import pytest

from mineralmap.gui import coordinates, finding
from mineralmap.gui.finding import Found


@pytest.mark.parametrize(
    ("typed", "lon", "lat"),
    [
        ("12.3 N 45.6 E", 45.6, 12.3),
        ("N 12.3 E 45.6", 45.6, 12.3),
        ("45.6E, 12.3S", 45.6, -12.3),
        ("-8.5, 120.2", 120.2, -8.5),
        ("−8.5 120.2", 120.2, -8.5),
        ("-8,5; 120,2", 120.2, -8.5),
        ("8°30'00.0\"S 120°12'00.0\"E", 120.2, -8.5),
        ("8°30′S 120°12′E", 120.2, -8.5),
        ("8 30 0 S, 120 12 0 E", 120.2, -8.5),
        ("10.60° S 26.20° E", 26.2, -10.6),
        ("10, 190", -170.0, 10.0),
    ],
)
def test_that_a_place_is_understood_as_it_is_typed(typed, lon, lat):
    assert coordinates.place(typed) == pytest.approx((lon, lat))


@pytest.mark.parametrize(
    "typed", ["", "cobalt", "12", "95 N 10 E", "10 N 20 N", "95, 10", "8 70 0 S, 120 E", "1,2,3", "2 x 4"]
)
def test_that_what_is_no_place_is_not_taken_for_one(typed):
    assert coordinates.place(typed) is None


def test_that_a_latitude_beyond_the_pole_is_told_how_to_be_written():
    assert "10, 95" in coordinates.hint("95, 10")
    assert "-8.5, 120.2" in coordinates.hint("120.2 -8.5")
    assert coordinates.hint("nowhere") == coordinates.HOW


def test_that_what_is_copied_can_be_typed_again():
    for lon, lat in ((120.2, -8.5), (-179.99999, 0.00001), (0.0, -89.99999), (59.999999, 1.0)):
        assert coordinates.place(coordinates.decimal(lon, lat)) == pytest.approx((lon, lat), abs=1e-5)
        assert coordinates.place(coordinates.sexagesimal(lon, lat)) == pytest.approx((lon, lat), abs=2e-5)
    assert coordinates.sexagesimal(59.9999999, 1.0) == "1°00'00.0\"N 60°00'00.0\"E"


@pytest.mark.parametrize(
    ("typed", "denominator"),
    [
        ("1:2,000,000", 2e6),
        ("2000000", 2e6),
        ("1:2 M", 2e6),
        ("1:250 000", 250e3),
        ("1/500k", 500e3),
        ("60M", 60e6),
        ("1:2,5 M", 2.5e6),
        ("2.5M", 2.5e6),
        ("1:1,150 M", 1.15e9),
        ("1,25k", 1250.0),
    ],
)
def test_that_a_scale_is_understood_as_it_is_typed(typed, denominator):
    assert coordinates.scale(typed) == denominator


@pytest.mark.parametrize("typed", ["", "1:", "1:0", "big", "-5", "1:2:3", "2,50,000"])
def test_that_what_is_no_scale_is_not_taken_for_one(typed):
    assert coordinates.scale(typed) is None


def test_that_every_kind_of_thing_is_found(tiny_world):
    made = finding.index(tiny_world)
    for text, kind, wanted in (
        ("kolwezi", "facility", "COD-f1"),
        ("gecamines", "company", None),
        ("congo", "country", "COD"),
        ("suez", "strait", "suez"),
        ("cobalt", "mineral", "cobalt"),
    ):
        hits = [one for one in finding.matches(made, text) if one.kind == kind]
        assert hits, text
        assert wanted is None or hits[0].id == wanted
    port = tiny_world.ports.index[0]
    assert port in [one.id for one in finding.matches(made, str(tiny_world.ports.at[port, "name"]))]


def test_that_all_words_must_fit_names_come_first_and_a_slip_of_the_finger_is_forgiven(tiny_world):
    made = finding.index(tiny_world)
    assert finding.matches(made, "kolwezi congo")[0].id == "COD-f1"  # the country is said of it
    assert finding.matches(made, "kolwezi japan") == []
    assert finding.matches(made, "kolwwezi")[0].id == "COD-f1"
    kinds = {one.found.kind for one in made.matches("co", 50, ("country",))}
    assert kinds <= {"country"}


def test_that_what_is_spelt_most_alike_comes_before_what_is_shorter(tiny_world):
    names = ("Mali", "Malawi", "Malta", "Nacala", "Malacca", "The Strait that is Called Malacca")
    countries = pd.DataFrame({"name": names}, index=pd.Index([f"X{i}" for i in range(len(names))]))
    made = finding.index(dataclasses.replace(tiny_world, countries=countries))
    ranked = made.matches("malaca", kinds=("country",))
    assert [one.found.name for one in ranked] == ["Malacca", "The Strait that is Called Malacca"]
    assert ranked[0].far == pytest.approx(1 / 7, abs=1e-3)  # one letter of seven is missing
    swapped = made.matches("mlawai", kinds=("country",))
    assert [one.found.name for one in swapped] == []  # two swaps of six letters: too little is left
    assert made.matches("maalwi", kinds=("country",))[0].found.name == "Malawi"
    actions = finding.fuzzy([Found("action", "a", "Map Layers and a Caption")], "malaca")
    both = sorted([*actions, *ranked], key=lambda one: one.order)
    assert both[0].found.name == "Malacca"
    assert len(both) == 3  # letters in this order, far apart: found too, and last


def test_that_a_mine_comes_before_the_company_of_its_name():
    rows = finding.Rows()
    for kind, names in (
        ("company", ("Weda Bay Co", "PT Weda Bay", "Salar")), ("port", ("Weda Bay",)),
        ("facility", ("Weda Bay nickel mine", "Weda Bay", "Plant of Weda Bay", "Salar de Olaroz")),
    ):  # fmt: skip
        rows.add(kind, names, names, [""] * len(names), names, [""] * len(names))
    made = finding.Index(rows)
    hits = [(one.found.kind, one.found.name) for one in made.matches("weda bay")]
    assert hits == [
        ("facility", "Weda Bay"), ("port", "Weda Bay"),  # just this
        ("facility", "Weda Bay nickel mine"), ("company", "Weda Bay Co"),  # begin with it
        ("company", "PT Weda Bay"), ("facility", "Plant of Weda Bay"),  # have it somewhere: as ever
    ]  # fmt: skip
    ranked = sorted(made.matches("weda bay"), key=lambda one: one.order)
    assert [(one.found.kind, one.found.name) for one in ranked] == hits
    assert made.matches("salar")[0].found.kind == "company"  # a better fit stays a better fit


def test_that_a_hundred_thousand_facilities_are_searched_in_one_row_of_bytes(tiny_world):
    one = tiny_world.facilities
    many = pd.concat([one] * (100_000 // len(one)))
    many.index = [f"{name}-{i}" for i, name in enumerate(many.index)]
    many.loc[many.index[77_777], "name"] = "Zyx Näedle\nMine"
    made = finding.index(dataclasses.replace(tiny_world, facilities=many))
    assert len(made) >= 100_000
    assert finding.matches(made, "zyx naed")[0].id == many.index[77_777]
    assert len(finding.matches(made, "kolwezi")) == finding.SHOWN


def test_that_commands_are_found_by_their_letters_and_better_fits_come_first():
    actions = [
        Found("action", text, text, "View") for text in ("Zoom In", "Zoom Out", "Zoom to Selection", "Export Map")
    ]
    assert [one.found.name for one in finding.fuzzy(actions, "zoom in")] == ["Zoom In"]
    assert [one.found.name for one in finding.fuzzy(actions, "zmsel")] == ["Zoom to Selection"]
    ranked = sorted(finding.fuzzy(actions, "map"), key=lambda one: one.order)
    assert ranked[0].found.name == "Export Map"
    assert finding.fuzzy(actions, "qqq") == []
