"""Stocks by hand: days of cover, a loss, new supply in a straight ramp, and what is not disclosed."""

import math
from datetime import date

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.stockpile import Disclosure, End, covers, days_of, days_under_loss, depletion
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario, Stage

NEW_YEAR = date(2025, 1, 1)


def ask(*assumptions, partners=("JPN",)):
    scenario = Scenario(mineral="cobalt", stage=Stage.REFINING, partners=frozenset(partners), assumptions=assumptions)
    return compute(bundled.load(), scenario)


def test_that_the_published_japanese_case_comes_out():
    # 42 national + 18 private = 60 days; at 65 % lost they last 92.3.
    assert round(days_under_loss(42 + 18, 0.65), 1) == 92.3
    found = covers(ask(("stock:JPN-national", 42), ("stock:JPN-private", 18), ("loss", 0.65)))[0]
    assert found.parts == (("national", 42), ("private", 18))
    assert found.days == 60
    assert found.depletion.days == pytest.approx(60 / 0.65)


def test_that_days_are_stock_over_daily_consumption():
    assert days_of(100, 3650) == pytest.approx(10)
    assert math.isnan(days_of(100, math.nan))
    assert math.isnan(days_of(100, 0))


def test_that_a_stock_without_a_loss_is_not_drawn():
    assert days_under_loss(60, 0) == math.inf
    assert depletion(60, 0.0, 0.0, 12, NEW_YEAR).end is End.NOT_DRAWN


def test_that_a_constant_loss_ends_on_the_day_that_arithmetic_says():
    found = depletion(60, 0.65, 0.0, 12, NEW_YEAR)
    assert found.days == pytest.approx(60 / 0.65)
    assert found.on == date(2025, 4, 3)  # 92 full days after 1 January


def test_that_new_supply_in_a_ramp_stretches_a_stock():
    # Loss 0.5, new supply 0.4 within 4 months of 365/12 = 30.4167 days: the drain falls 0.45, 0.35, 0.25, 0.15, then
    # stays at 0.1. After four months 1.2 · 30.4167 = 36.5 days are gone; the other 3.5 last 35 days more.
    found = depletion(40, 0.5, 0.4, 4, NEW_YEAR)
    assert found.days == pytest.approx(4 * 365 / 12 + 35)


def test_that_new_supply_in_time_keeps_a_stock():
    assert depletion(60, 0.5, 0.6, 2, NEW_YEAR).end is End.LASTS
    assert depletion(10, 0.5, 0.6, 24, NEW_YEAR).end is End.DEPLETED


def test_that_a_ramp_that_ends_within_a_month_is_full_from_then_on():
    # Half a month of ramp (mean 0.5), half a month full: 0.75 of new supply in the first month.
    found = depletion(100, 1.0, 1.0, 0.5, NEW_YEAR)
    assert found.end is End.LASTS
    assert depletion(365 / 12 * 0.25, 1.0, 1.0, 0.5, NEW_YEAR).end is End.DEPLETED
    assert depletion(365 / 12 * 0.2501, 1.0, 1.0, 0.5, NEW_YEAR).end is End.LASTS


def test_that_what_is_not_disclosed_is_told_and_its_target_is_no_stock():
    found = covers(ask())[0]
    assert found.disclosure is Disclosure.UNDISCLOSED
    assert math.isnan(found.days)
    assert math.isnan(found.stock_t)
    assert (found.target_days, found.target_high_days) == (60, 180)
    assert found.target_parts == (("national", 42), ("private", 18))
    assert found.depletion.end is End.UNKNOWN
    shown = indicators["days_of_cover"]
    assert math.isnan(shown.value(ask()))
    assert "undisclosed, target 60 days" in shown.text(ask())
    assert "up to 180 for high risk" in shown.text(ask())


def test_that_a_partner_without_a_table_is_no_data_and_not_undisclosed():
    found = covers(ask(partners=("USA",)))[0]
    assert found.disclosure is Disclosure.NO_DATA
    assert "no data" in indicators["days_of_cover"].text(ask(partners=("USA",)))


def test_that_the_shortest_cover_counts_and_the_loss_says_whose_it_is():
    answer = ask(("stock:JPN", 60), ("stock:USA", 30), partners=("JPN", "USA"))
    shown = indicators["days_of_cover"]
    assert shown.value(answer) == 30
    assert shown.rows(answer)["contribution"].sum() == 30
    assert "the share of China" in shown.text(answer)
    assert "from 2025-01-01 on" in shown.text(answer)


def test_that_a_stock_in_tonnes_follows_from_consumption():
    found = covers(ask(("stock:JPN", 73), ("demand:JPN", 1000)))[0]
    assert found.stock_t == pytest.approx(200)
