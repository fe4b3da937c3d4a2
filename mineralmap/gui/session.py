"""The one thing that replaces the project's values: edits with undo, answers in the background, the newest wins."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from mineralmap.analysis import projects
from mineralmap.errors import MineralmapError
from mineralmap.gui import background
from mineralmap.gui.asked import ashore, compared, keep, settled
from mineralmap.gui.edit import Edit, changed, value_of
from mineralmap.gui.quick import Quick
from mineralmap.gui.sailing import Sailing
from mineralmap.gui.tasks import Latest
from mineralmap.model.project import Correction, DatasetReference, Project
from mineralmap.model.scenario import AT_SEA, Basis, Scenario
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.datasets.known_flows import FlowReading
    from mineralmap.datasets.own import Reading
    from mineralmap.layers.layer import Map

ANSWERS_KEPT = 48
"""About a hundred kilobytes each: enough to walk back through an hour's questions."""
DATASETS_KEPT = 8
"""With so many sets of own files and corrections undo is at once; they share the tables that are alike."""
STEPS_KEPT = 1_000
"""Steps of undo: a day's work, and memory stays flat however often a box is ticked."""
REST_MS = 15
"""What nobody waits for begins when the map has been painted for so long: all work shares one interpreter."""

Given = tuple[tuple[DatasetReference, ...], tuple[Correction, ...]]
"""What the data that are asked are made of, beside the shipped ones."""


class Session(QObject):
    """Holds the project, the data set and the newest answers; docks read it, ask it to ``edit`` and hear of changes.

    Signals carry values: ``results_changed`` a Results, ``bases_changed`` a dict of Basis to Results of the same
    question (for bars side by side), ``flows_changed`` Flows or None, ``map_changed`` a Map, ``problem`` an error
    to be told in the message bar. ``chosen_changed`` a frozenset of feature ids: what table, map and charts light
    together, of which ``selected`` is the one whose card is shown.
    """

    project_changed = Signal(object)
    scenario_changed = Signal(object)
    view_changed = Signal(object)
    theme_changed = Signal(str)
    dataset_changed = Signal(object)
    results_changed = Signal(object)
    bases_changed = Signal(object)
    flows_changed = Signal(object)
    map_changed = Signal(object)
    selection_changed = Signal(str)
    chosen_changed = Signal(object)
    explain_asked = Signal(str)
    path_changed = Signal()
    dirty_changed = Signal(bool)
    busy_changed = Signal(bool)
    problem = Signal(object)
    rested = Signal()
    """The newest map is painted: time for what nobody waits for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = Project()
        self.path: Path | None = None
        self.dataset: Dataset | None = None
        self.results: Results | None = None
        self.bases: dict[Basis, Results] = {}
        self.map: Map | None = None
        self.readings: dict[DatasetReference, Reading | FlowReading] = {}
        self.chosen: frozenset[str] = frozenset()
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(STEPS_KEPT)
        self.shipped: Dataset | None = None
        """The data without any file of the user's own, and without corrections."""
        self._saved: Project | None = self.project
        self._was_dirty = False
        self._datasets: OrderedDict[Given, Dataset] = OrderedDict()
        self._answers: OrderedDict[tuple[str, Scenario], Results] = OrderedDict()
        self._answered: tuple[str, Scenario] | None = None
        self._compared: tuple[str, Scenario] | None = None
        self._joining, self._answering, self._comparing, self._composing = (Latest(self) for _ in range(4))
        self.prepare: Callable[[Map, Callable[[], None]], bool] = lambda *_: False
        """Has whoever shows the map get ready for one and say when it is; false where nothing need be done."""
        self._awaited: Map | None = None
        self._drawn: tuple[Results, Flows | None, View, Map] | None = None
        """A map that is known, and what it is of."""
        self._quick = Quick()
        self.sailing = Sailing(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._at_rest)
        self._works = (self._joining, self._answering, self._comparing, self._composing, self.sailing.work)
        for work in self._works:
            work.busy_changed.connect(self._say_busy)
        self.sailing.changed.connect(self.flows_changed)
        self.sailing.arrived.connect(self._refresh_map)
        self.sailing.problem.connect(self.problem)

    @property
    def scenario(self) -> Scenario:
        return self.project.scenario

    @property
    def view(self) -> View:
        return self.project.view

    @property
    def flows(self) -> "Flows | None":
        """What sails in the newest question whose flows are known; ``None`` until there are any."""
        return self.sailing.flows

    @property
    def busy(self) -> bool:
        """Is anything being worked out?"""
        return self.drawing or any(work.busy for work in self._works)

    @property
    def drawing(self) -> bool:
        """Is a map being made or painted?"""
        return self._composing.busy or self._awaited is not None or self._rest.isActive()

    @property
    def dirty(self) -> bool:
        """Does the project differ from the saved one? Where one looks and how dark it is do not count."""
        return self._saved is None or settled(self.project) != settled(self._saved)

    def edit(self, text: str, *, merge: str = "", **changes: Any) -> None:
        """Replace fields of the scenario, the view or the project; ``text`` is what undo calls it.

        Edits with the same ``merge`` word within a second are one step. Nothing happens when nothing changes.
        """
        before = {name: value_of(self.project, name) for name in changes}
        if before != changes:
            self.undo_stack.push(Edit(self.put, text, merge, before, changes))

    def look(self, **changes: Any) -> None:
        """Replace fields of the view that are no step of undo: the extent, the selected facility."""
        if any(value_of(self.project, name) != value for name, value in changes.items()):
            self.put(changes)

    def select(self, facility_id: str) -> None:
        """Show a facility's details and mark it on the map; "" lets go."""
        self.look(selected=facility_id)
        self.selection_changed.emit(facility_id)

    def choose(self, ids: Iterable[str]) -> None:
        """Light these features together in the table, on the map and in charts; no step of undo."""
        chosen = frozenset(ids)
        if chosen != self.chosen:
            self.chosen = chosen
            self.chosen_changed.emit(chosen)

    def explain(self, what: str) -> None:
        """Ask for what stands behind a figure: an indicator's id, "supplier:CHN", "company:…" or "facility:…"."""
        self.explain_asked.emit(what)

    def redraw(self) -> None:
        """Make the map anew from the answers that there are."""
        self._refresh_map()

    def put(self, changes: dict[str, Any]) -> None:
        """Set the values at once, without a step of undo, and bring every answer up to date."""
        before, self.project = self.project, changed(self.project, changes)
        self._tell(before)

    def open_data(
        self,
        dataset: "Dataset",
        flows: "Flows | None" = None,
        answers: "Sequence[Results]" = (),
        drawn: "tuple[View, Map] | None" = None,
    ) -> None:
        """Take the shipped data, and what sails, answers, and the map of the first of them in a view, where they are
        known; from here on there are answers."""
        self.shipped = dataset
        self._drawn = (answers[0], flows, *drawn) if drawn is not None else None
        self.sailing.learn(dataset, flows)
        self._learn(answers)
        self._datasets.clear()
        self._refresh_dataset()

    def add_reading(self, reference: DatasetReference, reading: "Reading | FlowReading") -> None:
        """Let a file of the user's own join the data, as one step of undo. A newer reading replaces an older one."""
        self.readings[reference] = reading
        kept = tuple(old for old in self.project.datasets if old.path != reference.path)
        self.edit(f"Add {Path(reference.path).name}", datasets=(*kept, reference))

    def remove_reading(self, reference: DatasetReference) -> None:
        """Take a file of the user's own out again."""
        kept = tuple(old for old in self.project.datasets if old != reference)
        self.edit(f"Remove {Path(reference.path).name}", datasets=kept)

    def read_again(self, reference: DatasetReference, reading: "Reading | FlowReading") -> None:
        """Let a file that the project names, and that could not be read before, join the data."""
        self.readings[reference] = reading
        self._datasets = OrderedDict((to, one) for to, one in self._datasets.items() if reference not in to[0])
        self._refresh_dataset()
        self.project_changed.emit(self.project)

    def start(
        self,
        project: Project,
        path: Path | None = None,
        readings: "dict[DatasetReference, Reading | FlowReading] | None" = None,
        saved: bool = True,
    ) -> None:
        """Begin with another project, or with this one as it stands in its file: undo is forgotten, nothing is unsaved.

        Only what ``readings`` holds counts of the user's files: they may have changed since they were last read.
        ``saved``: it stands like this in its file; else all of it is unsaved.
        """
        self.readings = dict(readings or {})
        self._datasets = OrderedDict((given, one) for given, one in self._datasets.items() if not given[0])
        before, self.project, self.path, self._saved = self.project, project, path, project if saved else None
        self.undo_stack.clear()
        self._tell(before, anew=bool(project.datasets))
        if (project.scenario, project.datasets) == (before.scenario, before.datasets):
            self._refresh_map()  # only what is looked at may be another: the new map brings it
        self.path_changed.emit()
        self.selection_changed.emit(project.view.selected)

    def mark_saved(self, path: Path, project: Project) -> None:
        """What stands in the file now is this project."""
        self.path, self._saved = path, project
        self.path_changed.emit()
        self._say_dirty()

    def refresh(self) -> None:
        """Work the answer out and draw the map again, whatever is kept."""
        self._answers.clear()
        self._answered = None
        self._refresh_answer()

    def calm(self) -> None:
        """Call off all work; for the end of the program."""
        self._rest.stop()
        self._awaited = None
        for work in self._works:
            work.cancel()

    def _tell(self, before: Project, anew: bool = False) -> None:
        now = self.project
        self.project_changed.emit(now)
        if now.scenario != before.scenario:
            self.scenario_changed.emit(now.scenario)
        if now.view != before.view:
            self.view_changed.emit(now.view)
        if now.view.theme != before.view.theme:
            self.theme_changed.emit(now.view.theme)
        self._say_dirty()
        if anew or (now.datasets, now.corrections) != (before.datasets, before.corrections):
            self._refresh_dataset()
        elif now.scenario != before.scenario:
            self._refresh_answer()
        elif replace(now.view, extent=None) != replace(before.view, extent=None):
            self._refresh_map()

    def _refresh_dataset(self) -> None:
        if self.shipped is None:
            return
        given = self.project.datasets, self.project.corrections
        if any(given) and given not in self._datasets:
            readings = [self.readings[reference] for reference in given[0] if reference in self.readings]
            work = partial(projects.join, self.shipped, readings, corrections=given[1])
            self._joining.run(work, partial(self._take_dataset, given), self._fail)
            return
        self._joining.cancel()
        self._take_dataset(given, self._datasets[given] if any(given) else self.shipped)

    def _take_dataset(self, given: Given, dataset: "Dataset") -> None:
        keep(self._datasets, given, dataset, DATASETS_KEPT)
        self.dataset = dataset
        self.dataset_changed.emit(dataset)
        self._refresh_answer()

    def _refresh_answer(self) -> None:
        if self.dataset is None:
            return
        key = (self.dataset.key, ashore(self.scenario))
        if key == self._answered and self.results is not None and not self._answering.busy:
            self._refresh_sea(self.dataset, self.results)
        elif key in self._answers:
            self._answering.cancel()
            self._take_answer(key, self._answers[key])
        else:
            work = partial(background.answer, self.dataset, key[1])
            start = self._answering.at_once if self._quick.is_quick(self.dataset, key[1]) else self._answering.run
            start(work, partial(self._have_answered, key), self._fail)

    def _refresh_sea(self, dataset: "Dataset", results: "Results") -> None:
        """The shares are as they were. The map stays until what sails is known; only then it is drawn again."""
        before, self.results = results.scenario, replace(results, scenario=self.scenario)
        if replace(before, **{name: getattr(self.scenario, name) for name in AT_SEA}) != self.scenario:
            self.results_changed.emit(self.results)
        if self.sailing.recall(dataset, self.scenario, keep=True):
            self._refresh_map()
        elif self.map is not None:
            self.sailing.model(dataset, self.scenario)

    def _have_answered(self, key: tuple[str, Scenario], results: "Results") -> None:
        self._take_answer(key, results)
        self._quick.note(*key)

    def _take_answer(self, key: tuple[str, Scenario], results: "Results") -> None:
        keep(self._answers, key, results, ANSWERS_KEPT)
        assert self.dataset is not None
        same = results.scenario == self.scenario
        self.results = results if same else replace(results, scenario=self.scenario)
        self._answered = key
        self.sailing.recall(self.dataset, self.scenario)
        self._refresh_map(at_once=self._quick.is_quick(self.dataset, key[1]) and not self._composing.busy)
        self._recall_bases()  # first, so that who shows both does it once
        self.results_changed.emit(self.results)

    def _recall_bases(self) -> list[Scenario]:
        """Take the answers under the other bases when all are known; returns the questions that are still open."""
        dataset, results = self.dataset, self.results
        assert dataset is not None
        assert results is not None
        asked = {basis: compared(self.scenario, basis) for basis in Basis if basis != self.scenario.basis}
        known = {basis: self._answers.get((dataset.key, scenario)) for basis, scenario in asked.items()}
        self._comparing.cancel()
        found = {self.scenario.basis: results} | {basis: one for basis, one in known.items() if one}
        if all(known.values()) and [*map(id, found.values())] != [*map(id, self.bases.values())]:
            self.bases = found
            self.bases_changed.emit(found)
        return [asked[basis] for basis, answer in known.items() if answer is None]

    def _take_bases(self, answers: "list[Results]") -> None:
        self._learn(answers)
        self._recall_bases()

    def _learn(self, answers: "Iterable[Results]") -> None:
        for results in answers:
            keep(self._answers, (results.dataset_key, ashore(results.scenario)), results, ANSWERS_KEPT)

    def _refresh_map(self, at_once: bool = False) -> None:
        if self.dataset is None or self.results is None:
            return
        self._rest.stop()
        self._awaited = None
        known, self._drawn = self._drawn, None
        if known and known[0] is self.results and known[1] is self.flows and known[2] == self.view:
            return self._take_map(known[3])
        work = partial(background.draw, self.dataset, self.results, self.flows, self.sailing.before, self.view)
        (self._composing.at_once if at_once else self._composing.run)(work, self._take_map, self._fail)

    def _take_map(self, made: "Map") -> None:
        """The old map stays until the new one can be shown without holding anything up."""
        self._awaited = made
        if not self.prepare(made, partial(self._show_map, made)):
            self._show_map(made)

    def _show_map(self, made: "Map") -> None:
        if made is self._awaited:  # no other has been asked for meanwhile
            self.map, self._awaited = made, None
            self.map_changed.emit(made)
            self._rest.start()

    def _at_rest(self) -> None:
        self.rested.emit()
        if self.dataset is not None and self._answered == (self.dataset.key, ashore(self.scenario)):
            self._model_rest(self.dataset)
        self._say_busy()

    def _model_rest(self, dataset: "Dataset") -> None:
        """The answers under the other bases, which are quick, then the routes of the question."""
        if self._compared != self._answered:
            self._compared = self._answered
            missing = self._recall_bases()
            if missing:
                self._comparing.run(partial(background.answers, dataset, missing), self._take_bases, self._fail, True)
        self.sailing.model(dataset, self.scenario, later=True)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self.problem.emit(error)

    def _say_busy(self) -> None:
        self.busy_changed.emit(self.busy)

    def _say_dirty(self) -> None:
        if self.dirty != self._was_dirty:
            self._was_dirty = self.dirty
            self.dirty_changed.emit(self.dirty)
