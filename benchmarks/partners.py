"""How long after a click other partners are seen: answer, panel, map, everything, by the clock in the real window.

Run from a checkout, with nothing else at work: ``.venv/bin/python benchmarks/partners.py [--sets 20]``. A window of
1920 × 1080 is asked for so many sets of partners that nobody asked for before (seeded), and is left alone between them.
*Seen* is when Qt has painted what it was asked to; *everything* is over when the window rests: all that partners change
of map, key, bars, words and list of layers is painted by then. ``--facilities 100000`` puts so many refineries, seeded
as in ``engine.py``, in the place of the shipped data; their routes are modelled first, which takes minutes.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

HOME = Path(tempfile.mkdtemp())
os.environ |= {f"XDG_{name}_HOME": f"{HOME}/{name.lower()}" for name in ("CACHE", "CONFIG", "DATA")}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEvent, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

SEED, WARM, STILL_MS = 5, 3, 900
"""The first sets are for warming up; so long the window is left alone before each."""
OTHERS = ("AUS", "CAN", "CHL", "GBR", "IND", "KOR", "NOR")


class Painted(QObject):
    """Notes when each paint of a window was over."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.at: list[float] = []
        self._inside = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._inside:
            return False
        self._inside = True
        watched.event(event)
        self._inside = False
        self.at.append(time.perf_counter())
        return True


class Clicks:
    """Asks for one set of partners after another and notes when each thing was there, seconds after the click."""

    def __init__(self, window: Any, wanted: list[frozenset[str]]) -> None:
        self._window, self._session, self._painted = window, window.session, Painted(window)
        self._wanted: Iterator[frozenset[str]] = iter(wanted)
        self._told: list[dict[str, float]] = []
        self._when: dict[str, float] = {}
        self._look = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer, interval=STILL_MS)
        self._look.timeout.connect(self._next)
        session = self._session
        for name in ("results_changed", "map_changed", "rested"):
            getattr(session, name).connect(lambda *_, name=name: self._when.setdefault(name, time.perf_counter()))
        self._look.start()

    def _next(self) -> None:
        session = self._session
        if session.busy or session.flows is None or self._window.answer.busy:
            self._look.start()
            return
        if {"click", "rested"} <= self._when.keys():
            self._told.append(self._times())
        wanted = next(self._wanted, None)
        if wanted is None:
            self._say()
            os._exit(0)
        self._painted.at.clear()
        self._when = {"click": time.perf_counter()}
        self._worked = time.process_time()
        session.edit("partners", partners=wanted)
        self._when["back"] = time.perf_counter()
        self._look.start()

    def _times(self) -> dict[str, float]:
        when = self._when
        click, painted = when["click"], [at for at in self._painted.at if at <= when["rested"]]
        return {
            "answer": when["results_changed"] - click,
            "panel seen": next(at for at in painted if at > when["results_changed"]) - click,
            "map made": when["map_changed"] - click,
            "map seen": next(at for at in painted if at > when["map_changed"]) - click,
            "everything": painted[-1] - click,
            "the click's turn": when["back"] - click,
        }

    def _say(self) -> None:
        told = self._told[WARM:]
        for name in told[0]:
            values = [1000 * one[name] for one in told]
            print(f"{name:18} {statistics.median(values):6.0f}   (to {max(values):.0f}; least {min(values):.0f})")


def sets(many: int, groups: frozenset[str]) -> list[frozenset[str]]:
    """So many different sets of partners."""
    fewer = [set(out) for number in range(3) for out in combinations(sorted(groups), number)]
    more = [set(new) for number in range(3) for new in combinations(OTHERS, number)]
    found = [groups - out | new for out in fewer for new in more if out or new]
    random.Random(SEED).shuffle(found)
    return found[:many]


def main() -> None:
    """Open the window, click and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--facilities", type=int, default=0)
    asked = parser.parse_args()
    settings = HOME / "config" / "mineralmap" / "mineralmap.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("[General]\nwelcomed=true\n", encoding="utf-8")
    from mineralmap import cli
    from mineralmap.model.scenario import Scenario

    run, held = QApplication.exec, []

    def found() -> None:
        shown: list[Any] = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)]
        if not shown or not shown[0].isVisible() or shown[0].session.flows is None:
            QTimer.singleShot(20, found)
            return
        shown[0].resize(1920, 1080)
        if asked.facilities:
            import engine

            fields = {name: getattr(engine.ASKED, name) for name in ("mineral", "stage", "basis", "measure")}
            shown[0].session.open_data(engine.spread(asked.facilities))
            shown[0].session.edit("ask", **fields)
        held.append(Clicks(shown[0], sets(asked.sets + WARM, Scenario().partners)))

    def watched(*_: object) -> int:
        QTimer.singleShot(0, found)
        return run()

    QApplication.exec = staticmethod(watched)
    cli.main([])


if __name__ == "__main__":
    main()
