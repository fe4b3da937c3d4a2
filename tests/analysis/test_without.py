"""What is left without the largest suppliers and without named owners, by hand."""

import math

import pytest

from mineralmap import plain
from mineralmap.analysis.compute import compute
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.without import without_largest, without_owners
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import world

PLANTS = {
    "a": {"host_iso3": "COD", "capacity_t": 60},
    "b": {"host_iso3": "FIN", "capacity_t": 30},
    "c": {"host_iso3": "CAN", "capacity_t": 10},
}
OWNERS = {"cn": "CHN", "fi": "FIN", "ru": "RUS", "ca": "CAN"}
STAKES = [("cn", "a", 0.8), ("ru", "b", 0.2), ("fi", "b", 0.8), ("ca", "c", 1.0)]
NATIONAL = {"COD": 60, "FIN": 30, "CAN": 10, "WLD": 100}
DEMAND = [
    {"region": "WLD", "kind": "world demand", "year": 2024, "quantity_t": 80, "source_id": "own"},
    {"region": "CHN", "kind": "apparent consumption", "year": 2024, "quantity_t": 30, "source_id": "own"},
]


def ask(basis=Basis.EQUITY, demand=DEMAND, **more):
    made = world(plants=PLANTS, owners=OWNERS, stakes=STAKES, national=NATIONAL, demand=demand)
    return compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis, **more))


def test_that_one_and_two_suppliers_are_taken_off_gross_and_net():
    # Equity: China 48, Finland 24, Canada 10, Russia 6, unknown 12.
    one, two = without_largest(ask(), 1), without_largest(ask(), 2)
    assert (one.gone, one.left_t.point) == (("CHN",), pytest.approx(52))
    assert (one.gross, one.net) == pytest.approx((52 / 80, 52 / 50))
    assert (two.gone, two.left_t.point) == (("CHN", "FIN"), pytest.approx(28))
    assert two.gross == pytest.approx(28 / 80)
    assert math.isnan(two.net)  # Finland's own demand is not known
    assert two.left_t.low == pytest.approx(16)


def test_that_n_minus_one_is_the_one_of_the_gap():
    answer = ask()
    assert without_largest(answer, 1).gross == pytest.approx(answer.gap.n1_gross)


def test_that_n_minus_one_may_be_less_by_all_of_unknown_owner():
    # Of 100 t China has 48 and nobody knows whose 12 are: 52 are left, 40 if these were China's.
    answer = ask()
    assert (answer.gap.n1_gross, answer.gap.n1_low) == pytest.approx((52 / 80, 40 / 80))
    assert (
        indicators["n1"]
        .text(answer)
        .startswith("65.0 % of world demand (gross, at least 50.0 % if all of unknown owner were its too)")
    )
    said = "supply is 65.0 % of world demand (at least 50.0 % if all of unknown owner were its too)"
    assert said in plain.gap(answer, [])
    assert ask(Basis.LOCATION).gap.n1_low == ask(Basis.LOCATION).gap.n1_gross
    assert "at least" not in indicators["n1"].text(ask(Basis.LOCATION))
    assert math.isnan(ask(demand=()).gap.n1_low)


def test_that_an_answer_by_capacity_hears_of_the_same_world():
    assert without_largest(ask(measure=Measure.CAPACITY), 2).whole == "published world output 2024"


def test_that_without_world_demand_tonnes_are_told_and_shares_of_it_are_not():
    left = without_largest(ask(demand=()), 1)
    assert left.left_t.point == pytest.approx(52)
    assert left.share == pytest.approx(0.52)
    assert math.isnan(left.gross)
    assert "no data on world demand" in indicators["n2"].text(ask(demand=()))


def test_that_all_that_named_owners_have_falls_away():
    left = without_owners(ask(), frozenset({"CHN", "RUS", "IRN"}))
    assert left.gone == ("CHN", "RUS")
    assert left.strange == ("IRN",)
    assert left.left_t.point == pytest.approx(46)
    assert left.left_t.low == pytest.approx(34)  # Congo's 12 have no known owner and may be theirs


def test_that_an_owner_is_an_owner_also_when_the_question_is_where():
    left = without_owners(ask(Basis.LOCATION), frozenset({"CHN"}))
    assert left.basis is Basis.EQUITY
    assert left.left_t.point == pytest.approx(52)


def test_that_a_group_stands_for_its_members():
    left = without_owners(ask(), frozenset({"EU"}))
    assert (left.gone, left.strange) == (("FIN",), ())


def test_that_nobody_falls_away_where_nobody_is_named():
    left = without_owners(ask(), frozenset())
    assert (left.left_t.point, left.gross, left.net) == pytest.approx((100, 1.25, 1.25))


def test_that_fewer_suppliers_than_asked_for_is_no_data():
    plants = {"a": {"host_iso3": "COD", "capacity_t": 60}}
    made = world(plants=plants, national={"COD": 60, "WLD": 60})
    left = without_largest(compute(made, Scenario(mineral="cobalt", stage=Stage.MINING)), 2)
    assert left.no_data
    assert math.isnan(left.left_t.point)


@pytest.mark.parametrize("name", ["n2", "without_screened"])
def test_that_rows_add_up_to_the_value(name):
    shown, answer = indicators[name], ask()
    assert shown.rows(answer)["contribution"].sum() == pytest.approx(shown.value(answer))


def test_that_the_words_say_basis_and_what_is_not_known():
    said = indicators["without_screened"].text(ask())
    assert "by equity" in said
    assert "without what has no known owner" in said
    assert "nothing here of IRN, PRK" in said


def test_that_a_company_falls_away_and_is_not_counted_twice_with_its_nation():
    # By equity cn has 48 of Congo's 60; ru has 6 of Finland's 30.
    left = without_owners(ask(), frozenset({"cn", "RUS"}))
    assert set(left.gone) == {"RUS", "cn"}
    assert left.left_t.point == pytest.approx(100 - 48 - 6)
    assert math.isnan(left.net)  # nobody tells the demand of a company
    both = without_owners(ask(), frozenset({"cn", "CHN"}))
    assert both.left_t.point == pytest.approx(52)
    assert without_owners(ask(), frozenset({"nobody"})).strange == ("nobody",)


def test_that_the_users_demand_counts_and_n_minus_two_is_that_of_the_gap():
    answer = ask(assumptions=(("demand:FIN", 10), ("demand:WLD", 160)))
    left = without_largest(answer, 2)
    assert (left.gross, left.net) == pytest.approx((28 / 160, 28 / (160 - 40)))
    assert (answer.gap.n2_gross, answer.gap.n2_net) == pytest.approx((left.gross, left.net))


def test_that_a_cut_leaves_less_without_the_largest():
    # A sanction on China takes its 48; then Finland's 24 fall away of the 52 that are left.
    left = without_largest(ask(cuts=("owner:CHN",)), 1)
    assert left.gone == ("FIN",)
    assert left.left_t.point == pytest.approx(28)
