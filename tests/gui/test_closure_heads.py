"""What two maps say of a closure: what passes the straits, and what becomes of it; with the figures of the panel."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from mineralmap.analysis.closures import compare
from mineralmap.errors import MineralmapError
from mineralmap.gui import sea_work
from mineralmap.gui.closure_heads import closure_heads, told_by_closure
from mineralmap.gui.closure_page import what_it_costs
from mineralmap.gui.theme import LIGHT
from mineralmap.gui.words import GAP
from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View
from tests.analysis.test_closures import BEFORE, by_hand
from tests.analysis.worlds import flows_of, tiny

ONE_WINDOW = True
BESIDE = View(other=(("routes_show", "before"),))
SUEZ = frozenset({"suez"})
BOTH = SUEZ | {"malacca"}


def plain(words):
    return words.replace(GAP, " ")


def saying(before, after, *closed, view=BESIDE):
    asked = Scenario(mineral="cobalt", closed=frozenset(closed))
    found = compare(tiny(), flows_of(replace(asked, closed=frozenset()), before), flows_of(asked, after))
    return tuple(plain(ways[0]) for ways in closure_heads(found, view))


def test_that_before_says_what_passes_and_after_what_becomes_of_it():
    """Of 200 t, 120 pass Malacca and 60 Suez, 20 of them both; 40 find no way and 120 sail 500 nm farther at 10 kn."""
    now, becomes, before, passes = closure_heads(by_hand(), BESIDE)
    assert now[0] == "after closing the Strait of Malacca and the Suez Canal"
    assert plain(becomes[0]) == (
        "40 t Co (20 % of the selected flows) cut off; 120 t Co (60 %) another way, 2.1 days later on average"
    )
    assert before == ("before the closure",)
    assert plain(passes[0]) == (
        "120 t Co (60 % of the selected flows) pass the Strait of Malacca, 60 t Co (30 %) the Suez Canal (a way may "
        "pass several)"
    )


def test_that_shorter_ways_of_saying_it_keep_tonnes_and_days():
    now, becomes, _, passes = closure_heads(by_hand(), BESIDE)
    assert now[1:] == (
        "Strait of Malacca and Suez Canal closed", "Strait of Malacca and 1 more closed", "2 chokepoints closed",
        "after the closure",
    )  # fmt: skip
    assert plain(becomes[-1]) == "40 t Co cut off; 120 t Co another way, 2.1 days later"
    assert plain(passes[-1]) == "120 t Co pass the Strait of Malacca, 60 t Co the Suez Canal"


def test_that_each_map_says_what_of_the_closure_it_shows():
    shown = replace(BESIDE, routes_show="before", other=(("routes_show", "change"),))
    assert closure_heads(by_hand(), shown)[0] == ("before the closure",)
    assert closure_heads(by_hand(), shown)[2][0] == "what closing the Strait of Malacca and the Suez Canal changes"


def test_that_straits_that_nothing_passes_are_told_as_such():
    past = [{**row, "gates": ("suez",)} if row.get("gates") else row for row in BEFORE]
    spared = saying(past, past, "malacca")
    assert spared[1] == "changes nothing: no selected flow passes it"
    assert spared[3] == "nothing passes the Strait of Malacca"
    assert saying(past, past, "malacca", "suez")[3] == (
        "160 t Co (80 % of the selected flows) pass the Suez Canal; nothing passes the Strait of Malacca"
    )
    assert saying([], [], "suez")[1] == saying([], [], "suez")[3] == "there are no flows that this could touch"


def test_that_tonnes_over_land_and_a_shorter_way_are_told_in_these_words():
    after = [
        {**BEFORE[0], "sea_nm": 7900, "gates": ()}, BEFORE[1],
        {**BEFORE[2], "sea_nm": float("nan"), "gates": (), "mode": "land"}, *BEFORE[3:],
    ]  # fmt: skip
    assert saying(BEFORE, after, "malacca")[1] == (
        "100 t Co (50 % of the selected flows) another way, 0.3 days sooner on average; 20 t Co (10 %) over land "
        "instead"
    )


def test_that_only_maps_that_differ_by_a_closure_alone_are_told_by_it():
    shut = Scenario(closed=SUEZ)
    assert told_by_closure(shut, BESIDE)
    assert not told_by_closure(Scenario(), BESIDE)
    assert not told_by_closure(shut, View(other=(*BESIDE.other, ("basis", "location"))))
    assert not told_by_closure(shut, View())


def test_that_the_heads_of_before_and_after_have_the_figures_of_the_panel(split, dock, window):
    window.session.edit("Close both", closed=BOTH)
    maps = split("split_side")
    panel = dock.straits
    assert panel is not None
    assert split.thing.closing.ask().rerouted_t == panel.closure.rerouted_t > 0
    told = what_it_costs(panel.closure, panel.sentences, LIGHT)
    moved, share = maps.head.figures.whole.split(" of the selected flows")[0].split(" (")
    assert f"{moved}, {share}" in told  # "Another way", of the table of the panel
    assert maps.other_head.figures.whole.startswith(f"34.6{GAP}t{GAP}Co (41{GAP}%")
    assert "China" not in maps.head.figures.whole


def test_that_figures_of_another_closure_are_not_shown_while_the_new_ones_are_worked_out(split, window):
    window.session.edit("Close Suez", closed=SUEZ)
    maps = split("split_side")
    assert maps.head.words.text() == "After closing the Suez Canal"
    assert "pass the Suez Canal" in maps.other_head.figures.whole
    window.session.edit("Close both", closed=BOTH)
    assert maps.head.figures.whole == maps.other_head.figures.whole == "working…"
    split.both()
    assert "the Suez Canal" in maps.other_head.figures.whole
    window.session.edit("Sail faster", knots=28.0)
    split.both()
    assert ", 1.0 day later" in plain(maps.head.figures.whole)  # 671 nm at 28 kn


def test_that_maps_that_differ_by_more_have_their_shares(split, window):
    window.session.edit("Close Suez", closed=SUEZ, other=(*BESIDE.other, ("basis", "location")), split="side")
    split.both()
    maps = window.map_place.maps
    assert (maps.head.said, maps.other_head.said) == (
        "after the closure · by equity", "before the closure · by location",
    )  # fmt: skip
    for head in (maps.head, maps.other_head):
        assert "partners" in head.figures.whole


def test_that_heads_have_their_shares_where_what_sails_cannot_be_told(split, window):
    window.session.edit("Close what is not there", closed=frozenset({"nowhere"}))
    maps = split("split_side")
    assert window.session.sailing.failed
    assert "partners" in maps.head.figures.whole
    assert maps.head.figures.whole == maps.other_head.figures.whole
    window.session.edit("Close Suez", closed=SUEZ)
    split.both()
    assert not window.session.sailing.failed
    assert "another way" in maps.head.figures.whole


def test_that_heads_have_their_shares_where_a_closure_cannot_be_worked_out(split, window, qtbot, monkeypatch):
    def fails(*_):
        raise MineralmapError("no figures of it")

    monkeypatch.setattr(sea_work, "closure_of", fails)
    window.session.edit("Close Suez, sail faster", closed=SUEZ, knots=17.0)
    maps = split("split_side")
    qtbot.waitUntil(lambda: split.thing.closing.failed)
    assert "partners" in maps.head.figures.whole
    assert maps.head.figures.whole == maps.other_head.figures.whole
    monkeypatch.undo()
    window.session.edit("Close both", closed=BOTH)
    qtbot.waitUntil(lambda: "another way" in maps.head.figures.whole)


def test_that_a_name_of_ones_own_is_no_markup_and_no_key(split):
    maps, name = split("split_side"), "after closing <b>Tom & Jerry</b>"
    maps.resize(1600, 620)
    maps.head.say(name, name)
    maps.other_head.say(name, name)
    assert maps.head.words.textFormat() is Qt.TextFormat.PlainText
    assert maps.other_head.choose.text() == "After closing <b>Tom && Jerry</b> ▾"
    for part in (maps.head.words, maps.head.figures, maps.other_head.choose):
        assert "&lt;b&gt;Tom &amp; Jerry" in part.toolTip()


LONG = ("by equity · counting output · partners European Union, Japan, United States",) * 2


@pytest.mark.parametrize("words", [LONG, closure_heads(by_hand(), BESIDE)[:2]])
def test_that_nothing_of_a_head_is_cut_at_any_width(split, qtbot, words):
    maps = split("split_side")
    before = maps.size()
    for width in (480, 560, 598, 700, 886, 1200, 1800):
        maps.resize(width, 620)
        for head in (maps.head, maps.other_head):
            head.say(*words)
            qtbot.waitUntil(lambda head=head: uncut(head))
        maps.show_key(maps.strip._key, "#FFFFFF")  # lays all out once more, in the same size
        assert uncut(maps.head)
        assert uncut(maps.other_head)
    maps.resize(before)


def uncut(head):
    """Do words, figures and button stand in a head, and is what is written no wider than its place?"""
    lead, figures = head._lead, head.figures
    places = [one.geometry() for one in (lead, figures, *([head.close_it] if lead is head.choose else []))]
    narrow = [one for one in (lead, figures) if room_of(one) < one.fontMetrics().horizontalAdvance(one.text())]
    return not narrow and all(head.rect().contains(one) for one in places)


def room_of(part):
    """Px across that a label or a button has for words."""
    if hasattr(part, "indent"):
        return part.width() - max(part.indent(), 0)
    return part.width() - part.sizeHint().width() + part.fontMetrics().horizontalAdvance(part.text())
