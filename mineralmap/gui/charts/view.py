"""The widget that shows a chart: hover lights what is behind a mark, a click chooses it, and it can be copied."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QMenu, QToolTip

from mineralmap.gui import theme
from mineralmap.gui.charts import bars, cells, columns, curve
from mineralmap.gui.charts.chart import NOBODY, Chart, as_csv
from mineralmap.gui.charts.fills import Look
from mineralmap.layers.brief import brief, dated
from mineralmap.render.application import family, wrap

PAINTERS: dict[str, ModuleType] = {"bars": bars, "columns": columns, "cells": cells, "curve": curve}
MARGIN, PICTURE_PX, SHARP = 16.0, 560, 2.0
"""Round a copied picture, its least width, and how many times finer it is than the screen."""
SMALL, MOST_NOTES = 0.75, 4
"""Size of the credits beside other words, and lines of them that name every publisher."""


class ChartView(pg.GraphicsView):
    """``show_chart`` sets what it shows; its height follows.

    ``pointed`` are the facilities behind the mark under the pointer, or reached by the arrow keys; ``clicked`` those of
    the mark that was clicked or entered; ``explained`` what its evidence is.
    """

    pointed = Signal(object)
    clicked = Signal(object)
    explained = Signal(str)
    chart: Chart | None = None
    """Nothing while pyqtgraph's own constructor asks for a layout."""

    def __init__(self) -> None:
        super().__init__(background="#00000000")
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.enableMouse(False)
        self._hovered = self._chosen = NOBODY
        self._item = _Drawn()
        self.setCentralItem(self._item)

    def show_chart(self, chart: Chart, theme_name: str, groups: dict[str, str]) -> None:
        """Draw a chart in a theme; ``groups`` are the partners' colours."""
        before = self._item.look
        self.chart = self._item.chart = chart
        self._item.hits = []
        self._item.look = Look(theme.colours(theme_name), self.font(), groups)
        self.setBackground(self._item.look.colours.panel)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.description)
        self._fit()
        self._frame()
        self._item.update()
        if before is not None and before.pointed >= 0:
            self.pointed.emit(NOBODY)  # what was pointed at is gone

    def light(self, hovered: frozenset[str], chosen: frozenset[str] = NOBODY) -> None:
        """Frame the marks that any facility hovered on the map is behind, and those behind which all are chosen."""
        self._hovered, self._chosen = hovered, chosen
        self._frame()

    @property
    def lit(self) -> frozenset[int]:
        """Places of the marks that are framed."""
        return self._item.look.lit if self._item.look is not None else frozenset()

    def image(self) -> QImage:
        """The chart as a picture, with title and caption."""
        chart, look = self.chart, self._item.look
        assert chart is not None
        assert look is not None
        return picture(chart, look, max(self.width(), PICTURE_PX))

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.image())

    def copy_csv(self) -> None:
        """Put the figures on the clipboard."""
        if self.chart is not None:
            QGuiApplication.clipboard().setText(as_csv(self.chart))

    def centre_of(self, at: int) -> QPointF:
        """Where a mark is, in px of the view."""
        return next(place.center() for place, one in self._item.hits if one == at)

    def wheelEvent(self, ev: Any) -> None:
        ev.ignore()

    def resizeEvent(self, ev: Any) -> None:
        super().resizeEvent(ev)
        self._fit()

    def mouseMoveEvent(self, ev: Any) -> None:
        self._point(self._at(ev.position()), ev.globalPosition().toPoint())

    def mousePressEvent(self, ev: Any) -> None:
        ev.accept()

    def mouseReleaseEvent(self, ev: Any) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(ev.position()))

    def mouseDoubleClickEvent(self, ev: Any) -> None:
        ev.accept()

    def leaveEvent(self, ev: Any) -> None:
        self._point(-1)

    def focusOutEvent(self, ev: Any) -> None:
        super().focusOutEvent(ev)
        self._point(-1)

    def keyPressEvent(self, ev: Any) -> None:
        keys = Qt.Key
        step = {keys.Key_Up: -1, keys.Key_Left: -1, keys.Key_Down: 1, keys.Key_Right: 1}.get(ev.key())
        chart, look = self.chart, self._item.look
        if chart is None or look is None or not chart.marks:
            ev.ignore()
        elif step is not None:
            at = min(max(look.pointed + step, 0), len(chart.marks) - 1)
            place = next((one for one, mark in self._item.hits if mark == at), QRectF())
            self._point(at, self.mapToGlobal(place.bottomLeft().toPoint()))
        elif ev.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self._choose(look.pointed)
        else:
            ev.ignore()

    def contextMenuEvent(self, event: Any) -> None:
        menu = QMenu(self)
        menu.addAction("Copy as &Picture", self.copy_picture)
        menu.addAction("Copy as &CSV", self.copy_csv)
        at = self._at(QPointF(event.pos()))
        what = self.chart.marks[at].explain if self.chart is not None and at >= 0 else ""
        if what:
            menu.addSeparator()
            menu.addAction("&Show Evidence", lambda: self.explained.emit(what))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _frame(self) -> None:
        chart, look = self.chart, self._item.look
        if chart is None or look is None:
            return
        lit = frozenset(
            at
            for at, mark in enumerate(chart.marks)
            if mark.ids and (not mark.ids.isdisjoint(self._hovered) or mark.ids <= self._chosen)
        )
        if lit != look.lit:
            self._change(lit=lit)

    def _fit(self) -> None:
        if self.chart is not None and self._item.look is not None and self.chart.marks:
            painter = PAINTERS[self.chart.form]
            self.setFixedHeight(int(painter.height(self.chart, float(self.width()), self._item.look)) + 2)

    def _at(self, place: QPointF) -> int:
        return next((at for rect, at in reversed(self._item.hits) if rect.contains(place)), -1)

    def _point(self, at: int, tip_at: QPoint | None = None) -> None:
        look = self._item.look
        if look is None or at == look.pointed:
            return
        self._change(pointed=at)
        mark = self.chart.marks[at] if self.chart is not None and at >= 0 else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark and mark.ids else Qt.CursorShape.ArrowCursor)
        if mark is not None and tip_at is not None:
            QToolTip.showText(tip_at, mark.tip, self)
        else:
            QToolTip.hideText()
        self.pointed.emit(mark.ids if mark is not None else NOBODY)

    def _choose(self, at: int) -> None:
        if self.chart is not None and at >= 0:
            self.clicked.emit(self.chart.marks[at].ids)

    def _change(self, lit: frozenset[int] | None = None, pointed: int | None = None) -> None:
        look = self._item.look
        assert look is not None
        self._item.look = Look(
            look.colours, look.font, look.groups, look.lit if lit is None else lit,
            look.pointed if pointed is None else pointed,
        )  # fmt: skip
        self._item.update()


class _Drawn(pg.GraphicsWidget):
    """Paints the chart in px of the view."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.look: Look | None = None
        self.hits: bars.Hits = []

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        if self.chart is None or self.look is None or not self.chart.marks:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.hits = PAINTERS[self.chart.form].paint(painter, self.chart, self.size().width(), self.look)


def picture(chart: Chart, look: Look, width: float) -> QImage:
    """The chart with its title above, its caption and whom to credit below, in the map's type on the theme's paper."""
    plain = Look(look.colours, typeface(look.font), look.groups)
    bold, small = QFont(plain.font), typeface(look.font, SMALL)
    bold.setWeight(QFont.Weight.DemiBold)
    inner, broken = width - 2 * MARGIN, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
    painter_of = PAINTERS[chart.form]
    metrics = plain.metrics
    probe = QRectF(0, 0, inner, 4000)
    title_px = QFontMetricsF(bold).boundingRect(probe, broken, chart.title).height() + 12
    caption_px = metrics.boundingRect(probe, broken, chart.caption).height()
    chart_px = painter_of.height(chart, inner, plain) if chart.marks else 0.0
    notes = credits_lines(chart.notes, small, inner)
    line_px = QFontMetricsF(small).lineSpacing()
    high = 2 * MARGIN + title_px + chart_px + 10 + caption_px + (8 + len(notes) * line_px if notes else 0.0)
    image = QImage(round(width * SHARP), round(high * SHARP), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(look.colours.field))
    painter = QPainter(image)
    try:
        painter.scale(SHARP, SHARP)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(MARGIN, MARGIN)
        painter.setFont(bold)
        painter.setPen(QColor(look.colours.text))
        painter.drawText(QRectF(0, 0, inner, title_px + 8), broken, chart.title)
        painter.translate(0, title_px)
        if chart.marks:
            painter_of.paint(painter, chart, inner, plain)
        painter.translate(0, chart_px + 10)
        painter.setFont(plain.font)
        painter.setPen(QColor(look.colours.quiet))
        painter.drawText(QRectF(0, 0, inner, caption_px + 8), broken, chart.caption)
        painter.setFont(small)
        for number, line in enumerate(notes):
            top = caption_px + 8 + number * line_px
            painter.drawText(QRectF(0, top, inner + MARGIN, line_px), Qt.AlignmentFlag.AlignLeft, line)
    finally:
        painter.end()
    return image


def typeface(chosen: QFont, part: float = 1.0) -> QFont:
    """The map's typeface in the size of a font, or a part of it."""
    made = QFont(chosen)
    made.setFamilies([family()])
    if part != 1.0:
        made.setPixelSize(max(9, round(QFontInfo(chosen).pixelSize() * part)))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def credits_lines(notes: Sequence[str], chosen: QFont, room: float) -> tuple[str, ...]:
    """The notes of a chart in lines, of today; the first publishers only where all would take too many lines."""
    if not notes:
        return ()
    said = [*notes[:-1], dated(notes[-1])]
    lines = wrap(" ".join(said), chosen, room)
    return lines if len(lines) <= MOST_NOTES else wrap(" ".join(map(brief, said)), chosen, room)
