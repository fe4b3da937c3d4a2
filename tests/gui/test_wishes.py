"""Verbs and names in the command palette: found by words in any order, done, undone under the name that is listed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mineralmap.model.scenario import Basis, Stage
from tests.gui.test_hands_keys import palette, type_in

ONE_WINDOW = True


@pytest.fixture
def ask(window, qtbot):
    """Type into the palette, and press Enter if told; gives what was listed first."""
    qtbot.waitUntil(lambda: window.search.finder.index is not None)

    def asked(text, enter=True):
        made = palette(window)
        type_in(made, text)
        first = made.finds()[0] if made.finds() else None
        QTest.keyClick(made.field, Qt.Key.Key_Return if enter else Qt.Key.Key_Escape)
        return first

    return asked


@pytest.mark.parametrize("text", ["close malacca", "malacca close", "closed the strait malacca", "clo mala"])
def test_that_a_strait_is_closed_by_its_name_in_any_order_and_undone(window, ask, text):
    found = ask(text)
    assert found.name == "Close Strait of Malacca"
    assert window.session.scenario.closed == {"malacca"}
    assert window.actions_["undo"].text() == "&Undo: Close Strait of Malacca"
    window.actions_["undo"].trigger()
    assert not window.session.scenario.closed


def test_that_a_closed_strait_is_opened_and_a_strait_that_is_open_cannot_be(window, ask):
    assert not ask("open malacca", enter=False).enabled
    window.session.edit("Close", closed=frozenset({"malacca"}))
    found = ask("open malacca")
    assert (found.name, found.note) == ("Open Strait of Malacca", "chokepoint, closed by you")
    assert not window.session.scenario.closed
    ask("avoid malacca")
    assert [gate for gate, _ in window.session.scenario.avoided] == ["malacca"]


def test_that_mineral_stage_basis_and_partners_are_asked_for(window, ask, settle):
    scenario = window.session.scenario
    assert "JPN" in scenario.partners
    assert ask("mineral lithium").name == "Ask for lithium"
    assert ask("stage refining").name == "Ask for refined"
    assert ask("stage min", enter=False).name == "Ask for mined"
    assert ask("control basis").name == "Count by control"
    assert ask("without japan").name == "Switch Japan off"
    settle(window.session)
    now = window.session.scenario
    assert (now.mineral, now.stage, now.basis) == ("lithium", Stage.REFINING, Basis.CONTROL)
    assert now.partners == scenario.partners - {"JPN"}
    assert not ask("without japan", enter=False).enabled
    assert ask("partner japan").name == "Switch Japan on"
    assert window.session.scenario.partners == scenario.partners


def test_that_who_is_a_partner_is_not_switched_off_by_asking_for_it(window, ask):
    partners = window.session.scenario.partners
    for text in ("with japan", "partner japan"):
        found = ask(text)
        assert (found.name, found.enabled) == ("Switch Japan on", False)
    assert window.session.scenario.partners == partners


def test_that_go_to_goes_there(window, ask):
    assert ask("go to kolwezi").id == "COD-f1"
    assert window.session.view.selected == "COD-f1"
    assert ask("go to malacca").kind == "strait"


def test_that_a_name_alone_finds_what_it_found_before(ask):
    assert ask("malacca", enter=False).kind == "strait"
    assert ask("lithium", enter=False).kind == "mineral"


def test_that_a_straits_name_offers_to_go_there_and_to_close_it_or_open_it_again(window, ask):
    def listed():
        made = palette(window)
        type_in(made, "malacca")
        found = [(one.kind, one.name) for one in made.finds()]
        QTest.keyClick(made.field, Qt.Key.Key_Escape)
        return found

    assert listed()[0][0] == "strait"
    assert ("wish", "Close Strait of Malacca") in listed()
    window.session.edit("Close", closed=frozenset({"malacca"}))
    assert ("wish", "Open Strait of Malacca") in listed()
    assert ("wish", "Close Strait of Malacca") not in listed()


@pytest.mark.parametrize("text", ["Who controls refined cobalt", "who controls refined cobalt?"])
def test_that_a_sample_view_is_found_by_its_title_and_opened(window, ask, settle, text):
    found = ask(text)
    assert (found.kind, found.name) == ("sample", "Who controls refined cobalt?")
    settle(window.session)
    now = window.session.scenario
    assert (now.mineral, now.stage, now.basis) == ("cobalt", Stage.REFINING, Basis.CONTROL)
    assert window.session.undo_stack.undoText() == "Sample view: Who controls refined cobalt?"


@pytest.mark.parametrize(
    ("text", "name", "asked"),
    [
        ("refined cobalt", "Ask for refined cobalt", ("cobalt", Stage.REFINING, Basis.EQUITY)),
        ("mined lithium", "Ask for mined lithium", ("lithium", Stage.MINING, Basis.EQUITY)),
        ("lithium by control", "Ask for lithium by control", ("lithium", Stage.MINING, Basis.CONTROL)),
        ("who owns refined lithium?", "Ask for refined lithium by equity", ("lithium", Stage.REFINING, Basis.EQUITY)),
        ("lith ref loc", "Ask for refined lithium by location", ("lithium", Stage.REFINING, Basis.LOCATION)),
    ],
)
def test_that_a_question_in_words_is_asked_as_one_step_of_undo(window, ask, settle, text, name, asked):
    found = ask(text)
    assert found.name == name
    settle(window.session)
    now = window.session.scenario
    assert (now.mineral, now.stage, now.basis) == asked
    assert window.session.undo_stack.undoText() == name


def test_that_the_question_that_is_asked_already_cannot_be_chosen(ask):
    assert not ask("mined cobalt", enter=False).enabled


def test_that_closing_by_the_palette_brings_the_panel_that_tells_what_it_does(window, ask, calm):
    assert not window.chokepoints.isVisible()
    ask("close malacca")
    calm()
    assert window.chokepoints.isVisible()
    told = window.chokepoints.straits.sentences[0]
    assert told.startswith("Closing the Strait of Malacca")
    assert window.status._words.text() == told
    ask("open malacca")
    calm()
    assert window.status._words.text() == ""  # nothing is closed any more
