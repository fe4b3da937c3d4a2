"""Saved projects on the command line: their files, corrections and question, and what the line says in their place."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mineralmap.analysis import projects
from mineralmap.analysis.compute import compute
from mineralmap.commands import render
from mineralmap.datasets import project_file
from mineralmap.datasets.own import digest
from mineralmap.layers.projection import Projection
from mineralmap.model.project import Correction, DatasetReference, Project
from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View
from tests.datasets.test_corrections import NEW_MINE
from tests.test_cli import ask, tiny

__all__ = ["tiny"]

LESS_CMOC = tuple(
    Correction("stakes", f"{owner}>COD-f1", "stake", "0.5", was, "Annual report 2025, p. 12", "2026-11-28")
    for owner, was in (("cmoc", "0.8"), ("gecamines", "0.2"))
)
ASKED = Scenario(mineral="cobalt", stage="mining", basis="equity", partners={"JPN"})
OWN = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "Kolwezi north,cobalt,mining,-10.6,25.5,COD,50,Umicore 100 %\n"
)


@pytest.fixture
def saved(tmp_path):
    """How a project is saved: what differs from one with a question and two corrections."""

    def save(**changes):
        project_file.save(replace(Project(ASKED, corrections=LESS_CMOC), **changes), tmp_path / "saved.mineralmap")
        return str(tmp_path / "saved.mineralmap")

    return save


def answer(capsys, *words: str) -> dict:
    code, out, err = ask(capsys, *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def share(answered: dict, supplier: str) -> float:
    return next(row["share"] for row in answered["suppliers"] if row["supplier"] == supplier)


def test_that_a_project_asks_its_question_with_its_corrections(tiny, capsys, saved):
    found = answer(capsys, "shares", "--project", saved())
    assert (found["mineral"], found["stage"], found["basis"]) == ("cobalt", "mining", "equity")
    # worlds/tiny/README.md: half of F1's 100 t instead of 80 %, and Huayou's 36 of F3, of 250 t
    assert share(found, "CHN") == pytest.approx(86 / 250)
    assert any("Annual report 2025, p. 12" in note for note in found["notes"])


def test_that_the_line_and_the_window_open_a_project_to_the_same_figures(tiny, capsys, saved, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(OWN, encoding="utf-8")
    path = saved(scenario=replace(ASKED, measure="capacity"), datasets=(DatasetReference(str(own), digest(own)),))
    project, problems, readings = projects.load_project(tmp_path / "saved.mineralmap", tiny, lambda: None)
    assert problems == ()
    shown = compute(projects.join(tiny, [*readings.values()], lambda: None, project.corrections), project.scenario)
    found = answer(capsys, "shares", "--project", path)
    assert (
        found["total_t"] == pytest.approx(shown.total_t) == 250 + 50
    )  # worlds/tiny/README.md: every mine at its capacity
    assert {row["supplier"]: row["share"] for row in found["suppliers"]} == pytest.approx(
        shown.shares["share"].to_dict()
    )


def test_that_what_the_line_says_takes_the_place_of_the_projects_question(tiny, capsys, saved):
    path = saved(scenario=replace(ASKED, year=2024, cuts=("owner:USA",)))
    found = answer(capsys, *f"shares --project {path} --mineral lithium --basis location --cut host:CHL".split())
    assert (found["mineral"], found["stage"], found["basis"]) == ("lithium", "mining", "location")
    assert found["cuts"] == ["owner:USA", "host:CHL"]
    assert answer(capsys, *f"gap --project {path} --partners USA".split())["partners"] == ["USA"]


def test_that_a_projects_year_that_another_mineral_lacks_is_told_and_the_latest_asked_for(tiny, capsys, saved):
    path = saved(scenario=replace(ASKED, year=2023))
    code, out, err = ask(capsys, *f"shares --project {path} --json".split())
    assert (code, json.loads(out)["year"]) == (0, 2024)
    assert "has no 2023; it has 2024; its latest is asked for" in err
    assert ask(capsys, *f"shares --project {path} --year 2023".split())[0] == 2


def test_that_a_file_that_is_gone_and_a_correction_that_does_not_fit_are_told(tiny, capsys, saved, tmp_path):
    wrong = replace(LESS_CMOC[0], row="nobody>COD-f1")
    path = saved(corrections=(wrong,), datasets=(DatasetReference(str(tmp_path / "gone.csv"), ""),))
    code, out, err = ask(capsys, "shares", "--project", path, "--json")
    assert (code, share(json.loads(out), "CHN")) == (0, pytest.approx(0.464))  # worlds/tiny/README.md
    assert "gone.csv is not there" in err
    assert "nobody>COD-f1" in err


def test_that_a_port_and_a_known_flow_of_a_facility_that_a_correction_adds_come_back(tiny_world, saved, tmp_path):
    flows = tmp_path / "flows.csv"
    flows.write_text("from,to,tonnes,year,source\nZMB-new,CHN-g1,5,2024,own\n", encoding="utf-8")
    refinery = str(tiny_world.outputs.loc[tiny_world.outputs["mineral"] == "cobalt", "facility_id"].iloc[-1])
    flows.write_text(flows.read_text().replace("CHN-g1", refinery), encoding="utf-8")
    reference = DatasetReference(str(flows), digest(flows), kind="flows")
    ports = ("ZMB-new=CNSHA: a new quay",)
    path = saved(scenario=replace(ASKED, ports=ports), corrections=NEW_MINE, datasets=(reference,))
    project, problems, readings = projects.load_project(Path(path), tiny_world, lambda: None)
    assert (project.scenario.ports, problems) == (ports, ())
    assert not any("ZMB-new" in one.what for one in readings[reference].problems)


def test_that_a_project_that_is_none_ends_with_one_line(tiny, capsys, tmp_path):
    (tmp_path / "no.mineralmap").write_text("{}", encoding="utf-8")
    code, _, err = ask(capsys, "shares", "--project", str(tmp_path / "no.mineralmap"))
    assert (code, err.count("\n")) == (2, 1)
    assert "no project file" in err


def test_that_flows_of_a_project_sail_as_it_says_and_gates_of_its_own_can_be_closed(tiny, capsys, saved):
    path = saved(scenario=replace(ASKED, closed={"suez"}, own_gates=("Mine: LINESTRING (20 -40, 20 -30)",), decay=0.5))
    assert answer(capsys, "flows", "--project", path)["closed"] == ["suez"]
    assert (
        answer(capsys, "flows", "--project", path)["legs"]
        == answer(capsys, *f"flows --project {path} --stage mining".split())["legs"]
    )
    closed = answer(capsys, *f"chokepoints --project {path} --close own:Mine".split())
    assert closed["closed"] == ["own:mine"]


def test_that_a_picture_of_a_project_is_of_its_question_and_its_look(tiny, capsys, saved, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(render, "draw", lambda *words: drawn.append(words))
    look = View(
        projection="robinson", extent=(-1e6, -1e6, 1e6, 1e6), title="Mine", hidden=frozenset({"lakes"}), theme="dark"
    )
    path, out = saved(view=look, scenario=replace(ASKED, knots=11.0)), str(tmp_path / "map.png")
    for more in ("", "--projection mercator --hide mines --theme dark --close suez"):
        assert ask(capsys, *f"render --project {path} --out {out} {more}".split())[0] == 0
    (_, asked, view, *_), (_, other, changed, *_) = drawn
    assert asked == replace(ASKED, knots=11.0)
    assert view == replace(look, theme="light")  # light or dark is the reader's, as in the window
    assert other == replace(asked, closed=frozenset({"suez"}))
    assert changed == replace(look, projection="mercator", extent=None, hidden=frozenset({"lakes", "mines"}))


def test_that_a_picture_of_a_project_shows_what_its_export_does(tiny, capsys, saved, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(render, "draw", lambda *words: drawn.append(words[2].extent))
    x0, y0, x1, y1 = Projection(View().projection, View().centre_lon).world()
    far, out = 1e6, str(tmp_path / "map.png")
    kept = {
        None: None,
        (x0, y0 + far, x1, y1): None,  # the world as it opened, above the key, as older projects keep it
        (x0 - far, y0 - far, x1 + far, y1 + far): None,  # with paper all round
        (x0 - far, 0.0, 0.0, y1 + far): (x0, 0.0, 0.0, y1),
        (-far, -far, far, far): (-far, -far, far, far),
    }
    for extent in kept:
        assert ask(capsys, "render", "--project", saved(view=View(extent=extent)), "--out", out)[0] == 0
    assert drawn == list(kept.values())


def test_that_an_empty_title_is_none_also_where_the_project_has_one(tiny, capsys, saved, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(render, "draw", lambda *words: drawn.append((words[2].title, words[-1])))
    path, out = saved(view=View(title="Mine")), str(tmp_path / "map.png")
    for title in ([], ["--title", ""], ["--title", "Other"]):
        assert ask(capsys, "render", "--project", path, "--out", out, *title)[0] == 0
    assert drawn == [("Mine", None), ("", ""), ("Other", None)]
