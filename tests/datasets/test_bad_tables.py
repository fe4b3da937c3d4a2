"""Tables that cannot be right: each fault is a Problem with its place, or "no data"; never 0, never a traceback.

The tables are those of tests/worlds/tiny with one line changed, loaded as a folder, and asked from the command line.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from mineralmap import cli
from mineralmap.analysis.compute import compute
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.results import UNKNOWN
from mineralmap.commands.check import folder_problems
from mineralmap.datasets import bundled, conscience, own
from mineralmap.errors import MineralmapError, Problem, Severity
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import parts, tiny, world

TINY = Path(__file__).parent.parent / "worlds" / "tiny"
HEADER = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"


@pytest.fixture
def changed(tmp_path):
    """The folder of the tiny world with lines of one table replaced or added."""

    def with_lines(table: str, *new: str, instead_of: str = "") -> Path:
        folder = Path(shutil.copytree(TINY, tmp_path / "world"))
        file = folder / f"{table}.csv"
        text = file.read_text("utf-8")
        assert instead_of in text
        added = text.rstrip("\n") + "\n" + "\n".join(new) + "\n"
        file.write_text(text.replace(instead_of, new[0], 1) if instead_of else added, "utf-8")
        return folder

    return with_lines


@pytest.fixture
def line(monkeypatch, capsys):
    """One line of the command line on a folder: exit code, stdout, stderr."""

    def ask(folder: Path | None, *words: str) -> tuple[int, str, str]:
        if folder is not None:
            loaded = tiny() if folder == TINY else bundled.load_folder(folder)
            monkeypatch.setattr(bundled, "load", lambda: loaded)
        try:
            code = cli.main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


COBALT = "shares --mineral cobalt --stage mining --basis equity --json".split()
GAP = "gap --mineral cobalt --stage mining --partners USA --json".split()


def known_share(out: str, supplier: str) -> float:
    return {row["supplier"]: row["share"] for row in json.loads(out)["suppliers"]}.get(supplier, 0.0)


def told_of(folder: Path) -> list[Problem]:
    """What is found when a folder is loaded and its chains are made."""
    dataset = bundled.load_folder(folder)
    return [*dataset.problems, *ownership_table(dataset).problems]


@pytest.mark.parametrize(
    ("stake", "said"), [("1.4", "more than the whole"), ("0.95", "add up to 1.2"), ("-0.2", "below 0")]
)
def test_that_stakes_that_cannot_be_are_told_and_the_owners_are_unknown(changed, line, stake, said):
    folder = changed("stakes", f"glencore,COD-f2,{stake},", instead_of="glencore,COD-f2,0.75,")
    (problem,) = told_of(folder)
    assert (problem.severity, problem.file, problem.row, problem.column) == (Severity.ERROR, "stakes.csv", 18, "stake")
    assert said in problem.what
    assert problem.hint
    code, out, err = line(folder, *COBALT)
    assert code == 0
    assert "stakes.csv, row 18" in err
    assert known_share(out, UNKNOWN) == pytest.approx(0.16)  # F2, 40 of 250 t
    assert sum(row["share"] for row in json.loads(out)["suppliers"]) == pytest.approx(1)
    code, out, _ = line(None, "check", str(folder), "--json")
    assert code == 1
    assert [(one["file"], one["row"], one["column"]) for one in json.loads(out)["problems"]] == [
        ("stakes.csv", 18, "stake")
    ]


@pytest.mark.parametrize("word", ["NaN", "nan", "half", "inf", "#REF!"])
def test_that_a_word_where_a_stake_belongs_is_one_clear_line(changed, line, word):
    folder = changed("stakes", f"glencore,COD-f2,{word},", instead_of="glencore,COD-f2,0.75,")
    with pytest.raises(MineralmapError, match=r"stakes.csv, row 18, column stake: .* is not a number"):
        bundled.load_folder(folder)
    code, out, err = line(None, "check", str(folder))
    assert code == 1
    assert "stake" in out
    assert not err


def test_that_a_company_that_owns_itself_is_told_once_and_changes_nothing(changed, line):
    folder = changed("stakes", "glencore,glencore,0.1,2024,tiny,")
    dataset = bundled.load_folder(folder)
    (problem,) = told_of(folder)
    assert (problem.file, problem.row, problem.column) == ("stakes.csv", 28, "owner_id")
    assert "own itself" in problem.what
    assert parts(dataset, "COD-f2", Basis.EQUITY) == pytest.approx({"CHE": 0.75, "COD": 0.25})
    code, out, _ = line(None, "check", str(folder), "--json")
    assert (code, len(json.loads(out)["problems"])) == (1, 1)


def test_that_a_loop_without_an_owner_outside_names_the_companies(changed, line):
    holders = "tlea,windfield,0.51,2024,tiny,\nalbemarle,windfield,0.49,2024,tiny,"
    folder = changed("stakes", "talison,windfield,1.0,2024,tiny,", instead_of=holders)
    code, out, _ = line(None, "check", str(folder), "--json")
    assert code == 1
    (told,) = (one for one in json.loads(out)["problems"] if "own each other" in one["what"])
    assert "talison" in told["what"]
    assert "windfield" in told["what"]
    assert (told["file"], told["column"]) == ("stakes.csv", "owner_id")
    code, out, _ = line(folder, *"shares --mineral lithium --stage mining --basis control --json".split())
    assert (code, known_share(out, UNKNOWN)) == (0, pytest.approx(0.65))  # 80 of Greenbushes and 50 without a facility


def test_that_an_owner_without_a_country_is_told_and_its_part_is_unknown(changed, line):
    folder = changed("companies", "glencore,Glencore,,,listed,", instead_of="glencore,Glencore,,CHE,listed,")
    (problem,) = told_of(folder)
    assert (problem.severity, problem.file, problem.row, problem.column) == (
        Severity.WARNING, "companies.csv", 15, "country_iso3",
    )  # fmt: skip
    _, out, _ = line(folder, *COBALT)
    assert known_share(out, "CHE") == 0
    assert known_share(out, UNKNOWN) == pytest.approx(0.12)  # 30 of F2's 40 t


def test_that_of_two_demands_of_one_region_and_year_one_counts_and_both_are_named(changed, line):
    first = next(row for row in (TINY / "demand.csv").read_text("utf-8").splitlines() if row.startswith("USA,cobalt"))
    folder = changed("demand", first.replace(",20,", ",35,", 1))
    (problem,) = told_of(folder)
    assert (problem.severity, problem.file, problem.row) == (Severity.WARNING, "demand.csv", 3)
    assert "20 t" in problem.what
    assert "35 t" in problem.what
    assert problem.hint
    code, out, err = line(folder, *GAP)
    assert (code, json.loads(out)["demand_t"]) == (0, 35.0), "never both"
    assert "demand.csv, row 3" in err
    assert line(None, "check", str(folder))[0] == 1


def test_that_a_negative_demand_is_no_demand(changed, line):
    folder = changed("demand", "USA,cobalt,2024,-20,", instead_of="USA,cobalt,2024,20,")
    (problem,) = bundled.load_folder(folder).problems
    assert "less than nothing" in problem.what
    assert json.loads(line(folder, *GAP)[1])["demand_t"] is None


@pytest.mark.parametrize("value", ["0", "", "forty", "-5"])
def test_that_a_target_of_nothing_is_told(changed, value):
    folder = changed("benchmarks", f"crma-processing,EU,CRMA,processing,{value},percent min,2030,all,tiny,")
    told = [problem for problem in bundled.load_folder(folder).problems if problem.file == "benchmarks.csv"]
    assert [problem.column for problem in told] == ["value"]
    assert "no target" in told[0].what


def test_that_a_target_of_nothing_is_refused_on_the_command_line(changed, line):
    for word in ("0", "0%", "-1", "nan"):
        code, out, err = line(None, *GAP, f"--target={word}")
        assert (code, out) == (2, "")
        assert "is not a fraction of demand above 0" in err


def test_that_an_output_below_nothing_is_not_known(changed, line):
    folder = changed("national_production", ",2024,-100,", instead_of=",2024,100,")
    problems = bundled.load_folder(folder).problems
    assert [(one.file, one.column) for one in problems] == [("national_production.csv", "quantity_t")]
    code, out, _ = line(folder, *"shares --mineral lithium --stage mining --basis location --json".split())
    assert code == 0
    assert all(row["tonnes"] is None or row["tonnes"] >= 0 for row in json.loads(out)["suppliers"])


@pytest.mark.parametrize("basis", [basis.value for basis in Basis])
@pytest.mark.parametrize("measure", [measure.value for measure in Measure])
def test_that_an_empty_stage_is_no_data_with_its_reason(line, basis, measure):
    for command in ("shares", "gap"):
        words = [command, *f"--mineral cobalt --stage recycling --basis {basis} --measure {measure}".split()]
        code, out, err = line(TINY, *words, "--json")
        answer = json.loads(out)
        assert (code, err, answer["suppliers"], answer["total_t"], answer["hhi_low"]) == (0, "", [], None, None)
        assert answer["no_data"]
        text = line(TINY, *words)[1]
        assert "No data" in text or "No shares" in text
        assert line(TINY, *words, "--csv")[0] == 0


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("owned", [True, False])
def test_that_a_single_facility_is_a_whole_market(basis, owned):
    stakes = [("x", "f", 1.0)] if owned else []
    made = world(plants={"f": {"host_iso3": "COD", "capacity_t": 10.0}}, owners={"x": "CHN"}, stakes=stakes)
    results = compute(made, Scenario("cobalt", Stage.MINING, basis, Measure.CAPACITY))
    assert results.suppliers["share"].sum() == pytest.approx(1)
    if owned or basis is Basis.LOCATION:
        assert results.concentration.hhi_low == pytest.approx(10_000)
    else:
        assert results.unknown_share == 1
        assert np.isnan(results.concentration.hhi_low), "nobody is named: no data, not 0"


def test_that_tables_without_a_facility_an_owner_or_a_stake_are_no_data_and_no_traceback():
    for made in (world(), world(owners={"x": "CHN"}), world(plants={"f": {"host_iso3": "COD"}})):
        for measure in Measure:
            results = compute(made, Scenario("cobalt", Stage.MINING, Basis.EQUITY, measure))
            assert results.no_data
            assert np.isnan(results.concentration.hhi_low)
        assert ownership_table(made).problems == ()


@pytest.mark.parametrize(
    ("owners", "said"),
    [
        ("CMOC 140 %", "more than the whole"),
        ("CMOC 80 %; Gécamines 40 %", "add up to 120 %"),
        ("CMOC -20 %; Gécamines 20 %", "below nothing"),
        ("CMOC NaN %", "not understood"),
        ("CMOC 60 %; CMOC 40 %", "named twice"),
        ("50 %", "names no owner"),
    ],
)
def test_that_stakes_that_cannot_be_keep_a_users_row_out_with_its_place(tmp_path, line, owners, said):
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}Hill,cobalt,mining,-10.6,25.5,COD,50,{owners}\n", "utf-8")
    code, out, _ = line(None, "check", str(file), "--json")
    (told,) = (one for one in json.loads(out)["problems"] if one["severity"] == "error")
    assert (code, told["row"], told["column"]) == (1, 2, "owners")
    assert said in told["what"]
    assert told["hint"]


def test_that_a_users_owner_without_a_country_is_told_with_a_hint(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}Hill,cobalt,mining,-10.6,25.5,COD,50,Nobody Knows Ltd 100 %\n", "utf-8")
    reading = own.read(file)
    (told,) = reading.problems
    assert (told.severity, told.row, told.column, reading.good) == (Severity.WARNING, 2, "owners", 1)
    assert "nation counts as unknown" in told.what
    joined = own.join(bundled.load(), [reading])
    assert parts(joined, "own:own:2", Basis.EQUITY) == {"?": 1.0}


@pytest.mark.parametrize("word", ["NaN", "n/a", "-", ""])
def test_that_a_capacity_that_is_not_known_stays_not_known(tmp_path, word):
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}Hill,cobalt,mining,-10.6,25.5,COD,{word},CMOC Group 100 %\n", "utf-8")
    joined = own.join(bundled.load(), [own.read(file)])
    assert np.isnan(joined.outputs["capacity_t"].iloc[-1])


def test_that_problems_of_a_table_without_a_row_are_all_told(monkeypatch):
    apart = [
        Problem(Severity.WARNING, "outputs.csv", None, None, f"{place}: 86,000 t against 16,000 t.")
        for place in ("AUS", "CHL")
    ]
    monkeypatch.setattr(conscience, "problems_of", lambda dataset: (*apart, apart[0]))
    assert [found for found in folder_problems(TINY) if found.row is None] == apart
