"""Every indicator keeps its promise; a new file is tested the moment it exists."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis import made_of
from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world

EVERY = pytest.mark.parametrize("indicator", list(indicators), ids=lambda one: one.id)
UNITS = {"0–10,000", "0–100", "fraction", "suppliers", "t", "days", "companies"}
SHUFFLED = "facilities outputs stakes companies national_production demand factors partners".split()
WAYS = [(basis, measure) for basis in Basis for measure in Measure]


@EVERY
def test_that_an_indicator_says_its_question_and_where_it_comes_from(indicator):
    assert indicator.title
    assert indicator.question.endswith("?")
    assert len(indicator.reference) > 20
    assert len(indicator.formula) > 5
    assert indicator.bounds[0] < indicator.bounds[1]
    assert indicator.unit in UNITS
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
def test_that_the_rows_of_an_indicator_add_up_to_it_in_the_tiny_world(indicator, basis, measure):
    for mineral in tiny().minerals.index:
        for stage in Stage:
            within(indicator, made_of.answer(tiny(), Scenario(mineral, stage, basis, measure)))


@EVERY
@pytest.mark.parametrize("basis", list(Basis))
def test_that_the_rows_of_an_indicator_add_up_to_it_on_the_shipped_data(indicator, basis):
    for mineral in ("lithium", "cobalt", "nickel", "rare_earths", "graphite"):
        for stage in (Stage.MINING, Stage.REFINING):
            within(indicator, made_of.answer(bundled.load(), Scenario(mineral=mineral, stage=stage, basis=basis)))


EMPTY = world()


@EVERY
@pytest.mark.parametrize(("basis", "measure"), WAYS)
def test_that_an_indicator_of_empty_data_is_no_data(indicator, basis, measure):
    nothing = made_of.answer(EMPTY, Scenario("cobalt", Stage.MINING, basis, measure))
    assert math.isnan(indicator.value(nothing))
    assert "no data" in indicator.text(nothing)
    assert not len(indicator.rows(nothing))


ALONE = world(
    plants={"plant": {"host_iso3": "CHN", "capacity_t": 100, "capacity_year": 2024, "unit": "t"}},
    owners={"cn": "CHN"},
    stakes=[("cn", "plant", 1.0)],
    national={"CHN": 100, "WLD": 100},
    demand=[{"region": "WLD", "year": 2024, "quantity_t": 80, "kind": "world demand", "source_id": "own"}],
)
OF_ONE = {"hhi": 10000, "cr1": 1, "cr3": 1, "n_eff": 1, "coverage": 1, "single_supplier": 1, "n1": 0,
          "partner_share": 0, "unknown_share": 0, "presumed_share": 0}  # fmt: skip


@EVERY
@pytest.mark.parametrize(("basis", "measure"), WAYS)
def test_that_an_indicator_of_one_supplier_is_told_and_keeps_its_promise(indicator, basis, measure):
    only = made_of.answer(ALONE, Scenario("cobalt", Stage.MINING, basis, measure))
    within(indicator, only)
    assert indicator.text(only).strip()
    if indicator.id in OF_ONE:
        assert indicator.value(only) == pytest.approx(OF_ONE[indicator.id])


CHOICES = (
    {"denominator": "named"},
    {"denominator": "located"},
    {"cuts": ("owner:CHN", "host:AUS=0.5")},
    {"assumptions": (("demand:USA", 100.0), ("demand:WLD", 300.0), ("single_limit", 0.2), ("target_refining", 0.9))},
    {"assumptions": (("factor:li2co3", 0.1),), "scheme": "doj2010"},
)


@EVERY
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: "-".join(choice))
def test_that_the_rows_add_up_under_every_choice_that_changes_a_number(indicator, choice):
    for basis, measure in WAYS:
        within(indicator, made_of.answer(tiny(), Scenario("lithium", Stage.REFINING, basis, measure, **choice)))


def shuffled(dataset, seed):
    """The same facts in another order of rows."""
    order = np.random.default_rng(seed)
    tables = {name: getattr(dataset, name) for name in SHUFFLED}
    return replace(dataset, **{name: table.iloc[order.permutation(len(table))] for name, table in tables.items()})


DATA = {"tiny": lambda: tiny(), "shipped": bundled.load}
QUESTIONS = [
    ("tiny", "lithium", "refining", "equity"),
    ("tiny", "cobalt", "mining", "control"),
    ("shipped", "nickel", "refining", "equity"),
]
OTHERWISE = {name: shuffled(load(), 20261128) for name, load in DATA.items()}


def summed(rows: pd.DataFrame) -> pd.Series:
    return rows.fillna({"contribution": 0.0}).groupby(["kind", "id"])[["tonnes", "contribution"]].sum()


@EVERY
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: "-".join(asked))
def test_that_an_indicator_does_not_depend_on_the_order_of_rows(indicator, asked):
    name, *question = asked
    scenario = Scenario(*question)
    one, other = made_of.answer(DATA[name](), scenario), made_of.answer(OTHERWISE[name], scenario)
    assert indicator.value(other) == pytest.approx(indicator.value(one), rel=1e-9, nan_ok=True)
    assert indicator.text(other) == indicator.text(one)
    pd.testing.assert_frame_equal(summed(indicator.rows(other)), summed(indicator.rows(one)), rtol=1e-9, atol=1e-9)


@EVERY
def test_that_an_indicator_says_the_same_when_asked_twice(indicator):
    scenario = Scenario("nickel", "refining", "equity")
    one, other = compute(bundled.load(), scenario), compute(bundled.load(), scenario)
    assert indicator.value(one) == pytest.approx(indicator.value(other), rel=0, abs=0, nan_ok=True)
    assert indicator.text(one) == indicator.text(other)
    pd.testing.assert_frame_equal(indicator.rows(one), indicator.rows(other))


@EVERY
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: "-".join(asked))
def test_that_an_indicator_opens_and_every_source_is_known(indicator, asked):
    name, *question = asked
    answer = made_of.answer(DATA[name](), Scenario(*question))
    found = explain(answer, indicator.id)
    assert (found.title, found.formula, found.reference) == (indicator.title, indicator.formula, indicator.reference)
    assert found.value == pytest.approx(indicator.value(answer), nan_ok=True)
    assert len(found.rows) == len(indicator.rows(answer))
    cells = [*found.rows["source_id"], *found.factors["source_id"], *found.sources["source_id"]]
    assert {one for cell in cells for one in cell.split("; ")} - {""} <= set(answer.dataset.sources.index)
    assert indicator.title in found.citation
    assert not len(found.rows) or (found.rows["name"] != "").all()
