"""The README tells the truth: its worked answer has the fields that the program prints, and its lines run."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mineralmap import cli
from mineralmap.analysis import feature_tables
from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled, contained, expression, match
from mineralmap.grammar import build_parser
from mineralmap.gui import actions
from mineralmap.gui.parts import charts
from mineralmap.model.scenario import Scenario

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
LINES = sorted(
    {
        found.split("[")[0].strip()
        for found in re.findall(
            r"`mineralmap ((?:data|shares|gap|scorecard|explain|owners|flows|chokepoints|route|render)[^`]*)`", README
        )
    }
)


def _rounded(answer):
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in answer.items()}


def test_that_the_worked_answer_is_what_the_program_prints(capsys):
    worked = json.loads(re.search(r"```json\n(.*?)\n```", README, re.DOTALL).group(1))
    cli.main(shlex.split("gap --mineral cobalt --stage refining --basis equity --partners USA,JPN,EU --json"))
    printed = json.loads(capsys.readouterr().out)
    assert list(worked) == list(printed)
    by_code = {supplier["supplier"]: supplier for supplier in printed["suppliers"]}
    for supplier in worked["suppliers"]:
        assert _rounded(by_code[supplier["supplier"]]) == supplier
    del worked["suppliers"], printed["suppliers"]
    assert _rounded(printed) == worked


@pytest.mark.parametrize("line", LINES)
def test_that_a_line_of_the_readme_is_understood(line):
    assert build_parser().parse_args(shlex.split(line)).command == line.split()[0]


def test_that_every_file_the_readme_points_to_is_there():
    for name in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / name).exists(), name


def run_example(number, folder):
    example = re.findall(r"```python\n(.*?)\n```", README, re.DOTALL)[number]
    assert len(example.splitlines()) <= 12
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8",
        timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done


def test_that_the_example_of_the_straits_prints_what_the_readme_says(tmp_path):
    printed = re.search(r"```text\n(.*?)\n```", README, re.DOTALL).group(1)
    told = run_example(1, tmp_path).stdout.strip("\n")
    assert told == printed, f"the data have changed; the README should now say:\n{told}"


def test_that_the_example_in_python_runs_as_it_stands(tmp_path):
    done = run_example(0, tmp_path)
    assert "CHN" in done.stdout
    assert "50 % screening" in done.stdout


@pytest.mark.parametrize(
    ("line", "lists"),
    [("owners AUS-greenbushes", ("parts", "holders")), ("owners tianqi-lithium", ("owns",)),
     ("explain hhi", ("rows", "factors", "sources")), ("shares --mineral cobalt --by company", ("suppliers",)),
     ("scorecard --minerals cobalt", ("cells", "legend")),
     ("route --from AOLOB --to CNNGB --via sunda --against malacca", ()), ("route --from AOLOB --to CNNGB", ("near",)),
     ("data", ("world", "countries", "unknown", "largest_unknowns", "unit_suspects"))],
)  # fmt: skip
def test_that_every_key_that_is_printed_is_in_the_readme(capsys, line, lists):
    cli.main([*line.split(), "--json"])
    answer = json.loads(capsys.readouterr().out)
    for key in {*answer, *(key for name in lists for key in answer[name][0])}:
        assert f"`{key}`" in README or f'"{key}"' in README, key


def test_that_every_key_of_the_chokepoints_is_in_the_readme(capsys):
    words = "chokepoints --mineral cobalt --stage mining --close oresund,great_belt --rank --json"
    cli.main(shlex.split(words))
    answer = json.loads(capsys.readouterr().out)
    section = next(part for part in README.split("\n\n") if part.startswith("`chokepoints` counts"))
    first, cost = answer["chokepoints"][0], answer["closure"]
    rows = [answer, first, first["suppliers"][0], first["cargoes"][0], cost, answer["ranking"][0]]
    rows += [cost[name][0] for name in ("gates", "importers", "suppliers", "flows")]
    rows.append(next(iter(answer["ranking"][0]["partners"].values())))
    for key in {key for row in rows for key in row}:
        assert f"`{key}`" in section, key


def test_that_every_key_of_the_flows_is_in_the_readme(capsys):
    cli.main(shlex.split("flows --mineral graphite --json"))
    answer = json.loads(capsys.readouterr().out)
    section = next(part for part in README.split("\n\n") if part.startswith("`flows` prints"))
    for key in {*answer, *answer["legs"][0], *answer["flows"][0], *answer["unknown"][0]}:
        assert f"`{key}`" in section, key


def test_that_every_column_of_known_flows_and_those_of_flows_that_need_words_are_explained():
    columns = bundled.schema("user_flows").index
    yours, ours = (
        next(part for part in README.split("\n\n") if part.startswith(f"| column | {head}"))
        for head in ("what it holds", "what it says")
    )
    assert [name for name in columns if f"`{name}`" not in yours] == []
    needed = "importer cargo mode land_km year source_year decay modelled rest:IDN use:JPN:JPN@JPOSA".split()
    assert [name for name in needed if f"`{name}`" not in ours] == []


def test_that_the_columns_of_a_facility_file_stand_in_the_readme_as_the_reader_has_them():
    def row(column, rule):
        choices = f": {', '.join(f'`{one}`' for one in rule['allowed'].split('|'))}" if rule["allowed"] else ""
        example = f"`{rule['example']}`" if rule["example"] else ""
        return f"| `{column}` | {rule['required']} | {rule['description']}{choices} | {rule['unit']} | {example} |"

    known = bundled.schema("user_facilities")
    table = next(part for part in README.split("\n\n") if part.startswith("| column | required |"))
    expected = [row(column, rule) for column, rule in known.iterrows()]
    assert table.splitlines()[2:] == expected, "the columns have changed; the README should now say:\n" + "\n".join(
        expected
    )
    minerals, _, forms = README.split("\nMinerals are ")[1].split("\n\n")[0].partition(" A form is ")
    dataset = bundled.load()
    assert re.findall(r"`(\w+)`", minerals) == list(dataset.minerals.index)
    named = set(re.findall(r"`([\w.()]+)`", forms.partition(" or a row of ")[0]))
    understood = {one for mineral in dataset.minerals.index for one in contained.known_forms(mineral, dataset.factors)}
    assert named <= understood
    assert all(match.unit(one) for one in re.findall(r"\b(k?t|Mt|kg|lb)\b", known.at["unit", "description"]))
    template = (ROOT / "resources" / "templates" / "facilities_template.csv").read_text("utf-8-sig")
    assert template.splitlines()[0].split(",") == list(known.index)


def test_that_every_key_of_a_check_is_in_the_readme(capsys, tmp_path):
    file = tmp_path / "plants.csv"
    file.write_text("name,mineral,stage,country,capacity_t_per_year\nA,lithium,mining,AUS,-5\n", "utf-8")
    cli.main(["check", str(file), "--json"])
    answer = json.loads(capsys.readouterr().out)
    for key in {*answer, *answer["problems"][0]}:
        assert f"`{key}`" in README, key


def test_that_the_method_section_links_the_source_of_each_formula():
    section = README.split("## How a number is made")[1].split("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ") and not row.startswith(("| number", "| ---"))]
    assert len(rows) >= 10
    assert all("](http" in row or "data/" in row for row in rows)


WINDOW = README.split("## The window as a GIS")[1].split("\n## ")[0]
PATHS = re.findall(r"\*(\w+)\* ▸ \*([^*]+)\*(?: ▸ \*([^*]+)\*)?(?: \(`([^`]+)`\))?", " ".join(README.split()))


def plain(words):
    return words.replace("&", "").removesuffix("…")


@pytest.mark.parametrize(("menu", "first", "second", "key"), PATHS)
def test_that_a_path_through_the_menus_is_there_with_its_key(menu, first, second, key):
    rows = [row for row in actions.rows() if row.menu == menu]
    inner = [row for row in rows if plain(row.submenu) == plain(first)]
    found = [row for row in inner if plain(row.text) == plain(second)] if second else inner
    found += [row for row in rows if not second and not row.submenu and plain(row.text) == plain(first)]
    assert found, f"there is no {menu} ▸ {first} {second}"
    assert not key or key in found[0].shortcuts


def test_that_every_key_of_the_section_on_the_window_does_something():
    known = {key for row in actions.rows() for key in row.shortcuts} | set(actions.PANELS.values())
    known |= {charts.KEYS, "Alt+Up", "Alt+Down"}  # a panel of a part, and the list of layers
    keys = re.findall(r"`((?:(?:Ctrl|Shift|Alt)\+)+[^`]+|F\d+)`", WINDOW)
    assert len(keys) > 20
    assert [key for key in keys if key not in known] == []


def test_that_the_expressions_of_the_section_on_the_window_are_understood():
    lines = re.search(r"\n```\n(.*?)\n```", WINDOW, re.DOTALL).group(1).splitlines()
    dataset = bundled.load()
    features = feature_tables.table(compute(dataset, Scenario(mineral="nickel")), None, "facilities")
    assert len(lines) == 5
    for line in lines:
        assert expression.select(re.split(r" {3,}", line)[0], features).rows.any(), line
