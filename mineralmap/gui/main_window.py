"""The one window: the question at the top, the map in the middle, layers at the left, the answer at the right."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from mineralmap.errors import MineralmapError
from mineralmap.gui import first_look, opening, theme, unseen
from mineralmap.gui.actions import Actions, menus
from mineralmap.gui.arrangement import Arrangement
from mineralmap.gui.collector import Collector
from mineralmap.gui.docks.answer import AnswerDock
from mineralmap.gui.docks.layers import LayersDock
from mineralmap.gui.dressing import between_events
from mineralmap.gui.map_place import MapPlace
from mineralmap.gui.question import Question
from mineralmap.gui.search import Search
from mineralmap.gui.session import Session
from mineralmap.gui.status import Status
from mineralmap.gui.tasks import Latest
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.gui.docks.assumptions import AssumptionsDock
    from mineralmap.gui.docks.chokepoints import ChokepointsDock
    from mineralmap.gui.docks.details import DetailsDock
    from mineralmap.gui.docks.evidence import EvidenceDock
    from mineralmap.gui.docks.missing import MissingDock
    from mineralmap.gui.docks.table import TableDock
    from mineralmap.gui.exporting import Exporting
    from mineralmap.gui.files import Files
    from mineralmap.gui.flow_files import FlowFiles
    from mineralmap.gui.own_gates import OwnGates
    from mineralmap.gui.parts import Installed
    from mineralmap.gui.ports import PortChoice
    from mineralmap.gui.scorecard import ScorecardPage

IDLE_MS = 100
"""How often it is looked whether the panels have all they show, before work begins that nobody waits for."""
PACIFIC = 150.0
"""Central meridian that keeps Japan, Australia and the Americas' mines on one sheet."""


class MainWindow(QMainWindow):
    """Holds the session and joins its parts; ``settled`` is emitted whenever map and routes have caught up."""

    settled = Signal()

    files: "Files"
    exporting: "Exporting"
    own_gates: "OwnGates"
    ports: "PortChoice"
    flow_files: "FlowFiles"
    details: "DetailsDock"
    missing: "MissingDock"
    evidence: "EvidenceDock"
    assumptions: "AssumptionsDock"
    table: "TableDock"
    chokepoints: "ChokepointsDock"
    scorecard: "ScorecardPage"
    actions_: "Actions"

    def __init__(self, wanted_theme: str = "system", whole: bool = True) -> None:
        """``whole=False`` leaves what is behind menus, tabs and keys to ``complete``, so that the map is seen first."""
        super().__init__()
        self.wanted_theme = wanted_theme
        self.session = Session(self)
        self.session.start(Project(view=self.fresh_view()))
        self.setProperty("theme", self.session.view.theme)  # what is made now is dressed by it
        self.setWindowIcon(theme.app_icon())
        self.setAcceptDrops(True)
        self.map_place = MapPlace(self.session)
        self.setCentralWidget(self.map_place)
        self.notices = self.map_place.notices
        self.search = Search(self.session)
        self.question = Question(self.session, self.search)
        self.layers, self.answer = LayersDock(self.session), AnswerDock(self.session)
        self.status = Status()
        self.setStatusBar(self.status)
        self.parts: dict[str, Installed] = {}
        menus(self)
        self.panels = Arrangement(self, self.question, self.layers, self.answer)
        self._opening = Latest(self)
        self._warmed = self._whole = False
        self._apply_theme()
        self.notices.use_theme(self.session.view.theme)
        self.resize(1280, 800)
        if whole:
            self.complete()

    def first_look(self, otherwise: bool = False) -> None:
        """Show the map as it was last seen for the question that the program opens with; ``otherwise``: it opens with
        another."""
        kept = None if otherwise else first_look.recall(self.session.project)
        if kept is not None:
            self.make_canvas()
            self.map_place.show_kept(kept)

    def complete(self) -> None:
        """Everything else: panels, parts, actions, and what they tell each other. Their modules arrive only now."""
        from mineralmap.gui import furnishing

        furnishing.furnish(self)
        self._whole = True
        self._connect()
        for one in self.parts.values():
            if one.ready is not None:
                one.ready()
        self._recolour()
        self._name_window()
        if self.map_place.canvas is not None:
            self._tell_canvas()

    def make_canvas(self) -> None:
        """Make the map's widget, and tell the parts that wait for it."""
        if self.map_place.canvas is None:
            self.map_place.make_canvas()
            if self._whole:
                self._tell_canvas()

    def _tell_canvas(self) -> None:
        for one in self.parts.values():
            if one.canvas_made is not None:
                one.canvas_made(self.map_place.canvas)

    def begin(self, files: Sequence[Path] = ()) -> None:
        """Fetch everything heavy behind the window; then open a project, or add the files, when there are any."""
        self.status.set_words("Opening the data…")
        work = partial(opening.open_everything, self.session.project, self.map_place.kept)
        self._opening.run(work, partial(self._have_data, files), self._no_data)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._whole:
            event.accept()
            return
        if not self.files.may_lose_changes():
            event.ignore()
            return
        for one in self.parts.values():
            if one.closing is not None:
                one.closing()
        self.panels.keep()
        self.session.calm()
        self.chokepoints.calm()
        self._opening.cancel()
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.panels.lay_out()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open the project among the files, if one is; add the others for what they hold."""
        self.files.take(paths)

    def _take_other(self, kind: str, path: str) -> None:
        (self.own_gates.add_files if kind == "gates" else self.flow_files.add)([Path(path)])

    def _connect(self) -> None:
        session, place = self.session, self.map_place
        stack = session.undo_stack
        for verb, able, text in (
            ("Undo", stack.canUndoChanged, stack.undoTextChanged),
            ("Redo", stack.canRedoChanged, stack.redoTextChanged),
        ):
            action = self.actions_[verb.lower()]
            action.setEnabled(False)
            able.connect(action.setEnabled)
            text.connect(lambda text, action=action, verb=verb: _name_action(action, verb, text))
        for signal in (session.path_changed, session.dirty_changed):
            signal.connect(self._name_window)
        session.problem.connect(self._tell)
        session.explain_asked.connect(lambda _: _show(self.evidence))
        for panel in (self.evidence, self.scorecard, self.assumptions, self.chokepoints):
            panel.said.connect(lambda words, wrong: self.notices.say(words, "error" if wrong else "info"))
        self.answer.what_if_asked.connect(lambda: _show(self.assumptions))
        self.scorecard.closed.connect(self.actions_["scorecard"].trigger)
        self.evidence.zoom_asked.connect(self._zoom_to)
        session.busy_changed.connect(self._say_busy)
        session.theme_changed.connect(self._apply_theme)
        session.theme_changed.connect(self._recolour)
        session.map_changed.connect(lambda made: self.status.set_projection(made.projection))
        session.view_changed.connect(self._follow_view)
        for signal in (session.scenario_changed, session.selection_changed):
            signal.connect(lambda _: self.notices.take_back(unseen.UNSEEN))
        place.feature_clicked.connect(self._clicked_on_map)
        place.key_changed.connect(self.actions_["key"].setChecked)
        place.credits_asked.connect(self._show_credits)
        place.nowhere.connect(self.notices.say)
        place.pointer_moved.connect(self.status.set_place)
        self.own_gates.said.connect(self.status.set_words)
        self.details.port_asked.connect(self.ports.ask)
        self.details.port_rule_asked.connect(self.ports.take_back)
        place.scale_changed.connect(self.status.set_scale)
        self.settled.connect(self._warm)
        self.files.opened.connect(place.show_view)
        self.files.opened.connect(self.own_gates.stop)
        self.files.own_asked.connect(partial(unseen.show_own, self))
        self.files.other_found.connect(self._take_other)
        self.table.zoom_asked.connect(self.go_to)
        self.chokepoints.zoom_asked.connect(self._go_to_gate)
        self.details.sea.asked.connect(self.see_to_gate)
        self.chokepoints.gate_asked.connect(self.see_to_gate)
        self.chokepoints.port_asked.connect(self.ports.ask)
        self.chokepoints.effect_told.connect(self.status.set_words)
        for button, panel in ((self.status.table_button, self.table), (self.status.gates_button, self.chokepoints)):
            button.clicked.connect(panel.front_action().trigger)
            panel.visibilityChanged.connect(button.setChecked)
            panel.visibilityChanged.connect(
                lambda _: place.crowd(not (self.table.isHidden() and self.chokepoints.isHidden()))
            )
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), place)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(lambda: session.select("") if session.view.selected else session.choose(()))

    def _have_data(self, files: Sequence[Path], opened: opening.Opened) -> None:
        self.make_canvas()
        if self.focusWidget() in (None, self.status.table_button):  # where Qt puts it while nothing else can have it
            self.map_place.setFocus()
        self.actions_.enable_data(True)
        self.status.set_words("")
        known = opened.answers
        if known is not None:
            self.answer.checked = known.answers[0], known.checks
            self.answer.ahead_of = known.answers[0], known.ahead
        answers = known.answers if known is not None else ()
        self.session.open_data(opened.dataset, opened.flows, answers, opened.drawn)
        if files:
            self.take_files(list(files))

    def _warm(self) -> None:
        """Once nothing is left to fill: import what the next errands will want, so that no dialog waits for it."""
        if self.answer.busy:
            QTimer.singleShot(IDLE_MS, self, self._warm)
        elif not self._warmed:
            self._warmed = True
            Collector(self)
            from mineralmap.gui import furnishing

            answered = self._as_answered() if self.session.dataset is self.session.shipped else None
            work = partial(opening.import_errands, self.session.project, answered)
            self._opening.run(work, lambda _: between_events(self, furnishing.beforehand(self)))

    def _as_answered(self) -> opening.Opening | None:
        """The question with all that was worked out of it, if all of it was."""
        session, checked, ahead = self.session, self.answer.checked, self.answer.ahead_of
        if not (session.dataset and session.map and session.flows and checked and ahead):
            return None
        if not (checked[0] is ahead[0] is session.results and len(session.bases) == len(Basis)):
            return None
        from mineralmap.analysis.kept_answers import KeptAnswers

        answers = KeptAnswers(tuple(session.bases.values()), tuple(checked[1]), ahead[1])
        return opening.Opening(session.dataset, session.flows, answers)

    def _no_data(self, error: Exception) -> None:
        self.status.set_words("")
        Collector(self)
        if not isinstance(error, MineralmapError):
            raise error
        self.notices.say(str(error), "error")

    def _tell(self, error: MineralmapError) -> None:
        self.notices.say(str(error), "error")

    def _say_busy(self, busy: bool) -> None:
        self.status.set_busy(busy)
        if not busy and self.session.map is not None:
            self.settled.emit()

    def draw_gate(self) -> None:
        """Begin to draw a gate, on the map."""
        if self.actions_["scorecard"].isChecked():
            self.actions_["scorecard"].trigger()
        self.own_gates.draw()

    def _clicked_on_map(self, facility_id: str) -> None:
        if not self.map_place.canvas or not self.map_place.canvas.property("drawing"):  # else a click sets a point
            self._clicked(facility_id)

    def _clicked(self, facility_id: str) -> None:
        self.session.select(facility_id)
        if not facility_id:
            return
        _show(self.details)

    def go_to(self, facility_id: str) -> None:
        """Select a facility, show its card and move the map there."""
        self._clicked(facility_id)
        unseen.tell(self, (facility_id,))
        self._zoom_to(facility_id)

    def see_to_gate(self, verb: str, gate: str) -> None:
        """Show the gates ("gates"), or rename or remove one of the user's own."""
        if verb == "gates":
            _show(self.chokepoints)
        else:
            (self.own_gates.rename if verb == "rename" else self.own_gates.remove)(gate)

    def _go_to_gate(self, gate: str) -> None:
        self._clicked(gate)
        self.map_place.zoom_to_gate(gate)

    def _zoom_to(self, facility_id: str) -> None:
        if self.actions_["scorecard"].isChecked():
            self.actions_["scorecard"].trigger()  # what is zoomed to is to be seen
        self.map_place.zoom_to_facilities((facility_id,))

    def show_scorecard(self, on: bool) -> None:
        """Show the scorecard in the map's place, or the map again."""
        self.own_gates.stop()
        self.map_place.cover(self.scorecard if on else None)
        self.notices.lie_at_foot(on)
        (self.scorecard.view if on else self.map_place).setFocus()

    def _show_credits(self) -> None:
        if self.session.map is not None:
            from mineralmap.gui.dialogs import help as pages

            page = pages.credits_page(self.session.map.notes)
            pages.HelpDialog(self, "Sources and credits of this map", page).show()

    def find_something(self) -> None:
        """Put the hand into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def pacific(self, on: bool) -> None:
        """Put the Pacific into the middle, or the Atlantic."""
        centre = PACIFIC if on else View().centre_lon
        words = "Pacific in the middle" if on else "Atlantic in the middle"
        self.session.edit(words, centre_lon=centre, extent=None)

    def _follow_view(self, view: View) -> None:
        self.actions_["pacific"].setChecked(abs(view.centre_lon - PACIFIC) < 1)

    def fresh_view(self) -> View:
        """The view that a new project begins with."""
        wanted = self.wanted_theme
        return View(theme=theme.system_theme() if wanted == "system" else wanted)

    def choose_theme(self, wanted: str) -> None:
        """Light, dark or as the system has it; remembered."""
        self.wanted_theme = wanted
        QSettings().setValue("theme", wanted)
        self.session.look(theme=self.fresh_view().theme)

    def _system_theme_changed(self) -> None:
        if self.wanted_theme == "system":
            self.session.look(theme=theme.system_theme())

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.session.view.theme)

    def _recolour(self) -> None:
        self.actions_.recolour(theme.colours(self.session.view.theme).text)
        self.notices.use_theme(self.session.view.theme)

    def _name_window(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*]")
        self.setWindowModified(self.session.dirty)


def _show(panel: QDockWidget) -> None:
    """Bring a panel to the front."""
    panel.show()
    panel.raise_()


def _name_action(action: QAction, verb: str, text: str) -> None:
    action.setText(f"&{verb}: {text}" if text else f"&{verb}")
    action.setToolTip(f"{verb}: {text}" if text else f"Nothing to {verb.lower()}")
    action.setStatusTip(action.toolTip())
