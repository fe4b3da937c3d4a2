"""The start of the program, its log, and what happens when it fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from mineralmap.gui.dialogs.report import ReportDialog, show_report

START = """
import json, sys
from PySide6.QtWidgets import QApplication
app = QApplication(["test"])
from mineralmap.gui.main_window import MainWindow
window = MainWindow("light")
window.show()
app.processEvents()
heavy = ["pandas", "geopandas", "shapely", "pyproj", "pyogrio", "scipy", "folium", "pyqtgraph", "matplotlib"]
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
FAULT = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication(["mineralmap-tests"])
app.setApplicationName("mineralmap-tests")
from mineralmap.gui import log
def unexpected(error):
    print("told", error)
    app.quit()
log.start(unexpected)
def fail():
    raise ValueError("a fault of ours")
QTimer.singleShot(0, fail)
app.exec()
print("a fault of ours" in log.file().read_text(encoding="utf-8"))
"""


def run(program: str, home: Path) -> str:
    """Output of a program run in a process and a home of its own."""
    places = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA")}
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env={**os.environ, **places}
    )
    return done.stdout


def test_that_nothing_heavy_is_loaded_when_the_window_shows(tmp_path):
    assert json.loads(run(START, tmp_path)) == []


def test_that_an_unexpected_error_is_logged_and_told(tmp_path):
    assert run(FAULT, tmp_path).splitlines() == ["told a fault of ours", "True"]


def test_that_a_report_names_versions_and_trace_and_can_be_copied(qtbot, qapp, tmp_path):
    try:
        raise KeyError("lost")
    except KeyError as error:
        dialog = ReportDialog(None, error, tmp_path / "log")
    qtbot.addWidget(dialog)
    text = dialog.text.toPlainText()
    assert "mineralmap" in text
    assert "KeyError: 'lost'" in text
    assert "Traceback" in text


def test_that_a_report_can_be_closed_while_a_dialog_keeps_all_else_from_being_clicked(qtbot, tmp_path):
    window = QWidget()
    dialog = QDialog(window)
    for one in (window, dialog):
        qtbot.addWidget(one)
    window.show()
    dialog.open()
    show_report(window, KeyError("lost"), tmp_path / "log")
    (told,) = dialog.findChildren(ReportDialog)
    close = told.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not told.isVisible()
    assert dialog.isVisible()
    dialog.reject()
    show_report(window, KeyError("lost"), tmp_path / "log")
    assert [one.isVisible() for one in window.findChildren(ReportDialog) if one.parent() is window] == [True]


def test_that_the_window_can_be_opened_and_pictured(tmp_path):
    picture = tmp_path / "window.png"
    program = f"from mineralmap.gui.app import main\nraise SystemExit(main(['--screenshot', {str(picture)!r}]))"
    run(program, tmp_path)
    assert picture.stat().st_size > 20_000
