"""Painter of a matrix: a number in each cell, its ground the darker the larger it is, dots where nothing is known."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from mineralmap.gui.charts import fills
from mineralmap.gui.charts.bars import Hits
from mineralmap.gui.charts.chart import Chart
from mineralmap.gui.charts.fills import Look
from mineralmap.layers.palette import mixed

ROW, NAMES = 30.0, 0.3
WRAP = Qt.TextFlag.TextWordWrap


def height(chart: Chart, width: float, look: Look) -> float:
    """Px that the chart needs."""
    return _head(chart, width, look) + len(chart.rows) * _row(look) + 4


def paint(painter: QPainter, chart: Chart, width: float, look: Look) -> Hits:
    """Draw the chart; where each mark is, as the pointer finds it."""
    metrics, colours = look.metrics, look.colours
    painter.setFont(look.font)
    names = _names(chart, width, look)
    wide, tall, top = (width - names) / len(chart.series), _row(look), _head(chart, width, look)
    centre = Qt.AlignmentFlag.AlignCenter
    painter.setPen(QColor(colours.quiet))
    painter.setFont(_small(chart, wide, look))
    for at, one in enumerate(chart.series):
        place = QRectF(names + at * wide + 1, 0, wide - 2, top - 4)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | WRAP), one.name)
    painter.setFont(look.font)
    painter.setPen(QColor(colours.text))
    for row, name in enumerate(chart.rows):
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - 8)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(0, top + row * tall, names - 8, tall), side, words)
    empty = {mark.row for mark in chart.marks} - {mark.row for mark in chart.marks if mark.value == mark.value}
    hits: Hits = []
    for at, mark in enumerate(chart.marks):
        place = QRectF(names + mark.series * wide, top + mark.row * tall, wide, tall).adjusted(1, 1, -1, -1)
        hits.append((place, at))
        painter.setPen(Qt.PenStyle.NoPen)
        if mark.value != mark.value:
            painter.setBrush(QColor(colours.field))
            painter.drawRect(place)
            painter.setBrush(QBrush(QColor(colours.line), Qt.BrushStyle.Dense6Pattern))
            painter.drawRect(place)
            if mark.row not in empty:
                painter.setPen(QColor(colours.quiet))
                painter.setFont(_sized(mark.words, wide, look))
                painter.drawText(place, centre, mark.words)
                painter.setFont(look.font)
            continue
        depth = min(1.0, max(0.0, mark.value)) ** 0.6
        ground = mixed(colours.field, colours.bar, 0.85 * depth)
        painter.setBrush(QColor(ground))
        painter.drawRect(place)
        if mark.fill == "unknown":
            painter.setPen(QPen(QColor(colours.quiet), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(colours.text if depth < 0.62 else colours.field))
        painter.drawText(place, centre, fitting(mark.words, wide - 4, metrics))
    painter.setPen(QColor(colours.quiet))
    for row in empty:
        words = next(mark.words for mark in chart.marks if mark.row == row)
        painter.drawText(QRectF(names, top + row * tall, width - names, tall), centre, words)
    for place, at in hits:
        fills.mark_state(painter, place.adjusted(1, 1, -1, -1), at, look)
    painter.setPen(QPen(QColor(colours.line), 1))
    painter.drawLine(QPointF(0, top - 1), QPointF(width, top - 1))
    return hits


def fitting(words: str, wide: float, metrics: QFontMetricsF) -> str:
    """A share as it fits into a cell: without its spaces, then without its sign, which every cell has."""
    for said in (words, "".join(words.split()), "".join(words.split()).removesuffix("%")):
        if metrics.horizontalAdvance(said) <= wide:
            return said
    return said


def _small(chart: Chart, wide: float, look: Look) -> QFont:
    """The font that the longest word of a heading fits into."""
    words = (word for one in chart.series for word in one.name.split())
    return _sized(max(words, key=look.metrics.horizontalAdvance), wide, look)


def _sized(word: str, wide: float, look: Look) -> QFont:
    """The font that a word fits into, no smaller than can be read."""
    font = QFont(look.font)
    font.setPointSizeF(font.pointSizeF() * min(1.0, max(0.7, (wide - 4) / look.metrics.horizontalAdvance(word))))
    return font


def _names(chart: Chart, width: float, look: Look) -> float:
    return min(NAMES * width, max(look.metrics.horizontalAdvance(name) for name in chart.rows) + 12)


def _row(look: Look) -> float:
    return max(ROW, look.metrics.height() + 10)


def _head(chart: Chart, width: float, look: Look) -> float:
    wide = (width - _names(chart, width, look)) / len(chart.series) - 4
    flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter)
    return 8 + max(look.metrics.boundingRect(QRectF(0, 0, wide, 200), flags, one.name).height() for one in chart.series)
