"""Small pictures of legend entries for the layer list, in the colours and shapes of the map."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap

from mineralmap.gui import theme

if TYPE_CHECKING:
    from mineralmap.layers.layer import LegendEntry, Paint

SIZE = QSize(28, 16)


@lru_cache(maxsize=512)
def swatch(entry: "LegendEntry", outline: str) -> QIcon:
    """The entry's symbol on a transparent ground, sharp at 1× and 2×."""
    icon = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(SIZE * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(entry.paint.opacity)
        _draw(painter, entry, outline)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _draw(painter: QPainter, entry: "LegendEntry", outline: str) -> None:
    middle = QPointF(SIZE.width() / 2, SIZE.height() / 2)
    paint = entry.paint
    pen = QPen(QColor(paint.line or outline), max(1.0, paint.width))
    if paint.dash:
        pen.setDashPattern(list(paint.dash))
    painter.setPen(pen)
    if entry.shape == "line":
        pen.setWidthF(min(max(entry.size, 1.0), 10.0))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if paint.dash else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(4, middle.y()), QPointF(SIZE.width() - 4, middle.y()))
        return
    if paint.fill:
        painter.setBrush(QColor(paint.fill))
    if entry.shape == "area":
        place = QRectF(4, 4, SIZE.width() - 8, SIZE.height() - 8)
        painter.drawRect(place)
        _hatch(painter, paint, place)
        return
    from mineralmap.render.symbols import paint_symbol

    wide = SIZE.width() if entry.shape in ("bar", "barred") else SIZE.height() - (6.0 if entry.ring > 0 else 0.0)
    ground = theme.LIGHT if QColor(outline).lightnessF() > 0.5 else theme.DARK
    painter.translate(middle)
    paint_symbol(
        painter, entry.shape, min(entry.size, wide - 4.0), replace(paint, opacity=1.0), ring=entry.ring,
        ring_colour=entry.ring_colour, paper=ground.field,
    )  # fmt: skip


def _hatch(painter: QPainter, paint: "Paint", place: QRectF) -> None:
    if not paint.hatch:
        return
    patterns = {"lines": Qt.BrushStyle.BDiagPattern, "sparse": Qt.BrushStyle.FDiagPattern}
    pattern = patterns.get(paint.hatch, Qt.BrushStyle.Dense6Pattern)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(paint.hatch_colour or "#888888"), pattern))
    painter.drawRect(place)
