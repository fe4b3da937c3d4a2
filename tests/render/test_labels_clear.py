"""Words keep clear of lanes, and lines to them of symbols and of other words."""

from dataclasses import replace

import numpy as np

from mineralmap.render.lands import Lands
from mineralmap.render.room import taken_by
from mineralmap.render.viewport import Viewport
from tests.render.wordings import NOTHING, box, place, texts, two_lands


def test_that_the_line_to_a_country_ends_where_no_symbol_would_be_taken_for_what_is_named():
    """Symbols over all of it but a hole on its eastern coast, too small for the name."""
    view = Viewport(-300.0, 600.0, 1.0, 1200.0, 800.0)
    names = texts([450], [300], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    crowd = np.array([[300.0, 190, 580, 610], [580, 190, 610, 385], [580, 415, 610, 610]])
    only = replace(two_lands(), x=np.minimum(two_lands().x, 300.0))
    (label,) = place([names], (1200, 800), 1.0, crowd, Lands(only, view))
    assert label.leader is not None
    assert label.leader[0] > 575
    assert 385 < label.leader[1] < 415


def test_that_the_line_to_a_country_is_not_lost_among_symbols():
    """As far to the right, where it would cross one, as straight up, between two."""
    crowd = np.array([[240, 280, 292, 320], [308, 280, 360, 320], [262, 232, 294, 280], [306, 232, 338, 280.0]])
    names = texts([300], [300], ["China\n54 %"], style="country", right=0.0)
    below = np.array([[200.0, 325.0, 400.0, 420.0]])
    (label,) = place([names], (600, 420), 1.0, np.vstack([crowd, below]))
    assert label.leader is not None
    assert label.leader[0] == label.leader[2]
    assert box(label)[3] < 232


def test_that_words_keep_off_wide_lanes_where_they_can():
    """A lane leaves the place eastward; its name stands west. Where a lane runs west too, it stands above both."""
    east = np.array([[x, 97.0, x + 6.0, 103.0] for x in np.arange(200.0, 400.0, 6.0)])
    mine = texts([200], [100], ["Weda Bay"])
    (before,) = place([mine], (400, 200), 1.0, NOTHING)
    assert box(before)[0] > 200
    (label,) = place([mine], (400, 200), 1.0, NOTHING, lanes=taken_by([east], (400, 200)))
    assert box(label)[2] < 200
    both = taken_by([east, east - (200.0, 0.0, 200.0, 0.0)], (400, 200))
    for style in ("place", "value"):
        words = texts([200], [100], ["Bab el-Mandeb"], style=style)
        (label,) = place([words], (400, 200), 1.0, NOTHING, lanes=both)
        assert label.leader is None
        assert box(label)[3] < 97


def test_that_a_facility_s_name_off_its_point_stands_on_no_lane():
    around = np.array([[189.0, 89.0, 211.0, 111.0]])
    sea = np.array([[0.0, 0.0, 400.0, 200.0]])
    mine, land = (texts([200], [100], ["Kisanfu"], style=style) for style in ("place", "value"))
    assert place([mine], (400, 200), 1.0, around, lanes=taken_by([sea], (400, 200))) == []
    assert len(place([land], (400, 200), 1.0, around, lanes=taken_by([sea], (400, 200)))) == 1


def test_that_of_several_facilities_of_one_name_in_one_place_one_bears_it():
    placed = place([texts([100, 120, 400], [50, 80, 50], ["Nkana Mine"] * 3)], (500, 200), 1.0, NOTHING)
    assert sorted(label.x > 300 for label in placed) == [False, True]


def test_that_no_line_leads_below_the_words_of_another():
    """The second place lies below the first one's name: a line to it would end in that."""
    placed = place([texts([100, 130], [50, 50], ["Chibuluma Mine", "Nkana"])], (500, 200), 1.0, NOTHING)
    assert [label.words for label in placed] == ["Chibuluma Mine"]


def test_that_a_name_led_off_its_country_keeps_off_the_land_of_others():
    """A narrow country from north to south, with another 60 px west of it: to the west a name has room 30 px off and
    would lie on that, to the east only 50 px off."""
    x, y = np.array([290.0, 310, 310, 290, 290, 150, 235, 235, 150, 150]), np.array([100.0, 100, 300, 300, 100] * 2)
    y[5:] = 194.0, 194, 206, 206, 194
    coast = Lands(replace(two_lands(), x=x, y=y, ids=("NRW", "WST")), Viewport(0.0, 400.0, 1.0, 600.0, 400.0))
    full = np.array([[0.0, 0, 600, 180], [0.0, 220, 600, 400], [275.0, 180, 340, 220]])
    names = texts([300], [200], ["Narrow\n5 %"], style="country", right=0.0, ids=("NRW",))
    (label,) = place([names], (600, 400), 1.0, full, coast)
    assert label.x > 340
    assert coast.away("NRW", *box(label), 90.0)[0] < coast.away("NRW", *box(label), 90.0)[1]
    west = np.vstack([full, [[340.0, 180, 600, 220]]])
    (label,) = place([names], (600, 400), 1.0, west, coast)
    assert label.x < 275  # better there than nowhere


def test_that_a_name_led_off_its_country_may_stand_on_land_of_which_nothing_is_said():
    """The west is full of symbols and there is no sea: in the east there is room. Where the east has a figure too,
    the name would be taken for that one's, and is left out."""
    coast = Lands(two_lands(), Viewport(0.0, 400.0, 1.0, 600.0, 400.0))
    full = np.array([[0.0, 0, 310, 400]])
    west = texts([290], [200], ["Westland\n5 %"], style="country", right=0.0, ids=("WST",))
    (label,) = place([west], (600, 400), 1.0, full, coast)
    assert label.leader is not None
    assert label.x > 310
    both = texts(
        [290, 450], [200, 20], ["Westland\n5 %", "Eastland\n9 %"], style="country", right=0.0, ids=("WST", "EST")
    )
    assert [one.words for one in place([both], (600, 400), 1.0, full, coast)] == ["Eastland\n9 %"]


def test_that_a_name_too_wide_for_its_country_covers_some_of_it_or_is_led_there():
    """A country 20 px wide, whose middle is taken by a symbol: its name stands above or below that, not beside."""
    narrow = replace(two_lands(), x=np.array([290.0, 310, 310, 290, 290] * 2), ids=("NRW", "NRW"))
    coast = Lands(narrow, Viewport(0.0, 400.0, 1.0, 600.0, 400.0))
    names = texts([300], [200], ["A Narrow Republic\n5 %"], style="country", right=0.0, ids=("NRW",))
    (label,) = place([names], (600, 400), 1.0, np.array([[290.0, 195, 310, 205]]), coast)
    assert label.leader is not None or (box(label)[0] < 300 < box(label)[2] and coast.touched(("NRW",), *box(label)))
