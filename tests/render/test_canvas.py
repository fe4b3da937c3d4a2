"""The map under the hand: it goes where it is pulled, stays where it was put, and knows what is under the pointer."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QSignalSpy, QTest

from mineralmap.layers.layer import Layer, Marks, Paint, plain_marks
from mineralmap.render import key, labels
from mineralmap.render.canvas import MapCanvas
from mineralmap.render.pick import under_scene
from mineralmap.render.scene import Scene
from mineralmap.render.viewport import Viewport
from tests.qt import move
from tests.render.wordings import place_all


@pytest.fixture
def canvas(tiny_map):
    made = MapCanvas()
    made.resize(900, 600)
    made.show()
    made.set_map(tiny_map)
    made.grab()
    yield made
    made.close()
    made.deleteLater()


def middle(canvas):
    x0, y0, x1, y1 = canvas.extent()
    return (x0 + x1) / 2, (y0 + y1) / 2


def wheel(canvas, at, steps):
    event = QtGui.QWheelEvent(
        at, canvas.mapToGlobal(at), QtCore.QPoint(), QtCore.QPoint(0, steps), QtCore.Qt.MouseButton.NoButton,
        QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    canvas.wheelEvent(event)


def place_of_a_mine(canvas, tiny_map):
    """The id of the mine in Australia, far from the others, and its px."""
    marks = next(
        part for layer in tiny_map.layers if layer.id == "mines" for part in layer.primitives if isinstance(part, Marks)
    )
    x0, _, x1, y1 = canvas.extent()
    mpp = (x1 - x0) / canvas.width()
    i = next(i for i, name in enumerate(marks.ids) if name.startswith("AUS"))
    return marks.ids[i], QtCore.QPoint(round((marks.x[i] - x0) / mpp), round((y1 - marks.y[i]) / mpp))


def test_that_the_map_opens_on_the_whole_width_of_the_world(canvas, tiny_map):
    x0, _, x1, _ = canvas.extent()
    left, _, right, _ = tiny_map.projection.world()
    assert x0 < left < right < x1


def test_that_the_wheel_zooms_about_the_pointer(canvas):
    at = QtCore.QPointF(600, 200)
    before = canvas._view.metres(600, 200)
    wheel(canvas, at, 240)
    assert canvas._view.metres(600, 200) == pytest.approx(before)
    assert canvas.scale_denominator() < 1e9


def test_that_dragging_moves_the_map_with_the_hand(canvas):
    canvas.zoom_in()
    canvas.zoom_in()
    before = canvas._view.metres(400, 300)
    QTest.mousePress(canvas, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(400, 300))
    move(canvas, QtCore.QPointF(430, 280), QtCore.Qt.MouseButton.LeftButton)
    QTest.mouseRelease(canvas, QtCore.Qt.MouseButton.LeftButton, pos=QtCore.QPoint(430, 280))
    assert canvas._view.metres(430, 280) == pytest.approx(before)


def test_that_keys_move_and_zoom(canvas):
    before = middle(canvas)
    canvas.zoom_in()
    QTest.keyClick(canvas, QtCore.Qt.Key.Key_Right)
    assert middle(canvas)[0] > before[0]
    width = canvas._view.mpp
    QTest.keyClick(canvas, QtCore.Qt.Key.Key_Plus)
    assert canvas._view.mpp < width


def test_that_a_new_answer_leaves_the_view_where_it_was_put(canvas, tiny_map):
    canvas.zoom_to((1e6, -2e6, 4e6, 0.0))
    before = canvas.extent()
    canvas.set_map(tiny_map)
    assert canvas.extent() == before


def test_that_an_extent_is_shown_whole(canvas):
    canvas.zoom_to((1e6, -2e6, 4e6, 0.0))
    x0, y0, x1, y1 = canvas.extent()
    assert x0 <= 1e6
    assert x1 >= 4e6
    assert y0 <= -2e6
    assert y1 >= 0


def test_that_full_shows_everything_again(canvas, tiny_map):
    canvas.zoom_to((1e6, -2e6, 4e6, 0.0))
    canvas.full()
    x0, y0, x1, y1 = canvas.extent()
    world = tiny_map.projection.world()
    assert x0 <= world[0]
    assert y0 <= world[1]
    assert x1 >= world[2]
    assert y1 >= world[3]


def test_that_the_pointer_finds_the_facility_and_a_click_tells_it(canvas, tiny_map):
    facility, at = place_of_a_mine(canvas, tiny_map)
    found = canvas.pick(QtCore.QPointF(at))
    assert (found.layer, found.feature) == ("mines", facility)
    spy = QSignalSpy(canvas.feature_clicked)
    QTest.mouseClick(canvas, QtCore.Qt.MouseButton.LeftButton, pos=at)
    assert spy.count() == 1
    assert spy.at(0) == ["mines", facility]


def test_that_the_symbol_that_is_seen_is_meant_and_not_a_smaller_one_below_it(tiny_map):
    def set_of(name, diameters):
        at = np.zeros(len(diameters))
        ids = tuple(f"{name}{i}" for i in range(len(at)))
        return plain_marks(
            "circle", at, at, np.array(diameters), (Paint(fill="#CC0000", line="#FFFFFF"),), ids=ids, tips=ids
        )

    below = Layer("mines", "Mines", (set_of("mine", [6.0]),), pickable=True)
    above = Layer("refineries", "Refineries", (set_of("planned", [8.0]), set_of("works", [28.0, 12.0])), pickable=True)
    scene = Scene(replace(tiny_map, layers=(below, above), legend=()))
    view = Viewport(-1e6, 1e6, 4_000.0, 500, 500)
    meant = [under_scene(scene, view, 250.0 + right, 250.0).feature for right in (0.0, 5.0, 10.0)]
    assert meant == ["works1", "works1", "works0"]
    assert under_scene(Scene(replace(tiny_map, layers=(above, below), legend=())), view, 252.0, 250.0).layer == "mines"


def test_that_land_is_found_where_no_symbol_is(canvas, tiny_map):
    x, y = tiny_map.projection.forward(np.array([-100.0]), np.array([40.0]))
    px, py = canvas._view.px(x, y)
    found = canvas.pick(QtCore.QPointF(float(px[0]), float(py[0])))
    assert (found.layer, found.feature) == ("countries", "USA")


def test_that_what_the_pointer_is_over_is_told_with_its_place(canvas, tiny_map):
    facility, at = place_of_a_mine(canvas, tiny_map)
    spy = QSignalSpy(canvas.pointed)
    move(canvas, QtCore.QPointF(at))
    assert [spy.at(i)[0].feature for i in range(spy.count())] == [facility]
    canvas.leaveEvent(QtCore.QEvent(QtCore.QEvent.Type.Leave))
    assert spy.count() == 2
    assert spy.at(1)[0] is None


def test_that_moving_paints_the_same_ground_again_and_resting_paints_it_exactly(canvas):
    canvas.zoom_in()
    kept = canvas._backing.view
    canvas.grab()
    assert canvas._backing.view is kept
    canvas._come_to_rest()
    canvas.grab()
    assert canvas._backing.view is not kept
    assert canvas._backing.view.mpp == canvas._view.mpp


def test_that_a_key_that_grows_a_little_lower_does_not_move_the_map(canvas, tiny_map):
    extent, high = canvas.extent(), canvas.map_height
    without = next(block for block in tiny_map.legend if block.title == "Largest owner")
    shorter = replace(without, entries=without.entries[:4], note="")
    other = replace(tiny_map, legend=tuple(shorter if one is without else one for one in tiny_map.legend))
    canvas.set_map(other)
    assert (canvas.extent(), canvas.map_height) == (extent, high)
    canvas.resize(canvas.width() - 1, canvas.height())  # another window: its room is given out anew
    assert canvas.map_height == pytest.approx(canvas.height() - key.lay_strip(other, canvas.width(), 240.0).height)


def test_that_the_key_of_another_question_takes_no_more_height_than_it_needs(canvas, tiny_map):
    without = next(block for block in tiny_map.legend if block.title == "Largest owner")
    shorter = replace(without, entries=without.entries[:4], note="")
    legend = tuple(shorter if one is without else one for one in tiny_map.legend)
    canvas.set_map(replace(tiny_map, legend=legend, unit="t Ni"))
    assert canvas.map_height == pytest.approx(canvas.height() - canvas._keyed.key.height)


def test_that_the_words_of_a_key_are_as_large_whatever_key_was_there_before(canvas, tiny_map):
    canvas.resize(1126, 887)
    routes = tuple(block for block in tiny_map.legend if not block.foremost)
    for before in (replace(tiny_map, legend=tiny_map.legend[:1]), replace(tiny_map, legend=routes)):
        canvas.set_map(before)
        canvas.set_map(tiny_map)
        assert canvas._keyed.key.factor == key.lay_strip(tiny_map, 1126.0, 0.4 * 887).factor


def test_that_words_on_the_map_grow_with_the_letters_of_the_window(canvas, tiny_map):
    canvas.resize(1400, 900)
    usual, high = place_all(canvas._scene, canvas._view), canvas._keyed.key.factor
    larger = QtGui.QFont(canvas.font())
    larger.setPixelSize(28)  # twice what the map's type suits
    canvas.setFont(larger)
    grown = place_all(canvas._scene, canvas._view)
    assert {one.words: one.size for one in grown}.items() <= {one.words: 2 * one.size for one in usual}.items()
    assert canvas._keyed.key.factor > 1.2 * high
    sizes = next(block for block in tiny_map.legend if block.title.startswith("Mines"))
    shown = next(one for column in canvas._keyed.key.columns for one in column if one.block.title == sizes.title)
    told = [one.size * canvas._keyed.key.factor for one in shown.block.entries]
    assert told == pytest.approx([one.size for one in sizes.entries])  # these are as large as on the map
    canvas.set_map(replace(tiny_map, title="Another"))
    assert canvas._scene.grown == 2.0
    smaller = QtGui.QFont(larger)
    smaller.setPixelSize(9)
    canvas.setFont(smaller)
    assert canvas._scene.grown == 1.0


def test_that_words_give_way_to_what_stands_on_the_map(canvas):
    placed = place_all(canvas._scene, canvas._view, canvas._to_make().clear())
    box = labels.boxes(placed[:1])[0]
    tool = QtWidgets.QFrame(canvas)
    tool.setGeometry(*(int(one) for one in (box[0] - 5, box[1] - 5, box[2] - box[0] + 10, box[3] - box[1] + 10)))
    canvas.keep_off(tool)

    def over_it():
        found = labels.boxes(place_all(canvas._scene, canvas._view, canvas._to_make().clear()))
        x0, y0, x1, y1 = tool.geometry().getCoords()
        return ((found[:, 0] < x1) & (found[:, 2] > x0) & (found[:, 1] < y1) & (found[:, 3] > y0)).any()

    assert over_it()  # it is not shown yet
    canvas.grab()
    tool.show()
    assert canvas._still is None
    assert not over_it()
