"""Rows of a form for what may be changed: a number, a choice, one of many names; a change is marked and taken back."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.letters import icon_size

SEGMENT_LETTERS = 8
"""Width to which a word among several shrinks, in letters."""
PERCENT = "fraction"
"""How the unit of a number begins that is shown as a percentage."""
MOST = 1e9
"""In place of infinity, which a box cannot hold."""
MOST_LIKELY = 3
"""Names that are told when a typed part is found in several."""


class Row(QWidget):
    """A label, a control below it, and a button that takes a change back; ``changed`` says that a person changed it."""

    reset_asked = Signal()

    def __init__(self, label: str, tip: str) -> None:
        super().__init__()
        self._words = label
        self.label = QLabel(label)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setToolTip(tip)
        self.reset = QToolButton()
        self.reset.setAccessibleName(f"Reset: {label}")
        self.reset.setToolTip("Back to the default")
        self.reset.setIconSize(icon_size(self.reset, 14))
        self.reset.clicked.connect(self.reset_asked)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.label, 0, 0, 1, 2)

    def _hold(self, control: QWidget) -> None:
        control.setAccessibleName(self._words)
        self.label.setBuddy(control)
        self._grid.addWidget(control, 1, 0)
        self._grid.addWidget(self.reset, 1, 1)

    def mark(self, changed: bool, colours: theme.Colours) -> None:
        """Say whether the value is the user's own, by weight and a dot as well as by colour."""
        font = self.label.font()
        font.setBold(changed)
        self.label.setFont(font)
        self.label.setText(f"• {self._words}" if changed else self._words)
        self.reset.setVisible(changed)
        self.reset.setIcon(theme.icon("undo", colours.text))


class NumberRow(Row):
    """A number within bounds; a fraction is shown as a percentage, nan as ``unset``."""

    edited = Signal(float)

    def __init__(self, label: str, unit: str, bounds: tuple[float, float], unset: str = "", tip: str = "") -> None:
        super().__init__(label, tip)
        self._scale = 100.0 if unit.startswith(PERCENT) else 1.0
        low, high = max(bounds[0], -MOST), min(bounds[1], MOST)
        self._low, self._unset = low, unset
        box = self.box = Number()
        step = 5.0 if self._scale > 1 else 100.0 if high > 1000 else 1.0 if high > 10 else 0.1
        box.setDecimals(1 if self._scale > 1 else 0 if high > 100 else 2)
        box.setRange(low * self._scale - (step if unset else 0.0), high * self._scale)
        box.setSingleStep(step)
        box.setSuffix(" %" if self._scale > 1 else f" {unit}" if unit in ("years", "months") else "")
        box.setKeyboardTracking(False)
        box.setGroupSeparatorShown(True)
        if unset:
            box.setSpecialValueText(unset)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # as wide as the panel lets it
        self._hold(box)
        box.valueChanged.connect(self._say)

    @property
    def value(self) -> float:
        """The number in its own unit; nan when none is set."""
        shown = self.box.value()
        if self._unset and shown < self._low * self._scale:
            return math.nan
        return shown / self._scale

    def show_value(self, value: float, changed: bool, colours: theme.Colours) -> None:
        """Show a value without saying that it was edited."""
        self.box.blockSignals(True)
        self.box.setValue(self.box.minimum() if value != value else value * self._scale)
        self.box.blockSignals(False)
        self.mark(changed, colours)

    def _say(self, _: float) -> None:
        if self.value == self.value:
            self.edited.emit(self.value)
        else:
            self.reset_asked.emit()


class ChoiceRow(Row):
    """One of a few."""

    edited = Signal(object)

    def __init__(self, label: str, choices: Sequence[tuple[str, object]], tip: str = "") -> None:
        super().__init__(label, tip)
        self.box = Choice()
        for words, value in choices:
            self.box.addItem(words, value)
        self._hold(self.box)
        self.box.activated.connect(lambda index: self.edited.emit(self.box.itemData(index)))

    def show_value(self, value: object, changed: bool, colours: theme.Colours) -> None:
        """Show a choice without saying that it was edited."""
        self.box.setCurrentIndex(self.box.findData(value))
        self.mark(changed, colours)


class SwitchRow(Row):
    """A label with quiet words below it, and a box to tick that says what it does."""

    edited = Signal(bool)

    def __init__(self, label: str, words: str, tip: str = "") -> None:
        super().__init__(label, tip)
        self.box = QCheckBox()
        self._hold(self.box)
        quiet = QLabel(words)
        quiet.setObjectName("quiet")
        quiet.setTextFormat(Qt.TextFormat.PlainText)
        quiet.setWordWrap(True)
        quiet.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._grid.addWidget(quiet, 2, 0, 1, 2)
        self.box.clicked.connect(self.edited)

    def show_value(self, on: bool, changed: bool, words: str, colours: theme.Colours) -> None:
        """Show a state, and what it does, without saying that it was edited."""
        self.box.setChecked(on)
        self.box.setText(words)
        self.mark(changed, colours)


class Picker(QComboBox):
    """One of many by name: type a part of it."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field, completer = self.lineEdit(), self.completer()
        assert field is not None  # it is editable
        assert completer is not None
        field.setPlaceholderText(hint)
        self._names = _Names(self)
        self.setModel(self._names)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def offer(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer ids by their names: (name, id)."""
        self._names.offer(names)
        self.setCurrentIndex(-1)
        self.clearEditText()

    @property
    def chosen(self) -> str:
        """The id of the name, or the id itself, that was typed or picked, or by a part of one name only; else ""."""
        typed = self.currentText().strip().casefold()
        parts = []
        for index in range(self.count()):
            name, one = self.itemText(index).casefold(), str(self.itemData(index))
            if typed and typed in (name, one.casefold()):
                return one
            if typed and typed in name:
                parts.append(one)
        return parts[0] if len(parts) == 1 else ""

    def unanswered(self) -> str:
        """What to tell when nothing is chosen, with the hand in the field."""
        self.setFocus()
        typed = self.currentText().strip()
        if not typed:
            return "No name has been entered. Type a part of it and pick it from the list."
        likely = [name for i in range(self.count()) if typed.casefold() in (name := self.itemText(i)).casefold()]
        if not likely:
            return f"The list has no {typed!r}. Type a part of the name and pick it from the list."
        more = f" and {len(likely) - MOST_LIKELY} more" if len(likely) > MOST_LIKELY else ""
        return f"{typed!r} may be any of {', '.join(likely[:MOST_LIKELY])}{more}. Pick one from the list."

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()


class _Names(QAbstractListModel):
    """Many names at once: a box that is given each by itself takes 10 µs for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pairs: Sequence[tuple[str, str]] = ()

    def offer(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Have these (name, id) and no others."""
        self.beginResetModel()
        self._pairs = pairs
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 – Qt's signature
        return 0 if parent.isValid() else len(self._pairs)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._pairs[index.row()][0]
        return self._pairs[index.row()][1] if role == Qt.ItemDataRole.UserRole else None


class _Segment(QPushButton):
    """A word of several side by side: where there is too little room it ends in dots, and its tip says the whole."""

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(min(whole.width(), self.fontMetrics().averageCharWidth() * SEGMENT_LETTERS), whole.height())

    def shown(self) -> tuple[str, QStyleOptionButton]:
        """The word as far as there is room for it, and how it is drawn."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room), option

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        if self.toolTip() in ("", self.text()):
            self.setToolTip(self.text() if self.shown()[0] != self.text() else "")

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        words, option = self.shown()
        option.text = words  # type: ignore[attr-defined]
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Segments(QWidget):
    """One of a few words, side by side as in the question."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, ...]], tips: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4 if not tips else 0, 0, 0)
        row.setSpacing(0)
        for number, (value, words, *_) in enumerate(choices):
            button = _Segment(words)
            button.setToolTip(tips[number] if tips else "")
            button.setAccessibleName(f"{name} {words}")
            button.setObjectName("segment")
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            last = number == len(choices) - 1
            button.setProperty("place", "first" if number == 0 else "last" if last else "middle")
            button.setProperty("value", value)
            button.setCheckable(True)
            button.setChecked(number == 0)
            self.group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.group.buttonClicked.connect(lambda button: self.chosen.emit(str(button.property("value"))))

    @property
    def value(self) -> str:
        """The value that is chosen."""
        button = self.group.checkedButton()
        return str(button.property("value")) if button is not None else ""

    def show_value(self, value: str) -> None:
        """Show a choice without saying that it was made."""
        for button in self.group.buttons():
            button.setChecked(button.property("value") == value)


class Number(QDoubleSpinBox):
    """A number that the wheel scrolls past and does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding stops at the frame

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def textFromValue(self, val: float) -> str:
        """Without the zeros that say nothing."""
        text = super().textFromValue(val)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


class Choice(QComboBox):
    """A choice that the wheel scrolls past and does not change."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()
