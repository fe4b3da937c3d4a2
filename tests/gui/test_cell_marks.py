"""What is said quietly before a figure in a cell of the attribute table, and in its tip."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mineralmap.analysis.compute import compute
from mineralmap.datasets.attributes import AttributeTable, number, text
from mineralmap.gui import theme
from mineralmap.gui.attribute import kept
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.attribute.saving import Wanted, above
from mineralmap.gui.attribute.view import AttributeView
from tests.gui.conftest import COBALT

TWO = "Output: 2019\nCounted: capacity 2023"


@pytest.fixture
def view(qtbot):
    """Two rows with an output, of which the second is not what is counted."""
    none = np.full((2, 1), np.nan)
    marks, asides = np.array(["", "2019"], object), np.array(["", TWO], object)
    columns = (text("name", "N", ["A", "B"]), number("output", "O", [12_345, 12_345], marks=marks, asides=asides))
    table = AttributeTable("works", "Works", np.array(["a", "b"], object), columns, none, none)
    model = AttributeModel()
    model.fill(table, frozenset())
    made = AttributeView(model, lambda: theme.LIGHT)
    qtbot.addWidget(made)
    made.resize(400, 120)
    made.show()
    return made


def painted(view, row):
    """Device px (h, w) of the cell with the output that are no ground."""
    image = view.viewport().grab(view.visualRect(view.rows.index(row, 1))).toImage()
    grey = image.convertToFormat(image.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()]
    return pixels < pixels.max() - 60


def test_that_a_column_has_room_for_the_mark_and_no_more(view):
    view.head.resizeSection(1, kept.fitting(view, 1))
    plain, marked = painted(view, 0), painted(view, 1)
    middle = plain.shape[1] // 2
    assert (plain[:, middle:] == marked[:, middle:]).all()  # the figure stands where it stands without
    assert marked[:, : middle // 2].any()
    assert not plain[:, : middle // 2].any()
    column = view.rows.column(1)
    without = AttributeTable(
        "w", "W", view.rows.table.ids, (column, number("o", "O", [12_345, 12_345])), *[column.values[:, None]] * 2
    )
    view.rows.fill(without, frozenset())
    gained = kept.fitting(view, 0) - kept.fitting(view, 1)
    assert 0 < gained < view.fontMetrics().horizontalAdvance("2019") + 16


def test_that_a_mark_gives_way_to_the_figure(view):
    view.head.resizeSection(1, kept.fitting(view, 1))
    wide = painted(view, 1).sum()
    view.head.resizeSection(1, view.fontMetrics().horizontalAdvance("12,345") + 20)
    assert painted(view, 1).sum() == painted(view, 0).sum() < wide


def test_that_the_tip_says_what_the_mark_is_of(view):
    tips = [view.rows.data(view.rows.index(row, 1), Qt.ItemDataRole.ToolTipRole) for row in (0, 1)]
    assert tips == ["12,345", f"12,345\n{TWO}"]
    assert view.rows.tsv(range(2)).splitlines()[2] == "B\t12345"  # a copied cell is a number


def test_that_copied_rows_say_of_which_years_the_marked_figures_are(view, tiny_world):
    results = compute(tiny_world, COBALT)
    table = view.rows.table
    wanted = Wanted(table, np.array([0, 1]), table.attributes, results)
    assert "# Note: O is another figure than what is counted in 1 row (2019).\n" in above(wanted)
    assert "# Note" not in above(replace(wanted, rows=np.array([0])))
