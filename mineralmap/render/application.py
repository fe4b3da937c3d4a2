"""The Qt application that painting needs, with or without a display, and the map's own typeface.

Inter travels with the program (SIL Open Font License), so that a picture says the same everywhere, also on a machine
with no fonts at all; other scripts come from the system's fonts.
"""

import os
import re
import sys
from functools import lru_cache

from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap import paths
from mineralmap.render.imports import read_no_sources
from mineralmap.render.written import Written

_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
USUAL_PX, MOST_GROWN = 14.0, 2.5
"""Letters of a window that are not larger than this, px, are those that the map's type suits."""
_kept: list[QtWidgets.QApplication] = []


def ensure_application() -> QtGui.QGuiApplication:
    """The running application, made when there is none; without a display it paints offscreen."""
    read_no_sources()
    running = QtGui.QGuiApplication.instance()
    if isinstance(running, QtGui.QGuiApplication):
        return running
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _kept.append(QtWidgets.QApplication(sys.argv[:1] or ["mineralmap"]))
    return _kept[0]


def has_display() -> bool:
    """Is there a screen that Qt could open a window on? Only Linux can be without."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@lru_cache(maxsize=1)
def family() -> str:
    """Name of the map's typeface; the system's own where the font files are missing."""
    ensure_application()
    folder = paths.resources() / "fonts"
    numbers = [QtGui.QFontDatabase.addApplicationFont(str(folder / name)) for name in _FILES]
    names = [name for number in numbers if number >= 0 for name in QtGui.QFontDatabase.applicationFontFamilies(number)]
    return names[0] if names else QtGui.QGuiApplication.font().family()


@lru_cache(maxsize=64)
def font(pixels: float, bold: bool = False, spacing: float = 0.0) -> QtGui.QFont:
    """A font of the map, so many whole px high, with figures of one width."""
    made = QtGui.QFont(family())
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QtGui.QFont.Weight.DemiBold if bold else QtGui.QFont.Weight.Normal)
    made.setHintingPreference(QtGui.QFont.HintingPreference.PreferNoHinting)
    if spacing:
        made.setLetterSpacing(QtGui.QFont.SpacingType.AbsoluteSpacing, spacing)
    made.setFeature(QtGui.QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=64)
def legible(chosen: QtGui.QFont) -> QtGui.QFont:
    """The font as a page (PDF) needs it: of other shapes of a letter, such as figures of one width, Qt tells a page how
    they look and not what they say, so that nobody could search or copy them."""
    made = QtGui.QFont(chosen)
    made.unsetFeature(QtGui.QFont.Tag("tnum"))
    made.setFeature(QtGui.QFont.Tag("calt"), 0)
    return made


def on_page(painter: QtGui.QPainter) -> bool:
    """Is painted to a page (PDF)?"""
    engine = painter.paintEngine()
    return engine is not None and engine.type() == QtGui.QPaintEngine.Type.Pdf


def grown(chosen: QtGui.QFont) -> float:
    """By how much a window's letters are larger than usual: the map's grow with them, and are never smaller."""
    return round(min(max(QtGui.QFontInfo(chosen).pixelSize() / USUAL_PX, 1.0), MOST_GROWN), 2)


def wrap(text: str, chosen: QtGui.QFont, room: float) -> tuple[str, ...]:
    """The text in lines of at most ``room`` px, broken between words and at no no-break space."""
    measure = QtGui.QFontMetricsF(chosen)
    lines: list[str] = []
    for word in filter(None, re.split(r"[ \t\n]+", text)):
        if lines and measure.horizontalAdvance(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def say(painter: QtGui.QPainter, text: str, x: float, baseline: float, chosen: QtGui.QFont, colour: str) -> None:
    """Write one line of words. In an SVG they are text where it takes words, else outlines."""
    device = painter.device()
    if isinstance(device, Written):
        device.write(painter, text, QtCore.QPointF(x, baseline), chosen, colour)
        return
    engine = painter.paintEngine()
    if engine is not None and engine.type() == QtGui.QPaintEngine.Type.SVG:
        path = QtGui.QPainterPath()
        path.addText(QtCore.QPointF(x, baseline), chosen, text)
        painter.fillPath(path, QtGui.QColor(colour))
        return
    painter.setFont(legible(chosen) if on_page(painter) else chosen)
    painter.setPen(QtGui.QColor(colour))
    painter.drawText(QtCore.QPointF(x, baseline), text)
