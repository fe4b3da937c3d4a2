"""Two demand rows for one question: the newest source counts, and the other is told."""

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.demand import settled
from tests.analysis.worlds import table

SOURCES = table("sources", [{"source_id": "old", "year": "2025"}, {"source_id": "new", "year": "2026"}])
ROW = {"region": "USA", "mineral": "cobalt", "year": 2024, "kind": "apparent consumption", "stage": "any", "unit": "t"}


def settle(*rows):
    return settled(table("demand", rows), SOURCES)


@pytest.mark.parametrize("turned", [False, True])
def test_that_the_newest_source_wins_whatever_the_order(turned):
    rows = [{**ROW, "quantity_t": 8500, "source_id": "old"}, {**ROW, "quantity_t": 7960, "source_id": "new"}]
    kept, problems = settle(*(reversed(rows) if turned else rows))
    assert kept["quantity_t"].tolist() == [7960]
    (problem,) = problems
    assert problem.row == (3 if turned else 2)
    assert "8500 t (old)" in problem.what
    assert "7960 t (new)" in problem.what
    assert problem.hint


def test_that_of_equal_sources_the_last_row_counts():
    kept, problems = settle({**ROW, "quantity_t": 1, "source_id": "new"}, {**ROW, "quantity_t": 2, "source_id": "new"})
    assert kept["quantity_t"].tolist() == [2]
    assert len(problems) == 1


@pytest.mark.parametrize("other", [{"year": 2023}, {"scenario": "STEPS"}, {"stage": "mining"}, {"kind": "proxy"}])
def test_that_another_question_is_no_double(other):
    kept, problems = settle({**ROW, "source_id": "new"}, {**ROW, **other, "source_id": "new"})
    assert len(kept) == 2
    assert problems == ()


def test_that_the_shipped_demand_has_no_doubles():
    assert not [problem for problem in bundled.load().problems if problem.file == "demand.csv"]


def test_that_a_folder_with_doubles_is_read_and_told(tmp_path):
    from tests.analysis.worlds import TINY

    for file in TINY.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "demand.csv").read_text("utf-8")
    head, first, *rest = text.splitlines()
    (tmp_path / "demand.csv").write_text("\n".join([head, first, first, *rest, ""]), "utf-8")
    made = bundled.load_folder(tmp_path)
    assert len(made.demand) == len(rest) + 1
    assert any(problem.file == "demand.csv" and problem.row == 2 for problem in made.problems)
