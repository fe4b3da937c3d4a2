"""The row below the table: how many rows, how many selected, and sums where adding is allowed; else why not."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from mineralmap.gui.attribute import said
from mineralmap.gui.attribute.totals import Total, total
from mineralmap.gui.attribute.view import PAD_PX, AttributeView
from mineralmap.gui.theme import Colours

HIGH_PX = 26


class TotalsRow(QWidget):
    """Stands below an ``AttributeView``, its sums under their columns. With a selection the sums are of what is
    selected among the rows shown."""

    def __init__(self, view: AttributeView, colours: Callable[[], Colours]) -> None:
        super().__init__()
        self._view, self._rows, self._colours = view, view.rows, colours
        self._kept: dict[str, Total] = {}
        self._of: np.ndarray | None = None
        self.setFixedHeight(HIGH_PX)
        self.setAccessibleName("Totals")
        head = view.horizontalHeader()
        for signal in (head.sectionResized, head.sectionMoved, head.geometriesChanged):
            signal.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self.update)
        self._rows.arranged.connect(self._forget)
        self._rows.chosen_changed.connect(self._forget)

    def words(self) -> str:
        """How many rows there are, are shown and are selected, and which of them the sums are of."""
        here = int(self._rows.chosen[self._rows.rows].sum())
        hidden = int(self._rows.chosen.sum()) - here
        summed = any(self._rows.column(section).adds for section in self._view.shown_columns())
        return said.counted(self._rows.table, self._rows.rowCount(), here, hidden, summed)

    def of(self, column: str) -> Total:
        """The total of a column over the rows that are selected among those shown, or over all of those."""
        if self._of is None:
            shown = self._rows.rows
            here = self._rows.chosen[shown]
            self._of = shown[here] if here.any() else shown
        if column not in self._kept:
            attribute = self._rows.table.named(column)
            assert attribute is not None
            self._kept[column] = total(self._rows.table, attribute, self._of)
        return self._kept[column]

    def explained(self, column: str) -> str:
        """What a total is of, or why there is none."""
        found = self.of(column)
        if found.why:
            return found.why
        if not found.known:
            return "Nothing is known to be added up."
        attribute = self._rows.table.named(column)
        unit = attribute.unit if attribute is not None else ""
        rest = f"; {found.unknown:,} not known, and not counted as 0" if found.unknown else ""
        which = "selected " if self._rows.chosen[self._rows.rows].any() else ""
        rows = f"{found.known:,} {which}row{'' if found.known == 1 else 's'}"
        return f"Sum of {rows}, {unit}{rest}".replace(", ;", ";")

    def figure(self, section: int) -> str:
        """The sum of a column as it is drawn: "Σ 409,005", "–" where nothing adds up, "" where nothing is known."""
        column = self._rows.column(section)
        found = self.of(column.id)
        figure = "–" if found.why else said.figure(found.value, column.form)
        return f"Σ {figure}" if figure and not found.why else figure

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = self._colours(), QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.panel))
        words = self.words()
        wide = self.fontMetrics().horizontalAdvance(words) + 2 * PAD_PX
        for section in self._view.shown_columns():
            column = self._rows.column(section)
            if column.is_text:
                continue
            found, rect = self.of(column.id), self._rect(section)
            inner = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(QColor(colours.quiet if found.why else colours.text))
            figure = self.figure(section)
            # The end of a sum beside the words would be read as a whole one.
            if inner.right() - self.fontMetrics().horizontalAdvance(figure) >= wide:
                painter.drawText(inner, flags, figure)
        painter.setPen(QColor(colours.quiet))
        painter.drawText(
            QRect(PAD_PX, 0, wide, self.height()), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words
        )
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for section in self._view.shown_columns():
                if self._rect(section).contains(event.pos()) and not self._rows.column(section).is_text:
                    QToolTip.showText(event.globalPos(), self.explained(self._rows.column(section).id), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def _rect(self, section: int) -> QRect:
        head = self._view.horizontalHeader()
        return QRect(head.sectionViewportPosition(section), 0, head.sectionSize(section), self.height())

    def _forget(self) -> None:
        self._kept, self._of = {}, None
        self.setAccessibleDescription(self.words())
        self.update()
