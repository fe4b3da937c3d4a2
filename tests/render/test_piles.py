"""Facilities that stand in one place are counted on the map and by the pointer while one cannot see them apart."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtGui
from PySide6.QtCore import QRectF

from mineralmap.layers.layer import Layer, Lines, Paint, plain_marks
from mineralmap.layers.palette import palette
from mineralmap.render import pick, picture
from mineralmap.render.points import badges
from mineralmap.render.points.cloud import cloud
from mineralmap.render.points.piles import pile_of, piles
from mineralmap.render.points.pyramid import Clusters
from mineralmap.render.scene import Scene
from mineralmap.render.viewport import Viewport


def pile_map(n=6, known=4):
    """Six facilities within 100 m, four of them with 10 kt each, and one 500 km east of them, on a map of 3,000 km."""
    east = np.concatenate([np.arange(n) * 15.0, [500_000.0]])
    tonnes = np.concatenate([np.full(known, 10_000.0), np.full(n - known, np.nan), [5_000.0]])
    made = plain_marks(
        "circle", east, np.zeros(n + 1), np.full(n + 1, 10.0), (Paint(fill="#CC0000"),),
        ids=tuple(f"P{i}" for i in range(n + 1)), tips=tuple(f"Place {i}" for i in range(n + 1)),
    )  # fmt: skip
    return replace(made, tonnes=tonnes)


def test_that_facilities_of_one_place_are_counted_while_the_map_is_far_off():
    marks = pile_map()
    shown = cloud(marks).shown(Viewport(-1e6, 1e6, 4_000.0, 800, 500), 1_000)
    tops, here = piles(marks, shown, 4_000.0)
    assert tops.at.tolist() == [0]
    assert (here.count.tolist(), here.known.tolist(), here.tonnes.tolist()) == ([6], [4], [40_000.0])
    assert int(pile_of(marks, 3, 4_000.0).count[0]) == 6
    assert int(pile_of(marks, 6, 4_000.0).count[0]) == 1


def test_that_the_count_stays_while_the_map_is_moved_and_goes_when_one_sees_them_apart():
    marks = pile_map()
    for left in (-1e6, -1e6 + 1_234.0, -2e6 / 3):
        assert piles(marks, cloud(marks).shown(Viewport(left, 1e6, 4_000.0, 800, 500), 1_000), 4_000.0)[1].count[0] == 6
    near = Viewport(-100.0, 100.0, 1.0, 400, 200)
    assert not len(piles(marks, cloud(marks).shown(near, 1_000), 1.0)[0].at)


def test_that_a_place_bears_its_count_and_its_tonnes():
    marks = pile_map()
    shown = cloud(marks).shown(Viewport(-1e6, 1e6, 4_000.0, 800, 500), 1_000)
    tops, here = piles(marks, shown, 4_000.0)
    heap = badges.Heap(tops.x, tops.y, marks.diameter[tops.at], here, badges.LEAST_HERE)
    (one,) = badges.badges([heap], (800, 500), np.empty((0, 4)), "t Ni")
    assert one.words == "6 · 40 kt Ni"
    (twice,) = badges.badges([heap], (800, 500), np.empty((0, 4)), "t Ni", grown=2.0)
    assert twice.words == one.words
    assert twice.box.height() == 2 * one.box.height()
    assert twice.box.width() == pytest.approx(2 * one.box.width(), rel=0.05)
    few = badges.Heap(tops.x, tops.y, marks.diameter[tops.at], here)
    assert not badges.badges([few], (800, 500), np.empty((0, 4)), "t Ni")


def test_that_the_pointer_is_told_what_else_stands_there(tiny_map):
    scene = Scene(replace(tiny_map, layers=(Layer("points", "Points", (pile_map(),), pickable=True),), unit="t Ni"))
    found = pick.under_scene(scene, Viewport(-1e6, 1e6, 4_000.0, 800, 500), 250.0, 250.0)
    assert found is not None
    assert found.more == "with 5 more in this place, together 40 kt Ni (4 of 6 counted): zoom in to tell them apart"
    assert found.tip.endswith(found.more)
    alone = pick.under_scene(scene, Viewport(-1e6, 1e6, 4_000.0, 800, 500), 375.0, 250.0)
    assert (alone.feature, alone.more) == ("P6", "")


def test_that_what_has_no_figure_of_the_answer_bears_no_count(tiny_map):
    quiet = replace(pile_map(), tonnes=np.full(7, np.nan))
    scene = Scene(replace(tiny_map, layers=(Layer("points", "Points", (quiet,), pickable=True),)))
    view = Viewport(-1e6, 1e6, 4_000.0, 800, 500)
    assert scene.heaps(view).heaps == []
    assert pick.under_scene(scene, view, 250.0, 250.0).more == "with 5 more in this place: zoom in to tell them apart"


def test_that_a_count_keeps_off_symbols_and_in_a_crowd_is_short():
    here = Clusters(np.array([9]), np.array([9]), np.array([499_000.0]))
    heap = badges.Heap(np.array([200.0]), np.array([100.0]), np.array([20.0]), here, badges.LEAST_HERE)
    own = np.array([[190.0, 90, 210, 110]])
    (one,) = badges.badges([heap], (400, 200), np.empty((0, 4)), "t Ni", own)
    assert one.words == "9 · 499 kt Ni"
    assert (one.box.left(), one.box.bottom()) == (214, 86)  # four px off its corner
    (crowd,) = badges.badges([heap], (400, 200), np.empty((0, 4)), "t Ni", np.array([[100.0, 0, 300, 200]]))
    assert crowd.words == "9"
    (many,) = badges.badges([heap], (400, 200), np.empty((0, 4)), "t Ni", None)
    assert many.words == "9"


def test_that_the_tonnes_of_a_count_keep_off_lanes_that_matter():
    """Lanes from left to right at 20, 40 … 180 px: no tag 14 px high and 3 px off them fits between."""
    here = Clusters(np.array([9]), np.array([9]), np.array([499_000.0]))
    heap = badges.Heap(np.array([200.0]), np.array([101.0]), np.array([20.0]), here, badges.LEAST_HERE)
    view = Viewport(0.0, 200.0, 1.0, 400, 200)

    def words(width, down=tuple(range(20, 200, 20))):
        y = np.repeat([200.0 - one for one in down], 2)
        start, paint = np.arange(0, len(y) + 1, 2), np.zeros(len(down), int)
        lanes = Lines(np.tile([-5e6, 5e6], len(down)), y, start, np.full(len(down), width), paint, (Paint(),))
        (one,) = badges.badges([heap], (400, 200), np.empty((0, 4)), "t Ni", badges.along(lanes, view))
        return one.words

    assert words(2.0) == "9"
    assert words(0.8) == "9 · 499 kt Ni"  # too thin to matter
    assert words(2.0, (20, 180)) == "9 · 499 kt Ni"


def test_that_a_name_keeps_off_a_small_symbol_with_a_ring(tiny_map):
    small = plain_marks("circle", np.zeros(1), np.zeros(1), np.full(1, 5.0), (Paint(),), ids=("P",), tips=("",))
    ringed = replace(small, ring=np.full(1, 0.5), ring_colour=np.zeros(1, int), ring_colours=("#1B5FAA",))
    scene = Scene(replace(tiny_map, layers=(Layer("points", "Points", (small, ringed), pickable=True),)))
    view = Viewport(-100.0, 100.0, 1.0, 200, 200)
    assert not len(scene._obstacles(small, view))
    assert scene._obstacles(ringed, view).tolist() == [[94, 94, 106, 106]]  # 2.5 + 3.5 px about its middle


def test_that_what_a_count_means_is_told_of_one_that_has_its_tonnes():
    short, whole = (badges.Badge(words, QRectF(0, 0, 20, 14)) for words in ("6", "9 · 499 kt Ni"))
    assert badges.counts_told([short, whole]) == "9 · 499 kt Ni: 9 facilities in one place and their tonnes"
    assert badges.counts_told([short]) == "A number in a ring, as 6: so many facilities in one place"
    assert badges.counts_told([]) == ""


def test_that_a_picture_with_counts_says_what_they_mean_and_another_does_not(tiny_map, monkeypatch):
    noted = []
    monkeypatch.setattr(picture, "paint_note", lambda painter, words, *rest: noted.append((words, rest[:2])))
    map_with = replace(tiny_map, layers=(Layer("points", "Points", (pile_map(),), pickable=True),), unit="t Ni")
    picture.picture(map_with, 1200, 700)
    ((words, (left, bottom)),) = noted
    assert words == "6 · 40 kt Ni: 6 facilities in one place and their tonnes"
    assert left < 40
    assert 0 < bottom < 700
    few = replace(map_with, layers=(Layer("points", "Points", (pile_map(4, 4),), pickable=True),))
    picture.picture(few, 1200, 700)
    assert len(noted) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_note_of_counts_stands_on_the_sea_as_other_words_do(theme):
    """Words and their halo; no box about them hides the sea between the lines or beside them."""
    ground = palette(theme).ground
    image = QtGui.QImage(320, 60, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(ground.sea))
    painter = QtGui.QPainter(image)
    badges.paint_note(painter, "6 facilities in one place", 10.0, 40.0, 300.0, ground)
    painter.end()
    box = badges.note_box("6 facilities in one place", 10.0, 40.0, 300.0)
    corners = (box.left() + 1, box.top() + 1), (box.right() - 1, box.top() + 1), (box.right() - 1, box.bottom() - 1)
    assert {image.pixelColor(round(x), round(y)).name() for x, y in corners} == {ground.sea.lower()}
    seen = {image.pixelColor(x, y).name() for x in range(320) for y in range(60)}
    assert any(abs(QtGui.QColor(one).lightness() - QtGui.QColor(ground.text).lightness()) < 30 for one in seen)
