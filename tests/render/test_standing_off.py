"""On a small map of the world words stand off from their point no farther than one knows whose they are."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.render import labels
from mineralmap.render.lands import Lands
from mineralmap.render.room import Room
from mineralmap.render.standing_off import FARTHEST_M, NEAREST_PX, WORLD_FROM_MPP, Around, Words, apart, reach_px
from mineralmap.render.viewport import Viewport
from tests.render.wordings import NOTHING, box, place, texts, two_lands

CLOSE, WORLD = 1_000.0, 80_000.0
"""Metres per px: 80 km each show the world on 430 px."""
CROWD = np.array([[340.0, 240, 460, 360]])
"""About (400, 300), 60 px to each side: a line past it is longer than 3,000 km on the small map."""


def globe(mpp, bottom):
    """A globe that fills a view of 800 × 600 px from the foot up to ``bottom`` px."""
    sea = two_lands()
    x, y = np.where(sea.x > 300, 900.0, sea.x - 100.0) * mpp, np.where(sea.y > 0, 600.0 - bottom, -100.0) * mpp
    return Lands(replace(sea, x=x, y=y, ids=("sea", "sea")), Viewport(0.0, 600.0 * mpp, mpp, 800.0, 600.0))


def lengths(placed):
    return [np.hypot(one.leader[2] - one.leader[0], one.leader[3] - one.leader[1]) for one in placed]


def test_that_a_label_stands_off_as_far_as_ever_close_up():
    names = texts([400], [300], ["Westland\n5 %"], style="country", right=0.0)
    (length,) = lengths(place([names], (800, 600), CLOSE, CROWD, globe=globe(CLOSE, 0.0)))
    assert length == pytest.approx(72.0, abs=1.1)


def test_that_on_a_small_map_of_the_world_no_line_of_a_country_crosses_an_ocean():
    """37.5 px of 80 km each are 3,000 km: a line of 30 px is short enough, those of 50 and 72 are not."""
    assert reach_px(WORLD) == FARTHEST_M / WORLD == 37.5
    names = texts([400], [300], ["Westland\n5 %"], style="country", right=0.0)
    assert place([names], (800, 600), WORLD, CROWD, globe=globe(WORLD, 0.0)) == []
    assert place([names], (800, 600), WORLD, CROWD) == []  # nobody says where the globe ends
    narrow = np.array([[375.0, 275, 425, 325]])
    (length,) = lengths(place([names], (800, 600), WORLD, narrow, globe=globe(WORLD, 0.0)))
    assert length <= 37.5


@pytest.mark.parametrize("style", ["value", "place"])
def test_that_neither_does_that_of_a_strait_or_a_facility(style):
    """Room for the name 44 px east of the place, at the end of a narrow way to it."""
    names = texts([400], [300], ["Weda Bay"], style=style)
    walls = np.array([
        [0.0, 0, 800, 285], [0, 315, 800, 600], [0, 285, 386, 315], [386, 285, 446, 297], [386, 303, 446, 315],
    ])  # fmt: skip
    (length,) = lengths(place([names], (800, 600), CLOSE, walls, globe=globe(CLOSE, 0.0)))
    assert length == pytest.approx(48.0)  # from within the symbol
    assert place([names], (800, 600), WORLD, walls, globe=globe(WORLD, 0.0)) == []


def test_that_a_name_may_stand_off_the_globe_where_nothing_else_is_named():
    names = texts([400], [300], ["Westland\n5 %"], style="country", right=0.0)
    (label,) = place([names], (800, 600), WORLD, CROWD, globe=globe(WORLD, 231.0))
    assert lengths([label]) == [pytest.approx(72.0, abs=1.1)]
    assert box(label)[3] < 231


def test_that_what_is_closed_is_said_on_the_smallest_map_and_what_that_moves_nearby_alone():
    for priority, some in ((labels.FOREMOST, 1), (labels.URGENT, 0)):
        strait = texts([400], [300], ["Lombok 6.0 %"], [priority], style="value", right=8.0)
        crowd = np.array([[360.0, 260, 440, 340]])
        found = place([strait], (800, 600), WORLD, crowd, globe=globe(WORLD, 0.0))
        assert len(found) == some
        assert all(length > 37.5 for length in lengths(found))


def test_that_a_label_may_always_stand_off_a_little():
    assert reach_px(1e9) == NEAREST_PX
    assert reach_px(WORLD_FROM_MPP) == pytest.approx(72.0)
    names = texts([400], [300], ["Westland\n5 %"], style="country", right=0.0)
    assert len(place([names], (800, 600), 1e9, NOTHING)) == 1


def test_that_a_strait_is_named_nearer_to_its_own_bar_than_to_another_s():
    """Up and to the right is best; with the bar of another just beyond, down and to the right is."""
    name = Words(400.0, 300.0, right=8.0, across=60.0, high=10.0, style="value")

    def stands(*others):
        straits = np.array([[400.0, 300.0], *others])
        x, y, *_ = apart(Around(Room(800, 600), Room(800, 600), Room(800, 600), straits=straits), name)
        return x > 400, y > 300

    assert stands() == (True, False)
    assert stands((430.0, 262.0)) == (True, True)
    assert stands((430.0, 262.0), (430.0, 338.0)) == (False, False)
    assert stands((600.0, 100.0)) == (True, False)


def test_that_a_strait_s_name_begins_at_no_other_bar():
    """It would stand to the right, and end at the bar of another there; to the left there is none."""
    across, _ = labels.measure("Malacca Strait 7 %", 10.0, "value")
    own = texts([400], [300], ["Malacca Strait 7 %"], style="value")
    (alone,) = place([own], (800, 600), CLOSE, NOTHING)
    assert alone.x > 400
    other = texts([400 + 8 + across + 5], [300], ["Bohai Strait"], [0.5], style="value", closer=0.0)
    (moved,) = place([own, other], (800, 600), CLOSE, NOTHING)
    assert moved.words == "Malacca Strait 7 %"
    assert moved.x < 400


def test_that_a_strait_among_the_bars_of_others_is_not_named_beside_one_of_those():
    name = Words(400.0, 300.0, right=8.0, across=60.0, high=10.0, style="value")
    ring = [(400.0 + x, 300.0 + y) for x in range(-140, 141, 10) for y in range(-90, 91, 10) if abs(x) + abs(y) > 20]
    straits = np.array([[400.0, 300.0], *ring])
    for foremost in (False, True):
        room = Room(800, 600)
        room.mark(362.0, 262.0, 438.0, 338.0)  # symbols, over which its line may go
        around = Around(room, Room(800, 600), Room(800, 600), straits=straits)
        assert (apart(around, replace(name, foremost=foremost), over=True) is not None) == foremost


def test_that_two_lines_aslant_share_a_cell_where_they_cross():
    """Cells that touch at corners only would let the second through."""
    for shift in np.arange(0.0, 6.0, 0.5):
        room = Room(100.0, 100.0)
        room.take_line(10.0, 10.0, 70.0, 70.0)
        assert not room.clear(70.0 + shift, 10.0, 10.0 + shift, 70.0)
        assert room.clear(10.0, 30.0, 60.0, 80.0)


def test_that_what_must_be_said_stands_off_the_globe_rather_than_across_an_ocean():
    """Room to the right at 50 px on the globe, and above at 72 px off it."""
    china = texts([400], [300], ["China\n54 %"], [labels.FOREMOST], style="country", right=0.0)
    crowd = np.array([[340.0, 232, 440, 420]])
    (near,) = place([china], (800, 600), CLOSE, crowd, globe=globe(CLOSE, 231.0))
    assert lengths([near])[0] < 52
    (far,) = place([china], (800, 600), WORLD, crowd, globe=globe(WORLD, 231.0))
    assert box(far)[3] < 231
    (everywhere,) = place([china], (800, 600), WORLD, crowd, globe=globe(WORLD, 0.0))
    assert lengths([everywhere])[0] < 52


def test_that_a_facility_s_name_hides_no_small_symbols():
    """To the right of it stand four of its park; its name stands left, or on a line where all sides are full."""
    name = texts([400], [300], ["Guang Ching smelter"])
    right = np.array([[420.0 + 14 * at, 296, 427 + 14 * at, 303] for at in range(4)])
    (label,) = place([name], (800, 600), CLOSE, NOTHING, small=right)
    assert label.x < 400
    around = np.array([
        [400.0 + x, 300 + y, 406 + x, 306 + y] for x in range(-80, 81, 16) for y in range(-24, 25, 12) if x or y
    ])  # fmt: skip
    (led,) = place([name], (800, 600), CLOSE, NOTHING, small=around)
    assert led.leader is not None
    x0, y0, x1, y1 = box(led)
    assert not ((around[:, 0] < x1) & (around[:, 2] > x0) & (around[:, 1] < y1) & (around[:, 3] > y0)).any()


def test_that_what_is_closed_is_named_across_a_lane_rather_than_not_at_all():
    """Room for the words at the end of the longest line alone, where a wide lane runs."""
    room, lane = Room(800, 600), Room(800, 600)
    room.mark(340.0, 240.0, 460.0, 360.0)  # symbols, which its line may cross
    lane.mark(0.0, 0.0, 799.0, 599.0)
    sea = Lands(replace(two_lands(), x=two_lands().x + 5e6), Viewport(0.0, 600.0, 1.0, 800.0, 600.0))
    for foremost in (False, True):
        around = Around(room, Room(800, 600), lane, sea)
        name = Words(400.0, 300.0, right=8.0, across=60.0, high=10.0, style="warning", foremost=foremost)
        assert (apart(around, name, over=True) is not None) == foremost
