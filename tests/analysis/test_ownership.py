"""Chains of owners: published arithmetic, Greenbushes, the stop rule, control, grades, and that nothing is lost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mineralmap.analysis.compute import compute
from mineralmap.analysis.ownership import owner_vectors, ownership_table
from mineralmap.errors import Severity
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.analysis.worlds import golden, parts, published, tiny, world

GOLDEN = golden("four_facilities")
HOLDING = {"country_iso3": "LUX", "stops": False, "kind": "holding"}
PLANT = {"F": {"host_iso3": "COD", "capacity_t": 100}}


@pytest.mark.parametrize("basis", list(Basis))
def test_that_the_golden_fixture_comes_out_on_every_basis(basis):
    found = compute(tiny(), Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis))
    expected = {row["supplier"]: float(row["share"]) for row in GOLDEN if row["basis"] == basis.value}
    assert dict(zip(found.suppliers["supplier"], found.suppliers["share"], strict=True)) == pytest.approx(expected)
    hhi = next(float(row["hhi"]) for row in GOLDEN if row["basis"] == basis.value)
    assert found.concentration.hhi_low == pytest.approx(hhi, abs=1e-9)


def test_that_the_golden_partners_have_what_was_summed_by_hand():
    share = {
        basis: compute(tiny(), Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis)).partner.share.point
        for basis in Basis
    }
    assert share[Basis.LOCATION] == 0.0
    assert share[Basis.EQUITY] == pytest.approx(0.124)
    assert share[Basis.CONTROL] == pytest.approx(0.10)


def test_that_greenbushes_is_chinese_by_control_and_a_quarter_chinese_by_equity():
    equity = parts(tiny(), "AUS-greenbushes", Basis.EQUITY)
    assert equity == pytest.approx({"USA": 0.49, "CHN": 0.2601, "AUS": 0.2499})
    assert parts(tiny(), "AUS-greenbushes", Basis.CONTROL) == {"CHN": 1.0}


@pytest.mark.parametrize(("upper", "lower", "product"), [(0.10, 0.80, 0.08), (0.80, 0.05, 0.04)])
def test_that_stakes_multiply_as_the_new_york_code_reckons(upper, lower, product):
    # 10 NYCRR 502.3: 10 % of a firm that owns 80 % is 8 %; 80 % of a firm that owns 5 % is 4 %.
    made = world(
        plants=PLANT,
        owners={"top": "JPN", "rest": "CHN", "firm": HOLDING},
        stakes=[("top", "firm", upper), ("rest", "firm", 1 - upper), ("firm", "F", lower), ("rest", "F", 1 - lower)],
    )
    assert parts(made, "F", Basis.EQUITY)["JPN"] == pytest.approx(product)


def test_that_tracing_stops_at_a_listed_group_whoever_holds_its_free_float():
    made = world(
        plants=PLANT, owners={"group": "CHN", "fund": "USA"}, stakes=[("group", "F", 1.0), ("fund", "group", 0.4)]
    )
    assert parts(made, "F", Basis.EQUITY) == {"CHN": 1.0}


def test_that_above_a_listed_group_only_a_majority_holder_is_followed():
    made = world(
        plants=PLANT,
        owners={"group": "ZAF", "parent": "GBR", "fund": "USA"},
        stakes=[("group", "F", 1.0), ("parent", "group", 0.78), ("fund", "group", 0.1)],
    )
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"GBR": 0.78, "ZAF": 0.22})
    assert parts(made, "F", Basis.CONTROL) == {"GBR": 1.0}


def test_that_a_seat_is_not_the_nation_of_those_who_own_it():
    seat = {"country_iso3": "LUX", "stops": True, "seat_only": True}
    made = world(plants=PLANT, owners={"erg": seat, "state": "KAZ"}, stakes=[("erg", "F", 1), ("state", "erg", 0.4)])
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"KAZ": 0.4, "?": 0.6})


def test_that_the_unknown_owner_takes_what_no_stake_tells():
    made = world(plants=PLANT, owners={"a": "JPN"}, stakes=[("a", "F", 0.3)])
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.3, "?": 0.7})
    assert parts(world(plants=PLANT), "F", Basis.CONTROL) == {"?": 1.0}


def test_that_a_sole_owner_without_a_figure_is_presumed():
    made = world(plants=PLANT, owners={"a": "JPN"}, stakes=[("a", "F", None)])
    assert parts(made, "F", Basis.EQUITY) == parts(made, "F", Basis.CONTROL) == {"JPN": 1.0}
    assert published(made, "F", Basis.EQUITY) == published(made, "F", Basis.CONTROL) == 0.0


def test_that_the_one_owner_without_a_figure_is_presumed_to_have_the_rest():
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=[("a", "F", 0.3), ("b", "F", None)])
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.3, "CHN": 0.7})
    assert published(made, "F", Basis.EQUITY) == pytest.approx(0.3)


def test_that_several_owners_of_one_nation_are_presumed_at_the_level_of_the_nation():
    made = world(plants=PLANT, owners={"a": "CHN", "b": "CHN"}, stakes=[("a", "F", None), ("b", "F", None)])
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"CHN": 1.0})
    assert published(made, "F", Basis.EQUITY) == 0.0


def test_that_several_owners_of_several_nations_without_figures_are_unknown():
    made = world(plants=PLANT, owners={"a": "CHN", "b": "JPN"}, stakes=[("a", "F", None), ("b", "F", None)])
    assert parts(made, "F", Basis.EQUITY) == {"?": 1.0}


def test_that_a_figure_below_a_presumed_link_is_presumed_as_a_whole():
    made = world(
        plants=PLANT, owners={"top": "JPN", "firm": HOLDING}, stakes=[("firm", "F", 1.0), ("top", "firm", None)]
    )
    assert parts(made, "F", Basis.EQUITY) == {"JPN": 1.0}
    assert published(made, "F", Basis.EQUITY) == 0.0


def test_that_an_undisclosed_holder_is_nobody():
    made = world(
        plants=PLANT, owners={"u": {"country_iso3": "", "stops": True, "kind": "undisclosed"}}, stakes=[("u", "F", 1.0)]
    )
    assert parts(made, "F", Basis.EQUITY) == {"?": 1.0}


def test_that_an_exact_half_does_not_control_and_is_split():
    halves = [("a", "F", 0.5), ("b", "F", 0.5)]
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=halves)
    assert parts(made, "F", Basis.CONTROL) == {"JPN": 0.5, "CHN": 0.5}


def test_that_a_facility_that_nobody_controls_is_split_by_equity():
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=[("a", "F", 0.4), ("b", "F", 0.3)])
    assert parts(made, "F", Basis.CONTROL) == pytest.approx({"JPN": 0.4, "CHN": 0.3, "?": 0.3})


def test_that_a_joint_company_with_a_majority_brings_its_holders_the_whole():
    made = world(
        plants=PLANT,
        owners={"jv": HOLDING, "a": "JPN", "b": "USA", "c": "CHL"},
        stakes=[("jv", "F", 0.6), ("c", "F", 0.4), ("a", "jv", 0.5), ("b", "jv", 0.5)],
    )
    assert parts(made, "F", Basis.CONTROL) == pytest.approx({"JPN": 0.5, "USA": 0.5})
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.3, "USA": 0.3, "CHL": 0.4})


def test_that_stakes_a_little_over_the_whole_are_rescaled_and_told():
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=[("a", "F", 0.504), ("b", "F", 0.5)])
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 0.504 / 1.004, "CHN": 0.5 / 1.004})
    (problem,) = ownership_table(made).problems
    assert problem.severity is Severity.WARNING
    assert problem.row == 2


def test_that_stakes_far_over_the_whole_are_an_error_with_its_row_and_no_owner():
    made = world(plants=PLANT, owners={"a": "JPN", "b": "CHN"}, stakes=[("a", "F", 0.6), ("b", "F", 0.5)])
    assert parts(made, "F", Basis.EQUITY) == {"?": 1.0}
    (problem,) = ownership_table(made).problems
    assert (problem.severity, problem.file, problem.row, problem.column) == (Severity.ERROR, "stakes.csv", 2, "stake")
    assert "1.1" in problem.what


def test_that_cross_holdings_with_an_owner_outside_converge():
    # a has 50 % of b, b 20 % of a, the rest JPN (80 % of a) and CHN (50 % of b); a has the plant.
    made = world(
        plants=PLANT,
        owners={"a": HOLDING, "b": HOLDING, "j": "JPN", "c": "CHN"},
        stakes=[("a", "F", 1.0), ("b", "a", 0.2), ("j", "a", 0.8), ("a", "b", 0.5), ("c", "b", 0.5)],
    )
    # a = 0.8 J + 0.2 b, b = 0.5 a + 0.5 C, so a · 0.9 = 0.8 J + 0.1 C.
    assert parts(made, "F", Basis.EQUITY) == pytest.approx({"JPN": 8 / 9, "CHN": 1 / 9})


def test_that_companies_that_own_only_each_other_are_named_and_unknown():
    made = world(
        plants=PLANT,
        owners={"a": HOLDING, "b": HOLDING},
        stakes=[("a", "F", 1.0), ("b", "a", 1.0), ("a", "b", 1.0)],
    )
    assert parts(made, "F", Basis.EQUITY) == parts(made, "F", Basis.CONTROL) == {"?": 1.0}
    (problem,) = ownership_table(made).problems
    assert "a, b" in problem.what
    assert problem.severity is Severity.ERROR


def test_that_vectors_of_owners_name_companies_and_leave_the_unknown_out():
    vectors = owner_vectors(tiny(), ["AUS-greenbushes", "CHN-quzhou"])
    first = vectors.loc["AUS-greenbushes"]
    assert {name: part for name, part in first.items() if part} == pytest.approx(
        {"albemarle": 0.49, "tianqi": 0.2601, "igo": 0.2499}
    )
    assert not vectors.loc["CHN-quzhou"].any()


COMPANIES = [f"c{n}" for n in range(6)]


@st.composite
def graphs(draw):
    owners = {
        name: draw(st.sampled_from([HOLDING, "CHN", "JPN", {"country_iso3": "LUX", "stops": True, "seat_only": True}]))
        for name in COMPANIES
    }
    stakes = []
    for entity in ["F", *COMPANIES]:
        left = 1.0
        for owner in draw(st.lists(st.sampled_from(COMPANIES), max_size=3, unique=True)):
            if owner != entity:
                stake = draw(st.one_of(st.none(), st.floats(0.01, 1.0)))
                stakes.append((owner, entity, None if stake is None else min(stake, left)))
                left -= stakes[-1][2] or 0.0
    return owners, stakes


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_that_every_facility_is_credited_once_whatever_the_chains(graph):
    owners, stakes = graph
    made = world(plants=PLANT, owners=owners, stakes=stakes)
    for basis in Basis:
        found = ownership_table(made).by_basis[basis]
        assert found.known.sum() + found.unknown().sum() == pytest.approx(1.0, abs=1e-9)
        assert np.all(found.published <= found.known + 1e-9)
        assert np.all(found.published >= -1e-12)
