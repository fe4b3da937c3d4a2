"""The quiet lines below the map."""

from html import unescape

from PySide6.QtWidgets import QLabel

from mineralmap.gui.credits import MARGIN, MORE, broken, ended
from mineralmap.layers.typeset import typeset

ONE_WINDOW = True


def test_that_words_are_broken_at_the_width_and_the_rest_stays_on_the_last_line():
    assert broken("one two three four", 2, 8, len) == ["one two", "three four"]
    assert broken("one", 2, 8, len) == ["one"]
    assert broken("", 2, 8, len) == [""]


def test_that_too_long_a_line_ends_after_a_word_and_says_that_there_is_more():
    assert ended("one two", 7, len) == "one two"
    assert ended("Sources: one, two, three and four", 30, len) == f"Sources: one{MORE}"
    assert ended("Donaudampfschifffahrt", 5, len) == f"Donaudampfschifffahrt{MORE}"


def test_that_the_credits_below_the_map_end_at_a_word_and_their_tip_has_all(window, calm):
    window.resize(900, 700)
    calm()
    credits = window.map_place.credits
    last = credits.text().split("\n")[-1]
    assert last.endswith(MORE)
    words = [word.rstrip(",;:") for note in window.session.map.notes for word in typeset(note).split(" ")]
    assert last.removesuffix(MORE).split(" ")[-1] in words
    label = credits.findChild(QLabel)
    assert label.indent() == 0
    room = label.width() - 2 * MARGIN
    assert all(label.fontMetrics().horizontalAdvance(line) <= room for line in credits.text().split("\n"))
    for note in window.session.map.notes:
        assert typeset(note) in unescape(credits.toolTip())


def test_that_disclaimers_and_required_credits_stand_below_the_map(window):
    shown = window.map_place.credits.text()
    assert window.map_place.credits.isVisible()
    assert min(window.session.map.notes, key=len)[:20] in shown
