"""A small window: no panel makes it larger, and the map stays."""

import pytest
from PySide6.QtWidgets import QToolButton

from mineralmap.gui.parts.tool_strip import Strip
from mineralmap.gui.welcome_strip import WelcomeStrip

ONE_WINDOW = True

PANELS = ("table", "chokepoints")


@pytest.mark.parametrize("name", PANELS)
def test_that_opening_a_panel_leaves_the_window_as_large_as_it_was(window, calm, qtbot, name):
    window.resize(800, 600)
    calm()
    panel = getattr(window, name)
    panel.show()
    calm()
    qtbot.wait(50)
    assert (window.width(), window.height()) == (800, 600)
    assert window.map_place.canvas.width() >= 240
    assert window.map_place.canvas.height() >= 160
    strip = window.map_place.canvas.findChild(Strip)
    assert not strip.isVisible() or strip.height() < window.map_place.canvas.map_height
    panel.hide()
    calm()
    assert (window.width(), window.height()) == (800, 600)
    qtbot.waitUntil(strip.isVisible)
    assert strip.findChildren(QToolButton)


def test_that_a_sample_that_is_too_long_for_the_strip_ends_in_dots(qtbot):
    strip = WelcomeStrip()
    qtbot.addWidget(strip)
    strip.resize(250, 300)
    strip.show()
    for button in strip.buttons.values():
        assert button.geometry().right() < 250
        assert button.text() == button.accessibleName() or button.text().endswith("…")
        assert button.sizeHint().width() <= button.width()
        assert button.accessibleName() in button.toolTip()
    strip.resize(1600, 300)
    qtbot.waitUntil(lambda: all(one.text() == one.accessibleName() for one in strip.buttons.values()))
