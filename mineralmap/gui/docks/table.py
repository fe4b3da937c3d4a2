"""The tables under the map: suppliers, the features of any layer, indicators; to sort, copy and find on the map."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QWidget

from mineralmap.gui.attribute.pane import AttributePane
from mineralmap.gui.docks.panel import Panel
from mineralmap.gui.session import Session
from mineralmap.gui.table_view import TableView
from mineralmap.gui.tables import Column, TableModel
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import percent, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.results import Results

SEEN_MS = 20
"""How long after the window has made room the table is filled: both in one turn hold the hand."""


class TableDock(Panel):
    """Reads the session's results; a double click or Enter shows a facility on the map, explains any other row."""

    zoom_asked = Signal(str)
    fronted = Signal()
    """Brought to the front by its key or its button."""

    def __init__(self, session: Session) -> None:
        super().__init__("tableDock", "Table")
        self._session = session

    def make(self) -> Iterator[None]:
        """The three tables, filled while somebody looks."""
        session = self._session
        self.tabs = QTabWidget()
        self.setWidget(self.tabs)  # before it holds anything: what changes its parent is styled anew with all it holds
        self.suppliers, self.indicators = TableModel(), TableModel()
        self.supplier_view = TableView(self.suppliers, "Suppliers")
        yield
        self.attributes = AttributePane(session)
        yield
        self.indicator_view = TableView(self.indicators, "Indicators", stretch=True)
        for view in (self.supplier_view, self.indicator_view):
            view.keep_chosen()
        self.supplier_view.above = self.indicator_view.above = self._above
        self.tabs.addTab(self.supplier_view, "Suppliers")
        self.tabs.addTab(self.attributes, "Facilities")
        self.tabs.addTab(self.indicator_view, "Indicators")
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the selected rows, or all of them, for a spreadsheet, below what they are of (Ctrl+C)")
        copy.clicked.connect(self._copy)
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 2, 8, 2)
        row.addWidget(copy)
        self.tabs.setCornerWidget(corner)
        yield
        self.supplier_view.activated.connect(self._explain_supplier)
        self.indicator_view.activated.connect(self._explain_indicator)
        self.attributes.go_asked.connect(self.zoom_asked)
        self.attributes.titled.connect(self._title)
        self._reading = Latest(self)
        self._stale = True
        self.visibilityChanged.connect(self._freshen_soon)
        session.results_changed.connect(self._outdate)
        self._freshen_soon(self.seen)

    def _to_front_or_away(self) -> None:
        super()._to_front_or_away()
        if not self.isHidden():
            self.fronted.emit()

    def show_attributes(self, layer: str = "") -> None:
        """Bring the attribute table to the front, of another layer where one is named."""
        if layer:
            self.attributes.show_layer(layer)
        self.show()
        self.raise_()
        self.tabs.setCurrentWidget(self.attributes)
        self.attributes.freshen()  # it may have been named while another tab was in front

    def _title(self, words: str) -> None:
        if words != self.tabs.tabText(1):  # all that lies below is painted anew, and laid out
            self.tabs.setTabText(1, words)

    def _outdate(self) -> None:
        self._stale = True
        self._freshen(self.isVisible())

    def _freshen_soon(self, visible: bool) -> None:
        """A little later than the window makes room; no figure of another answer shows meanwhile."""
        if visible and self._stale:
            none = [replace(one, values=one.values[:0], tips=()) for one in self.suppliers.columns]
            self.suppliers.fill(np.empty(0, object), none)
            QTimer.singleShot(SEEN_MS, self, lambda: self._freshen(self.isVisible()))
        else:
            self._freshen(visible)

    def _freshen(self, visible: bool) -> None:
        results = self._session.results
        if not visible or results is None:
            return
        self.attributes.freshen()
        if not self._stale:
            return
        self._stale = False
        self.suppliers.fill(*supplier_columns(results))
        self.supplier_view.fit_columns()
        # Some numbers ask for answers of their own: not on the window's time.
        self._reading.run(partial(_indicators, results), self._take_indicators)

    def _take_indicators(self, made: tuple[np.ndarray, list[Column]]) -> None:
        self.indicators.fill(*made)
        self.indicator_view.fit_columns()

    def _copy(self) -> None:
        view = self.tabs.currentWidget()
        if isinstance(view, TableView | AttributePane):
            view.copy()

    def _above(self) -> str:
        """What copied suppliers and indicators are of, as their files tell it."""
        from mineralmap.analysis.tables_out import about, above

        results = self._session.results
        if results is None:
            return ""
        return above(about(results, date.today().isoformat()), results.dataset.sources)

    def _explain_supplier(self, index: QModelIndex) -> None:
        self._session.explain(f"supplier:{self.suppliers.row_id(index.row())}")

    def _explain_indicator(self, index: QModelIndex) -> None:
        self._session.explain(self.indicators.row_id(index.row()))


def supplier_columns(results: "Results") -> tuple[np.ndarray, list[Column]]:
    """Ids and columns of the suppliers of an answer."""
    table = results.suppliers
    basis = results.scenario.basis.value
    return table["supplier"].to_numpy(object), [
        Column("Supplier", table["name"].to_numpy(object)),
        Column("Code", table["supplier"].to_numpy(object)),
        Column(results.unit, _floats(table["tonnes"]), lambda value: tonnes(value), "Tonnes of contained metal"),
        Column(f"Share by {basis}", _floats(table["share"]), percent, "Fraction of the total; the copy has fractions"),
        Column("At least", _floats(table["share_low"]), percent, "Counting published stakes only"),
        Column("At most", _floats(table["share_high"]), percent, "Adding everything whose owner is unknown"),
        Column("Presumed", _floats(table["presumed_share"]), percent, "Part of the share that is presumed"),
    ]


def indicator_columns(results: "Results") -> tuple[np.ndarray, list[Column]]:
    """Ids and columns of every indicator that the program knows, with its question and where it comes from."""
    from mineralmap.analysis.indicators import indicators

    known = list(indicators)

    def texts(values: list[str]) -> np.ndarray:
        return np.array([*values, ""], object)[:-1]

    return texts([one.id for one in known]), [
        Column("Indicator", texts([one.title for one in known])),
        Column("Reads", texts([one.text(results) for one in known])),
        Column("Asks", texts([one.question for one in known])),
        Column("Unit", texts([one.unit for one in known])),
        Column("Method", texts([one.reference for one in known])),
    ]


def _indicators(results: "Results", cancel: Cancel) -> tuple[np.ndarray, list[Column]]:
    cancel()
    return indicator_columns(results)


def _floats(series: "pd.Series") -> np.ndarray:
    return series.to_numpy(float)
