"""The style of a layer: live, one step of undo for a slider that moves, what differs marked and taken back."""

import math

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from mineralmap.gui.elided import ElidedBox
from mineralmap.gui.layer_menu import menu_of
from mineralmap.gui.style_fields import read_scale
from mineralmap.model.style import LayerStyle

ONE_WINDOW = True


@pytest.fixture
def panel(window, qtbot):
    window.layers.show_style("mines")
    return window.layers.style_panel


def layer_of(window, name):
    return next(layer for layer in window.session.map.layers if layer.id == name)


def test_that_a_slider_that_moves_is_one_step_and_the_map_follows(window, panel, settle, qtbot):
    steps = window.session.undo_stack.count()
    for value in (90, 70, 50, 40):
        panel.opacity.slider.setValue(value)
    qtbot.waitUntil(lambda: window.layers.edits.style("mines").opacity == 0.4)
    settle(window.session)
    assert layer_of(window, "mines").opacity == 0.4
    assert window.session.undo_stack.count() == steps + 1
    assert window.session.undo_stack.undoText() == "Opacity of Mines"
    window.session.undo_stack.undo()
    settle(window.session)
    assert layer_of(window, "mines").opacity == 1.0
    assert panel.opacity.slider.value() == 100


def test_that_what_differs_is_marked_and_taken_back(window, panel, settle, qtbot):
    assert not panel.reset.isVisible()
    panel.sizes.slider.setValue(20)
    assert window.layers.edits.style("mines").size == 2.0
    assert panel._labels["size"].font().bold()
    panel._resets["size"].click()
    assert window.layers.edits.style("mines") == LayerStyle()
    assert not panel._labels["size"].font().bold()
    panel._set("names", "on")
    panel.reset.click()
    assert window.session.view.styles == ()


def test_that_a_layer_beyond_its_scales_is_faint_and_says_when_it_is_drawn(window, panel, settle, qtbot):
    panel._set("farthest", 1e6)
    settle(window.session)
    window.layers.sight.look()
    line = window.layers.tree.line("mines")
    assert line.quiet
    assert "to 1:1 M" in line.tip
    assert window.layers.tree.item("mines").font(0).italic()
    window.map_place.canvas.zoom_to((2e6, -1e6, 2.1e6, -0.95e6))
    qtbot.waitUntil(lambda: not window.layers.tree.line("mines").quiet)


def test_that_the_ends_of_the_scales_cannot_cross(window, panel):
    panel._set("closest", 1e6)
    panel._set("farthest", 5e5)
    assert (window.layers.edits.style("mines").closest, window.layers.edits.style("mines").farthest) == (0.0, 5e5)
    panel._set("closest", 1e6)
    assert window.layers.edits.style("mines").farthest == math.inf


def test_that_the_present_scale_can_be_taken(window, panel, qtbot):
    window.layers.sight.look()
    box = panel.closest.box
    assert "as now" in box.itemText(1)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert window.layers.edits.style("mines").closest == pytest.approx(box.itemData(1))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1:5 M", 5e6), ("5,000,000", 5e6), ("250k", 2.5e5), ("1:60\u00a0M", 6e7), ("far", math.nan), ("0", math.nan)],
)  # fmt: skip
def test_that_a_scale_is_read_as_people_type_it(text, value):
    assert read_scale(text) == pytest.approx(value, nan_ok=True)


def test_that_a_style_is_copied_to_other_layers(window, panel, settle):
    panel._set("opacity", 0.3)
    window.layers.tree.setCurrentItem(window.layers.tree.item("mines"))
    window.actions_["copy_style"].trigger()
    window.layers.tree.setCurrentItem(window.layers.tree.item("refineries"))
    window.layers.tree.item("recycling").setSelected(True)
    window.actions_["paste_style"].trigger()
    assert window.layers.edits.style("refineries").opacity == 0.3
    assert window.layers.edits.style("recycling").opacity == 0.3
    window.actions_["reset_style"].trigger()
    assert window.layers.edits.style("refineries") == LayerStyle()
    assert window.layers.edits.style("mines").opacity == 0.3


def test_that_the_panel_offers_what_the_layer_has(window, panel):
    assert panel.choices["colour_by"].isVisibleTo(panel)
    window.layers.show_style("sea")
    assert panel.choices["graticule"].isVisibleTo(panel)
    assert not panel.choices["colour_by"].isVisibleTo(panel)
    box = panel.choices["graticule"]
    box.setCurrentIndex(box.findData(10))
    box.activated.emit(box.findData(10))
    assert window.session.view.graticule == 10
    window.layers.show_style("labels")
    assert panel.choices["language"].count() == 9
    assert not panel.sizes.isVisibleTo(panel)
    window.layers.show_style("routes")
    assert panel.more.isVisibleTo(panel)
    panel.more.click()
    assert window.chokepoints.isVisible()


def test_that_the_style_of_a_layer_is_kept_with_the_project(window, panel, tmp_path):
    from mineralmap.datasets import project_file

    panel._set("opacity", 0.5)
    panel._set("farthest", 5e7)
    project_file.save(window.session.project, tmp_path / "styled.mineralmap")
    loaded, problems = project_file.load(tmp_path / "styled.mineralmap")
    assert not problems
    assert loaded.view.styles == window.session.view.styles


def test_that_words_that_do_not_fit_a_box_end_in_dots_and_are_told_in_full(qtbot):
    box = ElidedBox()
    qtbot.addWidget(box)
    box.addItems(["Any", "Part of the world's demand of the region"])
    box.resize(90, 30)
    box.show()
    assert box.shown == "Any"
    box.setCurrentIndex(1)
    assert box.shown.endswith("…")
    assert box.fontMetrics().horizontalAdvance(box.shown) < box.width()
    assert not box.grab().isNull()
    at = box.rect().center()
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, at, box.mapToGlobal(at)))
    assert "demand of the region" in QToolTip.text()
    box.showPopup()
    assert box.view().width() >= box.fontMetrics().horizontalAdvance(box.currentText())
    box.hidePopup()
    QToolTip.hideText()
    box.resize(600, 30)
    assert box.shown == box.currentText()


def test_that_a_layer_that_is_not_exported_says_where_its_rows_are(window):
    menu = menu_of(window.layers, window.parts["layers"].thing, "countries", lambda name: None)
    save = next(one for one in menu.actions() if one.text() == "&Export Layer…")
    assert not save.isEnabled()
    assert "copied from their table" in save.toolTip()
