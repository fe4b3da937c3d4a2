"""The longest turns of the window's thread in an errand of some minutes: every panel, map and dialog a user meets.

Run from a checkout: ``.venv/bin/python benchmarks/errand.py [--rounds 1] [--say 50] [--only theme]``. A *turn* is what
the thread does between two looks at a timer: that long a key or the mouse waits. Each step is done twice (``first``,
``again``), and its longest turn told by the clock and by the thread's own time of the processor, which other programs
lengthen less; beside it the yardstick that `start.py` has. ``--say`` tells where the thread stood in longer turns.
*opening* is what the window still makes once the map is seen, which belongs to the start. Where the machine is a guest,
what its host kept from it during a step (``steal`` of Linux's ``/proc/stat``) is told too.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

ROOT = Path(__file__).resolve().parent.parent
BEAT_MS, GOAL_MS, SAMPLE_S, DEEP = 2, 50.0, 0.002, 4
STILL_S, STILL_MS, MOST_S = 0.5, 8.0, 15.0
"""A step is over when nothing is worked out and no turn was longer than so many ms for so long; or after the most."""
IMPORTS = "import PySide6.QtWidgets, pyqtgraph, geopandas"

OPENING = "opening|once"

Turn = tuple[float, float, float]
"""When it ended, its length by the clock and by the thread's own time; seconds."""


def kept_away_ms() -> float:
    """How long all processors together waited for their host since the machine began; 0 where nothing says so."""
    try:
        first = Path("/proc/stat").read_text().splitlines()[0].split()
        return 1000 * int(first[8]) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0


class Heart:
    """Notes every turn of the main thread, and where it stood in long ones."""

    def __init__(self, say_ms: float) -> None:
        self.turns: list[Turn] = []
        self._say = say_ms / 1000
        self._seen: Counter[str] = Counter()
        self._last, self._own = time.perf_counter(), time.thread_time()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        if say_ms:
            signal.signal(signal.SIGALRM, self._sample)
            signal.setitimer(signal.ITIMER_REAL, SAMPLE_S)

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.turns.append((now, max(now - self._last - BEAT_MS / 1000, 0.0), own - self._own))
        if self._say and own - self._own > self._say:
            clock, worked = 1000 * (now - self._last), 1000 * (own - self._own)
            print(f"  --- {worked:.0f} ms of the processor, {clock:.0f} by the clock")
            for line, count in sorted(self._seen.copy().items(), key=lambda one: -one[1])[:8]:
                print(f"      {count:4}  {line}", flush=True)
        self._seen.clear()
        self._last, self._own = time.perf_counter(), time.thread_time()

    def _sample(self, _: int, frame: FrameType | None) -> None:
        """By a signal, not from a thread: a frame that another thread looks at has ended programs."""
        stack: list[str] = []
        while frame is not None and time.perf_counter() - self._last > 0.008:
            if "mineralmap/" in frame.f_code.co_filename and len(stack) < DEEP:
                stack.append(f"{Path(frame.f_code.co_filename).stem}:{frame.f_lineno} {frame.f_code.co_name}")
            frame = frame.f_back
        if stack:
            self._seen[" < ".join(stack)] += 1
        signal.setitimer(signal.ITIMER_REAL, SAMPLE_S)


class Errand:
    """Does one step, waits until the window has caught up and been still, and does the next."""

    def __init__(self, window: Any, heart: Heart, only: str, told: Callable[[str, list[Turn], float], None]) -> None:
        self.window, self._heart, self._only, self._told = window, heart, only, told
        self._name, self._begun, self._kept_away = OPENING, time.perf_counter(), kept_away_ms()
        self._steps = self._chosen()
        self._timer = QTimer(interval=100)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _chosen(self) -> Iterator[tuple[str, Callable[[], object]]]:
        for time_ in ("first", "again"):
            for name, act in steps(self.window):
                if not self._only or any(word in name for word in self._only.split(",")) or name.startswith("("):
                    yield f"{name}|{time_}", act

    def _look(self) -> None:
        now, session = time.perf_counter(), self.window.session
        recent = [own for ended, _, own in self._heart.turns if ended > now - STILL_S]
        busy = session.busy or session.flows is None or 1000 * max([0.0, *recent]) > STILL_MS
        busy |= not self.window.assumptions.filled  # the last of what idle moments make
        if now - self._begun < STILL_S or (busy and now - self._begun < MOST_S):
            return
        self._told(self._name, self._heart.turns, kept_away_ms() - self._kept_away)
        try:
            self._name, act = next(self._steps)
        except StopIteration:
            os._exit(0)
        if self._heart._say:
            print(self._name, flush=True)
        self._heart.turns = []
        self._begun, self._kept_away = now, kept_away_ms()
        act()


def steps(window: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done, by name; those whose names begin with a bracket put things back."""
    from mineralmap.gui.attribute.rows import Filter
    from mineralmap.model.scenario import Basis, Scenario, Stage

    session, canvas, press = window.session, window.map_place.canvas, lambda name: window.actions_[name].trigger()
    edit = partial_edit(session)
    for mineral in ("cobalt", "nickel", "graphite", "lithium"):
        yield "another mineral", edit(mineral=mineral)
    yield "stage", edit(stage=Stage.MINING)
    yield "stage", edit(stage=Stage.REFINING)
    for basis in (Basis.LOCATION, Basis.CONTROL, Basis.EQUITY):
        yield "basis", edit(basis=basis)
    partners = Scenario().partners
    for some in ({"JPN"}, {"USA"}, {"EU"}, set()):
        yield "partner", edit(partners=partners - some)
    for closed in ({"malacca"}, {"malacca", "suez"}, set()):
        yield "strait", edit(closed=frozenset(closed))
    for theme in ("dark", "light"):
        yield "theme", lambda theme=theme: window.choose_theme(theme)
    for projection in ("robinson", "mercator", "arctic", "EPSG:3035", "equal_earth"):
        yield "projection", lambda p=projection: window.parts["projection"].thing.choose(p)
    yield "Pacific", lambda: press("pacific")
    yield "Pacific", lambda: press("pacific")
    for name in ("zoom_in", "zoom_in", "zoom_in"):
        yield "zoom", lambda name=name: press(name)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        yield "pan", lambda key=key: QTest.keyClick(canvas, key)
    yield "zoom", lambda: press("zoom_full")
    yield "point at places", lambda: point(canvas)
    yield "click a country", lambda: click(canvas, 134.0, -25.0)
    yield "click a facility", lambda: window._clicked_on_map(facility(session, 0))
    yield "click a lane", lambda: window._clicked_on_map("lane:0")
    yield "click a lane", lambda: window._clicked_on_map("lane:40")
    yield "click a strait", lambda: window._clicked_on_map("malacca")
    yield "table", lambda: front(window.table)
    pane = window.table.attributes
    yield "table: sort", lambda: pane._sort("name", True)
    yield "table: filter", lambda: pane.model.filter_by("stage", Filter(frozenset({"refining"})))
    yield "(filter)", pane.clear_filters
    yield "table: all rows", pane.choose_all
    yield "table: none", lambda: session.choose(())
    yield "chokepoints", lambda: front(window.chokepoints)
    for panel in ("chartsDock", "evidenceDock", "missingDock", "assumptionsDock", "detailsDock", "answerDock"):
        yield f"panel {panel[:-4]}", lambda panel=panel: front(docked(window, panel))
    yield "explain a figure", lambda: session.explain("hhi")
    yield "(table)", window.table.hide
    yield "(chokepoints)", window.chokepoints.hide
    yield "scorecard", lambda: press("scorecard")
    yield "map again", lambda: press("scorecard")
    yield "correction form", lambda: window.parts["corrections"].thing.correct("facilities", facility(session, 1))
    yield "(dialog)", close_dialogs
    yield "measure", lambda: measure(window)
    yield "(measure)", lambda: press("tool_pan")
    yield "two maps", lambda: window.parts["split"].thing.arrange("side")
    yield "one map", lambda: window.parts["split"].thing.arrange("")
    yield "search", lambda: QTest.keyClicks(window.search, "malac")
    yield "(search)", window.search.clear
    for name in ("palette", "export", "layer_style", "select_expression", "shortcuts", "methods", "projection_other"):
        if window.actions_.get(name) is not None:
            yield f"dialog {name}", lambda name=name: press(name)
            yield "(dialog)", close_dialogs
    yield "undo", session.undo_stack.undo
    yield "redo", session.undo_stack.redo


def partial_edit(session: Any) -> Callable[..., Callable[[], None]]:
    """Steps that edit fields of the question."""
    return lambda **changes: lambda: session.edit("errand", **changes)


def docked(window: Any, name: str) -> Any:
    """A panel by its name."""
    return next(one for one in window.panels.docks if one.objectName() == name)


def front(panel: Any) -> None:
    """Show a panel before the others of its side."""
    panel.show()
    panel.raise_()


def facility(session: Any, number: int) -> str:
    """One of those that have a place."""
    table = session.dataset.facilities
    return str(table.index[table["lat"].notna()][number])


def click(canvas: Any, lon: float, lat: float) -> None:
    """Press and let go over a place."""
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.px(lon, lat).toPoint())


def point(canvas: Any) -> None:
    """Move the pointer over the map, a place each turn."""
    for i in range(20):
        at = QPoint(canvas.width() * (i + 1) // 22, canvas.height() // 2 + 9 * (i % 5))
        QTimer.singleShot(20 * i, canvas, lambda at=at: QTest.mouseMove(canvas, at))


def measure(window: Any) -> None:
    """Three clicks with the tool for distances."""
    window.actions_["measure_line"].trigger()
    for lon, lat in ((0.0, 0.0), (40.0, 10.0), (80.0, -10.0)):
        click(window.map_place.canvas, lon, lat)


def close_dialogs() -> None:
    """Put away whatever was opened over the window."""
    for one in QApplication.topLevelWidgets():
        if not isinstance(one, QMainWindow) and one.isVisible() and (isinstance(one, QDialog) or one.isWindow()):
            one.close()


def window(say: float, only: str) -> None:
    """Open the window, do everything, and print, as JSON, each step with its longest turn."""
    from mineralmap import cli

    run, kept = QApplication.exec, []

    def told(name: str, turns: list[Turn], kept_away: float) -> None:
        clock, own = (1000 * max(one[part] for one in turns) for part in (1, 2))
        many = sum(1000 * one[2] > GOAL_MS for one in turns)
        print("TOLD", json.dumps([*name.split("|"), clock, own, many, kept_away]), flush=True)

    def look() -> None:
        shown: list[Any] = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()
        ]
        if shown and shown[0].session.flows is not None and not shown[0].session.busy:
            shown[0].resize(1920, 1080)
            kept.append(Errand(shown[0], Heart(say), only, told))
        else:
            QTimer.singleShot(50, look)

    def watched(*_: object) -> int:
        QTimer.singleShot(0, look)
        return run()

    QApplication.exec = staticmethod(watched)
    cli.main([])


def process(home: str, *words: str) -> list[str]:
    """Run in a process with settings of its own; returns the lines it prints."""
    own = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CONFIG", "DATA", "CACHE")}
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own, "PYTHONPATH": str(ROOT)}
    done = subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True)
    assert done.stdout is not None
    lines = []
    for line in done.stdout:
        lines.append(line.rstrip("\n"))
        if not line.startswith("TOLD"):
            print(line, end="", flush=True)
    if done.wait():
        sys.exit(done.returncode)
    return lines


def main() -> None:
    """Measure in processes of their own and print the longest turn of each step, all rounds together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--say", type=float, default=0.0, help="tell where the thread stood in turns of so many ms")
    parser.add_argument("--only", default="", help="steps whose names hold one of these words, set apart by commas")
    parser.add_argument("--window", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.window:
        return window(asked.say, asked.only)
    found: dict[tuple[str, str], list[tuple[float, float, int, float]]] = {}
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as home:
            settings = Path(home, "CONFIG/mineralmap/mineralmap.conf")
            settings.parent.mkdir(parents=True)
            settings.write_text("[General]\nwelcomed=true\n")
            lines = process(home, __file__, "--window", "--say", str(asked.say), "--only", asked.only)
            print(*(log.read_text() for log in Path(home).rglob("mineralmap.log")), sep="\n")
            for line in lines:
                if line.startswith("TOLD"):
                    name, time_, *figures = json.loads(line[5:])
                    found.setdefault((name, time_), []).append(tuple(figures))
    before = os.times()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    after = os.times()
    yard = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"yardstick: importing Qt, pyqtgraph and geopandas takes {yard:.2f} s of the processor's own time here")
    over = f"turns over {GOAL_MS:.0f}"
    print(f"{'longest turn, ms':24}{'clock':>7}{'own time':>10}{'(middle)':>10}{over:>15}{'kept away':>12}")
    for (name, time_), figures in sorted(found.items(), key=lambda one: -max(own for _, own, *_ in one[1])):
        clocks, owns, counts, away = zip(*figures, strict=True)
        words = f"{name}, {time_}"
        longest = f"{max(clocks):7.0f}{max(owns):10.0f}{statistics.median(owns):10.0f}"
        print(f"{words:24}{longest}{sum(counts):15}{max(away):12.0f}")


if __name__ == "__main__":
    main()
