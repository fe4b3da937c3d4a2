"""What is asked of the sea, in a row above the table of gates: which flows, which ships, how fast, how drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from mineralmap.gui.fields import Choice, Number
from mineralmap.gui.flow_layout import FlowLayout
from mineralmap.gui.letters import width_of
from mineralmap.gui.one_of import OneOf
from mineralmap.gui.session import Session
from mineralmap.model.scenario import KNOTS, Leg, Scenario
from mineralmap.model.view import ROUTES_BY, View

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

LEGS = (
    (Leg.STAGE.value, "of the stage", "What sails of the stage that is asked about: ore to refineries, or what is "
                                      "refined to consumers"),
    (Leg.FEED.value, "to refineries", "From mine to refinery"),
    (Leg.PRODUCT.value, "to consumers", "From refinery to consuming region"),
    (Leg.BOTH.value, "both", "From mine to refinery, and from there to consumers; a tonne is counted on each leg"),
)  # fmt: skip
SHOWN = (
    ("now", "now", "What sails under the settings, with what is closed closed"),
    ("before", "before", "The same with everything open that you have closed"),
    ("change", "change", "Lanes that lose and lanes that gain"),
)
ANY_SHIP = "any ship"


class SeaControls(QWidget):
    """Reads the session; each control is an edit."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.leg = OneOf("Flows", LEGS, [tip for _, _, tip in LEGS])
        self.ship, self.colour = Choice(), Choice()
        self.ship.setAccessibleName("Class of ships")
        self.ship.setToolTip("A strait that is too shallow or too narrow for the class is closed to it")
        self.ship.addItem(ANY_SHIP, "")
        self.colour.setAccessibleName("Colour of the routes")
        self.colour.setToolTip("What the colour of a route on the map means")
        for value, words in ROUTES_BY.items():
            self.colour.addItem(words[:1].lower() + words[1:], value)
        for box in (self.ship, self.colour):
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToContents)
        self.knots = Number()
        self.knots.setAccessibleName("Speed in knots")
        self.knots.setToolTip("Speed over ground, for the days that a way round takes longer")
        self.knots.setRange(*KNOTS)
        self.knots.setDecimals(1)
        self.knots.setSuffix(" kn")
        self.knots.setKeyboardTracking(False)
        self.knots.setFixedWidth(max(72, width_of(self, "60.0 kn", 24)))
        self.show_ = OneOf("Show on the map", SHOWN, [tip for _, _, tip in SHOWN])
        row = FlowLayout(self)
        row.setContentsMargins(12, 6, 12, 2)
        for words, control in (
            ("Flows", self.leg), ("Map", self.show_), ("Ships", self.ship), ("Speed", self.knots),
            ("Colour", self.colour),
        ):  # fmt: skip
            row.addWidget(_labelled(words, control))
        self.leg.chosen.connect(self._choose_leg)
        self.ship.activated.connect(self._choose_ship)
        self.knots.valueChanged.connect(
            lambda value: session.edit(f"Speed {value:g} kn", merge="knots", knots=float(value))
        )
        self.colour.activated.connect(
            lambda at: session.edit(f"Colour routes: {self.colour.itemText(at)}", routes_by=self.colour.itemData(at))
        )
        self.show_.chosen.connect(self._choose_shown)
        session.scenario_changed.connect(self._show)
        session.view_changed.connect(self._show_view)
        session.dataset_changed.connect(self._offer_ships)
        self._show(session.scenario)
        self._show_view(session.view)

    def _offer_ships(self, dataset: "Dataset") -> None:
        self.ship.clear()
        self.ship.addItem(ANY_SHIP, "")
        for one, row in dataset.vessels.iterrows():
            self.ship.addItem(str(row["name"]), str(one))
            draft, beam = f"draft {row['draft_m']:g} m", f"beam {row['beam_m']:g} m"
            self.ship.setItemData(self.ship.count() - 1, f"{draft}, {beam}", Qt.ItemDataRole.ToolTipRole)
        self._show(self._session.scenario)

    def _choose_leg(self, value: str) -> None:
        words = next(words for one, words, _ in LEGS if one == value)
        self._session.edit(f"Flows {words}", leg=Leg(value))

    def _choose_ship(self, at: int) -> None:
        self._session.edit(f"Ships: {self.ship.itemText(at)}", vessel=self.ship.itemData(at))

    def _show(self, scenario: Scenario) -> None:
        self.leg.show_value(scenario.leg.value)
        self.ship.setCurrentIndex(max(0, self.ship.findData(scenario.vessel)))
        self.knots.blockSignals(True)
        self.knots.setValue(scenario.knots)
        self.knots.blockSignals(False)
        self._show_compared()

    def _show_view(self, view: View) -> None:
        self.colour.setCurrentIndex(max(0, self.colour.findData(view.routes_by)))
        self._show_compared()

    def _choose_shown(self, value: str) -> None:
        self._session.edit(f"Show routes: {value}", routes_show=value)
        self._show_compared()

    def _show_compared(self) -> None:
        """With nothing closed there is one map, whatever was chosen before."""
        closed = bool(self._session.scenario.closed)
        self.show_.show_value(self._session.view.routes_show if closed else "now")


def _labelled(words: str, control: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    label = QLabel(words)
    label.setObjectName("quiet")
    label.setBuddy(control)
    row.addWidget(label)
    row.addWidget(control)
    return both
