"""The status bar: the handles of what lies below and what goes on, at the left; place and scale at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar, QToolButton

from mineralmap.gui.words import map_scale, place

if TYPE_CHECKING:
    from mineralmap.layers.projection import Projection

PATIENCE_MS = 250
"""Work that is shorter than this is not worth a moving bar."""


class Status(QStatusBar):
    """Shows where the pointer is and how the map is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.table_button = _handle("Table", "Suppliers and facilities as tables (F6)")
        self.gates_button = _handle("Chokepoints", "What passes each strait, and what closing it costs (F7)")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(96)
        self._bar.setAccessibleName("Working")
        self._bar.hide()
        self._words = QLabel()
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no words widen the window
        self.place, self.scale, self.projection = QLabel(), QLabel(), QLabel()
        self.place.setMinimumWidth(self.fontMetrics().horizontalAdvance("88.88° N 188.88° W") + 24)
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.place.setAccessibleName("Place under the pointer")
        self.scale.setToolTip("Scale along the middle of the map, as on a screen of 96 dots an inch")
        self.projection.setToolTip("Projection of the map; places are WGS 84 (EPSG:4326)")
        self.addWidget(self.table_button)
        self.addWidget(self.gates_button)
        self.addWidget(self._bar)
        self.addWidget(self._words, 1)
        for label in (self.place, self.scale, self.projection):
            self.addPermanentWidget(label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._bar.show)

    def set_busy(self, busy: bool) -> None:
        """Show that something is being worked out, once it takes a while."""
        if busy and not self._bar.isVisible():
            self._timer.start(PATIENCE_MS)
        elif not busy:
            self._timer.stop()
            self._bar.hide()

    def set_words(self, words: str) -> None:
        """What was last done."""
        self._words.setText(words)

    def set_place(self, lon: float, lat: float) -> None:
        """Where the pointer is; nothing outside the world."""
        self.place.setText(place(lon, lat))

    def set_scale(self, denominator: float) -> None:
        """1 to how many."""
        self.scale.setText(map_scale(denominator))

    def set_projection(self, projection: "Projection") -> None:
        """How the map is drawn, with its EPSG code where it has one."""
        from mineralmap.layers.projection import PROJECTIONS

        centre = f"{abs(projection.centre_lon):g}° {'E' if projection.centre_lon >= 0 else 'W'}"
        code = " · EPSG:8857" if projection.name == "equal_earth" and projection.centre_lon == 0 else ""
        self.projection.setText(f"{PROJECTIONS.get(projection.name, projection.name)}, middle {centre}{code}")


def _handle(name: str, tip: str) -> QToolButton:
    """A button that says whether its panel is open."""
    button = QToolButton()
    button.setText(f"▸ {name}")
    button.setCheckable(True)
    button.setToolTip(tip)
    button.toggled.connect(lambda on: button.setText(f"▾ {name}" if on else f"▸ {name}"))
    return button
