"""Routes are as wide as their tonnes, coloured by what they carry, and say what changes when a strait is closed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.closure_text import closure_sentence
from mineralmap.analysis.closures import compare
from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.movements import Lanes
from mineralmap.layers import colouring, palette, symbology
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import Lines, Marks
from mineralmap.layers.route_classes import UNTOLD
from mineralmap.model.scenario import Scenario, Stage, without_closures
from mineralmap.model.view import View

WEST, MIDDLE, EAST, NORTH = (60.0, 0.0), (62.0, 0.0), (64.0, 0.0), (62.0, 2.0)


def line(*points):
    return [np.array(points)]


def flow(name, tonnes, cargo, to, **more):
    row = {
        "flow_id": name, "leg": "feed", "cargo": cargo, "cargo_name": cargo, "from_id": f"{name}-from",
        "to_id": f"{name}-to", "from_name": f"Mine <{name}>", "to_name": f"Plant {name}", "from_iso3": "COD",
        "to_iso3": to, "importer": to, "tonnes": tonnes, "gross_t": np.nan, "from_port": "A", "to_port": "B",
        "sea_nm": 100.0, "land_km": 0.0, "mode": "sea", "stranded": False, "gates": (), "known": False, "source_id": "",
    }  # fmt: skip
    return row | more


@pytest.fixture(scope="module")
def plain(world, cobalt):
    """No flow at all, to be filled."""
    return compute_flows(world, cobalt.scenario)


@pytest.fixture(scope="module")
def flows(plain):
    """From west to east 60 t of hydroxide to China and 40 t of concentrate to Japan; the latter came from the north.

    On the eastern stretch 20 t of concentrate sail back to the United States.
    """
    table = pd.DataFrame(
        [flow("f", 60.0, "hydroxide", "CHN"), flow("g", 40.0, "concentrate", "JPN"),
         flow("h", 20.0, "concentrate", "USA", known=True, source_id="s1")]
    )  # fmt: skip
    lanes = Lanes(
        [line(MIDDLE, EAST), line(WEST, MIDDLE), line(NORTH, MIDDLE)],
        np.array([0, 3, 4, 5]),
        np.array([0, 1, 2, 0, 1]),
        np.array([True, True, False, True, True]),
        np.zeros(3, bool),
    )
    ends = pd.DataFrame({"port_id": ["A"], "name": ["Ayport"], "lon": [60.0], "lat": [0.0], "tonnes": [60.0]})
    empty = plain.legs.iloc[:0]
    return replace(plain, unit="t Co", table=table, lanes=lanes, legs=empty, ends=ends, broken=plain.broken.iloc[:0])


def layer(world, results, flows, before=None, **view):
    drawn = compose(world, results, flows, View(**view), before)
    return next(one for one in drawn.layers if one.id == "routes")


def lines_of(drawn):
    return [part for part in drawn.primitives if isinstance(part, Lines)]


def label_of(drawn, colour):
    return next(entry.label for block in drawn.legend for entry in block.entries if entry.paint.line == colour)


def test_that_a_lane_is_as_wide_as_the_tonnes_of_all_who_share_it(world, cobalt, flows):
    base = lines_of(layer(world, cobalt, flows, routes_by="plain"))[0]
    widths = dict(zip(base.ids, base.width, strict=True))
    # 60 + 40 + 20 t is the widest; then 60 of 120 and 40 of 120.
    assert widths == pytest.approx({"lane:0": 10.0, "lane:1": 5.0, "lane:2": 10 / 3})


def test_that_within_a_lane_the_visible_part_of_each_form_is_its_share(world, cobalt, flows):
    drawn = layer(world, cobalt, flows)
    base, inner = lines_of(drawn)
    # Hydroxide and concentrate have 60 t each on the eastern stretch: half of its width lies on top.
    assert inner.width.tolist() == pytest.approx([5.0])
    outer = base.paints[base.paint[base.ids.index("lane:0")]].line
    assert {label_of(drawn, outer), label_of(drawn, inner.paints[0].line)} == {"hydroxide", "concentrate"}


def test_that_the_form_of_most_tonnes_is_named_first_and_what_is_not_told_is_grey(world, cobalt, flows):
    table = flows.table.assign(cargo_name=["", "concentrate", "hydroxide"])
    drawn = layer(world, cobalt, replace(flows, table=table))
    block = next(block for block in drawn.legend if block.title == "What is shipped")
    assert [entry.label for entry in block.entries] == ["concentrate", "hydroxide", "form not told"]
    assert block.entries[-1].paint.line == palette.LIGHT.form_other


def test_that_without_any_form_colour_says_nothing(world, cobalt, flows):
    table = flows.table.assign(cargo_name=UNTOLD[1])
    drawn = layer(world, cobalt, replace(flows, table=table))
    assert not any(block.title == "What is shipped" for block in drawn.legend)
    assert len(lines_of(drawn)) == 1


def test_that_by_importer_partners_have_their_colours_and_others_are_grey(world, cobalt, flows):
    drawn = layer(world, cobalt, flows, routes_by="importer")
    block = next(block for block in drawn.legend if block.title == "Who imports")
    told = {entry.label: entry.paint.line for entry in block.entries}
    assert told["to Japan"] == colouring.group_colours(world)["JPN"]
    assert told["to others"] == palette.NOT_PARTNER
    base = lines_of(drawn)[0]
    assert base.paints[base.paint[base.ids.index("lane:2")]].line == told["to Japan"]


def test_that_without_partners_there_is_no_importer_to_tell_apart(world, flows):
    nobody = compute(world, Scenario(mineral="cobalt", stage=Stage.MINING, partners=frozenset()))
    drawn = layer(world, nobody, flows, routes_by="importer")
    assert [block.title for block in drawn.legend] == ["Modelled flows, mine to refinery"]


def test_that_small_flows_are_paler_than_large_ones(world, cobalt, flows):
    table = flows.table.assign(tonnes=[1000.0, 1.0, 20.0])
    base = lines_of(layer(world, cobalt, replace(flows, table=table), routes_by="plain"))[0]
    strong, pale = (base.paints[base.paint[base.ids.index(name)]].line for name in ("lane:0", "lane:2"))
    assert strong == palette.LIGHT.route
    assert pale == palette.mixed(palette.LIGHT.ground.sea, palette.LIGHT.route, 0.15)
    assert base.width[base.ids.index("lane:2")] == symbology.MIN_ROUTE_PX


def test_that_heads_point_the_way_and_both_ways_where_both_count(world, cobalt, flows):
    table = flows.table.assign(tonnes=[60.0, 0.0, 40.0])
    heads = [
        part for part in layer(world, cobalt, replace(flows, table=table)).primitives
        if isinstance(part, Marks) and part.shape == "arrow" and part.detail[0] == 0
    ]  # fmt: skip
    east = heads[0].x > np.min(heads[0].x) + 150_000  # beyond the middle
    assert {round(angle) % 360 for angle in heads[0].angle[east]} == {0, 180}
    assert {round(angle) % 360 for angle in heads[0].angle[~east]} == {0}


def test_that_the_tip_of_a_lane_names_its_largest_flows_and_whether_they_are_modelled(world, cobalt, flows):
    base = lines_of(layer(world, cobalt, flows))[0]
    tip = base.tips[base.ids.index("lane:0")].split("\n")
    assert tip[0] == "120 t Co a year, partly modelled, partly published, 3 flows"
    assert tip[1] == "Mine <f> → Plant f: 60 t Co, hydroxide, 100 nm, modelled"
    assert tip[3].startswith("Mine <h> → Plant h: 20 t Co, concentrate, 100 nm, published: ")


def test_that_the_key_says_modelled_and_what_is_published(world, cobalt, flows):
    block = layer(world, cobalt, flows).legend[0]
    assert block.title == "Modelled flows, mine to refinery"
    assert "17 % of the tonnes published, the rest modelled" in block.note  # 20 of 120
    assert [entry.label for entry in block.entries] == ["100 t Co", "20 t Co", "5 t Co", "port"]


def test_that_legs_to_ports_are_dashed(world, cobalt, flows):
    lanes = replace(flows.lanes, to_port=np.array([False, True, False]))
    drawn = layer(world, cobalt, replace(flows, lanes=lanes), routes_by="plain")
    (told,) = (entry for entry in drawn.legend[0].entries if entry.paint.dash)
    assert told.label == "from lane to port"
    base = lines_of(drawn)[0]
    dashed = {name: bool(base.paints[paint].dash) for name, paint in zip(base.ids, base.paint, strict=True)}
    assert dashed == {"lane:0": False, "lane:1": True, "lane:2": False}


@pytest.fixture(scope="module")
def closed(flows):
    """The 40 t from the north find another way to the east; the 20 t to the United States have none left."""
    table = flows.table.assign(stranded=[False, False, True])
    lanes = Lanes(
        [line(WEST, MIDDLE, EAST), line(NORTH, EAST)], np.array([0, 1, 2]), np.array([0, 1]), np.ones(2, bool),
        np.zeros(2, bool),
    )  # fmt: skip
    broken = pd.DataFrame({"flow_id": ["h"], "path": [line(EAST, MIDDLE)]})
    return replace(flows, table=table, lanes=lanes, broken=broken, stranded_t=20.0)


def test_that_the_change_is_told_in_lanes_that_lose_gain_and_stay(world, cobalt, flows, closed):
    drawn = layer(world, cobalt, closed, flows, routes_show="change")
    change = next(part for part in lines_of(drawn) if part.ids[0].startswith("change:"))
    colours = palette.LIGHT
    told = {}
    for i in range(len(change.width)):
        paint = change.paints[change.paint[i]]
        told.setdefault(paint.line, []).append((change.tips[i].split(",")[0], round(float(change.width[i]), 2)))
    # 40 t no longer sail from the north to the middle and on to the east; 40 t gain by the new way.
    assert told[colours.gain] == [("More: 40 t Co a year (0 t Co before", 10.0)]
    assert sorted(told[colours.loss]) == [
        ("Less: 40 t Co a year (40 t Co before", 10.0), ("Less: 60 t Co a year (120 t Co before", 10.0),
    ]  # fmt: skip
    assert len(told) == 3  # the western stretch stays as it was


def test_that_what_has_no_way_left_is_a_broken_line_with_a_cross_at_both_ends(world, cobalt, flows, closed):
    drawn = layer(world, cobalt, closed, flows)
    accent = palette.LIGHT.ground.accent
    broken = next(part for part in lines_of(drawn) if part.ids[0].startswith("stranded:"))
    assert broken.paints[broken.paint[0]].dash
    assert broken.tips[0].startswith("No way left: 20 t Co a year sailed here")
    crosses = [part for part in drawn.primitives if isinstance(part, Marks) and part.shape == "cross"]
    assert sum(len(part.x) for part in crosses) == 2
    assert label_of(drawn, accent) == "no way left: 20 t Co"


def test_that_before_the_closure_the_routes_are_as_they_were(world, cobalt, flows, closed):
    before = lines_of(layer(world, cobalt, closed, flows, routes_show="before"))[0]
    assert sorted(before.width.tolist()) == pytest.approx([10 / 3, 5.0, 10.0])
    assert not any(part.ids and part.ids[0].startswith("stranded:")
                   for part in lines_of(layer(world, cobalt, closed, flows, routes_show="before")))  # fmt: skip


def test_that_one_scale_holds_before_and_after(world, cobalt, flows, closed):
    after = lines_of(layer(world, cobalt, closed, flows, routes_by="plain"))[0]
    assert dict(zip(after.ids, after.width, strict=True)) == pytest.approx({"lane:0": 5.0, "lane:1": 10 / 3})


def test_that_without_a_closure_there_is_no_change_to_show(world, cobalt, flows):
    assert layer(world, cobalt, flows, flows, routes_show="change").legend[0].title.startswith("Modelled flows")


def test_that_what_is_closed_stands_below_the_title(world):
    scenario = Scenario(mineral="cobalt", stage=Stage.MINING, closed=frozenset({"strait"}))
    gate = next(iter(world.chokepoints.index))
    scenario = replace(scenario, closed=frozenset({gate}))
    results, flows = compute(world, scenario), compute_flows(world, scenario)
    before = compute_flows(world, without_closures(scenario))
    name = world.chokepoints.at[gate, "name"]
    told = compose(world, results, flows, View(), before).subtitle
    assert told.startswith(f"{closure_sentence(compare(world, before, flows))} Counted by ")
    assert f"Closing the {name}" in told
    if len(before.table):
        told = compose(world, results, flows, View(routes_show="before"), before).subtitle
        assert told.endswith(f"routes before closing {name}")


def test_that_a_map_of_a_closure_knows_what_it_is_compared_with(world, cobalt, flows, closed):
    made = compose(world, cobalt, closed, View(routes_show="change"), flows)
    assert made.others is not None
    now, before = made.others()
    for one, show in ((now, "now"), (before, "before")):
        alone = compose(world, cobalt, closed, View(routes_show=show), flows)
        assert (one.legend, one.subtitle) == (alone.legend, alone.subtitle)
    assert now.legend != made.legend
    assert compose(world, cobalt, flows, View(), flows).others is None


def test_that_the_keys_say_the_unit_of_flows_that_count_something_else_than_the_answer(world, cobalt, flows):
    other = replace(flows, unit="t REO")
    for show in ("now", "change"):
        drawn = compose(world, cobalt, other, View(routes_show=show), flows)
        notes = {block.title: block.note for block in drawn.legend}
        heading = next(title for title in notes if title.lower().endswith("modelled flows, mine to refinery"))
        assert notes[heading].startswith("counted in t REO, the answer in t Co")
        assert "Chokepoints: share of these t REO" in notes
    titles = [block.title for block in compose(world, cobalt, flows, View()).legend]
    assert "Chokepoints: share of these tonnes" in titles
    assert not any("counted in" in block.note for block in layer(world, cobalt, flows).legend)
