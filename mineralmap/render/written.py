"""Words of a drawing (SVG) that stay words: to be edited, searched and set in another typeface."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6 import QtCore, QtGui, QtSvg

INSTEAD = "Arial, Helvetica, sans-serif"
"""Where the map's typeface is not there: these are a little narrower, so that no words come over others."""
_SHEET = "<defs>\n<style>@media all {{ .map-words {{ font-family: '{family}', {instead}; }} }}</style>\n"
"""Programs that know one typeface and no list, as Qt does, do not know ``@media`` either, and take the attribute."""
_FIGURES = "font-feature-settings:'tnum'"
_MARK = "mineralmap-words-"


@dataclass(frozen=True, slots=True)
class Halo:
    """What words stand on: a colour with its opacity, and how wide its line is, px."""

    colour: QtGui.QColor
    width: float


class Written(QtSvg.QSvgGenerator):
    """A drawing that is told its words. Qt's own text knows neither spacing nor halo nor middle, so it writes a mark
    in their place, which ``words`` takes for the words themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []
        self._family = ""

    def write(self, painter: QtGui.QPainter, text: str, at: QtCore.QPointF, chosen: QtGui.QFont, colour: str) -> None:
        """Write one line that begins at a point of its baseline."""
        self._family = chosen.family()
        self._mark(painter, _element(text, at, chosen, _filled(colour)))

    def write_label(
        self, painter: QtGui.QPainter, lines: Sequence[tuple[str, QtGui.QFont, float]], colour: str, halo: Halo
    ) -> None:
        """Write lines, each with font and baseline, about x = 0. Words and their halo are two texts in a group: few
        programs know a text whose line lies below its letters, and the others hide the letters."""
        around = (
            f'fill="none" stroke="{halo.colour.name()}" stroke-opacity="{halo.colour.alphaF():.3g}" '
            f'stroke-width="{halo.width:g}" stroke-linejoin="round"'
        )
        said = [
            _element(text, QtCore.QPointF(0.0, baseline), chosen, f'{look} text-anchor="middle"')
            for look in (around, _filled(colour))
            for text, chosen, baseline in lines
        ]
        self._mark(painter, f"<g>{''.join(said)}</g>")

    def words(self, data: bytes) -> bytes:
        """The drawing with its words in it."""
        found = re.compile(rb"<text [^>]*>" + _MARK.encode() + rb"(\d+)</text>")
        data = found.sub(lambda one: self._said[int(one[1])].encode(), data)
        sheet = _SHEET.format(family=self._family, instead=INSTEAD)
        return data.replace(b"<defs>\n", sheet.encode(), 1)

    def _mark(self, painter: QtGui.QPainter, said: str) -> None:
        painter.setPen(QtGui.QColor("#000000"))  # without a pen Qt writes nothing
        painter.drawText(QtCore.QPointF(), f"{_MARK}{len(self._said)}")
        self._said.append(said)


def _filled(colour: str) -> str:
    """How letters look, whatever was filled before them: what is not said is taken over from the group about them."""
    return f'fill="{colour}" fill-opacity="1" stroke="none"'


def _element(text: str, at: QtCore.QPointF, chosen: QtGui.QFont, look: str) -> str:
    spacing = f' letter-spacing="{chosen.letterSpacing():.3g}"' if chosen.letterSpacing() else ""
    return (
        f'<text class="map-words" x="{at.x():.6g}" y="{at.y():.6g}" font-family="{escape(chosen.family())}" '
        f'font-size="{chosen.pixelSize()}" font-weight="{int(chosen.weight())}"{spacing} style="{_FIGURES}" '
        f'xml:space="preserve" {look}>{escape(text)}</text>'
    )
