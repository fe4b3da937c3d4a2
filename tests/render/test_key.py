"""The key: its sizes are the map's however small it is painted, and where little room is what matters most stays."""

from dataclasses import replace

import pytest

from mineralmap.layers.layer import LegendBlock, LegendEntry, Paint
from mineralmap.render import key, key_block
from mineralmap.render.canvas import MapCanvas
from mineralmap.render.exports import ExportOptions, exporters


def test_that_what_has_no_title_stays_below_what_it_belongs_to(tiny_map):
    entry = LegendEntry("area", "not a named supplier", Paint(fill="#FFFFFF"))
    drawn = replace(tiny_map, legend=(*tiny_map.legend, LegendBlock("", (entry,))))
    for width in range(420, 1900, 60):
        for column in key.lay_strip(drawn, float(width)).columns:
            assert column[0].block.title


def test_that_the_key_of_a_small_window_says_that_there_is_more(tiny_map):
    laid = key.lay_strip(tiny_map, 320.0, 120.0)
    assert laid.shortened
    assert laid.height <= 120


def test_that_where_little_room_is_shades_and_colours_keep_their_key_before_flows(tiny_map):
    titles = [block.title for block in tiny_map.legend if block.foremost]
    assert titles[0].startswith("Share of")
    assert titles[1].startswith("Mines")
    assert titles[2] == "Largest owner"
    assert titles[3].startswith("Modelled flows")
    assert titles[-1] == "Chokepoints: share of these tonnes"
    for width in (480.0, 760.0, 1280.0):
        laid = key.lay_low(tiny_map, width, 72.0)
        said = [one.block.title for column in laid.columns for one in column]
        wanted = [titles[0], *titles[2:], titles[1]]
        assert said[:2] == wanted[:2]
        assert said == [title for title in wanted if title in said]  # sizes last: the list of layers tells them too
        assert laid.shortened
        assert laid.height <= 72
        assert laid.width <= width
    two_rows = key.lay_low(tiny_map, 463.0, 168.0)  # a window of 800 × 600
    assert [one.block.title for column in two_rows.columns for one in column][:3] == [titles[0], titles[2], titles[1]]
    assert two_rows.height <= 168
    assert two_rows.width <= 463
    first = key.lay_strip(tiny_map, 420.0, 150.0)
    assert {one.block.title for column in first.columns for one in column} & set(titles)  # the others go first


def test_that_symbols_and_lines_of_a_key_painted_smaller_are_as_large_as_on_the_map(tiny_map):
    sized = [block for block in tiny_map.legend if block.title.startswith(("Mines", "Modelled flows"))]
    assert len(sized) == 2
    keys = [key.lay(tiny_map, 300.0), key.lay_strip(tiny_map, 640.0, 200.0), key.lay_low(tiny_map, 463.0, 168.0)]
    for laid in keys:
        assert laid.factor < 1
        shown = {one.block.title: one.block for column in laid.columns for one in column}
        for block in sized:
            asked = sorted(one.size for one in block.entries)
            found = sorted(one.size * laid.factor for one in shown[block.title].entries)
            assert found == pytest.approx(asked, rel=0.01)


def test_that_a_low_key_has_three_sizes_within_each_other(tiny_map):
    sizes = next(block for block in tiny_map.legend if block.title.startswith("Mines"))
    assert len(sizes.entries) == 3
    for width, room in ((463.0, 72.0), (463.0, 168.0), (800.0, 90.0)):
        laid = key.lay_low(tiny_map, width, room)
        (shown,) = [one for column in laid.columns for one in column if one.block.title == sizes.title]
        assert shown.block.nested
        assert [one.label for one in shown.block.entries] == [one.label for one in sizes.entries]
        assert laid.height <= room


def test_that_the_key_of_a_small_window_tells_what_is_hatched(tiny_map):
    """A window of 800 × 600 has room for it; a single row has none for what is minor."""
    hatched = LegendBlock("", (LegendEntry("area", "may exceed 65 %", Paint(hatch="lines")),), foremost=True)
    drawn = replace(tiny_map, legend=(tiny_map.legend[0], hatched, *tiny_map.legend[1:]))
    small = [one.block for column in key.lay_low(drawn, 463.0, 168.0).columns for one in column]
    assert hatched in small
    assert any(entry.label == "port" and entry.minor for block in drawn.legend for entry in block.entries)
    for column in key.lay_low(drawn, 760.0, 72.0).columns:
        assert not any(entry.minor for one in column for entry in one.block.entries)


@pytest.mark.parametrize("size", [2.0, 4.0])
def test_that_large_symbols_have_their_room_in_the_key(tiny_map, size):
    blocks = tuple(
        replace(block, entries=tuple(replace(one, size=one.size * size) for one in block.entries))
        for block in tiny_map.legend
        if all(one.shape not in ("area", "line") for one in block.entries)
    )
    laid = key.lay_strip(replace(tiny_map, legend=blocks), 1240.0)
    assert laid.columns
    for column in laid.columns:
        for one in column:
            assert one.height >= max([0, *(entry.size for entry in one.block.entries if entry.shape != "bar")])
            assert one.block.entries


def limited(drawn, detail):
    """The map with one of its layers drawn only within a span of scales, and the titles of that layer's own key."""
    mines = next(one for one in drawn.layers if one.id == "mines")
    layers = tuple(replace(one, detail=detail) if one is mines else one for one in drawn.layers)
    others = {block.title for one in drawn.layers if one is not mines for block in one.legend}
    return replace(drawn, layers=layers), {block.title for block in mines.legend} - others


def test_that_a_layer_that_is_not_drawn_at_a_scale_has_no_key_there(tiny_map):
    drawn, own = limited(tiny_map, (0.0, 5_000.0))
    assert own
    near, far = ({block.title for block in drawn.keyed_at(metres).legend} for metres in (4_999.0, 5_000.0))
    assert own <= near
    assert far == near - own
    assert tiny_map.keyed_at(5_000.0) is tiny_map


def test_that_the_key_of_a_picture_says_what_is_drawn_at_its_scale(tiny_map, tmp_path):
    drawn, own = limited(tiny_map, (0.0, 5_000.0))
    x0, y0, x1, y1 = drawn.projection.world()
    part = replace(drawn, extent=(x0 / 10, y0 / 10, x1 / 10, y1 / 10))
    for one, there in ((drawn, False), (part, True)):
        exporters["svg"].write(one, tmp_path / "map.svg", ExportOptions(1600, 0), lambda _: None)
        said = (tmp_path / "map.svg").read_text("utf-8")
        assert all((f">{title}<" in said) == there for title in own)
    heights = [ExportOptions(1600, 0).fitted(one).height_px for one in (drawn, tiny_map)]
    assert heights[0] <= heights[1]


def test_that_the_key_of_a_window_says_what_is_drawn_at_its_scale(tiny_map):
    drawn, own = limited(tiny_map, (0.0, 5_000.0))
    canvas = MapCanvas()
    canvas.resize(1400, 900)
    canvas.show()
    canvas.set_map(drawn)

    def said():
        return {block.title for block, _ in canvas._keyed.key.places()}

    assert not own & said()
    canvas.show_place(0.0, 0.0, 2_000.0)
    assert own <= said()
    canvas.grab()
    canvas.full()
    assert not own & said()
    canvas.close()
    canvas.deleteLater()


def test_that_colours_keep_their_place_in_a_strip_before_sizes():
    """A first window of 1152 × 720 had sizes, and nothing told whose symbols are."""
    shade = LegendBlock("Share", tuple(LegendEntry("area", one, Paint(fill="#8899AA")) for one in "abc"), foremost=True)
    sizes = LegendBlock(
        "Mines", tuple(LegendEntry("circle", f"{one} t", Paint(line="#333333"), one) for one in (20.0, 9.0)),
        foremost=True,
    )  # fmt: skip
    colours, flows, more = (
        LegendBlock(title, (LegendEntry("circle", "a", Paint(fill="#CC0000"), 8.0),), foremost=first)
        for title, first in (("Largest owner", True), ("Flows", True), ("More", False))
    )
    blocks, gone = [shade, sizes, colours, flows, more], []
    while len(blocks) > 1:
        gone.append(key._least(blocks))
        blocks.remove(gone[-1])
    assert gone == [more, flows, sizes, colours]


def test_that_the_title_of_a_block_is_broken_rather_than_as_wide_as_two_columns():
    """A short one stays in its line; nothing of a long one is lost."""
    entries = (LegendEntry("line", "gains", Paint(line="#D97706"), 4.0),)
    long = "Change with Bab el-Mandeb Strait and Malacca Strait closed – modelled flows, refinery to consumer"
    (short,) = key._true([LegendBlock("What is shipped", entries)], 1.0)
    (broken,) = key._true([LegendBlock(long, entries)], 1.0)
    assert broken.width <= key.WIDEST
    assert broken.height == short.height + key.LINE
    assert " ".join(key_block._title_lines(long, key.WIDEST)).split() == long.split()
