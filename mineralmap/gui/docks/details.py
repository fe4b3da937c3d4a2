"""Details of what was clicked: a facility with owners and figures, a country with its part, a strait, a lane."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mineralmap.gui import details_text, flow_text, links, outside, theme, unseen
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.dressing import first
from mineralmap.gui.ports import Asked, port_of, port_text
from mineralmap.gui.sea_cards import SeaCards
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.model.scenario import Scenario, Stage
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.owner_tree import Holder
    from mineralmap.analysis.results import OwnerLine, Results
    from mineralmap.datasets.dataset import Dataset

EMPTY = "Click a mine, a refinery, a country or a strait on the map to see what it makes, who owns it and who says so."


class DetailsDock(Panel):
    """Follows the session's selection. ``port_asked`` is a place that is to use another port, ``port_rule_asked`` one
    that is to use the port of the rule again."""

    port_asked = Signal(str)
    port_rule_asked = Signal(str)
    correct_asked = Signal(str, str)
    """A table (facilities, companies) and the id of the row that is to be corrected."""
    corrections_asked = Signal()
    pin_asked = Signal(str)
    """A facility that is to be compared, or no longer."""

    def __init__(self, session: Session) -> None:
        super().__init__("detailsDock", "Details")
        self._session = session
        self._feature: str = ""
        self._company: tuple[str, tuple[str, ...]] | None = None
        self._owners: list[OwnerLine] = []
        self._holders: tuple[Holder, ...] | None = None
        self._told: object = None
        """Of the answer that is shown, what no closure changes."""
        self._port: Asked | None = None
        self._ports_asked = session.scenario.ports
        self._routes_shown = session.view.routes_show
        self._tracing = Latest(self)
        self.sea = SeaCards(session)
        self._column = column = Column()
        self.correct_button = QPushButton("Correct…")
        self.correct_button.setToolTip("Edit figures, owners and place; a source is needed, the shipped data stay")
        self.correct_button.clicked.connect(lambda: self.correct_asked.emit(*self.subject))
        self.pin_button = QPushButton("Pin to Compare")
        self.pin_button.setCheckable(True)
        self.pin_button.setToolTip("Put up to six facilities side by side")
        self.pin_button.clicked.connect(lambda: self.pin_asked.emit(self.subject[1]))
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 8)
        line.setSpacing(8)
        line.addWidget(self.correct_button)
        line.addWidget(self.pin_button)
        line.addStretch(1)
        self._pinned: tuple[str, ...] = ()
        column.rows.addWidget(self._buttons)
        self.words = column.add_words(rich=True)
        self.words.setText(EMPTY)
        self.words.linkActivated.connect(self._follow)
        column.rows.addStretch(1)
        self.setWidget(column)
        session.selection_changed.connect(self._select)
        session.dataset_changed.connect(self._renew)
        session.scenario_changed.connect(self._follow_ports)
        session.bases_changed.connect(self._show_told)
        session.results_changed.connect(self._show_answer)
        session.flows_changed.connect(self._show_flows)
        session.view_changed.connect(self._follow_view)
        self.sea.changed.connect(self._show)
        session.scenario_changed.connect(self._show_sea)
        self.visibilityChanged.connect(self._show_sea)
        session.theme_changed.connect(lambda _: first(self, self._show))

    def show_company(self, company_id: str, facilities: tuple[str, ...]) -> None:
        """Tell what a company owns, directly or through others; nothing stays selected on the map."""
        self._session.select("")
        self._company = (company_id, facilities)
        self._trace_company(company_id)
        self._column.verticalScrollBar().setValue(0)

    def show_company_of(self, company_id: str) -> None:
        """Tell what a company owns, looked up here."""
        dataset = self._session.dataset
        if dataset is not None:
            self.show_company(company_id, _reach(dataset, company_id))

    @property
    def subject(self) -> tuple[str, str]:
        """The table and the id of the facility or company whose card is shown; "" for none."""
        dataset = self._session.dataset
        if dataset is None:
            return "", ""
        if self._company is not None:
            known = self._company[0] in dataset.companies.index
            return ("companies", self._company[0]) if known else ("", "")
        return ("facilities", self._feature) if self._feature in dataset.facilities.index else ("", "")

    def mark_pinned(self, pinned: tuple[str, ...]) -> None:
        """Which facilities are pinned for comparison."""
        self._pinned = pinned
        self._show_buttons()

    def _show_buttons(self) -> None:
        table, row = self.subject
        self._buttons.setVisible(bool(row))
        self.pin_button.setVisible(table == "facilities")
        self.pin_button.setChecked(row in self._pinned)
        self.pin_button.setText("Pinned" if row in self._pinned else "Pin to Compare")

    def _select(self, feature_id: str) -> None:
        dataset = self._session.dataset
        self._company = None
        self._tracing.cancel()
        self._feature, self._owners, self._port = feature_id, [], None
        if dataset is not None and feature_id in dataset.facilities.index:
            self._trace(dataset, self._take)
        else:
            self._show()

    def _renew(self, dataset: "Dataset") -> None:
        """The data are others; a card stays the card of the same facility or company."""
        if self._company is not None and self._company[0] in dataset.companies.index:
            self._company = self._company[0], _reach(dataset, self._company[0])
            self._trace_company(self._company[0])
        else:
            self._select(self._session.view.selected)

    def _trace(self, dataset: "Dataset", take: "Callable[[tuple[list[OwnerLine], Asked | None]], None]") -> None:
        self._tracing.run(partial(_looked_up, dataset, self._session.scenario, self._feature), take)

    def _trace_company(self, company_id: str) -> None:
        """Show the card, and who holds the company once that is looked up."""
        self._holders = None
        self._show()
        if self._session.dataset is not None:
            self._tracing.run(partial(_held, self._session.dataset, company_id), self._take_holders)

    def _take_holders(self, found: "tuple[Holder, ...]") -> None:
        self._holders = found
        self._show()

    def _take(self, found: "tuple[list[OwnerLine], Asked | None]") -> None:
        self._take_again(found)
        self._column.verticalScrollBar().setValue(0)

    def _take_again(self, found: "tuple[list[OwnerLine], Asked | None]") -> None:
        self._owners, self._port = found
        self._show()

    def _follow_ports(self, scenario: Scenario) -> None:
        dataset = self._session.dataset
        if scenario.ports != self._ports_asked:
            self._ports_asked = scenario.ports
            if dataset is not None and self._feature in dataset.facilities.index:
                self._trace(dataset, self._take_again)

    def _show(self, *_: object) -> None:
        session, feature = self._session, self._feature
        dataset, results = session.dataset, session.results
        colours = theme.colours(session.view.theme)
        self._show_buttons()
        if dataset is not None and self._company is not None and self._company[0] in dataset.companies.index:
            self.words.setText(details_text.company(dataset, *self._company, colours, self._holders))
        elif dataset is not None and feature in dataset.facilities.index:
            port = port_text(dataset, self._port, colours) if self._port is not None else "Being looked up…"
            more = [("Way to the sea", port), *flow_text.of_facility(dataset, session.flows, feature, colours, results)]
            self.words.setText(details_text.details(dataset, results, feature, self._owners, colours, more))
        elif dataset is not None and results is not None and feature in dataset.countries.index:
            self.words.setText(details_text.country(dataset, results, session.bases, feature, colours))
        else:
            self.words.setText(self.sea.text(feature, colours, self.isVisible()) or EMPTY)

    def _show_answer(self, results: "Results") -> None:
        self._told = results.suppliers
        self._show()

    def _show_told(self, *_: object) -> None:
        """Again, with more of the answer that is told; of the next one the session tells last of all."""
        results = self._session.results
        if results is None or results.suppliers is self._told:
            self._show()

    def _show_flows(self, _: object) -> None:
        """A lane is of the flows that it was drawn from: others have other lanes."""
        if self._feature.startswith(flow_text.LANE):
            self._session.select("")
        else:
            self._show_told()

    def _follow_view(self, view: View) -> None:
        """Before a closure and after it there are other lanes too."""
        if view.routes_show != self._routes_shown:
            self._routes_shown = view.routes_show
            if self._feature.startswith(flow_text.LANE):
                self._session.select("")

    def _show_sea(self, _: object) -> None:
        """Again, when it is a strait that is shown, whose state follows every edit."""
        if self.sea.is_gate(self._feature):
            self._show()

    def _follow(self, link: str) -> None:
        if links.asked(link):
            self._session.explain(links.asked(link))
        elif link == "corrections:":
            self.corrections_asked.emit()
        elif link.startswith("facility:"):
            self._session.select(link.removeprefix("facility:"))
        elif link.startswith(details_text.HOLDER):
            self.show_company_of(link.removeprefix(details_text.HOLDER))
        elif link.startswith("ask:"):
            _, mineral, stage = link.split(":")
            unseen.ask_for(self._session, mineral, Stage(stage))
        elif link.startswith("port:"):
            self.port_asked.emit(link.removeprefix("port:"))
        elif link.startswith("port-rule:"):
            self.port_rule_asked.emit(link.removeprefix("port-rule:"))
        elif not self.sea.follow(link):
            outside.show(link)


def _reach(dataset: "Dataset", company_id: str) -> tuple[str, ...]:
    """The facilities that a company has a part in, directly or through others."""
    below = dataset.stakes.groupby("owner_id")["owned_id"].agg(list).to_dict()
    seen, ways = {company_id}, [company_id]
    while ways:
        for owned in below.get(ways.pop(), ()):
            if owned not in seen:
                seen.add(owned)
                ways.append(owned)
    return tuple(str(one) for one in dataset.facilities.index if one in seen)


def _held(dataset: "Dataset", company_id: str, cancel: Cancel) -> "tuple[Holder, ...]":
    from mineralmap.analysis.owner_tree import holders_of

    return holders_of(dataset, company_id)


def _looked_up(
    dataset: "Dataset", scenario: Scenario, facility_id: str, cancel: Cancel
) -> "tuple[list[OwnerLine], Asked | None]":
    from mineralmap.analysis.ownership import owners_of

    return owners_of(dataset, facility_id), port_of(dataset, scenario, facility_id, cancel)
