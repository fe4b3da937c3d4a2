"""What the panel of chokepoints seeks beside the table: rankings, ranges, and nothing for a question that cannot be."""

import pytest
from PySide6.QtCore import Qt

from mineralmap.gui import sea_work
from mineralmap.gui.words import GAP
from tests.gui.hand import press


def test_that_closures_are_ranked_when_asked_and_a_row_closes_its_gates(dock, window, calm, qtbot):
    ranking = dock.ranking
    dock.tabs.setCurrentWidget(ranking)
    assert not ranking.rows.rowCount()
    qtbot.mouseClick(ranking.start, Qt.MouseButton.LeftButton)
    calm()
    assert ranking.table is not None
    assert sorted("+".join(gates) for gates in ranking.table["gates"]) == ["malacca", "malacca+suez", "suez"]
    assert {ranking.rows.row_id(row) for row in range(ranking.rows.rowCount())} == {"malacca", "suez"}
    press(ranking.which, "two").click()
    assert ranking.rows.row_id(0) == "malacca+suez"
    ranking.view.activated.emit(ranking.rows.index(0, 0))
    assert window.session.scenario.closed == {"malacca", "suez"}
    assert window.session.undo_stack.undoText() == "Close Strait of Malacca + Suez Canal"
    calm()


def test_that_a_ranking_is_called_off_and_one_of_another_question_says_so(dock, window, calm, qtbot):
    ranking = dock.ranking
    ranking.rank()
    ranking.stop.click()
    assert not ranking.busy
    assert ranking.table is None
    ranking.rank()
    dock.calm()
    assert not ranking.busy
    assert ranking.start.isVisible() or not ranking.isVisible()
    ranking.rank()
    calm()
    dock.toggle("suez")  # closed or not, the ranking is of the same settings with nothing closed
    assert ranking.view.isEnabled()
    window.session.edit("Ask for lithium", mineral="lithium")
    assert not ranking.view.isEnabled()
    assert "changed" in ranking.words.text()
    assert ranking.table is None
    ranking.rank()
    ranking.stop.click()
    window.session.edit("Slower", knots=10.0)
    assert not ranking.view.isEnabled()  # what is shown is still that of cobalt
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    assert ranking.view.isEnabled()
    assert ranking.table is not None
    calm()


def test_that_a_share_has_a_range_where_another_way_is_hardly_longer(dock):
    import pandas as pd

    assert dock.ranges is not None
    ranges = pd.DataFrame({"low_share": [0.2, 0.3], "high_share": [0.41, 0.3]}, index=["malacca", "suez"])
    assert sea_work.range_words(ranges, "malacca") == (
        f"20–41{GAP}%, as another way is at most 10{GAP}% longer for some of it."
    )
    assert sea_work.range_words(ranges, "suez") == sea_work.range_words(ranges, "panama") == ""


def test_that_ranges_called_off_by_closing_the_panel_are_sought_when_it_is_opened_again(dock, calm, qtbot, monkeypatch):
    monkeypatch.setattr(sea_work, "RANGE_SECONDS", 0.3)
    dock.toggle("suez")
    qtbot.waitUntil(lambda: dock.straits is not None and dock.straits.closure.closed == ("suez",))
    dock.hide()
    calm()
    assert dock.ranges is None
    monkeypatch.setattr(sea_work, "RANGE_SECONDS", 0.0)
    dock.show()
    calm()
    assert dock.ranges is not None


@pytest.mark.parametrize(
    "bad",
    [{"closed": frozenset({"nonsense"})}, {"own_gates": ("no line",)}, {"vessel": "canoe"}],
    ids=lambda one: str([*one]),
)
def test_that_a_project_that_names_no_gate_has_its_map_and_no_figure_of_another_question(dock, window, calm, bad):
    window.session.edit("Open what somebody wrote by hand", **bad)
    calm()
    assert window.session.flows is None
    assert not dock.gates.rowCount()
    assert "There is no" in dock.sentence.text() or "is no gate" in dock.sentence.text()
    window.session.edit("Ask for lithium", mineral="lithium")
    calm()
    assert "lithium" in window.session.map.title
    assert "chokepoints" in [layer.id for layer in window.session.map.layers]
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    calm()
    assert dock.gates.rowCount() == 2
