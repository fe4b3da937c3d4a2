"""What is wrong with a file is counted one way: by the bar, by the mark and by the dialog."""

import pytest
from PySide6.QtWidgets import QLabel

from mineralmap.errors import Problem, Severity
from mineralmap.gui import problem_words, theme
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
