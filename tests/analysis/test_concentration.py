"""Published examples of the Herfindahl–Hirschman index, its bounds and its bands."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mineralmap.analysis.concentration import DOJ_2010, DOJ_2023, concentration, cr, hhi, hhi_high
from tests.analysis.worlds import golden

GOLDEN = golden("concentration")


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["case"])
def test_that_published_examples_come_out(case):
    shares = [float(part) for part in case["shares"].split()]
    assert hhi(shares) == pytest.approx(float(case["hhi_low"]), abs=1e-9)


def test_that_merging_two_suppliers_raises_the_index_by_twice_their_product():
    # 50/30/20 → 80/20: 2 · 50 · 30 = 3,000 more.
    assert hhi([0.8, 0.2]) - hhi([0.5, 0.3, 0.2]) == pytest.approx(3000)


def test_that_the_upper_bound_gives_the_unknown_to_the_leader_and_cuts_the_rest_small():
    # 50/20, other 10 in pieces of 20 (0.10 · 0.20 = 0.02), unknown 20: 0.7² − 0.5² = 0.24; 2,900 + 200 + 2,400.
    assert hhi_high([0.5, 0.2], other=0.1, unknown=0.2) == pytest.approx(5500)


def test_that_no_supply_is_no_data_and_not_a_free_market():
    assert math.isnan(hhi([]))
    assert math.isnan(hhi_high([], 0.4, 0.6))
    assert math.isnan(cr([0.0], 3))
    found = concentration(np.array([]), 0.0, 0.0)
    assert math.isnan(found.n_eff)
    assert found.band == ""


def test_that_other_is_never_ranked_but_stays_in_the_denominator():
    found = concentration(np.array([0.3, 0.1]), other=0.6, unknown=0.0)
    assert found.cr1 == pytest.approx(0.3)
    assert found.cr3 == pytest.approx(0.4)
    assert found.hhi_low == pytest.approx(1000)


def test_that_bands_carry_the_name_of_their_scheme_and_say_what_may_be():
    found = concentration(np.array([0.3, 0.1]), other=0.0, unknown=0.6)
    assert found.scheme == "US DOJ/FTC 2023 (1,000 / 1,800)"
    assert found.band == "not concentrated, may be highly concentrated"  # 1,000 is not above 1,000; 0.9² + 0.1² is
    assert DOJ_2023.band(1800.1) == DOJ_2010.band(2500.1) == "highly concentrated"
    assert DOJ_2010.band(1800.1) == "moderately concentrated"


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=12), st.floats(0, 1), st.floats(0, 1))
def test_that_the_low_bound_never_exceeds_the_high_one(weights, other, unknown):
    total = sum(weights) + other + unknown
    shares = [weight / total for weight in weights]
    low, high = hhi(shares), hhi_high(shares, other / total, unknown / total)
    assert 0 < low <= high + 1e-9 <= 10000.0 + 1e-8
