"""A window opened as a user does, with settings of its own, for benchmarks that then work with it. Import it first."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
HOME = tempfile.mkdtemp(prefix="mineralmap-benchmark-")
os.environ |= {f"XDG_{name}_HOME": f"{HOME}/{name.lower()}" for name in ("CACHE", "CONFIG", "DATA")}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def quiet(window: Any, seconds: float) -> None:
    """Let the window work until nothing has been worked out for so long."""
    from PySide6.QtWidgets import QApplication

    since = time.monotonic()
    while time.monotonic() - since < seconds:
        QApplication.processEvents()
        time.sleep(0.001)
        if window.session.map is None or window.session.busy or window.answer.busy:
            since = time.monotonic()


def work(errand: Callable[[Any], None]) -> None:
    """Open the window, do the errand with it and end the process."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from mineralmap import cli
    from mineralmap.gui.main_window import MainWindow

    settings = Path(HOME) / "config" / "mineralmap" / "mineralmap.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("[General]\nwelcomed=true\n", encoding="utf-8")
    run = QApplication.exec

    def begin() -> None:
        errand(next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)))
        os._exit(0)

    def watched(*_: object) -> int:
        QTimer.singleShot(0, begin)
        return run()

    QApplication.exec = staticmethod(watched)
    cli.main([])
