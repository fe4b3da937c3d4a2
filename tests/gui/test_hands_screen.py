"""The window where it was left, on a screen that is there; small, with large letters; and words for every edit."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication

from mineralmap.gui import on_screen
from mineralmap.gui.main_window import MainWindow

ONE_WINDOW = True

MAIN, RIGHT = QRect(0, 0, 1920, 1080), QRect(1920, 0, 2560, 1440)
GUI = Path(__file__).parent.parent.parent / "mineralmap" / "gui"


@pytest.mark.parametrize(
    ("frame", "screens", "wanted"),
    [
        (QRect(100, 100, 1280, 800), [MAIN], QRect(100, 100, 1280, 800)),
        (QRect(2000, 100, 1280, 800), [MAIN, RIGHT], QRect(2000, 100, 1280, 800)),
        (QRect(2000, 100, 1280, 800), [MAIN], QRect(640, 100, 1280, 800)),  # the right one is gone
        (QRect(-1500, -900, 1280, 800), [MAIN], QRect(0, 0, 1280, 800)),
        (QRect(1700, 100, 1280, 800), [MAIN], QRect(1700, 100, 1280, 800)),  # 220 px are in sight: as it was left
        (QRect(1890, 100, 1280, 800), [MAIN], QRect(640, 100, 1280, 800)),  # 30 px are not
        (QRect(0, 1200, 3000, 2000), [MAIN], QRect(0, 0, 1920, 1080)),
        (QRect(10, 10, 100, 100), [], QRect(10, 10, 100, 100)),
    ],
)
def test_that_a_window_lies_on_a_screen_that_is_there(frame, screens, wanted):
    assert on_screen.placed(frame, screens) == wanted


def test_that_a_window_left_on_a_screen_that_is_gone_opens_in_sight_with_its_panels(qtbot, qapp):
    first = MainWindow("light")
    qtbot.addWidget(first)
    first.show()
    first.resize(700, 500)
    first.move(9000, 7000)
    first.table.show()
    first.layers.hide()
    first.panels.keep()
    assert QSettings().value("geometry") is not None
    second = MainWindow("light")
    qtbot.addWidget(second)
    second.panels.restore()
    second.show()
    screen = qapp.primaryScreen().availableGeometry()
    assert screen.intersected(second.geometry()).width() >= 120
    assert second.geometry().top() >= screen.top()
    assert second.table.isVisible()
    assert not second.layers.isVisible()


def test_that_the_window_can_be_small_and_its_question_wraps(window, settle):
    window.resize(800, 600)
    QApplication.processEvents()
    assert window.width() <= 800
    assert window.height() <= 600
    for word in (*window.question.basis.buttons(), window.search, window.question.mineral, window.question.stage):
        assert word.isVisible()
        right = word.mapTo(window, word.rect().bottomRight())
        assert right.x() <= window.width()
    status = window.status
    for field in (status.place, status.scale, status.projection, status.messages_button):
        assert field.mapTo(window, field.rect().topRight()).x() <= window.width()


def test_that_undo_says_what_it_would_take_back(window, settle):
    undo = window.actions_["undo"]
    window.session.edit("Count by location", basis="location")
    assert undo.text() == "&Undo: Count by location"
    assert undo.toolTip() == "Undo: Count by location"
    undo.trigger()
    assert undo.toolTip() == "Nothing to undo"
    assert window.actions_["redo"].toolTip() == "Redo: Count by location"
    settle(window.session)


def test_that_every_edit_has_words():
    edits = 0
    for path in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "edit"):
                continue
            whose = ast.unparse(node.func.value)
            if not whose.endswith("session"):
                continue
            edits += 1
            assert node.args, f"{path.name}:{node.lineno}"
            assert not (isinstance(node.args[0], ast.Constant) and not str(node.args[0].value).strip())
    assert edits > 10
