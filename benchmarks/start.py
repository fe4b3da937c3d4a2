"""Start to first drawn map, one toggle, peak memory: each beside a yardstick of the same run, so that ratios matter.

Run from a checkout: ``.venv/bin/python benchmarks/start.py [--rounds 3]``. The first start is told apart: it leaves
compiled modules and the kept map of the opening question, as any start does. The yardsticks are a process that imports
PySide6, pyqtgraph and geopandas, a bare window of pyqtgraph, and numpy multiplying two matrices: they take the
machine's load along.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = "import PySide6.QtWidgets, pyqtgraph, geopandas, time; print(time.process_time())"
BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import pyqtgraph
app = QApplication([])
plot = pyqtgraph.PlotWidget()
plot.resize(1920, 1080)
plot.plot([1, 2], [1, 2])
plot.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
BARE_S = 0.7
"""What an empty plot took on the machine that the goals were set on (design/performance.md)."""

HOME = tempfile.TemporaryDirectory()
"""Settings, caches and compiled modules of these runs alone."""
SETTINGS = Path(HOME.name) / "config" / "mineralmap" / "mineralmap.conf"


def process(*words: str) -> tuple[float, str]:
    """Seconds and stdout of a Python process that finds this checkout's package."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {"PYTHONPYCACHEPREFIX": f"{HOME.name}/compiled"}
    environment |= {f"XDG_{name}_HOME": f"{HOME.name}/{name.lower()}" for name in ("CACHE", "CONFIG", "DATA")}
    began = time.time()
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, timeout=90)
    if done.returncode:
        sys.exit(done.stderr)
    return time.time() - began, done.stdout


def window(began: float, rest_s: float = 0.0) -> None:
    """Open the window and print, as JSON, the seconds of the clock and of the processor until it is seen, the kept map
    is (with its routes), the answer stands in its panel, the new map with tips is drawn, and nothing is left to fill:
    routes on the map, bars of every basis, checks, years ahead. And the memory by then, and when idle work is done."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from mineralmap import cli
    from mineralmap.gui.main_window import MainWindow

    whole = MainWindow.complete

    def complete(shown: MainWindow) -> None:
        if shown.map_place.canvas is not None:
            note("kept map")
        whole(shown)

    MainWindow.complete = complete  # type: ignore[method-assign]
    first = MainWindow.first_look

    def first_look(shown: MainWindow, otherwise: bool = False) -> None:
        note("window")
        first(shown, otherwise)

    MainWindow.first_look = first_look  # type: ignore[method-assign]
    seen: dict[str, tuple[float, float]] = {}
    timer, waiting, run = QTimer(), QTimer(), QApplication.exec

    def note(name: str) -> None:
        QApplication.processEvents()
        seen.setdefault(name, (time.time() - began, time.process_time()))

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def look() -> None:
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, MainWindow) and shown.isVisible():
                timer.stop()
                session = shown.session
                session.results_changed.connect(lambda _: QTimer.singleShot(0, lambda: note("answer")))
                session.map_changed.connect(lambda _: QTimer.singleShot(0, lambda: note("map")))
                waiting.timeout.connect(partial(finish, shown))
                waiting.start(1)

    def finish(shown: MainWindow) -> None:
        session = shown.session
        if session.map is None or len(session.bases) < 3 or session.busy or shown.answer.busy:
            return
        if not any(layer.id == "routes" and layer.primitives for layer in session.map.layers):
            return
        canvas = shown.map_place.canvas
        if canvas._moving or canvas._making.still is not None:  # another size has come with what panels show
            return
        waiting.stop()
        note("everything")
        by_then = peak()

        def end() -> None:
            print(json.dumps(seen | {"peak_mb": (by_then, peak())}), flush=True)
            os._exit(0)

        QTimer.singleShot(round(1000 * rest_s), end)  # time to keep the map, and to fetch what later errands want

    def watched(*_: object) -> int:
        timer.timeout.connect(look)
        timer.start(1)
        return run()

    QApplication.exec = staticmethod(watched)
    cli.main([])


def toggle() -> None:
    """Print, as JSON, the seconds of one new basis: computing, composing, routing, painting, and the yardstick's."""
    from dataclasses import replace

    import numpy as np

    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.datasets import bundled
    from mineralmap.layers.compose import compose
    from mineralmap.model.scenario import Basis, Scenario
    from mineralmap.model.view import View
    from mineralmap.render.picture import picture

    dataset, scenario, matrix = bundled.load(), Scenario(), np.random.default_rng(0).random((2000, 2000))
    asked = iter([replace(scenario, basis=basis) for basis in Basis] * 10)
    results, flows = compute(dataset, scenario), compute_flows(dataset, scenario)
    composed = compose(dataset, results, flows, View())
    picture(composed, 1280, 800)

    def timed(work: Callable[[], object], times: int = 5) -> float:
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            work()
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    told = {
        "compute": timed(lambda: compute(dataset, next(asked))),
        "compose": timed(lambda: compose(dataset, results, flows, View())),
        "paint": timed(lambda: picture(composed, 1280, 800)),
        "flows": timed(lambda: compute_flows(dataset, replace(scenario, affinity=1.0 + time.time() % 1e-3)), 3),
        "yardstick": timed(lambda: matrix @ matrix, 3),
    }
    print(json.dumps(told))


def main() -> None:
    """Measure in turn and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--window", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--rest", type=float, default=0.0, help=argparse.SUPPRESS)
    parser.add_argument("--toggle", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.window:
        return window(asked.window, asked.rest)
    if asked.toggle:
        return toggle()
    SETTINGS.parent.mkdir(parents=True)
    SETTINGS.write_text(
        "[General]\nwelcomed=true\n", encoding="utf-8"
    )  # the first run of all opens on another question
    first = json.loads(process(__file__, "--window", repr(time.time()), "--rest", "8")[1].splitlines()[-1])
    said = ", ".join(f"{name} {first[name][0]:.2f} s" for name in ("window", "map", "everything"))
    print(f"first start ever (modules compiled, nothing kept): {said}")
    imports, busy, starts, empty = [], [], [], []
    for _ in range(asked.rounds):
        clock, words = process("-c", IMPORTS)
        imports.append(clock)
        busy.append(float(words))
        empty.append(process("-c", BARE)[0])
        starts.append(json.loads(process(__file__, "--window", repr(time.time()), "--rest", "3")[1].splitlines()[-1]))
    bare, own = statistics.median(imports), statistics.median(busy)
    print(
        f"{asked.rounds} rounds; yardstick: importing Qt, pyqtgraph and geopandas takes {bare:.2f} s here, {own:.2f} s"
    )
    print("of the processor's own time; × is by that time, which other programs lengthen less")
    plot = statistics.median(empty)
    print(f"a bare window of pyqtgraph takes {plot:.2f} s here, {BARE_S} s where the goals were set: the last column")
    print("is what the clock would say there")
    for name in ("window", "kept map", "answer", "map", "everything"):
        values, worked = ([start[name][part] for start in starts] for part in (0, 1))
        spread = f"{min(values):.2f} to {max(values):.2f}"
        middle = statistics.median(worked)
        print(
            f"{name:10} {statistics.median(values):6.2f} s  ({spread})   {middle:5.2f} s {middle / own:5.2f} ×  "
            f"{statistics.median(values) * BARE_S / plot:5.2f} s"
        )
    by_then, in_the_end = (statistics.median(start["peak_mb"][part] for start in starts) for part in (0, 1))
    print(f"peak       {by_then:6.0f} MB by then, {in_the_end:.0f} MB when the work of idle moments is done")
    told = json.loads(process(__file__, "--toggle")[1].splitlines()[-1])
    yard = told.pop("yardstick")
    print(f"yardstick: the product of two 2000 × 2000 matrices takes {1000 * yard:.0f} ms here")
    for name, seconds in told.items():
        print(f"{name:10} {1000 * seconds:6.0f} ms  {seconds / yard:5.2f} × the yardstick")


if __name__ == "__main__":
    main()
