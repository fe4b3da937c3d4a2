"""What has been done is told below the map for a while, what goes on as long as it does."""

from mineralmap.gui import status

ONE_WINDOW = True


def test_that_what_has_been_done_is_not_told_for_ever(window, qtbot, monkeypatch):
    monkeypatch.setattr(status, "TOLD_MS", 20)
    window.status.tell("Chokepoints hidden; Ctrl+9 shows it again")
    assert window.status._words.text().startswith("Chokepoints hidden")
    qtbot.waitUntil(lambda: window.status._words.text() == "")


def test_that_what_goes_on_is_told_until_something_else_is(window, qtbot, monkeypatch):
    monkeypatch.setattr(status, "TOLD_MS", 20)
    window.status.tell("Bookmark added.")
    window.status.set_words("Click on the map.")
    qtbot.wait(60)
    assert window.status._words.text() == "Click on the map."
