"""One file per part of the window that stands by itself: its actions, its panel, and what it does when they are used.

A part adds itself to ``parts``; menus, shortcuts, the command palette and the docks follow. What its file imports at
the top is imported before the window is seen: nothing heavy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mineralmap.gui.rows import Row
from mineralmap.registry import Registry

if TYPE_CHECKING:
    from mineralmap.gui.docks.panel import Panel
    from mineralmap.gui.map_place import MapPlace
    from mineralmap.gui.notices import Notices
    from mineralmap.gui.session import Session
    from mineralmap.gui.status import Status

Side = Literal["left", "right", "below"]


class Window(Protocol):
    """What a part may ask of the window it stands in (which is a QMainWindow)."""

    session: "Session"
    map_place: "MapPlace"
    notices: "Notices"
    status: "Status"
    actions_: Any
    """``gui.actions.Actions``: the QAction of an id by ``window.actions_[id]``, once the window is made."""
    parts: "dict[str, Installed]"
    panels: Any
    """``gui.arrangement.Arrangement``, once the window is made."""
    files: Any
    question: Any
    search: Any
    layers: Any
    answer: Any
    details: Any
    evidence: Any
    table: Any
    chokepoints: Any

    def go_to(self, feature_id: str) -> None:
        """Select a feature, show its card and move the map there."""
        ...


@dataclass(frozen=True)
class Docked:
    """A panel with its place and the key that shows it."""

    side: Side
    panel: "Panel"
    keys: str = ""


@dataclass(frozen=True)
class Installed:
    """A part in one window: the handlers of its rows by their ids (a row without one becomes a submenu), its panels,
    what to do once the window is whole (``ready``) and once the map's canvas is there (``canvas_made``)."""

    handlers: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    panels: tuple[Docked, ...] = ()
    ready: Callable[[], object] | None = None
    canvas_made: Callable[[Any], object] | None = None
    closing: Callable[[], object] | None = None
    thing: Any = None
    """The object that does it all, kept alive here; tests and other parts find it by the part's id."""


class Part(Protocol):
    """What a file of this folder registers."""

    id: str
    order: int
    rows: tuple[Row, ...]

    def make(self, window: Any) -> Installed:
        """Stand up in a window. Its session, map place, notices, status bar and fixed docks are there already."""
        ...


parts: Registry[Part] = Registry("mineralmap.gui.parts")
