"""What a new user does with a real mouse and keyboard in the first half hour, and what went wrong when one did."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from mineralmap.gui import answer_text, finding, search, theme
from mineralmap.layers.projection import Projection
from mineralmap.model.scenario import Basis, Measure, Stage

ONE_WINDOW = True
COLOURS = theme.colours("light")


def test_that_the_button_in_the_status_bar_opens_and_closes_the_table(window, qtbot):
    qtbot.mouseClick(window.status.table_button, Qt.MouseButton.LeftButton)
    assert window.table.isVisible()
    qtbot.mouseClick(window.status.table_button, Qt.MouseButton.LeftButton)
    assert not window.table.isVisible()


@pytest.mark.parametrize("name", ["equal_earth", "plate_carree"])
def test_that_beyond_the_poles_there_is_no_place_and_no_scale(name):
    projection = Projection(name)
    top = projection.world()[3]
    assert np.isnan(projection.inverse(np.array([0.0]), np.array([top + 10_000.0]))[1][0])
    assert np.isnan(projection.inverse(np.array([0.0]), np.array([-top - 10_000.0]))[1][0])
    assert projection.inverse(np.array([0.0]), np.array([top]))[1][0] == pytest.approx(90.0)
    assert math.isnan(projection.ground_metres(-1000.0, -top - 10_000.0, 1000.0, -top - 10_000.0))


def test_that_without_a_partner_there_is_no_gap_of_anybody(window, settle):
    window.session.edit("all off", partners=frozenset())
    settle(window.session)
    words = window.answer.gap.text()
    assert "Switch on a partner" in words
    assert "No data" not in words
    assert "Supply " not in words


def test_that_an_unknown_demand_is_named_by_country_and_not_left_out_of_a_gap_there_is_not(session, tiny_world):
    from dataclasses import replace

    gap = replace(session.results.gap, demand_t=math.nan, demand_missing=("USA",), gap_t=math.nan)
    words = answer_text.gap(replace(session.results, gap=gap), tiny_world, ["United States"], COLOURS)
    assert "no demand is published for United States" in words
    assert "leaves them out" not in words


def test_that_a_question_without_an_answer_offers_the_one_that_has(window, settle):
    from dataclasses import replace

    results = window.session.results
    none = replace(
        results,
        no_data="No national table counts this: output cannot be shared out. Counting capacity works.",
        denominator_t=math.nan,
        notes=("Demand is a proxy.",),
    )
    words = answer_text.evidence(none, window.session.dataset, COLOURS)
    assert "ask:capacity" in words
    assert "proxy" not in words  # said of a gap that is not shown
    window.answer.evidence.linkActivated.emit("ask:capacity")
    assert window.session.scenario.measure == Measure.CAPACITY
    window.answer.evidence.linkActivated.emit("ask:location")
    assert window.session.scenario.basis == Basis.LOCATION
    assert window.actions_["undo"].text() == "&Undo: Count by location"
    settle(window.session)


def test_that_search_says_when_nothing_is_found_and_finds_by_operator(window, qtbot, tiny_world):
    found = finding.index(tiny_world)
    first = tiny_world.facilities.index[0]
    assert first in [one.id for one in finding.matches(found, first)]  # the id stands in no name
    qtbot.waitUntil(lambda: window.search.finder.index is not None)
    window.search.setFocus()
    qtbot.keyClicks(window.search, "qqq")
    assert window.search._list.stringList() == [search.NOTHING]


def test_that_a_company_found_tells_what_it_has_a_part_in(window, settle, qtbot):
    qtbot.waitUntil(lambda: window.search.finder.index is not None)
    window.search.setFocus()
    qtbot.keyClicks(window.search, "gecam")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    words = window.details.words.text()
    assert "Company · " in words
    assert "facility:COD-f1" in words
    window.details.words.linkActivated.emit("facility:COD-f1")
    qtbot.waitUntil(lambda: "CMOC" in window.details.words.text())


def test_that_a_facility_of_another_question_offers_its_own(window, settle, qtbot):
    window.session.edit("ask", mineral="lithium")
    settle(window.session)
    window.session.select("COD-f1")
    qtbot.waitUntil(lambda: "ask:cobalt:mining" in window.details.words.text())
    window.details.words.linkActivated.emit("ask:cobalt:mining")
    settle(window.session)
    assert (window.session.scenario.mineral, window.session.scenario.stage) == ("cobalt", Stage.MINING)
    assert "Not part of the question" not in window.details.words.text()


def test_that_a_message_about_a_file_stays_while_its_problems_are_read(window, qtbot, tmp_path):
    file = tmp_path / "two.csv"
    file.write_text(
        "name,mineral,stage,lat,lon,country,owners\nA,cobalt,mining,-10.6,26.2,COD,CMOC 80 %\n"
        "B,cobalt,mining,95,26.2,COD,CMOC 80 %\nC,unobtainium,mining,99,26.2,COD,CMOC 80 %\n"
    )
    window.files.add_data([file])
    qtbot.waitUntil(lambda: "1 of 3 rows joined" in window.notices.text, timeout=10_000)
    qtbot.mouseClick(window.notices.button("Show problems"), Qt.MouseButton.LeftButton)
    words = " ".join(label.text() for label in window.files.problems_shown.findChildren(QLabel))
    assert "2 rows left out" in words  # C has two faults, and is one row
    window.files.problems_shown.close()
    assert "1 of 3 rows joined" in window.notices.text


def test_that_the_bars_stand_on_the_ground_of_the_theme(window, settle, qtbot):
    window.session.look(theme="dark")
    qtbot.waitUntil(window.updatesEnabled)
    settle(window.session)
    ground = window.answer.bars.grab().toImage().pixelColor(1, 1).name().upper()
    assert ground == theme.DARK.panel


def test_that_the_whole_world_stays_when_the_window_grows_or_the_question_changes(window, settle, qtbot):
    window.session.look(extent=(0.0, 0.0, 2_000_000.0, 1_000_000.0))  # as a project may open
    window.session.edit("equity", basis=Basis.EQUITY, mineral="lithium")
    settle(window.session)
    window.actions_["zoom_full"].trigger()
    x0, _, x1, _ = window.session.map.projection.world()
    window.resize(window.width() + 200, window.height() + 100)
    assert window.map_place.extent()[0] <= x0
    window.session.edit("control", basis=Basis.CONTROL)
    settle(window.session)
    assert window.map_place.extent()[0] <= x0
    assert window.map_place.extent()[2] >= x1


def test_that_full_screen_gives_back_the_window_and_the_panel_that_was_in_front(window, qtbot):
    window.setWindowState(Qt.WindowState.WindowMaximized)
    window.missing.raise_()
    qtbot.waitUntil(lambda: not window.missing.visibleRegion().isEmpty())
    window.actions_["full_screen"].trigger()
    assert window.isFullScreen()
    assert window.answer.isHidden()
    window.actions_["full_screen"].trigger()
    assert window.isMaximized()
    qtbot.waitUntil(lambda: not window.missing.visibleRegion().isEmpty())


def test_that_saving_over_another_file_is_asked_even_where_no_suffix_was_typed(qtbot, tmp_path, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    from mineralmap.gui.dialogs import ask

    seen = []
    monkeypatch.setattr(QFileDialog, "exec", lambda self: seen.append(self.defaultSuffix()) or 0)
    assert ask.save_path(None, "project", "Save", "mineralmap projects (*.mineralmap *.json)", "a.mineralmap") is None
    assert seen == ["mineralmap"]  # with it, Qt's own question knows the name that is written


def test_that_a_strait_is_closed_and_opened_from_its_details_and_undo_takes_it_back(window, settle, qtbot):
    gates = window.session.dataset.chokepoints
    gate = next(one for one in gates.index if str(gates.at[one, "default_closed"]) in ("no", "False"))
    window.map_place._clicked("chokepoints", gate)
    assert "Close it" in window.details.words.text()
    window.details.words.linkActivated.emit(f"close:{gate}")
    settle(window.session)
    assert window.session.scenario.closed == {gate}
    assert "closed by you" in window.details.words.text()
    assert window.actions_["undo"].text() == f"&Undo: Close {gates.at[gate, 'name']}"
    window.details.words.linkActivated.emit(f"open:{gate}")
    settle(window.session)
    assert window.session.scenario.closed == frozenset()
    window.actions_["undo"].trigger()
    window.actions_["undo"].trigger()
    settle(window.session)
    assert "Close it" in window.details.words.text()


def test_that_another_mineral_is_read_from_the_top_and_a_toggle_leaves_the_place(window, settle):
    window.resize(1000, 600)
    bar = window.answer.widget().verticalScrollBar()
    bar.setValue(40)
    window.session.edit("off", partners=frozenset({"USA"}))
    settle(window.session)
    assert bar.value() == 40
    window.session.edit("lithium", mineral="lithium")
    settle(window.session)
    assert bar.value() == 0


def test_that_a_project_saved_in_the_light_leaves_a_dark_window_dark(window, settle, qtbot, tmp_path):
    from mineralmap.datasets import project_file
    from mineralmap.model.project import Project

    project_file.save(Project(), tmp_path / "light.mineralmap")
    window.actions_["theme_dark"].trigger()
    with qtbot.waitSignal(window.files.opened, timeout=10_000):
        window.files.open(tmp_path / "light.mineralmap")
    assert window.session.view.theme == "dark"
    assert not window.session.dirty
    window.actions_["theme_light"].trigger()
    settle(window.session)


def test_that_the_layer_of_intermediates_is_not_called_refineries_when_they_are_asked_for(window, settle):
    window.session.edit("intermediates", stage=Stage.INTERMEDIATE, measure=Measure.CAPACITY)
    settle(window.session)
    assert window.layers.layer_item("refineries").text(0) == "Makers of intermediates"
    window.session.edit("refined", stage=Stage.REFINING)
    settle(window.session)
    assert window.layers.layer_item("refineries").text(0) == "Refineries"


def test_that_every_meaning_in_the_help_begins_with_a_capital():
    import re

    from mineralmap.gui.dialogs import help as pages

    meanings = re.findall(r"</b><br>(.)", pages.methods_page())
    assert meanings
    assert all(not letter.islower() for letter in meanings)


def test_that_the_paper_round_the_world_is_not_exported_with_it(window):
    window.resize(900, 1000)
    window.actions_["zoom_full"].trigger()
    x0, y0, x1, y1 = window.session.map.projection.world()
    extent = window.map_place.extent()
    assert extent[0] >= x0
    assert extent[1] >= y0
    assert extent[2] <= x1
    assert extent[3] <= y1
    assert window.map_place.canvas.extent()[1] < y0  # a tall window has spare paper below


def test_that_a_part_of_the_world_is_exported_as_it_is_seen_above_the_key(window, qtbot):
    from mineralmap.gui.dialogs.export import ExportDialog

    canvas = window.map_place.canvas
    canvas.zoom_to((1e6, -2e6, 3e6, -1e6))
    assert tuple(window.map_place.extent()) == pytest.approx(canvas.uncovered())
    assert canvas.extent()[1] < canvas.uncovered()[1]  # more lies below the key
    dialog = ExportDialog(window, [], "title", "subtitle", part=True)
    qtbot.addWidget(dialog)
    assert dialog.choice().follow
    assert not dialog.height_px.isEnabled()
    dialog.follow.setChecked(False)
    assert not dialog.choice().follow
    assert dialog.height_px.isEnabled()
    whole = ExportDialog(window, [], "title", "subtitle")
    qtbot.addWidget(whole)
    assert not whole.choice().follow


def test_that_the_height_that_a_picture_will_have_is_shown_and_the_chosen_one_comes_back(window, qtbot, tmp_path):
    from PySide6.QtGui import QImage

    from mineralmap.gui.dialogs.export import ExportDialog

    window.map_place.canvas.zoom_to((1e6, -2e6, 3e6, -1e6))
    window.actions_["export"].trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    dialog.follow.setChecked(False)
    dialog.width_px.setValue(1600)
    dialog.height_px.setValue(1234)
    dialog.follow.setChecked(True)
    shown = dialog.height_px.value()
    assert shown != 1234
    dialog.legend.setChecked(False)
    assert dialog.height_px.value() < shown
    dialog.legend.setChecked(True)
    dialog.width_px.setValue(1200)
    assert dialog.height_px.value() < shown
    chosen, path = dialog.choice(), tmp_path / "map.png"
    one = window.session.map.printed(window.map_place.extent())
    window.exporting.write(chosen, one, path)
    qtbot.waitUntil(path.exists, timeout=30_000)
    assert QImage(str(path)).height() == dialog.height_px.value()
    dialog.follow.setChecked(False)
    assert dialog.height_px.value() == chosen.height == 1234
    dialog.reject()
