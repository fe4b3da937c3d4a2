"""Painter of bars that lie: rows with one bar for each series, the figure at the end of the row."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mineralmap.gui.charts import fills
from mineralmap.gui.charts.chart import Chart, Mark
from mineralmap.gui.charts.fills import Look

NAMES, ALONE = 0.36, 0.46
"""Part of the width that names may take, and where there is one bar a row only."""
Hits = list[tuple[QRectF, int]]


def height(chart: Chart, width: float, look: Look) -> float:
    """Px that the chart needs."""
    bars = _bars(chart)
    return fills.key_height(_key(chart), width, look) + len(chart.rows) * _row(bars, look) + 4


def paint(painter: QPainter, chart: Chart, width: float, look: Look) -> Hits:
    """Draw the chart; where each mark is, as the pointer finds it."""
    bars, metrics = _bars(chart), look.metrics
    painter.setFont(look.font)
    fills.paint_key(painter, _key(chart), width, look)
    top, row_px = fills.key_height(_key(chart), width, look), _row(bars, look)
    names = min(
        (ALONE if bars == 1 else NAMES) * width, max(metrics.horizontalAdvance(name) for name in chart.rows) + 10
    )
    figures = max(metrics.horizontalAdvance(mark.words) for mark in chart.marks) + 8
    room = max(width - names - figures - 4, 20.0)
    longest = max([0.01, *_extents(chart)])
    hits: Hits = []
    middle = Qt.AlignmentFlag.AlignVCenter
    pitch = (row_px - (6 if bars > 1 else 2)) / bars
    for at, mark in enumerate(chart.marks):
        above = top + mark.row * row_px
        place = QRectF(0, above + mark.series * pitch, width, pitch)
        if at == look.pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.colours.hover))
            painter.drawRoundedRect(place, 3, 3)
        hits.append((place, at))
    for row, name in enumerate(chart.rows):
        painter.setPen(QColor(look.colours.quiet if row in chart.quiet else look.colours.text))
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names - 8)
        painter.drawText(QRectF(0, top + row * row_px, names - 8, pitch), middle | Qt.AlignmentFlag.AlignLeft, words)
    for place, at in hits:
        mark = chart.marks[at]
        painter.setPen(QColor(look.colours.quiet if mark.row in chart.quiet else look.colours.text))
        painter.drawText(
            QRectF(width - figures, place.top(), figures, pitch), middle | Qt.AlignmentFlag.AlignRight, mark.words
        )
        if mark.value != mark.value:
            continue
        thick = min(pitch - 3, 11.0)
        bar = QRectF(names, place.center().y() - thick / 2, max(room * mark.value / longest, 1.0), thick)
        fills.fill(painter, bar, mark.fill or chart.series[min(mark.series, len(chart.series) - 1)].fill, look)
        _bounds(painter, mark, bar, names, room / longest, look)
        fills.mark_state(painter, bar, at, look)
    painter.setPen(QPen(QColor(look.colours.line), 1))
    painter.drawLine(QPointF(names, top), QPointF(names, top + row_px * len(chart.rows) - 4))
    return hits


def _bounds(painter: QPainter, mark: Mark, bar: QRectF, left: float, scale: float, look: Look) -> None:
    y = bar.center().y()
    if mark.low < mark.high:
        painter.setPen(QPen(QColor(look.colours.text), 1.2))
        first, last = left + mark.low * scale, left + mark.high * scale
        painter.drawLine(QPointF(first, y), QPointF(last, y))
        for x in (first, last):
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 3))
    if mark.target == mark.target:
        x = left + mark.target * scale
        painter.setPen(QPen(QColor(look.colours.field), 4.0))
        painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, bar.bottom() + 4))
        painter.setPen(QPen(QColor(look.colours.text), 2.0))
        painter.drawLine(QPointF(x, bar.top() - 4), QPointF(x, bar.bottom() + 4))


def _extents(chart: Chart) -> list[float]:
    ends = [value for mark in chart.marks for value in (mark.value, mark.high, mark.target)]
    return [value for value in ends if value == value]


def _bars(chart: Chart) -> int:
    return 1 + max((mark.series for mark in chart.marks), default=0)


def _row(bars: int, look: Look) -> float:
    return max(24.0, look.metrics.height() + 6) if bars == 1 else bars * max(15.0, look.metrics.height()) + 6


def _key(chart: Chart) -> list[tuple[str, str]]:
    named = [(one.name, one.fill) for one in chart.series]
    said = {mark.fill for mark in chart.marks}
    return named + [(name, word) for name, word in (("other", "other"), ("unknown", "unknown")) if word in said]
