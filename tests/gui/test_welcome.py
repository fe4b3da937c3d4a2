"""The first run opens on a question with its answer; samples are one click and one step of undo away."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt

import mineralmap
from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui.main_window import MainWindow
from mineralmap.gui.parts.welcome import WELCOMED
from mineralmap.gui.samples import SAMPLES, changes, of
from mineralmap.gui.words import percent, unbroken
from mineralmap.model.scenario import Basis, Scenario
from mineralmap.model.view import View


@pytest.fixture(scope="module")
def shipped():
    return bundled.load()


@pytest.fixture
def first_run(qtbot, tiny_world, settle):
    """A window that nobody has seen before."""
    QSettings().remove(WELCOMED)
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window.make_canvas()
    window.actions_.enable_data(True)
    window.session.open_data(tiny_world)
    settle(window.session)
    return window


def strip_of(window):
    return window.parts["welcome"].thing.strip


def test_that_the_first_run_opens_on_a_question_with_its_answer(first_run):
    strip, session = strip_of(first_run), first_run.session
    assert session.scenario == SAMPLES[0].scenario
    assert strip.isVisible()
    assert strip.question.text() == "Who controls refined cobalt?"
    assert strip.answer.text().endswith(".")
    assert not session.dirty
    assert not session.undo_stack.canUndo()


def test_that_the_second_run_does_not(first_run, qtbot):
    second = MainWindow("light")
    qtbot.addWidget(second)
    second.show()
    assert not strip_of(second).isVisible()
    assert second.session.scenario == Scenario()


def test_that_help_brings_it_back_and_the_cross_puts_it_away(window, qtbot):
    strip = strip_of(window)
    assert not strip.isVisible()
    window.actions_["samples"].trigger()
    assert strip.isVisible()
    qtbot.mouseClick(strip.close_it, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    assert not window.actions_["samples"].isChecked()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.id)
def test_that_a_sample_is_one_click_and_one_step_of_undo(first_run, settle, qtbot, sample):
    session, strip = first_run.session, strip_of(first_run)
    session.edit("Count by location", basis=Basis.LOCATION)
    before = session.project.scenario
    qtbot.mouseClick(strip.buttons[sample.id], Qt.MouseButton.LeftButton)
    settle(session)
    assert session.scenario == sample.scenario
    assert session.undo_stack.undoText() == f"Sample view: {sample.question}"
    assert strip.question.text() == sample.question
    assert strip.buttons[sample.id].isHidden()
    session.undo_stack.undo()
    assert session.project.scenario == before


def test_that_a_question_of_ones_own_leaves_three_samples(first_run, settle):
    first_run.session.edit("Ask for nickel", mineral="nickel")
    settle(first_run.session)
    strip = strip_of(first_run)
    assert strip.question.text() == "Ask your own question"
    assert not any(button.isHidden() for button in strip.buttons.values())


@pytest.mark.parametrize("size", [(1280, 800), (800, 600)])
def test_that_neither_the_map_nor_its_messages_are_hidden(first_run, qtbot, size):
    first_run.resize(*size)
    first_run.notices.say("To be read.", "warning")
    qtbot.wait(50)
    strip, notice, canvas = strip_of(first_run), first_run.notices, first_run.map_place.canvas

    def place(widget):
        return widget.rect().translated(widget.mapTo(first_run, widget.rect().topLeft()))

    assert not place(strip).intersects(place(notice))
    assert not place(strip).intersects(place(canvas))
    assert canvas.height() > 100


def test_that_answers_are_the_figures_of_the_analysis(shipped):
    control, malacca, without = SAMPLES
    results = compute(shipped, control.scenario)
    words = control.answer(results, None, None)
    leader = results.suppliers.iloc[0]
    assert str(leader["name"]) in words
    assert percent(float(leader["share"])) in words
    assert percent(results.unknown_share) in words
    table = mineralmap.chokepoints(shipped, malacca.scenario)
    inbound = float(table.loc[table["name"] == "Malacca Strait", "inbound_JPN"].iloc[0])
    said = malacca.answer(compute(shipped, malacca.scenario), mineralmap.flows(shipped, malacca.scenario), None)
    assert said.startswith(percent(inbound))
    left = compute(shipped, without.scenario)
    assert without.answer(left, None, None).startswith(percent(left.denominator_t / (left.denominator_t + left.cut_t)))


def test_that_what_the_leader_hosts_is_told_where_it_differs_from_what_it_controls(shipped):
    control = SAMPLES[0]
    results = compute(shipped, control.scenario)
    located = compute(shipped, replace(control.scenario, basis=Basis.LOCATION))
    hosted = located.supplier_share(str(results.suppliers["supplier"].iloc[0]))
    assert f", {percent(hosted)} is refined there; of " in control.answer(results, None, located)
    assert "there" not in control.answer(results, None, results)  # the same share: nothing to tell
    assert "there" not in control.answer(results, None, None)


def test_that_the_strip_tells_what_is_hosted_once_the_answer_by_location_is_known(first_run, settle):
    session, strip = first_run.session, strip_of(first_run)
    located = session.bases[Basis.LOCATION]
    assert strip.answer.text() == unbroken(SAMPLES[0].answer(session.results, None, located))
    session.bases = {}
    first_run.parts["welcome"].thing.show(True)
    assert strip.answer.text() == unbroken(SAMPLES[0].answer(session.results, None, None))


def test_that_the_users_own_projection_theme_and_title_stay():
    mine = View(projection="robinson", theme="dark", title="Mine", hidden=frozenset({"routes"}), split="side")
    set_to = changes(SAMPLES[1], mine, None)
    assert "projection" not in set_to
    assert "theme" not in set_to
    assert "title" not in set_to
    assert set_to["hidden"] == frozenset()
    assert set_to["split"] == ""
    assert set_to["routes_by"] == "importer"


def test_that_a_sample_is_known_by_its_question():
    assert of(SAMPLES[2].scenario) is SAMPLES[2]
    assert of(Scenario()) is None


def test_that_a_low_map_gets_the_room_of_the_buttons_and_the_strip_says_where_they_are(window, qtbot):
    strip, place = strip_of(window), window.map_place
    window.resize(1280, 800)
    window.actions_["samples"].trigger()
    qtbot.waitUntil(lambda: strip.isVisible() and place.height() >= 420)
    assert strip.buttons["without"].isVisible()
    whole = strip.height()
    window.chokepoints.show()
    qtbot.waitUntil(lambda: place.height() < 420 and strip.height() < whole)
    assert not any(one.isVisible() for one in strip.buttons.values())
    strip.say("", "", "")
    assert "Help ▸ Sample Views" in strip.answer.text()
    window.chokepoints.hide()
    qtbot.waitUntil(lambda: strip.height() == whole)
    assert "begin with one of these" in strip.answer.text()
