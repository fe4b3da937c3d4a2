"""Chains of companies as columns: any length, any order of rows, rings, and what is wrong with the stakes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mineralmap.analysis.chains import chains
from mineralmap.analysis.ownership import ownership_table
from mineralmap.errors import Severity
from mineralmap.model.scenario import Basis
from tests.analysis.test_ownership import graphs
from tests.analysis.worlds import parts, published, world

HOLDING = {"country_iso3": "LUX", "stops": False, "kind": "holding"}
PLANT = {"F": {"host_iso3": "COD", "capacity_t": 100}}


def problems(made):
    return ownership_table(made).problems


@pytest.mark.parametrize("length", [1, 70, 1000])
def test_that_a_chain_of_any_length_ends_with_its_owner(length):
    names = [f"h{n}" for n in range(length)]
    steps = [(names[n + 1], names[n], 1.0) for n in range(length - 1)]
    made = world(
        plants=PLANT,
        owners={**dict.fromkeys(names, HOLDING), "top": "JPN"},
        stakes=[(names[0], "F", 1.0), *steps, ("top", names[-1], 0.9)],
    )
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.9, "?": 0.1})
    assert parts(made, "F", Basis.CONTROL) == {"JPN": 1.0}


def test_that_a_long_chain_into_a_closed_ring_is_nobodys():
    names = [f"h{n:03}" for n in range(100)]
    steps = [(names[n + 1], names[n], 1.0) for n in range(99)]
    made = world(
        plants=PLANT,
        owners=dict.fromkeys(names, HOLDING),
        stakes=[(names[0], "F", 1.0), *steps, (names[98], names[99], 1.0)],
    )
    assert parts(made, "F", Basis.EQUITY) == parts(made, "F", Basis.CONTROL) == {"?": 1.0}
    (problem,) = problems(made)
    assert "h000, h001" in problem.what
    assert problem.what.endswith("and 88 more.")


def test_that_each_closed_ring_is_a_problem_of_its_own():
    rings = [("b", "a", 1.0), ("a", "b", 1.0), ("d", "c", 1.0), ("c", "d", 1.0)]
    made = world(plants=PLANT, owners=dict.fromkeys("abcd", HOLDING), stakes=[("a", "F", 1.0), *rings])
    assert [problem.what.split(": ")[1] for problem in problems(made)] == ["a, b.", "c, d."]


def test_that_a_ring_of_majorities_is_shared_by_its_holders_outside():
    # a = 0.6 b + 0.4 J, b = 0.6 a + 0.4 C; F belongs to a. The climb F, a, b ends with b: b = 0.625 C + 0.375 J.
    made = world(
        plants=PLANT,
        owners={"a": HOLDING, "b": HOLDING, "j": "JPN", "c": "CHN"},
        stakes=[("a", "F", 1.0), ("b", "a", 0.6), ("j", "a", 0.4), ("a", "b", 0.6), ("c", "b", 0.4)],
    )
    assert parts(made, "F", Basis.CONTROL) == pytest.approx({"CHN": 0.625, "JPN": 0.375})


def test_that_a_presumed_majority_on_the_way_leaves_nothing_published():
    made = world(
        plants=PLANT,
        owners={"h": HOLDING, "g": HOLDING, "j": "JPN"},
        stakes=[("h", "F", 1.0), ("g", "h", None), ("j", "g", 0.8)],
    )
    assert parts(made, "F", Basis.CONTROL) == {"JPN": 1.0}
    assert published(made, "F", Basis.CONTROL) == 0.0


def test_that_a_stake_below_nothing_is_an_error_with_its_row():
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=[("a", "F", 0.6), ("b", "F", -0.1)])
    assert parts(made, "F", Basis.EQUITY) == {"?": 1.0}
    (problem,) = problems(made)
    assert (problem.severity, problem.row, problem.column) == (Severity.ERROR, 3, "stake")
    assert problem.hint


def test_that_a_company_that_owns_itself_is_told_and_the_rest_stands():
    made = world(
        plants=PLANT, owners={"a": "JPN", "h": HOLDING}, stakes=[("h", "F", 1), ("h", "h", 0.1), ("a", "h", 0.9)]
    )
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.9, "?": 0.1})
    (problem,) = problems(made)
    assert "own itself" in problem.what


def test_that_an_owner_without_a_country_is_told_and_unknown():
    made = world(
        plants=PLANT, owners={"a": {"country_iso3": "", "stops": True, "kind": "listed"}}, stakes=[("a", "F", 1.0)]
    )
    assert parts(made, "F", Basis.EQUITY) == {"?": 1.0}
    (problem,) = problems(made)
    assert (problem.file, problem.row, problem.column) == ("companies.csv", 2, "country_iso3")
    assert problem.hint


def test_that_presumptions_on_presumptions_do_not_hang_on_the_order_of_rows():
    # b's holders without a figure are both Chinese; only when that is known are those of F, whichever row comes first.
    stakes = [("a", "F", None), ("h", "F", None), ("a", "h", None), ("b", "h", None)]
    for rows in (stakes, stakes[::-1]):
        made = world(plants=PLANT, owners={"a": "CHN", "b": "CHN", "h": HOLDING}, stakes=rows)
        assert parts(made, "F", Basis.EQUITY) == pytest.approx({"CHN": 1.0})


def test_that_the_chains_can_be_asked_by_name():
    made = chains(world(plants=PLANT, owners={"a": "JPN", "h": HOLDING}, stakes=[("h", "F", 1.0), ("a", "h", 0.4)]))
    (link,) = made.holders["h"]
    assert (link.owner, link.weight, link.presumed, link.row) == ("a", 0.4, False, 3)
    assert made.holders.get("a") is None
    assert (made.traced, made.nation["a"], set(made.holders)) == (frozenset({"h"}), "JPN", {"h", "F"})


@settings(max_examples=24, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_that_the_order_of_the_stakes_changes_nothing(graph, random):
    owners, stakes = graph
    shuffled = random.sample(stakes, len(stakes))
    worlds = [world(plants=PLANT, owners=owners, stakes=rows) for rows in (stakes, shuffled)]
    for basis in Basis:
        first, second = (parts(one, "F", basis) for one in worlds)
        assert first == pytest.approx(second, abs=1e-12)


@settings(max_examples=36, deadline=None)
@given(graphs())
def test_that_equity_solves_the_equation_of_methods(graph):
    # E = W (I − W)⁻¹ D, solved densely for comparison.
    owners, stakes = graph
    asked = world(plants=PLANT, owners=owners, stakes=stakes)
    made = chains(asked)
    count = len(made.companies)
    held = np.zeros((len(made.has_entry), count))
    np.add.at(held, (made.links.entity, made.links.owner), made.links.weight)
    through = np.linalg.solve(np.eye(count) - held[:count], np.diag(made.own_part))
    expected: dict[str, float] = {}
    for iso3, part in zip(made.iso3, held[count] @ through, strict=True):
        if part > 1e-12:
            expected[iso3] = expected.get(iso3, 0.0) + part
    found = parts(asked, "F", Basis.EQUITY)
    found.pop("?", None)
    assert found == pytest.approx(expected, abs=1e-9)
