"""What a fill's word looks like in light and dark; fills that could be taken for each other differ by pattern."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from mineralmap.gui.theme import Colours
from mineralmap.layers.palette import GROUP_COLOURS, NOT_PARTNER, OTHER_GROUPS, mixed

HATCH = {
    "other": Qt.BrushStyle.BDiagPattern,
    "unknown": Qt.BrushStyle.Dense6Pattern,
    "control": Qt.BrushStyle.FDiagPattern,
    "equity-planned": Qt.BrushStyle.FDiagPattern,
    "not-planned": Qt.BrushStyle.FDiagPattern,
}
GROUP = "group:"
PALE = 0.5
"""So much of the ground is in the colour of what is presumed."""
PRESUMED, WORDS = "presumed", "words"
"""Fills of a key alone: what the pale end of a bar means, and words without a colour."""


@dataclass(frozen=True)
class Look:
    """Everything a painter of charts needs to know beside the chart: colours, font, what is lit and pointed at."""

    colours: Colours
    font: QFont
    groups: Mapping[str, str] = field(default_factory=dict)
    """Colour of each partner, as in the data."""
    lit: frozenset[int] = frozenset()
    """Marks whose facilities are pointed at on the map."""
    pointed: int = -1
    """The mark under the pointer, or reached by the arrow keys."""

    @property
    def metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.font)

    def colour(self, fill: str) -> str:
        """The ground colour of a fill."""
        colours = self.colours
        if fill.startswith(GROUP):
            group = fill.removeprefix(GROUP)
            return self.groups.get(group) or GROUP_COLOURS.get(group, OTHER_GROUPS[0])
        return {
            "location": colours.bar_other,
            "equity": colours.bar,
            "control": colours.bar_presumed,
            "equity-planned": colours.field,
            "not": NOT_PARTNER,
            "not-planned": colours.field,
            "rest": colours.bar_other,
            "other": colours.unknown,
            "unknown": colours.unknown,
        }.get(fill, colours.bar)

    def pale(self, fill: str) -> str:
        """The colour of what is presumed, as in the panel *Answer*: the fill's own, as pale in any colour."""
        return self.colours.bar_presumed if fill == "equity" else mixed(self.colour(fill), self.colours.field, PALE)

    def hatch(self, fill: str) -> str:
        """The colour of a fill's pattern."""
        colours = self.colours
        strong = {"equity-planned": colours.bar, "not-planned": NOT_PARTNER, "control": colours.bar}
        return strong.get(fill, colours.quiet)


def fill(painter: QPainter, place: QRectF, word: str, look: Look) -> None:
    """Fill a bar as its word says."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.colour(word)))
    painter.drawRect(place)
    pattern = HATCH.get(word)
    if pattern is not None:
        painter.setBrush(QBrush(QColor(look.hatch(word)), pattern))
        painter.drawRect(place)
    if pattern is not None or word.startswith(GROUP):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(_edge(word, look)), 0.8))
        painter.drawRect(place)


def presume(painter: QPainter, place: QRectF, part: float, word: str, look: Look) -> None:
    """Let the last part of a filled bar be pale: that much of it is presumed."""
    end = QRectF(place.right() - part, place.top(), part, place.height())
    painter.setPen(QPen(QColor(_edge(word, look)), 0.8) if word.startswith(GROUP) else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.pale(word)))
    painter.drawRect(end)


def _edge(word: str, look: Look) -> str:
    """Partner yellow is hardly seen on a light panel, a pattern has no edge."""
    return mixed(look.colour(word), look.colours.text, 0.45) if word.startswith(GROUP) else look.hatch(word)


def mark_state(painter: QPainter, place: QRectF, at: int, look: Look) -> None:
    """A frame round what is lit from the map, or pointed at."""
    if at not in look.lit and at != look.pointed:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours.text if at in look.lit else look.colours.focus), 2.0))
    painter.drawRect(place.adjusted(-1, -1, 1, 1))


def key_height(names: list[tuple[str, str]], width: float, look: Look) -> float:
    """Px that the key takes."""
    return _key(None, names, width, look)


def paint_key(painter: QPainter, names: list[tuple[str, str]], width: float, look: Look) -> None:
    """What the colours mean: (name, fill), one after the other, on as many lines as they need."""
    _key(painter, names, width, look)


def _key(painter: QPainter | None, names: list[tuple[str, str]], width: float, look: Look) -> float:
    if not names:
        return 0.0
    metrics, x, y, line = look.metrics, 0.0, 0.0, max(18.0, look.metrics.height() + 2)
    for name, word in names:
        before = 0.0 if word == WORDS else 18.0
        wide = before + metrics.horizontalAdvance(name)
        if x > 0 and x + wide > width:
            x, y = 0.0, y + line
        if painter is not None:
            swatch = QRectF(x, y + (line - 10) / 2, 12, 10)
            if word == "whisker":
                painter.setPen(QPen(QColor(look.colours.quiet), 1.4))
                painter.drawLine(
                    QPointF(swatch.left(), swatch.center().y()), QPointF(swatch.right(), swatch.center().y())
                )
            elif word == "tick":
                painter.setPen(QPen(QColor(look.colours.text), 2.0))
                painter.drawLine(
                    QPointF(swatch.center().x(), swatch.top()), QPointF(swatch.center().x(), swatch.bottom())
                )
            elif word == "line":
                painter.setPen(QPen(QColor(look.colours.quiet), 1.2, Qt.PenStyle.DashLine))
                painter.drawLine(swatch.bottomLeft(), swatch.topRight())
            elif word == PRESUMED:
                fill(painter, swatch, "not", look)
                presume(painter, swatch, swatch.width() / 2, "not", look)
            elif word != WORDS:
                fill(painter, swatch, word, look)
            painter.setPen(QColor(look.colours.quiet))
            painter.drawText(
                QRectF(x + before, y, wide, line), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name
            )
        x += wide + 14
    return y + line + 6
