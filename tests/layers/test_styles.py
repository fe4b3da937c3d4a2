"""A style changes one layer and its key, and says no more than it does; what lies where is said once."""

import numpy as np
import pytest

from mineralmap.datasets import own
from mineralmap.layers import content, kept, layer_sources, order
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import ALWAYS, Lines, Marks, Texts
from mineralmap.layers.styles import denominator, metres_per_px
from mineralmap.model.style import LayerStyle, with_style
from mineralmap.model.view import View


@pytest.fixture
def cobalt_map(world, cobalt):
    """Made anew: what other tests made may no longer be kept."""
    return compose(world, cobalt, None, View())


def layer_of(drawn, layer_id):
    return next(layer for layer in drawn.layers if layer.id == layer_id)


def parts(layer, kind):
    return [part for part in layer.primitives if isinstance(part, kind)]


def with_mines(**changes):
    return View(styles=with_style((), "mines", LayerStyle(**changes)))


def test_that_the_key_grows_with_the_symbols(world, cobalt, cobalt_map):
    before = layer_of(cobalt_map, "mines")
    after = layer_of(compose(world, cobalt, None, with_mines(size=2.0)), "mines")
    for old, new in zip(parts(before, Marks), parts(after, Marks), strict=True):
        assert new.diameter == pytest.approx(2 * old.diameter)
    for old, new in zip(before.legend[0].entries, after.legend[0].entries, strict=True):
        assert new.size == pytest.approx(2 * old.size)
        assert new.label == old.label


def test_that_only_what_tells_a_size_grows_in_the_key(world, cobalt, cobalt_map):
    before = layer_of(cobalt_map, "mines").legend
    after = layer_of(compose(world, cobalt, None, with_mines(size=4.0)), "mines").legend
    assert after[0].entries[0].size == 4 * before[0].entries[0].size
    colours = next(block for block in after if block.title == "Largest owner")
    assert colours == next(block for block in before if block.title == "Largest owner")


def test_that_other_layers_stay_as_they_are(world, cobalt, cobalt_map):
    after = compose(world, cobalt, None, with_mines(size=2.0, opacity=0.4))
    for layer in cobalt_map.layers:
        if layer.id not in ("mines", "labels"):
            assert layer_of(after, layer.id).primitives == layer.primitives
            assert layer_of(after, layer.id).opacity == 1.0
    assert layer_of(after, "mines").opacity == 0.4


def test_that_the_key_is_as_thin_as_its_layer(world, cobalt, cobalt_map):
    before = layer_of(cobalt_map, "mines").legend
    after = layer_of(compose(world, cobalt, None, with_mines(opacity=0.4)), "mines").legend
    for old, new in zip(before, after, strict=True):
        for one, other in zip(old.entries, new.entries, strict=True):
            assert other.paint.opacity == pytest.approx(0.4 * one.paint.opacity)
            assert (other.label, other.paint.fill, other.size) == (one.label, one.paint.fill, one.size)


def test_that_lines_are_as_much_wider(world, cobalt, cobalt_map):
    view = View(styles=with_style((), "boundaries", LayerStyle(size=0.5)))
    before, after = layer_of(cobalt_map, "boundaries"), layer_of(compose(world, cobalt, None, view), "boundaries")
    for old, new in zip(parts(before, Lines), parts(after, Lines), strict=True):
        assert new.width == pytest.approx(old.width / 2)
        assert new.x is old.x  # the paths that are made of it are kept


def test_that_a_scale_is_metres_per_px_of_a_96_dpi_screen(world, cobalt, cobalt_map):
    # An inch is 0.0254 m and 96 px: at 1:1 a px is 0.26458 mm, at 1:10,000,000 it is 2,645.8 m.
    assert metres_per_px(10_000_000) == pytest.approx(2645.83, rel=1e-5)
    assert denominator(metres_per_px(123.0)) == pytest.approx(123.0)
    assert layer_of(cobalt_map, "mines").detail == ALWAYS
    after = layer_of(compose(world, cobalt, None, with_mines(closest=1e6, farthest=5e7)), "mines")
    assert after.detail == pytest.approx((264.583, 13229.17), rel=1e-5)


def test_that_names_are_switched_on_and_off_for_one_layer(world, cobalt, cobalt_map):
    mines = {name for part in parts(layer_of(cobalt_map, "mines"), Marks) for name in part.ids}
    names = set(world.facilities.loc[sorted(mines), "name"])
    told = set(parts(layer_of(cobalt_map, "labels"), Texts)[1].words)
    assert told & names
    off = compose(world, cobalt, None, with_mines(names="off"))
    assert not {word for part in parts(layer_of(off, "labels"), Texts) for word in part.words} & names
    on = compose(world, cobalt, None, with_mines(names="on"))
    words = [word for layer in on.layers for part in parts(layer, Texts) for word in part.words]
    assert names <= set(words)
    assert len([word for word in words if word in names]) == len(set(words) & names)  # none is told twice


def test_that_a_name_stands_at_the_edge_of_a_larger_symbol(world, cobalt, cobalt_map):
    before = parts(layer_of(cobalt_map, "labels"), Texts)[1]
    after = parts(layer_of(compose(world, cobalt, None, with_mines(size=2.0)), "labels"), Texts)[1]
    marks = next(part for part in parts(layer_of(cobalt_map, "mines"), Marks) if part.shape == "circle")
    moved = after.offset[:, 0] - before.offset[:, 0]
    assert moved.max() == pytest.approx(marks.diameter.max() / 2)


def test_that_hiding_and_styling_make_no_layer_again(world, cobalt, cobalt_map):
    again = compose(world, cobalt, None, View(hidden=frozenset({"mines"})))
    assert layer_of(again, "countries").primitives is layer_of(cobalt_map, "countries").primitives
    assert not layer_of(again, "mines").visible
    back = compose(world, cobalt, None, View())
    assert layer_of(back, "mines").primitives is layer_of(cobalt_map, "mines").primitives
    dark = compose(world, cobalt, None, View(theme="dark"))
    assert layer_of(dark, "mines").primitives is not layer_of(cobalt_map, "mines").primitives
    assert len(kept._kept) <= kept.MAPS


@pytest.fixture
def two_files(world, tmp_path):
    header = "name,mineral,stage,lat,lon,country,capacity_t_per_year\n"
    for name, lon in (("a.csv", 25), ("b.csv", 26)):
        (tmp_path / name).write_text(f"{header}{name} pit,cobalt,mining,-10,{lon},COD,40\n")
    return own.added(tmp_path / "a.csv", tmp_path / "b.csv", dataset=world)


def test_that_each_own_file_is_a_layer(two_files, cobalt):
    from mineralmap.analysis.compute import compute

    results = compute(two_files, cobalt.scenario)
    drawn = compose(two_files, results, None, View())
    own_layers = [layer for layer in drawn.layers if layer.group == order.MY_DATA]
    assert [(layer.id, layer.title) for layer in own_layers] == [
        ("own_data:a.csv", "a.csv"),
        ("own_data:b.csv", "b.csv"),
    ]
    assert all(layer.primitives for layer in own_layers)
    one = compose(two_files, results, None, View(hidden=frozenset({"own_data:a.csv"})))
    assert [layer.visible for layer in one.layers if layer.group == order.MY_DATA] == [False, True]
    none = compose(two_files, results, None, View(hidden=frozenset({"own_data"})))
    assert not any(layer.visible for layer in none.layers if layer.group == order.MY_DATA)
    moved = compose(two_files, results, None, View(layers=("own_data:a.csv", "labels", "own_data:b.csv")))
    ids = [layer.id for layer in moved.layers]
    assert ids.index("own_data:b.csv") < ids.index("labels") < ids.index("own_data:a.csv")


def test_that_showing_one_file_keeps_the_others_hidden():
    layers = ("own_data:a.csv", "own_data:b.csv", "mines")
    assert order.switched(frozenset({"own_data"}), layers, {"own_data:a.csv"}, True) == {"own_data:b.csv"}
    assert order.switched(frozenset(), layers, {"mines", "own_data:b.csv"}, False) == {"mines", "own_data:b.csv"}
    # What is not on the map now stays hidden when it comes back.
    assert order.switched(frozenset({"own_data:gone.csv"}), ("mines",), {"mines"}, False) == {
        "own_data:gone.csv",
        "mines",
    }


def test_that_the_key_is_told_of_what_is_in_view(cobalt_map):
    world = content.content_of(cobalt_map, cobalt_map.projection.world(), 20_000.0)
    mines = layer_of(cobalt_map, "mines")
    entries = [entry for block in mines.legend for entry in block.entries]
    assert any(world["mines"].shows(entry) for entry in entries)
    x, y = cobalt_map.projection.forward(np.array([-150.0, -149.0]), np.array([-40.0, -39.0]))
    pacific = content.content_of(cobalt_map, (x[0], y[0], x[1], y[1]), 100.0)
    assert not any(pacific["mines"].shows(entry) for entry in entries)
    assert pacific["sea"].anything
    assert not pacific["countries"].anything


def test_that_a_view_inside_one_country_holds_that_country_alone(cobalt_map):
    # The middle of China: no corner of its outline is near.
    x, y = cobalt_map.projection.forward(np.array([103.0, 103.2]), np.array([36.0, 36.2]))
    found = content.content_of(cobalt_map, (x[0], y[0], x[1], y[1]), 100.0)["countries"]
    assert found.anything
    assert len(found.here) == 1


def test_that_every_layer_says_whom_to_credit(world, cobalt, cobalt_map):
    told = {layer.id: layer_sources.sources(world, cobalt, layer) for layer in cobalt_map.layers}
    assert told["lakes"] == ("Made with Natural Earth.",)
    assert any("disputed" in line for line in told["boundaries"])
    assert told["mines"]
    assert told["countries"]
