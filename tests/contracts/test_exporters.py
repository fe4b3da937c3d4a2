"""Every exporter keeps its promise: a file of its suffix, written whole or not at all, with progress told."""

import re
from dataclasses import replace

import numpy as np
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage

from mineralmap.errors import MineralmapError
from mineralmap.render import pair
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters

MAGIC = {".png": b"\x89PNG", ".pdf": b"%PDF", ".svg": b"<?xml", ".html": b"<!DOCTYPE html>"}


@pytest.fixture(autouse=True)
def application():
    return ensure_application()


@pytest.mark.parametrize("exporter", list(exporters), ids=lambda one: one.id)
def test_that_an_exporter_writes_a_file_of_its_kind_and_tells_its_progress(exporter, drawn, tmp_path):
    out, told = tmp_path / f"map{exporter.suffix}", []
    exporter.write(drawn, out, ExportOptions(width_px=640, height_px=400), told.append)
    assert out.read_bytes().startswith(MAGIC[exporter.suffix])
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("exporter", list(exporters), ids=lambda one: one.id)
def test_that_an_exporter_without_a_folder_says_so_and_leaves_nothing(exporter, drawn, tmp_path):
    with pytest.raises(MineralmapError):
        exporter.write(drawn, tmp_path / "gone" / f"map{exporter.suffix}", ExportOptions(), lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_that_a_picture_for_paper_is_as_wide_as_the_paper(drawn, tmp_path):
    """2126 px on 180 mm are 300 dpi; laid out for 900 px, the least that holds words, key and map: 2.36 px each."""
    options = ExportOptions(width_px=2126, height_px=1654, width_mm=180)
    for suffix in ("png", "svg", "pdf"):
        exporters[suffix].write(drawn, tmp_path / f"map.{suffix}", options, lambda _: None)
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (2126, 1654)
    assert image.dotsPerMeterX() * 0.0254 == pytest.approx(300, abs=0.1)
    svg = (tmp_path / "map.svg").read_text()
    assert re.search(r'<svg\s+width="180mm" height="140\.038mm"\s+viewBox="0 0 900 700\.', svg)
    page = PdfReader(tmp_path / "map.pdf").pages[0].mediabox
    assert [float(points) / 72 * 25.4 for points in (page.width, page.height)] == pytest.approx([180, 140.04], abs=0.01)
    assert options.layout_scale() == pytest.approx(2126 / 900)
    wide = ExportOptions(width_px=4961, height_px=3508, width_mm=420)  # 420 mm hold 1587 px of a screen
    assert wide.layout_scale() == pytest.approx(300 / 96, abs=0.01)


def test_that_two_maps_for_paper_are_as_wide_as_the_paper_together(drawn, tmp_path):
    options = ExportOptions(width_px=2126, height_px=1000, width_mm=180, second=drawn)
    exporters["svg"].write(drawn, tmp_path / "map.svg", options, lambda _: None)
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in (text := (tmp_path / "map.svg").read_text())
    assert 'width="180mm" height="84.666mm" viewBox="0 0 2126 1000"' in text


def test_that_a_picture_without_a_height_is_as_high_as_its_map_needs(drawn, tmp_path):
    """900 px of the layout: a part of the world that is as high as wide takes 450 more than one half as high."""
    heights = []
    for high in (4e6, 8e6):
        part = replace(drawn, extent=(0.0, 0.0, 8e6, high))
        exporters["png"].write(part, tmp_path / "map.png", ExportOptions(1800, 0, width_mm=180), lambda _: None)
        image = QImage(str(tmp_path / "map.png"))
        assert image.width() == 1800
        heights.append(image.height())
    assert heights[1] - heights[0] == pytest.approx(2 * 450, abs=2)
    assert ExportOptions(1800, 0, second=part).fitted(part).height_px < heights[1]
    assert ExportOptions(1800, 1000).fitted(drawn).height_px == 1000


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_that_two_maps_on_narrow_paper_stand_one_above_the_other_and_are_lower_than_two_pictures(
    drawn, tmp_path, suffix
):
    """Of two pictures one key and one list of sources are left out; 450 px of the layout, twice as many here, are the
    map."""
    part, path = replace(drawn, extent=(0.0, 0.0, 8e6, 8e6)), tmp_path / f"map.{suffix}"
    alone = ExportOptions(1800, 0, width_mm=180).fitted(part).height_px
    options = ExportOptions(1800, 0, width_mm=180, second=part)
    high = options.fitted(part).height_px
    assert 2 * 1800 < high < 2 * alone - 200
    exporters[suffix].write(part, path, options, lambda _: None)
    if suffix == "png":
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1800, high)
        each = round(pair.parts(options.fitted(part).both(part), 900.0, high / 2)[0].box.height() * 2)
        above, below = (image.copy(0, top, 1800, 1700) for top in (0, each))
        dark = [(np.frombuffer(one.constBits(), np.uint8) < 160).mean() for one in (above, below)]
        assert dark[0] > 0.01
        assert dark[1] == pytest.approx(dark[0], rel=0.02)
    else:
        assert re.search(rf'viewBox="0 0 1800 {high}"', path.read_text())
        assert 'transform="translate(0 0)' in path.read_text()
    assert not ExportOptions(4961, 0, width_mm=420, second=part).fitted(part).stacked


def test_that_the_size_of_words_on_paper_is_told(drawn):
    """5 pt where the map may be as high as it needs; less in a low picture of 90 mm that is laid out 900 px wide, px of
    0.1 mm: 7.5 px are 0.75 mm, 2.1 pt of 0.353 mm; of 420 mm, as on a screen, 7.5 px of 0.265 mm."""
    for wide in (90, 180):
        assert ExportOptions(1063, 0, width_mm=wide).smallest_pt(drawn) == pytest.approx(5.0, abs=0.05)
    assert 2.12 < ExportOptions(900, 560, width_mm=90).smallest_pt(drawn) < 4
    assert ExportOptions(4961, 0, width_mm=420).smallest_pt(drawn) == pytest.approx(7.5 * 0.75, abs=0.01)


def test_that_suffixes_and_titles_are_unique():
    assert len({one.suffix for one in exporters}) == len(list(exporters)) >= 4
    assert len({one.title for one in exporters}) == len(list(exporters))
