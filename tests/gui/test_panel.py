"""Panels behind others are filled when somebody looks at them or asks for what is in them; three in idle moments."""

import pytest

from mineralmap.gui import furnishing
from mineralmap.gui.furnishing import beforehand

WAITING = ("assumptions", "chokepoints", "evidence", "table")


@pytest.fixture(autouse=True)
def no_idle_moments(monkeypatch):
    """Nothing is made beforehand but where a test asks for it."""
    monkeypatch.setattr(furnishing, "beforehand", lambda window: iter(()))


@pytest.mark.parametrize("name", WAITING)
def test_that_a_panel_is_filled_when_it_is_first_looked_at(own_window, qtbot, name):
    panel = getattr(own_window, name)
    assert not panel.filled
    panel.front_action().trigger()
    assert panel.filled
    assert panel.widget().isVisibleTo(panel)
    qtbot.waitUntil(lambda: panel.seen, timeout=30_000)


def test_that_a_panel_brought_late_shows_the_question_as_it_is_by_then(own_window, qtbot):
    own_window.session.edit("Likely", assumptions=(("p_planned", 0.25),))
    own_window.session.choose({"COD-f1"})
    own_window.assumptions.show()
    own_window.assumptions.raise_()
    assert own_window.assumptions.numbers["p_planned"].value == 0.25
    assert own_window.assumptions.summary.text().startswith("1 changed")
    own_window.table.show_attributes()
    rows = own_window.table.attributes
    qtbot.waitUntil(lambda: rows.model.rowCount() == 4, timeout=30_000)
    assert rows.view.chosen_ids == {"COD-f1"}
    assert own_window.table.suppliers.rowCount() > 0


def test_that_a_figure_can_be_asked_for_before_the_evidence_was_ever_seen(own_window, qtbot):
    own_window.session.explain("hhi")
    qtbot.waitUntil(lambda: own_window.evidence.evidence is not None, timeout=30_000)
    assert own_window.evidence.seen
    assert own_window.evidence.title.text()


def test_that_a_key_selects_the_rows_of_a_table_nobody_has_opened(own_window, qtbot):
    own_window.actions_["select_all"].trigger()
    qtbot.waitUntil(lambda: len(own_window.session.chosen) == 4, timeout=30_000)


def test_that_what_waits_for_a_panel_is_done_once(own_window):
    done = []
    own_window.table.when_filled(lambda: done.append("waited"))
    assert done == []
    own_window.table.fill()
    own_window.table.fill()
    own_window.table.when_filled(lambda: done.append("at once"))
    assert done == ["waited", "at once"]


def test_that_a_window_closes_without_filling_what_nobody_looked_at(own_window):
    own_window.close()
    assert not any(getattr(own_window, name).filled for name in WAITING)


def test_that_asking_for_what_no_panel_has_is_an_error(own_window):
    with pytest.raises(AttributeError, match="no such_thing"):
        own_window.table.such_thing  # noqa: B018


def test_that_idle_moments_make_the_tables_below_the_map_and_the_form_of_assumptions_and_show_none(own_window):
    for _ in beforehand(own_window):
        pass
    assert {name for name in WAITING if getattr(own_window, name).filled} == {"assumptions", "chokepoints", "table"}
    assert not own_window.assumptions.seen
    assert own_window.table.isHidden()
    assert own_window.chokepoints.isHidden()


@pytest.mark.parametrize("name", ["assumptions", "chokepoints", "table"])
def test_that_a_panel_that_is_half_made_is_made_whole_for_whoever_looks(own_window, qtbot, name):
    panel = getattr(own_window, name)
    pieces = panel.pieces()
    next(pieces)
    next(pieces)
    assert not panel.filled
    panel.front_action().trigger()
    qtbot.waitUntil(lambda: panel.seen and panel.filled, timeout=30_000)
    assert list(pieces) == []


def test_that_a_form_that_is_half_made_is_made_whole_for_whoever_asks_for_its_rows(own_window):
    pieces = own_window.assumptions.pieces()
    next(pieces)
    own_window.session.edit("Likely", assumptions=(("p_planned", 0.25),))
    assert own_window.assumptions.numbers["p_planned"].value == 0.25
    assert own_window.assumptions.filled


def test_that_a_form_that_is_made_but_not_seen_follows_when_somebody_looks(own_window, qtbot):
    panel = own_window.assumptions
    panel.fill()
    own_window.session.edit("Likely", assumptions=(("p_planned", 0.25),))
    assert panel.summary.text().startswith("Nothing is changed")
    panel.front_action().trigger()
    qtbot.waitUntil(lambda: panel.seen, timeout=30_000)
    assert panel.summary.text().startswith("1 changed")
    assert panel.numbers["p_planned"].value == 0.25


def test_that_panels_that_come_back_behind_another_are_not_filled_for_that(own_window, qtbot):
    own_window.resize(700, 700)
    qtbot.waitUntil(lambda: own_window.layers.isHidden(), timeout=20_000)
    own_window.resize(1440, 900)
    qtbot.waitUntil(lambda: own_window.layers.seen and own_window.assumptions.isVisible(), timeout=20_000)
    assert own_window.assumptions.toggleViewAction().isChecked()
    assert not own_window.assumptions.seen
    assert not own_window.assumptions.filled
    own_window.assumptions.raise_()
    qtbot.waitUntil(lambda: own_window.assumptions.filled)
    assert not own_window.layers.seen
