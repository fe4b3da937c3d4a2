"""A view that is kept and looked at again is the same view: in a project's file and in a bookmark, key or no key."""

import numpy as np
import pytest

from mineralmap.datasets import project_file
from mineralmap.gui.dialogs import ask
from mineralmap.model.style import LayerStyle

ONE_WINDOW = True

PLACES = ((107.0, -6.0), (27.0, -11.0), (-70.0, -33.0), (25.0, 66.0))


def look_at(window, lon, lat, scale=5e6):
    canvas = window.map_place.canvas
    x, y = window.session.map.projection.forward(np.array([lon]), np.array([lat]))
    canvas.show_place(float(x[0]), float(y[0]))
    canvas.show_scale(scale)
    return canvas


@pytest.mark.parametrize("key", [True, False])
def test_that_saving_and_opening_keeps_the_scale(window, settle, tmp_path, monkeypatch, qtbot, key):
    path = tmp_path / "one.mineralmap"
    monkeypatch.setattr(ask, "open_path", lambda *_: path)
    monkeypatch.setattr(ask, "save_path", lambda *_: path)
    canvas = look_at(window, 27.0, -11.0)
    canvas.set_key_shown(key)
    canvas.show_scale(5e6)
    before = canvas.uncovered()
    for _ in range(3):
        window.actions_["save"].trigger()
        window.actions_["new"].trigger()
        settle(window.session)
        window.actions_["open"].trigger()
        qtbot.waitUntil(lambda: window.session.path == path, timeout=20_000)
        settle(window.session)
        assert canvas.scale_denominator() == pytest.approx(5e6, rel=0.01)
    assert canvas.uncovered() == pytest.approx(before, rel=0.01)


def test_that_paper_round_the_globe_is_kept_with_the_view(window, settle, tmp_path, monkeypatch, qtbot):
    path = tmp_path / "one.mineralmap"
    monkeypatch.setattr(ask, "open_path", lambda *_: path)
    monkeypatch.setattr(ask, "save_path", lambda *_: path)
    canvas = look_at(window, 27.0, -11.0)
    canvas.full()
    canvas.zoom_out()
    before = canvas.uncovered()
    world = window.session.map.projection.world()
    assert before[0] < world[0]
    assert before[2] > world[2]
    window.actions_["save"].trigger()
    window.actions_["new"].trigger()
    settle(window.session)
    window.actions_["open"].trigger()
    qtbot.waitUntil(lambda: window.session.path == path, timeout=20_000)
    settle(window.session)
    assert canvas.uncovered() == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize("projection", ["robinson", "mercator", "equal_earth"])
@pytest.mark.parametrize("key", [True, False])
def test_that_going_to_a_bookmark_keeps_the_scale(window, settle, key, projection):
    window.session.edit("Another projection", projection=projection)
    settle(window.session)
    canvas = window.map_place.canvas
    canvas.set_key_shown(key)
    for lon, lat in PLACES:
        look_at(window, lon, lat)
        middle = canvas.place()[:2]
        for turn in range(3):
            window.parts["bookmarks"].thing.add(f"{lon} {turn}")
            canvas.full()
            window.parts["bookmarks"].thing.go(f"{lon} {turn}")
            assert canvas.scale_denominator() == pytest.approx(5e6, rel=0.01)
        assert canvas.place()[:2] == pytest.approx(middle, abs=5_000)  # a few px


def test_that_a_bookmark_about_the_pole_is_the_same_view_again(window, settle):
    window.session.edit("Arctic", projection="arctic")
    settle(window.session)
    bookmarks = window.parts["bookmarks"].thing
    for lon, lat, scale in ((25.0, 66.0, 5e6), (-150.0, 72.0, 8e6), (0.0, 89.9, 4e7)):
        canvas = look_at(window, lon, lat, scale)
        before = canvas.uncovered()
        for turn in range(3):
            bookmarks.add(f"{lon} {turn}")
            canvas.full()
            bookmarks.go(f"{lon} {turn}")
            assert canvas.scale_denominator() == pytest.approx(scale, rel=1e-4)
            assert canvas.uncovered() == pytest.approx(before, abs=1.0)
    canvas.full()
    bookmarks.add("all")
    look_at(window, 25.0, 66.0)
    bookmarks.go("all")
    assert canvas.opened


def test_that_a_bookmark_of_another_projection_comes_back_with_it(window, settle):
    window.session.edit("Arctic", projection="arctic")
    settle(window.session)
    canvas = look_at(window, 25.0, 66.0)
    before = canvas.uncovered()
    window.parts["bookmarks"].thing.add("north")
    window.session.edit("World", projection="robinson", extent=None)
    settle(window.session)
    window.parts["bookmarks"].thing.go("north")
    settle(window.session)
    assert canvas.uncovered() == pytest.approx(before, abs=1.0)


def test_that_the_mark_of_a_place_goes_with_its_project(window, settle):
    aims = window.parts["navigation"].thing.aims
    assert aims.to_place(26.2, -10.6, "here")
    window.actions_["new"].trigger()
    assert not aims.pin.isVisible()
    assert aims.pin.place is None


def test_that_a_layer_limited_as_now_comes_and_goes_at_the_scale_that_is_told(window, settle):
    canvas = look_at(window, 27.0, -11.0)
    window.layers.edits.restyle(["mines"], LayerStyle(farthest=canvas.scale_denominator() * 1.0005), "Limit")
    settle(window.session)

    def drawn():
        scene = canvas._scene
        return "mines" in [layer.id for _, layer in scene.marks_at(canvas.view())]

    assert drawn()
    assert "mines" not in window.layers.sight.away(window.session.map)
    canvas.show_scale(5.05e6)
    assert not drawn()
    assert "5.05 M" in window.layers.sight.away(window.session.map)["mines"]
    canvas.show_scale(4.95e6)
    assert drawn()


def test_that_the_world_as_it_opens_is_kept_and_exported_whole_in_a_low_window_too(window, settle, tmp_path):
    canvas, world = window.map_place.canvas, window.session.map.projection.world()
    canvas.full()
    size = window.size()
    window.resize(1200, 480)
    settle(window.session)
    assert canvas.opened_whole
    assert tuple(window.map_place.extent()) == tuple(world)
    window.files._write(tmp_path / "one.mineralmap")
    assert project_file.load(tmp_path / "one.mineralmap")[0].view.extent is None
    window.resize(size)
    look_at(window, 27.0, -11.0)
    window.files._write(tmp_path / "one.mineralmap")
    kept = project_file.load(tmp_path / "one.mineralmap")[0].view.extent
    assert kept == pytest.approx(canvas.uncovered())
    assert window.map_place.extent() == pytest.approx(kept)
