"""Select by value: tick values of one column; by country also by clicking countries on the map."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mineralmap.gui.attribute.bar import LAYERS
from mineralmap.gui.attribute.pane import AttributePane
from mineralmap.gui.attribute.rows import Filter, counts
from mineralmap.gui.attribute.values import ValueList
from mineralmap.gui.choosing import MODES, Mode, combined
from mineralmap.gui.session import Session

if TYPE_CHECKING:
    from mineralmap.datasets.attributes import AttributeTable

COUNTRY = ("country", "owner_name", "name")
"""Columns that a country on the map may be meant by, the first that is there."""


class ValueDialog(QDialog):
    """Stays open beside the map; acts on the layer of the attribute table."""

    def __init__(self, parent: QWidget, session: Session, pane: AttributePane, by_country: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle("Select by country" if by_country else "Select by value")
        self.resize(380, 480)
        self._session, self._pane, self._by_country = session, pane, by_country
        self._table: AttributeTable | None = None
        self.layer, self.column = QComboBox(), QComboBox()
        self.layer.setAccessibleName("Layer to select from")
        self.column.setAccessibleName("Column")
        for layer, title in LAYERS:
            self.layer.addItem(title, layer)
        self.values = ValueList("Values")
        self.said = QLabel()
        self.said.setObjectName("quiet")
        self.said.setWordWrap(True)
        form = QFormLayout()
        form.addRow("Select from", self.layer)
        form.addRow("Whose", self.column)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.modes: dict[Mode, QPushButton] = {}
        for mode, words, tip in MODES:
            button = self.modes[mode] = QPushButton(words)
            button.setToolTip(tip)
            button.clicked.connect(partial(self.choose, mode))
            buttons.addWidget(button)
        self.modes["replace"].setDefault(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 14)
        rows.setSpacing(8)
        rows.addLayout(form)
        rows.addWidget(self.values, 1)
        rows.addWidget(self.said)
        rows.addLayout(buttons)
        self.layer.currentIndexChanged.connect(self._other_layer)
        self.column.currentIndexChanged.connect(self._fill)
        self.values.changed.connect(self._count)
        pane.titled.connect(lambda _: self.isVisible() and self._fetch())
        session.selection_changed.connect(self._clicked)

    def showEvent(self, arg__1: Any) -> None:
        super().showEvent(arg__1)
        self.layer.setCurrentIndex(max(self.layer.findData(self._pane.layer_id), 0))
        self._fetch()

    def choose(self, mode: Mode) -> None:
        """Choose the rows whose value is ticked."""
        rows = self._rows()
        if self._table is not None and rows is not None:
            self._session.choose(combined(self._session.chosen, self._table.ids_of(rows), mode))

    def tick(self, word: str) -> None:
        """Tick one value more."""
        self.values.model.tick_word(word)

    def _other_layer(self) -> None:
        self._pane.show_layer(str(self.layer.currentData()))
        self._fetch()

    def _fetch(self) -> None:
        self._pane.with_table(self._take)

    def _take(self, table: "AttributeTable") -> None:
        if table is self._table:
            return
        was, self._table = self.column.currentData(), table
        self.column.blockSignals(True)
        self.column.clear()
        for column in table.attributes:
            if column.is_text:
                self.column.addItem(column.title, column.id)
        names = [was, *(COUNTRY if self._by_country else ())]
        found = [self.column.findData(name) for name in names if name and self.column.findData(name) >= 0]
        self.column.setCurrentIndex(found[0] if found else 0)
        self.column.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        column = self._table.named(str(self.column.currentData())) if self._table is not None else None
        if column is not None and column.words is not None:
            found, blanks = counts(column, None)
            self.values.model.fill(column.words, found, blanks, frozenset(), blank=False)
        self._count()

    def _rows(self) -> np.ndarray | None:
        column = self._table.named(str(self.column.currentData())) if self._table is not None else None
        if column is None:
            return None
        model = self.values.model
        return Filter(kept=model.kept(), blanks=model.has_blank and model.blank()).passed(column)

    def _count(self) -> None:
        rows = self._rows()
        number = int(rows.sum()) if rows is not None else 0
        hint = " Click countries on the map to tick them." if self._by_country else ""
        self.said.setText(f"{number:,} row{'' if number == 1 else 's'} have a ticked value.{hint}")
        for button in self.modes.values():
            button.setEnabled(number > 0)

    def _clicked(self, feature: str) -> None:
        dataset = self._session.dataset
        if self._by_country and self.isVisible() and dataset is not None and feature in dataset.countries.index:
            self.tick(dataset.country_name(feature))
