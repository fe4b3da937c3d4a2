"""Cards of what is at sea, for the panel of details: a gate with what is worked out of it, and a lane."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mineralmap.errors import MineralmapError
from mineralmap.gui import flow_text, gate_edits, gate_text, sea_work
from mineralmap.gui.asked import routed
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.gui.theme import Colours

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.gui.sea_work import GateFacts

VERBS = ("close", "open", "plain", "avoid", "rename", "remove", "gates")


class SeaCards(QObject):
    """``changed`` says that a card has more to tell than before; ``asked`` carries a verb ("rename", "remove", "gates")
    and a gate, for another part of the window to see to."""

    changed = Signal()
    asked = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._work = Latest(self)
        self._facts: GateFacts | None = None
        self._of: tuple[object, ...] = ()

    def is_gate(self, feature: str) -> bool:
        """Is there such a gate in the question?"""
        if not feature or self._session.dataset is None:
            return False
        try:
            return feature in self._gates().index
        except MineralmapError:
            return False  # told where the flows are worked out

    def text(self, feature: str, colours: Colours, seen: bool) -> str:
        """The card of a gate or a lane; "" when the feature is neither, or is no more.

        ``seen``: somebody looks at it, so that it is worth while to work out what is not known yet.
        """
        dataset, sailing = self._session.dataset, self._session.sailing
        if dataset is None:
            return ""
        if feature.startswith(flow_text.LANE):
            flows = sailing.before if self._session.view.routes_show == "before" else sailing.flows
            return flow_text.lane(dataset, flows, feature, colours) if flows is not None else ""
        if not self.is_gate(feature):
            return ""
        if seen:
            self._look_up(feature)
        facts = self._facts if self._facts is not None and self._facts.gate == feature else None
        return gate_text.gate(dataset, self._session.scenario, facts, feature, colours)

    def follow(self, link: str) -> bool:
        """Do what a link of a card says; was it one?"""
        verb, _, gate = link.partition(":")
        dataset, scenario = self._session.dataset, self._session.scenario
        if verb not in VERBS or dataset is None:
            return False
        if verb in ("rename", "remove", "gates"):
            self.asked.emit(verb, gate)
            return True
        name = str(self._gates().at[gate, "name"])
        if verb == "avoid":
            text, changes = gate_edits.avoid(dataset, scenario, gate, name, gate_text.AVOID_NM)
        else:
            edit = {"close": gate_edits.close, "open": gate_edits.reopen, "plain": gate_edits.open_fully}[verb]
            text, changes = edit(dataset, scenario, gate, name)
        self._session.edit(text, **changes)
        return True

    def _gates(self) -> "pd.DataFrame":
        from mineralmap.analysis.gates import gates

        assert self._session.dataset is not None
        return gates(self._session.dataset, self._session.scenario).table

    def _look_up(self, gate: str) -> None:
        """Work out what is to be told of a gate, unless it is known; what was known stays until then."""
        session, sailing = self._session, self._session.sailing
        dataset, scenario = session.dataset, session.scenario
        now, before = sailing.flows, sailing.before
        if dataset is None or now is None or before is None or now.scenario != routed(scenario):
            return
        key = (gate, now, before, scenario.partners, scenario.knots)
        if key != self._of:
            self._of = key
            work = partial(sea_work.gate_facts, dataset, now, before, scenario, gate)
            self._work.run(work, self._take, self._fail)

    def _take(self, facts: "GateFacts") -> None:
        self._facts = facts
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._session.problem.emit(error)
