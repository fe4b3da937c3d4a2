"""Chokepoints under the map: what passes each gate and whose supply that is; close any and read what it costs."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from mineralmap.errors import MineralmapError
from mineralmap.gui import closure_page, gate_edits, sea_save, sea_work, theme
from mineralmap.gui.asked import routed
from mineralmap.gui.dialogs import ask
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.gate_rows import GATE, SHARE, SHIPS, STATE
from mineralmap.gui.gate_table import GateView
from mineralmap.gui.ranking import RankingPage
from mineralmap.gui.sea_controls import SeaControls
from mineralmap.gui.session import Session
from mineralmap.gui.summary import Summary
from mineralmap.gui.table_view import TableView
from mineralmap.gui.tables import TableModel
from mineralmap.gui.tasks import Latest
from mineralmap.gui.words import GAP, not_written, unbroken
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.gui.sea_work import Straits

AVOID_NM = (100, 250, 500, 1_000, 2_000)
WAITING = "The flows are being worked out…"

WIDTH_PX, HEIGHT_PX = 424, 210
"""With less, what is in the panel is scrolled."""


class ChokepointsDock(Panel):
    """Follows the flows of the session; every change is one edit that undo calls by its name.

    ``zoom_asked`` carries a gate that is to be looked at, ``port_asked`` a facility or country whose way to the sea is
    not known, ``gate_asked`` a verb ("rename", "remove") and a gate of the user's own, ``said`` a message and whether
    something went wrong, ``effect_told`` in a sentence what the closures of the question do; "" when there are none.
    """

    gives_way = False
    """Above its rows stand controls, and the sentence that says what is closed."""

    zoom_asked = Signal(str)
    port_asked = Signal(str)
    gate_asked = Signal(str, str)
    said = Signal(str, bool)
    effect_told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("chokepointsDock", "Chokepoints")
        self._session = session
        self._filling = False
        self._made_of: tuple[object, ...] = ()
        self.straits: Straits | None = None
        self.ranges: pd.DataFrame | None = None
        self._reading, self._saving, self._ranging = Latest(self), Latest(self), Latest(self)
        session.sailing.problem.connect(self._without_flows)

    def make(self) -> Iterator[None]:
        """Controls, tables and pages; what they tell is worked out while somebody looks."""
        session, whole = self._session, self._place()
        self.controls = SeaControls(session)
        yield
        self.sentence = Summary()
        self.gates = TableModel()
        self.view = GateView(self.gates)
        yield
        self.cost, self.hit = Column(), Column()
        self.cost_words, self.hit_words = (one.add_words(rich=True) for one in (self.cost, self.hit))
        yield
        self.ranking = RankingPage(session)
        yield
        self.unknown = TableModel()
        self.unknown_view = TableView(self.unknown, "Routes that are not known", stretch=True)
        self.unknown_view.activated.connect(self._choose_port)
        self.open_all = QPushButton("Open all")
        self.open_all.setToolTip("Take every closure of yours back")
        self.open_all.setEnabled(bool(session.scenario.closed))
        self.save = QPushButton("Save tables…")
        self.save.setToolTip("Write gates, closure, flows and ranking to a spreadsheet (.xlsx or .csv)")
        yield
        self.tabs = self._tabs(whole)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.sentence)
        column.addWidget(self.tabs, 1)
        yield
        self._connect()
        self._recolour()
        if self.seen:
            self._look(True)

    @property
    def busy(self) -> bool:
        """Is a table being worked out or written?"""
        works = (self._reading, self._saving, self._ranging, *([self.ranking] if self.filled else []))
        return any(work.busy for work in works)

    def calm(self) -> None:
        """Call off all work but what is being written; for the end of the program."""
        if self.filled:
            for work in (self._reading, self._ranging, self.ranking):
                work.cancel()

    def save_to(self, path: Path) -> None:
        """Write the tables to a file, behind the window."""
        results, made = self._session.results, self.straits
        if results is not None and made is not None:
            self._saving.run(
                partial(sea_save.save, results, made, self.ranges, self.ranking.table, path),
                lambda _: self.said.emit(f"Saved {path.name}.", False),
                lambda error: self.said.emit(not_written(path, error), True),
            )

    def toggle(self, gate: str) -> None:
        """Close an open gate, open a closed one."""
        dataset, scenario = self._session.dataset, self._session.scenario
        if dataset is not None:
            closed = self._word(gate).startswith("closed")
            edit = gate_edits.reopen if closed else gate_edits.close
            text, changes = edit(dataset, scenario, gate, self._name(gate))
            if any(getattr(scenario, field) != value for field, value in changes.items()):
                self._session.edit(text, **changes)
            else:  # barred to the class of ships
                self.said.emit(f"{self._name(gate)} is {self._why(gate)}.", False)

    def gate_menu(self, gate: str) -> QMenu:
        """What can be done to a gate."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dataset, name = self._session.dataset, self._name(gate)
        if dataset is None:
            return menu
        state, why = self._word(gate), self._why(gate)
        if why:
            menu.addAction(why).setEnabled(False)
            menu.addSeparator()
        opened = menu.addAction("Open", lambda: self._edit(gate_edits.open_fully(dataset, self._asked, gate, name)))
        shut = menu.addAction("Closed", lambda: self._edit(gate_edits.close(dataset, self._asked, gate, name)))
        menu.addSeparator()
        avoid = partial(gate_edits.avoid, dataset)
        marked = state == "closed", state == "open"
        shut.setEnabled(not marked[0])
        for action, on in ((shut, marked[0]), (opened, marked[1])):
            action.setCheckable(True)
            action.setChecked(on)
        for miles in AVOID_NM:
            words = f"Avoid: count it {miles:,}{GAP}nm longer"
            one = menu.addAction(words, lambda nm=miles: self._edit(avoid(self._asked, gate, name, nm)))
            one.setCheckable(True)
            one.setChecked(state == f"+{miles:,}{GAP}nm")
        menu.addAction("Avoid by other miles…", lambda: self._ask_miles(gate, name))
        if gate not in dataset.chokepoints.index:
            menu.addSeparator()
            menu.addAction("Rename…", lambda: self.gate_asked.emit("rename", gate))
            menu.addAction("Remove", lambda: self.gate_asked.emit("remove", gate))
        return menu

    @property
    def _asked(self) -> Scenario:
        return self._session.scenario

    def _tabs(self, whole: QWidget) -> QTabWidget:
        tabs = QTabWidget(whole)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for column in (self.cost, self.hit):
            column.rows.addStretch(1)
            row.addWidget(column, 1)
        for page, title in (
            (self.view, "Gates"), (both, "Closure"), (self.ranking, "Ranking"), (self.unknown_view, "Route unknown"),
        ):  # fmt: skip
            tabs.addTab(page, title)
        corner = QWidget()
        buttons = QHBoxLayout(corner)
        buttons.setContentsMargins(0, 0, 8, 2)
        buttons.setSpacing(4)
        for button in (self.open_all, self.save):
            buttons.addWidget(button)
        tabs.setCornerWidget(corner)
        tabs.setTabVisible(3, False)
        return tabs

    def _place(self) -> QWidget:
        """Where all of it will stand, in its place already: what moves is styled anew with all it holds."""
        whole = QWidget()
        whole.setMinimumSize(WIDTH_PX, HEIGHT_PX)
        scrolled = QScrollArea()  # in a small window
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidget(whole)
        self.setWidget(scrolled)
        return whole

    def _connect(self) -> None:
        session = self._session
        self.view.toggle_asked.connect(self.toggle)
        self.view.menu_asked.connect(self._pop_up)
        self.view.activated.connect(lambda at: self.zoom_asked.emit(self.gates.row_id(at.row())))
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.open_all.clicked.connect(lambda: self._edit(gate_edits.open_all(session.scenario)))
        self.save.clicked.connect(self._save)
        self.ranking.edit_asked.connect(self._edit)
        self.visibilityChanged.connect(self._look)
        session.scenario_changed.connect(self._restate)
        session.flows_changed.connect(self._freshen)
        session.results_changed.connect(self._sum_up)
        session.dataset_changed.connect(self._freshen)
        session.selection_changed.connect(self._mark)
        session.theme_changed.connect(self._recolour)

    def _look(self, seen: bool) -> None:
        if not seen:
            self._ranging.cancel()
        self.ranking.look(seen)
        self._freshen()
        if not self._reading.busy:
            self._seek_ranges()

    def _freshen(self, _: object = None) -> None:
        """Work the tables out when somebody looks and the flows of the question, its partners or its speed are new."""
        session, sailing = self._session, self._session.sailing
        dataset, scenario = session.dataset, session.scenario
        if not self.seen or dataset is None:
            return
        if sailing.flows is None or sailing.before is None:
            self._blank()
            return
        key = (dataset.key, sailing.flows, sailing.before, scenario.partners, scenario.knots)
        if sailing.flows.scenario == routed(scenario) and key != self._made_of:
            self._made_of = key
            self._ranging.cancel()
            work = partial(sea_work.straits, dataset, sailing.flows, sailing.before, scenario)
            self._reading.run(work, self._take, self._fail)

    def _blank(self) -> None:
        self._reading.cancel()
        self._ranging.cancel()
        self.straits, self._made_of = None, ()
        self._grey(True)
        self.view.why_empty = WAITING
        self.sentence.setText(WAITING)

    def _without_flows(self, error: MineralmapError) -> None:
        """Nothing sails in a question that cannot be answered: no figure of another one stays."""
        self._blank()
        none = [replace(one, values=one.values[:0], tips=()) for one in self.gates.columns]
        self.view.why_empty = str(error)
        self.gates.fill(np.empty(0, object), none)
        for words in (self.cost_words, self.hit_words):
            words.setText("")
        self._grey(False)
        self.sentence.setText(str(error))

    def _take(self, made: "Straits") -> None:
        before, self.straits = self.straits, made
        chosen = self.gates.row_id(self.view.currentIndex().row()) if self.view.currentIndex().isValid() else ""
        self._filling = True
        self.view.why_empty = sea_work.why_empty(made)
        self.gates.fill(made.ids, made.columns)
        self._filling = False
        self._mark(chosen or self._session.view.selected)
        self.unknown.fill(*made.unknown)
        number = self.unknown.rowCount()
        self.tabs.setTabText(3, f"Route unknown ({number})")
        self.tabs.setTabVisible(3, number > 0)
        self.tabs.setTabToolTip(3, made.unknown_words)
        self._sum_up()
        self._grey(False)
        self._write()
        if made.closure.closed or (before is not None and before.closure.closed):
            self.effect_told.emit(made.sentences[0] if made.closure.closed else "")
        self.ranges = None
        self._seek_ranges()

    def _sum_up(self, _: object = None) -> None:
        """What sails or what a closure does, in a sentence; whose unit is told where the answer has another."""
        made, results = self.straits, self._session.results
        if made is not None:
            self.sentence.setText(unbroken(sea_work.counted_apart(made, results) + made.summary))

    def _seek_ranges(self) -> None:
        """Ranges last, while somebody looks."""
        made, dataset = self.straits, self._session.dataset
        if self.seen and made is not None and dataset is not None and self.ranges is None:
            work = partial(sea_work.ranged, dataset, made.closure.after.scenario)
            self._ranging.run(work, self._take_ranges, self._fail, later=True, after_s=sea_work.RANGE_SECONDS)

    def _choose_port(self, index: QModelIndex) -> None:
        """A facility's port, or that of a country whose places are not known."""
        place = self.unknown.row_id(index.row()).removeprefix("rest:").partition("@")[0]
        self.port_asked.emit(place)

    def _take_ranges(self, ranges: "pd.DataFrame") -> None:
        self.ranges = ranges
        if self.straits is not None:
            shares = next(one.values for one in self.straits.columns if one.title == SHARE)
            self.gates.put(SHARE, shares, sea_work.share_tips(self.straits, ranges))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self.sentence.setText(str(error))

    def _write(self) -> None:
        made, colours = self.straits, theme.colours(self._session.view.theme)
        if made is not None:
            self.cost_words.setText(closure_page.what_it_costs(made.closure, made.sentences, colours))
            self.hit_words.setText(closure_page.who_is_hit(made.closure, colours))

    def _restate(self, scenario: Scenario) -> None:
        """Say at once which gate was closed or opened; what that changes comes when it is worked out."""
        self.open_all.setEnabled(bool(scenario.closed))
        if self.straits is not None:
            old = sea_work.of_sea(self.straits.closure.after.scenario) != sea_work.of_sea(scenario)
            if old is self.sentence.isEnabled() and self.straits.closure.closed:
                self.effect_told.emit("" if old else self.straits.sentences[0])  # nothing of another closure
            self._grey(old)
            states = sea_work.states(self.straits, scenario)
            state = self.straits.columns[0]
            # why a gate was as it was says nothing of another state
            why = [tip if now == was else "" for tip, now, was in zip(state.tips, states, state.values, strict=True)]
            self.gates.put(STATE, states, why)
        self._freshen()

    def _grey(self, on: bool) -> None:
        """What is of another question is grey until its own figures are there."""
        for words in (self.sentence, self.cost_words, self.hit_words):
            words.setEnabled(not on)
        if on:
            self.gates.grey((STATE, GATE, SHIPS))
        else:
            self.gates.brighten()

    def _mark(self, gate: str) -> None:
        """Select the row of a gate without asking the map for it."""
        row = self.gates.row_of(gate) if gate else -1
        if row >= 0 and row != self.view.currentIndex().row():
            self._filling = True
            self.view.setCurrentIndex(self.gates.index(row, 1))
            self._filling = False

    def _select(self, current: QModelIndex) -> None:
        if current.isValid() and not self._filling:
            self._session.select(self.gates.row_id(current.row()))

    def _pop_up(self, gate: str, where: QPoint) -> None:
        self.gate_menu(gate).popup(where)

    def _ask_miles(self, gate: str, name: str) -> None:
        dataset = self._session.dataset
        miles = ask.number(self, f"Avoid {name}", "Count it longer by how many nautical miles?", 500.0, 0.0, 20_000.0)
        if miles is not None and dataset is not None:
            self._edit(gate_edits.avoid(dataset, self._asked, gate, name, miles))

    def _edit(self, edit: gate_edits.Edit) -> None:
        text, changes = edit
        self._session.edit(text, **changes)

    def _cell(self, title: str, gate: str, of_tips: bool = False) -> str:
        for column in self.gates.columns:
            if column.title == title:
                at = [str(one) for one in self.gates.ids].index(gate)
                return str(column.tips[at] if of_tips else column.values[at])
        return ""

    def _name(self, gate: str) -> str:
        return self._cell(GATE, gate)

    def _word(self, gate: str) -> str:
        return self._cell(STATE, gate)

    def _why(self, gate: str) -> str:
        return self._cell(STATE, gate, of_tips=True)

    def _save(self) -> None:
        name = f"mineralmap-chokepoints-{self._session.scenario.mineral}.xlsx"
        path = ask.save_path(self, "tables", "Save tables", "Excel (*.xlsx);;CSV (*.csv)", name)
        if path is not None:
            self.save_to(path)

    def _recolour(self, _: object = None) -> None:
        self.view.use(theme.colours(self._session.view.theme))
        self._write()
