"""Every indicator keeps its promise; a new file is tested the moment it exists."""

import math

import pytest

from mineralmap.analysis.indicators import indicators


@pytest.mark.parametrize("indicator", list(indicators), ids=lambda one: one.id)
def test_that_an_indicator_says_its_question_and_where_it_comes_from(indicator):
    assert indicator.title
    assert indicator.question.endswith("?")
    assert len(indicator.reference) > 20
    assert isinstance(indicator.order, int)


@pytest.mark.parametrize("indicator", list(indicators), ids=lambda one: one.id)
def test_that_an_indicator_has_a_value_and_words_for_it(indicator, answer):
    assert isinstance(float(indicator.value(answer)), float)
    assert indicator.text(answer).strip()


@pytest.mark.parametrize("indicator", list(indicators), ids=lambda one: one.id)
def test_that_without_an_answer_an_indicator_is_no_data_and_never_zero(indicator, silence):
    assert silence.no_data
    assert math.isnan(indicator.value(silence))
    assert "no data" in indicator.text(silence)


def test_that_ids_are_unique_and_ordered():
    ids = indicators.ids()
    assert len(ids) == len(set(ids)) >= 6
