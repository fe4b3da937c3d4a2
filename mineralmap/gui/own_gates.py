"""Gates of the user's own in the window: drawn on the map and named, read from a file, renamed, taken out, exported."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from mineralmap.errors import InvalidArgument, MineralmapError
from mineralmap.gui import theme
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.name import NameDialog
from mineralmap.gui.map_place import MapPlace
from mineralmap.gui.notices import Notices
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import not_written, plural
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.errors import Problem
    from mineralmap.render.drawing import LineDrawing

GEOJSON = "GeoJSON (*.geojson *.json)"


class OwnGates(QObject):
    """The errands of one window that concern gates which the user has made. Every change is one step of undo."""

    said = Signal(str)
    """What to do next while a line is drawn; "" when it is done."""

    def __init__(self, window: QMainWindow, session: Session, place: MapPlace, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._session, self._place, self._notices = window, session, place, notices
        self._crossing = Latest(self)
        self._readers: list[Latest] = []
        self.drawing: LineDrawing | None = None
        self.dialog: NameDialog | None = None
        session.map_changed.connect(lambda made: self.drawing and self.drawing.show_projection(made.projection))

    def draw(self) -> None:
        """Begin a line on the map; asked again while one is drawn, begin anew."""
        canvas, made = self._place.canvas, self._session.map
        if canvas is None or made is None:
            return
        if self.drawing is None:
            from mineralmap.render.drawing import LineDrawing

            self.drawing = LineDrawing(canvas)
            self.drawing.said.connect(self.said)
            self.drawing.finished.connect(self._drawn)
        colours = theme.colours(self._session.view.theme)
        self.drawing.start(made.projection, colours.accent, colours.field)

    def stop(self) -> None:
        """Call off the line that is being drawn."""
        if self.drawing is not None:
            self.drawing.cancel()

    def _drawn(self, points: np.ndarray) -> None:
        from mineralmap.analysis.own_gates import free_name

        def add(name: str) -> Scenario:
            from mineralmap.analysis.own_gates import with_gates, write_gate

            return with_gates(self._session.scenario, [write_gate(name, points)])

        words = "What is this gate called? It can be closed, or made longer by miles, as the others."
        self._ask("Name the gate", words, free_name(self._session.scenario), add, self._added)

    def rename(self, gate: str) -> None:
        """Ask for another name."""
        from mineralmap.analysis import own_gates

        was = own_gates.name_of(self._session.scenario, gate)

        def change(name: str) -> Scenario:
            return own_gates.renamed(self._session.scenario, gate, name)

        def done(name: str, changed: Scenario) -> None:
            self._edit(f"Rename gate {was}", changed)
            self._select_last(changed, name)

        self._ask("Rename the gate", f"What is {was} called?", was, change, done)

    def remove(self, gate: str) -> None:
        """Take a gate out, with what was closed there."""
        from mineralmap.analysis import own_gates

        scenario = self._session.scenario
        name = own_gates.name_of(scenario, gate)
        if self._session.view.selected == gate:
            self._session.select("")
        self._edit(f"Remove gate {name}", own_gates.without_gate(scenario, gate))

    def add_files(self, paths: Sequence[Path] = ()) -> None:
        """Add the lines of GeoJSON files as gates; asks for a file when none is given."""
        if not paths:
            chosen = ask.open_path(self._window, "gates", "Add gates", GEOJSON)
            paths = [chosen] if chosen else []
        for path in paths:
            reader = Latest(self)
            self._readers.append(reader)
            reader.run(partial(_read, path), partial(self._have_read, path), self._failed)

    def export(self) -> None:
        """Write the gates as GeoJSON."""
        from mineralmap.analysis.own_gates import as_geojson
        from mineralmap.datasets.files import write_atomically

        if not self._session.scenario.own_gates:
            self._notices.say("There is no gate of your own yet. Draw one, or add some from a file.", "warning")
            return
        path = ask.save_path(self._window, "gates", "Export gates", GEOJSON, "gates.geojson")
        if path is None:
            return
        try:
            write_atomically(path, as_geojson(self._session.scenario))
        except (MineralmapError, OSError) as error:
            self._notices.say(not_written(path, error), "error")
            return
        self._notices.say(f"{plural(len(self._session.scenario.own_gates), 'gate')} saved as {path.name}.")

    def _have_read(self, path: Path, found: "tuple[tuple[str, ...], tuple[Problem, ...]]") -> None:
        from mineralmap.analysis.own_gates import with_gates_of_file

        words, problems = found
        left_out = ""
        if problems:
            one = problems[0]
            left_out = f"{path.name}: {plural(len(problems), 'feature')} left out; first: {one.what} {one.hint}".strip()
        try:
            changed, keys = with_gates_of_file(self._session.scenario, words)
        except InvalidArgument as error:
            self._failed(error)
            return
        if not keys:
            said = f"The gates of {path.name} are there already. {left_out}".strip()
            self._notices.say(said, "warning" if left_out else "info")
            return
        self._edit(f"Add {plural(len(keys), 'gate')} of {path.name}", changed)
        self._look_for_lanes(keys, left_out)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._notices.say(str(error), "error")

    def _added(self, name: str, changed: Scenario) -> None:
        self._edit(f"Add gate {name}", changed)
        key = self._select_last(changed, name)
        self._look_for_lanes([key])

    def _select_last(self, scenario: Scenario, name: str) -> str:
        from mineralmap.analysis.gates import own_gate

        key = next(key for key, called, _ in map(own_gate, scenario.own_gates) if called == name)
        self._session.select(key)
        return key

    def _ask(
        self,
        title: str,
        words: str,
        name: str,
        change: Callable[[str], Scenario],
        done: Callable[[str, Scenario], None],
    ) -> None:
        def judge(typed: str) -> str:
            try:
                change(typed)
            except InvalidArgument as error:
                return str(error)
            return ""

        dialog = self.dialog = NameDialog(self._window, title, words, name, judge)
        dialog.accepted.connect(lambda: done(dialog.name, change(dialog.name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _edit(self, text: str, changed: Scenario) -> None:
        now = self._session.scenario
        names = [one.name for one in fields(Scenario)]
        changes: dict[str, Any] = {
            name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(now, name)
        }
        self._session.edit(text, **changes)

    def _look_for_lanes(self, keys: list[str], left_out: str = "") -> None:
        if self._session.dataset is not None:
            self._crossing.run(
                partial(_lanes_crossed, self._session.dataset, self._session.scenario),
                partial(self._tell_lanes, keys, self._session.scenario, left_out),
                self._session.problem.emit,
            )

    def _tell_lanes(self, keys: list[str], scenario: Scenario, left_out: str, crossed: dict[str, int]) -> None:
        from mineralmap.analysis.own_gates import name_of

        idle = [name_of(scenario, key) for key in keys if not crossed.get(key)]
        kind, actions = "warning" if idle or left_out else "info", {}
        if idle:
            crosses, it = ("crosses", "it") if len(idle) == 1 else ("cross", "them")
            words = f"{', '.join(idle)} {crosses} no lane of the sea network: closing {it} changes nothing."
        elif len(keys) == 1:
            lanes = plural(crossed[keys[0]], "lane")
            words = f"{name_of(scenario, keys[0])} crosses {lanes} of the sea network."
            actions = {"Close it": partial(self._close, keys[0])}
        else:
            words = f"{plural(len(keys), 'gate')} added; all of them cross lanes of the sea network."
        self._notices.say(f"{words} {left_out}".strip(), kind, actions)

    def _close(self, key: str) -> None:
        from mineralmap.analysis.own_gates import name_of

        scenario = self._session.scenario
        if key in {one for one, _ in _keyed(scenario)}:
            self._session.edit(f"Close {name_of(scenario, key)}", closed=scenario.closed | {key})


def _keyed(scenario: Scenario) -> list[tuple[str, str]]:
    from mineralmap.analysis.gates import own_gate

    return [(own_gate(word)[0], word) for word in scenario.own_gates]


def _read(path: Path, cancel: Cancel) -> "tuple[tuple[str, ...], tuple[Problem, ...]]":
    from mineralmap.datasets.gate_file import read_gates

    return read_gates(path)


def _lanes_crossed(dataset: "Dataset", scenario: Scenario, cancel: Cancel) -> dict[str, int]:
    from mineralmap.analysis.own_gates import lanes_crossed

    return lanes_crossed(dataset, scenario)
