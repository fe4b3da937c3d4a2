"""Tonnes in the form of a correction: the program's own writing is taken, doubtful ones are not, years are told."""

import pytest
from PySide6.QtWidgets import QPushButton

from mineralmap.gui.correct.amounts import doubt
from mineralmap.gui.correct.editors import typed
from mineralmap.gui.correct.told import Told
from tests.gui.test_correcting import F1, REPORT, form, ok, put, thing  # noqa: F401

ONE_WINDOW = True


def told(dialog, column):
    return next(one.text().replace("\u00a0", " ") for one in dialog.findChildren(Told) if one._column == column)


@pytest.mark.parametrize(
    ("text", "value"),
    [("9,000", "9000"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"), ("12 000", "12000"),
     ("12\u202f000.5", "12000.5"), ("12\u00a0000", "12000"),
     ("9000", "9000"), ("9.5", "9.5"), ("12.345", "12.345"), ("0.5", "0.5")],
)  # fmt: skip
def test_that_tonnes_are_taken_as_the_program_writes_them(text, value):
    assert doubt(text) == ""
    assert typed("outputs", "capacity", text) == value


@pytest.mark.parametrize(
    ("text", "how"),
    [("9,5", "as in 9.5"), ("1.234,5", "as in 1234.5"), ("1 234,5", "as in 1234.5"), ("0,500", "as in 0.500"),
     ("12,3456", "as in 12.3456"), ("1,23,456", "as in 1,234.5"), ("9.000", "Write 9 or 9000")],
)  # fmt: skip
def test_that_tonnes_in_doubt_are_refused_and_how_to_write_them_is_said(text, how):
    assert how in doubt(text)
    assert typed("outputs", "production", text) == text


def test_that_what_is_typed_is_told_back_and_recorded_as_told(window, form, settle):  # noqa: F811
    dialog = form()
    put(dialog, "capacity", "9,000", F1)
    assert told(dialog, "capacity").startswith("= 9,000 t a year, of 2023 as what it was: write the year below if")
    dialog.source.setText(REPORT)
    form.judged(dialog)
    ok(dialog).click()
    settle(window.session)
    (one,) = window.session.project.corrections
    assert (one.column, one.value) == ("capacity", "9000")


def test_that_a_doubtful_number_cannot_be_recorded(window, form):  # noqa: F811
    dialog = form()
    dialog.source.setText(REPORT)
    put(dialog, "capacity", "9,5", F1)
    form.judged(dialog)
    assert not ok(dialog).isEnabled()
    assert "Write a point before decimals, as in 9.5" in dialog.verdict.text()
    put(dialog, "capacity", "9.5", F1)
    form.judged(dialog)
    assert ok(dialog).isEnabled()
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Add a Figure…").click()
    dialog._more[0].capacity.setText("1.234,5")
    form.judged(dialog)
    assert not ok(dialog).isEnabled()


def test_that_what_an_amount_was_is_told_only_once_it_or_its_year_is_changed(window, form):  # noqa: F811
    dialog = form()
    assert told(dialog, "capacity") == told(dialog, "production") == ""
    assert not any(one.isVisible() for one in dialog.findChildren(Told))
    put(dialog, "capacity_year", "2025", F1)
    assert told(dialog, "capacity") == (
        "It was 100 t a year, of 2023, company report. The output is of another year, 2024."
    )
    assert told(dialog, "production") == ""
    put(dialog, "capacity_year", "2023", F1)
    assert told(dialog, "capacity") == ""
    put(dialog, "capacity", "", F1)
    assert told(dialog, "capacity").startswith("It was 100 t a year")


def test_that_the_year_and_the_kind_of_what_is_corrected_stand_below_it(window, form):  # noqa: F811
    dialog = form()  # F1: a capacity of 2023 and an output of 2024
    put(dialog, "production", "90", F1)
    assert told(dialog, "production").endswith(
        "It was 100 t, of 2024, company report. The capacity is of another year, 2023."
    )
    put(dialog, "capacity", "150", F1)
    put(dialog, "capacity_year", "2025", F1)
    assert told(dialog, "capacity").startswith("= 150 t a year, of 2025.\nIt was 100 t a year, of 2023")
    put(dialog, "capacity_year", "", F1)
    assert "no year told: write it below" in told(dialog, "capacity")
