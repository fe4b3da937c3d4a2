"""Projects to disk and back."""

import json
from dataclasses import fields

import pytest

from mineralmap.datasets import own, project_file
from mineralmap.errors import MineralmapError, UnreadableFile
from mineralmap.model.project import Bookmark, Correction, DatasetReference, Project
from mineralmap.model.scenario import Basis, Denominator, Leg, Measure, Scenario, Stage
from mineralmap.model.view import View

CHANGED = Project(
    scenario=Scenario("cobalt", Stage.MINING, Basis.CONTROL, Measure.CAPACITY, 2023, frozenset({"JPN"}),
                      frozenset({"suez", "cape"}), 0.25, 0.5, 3.0, 0.0, Denominator.NAMED, "own", frozenset({"RUS"}),
                      ("host:IDN=0.5",), 2035, "NZE", (("ramp_years", 5.0),), Leg.BOTH,
                      frozenset({"northern_sea_route"}), (("suez", 500.0),), "capesize", 12.5,
                      ("Line: LINESTRING (1 2, 3 4)",), ("COD=TZDAR: the corridor is repaired",)),
    view=View("natural_earth", 150.0, ("mines", "flows"), frozenset({"ports"}), (-1e6, -2e6, 3e6, 4e6), "status",
              "dark", "Wessen Kobalt?", "COD-f1", "importer", "change", (("mines", "opacity", "0.5"),), "hhi", "jenks",
              "ja", 15, "swipe", (("basis", "location"),)),
    bookmarks=(Bookmark("Fiji", (170.0, -20.0, -175.0, -10.0), frozenset({"ports"}), (("basis", "equity"),)),),
    corrections=(Correction("facilities", "COD-f1", "status", "closed", "operating", "own visit", "2026-11-28"),),
)  # fmt: skip


def test_that_every_field_comes_back(tmp_path):
    for default in (Scenario(), View()):
        changed = CHANGED.scenario if isinstance(default, Scenario) else CHANGED.view
        assert all(getattr(changed, one.name) != getattr(default, one.name) for one in fields(default))
    project_file.save(CHANGED, tmp_path / "a.mineralmap")
    assert project_file.load(tmp_path / "a.mineralmap") == (CHANGED, ())


def test_that_the_file_is_json_that_a_person_can_read_and_always_the_same(tmp_path):
    project_file.save(CHANGED, tmp_path / "a.mineralmap")
    project_file.save(CHANGED, tmp_path / "b.mineralmap")
    text = (tmp_path / "a.mineralmap").read_text("utf-8")
    assert text == (tmp_path / "b.mineralmap").read_text("utf-8")
    assert json.loads(text)["question"]["basis"] == "control"
    assert "Wessen Kobalt?" in text


@pytest.fixture
def with_data(tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "own.csv"
    file.write_text("name\n")
    reference = DatasetReference(str(file), own.digest(file), (("name", "Anlage"),))
    return Project(datasets=(reference,)), file


def test_that_own_data_are_named_relative_and_come_back_absolute(tmp_path, with_data):
    project, _ = with_data
    (tmp_path / "projects").mkdir()
    place = tmp_path / "projects" / "a.mineralmap"
    project_file.save(project, place)
    assert json.loads(place.read_text())["datasets"][0]["path"] == "../data/own.csv"
    assert project_file.load(place) == (project, ())


def test_that_a_project_can_be_moved_with_its_data(tmp_path, with_data):
    project, _ = with_data
    project_file.save(project, tmp_path / "a.mineralmap")
    moved = tmp_path / "moved"
    moved.mkdir()
    (tmp_path / "a.mineralmap").rename(moved / "a.mineralmap")
    (tmp_path / "data").rename(moved / "data")
    loaded, problems = project_file.load(moved / "a.mineralmap")
    assert loaded.datasets[0].path == str(moved / "data" / "own.csv")
    assert not problems


def test_that_missing_and_changed_data_are_told(tmp_path, with_data):
    project, file = with_data
    project_file.save(project, tmp_path / "a.mineralmap")
    file.write_text("name\nHill\n")
    assert "has changed" in project_file.load(tmp_path / "a.mineralmap")[1][0].what
    file.unlink()
    loaded, problems = project_file.load(tmp_path / "a.mineralmap")
    assert "is not there" in problems[0].what
    assert loaded.datasets == project.datasets


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"{", b"[]", b"null", b"3", b'"text"', b"{}", b'{"mineralmap_project": "1"}', b"\0" * 100,
     b'{"mineralmap_project": true}', b'{"mineralmap_project": NaN}', b"[" * 100_000, b'{"mineralmap_project": 0}'],
)  # fmt: skip
def test_that_rubbish_is_refused(tmp_path, content):
    (tmp_path / "a.mineralmap").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.mineralmap"):
        project_file.load(tmp_path / "a.mineralmap")


def test_that_no_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.mineralmap", tmp_path):
        with pytest.raises(UnreadableFile):
            project_file.load(path)


def load(tmp_path, **parts):
    (tmp_path / "a.mineralmap").write_text(json.dumps({"mineralmap_project": 1, **parts}))
    return project_file.load(tmp_path / "a.mineralmap")


def test_that_what_is_missing_is_the_default(tmp_path):
    assert load(tmp_path) == (Project(), ())


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [("question", "stage", "digging"), ("question", "basis", None), ("question", "year", "2020"),
     ("question", "year", 1.5),
     ("question", "mineral", 7), ("question", "partners", "USA"), ("question", "partners", [1]),
     ("question", "target", -1), ("question", "knots", 0), ("question", "knots", 70),
     ("question", "avoided", {"suez": 1}), ("question", "own_gates", "a"), ("question", "leg", "by air"),
     ("question", "decay", 1e99), ("question", "affinity", True), ("question", "target", [1]),
     ("view", "extent", [1, 2]),
     ("view", "extent", [3, 3, 1, 1]), ("view", "centre_lon", 999), ("view", "layers", {"a": 1}), ("view", "title", 5),
     ("view", "routes_by", "weather"), ("view", "routes_show", ["now"]),
     ("view", "extent", ["a", "b", "c", "d"]), ("question", "stage", [1]), ("question", "stage", {})],
)  # fmt: skip
def test_that_an_impossible_value_is_told_and_left_at_its_default(tmp_path, part, name, value):
    project, problems = load(tmp_path, **{part: {name: value}})
    assert project == Project()
    assert [one.column for one in problems] == [f"{part}.{name}"]


@pytest.mark.parametrize(
    "value",
    [
        [1],
        "x",
        {"path": "a"},
        [{"path": 1}],
        [{}],
        [{"path": "a", "matching": [1]}],
        [{"path": "a", "kind": "ships"}],
        None,
    ],
)
def test_that_impossible_data_sets_are_told(tmp_path, value):
    project, problems = load(tmp_path, datasets=value)
    assert project.datasets == ()
    assert problems


def test_that_unknown_fields_and_newer_files_are_told(tmp_path):
    project, problems = load(tmp_path, mineralmap_project=99, weather={}, view={"mood": 1, "theme": "dark"})
    assert project.view.theme == "dark"
    told = " ".join(str(one) for one in problems)
    assert "newer program" in told
    assert "weather" in told
    assert "view.mood" in told


def test_that_a_project_that_cannot_be_written_says_so(tmp_path):
    with pytest.raises(MineralmapError, match="could not be written"):
        project_file.save(Project(), tmp_path / "nowhere" / "a.mineralmap")
