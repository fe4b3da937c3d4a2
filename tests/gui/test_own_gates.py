"""Gates of the user's own: a line is drawn with the mouse, named, kept, renamed and taken out again."""

import json

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from mineralmap.analysis.gates import own_gate
from mineralmap.datasets import project_file
from mineralmap.gui.dialogs import ask
from tests.qt import move

ONE_WINDOW = True

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key


@pytest.fixture
def canvas(window, qtbot):
    """The map with a line begun on it."""
    window.resize(1280, 800)
    window.actions_["draw_gate"].trigger()
    assert window.own_gates.drawing.active
    return window.map_place.canvas


def at(window, lon: float, lat: float) -> QPoint:
    """The px of a place, so that a test can say where it clicks."""
    canvas = window.map_place.canvas
    x, y = window.session.map.projection.forward(np.array([lon]), np.array([lat]))
    x0, y0, x1, y1 = canvas.extent()
    return QPoint(round((x[0] - x0) * canvas.width() / (x1 - x0)), round((y1 - y[0]) * canvas.height() / (y1 - y0)))


def click(window, *places: tuple[float, float]) -> None:
    for lon, lat in places:
        QTest.mouseClick(window.map_place.canvas, LEFT, pos=at(window, lon, lat))


def name_it(window, name: str, qtbot) -> None:
    dialog = window.own_gates.dialog
    qtbot.waitUntil(dialog.isVisible)
    dialog.field.setText(name)
    QTest.keyClick(dialog.field, KEYS.Key_Return)


def words(window) -> str:
    return window.status._words.text()


def test_that_a_line_of_clicks_becomes_a_gate_with_a_name(window, canvas, qtbot, settle):
    assert "Click along the line" in words(window)
    click(window, (40.0, -10.0), (60.0, -20.0))
    assert words(window).startswith("2 points.")
    assert window.width() == 1280  # what is said does not widen the window
    QTest.keyClick(canvas, KEYS.Key_Return)
    assert words(window) == ""
    name_it(window, "Madagascar", qtbot)
    settle(window.session)
    (word,) = window.session.scenario.own_gates
    key, name, line = own_gate(word)
    assert (key, name) == ("own:madagascar", "Madagascar")
    tolerance = 1.0  # degrees: a px of the whole world
    assert np.asarray(line.coords) == pytest.approx(np.array([[40.0, -10.0], [60.0, -20.0]]), abs=tolerance)
    assert window.session.view.selected == "own:madagascar"
    assert window.actions_["undo"].text() == "&Undo: Add gate Madagascar"
    window.actions_["undo"].trigger()
    assert window.session.scenario.own_gates == ()
    settle(window.session)


def test_that_a_double_click_ends_the_line_and_neither_zooms_nor_selects(window, canvas, qtbot, settle):
    before = canvas.extent()
    click(window, (40.0, -10.0), (60.0, -20.0))
    QTest.mouseClick(canvas, LEFT, pos=at(window, 70.0, -25.0))  # a double click begins with a click
    QTest.mouseDClick(canvas, LEFT, pos=at(window, 70.0, -25.0))
    assert not window.own_gates.drawing.active
    assert canvas.extent() == before
    assert window.session.view.selected == ""
    assert len(window.own_gates.drawing.points) == 3
    window.own_gates.dialog.reject()
    assert window.session.scenario.own_gates == ()


def test_that_backspace_and_undo_take_the_last_point_back_and_escape_calls_it_off(window, canvas):
    window.session.edit("Hide mines", hidden=frozenset({"mines"}))
    click(window, (40.0, -10.0), (60.0, -20.0), (70.0, -30.0))
    QTest.keyClick(canvas, KEYS.Key_Backspace)
    QTest.keyClick(canvas, KEYS.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.own_gates.drawing.points) == 1
    assert window.session.view.hidden == {"mines"}  # the edit before is not what was undone
    QTest.keyClick(canvas, KEYS.Key_Return)
    assert "needs two points" in words(window)
    QTest.keyClick(canvas, KEYS.Key_Escape)
    assert not window.own_gates.drawing.active
    assert words(window) == ""
    assert window.own_gates.dialog is None


def test_that_a_click_on_a_mine_sets_a_point_and_selects_nothing(window, canvas):
    click(window, (26.2, -10.6))  # F1 Kolwezi
    assert len(window.own_gates.drawing.points) == 1
    assert window.session.view.selected == ""


def test_that_dragging_moves_the_map_and_the_points_stay_where_they_lie(window, canvas):
    canvas.zoom_to((0.0, -2e6, 4e6, 1e6))
    click(window, (20.0, -5.0))
    kept = window.own_gates.drawing.points.copy()
    before = canvas.extent()
    QTest.mousePress(canvas, LEFT, pos=QPoint(300, 200))
    move(canvas, QPointF(200, 240), LEFT)
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(200, 240))
    assert canvas.extent() != before
    assert np.array_equal(window.own_gates.drawing.points, kept)


def test_that_a_line_across_180_is_one_short_line(window, canvas, qtbot, settle):
    click(window, (175.0, 10.0), (-175.0, -10.0))
    QTest.keyClick(canvas, KEYS.Key_Return)
    name_it(window, "Date line", qtbot)
    settle(window.session)
    _, _, line = own_gate(window.session.scenario.own_gates[0])
    x = shapely.get_coordinates(line)[:, 0]
    assert abs(x[1] - x[0]) == pytest.approx(10.0, abs=2.0)


def test_that_clicks_outside_the_world_are_told_and_set_nothing(window, canvas):
    QTest.mouseClick(canvas, LEFT, pos=QPoint(1, 1))
    assert "outside the world" in words(window)
    assert len(window.own_gates.drawing.points) == 0


def test_that_a_gate_says_whether_it_crosses_a_lane(window, canvas, qtbot, settle):
    click(window, (20.0, 5.0), (24.0, 8.0))  # over land
    QTest.keyClick(canvas, KEYS.Key_Return)
    name_it(window, "Dry", qtbot)
    qtbot.waitUntil(lambda: "crosses no lane" in window.notices.text, timeout=20_000)
    settle(window.session)
    window.actions_["draw_gate"].trigger()
    click(window, (-60.0, 20.0), (-10.0, 20.0))
    QTest.keyClick(canvas, KEYS.Key_Return)
    name_it(window, "Atlantic", qtbot)
    qtbot.waitUntil(lambda: "of the sea network" in window.notices.text and "Atlantic" in window.notices.text)
    window.notices.button("Close it").click()
    assert window.session.scenario.closed == {"own:atlantic"}
    settle(window.session)


def test_that_a_name_must_be_one_and_a_new_one(window, canvas, qtbot, settle):
    click(window, (40.0, -10.0), (60.0, -20.0))
    QTest.keyClick(canvas, KEYS.Key_Return)
    name_it(window, "Here", qtbot)
    window.actions_["draw_gate"].trigger()
    click(window, (40.0, -10.0), (60.0, -20.0))
    QTest.keyClick(canvas, KEYS.Key_Return)
    dialog = window.own_gates.dialog
    assert dialog.field.text() == "Gate 1"
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    for wrong in ("", "  ", "a: b", "here"):
        dialog.field.setText(wrong)
        assert not ok.isEnabled(), wrong
        assert dialog.wrong.isVisible()
    dialog.field.setText("There")
    assert ok.isEnabled()
    dialog.accept()
    assert len(window.session.scenario.own_gates) == 2
    settle(window.session)


def test_that_a_gate_keeps_its_closure_under_a_new_name_and_takes_it_away_with_it(window, qtbot, settle):
    window.session.edit(
        "a closed gate", own_gates=("Here: LINESTRING (40 -10, 60 -20)",), closed=frozenset({"own:here"})
    )
    window.own_gates.rename("own:here")
    name_it(window, "There", qtbot)
    assert window.session.scenario.own_gates == ("There: LINESTRING (40 -10, 60 -20)",)
    assert window.session.scenario.closed == {"own:there"}
    assert window.actions_["undo"].text() == "&Undo: Rename gate Here"
    window.own_gates.remove("own:there")
    assert (window.session.scenario.own_gates, window.session.scenario.closed) == ((), frozenset())
    assert window.actions_["undo"].text() == "&Undo: Remove gate There"
    window.actions_["undo"].trigger()
    assert window.session.scenario.closed == {"own:there"}
    settle(window.session)


def read_all(window, qtbot, settle):
    qtbot.waitUntil(lambda: not any(reader.busy for reader in window.own_gates._readers), timeout=20_000)
    settle(window.session)


def test_that_gates_go_to_a_file_and_come_back_from_it(window, qtbot, settle, tmp_path, monkeypatch):
    window.actions_["export_gates"].trigger()
    assert "no gate of your own" in window.notices.text
    words = ("Here: LINESTRING (40 -10, 60 -20)", "Date line: LINESTRING (175 10, 185 -10)")
    window.session.edit("two gates", own_gates=words)
    file = tmp_path / "gates.geojson"
    monkeypatch.setattr(ask, "save_path", lambda *_: file)
    monkeypatch.setattr(ask, "open_path", lambda *_: file)
    window.actions_["export_gates"].trigger()
    assert window.notices.text == "2 gates saved as gates.geojson."
    window.actions_["add_gates"].trigger()
    read_all(window, qtbot, settle)
    assert window.notices.text == "The gates of gates.geojson are there already."
    window.session.edit("none", own_gates=("Here: LINESTRING (0 0, 0 -20)",))
    window.actions_["add_gates"].trigger()
    read_all(window, qtbot, settle)
    gates = {key: (name, list(line.coords)) for key, name, line in map(own_gate, window.session.scenario.own_gates)}
    assert gates == {
        "own:here": ("Here", [(0, 0), (0, -20)]),
        "own:here-2": ("Here (2)", [(40, -10), (60, -20)]),
        "own:date-line": ("Date line", [(175, 10), (185, -10)]),
    }
    assert window.actions_["undo"].text() == "&Undo: Add 2 gates of gates.geojson"
    window.actions_["undo"].trigger()
    assert len(window.session.scenario.own_gates) == 1


def test_that_a_file_without_lines_adds_nothing_and_says_so(window, qtbot, settle, tmp_path):
    file = tmp_path / "points.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    window.own_gates.add_files([file])
    read_all(window, qtbot, settle)
    assert "points.geojson" in window.notices.text
    assert window.session.scenario.own_gates == ()


def test_that_gates_stay_with_the_project(window, settle, tmp_path, qtbot):
    words = ("Here: LINESTRING (40 -10, 60 -20)",)
    window.session.edit("a gate", own_gates=words, closed=frozenset({"own:here"}), ports=("COD=CNSHA: by road",))
    path = tmp_path / "gates.mineralmap"
    assert window.files._write(path)
    loaded, problems = project_file.load(path)
    assert problems == ()
    assert loaded.scenario == window.session.scenario
    settle(window.session)


def test_that_the_menu_of_a_gate_of_ones_own_renames_and_removes_it(window, settle, qtbot):
    window.session.edit("a gate", own_gates=("Here: LINESTRING (40 -10, 60 -20)",))
    settle(window.session)
    entries = {one.text(): one for one in window.chokepoints.gate_menu("own:here").actions()}
    entries["Rename…"].trigger()
    name_it(window, "There", qtbot)
    assert window.session.scenario.own_gates == ("There: LINESTRING (40 -10, 60 -20)",)
    entries = {one.text(): one for one in window.chokepoints.gate_menu("own:there").actions()}
    entries["Remove"].trigger()
    assert window.session.scenario.own_gates == ()
    shipped = str(window.session.dataset.chokepoints.index[0])
    assert "Remove" not in {one.text() for one in window.chokepoints.gate_menu(shipped).actions()}
    settle(window.session)


def test_that_another_project_calls_a_line_off(window, canvas, settle):
    click(window, (40.0, -10.0))
    window.files.new()
    assert not window.own_gates.drawing.active
    settle(window.session)


def test_that_features_that_are_no_gates_are_told_beside_the_good_ones(window, tmp_path, qtbot):
    file = tmp_path / "mixed.geojson"
    shapes = [("LineString", [[40, -10], [60, -20]]), ("LineString", [[200, 20], [5, 95]])]
    features = [
        {"type": "Feature", "properties": {"name": f"L{number}"}, "geometry": {"type": kind, "coordinates": points}}
        for number, (kind, points) in enumerate(shapes, 1)
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    window.own_gates.add_files([file])
    qtbot.waitUntil(lambda: "left out" in window.notices.text, timeout=20_000)
    assert "mixed.geojson: 1 feature left out; first: feature 2 (L2): the line does not lie" in window.notices.text
    assert len(window.session.scenario.own_gates) == 1
