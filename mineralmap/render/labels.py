"""Words on the map: set in the map's type with a halo, and placed so that none covers another."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, Texts
from mineralmap.render.application import font

HALO_PX = 2.4
_AIR_PX = 3.0


@dataclass(frozen=True, slots=True)
class Placed:
    """One label that fits: its outline about (0, 0) and where that is, in px."""

    path: QtGui.QPainterPath
    x: float
    y: float
    style: str


@lru_cache(maxsize=4096)
def outline(words: str, size: float, style: str) -> tuple[QtGui.QPainterPath, float, float]:
    """The words as a path centred on (0, 0), with the width and height of their box in px.

    A country is its name in spaced capitals with its figure below; anything else is one line.
    """
    path = QtGui.QPainterPath()
    lines = words.split("\n")
    country = style == "country"
    width = height = 0.0
    for number, text in enumerate(lines):
        name = country and number == 0
        chosen = (
            font(size - 1.0, bold=False, spacing=1.1)
            if name
            else font(size + (1.0 if country else 0.0), bold=style != "place")
        )
        said = text.upper() if name else text
        measure = QtGui.QFontMetricsF(chosen)
        across = measure.horizontalAdvance(said)
        height += measure.ascent() if number else measure.capHeight()
        path.addText(QtCore.QPointF(-across / 2, height), chosen, said)
        width = max(width, across)
    path.translate(0, -height / 2)
    return path, width, height


def place(
    texts: list[tuple[Texts, np.ndarray, np.ndarray]], size: tuple[float, float], mpp: float, taken: np.ndarray
) -> list[Placed]:
    """The labels that fit into a view, the most important first.

    Parameters
    ----------
    texts
        Each set of words with its points in px, shape (n,) each.
    size
        Width and height of the view in px; a label that would cross its edge is left out.
    mpp
        Metres per px, for words that wait until the map is close.
    taken
        Boxes (m, 4) as x0, y0, x1, y1 that no label may cover: the key, large symbols.
    """
    width, height = size
    boxes = np.empty((len(taken) + sum(len(x) for _, x, _ in texts), 4))
    boxes[: len(taken)] = taken
    count = len(taken)
    waiting = [
        (float(words.priority[i]), number, i, float(x[i]), float(y[i]))
        for number, (words, x, y) in enumerate(texts)
        for i in np.flatnonzero((x > 0) & (x < width) & (y > 0) & (y < height) & (words.closer >= mpp)).tolist()
    ]
    placed = []
    for _, number, i, x, y in sorted(waiting, key=lambda one: (-one[0], one[1], one[2])):
        words = texts[number][0]
        path, across, high = outline(words.words[i], float(words.size[i]), words.style[i])
        for dx, dy in _places(words.style[i], words.offset[i], across, high):
            box = np.array([x + dx - across / 2, y + dy - high / 2, x + dx + across / 2, y + dy + high / 2])
            box += (-_AIR_PX, -_AIR_PX, _AIR_PX, _AIR_PX)
            if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
                continue
            others = boxes[:count]
            hit = (others[:, 0] < box[2]) & (others[:, 2] > box[0]) & (others[:, 1] < box[3]) & (others[:, 3] > box[1])
            if not hit.any():
                boxes[count] = box
                count += 1
                placed.append(Placed(path, x + dx, y + dy, words.style[i]))
                break
    return placed


def paint_labels(painter: QtGui.QPainter, placed: list[Placed], ground: Ground) -> None:
    """Paint the placed labels, halos first."""
    halo = QtGui.QColor(ground.halo)
    halo.setAlphaF(0.85)
    around = QtGui.QPen(halo, 2 * HALO_PX)
    around.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    base = painter.transform()
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.strokePath(label.path, around)
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.fillPath(label.path, QtGui.QColor(ground.accent if label.style == "warning" else ground.text))
    painter.setTransform(base)


def _places(style: str, offset: np.ndarray, across: float, high: float) -> list[tuple[float, float]]:
    """Where the middle of a label may lie, from its point, the best place first."""
    right, down = float(offset[0]), float(offset[1])
    if right == 0:
        steps = (0.0, high * 0.8, -high * 0.8, high * 1.6, -high * 1.6) if style == "country" else (0.0,)
        sides = (0.0, across * 0.6, -across * 0.6) if style == "country" else (0.0,)
        return [(side, down + step) for side in sides for step in steps]
    beside = right + across / 2
    return [(beside, down), (-beside, down), (0.0, -right - high / 2), (0.0, right + high / 2)]
