"""What is told of a file's problems shrinks to a mark once it has been seen, and goes when it is over."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from mineralmap.errors import Problem, Severity
from mineralmap.gui import notices
from mineralmap.gui.notices import Notices
from mineralmap.model.project import DatasetReference, Project
from tests.gui.conftest import COBALT

ONE_WINDOW = True
BAD = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %\n"
    "Odd,unobtainium,mining,1,2,FIN,10,Umicore\n"
)
TOLD = "own.csv: 1 of 2 rows joined the map, 1 row left out."
BRIEF = "own.csv: 1 row left out"


@pytest.fixture(autouse=True)
def seen(monkeypatch):
    """Somebody looks at the window, and messages are soon read."""
    monkeypatch.setattr(notices, "LONG_MS", 1)
    monkeypatch.setattr(notices, "SHORT_MS", 1)
    monkeypatch.setattr(Notices, "underMouse", lambda _: False)
    monkeypatch.setattr("PySide6.QtWidgets.QWidget.isActiveWindow", lambda _: True)


@pytest.fixture
def bad(window, settle, tmp_path, qtbot):
    """Adds a file with a bad row, and waits until its message has shrunk."""
    path = tmp_path / "own.csv"
    path.write_text(BAD)
    window.files.add_data([path])
    bar = window.notices
    qtbot.waitUntil(lambda: bar.mark.isVisible() and not bar.isVisible(), timeout=20_000)
    settle(window.session)
    return bar


def test_that_the_mark_says_what_it_was_and_pressed_brings_it_back_with_its_buttons(window, bad, monkeypatch):
    assert bad.mark.toolTip() == TOLD
    assert bad.mark.text() == BRIEF
    assert bad.mark.accessibleName() == f"Message: {TOLD}"
    assert bad.mark.width() > bad.mark.fontMetrics().horizontalAdvance(BRIEF)  # nothing of it is cut
    assert bad.mark.geometry().right() < window.map_place.upper.width()
    assert window.map_place.upper.childAt(bad.mark.geometry().center()) is bad.mark  # nothing covers it
    monkeypatch.setattr(notices, "LONG_MS", 60_000)
    told = []
    bad.told.connect(lambda *one: told.append(one))
    bad.mark.click()
    assert bad.text == TOLD
    assert not bad.mark.isVisible()
    assert told == []  # it has been told
    bad.button("Show problems").click()
    assert window.files.problems_shown.isVisible()
    bad._close.click()
    assert not bad.isVisible()
    assert not bad.mark.isVisible()


def test_that_the_mark_goes_when_the_file_is_undone_or_removed(window, bad, settle):
    window.actions_["undo"].trigger()
    settle(window.session)
    assert not bad.mark.isVisible()


def test_that_another_message_leaves_the_mark(bad, qtbot):
    bad.say("Saved.")
    assert bad.mark.isVisible()
    qtbot.waitUntil(lambda: not bad.isVisible())
    assert bad.mark.toolTip() == TOLD


def test_that_removing_the_file_takes_the_bar_away_too(window, bad, settle, monkeypatch):
    monkeypatch.setattr(notices, "LONG_MS", 60_000)
    bad.mark.click()
    window.files.remove_data(window.session.project.datasets[0])
    settle(window.session)
    assert not bad.isVisible()
    assert not bad.mark.isVisible()


def test_that_what_is_told_of_an_opened_project_goes_when_its_file_is_mended(window, settle, tmp_path, monkeypatch):
    from mineralmap.datasets import own

    monkeypatch.setattr(notices, "LONG_MS", 60_000)
    lost = DatasetReference(str(tmp_path / "gone.csv"), "")
    problem = Problem(Severity.WARNING, "gone.csv", None, None, "gone.csv is not there.")
    window.files._opened(tmp_path / "x.mineralmap", (Project(COBALT, datasets=(lost,)), (problem,), {}))
    assert window.notices.text == "x.mineralmap is open, but gone.csv is not there."
    path = Path(tmp_path / "found.csv")
    path.write_text(BAD)
    reading = own.read(path)
    window.session.readings[DatasetReference(str(path), reading.sha256)] = reading
    window.session.edit("Mend", datasets=(DatasetReference(str(path), reading.sha256),))
    settle(window.session)
    assert window.notices.text == ""
    assert not window.notices.mark.isVisible()


def test_that_each_file_with_problems_keeps_its_mark(window, bad, settle, tmp_path, qtbot):
    other = tmp_path / "other.csv"
    other.write_text(BAD.replace("Torni", "Kevitsa").replace("66.5", "67.7"))
    window.files.add_data([other])
    qtbot.waitUntil(
        lambda: bad.mark.isVisible() and not bad.isVisible() and bad.mark.text() == "2 messages", timeout=20_000
    )
    settle(window.session)
    assert bad.mark.toolTip() == f"{TOLD.replace('own', 'other')}\n{TOLD}"
    bad.mark.click()
    assert bad.text == TOLD.replace("own", "other")
    assert (bad.mark.isVisible(), bad.mark.text(), bad.mark.toolTip()) == (True, BRIEF, TOLD)  # of the other
    bad._close.click()
    bad.mark.click()
    assert bad.text == TOLD
    window.files.remove_data(window.session.project.datasets[0])
    settle(window.session)
    assert not bad.isVisible()
    assert not bad.mark.isVisible()


def test_that_nobody_before_the_window_keeps_the_words(window, monkeypatch, qtbot):
    monkeypatch.setattr("PySide6.QtWidgets.QWidget.isActiveWindow", lambda _: False)
    window.notices.say("Unread", "warning", about="x", shrinks=True)
    qtbot.wait(30)
    assert window.notices.text == "Unread"
    window.notices.take_back("x")


def test_that_the_mark_is_reached_and_pressed_by_keys(window, bad, monkeypatch, qtbot):
    monkeypatch.setattr(notices, "LONG_MS", 60_000)
    window.map_place.canvas.setFocus()
    qtbot.keyClick(window.map_place.canvas, Qt.Key.Key_Tab)
    assert window.focusWidget() is bad.mark
    qtbot.keyClick(bad.mark, Qt.Key.Key_Space)
    assert bad.text == TOLD
    assert window.focusWidget() is bad.button("Show on map")  # the keys go on where the mark was
    for words in ("Show on map", "Show problems"):
        assert window.focusWidget() is bad.button(words)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is bad._close
    qtbot.keyClick(bad._close, Qt.Key.Key_Space)
    assert not bad.isVisible()


def test_that_a_mark_without_room_for_its_words_ends_in_dots(window, bad):
    bad.say("x" * 400, "warning", about="long", shrinks=True)
    bad.say("Saved.", stay=True)
    bad.take_back(next(one for one in bad._kept if one != "long"))
    assert bad.mark.text().startswith("xxx")
    assert bad.mark.text().endswith("…")
    assert bad.mark.width() < window.map_place.upper.width() / 2
    bad.take_back("long")


def test_that_an_ampersand_in_a_name_is_seen_and_makes_no_key(window, bad):
    bad.say("R&D.csv: 2 rows\nleft out", "warning", about="amp", shrinks=True)
    bad.say("Saved.", stay=True)
    for one in [one for one in bad._kept if one != "amp"]:
        bad.take_back(one)
    assert bad.mark.text().startswith("R&&D.csv: 2 rows left")
    bad.take_back("amp")
