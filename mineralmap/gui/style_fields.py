"""Fields of a style: a slider that says its value, and a scale that is typed, chosen or taken from the map."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from mineralmap.gui import coordinates
from mineralmap.gui.words import map_scale

SCALES = (1e5, 2.5e5, 5e5, 1e6, 2.5e6, 5e6, 1e7, 2.5e7, 5e7, 1e8)
NOW = 1
"""Place of the present scale among the choices."""


class SlideField(QWidget):
    """A slider with its value in percent. ``value_of`` and ``step_of`` turn its steps into values and back."""

    changed = Signal(float)

    def __init__(
        self, name: str, low: int, high: int, value_of: Callable[[int], float], step_of: Callable[[float], int]
    ) -> None:
        super().__init__()
        self._value_of, self._step_of = value_of, step_of
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setPageStep(10)
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(40)
        self.slider.valueChanged.connect(self._slid)
        self._words = QLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._words.setFixedWidth(self.fontMetrics().horizontalAdvance("400 %") + 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.slider, 1)
        row.addWidget(self._words)
        self.setFocusProxy(self.slider)

    def show_value(self, value: float) -> None:
        """Show a value without telling it."""
        self._words.setText(f"{100 * value:.0f} %")
        if self._step_of(value) != self.slider.value():
            self.slider.blockSignals(True)
            self.slider.setValue(self._step_of(value))
            self.slider.blockSignals(False)

    def _slid(self, step: int) -> None:
        value = self._value_of(step)
        self._words.setText(f"{100 * value:.0f} %")
        self.changed.emit(value)


class ScaleField(QWidget):
    """One end of a span of scales, by its denominator: chosen, the present one too, or typed ("5 M", "1:5,000,000")."""

    changed = Signal(float)

    def __init__(self, name: str, end: str) -> None:
        super().__init__()
        self.end = 0.0 if end == "closest" else math.inf
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(3)
        self.box.setMinimumWidth(56)
        self.box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.box.setAccessibleName(name)
        self.box.setToolTip(f"{name}: type 5 M or 5,000,000; as the status bar says it, in the middle of what is seen")
        self._any = "any"
        self.box.addItem(self._any, self.end)
        self.box.addItem("as now", math.nan)
        for scale in SCALES:
            self.box.addItem(_words(scale), scale)
        self.box.activated.connect(lambda at: self.changed.emit(self.box.itemData(at)))
        field = self.box.lineEdit()
        assert field is not None
        field.editingFinished.connect(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)
        self._value = self.end

    def show_value(self, denominator: float) -> None:
        """Show a scale without telling it."""
        self._value = denominator
        self.box.setEditText(self._any if denominator == self.end else _words(denominator))

    def say_present(self, denominator: float) -> None:
        """The scale that the map has now, to be chosen."""
        self.box.setItemText(NOW, f"{_words(denominator)}, as now")
        self.box.setItemData(NOW, denominator * (0.9995 if self.end == 0.0 else 1.0005))  # still drawn now
        self.show_value(self._value)

    def _typed(self) -> None:
        text = self.box.currentText()
        value = self.end if text.strip().lower() in ("", self._any) else read_scale(text)
        if math.isnan(value):
            self.show_value(self._value)
        elif text != _words(self._value) and value != self._value:
            self.changed.emit(value)


def read_scale(text: str) -> float:
    """A denominator from what people type: "1:5 M", "5,000,000", "250k"; nan where it is none."""
    value = coordinates.scale(text)
    return math.nan if value is None else value


def _words(denominator: float) -> str:
    return map_scale(denominator).removeprefix("1:").strip()
