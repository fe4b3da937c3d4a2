"""Which columns of each table are shown, how wide and in which order: remembered for the person, not the project."""

import json
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSettings

from mineralmap.datasets.attributes import Attribute
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.attribute.said import cell, mark
from mineralmap.gui.attribute.view import MARK_GAP_PX, PAD_PX, AttributeView

NARROWEST, WIDEST = 48, 240
SAMPLED = 200
"""Rows that are measured before a width is chosen."""


def restore(view: AttributeView) -> None:
    """Lay the columns of the table that is shown as they were left, or as they fit."""
    model, head = view.rows, view.head
    kept = _read(model.table.id)
    widths, shown, order = kept.get("widths", {}), kept.get("shown"), kept.get("order", [])
    names = [column.id for column in model.table.attributes]
    for section, column in enumerate(model.table.attributes):
        # What was not there yet is shown as a new table shows it.
        seen = column.id in shown if shown is not None and column.id in order else column.shown
        head.setSectionHidden(section, not seen)
        if seen or column.id in widths:  # what is hidden is measured when it is shown
            head.resizeSection(section, int(widths.get(column.id, 0)) or fitting(view, section))
    order = [name for name in order if name in names]
    for at, name in enumerate(names if order else ()):
        if name not in order:  # beside the one that it comes beside
            order.insert(order.index(names[at - 1]) + 1 if at else 0, name)
    for place, name in enumerate(order):
        head.moveSection(head.visualIndex(names.index(name)), place)


def keep(view: AttributeView) -> None:
    """Remember how the columns lie now."""
    model, head = view.rows, view.head
    if not model.table.id or head.count() != len(model.table.attributes):
        return
    columns = model.table.attributes
    now = {
        "widths": {
            column.id: head.sectionSize(at) for at, column in enumerate(columns) if not head.isSectionHidden(at)
        },
        "shown": [column.id for at, column in enumerate(columns) if not head.isSectionHidden(at)],
        "order": [columns[head.logicalIndex(at)].id for at in range(len(columns))],
    }
    before = _read(model.table.id)
    now["widths"] = {**before.get("widths", {}), **now["widths"]}
    QSettings().setValue(_key(model.table.id), json.dumps(now))


def forget(table_id: str) -> None:
    """The columns of a table as the program has them."""
    QSettings().remove(_key(table_id))


def fitting(view: AttributeView, section: int) -> int:
    """Px in which heading and cells fit, within bounds."""
    model: AttributeModel = view.rows
    column: Attribute = model.column(section)
    head = view.head.width_of(str(model.headerData(section, view.head.orientation())), column.is_text)
    rows: Sequence[int] = model.rows[:SAMPLED].tolist()
    measure = view.fontMetrics().horizontalAdvance
    marked = [] if column.marks is None else np.flatnonzero(column.marks != "")[:SAMPLED].tolist()
    beside = [measure(mark(column, row)) + MARK_GAP_PX + measure(cell(column, row)) for row in marked]
    cells = max([*map(measure, {cell(column, row) for row in rows}), *beside], default=0) + 2 * PAD_PX + 4
    return max(NARROWEST, head, min(cells, WIDEST))


def _read(table_id: str) -> dict:
    try:
        found = json.loads(str(QSettings().value(_key(table_id), "{}")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _key(table_id: str) -> str:
    return f"attributes/{table_id}"
