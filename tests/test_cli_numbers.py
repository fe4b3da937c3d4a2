"""The numbers on the command line: shares, gap, scorecard, explain and owners, as text, JSON and CSV."""

import csv
import io
import json

import openpyxl
import pandas as pd
import pytest

from mineralmap import plain
from mineralmap.commands.printing import print_csv
from tests.test_cli import ask, tiny

__all__ = ["tiny"]


def table(text: str) -> list[dict[str, str]]:
    """The rows of printed CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def test_that_shares_as_csv_carry_question_and_denominator_in_every_row(tiny, capsys):
    code, out, _ = ask(capsys, *"shares --mineral lithium --stage mining --basis location --csv".split())
    rows = {row["supplier"]: row for row in table(out)}
    assert code == 0
    assert {row["unit"] for row in rows.values()} == {"t Li"}
    assert {row["denominator_t"] for row in rows.values()} == {"200.0"}  # worlds/tiny/README.md
    assert float(rows["AUS"]["share"]) == 0.5
    assert (rows["USA"]["withheld"], rows["USA"]["tonnes"]) == ("yes", "")


def test_that_text_which_begins_a_formula_stays_text_in_printed_csv(capsys):
    print_csv([{"name": "=1+1", "part": -0.5}, {"name": "-cmd|x", "part": None}])
    assert capsys.readouterr().out == "name,part\n'=1+1,-0.5\n'-cmd|x,\n"


def test_that_the_gap_as_csv_is_one_row_and_what_is_not_known_is_empty(tiny, capsys):
    (row,) = table(ask(capsys, *"gap --mineral cobalt --stage mining --partners JPN --csv".split())[1])
    assert (row["coverage_gap_t"], row["partners"]) == ("", "JPN")


def test_that_shares_by_company_add_up_and_name_the_nation(tiny, capsys):
    words = "shares --mineral cobalt --stage mining --basis equity --by company".split()
    answer = json.loads(ask(capsys, *words, "--json")[1])
    shares = {row["supplier"]: row["share"] for row in answer["suppliers"]}
    assert shares["cmoc"] == pytest.approx(0.32)  # 80 of F1's 100 t in 250 t
    assert sum(shares.values()) == pytest.approx(1)
    rows = {row["supplier"]: row for row in table(ask(capsys, *words, "--csv")[1])}
    assert (rows["gecamines"]["nation"], rows["gecamines"]["state_owned"]) == ("COD", "yes")
    out = ask(capsys, *words)[1]
    assert "by company" in out
    assert "32.0 %" in next(line for line in out.splitlines() if line.startswith("CMOC "))


def test_that_a_number_is_explained_by_rows_that_add_up_to_it(tiny, capsys):
    words = "explain cr1 --mineral cobalt --stage mining --basis equity".split()
    answer = json.loads(ask(capsys, *words, "--json")[1])
    assert answer["value"] == pytest.approx(0.464)  # worlds/tiny/README.md
    assert sum(row["contribution"] for row in answer["rows"]) == pytest.approx(0.464)
    assert set("what title value unit text question asked formula reference denominator_t denominator_source coverage "
               "rows factors assumptions sources notes citation".split()) == set(answer)  # fmt: skip
    rows = table(ask(capsys, *words, "--csv")[1])
    assert sum(float(row["contribution"]) for row in rows) == pytest.approx(0.464)
    text = ask(capsys, *words)[1]
    assert "Formula" in text
    assert "46.4 %" in text


def test_that_explain_alone_lists_every_number_with_its_formula(capsys):
    code, out, _ = ask(capsys, "explain")
    listed = json.loads(ask(capsys, "explain", "--json")[1])
    assert code == 0
    assert {"hhi", "cr1", "n1", "coverage_gap"} <= {one["id"] for one in listed}
    assert all(one["formula"] and one["formula"] in out for one in listed)


def test_that_without_an_answer_nothing_is_explained_and_no_data_is_said(tiny, capsys):
    words = "explain hhi --mineral cobalt --stage recycling".split()
    answer = json.loads(ask(capsys, *words, "--json")[1])
    assert (answer["value"], answer["rows"]) == (None, [])
    assert "no data" in ask(capsys, *words)[1]


def test_that_the_scorecard_is_printed_as_text_json_csv_and_spreadsheet(tiny, capsys, tmp_path):
    words = "scorecard --minerals cobalt,lithium --stages mining --basis equity".split()
    code, text, _ = ask(capsys, *words)
    assert code == 0
    assert "▲ 2,699" in next(line for line in text.splitlines() if line.startswith("cobalt "))  # worlds/tiny/README.md
    answer = json.loads(ask(capsys, *words, "--json")[1])
    assert set(answer) == {"basis", "measure", "partners", "cuts", "assumptions", "cells", "legend"}
    hhi = next(one for one in answer["cells"] if (one["mineral"], one["check"]) == ("cobalt", "hhi"))
    assert (hhi["value"], hhi["level"], hhi["what"]) == (pytest.approx(2698.56), "high", "hhi")
    rows = table(ask(capsys, *words, "--csv")[1])
    assert [(row["mineral"], row["stage"], row["unit"]) for row in rows] == [
        ("cobalt", "mining", "t Co"), ("lithium", "mining", "t Li"),
    ]  # fmt: skip
    out = tmp_path / "card.xlsx"
    assert ask(capsys, *words, "--xlsx", str(out))[1] == f"Written: {out}\n"
    book = openpyxl.load_workbook(out)
    assert {"Scorecard", "Cells", "Legend", "About"} <= set(book.sheetnames)


def test_that_what_is_cut_or_assumed_changes_the_answer_and_is_said(tiny, capsys):
    words = "shares --mineral cobalt --stage mining --basis location".split()
    answer = json.loads(ask(capsys, *words, "--cut", "host:COD=0.5", "--json")[1])
    tonnes = {row["supplier"]: row["tonnes"] for row in answer["suppliers"]}
    assert tonnes["COD"] == pytest.approx(70)  # half of 140
    assert answer["cuts"] == ["host:COD=0.5"]
    gap = "gap --mineral cobalt --stage mining --partners USA".split()
    changed = json.loads(ask(capsys, *gap, "--set", "demand:USA=1000", "--set", "target_mining=50%", "--json")[1])
    assert (changed["demand_t"], changed["target"]) == (1000, 0.5)
    assert any("Demand of a region (USA) = 1000" in said for said in changed["assumptions"])
    assert "Changed by the user" in ask(capsys, *gap, "--set", "demand:USA=1000")[1]


def test_that_the_years_ahead_are_printed_when_one_is_asked_for(tiny, capsys):
    gap = "gap --mineral cobalt --stage mining --partners USA".split()
    today = json.loads(ask(capsys, *gap, "--json")[1])
    assert (today["horizon"], today["horizon_demand_t"]) == (None, None)
    later = json.loads(ask(capsys, *gap, "--horizon", "2035", "--outlook", "nze", "--json")[1])
    assert (later["horizon"], later["outlook"]) == (2035, "NZE")
    assert "In 2035 (NZE)" in ask(capsys, *gap, "--horizon", "2035", "--outlook", "nze")[1]


def test_that_the_bands_and_the_denominator_are_those_asked_for(tiny, capsys):
    words = "shares --mineral lithium --stage mining --basis location --json".split()
    named = json.loads(ask(capsys, *words, "--denominator", "named", "--scheme", "doj2010")[1])
    assert named["denominator_t"] == 190  # 200 less the 10 of other countries
    assert named["denominator"] == "named"
    assert "2010" in named["scheme"]


def test_that_owners_are_printed_with_the_parts_under_each_rule(tiny, capsys):
    code, out, _ = ask(capsys, "owners", "Greenbushes mine")
    assert code == 0
    assert "51 % Tianqi Lithium = 26.0 % of the whole" in out
    assert "Screening, not legal advice." in out
    answer = json.loads(ask(capsys, "owners", "AUS-greenbushes", "--screen", "chn", "--json")[1])
    assert set(answer) == {"id", "name", "kind", "iso3", "notice", "parts", "holders", "owns"}
    parts = {(part["rule"], part["iso3"]): part["part"] for part in answer["parts"]}
    assert parts["equity", "CHN"] == pytest.approx(0.2601)
    assert parts["control", "CHN"] == 1
    assert parts["50 % screening", "CHN"] == 1
    rows = table(ask(capsys, "owners", "tianqi", "--csv")[1])
    assert {row["notice"] for row in rows} == {"Screening, not legal advice."}
    assert [row["facility_id"] for row in rows if row["row"] == "owns"] == ["AUS-greenbushes"]


def test_that_a_stock_may_be_told_in_its_kinds(tiny, capsys):
    words = "explain days_of_cover --mineral cobalt --stage mining --partners JPN --set loss=0.65".split()
    told = ["--set", "stock:JPN-national=42", "--set", "stock:JPN-private=18"]
    code, out, _ = ask(capsys, *words, *told)
    assert code == 0
    assert "national 42, private 18" in out
    assert "92.3 days with 65.0 % lost" in out  # 42 + 18 = 60 days
    assert "unknown stock" in ask(capsys, *words, "--set", "stock:JPN-secret=42")[2]


def test_that_what_may_be_severe_has_a_symbol_of_its_own(tiny, capsys):
    words = "scorecard --minerals lithium --stages mining --basis location".split()
    cells = json.loads(ask(capsys, *words, "--json")[1])["cells"]
    for one in cells:
        may = one["may"] == "high" and one["level"] != "high"
        assert (one["symbol"] == "△") == may
    assert "△ not yet at the worst level" in ask(capsys, *words)[1]


def test_that_a_project_with_a_start_year_beside_one_without_is_printed():
    data = pd.DataFrame({"name": ["one", "two"], "start_year": [2030.0, float("nan")], "added_t": [5.0, 6.0]})
    assert "2030 " in plain.frame(data)
    assert "2030.0" not in plain.frame(data)


def test_that_what_is_odd_in_an_own_file_is_told_by_every_errand(tmp_path, capsys):
    """A refinery of cobalt larger than all of the world's, which makes 250,150 t (IEA, 2025)."""
    own = tmp_path / "own.csv"
    own.write_text(
        "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners,status\n"
        "Huge,cobalt,refining,-12.97,28.64,ZMB,1000000000,Example [JPN],operating\n"
    )
    code, out, err = ask(capsys, "gap", "--mineral", "cobalt", "--stage", "refining", "--dataset", str(own))
    assert code == 0
    assert "1 warning; first: row 2: 1,000,000,000 t is more than the whole world makes (250,150 t)" in err
    assert "What would close it (capacity by its chance: 90 % under construction, 10 % planned):" in out


def test_that_a_gap_calls_no_sum_of_named_countries_the_world_s_output(capsys):
    """USGS (2026) leaves the United States out of mined lithium's total; the named add up to more: 222,970 t."""
    _, out, _ = ask(capsys, "gap", "--mineral", "lithium", "--stage", "mining", "--measure", "output")
    assert "Largest other CHN with 22.8 % of published output of the named countries 2024" in out
    assert "published world output" not in out
