"""Which closure would cost most: every gate closed in turn, and pairs of them, worked out when it is asked for."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mineralmap.errors import MineralmapError
from mineralmap.gui import sea_work
from mineralmap.gui.asked import routed
from mineralmap.gui.fields import Segments
from mineralmap.gui.session import Session
from mineralmap.gui.table_view import TableView
from mineralmap.gui.tables import Column, TableModel
from mineralmap.gui.tasks import Latest
from mineralmap.model.scenario import without_closures

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.gui.sea_work import Ranked

WHAT = (
    "Each gate, and each pair of the ten that carry most, is closed in turn: how much is cut off, and how much farther "
    "the rest sails. Double-click a row to close its gates."
)
WHICH = (
    ("one", "one gate", "One gate closed at a time"),
    ("two", "pairs", "Two gates closed together"),
    ("all", "all", "One gate or two"),
)
OTHER = "The question has changed since: rank again."


class RankingPage(QWidget):
    """``edit_asked`` carries the closure of a row that was chosen: what undo calls it, and the fields."""

    edit_asked = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._work = Latest(self)
        self._of: object = None
        self._made: Ranked | None = None
        self.words = QLabel(WHAT)
        self.words.setObjectName("quiet")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.start, self.stop = QPushButton("Rank closures"), QPushButton("Cancel")
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Closing one gate after the other")
        self.which = Segments("Closures of", WHICH, [tip for _, _, tip in WHICH])
        self.rows = TableModel()
        self.view = TableView(self.rows, "Closures by what they cost")
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(self.words, 1)
        head.addWidget(self.which)
        head.addWidget(self.start)
        head.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self.view, 1)
        self.stop.hide()
        self.progress.hide()
        self.view.hide()
        self.which.hide()
        self.which.chosen.connect(self._fill)
        column.addStretch(0)
        self.start.clicked.connect(self.rank)
        self.stop.clicked.connect(self.cancel)
        self.view.activated.connect(self._close)
        self._work.progressed.connect(lambda part: self.progress.setValue(int(1000 * part)))
        session.scenario_changed.connect(self._compare)
        session.dataset_changed.connect(self._compare)

    @property
    def busy(self) -> bool:
        """Are the closures being worked out?"""
        return self._work.busy

    @property
    def table(self) -> "pd.DataFrame | None":
        """The closures of the question that is asked; ``None`` where those that are known are of another one."""
        return self._made.table if self._made is not None and self._of == self._question() else None

    def look(self, seen: bool) -> None:
        """Nobody waits for a ranking behind a closed panel."""
        if not seen and self.busy:
            self.cancel()

    def rank(self) -> None:
        """Close one gate after the other, behind the window."""
        dataset = self._session.dataset
        if dataset is None:
            return
        self.progress.setValue(0)
        self._run(True)
        work = partial(sea_work.rank, dataset, self._session.scenario, self._work.progressed.emit)
        self._work.run(work, partial(self._take, self._question()), self._fail)

    def _question(self) -> object:
        dataset, scenario = self._session.dataset, self._session.scenario
        return (
            dataset.key if dataset is not None else "",
            routed(without_closures(scenario)),
            scenario.partners,
            scenario.knots,
        )

    def _run(self, on: bool) -> None:
        for widget in (self.progress, self.stop):
            widget.setVisible(on)
        self.start.setVisible(not on)

    def cancel(self) -> None:
        """Call the ranking off."""
        self._work.cancel()
        self._run(False)

    def _take(self, question: object, made: "Ranked") -> None:
        self._of, self._made = question, made
        self._run(False)
        self.view.setVisible(bool(len(made.ids)))
        self.which.setVisible(bool(made.pair.any()))
        self._fill()
        self._compare()

    def _fill(self, _: object = None) -> None:
        made = self._made
        if made is not None:
            kept = np.flatnonzero({"one": ~made.pair, "two": made.pair}.get(self.which.value, made.pair | True))
            self.rows.fill(made.ids[kept], [_rows(one, kept) for one in made.columns])
            for at, column in enumerate(made.columns):
                self.view.setColumnHidden(at, column.title == sea_work.BEYOND and self.which.value == "one")
            self.view.fit_columns("Closed")

    def _fail(self, error: Exception) -> None:
        self._run(False)
        if not isinstance(error, MineralmapError):
            raise error
        self.words.setText(str(error))

    def _compare(self, _: object = None) -> None:
        """Say when what is shown is of another question."""
        if self._made is None or self._session.dataset is None:
            return
        same = self._of == self._question()
        self.words.setText(self._made.words if same else OTHER)
        self.view.setEnabled(same)

    def _close(self, index: QModelIndex) -> None:
        made = self._made
        if made is not None:
            gates = frozenset(self.rows.row_id(index.row()).split("+"))
            names = " + ".join(made.names[one] for one in sorted(gates))
            self.edit_asked.emit((f"Close {names}", {"closed": gates}))


def _rows(column: Column, kept: np.ndarray) -> Column:
    tips = [column.tips[at] for at in kept.tolist()] if len(column.tips) else column.tips
    return replace(column, values=column.values[kept], tips=tips)
