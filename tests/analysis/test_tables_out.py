"""Tables as files: what a spreadsheet program reads back, what is empty, what must stay text, all or nothing."""

import csv

import openpyxl
import pandas as pd
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.tables_out import COMMENT_WIDE, about, above, write_tables
from mineralmap.errors import InvalidArgument, MineralmapError
from mineralmap.model.scenario import Scenario
from tests.analysis.worlds import tiny

NASTY = pd.DataFrame(
    {
        "name": ["=1+1", "+A1", "-cmd", "@SUM(A1)", "天齐锂业", 'a,"b"\nc'],
        "tonnes": [1.5, float("nan"), -3.0, 0.1 + 0.2, 0.0, 1e9],
        "known": [True, False, True, False, True, False],
    }
)


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_that_a_csv_reads_back_with_full_precision_and_empty_for_unknown(tmp_path):
    (out,) = write_tables(tmp_path / "t.csv", NASTY)
    rows = read_csv(out)
    assert [row["tonnes"] for row in rows] == ["1.5", "", "-3.0", repr(0.1 + 0.2), "0.0", "1000000000.0"]
    assert [row["known"] for row in rows[:2]] == ["yes", "no"]
    assert rows[4]["name"] == "天齐锂业"
    assert rows[5]["name"] == 'a,"b"\nc'
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")  # so that Excel shows Japanese and Chinese


def test_that_text_which_begins_a_formula_stays_text_in_a_csv(tmp_path):
    (out,) = write_tables(tmp_path / "t.csv", NASTY)
    assert [row["name"] for row in read_csv(out)[:4]] == ["'=1+1", "'+A1", "'-cmd", "'@SUM(A1)"]


def test_that_text_which_begins_a_formula_stays_text_in_a_spreadsheet(tmp_path):
    (out,) = write_tables(tmp_path / "t.xlsx", {"Nasty": NASTY})
    sheet = openpyxl.load_workbook(out)["Nasty"]
    assert [cell.value for cell in sheet["A"]][1:6] == ["=1+1", "+A1", "-cmd", "@SUM(A1)", "天齐锂业"]
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert sheet["A2"].quotePrefix
    assert [cell.value for cell in sheet["B"]][1:5] == [1.5, None, -3, 0.3]
    assert sheet["B2"].data_type == "n"


def test_that_control_characters_do_not_break_a_spreadsheet(tmp_path):
    (out,) = write_tables(tmp_path / "t.xlsx", pd.DataFrame({"a": ["x\x00\x1fy"]}))
    assert openpyxl.load_workbook(out)["table"]["A2"].value == "xy"


def test_that_several_tables_are_sheets_or_files(tmp_path):
    tables = {"Shares": NASTY, "Rows": NASTY.head(1)}
    told = pd.DataFrame({"item": ["Date"], "says": ["2026-11-28"]})
    (book,) = write_tables(tmp_path / "all.xlsx", tables, told)
    assert openpyxl.load_workbook(book).sheetnames == ["Shares", "Rows", "About"]
    files = write_tables(tmp_path / "all.csv", tables, told)
    assert [file.name for file in files] == ["all.csv", "all-rows.csv", "all-about.csv"]


def test_that_a_named_index_is_a_column(tmp_path):
    results = compute(tiny(), Scenario(mineral="cobalt", stage="mining"))
    (out,) = write_tables(tmp_path / "t.csv", results.shares)
    assert read_csv(out)[0]["supplier"] == "CHN"


def test_that_about_says_question_basis_denominator_date_key_and_licences():
    results = compute(tiny(), Scenario(mineral="cobalt", stage="mining", assumptions=(("target_mining", 0.2),)))
    rows = about(results, "2026-11-28", "Who has it?")
    told = dict(zip(rows["item"], rows["says"], strict=True))
    assert rows["says"].tolist()[:2] == ["Who has it?", "cobalt, mining, by equity, output 2024"]
    assert told["Denominator of cobalt, mining"].startswith("250 t Co: ")
    assert told["Date"] == "2026-11-28"
    assert results.dataset_key in told["Data"]
    assert "CC0-1.0" in told["Source tiny"]
    assert "Target for mining = 0.2" in told["Assumption"]
    assert "2026" not in "".join(about(results)["says"])


def test_that_another_suffix_is_refused(tmp_path):
    with pytest.raises(InvalidArgument, match=r"\.csv or \.xlsx"):
        write_tables(tmp_path / "t.ods", NASTY)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_that_a_missing_folder_ends_in_a_clear_error_and_leaves_nothing(suffix, tmp_path):
    with pytest.raises(MineralmapError):
        write_tables(tmp_path / "gone" / f"t{suffix}", NASTY)
    assert list(tmp_path.iterdir()) == []


def test_that_of_many_sources_the_first_stand_above_copied_rows_and_the_others_are_counted():
    items = ["Question", *(f"Source {one}" for one in "abcde")]
    told = pd.DataFrame({"item": items, "says": ["x", *"ABCDE"]})
    known = pd.DataFrame({"publisher": ["Agency", "Agency", "Press"], "year": ["2024", "2024", ""]}, ["a", "b", "c"])
    lines = ["# Question: x", "# Sources: Agency 2024 | Press | d", "# All sources: 5, in full in a saved table"]
    assert above(told, known) == "\n".join([*lines, "", ""])
    assert above(told[:1], known) == "# Question: x\n\n"


def test_that_what_stands_above_copied_rows_is_comments_of_one_cell_that_make_no_column_wide():
    results = compute(tiny(), Scenario(mineral="cobalt", stage="mining", cuts=("owner:CHN",)))
    told = about(results, "2026-11-28", "a\tb\nc " + 60 * "very long, ")
    text = above(told, results.dataset.sources)
    lines = text.splitlines()
    assert lines.pop() == ""
    assert all(line.startswith("# ") for line in lines)
    assert max(map(len, lines)) <= COMMENT_WIDE
    assert "\t" not in text
    said = " ".join(line.removeprefix("#").strip() for line in lines)
    for item, says in zip(told["item"], told["says"], strict=True):  # nothing but the words of sources is left out
        assert item.startswith("Source ") or f"{item}: {' '.join(says.split())}" in said
    assert "# All sources: " in text.split("\n\n")[0].splitlines()[-1]
