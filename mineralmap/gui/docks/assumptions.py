"""What if: every number that is assumed and every choice of method, to be changed, marked when changed, put back."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from mineralmap.analysis.assumptions import ASSUMPTIONS, FAMILIES, Assumption, assumed, checked, known, target_key
from mineralmap.errors import InvalidArgument
from mineralmap.gui import theme, what_if
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.dressing import first
from mineralmap.gui.fields import ChoiceRow, NumberRow, Picker
from mineralmap.gui.flow_settings import PRODUCT, FlowSettings
from mineralmap.gui.session import Session
from mineralmap.gui.what_if import CONTROL, DEFAULTS, FLOW_DEFAULTS
from mineralmap.model.scenario import LATEST, Basis, Denominator, Scenario, Stage

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Projects to come", ("p_construction", "p_planned", "ramp_years", "use")),
    ("A loss, and stock", ("loss", "new_supply", "new_supply_months")),
    ("EU supply risk", ("import_reliance", "recycling_rate", "substitution")),
)
"""Headings with the assumptions below them; one that stands under none of them is shown at the end."""
TARGETS = tuple(dict.fromkeys(target_key(stage) for stage in Stage))
SCHEMES = (("DOJ/FTC 2023", "doj2023"), ("DOJ/FTC 2010", "doj2010"), ("own", "own"))
WHOLES = (
    ("world output", Denominator.WORLD),
    ("the named countries", Denominator.NAMED),
    ("located facilities", Denominator.LOCATED),
)
OUTLOOKS = (("STEPS (stated)", "STEPS"), ("APS (pledges)", "APS"), ("NZE (net zero)", "NZE"))
WHOLE_TIP = (
    "World output: the published world total. The named countries: what the national table names. "
    "Located facilities: only what stands at a facility that we know. Shares of capacity are always of the last."
)
SCHEME_TIP = "US DOJ/FTC 2023: 1,000 and 1,800. US DOJ/FTC 2010: 1,500 and 2,500. Own: the two limits you enter."
OUTLOOK_TIP = "Scenarios of the IEA: stated policies, announced pledges, net zero emissions by 2050."
LAST_HORIZON = 2040


class AssumptionsDock(Panel):
    """Reads the session's scenario; every change is one edit that undo calls by its name.

    ``said`` is a message for the window, and whether something went wrong.
    """

    said = Signal(str, bool)

    def __init__(self, session: Session) -> None:
        super().__init__("assumptionsDock", "What if")
        self._session = session
        self._numbers: dict[str, NumberRow] = {}
        self._told: tuple[object, ...] = ()
        self._offered: Dataset | None = None

    def make(self) -> Iterator[None]:
        """Every control, lists of names, and what the scenario says, in pieces: together they would hold the hand."""
        session = self._session
        self._year = session.results.year if session.results is not None else 0
        self._column = column = Column()
        self.setWidget(column)  # before it holds anything: what changes its parent is styled anew with all it holds
        self.summary = column.add_words("quiet")
        self.reset_all = QPushButton("Reset all to default")
        self.reset_all.clicked.connect(self._reset_all)
        column.rows.addWidget(self.reset_all)
        column.add_heading("What falls away", "Owners, countries or facilities that supply less, or nothing at all.")
        self.cut_list = self._links()
        self._add_cuts()
        yield
        column.add_heading("Method")
        self.whole = self._choice("denominator", "Shares of output are of", WHOLES, WHOLE_TIP)
        self.scheme = self._choice("scheme", "Bands of concentration", SCHEMES, SCHEME_TIP)
        yield
        for name in ("band_moderate", "band_high", "single_limit"):
            self._number(name)
        self._own = [self._numbers[name] for name in ("band_moderate", "band_high")]
        yield
        for name in TARGETS:
            self._number(name)
        column.add_heading("Demand and projects of")
        self.horizon = self._choice("horizon", "Year", [("the answer's year", LATEST)])
        self.outlook = self._choice("outlook", "Demand grows as in the IEA's", OUTLOOKS, OUTLOOK_TIP)
        for title, names in SECTIONS:
            yield
            column.add_heading(title)
            for name in names:
                self._number(name)
        yield
        self.flows = FlowSettings(session, column, self._assume, self._forget)
        self._numbers[PRODUCT] = self.flows.product
        rest = [name for name in ASSUMPTIONS if name not in self._numbers]
        if rest:
            column.add_heading("More")
            for name in rest:
                self._number(name)
        yield
        column.add_heading("Own figures", "Demand, factors, governance, trade and stocks that you know better.")
        self.own_list = self._links()
        self._add_figures()
        column.add_heading("Owners screened for", "Flagged where they together hold 25 % or 50 %. No legal advice.")
        self.screened_list = self._links()
        self._add_screened()
        column.rows.addStretch(1)
        yield
        self._offer_names()
        yield
        self._show(session.scenario)
        yield
        session.scenario_changed.connect(self._follow)
        self.visibilityChanged.connect(self._look)
        session.dataset_changed.connect(self._follow)
        session.theme_changed.connect(lambda _: first(self, self._follow))
        session.results_changed.connect(self._follow_year)
        self._look(True)

    @property
    def numbers(self) -> dict[str, NumberRow]:
        """The row of each assumption that is a number."""
        self.fill()
        return self._numbers

    def _links(self) -> QLabel:
        words = self._column.add_words(rich=True)
        words.linkActivated.connect(self._take_out)
        return words

    def _choice(self, field: str, label: str, choices: Any, tip: str = "") -> ChoiceRow:
        row = ChoiceRow(label, choices, tip)
        row.edited.connect(lambda value: self._session.edit(f"{label} {row.box.currentText()}", **{field: value}))
        row.reset_asked.connect(lambda: self._session.edit(f"Reset: {label}", **{field: DEFAULTS[field]}))
        self._column.rows.addWidget(row)
        return row

    def _number(self, name: str) -> None:
        one = ASSUMPTIONS[name]
        row = NumberRow(one.label, one.unit, one.bounds, "not set" if one.default != one.default else "", _why(one))
        row.edited.connect(partial(self._assume, name))
        row.reset_asked.connect(partial(self._forget, name))
        self._numbers[name] = row
        self._column.rows.addWidget(row)

    def _assume(self, name: str, value: float) -> None:
        """Take the user's value; the default is no change."""
        pairs = dict(self._session.scenario.assumptions)
        if value == known(name).default:
            pairs.pop(name, None)
        else:
            pairs[name] = value
        changes: dict[str, Any] = {"assumptions": checked(pairs.items())}
        if name in TARGETS:
            changes["target"] = None  # one target at a time: the newest word counts
        self._session.edit(f"{self._label(name)} {value:g}", merge=f"assume {name}", **changes)

    def _forget(self, name: str) -> None:
        pairs = dict(self._session.scenario.assumptions)
        pairs.pop(name, None)
        changes: dict[str, Any] = {"assumptions": checked(pairs.items())}
        if name in TARGETS:
            changes["target"] = None
        self._session.edit(f"Reset: {self._label(name)}", **changes)

    def _reset_all(self) -> None:
        self._session.edit("Reset all assumptions", **DEFAULTS, **FLOW_DEFAULTS)

    def _label(self, key: str) -> str:
        return what_if.label(self._session.dataset, key)

    def _name(self, code: str) -> str:
        return what_if.name_of(self._session.dataset, code)

    def _add_cuts(self) -> None:
        self.cut_kind = ChoiceRow("", [("Owner", "owner"), ("Country", "host"), ("Facility", "facility")])
        self.cut_kind.label.hide()
        self.cut_kind.reset.setVisible(False)
        self.cut_kind.edited.connect(lambda _: self._offer_cuts())
        self.cut_who = Picker("Who falls away", "who")
        self.cut_part = NumberRow("", "fraction", (0.01, 1.0))
        self.cut_part.label.hide()
        self.cut_part.reset.setVisible(False)
        self.cut_part.box.setValue(100.0)
        self.cut_part.box.setAccessibleName("How much of it falls away")
        self.cut_add = QPushButton("Add")
        self.cut_add.clicked.connect(self._cut)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.cut_part.box, 1)
        line.addWidget(self.cut_add)
        for row in (self.cut_kind.box, self.cut_who):
            self._column.rows.addWidget(row)
        self._column.rows.addLayout(line)

    def _add_figures(self) -> None:
        families = {name: one for name, one in FAMILIES.items() if f"{name}:" != CONTROL}
        self.family = ChoiceRow("", [(one.label, name) for name, one in families.items()])
        self.family.edited.connect(lambda _: self._offer_figures())
        self.figure_of = Picker("Of whom or what", "of whom or what")
        self.figure = NumberRow("", "", (0.0, 1e9))
        self.figure.box.setDecimals(3)
        self.figure.box.setAccessibleName("The figure")
        self.figure_add = QPushButton("Add")
        self.figure_add.clicked.connect(self._add_figure)
        self.figure_tip = self._column.add_words("quiet")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.figure.box, 1)
        line.addWidget(self.figure_add)
        for row in (self.family.box, self.figure_of):
            self._column.rows.addWidget(row)
        self._column.rows.addLayout(line)

    def _add_screened(self) -> None:
        self.screen_who = Picker("Owner to screen for", "nation, group or company")
        self.screen_add = QPushButton("Add")
        self.screen_add.clicked.connect(self._screen)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.screen_who, 1)
        line.addWidget(self.screen_add)
        self._column.rows.addLayout(line)

    def _cut(self) -> None:
        who = self.cut_who.chosen
        if not who:
            self.said.emit(self.cut_who.unanswered(), False)
            return
        kind, part = str(self.cut_kind.box.currentData()), self.cut_part.value
        word = f"{kind}:{who}" + ("" if part >= 1 else f"={part:g}")
        kept = tuple(cut for cut in self._session.scenario.cuts if cut.partition("=")[0] != f"{kind}:{who}")
        self._session.edit(f"{self._name(who)} falls away", cuts=(*kept, word))
        self.cut_who.clearEditText()

    def _add_figure(self) -> None:
        of, value = self.figure_of.chosen, self.figure.value
        if not of:
            self.said.emit(self.figure_of.unanswered(), False)
            return
        key = f"{self.family.box.currentData()}:{of}"
        try:
            self._assume(key, value)
        except InvalidArgument as error:
            self._session.problem.emit(error)
            return
        self.figure_of.clearEditText()

    def _screen(self) -> None:
        who = self.screen_who.chosen
        if who:
            asked = self._session.scenario.screened | {who}
            self._session.edit(f"Screen for {self._name(who)}", screened=asked)
            self.screen_who.clearEditText()
        else:
            self.said.emit(self.screen_who.unanswered(), False)

    def _take_out(self, link: str) -> None:
        kind, _, word = link.partition("|")
        scenario = self._session.scenario
        if kind == "cut":
            kept = tuple(cut for cut in scenario.cuts if cut != word)
            self._session.edit(f"{self._name(what_if.who(word))} is back", cuts=kept)
        elif kind == "figure":
            self._forget(word)
        else:
            self._session.edit(f"No longer screen for {self._name(word)}", screened=scenario.screened - {word})

    def _follow(self) -> None:
        """The scenario, the data or the colours are others; who looks only later sees them by then."""
        if self.seen:
            self._look(True)

    def _look(self, seen: bool) -> None:
        if seen:
            self._offer_names()
            self._show(self._session.scenario)

    def _offer_names(self) -> None:
        """Fill the lists of names."""
        dataset = self._session.dataset
        if dataset is None or dataset is self._offered:
            return
        self._offered = dataset
        self._offer_cuts()
        self._offer_figures()
        self.screen_who.offer(what_if.nations(dataset) + what_if.named(dataset.companies["name"]))

    def _offer_cuts(self) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        kind = self.cut_kind.box.currentData()
        if kind == "owner":
            owners = set(dataset.companies["country_iso3"])
            self.cut_who.offer(what_if.nations(dataset, owners) + what_if.named(dataset.companies["name"]))
        elif kind == "host":
            self.cut_who.offer(what_if.nations(dataset, set(dataset.facilities["host_iso3"])))
        else:
            self.cut_who.offer(what_if.named(dataset.facilities["name"]))

    def _offer_figures(self) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        family = str(self.family.box.currentData())
        one = FAMILIES[family]
        why = "" if one.reason == "the user's" else f" {one.reason[:1].upper()}{one.reason[1:]}."
        self.figure_tip.setText(f"In {one.unit}.{why}")
        if family == "factor":
            self.figure_of.offer([(str(name), str(name)) for name in dataset.factors.index])
        else:
            self.figure_of.offer(what_if.nations(dataset))

    def _show(self, scenario: Scenario) -> None:
        # Who the partners are and how owners are counted, toggled most often, say nothing here.
        plain = replace(scenario, partners=frozenset(), basis=Basis.LOCATION)
        told = plain, self._session.dataset, self._session.view.theme, self._year
        if told == self._told:
            return
        self._told = told
        colours = theme.colours(self._session.view.theme)
        pairs = dict(scenario.assumptions)
        self.flows.show(scenario, colours)
        for name, row in self._numbers.items():
            row.show_value(assumed(scenario, name), name in pairs, colours)
        asked = target_key(scenario.stage)
        if scenario.target is not None:
            self._numbers[asked].show_value(scenario.target, True, colours)
        for name in TARGETS:
            self._numbers[name].setVisible(name == asked)
        for row in self._own:
            row.setVisible(scenario.scheme == "own")
        self._show_years(scenario)
        for field, row in (
            ("denominator", self.whole), ("scheme", self.scheme), ("horizon", self.horizon), ("outlook", self.outlook),
        ):  # fmt: skip
            value = getattr(scenario, field)
            row.show_value(value, value != DEFAULTS[field], colours)
        self.cut_list.setText(
            "".join(
                what_if.removable("cut", cut, what_if.cut_words(self._session.dataset, cut), colours)
                for cut in scenario.cuts
            )
        )
        self.own_list.setText(
            "".join(
                what_if.removable("figure", key, f"{self._label(key)}: {value:g} {known(key).unit}", colours)
                for key, value in scenario.assumptions
                if ":" in key and key.removeprefix(CONTROL) not in self.flows.measures
            )
        )
        names = sorted(scenario.screened, key=self._name)
        self.screened_list.setText("".join(what_if.removable("screen", who, self._name(who), colours) for who in names))
        for words in (self.cut_list, self.own_list, self.screened_list):
            words.setVisible(bool(words.text()))
        dataset = self._session.dataset
        number = len(what_if.changes(dataset, scenario)) + len(what_if.flow_changes(dataset, scenario))
        self.summary.setText(
            "Nothing is changed: every figure rests on the defaults below."
            if not number
            else f"{number} changed, marked • and printed with every result."
        )
        self.reset_all.setVisible(number > 0)

    def _follow_year(self, results: "Results") -> None:
        """Which export measures are in force is a matter of the answer's year."""
        if results.year != self._year:
            self._year = results.year
            self._follow()

    def _show_years(self, scenario: Scenario) -> None:
        results = self._session.results
        first = results.year if results is not None and results.year else 2024
        wanted = [("the answer's year", LATEST), *((str(year), year) for year in range(first, LAST_HORIZON + 1))]
        box = self.horizon.box
        if [(box.itemText(i), box.itemData(i)) for i in range(box.count())] != wanted:
            box.clear()
            for words, year in wanted:
                box.addItem(words, year)


def _why(one: Assumption) -> str:
    return one.label + (f"\nDefault {one.default:g}: " if one.default == one.default else "\n") + one.reason
