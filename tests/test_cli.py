"""The command line as a person types it: what it prints, what it exits with, what it says to a wrong word."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mineralmap import __version__, cli
from mineralmap.datasets import bundled
from mineralmap.layers.palette import LIGHT

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "worlds" / "tiny"


@pytest.fixture
def tiny(monkeypatch, tiny_world):
    """The command line on the tiny world, where every figure is summed by hand."""
    monkeypatch.setattr(bundled, "load", lambda: tiny_world)
    return tiny_world


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
        ("flows --mineral cobolt", "unknown mineral 'cobolt' – did you mean cobalt?"),
        ("flows --mineral cobalt --known missing.csv", "missing.csv is not a file"),
        ("flows --mineral cobalt --csv nowhere/out.csv", "does not exist"),
        ("flows --mineral cobalt --set control:nothing=1", "unknown control 'nothing'"),
        ("flows --mineral cobalt --set decay_produkt=1", "did you mean decay_product?"),
        ("render --size 10x10 --out map.png", "10x10 is too small"),
        ("render --size big --out map.png", "'big' is not a size"),
        ("render --out map.bmp", "map.bmp names no format that can be written"),
        ("render --out nowhere/map.png", "does not exist"),
        ("render --mineral cobalt --out map.png --show change", "say what is closed: --close suez"),
        ("render --out map.png --show changes", "unknown view of routes 'changes' – did you mean change?"),
        ("render --out map.png --routes-by importers", "did you mean importer?"),
        ("render --out map.png --hide minez", "unknown layer 'minez' – did you mean mines?"),
        ("render --out map.png --centre 999", "'999' is not a longitude"),
        ("render --out map.png --box 95,-8,190", "no part of the world"),
        ("render --out map.png --box 95,-8,200,20", "put another meridian in its middle: --centre 148"),
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
        ("shares --mineral cobalt --set demand:US=2", "unknown demand 'US' – did you mean USA?"),
        ("shares --mineral cobalt --set factor:nothing=0.2", "unknown factor 'nothing'"),
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


def test_that_by_location_no_text_speaks_of_unknown_owners(tiny, capsys):
    for errand in ("shares", "gap --partners USA --measure output", "explain hhi"):
        for basis, told in (("location", False), ("equity", True)):
            _, out, _ = ask(capsys, *f"{errand} --mineral cobalt --stage mining --basis {basis}".split())
            assert ("owner unknown 0.0 %" in out) is told, (errand, basis)


def test_that_gap_as_json_has_the_lower_bound_of_n_1(capsys):
    _, out, _ = ask(capsys, *"gap --mineral cobalt --stage refining --partners USA,JPN,EU".split())
    _, printed, _ = ask(capsys, *"gap --mineral cobalt --stage refining --partners USA,JPN,EU --json".split())
    answer = json.loads(printed)
    assert 0 < answer["n1_low"] < answer["n1_gross"]
    low, gross = (f"{100 * answer[name]:.1f} %" for name in ("n1_low", "n1_gross"))
    assert f"supply is {gross} of world demand (at least {low} if all of unknown owner were its too)" in out


def test_that_gap_without_demand_says_no_data_and_not_zero(tiny, capsys):
    _, out, _ = ask(capsys, *"gap --mineral cobalt --stage mining --partners JPN --json".split())
    assert json.loads(out)["coverage_gap_t"] is None
    _, out, _ = ask(capsys, *"gap --mineral cobalt --stage mining --partners JPN".split())
    assert "Gap           no data" in out


def test_that_gap_prints_the_start_years_of_what_would_close_it(capsys):
    # The shipped lithium projects have start years; a column of years with a gap in it is one of floats.
    code, out, _ = ask(capsys, *"gap --mineral lithium --stage mining".split())
    assert code == 0
    assert "What would close it" in out
    assert ".0" not in out.split("What would close it")[1].split("Note")[0]


def test_that_shares_as_csv_say_what_was_cut_and_changed(tiny, capsys):
    asked = "shares --mineral cobalt --stage mining --basis equity --csv"
    plain = next(csv.DictReader(ask(capsys, *asked.split())[1].splitlines()))
    assert (plain["denominator"], plain["cuts"], plain["assumptions"]) == ("world", "", "")
    assert "cuts" not in plain["denominator_source"]
    out = ask(capsys, *asked.split(), "--cut", "owner:CHN=0.5")[1]
    cut = next(row for row in csv.DictReader(out.splitlines()) if row["supplier"] == "CHN")
    # worlds/tiny/README.md: China has 116 of 250; half of that falls away, 58 of 192 are left.
    assert float(cut["tonnes"]) == pytest.approx(58)
    assert float(cut["denominator_t"]) == pytest.approx(192)
    assert cut["cuts"] == "owner:CHN=0.5"
    assert cut["denominator_source"].endswith("less what the cuts take")


def test_that_partners_may_be_nobody_or_any_country(tiny, capsys):
    for words, meant in (("none", []), ("CHE", ["CHE"]), ("eu,usa", ["EU", "USA"])):
        _, out, _ = ask(capsys, "gap", "--mineral", "cobalt", "--stage", "mining", "--partners", words, "--json")
        assert sorted(json.loads(out)["partners"]) == meant


def test_that_a_mineral_may_be_named_in_any_case(tiny, capsys):
    code, out, _ = ask(capsys, "shares", "--mineral", "Cobalt", "--stage", "mining", "--json")
    assert (code, json.loads(out)["mineral"]) == (0, "cobalt")


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


def test_that_check_knows_a_table_of_flows_and_a_file_of_gates(capsys, tmp_path):
    known, gates = tmp_path / "known.csv", tmp_path / "gates.geojson"
    known.write_text("from,to,tonnes,year\nFIN-kokkola-cobalt-refinery,USA,10,2024\nNowhere,USA,5,2024\n", "utf-8")
    shapes = {"LineString": [[0, 0], [1, 1]], "MultiLineString": [[[0, 0], [0, 0]]]}
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": points}}
        for kind, points in shapes.items()
    ]
    gates.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    for file, kind, said in ((known, "flows", "known flows, 1 of 2"), (gates, "gates", "gates, 1 of 2")):
        code, out, _ = ask(capsys, "check", str(file), "--json")
        answer = json.loads(out)
        assert (code, answer["kind"], answer["rows"], answer["good"]) == (1, kind, 2, 1)
        assert f"{file}: {said} rows are good; problems: 1" in ask(capsys, "check", str(file))[1]


def test_that_all_bad_rows_of_known_flows_are_told_where_none_can_be_used(capsys, tmp_path):
    known = tmp_path / "known.csv"
    known.write_text("from,to,tonnes,year\nNowhere,USA,5,2024\nCOD-kisanfu-kfm,Japan,-5,2024\n", "utf-8")
    code, out, err = ask(capsys, *f"flows --mineral cobalt --known {known}".split())
    assert (code, out) == (2, "")
    assert "row 2, column from: 'Nowhere' is no facility we know" in err
    assert "row 3, column tonnes: -5 is less than nothing. Leave the row out when it is not known." in err
    assert "holds no flow that can be used: all 2 rows are left out" in err


def test_that_a_row_without_a_mineral_is_of_the_mineral_that_is_asked_for(capsys, tmp_path):
    known = tmp_path / "known.csv"
    known.write_text(
        "from,to,tonnes,year,source\nTenke Fungurume Mine,Kokkola cobalt refinery,15,2024,told\nNowhere,USA,5,2024,\n",
        "utf-8",
    )
    words = f"flows --mineral cobalt --stage mining --known {known}".split()
    answer = json.loads(ask(capsys, *words, "--json")[1])
    assert [row["tonnes"] for row in answer["flows"] if row["source_id"] == "told"] == [15.0]
    assert "known.csv: 1 of 2 rows left out." in answer["notes"]
    assert "Note: known.csv: 1 of 2 rows left out." in ask(capsys, *words)[1]
    out = tmp_path / "map.png"
    drawn = f"render --mineral cobalt --stage mining --known {known} --size 400x300 --out {out}"
    code, _, err = ask(capsys, *drawn.split())
    assert (code, out.is_file()) == (0, True)
    assert "'Nowhere' is no facility we know" in err


def test_that_flows_take_known_ones_first_and_tell_what_is_wrong_with_the_others(capsys, tmp_path):
    known, out = tmp_path / "known.csv", tmp_path / "flows.csv"
    known.write_text(
        "from,to,tonnes,year,source\nCOD-kisanfu-kfm,FIN-kokkola-cobalt-refinery,1000,2024,told\nNowhere,USA,5,2024,x\n",
        "utf-8",
    )
    code, printed, err = ask(capsys, *f"flows --mineral cobalt --stage mining --known {known} --csv {out}".split())
    assert (code, printed) == (0, f"Written: {out}\n")
    assert "row 3, column from: 'Nowhere' is no facility we know" in err
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    (fixed,) = [row for row in rows if row["source_id"] == "told"]
    assert (fixed["tonnes"], fixed["known"], fixed["modelled"], fixed["unit"]) == ("1000.0", "yes", "no", "t Co")
    assert (fixed["source_year"], {row["source_year"] for row in rows if row["known"] == "no"}) == ("2024", {""})
    assert {row["modelled"] for row in rows if row["known"] == "no"} == {"yes"}


def test_that_data_prints_both_tables(capsys):
    code, out, _ = ask(capsys, "data")
    assert code == 0
    assert "Located capacity against the world" in out
    assert "Whose owner is not known" in out
    answer = json.loads(ask(capsys, "data", "--json")[1])
    assert answer["world"]
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


def test_that_what_a_closure_changes_is_a_picture_of_a_part_of_the_world(tmp_path, capsys):
    out = tmp_path / "change.svg"
    words = "render --mineral cobalt --stage mining --close malacca --show change --routes-by importer --size 640x400"
    code, said, _ = ask(
        capsys, *words.split(), "--box", "92,-12,132,42", "--hide", "refineries", "--outlines", "--out", str(out)
    )
    assert (code, said) == (0, f"Written: {out}\n")
    colours = LIGHT.loss.lower(), LIGHT.gain.lower()
    drawn = out.read_text("utf-8")
    assert all(colour in drawn.lower() for colour in colours)
    assert "<text" not in drawn


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


@pytest.mark.parametrize(("suffix", "told"), [(".svg", True), (".html", False)])
def test_that_words_too_small_for_paper_are_told_where_there_is_paper(tiny, capsys, tmp_path, suffix, told):
    out = str(tmp_path / f"low{suffix}")
    asked = ("--mineral", "cobalt", "--stage", "mining", "--size", "1063x598", "--mm", "90")
    code, _, said = ask(capsys, "render", *asked, "--out", out)
    assert code == 0
    assert ("more height makes them larger" in said) is told
