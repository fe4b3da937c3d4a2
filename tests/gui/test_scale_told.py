"""The status bar's scale is the map's, whatever changed the map: panels below, the key, the window."""

import pytest
from PySide6.QtWidgets import QApplication

from mineralmap.gui.words import map_scale

ONE_WINDOW = True


def told(window, settle):
    """What the status bar says the scale is, and what it is."""
    for _ in range(3):
        QApplication.processEvents()
    settle(window.session)
    return window.status.scale.currentText(), map_scale(window.map_place.canvas.scale_denominator())


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize("action", ["table", "chokepoints"])
def test_that_a_panel_below_tells_the_scale_anew(window, settle, action, moved):
    window.resize(1280, 700)
    if moved:
        window.map_place.zoom_to_facilities(("COD-f1", "IDN-f3"))
    first, true = told(window, settle)
    assert first == true
    panel = getattr(window, action)
    panel.front_action().trigger()
    words, true = told(window, settle)
    assert words == true
    panel.front_action().trigger()
    words, true = told(window, settle)
    assert words == true


def test_that_a_key_folded_away_tells_the_scale_anew(window, settle):
    window.map_place.zoom_to_facilities(("COD-f1", "IDN-f3"))
    told(window, settle)
    window.map_place.show_key(not window.map_place.key_shown)
    words, true = told(window, settle)
    assert words == true
