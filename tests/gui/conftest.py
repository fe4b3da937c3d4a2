"""Windows for tests: settings of their own, no word from Qt that nobody expected, the tiny world on the map."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QtMsgType

from mineralmap.datasets import bundled
from mineralmap.gui import sea_work
from mineralmap.gui.dialogs import ask
from mineralmap.gui.main_window import MainWindow
from mineralmap.gui.session import Session
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario, Stage

TINY = Path(__file__).parent.parent / "worlds" / "tiny"
COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
CHATTER = ("This plugin does not support",)
"""What the offscreen platform says of itself."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch, qapp):
    """Settings in a folder of the test's own; unsaved changes are given up without asking."""
    qapp.setOrganizationName("mineralmap-tests")
    qapp.setApplicationName("mineralmap-tests")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QSettings().setValue("welcomed", True)  # the first run is tests/gui/test_welcome.py's
    monkeypatch.setattr(ask, "unsaved", lambda parent, name: ask.Unsaved.DISCARD)


@pytest.fixture(autouse=True)
def qt_says_nothing(qtlog):
    """A warning from Qt is a fault."""
    yield
    loud = [
        record.message
        for record in qtlog.records
        if record.type != QtMsgType.QtDebugMsg and not record.message.startswith(CHATTER)
    ]
    assert loud == []


@pytest.fixture(scope="session")
def tiny_world():
    return bundled.load_folder(TINY)


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


@pytest.fixture
def window(qtbot, tiny_world, settle):
    """The whole window on the tiny world, shown, with the golden question answered."""
    made = MainWindow("light")
    qtbot.addWidget(made)
    made.show()
    made.session.start(Project(scenario=COBALT, view=made.session.view))
    made.make_canvas()
    made.actions_.enable_data(True)
    made.session.open_data(tiny_world)
    settle(made.session)
    return made


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
