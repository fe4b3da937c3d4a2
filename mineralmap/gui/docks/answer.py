"""The answer: one number first, then why (bars), what it means (concentration, partners, gap), what would help."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from mineralmap.errors import MineralmapError
from mineralmap.gui import answer_text, background, links, outside, theme
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.dressing import first
from mineralmap.gui.one_of import OneOf
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.gui.terms import explained
from mineralmap.gui.words import STAGE_WORDS, tonnes
from mineralmap.model.scenario import LATEST, Basis, Measure, Stage

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.horizon import Horizon
    from mineralmap.analysis.kept_answers import Check
    from mineralmap.analysis.results import Results
    from mineralmap.gui.bars import SupplierBars
    from mineralmap.gui.horizon_chart import HorizonChart

    Ahead = tuple[Horizon, pd.DataFrame]


class AnswerDock(Panel):
    """Reads the session's results; a click on a figure or a bar asks for its evidence, on a project selects it."""

    what_if_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("answerDock", "Answer")
        self._session = session
        self._column = column = Column()
        self._asked: tuple[str, str] = ("", "")
        self.lead = column.add_pressed("lead")
        self.lead.pressed.connect(self._explain_lead)
        self.sentence = column.add_words()
        self.standing = column.add_words("quiet", rich=True)
        self.standing.setToolTip(explained("Coverage", "Unknown", "Presumed"))
        self.changed = column.add_words(rich=True)
        self.by = OneOf("Suppliers are", (("country", "by country"), ("company", "by company")))
        self.by.chosen.connect(lambda _: self._show_again())
        column.rows.addWidget(self.by)
        self._bars_place = column.rows.count()
        self.bars: SupplierBars | None = None
        self._drawn: tuple[object, object, str, bool] = (None, None, "", False)
        self.concentration = self._section("Concentration", "HHI", "CR1, CR3", "Band")
        self.partners = self._section("Partners", "Partner-owned")
        self.gap = self._section("Diversification gap", "Diversification gap", "Proxy", "Single supplier")
        self._closers_heading = column.add_heading(
            "What would close it", "Projects that add partner supply, largest first, each × the chance it opens."
        )
        self.ahead = column.add_words(rich=True)
        self.closers = column.add_words(rich=True)
        self.chart: HorizonChart | None = None
        self._looking_ahead = Latest(self)
        self._owed: Results | None = None
        column.add_heading("Checks", f"Every indicator the program knows. {links.TIP}")
        self.checks = column.add_words(rich=True)
        self._checking = Latest(self)
        self.checked: tuple[Results, Sequence[Check]] | None = None
        """The answer whose checks are known, and what they say."""
        self.ahead_of: tuple[Results, Ahead] | None = None
        """The answer whose years ahead are known, and those."""
        column.add_heading("What this rests on")
        self.evidence = column.add_words(rich=True)
        column.rows.addStretch(1)
        self._sections = (
            self.concentration,
            self.partners,
            self.gap,
            self.ahead,
            self.closers,
            self.checks,
            self.evidence,
        )
        for label in (self.standing, self.changed, *self._sections):
            label.linkActivated.connect(self._follow)
        font = self.lead.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        self.lead.setFont(font)
        self.setWidget(column)
        self.lead.setText("Opening the data…")
        self.changed.hide()
        self._show_headings(False)
        session.results_changed.connect(self._show)
        session.rested.connect(self._work_out)
        session.bases_changed.connect(self._compare)
        session.theme_changed.connect(lambda _: first(self, self._show_again))

    def _section(self, title: str, *terms: str) -> QLabel:
        tip = f"{explained(*terms)}\n{links.TIP}"
        self._column.add_heading(title, tip)
        words = self._column.add_words(rich=True)
        words.setToolTip(tip)
        return words

    @property
    def busy(self) -> bool:
        """Are the checks or the years ahead being worked out?"""
        return self._owed is not None or self._checking.busy or self._looking_ahead.busy

    def _show_again(self) -> None:
        if self._session.results is not None:
            self._show(self._session.results)

    def _show(self, results: "Results") -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        asked = (results.scenario.mineral, results.scenario.stage)
        if asked != self._asked:
            self._asked = asked
            self._column.verticalScrollBar().setValue(0)
        colours = theme.colours(self._session.view.theme)
        names = answer_text.partner_names(dataset, results.scenario.partners)
        first, sentence = answer_text.lead(results)
        self.lead.setText(first)
        self.sentence.setText(sentence)
        whole = f"Of {tonnes(results.denominator_t, results.unit)}: {results.denominator_source}\n"
        self.lead.setToolTip("" if results.no_data else f"{whole}{links.TIP}")
        self._show_headings(not results.no_data)
        self.changed.setText(answer_text.changes(results, dataset, colours))
        self.changed.setVisible(bool(self.changed.text()))
        if not results.no_data:
            self.standing.setText(answer_text.standing(results, colours))
            in_hands = answer_text.company_concentration if self._by_company(results) else answer_text.concentration
            self.concentration.setText(in_hands(results, colours))
            self.partners.setText(answer_text.partners(results, names, colours))
            self.gap.setText(answer_text.gap(results, dataset, names, colours))
        else:
            self.evidence.setText(answer_text.evidence(results, dataset, colours))
            if self.chart is not None:
                self.chart.hide()
        self._draw_bars(results)
        self._column.settle()
        self._owed = None if results.no_data else results
        if self._owed is not None and not self.closers.visibleRegion().isEmpty():
            self.closers.setText(answer_text.closers(results, colours))
            self._column.settle()
        if not self._session.drawing:
            self._work_out()

    def _work_out(self) -> None:
        """What stands further down, once the map is there that somebody waits for."""
        results, self._owed = self._owed, None
        if results is not None and self._session.dataset is not None:
            colours = theme.colours(self._session.view.theme)
            self.closers.setText(answer_text.closers(results, colours))
            self.evidence.setText(answer_text.evidence(results, self._session.dataset, colours))
            self._checking.cancel()
            self._looking_ahead.cancel()
            if self.checked is not None and self.checked[0] is results:
                self._take_checks(*self.checked)
            else:
                checks = partial(background.checks, results)
                self._checking.run(checks, partial(self._take_checks, results), self._fail, later=True)
            if self.ahead_of is not None and self.ahead_of[0] is results:
                self._take_years(*self.ahead_of)
            else:
                ahead = partial(background.ahead, results)
                self._looking_ahead.run(ahead, partial(self._take_years, results), self._fail, later=True)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._session.problem.emit(error)

    def _take_checks(self, results: "Results", said: "Sequence[Check]") -> None:
        self.checked = results, said
        self.checks.setText(answer_text.checks(said, theme.colours(self._session.view.theme)))

    def _take_years(self, results: "Results", made: "Ahead") -> None:
        self.ahead_of = results, made
        found, closers = made
        if self.chart is None:
            from mineralmap.gui.horizon_chart import HorizonChart

            self.chart = HorizonChart()
            self.chart.year_clicked.connect(self._ask_year)
            self._column.rows.insertWidget(self._column.rows.indexOf(self.ahead), self.chart)
        told = found.years[["demand_t", "pipeline_t"]].fillna(0.0).to_numpy()
        self.chart.setVisible(bool((told > 0).any()))
        self.ahead.setText(answer_text.ahead(found, theme.colours(self._session.view.theme)))
        self.chart.show_years(found, closers, self._session.view.theme)

    def _ask_year(self, year: int) -> None:
        self._session.edit(f"Demand and projects of {year}", horizon=year)

    def _by_company(self, results: "Results") -> bool:
        return self.by.value == "company" and bool(len(results.companies))

    def _compare(self, bases: "dict[Basis, Results]") -> None:
        if self._session.results is not None:
            self._draw_bars(self._session.results)

    def _draw_bars(self, results: "Results") -> None:
        if self.bars is None:
            from mineralmap.gui.bars import SupplierBars

            self.bars = SupplierBars()
            self.bars.supplier_clicked.connect(self._explain_supplier)
            self._column.rows.insertWidget(self._bars_place, self.bars)
        beside = Basis.EQUITY if results.scenario.basis == Basis.LOCATION else Basis.LOCATION
        other = self._session.bases.get(beside)
        if other is not None and (
            other.scenario.mineral != results.scenario.mineral
            or other.scenario.stage != results.scenario.stage
            or other.scenario.measure != results.scenario.measure
            or other.scenario.year != results.scenario.year
            or other.dataset_key != results.dataset_key
            or other.scenario.cuts != results.scenario.cuts
            or other.scenario.denominator != results.scenario.denominator
        ):
            other = None
        self.bars.setVisible(not results.no_data)
        self.by.setVisible(not results.no_data and bool(len(results.companies)))
        by_company = self._by_company(results)
        # Who runs a site and who owns it are other companies: side by side they would compare nothing.
        beside_it = None if by_company else other
        theme_name = self._session.view.theme
        # Partners change no bar.
        drawn = results.unpartnered, beside_it.unpartnered if beside_it is not None else None, theme_name, by_company
        if drawn != self._drawn:
            self._drawn = drawn
            self.bars.show_results(results, beside_it, theme_name, by_company)

    def _show_headings(self, on: bool) -> None:
        self.standing.setVisible(on)
        for heading in self._column.findChildren(QLabel, "heading"):
            heading.setVisible(on)
        for label in self._sections[:-1]:
            label.setVisible(on)

    def _explain_lead(self) -> None:
        results = self._session.results
        supplier = answer_text.leader(results) if results is not None else ""
        if supplier:
            self._session.explain(f"supplier:{supplier}")

    def _explain_supplier(self, supplier: str) -> None:
        results = self._session.results
        named = supplier not in answer_text.NOT_RANKED
        company = results is not None and named and self._by_company(results)
        self._session.explain(f"{'company' if company else 'supplier'}:{supplier}")

    def _follow(self, link: str) -> None:
        if link == answer_text.WHAT_IF:
            self.what_if_asked.emit()
        elif links.asked(link):
            self._session.explain(links.asked(link))
        elif link.startswith("facility:"):
            self._session.select(link.removeprefix("facility:"))
        elif link == "ask:capacity":
            self._session.edit("Count capacity", measure=Measure.CAPACITY)
        elif link == "ask:latest":
            self._session.edit("Ask for the latest year", year=LATEST)
        elif link.startswith("ask:stage:"):
            stage = Stage(link.removeprefix("ask:stage:"))
            self._session.edit(f"Ask for {STAGE_WORDS[stage]}", stage=stage, year=LATEST, measure=Measure.OUTPUT)
        elif link == "ask:location":
            self._session.edit("Count by location", basis=Basis.LOCATION)
        else:
            outside.show(link)
