"""The years ahead as a small chart: supply and projects against target and demand, and what closes the gap."""

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from mineralmap.gui import theme
from mineralmap.gui.words import plural, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.horizon import Horizon

KEY_PX, PLOT_PX, AXIS_PX, CURVE_PX = 40.0, 112.0, 20.0, 64.0
TICKS = (2024, 2030, 2035, 2040)


class HorizonChart(QWidget):
    """``show_years`` sets what it shows; a click on a year emits ``year_clicked``."""

    year_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Demand and supply of the years ahead")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._item = _Plot(self)

    def show_years(self, found: "Horizon", closers: "pd.DataFrame", theme_name: str) -> None:
        """Draw the partners' years ahead, and the gap that is left after each project."""
        item = self._item
        item.years = found.years.index.to_numpy(int)
        item.figures = {str(name): found.years[name].to_numpy(float) for name in found.years if name != "basis"}
        item.left = closers["gap_left_t"].to_numpy(float)
        item.names = closers["name"].astype(str).tolist()
        item.begin = float(found.of_year()["target_t"] - found.of_year()["supply_t"])
        item.unit, item.year = found.unit, found.year
        item.colours = theme.colours(theme_name)
        item.sized_font = self.font()
        self.setFixedHeight(int(KEY_PX + PLOT_PX + AXIS_PX + (CURVE_PX + AXIS_PX if item.curve else 0)))
        self.setAccessibleDescription("; ".join(item.tip_of(year).replace("\n", ", ") for year in TICKS))
        self.update()

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._item.colours.panel))
        self._item.paint(painter)
        painter.end()

    def wheelEvent(self, ev: Any) -> None:
        ev.ignore()

    def mousePressEvent(self, ev: Any) -> None:
        ev.accept()

    def mouseMoveEvent(self, ev: Any) -> None:
        self.setToolTip(self._item.tip(ev.position()))

    def mouseReleaseEvent(self, ev: Any) -> None:
        year = self._item.year_at(ev.position())
        if ev.button() == Qt.MouseButton.LeftButton and year:
            self.year_clicked.emit(year)


class _Plot:
    """Paints both charts in pixels of the view."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self.years = np.array([], int)
        self.figures: dict[str, np.ndarray] = {}
        self.left = np.array([], float)
        self.names: list[str] = []
        self.begin = float("nan")
        self.unit, self.year = "t", 0
        self.colours = theme.LIGHT
        self.sized_font = QFont()

    @property
    def curve(self) -> bool:
        """Is there a gap, and a project that makes it smaller?"""
        return len(self.left) > 0 and self.begin > 0

    def year_at(self, at: QPointF) -> int:
        """The year below the pointer; 0 outside the years."""
        plot = self._plot()
        if not len(self.years) or at.y() > plot.bottom() + AXIS_PX or plot.width() <= 0:
            return 0
        step = round((at.x() - plot.left()) / plot.width() * (len(self.years) - 1))
        return int(self.years[min(max(step, 0), len(self.years) - 1)])

    def tip(self, at: QPointF) -> str:
        """What the pointer is on, in full."""
        year = self.year_at(at)
        if year:
            return self.tip_of(year)
        place = self._curve_place()
        step = int((at.x() - place.left()) / max(1.0, place.width()) * len(self.left))
        if self.curve and 0 <= step < len(self.left):
            left = tonnes(float(self.left[step]), self.unit)
            return f"{self.names[step]}\n{left} of the gap left after it and the {plural(step, 'project')} before it"
        return ""

    def tip_of(self, year: int) -> str:
        """The figures of a year in words."""
        found = np.flatnonzero(self.years == year)
        if not len(found):
            return ""
        said = [str(year)]
        for name, words in (
            ("demand_t", "demand"), ("target_t", "target"), ("supply_t", "operating capacity"),
            ("pipeline_t", "projects × chance"), ("gap_t", "gap"),
        ):  # fmt: skip
            said.append(f"{words} {tonnes(float(self.figures[name][found[0]]), self.unit)}")
        return "\n".join(said)

    def paint(self, painter: QPainter) -> None:
        if not len(self.years):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.sized_font)
        metrics = QFontMetricsF(self.sized_font)
        self._key(painter, metrics)
        self._ahead(painter, metrics)
        if self.curve:
            self._closing(painter, metrics)

    def _plot(self) -> QRectF:
        return QRectF(1, KEY_PX, self._view.width() - 2, PLOT_PX)

    def _curve_place(self) -> QRectF:
        return QRectF(1, KEY_PX + PLOT_PX + 2 * AXIS_PX, self._view.width() - 2, CURVE_PX)

    def _ahead(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        colours, plot = self.colours, self._plot()
        supply, more = self.figures["supply_t"], np.nan_to_num(self.figures["pipeline_t"])
        target, demand = self.figures["target_t"], self.figures["demand_t"]
        told = np.concatenate([np.nan_to_num(supply) + more, target, demand])
        top = 1.25 * float(np.nanmax(told)) if np.any(told > 0) else 1.0
        x = plot.left() + plot.width() * np.linspace(0, 1, len(self.years))

        def y(values: np.ndarray) -> np.ndarray:
            return plot.bottom() - plot.height() * values / top

        base, upper = y(np.nan_to_num(supply)), y(np.nan_to_num(supply) + more)
        floor = np.full(len(x), plot.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bar))
        painter.drawPolygon(_between(x, base, floor))
        painter.setBrush(QColor(colours.bar_presumed))
        painter.drawPolygon(_between(x, upper, base))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for values, pen in (
            (demand, QPen(QColor(colours.quiet), 1.2, Qt.PenStyle.DotLine)),
            (target, QPen(QColor(colours.text), 1.8)),
        ):
            painter.setPen(pen)
            painter.drawPath(_line(x, y(values)))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        mark = _round_below(top)
        level = plot.bottom() - plot.height() * mark / top
        painter.setPen(QPen(QColor(colours.quiet), 0.6))
        painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level))
        words = f"{tonnes(mark, self.unit)} a year"
        ground = QRectF(
            plot.left() + 1, level - metrics.height() - 1, metrics.horizontalAdvance(words) + 4, metrics.height()
        )
        painter.fillRect(ground, QColor(colours.panel))
        painter.setPen(QColor(colours.quiet))
        painter.drawText(QPointF(plot.left() + 3, level - 4), words)
        at = np.flatnonzero(self.years == self.year)
        if len(at):
            painter.setPen(QPen(QColor(colours.focus), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(float(x[at[0]]), plot.top()), QPointF(float(x[at[0]]), plot.bottom()))
        for year in TICKS:
            found = np.flatnonzero(self.years == year)
            if len(found):
                width = metrics.horizontalAdvance(str(year))
                left = min(max(float(x[found[0]]) - width / 2, plot.left()), plot.right() - width)
                painter.setPen(QColor(colours.focus if year == self.year else colours.quiet))
                painter.drawText(QPointF(left, plot.bottom() + AXIS_PX - 6), str(year))

    def _closing(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        colours, place = self.colours, self._curve_place()
        painter.setPen(QColor(colours.quiet))
        words = f"Gap left after each of {plural(len(self.left), 'project')}"
        painter.drawText(QPointF(place.left(), place.top() - 6), words)
        heights = np.concatenate([[self.begin], self.left])
        x = place.left() + place.width() * np.linspace(0, 1, len(heights))
        y = place.bottom() - (place.height() - 8) * heights / self.begin
        steps = QPolygonF([QPointF(place.left(), place.bottom())])
        for one in range(len(self.left)):
            steps.append(QPointF(float(x[one]), float(y[one])))
            steps.append(QPointF(float(x[one + 1]), float(y[one])))
        steps.append(QPointF(place.right(), float(y[-1])))
        steps.append(QPointF(place.right(), place.bottom()))
        tint = QColor(colours.caution)
        tint.setAlphaF(0.25)
        painter.setPen(QPen(QColor(colours.caution), 1.2))
        painter.setBrush(QBrush(tint))
        painter.drawPolygon(steps)

    def _key(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        colours, x, middle = self.colours, 0.0, 9.0
        for words, colour, line in (
            ("operating", colours.bar, None),
            ("projects × chance", colours.bar_presumed, None),
            ("target", colours.text, Qt.PenStyle.SolidLine),
            ("demand", colours.quiet, Qt.PenStyle.DotLine),
        ):
            wide = 18 + metrics.horizontalAdvance(words)
            if x > 0 and x + wide > self._view.width():
                x, middle = 0.0, middle + 18
            painter.setPen(Qt.PenStyle.NoPen if line is None else QPen(QColor(colour), 1.8, line))
            painter.setBrush(QColor(colour))
            if line is None:
                painter.drawRect(QRectF(x, middle - 5, 12, 10))
            else:
                painter.drawLine(QPointF(x, middle), QPointF(x + 13, middle))
            painter.setPen(QColor(colours.quiet))
            painter.drawText(QPointF(x + 18, middle + metrics.capHeight() / 2), words)
            x += wide + 14


def _round_below(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above four fifths of a value."""
    size = 10.0 ** np.floor(np.log10(0.8 * value))
    return float(max(step * size for step in (1, 2, 5) if step * size <= 0.8 * value))


def _between(x: np.ndarray, upper: np.ndarray, lower: np.ndarray) -> QPolygonF:
    there = [QPointF(float(a), float(b)) for a, b in zip(x, upper, strict=True)]
    back = [QPointF(float(a), float(b)) for a, b in zip(x[::-1], lower[::-1], strict=True)]
    return QPolygonF([*there, *back])


def _line(x: np.ndarray, y: np.ndarray) -> QPainterPath:
    """A line that is broken where a year has no figure."""
    path, drawing = QPainterPath(), False
    for a, b in zip(x, y, strict=True):
        if b != b:
            drawing = False
        elif drawing:
            path.lineTo(float(a), float(b))
        else:
            path.moveTo(float(a), float(b))
            drawing = True
    return path
