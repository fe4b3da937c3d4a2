"""What stands behind a figure: its formula, the rows and factors that made it, the sources; to be cited and saved."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mineralmap.errors import MineralmapError
from mineralmap.gui import background, evidence_rows, outside, theme, why_text
from mineralmap.gui.dialogs import ask
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.dressing import first
from mineralmap.gui.flow_layout import FlowLayout
from mineralmap.gui.letters import icon_size
from mineralmap.gui.session import Session
from mineralmap.gui.table_view import CELL_PX, TableView
from mineralmap.gui.tables import TableModel
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.two_lines import TwoLines
from mineralmap.gui.words import not_written, plural

if TYPE_CHECKING:
    from mineralmap.analysis.evidence import Evidence
    from mineralmap.analysis.results import Results
    from mineralmap.gui.tables import Column as TableColumn

EMPTY = (
    "Click a figure, a bar or a cell of the scorecard to see how it is made: its formula, the facilities and countries "
    "behind it, the factors, and who says so."
)
ROWS_SHOWN = {1: 9, 2: 6, 3: 5}
"""Rows of the table that are seen at once, by the lines of each; with more it scrolls by itself."""
ROW_PX = 24
"""Height of a row of one line."""
NAME_PX = 120
"""Least width of the names; what is left beside tonnes and contribution is theirs."""
WIDEST_PX = 260
"""Greatest width of what stands beside name and numbers: a tip says all of it."""
BESIDE_PX, BAR_PX = 38, 10
"""Margins and the bar of the column; the bar of the table, which many rows have."""
KEPT = 50
"""Figures that can be gone back to."""


class EvidenceDock(Panel):
    """Explains what the session is asked to explain, and again whenever the question changes."""

    zoom_asked = Signal(str)
    said = Signal(str, bool)
    """A sentence for the message bar; true when something went wrong."""

    def __init__(self, session: Session) -> None:
        super().__init__("evidenceDock", "Evidence")
        self._session = session
        self._past: list[str] = []
        self._at = -1
        self._stale, self._filling = False, False
        self._explaining, self._saving = Latest(self), Latest(self)
        self.evidence: Evidence | None = None
        session.explain_asked.connect(self.explain)

    def make(self) -> None:
        """Words, table and buttons, all of them empty."""
        self.back, self.forward = _arrow("Back", "Alt+Left"), _arrow("Forward", "Alt+Right")
        self.cite, self.save = QPushButton("Copy citation"), QPushButton("Save table…")
        self.cite.setToolTip("Put the number with what it is of, how it is made and its sources on the clipboard")
        self.save.setToolTip("Write the rows, the factors and the sources to a spreadsheet (.xlsx or .csv)")
        self._column = column = Column()
        self.setWidget(self._with_buttons(column))  # before it holds anything: what moves is styled anew with all of it
        self.title = column.add_words("heading")
        self.value = column.add_words("lead")
        self.rest = column.add_words()
        self.question = column.add_words()
        self.asked = column.add_words("quiet")
        font = self.value.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.value.setFont(font)
        self._headings: dict[QWidget, QLabel] = {}
        self.formula = self._section("How it is made")
        self.rows = TableModel()
        self.table = TableView(self.rows, "Rows behind the number")
        self.table.horizontalHeader().setResizeContentsPrecision(40)
        self._cells = TwoLines(self.table)
        self.table.setItemDelegate(self._cells)
        self.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        heading_tip = "Click a facility to mark it on the map; double-click a row to go on to it."
        self._headings[self.table] = column.add_heading("Rows", heading_tip)
        column.rows.addWidget(self.table)
        self.row_said = self._section("")
        self.whole = self._section("Of what")
        self.reference = self._section("Method")
        self.factors = self._section("Factors", "What turns published into contained tonnes")
        self.assumptions = self._section("Assumed")
        self.notes = self._section("To be said with it")
        self.sources = self._section("Sources")
        self.citation = self._section("To cite")
        column.rows.addStretch(1)
        self._connect()
        self._blank(EMPTY)
        self._recolour()

    @property
    def what(self) -> str:
        """What is explained now; "" when nothing has been asked yet."""
        return self._past[self._at] if self._past else ""

    @property
    def busy(self) -> bool:
        """Is an explanation or a table being worked out?"""
        return self._explaining.busy or self._saving.busy

    def explain(self, what: str) -> None:
        """Show what stands behind a figure, and remember the way back."""
        if what != self.what:
            self._past = [*self._past[: self._at + 1], what][-KEPT:]
            self._at = len(self._past) - 1
            self._column.verticalScrollBar().setValue(0)
        self._begin()

    def go(self, by: int) -> None:
        """Back to the figure that was explained before (-1), or forward again (+1)."""
        if 0 <= self._at + by < len(self._past):
            self._at += by
            self._column.verticalScrollBar().setValue(0)
            self._begin()

    def save_to(self, path: Path) -> None:
        """Write the rows to a file, behind the window."""
        results = self._session.results
        if self.evidence is not None and results is not None:
            self._saving.run(
                partial(background.save_evidence, results, self.evidence, path),
                lambda _: self.said.emit(f"Saved {path.name}.", False),
                partial(self._not_saved, path),
            )

    def _with_buttons(self, column: Column) -> QWidget:
        whole, ways = QWidget(), QWidget()
        beside = QHBoxLayout(ways)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        for button in (self.back, self.forward):
            beside.addWidget(button)
        head = FlowLayout(across=4, apart=True)
        head.setContentsMargins(12, 8, 12, 0)
        for one in (ways, self.cite, self.save):
            head.addWidget(one)
        both = QVBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addLayout(head)
        both.addWidget(column, 1)
        return whole

    def _section(self, title: str, tip: str = "") -> QLabel:
        heading = self._column.add_heading(title, tip)
        words = self._column.add_words(rich=True)
        words.linkActivated.connect(outside.show)
        self._headings[words] = heading
        return words

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.go(-1))
        self.forward.clicked.connect(lambda: self.go(1))
        self.cite.clicked.connect(self._copy)
        self.save.clicked.connect(self._save)
        self.table.selectionModel().currentRowChanged.connect(self._select)
        self.table.activated.connect(self._go_on)
        self.visibilityChanged.connect(self._look)
        session = self._session
        session.results_changed.connect(self._outdate)
        session.theme_changed.connect(lambda _: first(self, self._show))

    def _outdate(self, _: object) -> None:
        self._stale = True
        self._freshen()

    def _look(self, _: bool) -> None:
        self._freshen()

    def _freshen(self) -> None:
        # Only when it is looked at: nobody waits for an explanation behind another tab.
        if self._stale and self.seen and self.what:
            self._begin()

    def _begin(self) -> None:
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._past) - 1)
        results = self._session.results
        if results is None or results.scenario != self._session.scenario:
            self._stale = True  # asked together with another question: its answer is under way
        else:
            self._stale = False
            self._explaining.run(partial(_made, results, self.what), self._take, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._blank(str(error))

    def _blank(self, words: str) -> None:
        self.evidence = None
        self.asked.setText(words)
        for label in (self.title, self.value, self.rest, self.question):
            label.hide()
        for body, heading in self._headings.items():
            body.hide()
            heading.hide()
        for button in (self.cite, self.save):
            button.setEnabled(False)

    def _take(self, made: "tuple[Evidence, np.ndarray, list[TableColumn]]") -> None:
        self.evidence, ids, columns = made
        self._filling = True
        self.rows.fill(ids, columns)
        self._filling = False
        self._lay((self.row_said, ""))
        self._fit_rows(len(ids), len(columns))
        self._show()

    def _fit_rows(self, rows: int, columns: int) -> None:
        """Names have what is left beside the two numbers, and two lines of it where one is too short for them; below
        them stands who says so."""
        self.table.fit_columns()
        self._fit_others()
        beside = sum(self.table.columnWidth(column) for column in range(1, min(3, columns)))
        wanted, bar = self.table.columnWidth(0), BAR_PX * (rows > min(ROWS_SHOWN.values()))
        given = max(NAME_PX, min(wanted, self._column.width() - beside - BESIDE_PX - bar))
        self.table.setColumnWidth(0, given)
        lines = (2 if wanted > given else 1) + any(any(column.below) for column in self.rows.columns)
        down = self.table.verticalHeader()
        line = self.table.fontMetrics().lineSpacing()
        down.setDefaultSectionSize(max(ROW_PX, line + 6) + (lines - 1) * line)
        header, bar = self.table.horizontalHeader().sizeHint().height(), 12
        seen = min(max(rows, 1), ROWS_SHOWN[lines])
        self.table.setFixedHeight(header + seen * down.defaultSectionSize() + bar)

    def _fit_others(self) -> None:
        """Numbers have room for what stands below them, words no more than they can be read in."""
        advance = self.table.fontMetrics().horizontalAdvance
        for at, column in enumerate(self.rows.columns[1:], 1):
            width = self.table.columnWidth(at)
            below = [advance(words) + CELL_PX for words in {*column.below}]
            self.table.setColumnWidth(at, max([width, *below]) if column.numeric else min(width, WIDEST_PX))

    def _show(self, *_: object) -> None:
        self._recolour()
        evidence, results = self.evidence, self._session.results
        if evidence is None or results is None:
            return
        colours, unit = theme.colours(self._session.view.theme), results.unit
        first, rest = why_text.headline(evidence)
        for label, words in (
            (self.title, evidence.title),
            (self.value, first),
            (self.rest, rest),
            (self.question, evidence.question),
            (self.asked, evidence.asked),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._lay(
            (self.formula, why_text.plain(evidence.formula, colours)),
            (self.whole, why_text.whole(evidence, unit, colours)),
            (self.reference, why_text.plain(evidence.reference, colours, quiet=True)),
            (self.assumptions, why_text.lines(evidence.assumptions)),
        )
        number = self.rows.rowCount()
        self.table.setVisible(number > 0)
        self._headings[self.table].setVisible(number > 0)
        self._headings[self.table].setText(f"Made of {plural(number, 'row')}")
        for button in (self.cite, self.save):
            button.setEnabled(True)
        self._column.settle()
        # What stands below the edge comes a moment later, so that no click holds the window.
        QTimer.singleShot(0, self, partial(self._show_rest, evidence, unit))

    def _show_rest(self, evidence: "Evidence", unit: str) -> None:
        colours = theme.colours(self._session.view.theme)
        if evidence is self.evidence:
            self._lay(
                (self.factors, why_text.factors(evidence, unit, colours)),
                (self.notes, why_text.lines(evidence.notes)),
            )
            self._column.settle()
            QTimer.singleShot(0, self, partial(self._show_sources, evidence))

    def _show_sources(self, evidence: "Evidence") -> None:
        if evidence is self.evidence:
            self._lay(
                (self.sources, why_text.sources(evidence, theme.colours(self._session.view.theme))),
                (self.citation, why_text.lines((evidence.citation,))),
            )
            self._column.settle()

    def _lay(self, *sections: tuple[QLabel, str]) -> None:
        for label, words in sections:
            label.setText(words)
            label.setVisible(bool(words))
            self._headings[label].setVisible(bool(words))

    def _recolour(self) -> None:
        colours = self._cells.colours = theme.colours(self._session.view.theme)
        colour = colours.text
        self.back.setIcon(theme.icon("back", colour))
        self.forward.setIcon(theme.icon("forward", colour))

    def _select(self, current: QModelIndex) -> None:
        if self._filling or self.evidence is None or not current.isValid():
            return
        self._show_row(current)
        kind, name = self._named(current)
        if kind == "facility":
            self._session.select(name)

    def _show_row(self, current: QModelIndex) -> None:
        """Say in full who says so, below the table: the addresses can be clicked there."""
        row = self.rows.place(current.row())
        if self.evidence is not None:
            colours = theme.colours(self._session.view.theme)
            self._lay((self.row_said, evidence_rows.in_words(self.evidence, row, colours)))
            self._headings[self.row_said].setText(str(self.rows.columns[0].values[row]))
            self._column.settle()

    def _go_on(self, index: QModelIndex) -> None:
        kind, name = self._named(index)
        if kind == "facility":
            self.zoom_asked.emit(name)
        elif kind == "company":
            self._session.explain(f"company:{name}")
        elif kind in ("country", "other", "unknown") and name:
            self._session.explain(f"supplier:{name}")

    def _named(self, index: QModelIndex) -> tuple[str, str]:
        kind, _, name = self.rows.row_id(index.row()).partition(":") if index.isValid() else ("", "", "")
        return kind, name

    def _copy(self) -> None:
        if self.evidence is not None:
            QGuiApplication.clipboard().setText(self.evidence.citation)
            self.said.emit("The citation is on the clipboard.", False)

    def _save(self) -> None:
        if self.evidence is None:
            return
        name = f"{self.evidence.what.replace(':', '-')}.xlsx"
        path = ask.save_path(self, "tables", "Save table", "Excel (*.xlsx);;CSV (*.csv)", name)
        if path is not None:
            self.save_to(path)

    def _not_saved(self, path: Path, error: Exception) -> None:
        self.said.emit(not_written(path, error), True)


def _arrow(name: str, keys: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(f"{name} among explained figures")
    button.setToolTip(f"{name} among the figures that were explained ({keys})")
    button.setIconSize(icon_size(button, 16))
    button.setEnabled(False)
    return button


def _made(results: "Results", what: str, cancel: Cancel) -> "tuple[Evidence, np.ndarray, list[TableColumn]]":
    """The evidence with its rows as columns, all of it made behind the window."""
    evidence = background.explain(results, what, cancel)
    cancel()
    return evidence, *evidence_rows.row_columns(evidence, results.unit)
