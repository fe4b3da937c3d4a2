"""The window: a person's hands on question, layers, search and tables, and what they then see."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel
from shiboken6 import delete, isValid

from mineralmap.gui import furnishing, theme
from mineralmap.gui.actions import rows
from mineralmap.gui.main_window import PACIFIC
from mineralmap.gui.question import short
from mineralmap.model.scenario import Basis, Measure, Stage

ONE_WINDOW = True
DOCKS = Path(__file__).parent.parent.parent / "mineralmap" / "gui" / "docks"


def basis_button(window, basis: Basis) -> QAbstractButton:
    return next(button for button in window.question.basis.buttons() if button.text() == basis.value)


def choose(box: QComboBox, value: str) -> None:
    index = box.findData(value)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_that_the_answer_leads_with_the_largest_supplier(window):
    assert window.answer.lead.text() == "China 46 %".replace(" %", "\u00a0%")  # the golden fixture
    assert "mined cobalt by equity, output 2024" in window.answer.sentence.text()
    assert "Located 100" in window.answer.standing.text()


def test_that_clicking_a_basis_changes_map_chart_and_answer_together(window, settle, qtbot):
    before = window.map_place.canvas.grab().toImage()
    qtbot.mouseClick(basis_button(window, Basis.LOCATION), Qt.MouseButton.LeftButton)
    settle(window.session)
    assert "56" in window.answer.lead.text()
    assert window.answer.bars.bars()[0].supplier == "COD"
    assert window.answer.bars.bars()[0].beside == pytest.approx(0.12)  # DR Congo by equity
    assert window.map_place.canvas.grab().toImage() != before
    window.actions_["undo"].trigger()
    settle(window.session)
    assert window.answer.lead.text().startswith("China 46")
    assert basis_button(window, Basis.EQUITY).isChecked()


def test_that_a_partner_toggle_changes_the_partner_share(window, settle, qtbot):
    assert "12" in window.answer.partners.text()  # US 10 + JP 2.4 percent
    qtbot.mouseClick(window.question.partner_toggle("JPN"), Qt.MouseButton.LeftButton)
    settle(window.session)
    assert window.session.scenario.partners == {"USA", "EU"}
    assert ">10\u00a0%</a>" in window.answer.partners.text()
    assert window.actions_["undo"].text() == "&Undo: Switch Japan off"


def test_that_projects_out_of_sight_are_told_once_the_map_is_there(window, settle, qtbot):
    answer, toggle = window.answer, window.question.partner_toggle("JPN")
    said = []
    window.session.map_changed.connect(lambda _: said.append(answer.closers.text()))
    bar = answer._column.verticalScrollBar()
    for in_sight in (False, True):
        bar.setValue(answer.closers.y() if in_sight else 0)
        assert answer.closers.visibleRegion().isEmpty() is not in_sight
        answer.closers.setText("before")
        said.clear()
        qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton)
        settle(window.session)
        assert (said[0] == "before") is not in_sight
        assert "before" not in answer.closers.text()
    bar.setValue(0)


def test_that_mineral_stage_and_measure_are_words_that_change_the_question(window, settle):
    choose(window.question.mineral, "lithium")
    choose(window.question.stage, "refining")
    choose(window.question.measure, "capacity")
    settle(window.session)
    scenario = window.session.scenario
    assert (scenario.mineral, scenario.stage, scenario.measure) == ("lithium", Stage.REFINING, Measure.CAPACITY)
    assert window.session.results.mineral_name == "lithium"
    assert not window.question.year.isVisible()


def test_that_the_years_are_those_of_the_table(window, settle):
    choose(window.question.mineral, "lithium")
    settle(window.session)
    texts = [window.question.year.itemText(index) for index in range(window.question.year.count())]
    assert texts == ["2024", "2023"]
    assert window.question.year.currentText() == "2024"


def test_that_a_question_without_an_answer_says_why(window, settle):
    choose(window.question.stage, "recycling")
    settle(window.session)
    assert window.answer.lead.text() == "No answer"
    assert window.answer.sentence.text() == window.session.results.no_data != ""
    assert not window.answer.bars.isVisible()


def test_that_a_layer_is_switched_by_its_box_and_moved_by_keys(window, settle, qtbot):
    item = window.layers.layer_item("refineries")
    item.setCheckState(0, Qt.CheckState.Unchecked)
    settle(window.session)
    assert window.session.view.hidden == {"refineries"}
    order = [line.data(0, Qt.ItemDataRole.UserRole) for line in window.layers.tree.lines()]
    window.layers.tree.setCurrentItem(window.layers.tree.lines()[1])
    qtbot.keyClick(window.layers.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(window.session)
    assert window.session.view.layers[:2] == (order[1], order[0])
    assert [layer.id for layer in reversed(window.session.map.layers)] == list(window.session.view.layers)


def test_that_every_layer_shows_its_legend(window):
    legends = {layer.id: sum(len(block.entries) for block in layer.legend) for layer in window.session.map.layers}
    shown = {line.data(0, Qt.ItemDataRole.UserRole): line.childCount() for line in window.layers.tree.lines()}
    assert shown == legends
    assert shown["mines"] > 0


def test_that_search_finds_without_accents_and_shows_what_a_company_owns(window, settle, qtbot):
    qtbot.waitUntil(lambda: window.search.finder.index is not None)
    window.search.setFocus()
    qtbot.keyClicks(window.search, "gecam")
    before = window.map_place.extent()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.map_place.extent() != before
    x0, y0, x1, y1 = window.map_place.extent()
    x, y = window.session.map.projection.forward([26.20], [-10.60])  # F1 Kolwezi, a fifth of it Gécamines'
    assert x0 < x[0] < x1
    assert y0 < y[0] < y1


def test_that_details_tell_owners_stakes_figures_and_place(window, settle, qtbot):
    window.map_place.feature_clicked.emit("COD-f1")
    qtbot.waitUntil(lambda: "CMOC" in window.details.words.text())
    text = window.details.words.text().replace("\u00a0", " ")
    assert "F1 Kolwezi" in text
    assert "80 %" in text
    assert "Gécamines" in text
    assert "state-owned" in text
    assert "Output (2024)" in text
    assert "10.60° S 26.20° E" in text
    assert "the point is the site" in text
    settle(window.session)
    window.session.select("")
    assert "Click a mine" in window.details.words.text()


def test_that_the_table_sorts_with_no_data_last_and_copies_for_a_spreadsheet(window, settle, qapp, qtbot):
    window.table.show()
    model = window.table.attributes.model
    qtbot.waitUntil(lambda: model.rowCount() == 4 and window.table.suppliers.rowCount() > 0, timeout=30_000)
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert [model.row_id(row) for row in range(4)] == ["COD-f1", "IDN-f3", "AUS-f4", "COD-f2"]
    window.table.supplier_view.copy()
    lines = qapp.clipboard().text().split("\n\n")[1].splitlines()
    assert lines[0].split("\t")[:2] == ["Supplier", "Code"]
    china = next(line.split("\t") for line in lines if "\tCHN\t" in line)
    assert float(china[3]) == pytest.approx(0.464)


def test_that_the_theme_goes_through_the_whole_window(window, settle, qapp):
    window.actions_["theme_dark"].trigger()
    settle(window.session)
    assert window.session.map.theme == "dark"
    assert qapp.palette().window().color().name().upper() == theme.DARK.panel
    window.actions_["theme_light"].trigger()
    assert qapp.palette().window().color().name().upper() == theme.LIGHT.panel
    assert not window.session.dirty


def test_that_the_pacific_can_be_put_in_the_middle(window, settle):
    window.actions_["pacific"].trigger()
    settle(window.session)
    assert window.session.map.projection.centre_lon == PACIFIC
    window.actions_["undo"].trigger()
    settle(window.session)
    assert not window.actions_["pacific"].isChecked()


def test_that_map_only_folds_the_panels_and_brings_them_back(window):
    window.actions_["map_only"].trigger()
    assert not window.layers.isVisible()
    window.actions_["map_only"].trigger()
    assert window.layers.isVisible()
    assert not window.table.isVisible()


def test_that_controls_can_be_reached_by_key_and_have_a_name(own_window):
    asked = own_window.question
    controls = [*asked.basis.buttons(), asked.stage, asked.mineral, own_window.search]
    controls += [asked.partner_toggle(name) for name in ("USA", "JPN", "EU")]
    for control in controls:
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.accessibleName()


def test_that_no_two_actions_share_a_key(window):
    keys = [key for row in rows() for key in row.shortcuts]
    assert len(keys) == len(set(keys))


def test_that_every_icon_of_the_actions_is_drawn():
    for row in rows():
        if row.icon:
            assert not theme.icon(row.icon, "#000000").isNull()


def test_that_words_from_the_data_are_escaped(window, qtbot, tiny_world):
    from mineralmap.gui.details_text import details

    spiked = tiny_world.facilities.copy()
    spiked.loc["COD-f1", "name"] = "<img src=x onerror=1>"
    world = type(tiny_world)(**{**vars(tiny_world), "facilities": spiked})
    text = details(world, None, "COD-f1", [], theme.LIGHT)
    assert "<img" not in text
    assert "&lt;img" in text


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
@pytest.mark.parametrize("shade", ["light", "dark"])
def test_that_nothing_is_cut_at_either_size(window, settle, size, shade):
    window.resize(*size)
    window.actions_[f"theme_{shade}"].trigger()
    settle(window.session)
    assert (window.width(), window.height()) == size
    for button in window.question.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            room = button.fontMetrics().horizontalAdvance(button.text())
            assert button.width() >= room + 8, button.text()
    for word in window.question.findChildren(QComboBox):
        assert word.width() >= word.minimumSizeHint().width()
        assert word.geometry().right() < window.question.width()
    for label in window.answer.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
    assert window.map_place.width() >= 0.5 * window.width()


def test_that_docks_do_not_know_each_other():
    names = {path.stem for path in DOCKS.glob("*.py")} - {"panel", "__init__"}
    for path in DOCKS.glob("*.py"):
        text = path.read_text("utf-8")
        for other in names - {path.stem}:
            assert f"docks.{other}" not in text


def test_that_a_click_on_a_country_tells_its_part_under_each_basis(window, qtbot):
    window.map_place.feature_clicked.emit("COD")
    text = window.details.words.text().replace("\u00a0", " ")
    assert "56 %" in text  # by location
    assert "12 %" in text  # by equity
    assert "F1 Kolwezi" in text
    window.details._follow("facility:COD-f2")
    qtbot.waitUntil(lambda: "Glencore" in window.details.words.text())


def test_that_every_indicator_stands_in_the_table_with_its_method(window, qtbot):
    window.table.show()
    qtbot.waitUntil(lambda: window.table.indicators.rowCount() > 0)
    text = window.table.indicators.tsv(range(window.table.indicators.rowCount()))
    assert "2,699" in text  # the golden HHI by equity, 2698.56
    assert "Sum of squared percentage shares" in text


def test_that_what_is_missing_is_told_with_its_reason(window, settle, qtbot):
    choose(window.question.mineral, "lithium")
    choose(window.question.stage, "mining")
    settle(window.session)
    window.missing.raise_()
    qtbot.waitUntil(lambda: window.missing.summary.text() != "")
    assert "70" in window.missing.summary.text()  # 140 of 200 are located
    assert "China" in window.missing.table.text()  # 30 without a facility
    choose(window.question.measure, "capacity")
    settle(window.session)
    assert "Located capacity is 88" in window.missing.summary.text()


def test_that_colour_means_what_is_chosen(window, settle):
    box = window.layers.colour_by
    for index in range(box.count()):
        box.setCurrentIndex(index)
        box.activated.emit(index)
        settle(window.session)
        assert window.session.view.colour_by == box.itemData(index)
    assert box.count() >= 4
    assert box.itemData(0) == "owner"


def test_that_a_group_with_a_long_explanation_has_a_short_switch():
    assert (
        short("Minerals Security Partnership, list of March 2025 (no settled list)") == "Minerals Security Partnership"
    )
    assert short("European Union") == "European Union"


def test_that_bars_are_ranked_by_the_chosen_basis_and_sum_to_the_whole(window):
    bars = window.answer.bars.bars()
    named = [bar for bar in bars if bar.supplier not in ("", "OTHER", "UNKNOWN")]
    assert [bar.share for bar in named] == sorted((bar.share for bar in named), reverse=True)
    assert sum(bar.share for bar in bars) == pytest.approx(1.0)
    assert next(bar.beside for bar in bars if bar.supplier == "COD") == pytest.approx(0.56)


def test_that_idle_moments_pass_by_what_has_gone_since_they_began(window):
    """Rows of *What if* go with their question, between two steps of what is made beforehand."""
    left = QLabel(window.assumptions)
    gone = 0
    for _ in furnishing.beforehand(window):
        delete(left)
        left = QLabel(window.assumptions)
        gone += 1
    assert gone > 10
    assert isValid(left)
    delete(left)
