"""The attribute table tells why tonnes are not in the sum, and what a tonne counts where there are several minerals."""

import pytest
from PySide6.QtCore import Qt

ONE_WINDOW = True


@pytest.fixture
def pane(window, qtbot):
    """The attribute table of the window on the tiny world."""
    window.table.show_attributes()
    made = window.table.attributes
    qtbot.waitUntil(lambda: made.model.rowCount() == 4, timeout=30_000)
    return made


def show(pane, qtbot, layer):
    pane.show_layer(layer)
    qtbot.waitUntil(lambda: pane.table.id == layer and not pane.busy, timeout=30_000)


def test_that_tonnes_that_are_not_counted_say_why(pane, window, qtbot, settle):
    def tip(layer, facility, mineral):
        show(pane, qtbot, layer)
        table, model = pane.table, pane.model
        section = [column.id for column in table.attributes].index("counted_t")
        named = table.named("mineral")
        at = next(row for row in range(model.rowCount()) if model.row_id(row) == facility
                  and named.texts(model.rows[[row]])[0] == mineral)  # fmt: skip
        return model.data(model.index(at, section), Qt.ItemDataRole.ToolTipRole)

    assert tip("facilities", "USA-thacker", "lithium") == "Not part of the question as it stands."
    window.session.edit("Ask for lithium", mineral="lithium")  # Thacker is being built
    settle(window.session)
    qtbot.waitUntil(lambda: not pane.busy)
    assert tip("question", "USA-thacker", "lithium") == "Not in the sum: it does not run."
    assert not pane.view.grab().isNull()


def test_that_what_a_tonne_counts_is_shown_where_there_are_several_minerals(pane, qtbot):
    for layer, shown in (("facilities", True), ("question", False)):
        show(pane, qtbot, layer)
        assert ("unit" in {pane.model.column(section).id for section in pane.view.shown_columns()}) is shown


def test_that_what_counted_tonnes_rest_on_stands_beside_them_and_the_output(pane, qtbot):
    show(pane, qtbot, "question")
    model = pane.model
    ids = [model.column(section).id for section in pane.view.shown_columns()]
    assert ids[ids.index("counted_t") :][:4] == ["counted_t", "capacity_t_per_year", "production_t", "counted_from"]
    section = [column.id for column in pane.table.attributes].index("counted_t")
    at = next(row for row in range(model.rowCount()) if model.row_id(row) == "COD-f1")
    tip = model.data(model.index(at, section), Qt.ItemDataRole.ToolTipRole)
    assert tip == "100 t Co, from production 2024"
    head = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "says what they rest on" in head
