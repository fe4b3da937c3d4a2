"""What sails in the question that is asked, and before anything was closed: modelled behind the window and kept."""

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mineralmap.errors import MineralmapError
from mineralmap.gui import background
from mineralmap.gui.asked import routed
from mineralmap.gui.tasks import Latest
from mineralmap.model.scenario import Scenario, without_closures

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset

KEPT = 32
"""About half a megabyte each."""

Key = tuple[str, Scenario]


class Sailing(QObject):
    """The flows of the newest question, one line of work.

    ``changed`` carries Flows or None whenever they are others; ``arrived`` says that new ones have come from behind the
    window, so that the map is to be drawn again; ``problem`` an error to be told.
    """

    changed = Signal(object)
    arrived = Signal()
    problem = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.flows: Flows | None = None
        self.before: Flows | None = None
        """The same with every gate open that the question closes: the same value where it closes none."""
        self.work = Latest(self)
        self._known: OrderedDict[Key, Flows] = OrderedDict()
        self._asked: Key | None = None

    @property
    def failed(self) -> bool:
        """Is there no answer to what was asked last?"""
        return self._asked is not None and not self.work.busy

    def learn(self, dataset: "Dataset", flows: "Flows | None") -> None:
        """Know flows from elsewhere, if there are any."""
        if flows is not None:
            self._known[dataset.key, flows.scenario] = flows

    def recall(self, dataset: "Dataset", scenario: Scenario, keep: bool = False) -> bool:
        """Take the flows of a question when they are known; else there are none until they have been modelled.

        ``keep``: those that are shown stay until then, since only the sea has changed.
        """
        key, base = self._keys(dataset, scenario)
        if key in self._known and base in self._known:
            self._call_off()
            self._take(self._known[key], self._known[base])
            return True
        if key != self._asked:
            self._call_off()
        if not keep and self.flows is not None:
            self._take(None, None)
        return False

    def model(self, dataset: "Dataset", scenario: Scenario, later: bool = False) -> None:
        """Have the flows worked out, unless they are known, under way or have failed; ``later`` where the map is there
        without them."""
        key, base = self._keys(dataset, scenario)
        if key == self._asked or (key in self._known and base in self._known):
            return
        self._asked = key
        work = partial(background.sail, dataset, key[1], self._known.get(base))
        self.work.run(work, partial(self._arrive, key, base), self._fail, later)

    def _keys(self, dataset: "Dataset", scenario: Scenario) -> tuple[Key, Key]:
        asked = routed(scenario)
        return (dataset.key, asked), (dataset.key, without_closures(asked))

    def _call_off(self) -> None:
        self.work.cancel()
        self._asked = None

    def _arrive(self, key: Key, base: Key, made: "tuple[Flows, Flows]") -> None:
        self._asked = None
        flows, before = made
        for one, value in ((base, before), (key, flows)):
            self._known[one] = value
            self._known.move_to_end(one)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self._take(flows, before)
        self.arrived.emit()

    def _take(self, flows: "Flows | None", before: "Flows | None") -> None:
        if flows is not self.flows or before is not self.before:
            self.flows, self.before = flows, before
            self.changed.emit(flows)

    def _fail(self, error: Exception) -> None:
        # What was asked stays asked: it would fail again.
        self._take(None, None)
        self.arrived.emit()
        if not isinstance(error, MineralmapError):
            raise error
        self.problem.emit(error)
