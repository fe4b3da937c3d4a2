"""How fast the map moves under the hand: frames of panning and zooming, the pointer, the index, memory; beside
pyqtgraph's ScatterPlotItem and, where it is installed, QGIS.

Run from a checkout: ``.venv/bin/python benchmarks/canvas.py [--points 10000 100000 1000000] [--frames 120]``. Each
number of points is a process of its own. Seeded symbols go through the program's own Map, Scene and MapCanvas, over its
basemap.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1920, 1080
STEP_PX = 23.0
TURN = 15
"""Frames of panning in one direction, and then of zooming, until the other direction's turn."""
COLOURS = ("#1B5FAA", "#C8102E", "#F2B705", "#8A949C", "#D9DDE0")


class Tips(Sequence[str]):
    """Tips that are made when they are asked for, as large data should have them."""

    def __init__(self, n: int) -> None:
        self._n = n

    def __len__(self) -> int:
        return self._n

    def __getitem__(self, i: Any) -> Any:
        return f"Facility {i}"


def columns(n: int) -> dict[str, np.ndarray]:
    """Clustered places and skewed tonnes, largest first."""
    random = np.random.default_rng(6)
    centres = np.column_stack([random.uniform(-120, 150, 400), random.uniform(-45, 65, 400)])
    place = centres[random.integers(0, len(centres), n)] + random.normal(0, 3.0, (n, 2))
    tonnes = np.sort(random.lognormal(8, 1.8, n))[::-1]
    return {
        "lon": place[:, 0],
        "lat": np.clip(place[:, 1], -89, 89),
        "tonnes": tonnes,
        "paint": random.integers(0, len(COLOURS), n),
        "hollow": random.random(n) < 0.2,
        "ring": np.where(random.random(n) < 0.3, random.random(n), 0.0),
        "faded": random.random(n) < 0.1,
    }


def synthetic(n: int) -> Any:
    """The program's basemap with ``n`` symbols over it, as a Map."""
    from dataclasses import replace

    from mineralmap.analysis.compute import compute
    from mineralmap.datasets import bundled
    from mineralmap.layers import symbology
    from mineralmap.layers.compose import compose
    from mineralmap.layers.layer import Layer, Marks, Paint
    from mineralmap.model.scenario import Scenario
    from mineralmap.model.view import View

    world, scenario = bundled.load(), Scenario(mineral="nickel")
    drawn = compose(world, compute(world, scenario), None, View())
    made = columns(n)
    x, y = drawn.projection.forward(made["lon"], made["lat"])
    marks = Marks(
        shape="circle", x=x, y=y, diameter=symbology.diameters(made["tonnes"], float(made["tonnes"][0])),
        paint=made["paint"], paints=tuple(Paint(fill=one, line="#FFFFFF") for one in COLOURS), hollow=made["hollow"],
        ring=made["ring"], ring_colour=np.zeros(n, int), ring_colours=(COLOURS[0],), faded=made["faded"],
        ids=tuple(map(str, range(n))), tips=Tips(n), tonnes=made["tonnes"],
    )  # fmt: skip
    below = [layer for layer in drawn.layers if layer.id in ("sea", "countries", "lakes", "boundaries")]
    return replace(drawn, layers=(*below, Layer("points", "Points", (marks,), pickable=True)))


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor that something takes."""
    clock, cpu = time.perf_counter(), time.thread_time()
    act()
    return 1000 * (time.perf_counter() - clock), 1000 * (time.thread_time() - cpu)


def middle(pairs: Iterable[tuple[float, float]]) -> list[float]:
    """Medians of clock and processor, and the worst of the clock."""
    clock, cpu = zip(*pairs, strict=True)
    return [round(statistics.median(clock), 2), round(statistics.median(cpu), 2), round(max(clock), 1)]


def ours(n: int, frames: int) -> dict[str, Any]:
    """Everything about one number of points, in this process."""
    from PySide6 import QtCore, QtWidgets

    from mineralmap.render.application import ensure_application
    from mineralmap.render.canvas import MapCanvas
    from mineralmap.render.points.cloud import cloud
    from mineralmap.render.points.pyramid import LEVELS
    from mineralmap.render.scene import make_paths

    ensure_application()
    drawn = synthetic(n)
    told: dict[str, Any] = {"points": n, "before_mb": peak_mb()}
    worker = threading.Thread(target=lambda: told.update(index=timed(lambda: make_paths(drawn))))
    worker.start()
    worker.join()
    canvas = MapCanvas()
    canvas.resize(WIDTH, HEIGHT)
    canvas.set_key_shown(False)
    canvas.show()
    QtWidgets.QApplication.processEvents()
    told["set_map"] = timed(lambda: canvas.set_map(drawn))
    told["first"] = timed(canvas.repaint)
    canvas.zoom_in()
    canvas._come_to_rest()
    canvas.repaint()
    pans, zooms, shown = [], [], []
    marks = drawn.layers[-1].primitives[0]
    for frame in range(frames):
        turn, way = divmod(frame, TURN)
        across, down = ((1, 0), (0, 1), (-1, 0), (0, -1))[(turn // 2) % 4]
        if turn % 2 == 0:
            pans.append(timed(lambda a=across, d=down: (canvas._pan(a * STEP_PX, d * STEP_PX), canvas.repaint())))
        else:
            factor = 1.06 if turn % 4 == 1 else 1 / 1.06
            about = QtCore.QPointF(WIDTH / 3, HEIGHT / 3)
            zooms.append(timed(lambda f=factor, at=about: (canvas._zoom(f, at), canvas.repaint())))
        shown.append(len(cloud(marks)._last[2].at) if way == 0 else 0)
    told["pan"], told["zoom"], told["both"] = middle(pans), middle(zooms), middle(pans + zooms)
    told["drawn_moving"] = max(shown)
    told["ground_to_rest"] = timed(canvas._come_to_rest)
    told["rest"] = timed(canvas.repaint)
    found = canvas._scene.shown(marks, canvas._view)
    told["drawn_at_rest"], told["thinned"] = len(found.at), found.level < LEVELS
    random = np.random.default_rng(7)
    spots = [QtCore.QPointF(*at) for at in random.uniform((0, 0), (WIDTH, HEIGHT), (200, 2)).tolist()]
    told["pick"] = middle(timed(lambda at=at: canvas.pick(at)) for at in spots)
    some = random.choice(n, min(n, 100_000), replace=False)
    chosen = [marks.ids[i] for i in some.tolist()]
    told["choose"] = timed(lambda: (canvas.set_chosen(chosen), canvas.repaint()))
    told["choose_again"] = timed(canvas.repaint)
    told["peak_mb"] = peak_mb()
    return told


def scatter(n: int, frames: int) -> dict[str, Any]:
    """pyqtgraph's own scatter item on the same points, no basemap."""
    import pyqtgraph as pg
    from PySide6 import QtWidgets

    from mineralmap.layers import symbology
    from mineralmap.render.application import ensure_application

    ensure_application()
    made = columns(n)
    size = symbology.diameters(made["tonnes"], float(made["tonnes"][0]))
    brushes = [pg.mkBrush(one) for one in COLOURS]
    view = pg.GraphicsView()
    box = pg.ViewBox(enableMenu=False)
    view.setCentralItem(box)
    view.resize(WIDTH, HEIGHT)
    view.setViewportUpdateMode(QtWidgets.QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
    view.show()
    item = pg.ScatterPlotItem(pxMode=True, pen=pg.mkPen("w"))
    box.addItem(item)
    brush = [brushes[i] for i in made["paint"].tolist()]
    told: dict[str, Any] = {"set_ms": timed(lambda: item.setData(x=made["lon"], y=made["lat"], size=size, brush=brush))}
    box.setRange(xRange=(-180, 180), yRange=(-90, 90), padding=0)
    view.viewport().repaint()
    pairs = []
    for frame in range(max(min(frames, 2_000_000 // n), 3)):
        left = -180 + 2.0 * (frame % 20)
        pairs.append(
            timed(lambda x=left: (box.setXRange(x, x + 340, padding=0), view.grab()))  # type: ignore[misc]
        )
    told["frame"] = middle(pairs)
    return told


def qgis(n: int) -> dict[str, Any]:
    """One frame of QGIS with symbols sized by an expression, where it is installed."""
    if find_spec("qgis") is None:
        return {"missing": "QGIS is not installed for this interpreter"}
    from qgis.core import (  # type: ignore[import-not-found]
        QgsApplication,
        QgsFeature,
        QgsGeometry,
        QgsMapRendererParallelJob,
        QgsMapSettings,
        QgsPointXY,
        QgsProperty,
        QgsRectangle,
        QgsSymbolLayer,
        QgsVectorLayer,
    )  # fmt: skip
    from qgis.PyQt.QtCore import QSize  # type: ignore[import-not-found]

    application = QgsApplication([], False)
    application.initQgis()
    made = columns(n)
    layer = QgsVectorLayer("Point?crs=EPSG:4326&field=t:double", "points", "memory")
    features = []
    for lon, lat, tonnes in zip(made["lon"].tolist(), made["lat"].tolist(), made["tonnes"].tolist(), strict=True):
        one = QgsFeature(layer.fields())
        one.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(lon, lat)))
        one["t"] = tonnes
        features.append(one)
    layer.dataProvider().addFeatures(features)
    largest = float(made["tonnes"][0])
    size = QgsProperty.fromExpression(f'max(1.0, 7.4 * sqrt("t" / {largest}))')
    layer.renderer().symbol().symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.PropertySize, size)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    pairs = []
    for frame in range(5 if n <= 100_000 else 1):
        settings.setExtent(QgsRectangle(-180 + frame, -90, 180 + frame, 90))

        def draw() -> None:
            job = QgsMapRendererParallelJob(settings)
            job.start()
            job.waitForFinished()

        pairs.append(timed(draw))
    return {"frame": middle(pairs)}


def peak_mb() -> float:
    """Most memory that this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def apart(what: str, n: int, frames: int) -> dict[str, Any]:
    """The same in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, __file__, "--only", what, "--points", str(n), "--frames", str(frames)],
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Measure and print, one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--only", choices=("ours", "scatter", "qgis"))
    asked = parser.parse_args()
    if asked.only:
        n = asked.points[0]
        told = qgis(n) if asked.only == "qgis" else {"ours": ours, "scatter": scatter}[asked.only](n, asked.frames)
        print(json.dumps(told))
        return
    print(f"{WIDTH} × {HEIGHT}; ms as [median by the clock, of the processor, worst] or [clock, processor]")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    for n in asked.points:
        print(f"\n{n:,} points")
        for what in ("ours", "scatter", "qgis"):
            print(f"  {what}")
            for name, value in apart(what, n, asked.frames).items():
                shown = [round(one, 1) for one in value] if name in ("index", "set_map", "first", "rest") else value
                print(f"    {name:16} {shown}")


if __name__ == "__main__":
    main()
