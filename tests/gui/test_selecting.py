"""Selecting: by hand on the map, by expression, value and country; added, taken away, within; and all of it undone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from mineralmap.gui.choosing import combined
from mineralmap.gui.words import percent
from mineralmap.layers.within import inside
from tests.qt import move

ONE_WINDOW = True
ALL = {"COD-f1", "COD-f2", "IDN-f3", "AUS-f4"}


@pytest.fixture
def chosen(window):
    """What is chosen now."""
    window.resize(1280, 800)
    return lambda: set(window.session.chosen)


@pytest.fixture
def dialog(window, qtbot):
    """The dialog of expressions, with the table of the question."""
    window.actions_["select_expression"].trigger()
    made = window.parts["select"].thing.expression
    qtbot.waitUntil(lambda: made.columns.topLevelItemCount() > 0 and not made.busy, timeout=30_000)
    return made


def asked(dialog, qtbot, expression):
    dialog.field.setPlainText(expression)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    return dialog.said.text()


def test_that_what_is_found_joins_what_is_chosen_as_asked():
    here, found = frozenset("ab"), frozenset("bc")
    assert combined(here, found, "replace") == found
    assert combined(here, found, "add") == frozenset("abc")
    assert combined(here, found, "remove") == frozenset("a")
    assert combined(here, found, "within") == frozenset("b")


def test_that_points_are_told_inside_a_hollow_polygon():
    x, y = np.array([0.0, 4, 4, 2, 0]), np.array([0.0, 0, 4, 1, 4])  # a wedge is cut out from above
    assert inside(np.array([2.0, 2.0, 0.5, 5.0]), np.array([0.5, 2.0, 2.0, 1.0]), x, y).tolist() == [
        True, False, True, False,
    ]  # fmt: skip


def px(window, feature):
    """Where a feature is on the canvas."""
    made, canvas = window.session.map, window.map_place.canvas
    row = window.session.dataset.facilities.loc[feature]
    x, y = made.projection.forward(np.array([row["lon"]]), np.array([row["lat"]]))
    x0, y0, x1, y1 = canvas.extent()
    return QPointF((x[0] - x0) * canvas.width() / (x1 - x0), (y1 - y[0]) * canvas.height() / (y1 - y0)).toPoint()


def drag(window, qtbot, first, last, modifier=Qt.KeyboardModifier.NoModifier):
    canvas = window.map_place.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, modifier, first)
    move(canvas, QPointF(last), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, modifier, last)


def test_that_a_rectangle_selects_and_the_map_stays(window, qtbot, chosen):
    before = window.map_place.canvas.extent()
    window.actions_["select_box"].trigger()
    at = px(window, "AUS-f4")
    drag(window, qtbot, at - QPoint(20, 20), at + QPoint(20, 20))
    assert chosen() == {"AUS-f4"}
    assert window.map_place.canvas.extent() == before
    drag(window, qtbot, QPoint(1, 1), QPoint(2, 2))
    assert chosen() == set()
    drag(window, qtbot, QPoint(1, 1), QPoint(window.map_place.canvas.width() - 1, window.map_place.canvas.height() - 1))
    assert chosen() & ALL == ALL - {one for one in ALL if not located(window, one)}
    qtbot.keyClick(window.map_place.canvas, Qt.Key.Key_Escape)
    assert window.actions_["tool_pan"].isChecked()
    window.actions_["select_none"].trigger()
    assert chosen() == set()


def located(window, feature):
    return np.isfinite(window.session.dataset.facilities.at[feature, "lat"])


def test_that_a_polygon_selects(window, qtbot, chosen):
    window.actions_["select_polygon"].trigger()
    at = px(window, "IDN-f3")
    for step in (QPoint(-25, -20), QPoint(25, -20), QPoint(0, 30)):
        qtbot.mouseClick(window.map_place.canvas, Qt.MouseButton.LeftButton, pos=at + step)
    qtbot.keyClick(window.map_place.canvas, Qt.Key.Key_Return)
    assert chosen() == {"IDN-f3"}


def test_that_a_click_on_the_map_lights_the_row_and_ctrl_takes_more(window, qtbot, chosen):
    canvas = window.map_place.canvas
    canvas.feature_clicked.emit("mines", "AUS-f4")
    assert chosen() == {"AUS-f4"}
    canvas.feature_clicked.emit("mines", "IDN-f3")
    assert chosen() == {"IDN-f3"}
    window.session.choose(["AUS-f4", "IDN-f3"])
    canvas.feature_clicked.emit("mines", "COD-f1")  # a card is looked at, the selection stays
    assert chosen() == {"AUS-f4", "IDN-f3"}


def test_that_the_expression_of_the_handbook_counts_and_selects(dialog, qtbot, chosen):
    assert asked(dialog, qtbot, "operator != 'x'").startswith("2 of 4 rows match; for 2 the value is not known")
    assert asked(dialog, qtbot, "counted_t >= 50").startswith("3 of 4 rows match.")
    dialog.choose("replace")
    assert chosen() == {"COD-f1", "IDN-f3", "AUS-f4"}
    asked(dialog, qtbot, 'host == "COD"')
    dialog.choose("within")
    assert chosen() == {"COD-f1"}
    dialog.choose("add")
    assert chosen() == {"COD-f1", "COD-f2"}
    asked(dialog, qtbot, 'capacity_t_per_year > 10000 and owner == "CHN"')
    assert dialog.modes["replace"].isEnabled()


def test_that_a_mistake_is_marked_where_it_stands_and_nothing_can_be_pressed(dialog, qtbot):
    assert "Did you mean status?" in asked(dialog, qtbot, "statu == 'x'")
    marks = dialog.field.extraSelections()
    assert marks[0].cursor.selectedText() == "statu"
    assert not dialog.modes["replace"].isEnabled()
    assert 'did you mean "operating"' in asked(dialog, qtbot, "status == 'operatin'")
    assert "Type a condition" in asked(dialog, qtbot, "")


def test_that_columns_and_values_are_offered_while_one_types(dialog, qtbot):
    dialog.field.setFocus()
    qtbot.keyClicks(dialog.field, "cap")
    words = dialog.field.words
    assert words.currentCompletion() == "capacity_t_per_year"
    dialog.field._complete("capacity_t_per_year")
    assert dialog.field.toPlainText() == "capacity_t_per_year"
    dialog.field.insert("> 1")
    assert dialog.field.toPlainText() == "capacity_t_per_year > 1"


def test_that_the_dialog_follows_another_layer_and_answer(dialog, window, qtbot, settle):
    dialog.layer.setCurrentIndex(dialog.layer.findData("countries"))
    qtbot.waitUntil(lambda: not dialog.busy and dialog.columns.topLevelItem(0).text(2).startswith('"'), timeout=30_000)
    assert window.table.attributes.layer_id == "countries"
    asked(dialog, qtbot, "landlocked and facilities == 0")
    dialog.choose("replace")
    window.session.edit("Lithium", mineral="lithium")
    settle(window.session)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert dialog.modes["replace"].isEnabled()


def test_that_values_are_ticked_and_countries_clicked(window, qtbot, chosen):
    window.actions_["select_country"].trigger()
    dialog = window.parts["select"].thing.values[True]
    qtbot.waitUntil(lambda: dialog.column.count() > 0, timeout=30_000)
    assert dialog.column.currentText() == "Country"
    assert not dialog.modes["replace"].isEnabled()
    window.session.select("COD")
    dialog.choose("replace")
    assert chosen() == {"COD-f1", "COD-f2"}
    window.actions_["select_value"].trigger()
    other = window.parts["select"].thing.values[False]
    qtbot.waitUntil(lambda: other.column.count() > 0, timeout=30_000)
    other.column.setCurrentIndex(other.column.findData("name"))
    other.values.model.tick(True)
    other.choose("replace")
    assert chosen() == ALL


def test_that_all_invert_and_none_work_while_the_table_is_closed(window, qtbot, chosen):
    assert not window.table.isVisible()
    window.actions_["select_all"].trigger()
    qtbot.waitUntil(lambda: chosen() == ALL, timeout=30_000)
    window.session.choose(["COD-f1"])
    window.actions_["select_invert"].trigger()
    qtbot.waitUntil(lambda: chosen() == ALL - {"COD-f1"}, timeout=30_000)
    window.actions_["select_none"].trigger()
    assert chosen() == set()


def test_that_shift_f6_shows_the_selected_and_again_everything(window, qtbot):
    window.session.choose(["COD-f1"])
    table = window.table.attributes
    window.actions_["table_selected"].trigger()
    qtbot.waitUntil(lambda: table.model.rowCount() == 1, timeout=30_000)
    window.actions_["table_selected"].trigger()
    qtbot.waitUntil(lambda: table.model.rowCount() == 4, timeout=30_000)
    window.actions_["table_visible"].trigger()
    assert table.visible_only.isChecked()


def test_that_keys_are_those_of_the_handbook(window):
    keys = {
        "select_value": "F3", "select_expression": "Ctrl+F3", "table_selected": "Shift+F6", "table_visible": "Ctrl+F6",
        "measure_line": "Ctrl+Shift+M", "measure_area": "Ctrl+Shift+J", "select_none": "Ctrl+Shift+A",
    }  # fmt: skip
    assert {one: window.actions_[one].shortcut().toString() for one in keys} == keys


def test_that_a_click_on_a_lane_chooses_its_flows_and_lights_them_with_their_ends(window, settle):
    session, canvas = window.session, window.map_place.canvas
    flows = session.flows
    lanes = flows.lanes
    number = max(range(len(lanes.paths)), key=lambda one: lanes.start[one + 1] - lanes.start[one])
    rows = flows.table.iloc[lanes.rows[lanes.start[number] : lanes.start[number + 1]]]
    canvas.feature_clicked.emit("routes", f"lane:{number}")
    assert session.chosen == set(rows["flow_id"])
    assert len(session.chosen) > 1
    assert f"lane:{number}" in canvas.chosen
    assert {*rows["from_id"], *rows["to_port"]} <= canvas.chosen
    text = window.details.words.text()
    assert "Straits that they pass" in text
    passed = rows[["suez" in through for through in rows["gates"]]]["tonnes"].sum() / rows["tonnes"].sum()
    assert (f"Suez Canal {percent(passed)}" in text) == (passed > 0)
    canvas.feature_clicked.emit("mines", "COD-f1")  # another click takes their place, though they are many
    assert session.chosen == {"COD-f1"}
    canvas.feature_clicked.emit("routes", "lane:99999")
    assert session.chosen == frozenset()
    settle(session)


def test_that_a_press_right_after_the_last_key_selects_what_was_typed(dialog, qtbot, window):
    dialog.field.setPlainText('name contains "Mutanda"')
    dialog.modes["replace"].click()
    qtbot.waitUntil(lambda: window.session.chosen == {"COD-f2"}, timeout=10_000)
    dialog.field.setPlainText("name contains")
    dialog.modes["replace"].click()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=10_000)
    assert window.session.chosen == {"COD-f2"}
