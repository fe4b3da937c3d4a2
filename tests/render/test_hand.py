"""The hand on the map: boxes, buttons, Space, touchpads, what glides and what stops it, and what lies under a point."""

import time
from dataclasses import replace

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QSignalSpy, QTest

from mineralmap.layers import whereabouts
from mineralmap.render import glide, here
from mineralmap.render.canvas import MapCanvas

BUTTONS, MODIFIERS = QtCore.Qt.MouseButton, QtCore.Qt.KeyboardModifier


@pytest.fixture
def canvas(tiny_map):
    made = MapCanvas()
    made.resize(900, 600)
    made.show()
    made.set_map(tiny_map)
    made.grab()
    yield made
    made.glide.stop()
    made.close()
    made.deleteLater()


def move(canvas, x, y, buttons=BUTTONS.LeftButton):
    at = QtCore.QPointF(x, y)
    event = QtGui.QMouseEvent(
        QtCore.QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), BUTTONS.NoButton, buttons, MODIFIERS.NoModifier
    )
    QtWidgets.QApplication.sendEvent(canvas, event)


def wheel(canvas, at, steps, pixels=(0, 0), keys=MODIFIERS.NoModifier, phase=QtCore.Qt.ScrollPhase.NoScrollPhase):
    event = QtGui.QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QtCore.QPoint(*pixels),
        QtCore.QPoint(0, steps),
        BUTTONS.NoButton,
        keys,
        phase,
        False,
    )
    QtWidgets.QApplication.sendEvent(canvas, event)


def test_that_the_wheel_is_finer_with_control(canvas):
    at, before = QtCore.QPointF(450, 300), canvas.view().mpp
    wheel(canvas, at, 120, keys=MODIFIERS.ControlModifier)
    assert before / canvas.view().mpp == pytest.approx(1.0015**24)  # a fifth of 120
    wheel(canvas, at, -24)
    assert canvas.view().mpp == pytest.approx(before)


def test_that_two_fingers_on_a_touchpad_move_the_map_and_a_pinch_zooms_it(canvas):
    canvas.zoom_in()
    view = canvas.view()
    wheel(canvas, QtCore.QPointF(450, 300), 8, (10, 5), phase=QtCore.Qt.ScrollPhase.ScrollUpdate)
    assert canvas.view().mpp == view.mpp
    assert canvas.view().left == pytest.approx(view.left - 10 * view.mpp)
    assert canvas.view().top == pytest.approx(view.top + 5 * view.mpp)
    at = QtCore.QPointF(450, 300)
    pad = QtGui.QPointingDevice.primaryPointingDevice()
    held = canvas.metres(at)
    pinch = QtGui.QNativeGestureEvent(
        QtCore.Qt.NativeGestureType.ZoomNativeGesture, pad, 2, at, at, canvas.mapToGlobal(at), 0.25, QtCore.QPointF()
    )
    QtWidgets.QApplication.sendEvent(canvas, pinch)
    assert view.mpp / canvas.view().mpp == pytest.approx(1.25)
    assert canvas.metres(at) == pytest.approx(held)


def test_that_a_drag_with_shift_zooms_to_the_box_that_is_drawn_meanwhile(canvas):
    x0, y1 = canvas.metres(QtCore.QPointF(300, 200))
    x1, y0 = canvas.metres(QtCore.QPointF(500, 300))
    QTest.mousePress(canvas, BUTTONS.LeftButton, MODIFIERS.ShiftModifier, QtCore.QPoint(300, 200))
    move(canvas, 400, 260)
    move(canvas, 500, 300)
    assert canvas._band.isVisible()
    assert canvas._band.geometry().width() == pytest.approx(200, abs=1)
    QTest.mouseRelease(canvas, BUTTONS.LeftButton, MODIFIERS.ShiftModifier, QtCore.QPoint(500, 300))
    assert not canvas._band.isVisible()
    seen = canvas.extent()
    assert seen[0] <= x0 + 3e4
    assert seen[2] >= x1 - 3e4
    assert seen[2] - seen[0] == pytest.approx(x1 - x0, rel=0.02)
    assert seen[1] <= y0 < y1 <= seen[3]


def test_that_a_double_click_zooms_in_and_with_shift_or_alt_out(canvas):
    before = canvas.view().mpp
    QTest.mouseDClick(canvas, BUTTONS.LeftButton, MODIFIERS.NoModifier, QtCore.QPoint(450, 200))
    assert canvas.view().mpp == pytest.approx(before / 2)
    QTest.mouseDClick(canvas, BUTTONS.LeftButton, MODIFIERS.AltModifier, QtCore.QPoint(450, 200))
    assert canvas.view().mpp == pytest.approx(before)


def test_that_the_middle_button_and_space_move_the_map_and_choose_nothing(canvas):
    canvas.zoom_in()
    clicks = QSignalSpy(canvas.feature_clicked)
    held = canvas.metres(QtCore.QPointF(400, 300))
    QTest.mousePress(canvas, BUTTONS.MiddleButton, pos=QtCore.QPoint(400, 300))
    move(canvas, 460, 320, BUTTONS.MiddleButton)
    QTest.mouseRelease(canvas, BUTTONS.MiddleButton, pos=QtCore.QPoint(460, 320))
    canvas.glide.stop()
    assert canvas.metres(QtCore.QPointF(460, 320)) == pytest.approx(held)
    held = canvas.metres(QtCore.QPointF(300, 300))
    QTest.keyPress(canvas, QtCore.Qt.Key.Key_Space)
    move(canvas, 300, 300, BUTTONS.NoButton)
    move(canvas, 350, 280, BUTTONS.NoButton)
    assert canvas.metres(QtCore.QPointF(350, 280)) == pytest.approx(held)
    QTest.keyRelease(canvas, QtCore.Qt.Key.Key_Space)
    move(canvas, 100, 100, BUTTONS.NoButton)
    assert canvas.metres(QtCore.QPointF(350, 280)) == pytest.approx(held)
    assert clicks.count() == 0


def test_that_side_buttons_ask_for_views_before_and_after(canvas):
    asked = QSignalSpy(canvas.history_asked)
    QTest.mouseClick(canvas, BUTTONS.BackButton, pos=QtCore.QPoint(10, 10))
    QTest.mouseClick(canvas, BUTTONS.ForwardButton, pos=QtCore.QPoint(10, 10))
    assert [asked.at(i)[0] for i in range(asked.count())] == [-1, 1]


def flick(canvas, monkeypatch):
    """A fast drag to the right: 60 px in 20 ms of a clock that the test turns."""
    now = [100.0]
    monkeypatch.setattr(glide.time, "monotonic", lambda: now[0])
    QTest.mousePress(canvas, BUTTONS.LeftButton, pos=QtCore.QPoint(300, 300))
    for x in (320, 340, 360):
        now[0] += 0.01
        move(canvas, x, 300)
    QTest.mouseRelease(canvas, BUTTONS.LeftButton, pos=QtCore.QPoint(360, 300))
    return now


def test_that_a_flick_glides_on_a_little_and_a_press_stops_it_without_choosing(canvas, monkeypatch):
    monkeypatch.setattr(glide, "less_motion", lambda: False)
    canvas.zoom_in()
    canvas.zoom_in()
    now = flick(canvas, monkeypatch)
    assert canvas.glide.gliding
    left = canvas.view().left
    now[0] += 0.05
    canvas.glide._step()
    assert canvas.view().left < left  # on to the right, as the hand went
    clicks = QSignalSpy(canvas.feature_clicked)
    QTest.mouseClick(canvas, BUTTONS.LeftButton, pos=QtCore.QPoint(300, 300))
    assert not canvas.glide.gliding
    assert clicks.count() == 0
    flick(canvas, monkeypatch)
    now = flick(canvas, monkeypatch)
    left = canvas.view().left
    now[0] += 10.0
    canvas.glide._step()
    assert not canvas.glide.gliding
    assert (left - canvas.view().left) / canvas.view().mpp == pytest.approx(200, rel=0.01)  # 2,000 px/s × 0.1 s


def test_that_nothing_glides_when_less_motion_is_asked_for_or_the_hand_stood_still(canvas, monkeypatch):
    monkeypatch.setattr(glide, "less_motion", lambda: True)
    flick(canvas, monkeypatch)
    assert not canvas.glide.gliding
    monkeypatch.setattr(glide, "less_motion", lambda: False)
    canvas.glide.allowed = False
    flick(canvas, monkeypatch)
    assert not canvas.glide.gliding
    canvas.glide.allowed = True
    now = [time.monotonic()]
    monkeypatch.setattr(glide.time, "monotonic", lambda: now[0])
    canvas.glide.hear(QtCore.QPointF(0, 0))
    canvas.glide.hear(QtCore.QPointF(90, 0))
    now[0] += 0.5
    canvas.glide.let_go()
    assert not canvas.glide.gliding


def test_that_a_scale_is_reached_in_the_middle_and_stops_at_the_closest(canvas):
    canvas.show_scale(20e6)
    assert canvas.scale_denominator() == pytest.approx(20e6, rel=1e-3)
    canvas.show_scale(1.0)
    assert canvas.view().mpp == pytest.approx(15.0)


def test_that_a_place_lies_in_the_middle_of_the_map(canvas, tiny_map):
    canvas.zoom_in()
    x, y = tiny_map.projection.forward([26.2], [-10.6])
    canvas.show_place(float(x[0]), float(y[0]), 2000.0)
    lon, lat = canvas.degrees(QtCore.QPointF(450, canvas._map_height() / 2))
    assert (lon, lat) == pytest.approx((26.2, -10.6), abs=0.05)
    assert canvas.px(26.2, -10.6).x() == pytest.approx(450, abs=0.5)


def test_that_everything_under_a_point_is_told_symbols_before_land(canvas, tiny_map):
    at = canvas.px(26.20, -10.60)  # F1 Kolwezi
    found = [one.feature for one in here.features(tiny_map, canvas.view(), at.x(), at.y())]
    assert "COD-f1" in found
    assert "COD" in found
    assert found.index("COD-f1") < found.index("COD")
    assert len(found) == len(set(found))


def test_that_a_country_is_known_by_a_point_and_shown_without_its_far_parts(tiny_map):
    projection = tiny_map.projection
    for iso3, lon, lat in (("COD", 23.0, -3.0), ("FRA", 2.5, 47.0), ("", -30.0, 30.0)):
        x, y = projection.forward([lon], [lat])
        assert whereabouts.country_at(projection, float(x[0]), float(y[0])) == iso3
    box = whereabouts.country_extent(projection, "FRA")
    guiana, _ = projection.forward([-53.0], [4.0])
    corsica, _ = projection.forward([9.0], [42.0])
    assert box[0] > guiana[0]
    assert box[0] < corsica[0] < box[2]
    assert whereabouts.country_extent(projection, "XXX") is None


@pytest.mark.parametrize(("iso3", "middle", "lon", "lat"), [("RUS", -60.0, 60.0, 60.0), ("BRA", 130.0, -60.0, -10.0)])
def test_that_of_a_country_that_the_maps_edge_cuts_the_larger_part_is_shown(tiny_map, iso3, middle, lon, lat):
    projection = replace(tiny_map.projection, centre_lon=middle)
    box, world = whereabouts.country_extent(projection, iso3), projection.world()
    assert box[2] - box[0] < 0.5 * (world[2] - world[0])
    x, _ = projection.forward([lon], [lat])
    assert box[0] < x[0] < box[2]
