"""How long another projection takes, from its choice to the painted map: for the first time, and come back to.

Run from a checkout: ``.venv/bin/python benchmarks/projection.py [--rounds 3]``. Processor's own time in ms, so that
other work on the machine counts for little: composing and paths behind the window, one after the other as the window
does it; setting and painting (1500 × 950) on its own thread.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FIRST = "equal_earth"
VISITED = ("robinson", "natural_earth", "mercator", "arctic", "EPSG:3035")


def own(work: Callable[[], Any]) -> tuple[Any, float]:
    """What comes of some work, and its processor time in ms."""
    began = time.thread_time()
    made = work()
    return made, 1000 * (time.thread_time() - began)


def main() -> None:
    """Switch from one to another, and back to each, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    from mineralmap.render.application import ensure_application

    ensure_application()
    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.datasets import bundled
    from mineralmap.layers.basemap import CLOSE_MPP
    from mineralmap.layers.compose import compose
    from mineralmap.model.scenario import Scenario
    from mineralmap.model.view import View
    from mineralmap.render.canvas import MapCanvas
    from mineralmap.render.scene import make_paths

    dataset, scenario = bundled.load(), Scenario()
    results, flows = compute(dataset, scenario), compute_flows(dataset, scenario)
    canvas = MapCanvas()
    canvas.resize(1500, 950)
    canvas.show()

    def switch(name: str, centre: float) -> list[float]:
        view = replace(View(), projection=name, centre_lon=centre)
        made, composing = own(lambda: compose(dataset, results, flows, view, flows, CLOSE_MPP))
        _, paths = own(lambda: make_paths(made, False))
        _, setting = own(lambda: canvas.set_map(made))
        _, painting = own(canvas.grab)
        return [composing, paths, setting, painting, composing + paths + setting + painting]

    switch(FIRST, 11.0)
    print(f"{'':14} {'':6} compose  paths    set  paint    all")
    for name in VISITED:
        first, again = [], []
        for round_ in range(asked.rounds):
            # Another meridian is another sheet: nothing of it is kept from the round before.
            first.append(switch(name, 11.0 + round_))
            switch(FIRST, 11.0)
            again.append(switch(name, 11.0 + round_))
        for what, rows in (("first", first[:1] if ":" in name else first), ("again", again)):
            middle = [statistics.median(column) for column in zip(*rows, strict=True)]
            print(f"{name:14} {what:6} " + "  ".join(f"{value:5.0f}" for value in middle), flush=True)


if __name__ == "__main__":
    main()
