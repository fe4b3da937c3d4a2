"""Editors of single values, and what is typed in them as a correction writes it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from mineralmap.gui.correct.amounts import AMOUNTS, doubt, without_groups
from mineralmap.gui.correct.fields import Field


def typed(table: str, column: str, text: str) -> str:
    """Typed text as a correction writes it: "49 %" is 0.49, "9,000" t are 9000; what cannot be read stays."""
    import pandas as pd

    from mineralmap.datasets import check
    from mineralmap.datasets.corrections import plain

    if not text:
        return ""
    if column == "stake" and text.replace(".", "", 1).isdecimal() and float(text) > 1:
        text = f"{text} %"
    if column in AMOUNTS:
        if doubt(text):
            return text
        text = without_groups(text)
    found, faults = check.typed(table, column, pd.Series([text], dtype=str), check.Words())
    return text if faults else plain(found.iloc[0])


def editor(host: QWidget, field: Field, value: str) -> QWidget:
    """The editor of one value, made where it will stand."""
    edit: QWidget
    if field.choices:
        choices = list(field.choices)
        if value not in {one for one, _ in choices}:
            choices.insert(0, (value, value or "not known"))
        edit = box_of(host, choices, field.label)
        edit.setCurrentIndex(edit.findData(value))
    else:
        edit = QLineEdit(field.shown.replace("\u00a0", " ") if value == field.value else value, host)
        edit.setCursorPosition(0)
    edit.setAccessibleName(field.label)
    edit.setToolTip(field.tip)
    return edit


def box_of(host: QWidget, choices: Sequence[tuple[str, str]], name: str, free: bool = False) -> QComboBox:
    box = QComboBox(host)
    box.setAccessibleName(name)
    box.setEditable(free)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for value, words in choices:
        box.addItem(words, value)
    return box


def text_of(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData() or "")
    assert isinstance(edit, QLineEdit)
    return " ".join(edit.text().split())


def heard(edit: QWidget, act: Callable[..., object]) -> None:
    if isinstance(edit, QComboBox):
        edit.currentIndexChanged.connect(act)
        edit.editTextChanged.connect(act)
    elif isinstance(edit, QLineEdit):
        edit.textChanged.connect(act)


def form_on(host: QWidget | None = None) -> QFormLayout:
    form = QFormLayout(host) if host is not None else QFormLayout()
    form.setContentsMargins(0, 4, 0, 8)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
