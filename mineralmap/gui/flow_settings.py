"""The part of "What if" that decides what sails: β, κ, λ, export measures, chosen ports, gates of the user's own."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mineralmap.analysis.assumptions import ASSUMPTIONS
from mineralmap.errors import MineralmapError
from mineralmap.gui import theme, what_if
from mineralmap.gui.docks.panel import Column
from mineralmap.gui.fields import NumberRow, SwitchRow
from mineralmap.gui.session import Session
from mineralmap.gui.words import percent
from mineralmap.model.scenario import Leg, Scenario

if TYPE_CHECKING:
    from mineralmap.analysis.measures import Measure
    from mineralmap.datasets.dataset import Dataset

PRODUCT = "decay_product"
FIELDS = (
    ("decay", "β, mine to refinery, per 1,000 nm", (0.0, 10.0), 0.1,
     "How fast trade falls with the way: a flow is divided by e for every 1,000/β nautical miles. Assumption: 0.3."),
    ("land_weight", "κ, nm that a km of land counts", (0.0, 100.0), 1.0,
     "A kilometre over land costs as much as so many nautical miles. Assumption: 4."),
    ("affinity", "λ, pull of common owners", (0.0, 10.0), 0.1,
     "A mine and a refinery of one owner trade 1 + λ times as much as two without a common owner. Assumption: 1."),
)  # fmt: skip
MEASURES_TIP = (
    "Bans on ore that are in force cut all by default. Licences and quotas cut nothing, since no source tells by how "
    "much; what is suspended or has ended can be switched in."
)
PORTS_TIP = "Another port than the rule's is chosen in the details of a facility."
GATES_TIP = "Lines drawn over the sea, or read from a file: Data, Draw a Gate."


class FlowSettings:
    """Rows in a column. ``assume(key, value)`` and ``forget(key)`` change an assumption; the rest are edits here."""

    def __init__(
        self,
        session: Session,
        column: Column,
        assume: Callable[[str, float], None],
        forget: Callable[[str], None],
    ) -> None:
        self._session, self._assume, self._forget = session, assume, forget
        column.add_heading("Modelled flows", "What decides who ships to whom, and which way. No share depends on it.")
        self.fields = {name: self._field(column, *rest) for name, *rest in _named()}
        one = ASSUMPTIONS[PRODUCT]
        self.product = NumberRow(one.label, one.unit, one.bounds, "fitted", f"{one.label}\n{one.reason}")
        self.product.box.setSingleStep(0.1)
        self.product.edited.connect(lambda value: assume(PRODUCT, value))
        self.product.reset_asked.connect(lambda: forget(PRODUCT))
        column.rows.insertWidget(column.rows.indexOf(self.fields["decay"]) + 1, self.product)
        self._measures_heading = column.add_heading("Export measures", MEASURES_TIP)
        self._none = column.add_words("quiet")
        self.measures: dict[str, SwitchRow] = {}
        inner = QWidget()
        self._measures = QVBoxLayout(inner)
        self._measures.setContentsMargins(0, 0, 0, 0)
        self._measures.setSpacing(4)
        column.rows.addWidget(inner)
        column.add_heading("Chosen ports", PORTS_TIP)
        self.ports = self._list(column)
        column.add_heading("Own gates", GATES_TIP)
        self.gates = self._list(column)
        self._shown: tuple[str, ...] | None = None

    def _list(self, column: Column) -> QLabel:
        words = column.add_words(rich=True)
        words.linkActivated.connect(self._take_out)
        return words

    def _field(
        self, column: Column, name: str, label: str, bounds: tuple[float, float], step: float, tip: str
    ) -> NumberRow:
        row = NumberRow(label, "", bounds, tip=tip)
        row.box.setSingleStep(step)
        default = what_if.FLOW_DEFAULTS[name]
        symbol = label.partition(",")[0]
        row.edited.connect(
            lambda value: self._session.edit(f"Flows with {symbol} {value:g}", merge=name, **{name: value})
        )
        row.reset_asked.connect(lambda: self._session.edit(f"Reset: {symbol} of flows", **{name: default}))
        column.rows.addWidget(row)
        return row

    def show(self, scenario: Scenario, colours: theme.Colours) -> None:
        """Show what a scenario says."""
        for name, row in self.fields.items():
            row.show_value(getattr(scenario, name), getattr(scenario, name) != what_if.FLOW_DEFAULTS[name], colours)
        dataset = self._session.dataset
        self._show_fitted(dataset, scenario)
        value = dict(scenario.assumptions).get(PRODUCT, float("nan"))
        self.product.show_value(value, value == value, colours)
        self._show_measures(dataset, scenario, colours)
        removable = [("port", word, what_if.port_words(dataset, word)) for word in scenario.ports]
        self.ports.setText(_lines(removable, colours, "None chosen: every place goes by the rule."))
        gates = [("gate", word, word.partition(":")[0]) for word in scenario.own_gates]
        self.gates.setText(_lines(gates, colours, "None drawn."))

    def _show_fitted(self, dataset: "Dataset | None", scenario: Scenario) -> None:
        """What the box says while the user has set nothing: the value that counts, and where it comes from."""
        if dataset is None:
            return
        from mineralmap.analysis.trade import decay_of

        plain = tuple(pair for pair in scenario.assumptions if pair[0] != PRODUCT)
        value, why = decay_of(dataset, what_if.replaced(scenario, assumptions=plain), Leg.PRODUCT.value)
        self.product.box.setSpecialValueText(f"{value:.2g} ({why.partition(' ')[0].strip(':')})")
        one = ASSUMPTIONS[PRODUCT]
        self.product.setToolTip(f"{one.label}\n{one.reason}\n{value:.3g}: {why}")

    def _show_measures(self, dataset: "Dataset | None", scenario: Scenario, colours: theme.Colours) -> None:
        found, default = (_measures(dataset, one, self._year()) for one in (scenario, _without(scenario)))
        ids = tuple(found)
        if ids != self._shown:
            self._shown = ids
            for row in self.measures.values():
                self._measures.removeWidget(row)
                row.hide()
                row.deleteLater()
            self.measures = {one: self._switch(found[one], default[one].part) for one in ids}
        for one, row in self.measures.items():
            part, changed = found[one].part, found[one].by_user
            words = f"cuts {'all' if part >= 1 else percent(part)} of it" if part > 0 else "cuts nothing"
            row.show_value(part > 0, changed, words + (", by your choice" if changed else ""), colours)
        self._none.setText("" if ids else "None on this mineral is in our table.")
        self._none.setVisible(not ids)

    def _switch(self, measure: "Measure", default: float) -> SwitchRow:
        key = f"control:{measure.control_id}"
        dataset = self._session.dataset
        row = SwitchRow(f"{measure.who}: {measure.words}", *what_if.measure_words(dataset, measure.control_id))

        def switch(on: bool) -> None:
            if on == (default > 0):
                self._forget(key)
            else:
                self._assume(key, float(on))

        row.edited.connect(switch)
        row.reset_asked.connect(lambda: self._forget(key))
        self._measures.addWidget(row)
        return row

    def _year(self) -> int:
        results = self._session.results
        return results.year if results is not None and results.year else what_if.COMMON_YEAR

    def _take_out(self, link: str) -> None:
        from mineralmap.analysis.gates import own_gate
        from mineralmap.analysis.own_gates import without_gate

        kind, _, word = link.partition("|")
        session = self._session
        if kind == "port":
            place = what_if.name_of(session.dataset, word.partition("=")[0])
            kept = tuple(one for one in session.scenario.ports if one != word)
            session.edit(f"Port of {place} by the rule", ports=kept)
        else:
            try:
                gate, name, _ = own_gate(word)
                left = without_gate(session.scenario, gate)
            except MineralmapError:  # a word of an edited project that is no gate
                kept = tuple(one for one in session.scenario.own_gates if one != word)
                session.edit("Remove what is no gate", own_gates=kept)
                return
            session.edit(f"Remove gate {name}", own_gates=left.own_gates, closed=left.closed, avoided=left.avoided)


def _named() -> list[tuple[Any, ...]]:
    return [(name, name, *rest) for name, *rest in FIELDS]


def _without(scenario: Scenario) -> Scenario:
    """The scenario with every measure as it is by default."""
    kept = tuple(pair for pair in scenario.assumptions if not pair[0].startswith("control:"))
    return what_if.replaced(scenario, assumptions=kept)


def _measures(dataset: "Dataset | None", scenario: Scenario, year: int) -> "dict[str, Measure]":
    """The measures by id, those that cut by default first. One that cannot be is told where the flows are modelled."""
    if dataset is None:
        return {}
    from mineralmap.analysis.measures import measures

    try:
        found = measures(dataset, scenario, year)
    except MineralmapError:
        found = measures(dataset, _without(scenario), year)
    plain = {one.control_id: one.part for one in measures(dataset, _without(scenario), year)}
    return {one.control_id: one for one in sorted(found, key=lambda one: (-plain[one.control_id], one.who, one.words))}


def _lines(removable: list[tuple[str, str, str]], colours: theme.Colours, none: str) -> str:
    if not removable:
        return f"<span style='color:{colours.quiet}'>{escape(none)}</span>"
    return "".join(what_if.removable(kind, word, words, colours) for kind, word, words in removable)
