"""Painter of bars that lie: rows with one bar for each series, the figure at the end of the row."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mineralmap.gui.charts import fills
from mineralmap.gui.charts.chart import BOUNDS, Chart, Mark
from mineralmap.gui.charts.fills import Look

NAMES, ALONE = 0.36, 0.46
"""Part of the width that names may take, and where there is one bar a row only."""
BESIDE = 0.3
"""Bounds in words stand beside the figures where they leave so much of the width to the bars."""
Hits = list[tuple[QRectF, int]]


def height(chart: Chart, width: float, look: Look) -> float:
    """Px that the chart needs."""
    bars = _bars(chart)
    return fills.key_height(_key(chart, width, look), width, look) + len(chart.rows) * _row(bars, look) + 4


def paint(painter: QPainter, chart: Chart, width: float, look: Look) -> Hits:
    """Draw the chart; where each mark is, as the pointer finds it."""
    bars, metrics = _bars(chart), look.metrics
    painter.setFont(look.font)
    key = _key(chart, width, look)
    fills.paint_key(painter, key, width, look)
    top, row_px = fills.key_height(key, width, look), _row(bars, look)
    names, figures, beside = _columns(chart, width, look)
    room = max(width - names - figures - beside - 4, 20.0)
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
            QRectF(width - figures - beside, place.top(), figures, pitch),
            middle | Qt.AlignmentFlag.AlignRight,
            mark.words,
        )
        if beside:
            painter.setPen(QColor(look.colours.quiet))
            painter.drawText(
                QRectF(width - beside, place.top(), beside, pitch), middle | Qt.AlignmentFlag.AlignRight, mark.beside
            )
        if mark.value != mark.value:
            continue
        thick = min(pitch - 3, 11.0)
        # The least share is seen, and nothing is drawn of nothing.
        long = max(room * mark.value / longest, 1.0) if mark.value > 0 else 0.0
        bar = QRectF(names, place.center().y() - thick / 2, long, thick)
        word = mark.fill or chart.series[min(mark.series, len(chart.series) - 1)].fill
        if long:
            fills.fill(painter, bar, word, look)
        if mark.presumed > 0:
            fills.presume(painter, bar, min(room * mark.presumed / longest, bar.width()), word, look)
        _bounds(painter, mark, bar, names, room / longest, look)
        fills.mark_state(painter, bar, at, look)
    painter.setPen(QPen(QColor(look.colours.line), 1))
    painter.drawLine(QPointF(names, top), QPointF(names, top + row_px * len(chart.rows) - 4))
    return hits


def _columns(chart: Chart, width: float, look: Look) -> tuple[float, float, float]:
    """Px of names, of figures and of bounds beside these; 0 where bounds would leave too little to the bars."""
    measure = look.metrics.horizontalAdvance
    names = min((ALONE if _bars(chart) == 1 else NAMES) * width, max(map(measure, chart.rows)) + 10)
    figures = max(measure(mark.words) for mark in chart.marks) + 8
    beside = max(measure(mark.beside) for mark in chart.marks) + 14
    return names, figures, beside if beside > 14 and width - names - figures - beside >= BESIDE * width else 0.0


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


def _key(chart: Chart, width: float, look: Look) -> list[tuple[str, str]]:
    bounded = any(mark.low < mark.high for mark in chart.marks)
    named = [(one.name, one.fill) for one in chart.series if bounded or one.fill != "whisker"]
    said = {mark.fill for mark in chart.marks}
    named += [(name, word) for name, word in (("other", "other"), ("unknown", "unknown")) if word in said]
    if any(mark.presumed > 0 for mark in chart.marks):
        named.append(("pale: presumed", fills.PRESUMED))
    if _columns(chart, width, look)[2]:
        named.append((f"right: {BOUNDS}", fills.WORDS))
    return named
