"""Two maps of one picture: laid out alike, each under its own title, over one key and one list of sources."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6 import QtGui

from mineralmap.layers.layer import LegendBlock, LegendEntry, Paint
from mineralmap.layers.typeset import typeset
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.pair import Both, Part, between, pair, parts

TEXT = "{http://www.w3.org/2000/svg}text"
PAPER = ExportOptions(width_px=1039, height_px=0, width_mm=88)
SCREEN = ExportOptions(width_px=1920, height_px=0)
NAMES = ("by equity", "by location")


def pixels(image: QtGui.QImage) -> np.ndarray:
    """Red, green and blue of every px, shape (height, width, 3)."""
    plain = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return raw[:, : plain.width(), 2::-1].astype(int)


def said(path) -> list[str]:
    """Each line of words of a drawing."""
    return ["".join(one.itertext()) for one in ElementTree.parse(path).getroot().iter(TEXT)]


@pytest.fixture
def other(tiny_map):
    """The tiny world told otherwise: a title, a line of sources and a block of the key of its own."""
    more = LegendBlock("More of it", (LegendEntry("area", "a thing", Paint(fill="#FFFFFF")),))
    notes = (*tiny_map.notes[:-1], "Something else is modelled.", tiny_map.notes[-1])
    return replace(tiny_map, title="The other one", legend=(*tiny_map.legend, more), notes=notes, others=None)


def test_that_two_maps_beside_each_other_are_laid_out_alike(tiny_map):
    """Under a title of two lines and one of one the same map stands in the same place."""
    other = replace(tiny_map, subtitle=tiny_map.subtitle + " more words" * 30)
    both, wide, high = Both(tiny_map, other), 1100, 900
    left, right = (pixels(pair(both, 2 * wide, high))[:, start + 2 : start + wide - 2] for start in (0, wide))
    first, second, foot = parts(both, 2.0 * wide, high)
    assert (first.box.height(), second.box.left(), foot.box.width()) == (second.box.height(), wide, 2 * wide)
    assert (left[:200] != right[:200]).any()
    low = int(first.box.bottom()) - 2
    assert np.abs(left[200:low] - right[200:low]).max() < 16  # coordinates are rounded


@pytest.mark.parametrize("asked", [PAPER, SCREEN])
def test_that_two_maps_have_one_key_and_one_list_of_sources(tiny_map, other, tmp_path, asked):
    out = tmp_path / "map.svg"
    options = replace(asked, second=other, names=NAMES)
    exporters["svg"].write(tiny_map, out, options, lambda _: None)
    lines = said(out)
    assert {typeset(tiny_map.title), "The other one"} <= set(lines)
    for title in [typeset(block.title) for block in tiny_map.legend if block.title]:
        assert lines.count(title) == 1
    words = " ".join(lines)
    for note in ("Made with Natural Earth.", "mineralmap 0."):
        assert words.count(note) == 1
    assert lines.count("More of it (by location)") == 1
    assert "By location: Something else is modelled." in words.replace("  ", " ")
    assert sum("scale varies" in one or one.endswith(" km") for one in lines) == 1
    assert options.fitted(tiny_map).stacked is (asked is PAPER)


def test_that_maps_that_nobody_names_are_told_apart_by_where_they_stand(tiny_map, other):
    for stacked, named in ((False, "the right map"), (True, "the lower map")):
        assert f"More of it ({named})" in [block.title for block in Both(tiny_map, other, stacked).joined().legend]


def test_that_two_maps_without_a_legend_have_a_scale_each_and_their_sources_once(tiny_map, other, tmp_path):
    out = tmp_path / "map.svg"
    options = replace(SCREEN, second=other, show_legend=False)
    exporters["svg"].write(tiny_map, out, options, lambda _: None)
    lines = said(out)
    assert " ".join(lines).count("Made with Natural Earth.") == 1
    assert sum("scale varies" in one or one.endswith(" km") for one in lines) == 2
    assert tiny_map.legend[0].title not in lines
    assert options.fitted(tiny_map).height_px < replace(options, show_legend=True).fitted(tiny_map).height_px


def test_that_no_part_of_a_picture_of_two_lies_over_another_and_all_of_it_is_paper(tiny_map, other):
    for stacked in (False, True):
        both, size = Both(tiny_map, other, stacked), (1500, 1300)
        made = parts(both, *map(float, size))
        boxes = [part.box for part in made]
        assert sum(box.width() * box.height() for box in boxes) == pytest.approx(size[0] * size[1])
        assert not any(a.adjusted(1, 1, -1, -1).intersects(b) for a, b in pairwise(boxes))
        line = between(both, made)
        assert line.length() == pytest.approx(1500 if stacked else boxes[0].height())
        image = pixels(pair(both, *size))
        assert (image.sum(axis=2) > 0).all()  # no px that nobody painted is black
        assert (image[-3:] == 255).all()


def test_that_a_drawing_cuts_each_part_at_its_edge_and_keeps_its_names_apart(tiny_map, other, tmp_path):
    out = tmp_path / "map.svg"
    options = ExportOptions(width_px=1200, height_px=500, second=other)
    exporters["svg"].write(tiny_map, out, options, lambda _: None)
    text = out.read_text("utf-8")
    made: list[Part] = parts(Both(tiny_map, other), 1200.0, 500.0)
    assert f'<line x1="600" y1="0" x2="600" y2="{made[0].box.height():.6g}"' in text
    assert [len(re.findall(rf'clip-path="url\(#edge{at}\)"', text)) for at in range(4)] == [1, 1, 1, 0]
    names = re.findall(r'\bid="(\S+?)"', text)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_that_pages_and_pictures_of_two_maps_are_as_high_as_both_need(tiny_map, other, tmp_path, suffix):
    from pypdf import PdfReader

    out = tmp_path / f"map.{suffix}"
    options = replace(PAPER, second=other, names=NAMES)
    exporters[suffix].write(tiny_map, out, options, lambda _: None)
    needed = options.fitted(tiny_map).height_px
    if suffix == "png":
        assert QtGui.QImage(str(out)).height() == needed
        return
    page = PdfReader(out).pages[0]
    assert float(page.mediabox.height) / 72 * 25.4 == pytest.approx(needed * 88 / 1039, abs=0.05)
    words = " ".join(page.extract_text().split())
    assert words.count("Made with Natural Earth.") == 1
    assert words.count("The other one") == 1


def test_that_words_of_two_maps_give_way_where_the_height_is_given(tiny_map, other):
    """Two maps on 88 × 90 mm cannot have 5 points each."""
    options = ExportOptions(width_px=1039, height_px=1063, width_mm=88, second=other)
    assert options.smallest_pt(tiny_map) < 4.9
    assert replace(options, height_px=0).smallest_pt(tiny_map) == pytest.approx(5.0, abs=0.01)


def test_that_two_maps_of_one_title_say_in_it_which_they_are(tiny_map, other):
    same = replace(other, title=tiny_map.title)
    titles = [one.title for one in Both(tiny_map, same, names=("before the closure", "after the closure")).bare]
    assert titles == [f"{tiny_map.title} – before the closure", f"{tiny_map.title} – after the closure"]
    for both in (Both(tiny_map, other, names=NAMES), Both(tiny_map, same)):
        assert [one.title for one in both.bare] == [tiny_map.title, both.second.title]


@pytest.mark.parametrize("stacked", [False, True])
def test_that_the_height_of_two_maps_is_known_however_much_is_said_above_and_below_them(tiny_map, other, stacked):
    """Titles of many lines and a key as high as the maps leave nothing of what these need, unless they have it."""
    entry = LegendEntry("area", "a thing that is told at length", Paint(fill="#FFFFFF"))
    high = tuple(LegendBlock(f"Block {at}", (entry,) * 6, "a note; " * 8) for at in range(12))
    long, more = (replace(one, subtitle="words " * 90, legend=high) for one in (tiny_map, other))
    for asked in (PAPER, SCREEN, replace(PAPER, width_px=700, width_mm=60)):
        options = replace(asked, second=more, names=NAMES, stacked=stacked, as_needed=asked is not PAPER)
        fitted = options.fitted(long)
        both = fitted.both(long)
        assert both is not None
        first, second, foot = parts(
            both, fitted.width_px / fitted.layout_scale(), fitted.height_px / fitted.layout_scale()
        )
        assert first.box.height() == second.box.height() > 40
        assert foot.box.height() > 0
