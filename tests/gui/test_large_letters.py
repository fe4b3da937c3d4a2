"""Letters twice as large: panels begin wider, and nothing in them is cut where it cannot be scrolled."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QTabBar, QToolButton, QWidget

from mineralmap.gui.bars import BAR, BESIDE, HEADER, ROW
from mineralmap.gui.dialogs.export import ExportDialog
from mineralmap.gui.docks.panel import Column
from mineralmap.gui.fields import Segments
from mineralmap.gui.letters import LINE_PX, grown, icon_size, width_of
from mineralmap.gui.one_of import OneOf
from mineralmap.gui.parts.tool_strip import Strip
from mineralmap.gui.score_table import HEADS
from tests.gui.conftest import opened
from tests.gui.test_closure_heads import uncut


@pytest.fixture
def large(qapp, qtbot, tiny_world, settle):
    """The whole window in letters twice as large, 1440 px wide."""
    usual = qapp.font()
    font = qapp.font()
    font.setPointSizeF(2 * usual.pointSizeF())
    qapp.setFont(font)
    made = opened(tiny_world)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    settle(made.session)
    yield made
    made.session.calm()
    qapp.setFont(usual)


def test_that_what_is_not_larger_than_usual_is_as_wide_as_ever(window):
    assert window.fontMetrics().lineSpacing() <= LINE_PX
    assert grown(window) == 1.0
    assert width_of(window, "", 20) == 20
    assert window.layers.width() == 216


def test_that_panels_begin_wider_and_never_scroll_sideways(large):
    assert grown(large) > 1.3
    assert large.layers.width() > 250
    assert large.answer.width() > 400
    assert large.map_place.width() >= 400
    for panel in (large.answer, large.details, large.evidence, large.missing, large.assumptions):
        panel.show()
        panel.raise_()
        for _ in range(3):
            QApplication.processEvents()
        for column in panel.findChildren(Column):
            assert column.widget().minimumSizeHint().width() <= column.viewport().width(), panel.windowTitle()


def test_that_a_choice_with_too_little_room_ends_in_dots_and_its_tip_says_all(qtbot):
    made = Segments("Flows", (("a", "of the stage"), ("b", "to consumers")))
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    button = made.group.buttons()[0]
    assert button.shown()[0] == "of the stage"
    assert button.toolTip() == ""
    made.resize(made.minimumSizeHint())
    QApplication.processEvents()
    assert button.shown()[0].endswith("…")
    assert button.toolTip() == "of the stage"
    made.grab()


def test_that_the_scorecard_cuts_none_of_its_buttons(large, qtbot):
    card = large.scorecard
    large.actions_["scorecard"].trigger()
    qtbot.waitUntil(lambda: not card.busy, timeout=30_000)
    QApplication.processEvents()
    for button in (card.save, card.close_button, card.everything):
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() < card.width()
    assert card.legend._places()[-1].x() < card.width()


def test_that_every_check_of_the_scorecard_is_in_sight_with_its_number(large, qtbot):
    card = large.scorecard
    large.actions_["scorecard"].trigger()
    qtbot.waitUntil(lambda: not card.busy, timeout=30_000)
    view = card.view
    qtbot.waitUntil(lambda: view.horizontalScrollBar().maximum() == 0)
    assert view.columnWidth(HEADS) >= view.fontMetrics().horizontalAdvance("3,835") + 30
    large.resize(2400, 900)
    QApplication.processEvents()
    assert view.font().pointSizeF() == pytest.approx(view._usual.pointSizeF())


def test_that_suppliers_are_chosen_by_whole_words(large, qtbot):
    by = large.answer.by
    qtbot.waitUntil(lambda: by.height() >= by.sizeHint().height())
    assert by.box.isVisible() or all(one.shown()[0] == one.text() for one in by.group.buttons())
    if by.box.isVisible():
        assert by.box.shown == "by country"
        assert by.box.height() >= by.box.fontMetrics().lineSpacing()
    by.box.activated.emit(1)
    assert by.value == "company"


def test_that_the_buttons_of_the_evidence_go_on_below(large, settle):
    panel = large.evidence
    panel.show()
    panel.raise_()
    large.session.explain("hhi")
    settle(large.session)
    for _ in range(3):
        QApplication.processEvents()
    for button in (panel.back, panel.forward, panel.cite, panel.save):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert button.mapTo(panel, button.rect().bottomRight()).x() < panel.width(), button.text()
    assert panel.cite.y() < panel.save.y()  # there is no room for both beside each other


def test_that_rows_of_suppliers_are_as_high_as_their_letters_and_names_are_whole(large, qtbot):
    """Where a name finds no room beside its bar it stands above."""
    bars, metrics = large.answer.bars, large.answer.bars.fontMetrics()
    assert bars.top_of(1) - bars.top_of(0) >= metrics.lineSpacing()
    assert bars.height() >= bars.top_of(len(bars.bars()))
    longest = max(metrics.horizontalAdvance(one.name) for one in bars.bars())
    bars.resize(round(longest * 1.9), bars.height())
    assert bars._item.above
    assert bars.top_of(1) - bars.top_of(0) >= metrics.lineSpacing() + BAR + BESIDE
    assert len(bars._item._key_lines(QFontMetricsF(bars.font()), 200.0)) > 1
    heard = []
    bars.supplier_clicked.connect(heard.append)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(5, round(bars.top_of(1) + 3)))
    assert heard == [bars.bars()[1].supplier]
    bars.resize(round(longest * 4), bars.height())
    assert not bars._item.above


def test_that_bars_hear_of_larger_letters(window):
    bars = window.answer.bars
    assert (bars.top_of(0), bars.top_of(1)) == (HEADER, HEADER + ROW)
    font = bars.font()
    font.setPointSizeF(2 * font.pointSizeF())
    bars.setFont(font)
    assert bars.top_of(1) - bars.top_of(0) >= bars.fontMetrics().lineSpacing()
    assert bars.height() >= bars.top_of(len(bars.bars()))


def test_that_icons_and_ticks_grow_with_the_letters(large):
    wide = icon_size(large, 16).width()
    assert wide > 20
    assert large.status.messages_button.iconSize().width() == wide
    assert large.layers.style_button.iconSize().width() == wide
    strip = large.map_place.canvas.findChild(Strip)
    assert {one.iconSize().width() for one in strip.findChildren(QToolButton)} == {wide}
    label = next(one for one in large.layers._lower.findChildren(QLabel) if one.text() == "Colour by")
    assert label.width() >= label.sizeHint().width()
    assert large.layers.colour_by.shown == large.layers.colour_by.currentText()


def test_that_the_speed_has_room_for_its_words(large):
    large.chokepoints.show()
    QApplication.processEvents()
    knots = large.chokepoints.controls.knots
    assert knots.width() >= knots.fontMetrics().horizontalAdvance("60.0 kn") + 20
    assert large.chokepoints.findChildren(QScrollArea)


def test_that_a_small_window_cuts_no_word_that_tells_one_thing_from_another(large, settle):
    large.resize(800, 600)
    large.actions_["sight_deutan"].trigger()
    large.chokepoints.show()
    settle(large.session)
    for _ in range(5):
        QApplication.processEvents()
    place, leg = large.map_place, large.chokepoints.controls.leg
    # The map is whole above its credits, and has no key rather than half of one.
    assert place.canvas.height() <= place.upper.height() == place.credits.y()
    assert place.canvas._keyed.key is None
    assert leg.box.isVisible()
    assert leg.box.shown == "of the stage"
    notice = large.parts["sight"].thing.notice
    strip = next(one for one in place.over if one.objectName() == "mapCard")
    assert notice.text().endswith("×")
    assert notice.geometry().right() < place.width()
    assert notice.x() > strip.width()
    assert "deuteranopia" in notice.toolTip()
    tabs = [one for one in large.findChildren(QTabBar) if one.count() > 1 and one.isVisible()]
    assert tabs
    for bar in tabs:
        assert bar.usesScrollButtons()
        for at in (one for one in range(bar.count()) if bar.isTabVisible(one)):
            assert bar.tabRect(at).width() >= bar.fontMetrics().horizontalAdvance(bar.tabText(at))


def test_that_choices_too_wide_for_their_row_are_a_box_and_choose_the_same(qtbot):
    made = OneOf("Flows", (("a", "to refineries"), ("b", "to consumers")), ("From mines", "From refineries"))
    window = QWidget()
    qtbot.addWidget(window)
    made.setParent(window)
    chosen = []
    made.chosen.connect(chosen.append)
    made.resize(made.sizeHint())
    window.show()
    assert not made.box.isVisible()
    wide = made.sizeHint()
    made.resize(wide.width() - 20, wide.height())
    assert made.box.isVisible()
    assert not any(button.isVisible() for button in made.group.buttons())
    assert made.sizeHint() == wide  # else it would never be told that there is room again
    made.show_value("b")
    assert made.box.currentText() == "to consumers"
    assert chosen == []
    made.box.activated.emit(0)
    assert (made.value, chosen) == ("a", ["a"])
    made.resize(wide)
    assert not made.box.isVisible()
    assert made.group.buttons()[0].isVisible()


def test_that_the_words_of_the_export_dialog_go_on_below(large):
    dialog = ExportDialog(large, (), "Title", "Line")
    note = next(one for one in dialog.findChildren(QLabel) if one.text().startswith("Sources"))
    assert note.wordWrap()
    assert note.heightForWidth(500) >= 2 * note.fontMetrics().lineSpacing()


def test_that_the_heads_of_two_maps_are_not_cut(large, qtbot):
    large.session.edit("Close both", closed=frozenset({"suez", "malacca"}))
    large.actions_["split_side"].trigger()
    thing, heads = large.parts["split"].thing, (large.map_place.maps.head, large.map_place.maps.other_head)
    qtbot.waitUntil(lambda: thing.closing.ask() is not None and not thing.second.busy, timeout=30_000)
    for wide in (1440, 1152):
        large.resize(wide, 720)
        qtbot.waitUntil(lambda: all(map(uncut, heads)))
