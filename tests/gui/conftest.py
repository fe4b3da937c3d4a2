"""Windows for tests: settings of their own, no word from Qt that nobody expected, the tiny world on the map."""

from functools import lru_cache
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from mineralmap.datasets import bundled
from mineralmap.gui import background, notices, sea_work
from mineralmap.gui.dialogs import ask
from mineralmap.gui.main_window import MainWindow
from mineralmap.gui.session import Session
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.qt import qt_says_nothing, use_settings  # noqa: F401  # the first is asked for by name

TINY = Path(__file__).parent.parent / "worlds" / "tiny"
COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch, qapp):
    """Settings in a folder of the test's own; unsaved changes are given up without asking."""
    use_settings(qapp, tmp_path / "settings")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(ask, "unsaved", lambda parent, name: ask.Unsaved.DISCARD)


@pytest.fixture(scope="session")
def tiny_world():
    return bundled.load_folder(TINY)


def worked_out_once(work, world):
    """Work of ``background`` that keeps what came out for one world: the same is asked for it in nearly every test."""

    @lru_cache(maxsize=64)
    def made(*asked):
        return work(world, *asked, lambda: None)

    def known(dataset, *asked):
        *of, cancel = asked
        cancel()
        return made(*of) if dataset is world else work(dataset, *asked)

    return known


@pytest.fixture(scope="session", autouse=True)
def long_messages():
    """Messages stay ten times as long: on a busy machine they were gone before a test had read them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SHORT_MS", "LONG_MS"):
            patch.setattr(notices, name, 10 * getattr(notices, name))
        yield


@pytest.fixture(scope="session", autouse=True)
def known_answers(tiny_world):
    """Answers and flows of the tiny world for all windows: they are values, and made of nothing but what is asked."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("answer", "sail"):
            patch.setattr(background, name, worked_out_once(getattr(background, name), tiny_world))
        yield


@pytest.fixture
def settle(qtbot):
    """Wait until a session has caught up with everything that was asked of it."""

    def wait(session: Session) -> None:
        qtbot.waitUntil(lambda: not session.busy and session.map is not None, timeout=30_000)
        qtbot.waitUntil(lambda: not session.busy, timeout=30_000)

    return wait


@pytest.fixture
def session(qapp, tiny_world, settle):
    """A session on the tiny world that has answered the golden question: cobalt mining by equity."""
    made = Session()
    made.start(Project(scenario=COBALT))
    made.open_data(tiny_world)
    settle(made)
    yield made
    made.calm()


def opened(world):
    """The whole window on a world, shown."""
    made = MainWindow("light")
    made.show()
    made.session.start(Project(scenario=COBALT, view=made.session.view))
    made.make_canvas()
    made.actions_.enable_data(True)
    made.session.open_data(world)
    return made


@pytest.fixture
def own_window(qtbot, tiny_world, settle):
    """The whole window on the tiny world, shown, with the golden question answered."""
    made = opened(tiny_world)
    qtbot.addWidget(made)
    settle(made.session)
    return made


@pytest.fixture(scope="module")
def file_window(request, tmp_path_factory, qapp, tiny_world):
    """One window for a whole file, and how its panels stand when it is new."""
    folder = tmp_path_factory.mktemp("window")
    use_settings(qapp, folder / "settings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        made = opened(tiny_world)
        QtBot(request).waitUntil(lambda: made.session.map is not None and not made.session.busy, timeout=30_000)
        yield made, made.saveState()
        for part in made.parts.values():
            if part.closing is not None:
                part.closing()  # as its close would, which may ask: what is unsaved has a lock to let go of
        made.session.calm()
        made.deleteLater()
        QApplication.processEvents()


@pytest.fixture
def put_back(file_window, tiny_world, settle):
    """The file's window as a new one: the golden question, nothing chosen, undone, folded, split or left open."""
    made, panels = file_window
    made.session.choose(())
    made.wanted_theme = "light"
    made.session.start(Project(scenario=COBALT, view=made.fresh_view()))
    if made.session.dataset is not tiny_world:
        made.session.open_data(tiny_world)
    made.panels.unfold()
    made.restoreState(panels)
    made.resize(1280, 800)
    made.actions_["tool_pan"].setChecked(True)
    if made.actions_["scorecard"].isChecked():
        made.actions_["scorecard"].trigger()
    made.own_gates.dialog = made.ports.dialog = None
    made.search.clear()
    made.evidence._past, made.evidence._at = [], -1
    made.chokepoints.view.setCurrentIndex(QModelIndex())
    rows = made.table.attributes
    rows.clear_filters()
    rows.model.sort_by(())
    rows.show_layer("question")
    if rows.table.id != "question":
        rows.refresh()
    settle(made.session)
    made.map_place.zoom_full()
    made.notices.clear()
    yield made
    for one in made.findChildren(QWidget):
        if isinstance(one, QDialog | QMenu):
            one.close()
    settle(made.session)


@pytest.fixture
def window(request):
    """The whole window on the tiny world, shown, with the golden question answered.

    A file that says ``ONE_WINDOW = True`` has one for all its tests, put back before each.
    """
    return request.getfixturevalue("put_back" if getattr(request.module, "ONE_WINDOW", False) else "own_window")


@pytest.fixture
def dock(window, calm, monkeypatch):
    """The panel of chokepoints, open, with its ranges sought at once."""
    monkeypatch.setattr(sea_work, "RANGE_SECONDS", 0.0)
    window.resize(1280, 800)
    window.chokepoints.show()
    calm()
    return window.chokepoints


@pytest.fixture
def calm(window, settle, qtbot):
    """Waits until the window and its panel of chokepoints have nothing more to work out."""

    def wait():
        settle(window.session)
        qtbot.waitUntil(lambda: not window.chokepoints.busy and not window.session.busy, timeout=30_000)

    return wait


@pytest.fixture
def pane(window, qtbot):
    """The attribute table of the window on the tiny world, with its four cobalt mines."""
    window.resize(1280, 800)
    window.table.show_attributes()
    made = window.table.attributes
    qtbot.waitUntil(lambda: made.model.rowCount() == 4, timeout=30_000)
    return made


@pytest.fixture
def split(window, settle, qtbot):
    """Splits the window's map and waits for the second one."""
    thing = window.parts["split"].thing

    def arrange(action):
        window.actions_[action].trigger()
        both()
        return window.map_place.maps

    def both():
        settle(window.session)
        qtbot.waitUntil(lambda: not thing.second.busy and thing.second.map is not None, timeout=30_000)
        settle(window.session)
        qtbot.waitUntil(lambda: not thing.second.busy and not thing.closing.busy, timeout=30_000)

    arrange.both, arrange.thing = both, thing
    return arrange
