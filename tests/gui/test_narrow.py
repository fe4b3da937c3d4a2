"""A narrow window: the panels at its sides give way to the map, and come back as wide as they were."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QWidget

from mineralmap.gui.arrangement import Arrangement
from mineralmap.gui.docks.panel import LEAST, Panel
from mineralmap.gui.narrow import MAP_HIGH, MAP_PX, widths

ONE_WINDOW = True

BOTH = MAP_PX + 2 * LEAST[0]
ONE = MAP_PX + LEAST[0]


@pytest.mark.parametrize(
    ("window", "wanted", "given"),
    [
        (1280, (216, 336), (216, 336)),
        (952, (216, 336), (216, 336)),  # 400 are left to the map
        (900, (216, 336), (216, 284)),  # the right gives what is missing
        (900, (300, 260), (284, 216)),  # and the left what is missing still
        (BOTH, (320, 520), (216, 216)),
        (BOTH - 1, (320, 520), (0, 431)),  # 831 − 400
        (700, (216, 336), (0, 300)),
        (ONE, (216, 336), (0, 216)),
        (ONE - 1, (216, 336), (0, 0)),
        (700, (216, 0), (216, 0)),
        (500, (216, 0), (0, 0)),
        (1280, (0, 0), (0, 0)),
    ],
)
def test_that_the_map_keeps_its_width_and_the_left_side_goes_first(window, wanted, given):
    assert widths(window, wanted) == given


def in_front(dock):
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


@pytest.fixture
def sized(window, qtbot):
    """Gives the window a width, and waits until the panels are so wide."""

    def size(width, left, right):
        window.resize(width, 700)

        def seen():
            front = [one for one in (window.layers, window.answer, window.details) if in_front(one)]
            assert [one.width() for one in front] == [pytest.approx(one, abs=1) for one in (left, right) if one]

        qtbot.waitUntil(lambda: window.panels.narrow._fitted == window.size(), timeout=20_000)
        qtbot.waitUntil(seen, timeout=20_000)
        assert window.width() == width

    return size


def test_that_the_sides_fold_in_a_narrow_window_and_come_back_as_they_were(window, sized, qtbot):
    sized(1280, 216, 336)
    window.resizeDocks([window.layers, window.answer], [250, 360], Qt.Orientation.Horizontal)
    sized(1280, 250, 360)
    window.details.show()
    window.details.raise_()
    sized(800, 0, 360)
    qtbot.waitUntil(lambda: window.map_place.width() >= MAP_PX)
    assert in_front(window.details)
    sized(600, 0, 0)
    qtbot.waitUntil(lambda: window.map_place.width() == 600)
    sized(800, 0, 360)
    sized(1280, 250, 360)
    assert in_front(window.details)  # what was in front is in front again


def test_that_what_is_opened_in_a_narrow_window_stays_until_its_width_asks_otherwise(window, sized, qtbot):
    sized(1280, 216, 336)
    sized(800, 0, 336)
    window.layers.front_action().trigger()
    qtbot.waitUntil(lambda: in_front(window.layers))
    window.resize(810, 700)
    qtbot.wait(20)
    assert window.layers.isVisible()
    sized(1280, 216, 336)


def test_that_a_side_without_room_has_a_handle_that_shows_it_in_the_place_of_the_other(window, sized, qtbot):
    sized(1280, 216, 336)
    handles = window.status.side_buttons
    assert [one.isVisible() for one in handles] == [False, False]
    sized(800, 0, 336)
    assert [one.isVisible() for one in handles] == [True, False]
    assert handles[0].text() == "▸ Layers"
    qtbot.mouseClick(handles[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: in_front(window.layers) and not window.answer.isVisible())
    assert [one.isVisible() for one in handles] == [False, True]
    assert window.map_place.width() >= MAP_PX
    window.resize(790, 700)
    qtbot.wait(20)
    assert in_front(window.layers)  # what was asked for stays
    sized(600, 0, 0)
    assert [one.isVisible() for one in handles] == [True, True]
    qtbot.mouseClick(handles[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: in_front(window.answer))
    assert [one.isVisible() for one in handles] == [True, False]
    sized(1280, 216, 336)
    assert [one.isVisible() for one in handles] == [False, False]


def test_that_a_window_that_opens_narrow_gives_the_map_its_width_also_when_more_panels_join(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    panels = {name: Panel(name, name.title()) for name in ("layers", "answer", "assumptions", "details")}
    for one in panels.values():
        one.setWidget(QWidget())
    arranged = Arrangement(window, QWidget(), panels["layers"], panels["answer"])
    window.resize(800, 700)
    window.show()
    arranged.lay_out()
    assert panels["layers"].isHidden()
    arranged.add([panels["assumptions"]], [panels["details"]], [])
    qtbot.wait(20)
    assert [name for name, one in panels.items() if not one.isHidden()] == ["answer", "details"]
    window.resize(1280, 700)
    qtbot.waitUntil(lambda: not any(one.isHidden() for one in panels.values()))
    assert in_front(panels["layers"])


def test_that_a_table_leaves_a_low_window_more_than_half_of_the_height_to_the_map(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.centralWidget().setMinimumHeight(100)
    panels = {name: Panel(name, name.title()) for name in ("layers", "answer", "table")}
    for one in panels.values():
        one.setWidget(QWidget())
    arranged = Arrangement(window, QWidget(), panels["layers"], panels["answer"])
    window.resize(800, 500)
    window.show()
    arranged.lay_out()
    arranged.add([], [], [panels["table"]])
    panels["table"].show()
    qtbot.waitUntil(lambda: window.centralWidget().height() > panels["table"].height() > LEAST[1])
    window.resize(800, 900)
    qtbot.waitUntil(lambda: window.centralWidget().height() > 400)
    window.resizeDocks([panels["table"]], [500], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: panels["table"].height() == 500)
    window.resize(800, 500)
    qtbot.waitUntil(lambda: window.centralWidget().height() > panels["table"].height() > LEAST[1])


@pytest.fixture
def tabled(qtbot):
    """A window of 800 × 900 whose table has 500 px of the height, and what gives it another height and waits."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.centralWidget().setMinimumHeight(100)
    panels = {name: Panel(name, name.title()) for name in ("layers", "answer", "table", "other")}
    for one in panels.values():
        one.setWidget(QWidget())
    arranged = Arrangement(window, QWidget(), panels["layers"], panels["answer"])
    window.resize(800, 900)
    window.show()
    arranged.lay_out()
    arranged.add([], [], [panels["table"], panels["other"]])
    panels["table"].show()
    qtbot.waitUntil(lambda: arranged.narrow._fitted == window.size() and panels["table"].height() > LEAST[1])

    def high(height):
        window.resize(800, height)
        qtbot.waitUntil(lambda: arranged.narrow._fitted == window.size())

    def drag(height):
        window.resizeDocks([panels["table"]], [height], Qt.Orientation.Vertical)
        qtbot.waitUntil(lambda: panels["table"].height() == height)

    drag(500)
    return window, panels, high, drag


def test_that_a_table_has_its_height_again_in_a_window_that_was_small_for_a_while(tabled):
    window, panels, high, _ = tabled
    for height in (700, 600, 500, 650, 700):
        high(height)
        assert panels["table"].height() < 500
    high(900)
    assert panels["table"].height() == 500
    assert window.centralWidget().height() > MAP_HIGH


def test_that_a_table_keeps_the_height_that_it_was_dragged_to_in_a_small_window(tabled):
    _, panels, high, drag = tabled
    high(500)
    drag(LEAST[1] + 20)
    high(900)
    assert panels["table"].height() == LEAST[1] + 20


def test_that_a_table_dragged_high_gives_nothing_away_when_the_window_grows(tabled):
    window, panels, high, drag = tabled
    drag(700)
    assert window.centralWidget().height() < MAP_HIGH
    high(920)
    assert panels["table"].height() >= 700


def test_that_a_table_that_was_put_away_in_a_small_window_comes_back_as_high_as_it_was(tabled, qtbot):
    _, panels, high, _ = tabled
    high(500)
    panels["table"].hide()
    high(900)
    panels["table"].show()
    qtbot.waitUntil(lambda: panels["table"].height() == 500)


def test_that_the_panel_beside_it_takes_its_height_too(tabled, qtbot):
    _, panels, high, _ = tabled
    panels["other"].show()
    panels["other"].raise_()
    qtbot.waitUntil(lambda: in_front(panels["other"]))
    before = panels["other"].height()
    high(500)
    panels["table"].raise_()
    qtbot.waitUntil(lambda: in_front(panels["table"]))
    assert panels["table"].height() < before
    high(900)
    assert panels["table"].height() == pytest.approx(before, abs=1)


def test_that_the_height_of_a_table_that_floats_is_not_that_below_the_map(tabled, qtbot):
    _, panels, high, _ = tabled
    panels["table"].setFloating(True)
    panels["table"].resize(700, 620)
    qtbot.wait(20)
    panels["table"].setFloating(False)
    qtbot.waitUntil(lambda: not panels["table"].isFloating())
    for height in (500, 900):
        high(height)
    assert panels["table"].height() <= 500
