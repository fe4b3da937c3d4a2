"""How one layer is drawn: changed while one looks, each change a step of undo, what differs marked and taken back."""

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.elided import ElidedBox
from mineralmap.gui.layer_edits import LayerEdits
from mineralmap.gui.letters import icon_size
from mineralmap.gui.session import Session
from mineralmap.gui.style_fields import ScaleField, SlideField
from mineralmap.layers import order
from mineralmap.model import style as styles
from mineralmap.model.style import LayerStyle
from mineralmap.model.view import CLASSES, COLOUR_BY, LANGUAGES, ROUTES_BY, ROUTES_SHOW, View

if TYPE_CHECKING:
    from mineralmap.layers.layer import Layer

LIVE_MS = 30
"""How often the map follows a slider that moves: longer than it takes to compose."""
GRATICULES = {
    0: "none",
    5: "every 5°",
    10: "every 10°",
    15: "every 15°",
    20: "every 20°",
    30: "every 30°",
    45: "every 45°",
}
WITHOUT_SIZE = ("countries", "lakes", "labels")
WITH_NAMES = ("Facilities", order.MY_DATA)


def _elsewhere(module: str, name: str) -> Callable[[], Mapping[Any, str]]:
    """Choices that a module of the layers keeps, which is not imported before there is a map."""
    return lambda: getattr(importlib.import_module(f"mineralmap.layers.{module}"), name, {})


_COLOUR = ("colour_by", "Colour by", lambda: COLOUR_BY)
CHOICES: dict[str, tuple[tuple[str, str, Callable[[], Mapping[Any, str]]], ...]] = {
    "Facilities": (_COLOUR,),
    order.MY_DATA: (_COLOUR,),
    "countries": (
        ("shade_by", "Shade by", _elsewhere("shading", "SHADE_BY")),
        ("classes", "Classes", lambda: CLASSES),
    ),
    "labels": (("language", "Language", lambda: LANGUAGES),),
    "sea": (("graticule", "Graticule", lambda: GRATICULES),),
    "routes": (("routes_by", "Colour by", lambda: ROUTES_BY), ("routes_show", "Show", lambda: ROUTES_SHOW)),
}
"""What of the view is set beside the style of a layer or of all layers of a heading: field, label, choices."""


class StylePanel(QFrame):
    """The style of the layer that it was told to show."""

    closed = Signal()
    panel_asked = Signal(str)
    """The panel with more of this layer's settings."""

    def __init__(self, session: Session, edits: LayerEdits) -> None:
        super().__init__()
        self.setObjectName("stylePanel")
        self._session, self._edits = session, edits
        self.layer = ""
        self._waiting: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LIVE_MS)
        self._timer.timeout.connect(self._next)
        self.title = QLabel()
        self.title.setObjectName("heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.reset = _tool("Draw this layer as the program does by itself")
        self.reset.clicked.connect(lambda: self._edits.reset_style((self.layer,)))
        self.close_button = _tool("Close the style of this layer")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.reset)
        head.addWidget(self.close_button)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 8, 8, 10)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.addLayout(head, 0, 0, 1, 3)
        self.opacity = SlideField("Opacity", 0, 100, lambda step: step / 100, lambda value: round(100 * value))
        self.sizes = SlideField(
            "Size", -40, 40, lambda step: round(2 ** (step / 20), 3), lambda value: round(20 * math.log2(value))
        )
        self.words = {
            name: _combo(label, styles.CHOICES[name])
            for name, label in (("names", "Names beside the symbols"), ("part", "Partner-owned part"))
        }
        self.closest = ScaleField("Shown from this scale, closer to the ground", "closest")
        self.farthest = ScaleField("Shown to this scale, farther from the ground", "any scale")
        self._labels: dict[str, QLabel] = {}
        self._controls: dict[str, QWidget] = {}
        self._shown: set[str] = set()
        self._resets: dict[str, QToolButton] = {}
        for name, label, control in (
            ("opacity", "Opacity", self.opacity),
            ("size", "Size", self.sizes),
            ("names", "Names", self.words["names"]),
            ("part", "Partners", self.words["part"]),
            ("closest", "From 1:", self.closest),
            ("farthest", "To 1:", self.farthest),
        ):
            self._row(name, label, control, partial(self._back, name))
        self.opacity.changed.connect(partial(self._soon, "opacity"))
        self.sizes.changed.connect(partial(self._soon, "size"))
        for name, box in self.words.items():
            box.activated.connect(lambda at, name=name, box=box: self._set(name, box.itemData(at)))
        self.closest.changed.connect(partial(self._set, "closest"))
        self.farthest.changed.connect(partial(self._set, "farthest"))
        self.choices: dict[str, QComboBox] = {}
        self.more = QPushButton("More in Chokepoints…")
        self.more.setToolTip("Close and open straits, and what sails (Ctrl+9)")
        self.more.clicked.connect(lambda: self.panel_asked.emit("chokepoints"))
        self._grid.addWidget(self.more, 98, 0, 1, 3)  # below the choices that are added when they are first wanted
        self._grid.setRowStretch(99, 1)
        session.view_changed.connect(self._follow)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    def show_layer(self, layer: "Layer | None") -> None:
        """Show the style of a layer; nothing of none."""
        self.layer = layer.id if layer is not None else ""
        self.title.setText(layer.title if layer is not None else "Choose a layer")
        self.title.setToolTip(f"Style of the layer {layer.title}" if layer is not None else "")
        wanted: tuple[tuple[str, str, Callable[[], Mapping[Any, str]]], ...] = ()
        if layer is not None:
            wanted = CHOICES.get(layer.id, ()) or CHOICES.get(layer.group, ())
        shown = {
            "opacity": layer is not None,
            "size": layer is not None and layer.id not in WITHOUT_SIZE,
            "names": layer is not None and (layer.group in WITH_NAMES or layer.id == "chokepoints"),
            "part": layer is not None and layer.group in WITH_NAMES,
            "closest": layer is not None,
            "farthest": layer is not None,
        } | dict.fromkeys(self.choices, False)
        for field, label, choices in wanted:
            if self._choice(field, label, choices):
                shown[field] = True
        for name, on in shown.items():
            for widget in (self._labels[name], self._controls[name]):
                widget.setVisible(on)
            if not on:
                self._resets[name].hide()
        self.more.setVisible(layer is not None and layer.id in ("routes", "chokepoints"))
        self._shown = {name for name, on in shown.items() if on}
        self._follow(self._session.view)

    def say_scale(self, denominator: float) -> None:
        """The scale that the buttons for the present scale take."""
        self.closest.say_present(denominator)
        self.farthest.say_present(denominator)

    def _choice(self, field: str, label: str, choices: Callable[[], Mapping[Any, str]]) -> bool:
        """The control of a field of the view; false where nobody offers choices for it."""
        try:
            found = choices()
        except ImportError:
            return False
        if field not in self.choices:
            self.choices[field] = _combo(label, found)
            box = self.choices[field]
            default = getattr(View(), field)
            box.activated.connect(lambda at: self._edit_view(field, label, box.itemData(at), box.itemText(at)))
            self._row(
                field, label, box, lambda: self._edit_view(field, label, default, str(found.get(default, default)))
            )
            self._recolour()
        return bool(found)

    def _row(self, name: str, label: str, control: QWidget, back: Callable[[], object]) -> None:
        row = 1 + len(self._labels)
        words = QLabel(label)
        words.setBuddy(control)
        button = _tool(f"{label.removesuffix(' 1:')}: back to what it is by itself")
        button.clicked.connect(lambda: back())
        button.hide()
        self._labels[name], self._resets[name], self._controls[name] = words, button, control
        self._grid.addWidget(words, row, 0)
        self._grid.addWidget(control, row, 1)
        self._grid.addWidget(button, row, 2)

    def _soon(self, name: str, value: float) -> None:
        """A slider moves: the map follows as fast as it can be made, and ends where the slider does."""
        self._waiting = partial(self._set, name, value)
        if not self._timer.isActive():
            self._next()
            self._timer.start()

    def _next(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self._timer.stop()
        else:
            waiting()

    def _set(self, name: str, value: Any) -> None:
        if not self.layer:
            return
        style = replace(self._edits.style(self.layer), **{name: value})
        if style.closest >= style.farthest:  # the end that was not set gives way
            style = replace(style, closest=0.0) if name == "farthest" else replace(style, farthest=math.inf)
        title = self._edits.title(self.layer)
        self._edits.restyle((self.layer,), style, f"{WORDS[name]} of {title}", merge=f"style {self.layer} {name}")

    def _back(self, name: str) -> None:
        self._set(name, getattr(LayerStyle(), name))

    def _edit_view(self, field: str, label: str, value: Any, words: str) -> None:
        said = words[:1].lower() + words[1:] if field != "language" else words
        self._session.edit(f"{label}: {said}", **{field: value})

    def _follow(self, view: View) -> None:
        style, default = self._edits.style(self.layer), LayerStyle()
        self.opacity.show_value(style.opacity)
        self.sizes.show_value(style.size)
        for name, box in self.words.items():
            box.setCurrentIndex(max(box.findData(getattr(style, name)), 0))
        self.closest.show_value(style.closest)
        self.farthest.show_value(style.farthest)
        differs = {one.name: getattr(style, one.name) != getattr(default, one.name) for one in fields(style)}
        plain = View()
        for field, box in self.choices.items():
            box.setCurrentIndex(box.findData(getattr(view, field)))
            differs[field] = getattr(view, field) != getattr(plain, field)
        self.reset.setVisible(bool(self.layer) and style != default)
        for name in self._labels:
            other = differs.get(name, False) and name in self._shown
            font = self._labels[name].font()
            font.setBold(other)
            self._labels[name].setFont(font)
            self._resets[name].setVisible(other)

    def _recolour(self) -> None:
        colours = theme.colours(self._session.view.theme)
        self.close_button.setIcon(theme.icon("close", colours.quiet))
        for button in (self.reset, *self._resets.values()):
            button.setIcon(theme.icon("undo", colours.quiet))


WORDS = {
    "opacity": "Opacity", "size": "Size", "names": "Names", "part": "Partner-owned part", "closest": "Closest scale",
    "farthest": "Farthest scale",
}  # fmt: skip


def _tool(tip: str) -> QToolButton:
    button = QToolButton()
    button.setFixedSize(22, 22)
    button.setIconSize(icon_size(button, 14))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _combo(name: str, choices: Mapping[Any, str]) -> QComboBox:
    box = ElidedBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(3)
    box.setMinimumWidth(56)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for value, words in choices.items():
        box.addItem(words, value)
    return box
