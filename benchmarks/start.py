"""Start to first drawn map, one toggle, peak memory: each beside a yardstick of the same run, so that ratios matter.

Run from a checkout: ``.venv/bin/python benchmarks/start.py [--rounds 3]``. The first start is told apart: it leaves
compiled modules and the kept map of the opening question, as any start does. The yardsticks are a process that imports
PySide6, pyqtgraph and geopandas, and numpy multiplying two matrices: they take the machine's load along.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = "import PySide6.QtWidgets, pyqtgraph, geopandas"


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
    """Open the window and print, as JSON, the seconds until it is seen, its map drawn, its routes drawn; then end."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

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
    seen: dict[str, float] = {}
    timer, run = QTimer(), QApplication.exec

    def note(name: str) -> None:
        QApplication.processEvents()
        seen.setdefault(name, time.time() - began)

    def finish() -> None:
        note("routes")
        seen["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(seen), flush=True)
        QTimer.singleShot(round(1000 * rest_s), lambda: os._exit(0))  # time to keep the map

    def look() -> None:
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, QMainWindow) and shown.isVisible():
                timer.stop()
                note("window")
                shown.session.map_changed.connect(lambda _: QTimer.singleShot(0, lambda: note("map")))
                shown.settled.connect(lambda: "routes" in seen or QTimer.singleShot(0, finish))

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
    first = json.loads(process(__file__, "--window", repr(time.time()), "--rest", "8")[1].splitlines()[0])
    print(f"first start ever (modules compiled, no map kept): map {first['map']:.2f} s, routes {first['routes']:.2f} s")
    imports, starts = [], []
    for _ in range(asked.rounds):
        imports.append(process("-c", IMPORTS)[0])
        starts.append(json.loads(process(__file__, "--window", repr(time.time()))[1].splitlines()[-1]))
    bare = statistics.median(imports)
    print(f"{asked.rounds} rounds; yardstick: importing Qt, pyqtgraph and geopandas takes {bare:.2f} s here")
    for name in ("window", "kept map", "map", "routes"):
        values = [start[name] for start in starts]
        middle = statistics.median(values)
        spread = f"{min(values):.2f} to {max(values):.2f}"
        print(f"{name:10} {middle:6.2f} s   {middle / bare:5.2f} × the yardstick  ({spread})")
    print(f"peak       {statistics.median(start['peak_mb'] for start in starts):6.0f} MB")
    told = json.loads(process(__file__, "--toggle")[1].splitlines()[-1])
    yard = told.pop("yardstick")
    print(f"yardstick: the product of two 2000 × 2000 matrices takes {1000 * yard:.0f} ms here")
    for name, seconds in told.items():
        print(f"{name:10} {1000 * seconds:6.0f} ms  {seconds / yard:5.2f} × the yardstick")


if __name__ == "__main__":
    main()
