"""The scorecard in the place of the map: minerals and stages against every check, told by colour and by symbol."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from mineralmap.errors import MineralmapError
from mineralmap.gui import answer_text, background, theme, what_if
from mineralmap.gui.dialogs import ask
from mineralmap.gui.flow_layout import FlowLayout
from mineralmap.gui.score_table import Legend, ScoreModel, ScoreView, Sheet
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.gui.words import STAGE_WORDS, not_written
from mineralmap.model.scenario import LATEST, Measure, Scenario, Stage

if TYPE_CHECKING:
    from mineralmap.analysis.scorecard import Scorecard


class ScorecardPage(QWidget):
    """Computed behind the window when it is looked at, and again when basis, measure, partners or method change."""

    said = Signal(str, bool)
    """A sentence for the message bar; true when something went wrong."""
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("scorecard")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._asked: tuple[str, Scenario, bool] | None = None
        self._making, self._saving = Latest(self), Latest(self)
        self.card: Scorecard | None = None
        self.title = QLabel("Scorecard")
        self.title.setObjectName("lead")
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.title.setFont(font)
        self.subtitle = QLabel()
        self.subtitle.setObjectName("quiet")
        self.subtitle.setWordWrap(True)
        self.save, self.close_button = QPushButton("Save table…"), QPushButton("Back to the map")
        self.save.setToolTip("Write the scorecard to a spreadsheet (.xlsx or .csv)")
        self.everything = QCheckBox("All minerals and stages")
        self.everything.setToolTip("Else the five minerals that are in the data in full, mined and refined")
        self.everything.toggled.connect(self._freshen)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("Working out the scorecard")
        self.model = ScoreModel()
        self.view = ScoreView(self.model)
        self.legend = Legend()
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.closed)
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        self._making.progressed.connect(lambda part: self.progress.setValue(int(1000 * part)))
        session.scenario_changed.connect(self._freshen)
        session.dataset_changed.connect(self._freshen)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    @property
    def busy(self) -> bool:
        """Is a scorecard or its table being worked out?"""
        return self._making.busy or self._saving.busy

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._freshen()

    def save_to(self, path: Path) -> None:
        """Write the scorecard to a file, behind the window."""
        if self.card is not None:
            self._saving.run(
                partial(background.save_scorecard, self.card, path),
                lambda _: self.said.emit(f"Saved {path.name}.", False),
                partial(self._not_saved, path),
            )

    def _lay_out(self) -> None:
        head = FlowLayout(across=8, apart=True)
        for widget in (self.title, self.everything, self.save, self.close_button):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.subtitle)
        column.addWidget(self.progress)
        column.addWidget(self.view, 1)
        column.addWidget(self.legend)

    def _freshen(self, _: object = None) -> None:
        """Work it out when somebody looks and something it depends on has changed; mark the question's row."""
        scenario, dataset = self._session.scenario, self._session.dataset
        self.model.mark(scenario.mineral, scenario.stage.value)
        if dataset is None or not self.isVisible():
            return
        everything = self.everything.isChecked()
        key = (dataset.key, replace(scenario, mineral="", stage=Stage.MINING, year=LATEST), everything)
        if key == self._asked:
            return
        self._asked = key
        self.progress.setValue(0)
        self.progress.show()
        self.save.setEnabled(False)
        tell = self._making.progressed.emit
        self._making.run(partial(background.scorecard, dataset, key[1], everything, tell), self._take, self._fail)

    def _take(self, made: "tuple[Scorecard, Sheet]") -> None:
        self.card, sheet = made
        self.progress.hide()
        self.save.setEnabled(True)
        self.model.fill(sheet)
        self.model.mark(self._session.scenario.mineral, self._session.scenario.stage.value)
        self.view.fit()
        self.subtitle.setText(self._asked_words())

    def _fail(self, error: Exception) -> None:
        self._asked = None
        self.progress.hide()
        if not isinstance(error, MineralmapError):
            raise error
        self.subtitle.setText(str(error))

    def _go(self, index: QModelIndex) -> None:
        mineral, stage, name = self.model.question(index.row())
        cell = self.model.cell(index)
        scenario = self._session.scenario
        if (scenario.mineral, scenario.stage) != (mineral, stage):
            words = f"Ask for {STAGE_WORDS[Stage(stage)]} {name}"
            self._session.edit(words, mineral=mineral, stage=Stage(stage), year=LATEST)
        if cell is not None and cell.what:
            self._session.explain(cell.what)

    def _asked_words(self) -> str:
        scenario, dataset = self._session.scenario, self._session.dataset
        names = answer_text.partner_names(dataset, scenario.partners) if dataset is not None else []
        years = sorted({answer.year for answer in self.card.answers.values() if answer.year} if self.card else ())
        told = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}" if years else ""
        counts = f"output {told}".strip() if scenario.measure is Measure.OUTPUT else "capacity as located"
        whose = f"partners {', '.join(names)}" if names else "no partners"
        changed = answer_text.few(what_if.changes(dataset, scenario))
        told = f" What if: {changed}." if changed else ""
        return f"By {scenario.basis.value}, {counts}; {whose}. Click a cell for its evidence.{told}"

    def _save(self) -> None:
        path = ask.save_path(
            self, "tables", "Save scorecard", "Excel (*.xlsx);;CSV (*.csv)", "mineralmap-scorecard.xlsx"
        )
        if path is not None:
            self.save_to(path)

    def _not_saved(self, path: Path, error: Exception) -> None:
        self.said.emit(not_written(path, error), True)

    def _recolour(self, _: object = None) -> None:
        colours = theme.colours(self._session.view.theme)
        self.view.use(colours)
        self.legend.use(colours)
