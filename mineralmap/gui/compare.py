"""Several facilities side by side: the same rows of each, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.datasets.shared_figures import names
from mineralmap.gui import theme
from mineralmap.gui.details_text import confidence, kind_of_figure
from mineralmap.gui.row_words import PRECISION, STATUS
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.why_not import why_not
from mineralmap.gui.words import percent, plural, tonnes
from mineralmap.model.scenario import Measure

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset

EMPTY = "Nothing is pinned. Click a facility and press Pin to Compare in its card; up to six stand here side by side."


@dataclass(frozen=True, eq=False)
class Compared:
    """``names`` of the facilities; rows of (title, what each says)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def differs(self, row: int) -> bool:
        """Do the facilities differ in a row?"""
        return len(set(self.rows[row][1])) > 1

    def tsv(self) -> str:
        """As a table for a spreadsheet."""
        lines = [["", *self.names], *([title, *cells] for title, cells in self.rows)]
        return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


class CompareDialog(QDialog):
    """Follows the session; not modal. ``unpin_asked`` carries a facility, ``go_asked`` one to show."""

    unpin_asked = Signal(str)
    go_asked = Signal(str)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._working = Latest(self)
        self._pinned: tuple[str, ...] = ()
        self.compared: Compared | None = None
        self.setWindowTitle("Compare facilities")
        self.resize(900, 560)
        self.words = QLabel(EMPTY)
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        self.table = QTableWidget()
        self.table.setObjectName("compared")
        self.table.setAccessibleName("Facilities side by side")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        left, middle, wrap = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter, Qt.TextFlag.TextWordWrap
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag(left.value | middle.value | wrap.value))
        self.table.horizontalHeader().sectionResized.connect(lambda *_: self.table.resizeRowsToContents())
        self.table.horizontalHeader().setFixedHeight(2 * self.fontMetrics().height() + 12)
        self.table.setCornerButtonEnabled(False)
        self.table.horizontalHeader().sectionDoubleClicked.connect(lambda at: self.go_asked.emit(self._pinned[at]))
        self.copy_button, self.unpin_button = QPushButton("Copy as Table"), QPushButton("Unpin")
        self.unpin_button.setToolTip("Take the facility of the marked column out")
        self.copy_button.clicked.connect(self.copy)
        self.unpin_button.clicked.connect(self.unpin)
        close = QPushButton("Close")
        close.clicked.connect(self.close)
        lower = QHBoxLayout()
        lower.addWidget(self.copy_button)
        lower.addWidget(self.unpin_button)
        lower.addStretch(1)
        lower.addWidget(close)
        for button in (self.copy_button, self.unpin_button, close):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addLayout(lower)
        session.results_changed.connect(lambda _: self._look())
        session.theme_changed.connect(lambda _: self._fill())

    @property
    def busy(self) -> bool:
        return self._working.busy

    def show_facilities(self, pinned: tuple[str, ...]) -> None:
        """Put these side by side."""
        self._pinned = pinned
        self._look()

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if self.compared is not None:
            QGuiApplication.clipboard().setText(self.compared.tsv())

    def unpin(self) -> None:
        """Take out the facility of the marked column, the last one where none is marked."""
        if self._pinned:
            # Not the current column: the first one is that as soon as the table has the keyboard.
            marked = [one.column() for one in self.table.selectedIndexes() if one.column() < len(self._pinned)]
            self.unpin_asked.emit(self._pinned[marked[0] if marked else -1])

    def _look(self) -> None:
        dataset = self._session.dataset
        if dataset is not None:
            self._working.run(partial(compared, dataset, self._session.results, self._pinned), self._take)

    def _take(self, made: Compared) -> None:
        self.compared = made
        self._fill()

    def _fill(self) -> None:
        made = self.compared
        if made is None:
            return
        colours = theme.colours(self._session.view.theme)
        differing = sum(map(made.differs, range(len(made.rows)))) if len(made.ids) > 1 else 0
        said = f"{plural(len(made.ids), 'facility', 'facilities')}; what differs is marked ≠, "
        said += f"{differing} of {plural(len(made.rows), 'row')}."
        alone = "Pin another facility to compare it with."
        self.words.setText(EMPTY if not made.ids else alone if len(made.ids) == 1 else said)
        self.copy_button.setEnabled(bool(made.ids))
        self.unpin_button.setEnabled(bool(made.ids))
        self.table.setColumnCount(len(made.ids))
        self.table.setRowCount(len(made.rows) if made.ids else 0)
        self.table.setHorizontalHeaderLabels(list(made.names))
        for row, (title, cells) in enumerate(made.rows if made.ids else ()):
            other = len(made.ids) > 1 and made.differs(row)
            self.table.setVerticalHeaderItem(row, QTableWidgetItem(f"≠  {title}" if other else f"    {title}"))
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if other:
                    item.setBackground(QBrush(QColor(colours.hover)))
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()


def compared(dataset: "Dataset", results: "Results | None", pinned: Sequence[str], cancel: Cancel) -> Compared:
    """What is told of each facility, row by row; those that are no longer there are left out."""
    ids = tuple(one for one in pinned if one in dataset.facilities.index)
    columns = []
    for one in ids:
        cancel()
        columns.append(_facts(dataset, results, one))
    titles = list(columns[0]) if columns else []
    rows = tuple((title, tuple(column[title] for column in columns)) for title in titles)
    names = dataset.facilities["name"]
    return Compared(ids, tuple(str(names[one]) for one in ids), rows)


def _facts(dataset: "Dataset", results: "Results | None", facility_id: str) -> dict[str, str]:
    from mineralmap.analysis.owner_lines import owners_of
    from mineralmap.datasets.correction_table import marks

    row: Any = dataset.facilities.loc[facility_id]
    figures = dataset.outputs[dataset.outputs["facility_id"] == facility_id].to_dict("records")
    minerals = dict.fromkeys(str(one["mineral"]) for one in figures)
    known = dataset.minerals["name"]
    said = {
        "Stage": str(row["stage"]),
        "Mineral": ", ".join(str(known.get(one, one)) for one in minerals) or "none",
        "Country": dataset.country_name(str(row["host_iso3"])),
        "Status": STATUS.get(str(row["status"]), str(row["status"])),
        "Since": f"{row['start_year']:.0f}" if row["start_year"] == row["start_year"] else "not known",
        "Capacity": _figures(dataset, figures, "capacity"),
        "Output": _figures(dataset, figures, "production"),
        "Owners": "\n".join(_owner(line) for line in owners_of(dataset, facility_id)) or "not known",
        "Partner-owned": "not in this question",
        "Counted here": "not in this question",
        "Place": PRECISION.get(str(row["coord_precision"]), str(row["coord_precision"])),
        "Confidence": confidence(dataset, facility_id),
        "Corrected by you": marks(dataset.corrected, [facility_id])[0] or "nothing",
        "Sources": _sources(dataset, str(row["source_id"])),
    }
    if results is not None and facility_id in results.facilities.index:
        counted: Any = results.facilities.loc[facility_id]
        capacity = results.scenario.measure is Measure.CAPACITY
        part = float(counted["partner_share"])
        said["Partner-owned"] = f"{percent(part)}, by {results.scenario.basis.value}" if part == part else percent(part)
        weight = float(counted["weight_t"])
        basis = f" ({counted['weight_from']})" if counted["weight_from"] else ""
        said["Counted here"] = (
            f"{tonnes(weight, results.unit)}{basis}"
            if bool(counted["counted"])
            else f"not in the sum: {why_not(str(counted['weight_from']), results.unit, capacity)}"
        )
    return said


def _figures(dataset: "Dataset", figures: Sequence[dict[Any, Any]], kind: str) -> str:
    lines = []
    for one in figures:
        contained, published, year = one[f"{kind}_t"], one[kind], one[f"{kind}_year"]
        others = names(dataset, one["combined_with"])
        if contained != contained and published != published:
            if others and one["capacity"] != one["capacity"] and one["production"] != one["production"]:
                lines.append(f"in the figure of {', '.join(others)}")
            continue
        several = f"for {len(others) + 1} facilities together: with {', '.join(others)}" if others else ""
        known = one["mineral"] in dataset.minerals.index
        unit = str(dataset.minerals.at[one["mineral"], "unit"]) if known else "t"
        words = tonnes(contained, unit) if contained == contained else f"{published:,.10g} {one['unit']} {one['form']}"
        told = ", ".join(filter(None, (f"{year:.0f}" if year == year else "", kind_of_figure(one, kind))))
        lines.append(" ".join(filter(None, (words, f"({told})" if told else "", several))))
    return "\n".join(lines) or "not published"


def _owner(line: Any) -> str:
    share = percent(line.share) if line.share == line.share else "share not published"
    return f"{line.owner}{f' ({line.owner_iso3})' if line.owner_iso3 else ''} {share}"


def _sources(dataset: "Dataset", cell: str) -> str:
    named = [one.strip() for one in cell.split(";") if one.strip()]
    known = dataset.sources
    words = [
        ", ".join(filter(None, (str(known.at[one, "publisher"]), str(known.at[one, "year"]))))
        if one in known.index
        else one
        for one in named
    ]
    return "; ".join(dict.fromkeys(words))
