"""The attribute table of any layer, with its bar: which layer, what to look for, what to show, what to do with it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mineralmap.gui import theme
from mineralmap.gui.attribute import kept, reach, saving
from mineralmap.gui.attribute.bar import Acts, Bar, open_menu
from mineralmap.gui.attribute.chooser import ColumnChooser
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.attribute.popup import FilterPopup
from mineralmap.gui.attribute.rows import Filter, SortKey
from mineralmap.gui.attribute.totals_row import TotalsRow
from mineralmap.gui.attribute.view import AttributeView
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.attributes import AttributeTable

REST_MS, TYPING_MS = 150, 120
FEW = 200
"""Rows that are copied at once; more are written behind the window."""
FLOWING = frozenset({"routes", "ports", "chokepoints"})


class AttributePane(QWidget):
    """Shows a layer's features. ``titled`` carries the layer's name with its number of rows; ``zoom_asked`` an extent
    in projected metres; ``go_asked`` the id of a feature; ``expression_asked`` opens the dialog for its layer."""

    titled = Signal(str)
    zoom_asked = Signal(object)
    go_asked = Signal(str)
    expression_asked = Signal()
    save_asked = Signal()
    copying = Signal(str, object)
    """Many rows are being copied: words, and what calls it off."""
    progressed = Signal(float)
    said = Signal(str, bool)
    """Something to be told, and whether it went wrong."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._canvas: Any = None
        self._stale, self._wide = True, False
        self._waiting: list[Callable[[AttributeTable], object]] = []
        self._reach = reach.Reach()
        self.popup: FilterPopup | None = None
        self.chooser: ColumnChooser | None = None
        self.model = AttributeModel()
        self.view = AttributeView(self.model, self._colours)
        self.totals = TotalsRow(self.view, self._colours)
        self.view.why_empty = self._why_empty
        self._reading, self._saving, self._copying = Latest(self), Latest(self), Latest(self)
        self.bar = Bar()
        self.layer, self.search = self.bar.layer, self.bar.search
        self.visible_only, self.selected_only, self.clear = self.bar.visible, self.bar.selected, self.bar.clear
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.totals)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._laying = QTimer(self, singleShot=True, interval=REST_MS)
        self._connect()
        self._recolour()
        self._light(session.chosen)

    def _connect(self) -> None:
        session, view = self._session, self.view
        self.layer.currentIndexChanged.connect(self._other_layer)
        self.search.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(lambda: self.model.seek(self.search.text()))
        self._rest.timeout.connect(self._limit_visible)
        self._laying.timeout.connect(lambda: kept.keep(view))
        self.visible_only.toggled.connect(self._limit_visible)
        self.selected_only.toggled.connect(self._limit_selected)
        self.clear.clicked.connect(self.clear_filters)
        self.model.arranged.connect(self._say_filters)
        for button, act in (
            (self.bar.expression, self.expression_asked.emit), (self.bar.invert, self.invert),
            (self.bar.zoom, self.zoom_to_chosen), (self.bar.columns, self.choose_columns),
            (self.bar.export, self.save_asked.emit),
        ):  # fmt: skip
            button.clicked.connect(act)
        view.choice_made.connect(session.choose)
        view.one_pressed.connect(self._pressed_one)
        view.zoom_asked.connect(self.go_asked)
        view.copy_asked.connect(self.copy)
        view.menu_asked.connect(self._open_menu)
        view.head.filter_asked.connect(self._open_filter)
        view.head.menu_asked.connect(self._open_head_menu)
        view.head.sectionHandleDoubleClicked.connect(
            lambda section: view.head.resizeSection(section, kept.fitting(view, section))
        )
        for signal in (view.head.sectionResized, view.head.sectionMoved):
            signal.connect(self._laying.start)
        session.chosen_changed.connect(self._light)
        session.results_changed.connect(self._outdate)
        session.flows_changed.connect(self._flows_outdate)
        session.map_changed.connect(self.look_again)
        session.theme_changed.connect(self._recolour)

    @property
    def table(self) -> "AttributeTable":
        """The table that is shown."""
        return self.model.table

    @property
    def layer_id(self) -> str:
        """The layer that is asked for."""
        return str(self.layer.currentData())

    def show_layer(self, layer: str) -> None:
        """Show another layer's features; a layer without a table changes nothing."""
        index = self.layer.findData(layer)
        if index >= 0:
            self.layer.setCurrentIndex(index)

    def follow(self, canvas: Any) -> None:
        """This is the map whose view "visible only" follows."""
        self._canvas = canvas
        canvas.view_changed.connect(self.look_again)

    def look_again(self) -> None:
        """The map shows something else, or more or less of it."""
        if self.visible_only.isChecked():
            self._rest.start()

    def with_table(self, act: "Callable[[AttributeTable], object]") -> None:
        """Do something with the table of the chosen layer as soon as it is there, also while nobody sees it."""
        if not self._stale and self.table.id == self.layer_id:
            act(self.table)
            return
        self._waiting.append(act)
        self.refresh()

    def refresh(self) -> None:
        """Make the table anew, behind the window."""
        results = self._session.results
        if results is not None:
            self._stale = False
            self._reading.run(partial(_table, results, self._session.flows, self.layer_id), self._take)

    def freshen(self) -> None:
        """Make the table anew where it is of an older answer."""
        if self._stale:
            self.refresh()

    @property
    def busy(self) -> bool:
        """Is a table being made or written?"""
        return self._reading.busy or self._saving.busy or self._copying.busy

    def _take(self, table: "AttributeTable") -> None:
        before, now = ([one.id for one in of.attributes] for of in (self.table, table))
        other = table.id != self.table.id or before != now
        self._laying.stop()
        for one in (self.popup, self.chooser):
            if one is not None:
                one.close()
        self.model.fill(table, self._session.chosen)
        if other:
            kept.restore(self.view)
            self._laying.stop()
        self.titled.emit(f"{table.title} ({len(table):,})")
        self.visible_only.setEnabled(table.has_places or table.id == "countries")
        self._limit_selected()
        self._limit_visible()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act(table)

    def _outdate(self) -> None:
        self._stale = True
        if self.isVisible() or self._waiting:
            self.refresh()

    def _flows_outdate(self) -> None:
        if self.layer_id in FLOWING:
            self._outdate()

    def _other_layer(self) -> None:
        self.search.clear()
        self._typing.stop()
        self._outdate()

    def _light(self, chosen: frozenset[str]) -> None:
        self.view.mark_chosen(chosen)
        self.model.light(chosen)
        self._limit_selected()
        if len(chosen) == 1 and not self.view.hasFocus():
            self.view.show_row(next(iter(chosen)))

    def _pressed_one(self, row_id: str) -> None:
        if self.table.id not in ("routes", "ports", "companies"):
            self._session.select(row_id)

    def _limit_visible(self) -> None:
        on = self.visible_only.isChecked() and self.visible_only.isEnabled()
        made = self._session.map
        if not on or self._canvas is None or made is None:
            self.model.limit("visible", None)
            return
        mask = self._reach.seen(self.table, made, self._canvas)
        before = self.model.shown.limits.get("visible")
        if before is None or not np.array_equal(before, mask):
            self.model.limit("visible", mask)

    def _limit_selected(self) -> None:
        on = self.selected_only.isChecked()
        self.model.limit("selected", self.model.chosen.copy() if on else None)

    def clear_filters(self) -> None:
        """Show every row again."""
        self.search.clear()
        self._typing.stop()
        self.model.clear_filters()
        self.visible_only.setChecked(False)
        self.selected_only.setChecked(False)

    def invert(self) -> None:
        """Select the rows shown that are not selected, and no others."""
        self.with_table(lambda table: self._session.choose(table.ids_of(self.shown_rows(chosen=False))))

    def choose_all(self) -> None:
        """Select every row that is shown."""
        self.with_table(lambda table: self._session.choose(table.ids_of(self.model.rows)))

    def shown_rows(self, chosen: bool) -> np.ndarray:
        """Numbers of the rows shown that are selected, or that are not."""
        rows = self.model.rows
        return rows[self.model.chosen[rows] == chosen]

    def zoom_to_chosen(self) -> None:
        """Show on the map what is selected, or all rows where nothing is."""
        made = self._session.map
        if made is None or not len(self.table):
            return
        rows = self.model.chosen if self.model.chosen.any() else self.model.rows
        extent = reach.around(self._reach.boxes(self.table, made), rows)
        if extent is None:
            self.said.emit("None of these has a place on the map.", False)
        else:
            self.zoom_asked.emit(extent)

    def copy(self) -> None:
        """Put the selected rows, or all that are shown, on the clipboard, with headings, below what they are of."""
        results = self._session.results
        if results is None:
            return
        wanted = self._wanted(results)
        many = len(wanted.rows) > FEW
        if many:
            self.copying.emit(f"Copying {len(wanted.rows):,} rows…", self._copying.cancel)
        begin = self._copying.run if many else self._copying.at_once
        begin(partial(saving.copied, wanted, self.progressed.emit), partial(self._copied, len(wanted.rows)))

    def _copied(self, rows: int, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"{rows:,} row{'' if rows == 1 else 's'} copied.", False)

    def shown_columns(self) -> tuple:
        """The columns that are shown, from the left."""
        return tuple(self.model.column(section) for section in self.view.shown_columns())

    def save(self, path: Path) -> None:
        """Write the selected rows, or all that are shown, to a file, behind the window."""
        results = self._session.results
        if results is None:
            return
        wanted = self._wanted(results)
        words = f"{len(wanted.rows):,} rows saved as {path.name}."
        self._saving.run(
            partial(saving.save, wanted, path),
            lambda _: self.said.emit(words, False),
            lambda error: self.said.emit(f"{path.name} could not be written: {error}", True),
        )

    def _wanted(self, results: "Results") -> saving.Wanted:
        chosen = self.shown_rows(chosen=True)
        rows = chosen if len(chosen) else self.model.rows
        return saving.Wanted(self.table, rows, self.shown_columns(), results, self._how(bool(len(chosen))))

    def _how(self, chosen: bool) -> tuple[str, ...]:
        shown = self.model.shown
        said = ["those selected"] if chosen else []
        named = (self.model.table.named(name) for name in shown.filters)
        said += [f"filtered by {column.title}" for column in named if column is not None]
        said += [f'those with "{shown.sought}"'] if shown.sought else []
        said += ["those that the map shows"] if "visible" in shown.limits else []
        return tuple(said)

    def choose_columns(self) -> None:
        """Open the list of columns."""
        shown = set(self.view.shown_columns())
        made = self.chooser = ColumnChooser(self.table.attributes, shown)
        made.destroyed.connect(lambda: setattr(self, "chooser", None))
        made.shown_changed.connect(self._show_column)
        made.reset_asked.connect(self._reset_columns)
        button = self.bar.columns
        made.open_at(button.mapToGlobal(QPoint(button.width(), 0)))

    def _show_column(self, section: int, shown: bool) -> None:
        head = self.view.head
        head.setSectionHidden(section, not shown)
        if shown and head.sectionSize(section) == head.defaultSectionSize():
            head.resizeSection(section, kept.fitting(self.view, section))
        self._laying.start()

    def _reset_columns(self) -> None:
        kept.forget(self.table.id)
        for at in range(self.view.head.count()):
            self.view.head.moveSection(self.view.head.visualIndex(at), at)
        kept.restore(self.view)
        self._laying.stop()

    def _open_filter(self, section: int, corner: QPoint) -> None:
        column = self.model.column(section)
        now = self.model.shown.filters.get(column.id, Filter())
        made = self.popup = FilterPopup(column, self.model.shown.mask(without=column.id), now)
        made.destroyed.connect(lambda: setattr(self, "popup", None))
        made.filtered.connect(partial(self.model.filter_by, column.id))
        made.sort_asked.connect(lambda descending: self._sort(column.id, descending))
        made.open_below(corner)

    def _sort(self, column: str, descending: bool) -> None:
        self.model.sort_by((SortKey(column, descending),))
        self.view.head.viewport().update()

    def _open_head_menu(self, section: int, place: QPoint) -> None:
        column, head = self.model.column(section), self.view.head
        acts: Acts = [
            ("Filter…", lambda: head.ask_filter(section)),
            ("Sort ascending", lambda: self._sort(column.id, False)),
            ("Sort descending", lambda: self._sort(column.id, True)),
            None,
            ("Fit width", lambda: head.resizeSection(section, kept.fitting(self.view, section))),
        ]
        if len(self.view.shown_columns()) > 1:
            acts.append(("Hide column", lambda: self._show_column(section, False)))
        open_menu(self, [*acts, ("Choose columns…", self.choose_columns)], place)

    def _open_menu(self, index: QModelIndex, place: QPoint) -> None:
        column, words = self.model.column(index.column()), str(index.data() or "")
        acts: Acts = [
            ("Copy rows", self.copy), ("Copy cell", lambda: QGuiApplication.clipboard().setText(words)), None,
            ("Zoom to selected", self.zoom_to_chosen), ("Invert selection", self.invert),
        ]  # fmt: skip
        if column.is_text:
            wanted = Filter(kept=frozenset([words] if words else []), blanks=not words)
            name = f"Only {column.title} = {words[:40] or 'not known'}"
            acts.insert(3, (name, lambda: self.model.filter_by(column.id, wanted)))
        open_menu(self, acts, place)

    def _why_empty(self) -> str:
        if not self.table.id:
            return "The table is being made…"
        if not len(self.table):
            return self.table.why_empty
        if self.selected_only.isChecked() and not self.model.chosen.any():
            return "Nothing of this layer is selected."
        return "No row passes the filters. The funnel above takes them all away."

    def _say_filters(self) -> None:
        shown = self.model.shown
        self.clear.setEnabled(bool(shown.filters or shown.sought or shown.limits))
        self.view.head.viewport().update()

    def _colours(self) -> theme.Colours:
        return theme.colours(self._session.view.theme)

    def _recolour(self) -> None:
        self.bar.recolour(self._colours().text)
        self.view.viewport().update()


def _table(results: "Results", flows: "Flows | None", layer: str, cancel: Cancel) -> "AttributeTable":
    cancel()
    from mineralmap.analysis.feature_tables import table

    return table(results, flows, layer)
