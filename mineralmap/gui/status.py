"""The status bar: the handles of what lies below and what goes on, at the left; at the right place, scale, projection
and messages. Place and scale can be typed."""

import math
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QProgressBar, QSizePolicy, QStatusBar, QToolButton

from mineralmap.gui import coordinates, theme
from mineralmap.gui.elided import Elided
from mineralmap.gui.letters import grown, icon_size
from mineralmap.gui.words import map_scale, place

if TYPE_CHECKING:
    from mineralmap.gui.arrangement import Arrangement
    from mineralmap.layers.projection import Projection

PATIENCE_MS, TOLD_MS = 250, 15_000
"""Work that is shorter than this is not worth a moving bar."""
SCALES = (200e6, 100e6, 50e6, 20e6, 10e6, 5e6, 2e6, 1e6, 500e3, 250e3, 100e3)
PLACE_TIP = "The place under the pointer. Click to type one: 12.3 N 45.6 E, or -8.5, 120.2 (latitude first)"
EXTENT_TIP = "What is seen: west to east, south to north. Click to type a place to go to"
SCALE_TIP = "Scale, true at the centre of the map, as on a screen of 96 dots an inch; choose one or type 1:2,000,000"

PROJECTION_TIP = "Projection of the map; places are WGS 84 (EPSG:4326)"
PROJECTION_LETTERS = 42
"""A longer name of a projection ends in dots: it would take the room of the others."""
LARGE = 1.3
"""Letters so much larger than usual leave a narrow window no room for a place beside the handles of its sides."""
LEAST_PX = 56
"""Width to which the place and the name of the projection shrink, so that they do not hold a narrow window open."""


class Status(QStatusBar):
    """Shows where the pointer is and how the map is drawn. ``place_typed`` carries longitude and latitude,
    ``scale_typed`` a denominator, ``extent_asked`` whether extents are to be told instead of the pointer's place."""

    place_typed = Signal(float, float)
    metres_typed = Signal(float, float)
    """Metres of the map's projection."""
    scale_typed = Signal(float)
    extent_asked = Signal(bool)
    left_field = Signal()
    """Somebody has done with a field: the keys belong to the map again."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.table_button = _handle("Table", "The features of a layer, suppliers and indicators as tables (F6)")
        self.gates_button = _handle("Chokepoints", "What passes each strait, and what closing it costs (Ctrl+9)")
        self.side_buttons = tuple(
            _handle(name, f"There is no room for {what} beside the map: show them in the place of the other side")
            for name, what in (("Layers", "the list of layers and what is behind it"), ("Answer", "the answer"))
        )
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(64)
        self._bar.setAccessibleName("Working")
        self._bar.hide()
        self._words = Elided()
        self._told = QTimer(self, singleShot=True)
        self._told.timeout.connect(lambda: self.set_words(""))
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no words widen the window
        self.extent_button = _small("Tell what is seen, instead of where the pointer is")
        self.extent_button.setCheckable(True)
        self.extent_button.toggled.connect(self._toggle_extent)
        self.place = _Field()
        self.place.setAccessibleName("Place under the pointer; type one to go there")
        self.place.setPlaceholderText("Go to a place")
        self.place.setToolTip(PLACE_TIP)
        self.place.entered.connect(self._go_to_place)
        self.place.left.connect(self._left_place)
        self.scale = QComboBox()
        self.scale.setObjectName("statusScale")
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setMinimumContentsLength(9)  # "1:1,150 M", its "1:" too
        self.scale.setAccessibleName("Scale, true at the centre of the map")
        self.scale.setToolTip(SCALE_TIP)
        for denominator in SCALES:
            self.scale.addItem(map_scale(denominator), denominator)
        self.scale.setCurrentIndex(-1)
        self.scale.activated.connect(lambda index: self._go_to_scale(self.scale.itemData(index)))
        field = _Field()
        self.scale.setLineEdit(field)
        self.scale.setCompleter(None)  # type: ignore[arg-type]  # Qt takes None for "no completer"
        field.entered.connect(lambda: self._go_to_scale(coordinates.scale(field.text())))
        field.left.connect(self._left_scale)
        self.projection = _small(PROJECTION_TIP)
        self.projection.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.projection.setMinimumWidth(LEAST_PX)
        self.messages_button = _small("Messages told so far")
        self.messages_button.setCheckable(True)
        self.messages_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for widget in (*self.side_buttons, self.table_button, self.gates_button, self._bar):
            self.addWidget(widget)
        for button in self.side_buttons:
            button.setCheckable(False)
            button.setMinimumWidth(1)  # else it would hold the window open before anything gives it room
            button.hide()
        self.addWidget(self._words, 1)
        for widget in (self.extent_button, self.place, self.scale, self.projection, self.messages_button):
            self.addPermanentWidget(widget)
        self._denominator = math.nan
        self._pointer = self._extent = ""
        self._toggle_extent(False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._bar.show)

    def offer_sides(self, panels: "Arrangement") -> None:
        """Offer the sides of the window while they are folded away since it is narrow."""

        def offer(*away: bool) -> None:
            for button, gone in zip(self.side_buttons, away, strict=True):
                button.setVisible(gone)
            room = not all(away) and not (any(away) and grown(self) > LARGE)
            self.extent_button.setVisible(room)
            self.place.setVisible(room)

        for side, button in enumerate(self.side_buttons):
            button.clicked.connect(partial(panels.narrow.bring, side))
        panels.narrow.away_changed.connect(offer)
        offer(*panels.narrow.away)

    def set_busy(self, busy: bool) -> None:
        """Show that something is being worked out, once it takes a while."""
        if busy and not self._bar.isVisible():
            self._timer.start(PATIENCE_MS)
        elif not busy:
            self._timer.stop()
            self._bar.hide()

    def set_words(self, words: str) -> None:
        """What was last done, or is to be done."""
        self._words.setText(words)
        self._told.stop()

    def tell(self, words: str) -> None:
        """What has been done, for a while: what stands here is taken for what goes on."""
        self.set_words(words)
        self._told.start(TOLD_MS)

    def set_place(self, lon: float, lat: float) -> None:
        """Where the pointer is; nothing outside the world."""
        self._pointer = place(lon, lat)
        self._say_place()

    def set_extent(self, west: float, south: float, east: float, north: float) -> None:
        """What is seen, degrees."""
        self._extent = "" if math.isnan(west + south + east + north) else (
            f"{_side(west, 'EW')} – {_side(east, 'EW')},  {_side(south, 'NS')} – {_side(north, 'NS')}"
        )  # fmt: skip
        self._say_place()

    def set_scale(self, denominator: float) -> None:
        """1 to how many."""
        self._denominator = denominator
        field = self.scale.lineEdit()
        if field is not None and not field.hasFocus():
            field.setText(map_scale(denominator))

    def set_projection(self, projection: "Projection") -> None:
        """How the map is drawn, with its EPSG code where it has one."""
        named = projection.sheet.movable
        code = f" · {projection.code}" if projection.code and named else ""
        words = f"{projection.title}{code}" if named else projection.name.upper()
        metrics = self.fontMetrics()
        room = PROJECTION_LETTERS * metrics.averageCharWidth()
        self.projection.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.projection.setToolTip(
            f"{projection.title}\n{projection.sheet.about}\n{projection.parameters}\n"
            "Places under the pointer are WGS 84 (EPSG:4326). Click to choose another projection."
        )

    def recolour(self, colour: str) -> None:
        """Draw the icons in another colour."""
        self.extent_button.setIcon(theme.icon("extent", colour))
        self.messages_button.setIcon(theme.icon("message", colour))

    def _toggle_extent(self, on: bool) -> None:
        widest = "188.8° W – 188.8° E,  88.8° S – 88.8° N" if on else "88.88° N 188.88° W"
        self.place.setMaximumWidth(self.fontMetrics().horizontalAdvance(widest) + 24)
        self.place.setMinimumWidth(min(LEAST_PX, self.place.maximumWidth()))
        self.place.setToolTip(EXTENT_TIP if on else PLACE_TIP)
        self.extent_asked.emit(on)
        self._say_place()

    def _say_place(self) -> None:
        if not self.place.hasFocus():
            self.place.setText(self._extent if self.extent_button.isChecked() else self._pointer)

    def _go_to_place(self) -> None:
        found, metres = coordinates.place(self.place.text()), coordinates.metres(self.place.text())
        if found is None and metres is None:
            self.set_words(coordinates.hint(self.place.text()))
            return
        self.set_words("")
        self.left_field.emit()
        if found is not None:
            self.place_typed.emit(*found)
        elif metres is not None:
            self.metres_typed.emit(*metres)

    def _left_place(self) -> None:
        self._say_place()
        self.left_field.emit()

    def _go_to_scale(self, denominator: float | None) -> None:
        if denominator is None:
            self.set_words(coordinates.HOW_SCALE)
            return
        self.set_words("")
        self.left_field.emit()
        self.scale_typed.emit(denominator)
        self.set_scale(self._denominator)

    def _left_scale(self) -> None:
        self.left_field.emit()
        self.set_scale(self._denominator)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "place"):
            self._toggle_extent(self.extent_button.isChecked())


class _Field(QLineEdit):
    """A field that looks like words until it is used: all of it is selected by a click, Esc leaves it as it was."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusField")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        QTimer.singleShot(0, self, self.selectAll)  # after the press that brought the hand here

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        if arg__1.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif arg__1.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(arg__1)


def _side(value: float, letters: str) -> str:
    return f"{abs(value):.1f}° {letters[value < 0]}"


def _small(tip: str) -> QToolButton:
    """A quiet button."""
    button = QToolButton()
    button.setObjectName("statusButton")
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setIconSize(icon_size(button, 16))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _handle(name: str, tip: str) -> QToolButton:
    """A button that says whether its panel is open."""
    button = QToolButton()
    button.setText(f"▸ {name}")
    button.setCheckable(True)
    button.setToolTip(tip)
    button.toggled.connect(lambda on: button.setText(f"▾ {name}" if on else f"▸ {name}"))
    return button
