"""Own files that a project names and cannot read: listed with a mark, found where they went, mended by hand."""

import shutil
from pathlib import Path

import pytest

from mineralmap.datasets import moved, project_file
from mineralmap.datasets.own import digest
from mineralmap.gui import mending
from mineralmap.gui.dialogs import ask
from mineralmap.gui.layer_lines import FILE, walk
from mineralmap.model.project import DatasetReference, Project
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View
from tests.datasets.test_corrections import NEW_MINE

ONE_WINDOW = True

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
ROWS = "name,mineral,stage,lat,lon,country,capacity_t_per_year\n{name},cobalt,mining,{lat},25.7,FIN,40\n"


def never() -> None:
    """Nobody calls off."""


@pytest.fixture
def project(tmp_path):
    """A project that names two files in a folder beside it; returns its path."""
    data = tmp_path / "data"
    data.mkdir()
    references = []
    for name, lat in (("a.csv", 66.5), ("b.csv", 65.5)):
        path = data / name
        path.write_text(ROWS.format(name=f"Torni {name}", lat=lat))
        references.append(DatasetReference(str(path), digest(path)))
    saved = tmp_path / "work.mineralmap"
    project_file.save(Project(scenario=COBALT, view=View(), datasets=tuple(references)), saved)
    return saved


@pytest.fixture
def opened(window, qtbot, settle):
    """Open a project and wait until what it lacks has been looked for."""

    def give(path: Path):
        with qtbot.waitSignal(window.files.opened, timeout=20_000):
            window.files.open(path)
        mending = window.parts["layers"].thing.mending
        qtbot.waitUntil(lambda: not mending.busy, timeout=20_000)
        settle(window.session)
        return window

    return give


def on_map(window):
    return set(window.session.dataset.facilities["dataset"]) - {""}


def file_lines(window):
    return {line.text: line for line in walk(window.layers.tree.shown()) if line.key.startswith(FILE)}


def test_that_a_missing_file_stays_listed_with_a_mark_and_in_the_saved_project(opened, project, tmp_path):
    (tmp_path / "data" / "a.csv").unlink()
    window = opened(project)
    assert on_map(window) == {"b.csv"}
    line = file_lines(window)["a.csv"]
    assert line.mark == "broken"
    assert "not there any more" in line.tip
    assert not window.layers.tree.item(line.key).icon(0).isNull()
    assert not window.session.dirty
    assert window.files.save()
    kept, _ = project_file.load(project)
    assert [Path(one.path).name for one in kept.datasets] == ["a.csv", "b.csv"]


def test_that_an_unreadable_file_says_why(opened, project, tmp_path):
    (tmp_path / "data" / "a.csv").write_bytes(b"")
    window = opened(project)
    line = file_lines(window)["a.csv"]
    assert line.mark == "broken"
    assert "a.csv" in line.tip
    assert "not there" not in line.tip


def test_that_a_moved_file_is_found_by_name_and_content(opened, project, tmp_path):
    there = tmp_path / "data" / "older" / "2023"
    there.mkdir(parents=True)
    shutil.move(tmp_path / "data" / "a.csv", there / "a.csv")
    window = opened(project)
    assert on_map(window) == {"a.csv", "b.csv"}
    assert f"a.csv was found at {there / 'a.csv'}." in window.notices.text
    assert not file_lines(window)
    assert window.session.dirty
    assert window.session.undo_stack.undoText() == "Find a.csv"
    window.session.undo_stack.undo()
    assert file_lines(window)["a.csv"].mark == "broken"
    window.session.undo_stack.redo()
    assert not file_lines(window)


def test_that_another_file_of_the_name_is_offered_and_not_taken(opened, project, tmp_path, settle, qtbot):
    (tmp_path / "data" / "a.csv").unlink()
    (tmp_path / "a.csv").write_text(ROWS.format(name="Another", lat=64.5))
    window = opened(project)
    assert on_map(window) == {"b.csv"}
    assert "holds something else" in window.notices.text
    window.notices.button("Use it").click()
    qtbot.waitUntil(lambda: not window.parts["layers"].thing.mending.busy)
    settle(window.session)
    assert on_map(window) == {"a.csv", "b.csv"}
    assert "figures may differ" in window.notices.text
    assert window.session.undo_stack.undoText() == "Mend a.csv"


def test_that_siblings_are_mended_with_the_first(opened, project, tmp_path, settle, qtbot, monkeypatch):
    far = tmp_path.parent / f"{tmp_path.name}-far" / "x"
    far.mkdir(parents=True)
    for name in ("a.csv", "b.csv"):
        shutil.move(tmp_path / "data" / name, far / name)
    window = opened(project)
    assert {line.mark for line in file_lines(window).values()} == {"broken"}
    monkeypatch.setattr(ask, "open_path", lambda *_: far / "a.csv")
    window.layers.open(file_lines(window)["a.csv"].key)
    qtbot.waitUntil(lambda: not window.parts["layers"].thing.mending.busy and not file_lines(window), timeout=20_000)
    settle(window.session)
    assert on_map(window) == {"a.csv", "b.csv"}
    assert {one.path for one in window.session.project.datasets} == {str(far / "a.csv"), str(far / "b.csv")}


def test_that_a_file_that_is_put_back_is_read_again(opened, project, tmp_path, settle, qtbot):
    path = tmp_path / "data" / "a.csv"
    content = path.read_text()
    path.unlink()
    window = opened(project)
    assert on_map(window) == {"b.csv"}
    path.write_text(content)
    window.parts["layers"].thing.mending.look()
    qtbot.waitUntil(lambda: not window.parts["layers"].thing.mending.busy)
    settle(window.session)
    assert on_map(window) == {"a.csv", "b.csv"}
    assert not window.session.dirty  # the project names it as before


def test_that_a_broken_file_can_be_removed(opened, project, tmp_path):
    (tmp_path / "data" / "a.csv").unlink()
    window = opened(project)
    window.layers.tree.setCurrentItem(window.layers.tree.item(file_lines(window)["a.csv"].key))
    window.actions_["remove_layer"].trigger()
    assert [Path(one.path).name for one in window.session.project.datasets] == ["b.csv"]
    assert not file_lines(window)


def test_that_a_renamed_file_is_known_by_what_it_holds(tmp_path):
    path = tmp_path / "plants 2024.csv"
    path.write_text("content")
    lost = [(str(tmp_path / "plants.csv"), digest(path))]
    assert moved.find(lost, [tmp_path], None, never) == {lost[0][0]: moved.Found(path, True)}
    assert moved.find([(lost[0][0], "0" * 64)], [tmp_path], None, never) == {}
    assert moved.find([(lost[0][0], "")], [tmp_path], None, never) == {}


def test_that_the_search_is_bounded(tmp_path, monkeypatch):
    deep = tmp_path.joinpath(*"abcdef")
    deep.mkdir(parents=True)
    (deep / "lost.csv").write_text("content")
    lost = [(str(tmp_path / "lost.csv"), digest(deep / "lost.csv"))]
    assert moved.find(lost, [], tmp_path, never) == {}
    assert moved.find(lost, [], tmp_path.joinpath(*"abcd"), never)[lost[0][0]].same
    monkeypatch.setattr(moved, "MOST_ENTRIES", 0)
    assert moved.find(lost, [], tmp_path.joinpath(*"abcd"), never) == {}


def test_that_lost_flows_of_a_facility_that_a_correction_adds_are_read_like_those_of_an_opened_project(
    tiny_world, tmp_path
):
    flows = tmp_path / "flows.csv"
    flows.write_text("from,to,tonnes,year,source\nZMB-new,CHN-quzhou,5,2024,own\n", encoding="utf-8")
    lost = DatasetReference(str(tmp_path / "gone.csv"), "", kind="flows")
    mended = mending._take(lost, flows, tiny_world, [], NEW_MINE, never)
    assert (len(mended.reading.table), mended.reading.problems) == (1, ())
    assert not len(mending._take(lost, flows, tiny_world, [], (), never).reading.table)
