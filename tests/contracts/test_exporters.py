"""Every exporter keeps its promise: a file of its suffix, written whole or not at all, with progress told."""

import pytest

from mineralmap.errors import MineralmapError
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


def test_that_suffixes_and_titles_are_unique():
    assert len({one.suffix for one in exporters}) == len(list(exporters)) >= 4
    assert len({one.title for one in exporters}) == len(list(exporters))
