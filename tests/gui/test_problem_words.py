"""What is wrong with a file is counted one way: by the bar, by the mark and by the dialog."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from mineralmap.errors import Problem, Severity
from mineralmap.gui import problem_words, theme
from mineralmap.gui.dialogs.problems import ProblemsDialog, widths
from mineralmap.gui.notices import Notices

ONE_WINDOW = True

HEAD = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
PLACELESS = HEAD + "A,cobalt,mining,-10.6,26.2,COD,40,CMOC 80 %\nB,cobalt,mining,,,COD,40,CMOC 80 %\n"
DOUBTFUL = HEAD.replace("owners", "owners,coord_precision") + "A,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %,roughly\n"


def problem(severity, row):
    return Problem(severity, "own.csv", row, None, "is wrong.")


def test_that_a_row_with_two_faults_is_one_row():
    bad, mild = Severity.ERROR, Severity.WARNING
    assert problem_words.counted([problem(bad, 3), problem(bad, 3), problem(bad, 4), problem(mild, 5)]) == (
        "2 rows left out, 1 warning"
    )
    assert problem_words.counted([problem(mild, 5), problem(mild, None)]) == "2 warnings"
    assert problem_words.counted([problem(bad, 1)]) == "1 problem of the whole file"  # a column that is not there
    assert problem_words.counted([problem(bad, None)]) == "1 problem of the whole file"
    assert problem_words.counted([]) == ""


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [(PLACELESS, "error", "1 of 2 rows joined the map, 1 row left out."), (DOUBTFUL, "warning", ", 1 warning.")],
)
def test_that_bar_and_dialog_count_alike_and_a_warning_is_no_alarm(window, settle, tmp_path, qtbot, text, kind, words):
    told = []
    window.notices.told.connect(lambda *one: told.append(one))
    path = tmp_path / "own.csv"
    path.write_text(text)
    window.files.add_data([path])
    qtbot.waitUntil(lambda: "joined" in window.notices.text, timeout=10_000)
    settle(window.session)
    assert words in window.notices.text
    assert told[-1][1] == kind
    counted = window.notices.text.rpartition(", ")[2].partition(".")[0]
    window.notices.button("Show problems").click()
    said = " ".join(label.text() for label in window.files.problems_shown.findChildren(QLabel))
    assert said.startswith(f"{counted}. Rows count as in a spreadsheet")
    window.files.problems_shown.close()


def test_that_a_warning_has_another_colour_than_an_error(window, monkeypatch):
    drawn = []
    made = theme.icon
    monkeypatch.setattr(theme, "icon", lambda name, colour: drawn.append((name, colour)) or made(name, colour))
    known = theme.colours("light")
    for kind, colour in (("info", known.focus), ("warning", known.caution), ("error", known.accent)):
        drawn.clear()
        theme.message_icon(kind, "light")
        assert drawn == [("info" if kind == "info" else "warning", colour)]
    assert isinstance(window.notices, Notices)


LONG = (
    Problem(Severity.ERROR, "own.csv", 2, "owners", "a stake of 140 % is more than the whole.", "Write CMOC 80 %."),
    Problem(
        Severity.WARNING, "own.csv", 12, "capacity_t_per_year", "more than the world makes. " * 3, "Is it so? " * 20
    ),
)


@pytest.fixture
def listed(qtbot):
    made = ProblemsDialog(None, "Problems", LONG)
    qtbot.addWidget(made)
    made.show()
    return made


def cut(listed, at):
    """Does a column cut a word of its own, on one line?"""
    told = [listed.model.words(row, at) for row in range(listed.model.rowCount())]
    wide = max(map(listed.view.fontMetrics().horizontalAdvance, told))
    return wide > listed.view.columnWidth(at) - 6


@pytest.mark.parametrize("width", [640, 960, 1500])
def test_that_columns_of_problems_are_as_wide_as_their_words_within_the_window(listed, qtbot, width):
    listed.resize(width, 420)
    qtbot.waitUntil(lambda: sum(map(listed.view.columnWidth, range(5))) == listed.view.viewport().width())
    assert not any(cut(listed, at) for at in range(3))
    wide = [listed.view.columnWidth(at) for at in range(5)]
    assert sum(wide[:3]) < 300  # and take no more than that
    assert min(wide[3:]) > 150
    if width == 1500:
        assert not cut(listed, 3)
    assert listed.model.data(listed.model.index(1, 4), Qt.ItemDataRole.ToolTipRole) == LONG[1].hint


def test_that_rows_are_as_high_as_what_they_say_once_a_scroll_bar_has_come(listed, qtbot):
    listed.resize(640, 200)
    view = listed.view
    qtbot.waitUntil(lambda: view.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: sum(map(view.columnWidth, range(5))) == view.viewport().width())
    heights = [view.rowHeight(row) for row in range(2)]
    view.resizeRowsToContents()
    assert [view.rowHeight(row) for row in range(2)] == heights


def test_that_a_very_long_name_of_a_column_leaves_the_sentences_their_room():
    assert widths([60, 40, 900, 300, 300], 1000) == [60, 40, 300, 300]
    assert widths([60, 40, 130, 800, 200], 1000) == [60, 40, 130, 570]  # what the other does not need
    assert widths([60, 40, 130, 200, 800], 1000) == [60, 40, 130, 200]
    assert widths([60, 40, 130, 800, 800], 1000) == [60, 40, 130, 385]


def test_that_of_thousands_of_rows_those_that_are_seen_are_as_high_as_their_words(window, qtbot, monkeypatch):
    """All of 5,000 took most of a second with each step of the window's edge."""
    some = [replace(LONG[row % len(LONG)], row=row + 2) for row in range(5_000)]
    many = ProblemsDialog(window, "Problems", some)
    qtbot.addWidget(many)
    asked = []
    monkeypatch.setattr(many.view, "resizeRowsToContents", lambda: asked.append("all"))
    many.resize(640, 300)
    many.show()
    qtbot.waitExposed(many)
    view = many.view
    for row in (0, 2_500):
        view.scrollTo(many.model.index(row, 0), view.ScrollHint.PositionAtTop)
        qtbot.waitUntil(lambda row=row: view.rowHeight(row) >= view.sizeHintForRow(row))
    assert view.rowHeight(4_000) < view.sizeHintForRow(4_000)
    assert not asked


def test_that_a_column_that_was_dragged_stays_as_it_was_left(listed, qtbot):
    listed.view.horizontalHeader().resizeSection(2, 90)
    listed.resize(1200, 420)
    qtbot.waitUntil(lambda: sum(map(listed.view.columnWidth, range(5))) == listed.view.viewport().width())
    assert listed.view.columnWidth(2) == 90


def test_that_words_of_several_lines_are_whole_also_when_the_list_is_not_where_one_types(listed, qtbot):
    listed.resize(640, 420)
    qtbot.waitUntil(lambda: sum(map(listed.view.columnWidth, range(5))) == listed.view.viewport().width())
    cell = listed.view.visualRect(listed.model.index(1, 4))
    assert cell.height() > 3 * listed.view.fontMetrics().height()

    def lines():
        """Px of the upper third of the cell that are no ground."""
        image = listed.view.viewport().grab(cell).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()]
        return int((pixels[: image.height() // 3] < pixels.max() - 60).sum())

    listed.view.setFocus()
    there = lines()
    listed.view.clearFocus()
    assert not listed.view.hasFocus()
    assert lines() == there > 0  # on one line they stood in the middle
