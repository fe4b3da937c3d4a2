"""The tree of owners: its percentages under each rule, what a company owns, and names that are not clear."""

import numpy as np
import pytest

from mineralmap.analysis.attributable import nations_of, owns
from mineralmap.analysis.owner_tree import find_entity, owner_tree
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.screening import NOTICE
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Scenario
from tests.analysis.worlds import tiny, world

JOINT = {"country_iso3": "", "stops": False, "kind": "holding"}


def of_rule(tree, rule):
    """Nation to part under one rule."""
    rows = tree.parts[tree.parts["rule"] == rule]
    return dict(zip(rows["iso3"], rows["part"], strict=True))


def test_that_greenbushes_is_a_quarter_chinese_by_equity_and_all_by_control():
    tree = owner_tree(tiny(), "AUS-greenbushes")  # methods §3; the stakes of tests/worlds/tiny
    assert of_rule(tree, "location") == {"AUS": 1}
    assert of_rule(tree, "equity") == pytest.approx({"USA": 0.49, "CHN": 0.51 * 0.51, "AUS": 0.51 * 0.49})
    assert of_rule(tree, "control") == {"CHN": 1}
    flags = tree.parts.set_index("rule")["flag"]
    assert flags["50 % screening"] == "flagged"
    assert flags["25 % screening (FEOC-like)"] == "flagged"
    assert tree.notice == NOTICE


def test_that_the_tree_climbs_to_the_last_printed_holder_with_grades_and_sources():
    tree = owner_tree(tiny(), "Greenbushes mine")
    talison = tree.holders[0]
    assert (talison.name, talison.stake, talison.ends) == ("Talison Lithium", 1, False)
    tlea, albemarle = talison.holders[0].holders
    assert (tlea.id, tlea.stake, tlea.part) == ("tlea", 0.51, pytest.approx(0.51))
    assert (albemarle.iso3, albemarle.ends, albemarle.grade) == ("USA", True, "published")
    tianqi = tlea.holders[0]
    assert (tianqi.iso3, tianqi.part) == ("CHN", pytest.approx(0.2601))
    assert (tianqi.sources, tianqi.as_of) == (("tiny",), "2024")


def test_that_presumed_parts_and_holders_without_a_figure_say_so():
    presumed = owner_tree(tiny(), "CHN-ganfeng")
    assert [(one.id, one.part, one.grade) for one in presumed.holders] == [("ganfeng", 1, "presumed")]
    assert presumed.parts.loc[presumed.parts["rule"] == "equity", "part_published"].tolist() == [0]
    silent = owner_tree(tiny(), "CHN-quzhou").holders
    assert {one.id for one in silent} == {"huayou", "glencore", ""}
    assert all(np.isnan(one.stake) for one in silent if one.id)
    assert silent[-1].stake == 1


def test_that_a_company_shows_what_it_owns_with_its_attributable_part():
    found = owner_tree(tiny(), "Tianqi Lithium").owns
    line = found.iloc[0]
    assert line["facility_id"] == "AUS-greenbushes"
    assert line["part"] == pytest.approx(0.2601)
    assert line["attributable_t"] == pytest.approx(0.2601 * line["capacity_t"])
    assert list(owns(tiny(), "windfield")["part"]) == [1]
    assert set(owns(tiny(), "huayou")["facility_id"]) == {"IDN-f3"}, "at Quzhou its part is not known"


def test_that_a_part_of_a_listed_company_is_no_part_of_its_mine():
    made = world(
        plants={"f": {"host_iso3": "CHE", "capacity_t": 100.0}},
        owners={"x": "RUS", "l": "AUS"},
        stakes=[("x", "l", 0.3), ("l", "f", 1.0)],
    )
    assert owns(made, "x").empty
    tree = owner_tree(made, "f")
    assert of_rule(tree, "equity") == {"AUS": 1}
    assert tree.holders[0].holders[0].id == "x", "what is printed above is shown all the same"


def test_that_a_ring_is_told_once_and_its_parts_are_those_of_the_matrix():
    # A = 0.5 x + 0.5 b, B = 0.5 a + 0.5 y: a belongs 2/3 to x and 1/3 to y.
    made = world(
        plants={"f": {"host_iso3": "CHE"}},
        owners={"x": "RUS", "y": "USA", "a": JOINT, "b": JOINT},
        stakes=[("a", "f", 1.0), ("x", "a", 0.5), ("b", "a", 0.5), ("a", "b", 0.5), ("y", "b", 0.5)],
    )
    tree = owner_tree(made, "f")
    assert of_rule(tree, "equity") == pytest.approx({"RUS": 2 / 3, "USA": 1 / 3})
    assert "a ring" in tree.holders[0].holders[0].holders[0].note


def test_that_a_facility_without_any_stake_is_not_known_and_not_nobodys():
    made = world(plants={"f": {"host_iso3": "CHE", "capacity_t": 10.0}})
    tree = owner_tree(made, "f")
    assert of_rule(tree, "equity") == {"UNKNOWN": 1}
    assert [(one.name, one.part) for one in tree.holders] == [("not known", 1)]
    assert tree.parts.set_index("rule").at["50 % screening", "flag"] == "may be flagged"


@pytest.mark.parametrize("basis", [Basis.EQUITY, Basis.CONTROL])
def test_that_one_facility_asked_alone_has_the_parts_of_the_whole_table(basis):
    dataset = bundled.load()
    table = ownership_table(dataset)
    credits = table.by_basis[basis]
    for facility, row in table.row_of.items():
        low, point = nations_of(dataset, facility, basis)
        for found, made in ((low, credits.published[row]), (point, credits.known[row])):
            expected = {table.nations[n]: float(made[n]) for n in np.flatnonzero(made > 1e-9)}
            assert found == pytest.approx(expected, abs=1e-9), facility


def test_that_names_are_understood_and_doubtful_ones_are_told():
    assert find_entity(tiny(), "f1 kolwezi") == "COD-f1"
    assert find_entity(tiny(), "天齐锂业") == "tianqi"
    assert find_entity(tiny(), "greenbush") == "AUS-greenbushes"
    with pytest.raises(InvalidArgument, match="may be any of"):
        find_entity(tiny(), "refinery")
    with pytest.raises(InvalidArgument, match="Did you mean AUS-greenbushes"):
        find_entity(tiny(), "Grienbush")
    with pytest.raises(InvalidArgument, match="Did you mean albemarle"):
        find_entity(tiny(), "Albermarle")
    with pytest.raises(InvalidArgument, match="by id or name"):
        find_entity(tiny(), "zzzzzz")


def test_that_the_screened_set_is_the_scenarios():
    tree = owner_tree(tiny(), "COD-f2", Scenario(screened=frozenset({"CHE"})))
    assert of_rule(tree, "50 % screening") == {"CHE": pytest.approx(0.75)}
