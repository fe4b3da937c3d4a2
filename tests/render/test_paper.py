"""Words of a picture for paper are of 5 points at least, wherever they stand; a screen's stay as they are."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6 import QtGui

from mineralmap.layers.layer import LegendBlock, LegendEntry, Paint
from mineralmap.render import furniture, key, key_block, picture
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import LEAST_PT, ExportOptions, exporters
from mineralmap.render.key import Key
from mineralmap.render.key_block import LETTERS_PX, measured
from mineralmap.render.picture import titled

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def application():
    return ensure_application()


def letters_pt(path, width_mm):
    """How large each text of a drawing is on paper, points: font-size by all that is scaled about it."""
    root = ElementTree.parse(path).getroot()
    wide = float(root.get("viewBox").split()[2])
    found = {}

    def look(one, factor):
        for a, b in re.findall(r"(?:matrix|scale)\(([\d.e+-]+)(?:,([\d.e+-]+))?", one.get("transform", "")):
            factor *= (float(a) ** 2 + float(b or 0.0) ** 2) ** 0.5
        if one.tag == f"{SVG}text":
            found["".join(one.itertext())] = float(one.get("font-size")) * factor * width_mm / wide / 25.4 * 72
        for child in one:
            look(child, factor)

    look(root, 1.0)
    return found


@pytest.mark.parametrize("width_mm", [180, 88])
def test_that_no_words_of_a_picture_for_paper_are_too_small_to_be_printed(tiny_map, tmp_path, width_mm):
    """Title, key, sources, names, degrees and scale, at the width that the paper has."""
    out = tmp_path / "map.svg"
    options = ExportOptions(width_px=round(width_mm / 25.4 * 300), height_px=0, width_mm=width_mm)
    exporters["svg"].write(tiny_map, out, options, lambda _: None)
    said = letters_pt(out, width_mm)
    assert len(said) > 20
    assert min(said.values()) >= LEAST_PT - 0.01, sorted(said.items(), key=lambda one: one[1])[:3]
    assert tiny_map.legend[0].title in said
    assert max(said.values()) < 15


def test_that_two_maps_beside_each_other_have_no_smaller_words_on_paper(tiny_map, tmp_path):
    out, wide = tmp_path / "map.svg", 300
    options = ExportOptions(width_px=3543, height_px=0, width_mm=wide, second=replace(tiny_map, title="The other one"))
    assert not options.fitted(tiny_map).stacked
    exporters["svg"].write(tiny_map, out, options, lambda _: None)
    assert min(letters_pt(out, wide).values()) >= LEAST_PT - 0.01


def test_that_words_for_a_screen_are_as_ever(tiny_map):
    assert ExportOptions(width_px=2126, height_px=1654).least_px() == 0
    assert ExportOptions(width_px=1040, height_px=800, width_mm=180).least_px() == pytest.approx(5 / 72 * 25.4 / 0.2)


def test_that_words_of_a_low_picture_for_paper_leave_the_map_its_room(tiny_map, tmp_path):
    """88 × 69 mm hold no key of 5 points and a map: the words give way, since the height was asked for."""
    heights = []
    for high in (815, 0):
        out = tmp_path / "map.svg"
        exporters["svg"].write(tiny_map, out, ExportOptions(1040, high, width_mm=88), lambda _: None)
        heights.append(min(letters_pt(out, 88).values()))
    assert heights[0] < LEAST_PT <= heights[1] + 0.01


def test_that_an_emptied_title_or_line_is_none_and_the_map_takes_the_room(tiny_map):
    own, bare = titled(tiny_map, None, None), titled(tiny_map, "", "")
    assert (own.title, own.subtitle) == (tiny_map.title, tiny_map.subtitle)
    assert (bare.title, bare.subtitle) == ("", "")
    assert furniture.layout(bare, 1280, 800).frame.height() > furniture.layout(own, 1280, 800).frame.height() + 40
    options = ExportOptions(width_px=2126, height_px=0, width_mm=180.0)
    assert replace(options, title="", subtitle="").fitted(tiny_map).height_px < options.fitted(tiny_map).height_px


def test_that_a_picture_as_high_as_its_map_needs_keeps_no_room_for_the_key_of_another(tiny_map):
    """As wide as those that it is compared with, it has their scale as it is."""
    more = LegendBlock("More", tuple(LegendEntry("area", str(n), Paint(fill="#FFFFFF")) for n in range(60)))
    other = replace(tiny_map, legend=(*tiny_map.legend, more))
    one = replace(tiny_map, others=lambda: (other,))
    asked = ExportOptions(width_px=1100, height_px=0)
    assert asked.fitted(one).height_px == asked.fitted(tiny_map).height_px < asked.fitted(other).height_px
    assert asked.fitted(one).asked(one).others is None
    assert replace(asked, height_px=900).fitted(one).asked(one).others is not None


def test_that_the_key_of_one_column_of_a_journal_stands_in_columns_of_its_own(tiny_map):
    """88 mm: one below the other its blocks would be twice as high as the map."""
    least = ExportOptions(width_px=1039, height_px=0, width_mm=88).least_px()
    laid = key.lay_strip(tiny_map, 877.0, least=least)
    assert len(laid.columns) == 2
    assert laid.width <= 877
    assert laid.factor * LETTERS_PX >= least
    one_below_the_other = Key(
        [key._true(key._merged(tiny_map.legend), laid.factor)], tiny_map.ground, laid.factor, False
    )
    assert laid.height < 0.75 * one_below_the_other.height
    assert [one.block.title for column in laid.columns for one in column] == [
        one.block.title for one in one_below_the_other.columns[0]
    ]
    for column, whole in zip(laid.columns, _inked(laid), strict=True):
        assert 0 < whole <= max(one.width for one in column) + 1  # no word of it beyond its column


def test_that_what_is_too_wide_for_a_narrow_column_of_the_key_goes_on_below():
    """Long words of one entry, of a title and of a note; no line of it breaks inside a value."""
    paint = Paint(line="#333333")
    entries = (
        LegendEntry("line", "cobalt in nickel ore, or in what is made from it", paint),
        LegendEntry("line", "a", paint),
    )
    block = LegendBlock("What is shipped by sea from each of the mines", entries, "not drawn: 1 with 25 kt magnet REE")
    usual = measured(block)
    for widest in range(150, 310, 10):
        narrow = measured(block, float(widest))
        assert narrow.width <= widest
        assert narrow.height >= usual.height
        assert any(
            "25\u00a0kt\u00a0magnet\u00a0REE" in line for line in key_block._note_lines(block.note, float(widest))
        )
    assert measured(block, 150.0).height > usual.height + 2 * 13.0


def _inked(laid):
    """How far right of its left edge each column of a key is painted, px before it is made larger."""
    image = QtGui.QImage(round(laid.width), round(laid.height), QtGui.QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QtGui.QPainter(image)
    laid.paint(painter, 0.0, float(image.height()), boxed=False)
    painter.end()
    dark = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    inked, left = np.flatnonzero((dark < 200).any(axis=0)) / laid.factor, key.PAD
    for column in laid.columns:
        right = left + max(one.width for one in column)
        yield float(inked[inked < right + key.PAD].max()) - left
        left = right + 2 * key.PAD


def test_that_what_stands_in_the_corner_has_room_below_a_key_as_wide_as_the_picture(tiny_map):
    for wide, grown in ((900.0, 18.0), (1100.0, 18.0), (1500.0, 18.0), (900.0, 26.5)):
        (laid,) = picture.strips_of([tiny_map], wide, grown)
        if grown > 18.0:  # paper of 60 mm: a single column may be as wide as all of it
            assert laid.low_until(wide - 2 * (furniture.MARGIN - 4.0) - picture.SCALE_ROOM * 2.65) < laid.height
            continue
        room = wide - 2 * (furniture.MARGIN - 4.0) - picture.SCALE_ROOM * 1.8
        assert laid.width <= room or laid.low_until(room) <= laid.height - picture.SCALE_HIGH * 1.8 + 0.01
        assert laid.width <= wide - 2 * furniture.MARGIN + 2 * key.PAD * laid.factor
