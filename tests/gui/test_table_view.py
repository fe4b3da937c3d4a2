"""A table paints its cells without being asked for each, and what is seen is what Qt would have painted."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mineralmap.gui.gate_table import GateView
from mineralmap.gui.table_view import TableView
from mineralmap.gui.tables import Column, TableModel
from mineralmap.gui.two_lines import TwoLines
from tests.render.conftest import pixels


def filled(rows=30):
    """Words too long for their column, figures, a figure that is not there."""
    model = TableModel()
    names = np.array([f"A name of some length, number {i}" for i in range(rows)], object)
    tonnes = np.arange(rows) * 1234.5
    tonnes[3] = np.nan
    below = [f"what stands below {i}" if i % 2 else "" for i in range(rows)]
    said = Column("t", tonnes, lambda one: "no data" if np.isnan(one) else f"{one:,.0f}")
    model.fill(np.array([f"r{i}" for i in range(rows)], object), [Column("State", names, below=below), said])
    return model


@pytest.mark.parametrize("kind", ["words", "two lines", "gates"])
def test_that_cells_are_painted_as_qt_would_have_painted_them(qtbot, monkeypatch, kind):
    model = filled()
    view = GateView(model) if kind == "gates" else TableView(model, "Rows")
    if kind == "two lines":
        view.verticalHeader().setDefaultSectionSize(40)
        view.setItemDelegate(TwoLines(view))
    qtbot.addWidget(view)
    view.setColumnWidth(0, 120)
    view.resize(300, 210)
    view.show()
    model.grey(["t"])
    asked = []
    data = TableModel.data
    monkeypatch.setattr(
        TableModel, "data", lambda self, index, role=0: (asked.append(role), data(self, index, role))[1]
    )
    view.verticalScrollBar().setValue(37)
    ours = pixels(view.viewport())
    assert asked == []
    monkeypatch.setattr(view, "hasFocus", lambda: True)  # then Qt paints
    assert np.array_equal(ours, pixels(view.viewport()))
    assert bool(asked) == (kind != "two lines")


def test_that_a_chosen_row_is_seen(qtbot):
    view = TableView(filled(), "Rows")
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    view.selectRow(2)
    seen = pixels(view.viewport())
    beside = view.columnViewportPosition(1) + 2  # no words there
    grounds = [tuple(seen[view.rowViewportPosition(row) + 2, beside]) for row in (1, 2, 3)]
    assert grounds[0] == grounds[2] != grounds[1]


def test_that_a_chosen_row_stays_chosen_when_the_table_is_sorted(qtbot):
    """Else a key that acts on the chosen row would act on another: of gates, close one that nobody meant."""
    model = filled()
    view = TableView(model, "Rows")
    qtbot.addWidget(view)
    view.selectRow(5)
    for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        model.sort(1, order)
        assert {model.row_id(one.row()) for one in view.selectionModel().selectedIndexes()} == {"r5"}
        assert model.row_id(view.currentIndex().row()) == "r5"


def test_that_chosen_rows_stay_chosen_when_the_table_is_of_another_question(qtbot):
    model = filled(4)
    view = TableView(model, "Rows")
    qtbot.addWidget(view)
    view.keep_chosen()

    def chosen():
        return {model.row_id(one.row()) for one in view.selectionModel().selectedRows()}

    view.selectAll()
    columns, none = model.columns, [replace(one, values=one.values[:0], below=()) for one in model.columns]
    model.fill(np.array([], object), none)  # while the figures are worked out
    assert chosen() == set()
    model.fill(np.array(["new", "r3", "r1", "other"], object), columns)
    assert chosen() == {"r3", "r1"}
