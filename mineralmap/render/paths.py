"""Areas and lines as paths, made once and kept as long as their columns: the basemap's serve one map after another.

One path for each polygon: Qt's antialiased rasteriser is superlinear in the size of one path.
"""

import weakref
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
from PySide6 import QtCore, QtGui
from shiboken6 import VoidPtr

from mineralmap.layers.layer import Areas, Lines
from mineralmap.render.viewport import Viewport


@dataclass(frozen=True, eq=False)
class Paths:
    """Paths of one primitive in metres, and their boxes (n, 4) as x0, x1, y0, y1."""

    paths: list[QtGui.QPainterPath]
    boxes: np.ndarray
    fetched: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fetched", np.zeros(len(self.paths), bool))

    def fetch(self, some: np.ndarray) -> None:
        """Let Qt make what it keeps of paths (indices): it does so when one is first painted, and two threads that
        paint it for the first time at once would get in each other's way."""
        new = some[~self.fetched[some]]
        if not len(new):
            return
        with _first:
            nowhere = QtGui.QImage(1, 1, QtGui.QImage.Format.Format_RGB32)
            painter = QtGui.QPainter(nowhere)
            try:
                painter.setPen(QtCore.Qt.PenStyle.NoPen)
                painter.setBrush(QtCore.Qt.GlobalColor.black)
                painter.translate(FAR, FAR)
                for i in new.tolist():
                    painter.drawPath(self.paths[i])
            finally:
                painter.end()
            self.fetched[new] = True

    def seen(self, view: Viewport, least: float) -> np.ndarray:
        """Which paths (indices) reach into a view and are larger than ``least`` metres."""
        x0, y0, x1, y1 = view.extent()
        left, right, low, high = self.boxes.T
        inside = (left < x1) & (right > x0) & (low < y1) & (high > y0)
        return np.flatnonzero(inside & ((right - left > least) | (high - low > least)))


_kept: dict[int, tuple[weakref.ref[np.ndarray], Paths]] = {}
_lock = Lock()
"""Exports and grounds are painted in threads of their own."""
_first = Lock()
FAR = 1e9
"""Metres: more than any map is wide."""


def _keep(source: np.ndarray, make: Any) -> Paths:
    name = id(source)
    with _lock:
        kept = _kept.get(name)
    if kept is not None and kept[0]() is source:
        return kept[1]
    # Outside the lock: the window must not wait for paths that it does not want.
    made = make()
    gone = weakref.ref(source, lambda old: _forget(name, old))
    with _lock:
        _kept[name] = (gone, made)
    return made


def _forget(name: int, old: "weakref.ref[np.ndarray]") -> None:
    # Without the lock: a collector may come by while this thread holds it. One step of a dict is whole by itself.
    kept = _kept.get(name)
    if kept is not None and kept[0] is old:
        _kept.pop(name, None)


def area_paths(areas: Areas) -> Paths:
    """One path for each polygon, holes as further rings."""

    def make() -> Paths:
        count = len(areas.feature_of_polygon)
        first = np.searchsorted(areas.polygon_of_ring, np.arange(count + 1))
        start = areas.ring_start[first]
        points, rings = _interleaved(areas.x, areas.y), areas.ring_start.tolist()
        paths = []
        for one, other in pairwise(first.tolist()):
            path = QtGui.QPainterPath()
            path.setFillRule(QtCore.Qt.FillRule.OddEvenFill)
            path.reserve(rings[other] - rings[one])  # else Qt takes half as much again
            for a, z in pairwise(rings[one : other + 1]):
                path.addPolygon(_polygon(points[a:z]))
            paths.append(path)
        return Paths(paths, _boxes(areas.x, areas.y, start))

    return _keep(areas.x, make)


def _interleaved(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.column_stack([x, y]).astype(np.float64, copy=False)


def _polygon(points: np.ndarray) -> QtGui.QPolygonF:
    """Points (n, 2) as Qt holds them, copied in one piece."""
    made = QtGui.QPolygonF()
    made.resize(len(points))
    if len(points):
        memory = VoidPtr(made.data(), made.size() * 16, True)  # type: ignore[call-arg]  # two doubles a point
        np.frombuffer(memory, np.float64)[:] = points.ravel()  # type: ignore[call-overload]
    return made


def line_paths(lines: Lines) -> Paths:
    """One path for each line."""

    def make() -> Paths:
        start = lines.start.tolist()
        points, paths = _interleaved(lines.x, lines.y), []
        for a, z in pairwise(start):
            path = QtGui.QPainterPath()
            path.addPolygon(_polygon(points[a:z]))
            paths.append(path)
        return Paths(paths, _boxes(lines.x, lines.y, lines.start))

    return _keep(lines.x, make)


def _boxes(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> np.ndarray:
    if len(start) < 2:
        return np.empty((0, 4))
    at = np.asarray(start[:-1])
    return np.column_stack([f.reduceat(v, at) for v in (x, y) for f in (np.minimum, np.maximum)])
