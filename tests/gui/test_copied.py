"""A copied table says above its rows what these are of, and gives figures in full without the noise of sums."""

import math

import pytest
from PySide6.QtGui import QGuiApplication

from mineralmap.gui.words import copied

ONE_WINDOW = True


def pasted():
    above, rows = QGuiApplication.clipboard().text().split("\n\n")
    lines = above.replace("\n#   ", " ").splitlines()
    said = [one for line in lines for one in line.removeprefix("# ").split(" · ")]
    return dict(one.split(": ", 1) for one in said), [line.split("\t") for line in rows.splitlines()]


@pytest.mark.parametrize("selected", [False, True])
@pytest.mark.parametrize("name", ["supplier_view", "indicator_view"])
def test_that_suppliers_and_indicators_are_copied_with_their_question(window, qtbot, name, selected):
    window.table.show()
    view = getattr(window.table, name)
    qtbot.waitUntil(lambda: view.model().rowCount() > 1)
    view.clearSelection()
    if selected:
        view.selectRow(1)
    window.table.tabs.setCurrentWidget(view)
    window.table._copy()
    view.clearSelection()
    about, rows = pasted()
    results = window.session.results
    assert about["Question"] == f"cobalt, mining, by equity, output {results.year}"
    assert about["Denominator of cobalt, mining"].endswith(results.denominator_source)
    assert about["Data"] == f"key {results.dataset_key}"
    assert all(results.dataset.sources.at[one, "publisher"] in about["Sources"] for one in results.sources)
    assert about["All sources"].startswith(f"{len(results.sources)}, ")
    assert len(rows) == 2 if selected else len(rows) == view.model().rowCount() + 1
    assert len({len(row) for row in rows}) == 1


def test_that_a_copied_figure_has_ten_digits_at_most():
    assert copied(0.1 + 0.2) == "0.3"
    assert copied(1 / 3) == "0.3333333333"
    assert copied(110_000.00000000001) == "110000"
    assert copied(12_345_678_901.0) == "12345678900"
    assert copied(math.nan) == ""
