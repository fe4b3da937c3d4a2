"""The list of layers shows the symbols of the map in their own colours."""

import pytest
from PySide6.QtGui import QColor

from mineralmap.gui.swatches import SIZE, swatch
from mineralmap.layers.layer import LegendEntry, Paint


@pytest.mark.parametrize("shape", ["bar", "barred", "circle", "diamond", "square", "hexagon"])
def test_that_a_filled_symbol_is_seen_in_its_colour(qapp, shape):
    entry = LegendEntry(shape, "x", Paint(fill="#1E2830", line="#FFFFFF"), 14.0)
    image = swatch(entry, "#FFFFFF").pixmap(SIZE).toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.name() == "#1e2830"
    assert middle.alpha() == 255


@pytest.mark.parametrize("shape", ["circle", "area"])
def test_that_a_symbol_of_a_thin_layer_is_thin_in_the_list(qapp, shape):
    entry = LegendEntry(shape, "x", Paint(fill="#1E2830", line="#FFFFFF", opacity=0.4), 14.0)
    image = swatch(entry, "#FFFFFF").pixmap(SIZE).toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == pytest.approx(102, abs=2)  # 0.4 of 255


def test_that_a_line_is_as_wide_in_the_list_as_on_the_map(qapp):
    def rows(width):
        image = swatch(LegendEntry("line", "x", Paint(line="#18786A"), width), "#FFFFFF").pixmap(SIZE).toImage()
        at, wanted = image.width() // 2, QColor("#18786A")
        return sum(image.pixelColor(at, y) == wanted for y in range(image.height())) / image.devicePixelRatio()

    assert rows(10.0) == pytest.approx(10.0, abs=1.0)
    assert rows(4.0) == pytest.approx(4.0, abs=1.0)
