"""The table that users fill."""

import csv

import openpyxl
import pytest

from mineralmap import paths
from mineralmap.datasets import bundled, own, template

FOLDER = paths.resources() / "templates"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_that_the_shipped_template_is_clean_as_it_is(suffix):
    reading = own.read(FOLDER / f"facilities_template.{suffix}")
    assert reading.as_json() == {"rows": 2, "good": 2, "problems": []}


def test_that_the_shipped_template_has_the_columns_of_the_schema():
    columns = list(bundled.schema("user_facilities").index)
    assert (FOLDER / "facilities_template.csv").read_bytes().decode("utf-8") == template.csv_text()
    with (FOLDER / "facilities_template.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == columns
    book = openpyxl.load_workbook(FOLDER / "facilities_template.xlsx")
    assert [cell.value for cell in book["facilities"][1]] == columns
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == columns
