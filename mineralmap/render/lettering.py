"""Words of the map as they look: set in its type with a halo, as outlines, or as pictures that are kept."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground
from mineralmap.render.application import font, legible, on_page
from mineralmap.render.scripts import spaced
from mineralmap.render.written import Halo, Written

HALO_PX, HALO_OPACITY, CROWDED_OPACITY = 2.4, 0.85, 0.96
DEEP_PX = 3.0
LEADER_WIDTH, DOT_PX = 0.8, 1.7
QUIET = frozenset({"town", "land"})
"""Styles for finding one's way, which take the room that all else leaves."""
CAPITALS = frozenset({"country", "land"})
"""Styles whose first line is in capitals, set 1 px smaller: they are large for their size."""
_KEPT_PICTURES = 1500


@dataclass(frozen=True, slots=True)
class Placed:
    """One label that fits: its outline about (0, 0) and where that is, in px; ``leader`` the line from its point
    (x0, y0, x1, y1), where it stands off."""

    path: QtGui.QPainterPath
    x: float
    y: float
    style: str
    words: str = ""
    size: float = 0.0
    leader: tuple[float, float, float, float] | None = None
    dot: tuple[float, float] | None = None
    """The point of a town, which has no other symbol."""
    crowded: bool = False
    """Do many symbols lie below it? Nothing quiet can be read there."""


@lru_cache(maxsize=8192)
def measure(words: str, size: float, style: str) -> tuple[float, float]:
    """Width and height in px of the box of some words.

    A country is its name in spaced capitals with its figure below; anything else is one line.
    """
    width = height = 0.0
    for number, (text, chosen) in enumerate(_lines(words, size, style)):
        metrics = _metrics(chosen)
        width = max(width, metrics.horizontalAdvance(text))
        height += metrics.ascent() + _deep(words) if number else metrics.capHeight()
    return width, height


@lru_cache(maxsize=4096)
def outline(words: str, size: float, style: str) -> QtGui.QPainterPath:
    """The words as a path centred on (0, 0)."""
    path = QtGui.QPainterPath()
    for text, chosen, baseline in _set(words, size, style):
        path.addText(QtCore.QPointF(-_metrics(chosen).horizontalAdvance(text) / 2, baseline), chosen, text)
    return path


def _set(words: str, size: float, style: str) -> list[tuple[str, QtGui.QFont, float]]:
    """Each line with its font and its baseline, about (0, 0)."""
    height = 0.0
    said = []
    for number, (text, chosen) in enumerate(_lines(words, size, style)):
        metrics = _metrics(chosen)
        height += metrics.ascent() + _deep(words) if number else metrics.capHeight()
        said.append((text, chosen, height))
    return [(text, chosen, baseline - height / 2) for text, chosen, baseline in said]


def paint_labels(painter: QtGui.QPainter, placed: list[Placed], ground: Ground) -> None:
    """Paint the placed labels, lines and halos first.

    Onto a pixmap, which is what a window paints to, from kept pictures of the words; in a drawing that takes words
    and on a page (PDF) as text; elsewhere as outlines.
    """
    base = painter.transform()
    _paint_leaders(painter, placed, ground, _halo("country", ground))
    painter.setPen(QtGui.QPen(QtGui.QColor(ground.quiet), 1.0))
    painter.setBrush(QtGui.QColor(ground.paper))
    for label in placed:
        if label.dot is not None:
            painter.drawEllipse(QtCore.QPointF(*label.dot), DOT_PX, DOT_PX)
    device = painter.device()
    if isinstance(device, QtGui.QPixmap) and base.isIdentity():
        _paint_pictures(painter, placed, ground, device.devicePixelRatioF())
        return
    if on_page(painter):
        _write_on_page(painter, placed, ground)
        painter.setTransform(base)
        return
    if isinstance(device, Written):
        for label in placed:
            painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
            halo = Halo(_halo(label.style, ground, label.crowded), 2 * HALO_PX)
            lines = _set(label.words, label.size, label.style)
            device.write_label(painter, lines, _colour(label, ground), halo)
        painter.setTransform(base)
        return
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.strokePath(label.path, _around(_halo(label.style, ground, label.crowded)))
    for label in placed:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.fillPath(label.path, QtGui.QColor(_colour(label, ground)))
    painter.setTransform(base)


def _write_on_page(painter: QtGui.QPainter, placed: list[Placed], ground: Ground) -> None:
    """Words that can be searched and copied, above the halos of all."""
    base = painter.transform()
    written = []
    for label in placed:
        path = QtGui.QPainterPath()
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        for text, chosen, baseline in _set(label.words, label.size, label.style):
            plain = legible(chosen)
            for piece, at, single in _pieces(text, plain, baseline):
                path.addText(at, single, piece)
                written.append((label, piece, at, single))
        painter.strokePath(path, _around(_halo(label.style, ground, label.crowded)))
    for label, text, at, plain in written:
        painter.setTransform(QtGui.QTransform.fromTranslate(label.x, label.y) * base)
        painter.setFont(plain)
        painter.setPen(QtGui.QColor(_colour(label, ground)))
        painter.drawText(at, text)


def _pieces(text: str, chosen: QtGui.QFont, baseline: float) -> list[tuple[str, QtCore.QPointF, QtGui.QFont]]:
    """A line about x = 0 as what is written at once: where letters stand apart, each of them, for Qt sets them apart by
    more on a page than elsewhere."""
    x, spacing = -_metrics(chosen).horizontalAdvance(text) / 2, chosen.letterSpacing()
    if not spacing:
        return [(text, QtCore.QPointF(x, baseline), chosen)]
    single = QtGui.QFont(chosen)
    single.setLetterSpacing(QtGui.QFont.SpacingType.AbsoluteSpacing, 0.0)
    metrics, found = QtGui.QFontMetricsF(single), []
    for letter in text:
        found.append((letter, QtCore.QPointF(x, baseline), single))
        x += metrics.horizontalAdvance(letter) + spacing
    return found


def _paint_leaders(painter: QtGui.QPainter, placed: list[Placed], ground: Ground, halo: QtGui.QColor) -> None:
    lines = [QtCore.QLineF(*label.leader) for label in placed if label.leader is not None]
    if not lines:
        return
    for pen in (QtGui.QPen(halo, LEADER_WIDTH + 1.6), QtGui.QPen(QtGui.QColor(ground.quiet), LEADER_WIDTH)):
        pen.setCapStyle(QtCore.Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def pictures(placed: list[Placed], ground: Ground, density: float) -> Generator[QtGui.QPixmap, None, None]:
    """The words of labels as pictures, in their order; what is not kept is painted as it is asked for."""
    for label in placed:
        halo = _halo(label.style, ground, label.crowded).name(QtGui.QColor.NameFormat.HexArgb)
        yield _picture(label.words, label.size, label.style, _colour(label, ground), halo, round(density, 3))


def _paint_pictures(painter: QtGui.QPainter, placed: list[Placed], ground: Ground, density: float) -> None:
    for label, picture in zip(placed, pictures(placed, ground, density), strict=True):
        half_x, half_y = picture.width() / density / 2, picture.height() / density / 2
        # Whole device px: between two px the words would be blurred.
        at = (round((label.x - half_x) * density) / density, round((label.y - half_y) * density) / density)
        painter.drawPixmap(QtCore.QPointF(*at), picture)


@lru_cache(maxsize=_KEPT_PICTURES)
def _picture(words: str, size: float, style: str, colour: str, halo: str, density: float) -> QtGui.QPixmap:
    """Words with their halo as a pixmap: to stroke an outline costs fifty times as much as to paint this."""
    path = outline(words, size, style)
    box = path.boundingRect()
    half_x = max(-box.left(), box.right(), 1.0) + HALO_PX + 1.0
    half_y = max(-box.top(), box.bottom(), 1.0) + HALO_PX + 1.0
    made = QtGui.QPixmap(2 * math.ceil(half_x * density), 2 * math.ceil(half_y * density))
    made.setDevicePixelRatio(density)
    made.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(made)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.translate(made.width() / density / 2, made.height() / density / 2)
        painter.strokePath(path, _around(QtGui.QColor(halo)))
        painter.fillPath(path, QtGui.QColor(colour))
    finally:
        painter.end()
    return made


def _lines(words: str, size: float, style: str) -> list[tuple[str, QtGui.QFont]]:
    """Each line of some words with its font."""
    country = style == "country"
    said = []
    for number, text in enumerate(words.split("\n")):
        if style in CAPITALS and number == 0:
            small, spacing = (1.0, 1.1) if spaced(text) else (0.0, 0.0)
            said.append((text.upper(), font(size - small, bold=False, spacing=spacing)))
        else:
            said.append((text, font(size + (1.0 if country else 0.0), bold=style not in ("place", "town", "degree"))))
    return said


def _deep(words: str) -> float:
    """Px between two lines: capitals need none, letters that reach below their line do."""
    return 0.0 if spaced(words) else DEEP_PX


@lru_cache(maxsize=64)
def _metrics(chosen: QtGui.QFont) -> QtGui.QFontMetricsF:
    return QtGui.QFontMetricsF(chosen)


def _halo(style: str, ground: Ground, crowded: bool = False) -> QtGui.QColor:
    """What words stand on: the map, or the degrees mostly beside it, where a white patch would be seen."""
    made = QtGui.QColor(ground.around if style == "degree" else ground.halo)
    made.setAlphaF(CROWDED_OPACITY if crowded else HALO_OPACITY)
    return made


def _around(halo: QtGui.QColor) -> QtGui.QPen:
    pen = QtGui.QPen(halo, 2 * HALO_PX)
    pen.setJoinStyle(QtCore.Qt.PenJoinStyle.RoundJoin)
    return pen


def _colour(label: Placed, ground: Ground) -> str:
    if label.style == "warning":
        return ground.accent
    quiet = label.style == "degree" or (label.style in QUIET and not label.crowded)
    return ground.quiet if quiet else ground.text
