"""The command line as a person types it: what it prints, what it exits with, what it says to a wrong word."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from mineralmap import __version__, cli
from mineralmap.datasets import bundled

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "worlds" / "tiny"


@pytest.fixture
def tiny(monkeypatch):
    """The command line on the tiny world, where every figure is summed by hand."""
    world = bundled.load_folder(TINY)
    monkeypatch.setattr(bundled, "load", lambda: world)
    return world


def ask(capsys, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one line."""
    try:
        code = cli.main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "mineralmap", *words],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


def test_that_the_version_is_said(capsys):
    assert ask(capsys, "--version") == (0, f"mineralmap {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("shares --mineral cobolt", "unknown mineral 'cobolt' – did you mean cobalt?"),
        ("shares --mineral cobalt --stage refined", "unknown stage 'refined' – did you mean refining?"),
        ("shares --mineral cobalt --stage mines", "unknown stage 'mines' – did you mean mining?"),
        ("shares --mineral cobalt --basis equty", "unknown basis 'equty' – did you mean equity?"),
        ("shares --mineral cobalt --measure outputs", "unknown measure 'outputs' – did you mean output?"),
        ("shares --mineral cobalt --partners US", "unknown partner 'US' – did you mean USA?"),
        ("shares --mineral cobalt --partners Japan", "unknown partner 'Japan' – did you mean JPN?"),
        ("shares --mineral cobalt --year 1999", "has no 1999; it has 2024"),
        ("shares --mineral cobalt --year soon", "'soon' is not a year"),
        ("share --mineral cobalt", "unknown command 'share' – did you mean shares?"),
        ("render --size 10x10 --out map.png", "10x10 is too small"),
        ("render --size big --out map.png", "'big' is not a size"),
        ("render --out map.bmp", "map.bmp names no format that can be written"),
        ("render --out nowhere/map.png", "does not exist"),
        ("gap --mineral cobalt --target 4", "'4' is not a fraction of demand above 0"),
        ("shares --mineral cobalt --by firm", "unknown supplier kind 'firm'; known: country, company"),
        ("shares --mineral cobalt --by companies", "did you mean company?"),
        ("explain hhl --mineral cobalt", "Nearest are hhi"),
        ("explain supplier:CHM --mineral cobalt", "supplier:CHN"),
        ("shares --mineral cobalt --denominator worlds", "unknown denominator 'worlds' – did you mean world?"),
        ("shares --mineral cobalt --scheme doj2024", "unknown scheme 'doj2024' – did you mean doj2023?"),
        ("shares --mineral cobalt --outlook stps", "unknown outlook 'stps' – did you mean STEPS?"),
        ("shares --mineral cobalt --set p_plannd=0.2", "unknown assumption 'p_plannd' – did you mean p_planned?"),
        ("shares --mineral cobalt --set demnd:USA=2", "unknown assumption 'demnd:USA' – did you mean demand:…?"),
        ("shares --mineral cobalt --set p_planned=4", "p_planned = 4 lies outside 0 to 1"),
        ("shares --mineral cobalt --set p_planned=soon", "'soon' is not a number"),
        ("shares --mineral cobalt --set p_planned", "sets nothing; write KEY=VALUE"),
        ("shares --mineral cobalt --set target_mining=0", "asks for nothing"),
        ("shares --mineral cobalt --cut owner:CHM", "there is no owner 'CHM'"),
        ("shares --mineral cobalt --cut everything", "'everything' is no cut"),
        ("scorecard --minerals cobolt", "unknown mineral 'cobolt' – did you mean cobalt?"),
        ("scorecard --stages mining,refind", "unknown stage 'refind' – did you mean refining?"),
        ("scorecard --xlsx card.txt", "ends in .xlsx"),
        ("owners glenkore", "no facility or company 'glenkore'. Did you mean glencore?"),
        ("owners refinery", "may be any of CHL-la-negra"),
        ("owners", "the following arguments are required: FACILITY|COMPANY"),
        ("owners glencore --screen tianqy", "no owner 'tianqy' to screen for. Did you mean tianqi?"),
        ("shares --mineral cobalt --json --csv", "not allowed with"),
        ("check", "the following arguments are required: FILE"),
        ("check missing.csv", "missing.csv"),
        ("shares --mineral cobalt --dataset missing.csv", "missing.csv"),
    ],
)
def test_that_a_wrong_word_gets_one_clear_line_and_exit_code_2(tiny, capsys, words, said):
    code, out, err = ask(capsys, *words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_that_shares_print_the_figures_summed_by_hand(tiny, capsys):
    code, out, _ = ask(capsys, "shares", "--mineral", "cobalt", "--stage", "mining", "--basis", "equity")
    assert code == 0
    assert "46.4 %" in next(line for line in out.splitlines() if line.startswith("China "))
    assert "2,699" in out
    assert "Denominator" in out
    assert "Coverage" in out


def test_that_shares_as_json_have_every_promised_field_and_add_up_to_one(tiny, capsys):
    code, out, _ = ask(capsys, "shares", "--mineral", "cobalt", "--stage", "mining", "--basis", "equity", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(
        "mineral stage basis measure year unit suppliers total_t denominator_t denominator_source coverage "
        "unknown_share hhi_low hhi_high cr1 cr3".split()
    ) <= set(answer)
    for supplier in answer["suppliers"]:
        assert set("supplier tonnes share share_low share_high presumed_share withheld".split()) <= set(supplier)
    shares = {supplier["supplier"]: supplier["share"] for supplier in answer["suppliers"]}
    assert shares["CHN"] == pytest.approx(0.464)  # worlds/tiny/README.md
    assert sum(share for share in shares.values() if share is not None) == pytest.approx(1, abs=1e-9)
    assert answer["hhi_low"] == pytest.approx(2698.56)


def test_that_a_withheld_supplier_is_null_and_never_zero(tiny, capsys):
    _, out, _ = ask(capsys, *"shares --mineral lithium --stage mining --basis location --json".split())
    usa = next(supplier for supplier in json.loads(out)["suppliers"] if supplier["supplier"] == "USA")
    assert usa["withheld"] is True
    assert usa["tonnes"] is None


def test_that_gap_as_json_has_every_promised_field(tiny, capsys):
    code, out, _ = ask(capsys, *"gap --mineral cobalt --stage mining --partners USA --json".split())
    answer = json.loads(out)
    assert code == 0
    assert set(
        "partners demand_t demand_basis demand_source located_t owned_t supply_t target coverage_gap_t "
        "single_supplier single_supplier_share".split()
    ) <= set(answer)
    assert answer["partners"] == ["USA"]
    assert answer["demand_t"] == 20  # worlds/tiny/demand.csv
    assert answer["measure"] == "capacity"


def test_that_gap_without_demand_says_no_data_and_not_zero(tiny, capsys):
    _, out, _ = ask(capsys, *"gap --mineral cobalt --stage mining --partners JPN --json".split())
    assert json.loads(out)["coverage_gap_t"] is None
    _, out, _ = ask(capsys, *"gap --mineral cobalt --stage mining --partners JPN".split())
    assert "Gap           no data" in out


def test_that_partners_may_be_nobody_or_any_country(tiny, capsys):
    for words, meant in (("none", []), ("CHE", ["CHE"]), ("eu,usa", ["EU", "USA"])):
        _, out, _ = ask(capsys, "gap", "--mineral", "cobalt", "--stage", "mining", "--partners", words, "--json")
        assert sorted(json.loads(out)["partners"]) == meant


def test_that_a_mineral_may_be_named_in_any_case(tiny, capsys):
    code, out, _ = ask(capsys, "shares", "--mineral", "Cobalt", "--stage", "mining", "--json")
    assert (code, json.loads(out)["mineral"]) == (0, "cobalt")


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
    assert "○ 2,699" in next(line for line in text.splitlines() if line.startswith("cobalt "))  # worlds/tiny/README.md
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


def test_that_an_own_file_joins_the_figures(tiny, capsys, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
        "Kolwezi north,cobalt,mining,-10.6,25.5,COD,50,Umicore 100 %\n",
        encoding="utf-8",
    )
    words = "shares --mineral cobalt --stage mining --basis location --measure capacity --json".split()
    before = json.loads(ask(capsys, *words)[1])
    after = json.loads(ask(capsys, *words, "--dataset", str(own))[1])
    assert after["total_t"] == pytest.approx(before["total_t"] + 50)


def test_that_check_counts_rows_as_a_spreadsheet_does(tiny, capsys, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
        "Good,cobalt,mining,-10.6,25.5,COD,50,Umicore 100 %\n"
        "Bad,cobalt,mining,-100,25.5,COD,50,Umicore 100 %\n",
        encoding="utf-8",
    )
    code, out, _ = ask(capsys, "check", str(own), "--json")
    answer = json.loads(out)
    assert code == 1
    assert (answer["rows"], answer["good"]) == (2, 1)
    error = next(problem for problem in answer["problems"] if problem["severity"] == "error")
    assert set(error) == {"severity", "file", "row", "column", "what", "hint"}
    assert (error["row"], error["column"], error["file"]) == (3, "lat", "own.csv")


def test_that_check_of_a_clean_file_exits_with_0_and_of_no_table_with_2(tiny, capsys, tmp_path):
    clean, broken = tmp_path / "clean.csv", tmp_path / "broken.xlsx"
    clean.write_text(
        "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
        "Good,cobalt,mining,-10.6,25.5,COD,50,Umicore 100 %\n",
        encoding="utf-8",
    )
    broken.write_bytes(b"\x00\x01 this is no workbook")
    code, out, _ = ask(capsys, "check", str(clean), "--json")
    assert (code, json.loads(out)["problems"]) == (0, [])
    code, out, _ = ask(capsys, "check", str(broken), "--json")
    answer = json.loads(out)
    assert (code, answer["rows"], answer["good"]) == (2, 0, 0)
    assert len(answer["problems"]) == 1


def test_that_data_prints_both_tables(capsys):
    code, out, _ = ask(capsys, "data")
    assert code == 0
    assert "What the data cover" in out
    assert "Whose owner is not known" in out
    answer = json.loads(ask(capsys, "data", "--json")[1])
    assert answer["coverage"]
    assert answer["unknown"]


def test_that_the_map_is_drawn_without_a_display(tmp_path):
    out = tmp_path / "map.png"
    done = run(
        *"render --mineral nickel --stage refining --basis equity --partners JPN --size 640x400".split(),
        "--out", str(out), DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    head = out.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")) == (640, 400)


def test_that_without_a_display_the_opening_view_is_drawn_and_the_reason_said(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mineralmap"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "No window can open here" in done.stdout
    assert (tmp_path / "mineralmap-opening.png").stat().st_size > 50_000


@pytest.mark.skipif(sys.platform == "win32", reason="there are no broken pipes of this kind")
def test_that_a_reader_who_leaves_early_is_no_error():
    line = f'"{sys.executable}" -m mineralmap shares --mineral cobalt --stage mining | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")


def test_that_words_come_out_as_utf_8_in_any_locale():
    done = run("shares", "--mineral", "cobolt", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 2
    assert "–" in done.stderr


def test_that_the_self_test_passes():
    done = run("--self-test")
    assert done.returncode == 0, done.stdout
    assert "self-test passed" in done.stdout
