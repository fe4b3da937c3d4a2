"""Letters twice as large: panels begin wider, and nothing in them is cut where it cannot be scrolled."""

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from mineralmap.gui.docks.panel import Column
from mineralmap.gui.fields import Segments
from mineralmap.gui.letters import LINE_PX, grown, width_of
from mineralmap.gui.scorecard import LARGE
from tests.gui.conftest import opened


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
    assert grown(large) > LARGE
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


def test_that_the_scorecard_puts_its_title_above_its_buttons(large, qtbot):
    card = large.scorecard
    large.actions_["scorecard"].trigger()
    qtbot.waitUntil(lambda: not card.busy, timeout=30_000)
    QApplication.processEvents()
    for button in (card.save, card.close_button, card.everything):
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().top() > card.title.geometry().top()
    assert card.legend._places()[-1].x() < card.width()


def test_that_the_speed_has_room_for_its_words(large):
    large.chokepoints.show()
    QApplication.processEvents()
    knots = large.chokepoints.controls.knots
    assert knots.width() >= knots.fontMetrics().horizontalAdvance("60.0 kn") + 20
    assert large.chokepoints.findChildren(QScrollArea)
