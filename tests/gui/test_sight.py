"""The preview of other eyes: on the screen only, told on the map, gone with one click."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from mineralmap.layers.sight import SIGHTS, seen

ONE_WINDOW = True


@pytest.mark.parametrize("sight", [one for one in SIGHTS if one])
def test_that_a_preview_colours_the_screen_and_nothing_else(window, settle, sight):
    session, canvas = window.session, window.map_place.canvas
    plain, undo = session.map, session.undo_stack.count()
    window.actions_[f"sight_{sight}"].trigger()
    assert canvas._map.ground.land == seen(plain.ground.land, sight)
    assert session.map is plain  # what is exported
    assert session.undo_stack.count() == undo
    assert window.parts["sight"].thing.notice.isVisible()
    assert SIGHTS[sight].lower() in window.parts["sight"].thing.notice.text()


def test_that_a_new_answer_is_seen_by_the_same_eye(window, settle):
    window.actions_["sight_grey"].trigger()
    window.session.look(theme="dark")
    settle(window.session)
    assert window.map_place.canvas._map.ground.land == seen(window.session.map.ground.land, "grey")
    assert window.session.map.theme == "dark"


def test_that_a_click_on_the_notice_ends_the_preview(window):
    window.actions_["sight_deutan"].trigger()
    notice = window.parts["sight"].thing.notice
    QTest.mouseClick(notice, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    assert window.actions_["sight_none"].isChecked()
    assert window.map_place.canvas._map is window.session.map


def test_that_the_preview_of_none_is_chosen_at_first(window):
    assert window.actions_["sight_none"].isChecked()
    assert not window.parts["sight"].thing.notice.isVisible()


def test_that_both_maps_and_their_key_are_seen_by_the_same_eye(window, settle, qtbot, monkeypatch):
    split, place = window.parts["split"].thing, window.map_place
    monkeypatch.setattr(place, "_key_wanted", True)
    split.arrange("side")
    qtbot.waitUntil(lambda: split.second.map is not None and not split.second.stale)
    window.actions_["sight_grey"].trigger()
    plain, grey = window.session.map.ground, seen(window.session.map.ground.land, "grey")
    assert {one._map.ground.land for one in (place.canvas, place.maps.second)} == {grey}
    assert place.maps.strip._key.ground.quiet == seen(plain.quiet, "grey")
    assert split.second.map.ground.land == plain.land  # what is exported
    assert window.parts["sight"].thing.notice.y() >= place.maps.head.height()
    window.session.look(theme="dark")
    settle(window.session)
    dark = seen(window.session.map.ground.land, "grey")
    qtbot.waitUntil(lambda: place.maps.second._map.ground.land == dark)
    assert place.canvas._map.ground.land == dark
    window.actions_["sight_none"].trigger()
    assert place.maps.second._map.ground.land == window.session.map.ground.land


def test_that_words_on_the_map_give_way_to_the_notice_also_below_the_heads_of_two_maps(window, qtbot):
    canvas, split, notice = window.map_place.canvas, window.parts["split"].thing, window.parts["sight"].thing.notice
    tools = len(canvas._stand())
    window.actions_["sight_grey"].trigger()
    assert len(canvas._stand()) == tools + 1
    left, top, right, bottom = canvas._stand()[-1]
    assert (right - left, bottom - top) == (notice.width(), notice.height())
    assert notice.mapToGlobal(notice.rect().topLeft()) == canvas.mapToGlobal(QPoint(int(left), int(top)))
    split.arrange("side")
    qtbot.waitUntil(lambda: canvas.y() > 0)
    assert canvas._stand()[-1][1] == notice.y() - canvas.mapTo(window.map_place, QPoint()).y()
    split.arrange("")
    window.actions_["sight_none"].trigger()
