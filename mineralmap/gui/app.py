"""Starts the window: it is seen first, the data and everything heavy arrive behind it."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mineralmap import __version__
from mineralmap.gui import heap
from mineralmap.render.imports import read_no_sources

if TYPE_CHECKING:
    from mineralmap.gui.main_window import MainWindow


def main(argv: Sequence[str] = ()) -> int:
    """Open the window, with a project or files of facilities when their paths are given; returns the exit code."""
    read_no_sources()
    heap.share()
    parser = argparse.ArgumentParser(prog="mineralmap", description="Open the map in a window.")
    parser.add_argument("files", nargs="*", type=Path, help="a project to open, or facility files to add")
    parser.add_argument("--screenshot", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", default="1280x800", help=argparse.SUPPRESS)
    arguments = parser.parse_args(list(argv))
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["mineralmap"])
    app.setApplicationName("mineralmap")
    app.setOrganizationName("mineralmap")
    app.setApplicationDisplayName("mineralmap")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("mineralmap")

    from mineralmap.gui import log, theme
    from mineralmap.gui.dialogs.report import show_report
    from mineralmap.gui.main_window import MainWindow

    app.setWindowIcon(theme.app_icon())
    wanted = str(QSettings().value("theme", "system"))
    window = MainWindow(wanted, whole=False)

    def unexpected(error: BaseException) -> None:
        if arguments.screenshot:
            app.exit(3)
        else:
            show_report(window, error, log.file())

    log.start(unexpected)
    if arguments.screenshot:
        width, _, height = arguments.size.partition("x")
        window.resize(int(width), int(height))
        window.settled.connect(lambda: QTimer.singleShot(400, lambda: _grab(window, arguments.screenshot)))
    else:
        window.panels.restore()
    window.show()
    app.processEvents()  # the window is seen before anything heavy is fetched
    window.first_look(bool(arguments.files))
    app.processEvents()  # and the map as it was last seen before the panels behind tabs are made
    window.begin(arguments.files)  # beside which they are made; what it brings is heard of when they stand
    window.complete()
    return app.exec()


def _grab(window: "MainWindow", path: Path) -> None:
    window.grab().save(str(path))
    window.session.start(window.session.project)
    window.close()
    QApplication.quit()
