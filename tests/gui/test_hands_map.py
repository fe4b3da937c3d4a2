"""The map under a person's hands in the real window: history, typed places and scales, its menu, zooming to things."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mineralmap.gui import coordinates

ONE_WINDOW = True
LEFT, BACK, FORWARD = Qt.MouseButton.LeftButton, Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton


@pytest.fixture
def hand(window):
    window.resize(1280, 800)
    QApplication.processEvents()
    return window.parts["navigation"].thing


def rest(qtbot, canvas):
    qtbot.waitUntil(lambda: not canvas._moving, timeout=5000)


def middle(canvas):
    return canvas.degrees(QPointF(canvas.width() / 2, canvas._map_height() / 2))


def test_that_views_are_gone_back_to_by_keys_menu_and_mouse(window, hand, qtbot):
    canvas = window.map_place.canvas
    rest(qtbot, canvas)
    first = canvas.place()
    assert not window.actions_["view_back"].isEnabled()
    canvas.zoom_in()
    rest(qtbot, canvas)
    second = canvas.place()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    rest(qtbot, canvas)
    third = canvas.place()
    assert len({first, second, third}) == 3
    QTest.mouseClick(canvas, BACK, pos=QPoint(50, 50))
    assert canvas.place() == pytest.approx(second)
    window.actions_["view_back"].trigger()
    assert canvas.place() == pytest.approx(first)
    assert not window.actions_["view_back"].isEnabled()
    rest(qtbot, canvas)
    QTest.mouseClick(canvas, FORWARD, pos=QPoint(50, 50))
    rest(qtbot, canvas)
    QTest.keyClick(window, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    assert canvas.place() == pytest.approx(third)
    assert not window.actions_["view_next"].isEnabled()


def test_that_a_place_typed_in_the_status_bar_is_gone_to_and_marked(window, hand, qtbot):
    field, canvas = window.status.place, window.map_place.canvas
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "nowhere at all")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.status._words.text() == coordinates.HOW
    field.clear()
    QTest.keyClicks(field, "10.6 S 26.2 E")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert middle(canvas) == pytest.approx((26.2, -10.6), abs=0.05)
    assert canvas.scale_denominator() <= 5.1e6
    assert hand.aims.pin.isVisible()
    assert hand.aims.pin.place == (26.2, -10.6)
    canvas.grab()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not hand.aims.pin.isVisible()


def test_that_metres_of_the_map_are_gone_to_as_they_are_copied(window, hand, qtbot):
    field, canvas = window.status.place, window.map_place.canvas
    x, y = window.session.map.projection.forward(26.2, -10.6)
    for words, told in (
        (f"{float(x):.0f}, {float(y):.0f}", ""),
        ("99000000, 0", "This projection cannot show that place."),
    ):
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert window.status._words.text() == told
        assert middle(canvas) == pytest.approx((26.2, -10.6), abs=0.05)


def test_that_a_scale_is_typed_and_the_extent_told_instead_of_the_pointer(window, hand, qtbot):
    canvas, scale = window.map_place.canvas, window.status.scale
    scale.lineEdit().setFocus()
    scale.lineEdit().clear()
    QTest.keyClicks(scale.lineEdit(), "1:20,000,000")
    QTest.keyClick(scale.lineEdit(), Qt.Key.Key_Return)
    assert canvas.scale_denominator() == pytest.approx(20e6, rel=1e-3)
    canvas.setFocus()
    window.status.set_scale(canvas.scale_denominator())
    assert scale.lineEdit().text() == "1:20 M"
    window.status.set_place(26.2, -10.6)
    assert window.status.place.text() == "10.60° S 26.20° E"
    window.status.extent_button.click()
    assert "–" in window.status.place.text()
    window.status.extent_button.click()
    assert window.status.place.text() == "10.60° S 26.20° E"


def test_that_the_map_menu_copies_lists_what_is_here_and_goes(window, hand, settle, qtbot):
    canvas = window.map_place.canvas
    hand.aims.to_place(26.2, -10.6)
    rest(qtbot, canvas)
    at = canvas.px(26.2, -10.6).toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    menu = hand.menu
    assert menu.isVisible()
    copies, here = (action.menu() for action in menu.actions()[:2])
    map_crs, wgs, dms = copies.actions()
    wgs.trigger()
    lon, lat = coordinates.place(QApplication.clipboard().text())
    assert (lon, lat) == pytest.approx((26.2, -10.6), abs=0.05)
    dms.trigger()
    assert coordinates.place(QApplication.clipboard().text()) == pytest.approx((lon, lat), abs=1e-4)
    map_crs.trigger()
    x, y = (float(one) for one in QApplication.clipboard().text().split(","))
    assert (x, y) == pytest.approx(canvas.metres(QPointF(at)), abs=1)
    facility = next(action for action in here.actions() if action.data() == "COD-f1")
    assert "F1 Kolwezi" in facility.text()
    facility.trigger()
    qtbot.waitUntil(lambda: "CMOC" in window.details.words.text())
    country = next(action for action in menu.actions() if action.objectName() == "zoomCountryHere")
    assert country.text() == "&Zoom to DR Congo"
    country.trigger()
    x0, _, x1, _ = canvas.extent()
    kinshasa = window.session.map.projection.forward([15.3], [-4.3])
    assert x0 < kinshasa[0][0] < x1
    menu.close()


def test_that_the_map_goes_to_selection_layer_country_and_refreshes(window, hand, settle, qtbot):
    canvas, session = window.map_place.canvas, window.session
    window.actions_["zoom_selection"].trigger()
    assert "Nothing selected" in window.status._words.text()
    session.select("AUS-f4")
    settle(session)
    QTest.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    facility = session.dataset.facilities.loc["AUS-f4"]
    assert middle(canvas) == pytest.approx((facility["lon"], facility["lat"]), abs=0.5)
    session.choose(["COD-f1", "COD-f2"])
    window.actions_["zoom_selection"].trigger()
    assert abs(middle(canvas)[0] - 26) < 5
    layers = window.actions_.menu("zoom_layer")
    layers.aboutToShow.emit()
    mines = next(action for action in layers.actions() if action.text() == "Mines")
    mines.trigger()
    x0, _, x1, _ = canvas.extent()
    drawn = next(layer for layer in session.map.layers if layer.id == "mines")
    across = [x for part in drawn.primitives for x in part.x.tolist()]
    assert x0 < min(across) < max(across) < x1
    assert hand.aims.to_country("IDN")
    assert 100 < middle(canvas)[0] < 130
    before = session.map
    QTest.keyClick(window, Qt.Key.Key_F5)
    settle(session)
    qtbot.waitUntil(lambda: session.map is not before)


def test_that_less_motion_is_kept_and_reaches_the_map(window, hand):
    canvas = window.map_place.canvas
    assert canvas.glide.allowed
    window.actions_["less_motion"].trigger()
    assert not canvas.glide.allowed
    window.actions_["less_motion"].trigger()
    assert canvas.glide.allowed


def test_that_messages_are_kept_and_can_be_copied(window, hand, qtbot):
    window.notices.say("Something went <b>wrong</b>.", "error")
    window.notices.say("All is well.")
    dock, button = window.parts["messages"].thing, window.status.messages_button
    assert button.text() == "!"
    QTest.mouseClick(button, LEFT)
    assert dock.isVisible()
    assert button.text() == ""
    lines = [dock.list.item(row).text() for row in range(2)]
    assert lines[0].endswith("All is well.")
    assert lines[1].endswith("Error: Something went <b>wrong</b>.")
    dock.copy_button.click()
    assert QApplication.clipboard().text().splitlines() == lines
    dock.clear_button.click()
    assert dock.empty.isVisible()


def test_that_the_map_menu_says_where_the_world_ends(window, hand, qtbot):
    canvas = window.map_place.canvas
    window.actions_["zoom_full"].trigger()
    rest(qtbot, canvas)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(2, 2), canvas.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(canvas, event)
    copies, here = (action.menu() for action in hand.menu.actions()[:2])
    assert not copies.isEnabled()
    assert [one.text() for one in here.actions()] == ["Beyond the edge of the world"]
    hand.menu.close()
