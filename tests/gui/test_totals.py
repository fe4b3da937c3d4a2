"""The row of totals says of which rows its sums are, and none of them by half."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

ONE_WINDOW = True


def test_that_the_row_of_totals_says_of_which_rows_its_sums_are(pane, window, monkeypatch):
    totals = pane.totals
    assert totals.explained("counted_t").startswith("Sum of 4 rows, ")
    pane.model.seek("kolwezi")
    assert (totals.words(), totals.of("counted_t").value) == ("1 of 4 rows", 100)
    pane.model.seek("")
    window.session.choose(["COD-f1", "COD-f2"])
    assert (totals.words(), totals.of("counted_t").value) == ("4 rows · Σ of 2 selected", 140)
    pane.model.seek("kolwezi")
    assert (totals.words(), totals.of("counted_t").value) == ("1 of 4 rows · Σ of 1 selected (1 more not shown)", 100)
    assert totals.explained("counted_t").startswith("Sum of 1 selected row, ")
    pane.model.seek("murrin")  # 50 t, and it is not selected
    assert (totals.words(), totals.of("counted_t").value) == ("1 of 4 rows (2 selected, not shown)", 50)
    monkeypatch.setattr(pane.view, "shown_columns", lambda: [0])  # names
    pane.model.seek("kolwezi")
    assert totals.words() == "1 of 4 rows · 1 selected (1 more not shown)"


def test_that_a_sum_that_the_words_would_cut_is_not_drawn(pane, window, monkeypatch):
    drawn = []
    paint = QPainter.drawText

    def heard(painter, *asked):
        drawn.append(asked[-1])
        return paint(painter, *asked)

    monkeypatch.setattr("mineralmap.gui.attribute.totals_row.QPainter.drawText", heard)
    section = next(one for one in pane.view.shown_columns() if pane.model.column(one).id == "counted_t")
    pane.totals.grab()
    assert pane.totals.figure(section) == "Σ 250"
    assert "Σ 250" in drawn
    monkeypatch.setattr(pane.view, "shown_columns", lambda: [section])
    monkeypatch.setattr(pane.totals, "_rect", lambda _: QRect(0, 0, 150, 26))  # its sum would begin among the words
    window.session.choose(["COD-f1", "COD-f2"])
    drawn.clear()
    pane.totals.grab()
    assert drawn == ["4 rows · Σ of 2 selected"]
