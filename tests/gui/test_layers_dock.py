"""The list of layers: what stands in it, what ticking, dragging and keys do, and what it remembers from map to map."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidgetItem

from mineralmap.gui import layer_lines
from mineralmap.gui.dialogs import ask
from mineralmap.gui.layer_menu import menu_of
from mineralmap.gui.line_tree import LineTree
from mineralmap.model.project import DatasetReference
from tests.objects import objects

ONE_WINDOW = True
FILE = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40\nKoski,cobalt,refining,62.5,25.7,FIN,10\n"
)


def read_all(window, qtbot, settle):
    qtbot.waitUntil(lambda: not any(reader.busy for reader in window.files._reading), timeout=20_000)
    settle(window.session)


@pytest.fixture
def own(window, tmp_path, qtbot, settle):
    """Two files of the user's own on the map."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(FILE.replace("Torni", f"Torni {name}").replace("Koski", f"Koski {name}"))
    window.files.add_data([tmp_path / "a.csv"])
    read_all(window, qtbot, settle)
    window.files.add_data([tmp_path / "b.csv"])
    read_all(window, qtbot, settle)
    return window


def texts(window):
    return [line.text for line in window.layers.tree.shown()]


def tops(window):
    return [line.key for line in window.layers.tree.shown()]


def test_that_layers_stand_under_their_headings_in_the_order_they_are_drawn(window):
    assert tops(window) == ["labels", "own_data", "heading:Facilities", "heading:Shipping", "heading:Base"]
    drawn = [layer.id for layer in reversed(window.session.map.layers)]
    assert [window.layers.tree.key(item) for item in window.layers.tree.lines()] == drawn


def test_that_a_heading_switches_all_below_it_in_one_step(window, settle):
    heading = window.layers.tree.item("heading:Facilities")
    heading.setCheckState(0, Qt.CheckState.Unchecked)
    settle(window.session)
    assert window.session.view.hidden == {"mines", "refineries", "recycling", "manufacturing"}
    assert window.session.undo_stack.undoText() == "Hide facilities"
    window.session.edit("Show mines", hidden=window.session.view.hidden - {"mines"})
    assert heading.checkState(0) == Qt.CheckState.PartiallyChecked
    heading.setCheckState(0, Qt.CheckState.Checked)
    assert window.session.view.hidden == frozenset()


def test_that_the_box_of_a_heading_with_some_hidden_looks_like_neither_of_the_others(window, settle):
    tree = window.layers.tree

    def box():
        settle(window.session)
        item = tree.item("heading:Facilities")
        tree.scrollToItem(item)
        return tree.viewport().grab(tree.box(tree.indexFromItem(item))).toImage()

    on = box()
    window.session.edit("Hide mines", hidden=frozenset({"mines"}))
    some = box()
    window.session.edit("Hide all", hidden=frozenset({"mines", "refineries", "recycling", "manufacturing"}))
    off = box()
    assert on != some
    assert some != off
    assert on != off


def test_that_space_switches_all_selected_lines(window, settle, qtbot):
    tree = window.layers.tree
    tree.setCurrentItem(tree.item("mines"))
    tree.item("refineries").setSelected(True)
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert window.session.view.hidden == {"mines", "refineries"}
    assert window.session.undo_stack.undoText() == "Hide 2 layers"
    assert set(tree.selected()) == {"mines", "refineries"}
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    assert window.session.view.hidden == frozenset()


def at(tree, key):
    return tree.visualItemRect(tree.item(key))


def test_that_a_double_click_opens_the_style_but_not_on_the_box(window, qtbot):
    tree = window.layers.tree
    box = tree.box(tree.indexFromItem(tree.item("refineries"))).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert window.session.view.hidden == {"refineries"}
    qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert not window.layers.style_button.isChecked()
    right = at(tree, "mines").center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=right)
    assert window.layers.style_button.isChecked()
    assert window.layers.style_panel.layer == "mines"


def test_that_a_layer_is_dragged_between_others_and_back_by_undo(window, settle):
    before = window.layers.edits.ids()
    window.layers._drop(("recycling",), "mines", False)
    assert window.session.view.layers.index("recycling") == window.session.view.layers.index("mines") - 1
    # The list follows at once, without waiting for the map.
    keys = [window.layers.tree.key(item) for item in window.layers.tree.lines()]
    assert keys.index("recycling") == keys.index("mines") - 1
    settle(window.session)
    assert [layer.id for layer in reversed(window.session.map.layers)] == list(window.session.view.layers)
    window.session.undo_stack.undo()
    settle(window.session)
    assert window.layers.edits.ids() == before


def test_that_a_layer_drawn_apart_from_its_heading_stands_where_it_is_drawn(window):
    window.layers._drop(("mines",), "boundaries", False)
    assert tops(window)[-3:] == ["heading:Shipping", "mines", "heading:Base"]
    window.layers._drop(("routes",), "labels", False)
    assert tops(window)[0] == "routes"


def test_that_a_heading_moves_with_all_below_it(window, qtbot):
    tree = window.layers.tree
    tree.setCurrentItem(tree.item("heading:Shipping"))
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert tops(window).index("heading:Shipping") == tops(window).index("heading:Facilities") - 1
    assert tree.current() == "heading:Shipping"


def test_that_the_same_lines_stay_from_map_to_map(window, settle):
    tree = window.layers.tree
    lines = {line.key: tree.item(line.key) for line in layer_lines.walk(tree.shown())}
    tree.setCurrentItem(tree.item("mines"))
    tree.item("refineries").setExpanded(True)
    tree.item("heading:Base").setExpanded(False)
    window.session.edit("Hide lakes", hidden=frozenset({"lakes"}))
    settle(window.session)
    window.session.edit("Japan out", partners=frozenset({"USA"}))
    settle(window.session)
    for layer in window.session.map.layers:
        assert tree.item(layer.id) is lines[layer.id]
    assert tree.current() == "mines"
    assert tree.item("refineries").isExpanded()
    assert not tree.item("heading:Base").isExpanded()


def test_that_what_is_open_and_shut_stays_so_when_a_file_joins_and_goes(window, settle, tmp_path, qtbot):
    tree = window.layers.tree
    tree.item("refineries").setExpanded(True)
    tree.item("countries").setExpanded(False)
    tree.item("heading:Shipping").setExpanded(False)
    path = tmp_path / "mine.csv"
    path.write_text("name,mineral,stage,lat,lon,country\nTorni,cobalt,mining,66.5,25.7,FIN\n")
    for act in (lambda: window.files.add_data([path]), window.actions_["undo"].trigger):
        act()
        qtbot.waitUntil(lambda: not any(reader.busy for reader in window.files._reading), timeout=20_000)
        settle(window.session)
        assert tree.item("refineries").isExpanded()
        assert tree.item("heading:Facilities").isExpanded()
        assert not tree.item("countries").isExpanded()
        assert not tree.item("heading:Shipping").isExpanded()


def test_that_lines_are_filtered_by_words(window, qtbot):
    window.layers.focus_filter()
    word = layer_lines.fold(window.layers.tree.item("mines").child(0).text(0))
    window.layers.filter.setText(word)
    lines = {line.key: line for line in layer_lines.walk(window.layers.tree.shown())}
    assert "mines" in lines
    assert {word} <= {layer_lines.fold(child.text) for child in lines["mines"].children}
    assert window.layers.tree.item("mines").isExpanded()
    assert "labels" not in lines
    window.layers.filter.setText("mines")
    assert len([line for line in layer_lines.walk(window.layers.tree.shown()) if line.kind == "layer"]) >= 1
    window.layers.filter.setText("")
    assert len(window.layers.tree.lines()) == len(window.session.map.layers)


def test_that_a_filter_that_nothing_passes_says_so_and_what_to_do(window, settle):
    tree = window.layers.tree
    settle(window.session)
    window.layers.filter.setText("xyzzy")
    assert not tree.shown()
    assert "xyzzy" in tree.why_empty()
    assert "Empty the filter" in tree.why_empty()
    image = tree.viewport().grab().toImage()
    seen = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, min(image.height(), 60), 2)}
    assert len(seen) > 1  # words stand on the empty ground
    window.layers.filter.setText("")
    assert tree.shown()
    assert tree.why_empty() == ""


def test_that_the_legend_is_of_what_is_in_view(window, settle, qtbot):
    def entries():
        return window.layers.tree.item("mines").childCount()

    whole = entries()
    window.actions_["legend_in_view"].trigger()
    assert window.layers.in_view.isChecked()
    window.map_place.canvas.zoom_to((-9.0e6, -5.2e6, -8.9e6, -5.1e6))  # the South Pacific
    qtbot.waitUntil(lambda: entries() == 0)
    window.map_place.zoom_full()
    qtbot.waitUntil(lambda: entries() > 0)
    window.actions_["legend_in_view"].trigger()
    qtbot.waitUntil(lambda: entries() == whole)


def test_that_all_are_shown_and_hidden_by_keys(window, settle):
    window.actions_["hide_all_layers"].trigger()
    settle(window.session)
    assert not any(layer.visible for layer in window.session.map.layers)
    window.actions_["show_all_layers"].trigger()
    settle(window.session)
    assert all(layer.visible for layer in window.session.map.layers)
    window.layers.tree.setCurrentItem(window.layers.tree.item("mines"))
    window.actions_["show_only"].trigger()
    settle(window.session)
    shown = {layer.id for layer in window.session.map.layers if layer.visible}
    assert shown == {"mines", "sea", "countries", "lakes", "boundaries"}


def test_that_each_own_file_has_a_line_and_can_be_removed(own, settle):
    assert "heading:My data" in tops(own)
    lines = {line.text: line for line in layer_lines.walk(own.layers.tree.shown()) if line.kind == "layer"}
    assert {"a.csv", "b.csv"} <= lines.keys()
    own.layers.tree.setCurrentItem(own.layers.tree.item("own_data:a.csv"))
    own.layers.tree.item("own_data:b.csv").setSelected(True)
    own.actions_["remove_layer"].trigger()
    settle(own.session)
    assert own.session.project.datasets == ()
    assert own.session.undo_stack.undoText() in ("Remove a.csv and 1 more", "Remove b.csv and 1 more")
    assert "own_data" in tops(own)
    own.session.undo_stack.undo()
    settle(own.session)
    assert "heading:My data" in tops(own)


def test_that_what_is_shipped_cannot_be_removed(window):
    window.layers.tree.setCurrentItem(window.layers.tree.item("mines"))
    window.actions_["remove_layer"].trigger()
    assert "file of your own" in window.notices.text


def test_that_of_several_own_files_the_one_to_remove_is_asked_for_and_an_only_one_is_meant(own, settle):
    own.layers.tree.setCurrentItem(own.layers.tree.item("mines"))
    own.actions_["remove_layer"].trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Remove a.csv", "Remove b.csv", "Remove &all 2"]
    assert menu.activeAction().text() == "Remove a.csv"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle(own.session)
    assert [Path(one.path).name for one in own.session.project.datasets] == ["b.csv"]
    own.layers.tree.setCurrentItem(own.layers.tree.item("mines"))
    own.actions_["remove_layer"].trigger()
    settle(own.session)
    assert own.session.project.datasets == ()
    assert own.status._words.text() == "b.csv removed; Undo brings it back"
    assert own.session.undo_stack.undoText() == "Remove b.csv"


def test_that_a_file_is_removed_while_its_table_is_open(own, settle):
    own.table.show()
    settle(own.session)
    own.session.select("own:a:2")
    own.layers.edits.remove(("own_data:a.csv",))
    settle(own.session)
    assert (own.session.dataset.facilities["dataset"] == "a.csv").sum() == 0
    own.table.hide()
    own.session.undo_stack.undo()
    settle(own.session)
    assert (own.session.dataset.facilities["dataset"] == "a.csv").sum() == 2


def test_that_the_menu_of_a_line_does_what_it_says(own, settle, tmp_path, monkeypatch, qtbot):
    dock, work = own.layers, own.parts["layers"].thing

    def press(key, words):
        menu = menu_of(dock, work, key, lambda name: None)
        found = {action.text().replace("&", ""): action for action in menu.actions()}
        assert found[words].isEnabled()
        found[words].trigger()

    press("own_data:b.csv", "Zoom to Layer")
    x0, _y0, x1, _y1 = own.map_place.canvas.extent()
    assert x1 - x0 < 5e6
    press("mines", "Move to Top")
    assert own.session.view.layers[0] == "mines"
    press("mines", "Move to Bottom")
    assert own.session.view.layers[-1] == "mines"
    path = tmp_path / "out.csv"
    monkeypatch.setattr(ask, "save_path", lambda *_: path)
    settle(own.session)
    press("own_data:a.csv", "Export Layer…")
    qtbot.waitUntil(lambda: path.is_file() and "written to out.csv" in own.notices.text)
    assert "Torni a.csv" in path.read_text("utf-8-sig")
    assert "Torni b.csv" not in path.read_text("utf-8-sig")
    press("own_data:a.csv", "Remove Own Data")
    settle(own.session)
    assert len(own.session.project.datasets) == 1


def test_that_every_layer_tells_its_sources(window):
    assert "Made with Natural Earth." in window.layers.sources("lakes")
    assert "Sources:" in window.layers._sources_tip("mines")


def test_that_many_toggles_leave_the_right_map_and_nothing_behind(window, settle, qtbot):
    tree = window.layers.tree
    ids = [layer.id for layer in window.session.map.layers]

    def toggle(times):
        for number in range(times):
            key = ids[number % len(ids)]
            item = tree.item(key)
            on = item.checkState(0) == Qt.CheckState.Checked
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            if number % 10 == 0:
                qtbot.wait(1)
        settle(window.session)
        return sum(isinstance(one, QTreeWidgetItem) for one in objects())

    items = toggle(100)
    assert toggle(200) <= items + 2
    hidden = window.session.view.hidden
    assert {layer.id for layer in window.session.map.layers if not layer.visible} == hidden
    for layer in window.session.map.layers:
        shown = tree.item(layer.id).checkState(0) == Qt.CheckState.Checked
        assert shown == layer.visible or layer.id == "own_data"


def test_that_words_of_data_are_no_markup_in_tips():
    from mineralmap.gui.line_tree import plain

    assert plain("<b>x</b>\n&") == "<span>&lt;b&gt;x&lt;/b&gt;<br>&amp;</span>"
    assert plain("") == ""


def test_that_files_of_one_name_are_told_apart(window):
    first, second = DatasetReference("/x/a.csv", "1"), DatasetReference("/y/a.csv", "2")
    window.session.readings[first] = window.session.readings[second] = object()
    window.session.project = replace(window.session.project, datasets=(first, second))
    assert window.layers.edits.reference("own_data:a.csv") == first
    assert window.layers.edits.reference("own_data:a.csv (2)") == second
    assert window.layers.edits.reference("mines") is None
    assert Path(first.path).name == "a.csv"


def test_that_the_list_is_painted_once_when_lines_come_and_go(qtbot):
    tree, painted = LineTree(), []
    few = [layer_lines.Line("a", "layer", "A", "on"), layer_lines.Line("b", "layer", "B", "on")]
    qtbot.addWidget(tree)
    tree.show_lines(few, "light")
    tree.show()
    qtbot.waitExposed(tree)

    class Watch(QObject):
        def eventFilter(self, watched, event):
            painted.extend([event] if event.type() == QEvent.Type.Paint else [])
            return False

    watch = Watch(tree)
    tree.viewport().installEventFilter(watch)
    qtbot.waitUntil(lambda: not (painted.clear() or qtbot.wait(100) or painted))  # the first may come late
    tree.show_lines([few[1], layer_lines.Line("c", "layer", "C", "on")], "light")
    qtbot.waitUntil(lambda: bool(painted))
    qtbot.wait(50)
    assert len(painted) == 1


def test_that_words_of_the_key_that_leave_a_question_are_explained_by_a_tip():
    from mineralmap.layers.kinds.chokepoints import STATES
    from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Paint

    meant = layer_lines.MEANINGS
    assert set(meant) - {"known to the town", "partners’ part"} <= set(STATES)
    entries = tuple(LegendEntry("bar", words, Paint(), 14.0) for words in ("open", "open, second choice"))
    layer = Layer("chokepoints", "Chokepoints", (), (LegendBlock("", entries),))
    (line,) = layer_lines.lines_of([layer], frozenset())
    assert [one.tip for one in line.children] == ["", meant["open, second choice"]]
    assert meant["open, second choice"].startswith("A gate that stays open and is counted longer")
