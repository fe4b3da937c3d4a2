"""F6 opens the attribute table of the layer at hand, as in other programs, and closes it again."""

import pytest

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
