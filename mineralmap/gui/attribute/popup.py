"""What opens below a heading: sort by this column, and what of it is shown, as a spreadsheet has it."""

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from mineralmap.datasets.attributes import Attribute
from mineralmap.gui.attribute.rows import Filter, counts
from mineralmap.gui.attribute.said import figure
from mineralmap.gui.attribute.values import ValueList

WIDTH, HEIGHT = 280, 340


class FilterPopup(QFrame):
    """Filters one column while it is open. ``filtered`` carries a Filter, ``sort_asked`` whether descending."""

    filtered = Signal(object)
    sort_asked = Signal(bool)

    def __init__(self, column: Attribute, mask: np.ndarray | None, now: Filter) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setObjectName("filterPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"Filter {column.title}")
        self._column, self._filling = column, True
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 12, 12)
        rows.setSpacing(8)
        title = QLabel(column.title)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setObjectName("lead")
        rows.addWidget(title)
        up, down = ("A to Z", "Z to A") if column.is_text else ("Smallest first", "Largest first")
        sorts = QHBoxLayout()
        for words, descending in ((up, False), (down, True)):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, descending=descending: self.sort_asked.emit(descending))
            sorts.addWidget(button)
        rows.addLayout(sorts)
        self.values: ValueList | None = None
        self.clear = QPushButton("Show everything")
        self.clear.setToolTip("Take the filter of this column away")
        if column.is_text:
            self._make_values(rows, column, mask, now)
        else:
            self._make_range(rows, column, mask, now)
        self.clear.clicked.connect(self._clear)
        rows.addWidget(self.clear)
        self._filling = False

    def open_below(self, corner: QPoint) -> None:
        """Show it with its upper left corner here, or as near as the screen allows."""
        self.setFixedWidth(WIDTH)
        if self.values is not None:
            self.setFixedHeight(HEIGHT)
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(max(corner.x(), screen.left()), screen.right() - WIDTH)
        y = min(max(corner.y(), screen.top()), max(screen.bottom() - self.height(), screen.top()))
        self.move(x, y)
        self.show()
        (self.values.search if self.values is not None else self.low).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def _make_values(self, rows: QVBoxLayout, column: Attribute, mask: np.ndarray | None, now: Filter) -> None:
        assert column.words is not None
        self.values = ValueList(f"Values of {column.title}")
        found, blanks = counts(column, mask)
        self.values.model.fill(column.words, found, blanks, now.kept, now.blanks)
        self.values.changed.connect(self._tell)
        rows.addWidget(self.values, 1)

    def _make_range(self, rows: QVBoxLayout, column: Attribute, mask: np.ndarray | None, now: Filter) -> None:
        values = column.values if mask is None else column.values[mask]
        known = values[~np.isnan(values)]
        ends = (known.min(), known.max()) if len(known) else (np.nan, np.nan)
        self.low, self.high = QLineEdit(), QLineEdit()
        form = QFormLayout()
        for field, words, end, kept in (
            (self.low, "From", ends[0], now.low), (self.high, "to", ends[1], now.high),
        ):  # fmt: skip
            field.setPlaceholderText(figure(float(end), column.form))
            field.setAccessibleName(f"{column.title} {words.lower()}")
            field.setText(_written(kept, column.form) if np.isfinite(kept) else "")
            field.textChanged.connect(self._tell)
            form.addRow(words, field)
        rows.addLayout(form)
        if column.form == "percent" or column.unit:
            unit = QLabel("In per cent" if column.form == "percent" else f"In {column.unit}")
            unit.setObjectName("quiet")
            rows.addWidget(unit)
        empty = int(np.isnan(values).sum())
        self.blanks = QCheckBox(f"Rows where it is not known ({empty:,})")
        self.blanks.setChecked(now.blanks)
        self.blanks.toggled.connect(self._tell)
        rows.addWidget(self.blanks)
        self.wrong = QLabel("")
        self.wrong.setObjectName("quiet")
        self.wrong.hide()
        rows.addWidget(self.wrong)

    def _tell(self) -> None:
        if self._filling:
            return
        if self.values is not None:
            model = self.values.model
            self.filtered.emit(Filter(kept=model.kept(), blanks=model.blank()))
            return
        ends: list[float] = []
        for field, none in ((self.low, -np.inf), (self.high, np.inf)):
            try:
                ends.append(read_number(field.text(), self._column.form, none))
            except ValueError:
                self.wrong.setText(f"{field.text()!r} is no number.")
                self.wrong.show()
                return
        self.wrong.hide()
        self.filtered.emit(Filter(low=ends[0], high=ends[1], blanks=self.blanks.isChecked()))

    def _clear(self) -> None:
        self._filling = True
        if self.values is not None:
            self.values.search.clear()
            self.values.model.tick(True, others=True)
        else:
            self.low.clear()
            self.high.clear()
            self.blanks.setChecked(True)
        self._filling = False
        self.filtered.emit(Filter())


def read_number(text: str, form: str, none: float) -> float:
    """A number as typed: "12,000", "12 000", "40 %"; ``none`` for nothing. Percentages come back as fractions."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", "").removesuffix("%")
    if not plain:
        return none
    return float(plain) / (100.0 if form == "percent" else 1.0)


def _written(value: float, form: str) -> str:
    return f"{100 * value:g}" if form == "percent" else f"{value:g}"
