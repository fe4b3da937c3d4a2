"""The map in another projection: chosen, undone, refused; the view stays where it was."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mineralmap.layers import basemap
from mineralmap.layers.projection import Projection

ONE_WINDOW = True


@pytest.fixture
def choosing(window):
    return window.parts["projection"].thing


def test_that_a_projection_is_chosen_in_the_menu_and_taken_back(window, settle):
    window.actions_["projection_robinson"].trigger()
    settle(window.session)
    assert window.session.map.projection == Projection("robinson", 11.0)
    assert window.session.undo_stack.undoText() == "Map in Robinson"
    assert window.status.projection.text() == "Robinson, middle 11° E"
    window.session.undo_stack.undo()
    settle(window.session)
    assert window.session.map.projection.name == "equal_earth"
    assert window.actions_["projection_equal_earth"].isChecked()


def test_that_the_view_stays_on_the_same_place_at_about_the_same_scale(window, settle):
    canvas = window.map_place.canvas
    window.map_place.show_key(False)  # its height may be another, and with it the middle of the map
    before = Projection("equal_earth", 11.0)
    x, y = (float(one[0]) for one in before.forward(np.array([26.0]), np.array([-11.0])))
    canvas.zoom_to((x - 4e5, y - 3e5, x + 4e5, y + 3e5))
    scale = canvas.scale_denominator()
    for name in ("mercator", "plate_carree", "robinson", "equal_earth"):
        window.actions_[f"projection_{name}"].trigger()
        settle(window.session)
        x0, y0, x1, y1 = canvas.extent()
        lon, lat = window.session.map.projection.inverse(np.array([(x0 + x1) / 2]), np.array([(y0 + y1) / 2]))
        assert (lon[0], lat[0]) == pytest.approx((26.0, -11.0), abs=0.7)
        assert canvas.scale_denominator() == pytest.approx(scale, rel=0.03)
    window.map_place.show_key(True)


def test_that_the_whole_world_stays_the_whole_world(window, settle):
    window.map_place.zoom_full()
    window.actions_["projection_natural_earth"].trigger()
    settle(window.session)
    seen, world = window.map_place.canvas.extent(), window.session.map.projection.world()
    assert seen[0] < world[0]
    assert seen[2] > world[2]


def test_that_a_code_is_drawn_and_remembered(window, settle, choosing, qtbot):
    choosing.choose("3035")
    qtbot.waitUntil(lambda: window.session.view.projection == "EPSG:3035", timeout=20_000)
    settle(window.session)
    assert window.status.projection.text() == "EPSG:3035"
    assert "LAEA Europe" in window.status.projection.toolTip()
    assert window.actions_["projection_other"].isChecked()
    assert not window.actions_["pacific"].isEnabled()
    choosing.ask()
    qtbot.waitUntil(lambda: not choosing.dialog.busy, timeout=20_000)
    assert choosing.dialog.list.item(0).data(Qt.ItemDataRole.UserRole) == "EPSG:3035"
    choosing.dialog.reject()


def test_that_an_unknown_code_is_told_and_the_map_stays(window, settle, choosing, qtbot):
    choosing.choose("EPSG:999999")
    qtbot.waitUntil(lambda: "EPSG:999999" in window.notices.text, timeout=20_000)
    assert "The map stays as it is." in window.notices.text
    assert window.session.view.projection == "equal_earth"
    assert window.actions_["projection_equal_earth"].isChecked()


def test_that_a_project_with_an_unknown_code_is_drawn_as_before(window, settle, qtbot):
    window.session.look(projection="EPSG:999999")
    qtbot.waitUntil(lambda: window.session.view.projection == "equal_earth", timeout=20_000)
    settle(window.session)
    assert window.session.map.projection.name == "equal_earth"


def test_that_the_registries_are_searched_by_code_and_by_words(window, choosing, qtbot):
    choosing.ask()
    dialog = choosing.dialog
    qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)
    dialog.field.setText("3035")
    assert dialog.chosen == "EPSG:3035"
    assert "Europe" in dialog.about.text()
    dialog.field.setText("utm zone 33n wgs 84")
    assert "EPSG:32633" in [dialog.list.item(i).data(Qt.ItemDataRole.UserRole) for i in range(dialog.list.count())]
    dialog.field.setText("no such thing")
    assert dialog.list.count() == 0
    assert dialog.about.text() == "Nothing is called so."
    dialog.reject()


def test_that_what_is_selected_and_cannot_be_shown_is_told_with_a_way_back(window, settle):
    facilities = window.session.dataset.facilities
    south = facilities.index[facilities["lat"].to_numpy(float) < 20][0]
    window.session.select(south)
    window.actions_["projection_arctic"].trigger()
    settle(window.session)
    assert "lies outside what Arctic shows" in window.notices.text
    window.notices.button("Go back").click()
    settle(window.session)
    assert window.session.map.projection.name == "equal_earth"


def test_that_what_could_not_be_shown_is_forgotten_once_it_can(window, settle):
    facilities = window.session.dataset.facilities
    window.session.select(facilities.index[facilities["lat"].to_numpy(float) < 20][0])
    window.actions_["projection_arctic"].trigger()
    settle(window.session)
    assert "lies outside what Arctic shows" in window.notices.text
    window.actions_["projection_equal_earth"].trigger()
    settle(window.session)
    assert window.notices.text == ""


def test_that_the_pacific_lies_about_150_degrees_east(window, settle):
    window.actions_["pacific"].trigger()
    settle(window.session)
    assert window.session.map.projection.centre_lon == 150.0
    assert window.session.map.projection.code == "EPSG:8859"
    window.actions_["atlantic"].trigger()
    settle(window.session)
    assert window.session.map.projection.centre_lon == 11.0
    assert window.actions_["atlantic"].isChecked()
    assert not window.actions_["pacific"].isChecked()


def test_that_the_finest_coasts_come_once_the_map_is_seen(window, settle, qtbot):
    window.actions_["projection_robinson"].trigger()
    settle(window.session)
    qtbot.waitUntil(lambda: basemap.closest_ready(Projection("robinson", 11.0)) == 0, timeout=20_000)
    countries = lambda: next(one for one in window.session.map.layers if one.id == "countries")  # noqa: E731
    qtbot.waitUntil(lambda: len(countries().primitives) == 3, timeout=20_000)
    settle(window.session)


def test_that_the_graticule_can_be_finer_and_taken_away(window, settle):
    def lines():
        sea = next(one for one in window.session.map.layers if one.id == "sea")
        return sum(len(one.start) - 1 for one in sea.primitives if hasattr(one, "start"))

    before = lines()
    window.actions_["graticule_10"].trigger()
    settle(window.session)
    assert lines() > 2 * before
    window.actions_["graticule_0"].trigger()
    settle(window.session)
    assert lines() == 0
