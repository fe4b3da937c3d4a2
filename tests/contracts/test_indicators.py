"""Every indicator keeps its promise; a new file is tested the moment it exists."""

import math

import pytest

from mineralmap.analysis import made_of
from mineralmap.analysis.compute import compute
from mineralmap.analysis.indicators import indicators
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

EVERY = pytest.mark.parametrize("indicator", list(indicators), ids=lambda one: one.id)
WAYS = [(basis, measure) for basis in Basis for measure in Measure]


@EVERY
def test_that_an_indicator_says_its_question_and_where_it_comes_from(indicator):
    assert indicator.title
    assert indicator.question.endswith("?")
    assert len(indicator.reference) > 20
    assert len(indicator.formula) > 5
    assert indicator.bounds[0] < indicator.bounds[1]
    assert isinstance(indicator.order, int)


@EVERY
def test_that_an_indicator_has_a_value_and_words_for_it(indicator, answer):
    assert isinstance(float(indicator.value(answer)), float)
    assert indicator.text(answer).strip()


@EVERY
def test_that_without_an_answer_an_indicator_is_no_data_and_never_zero(indicator, silence):
    assert silence.no_data
    assert math.isnan(indicator.value(silence))
    assert "no data" in indicator.text(silence)


def test_that_ids_are_unique_and_ordered():
    ids = indicators.ids()
    assert len(ids) == len(set(ids)) >= 6


def within(indicator, answer) -> None:
    """The promise of one number: inside its bounds, its rows adding up to it, nothing where there is no answer."""
    value, rows = float(indicator.value(answer)), indicator.rows(answer)
    assert set(made_of.COLUMNS) <= set(rows.columns)
    asked = (answer.scenario.mineral, answer.scenario.stage, answer.scenario.basis, answer.scenario.measure)
    if math.isnan(value):
        assert not len(rows), asked
        return
    low, high = indicator.bounds
    assert low - 1e-9 <= value <= high + 1e-9, asked
    if rows["contribution"].notna().any():
        assert rows["contribution"].sum() == pytest.approx(value, rel=1e-8, abs=1e-9), asked
    else:
        assert value == 0 or len(rows), asked


@EVERY
@pytest.mark.parametrize(("basis", "measure"), WAYS)
def test_that_the_rows_of_an_indicator_add_up_to_it_in_the_tiny_world(indicator, basis, measure, world):
    for mineral in world.minerals.index:
        for stage in Stage:
            within(indicator, compute(world, Scenario(mineral=mineral, stage=stage, basis=basis, measure=measure)))


@EVERY
@pytest.mark.parametrize("basis", list(Basis))
def test_that_the_rows_of_an_indicator_add_up_to_it_on_the_shipped_data(indicator, basis):
    for mineral in ("lithium", "cobalt", "nickel", "rare_earths", "graphite"):
        for stage in (Stage.MINING, Stage.REFINING):
            within(indicator, made_of.answer(bundled.load(), Scenario(mineral=mineral, stage=stage, basis=basis)))
