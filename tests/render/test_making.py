"""The map at rest made between events: its ground in a thread, all else in turns, and nothing half made is seen."""

from dataclasses import replace

import numpy as np

from mineralmap.layers.layer import Texts
from mineralmap.layers.projection import Projection
from mineralmap.render import bits
from mineralmap.render.canvas import MapCanvas
from mineralmap.render.paths import area_paths
from mineralmap.render.still import Still
from tests.render.conftest import pixels


def dark(tiny_map):
    return replace(tiny_map, ground=replace(tiny_map.ground, around="#101820", paper="#101820"))


def anew(tiny_map, drawn):
    """The picture of a map in a canvas that had none before."""
    made = MapCanvas()
    made.resize(700, 500)
    made.set_map(drawn)
    found = pixels(made)
    made.deleteLater()
    return found


def test_that_the_old_map_stays_until_the_new_one_is_made_and_then_nothing_is_left_to_paint(qtbot, canvas, tiny_map):
    before, other, told = pixels(canvas), dark(tiny_map), []
    assert canvas.prepare(other, lambda: told.append(True))
    assert not told
    assert (pixels(canvas) == before).all()
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert (pixels(canvas) == before).all()
    canvas.set_map(other)
    assert canvas._still is not None  # what was made is taken over
    assert (pixels(canvas) == anew(tiny_map, other)).all()


def test_that_a_map_on_the_same_ground_keeps_it_and_is_made_in_turns_all_the_same(qtbot, canvas, tiny_map):
    other, told, ground = replace(tiny_map, layers=tiny_map.layers[:-1]), [], canvas._backing.view
    assert canvas.prepare(other, lambda: told.append(True))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    canvas.set_map(other)
    assert canvas._backing.view is ground
    assert canvas._still is not None
    assert (pixels(canvas) == anew(tiny_map, other)).all()


def test_that_a_map_that_has_more_from_closer_only_is_set_at_once_in_the_same_picture(canvas, tiny_map):
    last = tiny_map.layers[-1]
    closer = tuple(replace(one, closer=np.zeros(len(one.x))) for one in last.primitives if isinstance(one, Texts))
    assert closer
    other = replace(tiny_map, layers=(*tiny_map.layers[:-1], replace(last, primitives=(*closer, *last.primitives))))
    shown = canvas._still.pixmap.cacheKey()
    assert not canvas.prepare(other, lambda: None)
    canvas.set_map(other)
    assert canvas._still.pixmap.cacheKey() == shown
    assert canvas._scene.map is other
    assert (pixels(canvas) == anew(tiny_map, other)).all()


def test_that_a_map_of_another_key_is_made_anew(canvas, tiny_map):
    assert canvas.prepare(replace(tiny_map, legend=tiny_map.legend[:-1]), lambda: None)


def test_that_a_map_that_nobody_looks_at_is_set_at_once(canvas, tiny_map):
    canvas.hide()
    assert not canvas.prepare(tiny_map, lambda: None)


def test_that_a_newer_map_takes_the_place_of_one_that_is_being_made(qtbot, canvas, tiny_map):
    told = []
    assert canvas.prepare(dark(tiny_map), lambda: told.append("first"))
    newest = replace(tiny_map, ground=replace(tiny_map.ground, around="#204060"))
    assert canvas.prepare(newest, lambda: told.append("second"))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    qtbot.wait(100)
    assert told == ["second"]


def test_that_a_hand_that_moves_the_old_map_meanwhile_finds_the_new_one_where_it_went(qtbot, canvas, tiny_map):
    told, other = [], dark(tiny_map)
    assert canvas.prepare(other, lambda: told.append(True))
    canvas.zoom_in()
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    view = canvas.view()
    canvas.set_map(other)
    assert canvas.view() == view
    qtbot.waitUntil(lambda: not canvas._moving, timeout=5000)
    moved = pixels(canvas)
    canvas._backing.forget()
    canvas._outdate()
    assert (pixels(canvas) == moved).all()


def test_that_another_projection_is_made_before_it_is_seen(qtbot, canvas, tiny_map):
    other, told = replace(tiny_map, projection=Projection("mercator", 11.0)), []
    assert canvas.prepare(other, lambda: told.append(True))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    canvas.set_map(other)
    assert canvas._still is not None
    assert (pixels(canvas) == anew(tiny_map, other)).all()


def test_that_a_view_that_comes_to_rest_is_made_between_events_and_exact(qtbot, canvas):
    with qtbot.waitSignal(canvas.view_rested, timeout=5000):
        canvas.zoom_in()
    assert canvas._still is not None
    rested = pixels(canvas)
    canvas._backing.forget()
    canvas._outdate()
    assert (pixels(canvas) == rested).all()


def test_that_a_window_of_another_size_shows_its_ground_at_once_and_is_exact_soon(qtbot, canvas):
    canvas.resize(500, 400)
    assert pixels(canvas).shape == (400, 500, 3)
    qtbot.waitUntil(lambda: not canvas._moving, timeout=5000)
    soon = pixels(canvas)
    canvas._backing.forget()
    canvas._outdate()
    assert (pixels(canvas) == soon).all()


def test_that_the_steps_leave_nothing_out_whoever_runs_through_them(canvas):
    made = canvas._to_make()
    assert isinstance(made, Still)
    assert made.grounded
    assert len(list(made.steps())) >= 3
    assert made.pixmap.width() == 700


def test_that_names_are_placed_bit_by_bit_and_stand_where_they_would_at_once(canvas, monkeypatch):
    canvas.resize(1400, 900)
    whole = canvas._to_make()
    for _ in whole.steps():
        pass
    clock = iter(range(10_000))
    monkeypatch.setattr(bits, "perf_counter", lambda: float(next(clock)))  # each piece takes a second
    slow = canvas._to_make()
    pauses = len(list(slow.steps(slowly=True)))
    labels = [(one.words, one.x, one.y) for one in whole._labels]
    assert labels
    assert pauses > len(labels)
    assert [(one.words, one.x, one.y) for one in slow._labels] == labels


def test_that_what_qt_keeps_of_a_path_is_made_once(tiny_map):
    areas = next(one for layer in tiny_map.layers for one in layer.primitives if hasattr(one, "ring_start"))
    kept = area_paths(areas)
    kept.fetch(np.arange(len(kept.paths)))
    assert kept.fetched.all()
    kept.fetch(np.arange(len(kept.paths)))


def test_that_a_map_whose_ground_cannot_be_painted_behind_the_window_is_painted_at_once_and_the_error_is_told(
    qtbot, canvas, tiny_map, monkeypatch
):
    def broken(self):
        raise MemoryError("no room for a picture")

    monkeypatch.setattr(Still, "ground", broken)
    other, told = dark(tiny_map), []
    with qtbot.captureExceptions() as errors:
        assert canvas.prepare(other, lambda: told.append(True))
        qtbot.waitUntil(lambda: bool(told), timeout=5000)
        qtbot.waitUntil(lambda: bool(errors), timeout=5000)
    assert "no room for a picture" in str(errors[0][1])
    canvas.set_map(other)
    assert (pixels(canvas) == anew(tiny_map, other)).all()


def test_that_a_view_that_cannot_be_made_between_events_comes_to_rest_all_the_same(qtbot, canvas, monkeypatch):
    def broken(self, slowly=False):
        raise MemoryError("no room for a picture")
        yield

    with monkeypatch.context() as patch, qtbot.captureExceptions() as errors:
        patch.setattr(Still, "steps", broken)
        with qtbot.waitSignal(canvas.view_rested, timeout=5000):
            canvas.zoom_in()
        qtbot.waitUntil(lambda: bool(errors), timeout=5000)
    assert not canvas._moving


def test_that_who_waits_for_a_map_is_told_when_another_takes_its_place_while_it_is_made(qtbot, canvas, tiny_map):
    told = []
    assert canvas.prepare(dark(tiny_map), lambda: told.append("dark"))
    canvas.set_map(replace(tiny_map, title="As another eye sees it"))
    assert not told
    qtbot.waitUntil(lambda: told == ["dark"], timeout=5000)


def test_that_a_map_that_was_made_is_told_once(qtbot, canvas, tiny_map):
    other, told = dark(tiny_map), []
    assert canvas.prepare(other, lambda: told.append(True))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    canvas.set_map(other)
    qtbot.wait(30)
    assert told == [True]
