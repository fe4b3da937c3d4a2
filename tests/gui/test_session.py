"""The session: edits, undo, answers in the background, what counts as unsaved."""

import threading
from dataclasses import replace

import pytest

from mineralmap.errors import Cancelled
from mineralmap.gui import edit
from mineralmap.gui.asked import compared, routed
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Denominator, Scenario, Stage


def test_that_counting_by_location_and_undo_bring_back_the_same_answer(session, settle):
    by_equity = session.results
    assert by_equity.supplier_share("CHN") == pytest.approx(0.464)  # the golden fixture of the tiny world
    session.edit("Count by location", basis=Basis.LOCATION)
    settle(session)
    assert session.results.supplier_share("COD") == pytest.approx(0.56)
    assert session.undo_stack.undoText() == "Count by location"
    session.undo_stack.undo()
    assert session.results is by_equity  # at once, from memory


def test_that_toggling_a_partner_changes_the_partner_share_and_keeps_the_shares(session, settle):
    before = session.results
    assert before.partner.share.point == pytest.approx(0.124)  # US 10 + JP 2.4 of 100 percent
    session.edit("Switch Japan off", partners=frozenset({"USA", "EU"}))
    settle(session)
    assert session.results.partner.share.point == pytest.approx(0.10)
    assert session.results.supplier_share("JPN") == pytest.approx(before.supplier_share("JPN"))


def test_that_toggling_a_partner_keeps_routes_and_compared_answers(session, settle):
    flows, beside = session.flows, session.bases[Basis.LOCATION]
    session.edit("Switch Japan off", partners=frozenset({"USA", "EU"}))
    settle(session)
    assert session.flows is flows
    assert session.bases[Basis.LOCATION] is beside


def test_that_the_bases_are_answered_side_by_side(session):
    assert set(session.bases) == set(Basis)
    assert session.bases[Basis.CONTROL].supplier_share("CHN") == pytest.approx(0.64)


def test_that_the_newest_question_wins(session, settle, qtbot):
    heard = []
    session.results_changed.connect(lambda results: heard.append(results.scenario.basis))
    session.edit("one", basis=Basis.LOCATION)
    session.edit("two", basis=Basis.CONTROL)
    settle(session)
    assert heard == [Basis.CONTROL]


def test_that_what_is_called_off_is_silent_and_what_fails_is_told(qapp, qtbot):
    latest, heard, started, go = Latest(), [], threading.Event(), threading.Event()

    def slow(cancel):
        started.set()
        go.wait(5)
        cancel()
        return "slow"

    latest.run(slow, heard.append)
    assert started.wait(5)
    latest.run(lambda cancel: "quick", heard.append)
    go.set()
    qtbot.waitUntil(lambda: heard == ["quick"])

    def broken(cancel):
        raise ValueError("broken")

    latest.run(broken, heard.append, lambda error: heard.append(str(error)))
    qtbot.waitUntil(lambda: heard == ["quick", "broken"])

    def off(cancel):
        raise Cancelled

    latest.run(off, heard.append, heard.append)
    qtbot.waitUntil(lambda: not latest.busy)
    assert heard == ["quick", "broken"]


def test_that_edits_of_one_kind_in_quick_succession_are_one_step(session, monkeypatch):
    for target in (0.1, 0.2, 0.3):
        session.edit("Set the target", merge="target", target=target)
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert session.scenario.target is None
    session.undo_stack.redo()
    assert session.scenario.target == 0.3
    monkeypatch.setattr(edit, "MERGE_SECONDS", -1.0)
    session.edit("Set the target", merge="target", target=0.4)
    assert session.undo_stack.count() == 2


def test_that_an_edit_that_changes_nothing_is_no_step(session):
    session.edit("Count by equity", basis=Basis.EQUITY)
    assert session.undo_stack.count() == 0


def test_that_only_edits_are_unsaved_changes(session, tmp_path):
    told = []
    session.dirty_changed.connect(told.append)
    session.look(extent=(0.0, 0.0, 1.0, 1.0))
    session.select("COD-f1")
    assert not session.dirty
    session.edit("Count by location", basis=Basis.LOCATION)
    assert session.dirty
    session.undo_stack.undo()
    assert not session.dirty
    session.edit("Count by control", basis=Basis.CONTROL)
    session.mark_saved(tmp_path / "one.json", session.project)
    assert told == [True, False, True, False]


def test_that_undo_does_not_move_the_map(session):
    session.edit("Count by location", basis=Basis.LOCATION)
    session.look(extent=(0.0, 0.0, 1.0, 1.0))
    session.undo_stack.undo()
    assert session.view.extent == (0.0, 0.0, 1.0, 1.0)


def test_that_hiding_a_layer_needs_no_new_answer(session, settle):
    results = session.results
    session.edit("Hide mines", hidden=frozenset({"mines"}))
    settle(session)
    assert session.results is results
    assert not next(layer for layer in session.map.layers if layer.id == "mines").visible


def test_that_a_session_without_data_takes_edits_and_answers_nothing(qapp):
    session = Session()
    session.edit("Count by location", basis=Basis.LOCATION)
    assert session.scenario.basis is Basis.LOCATION
    assert session.results is None
    assert not session.busy


def test_that_another_project_forgets_undo(session):
    session.edit("Count by location", basis=Basis.LOCATION)
    session.start(Project())
    assert not session.undo_stack.canUndo()
    assert not session.dirty


def test_that_questions_are_reduced_to_what_they_depend_on():
    asked = Scenario(basis=Basis.CONTROL, partners=frozenset({"JPN"}), target=0.2)
    assert compared(asked, Basis.LOCATION) == compared(Scenario(), Basis.LOCATION)
    assert routed(asked) == routed(Scenario())
    assert routed(asked) != routed(Scenario(mineral="cobalt"))


def test_that_what_shares_and_routes_do_not_depend_on_needs_no_new_ones():
    plain = Scenario(stage=Stage.MINING)
    asked = Scenario(
        stage=Stage.MINING,
        scheme="own",
        screened=frozenset({"RUS"}),
        horizon=2035,
        outlook="NZE",
        assumptions=(("demand:USA", 1.0), ("p_planned", 0.5)),
    )
    assert compared(asked, Basis.LOCATION) == compared(plain, Basis.LOCATION)
    assert routed(asked) == routed(plain)
    named = replace(plain, denominator=Denominator.NAMED)
    assert compared(named, Basis.LOCATION) != compared(plain, Basis.LOCATION)
    assert routed(named) == routed(plain)
    for other in (replace(plain, cuts=("owner:CHN",)), replace(plain, assumptions=(("factor:lce", 0.2),))):
        assert compared(other, Basis.LOCATION) != compared(plain, Basis.LOCATION)
        assert routed(other) != routed(plain)


def test_that_the_assumptions_alone_are_an_edit_that_counts_as_unsaved(session):
    session.edit("Chance of a planned project", assumptions=(("p_planned", 0.3),))
    assert session.dirty
    session.undo_stack.undo()
    assert not session.dirty


def test_that_checks_routes_and_other_bases_wait_until_the_map_is_there(session, settle):
    heard = []
    session.map_changed.connect(lambda _: heard.append("map"))
    session.rested.connect(lambda: heard.append("rested"))
    session.bases_changed.connect(lambda _: heard.append("bases"))
    session.flows_changed.connect(lambda flows: flows is not None and heard.append("flows"))
    session.edit("Ask for lithium", mineral="lithium")
    settle(session)
    assert heard[:2] == ["map", "rested"]
    assert {"bases", "flows"} <= set(heard[2:])


def test_that_it_is_busy_until_it_rests(session, settle):
    seen = []
    session.map_changed.connect(lambda _: seen.append((session.drawing, session.busy)))
    session.edit("Switch Japan off", partners=frozenset({"USA", "EU"}))
    settle(session)
    assert seen[0] == (True, True)
    assert not session.drawing


def test_that_other_partners_are_answered_and_drawn_in_the_turn_of_the_click(session, settle):
    before, wanted = session.map, frozenset({"USA", "EU"})
    session.edit("Switch Japan off", partners=wanted)
    assert session.results.scenario.partners == wanted
    assert session.results.partner.share.point == pytest.approx(0.10)  # US 10 of 100 percent, without JP 2.4
    assert session.map is not before
    assert session.busy  # what follows waits until that is painted
    settle(session)
    session.undo_stack.undo()
    assert session.results.partner.share.point == pytest.approx(0.124)


def test_that_partners_of_a_question_that_was_not_just_answered_are_asked_for_behind_the_window(session, settle):
    session.edit("Count by location", basis=Basis.LOCATION)
    session.edit("Switch Japan off", partners=frozenset({"USA", "EU"}))
    assert Basis.EQUITY is session.results.scenario.basis
    settle(session)
    assert session.results.scenario == session.scenario


def test_that_what_fails_at_once_is_told_as_what_fails_behind_the_window(qapp):
    latest, heard = Latest(), []

    def broken(cancel):
        raise ValueError("broken")

    latest.at_once(broken, heard.append, lambda error: heard.append(str(error)))
    assert heard == ["broken"]
    assert not latest.busy
    latest.at_once(lambda cancel: "quick", heard.append)
    assert heard == ["broken", "quick"]
