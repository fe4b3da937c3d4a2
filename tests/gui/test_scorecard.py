"""The scorecard: in the place of the map, following the question, each cell open to its evidence, saved as a table."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from mineralmap.gui import theme
from mineralmap.gui.dialogs import ask
from mineralmap.gui.score_table import FIRST, HEADS, LEVEL, WORDS, draw_symbol
from mineralmap.model.scenario import Basis, Stage

ONE_WINDOW = True


@pytest.fixture
def page(window, qtbot):
    window.scorecard.everything.setChecked(False)
    window.actions_["scorecard"].trigger()
    qtbot.waitUntil(lambda: not window.scorecard.busy and window.scorecard.card is not None, timeout=20_000)
    return window.scorecard


def cell_of(page, mineral: str, stage: str, title: str):
    model = page.model
    for row in range(model.rowCount()):
        if model.question(row)[:2] == (mineral, stage):
            for column in range(HEADS, model.columnCount()):
                if model.headerData(column, Qt.Orientation.Horizontal) == title:
                    return model.index(row, column)
    raise AssertionError((mineral, stage, title))


def click(page, qtbot, index) -> None:
    page.view.scrollTo(index)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.visualRect(index).center())


def test_that_the_scorecard_takes_the_place_of_the_map_and_gives_it_back(window, page, qtbot):
    assert page.isVisible()
    assert not window.map_place.canvas.isVisible()
    qtbot.mouseClick(page.close_button, Qt.MouseButton.LeftButton)
    assert window.map_place.canvas.isVisible()
    assert not window.actions_["scorecard"].isChecked()


def test_that_a_cell_reads_the_golden_index_with_its_level_as_word_and_symbol(page):
    cell = cell_of(page, "cobalt", "mining", "HHI")
    assert cell.data() == "2,699"  # by equity, 2698.56
    assert cell.data(LEVEL) == "over"  # above 1,800
    assert "severe" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1,800" in page.model.headerData(HEADS, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_that_it_follows_basis_and_partners_and_undo(window, page, settle, qtbot):
    window.session.edit("Count by location", basis=Basis.LOCATION)
    settle(window.session)
    qtbot.waitUntil(lambda: not page.busy and cell_of(page, "cobalt", "mining", "HHI").data() == "4,112")
    assert "location" in page.subtitle.text()
    window.session.undo_stack.undo()
    settle(window.session)
    qtbot.waitUntil(lambda: not page.busy and cell_of(page, "cobalt", "mining", "HHI").data() == "2,699")


def test_that_a_cell_asks_its_question_and_opens_its_evidence(window, page, settle, qtbot):
    click(page, qtbot, cell_of(page, "lithium", "mining", "HHI"))
    settle(window.session)
    evidence = window.evidence
    qtbot.waitUntil(lambda: evidence.evidence is not None and "ithium" in evidence.asked.text())
    assert evidence.what == "hhi"
    assert not evidence.visibleRegion().isEmpty()
    assert (window.session.scenario.mineral, window.session.scenario.stage) == ("lithium", Stage.MINING)
    assert page.isVisible()
    assert window.actions_["undo"].text() == "&Undo: Ask for mined lithium"


def test_that_the_head_of_a_row_asks_for_its_mineral_and_stage(window, page, settle, qtbot):
    row = cell_of(page, "lithium", "refining", "HHI").row()
    click(page, qtbot, page.model.index(row, 1))
    settle(window.session)
    assert (window.session.scenario.mineral, window.session.scenario.stage) == ("lithium", Stage.REFINING)
    assert window.evidence.what == ""


def test_that_another_mineral_does_not_make_it_compute_again(window, page, settle):
    card = page.card
    window.session.edit("Ask for refined cobalt", stage=Stage.REFINING)
    settle(window.session)
    assert not page.busy
    assert page.card is card


def test_that_all_minerals_and_stages_can_be_asked_for(page, qtbot):
    few = page.model.rowCount()
    page.everything.setChecked(True)
    qtbot.waitUntil(lambda: not page.busy and page.model.rowCount() > few, timeout=20_000)
    stages = {page.model.question(row)[1] for row in range(page.model.rowCount())}
    assert {"mining", "intermediate", "refining", "recycling"} <= stages
    assert sum(bool(page.model.index(row, 0).data(FIRST)) for row in range(page.model.rowCount())) == len(
        {page.model.question(row)[0] for row in range(page.model.rowCount())}
    )


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_that_it_is_saved_with_its_legend(window, page, qtbot, tmp_path, monkeypatch, suffix):
    target = tmp_path / f"card{suffix}"
    monkeypatch.setattr(ask, "save_path", lambda *_: target)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.notices.text == f"Saved {target.name}.", timeout=10_000)
    assert target.stat().st_size > 0


def test_that_a_facility_that_is_zoomed_to_brings_the_map_back(window, page, settle):
    window.evidence.zoom_asked.emit("COD-f1")
    assert window.map_place.canvas.isVisible()
    settle(window.session)


def test_that_a_message_leaves_its_buttons_free(window, page):
    window.notices.say("Saved.", stay=True)
    bar = window.notices.geometry()
    for button in (page.save, page.close_button):
        assert not bar.intersects(QRect(button.mapTo(window.map_place.upper, QPoint()), button.size()))
    window.actions_["scorecard"].trigger()
    assert window.notices.y() == 12  # over the map as ever
    window.notices.hide()


def test_that_it_is_not_computed_while_nobody_looks(window, settle):
    before = window.scorecard.card
    window.session.edit("Count by location", basis=Basis.LOCATION)
    settle(window.session)
    assert window.scorecard.card is before
    assert not window.scorecard.busy


@pytest.mark.parametrize("shade", [theme.LIGHT, theme.DARK])
def test_that_levels_differ_in_shape_without_colour(shade):
    drawn = set()
    for level in WORDS:
        image = QImage(16, 16, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        grey = theme.Colours(**{name: getattr(shade, name) for name in shade.__slots__} | {
            "focus": "#000000", "caution": "#000000", "accent": "#000000", "quiet": "#000000",
        })  # fmt: skip
        draw_symbol(painter, level, image.rect().center().toPointF(), grey)
        painter.end()
        drawn.add(bytes(image.constBits()))
    assert len(drawn) == len(WORDS)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_that_no_column_is_cut_at_either_size(window, page, size, settle, qtbot):
    window.resize(*size)
    settle(window.session)
    view = page.view
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0)
    metrics = view.fontMetrics()
    for row in range(page.model.rowCount()):
        for column in range(HEADS, page.model.columnCount()):
            index = page.model.index(row, column)
            if index.data(LEVEL) != "none":
                assert metrics.horizontalAdvance(index.data()) <= view.columnWidth(column) - 30, index.data()


def test_that_the_heading_goes_on_below_where_it_would_be_cut(window, page):
    assert page.isVisible()
    heights = {}
    for wide in (900, 420):
        page.resize(wide, 500)
        page.layout().activate()
        buttons = (page.everything, page.save, page.close_button)
        for button in buttons:
            assert button.width() >= button.sizeHint().width()
            assert button.geometry().right() < wide
        heights[wide] = page.close_button.y()
        assert (page.close_button.geometry().right() > 860) == (wide == 900)
    assert heights[420] > heights[900]
