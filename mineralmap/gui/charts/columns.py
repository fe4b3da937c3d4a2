"""Painter of columns that stand: one for each year, pieces on each other, the axis in tonnes."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from mineralmap.gui.charts import fills
from mineralmap.gui.charts.bars import Hits
from mineralmap.gui.charts.chart import Chart
from mineralmap.gui.charts.fills import Look
from mineralmap.gui.words import tonnes_alike

PLOT = 200.0


def height(chart: Chart, width: float, look: Look) -> float:
    """Px that the chart needs."""
    return fills.key_height(_key(chart), width, look) + PLOT + 2 * look.metrics.height() + 12


def paint(painter: QPainter, chart: Chart, width: float, look: Look) -> Hits:
    """Draw the chart; where each mark is, as the pointer finds it."""
    metrics, colours = look.metrics, look.colours
    painter.setFont(look.font)
    fills.paint_key(painter, _key(chart), width, look)
    above = fills.key_height(_key(chart), width, look)
    tallest = max(mark.start + mark.value for mark in chart.marks)
    steps = ticks(tallest)
    figures = tonnes_alike(steps, chart.unit)
    axis = max(map(metrics.horizontalAdvance, figures)) + 8
    plot = QRectF(axis, above + metrics.height() / 2, max(width - axis - 2, 40.0), PLOT)
    for step, words in zip(steps, figures, strict=True):
        y = plot.bottom() - plot.height() * step / tallest
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(QColor(colours.quiet))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, y - metrics.height() / 2, axis - 6, metrics.height()), side, words)
    wide = plot.width() / len(chart.rows)
    thick = min(max(wide * 0.72, 3.0), 46.0)
    hits: Hits = []
    for at, mark in enumerate(chart.marks):
        left = plot.left() + (mark.row + 0.5) * wide - thick / 2
        tall = plot.height() * mark.value / tallest
        bar = QRectF(left, plot.bottom() - plot.height() * mark.start / tallest - tall, thick, tall)
        fills.fill(painter, bar, mark.fill, look)
        grown = bar if tall >= 6 else bar.adjusted(0, -(6 - tall), 0, 0)
        hits.append((grown, at))
    for place, at in hits:
        fills.mark_state(painter, place, at, look)
    _years(painter, chart, plot, wide, look)
    painter.setPen(QColor(colours.quiet))
    first, _, _ = chart.across.partition("|")
    bottom = plot.bottom() + metrics.height() + 6
    painter.drawText(QRectF(plot.left(), bottom, plot.width(), metrics.height()), Qt.AlignmentFlag.AlignRight, first)
    return hits


def ticks(tallest: float) -> list[float]:
    """Round figures from 0 up to a value, three to six of them."""
    if not tallest > 0:
        return [0.0]
    size = 10.0 ** np.floor(np.log10(tallest))
    step = next(part * size for part in (1.0, 0.5, 0.25, 0.2) if tallest / (part * size) >= 2.5)
    return [float(one) for one in np.arange(0, tallest * 1.0001, step)]


def _years(painter: QPainter, chart: Chart, plot: QRectF, wide: float, look: Look) -> None:
    """As many of the names below as there is room for; the last always, it may be those without a year."""
    metrics = look.metrics
    painter.setPen(QColor(look.colours.quiet))
    widest = max(metrics.horizontalAdvance(name) for name in chart.rows[:-1] or chart.rows) + 8
    every = max(1, int(np.ceil(widest / wide)))
    last = len(chart.rows) - 1
    taken = plot.right() - max(metrics.horizontalAdvance(chart.rows[last]), wide) - 4
    for at in [*range(0, last, every), last]:
        words = chart.rows[at]
        across = metrics.horizontalAdvance(words)
        left = plot.left() + (at + 0.5) * wide - across / 2
        if at == last:
            left = min(left, plot.right() - across)
        elif left + across > taken:
            continue
        painter.drawText(QPointF(left, plot.bottom() + metrics.ascent() + 4), words)


def _key(chart: Chart) -> list[tuple[str, str]]:
    said: dict[str, str] = {}
    for one in chart.series:
        said.setdefault(one.fill, one.name.replace(", under construction", "") if one.fill == "unknown" else one.name)
    return [(name, word) for word, name in said.items()]
