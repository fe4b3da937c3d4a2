"""The key below the map, made of pictures of its blocks."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtGui

from mineralmap.render import key, strip
from mineralmap.render.backing import Backing
from mineralmap.render.scene import Scene
from mineralmap.render.still import Still
from mineralmap.render.viewport import Viewport


@pytest.fixture
def painted(monkeypatch):
    """The titles of the blocks that are painted one by one."""
    titles, paint = [], strip.paint_block
    strip._picture.cache_clear()
    monkeypatch.setattr(
        strip, "paint_block", lambda painter, block, *where: titles.append(block.title) or paint(painter, block, *where)
    )
    return titles


def test_that_of_another_key_only_the_blocks_are_painted_that_say_something_else(tiny_map, painted):
    first = key.lay_strip(tiny_map, 1200.0)
    strip.painted(first, (1200.0, first.height), 1.0, "#ffffff")
    assert painted == [block.title for block, _ in first.places()]
    painted.clear()
    blocks = list(tiny_map.legend)
    at = next(i for i, block in enumerate(blocks) if block.title)
    blocks[at] = replace(blocks[at], title="Something else")
    other = key.lay_strip(replace(tiny_map, legend=tuple(blocks)), 1200.0)
    strip.painted(other, (1200.0, other.height), 1.0, "#ffffff")
    assert painted == ["Something else"]


def test_that_the_strip_looks_as_the_key_does_in_a_picture(tiny_map):
    laid = key.lay(tiny_map, 2000.0)
    made = strip.painted(laid, (laid.width, laid.height), 1.0, "#ffffff")
    whole = QtGui.QPixmap(made.size())
    whole.fill(QtGui.QColor("#ffffff"))
    painter = QtGui.QPainter(whole)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    laid.paint(painter, 0.0, laid.height, boxed=False)
    painter.end()
    images = [one.toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32) for one in (made, whole)]
    one, other = (np.frombuffer(image.constBits(), np.uint8).astype(int) for image in images)
    ink, wanted = (255 - one).sum(), (255 - other).sum()
    assert ink == pytest.approx(wanted, rel=0.01)  # blocks lie on whole px here: the edges of letters are others
    assert wanted > 0


def test_that_a_strip_of_another_height_is_not_taken_for_this_ones(tiny_map):
    """Room of a higher key that is given back: the same key stood some px too low until its words changed."""
    laid, scene = key.lay_strip(tiny_map, 800.0), Scene(tiny_map)
    view = Viewport.of(tiny_map, 800.0, 500.0)
    spacious = still(scene, view, laid, laid.height + 20.0)
    again = still(scene, view, laid, laid.height, spacious.strip)
    assert again.strip is not spacious.strip
    assert again.strip.toImage() == still(scene, view, laid, laid.height).strip.toImage()
    assert still(scene, view, laid, laid.height, again.strip).strip is again.strip


def still(scene, view, laid, high, known=None):
    made = Still(scene, view, 1.0, Backing(), laid, high, known)
    assert list(made.steps())
    return made
