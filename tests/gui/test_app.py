"""The start of the program, its log, and what happens when it fails."""

import json
import subprocess
import sys

from mineralmap.gui.dialogs.report import ReportDialog

START = """
import json, sys, tempfile
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())
app = QApplication(["test"])
from mineralmap.gui.main_window import MainWindow
window = MainWindow("light")
window.show()
app.processEvents()
heavy = ["pandas", "geopandas", "shapely", "pyproj", "pyogrio", "scipy", "folium", "pyqtgraph", "matplotlib"]
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
FAULT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, QStandardPaths
from PySide6.QtWidgets import QApplication
QStandardPaths.setTestModeEnabled(True)
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
log.file().unlink()
"""


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout


def test_that_nothing_heavy_is_loaded_when_the_window_shows():
    assert json.loads(run(START)) == []


def test_that_an_unexpected_error_is_logged_and_told():
    assert run(FAULT).splitlines() == ["told a fault of ours", "True"]


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


def test_that_the_window_can_be_opened_and_pictured(tmp_path):
    picture = tmp_path / "window.png"
    program = (
        "from PySide6.QtCore import QStandardPaths; QStandardPaths.setTestModeEnabled(True)\n"
        "from mineralmap.gui.app import main\n"
        f"raise SystemExit(main(['--screenshot', {str(picture)!r}]))"
    )
    run(program)
    assert picture.stat().st_size > 20_000
