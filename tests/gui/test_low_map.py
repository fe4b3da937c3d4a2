"""The map over an open panel: what only the key says is still said, and what is looked at keeps its size."""

from mineralmap.render.key_place import KeyPlace

ONE_WINDOW = True


def titles(window) -> list[str]:
    made = window.map_place.canvas._keyed.key
    return [] if made is None else [one.block.title for column in made.columns for one in column]


def test_that_a_low_map_keeps_the_key_of_routes_and_gates(dock, window, calm):
    window.resize(1280, 720)
    for tab in (0, 2):
        dock.tabs.setCurrentIndex(tab)
        calm()
        assert any(title.startswith("Modelled flows") for title in titles(window))
        assert "Chokepoints: share of these tonnes" in titles(window)
        assert window.map_place.canvas._keyed.key.height <= 72
    dock.toggle("suez")
    window.session.edit("Show routes: change", routes_show="change")
    calm()
    assert any(title.startswith("Change with Suez Canal closed") for title in titles(window))


def test_that_no_key_is_laid_that_the_new_size_has_no_room_for(dock, window, calm, qtbot, monkeypatch):
    window.resize(1280, 1100)
    dock.hide()
    calm()
    qtbot.waitUntil(lambda: not window.map_place.canvas._keyed.low)
    forms, lay = [], KeyPlace._made
    monkeypatch.setattr(KeyPlace, "_made", lambda self, *asked: forms.append(self.low) or lay(self, *asked))
    window.resize(1280, 600)
    calm()
    assert forms
    assert all(forms)
    forms.clear()
    window.resize(1280, 1100)
    calm()
    assert forms
    assert not any(forms)
    assert titles(window)


def test_that_closing_and_opening_a_gate_leaves_the_scale_of_the_map(dock, window, calm):
    canvas = window.map_place.canvas
    before = canvas.scale_denominator(), canvas.height(), dock.tabs.y()
    for gate in ("suez", "malacca", "suez"):
        dock.toggle(gate)
        calm()
        assert (canvas.scale_denominator(), canvas.height(), dock.tabs.y()) == before


def test_that_a_long_sentence_takes_two_lines_and_the_tip_tells_it_all(dock, window, calm):
    height = dock.sentence.height()
    dock.sentence.setText("Closing a gate strands nothing and many another word. " * 12)
    assert dock.sentence.height() == height
    shown = dock.sentence.lines()
    assert len(shown) == 2
    assert shown[1].endswith("…")
    assert dock.sentence.toolTip() == dock.sentence.text()
    dock.sentence.setText("Nothing is closed.")
    assert dock.sentence.lines() == ["Nothing is closed."]
    assert dock.sentence.toolTip() == ""
    assert dock.sentence.height() == height


def test_that_two_maps_over_an_open_panel_have_the_foremost_of_their_key(dock, window, calm, qtbot):
    window.resize(1440, 900)
    window.parts["split"].thing.arrange("side")
    maps, place = window.map_place.maps, window.map_place
    qtbot.waitUntil(lambda: place._low and maps.strip.isVisible() and 0 < maps.strip.height() <= 80, timeout=15_000)
    calm()
    titles = [laid.block.title for column in maps.strip._key.columns for laid in column]
    assert any(title.startswith("Share of") for title in titles)
    assert "Largest owner" in titles
    both, heads = maps.size(), maps.first.y()
    for high, below in ((heads + 240, True), (heads + 150, False)):  # a map is at least 112 px high
        maps.resize(both.width(), high)
        assert (maps.strip.height() > 0) is below
        assert maps.second.geometry().bottom() < maps.strip.y()
        assert maps.second.height() >= 112
    maps.resize(both)
    window.parts["split"].thing.arrange("")
