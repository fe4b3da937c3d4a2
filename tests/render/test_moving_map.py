"""The canvas while the hand moves, and when it rests: no empty edge, no stale picture, nothing kept without end."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtCore, QtGui
from PySide6.QtTest import QSignalSpy

from mineralmap.layers import sight
from mineralmap.layers.layer import Layer, Marks, Paint, plain_marks
from mineralmap.layers.palette import DARK, GROUP_COLOURS, LIGHT
from mineralmap.layers.symbology import tonnes_text
from mineralmap.render.halos import CHOSEN, DASH_PX, DASHED, Halos, _ring
from mineralmap.render.points import badges
from mineralmap.render.points.cloud import cloud
from tests.render.conftest import pixels

ACCENT_NEAR = 40


def accent(canvas):
    """How many px are of the accent's colour."""
    colour = QtGui.QColor(canvas._map.ground.accent)
    away = np.abs(pixels(canvas) - (colour.blue(), colour.green(), colour.red())).sum(axis=2)
    return int((away < ACCENT_NEAR).sum())


def first_mine(drawn):
    """Id and place of the mine in Australia, far from the others."""
    layer = next(layer for layer in drawn.layers if layer.id == "mines")
    marks = next(one for one in layer.primitives if isinstance(one, Marks))
    i = next(i for i, name in enumerate(marks.ids) if name.startswith("AUS"))
    return marks.ids[i], float(marks.x[i]), float(marks.y[i])


def dense(tiny_map, n=40_000):
    random = np.random.default_rng(2)
    marks = plain_marks(
        "circle", random.uniform(-1e7, 1e7, n), random.uniform(-5e6, 5e6, n), np.full(n, 5.0),
        (Paint(fill="#333333"),), ids=tuple(f"P{i}" for i in range(n)), tips=("Somewhere",) * n,
    )  # fmt: skip
    marks = replace(marks, tonnes=np.full(n, 2.0))
    return replace(tiny_map, layers=(*tiny_map.layers[:2], Layer("points", "Points", (marks,), pickable=True)))


@pytest.mark.parametrize("steps", [[(300, 0)], [(-90, 200), (-90, 200)], [(0, -333), (150, 120), (-400, 30)]])
def test_that_ground_painted_while_moving_is_the_ground_painted_at_rest(canvas, steps):
    canvas.zoom_to((-2e6, -2e6, 4e6, 3e6))
    canvas._come_to_rest()
    canvas.grab()
    for right, down in steps:
        canvas._pan(right, down)
        canvas.grab()
    canvas._come_to_rest()
    moved = pixels(canvas)
    canvas._backing.forget()
    canvas._outdate()
    # But for a hair of rounding, and dashes that begin elsewhere, where a strip begins.
    assert (np.abs(moved - pixels(canvas)).max(axis=2) > 8).mean() < 0.001


def test_that_a_pan_shows_no_empty_edge(canvas, tiny_map):
    sea = QtGui.QColor(tiny_map.ground.around)
    canvas.zoom_to((-1e6, -1e6, 1e6, 1e6))
    canvas._come_to_rest()
    canvas.grab()
    for _ in range(6):
        canvas._pan(120, 60)
        shown = pixels(canvas)[: int(canvas._map_height()) - 40]
        empty = np.abs(shown - (sea.blue(), sea.green(), sea.red())).max(axis=2) == 0
        assert not empty.all(axis=0).any()  # the halo of a name may have that colour, a strip may not
        assert not empty.all(axis=1).any()


def test_that_zooming_out_shows_no_empty_edge(canvas, tiny_map):
    sea = QtGui.QColor(tiny_map.ground.around)
    canvas.zoom_to((0.0, 0.0, 1e6, 1e6))
    canvas._come_to_rest()
    canvas.grab()
    for _ in range(5):
        canvas._zoom(1 / 1.4, QtCore.QPointF(350, 200))
        shown = pixels(canvas)[: int(canvas._map_height()) - 40]
        assert not (np.abs(shown - (sea.blue(), sea.green(), sea.red())).max(axis=2) == 0).any()


def test_that_the_ground_of_the_whole_world_is_not_painted_again_on_the_way_back_to_it(canvas):
    at_first, world = pixels(canvas), canvas._backing.view
    canvas.zoom_to((-1e6, -1e6, 1e6, 1e6))
    canvas._come_to_rest()
    canvas.grab()
    assert canvas._backing.view is not world
    canvas.full()
    canvas.grab()
    assert canvas._backing.view is world
    canvas._come_to_rest()
    assert (pixels(canvas) == at_first).all()
    canvas._pan(90, -40)  # what is moved on from there is not what the world is kept by
    canvas._come_to_rest()
    canvas.zoom_to((-1e6, -1e6, 1e6, 1e6))
    canvas._come_to_rest()
    canvas.grab()
    canvas.full()
    canvas._come_to_rest()
    assert (pixels(canvas) == at_first).all()


def words_tone(canvas):
    """How many px are of the colour of words, of which halos of symbols are."""
    colour = QtGui.QColor(canvas._map.ground.text)
    away = np.abs(pixels(canvas) - (colour.blue(), colour.green(), colour.red())).sum(axis=2)
    return int((away < ACCENT_NEAR).sum())


def test_that_what_is_chosen_has_a_halo_without_another_map(canvas, tiny_map):
    facility, x, y = first_mine(tiny_map)
    canvas.zoom_to((x - 1e6, y - 1e6, x + 1e6, y + 1e6))
    canvas._come_to_rest()
    without, ground = words_tone(canvas), canvas._backing.view
    canvas.set_chosen({facility, "nobody"})
    assert words_tone(canvas) > without + 20
    assert canvas._backing.view is ground
    canvas.set_map(tiny_map)
    assert words_tone(canvas) > without + 20
    canvas.set_chosen(())
    assert words_tone(canvas) == without


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_the_halo_of_what_is_chosen_is_no_ring_of_a_partner(theme):
    """By shape, it is of dashes, and by colour to every eye: the accent is as red as Japan's ring."""
    for colour in GROUP_COLOURS.values():
        for eye in ("", "protan", "deutan", "tritan"):
            assert sight.difference(theme.ground.text, colour, eye) > 20
    image = QtGui.QImage(400, 400, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(theme.ground.sea))
    painter = QtGui.QPainter(image)
    painter.translate(200, 200)
    painter.scale(8, 8)
    paint = Paint(fill=theme.ground.paper, line=theme.ground.text, width=CHOSEN.width, dash=(DASHED, 1 - DASHED))
    _ring(painter, plain_marks("circle", np.zeros(1), np.zeros(1), np.full(1, 40.0), (paint,)), 0, 0.0)
    painter.end()
    turns = np.linspace(0, 2 * np.pi, 1_000, endpoint=False)
    round_it = [image.pixelColor(round(200 + 160 * np.cos(a)), round(200 + 160 * np.sin(a))).lightness() for a in turns]
    ends = QtGui.QColor(theme.ground.text).lightness(), QtGui.QColor(theme.ground.paper).lightness()
    dark = np.abs(np.array(round_it) - ends[0]) < np.abs(np.array(round_it) - ends[1])
    assert int((dark != np.roll(dark, 1)).sum()) == 2 * round(2 * np.pi * 20 / DASH_PX)
    assert CHOSEN.dashed


def test_that_a_chart_lights_a_facility_for_as_long_as_it_points(canvas, tiny_map):
    facility, x, y = first_mine(tiny_map)
    canvas.zoom_to((x - 1e6, y - 1e6, x + 1e6, y + 1e6))
    canvas._come_to_rest()
    before = pixels(canvas)
    canvas.light([facility])
    assert (pixels(canvas) != before).any()
    canvas.light(())
    assert (pixels(canvas) == before).all()


def test_that_a_chosen_country_is_outlined(canvas, tiny_map):
    without = accent(canvas)
    canvas.set_chosen({"AUS"})
    assert accent(canvas) > without + 50


def test_that_the_outline_of_what_is_chosen_leaves_words_free(canvas, tiny_map):
    before = pixels(canvas)
    canvas.set_chosen({"AUS"})
    assert (pixels(canvas) != before).any()
    over = canvas._still.words[0]
    monstrous = QtCore.QRectF(0, 0, canvas.width(), canvas.height())
    assert monstrous.contains(over)
    halos = Halos(CHOSEN)
    halos.set({"AUS"})
    for words, empty in (((), False), ((monstrous,), True)):
        image = QtGui.QImage(canvas.size(), QtGui.QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QtGui.QPainter(image)
        halos.paint(painter, canvas._scene, canvas._view, 1.0, words)
        painter.end()
        assert (np.frombuffer(image.constBits(), np.uint32) == 0).all() == empty


def test_that_the_id_under_the_pointer_is_told(canvas, tiny_map):
    facility, x, y = first_mine(tiny_map)
    spy = QSignalSpy(canvas.feature_hovered_id)
    px, py = canvas._view.px(np.array([x]), np.array([y]))
    canvas._point_at(QtCore.QPointF(float(px[0]), float(py[0])))
    canvas.leaveEvent(QtCore.QEvent(QtCore.QEvent.Type.Leave))
    assert [spy.at(i)[0] for i in range(spy.count())] == [facility, ""]


def test_that_a_map_that_is_thinned_says_so(canvas, tiny_map):
    spy = QSignalSpy(canvas.thinned_changed)
    canvas.set_map(dense(tiny_map))
    canvas.grab()
    assert " of 40,000 symbols drawn" in canvas.thinned
    assert spy.count()
    assert spy.at(0)[0] == canvas.thinned == canvas.accessibleDescription()
    canvas.set_map(tiny_map)
    canvas.grab()
    assert canvas.thinned == ""


def test_that_a_moving_map_sets_its_note_once_and_not_in_every_frame(canvas, tiny_map, monkeypatch):
    """To stroke its halo took 12 ms a frame, more than all else together."""
    canvas.set_map(dense(tiny_map))
    canvas.grab()
    set_: list[str] = []
    paint = badges.paint_note
    monkeypatch.setattr(
        badges, "paint_note", lambda painter, words, *rest: (set_.append(words), paint(painter, words, *rest))
    )
    badges.note_picture.cache_clear()
    for right in (40, 30, 20):
        canvas._pan(right, 0)
        canvas.grab()
    assert len(set_) == 1
    assert "symbols drawn" in set_[0]


def test_that_counts_and_note_grow_with_the_letters_of_the_window(canvas, tiny_map):
    drawn = dense(tiny_map)
    marks = drawn.layers[-1].primitives[0]
    canvas.set_map(drawn)

    def made():
        still = canvas._to_make()
        list(still.steps())
        shown = canvas._scene.shown(marks, canvas._view)
        under = cloud(marks).clusters(shown.at, shown.level)
        heap = badges.Heap(shown.x, shown.y, marks.diameter[shown.at], under, 2)
        counts = canvas._scene.counts([heap], canvas._view, (700.0, 400.0), np.empty((0, 4)))
        return still, still._note()[2:], still.clear()[-1], {one.box.height() for one in counts}

    still, (_, letters), usual, high = made()
    assert (letters, high) == (badges.NOTE_PX, {badges.HIGH_PX})
    larger = QtGui.QFont(canvas.font())
    larger.setPixelSize(28)  # twice what the map's type suits
    canvas.setFont(larger)
    still, (room, letters), grown, high = made()
    assert (letters, high) == (2 * badges.NOTE_PX, {2 * badges.HIGH_PX})
    assert grown[3] - grown[1] > 1.5 * (usual[3] - usual[1])  # what keeps names off the note
    low, high = (badges.note_picture(still.thinned, room, tiny_map.ground, 1.0, one) for one in (10.0, letters))
    assert high.height() > 1.5 * low.height()


def test_that_the_tip_of_a_heap_says_what_lies_under_it(canvas, tiny_map):
    drawn = dense(tiny_map)
    canvas.set_map(drawn)
    canvas.grab()
    marks = drawn.layers[-1].primitives[0]
    shown = canvas._scene.shown(marks, canvas._view)
    clusters = cloud(marks).clusters(shown.at, shown.level)
    most = int(np.argmax(np.where(shown.y < 300, clusters.count, 0)))
    assert int(clusters.count[most]) > 1
    found = canvas.pick(QtCore.QPointF(float(shown.x[most]), float(shown.y[most])))
    assert found.feature in marks.ids
    here = cloud(marks).clusters(np.array([marks.ids.index(found.feature)]), shown.level)
    much = tonnes_text(float(here.tonnes[0]), "t Co")
    assert f"with {int(here.count[0]) - 1:,} smaller under it, together {much}" in found.tip


def test_that_the_nearest_symbol_of_all_layers_is_meant(canvas, tiny_map):
    def one(x, name):
        return plain_marks("circle", np.array([x]), np.zeros(1), np.full(1, 4.0), (Paint(fill="#000000"),), ids=(name,))

    layers = tuple(Layer(name, name, (one(x, name),), pickable=True) for x, name in ((0.0, "below"), (6e5, "above")))
    canvas.set_map(replace(tiny_map, layers=layers))
    x, y = canvas._view.px(np.array([0.0]), np.array([0.0]))
    assert canvas.pick(QtCore.QPointF(float(x[0]) + 2, float(y[0]))).feature == "below"
    assert canvas.pick(QtCore.QPointF(float(x[0]) - 7, float(y[0]))).feature == "below"
    assert canvas.pick(QtCore.QPointF(float(x[0]) - 9, float(y[0]))) is None


def test_that_another_answer_keeps_the_ground_when_only_symbols_changed(canvas, tiny_map):
    kept = canvas._backing.view
    canvas.set_map(replace(tiny_map, title="Another"))
    canvas.grab()
    assert canvas._backing.view is kept
    dimmed = tuple(replace(layer, opacity=0.5) if layer.id == "countries" else layer for layer in tiny_map.layers)
    before = pixels(canvas)
    canvas.set_map(replace(tiny_map, layers=dimmed))
    assert (pixels(canvas) != before).any()


def test_that_a_storm_of_sizes_ends_in_the_right_picture(canvas):
    for i in range(60):
        canvas.resize(240 + 37 * (i % 20), 160 + 23 * (i % 17))
        if i % 7 == 0:
            canvas.grab()
    canvas.resize(700, 500)
    canvas._come_to_rest()  # until then the words of the last picture stay over the ground
    stormed = pixels(canvas)
    canvas._backing.forget()
    canvas._outdate()
    assert (stormed == pixels(canvas)).all()


def test_that_a_thousand_maps_leave_nothing_behind(canvas, tiny_map):
    from mineralmap.render import paths
    from mineralmap.render.points import cloud, fans

    def kept():
        return len(cloud._clouds), len(paths._kept), len(fans._of_maps), len(canvas._atlas), len(canvas._atlas._of)

    def answer(i):
        layers = tuple(
            replace(layer, primitives=tuple(replace(one, ids=tuple(one.ids)) if isinstance(one, Marks) else one
                    for one in layer.primitives))
            for layer in tiny_map.layers
        )  # fmt: skip
        canvas.set_map(replace(tiny_map, layers=layers, title=str(i)))
        if i % 25 == 0:
            canvas.grab()

    for i in range(26):
        answer(i)
    before = kept()
    for i in range(1_001):
        answer(i)
    canvas.grab()
    assert kept() == before


def test_that_symbols_at_the_poles_and_at_the_edge_of_the_map_are_found(canvas, tiny_map):
    lon, lat = (
        tiny_map.projection.centre_lon + np.array([-179.999, 179.999, 0.0, 0.0]),
        np.array([0.0, 0.0, 90.0, -90.0]),
    )
    x, y = tiny_map.projection.forward(lon, lat)
    marks = plain_marks("circle", x, y, np.full(4, 12.0), (Paint(fill="#000000"),), ids=("W", "E", "N", "S"))
    canvas.set_key_shown(False)
    canvas.set_map(replace(tiny_map, layers=(Layer("odd", "Odd", (marks,), pickable=True),)))
    canvas.zoom_to(tuple(1.05 * v for v in tiny_map.projection.world()))
    canvas.grab()
    px, py = canvas._view.px(x, y)
    for name, at_x, at_y in zip("WENS", px, py, strict=True):
        assert canvas.pick(QtCore.QPointF(float(at_x), float(at_y))).feature == name
