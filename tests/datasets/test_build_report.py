"""What the build script says of a table that it made again."""

import importlib.util
from types import ModuleType

import pandas as pd
import pytest

from mineralmap import paths

BUILD = paths.data() / "build" / "__main__.py"


@pytest.fixture(scope="module")
def report() -> ModuleType:
    if not BUILD.is_file():
        pytest.skip("the build script does not travel in the wheel")
    spec = importlib.util.spec_from_file_location("data_build", BUILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["port_id", "name"], dtype=str)


def test_that_rows_are_counted_by_id_when_the_first_column_is_one(report: ModuleType) -> None:
    before = table(("AOLOB", "Lobito"), ("ZADUR", "Durban"), ("TZDAR", "Dar"))
    after = table(("AOLOB", "Lobito"), ("TZDAR", "Dar es Salaam"), ("MZBEW", "Beira"), ("NAWVB", "Walvis Bay"))
    assert report.difference(before, after) == "2 rows added, 1 removed, 1 changed"


def test_that_rows_are_counted_whole_when_no_column_is_an_id(report: ModuleType) -> None:
    before = table(("COD", "2024"), ("COD", "2025"))
    after = table(("COD", "2024"), ("COD", "2026"), ("COD", "2026"))
    assert report.difference(before, after) == "2 rows added, 1 removed"


def test_that_the_same_rows_are_no_change_and_another_order_is_said(report: ModuleType) -> None:
    rows = table(("AOLOB", "Lobito"), ("ZADUR", "Durban"))
    assert report.difference(rows, rows.copy()) == ""
    assert report.difference(rows, rows[::-1].reset_index(drop=True)) == "same rows in another order"


def test_that_a_new_table_is_said_to_be_new(report: ModuleType) -> None:
    assert report.difference(None, table(("AOLOB", "Lobito"))) == "new, 1 rows"
