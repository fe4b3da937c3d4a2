"""A column of paragraphs paints and sets anew what has changed, not all that stands in it."""

import pytest
from PySide6.QtCore import QEvent, QObject

from mineralmap.gui.docks.panel import Column
from mineralmap.gui.paragraph import Paragraph

WORDS = "<p>Nickel that partners own, and what is missing of it to the target of the year.</p>"


class Painted(QObject):
    """Notes which widgets are painted."""

    def __init__(self, *widgets):
        super().__init__()
        self.seen = []
        for one in widgets:
            one.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen.append(watched)
        return False


@pytest.fixture
def column(qtbot):
    """A column on the screen, higher than its window, with its first and last paragraph."""
    made = Column()
    first, last = made.add_words(rich=True), made.add_words(rich=True)
    made.rows.addStretch(1)
    first.setText(WORDS * 8)
    last.setText(WORDS)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    qtbot.wait(50)
    return made, first, last


def test_that_a_higher_paragraph_below_paints_none_of_those_above_it(column, qtbot):
    made, first, last = column
    made.verticalScrollBar().setValue(made.verticalScrollBar().maximum())
    qtbot.wait(50)
    painted, before = Painted(first, last), made.widget().height()
    last.setText(WORDS * 3)
    made.settle()
    qtbot.waitUntil(lambda: last in painted.seen)
    assert made.widget().height() > before
    assert first not in painted.seen


def test_that_words_are_set_once_for_the_width_that_they_have(column, monkeypatch):
    made, _, last = column
    asked, plain = [], Paragraph._laid
    monkeypatch.setattr(Paragraph, "_laid", lambda label, width: asked.append((label, width)) or plain(label, width))
    last.setText(WORDS * 3)
    made.settle()
    assert asked == [(last, last.width())]
    assert last.height() == last.heightForWidth(last.width())


def test_that_a_column_ends_below_its_last_paragraph(column, qtbot):
    made, first, last = column
    third = made.add_words(rich=True)  # no paragraph of it has had a width yet
    made.rows.addStretch(1)
    third.hide()
    qtbot.wait(20)
    for width in (424, 300, 500):
        made.resize(width, 200)
        for label in (first, last, third):
            label.setText(f"{WORDS * 6}<p>{width}</p>")
            label.setVisible(True)
        made.settle()
        qtbot.wait(20)
        foot = made.rows.contentsMargins().bottom()
        assert made.widget().height() == third.geometry().bottom() + 1 + foot
        assert third.height() == third.heightForWidth(third.width())
