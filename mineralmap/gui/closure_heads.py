"""What two maps say of a closure: what passes the straits before it, and what becomes of that; worked out once."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mineralmap.gui import sea_work
from mineralmap.gui.asked import routed
from mineralmap.gui.map_head import Ways
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Latest
from mineralmap.gui.words import percent, tonnes
from mineralmap.model.other import other_view
from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.closures import Closure

OF_ALL = " of the selected flows"


class Closing(QObject):
    """What the closures of the session's question do, while two maps ask for it; ``changed`` when it is there."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._work = Latest(self)
        self._key: tuple[object, ...] = ()
        self._found: Closure | None = None
        self.failed = False
        """Could it not be worked out?"""

    @property
    def busy(self) -> bool:
        """Is it being worked out?"""
        return self._work.busy

    def calm(self) -> None:
        """Call off all work; for the end of the program."""
        self._work.cancel()

    def ask(self) -> "Closure | None":
        """What is known of it now; else it is worked out behind the window, once the flows are there."""
        session, sailing = self._session, self._session.sailing
        dataset, scenario = session.dataset, session.scenario
        if dataset is None or sailing.flows is None or sailing.before is None:
            return None
        if sailing.flows.scenario != routed(scenario):  # those of the question before
            return None
        key = (dataset.key, sailing.flows, sailing.before, scenario.knots)
        if key != self._key:
            self._key, self._found, self.failed = key, None, False
            work = partial(sea_work.closure_of, dataset, sailing.flows, sailing.before, scenario)
            self._work.run(work, self._take, self._fail)
        return self._found

    def _take(self, found: "Closure") -> None:
        self._found = found
        self.changed.emit()

    def _fail(self, _: BaseException) -> None:
        """The heads tell of shares then; why it failed is told where all is that the panel of the straits asks for."""
        self.failed = True
        self.changed.emit()


def told_by_closure(scenario: Scenario, view: View) -> bool:
    """Do two maps differ by nothing but what of a closure they show? Shares, which no closure changes, are the same."""
    return bool(scenario.closed and view.other) and all(field == "routes_show" for field, _ in view.other)


def closure_heads(found: "Closure", view: View) -> tuple[Ways, Ways, Ways, Ways]:
    """Of each map what it shows and its figures: (first, figures, second, figures)."""
    shown = view.routes_show, other_view(view, view.other).routes_show
    (first, figures), (second, others) = ((_title(found, one), _figures(found, one)) for one in shown)
    return first, figures, second, others


def _title(found: "Closure", shows: str) -> Ways:
    from mineralmap.analysis.closure_text import listed, spoken

    if shows == "before":
        return ("before the closure",)
    names = [name.split(" (")[0] for name, *_ in _shut(found)]
    which = listed([spoken(name) for name in names])
    if shows == "change":
        return f"what closing {which} changes", "what the closure changes"
    number = len(names)
    brief = [f"{listed(names)} closed", f"{names[0]} and {number - 1} more closed", f"{number} chokepoints closed"]
    return f"after closing {which}", *(brief[:1] if number == 1 else brief), "after the closure"


def _figures(found: "Closure", shows: str) -> Ways:
    if found.flows.empty:
        return ("there are no flows that this could touch",)
    return _passing(found) if shows == "before" else _effect(found)


def _shut(found: "Closure") -> list[tuple[str, float, float]]:
    """Name, tonnes and share before of what is closed, that of most tonnes first."""
    table = found.gates[found.gates["chokepoint_id"].isin(found.closed)]
    rows = zip(table["name"], table["before_t"], table["before_share"], strict=True)
    known = [(str(name), float(passed), float(share)) for name, passed, share in rows]
    return known or [(name, 0.0, 0.0) for name in found.names]


def _passing(found: "Closure") -> Ways:
    """ "15.5 kt Co (6.4 % of the selected flows) pass the Suez Canal"."""
    from mineralmap.analysis.closure_text import SEVERAL, listed, spoken

    passed = [(spoken(name), tonnes(now, found.unit), percent(share)) for name, now, share in _shut(found) if now > 0]
    spared = [spoken(name) for name, now, _ in _shut(found) if not now > 0]
    if not passed:
        return (f"nothing passes {listed(spared)}",)
    ways = []
    for with_share in (True, False):
        said = [
            f"{much}{_share(share, number == 0) if with_share else ''} {'pass ' if number == 0 else ''}{name}"
            for number, (name, much, share) in enumerate(passed)
        ]
        several = SEVERAL if with_share and len(passed) > 1 else ""
        ways.append(", ".join(said) + several + (f"; nothing passes {listed(spared)}" if spared else ""))
    return tuple(ways)


def _effect(found: "Closure") -> Ways:
    """ "15.5 kt Co (6.4 % of the selected flows) another way, 14.6 days later on average"."""
    from mineralmap.analysis.closure_text import later

    if not found.touched:
        return (f"changes nothing: no selected flow passes {'them' if len(found.closed) > 1 else 'it'}",)
    late = later(found.mean_delay_days) if found.rerouted_t > 0 else ""
    parts = [
        (tonnes(moved, found.unit), percent(moved / found.total_t), fate, more)
        for moved, fate, more in (
            (found.stranded_t, "cut off", ""),
            (found.rerouted_t, "another way", late),
            (found.overland_t, "over land instead", ""),
        )
        if moved > 0
    ]
    ways = []
    for with_share, mean in ((True, " on average"), (True, ""), (False, "")):
        said = [
            f"{much}{_share(share, number == 0) if with_share else ''} {fate}{more.replace(' on average', mean)}"
            for number, (much, share, fate, more) in enumerate(parts)
        ]
        ways.append("; ".join(said))
    return tuple(ways)


def _share(share: str, first: bool) -> str:
    """The first says what it is a share of."""
    return f" ({share}{OF_ALL if first else ''})"
