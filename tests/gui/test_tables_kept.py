"""What is chosen in a table stays through another question, and what is seen of a table is what is copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from mineralmap.gui.attribute import kept
from mineralmap.gui.attribute.rows import Filter, SortKey
from tests.gui.hand import press
from tests.render.conftest import pixels

ONE_WINDOW = True


def row_ids(pane):
    return [pane.model.row_id(row) for row in range(pane.model.rowCount())]


def pressed(pane, qtbot, row, modifier=Qt.KeyboardModifier.NoModifier):
    at = pane.view.visualRect(pane.model.index(row, 0)).center()
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_that_a_new_question_leaves_what_is_chosen_and_shift_goes_on_from_where_the_hand_was(
    pane, window, settle, qtbot
):
    rows = row_ids(pane)

    def ask(**changes):
        window.session.edit("Ask", **changes)
        settle(window.session)
        qtbot.waitUntil(lambda: not pane.busy, timeout=30_000)

    asked = window.session.scenario
    pressed(pane, qtbot, 0)
    pressed(pane, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    ask(mineral="lithium")  # none of these is there
    assert not pane.model.chosen.any()
    ask(mineral=asked.mineral, partners=frozenset({"JPN"}))
    lit = {row for place, row in enumerate(row_ids(pane)) if pane.model.is_chosen(place)}
    assert lit == window.session.chosen == window.map_place.canvas.chosen == {rows[0], rows[2]}
    pressed(pane, qtbot, 3, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.chosen == {rows[0], rows[2], rows[3]}
    window.session.choose([rows[0]])
    pane.view._anchor = -1
    pressed(pane, qtbot, 2, Qt.KeyboardModifier.ShiftModifier)  # from nowhere: it is added
    assert window.session.chosen == {rows[0], rows[2]}


def test_that_gates_are_copied_as_they_are_seen(dock, window, calm):
    def copied() -> list[list[str]]:
        dock.view.copy()
        return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]

    assert "Ships a year" in copied()[0]
    next(action for action in dock.view.columns_menu().actions() if action.text() == "Ships a year").trigger()
    head = dock.view.horizontalHeader()
    head.moveSection(head.visualIndex(0), 1)
    seen = [head.logicalIndex(at) for at in range(head.count()) if not head.isSectionHidden(head.logicalIndex(at))]
    titles, first, *_ = copied()
    assert titles == [dock.gates.columns[at].title for at in seen]
    assert titles[:2] == ["Gate", "State"]
    assert "Ships a year" not in titles
    assert first[:2] == ["Strait of Malacca", "open"]
    assert len(first) == len(titles)


def test_that_without_flows_the_table_of_gates_says_why_and_what_to_do(dock, window, calm):
    press(dock.controls.leg, "product").click()
    window.session.edit("Close", closed=frozenset({"malacca", "suez"}))
    calm()
    assert dock.gates.rowCount() == 0
    assert dock.view.why_empty == (
        "No flows: nothing tells who consumes refined cobalt. Choose “to refineries” above, or another mineral."
    )
    told = pixels(dock.view.viewport())
    dock.view.why_empty = ""
    assert (told != pixels(dock.view.viewport())).any()
    press(dock.controls.leg, "feed").click()
    calm()
    assert dock.gates.rowCount() == 2


def test_that_own_rows_stand_first_and_name_their_file(pane, window, qtbot, settle, tmp_path):
    assert "file" not in [column.id for column in pane.shown_columns()]
    kept.keep(pane.view)  # as somebody has laid the columns before
    (tmp_path / "mine.csv").write_text(
        "name,mineral,stage,country,lon,lat,capacity_t\nTorni,cobalt,mining,FI,25.0,61.0,1200\n"
    )
    window.files.add_data([tmp_path / "mine.csv"])
    qtbot.waitUntil(lambda: bool(window.session.project.datasets), timeout=30_000)
    settle(window.session)
    qtbot.waitUntil(lambda: not pane.busy and pane.model.rowCount() == 5, timeout=30_000)
    assert row_ids(pane)[0].startswith("own:")
    assert [column.title for column in pane.shown_columns()][:3] == ["Facility", "File", "Country"]
    assert [pane.model.index(row, 1).data() for row in (0, 1)] == ["mine.csv", ""]
    pane.model.sort_by((SortKey("name"),))
    names = [pane.model.index(row, 0).data() for row in range(5)]
    assert names == sorted(names, key=str.casefold)
    pane.model.sort_by(())
    pane.model.filter_by("file", Filter(blanks=False))
    assert len(row_ids(pane)) == 1
    window.session.undo_stack.undo()
    settle(window.session)
    qtbot.waitUntil(lambda: not pane.busy and len(pane.table) == 4, timeout=30_000)
    assert "file" not in [column.id for column in pane.shown_columns()]
    assert len(row_ids(pane)) == 4


def test_that_shift_brings_back_nothing_that_was_let_go_elsewhere(pane, window, qtbot):
    rows = row_ids(pane)
    pressed(pane, qtbot, 0)
    pressed(pane, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    window.session.choose([rows[3]])  # on the map
    pressed(pane, qtbot, 1, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.chosen == {rows[1], rows[2], rows[3]}


def test_that_escape_on_the_map_lets_go_of_what_is_selected_and_then_of_what_is_chosen(pane, window, qtbot):
    rows = row_ids(pane)
    window.map_place.canvas.setFocus()
    window.session.choose([rows[0], rows[1]])
    window.session.select(rows[0])
    qtbot.keyClick(window.map_place.canvas, Qt.Key.Key_Escape)
    assert window.session.view.selected == ""
    assert window.session.chosen == {rows[0], rows[1]}
    qtbot.keyClick(window.map_place.canvas, Qt.Key.Key_Escape)
    assert not window.session.chosen
