"""All corrections of the project in one table: what, from what to what, who says so, and whether it still fits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mineralmap.gui.correct import said as in_words
from mineralmap.gui.correct.fields import LABELS
from mineralmap.gui.session import Session
from mineralmap.gui.table_view import TableView
from mineralmap.gui.tables import Column, TableModel
from mineralmap.model.project import Correction

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

EMPTY = (
    "Nothing is corrected. Click a facility and press Correct in its card, or choose Data, Add a Facility; "
    "every correction stands here and can be taken back."
)


class CorrectionsDialog(QDialog):
    """Follows the session; not modal. ``go_asked`` carries the id of a facility or a company."""

    go_asked = Signal(str)
    export_asked = Signal()
    import_asked = Signal()

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("Corrections")
        self.resize(980, 440)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.model = TableModel()
        self.view = TableView(self.model, "Corrections", stretch=True)
        self.view.doubleClicked.connect(lambda _: self.go())
        self.buttons: dict[str, QPushButton] = {}
        lower = QHBoxLayout()
        for words, tip, act in (
            ("Go To", "Show the facility or the company on the map and in its card", self.go),
            ("Revert", "Take the marked corrections back; undo brings them again", self.revert),
            (
                "Export…",
                "Write all corrections as a table, to be sent to whoever keeps the data",
                self.export_asked.emit,
            ),
            ("Import…", "Add the corrections of such a table", self.import_asked.emit),
            ("Close", "", self.close),
        ):
            button = QPushButton(words)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            if words == "Close":
                lower.addStretch(1)
            lower.addWidget(button)
            self.buttons[words] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.view, 1)
        column.addLayout(lower)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._able())
        session.project_changed.connect(self._follow)
        session.dataset_changed.connect(lambda _: self._fill())
        self._shown: tuple[Correction, ...] = ()
        self._fill()

    def chosen(self) -> list[Correction]:
        """The corrections that are marked."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self._shown[int(self.model.row_id(row))] for row in rows]

    def go(self) -> None:
        """Show what the first marked correction is of."""
        from mineralmap.datasets.corrections import parts_of

        for one in self.chosen()[:1]:
            self.go_asked.emit(parts_of(one.table, one.row)[-1 if one.table == "stakes" else 0])

    def revert(self) -> None:
        """Take the marked corrections back."""
        from mineralmap.datasets.correction_table import without

        chosen = self.chosen()
        if chosen:
            words = "Revert a correction" if len(chosen) == 1 else f"Revert {len(chosen)} corrections"
            self._session.edit(words, corrections=without(self._session.project.corrections, chosen))

    def _follow(self, _: object) -> None:
        if self._session.project.corrections != self._shown:
            self._fill()

    def _fill(self) -> None:
        self._shown = shown = self._session.project.corrections
        self.model.fill(np.array([str(at) for at in range(len(shown))], object), _columns(shown, self._session.dataset))
        told = f"{len(shown):,} corrections, of this project only; the shipped data stay as they are."
        self.words.setText(told.replace("1 corrections", "1 correction") if shown else EMPTY)
        for at, width in enumerate((170, 110, 84, 84, 190, 84, 150)):
            self.view.setColumnWidth(at, width)
        self._able()

    def _able(self) -> None:
        marked = bool(self.view.selectionModel().selectedRows())
        self.buttons["Go To"].setEnabled(marked)
        self.buttons["Revert"].setEnabled(marked)
        self.buttons["Export…"].setEnabled(bool(self._shown))


def _columns(corrections: Sequence[Correction], dataset: "Dataset | None") -> list[Column]:
    def texts(values: list[str]) -> np.ndarray:
        return np.array([*values, ""], object)[:-1]

    said = [in_words.values(dataset, one) if dataset is not None else (one.value, one.was) for one in corrections]
    return [
        Column("Of", texts([_name(one, dataset) for one in corrections])),
        Column("What", texts([_what(one) for one in corrections])),
        Column(
            "Value", texts([now if one.column else one.value for one, (now, _) in zip(corrections, said, strict=True)])
        ),
        Column("Was", texts([was if one.column else one.was for one, (_, was) in zip(corrections, said, strict=True)])),
        Column("Source", texts([one.source for one in corrections])),
        Column("On", texts([one.on for one in corrections])),
        Column("Does it fit?", texts(_states(corrections, dataset))),
        Column("Note", texts([one.note for one in corrections])),
    ]


def _name(one: Correction, dataset: "Dataset | None") -> str:
    from mineralmap.datasets.corrections import parts_of

    said = []
    for part in parts_of(one.table, one.row):
        tables = (dataset.facilities, dataset.companies) if dataset is not None else ()
        found = next(
            (str(table["name"].to_numpy()[table.index.get_loc(part)]) for table in tables if part in table.index), part
        )
        said.append(found)
    return " in ".join(said) if one.table == "stakes" else ", ".join(said)


def _what(one: Correction) -> str:
    if one.column:
        return LABELS.get(one.column, one.column)
    return "taken out" if one.value == "removed" else "added"


def _states(corrections: Sequence[Correction], dataset: "Dataset | None") -> list[str]:
    from mineralmap.datasets.correction_table import problem_of

    if dataset is None:
        return [""] * len(corrections)
    said = []
    for place, one in enumerate(corrections):
        problem = problem_of(dataset.problems, place)
        what = problem.what.partition(": ")[2] or problem.what if problem is not None else ""
        said.append(what if what else "yes" if one in dataset.corrected else "not counted: a later one says the same")
    return said
