"""Keys of panels do what they do in other programs: F6 opens the attribute table of the layer at hand, F7 its style."""

import pytest
from PySide6.QtCore import QSettings

from mineralmap.gui.keymap import Keymap

ONE_WINDOW = True


@pytest.fixture
def f6(window, qtbot):
    """Presses the key; gives the title of the tab in front and the layer of the table."""
    window.layers.tree.clearSelection()

    def pressed():
        assert window.table.front_action().shortcut().toString() == "F6"
        window.table.front_action().trigger()
        table = window.table
        qtbot.waitUntil(lambda: not table.attributes.busy, timeout=20_000)
        return table.tabs.currentWidget() is table.attributes, table.attributes.layer_id

    yield pressed
    window.table.hide()


def test_that_the_key_opens_the_facilities_asked_about_and_closes_them(window, f6):
    assert f6() == (True, "question")
    window.table.front_action().trigger()
    assert window.table.isHidden()


def test_that_the_layer_that_is_selected_in_the_list_is_opened(window, f6):
    tree = window.layers.tree
    tree._items["mines"].setSelected(True)
    assert window.layers.chosen_layers() == ("mines",)
    assert f6() == (True, "mines")


@pytest.mark.parametrize(
    ("selected", "layer"),
    [("COD-f1", "question"), ("CHN-ganfeng", "facilities"), ("COD", "countries"), ("malacca", "chokepoints")],
)
def test_that_the_table_of_what_is_selected_on_the_map_is_opened(window, f6, selected, layer):
    window.session.select(selected)
    assert f6() == (True, layer)


def test_that_suppliers_in_front_give_way_when_the_table_is_opened_again(window, f6):
    f6()
    window.table.tabs.setCurrentIndex(0)
    window.table.front_action().trigger()
    assert f6()[0]


def test_that_f7_opens_the_style_of_the_layer_at_hand_and_closes_it(window):
    style = window.actions_["layer_style"]
    assert style.shortcut().toString() == "F7"
    assert window.chokepoints.front_action().shortcut().toString() == "Ctrl+9"
    window.layers.tree.setCurrentItem(window.layers.layer_item("mines"))
    style.trigger()
    assert window.layers.style_button.isChecked()
    window.layers.hide()
    style.trigger()
    assert window.layers.style_button.isChecked()
    assert window.layers.isVisible()
    style.trigger()
    assert not window.layers.style_button.isChecked()


def test_that_the_key_of_a_panel_shows_it_then_hides_it_and_says_how_it_comes_back(window, qtbot):
    """As in QGIS: behind another it comes to the front, in front it goes."""
    window.answer.raise_()
    action = window.evidence.front_action()
    action.trigger()
    qtbot.waitUntil(lambda: window.evidence.in_front)
    action.trigger()
    assert not window.evidence.isVisible()
    assert window.status._words.text() == "Evidence hidden; Ctrl+5 shows it again"
    action.trigger()
    qtbot.waitUntil(lambda: window.evidence.in_front)


def test_that_a_key_that_somebody_chose_is_not_shared_with_a_newer_use_of_it(window):
    keymap = Keymap(window)
    QSettings().setValue("keys/new", "F7")
    keymap.apply_kept()
    assert keymap.keys("new") == ("F7",)
    assert keymap.keys("layer_style") == ()
    keymap.reset_all()
    assert (keymap.keys("new"), keymap.keys("layer_style")) == (("Ctrl+N",), ("F7",))
