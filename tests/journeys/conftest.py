"""One window on the shipped data for a whole file of journeys, put back to the same question before each of them."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from mineralmap.gui.dialogs import ask
from mineralmap.gui.main_window import MainWindow
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.qt import qt_says_nothing, use_settings  # noqa: F401  # the first is asked for by name

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def bot(request, qapp):
    """Waits on behalf of a whole file."""
    return QtBot(request)


@pytest.fixture(scope="module")
def own_settings(tmp_path_factory, qapp):
    """Settings and unsaved work in folders of the file's own; changes are given up without asking."""
    folder = tmp_path_factory.mktemp("hands")
    use_settings(qapp, folder / "settings", "mineralmap-hands")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setattr(ask, "unsaved", lambda parent, name: ask.Unsaved.DISCARD)
        yield folder


@pytest.fixture(scope="module")
def settle(bot):
    """Waits until a window has caught up with everything that was asked of it."""

    def wait(window):
        session = window.session
        bot.waitUntil(lambda: session.map is not None and not session.busy, timeout=PATIENCE_MS)
        bot.waitUntil(
            lambda: not session.busy and not any(one.busy for one in window.files._reading), timeout=PATIENCE_MS
        )

    return wait


@pytest.fixture(scope="module")
def opened(own_settings, bot, settle):
    """The window, opened as the program opens it."""
    made = MainWindow("light")
    made.resize(1280, 800)
    made.show()
    made.begin()
    settle(made)
    yield made
    made.close()
    made.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(opened, settle, bot):
    """The window on the question of cobalt mined, counted by equity, with nothing chosen, undone or left open."""
    opened.resize(1280, 800)
    opened.session.choose(())
    opened.session.start(Project(scenario=COBALT, view=opened.fresh_view()))
    opened.actions_["tool_pan"].setChecked(True)
    settle(opened)
    opened.map_place.zoom_full()
    opened.notices.hide()
    rest(opened, bot)
    yield opened
    for one in opened.findChildren(QDialog):
        one.close()
    for one in opened.findChildren(QMenu):
        one.close()
    settle(opened)


def rest(window, bot):
    """Wait until the map stands still and is drawn sharp."""
    QApplication.processEvents()
    window.map_place.canvas.glide.stop()
    bot.waitUntil(lambda: not window.map_place.canvas._moving, timeout=PATIENCE_MS)
