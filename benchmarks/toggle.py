"""How long the window ever keeps the hand waiting: the longest gaps of a heartbeat during start, toggles and themes.

Run from a checkout: ``.venv/bin/python benchmarks/toggle.py [--rounds 3] [--say 50]``; ``--say`` prints where the main
thread stood whenever it was silent for longer than so many milliseconds. ``QT_QPA_PLATFORM=xcb`` for a real screen.
``--facilities 100000`` asks for no window: it toggles partners on so many refineries, seeded as in ``engine.py``, and
tells the processor's own time of each step to a painted map of 1300 × 900.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

ROOT = Path(__file__).resolve().parent.parent
BEAT_MS = 5


class Heart:
    """Beats in the main thread and notes how long it was silent, in ms; a second thread looks where it stands then."""

    def __init__(self, say_ms: float) -> None:
        self.gaps: list[tuple[float, float]] = []
        """When each silence began and how long it was beyond a beat, seconds."""
        self._last, self._say, self._main = time.perf_counter(), say_ms / 1000, threading.get_ident()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        if say_ms:
            threading.Thread(target=self._watch, daemon=True).start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((self._last, now - self._last - BEAT_MS / 1000))
        self._last = now

    def longest(self, since: float) -> float:
        """The longest silence that ended since then, ms."""
        found = [gap for began, gap in self.gaps if began + gap + BEAT_MS / 1000 >= since]
        return 1000 * max([0.0, *found, time.perf_counter() - self._last - BEAT_MS / 1000])

    def _watch(self) -> None:
        seen: dict[float, list[str]] = {}
        while True:
            time.sleep(0.004)
            began, silent = self._last, time.perf_counter() - self._last
            if silent > 0.012:
                frame = sys._current_frames().get(self._main)
                lines = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_stack(frame)[-5:]]
                seen.setdefault(began, []).append(f"{1000 * silent:4.0f} " + " < ".join(reversed(lines)))
            for old in [one for one in seen if one != began]:
                told = seen.pop(old)
                if began - old > self._say:
                    print("\n".join(["--- silent:", *told]), file=sys.stderr, flush=True)


def window(began: float) -> None:
    """Open the window, ask it one thing after another, and print, as JSON, the longest silence and the time of each."""
    from mineralmap import cli

    told: dict[str, dict[str, list[float]]] = {}
    run = QApplication.exec
    kept: list[object] = []

    def look() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
        if shown:
            QApplication.processEvents()
            kept.append(Errands(shown[0], Heart(float(os.environ.get("SAY", "0"))), told, began))
        else:
            QTimer.singleShot(1, look)

    def watched(*_: object) -> int:
        QTimer.singleShot(0, look)
        return run()

    QApplication.exec = staticmethod(watched)
    cli.main([])


class Watch(QObject):
    """Asks for ``note`` once the next paint of a widget is over."""

    def __init__(self, note: Callable[[], None]) -> None:
        super().__init__()
        self.armed, self._note = False, note

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.armed and event.type() == QEvent.Type.Paint:
            self.armed = False
            QTimer.singleShot(0, self._note)
        return False


class Errands:
    """Does one thing, waits until the window has caught up and been still, and does the next."""

    def __init__(self, shown: Any, heart: Heart, told: dict[str, dict[str, list[float]]], began: float) -> None:
        self._window, self._heart, self._told = shown, heart, told
        self._began = self._asked = began
        self._name, self._since, self._painted, self._answered = "start", time.perf_counter(), 0.0, 0.0
        self._steps = self._list()
        self._rest = QTimer(singleShot=True, interval=700)
        self._rest.timeout.connect(self._next)
        self._watch, self._panel = Watch(self._note), Watch(self._note_panel)
        self._told["seen"] = {"ms": [1000 * (self._since - began)]}
        shown.session.map_changed.connect(self._drawn)
        shown.session.results_changed.connect(self._have_answer)
        shown.settled.connect(self._rest.start)

    def _drawn(self, _: object) -> None:
        if not self._painted:
            canvas = self._window.map_place.canvas
            self._watch.armed = True
            if self._name == "start":
                canvas.installEventFilter(self._watch)

    def _have_answer(self, _: object) -> None:
        viewport = self._window.answer.widget().viewport()
        viewport.removeEventFilter(self._panel)
        viewport.installEventFilter(self._panel)
        self._panel.armed = True

    def _note(self) -> None:
        self._painted = self._painted or time.perf_counter()

    def _note_panel(self) -> None:
        self._answered = self._answered or time.perf_counter()

    def _list(self) -> Iterator[tuple[str, Callable[[], None]]]:
        from mineralmap.model.scenario import Basis, Scenario, Stage

        session = self._window.session
        partners = Scenario().partners
        for round_ in range(2):
            yield "basis", lambda: session.edit("b", basis=Basis.EQUITY)
            yield "basis", lambda: session.edit("b", basis=Basis.LOCATION)
            for some in ("JPN", "USA", "EU", "JPN EU", "USA EU", "JPN USA"):
                wanted = partners - {*some.split()} | ({"KOR"} if round_ else set())  # none of them asked before
                yield "partner", lambda wanted=wanted: session.edit("p", partners=wanted)
            yield "partner", lambda: session.edit("p", partners=partners)
            yield "stage", lambda: session.edit("s", stage=Stage.MINING)
            yield "mineral", lambda m=("cobalt", "nickel")[round_]: session.edit("m", mineral=m)
            yield "mineral", lambda m=("graphite", "copper")[round_]: session.edit("m", mineral=m)
            yield "mineral back", lambda: session.edit("m", mineral="lithium")
            yield "strait", lambda m=("malacca", "suez")[round_]: session.edit("c", closed=frozenset({m}))
            yield "theme", lambda: session.look(theme="dark")
            yield "theme", lambda: session.look(theme="light")
            yield "stage", lambda: session.edit("s", stage=Stage.REFINING)
            yield "strait", lambda: session.edit("c", closed=frozenset())

    def _next(self) -> None:
        line = self._told.setdefault(self._name, {})
        line.setdefault("gap", []).append(self._heart.longest(self._since))
        for what, then in (("panel", self._answered), ("map", self._painted)):
            if then:
                line.setdefault(what, []).append(1000 * (then - self._asked))
        try:
            self._name, errand = next(self._steps)
        except StopIteration:
            self._told["peak"] = {"MB": [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]}
            print(json.dumps(self._told), flush=True)
            os._exit(0)
        if os.environ.get("SAY"):
            print(f"=== {self._name}", file=sys.stderr, flush=True)
        self._painted, self._answered, self._since = 0.0, 0.0, time.perf_counter()
        self._asked = self._since
        errand()
        self._rest.start()


def many(facilities: int) -> None:
    """Toggle partners on so many refineries, each time a set that was not asked before, and print each step's time."""
    from engine import ASKED, TOGGLES, spread
    from PySide6.QtGui import QPixmap

    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.layers.compose import compose
    from mineralmap.model.view import View
    from mineralmap.render.canvas import MapCanvas
    from mineralmap.render.scene import make_paths

    app = QApplication([])
    dataset = spread(facilities)
    flows = compute_flows(dataset, ASKED)
    canvas = MapCanvas()
    canvas.resize(1300, 900)
    steps: dict[str, list[float]] = {}
    for partners in TOGGLES:
        picture, took = QPixmap(canvas.size()), [time.thread_time()]
        results = compute(dataset, replace(ASKED, partners=partners))
        took.append(time.thread_time())
        drawn = compose(dataset, results, flows, View(), flows)
        took.append(time.thread_time())
        make_paths(drawn)
        took.append(time.thread_time())
        canvas.set_map(drawn)
        canvas.render(picture)
        took.append(time.thread_time())
        parts = [1000 * (b - a) for a, b in pairwise(took)]
        for name, part in zip(("answer", "map", "paths", "paint", "all"), (*parts, sum(parts)), strict=True):
            steps.setdefault(name, []).append(part)
    for name, values in steps.items():
        later = values[3:]
        print(f"{name:14} cpu   {statistics.median(later):7.0f}   (to {max(later):.0f}; the first {values[0]:.0f})")
    app.quit()


def main() -> None:
    """Measure in processes of their own and print the middle and the worst of each errand, all rounds together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--say", type=float, default=0.0)
    parser.add_argument("--facilities", type=int, default=0)
    parser.add_argument("--window", type=float, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.window:
        return window(asked.window)
    if asked.facilities:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return many(asked.facilities)
    rounds = []
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as home:
            said = {"SAY": str(asked.say)} if asked.say else {}
            plain = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
            environment = plain | {"XDG_CONFIG_HOME": home, "PYTHONPATH": str(ROOT)} | said
            words = [sys.executable, __file__, "--window", repr(time.perf_counter())]
            done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, timeout=180)
        if done.returncode:
            sys.exit(done.returncode)
        rounds.append(json.loads(done.stdout.splitlines()[-1]))
    for name in rounds[0]:
        for what in rounds[0][name]:
            values = [value for one in rounds for value in one[name].get(what, [])]
            print(f"{name:14} {what:5} {statistics.median(values):7.0f}   (to {max(values):.0f})")


if __name__ == "__main__":
    main()
