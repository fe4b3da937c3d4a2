"""The gravity model: sums, limits and what stays in the slack."""

import numpy as np
import pytest

from mineralmap.analysis.gravity import gravity
from mineralmap.errors import Cancelled

SUPPLY = np.array([60.0, 40.0])
DEMAND = np.array([30.0, 70.0])
COST = np.array([[1.0, 5.0], [4.0, 2.0]])


def test_that_rows_and_columns_add_up_and_nothing_is_negative():
    fit = gravity(SUPPLY, DEMAND, COST, decay=0.3)
    assert fit.flows.sum(axis=1) == pytest.approx(SUPPLY, abs=1e-6)
    assert fit.flows.sum(axis=0) == pytest.approx(DEMAND, abs=1e-6)
    assert (fit.flows >= 0).all()
    assert fit.residual < 1e-6


def test_that_the_cross_ratio_is_what_the_model_says():
    # T11 T22 / (T12 T21) = exp(-β (1 + 2 - 5 - 4)) (1 + λ A11)(1 + λ A22) / ((1 + λ A12)(1 + λ A21))
    affinity = np.array([[1.0, 0.0], [0.5, 0.0]])
    t = gravity(SUPPLY, DEMAND, COST, affinity, decay=0.3, weight=2.0).flows
    assert t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0]) == pytest.approx(np.exp(0.3 * 6) * 3.0 / 2.0, rel=1e-6)


def test_that_without_distance_and_affinity_flows_are_proportional():
    fit = gravity(SUPPLY, DEMAND, COST, decay=0.0)
    assert fit.flows == pytest.approx(np.array([[18.0, 42.0], [12.0, 28.0]]), rel=1e-6)  # 60·30/100 …


def test_that_a_very_strong_decay_gives_the_least_cost():
    # By hand: 30 of the first mine go at 1, its other 30 at 5, all 40 of the second at 2.
    fit = gravity(SUPPLY, DEMAND, COST, decay=50.0)
    assert fit.flows == pytest.approx(np.array([[30.0, 30.0], [0.0, 40.0]]), abs=1e-4)
    assert (fit.flows * COST).sum() == pytest.approx(30 * 1 + 30 * 5 + 40 * 2, abs=1e-3)


def test_that_what_a_ban_leaves_without_a_way_stays_in_the_slack():
    cost = np.array([[1.0, np.inf], [4.0, 2.0]])  # the first mine may only serve the first plant, which takes 30
    fit = gravity(SUPPLY, DEMAND, cost)
    assert fit.flows[0, 1] == 0
    assert fit.flows[0, 0] == pytest.approx(30, abs=1e-4)
    assert fit.not_sent == pytest.approx([30, 0], abs=1e-4)
    assert fit.not_received == pytest.approx([0, 30], abs=1e-4)
    assert fit.residual < 1e-6


def test_that_without_any_way_everything_stays_in_the_slack():
    fit = gravity(SUPPLY, DEMAND, np.full((2, 2), np.nan))
    assert fit.flows.sum() == 0
    assert fit.not_sent.tolist() == [60, 40]


def test_that_more_demand_than_supply_leaves_demand_unmet_and_supply_all_sent():
    fit = gravity(SUPPLY, DEMAND * 2, COST)
    assert fit.not_sent.sum() == pytest.approx(0, abs=1e-4)
    assert fit.not_received.sum() == pytest.approx(100, abs=1e-4)


def test_that_places_with_nothing_take_no_part():
    fit = gravity(np.array([60.0, 0.0, 40.0]), DEMAND, np.array([[1.0, 5.0], [0.0, 0.0], [4.0, 2.0]]))
    assert fit.flows[1].tolist() == [0, 0]
    assert fit.flows.sum() == pytest.approx(100)


@pytest.mark.parametrize("holes", [0.0, 0.6, 0.9])
@pytest.mark.parametrize("decay", [0.0, 0.3, 5.0])
def test_that_the_fit_converges_on_awkward_tables_and_is_the_same_each_time(holes, decay):
    chance = np.random.default_rng(7)
    supply, demand = chance.lognormal(8, 1.5, 40), chance.lognormal(8, 1.5, 30)
    cost = np.where(chance.random((40, 30)) < holes, np.inf, chance.uniform(0, 14, (40, 30)))
    fit = gravity(supply, demand, cost, decay=decay)
    assert fit.residual < 1e-6
    assert fit.flows.sum(axis=1) + fit.not_sent == pytest.approx(supply, rel=1e-6)
    assert fit.flows.sum(axis=0) + fit.not_received == pytest.approx(demand, rel=1e-6)
    assert (fit.flows[np.isinf(cost)] == 0).all()
    again = gravity(supply, demand, cost, decay=decay)
    assert np.array_equal(fit.flows, again.flows)


@pytest.mark.parametrize("decay", [0.3, 1.0, 4.0, 20.0])
@pytest.mark.parametrize("excess", [1.001, 1.02, 1.5])
def test_that_mines_that_may_only_serve_their_own_plants_send_what_these_take_in(decay, excess):
    # The first mine gives a little more than the first plant takes; the others could serve it too, from far.
    supply, demand = np.array([40.0 * excess, 30.0, 30.0]), np.array([40.0, 35.0, 25.0])
    cost = np.array([[0.1, np.inf, np.inf], [9.0, 1.0, 4.0], [12.0, 5.0, 2.0]])
    fit = gravity(supply, demand, cost, decay=decay)
    assert fit.residual < 1e-6
    assert fit.flows[0].tolist() == pytest.approx([40.0, 0, 0], abs=1e-4)
    assert fit.not_sent == pytest.approx([40.0 * excess - 40, 0, 0], abs=1e-4)
    assert fit.flows[1:].sum(axis=0) == pytest.approx([0, 35, 25], abs=1e-4)


def test_that_two_thousand_mines_and_five_hundred_plants_are_fitted_to_both_sums():
    chance = np.random.default_rng(5)
    supply, demand = chance.lognormal(8, 1.5, 2000), chance.lognormal(8, 1.5, 500)
    demand *= supply.sum() / demand.sum()
    fit = gravity(supply, demand, chance.uniform(0, 14, (2000, 500)))
    assert fit.residual < 1e-6
    assert (fit.flows >= 0).all()
    assert fit.flows.sum(axis=1) == pytest.approx(supply, rel=1e-4)
    assert fit.flows.sum(axis=0) == pytest.approx(demand, rel=1e-4)


def test_that_it_can_be_called_off():
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        gravity(SUPPLY, DEMAND, COST, cancel=stop)
