"""Keys, palette and bookmarks in the real window: found, used, changed, kept, undone."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mineralmap.datasets import project_file

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def palette(window):
    window.activateWindow()  # a desktop does so when a popup has gone
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    made = window.parts["palette"].thing.palette
    assert made.isVisible()
    return made


def type_in(made, text):
    made.field.clear()
    QTest.keyClicks(made.field, text)


def test_that_the_palette_finds_and_does_by_the_keyboard_alone(window, settle, qtbot):
    qtbot.waitUntil(lambda: window.search.finder.index is not None)
    canvas, session = window.map_place.canvas, window.session
    made = palette(window)
    type_in(made, "kolwezi")
    assert made.finds()[0].id == "COD-f1"
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert not made.isVisible()
    assert session.view.selected == "COD-f1"
    qtbot.waitUntil(lambda: "CMOC" in window.details.words.text())
    made = palette(window)
    assert [one.id for one in made.finds()] == ["COD-f1"]  # what was last gone to
    type_in(made, "-8.5, 120.2")
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert window.parts["navigation"].thing.aims.pin.place == (120.2, -8.5)
    made = palette(window)
    type_in(made, "lithium")
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert session.scenario.mineral == "lithium"
    assert window.actions_["undo"].text() == "&Undo: Ask for lithium"
    made = palette(window)
    type_in(made, "zmful")
    assert made.finds()[0].name == "Zoom Full"
    assert made.finds()[0].keys == "Ctrl+Shift+F"
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    x0, _, x1, _ = session.map.projection.world()
    assert canvas.extent()[0] <= x0 < x1 <= canvas.extent()[2]
    settle(session)
    made = palette(window)
    type_in(made, "chokepoints")
    layer = next(one for one in made.finds() if one.kind == "layer")
    while made.list.currentItem().data(Qt.ItemDataRole.UserRole) != layer:
        QTest.keyClick(made.field, Qt.Key.Key_Down)
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert layer.id in session.view.hidden
    made = palette(window)
    type_in(made, "redo")
    redo = next(one for one in made.finds() if one.id == "redo")
    assert not redo.enabled
    made.grab()
    QTest.keyClick(made.field, Qt.Key.Key_Escape)
    assert not made.isVisible()
    settle(session)


def test_that_an_action_is_found_by_its_menu_and_a_layer_is_gone_to(window, settle, qtbot):
    canvas = window.map_place.canvas
    made = palette(window)
    type_in(made, "projection robinson")
    assert [(one.name, one.note) for one in made.finds()] == [("Robinson", "View › Projection")]
    window.map_place.zoom_full()
    before = canvas.extent()
    type_in(made, "zoom to mines")
    assert made.finds()[0].name == "Zoom to Mines"
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert canvas.extent() != before
    assert "mines" not in window.session.view.hidden


def test_that_the_palette_for_countries_offers_countries_and_the_search_field_finds_ports_and_places(
    window, settle, qtbot
):
    qtbot.waitUntil(lambda: window.search.finder.index is not None)
    window.actions_["zoom_country"].trigger()
    made = window.parts["palette"].thing.palette
    type_in(made, "indo")
    assert {one.kind for one in made.finds()} == {"country"}
    QTest.keyClick(made.field, Qt.Key.Key_Return)
    assert "Indonesia" in window.details.words.text()
    dataset = window.session.dataset
    port = dataset.ports.index[0]
    window.search.setFocus()
    window.search.clear()
    QTest.keyClicks(window.search, str(dataset.ports.at[port, "name"]))
    assert any("port," in line for line in window.search._list.stringList())
    window.search.clear()
    QTest.keyClicks(window.search, "10.6 S 26.2 E")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.parts["navigation"].thing.aims.pin.place == (26.2, -10.6)


def test_that_a_bookmark_keeps_place_layers_and_lens_and_can_be_undone_and_saved(window, settle, qtbot, tmp_path):
    session, canvas = window.session, window.map_place.canvas
    window.parts["navigation"].thing.aims.to_place(26.2, -10.6)
    session.edit("Hide mines", hidden=frozenset({"routes"}))
    settle(session)
    seen = canvas.extent()
    QTest.keyClick(window, Qt.Key.Key_B, CTRL)
    dialog = window.parts["bookmarks"].thing.adding
    assert dialog.name.text() == "Bookmark 1"
    dialog.name.clear()
    QTest.keyClicks(dialog.name, "Copperbelt & more")
    dialog.accept()
    assert [one.name for one in session.project.bookmarks] == ["Copperbelt & more"]
    assert window.actions_["undo"].text() == "&Undo: Add bookmark Copperbelt & more"
    project_file.save(session.project, tmp_path / "a.mineralmap")
    assert project_file.load(tmp_path / "a.mineralmap")[0].bookmarks == session.project.bookmarks
    session.edit("elsewhere", hidden=frozenset(), mineral="lithium", colour_by="stage", centre_lon=155.0)
    canvas.full()
    settle(session)
    menu = window.actions_.menu("bookmark_list")
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    settle(session)
    assert (session.scenario.mineral, session.view.colour_by, session.view.hidden) == ("cobalt", "owner", {"routes"})
    assert session.view.centre_lon == 11.0
    west, _, east, _ = seen
    now = canvas.extent()
    assert (now[0] + now[2]) / 2 == pytest.approx((west + east) / 2, abs=0.02 * (east - west))
    assert now[2] - now[0] == pytest.approx(east - west, rel=0.35)
    window.actions_["undo"].trigger()
    assert session.scenario.mineral == "lithium"
    settle(session)


def test_that_the_list_of_bookmarks_renames_deletes_and_goes(window, settle, qtbot):
    kept, session = window.parts["bookmarks"].thing, window.session
    for name in ("one", "two", "three"):
        kept.add(name, asked=False)
    assert all("mineral" not in dict(one.lens) for one in session.project.bookmarks)
    QTest.keyClick(window, Qt.Key.Key_B, CTRL | SHIFT)
    manager = kept.manager
    assert manager.list.count() == 3
    manager.list.item(1).setText("deux")
    assert [one.name for one in session.project.bookmarks] == ["one", "deux", "three"]
    manager.list.item(0).setText("deux")  # taken: it stays as it was
    assert manager.list.item(0).text() == "one"
    manager.list.clearSelection()
    manager.list.setCurrentRow(2)
    QTest.mouseClick(manager.delete_button, Qt.MouseButton.LeftButton)
    assert [one.name for one in session.project.bookmarks] == ["one", "deux"]
    assert window.actions_["undo"].text() == "&Undo: Delete bookmark three"
    window.actions_["undo"].trigger()
    assert manager.list.count() == 3
    manager.close()


def test_that_keys_are_listed_under_f1_searchable_and_followed_by_the_numbers(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_F1)
    made = window.help_window
    assert ("Zoom to a box", "Shift and drag") in made.shown()
    assert ("Zoom to Selection", "Ctrl+J") in made.shown()
    QTest.keyClicks(made.search, "bookmark")
    assert made.shown()
    assert all("bookmark" in f"{what} {how}".lower() for what, how in made.shown())
    made.search.clear()
    QTest.keyClicks(made.search, "HHI")
    made.tabs.setCurrentIndex(1)
    text = made.numbers.toPlainText()
    assert "Herfindahl" in text
    assert "Presumed" not in text
    made.close()


def test_that_keys_are_changed_with_conflicts_told_kept_and_reset(window, qtbot):
    window.actions_["change_keys"].trigger()
    dialog = window.parts["keys"].thing.dialog
    QTest.keyClicks(dialog.filter, "bookmarks")
    assert not dialog.item("bookmarks_manage").isHidden()
    assert dialog.item("quit").isHidden()
    dialog.tree.setCurrentItem(dialog.item("bookmarks_manage"))
    dialog.field.setKeySequence(QKeySequence("Ctrl+Alt+F9"))
    assert dialog.words.text().endswith("is free.")
    dialog.field.setKeySequence(QKeySequence("Ctrl+J"))
    assert "“Zoom to Selection” (View)" in dialog.words.text()
    assert dialog.set_button.text() == "Take It"
    QTest.mouseClick(dialog.set_button, Qt.MouseButton.LeftButton)
    action, loser = window.actions_["bookmarks_manage"], window.actions_["zoom_selection"]
    assert [one.toString() for one in action.shortcuts()] == ["Ctrl+J"]
    assert loser.shortcuts() == []
    QTest.keyClick(window, Qt.Key.Key_J, CTRL)
    assert window.parts["bookmarks"].thing.manager.isVisible()
    window.parts["bookmarks"].thing.manager.close()
    assert QSettings().value("keys/bookmarks_manage") == "Ctrl+J"

    keymap = window.parts["keys"].thing.keymap
    action.setShortcuts([])
    keymap.apply_kept()  # as at the next start
    assert [one.toString() for one in action.shortcuts()] == ["Ctrl+J"]
    assert loser.shortcuts() == []
    dialog.tree.setCurrentItem(dialog.item("zoom_selection"))
    QTest.mouseClick(dialog.reset_button, Qt.MouseButton.LeftButton)
    assert [one.toString() for one in loser.shortcuts()] == ["Ctrl+J"]
    assert action.shortcuts() == []
    QTest.mouseClick(dialog.reset_all_button, Qt.MouseButton.LeftButton)
    assert [one.toString() for one in action.shortcuts()] == ["Ctrl+Shift+B"]
    assert QSettings().value("keys/bookmarks_manage") is None
    dialog.close()


def test_that_no_two_things_of_the_window_share_a_key(window):
    keymap = window.parts["keys"].thing.keymap
    keys = [key for one in keymap.all for key in keymap.keys(one.id)]
    assert sorted(keys) == sorted(set(keys))


def test_that_panels_fold_by_the_keys_of_qgis_and_come_back(window):
    QTest.keyClick(window, Qt.Key.Key_Tab, CTRL)
    assert not window.layers.isVisible()
    assert window.question.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Tab, CTRL)
    assert window.layers.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Backtab, CTRL | SHIFT)
    assert not window.question.isVisible()
    assert not window.status.isVisible()
    assert window.menuBar().isVisible()
    window.actions_["map_only"].trigger()
    assert window.question.isVisible()
    assert window.status.isVisible()
    QApplication.processEvents()
