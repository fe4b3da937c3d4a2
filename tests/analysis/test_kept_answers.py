"""Answers kept in a file and brought back: the same to the last bit, or not at all."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pandas as pd
import pytest

from mineralmap.analysis import kept_answers
from mineralmap.analysis.compute import compute
from mineralmap.analysis.horizon import closing_curve, horizon
from mineralmap.analysis.kept_answers import KeptAnswers
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

ASKED = [
    Scenario(),
    Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.CONTROL, cuts=("host:IDN=0.5",)),
    Scenario(mineral="rare_earths", measure=Measure.CAPACITY),
    Scenario(mineral="nickel", stage=Stage.MANUFACTURING),  # no answer: figures that are nan, tables without a row
]
CHECKS = (("hhi", "Concentration", "7,812", "severe"),)


@pytest.fixture(scope="module")
def kept() -> KeptAnswers:
    answers = tuple(compute(bundled.load(), one) for one in ASKED)
    return KeptAnswers(answers, CHECKS, (horizon(answers[0]), closing_curve(answers[0])))


def same(before: Any, after: Any, what: str) -> None:
    if isinstance(before, pd.DataFrame):
        pd.testing.assert_frame_equal(after, before, check_exact=True, check_index_type="exact")
        assert (after.index.dtype, after.columns.dtype) == (before.index.dtype, before.columns.dtype), what
    elif is_dataclass(before):
        assert type(after) is type(before)
        for one in fields(before):
            same(getattr(before, one.name), getattr(after, one.name), f"{what}.{one.name}")
    else:
        assert after == before or (before != before and after != after), what


def test_that_answers_come_back_as_they_were(kept: KeptAnswers, tmp_path):
    kept_answers.save(kept, "four", tmp_path / "a.json")
    again = kept_answers.load("four", tmp_path / "a.json", bundled.load(), ASKED)
    assert again is not None
    assert again.checks == CHECKS
    for before, after in zip(kept.answers, again.answers, strict=True):
        assert after.dataset is before.dataset
        assert sum(one.unpartnered is after.unpartnered for one in again.answers) == 1
        for one in fields(before):
            if one.name not in ("dataset", "unpartnered"):
                same(getattr(before, one.name), getattr(after, one.name), one.name)
    for before, after in zip(kept.ahead, again.ahead, strict=True):
        same(before, after, "ahead")


def test_that_another_name_a_damaged_file_and_another_class_give_nothing(kept: KeptAnswers, tmp_path):
    file, dataset = tmp_path / "a.json", bundled.load()
    kept_answers.save(kept, "four", file)
    assert kept_answers.load("five", file, dataset, ASKED) is None
    assert kept_answers.load("four", file, dataset, ASKED[:2]) is None
    whole = file.read_bytes()
    for content in (b"", b"no json", b"[]", whole[: len(whole) // 2]):
        file.write_bytes(content)
        assert kept_answers.load("four", file, dataset, ASKED) is None
    strange = json.loads(whole)
    strange["answers"][0]["gap"]["class"] = "Path"
    file.write_text(json.dumps(strange))
    assert kept_answers.load("four", file, dataset, ASKED) is None
    assert kept_answers.load("four", tmp_path / "none.json", dataset, ASKED) is None
