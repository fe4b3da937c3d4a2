"""Words on the map: the most important first, none on another, and what stands off is led to its point."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Layer, Paint, plain_marks
from mineralmap.layers.palette import LIGHT
from mineralmap.render import labels, lettering
from mineralmap.render.lands import Lands
from mineralmap.render.room import Room
from mineralmap.render.scene import Scene
from mineralmap.render.viewport import Viewport
from tests.render.wordings import NOTHING, box, overlap, place, place_all, texts, two_lands


def test_that_no_label_covers_another_or_what_is_taken():
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 800, 120), rng.uniform(0, 500, 120)
    taken = np.array([[100.0, 100.0, 260.0, 220.0]])
    placed = place([texts(x, y, [f"Mine {i}" for i in range(120)])], (800, 500), 1.0, taken)
    boxes = [box(label) for label in placed]
    assert len(placed) > 20
    for number, one in enumerate(boxes):
        assert not overlap(one, taken[0])
        assert not any(overlap(one, other) for other in boxes[:number])
        assert one[0] >= 0
        assert one[2] <= 800


def test_that_the_more_important_of_two_is_said():
    placed = place(
        [texts([100, 100], [50, 50], ["Less", "More"], [1, 2], style="warning", right=0.0)], (400, 100), 1.0, NOTHING
    )
    assert [label.words for label in placed] == ["More"]


def test_that_a_label_without_room_beside_its_point_stands_off_on_a_line():
    around = np.array([[189.0, 89.0, 211.0, 111.0]])
    words = texts([200], [100], ["Kisanfu"])
    placed = place([words], (400, 200), 1.0, around)
    (label,) = placed
    assert label.leader is not None
    x0, y0, x1, y1 = label.leader
    assert np.hypot(x0 - 200, y0 - 100) < 8
    left, top, right, bottom = box(label)
    assert left - 6 <= x1 <= right + 6
    assert top - 6 <= y1 <= bottom + 6


def test_that_a_country_full_of_symbols_is_named_all_the_same():
    full = np.array([[240.0, 160.0, 360.0, 240.0]])
    country = texts([300], [200], ["China\n70 %"], style="country", right=0.0)
    (label,) = place([country], (600, 400), 1.0, full)
    assert label.leader is not None
    assert not overlap(box(label), full[0])


def test_that_a_country_named_beside_its_point_has_a_short_line_to_it():
    """Nothing is free for 20 px to the right, so the name stands over the point's left side, its edge 8 px away."""
    country = texts([300], [200], ["Switzerland\n3 %"], style="country", right=0.0)
    (on_it,) = place([country], (600, 400), 1.0, NOTHING)
    assert on_it.leader is None
    (label,) = place([country], (600, 400), 1.0, np.array([[299.0, 150.0, 320.0, 250.0]]))
    assert box(label)[2] < 299
    assert label.leader is not None
    x0, y0, x1, y1 = label.leader
    assert (x0, y0, y1) == (300, 200, 200)
    assert box(label)[2] <= x1 < 300


def test_that_no_country_is_led_farther_than_one_sees_whose_name_it_is():
    full = np.array([[150.0, 50.0, 650.0, 550.0]])  # 250 px to every side of the point
    assert not place([texts([400], [300], ["Austria\n73 %"], style="country", right=0.0)], (800, 600), 1.0, full)
    near = np.array([[340.0, 240.0, 460.0, 360.0]])
    (label,) = place([texts([400], [300], ["Austria\n73 %"], style="country", right=0.0)], (800, 600), 1.0, near)
    assert 60 <= np.hypot(label.leader[2] - 400, label.leader[3] - 300) <= 80


def test_that_no_line_of_a_country_runs_over_the_name_of_another():
    x, y = np.array([280.0, 330, 380, 430, 480]), np.full(5, 300.0)
    full = np.array([[240.0, 280, 520, 320]])  # a band of symbols over all five points
    crowd = texts(x, y, [f"Land {i}\n{i} %" for i in range(5)], style="country", right=0.0)
    placed = place([crowd], (800, 600), 1.0, full)
    led = [label for label in placed if label.leader is not None]
    assert len(led) >= 3
    for label in led:
        x0, y0, x1, y1 = label.leader
        # From six px off the point to a cell before its own words.
        for part in np.linspace(0.15, 0.85, 40):
            at = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
            for other in placed:
                left, top, right, low = box(other)
                assert other is label or not (left < at[0] < right and top < at[1] < low)


def test_that_a_country_is_named_in_the_part_of_it_that_is_seen():
    view = Viewport(200.0, 400.0, 1.0, 400.0, 400.0)  # a third of the west, all of the east
    names = texts([-50, 250], [200, 200], ["Westland", "Eastland"], style="land", right=0.0, ids=("WST", "EST"))
    west, east = place([names], (400, 400), 1.0, NOTHING, Lands(two_lands(), view))
    assert (west.words, west.leader) == ("Westland", None)
    assert box(west)[0] >= 0
    assert box(west)[2] <= 100 + 9  # its border, to a cell
    assert abs(east.x - 250) < 10
    assert abs(east.y - 200) < 10


def test_that_a_name_keeps_off_symbols_within_its_country():
    view = Viewport(0.0, 400.0, 1.0, 600.0, 400.0)
    full = np.array([[0.0, 0.0, 300.0, 330.0]])
    (label,) = place(
        [texts([150], [200], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))], (600, 400), 1.0, full,
        Lands(two_lands(), view),
    )  # fmt: skip
    assert label.leader is None
    assert box(label)[1] >= 330
    assert box(label)[2] <= 300 + 9


def test_that_a_name_keeps_off_small_symbols_too_where_its_country_has_room():
    view = Viewport(0.0, 400.0, 1.0, 600.0, 400.0)
    names = texts([150], [200], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    small = np.array([[140.0, 190.0, 160.0, 210.0]])
    (free,) = place([names], (600, 400), 1.0, NOTHING, Lands(two_lands(), view), small=small)
    assert not overlap(box(free), small[0])
    whole = np.array([[0.0, 0.0, 600.0, 400.0]])  # small symbols everywhere: it is named all the same
    (crowded,) = place([names], (600, 400), 1.0, NOTHING, Lands(two_lands(), view), small=whole)
    assert crowded.leader is None


def test_that_a_country_narrower_than_its_name_is_named_over_the_sea_beside_it():
    view = Viewport(-300.0, 400.0, 1.0, 600.0, 400.0)
    x, y = np.array([0.0, 30, 30, 0, 0, 30.0, 300, 300, 30, 30]), np.array([50.0, 50, 350, 350, 50] * 2)
    lands = Lands(replace(two_lands(), x=x, y=y, ids=("NRW", "EST")), view)
    names = texts([15, 165], [200, 200], ["Narrowland", "Eastland"], style="land", right=0.0, ids=("NRW", "EST"))
    narrow = next(one for one in place([names], (600, 400), 1.0, NOTHING, lands) if one.words == "Narrowland")
    assert narrow.leader is None
    assert box(narrow)[0] < 300 < box(narrow)[2]  # from the sea into the country
    assert box(narrow)[2] <= 330 + 9


def test_that_a_name_without_room_in_its_country_stands_off_over_the_sea():
    """The land begins at 40 px; nearer than that a name that is led up from 80 px would lie on it."""
    view = Viewport(0.0, 440.0, 1.0, 600.0, 480.0)
    full = np.array([[0.0, 55.0, 330.0, 460.0]])
    names = texts([290], [80], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    lands = Lands(two_lands(), view)
    (blind,) = place([names], (600, 480), 1.0, full)
    assert lands.covered(*box(blind)) > 0.5
    (over_sea,) = place([names], (600, 480), 1.0, full, lands)
    assert over_sea.leader is not None
    assert box(over_sea)[3] < 40
    assert lands.covered(*box(over_sea)) == 0.0


def test_that_a_quiet_name_without_room_stands_off_over_the_sea_too():
    names = texts([290], [72], ["Westland"], style="land", right=0.0, ids=("WST",))
    lands = Lands(two_lands(), Viewport(0.0, 440.0, 1.0, 600.0, 480.0))  # the land begins at 40 px
    full = np.array([[0.0, 42.0, 280.0, 480.0], [300.0, 42.0, 600.0, 480.0], [0.0, 70.0, 600.0, 480.0]])
    (label,) = place([names], (600, 480), 1.0, full, lands)
    assert label.leader is not None
    assert lands.covered(*box(label)) == 0.0


def test_that_a_strait_without_room_is_led_to_its_name_over_the_sea_where_it_can():
    beside = np.array([[200.0, 60.0, 284.0, 110.0], [296.0, 60.0, 380.0, 110.0]])
    straits = texts([290], [80], ["Strait 5 %"], style="value", right=8.0)
    coast = Lands(two_lands(), Viewport(0.0, 440.0, 1.0, 600.0, 480.0))  # the land begins at 40 px
    (over_sea,) = place([straits], (600, 480), 1.0, beside, coast)
    assert over_sea.leader is not None
    assert coast.covered(*box(over_sea)) <= 0.5
    inland = Lands(two_lands(), Viewport(0.0, 400.0, 1.0, 600.0, 400.0))  # no sea: it is named all the same
    (over_land,) = place([straits], (600, 400), 1.0, beside, inland)
    assert over_land.leader is not None


def test_that_a_strait_on_a_coast_is_named_over_the_sea():
    strait = texts([290], [40], ["Strait 5 %"], style="value", right=8.0)
    (anywhere,) = place([strait], (600, 480), 1.0, NOTHING)
    assert anywhere.x > 290
    assert anywhere.y == 40
    coast = Lands(two_lands(), Viewport(0.0, 440.0, 1.0, 600.0, 480.0))  # the land begins at 40 px
    (over_sea,) = place([strait], (600, 480), 1.0, NOTHING, coast)
    assert coast.covered(*box(anywhere)) > 0.3
    assert coast.covered(*box(over_sea)) == 0.0
    assert over_sea.leader is None


def test_that_the_line_to_a_country_keeps_off_the_land_of_others():
    """A narrow country, 100–300 px down, below one that is 25 px high; to the left nothing is free, to the right from
    345 px on: as far off up there, the line would run through the other."""
    x, y = np.array([290.0, 310, 310, 290, 290, 250, 350, 350, 250, 250]), np.array([100.0, 100, 300, 300, 100] * 2)
    y[5:] = 300.0, 300, 325, 325, 300
    coast = Lands(replace(two_lands(), x=x, y=y, ids=("NRW", "NTH")), Viewport(0.0, 400.0, 1.0, 600.0, 400.0))
    full = np.array([[0.0, 60, 285, 400], [285.0, 100, 315, 300], [320.0, 101, 345, 130]])
    names = texts([300], [115], ["Narrow\n5 %"], style="country", right=0.0, ids=("NRW",))
    (label,) = place([names], (600, 400), 1.0, full, coast)
    assert coast.foreign("NRW", *label.leader) == 0.0
    assert coast.foreign("NRW", 300.0, 115.0, 300.0, 65.0) > 0.3
    assert coast.covered(*box(label)) == 0.0


def test_that_a_crowded_country_is_named_half_over_its_borders_before_its_name_stands_elsewhere():
    view = Viewport(-300.0, 400.0, 1.0, 900.0, 400.0)
    crowd = np.array([[345.0, 0.0, 900.0, 400.0]])
    names = texts([450], [200], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    (label,) = place([names], (900, 400), 1.0, crowd, Lands(two_lands(), view))
    assert label.leader is None
    assert box(label)[0] < 300 < label.x + 9


def test_that_a_country_crowded_about_its_point_is_led_to_from_another_of_its_ends():
    """Land from 300 to 600 px with its point at 100 px from the west; symbols about it, but none about the east."""
    view = Viewport(-300.0, 600.0, 1.0, 1200.0, 800.0)
    lands = Lands(two_lands(), view)
    crowd = np.array([[200.0, 0.0, 570.0, 800.0], [570.0, 190.0, 600.0, 610.0]])
    names = texts([400], [400], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    assert lands.ends("WST", 400, 400, Room(1200, 800))[1] == pytest.approx(
        (600, 200), abs=9
    )  # its eastmost, at its upper end
    only = replace(two_lands(), x=np.minimum(two_lands().x, 300.0))  # with the sea in the east
    coast = Lands(only, view)
    (label,) = place([names], (1200, 800), 1.0, crowd, coast)
    assert box(label)[0] > 600
    assert label.leader is not None
    assert label.leader[0] == pytest.approx(600, abs=9)
    assert coast.covered(*box(label)) == 0.0


def test_that_no_line_of_a_country_crosses_the_line_of_another():
    """Room below for one name to each side, where the lines of both would cross, and above for the second."""
    across, _ = labels.measure("Land\n1 %", 10.0, "country")
    left, right, most = 368.0, 432.0, across + 12
    full = np.array([
        [0, 0, 800, 90], [0, 90, 340, 132], [410, 90, 800, 132], [0, 132, 800, 228], [0, 228, left - most, 268],
        [left, 228, right, 268], [right + most, 228, 800, 268], [0, 268, 800, 600],
    ])  # fmt: skip
    crowd = texts([420.0, 380], [200.0, 200], ["Land\n1 %", "Land\n2 %"], style="country", right=0.0)
    first, second = place([crowd], (800, 600), 1.0, full)
    assert first.leader is not None
    assert box(first)[2] < 380  # to the lower left
    assert second.leader is not None
    assert box(second)[3] < 135  # and not to the lower right
    (alone,) = place([texts([380.0], [200.0], ["Land\n2 %"], style="country", right=0.0)], (800, 600), 1.0, full)
    assert box(alone)[0] > 420


def test_that_a_country_without_room_whose_point_is_out_of_view_is_left_out():
    view = Viewport(200.0, 400.0, 1.0, 400.0, 400.0)
    full = np.array([[0.0, 0.0, 400.0, 400.0]])
    for x, y in ((-50.0, 200.0), (450.0, 200.0), (100.0, 900.0), (np.nan, np.nan)):
        names = texts([x], [y], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
        assert not place([names], (400, 400), 1.0, full, Lands(two_lands(), view))
        edge = np.array([[0.0, 0.0, 130.0, 400.0]])  # its part of the view is full, the rest is free
        assert not place([names], (400, 400), 1.0, edge, Lands(two_lands(), view))


def test_that_a_country_out_of_view_is_not_named():
    view = Viewport(320.0, 400.0, 1.0, 200.0, 400.0)
    names = texts([-50, 250], [200, 200], ["Westland", "Eastland"], style="land", right=0.0, ids=("WST", "EST"))
    placed = place([names], (200, 400), 1.0, NOTHING, Lands(two_lands(), view))
    assert [label.words for label in placed] == ["Eastland"]


def test_that_towns_take_the_room_that_facilities_leave_and_have_a_dot():
    mine = texts([100], [50], ["Ruashi Mine"], priority=[1])
    town = texts([100, 240], [50, 80], ["Lubumbashi", "Likasi"], priority=[9, 8], style="town", right=5.0)
    placed = place([town, mine], (400, 120), 1.0, np.array([[92.0, 42.0, 108.0, 58.0]]))
    assert [(label.words, label.dot) for label in placed] == [("Ruashi Mine", None), ("Likasi", (240.0, 80.0))]


def test_that_only_so_many_stand_off():
    n = 80
    crowd = texts(np.full(n, 300.0) + np.arange(n) % 9 * 6, np.full(n, 300.0) + np.arange(n) // 9 * 6,
                  [f"Plant {i}" for i in range(n)])  # fmt: skip
    placed = place([crowd], (900, 700), 1.0, np.array([[290.0, 290.0, 360.0, 360.0]]))
    assert sum(label.leader is not None for label in placed) <= labels.LEADERS


def test_that_words_wait_until_the_map_is_close_enough():
    waiting = texts([100], [50], ["Far"], closer=500.0)
    assert not place([waiting], (300, 100), 501.0, NOTHING)
    assert place([waiting], (300, 100), 500.0, NOTHING)


def test_that_the_room_is_the_same_for_few_boxes_and_for_many():
    rng = np.random.default_rng(3)
    corners = rng.uniform(-20, 420, (2_700, 2))
    boxes = np.column_stack([corners, corners + rng.uniform(1, 9, (2_700, 2))])
    many, few = Room(400, 300), Room(400, 300)
    many.take_all(boxes)
    for start in range(0, 2_700, 100):
        few.take_all(boxes[start : start + 100])
    assert (many._taken == few._taken).all()


@pytest.mark.parametrize("density", [1.0, 1.25, 1.5, 2.0])
def test_that_words_on_the_screen_look_as_in_a_picture(density):
    placed = place([texts([100], [40], ["Tenke Fungurume"])], (240, 80), 1.0, NOTHING)
    size = round(240 * density), round(80 * density)
    screen, picture = QtGui.QPixmap(*size), QtGui.QImage(*size, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    for device in (screen, picture):
        device.setDevicePixelRatio(density)
        device.fill(QtCore.Qt.GlobalColor.white)
        painter = QtGui.QPainter(device)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        lettering.paint_labels(painter, placed, LIGHT.ground)
        painter.end()
    dark = [ink(screen.toImage()), ink(picture)]
    assert dark[0] == pytest.approx(dark[1], rel=0.12)


def ink(image):
    grey = image.convertToFormat(QtGui.QImage.Format.Format_Grayscale8)
    data = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()]
    return float((255 - data.astype(float)).sum())


def test_that_names_over_thousands_of_symbols_are_said_in_the_colour_of_text(tiny_map):
    view = Viewport.around(tiny_map.projection.world(), 900.0, 500.0)
    random = np.random.default_rng(2)
    words = replace(texts([0], [0], ["Kasungu"], style="town", right=0.0)[0], closer=np.array([np.inf]))
    for n, crowded in ((2_000, False), (4_000, True)):
        x, y = random.uniform(-8e6, 8e6, (2, n))
        marks = plain_marks("circle", x, y, np.full(n, 4.0), (Paint(fill="#1B5FAA"),))
        layers = Layer("points", "Points", (marks,)), Layer("labels", "Labels", (words,))
        (town,) = place_all(Scene(replace(tiny_map, layers=layers)), view)
        assert town.crowded is crowded
        assert lettering._colour(town, LIGHT.ground) == (LIGHT.ground.text if crowded else LIGHT.ground.quiet)


def test_that_the_line_to_what_a_closure_moves_may_cross_symbols():
    around = np.radians(np.arange(0.0, 360.0, 10.0))
    x, y = 400 + 22 * np.cos(around), 300 + 22 * np.sin(around)
    ring = np.column_stack([x - 4, y - 4, x + 4, y + 4])
    asked = {"style": "value", "right": 8.0}
    usual = place([texts([400], [300], ["Lombok 6.0 %"], [1.5e3], **asked)], (800, 600), 1.0, ring)
    assert usual == []
    (moved,) = place([texts([400], [300], ["Lombok 6.0 %"], [labels.URGENT], **asked)], (800, 600), 1.0, ring)
    assert moved.leader is not None
    assert not any(overlap(box(moved), one) for one in ring)
