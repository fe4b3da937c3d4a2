"""The second half of the main window: panels, parts, actions and errands, made once the map has been seen."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mineralmap.gui import collector, theme
from mineralmap.gui.actions import PANELS, Actions
from mineralmap.gui.docks.assumptions import AssumptionsDock
from mineralmap.gui.docks.chokepoints import ChokepointsDock
from mineralmap.gui.docks.details import DetailsDock
from mineralmap.gui.docks.evidence import EvidenceDock
from mineralmap.gui.docks.missing import MissingDock
from mineralmap.gui.docks.table import TableDock
from mineralmap.gui.exporting import Exporting
from mineralmap.gui.file_menus import list_data, list_recent
from mineralmap.gui.files import Files
from mineralmap.gui.flow_files import FlowFiles
from mineralmap.gui.handlers import handlers
from mineralmap.gui.own_gates import OwnGates
from mineralmap.gui.parts import Docked, parts
from mineralmap.gui.ports import PortChoice
from mineralmap.gui.scorecard import ScorecardPage

if TYPE_CHECKING:
    from mineralmap.gui.docks.panel import Panel


def furnish(window: Any) -> None:
    """Make what a ``MainWindow`` declares and does not have yet."""
    session, notices = window.session, window.notices
    window.files = Files(window, session, notices, window.map_place.lasting, window.fresh_view)
    window.exporting = Exporting(window, session, notices)
    window.own_gates = OwnGates(window, session, window.map_place, notices)
    window.ports = PortChoice(window, session)
    window.flow_files = FlowFiles(window, session, notices, window.files)
    window.details, window.missing = DetailsDock(session), MissingDock(session)
    window.evidence, window.assumptions = EvidenceDock(session), AssumptionsDock(session)
    window.table, window.chokepoints = TableDock(session), ChokepointsDock(session)
    window.scorecard = ScorecardPage(session)
    window.scorecard.hide()
    window.scorecard.setParent(window)  # else it would outlive the window, and keep it
    for part in parts:
        window.parts[part.id] = part.make(window)
    done = dict(handlers(window))
    for one in window.parts.values():
        done.update(one.handlers)
    window.actions_ = Actions(window, done)
    docked = [one for part in window.parts.values() for one in part.panels]
    window.panels.add(
        (window.assumptions, *_of("left", docked)),
        (window.details, window.evidence, window.missing, *_of("right", docked)),
        (window.table, window.chokepoints, *_of("below", docked)),
    )
    window.status.offer_sides(window.panels)
    _fill_menus(window, PANELS | {one.panel.objectName(): one.keys for one in docked})


def beforehand(window: Any) -> Iterator[None]:
    """What the first looks at icons of the other theme, the tables below the map and the form of assumptions would
    wait for; in idle moments, a step each."""
    yield from theme.other_icons(window.session.view.theme)
    for panel in (window.table, window.chokepoints, window.assumptions):
        yield from panel.pieces()
        for one in panel.findChildren(QWidget):
            if isValid(one):  # another question may have taken its row away
                one.ensurePolished()
            yield
    collector.set_aside()


def _of(side: str, docked: list[Docked]) -> "list[Panel]":
    return [one.panel for one in docked if one.side == side]


def _fill_menus(window: Any, keys: dict[str, str]) -> None:
    actions = window.actions_
    panels, recent, own = actions.menu("panels"), actions.menu("recent"), actions.menu("remove_data")
    for dock in window.panels.docks:
        action = dock.front_action()
        action.setShortcut(QKeySequence(keys[dock.objectName()]))
        panels.addAction(action)
        dock.hidden_by_hand.connect(window.status.tell)
        window.addAction(action)
    recent.aboutToShow.connect(partial(list_recent, recent, window.files))
    own.aboutToShow.connect(partial(list_data, own, window.session, window.files))
    actions[f"theme_{window.wanted_theme}"].setChecked(True)
