"""Details of what was clicked: a facility with owners, figures and sources, a country with its part, a strait."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mineralmap.gui import details_text, gate_text, links, theme
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import STAGE_WORDS
from mineralmap.model.scenario import LATEST, Stage

if TYPE_CHECKING:
    from mineralmap.analysis.results import OwnerLine
    from mineralmap.datasets.dataset import Dataset

EMPTY = "Click a mine, a refinery, a country or a strait on the map to see what it makes, who owns it and who says so."


class DetailsDock(Panel):
    """Follows the session's selection."""

    def __init__(self, session: Session) -> None:
        super().__init__("detailsDock", "Details")
        self._session = session
        self._feature: str = ""
        self._company: tuple[str, tuple[str, ...]] | None = None
        self._owners: list[OwnerLine] = []
        self._tracing = Latest(self)
        self._column = column = Column()
        self.words = column.add_words(rich=True)
        self.words.setText(EMPTY)
        self.words.linkActivated.connect(self._follow)
        column.rows.addStretch(1)
        self.setWidget(column)
        session.selection_changed.connect(self._select)
        session.dataset_changed.connect(lambda _: self._select(self._session.view.selected))
        session.bases_changed.connect(self._show)
        session.results_changed.connect(self._show)
        session.flows_changed.connect(self._show)
        session.theme_changed.connect(self._show)

    def show_company(self, company_id: str, facilities: tuple[str, ...]) -> None:
        """Tell what a company owns, directly or through others; nothing stays selected on the map."""
        self._session.select("")
        self._company = (company_id, facilities)
        self._show()
        self._column.verticalScrollBar().setValue(0)

    def _select(self, feature_id: str) -> None:
        dataset = self._session.dataset
        self._company = None
        self._tracing.cancel()
        self._feature, self._owners = feature_id, []
        if dataset is not None and feature_id in dataset.facilities.index:
            self._tracing.run(partial(_owners_of, dataset, feature_id), self._take)
        else:
            self._show()

    def _take(self, owners: "list[OwnerLine]") -> None:
        self._owners = owners
        self._show()
        self._column.verticalScrollBar().setValue(0)

    def _show(self, *_: object) -> None:
        session, feature = self._session, self._feature
        dataset, results = session.dataset, session.results
        colours = theme.colours(session.view.theme)
        if dataset is not None and self._company is not None and self._company[0] in dataset.companies.index:
            self.words.setText(details_text.company(dataset, *self._company, colours))
        elif dataset is not None and feature in dataset.facilities.index:
            self.words.setText(details_text.details(dataset, results, feature, self._owners, colours))
        elif dataset is not None and results is not None and feature in dataset.countries.index:
            self.words.setText(details_text.country(dataset, results, session.bases, feature, colours))
        elif dataset is not None and feature in dataset.chokepoints.index:
            closed = session.scenario.closed
            self.words.setText(gate_text.gate(dataset, session.flows, closed, feature, colours))
        else:
            self.words.setText(EMPTY)

    def _follow(self, link: str) -> None:
        if links.asked(link):
            self._session.explain(links.asked(link))
        elif link.startswith("facility:"):
            self._session.select(link.removeprefix("facility:"))
        elif link.startswith("ask:"):
            _, mineral, stage = link.split(":")
            words = f"Ask for {STAGE_WORDS[Stage(stage)]} {mineral.replace('_', ' ')}"
            self._session.edit(words, mineral=mineral, stage=Stage(stage), year=LATEST)
        elif link.startswith(("close:", "open:")):
            self._close_or_open(*link.split(":", 1))
        else:
            QDesktopServices.openUrl(QUrl(link))

    def _close_or_open(self, verb: str, gate: str) -> None:
        session = self._session
        if session.dataset is not None:
            name = str(session.dataset.chokepoints.at[gate, "name"])
            closed = session.scenario.closed
            session.edit(f"{verb.capitalize()} {name}", closed=closed | {gate} if verb == "close" else closed - {gate})


def _owners_of(dataset: "Dataset", facility_id: str, cancel: Cancel) -> "list[OwnerLine]":
    from mineralmap.analysis.ownership import owners_of

    return owners_of(dataset, facility_id)
