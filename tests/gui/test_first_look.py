"""The opening question kept for the next start: taken where it is of the same data, program and question only."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.analysis.kept_answers import KeptAnswers
from mineralmap.datasets import bundled
from mineralmap.gui import background, first_look, opening
from mineralmap.gui.main_window import MainWindow
from mineralmap.gui.parts.projection import Choosing
from mineralmap.gui.session import Session
from mineralmap.layers import basemap
from mineralmap.layers.compose import compose
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario
from tests.same_map import same_map


@pytest.fixture
def kept(qapp, settle, monkeypatch, tmp_path):
    """The shipped data, the opening question's flows and map, kept; nothing may be worked out from here on."""
    monkeypatch.setattr(first_look, "_file", lambda which: tmp_path / which)
    dataset, session = bundled.load(), Session()
    session.open_data(dataset)
    settle(session)
    assert session.map is not None
    assert session.flows is not None
    assert session.results is not None
    checks = tuple(background.checks(session.results, lambda: None))
    answers = KeptAnswers(tuple(session.bases.values()), checks, background.ahead(session.results, lambda: None))
    first_look.keep(session.project, dataset, session.flows, answers)
    session.calm()

    def known(*_: object, **__: object) -> None:
        raise AssertionError("something is worked out that is known")

    for work in ("sail", "answer", "checks", "ahead"):
        monkeypatch.setattr(background, work, known)
    return dataset, session.flows, session.map


def test_that_a_start_takes_the_kept_flows_and_models_none(kept, settle):
    dataset, flows, _ = kept
    session, maps = Session(), []
    session.map_changed.connect(maps.append)
    answers = first_look.recall_answers(session.project, dataset)
    assert answers is not None
    session.open_data(dataset, first_look.recall_flows(session.project, dataset), answers.answers)
    settle(session)
    assert session.flows is not None
    pd.testing.assert_frame_equal(session.flows.table, flows.table, check_exact=True)
    pd.testing.assert_frame_equal(session.flows.exposure, flows.exposure, check_exact=True)
    assert session.flows.notes == flows.notes
    assert len(maps) == 1  # with the routes at once
    assert any(layer.id == "routes" and layer.primitives for layer in maps[0].layers)
    session.calm()


def test_that_a_start_shows_the_kept_answers_checks_and_years_and_works_none_out(kept, settle, qtbot):
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window._have_data((), opening.open_everything(window.session.project, None, lambda: None))
    settle(window.session)
    qtbot.waitUntil(lambda: not window.answer.busy, timeout=30_000)
    assert set(window.session.bases) == set(Basis)
    assert "Supplier concentration" in window.answer.checks.text()
    assert window.answer.ahead.text()
    assert window.answer.chart is not None


def test_that_a_start_makes_the_kept_map_whole_and_composes_none(kept, settle, qtbot, monkeypatch):
    dataset, flows, _ = kept
    monkeypatch.setattr(Choosing, "_fetch", lambda _: None)  # with the finer coasts it is drawn anew
    monkeypatch.setattr(MainWindow, "_warm", lambda _: None)
    monkeypatch.setattr(background, "draw", background.sail)
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window.first_look()
    shown = window.map_place.kept
    window._have_data((), opening.open_everything(window.session.project, shown, lambda: None))
    settle(window.session)
    session = window.session
    assert session.map is not None
    assert session.results is not None
    composed = compose(dataset, session.results, flows, session.view, flows, basemap.CLOSE_MPP)
    assert same_map(session.map, composed)
    facility = next(layer for layer in composed.layers if layer.id == "mines").primitives[0].ids[0]
    assert session.map.more is not None
    assert composed.more is not None
    assert session.map.more(facility) == composed.more(facility) != ""


def test_that_the_kept_map_of_another_view_is_composed_anew(kept, settle, qtbot):
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window.first_look()
    shown = window.map_place.kept
    window.session.edit("Dark", theme="dark")
    window._have_data((), opening.open_everything(window.session.project, shown, lambda: None))
    settle(window.session)
    assert window.session.map is not None
    assert window.session.map.theme == "dark"


def test_that_kept_answers_of_other_data_question_or_program_are_not_taken(kept, monkeypatch):
    dataset = kept[0]
    assert first_look.recall_answers(Project(), dataset) is not None
    assert first_look.recall_answers(Project(), replace(dataset, key="another")) is None
    assert first_look.recall_answers(Project(scenario=Scenario(mineral="cobalt")), dataset) is None
    monkeypatch.setattr(first_look, "_program_and_data", lambda: "another")
    assert first_look.recall_answers(Project(), dataset) is None


def test_that_kept_flows_of_other_data_question_or_program_are_not_taken(kept, monkeypatch):
    dataset = kept[0]
    assert first_look.recall_flows(Project(), dataset) is not None
    assert first_look.recall_flows(Project(), replace(dataset, key="another")) is None
    assert first_look.recall_flows(Project(scenario=Scenario(mineral="cobalt")), dataset) is None
    monkeypatch.setattr(first_look, "_program_and_data", lambda: "another")
    assert first_look.recall_flows(Project(), dataset) is None
    assert first_look.recall(Project()) is None


def test_that_only_the_opening_question_is_kept(kept, monkeypatch, tmp_path):
    dataset, flows, _ = kept
    answers = first_look.recall_answers(Project(), dataset)
    monkeypatch.setattr(first_look, "_file", lambda which: tmp_path / "other" / which)
    first_look.keep(Project(scenario=Scenario(mineral="cobalt")), dataset, flows, answers)
    assert not (tmp_path / "other").exists()
