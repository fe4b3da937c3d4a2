"""What every test of a window stands on: settings of its own, and no word from Qt that nobody expected."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt, QtMsgType
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

CHATTER = ("This plugin does not support",)
"""What the offscreen platform says of itself."""
PATIENCE_MS = 30_000
"""What is waited for comes within a tenth of a second, but for a machine that has other things to do."""
QtBot.waitUntil.__kwdefaults__["timeout"] = PATIENCE_MS


@pytest.fixture(autouse=True)
def qt_says_nothing(qtlog):
    """A warning from Qt is a fault."""
    yield
    loud = [
        record.message
        for record in qtlog.records
        if record.type != QtMsgType.QtDebugMsg and not record.message.startswith(CHATTER)
    ]
    assert loud[:5] == []


def use_settings(app: QApplication, folder: Path, name: str = "mineralmap-tests") -> None:
    """Settings in a folder; the first run is over, which is tests/gui/test_welcome.py's."""
    app.setOrganizationName("mineralmap-tests")
    app.setApplicationName(name)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    QSettings().setValue("welcomed", True)


def move(widget: QWidget, to: QPointF, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The pointer moves over a widget. QTest would move the pointer of the display instead, which tells nobody when it
    stood there already or another test's window lies above."""
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, to, widget.mapToGlobal(to), none, held, plain))
