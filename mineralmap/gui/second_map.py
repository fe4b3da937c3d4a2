"""The map beside the map: the same question but for one difference, answered and drawn behind the window."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mineralmap.errors import MineralmapError
from mineralmap.gui import background
from mineralmap.gui.asked import ashore, keep, routed
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.model.other import other_scenario, other_view
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.layer import Map

KEPT = 12
Sailed = "tuple[Flows, Flows]"


class SecondMap(QObject):
    """Follows the session's map while its view is split. ``changed`` is a Map."""

    changed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.results: Results | None = None
        self.map: Map | None = None
        self._answers: OrderedDict[tuple[str, Scenario], Results] = OrderedDict()
        self._flows: OrderedDict[tuple[str, Scenario], tuple[Flows, Flows]] = OrderedDict()
        self._answering, self._sailing, self._composing = (Latest(self) for _ in range(3))
        self._drawn: tuple[Scenario, str] | None = None
        self.prepare: Callable[[Map, Callable[[], None]], bool] = lambda *_: False
        """As the session's: has whoever shows the map get ready for one."""
        self._awaited: Map | None = None
        for work in (self._answering, self._sailing, self._composing):
            work.busy_changed.connect(self.busy_changed)
        session.map_changed.connect(lambda _: self.refresh())
        session.dataset_changed.connect(lambda _: self._forget())

    @property
    def busy(self) -> bool:
        """Is anything of the second map being worked out?"""
        works = (self._answering, self._sailing, self._composing)
        return self._awaited is not None or any(work.busy for work in works)

    @property
    def stale(self) -> bool:
        """Does it still show another question, or flows that are not there yet, while its own are worked out?"""
        return self.map is not None and (self.busy or self._session.busy) and self._drawn != self._asked()

    def _asked(self) -> tuple[Scenario, str]:
        view = self._session.view
        return other_scenario(self._session.scenario, view.other), other_view(view, view.other).routes_show

    def calm(self) -> None:
        """Call off all work; for the end of the program."""
        self._awaited = None
        for work in (self._answering, self._sailing, self._composing):
            work.cancel()

    def refresh(self) -> None:
        """Answer and draw again, where the view is split."""
        session = self._session
        if not session.view.split or session.dataset is None:
            self.calm()
            self.results = self.map = self._drawn = None
            return
        asked = other_scenario(session.scenario, session.view.other)
        if session.results is not None and asked == session.results.scenario:
            self._take(asked, session.results)
            return
        known = self._answers.get((session.dataset.key, ashore(asked)))
        if known is not None:
            self._take(asked, known)
        else:
            self._answering.run(
                partial(background.answer, session.dataset, asked), partial(self._take, asked), self._fail
            )

    def _take(self, asked: Scenario, results: "Results") -> None:
        dataset = self._session.dataset
        if dataset is None or asked != other_scenario(self._session.scenario, self._session.view.other):
            return
        keep(self._answers, (dataset.key, ashore(asked)), results, KEPT)
        self.results = results
        sailed = self._sailed(dataset, asked)
        self._draw(dataset, results, sailed)
        if sailed is None and self._session.flows is not None:
            # Only once the first map has its flows: all work shares one interpreter.
            work = partial(background.sail, dataset, asked, None)
            self._sailing.run(work, partial(self._take_flows, asked), self._fail)

    def _sailed(self, dataset: "Dataset", asked: Scenario) -> "tuple[Flows, Flows] | None":
        """The flows and those before a closure: the first map's where they are the same, else those worked out."""
        session = self._session
        if routed(asked) == routed(session.scenario):
            flows = session.flows
            return (flows, session.sailing.before or flows) if flows is not None else None
        return self._flows.get((dataset.key, routed(asked)))

    def _take_flows(self, asked: Scenario, sailed: "tuple[Flows, Flows]") -> None:
        dataset = self._session.dataset
        if dataset is not None:
            keep(self._flows, (dataset.key, routed(asked)), sailed, KEPT)
            self.refresh()

    def _draw(self, dataset: "Dataset", results: "Results", sailed: "tuple[Flows, Flows] | None") -> None:
        self._awaited = None
        view = other_view(self._session.view, self._session.view.other)
        flows, before = sailed or (None, None)
        self._composing.run(
            partial(background.draw, dataset, results, flows, before, view),
            partial(self._take_map, self._asked() if sailed is not None else None),
            self._fail,
        )

    def _take_map(self, drawn: "tuple[Scenario, str] | None", made: "Map") -> None:
        self._awaited = made
        if not self.prepare(made, partial(self._show, drawn, made)):
            self._show(drawn, made)

    def _show(self, drawn: "tuple[Scenario, str] | None", made: "Map") -> None:
        if made is self._awaited:  # no other has been asked for meanwhile
            self._drawn, self.map, self._awaited = drawn, made, None
            self.changed.emit(made)
            self.busy_changed.emit(self.busy)

    def _forget(self) -> None:
        self._answers.clear()
        self._flows.clear()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._session.problem.emit(error)
