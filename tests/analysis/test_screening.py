"""The screening flags: published examples of the 50 percent rule, and what may not be known."""

from itertools import pairwise

import numpy as np
import pytest

from mineralmap.analysis import screening
from mineralmap.analysis.compute import compute
from mineralmap.analysis.screening import NOTICE, flags, screen
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import parts, tiny, world

X = {"x": "RUS", "y": "USA"}
JOINT = {"country_iso3": "", "stops": False, "kind": "holding"}
"""A company that passes ownership through."""
HALF_OF_A = [("x", "a", 0.5), ("y", "a", 0.5)]
PLANT = {"host_iso3": "CHE", "capacity_t": 100.0}


def held(stakes, *, companies=("a", "b", "c"), owners=("x",), rule="50", **more):
    """The screening of a world of such stakes, indexed by entity."""
    made = world(plants={"f": PLANT}, owners={**X, **dict.fromkeys(companies, JOINT), **more}, stakes=stakes)
    return screen(made, owners, rule).set_index("entity")


def test_that_half_of_a_half_is_flagged_where_equity_would_say_a_quarter():
    # OFAC FAQ 401: X owns 50 % of A, A owns 50 % of B; B is considered blocked.
    stakes = [("x", "a", 0.5), ("y", "a", 0.5), ("a", "f", 0.5), ("y", "f", 0.5)]
    assert held(stakes).loc[["a", "f"], "flag"].tolist() == ["flagged", "flagged"]
    made = world(plants={"f": PLANT}, owners={**X, "a": JOINT}, stakes=stakes)
    assert parts(made, "f", Basis.EQUITY)["RUS"] == pytest.approx(0.25)


def test_that_two_flagged_quarters_are_one_half():
    # OFAC FAQ 401: X owns 50 % of A and 50 % of B, and these 25 % of C each; C is considered blocked.
    found = held([*HALF_OF_A, ("x", "b", 0.5), ("y", "b", 0.5), ("a", "c", 0.25), ("b", "c", 0.25), ("y", "c", 0.5)])
    assert found.at["c", "flag"] == "flagged"
    assert found.at["c", "part_published"] == pytest.approx(0.5)


def test_that_direct_and_indirect_stakes_are_summed():
    # OFAC FAQ 401: X owns 50 % of A and 10 % of B, A owns 40 % of B; B is considered blocked.
    found = held([("x", "a", 0.5), ("y", "a", 0.5), ("a", "b", 0.4), ("x", "b", 0.1), ("y", "b", 0.5)])
    assert found.at["b", "flag"] == "flagged"


def test_that_a_quarter_of_each_of_two_that_are_not_flagged_is_nothing():
    # OFAC FAQ 401: X owns 50 % of A and 25 % of B; A and B own 25 % of C each. B is not blocked, so C has 25 % only.
    found = held([*HALF_OF_A, ("x", "b", 0.25), ("y", "b", 0.75), ("a", "c", 0.25), ("b", "c", 0.25), ("y", "c", 0.5)])
    assert found.at["b", "flag"] == ""
    assert found.at["c", "flag"] == ""
    assert found.at["c", "part_published"] == pytest.approx(0.25)


def test_that_several_owners_of_the_set_are_counted_together():
    # OFAC FAQ 399: blocked X owns 25 % and blocked Y 25 % of A; A is blocked.
    assert held([("x", "a", 0.25), ("y", "a", 0.25), ("z", "a", 0.5)], owners=("x", "y"), z="JPN").at["a", "flag"]
    assert not held([("x", "a", 0.25), ("y", "a", 0.25), ("z", "a", 0.5)], z="JPN").at["a", "flag"]


def test_that_at_25_percent_a_majority_passes_all_and_a_minority_its_part():
    # 60 % of A passes in full, so A's 40 % of B is 40 % of X; 40 % of A is 40 %, of which 40 % of B is 16 %.
    stakes = [("x", "a", 0.6), ("y", "a", 0.4), ("a", "b", 0.4), ("y", "b", 0.6)]
    assert held(stakes, rule="25").at["b", "part_published"] == pytest.approx(0.4)
    stakes = [("x", "a", 0.4), ("y", "a", 0.6), ("a", "b", 0.4), ("y", "b", 0.6)]
    found = held(stakes, rule="25")
    assert found.at["b", "part_published"] == pytest.approx(0.16)
    assert found.loc[["a", "b"], "flag"].tolist() == ["flagged", ""]


def test_that_exactly_the_threshold_is_flagged_and_a_little_less_is_not():
    for rule, part in (("50", 0.5), ("25", 0.25)):
        assert held([("x", "a", part), ("y", "a", 1 - part)], rule=rule).at["a", "flag"] == "flagged"
        assert held([("x", "a", part - 1e-4), ("y", "a", 1 - part)], rule=rule).at["a", "flag"] in {
            "",
            "may be flagged",
        }
        full = [("x", "a", part - 1e-4), ("y", "a", 1 - part + 1e-4)]
        assert held(full, rule=rule).at["a", "flag"] == ""


def test_that_a_printed_holder_of_a_listed_company_counts_though_tracing_stops_there():
    found = held([("x", "l", 0.3), ("l", "f", 1.0)], l="AUS", rule="25")
    assert found.loc[["l", "f"], "part_published"].tolist() == pytest.approx([0.3, 0.3])
    assert found.loc[["l", "f"], "flag"].tolist() == ["flagged", "flagged"]
    # the free float of a listed company is not an unknown owner
    assert found.at["l", "part_high"] == pytest.approx(0.3)


def test_that_what_is_unknown_or_presumed_may_be_flagged_and_is_never_flagged():
    unknown = held([("y", "f", 0.4)])
    assert unknown.at["f", "part_published"] == 0
    assert unknown.at["f", "part_high"] == pytest.approx(0.6)
    assert unknown.at["f", "flag"] == "may be flagged"
    presumed = held([("x", "f", None)])
    assert presumed.loc["f", ["part_published", "part", "flag"]].tolist() == [0, 1, "may be flagged"]


def test_that_a_nation_stands_for_the_companies_whose_seat_counts_for_it():
    made = world(
        plants={"f": PLANT},
        owners={**X, "s": {"country_iso3": "RUS", "stops": True, "seat_only": True, "kind": "holding"}},
        stakes=[("x", "f", 0.5), ("s", "f", 0.5)],
    )
    found = screen(made, ["RUS"]).set_index("entity")
    assert found.at["f", "part_published"] == pytest.approx(0.5)
    assert found.at["f", "part_high"] == pytest.approx(1.0), "who stands behind a seat is not known"


def test_that_owners_in_a_ring_come_to_an_end():
    ring = [("a", "b", 0.6), ("b", "a", 0.5), ("x", "a", 0.5), ("y", "b", 0.4)]
    for rule in ("50", "25"):
        assert held(ring, rule=rule).loc[["a", "b"], "flag"].tolist() == ["flagged", "flagged"]


def test_that_a_deep_chain_of_exact_halves_is_flagged_to_its_end():
    names = [f"c{number}" for number in range(200)]
    stakes = [("x", "c0", 0.5), ("y", "c0", 0.5)]
    for above, below in pairwise(names):
        stakes += [(above, below, 0.5), ("y", below, 0.5)]
    assert (held(stakes, companies=names).loc[names, "flag"] == "flagged").all()


def test_that_the_bounds_are_in_order_on_all_shipped_data_and_more_owners_reach_no_less():
    dataset = bundled.load()
    for rule in screening.RULES:
        few, many = (screen(dataset, owners, rule).set_index("entity") for owners in (["RUS"], ["RUS", "CHN"]))
        for found in (few, many):
            assert (found["part_published"] <= found["part"] + 1e-12).all()
            assert (found["part"] <= found["part_high"] + 1e-12).all()
            assert found["part_high"].between(0, 1).all()
        assert (few["part_published"] <= many["part_published"].reindex(few.index) + 1e-12).all()


def test_that_greenbushes_is_no_half_chinese_by_screening_at_fifty_percent_of_windfield():
    # Tianqi 51 % of TLEA, TLEA 51 % of Windfield, Windfield 100 % of Talison: each is flagged in full.
    found = screen(tiny(), ["CHN"]).set_index("entity")
    assert found.loc[["tlea", "windfield", "talison", "AUS-greenbushes"], "flag"].tolist() == ["flagged"] * 4


def test_that_an_answer_says_how_many_of_its_tonnes_are_flagged():
    # F1 100 t (CHN 80 %) and F3 60 t (CHN 60 %) of 250 t; F2 and F4 have no Chinese owner.
    asked = Scenario("cobalt", Stage.MINING, Basis.EQUITY, Measure.OUTPUT, screened=frozenset({"CHN"}))
    found = flags(compute(tiny(), asked))
    assert (found.flagged_t, found.high_t, found.denominator_t) == pytest.approx((160, 160, 250))
    assert found.notice == NOTICE
    assert found.facilities.at["COD-f2", "flag"] == ""


def test_that_no_answer_has_no_flagged_tonnes():
    found = flags(compute(tiny(), Scenario("cobalt", Stage.RECYCLING)))
    assert np.isnan(found.flagged_t)
    assert np.isnan(found.high_t)


def test_that_every_screening_says_that_it_is_no_legal_advice():
    for rule, made in screening.RULES.items():
        found = screen(tiny(), None, rule)
        assert found.attrs["notice"] == "Screening, not legal advice."
        assert found.attrs["rule"] == made.title
    assert screening.RULES["25"].title == "25 % screening (FEOC-like)"


def test_that_an_owner_nobody_knows_gets_the_nearest_word():
    with pytest.raises(InvalidArgument, match="Did you mean tianqi"):
        screen(tiny(), ["tianqy"])
    with pytest.raises(InvalidArgument, match="no screening at '30'"):
        screen(tiny(), ["CHN"], "30")
