"""The quiet lines below the map."""

from mineralmap.gui.credits import broken

ONE_WINDOW = True


def test_that_words_are_broken_at_the_width_and_the_rest_stays_on_the_last_line():
    assert broken("one two three four", 2, 8, len) == ["one two", "three four"]
    assert broken("one", 2, 8, len) == ["one"]
    assert broken("", 2, 8, len) == [""]


def test_that_disclaimers_and_required_credits_stand_below_the_map(window):
    shown = window.map_place.credits.text()
    assert window.map_place.credits.isVisible()
    assert min(window.session.map.notes, key=len)[:20] in shown
