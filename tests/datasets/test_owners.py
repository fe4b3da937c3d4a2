"""Owners in one cell."""

import pytest

from mineralmap.datasets.owners import Owner, parse


@pytest.mark.parametrize(
    "text",
    ["CMOC 80 %; Gécamines 20 %", "CMOC 80%;Gécamines 20%", "80 % CMOC; 20 % Gécamines",
     "CMOC (80 %), Gécamines (20 %)", "CMOC: 80; Gécamines: 20", "CMOC 80\nGécamines 20",
     "CMOC 80,0 %; Gécamines 20,0 %",
     "CMOC 80 %；Gécamines 20 %;"],
)  # fmt: skip
def test_that_owners_and_stakes_are_read_in_the_ways_people_write_them(text):
    assert parse(text) == ([Owner("CMOC", "", 0.8), Owner("Gécamines", "", 0.2)], "")


def test_that_brackets_say_where_an_owner_sits():
    assert parse("Name [CHN] 60; Kansai [Japan] 40") == ([Owner("Name", "CHN", 0.6), Owner("Kansai", "JPN", 0.4)], "")


def test_that_a_comma_in_a_name_is_part_of_the_name():
    assert parse("Sumitomo Metal Mining Co., Ltd. 60 %")[0] == [Owner("Sumitomo Metal Mining Co., Ltd.", "", 0.6)]


def test_that_an_owner_without_a_percentage_has_no_stake_rather_than_all():
    assert parse("Ganfeng") == ([Owner("Ganfeng", "", None)], "")


def test_that_undisclosed_owners_have_no_name():
    assert parse("undisclosed 30 %; A 70 %")[0][0] == Owner("", "", 0.3)


@pytest.mark.parametrize("text", ["", " ", ";", ";;"])
def test_that_an_empty_cell_has_no_owners_and_no_fault(text):
    assert parse(text) == ([], "")


@pytest.mark.parametrize(
    ("text", "why"),
    [("A 80 %; B 60 %", "140 %"), ("A 150 %", "150 %"), ("A 0.8; B 0.2", "fractions"), ("A 50 %; A 50 %", "twice"),
     ("A [Mars] 50 %", "Mars"), ("50", "no owner"), ("Mine No. 2", "part of the name")],
)  # fmt: skip
def test_that_what_cannot_be_is_said(text, why):
    assert why in parse(text)[1]


def test_that_rounding_up_to_a_hundred_and_a_half_is_let_through():
    assert parse("A 33.4 %; B 33.4 %; C 33.4 %")[1] == ""
