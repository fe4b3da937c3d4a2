"""Symbols by the million: nothing is thinned unsaid, sprites look as the vectors do, and what is hidden is counted."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from weakref import WeakSet

import numpy as np
import pytest
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Marks
from mineralmap.layers.symbology import percent_text, tonnes_text
from mineralmap.render.points import atlas
from mineralmap.render.points import fans as fan_finding
from mineralmap.render.points.atlas import Atlas
from mineralmap.render.points.badges import heap_words
from mineralmap.render.points.cloud import THIN_FROM, cloud
from mineralmap.render.points.fans import fans_of
from mineralmap.render.points.heaps import Heaped, Weighed
from mineralmap.render.points.looks import looks
from mineralmap.render.points.pyramid import LEVELS, Pyramid
from mineralmap.render.scene import Scene, make_paths
from mineralmap.render.symbols import paint_one
from mineralmap.render.viewport import Viewport
from tests.render.dots import map_of, marks_at, view_of
from tests.render.wordings import place_all

ROOT = Path(__file__).resolve().parent.parent.parent


def many(n=30_000, wide=1e7, seed=3):
    random = np.random.default_rng(seed)
    return marks_at(*random.uniform(-wide, wide, (2, n)), diameter=4.0, tonnes=np.arange(n, 0, -1).astype(float))


def painted(scene, view, density=None, scale=1.0):
    image = QtGui.QImage(
        round(view.width * scale), round(view.height * scale), QtGui.QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(scale)
    image.fill(QtCore.Qt.GlobalColor.white)
    painter = QtGui.QPainter(image)
    scene.paint_top(painter, view, density)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[..., :3].astype(int)


def test_that_as_many_symbols_as_we_ship_are_all_drawn(tiny_map):
    marks = many(THIN_FROM)
    scene = Scene(map_of(tiny_map, marks))
    view = view_of(scene.map)
    assert len(scene.shown(marks, view).at) == THIN_FROM
    hidden = scene.heaps(view)
    drawn, in_all = hidden.drawn, hidden.in_all
    assert drawn == in_all == THIN_FROM


def test_that_of_each_cell_the_first_is_drawn_and_no_other():
    # Three within 64 m, one a kilometre off, one far away: from afar the first stands for all that are near it.
    x, y = np.array([1000.0, 10.0, 20.0, 30.0, 5e6]), np.array([1000.0, 10.0, 20.0, 30.0, 5e6])
    pyramid = Pyramid(x, y)
    assert pyramid.within(0, 0, 6e6, 6e6, 0)[0].tolist() == [0, 4]
    assert pyramid.within(0, 0, 6e6, 6e6, LEVELS - 1)[0].tolist() == [0, 1, 4]
    assert pyramid.within(0, 0, 6e6, 6e6, LEVELS)[0].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("level", range(0, LEVELS, 3))
def test_that_what_is_drawn_and_what_lies_under_it_is_everything(level):
    marks = many(5_000)
    pyramid = Pyramid(marks.x, marks.y, marks.tonnes)
    drawn, of = pyramid.within(-1e8, -1e8, 1e8, 1e8, level)
    found = pyramid.clusters(drawn, of)
    assert found.count.sum() == 5_000
    assert found.known.sum() == 5_000
    assert found.tonnes.sum() == pytest.approx(marks.tonnes.sum())


def test_that_each_closer_level_draws_what_the_coarser_did():
    marks = many(5_000)
    pyramid = Pyramid(marks.x, marks.y)
    for level in range(LEVELS):
        coarse = pyramid.within(-1e8, -1e8, 1e8, 1e8, level)[0]
        assert np.isin(coarse, pyramid.within(-1e8, -1e8, 1e8, 1e8, level + 1)[0]).all()


def test_that_tonnes_that_are_not_known_are_counted_apart():
    pyramid = Pyramid(np.zeros(3), np.zeros(3), np.array([5.0, np.nan, 2.0]))
    found = pyramid.clusters(np.array([0]), 0)
    assert (int(found.count[0]), int(found.known[0]), float(found.tonnes[0])) == (3, 2, 7.0)


def test_that_places_outside_the_world_are_left_out():
    pyramid = Pyramid(np.array([0.0, np.inf, np.nan]), np.zeros(3))
    assert pyramid.within(-1e8, -1e8, 1e8, 1e8, LEVELS)[0].tolist() == [0]
    assert Pyramid(np.empty(0), np.empty(0)).within(-1, -1, 1, 1, LEVELS)[0].tolist() == []


def test_that_thinning_says_how_many_are_drawn_of_how_many(tiny_map):
    marks = many(60_000)
    scene = Scene(map_of(tiny_map, marks))
    view = view_of(scene.map)
    hidden = scene.heaps(view)
    drawn, in_all = hidden.drawn, hidden.in_all
    x, y = view.px(marks.x, marks.y)
    assert drawn < in_all
    assert in_all == pytest.approx(((x >= 0) & (x < 600) & (y >= 0) & (y < 400)).sum(), rel=0.01)
    inside = (x >= 0) & (x < 600) & (y >= 0) & (y < 400)
    (weighed,) = hidden.weighed
    assert weighed.in_all == pytest.approx(marks.tonnes[inside].sum(), rel=0.01)
    assert 0 < weighed.drawn < weighed.in_all
    share, tonnes = percent_text(weighed.drawn / weighed.in_all), tonnes_text(weighed.in_all, "t Ni")
    assert hidden.words("t Ni") == (
        f"{drawn:,} of {in_all:,} symbols drawn with {share} of {tonnes}; "
        "the rest lie under or close beside larger ones"
    )


def test_that_a_thinned_map_counts_only_the_heaps_that_stand_out(tiny_map):
    marks = many(60_000)
    evenly = Scene(map_of(tiny_map, marks))
    view = view_of(evenly.map)
    assert [len(heap.x) for heap in evenly.heaps(view).heaps] == [0]
    x, y = marks.x.copy(), marks.y.copy()
    x[-900:], y[-900:] = x[-1], y[-1]  # more than a hundredth of all in one place
    heaped = Scene(map_of(tiny_map, replace(marks, x=x, y=y))).heaps(view)
    assert [len(heap.x) for heap in heaped.heaps] == [1]
    assert int(heaped.heaps[0].clusters.count[0]) >= 900


def test_that_the_largest_of_a_cell_is_the_one_that_is_drawn(tiny_map):
    marks = many(60_000)
    scene = Scene(map_of(tiny_map, marks))
    view = view_of(scene.map)
    assert 0 in scene.shown(marks, view).at  # the first is the largest


def test_that_everything_is_drawn_once_one_is_close(tiny_map):
    marks = many(60_000)
    scene = Scene(map_of(tiny_map, marks))
    view = view_of(scene.map, mpp=2_000.0)
    x, y = view.px(marks.x, marks.y)
    inside = (x > 0) & (x < 600) & (y > 0) & (y < 400)
    assert np.isin(np.flatnonzero(inside), scene.shown(marks, view).at).all()


def test_that_words_of_a_heap_say_how_many_and_how_much():
    assert heap_words(1234, 3, 1_200_000.0, "t Ni") == "1,234 · 1.2 Mt Ni"
    assert heap_words(37, 0, 0.0, "t") == "37"
    assert Heaped([], 5, 5, []).words("t") == ""
    known = [Weighed("Mines", 1.0, 4.0, True), Weighed("Plants", 1.0, 2.0, False)]
    assert "drawn with 25 % of 4 t Ni of Mines, 50 % of 2 t Ni that are known of Plants;" in Heaped(
        [], 1, 9, known
    ).words("t Ni")


@pytest.mark.parametrize("density", [1.0, 1.25, 1.5, 2.0])
def test_that_sprites_look_as_the_vectors_do(tiny_map, density):
    # On the middle of device px, where a sprite is set, the two are the same but for rounding.
    at = np.array([60.5, 120.5, 200.5, 300.5])
    marks = marks_at(
        at / density, np.full(4, -50.5 / density), ring=np.array([0.0, 0.5, 0.0, 1.0]), ring_colours=("#00AA00",),
        hollow=np.array([False, False, True, False]), paint=np.array([0, 1, 0, 1]),
        faded=np.array([False, True, False, False]), diameter=np.array([4.0, 12.0, 18.0, 28.0]),
    )  # fmt: skip
    scene = Scene(map_of(tiny_map, marks))
    view = Viewport(0.0, 0.0, 1.0, 400.0, 100.0)
    vectors, sprites = painted(scene, view, None, density), painted(scene, view, density, density)
    assert np.abs(vectors - sprites).max() <= 3
    assert (vectors < 250).any()


def test_that_a_million_looks_need_no_million_sprites():
    random = np.random.default_rng(1)
    n = 50_000
    marks = marks_at(
        random.uniform(0, 1e6, n), random.uniform(0, 1e6, n), diameter=random.uniform(4, 28, n),
        ring=random.random(n), ring_colours=("#00AA00",),
    )  # fmt: skip
    found = looks(marks)
    assert len(found.keys) < 2_000
    assert len(found.of) == n


def test_that_few_symbols_are_told_apart_as_many_are(monkeypatch):
    some = many(200)
    marks = replace(some, diameter=4.0 + np.arange(200) % 5, paint=np.arange(200) % 2)
    found = []
    for sorted_from in (0, 10**9):
        monkeypatch.setattr("mineralmap.render.points.looks.SORTED", sorted_from)
        found.append(looks(marks))
    one, other = found
    assert len(one.keys) == 10
    assert one.keys == other.keys
    assert one.of.tolist() == other.of.tolist()
    assert one.first.tolist() == other.first.tolist()


def test_that_the_atlas_forgets_before_it_grows_without_end(monkeypatch):
    monkeypatch.setattr("mineralmap.render.points.atlas.MOST_ROWS", 64)
    atlas = Atlas()
    atlas.use(1.0, "#FFFFFF")
    for size in range(4, 200):
        marks = marks_at([0.0], [0.0], diameter=float(size % 28 + 4 + size / 400))
        atlas.slots(marks, looks(marks), np.array([0]), lambda *_: None)
    assert len(atlas) < 196
    assert atlas.generation > 1


@pytest.mark.parametrize(
    ("x", "y"),
    [([], []), ([0.0], [0.0]), ([0.0] * 30_000, [0.0] * 30_000), ([np.inf], [0.0]), ([-1.7e7, 1.7e7], [8.3e6, -8.3e6])],
)
def test_that_odd_sets_are_painted_all_the_same(tiny_map, x, y):
    drawn = map_of(tiny_map, marks_at(x, y))
    make_paths(drawn)
    scene = Scene(drawn)
    for mpp in (0.5, 15.0, 900.0, 4e4, 4e5):
        painted(scene, view_of(drawn, mpp=mpp), 1.0)
        place_all(scene, view_of(drawn, mpp=mpp))


def test_that_all_in_one_place_are_one_symbol_with_its_count(tiny_map):
    marks = marks_at([1.0] * 30_000, [1.0] * 30_000, tonnes=np.ones(30_000))
    scene = Scene(map_of(tiny_map, marks))
    hidden = scene.heaps(view_of(scene.map))
    assert (hidden.drawn, hidden.in_all) == (1, 30_000)
    assert float(hidden.heaps[0].clusters.tonnes[0]) == 30_000
    assert fans_of(scene.map, 100.0) == {}


def test_that_a_layer_is_as_opaque_and_as_far_seen_as_its_user_says(tiny_map):
    marks = marks_at([0.0], [0.0], diameter=28.0)
    view = view_of(tiny_map, mpp=2_000.0)

    def darkest(density, **layer):
        return painted(Scene(map_of(tiny_map, marks, **layer)), view, density).min()

    for density in (None, 1.0):
        full = darkest(density)
        assert full < darkest(density, opacity=0.4) < 255
        assert darkest(density, opacity=0.0) == 255
        assert darkest(density, detail=(0.0, 1_000.0)) == 255
        assert darkest(density, detail=(1_000.0, 3_000.0)) == full


def test_that_ids_are_found_among_very_many():
    marks = many(THIN_FROM + 5)
    assert cloud(marks).find({"P7", "P20001", "nobody"}).tolist() == [7, 20001]
    assert cloud(many(50)).find({"P7"}).tolist() == [7]


def test_that_sprites_are_right_in_a_window_of_any_scale():
    code = (
        "import sys\n"
        "from mineralmap.render.application import ensure_application\n"
        "ensure_application()\n"
        "from mineralmap.render.canvas import MapCanvas\n"
        "canvas = MapCanvas()\n"
        "canvas.resize(300, 200)\n"
        "print(canvas.devicePixelRatioF(), canvas.grab().width())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1.5", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.split() == ["1.5", "450"], done.stderr


def test_that_pyramids_serve_the_next_map_when_nothing_moved():
    one = many(THIN_FROM + 1)
    other = replace(one, x=one.x.copy(), paint=1 - one.paint)
    assert cloud(one).pyramid is cloud(other).pyramid
    assert cloud(replace(one, x=one.x + 1.0)).pyramid is not cloud(one).pyramid


def test_that_marks_are_let_go_with_their_map(tiny_map):
    import gc

    from mineralmap.render.points import cloud as kept

    gc.collect()
    before = len(kept._clouds)
    marks = many(100)
    Scene(map_of(tiny_map, marks)).shown(marks, view_of(tiny_map))
    assert len(kept._clouds) == before + 1
    del marks
    gc.collect()
    assert len(kept._clouds) == before


def test_that_marks_stay_the_symbols_of_the_map(tiny_map):
    assert all(isinstance(marks, Marks) for marks, _ in Scene(tiny_map).marks_at(view_of(tiny_map)))


def test_that_a_sprite_which_every_window_has_is_not_painted_again(tiny_map, monkeypatch):
    monkeypatch.setattr(atlas, "_atlases", WeakSet())
    monkeypatch.setattr(atlas, "SKETCHED_FROM", 1)
    one, two = Atlas(), Atlas()
    for made in (one, two):
        made.use(1.0, tiny_map.ground.paper)
    painted = []

    def paint(painter, marks, i, turn):
        painted.append(float(marks.diameter[i]))
        paint_one(painter, marks, i, turn, tiny_map.ground.paper)

    def sketched(*diameters):
        at = [0.0] * len(diameters)
        marks, painted[:] = replace(marks_at(at, at), diameter=np.array(diameters)), []
        atlas.sketch(marks, looks(marks), tiny_map.ground.paper, paint)
        return marks, list(painted)

    first, all_new = sketched(8.0, 12.0)
    assert all_new == [8.0, 12.0]
    one.slots(first, looks(first), np.array([0, 1]), paint)
    assert sketched(8.0, 12.0, 16.0)[1] == [8.0, 12.0, 16.0]  # the other window has none of them
    two.slots(first, looks(first), np.array([0, 1]), paint)
    assert sketched(8.0, 12.0, 16.0)[1] == [16.0]
    one.use(1.0, "#000000")  # its sprites are for another paper now, and it paints with none of these
    two.use(1.0, "#000000")
    assert sketched(8.0)[1] == [8.0]


def test_that_fans_and_names_of_very_many_serve_the_next_map_when_nothing_moved(monkeypatch):
    monkeypatch.setattr(fan_finding, "MOST_COMPARED", 0)
    x = np.repeat([0.0, 1e6], 2)
    before = marks_at(x, x)
    after = replace(before, paint=1 - before.paint)
    moved = replace(before, x=x + np.array([0.0, 0.0, 0.0, 5e5]))
    found = fan_finding.known_fans([before], 1.0)[before]
    assert fan_finding.known_fans([after], 1.0)[after] is found
    assert len(found.at) == 4
    assert len(fan_finding.known_fans([moved], 1.0)[moved].at) == 2
    lots = many()
    assert cloud(lots)._names is cloud(replace(lots, faded=~lots.faded))._names
    assert cloud(replace(lots, ids=tuple(reversed(lots.ids)))).find(["P0"]).tolist() == [len(lots.ids) - 1]
