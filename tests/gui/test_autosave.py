"""Unsaved work is kept in a file of its own and offered again; tried with a real program that is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mineralmap.datasets import autosave, project_file
from mineralmap.gui.main_window import MainWindow
from mineralmap.model.project import Correction, Project
from mineralmap.model.scenario import Basis, Scenario, Stage

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mineralmap.datasets import bundled
from mineralmap.gui.main_window import MainWindow
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario, Stage
app = QApplication([])
app.setOrganizationName("mineralmap-tests"); app.setApplicationName("mineralmap-tests")
window = MainWindow("light")
window.show()
window.session.start(Project(Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY), window.session.view))
window.make_canvas()
window.session.open_data(bundled.load_folder(Path("tests/worlds/tiny")))
def edit():
    window.session.edit("Count by control", basis=Basis.CONTROL)
    if sys.argv[1] == "close":
        window.files.may_lose_changes = lambda: True
        assert window.session.busy
        window.close()
        app.quit()
window.settled.connect(lambda: QTimer.singleShot(0, edit))
code = app.exec()
print("ended", flush=True)
sys.exit(code)
"""


@pytest.fixture
def keeper(window):
    return window.parts["autosave"].thing


@pytest.fixture
def kept(keeper, qtbot):
    def wait():
        qtbot.waitUntil(lambda: not keeper.busy, timeout=20_000)
        return [one for one in autosave.folder().glob("*.mineralmap") if not one.name.startswith(".")]

    return wait


def left_behind(project, path=None, name="Cobalt"):
    """What a program leaves that is killed: its lock is free, its file stands."""
    slot = autosave.Slot(autosave.folder())
    slot.write(project, path, name)
    slot._lock.close()
    return slot


def program(tmp_path, what):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, what], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_that_an_edit_is_kept_and_a_clean_end_leaves_nothing(window, keeper, kept, settle):
    assert kept() == []
    window.session.edit("Count by control", basis=Basis.CONTROL)
    (file,) = kept()
    assert project_file.load(file)[0].scenario.basis is Basis.CONTROL
    assert autosave.left(autosave.folder()) == []  # its window is alive
    settle(window.session)
    window.close()
    assert list(autosave.folder().iterdir()) == []


def test_that_saving_takes_the_kept_file_away_and_never_writes_the_projects_own(window, kept, tmp_path):
    own = tmp_path / "own.mineralmap"
    window.session.edit("Count by control", basis=Basis.CONTROL)
    assert len(kept()) == 1
    assert not own.exists()
    window.files._write(own)
    assert kept() == []
    before = own.read_bytes()
    window.session.edit("Count by location", basis=Basis.LOCATION)
    assert len(kept()) == 1
    assert own.read_bytes() == before


def test_that_a_program_that_is_killed_loses_nothing(tmp_path, tiny_world, qtbot, settle):
    killed = program(tmp_path, "stay")
    try:
        deadline = time.time() + 60
        while time.time() < deadline and not list(autosave.folder().glob("[0-9]*.mineralmap")):
            time.sleep(0.1)
        assert autosave.left(autosave.folder()) == []  # it lives
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=30)
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window.session.start(Project(COBALT, window.session.view))
    window.make_canvas()
    window.session.open_data(tiny_world)
    settle(window.session)
    qtbot.waitUntil(lambda: "ended unexpectedly" in window.notices.text, timeout=20_000)
    window.notices.button("Restore").click()
    qtbot.waitUntil(lambda: "is restored" in window.notices.text, timeout=20_000)
    assert window.session.scenario.basis is Basis.CONTROL
    assert window.session.dirty
    assert window.session.path is None
    assert not window.actions_["restore"].isEnabled()
    assert len(list(autosave.folder().glob("[0-9]*.mineralmap"))) == 1  # this window's own
    settle(window.session)


def test_that_closing_during_a_calculation_neither_hangs_nor_crashes(tmp_path):
    closed = program(tmp_path, "close")
    out, _ = closed.communicate(timeout=60)
    assert (closed.returncode, out.strip()) == (0, "ended")
    assert not autosave.folder().is_dir() or list(autosave.folder().iterdir()) == []


def test_that_what_was_left_can_be_discarded_or_kept_for_later(window, keeper, kept):
    left_behind(Project(Scenario(mineral="lithium")))
    keeper._looked = False
    keeper._look()
    kept()
    assert "Cobalt had unsaved changes" in window.notices.text
    window.notices.button("Show Later").click()
    assert len(kept()) == 1
    keeper._looked = False
    keeper._look()
    kept()
    window.notices.button("Discard").click()
    assert kept() == []


def test_that_two_windows_do_not_take_each_others(qapp):
    project = Project(Scenario(mineral="lithium"))
    mine, other = (autosave.Slot(autosave.folder()) for _ in range(2))
    mine.write(project, None, "Mine")
    other.write(project, None, "Other")
    assert autosave.left(autosave.folder()) == []
    other._lock.close()
    (found,) = autosave.left(autosave.folder())
    assert found.name == "Other"
    assert autosave.left(autosave.folder()) == []  # whoever found it has it
    found.discard()
    mine.close()
    assert list(autosave.folder().iterdir()) == []


def test_that_corrections_and_the_projects_own_path_come_back(qapp, tmp_path):
    one = Correction("stakes", "cmoc>COD-f1", "stake", "0.5", "0.8", "report", "2026-11-28")
    left_behind(Project(corrections=(one,)), tmp_path / "own.mineralmap", "own")
    (found,) = autosave.left(autosave.folder())
    assert project_file.load(found.file)[0].corrections == (one,)
    assert found.path == tmp_path / "own.mineralmap"
    found.discard()


def test_that_a_damaged_file_is_told_and_harms_nothing(window, keeper, kept):
    slot = left_behind(Project())
    slot.file.write_text("{", "utf-8")
    keeper._looked = False
    keeper._look()
    kept()
    window.notices.button("Restore").click()
    kept()
    assert "is no project file" in window.notices.text
    window.notices.button("Discard It").click()
    assert kept() == []


def test_that_a_second_look_keeps_what_the_first_one_found(window, keeper, kept):
    left_behind(Project(Scenario(mineral="lithium")))
    found = autosave.left(autosave.folder())
    keeper._found(found)
    keeper._found(autosave.left(autosave.folder()))  # nothing: the first look holds it
    assert keeper.left == found
    window.notices.button("Discard").click()
    assert kept() == []
