"""The panel of charts: which one, what it says, the chart itself; lit together with the map, to be copied."""

from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mineralmap.errors import MineralmapError
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.fields import Choice, Segments
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.terms import explained

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results
    from mineralmap.gui.charts.chart import Chart
    from mineralmap.gui.charts.view import ChartView

CHARTS = {
    "shares": ("Shares by three bases", ("Location", "Equity", "Control")),
    "ranked": ("Largest suppliers", ("Supplier", "CR1, CR3", "Partner-owned")),
    "lorenz": ("Lorenz curve", ("Lorenz curve", "HHI")),
    "matrix": ("Partner matrix", ("Partner-owned", "Unknown")),
    "gap": ("Gap against the target", ("Diversification gap", "Proxy")),
    "pipeline": ("Projects by start year", ("Pipeline", "Capacity")),
}
"""Name of each chart and the terms that its tip explains."""
CHOICES = {
    "ranked": (("country", "by country"), ("company", "by company")),
    "lorenz": (("country", "by country"), ("company", "by company")),
    "matrix": (("mineral", "all minerals"), ("stage", "all stages")),
}
OPENING = "The charts come with the data…"


class ChartsDock(Panel):
    """Reads the session's results while it is seen. ``pointed`` are the facilities behind the bar under the pointer."""

    pointed = Signal(object)
    said = Signal(str)
    """What was copied, for the status bar."""

    def __init__(self, session: Session) -> None:
        super().__init__("chartsDock", "Charts")
        self._session = session
        self._seen, self._stale = False, True
        self._working = Latest(self)
        self.chart: Chart | None = None
        self.view: ChartView | None = None
        self._column = column = Column()
        column.rows.setSpacing(8)
        self.which = Choice()
        self.which.setAccessibleName("Chart")
        for one, (name, _) in CHARTS.items():
            self.which.addItem(name, one)
        self.which.activated.connect(lambda _: self._begin())
        column.rows.addWidget(self.which)
        self.by = {
            "country": Segments("Suppliers are", CHOICES["ranked"]),
            "mineral": Segments("Rows are", CHOICES["matrix"]),
        }
        for segments in self.by.values():
            segments.chosen.connect(lambda _: self._begin())
            segments.hide()
            column.rows.addWidget(segments)
        self.title = column.add_words("heading")
        self.caption = column.add_words("quiet")
        self.empty = column.add_words()
        self._place = column.rows.count()
        self.picture, self.csv = QPushButton("Copy picture"), QPushButton("Copy CSV")
        self.picture.setToolTip("Put the chart with its title, caption and sources on the clipboard")
        self.csv.setToolTip("Put the figures, with what each is of, on the clipboard as comma-separated values")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 4, 0, 0)
        for button, act in ((self.picture, self._copy_picture), (self.csv, self._copy_csv)):
            button.clicked.connect(act)
            button.setEnabled(False)
            row.addWidget(button)
        row.addStretch(1)
        column.rows.addWidget(buttons)
        column.rows.addStretch(1)
        self.setWidget(column)
        self.empty.setText(OPENING)
        for words in (self.title, self.caption):
            words.hide()
        self.visibilityChanged.connect(self._look)
        session.results_changed.connect(self._outdate)
        session.theme_changed.connect(lambda _: self._draw())
        session.chosen_changed.connect(lambda _: self.light(frozenset()))

    @property
    def busy(self) -> bool:
        """Is a chart being worked out?"""
        return self._working.busy

    def show_chart(self, which: str, by: str = "") -> None:
        """Show one of ``CHARTS``, as it is chosen by hand."""
        self.which.setCurrentIndex(self.which.findData(which))
        if by:
            self.by["mineral" if which == "matrix" else "country"].show_value(by)
        self._begin()

    def light(self, hovered: frozenset[str]) -> None:
        """Frame what any of these facilities is behind, beside what is chosen."""
        if self.view is not None:
            self.view.light(hovered, self._session.chosen)

    def calm(self) -> None:
        """Call off what is being worked out; for the end of the program."""
        self._working.cancel()

    def _look(self, seen: bool) -> None:
        self._seen = seen
        if seen and self._stale:
            self._begin()

    def _outdate(self, _: object) -> None:
        self._stale = True
        if self._seen:
            self._begin()

    def _begin(self) -> None:
        results, which = self._session.results, str(self.which.currentData())
        self.which.setToolTip(explained(*CHARTS[which][1]))
        self.title.setToolTip(self.which.toolTip())
        self.by["country"].setVisible(which in ("ranked", "lorenz"))
        self.by["mineral"].setVisible(which == "matrix")
        if results is None:
            return
        self._stale = False
        if self.chart is not None and self.chart.id != which:
            self._clear(CHARTS[which][0])
        by = self.by["mineral" if which == "matrix" else "country"].value
        self._working.run(partial(_with_view, results, which, by), self._take, self._fail)

    def _clear(self, title: str) -> None:
        """Take the chart away that another was asked for in place of."""
        self.chart = None
        self.title.setText(title)
        self.empty.setText("working…")
        self.empty.show()
        self.caption.hide()
        for widget in (self.picture, self.csv):
            widget.setEnabled(False)
        if self.view is not None:
            self.view.hide()

    def _take(self, chart: "Chart") -> None:
        self.chart = chart
        self._draw()

    def _draw(self) -> None:
        chart, dataset = self.chart, self._session.dataset
        if chart is None or dataset is None:
            return
        if self.view is None:
            from mineralmap.gui.charts.view import ChartView

            self.view = ChartView()
            self.view.pointed.connect(self.pointed)
            self.view.clicked.connect(self._choose)
            self.view.explained.connect(self._session.explain)
            self._column.rows.insertWidget(self._place, self.view)
        partners = dataset.partners.drop_duplicates("partner_id")
        groups = {str(one): str(colour) for one, colour in zip(partners["partner_id"], partners["colour"], strict=True)}
        self.title.setText(chart.title)
        self.empty.setText(chart.empty)
        self.caption.setText(chart.caption)
        self.title.show()
        self.empty.setVisible(bool(chart.empty))
        self.caption.setVisible(bool(chart.caption))
        self.view.setVisible(bool(chart.marks))
        for button in (self.picture, self.csv):
            button.setEnabled(bool(chart.marks))
        self.view.show_chart(chart, self._session.view.theme, groups)
        self.light(frozenset())

    def _choose(self, ids: frozenset[str]) -> None:
        self._session.choose(ids)
        if ids:
            self.said.emit(f"{len(ids):,} facilities chosen." if len(ids) > 1 else "1 facility chosen.")

    def _copy_picture(self) -> None:
        if self.view is not None:
            self.view.copy_picture()
            self.said.emit("The chart is on the clipboard as a picture.")

    def _copy_csv(self) -> None:
        if self.view is not None:
            self.view.copy_csv()
            self.said.emit("The figures are on the clipboard as CSV.")

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._session.problem.emit(error)


def _with_view(results: "Results", which: str, by: str, cancel: Cancel) -> "Chart":
    """What a chart says; and what draws it is fetched here, behind the window, the first time."""
    made = work_out(results, which, by, cancel)
    import_module("mineralmap.gui.charts.view")
    return made


def work_out(results: "Results", which: str, by: str, cancel: Cancel) -> "Chart":
    """What one chart says of an answer, with whom to credit; ``by`` is the value of its switch."""
    from mineralmap.layers.compose import credits

    made = _drawn(results, which, by, cancel)
    rests_on = replace(results, sources=made.sources or results.sources)
    return replace(made, notes=credits(results.dataset, rests_on, minerals=made.minerals))


def _drawn(results: "Results", which: str, by: str, cancel: Cancel) -> "Chart":
    from mineralmap.gui.charts import gap, matrix, pipeline, ranked, shares

    if which == "ranked":
        return ranked.ranked(results, by == "company", cancel)
    if which == "lorenz":
        return ranked.lorenz(results, by == "company", cancel)
    if which == "matrix":
        return matrix.matrix(results, by == "stage", cancel)
    return {"shares": shares.shares, "gap": gap.gap, "pipeline": pipeline.pipeline}[which](results, cancel)
