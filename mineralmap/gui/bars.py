"""Supplier shares as bars, the chosen basis above the one it is compared with: the difference is the story."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from mineralmap.gui import theme
from mineralmap.gui.letters import grown
from mineralmap.gui.words import percent, percent_range, tonnes
from mineralmap.model.scenario import Basis

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results

SHOWN, COMPANIES_SHOWN = 6, 10
"""Named suppliers with a row of their own; the rest are summed in one."""
ROW = 24.0
HEADER = 24.0
"""Height of a row and of the words above all, px, in usual letters."""
BAR, BESIDE, BELOW = 11.0, 4.0, 8.0
"""Height of the two bars of a row and, where its name stands above them, px to the next row."""
LARGE, SPARE = 1.3, 16
"""Letters so much larger than usual have names above bars where they find no room beside them; a width that changes by
no more px (a scroll bar comes) changes no height."""
OTHER, UNKNOWN = "OTHER", "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: fractions of the denominator; ``beside`` is nan when the other basis has no answer."""

    supplier: str
    name: str
    share: float
    low: float
    high: float
    presumed: float
    beside: float
    tonnes: float
    withheld: bool
    only_beside: int = 0
    """Of those that are summed in the row: how many have a share on the other basis alone."""
    without: int = 0
    """Of those that are summed in the row: how many the source withholds."""


def rows(results: "Results", beside: "Results | None", by_company: bool = False) -> list[Bar]:
    """The rows of the chart: the largest suppliers of the answer, the rest summed, OTHER and UNKNOWN last.

    "6 more" have a share in the answer; those of the basis beside alone are in the row's lower bar and told in its tip.
    A nation by location is never unknown, so that row is left out, also where the basis beside has one.
    """
    table = _suppliers(results, by_company)
    other = _suppliers(beside, by_company) if beside is not None and not beside.no_data else None
    named = [name for name in table if name not in (OTHER, UNKNOWN)]
    named += [name for name in other or () if name not in table and name not in (OTHER, UNKNOWN)]

    def rank(supplier: str) -> float:
        share = _figure(table, supplier, "share")
        return share if share == share else -1.0

    shown = sorted(named, key=rank, reverse=True)
    room = COMPANIES_SHOWN if by_company else SHOWN
    rest, shown = (shown[room:], shown[:room]) if len(named) > room + 1 else ([], shown)
    made = []
    last = [OTHER] if results.scenario.basis is Basis.LOCATION and not by_company else [OTHER, UNKNOWN]
    for supplier in [*shown, *last]:
        row = table.get(supplier) or (other or {}).get(supplier)
        if row is None:
            continue
        made.append(
            Bar(
                supplier=supplier,
                name=_name(supplier, str(row["name"]), by_company),
                share=_figure(table, supplier, "share"),
                low=_figure(table, supplier, "share_low"),
                high=_figure(table, supplier, "share_high"),
                presumed=_figure(table, supplier, "presumed_share"),
                beside=_figure(other, supplier, "share"),
                tonnes=_figure(table, supplier, "tonnes"),
                withheld=bool(table[supplier]["withheld"]) if supplier in table else False,
            )
        )
    if rest:
        made.insert(len(shown), _rest(rest, table, other, beside.scenario.basis.value if beside is not None else ""))
    return made


class SupplierBars(QWidget):
    """The chart. ``show_results`` sets what it shows; its height follows the number of rows.

    A click on a row, or Enter on the row that the arrow keys have reached, emits ``supplier_clicked``.
    """

    supplier_clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Supplier shares")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._item = _Rows(self)
        self._laid_for = -1
        self._lay()

    def show_results(
        self, results: "Results", beside: "Results | None", theme_name: str, by_company: bool = False
    ) -> None:
        """Draw the shares of an answer, beside those of the same question under another basis."""
        item = self._item
        item.bars = [] if results.no_data else rows(results, beside, by_company)
        item.pointed = -1
        item.names_part = 0.55 if by_company else 0.36
        item.unit = results.unit
        item.basis = results.scenario.basis
        item.beside = beside.scenario.basis if beside is not None else None
        item.colours = theme.colours(theme_name)
        self._lay()
        self.setAccessibleDescription("; ".join(f"{bar.name} {percent(bar.share)}" for bar in item.bars))
        self.update()

    def bars(self) -> list[Bar]:
        """What is drawn, from the top."""
        return list(self._item.bars)

    def top_of(self, row: int) -> float:
        """Px from the top of the chart to that of a row."""
        return self._item.header + row * self._item.row

    def _lay(self) -> None:
        self._laid_for = self.width()
        self._item.lay(self.width() - SPARE)
        self.setFixedHeight(int(self.top_of(max(1, len(self._item.bars))) + 4))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if abs(self.width() - self._laid_for) > SPARE:
            self._lay()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay()
            self.update()

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._item.colours.panel))
        self._item.paint(painter)
        painter.end()

    def wheelEvent(self, ev: Any) -> None:
        ev.ignore()

    def mouseMoveEvent(self, ev: Any) -> None:
        row = self._row(ev)
        self.setToolTip(self._item.tip(row) if row >= 0 else "")
        self._point(row if row >= 0 and self._item.bars[row].supplier else -1)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._item.pointed >= 0 else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, ev: Any) -> None:
        self._point(-1)

    def mousePressEvent(self, ev: Any) -> None:
        ev.accept()

    def mouseReleaseEvent(self, ev: Any) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self._open(self._row(ev))

    def keyPressEvent(self, ev: Any) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(ev.key())
        if step is not None and self._item.bars:
            self._point(min(max(self._item.pointed + step, 0), len(self._item.bars) - 1))
        elif ev.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._item.pointed)
        else:
            ev.ignore()

    def focusOutEvent(self, ev: Any) -> None:
        super().focusOutEvent(ev)
        self._point(-1)

    def _row(self, ev: Any) -> int:
        row = int((ev.position().y() - self._item.header) // self._item.row)
        return row if 0 <= row < len(self._item.bars) else -1

    def _point(self, row: int) -> None:
        if row != self._item.pointed:
            self._item.pointed = row
            self.update()

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._item.bars) and self._item.bars[row].supplier:
            self.supplier_clicked.emit(self._item.bars[row].supplier)


class _Rows:
    """Paints the rows in pixels of the view."""

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self.bars: list[Bar] = []
        self.names_part = 0.36
        """Part of the width that names may take."""
        self.pointed = -1
        """The row under the pointer, or reached by the arrow keys."""
        self.unit = "t"
        self.basis = Basis.EQUITY
        self.beside: Basis | None = Basis.LOCATION
        self.colours = theme.LIGHT
        self.row, self.header, self.grown = ROW, HEADER, 1.0
        self._laid_width = 0.0
        self.above = False
        """Do names stand above their bars?"""

    def lay(self, width: float) -> None:
        """Give rows and key the height that their letters need in a width."""
        metrics, self.grown, self._laid_width = QFontMetricsF(self._view.font()), grown(self._view), width
        longest = max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0.0)
        self.above = self.grown > LARGE and longest + 8 > self.names_part * width
        self.row = metrics.height() + BAR + BESIDE + BELOW if self.above else ROW * self.grown
        self.header = ((HEADER - 4) * len(self._key_lines(metrics, width)) + 4) * self.grown

    def tip(self, row: int) -> str:
        """What the row says in full."""
        bar = self.bars[row]
        if bar.withheld:
            return f"{bar.name}: withheld by the source"
        lines = [f"{bar.name}: {percent(bar.share)} by {self.basis.value}, {tonnes(bar.tonnes, self.unit)}"]
        if bar.low < bar.high:
            lines.append(f"published stakes only to all unknown: {percent_range(bar.low, bar.high)}")
        if bar.presumed > 0:
            lines.append(f"of it presumed: {percent(bar.presumed)}")
        if self.beside and bar.beside == bar.beside:
            apart = (
                f", with {bar.only_beside} that have no known share by {self.basis.value}" if bar.only_beside else ""
            )
            lines.append(f"by {self.beside.value}: {percent(bar.beside)}{apart}")
        if bar.without:
            lines.append(f"not in it: {bar.without} withheld by the source")
        return "\n".join(lines)

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._view.font())
        if not self.bars:
            return
        metrics, more = QFontMetricsF(self._view.font()), self.grown
        width = self._view.width()
        figures = metrics.horizontalAdvance("88.8 % ") + 4
        if self.above:
            names, named, room, high = 0.0, width - figures, width - 4.0, metrics.height() + 2
            bars, tall, small = high, BAR, BESIDE
        else:
            names = min(self.names_part * width, max(metrics.horizontalAdvance(bar.name) for bar in self.bars) + 8)
            named, room, high = names - 8, width - names - figures - 4, self.row - 2
            bars, tall, small = 3 * more, BAR * more, BESIDE * more
        longest = max([0.01, *(value for bar in self.bars for value in (bar.share, bar.beside) if value == value)])
        self._key(painter, names, metrics)
        for row, bar in enumerate(self.bars):
            top = self.header + row * self.row
            quiet = bar.supplier in (OTHER, UNKNOWN, "")
            if row == self.pointed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colours.hover))
                painter.drawRoundedRect(QRectF(0, top - 1, width, self.row), 3, 3)
            painter.setPen(QColor(self.colours.quiet if quiet else self.colours.text))
            elided = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, named)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, named, high), middle | Qt.AlignmentFlag.AlignLeft, elided)
            if bar.withheld:
                place = QRectF(0, top, width, high) if self.above else QRectF(names, top, room, high - 2)
                side = Qt.AlignmentFlag.AlignRight if self.above else Qt.AlignmentFlag.AlignLeft
                painter.drawText(place, middle | side, "withheld")
                continue
            self._draw(painter, bar, QRectF(names, top + bars, room, tall), longest)
            if bar.beside == bar.beside:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colours.bar_other))
                painter.drawRect(QRectF(names, top + bars + tall + 1, room * bar.beside / longest, small))
            painter.setPen(QColor(self.colours.text))
            painter.drawText(
                QRectF(width - figures, top, figures, high), middle | Qt.AlignmentFlag.AlignRight, percent(bar.share)
            )
        if not self.above:
            painter.setPen(QPen(QColor(self.colours.line), 1))
            bottom = self.header + self.row * len(self.bars) - 4
            painter.drawLine(QPointF(names, self.header), QPointF(names, bottom))

    def key(self, metrics: QFontMetricsF) -> list[tuple[str, str, float]]:
        """Words, colour and height of what is told of the bars; the pale tone last, where there is room for it."""
        said = [(f"by {self.basis.value}", self.colours.bar, 11.0)]
        if self.beside is not None:
            said.append((f"by {self.beside.value}", self.colours.bar_other, 4.0))
        pale = [("presumed", self.colours.bar_presumed, 11.0)] if any(bar.presumed > 0 for bar in self.bars) else []
        wanted = self.grown > LARGE or _wide(said + pale, metrics) <= self._view.width()
        return said + pale if wanted else said

    def _key_lines(self, metrics: QFontMetricsF, width: float) -> list[list[tuple[str, str, float]]]:
        """In one line; of large letters in as many as they need."""
        lines: list[list[tuple[str, str, float]]] = []
        for one in self.key(metrics):
            if lines and (self.grown <= LARGE or _wide([*lines[-1], one], metrics) <= width):
                lines[-1].append(one)
            else:
                lines.append([one])
        return lines

    def _key(self, painter: QPainter, left: float, metrics: QFontMetricsF) -> None:
        lines, high = self._key_lines(metrics, self._laid_width), (HEADER - 4) * self.grown
        x0 = max(0.0, min(left, self._view.width() - max(_wide(said, metrics) for said in lines)))
        for number, said in enumerate(lines):
            x, middle = x0, (number + 0.5) * high
            for words, colour, height in said:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRect(QRectF(x, middle - height / 2, 12, height))
                painter.setPen(QColor(self.colours.quiet))
                painter.drawText(QPointF(x + 18, middle + metrics.capHeight() / 2), words)
                x += 18 + metrics.horizontalAdvance(words) + 16

    def _draw(self, painter: QPainter, bar: Bar, place: QRectF, longest: float) -> None:
        length = place.width() * bar.share / longest
        presumed = min(length, place.width() * bar.presumed / longest)
        whole = QRectF(place.left(), place.top(), length, place.height())
        painter.setPen(Qt.PenStyle.NoPen)
        if bar.supplier in (OTHER, UNKNOWN, ""):
            painter.setBrush(QColor(self.colours.unknown))
            painter.drawRect(whole)
            if bar.supplier:
                pattern = Qt.BrushStyle.BDiagPattern if bar.supplier == OTHER else Qt.BrushStyle.Dense6Pattern
                painter.setBrush(QBrush(QColor(self.colours.quiet), pattern))
                painter.drawRect(whole)
            return
        painter.setBrush(QColor(self.colours.bar))
        painter.drawRect(whole.adjusted(0, 0, -presumed, 0))
        painter.setBrush(QColor(self.colours.bar_presumed))
        painter.drawRect(QRectF(whole.right() - presumed, whole.top(), presumed, whole.height()))


def _wide(said: list[tuple[str, str, float]], metrics: QFontMetricsF) -> float:
    return sum(18 + metrics.horizontalAdvance(words) for words, *_ in said) + 16 * (len(said) - 1)


Table = dict[str, dict[str, Any]]
"""The columns of each supplier, in the order of the answer."""


def _suppliers(results: "Results", by_company: bool) -> Table:
    """The suppliers of an answer by their ids: countries, or the companies that tracing ends at."""
    wanted = ["supplier", "name", "share", "share_low", "share_high", "presumed_share", "tonnes"]
    table = results.companies.assign(withheld=False) if by_company else results.suppliers
    rows = table[[*wanted, "withheld"]]
    columns = [rows[name].tolist() for name in rows.columns]
    return {str(values[0]): dict(zip(rows.columns, values, strict=True)) for values in zip(*columns, strict=True)}


def _figure(source: Table | None, supplier: str, column: str) -> float:
    """A number of a supplier; 0 where the answer does not have it, nan where there is no answer."""
    if source is None:
        return float("nan")
    return float(source[supplier][column]) if supplier in source else 0.0


def _name(supplier: str, name: str, by_company: bool) -> str:
    unknown = "Company unknown" if by_company else "Owner unknown"
    return {OTHER: "Other countries", UNKNOWN: unknown}.get(supplier, name)


def _rest(rest: list[str], table: Table, other: Table | None, beside: str) -> Bar:
    def total(source: Table | None, column: str) -> float:
        values = [_figure(source, supplier, column) for supplier in rest]
        known = [value for value in values if value == value]
        return sum(known) if known else float("nan")

    mine = [supplier for supplier in rest if supplier in table]
    without = sum(bool(table[supplier]["withheld"]) for supplier in mine)
    more, apart = len(mine) - without, len(rest) - len(mine)
    return Bar(
        supplier="",
        name=f"{more} more" if more or not apart else f"{apart} by {beside} only",
        share=total(table, "share"),
        # Any one could own all that is unknown, but no two the same part of it: bounds do not add up.
        low=float("nan"),
        high=float("nan"),
        presumed=total(table, "presumed_share"),
        beside=total(other, "share"),
        tonnes=total(table, "tonnes"),
        withheld=False,
        only_beside=apart,
        without=without,
    )
