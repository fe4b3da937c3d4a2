"""The tables under the map: suppliers, facilities and indicators of the answer; to sort, copy and find on the map."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QPushButton, QTabWidget

from mineralmap.gui.docks.panel import Panel
from mineralmap.gui.session import Session
from mineralmap.gui.tables import Column, TableModel, TableView
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import percent, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset


class TableDock(Panel):
    """Reads the session's results; a double click or Enter shows a facility on the map, explains any other row."""

    zoom_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("tableDock", "Table")
        self._session = session
        self.suppliers, self.facilities, self.indicators = TableModel(), TableModel(), TableModel()
        self.supplier_view = TableView(self.suppliers, "Suppliers")
        self.facility_view = TableView(self.facilities, "Facilities")
        self.indicator_view = TableView(self.indicators, "Indicators", stretch=True)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.supplier_view, "Suppliers")
        self.tabs.addTab(self.facility_view, "Facilities")
        self.tabs.addTab(self.indicator_view, "Indicators")
        copy = QPushButton("Copy")
        copy.setToolTip("Copy the selected rows, or all of them, as a spreadsheet reads them (Ctrl+C)")
        copy.clicked.connect(self._copy)
        self.tabs.setCornerWidget(copy)
        self.setWidget(self.tabs)
        self.facility_view.activated.connect(self._go)
        self.supplier_view.activated.connect(self._explain_supplier)
        self.indicator_view.activated.connect(self._explain_indicator)
        self.facility_view.selectionModel().currentRowChanged.connect(self._select)
        self._reading = Latest(self)
        self._stale = True
        self._showing = False
        self.visibilityChanged.connect(self._freshen)
        session.results_changed.connect(self._outdate)

    def _outdate(self) -> None:
        self._stale = True
        self._freshen(self.isVisible())

    def _freshen(self, visible: bool) -> None:
        results, dataset = self._session.results, self._session.dataset
        if not (visible and self._stale) or results is None or dataset is None:
            return
        self._stale = False
        self._showing = True
        self.suppliers.fill(*supplier_columns(results))
        self.facilities.fill(*facility_columns(results, dataset))
        self._showing = False
        for view in (self.supplier_view, self.facility_view):
            view.resizeColumnsToContents()
        # Some numbers ask for answers of their own: not on the window's time.
        self._reading.run(partial(_indicators, results), self._take_indicators)
        self.tabs.setTabText(1, f"Facilities ({self.facilities.rowCount()})")

    def _take_indicators(self, made: tuple[np.ndarray, list[Column]]) -> None:
        self.indicators.fill(*made)
        self.indicator_view.resizeColumnsToContents()

    def _copy(self) -> None:
        view = self.tabs.currentWidget()
        if isinstance(view, TableView):
            view.copy()

    def _select(self, current: QModelIndex) -> None:
        if current.isValid() and not self._showing:
            self._session.select(self.facilities.row_id(current.row()))

    def _explain_supplier(self, index: QModelIndex) -> None:
        self._session.explain(f"supplier:{self.suppliers.row_id(index.row())}")

    def _explain_indicator(self, index: QModelIndex) -> None:
        self._session.explain(self.indicators.row_id(index.row()))

    def _go(self, index: QModelIndex) -> None:
        self.zoom_asked.emit(self.facilities.row_id(index.row()))


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


def facility_columns(results: "Results", dataset: "Dataset") -> tuple[np.ndarray, list[Column]]:
    """Ids and columns of the facilities of an answer."""
    table = results.facilities
    known = dataset.facilities.loc[table.index]
    countries = {code: dataset.country_name(str(code)) for code in known["host_iso3"].unique()}
    return table.index.to_numpy(object), [
        Column("Facility", known["name"].to_numpy(object)),
        Column("Country", known["host_iso3"].map(countries).to_numpy(object)),
        Column("Status", known["status"].to_numpy(object)),
        Column(f"Counted, {results.unit}", _floats(table["weight_t"]), lambda value: tonnes(value)),
        Column("From", table["weight_from"].to_numpy(object), tip="What the counted tonnes rest on"),
        Column(f"Capacity, {results.unit}", _floats(table["capacity_t"]), lambda value: tonnes(value)),
        Column(f"Output, {results.unit}", _floats(table["production_t"]), lambda value: tonnes(value)),
        Column("Partner-owned", _floats(table["partner_share"]), percent),
        Column("Owner known", _floats(table["known_share"]), percent),
        Column("Place", known["coord_precision"].to_numpy(object), tip="How exactly the point is known"),
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
