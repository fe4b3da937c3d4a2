"""The table that users fill."""

import csv

import openpyxl
import pytest

from mineralmap.datasets import bundled, known_flows, own, template


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_that_the_shipped_template_is_clean_as_it_is(suffix):
    reading = own.read(template.file_of("facilities", f".{suffix}"))
    assert reading.as_json() == {"rows": 2, "good": 2, "problems": []}


@pytest.mark.parametrize("kind", ["facilities", "flows"])
def test_that_the_shipped_template_has_the_columns_of_the_schema(kind):
    columns = list(bundled.schema(f"user_{kind}").index)
    as_csv = template.file_of(kind, ".csv")
    assert as_csv.read_bytes().decode("utf-8") == template.csv_text(kind)
    with as_csv.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == columns
    book = openpyxl.load_workbook(template.file_of(kind, ".xlsx"))
    assert [cell.value for cell in book[kind][1]] == columns
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == columns


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_that_the_example_of_a_flow_is_no_flow_until_it_is_replaced(suffix):
    reading = known_flows.reading_of(template.file_of("flows", suffix), bundled.load())
    assert (reading.rows, len(reading.table)) == (1, 0)
    assert [problem.column for problem in reading.problems] == ["from"]
