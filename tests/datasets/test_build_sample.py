"""Drawing rows to be read again, and what is said of those that were: fair, repeatable, counted by hand."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mineralmap import paths
from tests.analysis.worlds import table

BUILD = paths.data() / "build"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    if not BUILD.is_dir():
        pytest.skip("the build script does not travel in the wheel")
    monkeypatch.syspath_prepend(str(BUILD))
    before = set(sys.modules)
    yield SimpleNamespace(sample=importlib.import_module("sample"), reread=importlib.import_module("reread"))
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "") or "").startswith(str(BUILD)):
            del sys.modules[name]


def test_that_the_same_seed_draws_the_same_rows_whatever_their_order(build: Any):
    rows = [{"table": "outputs", "row_id": str(number)} for number in range(100)]
    drawn = build.sample.draw(rows, 7, 10)
    assert drawn == build.sample.draw(rows[::-1], 7, 10)
    assert len({row["row_id"] for row in drawn}) == 10
    assert drawn != build.sample.draw(rows, 8, 10)


def test_that_only_read_figures_and_owners_of_the_full_minerals_can_be_drawn(build: Any, tmp_path: Path):
    files = {
        "minerals": "mineral,in_full\ncobalt,yes\ncopper,no\n",
        "outputs": "facility_id,mineral,form,capacity,production,unit,capacity_year,production_year,derived,source_id\n"
        "A,cobalt,metal,5,,t,2024,,no,s1\nA,copper,metal,9,,t,2024,,no,s1\nB,cobalt,ore,5,,t,,,yes,s1\nC,cobalt,ore,,,t,,,no,s1\n",
        "stakes": "owner_id,owned_id,stake,as_of,source_id\nx,A,0.5,2024,s2\ny,x,1,,s2\ny,D,1,,s2\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    rows = build.sample.population(tmp_path)
    assert [row["row_id"] for row in rows] == ["A cobalt metal", "x A", "y x"]
    assert rows[0]["shipped"] == "capacity 5 t (2024)"


def test_that_the_error_rate_counts_what_could_be_read_and_gives_wilsons_interval(build: Any):
    verdicts = ["right"] * 46 + ["wrong"] * 2 + ["not readable"] * 12
    rows = [{"round": 1, "seed": 3, "table": "stakes", "row_id": str(n), "verdict": v} for n, v in enumerate(verdicts)]
    world: Any = SimpleNamespace(rereadings=table("rereadings", rows), second_sources=table("second_sources", []))
    # 2 of 48: p = 0.0417, z = 1.96: (0.0417 + 0.0400) / 1.0800 ± 0.0693 / 1.0800 = 1.15 % to 13.98 %
    assert "| 1 | 3 | 60 | 48 | 2 | 4.2% | 1.2% to 14.0% |" in build.reread.text(world)


def test_that_a_sample_with_an_earlier_seed_says_how_many_of_its_rows_were_new(build: Any):
    first = [{"round": 1, "seed": 3, "table": "stakes", "row_id": str(n), "verdict": "right"} for n in range(4)]
    second = [
        {"round": 2, "seed": 3, "table": "stakes", "row_id": str(n), "verdict": "wrong" if n == 5 else "right"}
        for n in range(2, 7)
    ]
    world: Any = SimpleNamespace(
        rereadings=table("rereadings", first + second), second_sources=table("second_sources", [])
    )
    text = build.reread.text(world)
    assert "Sample 2 took the seed of sample 1: 2 of its rows had been drawn before." in text
    assert "Of the 3 others that were read, 1 were wrong: 33.3%" in text
