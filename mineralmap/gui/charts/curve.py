"""Painter of a Lorenz curve: what the smallest hold together, against what they would hold were all alike."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from mineralmap.gui.charts import fills
from mineralmap.gui.charts.bars import Hits
from mineralmap.gui.charts.chart import Chart
from mineralmap.gui.charts.fills import Look

PLOT, TALLEST = 0.78, 340.0


def height(chart: Chart, width: float, look: Look) -> float:
    """Px that the chart needs."""
    return fills.key_height(_key(chart), width, look) + _side(width) + 2.6 * look.metrics.height() + 18


def paint(painter: QPainter, chart: Chart, width: float, look: Look) -> Hits:
    """Draw the chart; where each mark is, as the pointer finds it."""
    metrics, colours = look.metrics, look.colours
    painter.setFont(look.font)
    fills.paint_key(painter, _key(chart), width, look)
    above = fills.key_height(_key(chart), width, look)
    axis = metrics.horizontalAdvance("100 %") + 8
    first, _, second = chart.across.partition("|")
    painter.setPen(QColor(colours.quiet))
    painter.drawText(QRectF(0, above, width, metrics.height()), Qt.AlignmentFlag.AlignLeft, second)
    plot = QRectF(axis, above + metrics.height() + 8, width - axis - 4, _side(width))
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = plot.bottom() - plot.height() * part
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(QColor(colours.quiet))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, y - metrics.height() / 2, axis - 6, metrics.height()), side, f"{100 * part:.0f} %")
    count = sum(1 for mark in chart.marks if not mark.fill)
    step = plot.width() / count
    reached = max(mark.value for mark in chart.marks if not mark.fill)
    hits: Hits = []
    path = QPainterPath(plot.bottomLeft())
    for at, mark in enumerate(chart.marks):
        if mark.fill:
            place = QRectF(plot.left(), plot.top(), plot.width(), plot.height() * (1 - reached))
            fills.fill(painter, place, mark.fill, look)
            fills.mark_state(painter, place, at, look)
            hits.append((place, at))
            continue
        left, y = plot.left() + step * mark.row, plot.bottom() - plot.height() * mark.value
        path.lineTo(left + step, y)
        hits.append((QRectF(left, plot.bottom() - plot.height() * reached, step, plot.height() * reached), at))
    _curve(painter, path, plot, reached, look)
    for place, at in hits:
        mark = chart.marks[at]
        if not mark.fill and (at in look.lit or at == look.pointed):
            y = plot.bottom() - plot.height() * mark.value
            bar = QRectF(place.left(), y, place.width(), plot.bottom() - y)
            fills.mark_state(painter, bar, at, look)
    painter.setPen(QColor(colours.quiet))
    painter.drawText(
        QRectF(plot.left(), plot.bottom() + 4, plot.width(), metrics.height()), Qt.AlignmentFlag.AlignRight, first
    )
    return hits


def _curve(painter: QPainter, path: QPainterPath, plot: QRectF, reached: float, look: Look) -> None:
    filled = QPainterPath(path)
    filled.lineTo(plot.bottomRight())
    filled.closeSubpath()
    tint = QColor(look.colours.bar)
    tint.setAlphaF(0.22)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(filled, tint)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(look.colours.quiet), 1.2, Qt.PenStyle.DashLine))
    painter.drawLine(plot.bottomLeft(), QPointF(plot.right(), plot.bottom() - plot.height() * reached))
    painter.setPen(QPen(QColor(look.colours.bar), 2.2))
    painter.drawPath(path)


def _side(width: float) -> float:
    return min(PLOT * width, TALLEST)


def _key(chart: Chart) -> list[tuple[str, str]]:
    made = [(one.name, one.fill) for one in chart.series]
    return made + ([("other and unknown", "unknown")] if any(mark.fill for mark in chart.marks) else [])
