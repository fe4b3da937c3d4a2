"""What of the layers the map shows where it rests: which its scale leaves out, and what lies in view."""

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import map_scale

if TYPE_CHECKING:
    from mineralmap.layers.content import Content, Extent
    from mineralmap.layers.layer import LegendEntry, Map

REST_MS = 200
"""After so long without a move, what is said follows what the map shows."""


class LayerSight(QObject):
    """Follows a map's widget at rest; ``changed`` when lists of layers should be brought up to date."""

    changed = Signal()
    scale_changed = Signal(float)
    """One to how much the map is in the middle of what is seen, as the status bar says."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._canvas: Any = None
        self._wanted = False
        self._content: dict[str, Content] = {}
        self._looking = Latest(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.look)

    def use_canvas(self, canvas: Any) -> None:
        """Follow this widget."""
        self._canvas = canvas
        canvas.view_changed.connect(self._rest.start)

    def want_content(self, on: bool) -> None:
        """Ask what lies in view, or no longer."""
        self._wanted = on
        self.look()

    def look(self) -> None:
        """Find out anew; what lies in view is sought behind the window."""
        made, mpp = self._session.map, self._mpp()
        if made is None or mpp is None:
            return
        now = float(self._canvas.scale_denominator())
        if math.isfinite(now):
            self.scale_changed.emit(now)
        if self._wanted:
            extent = tuple(self._canvas.extent())
            self._looking.run(partial(_content, made, extent, mpp, self._canvas.true), self._have_looked)
        else:
            self._looking.cancel()
            self._content = {}
            self.changed.emit()

    def speaks(self, layer_id: str, entry: "LegendEntry") -> bool:
        """Is an entry of a layer's key about something in view? Yes, as long as nobody asks."""
        content = self._content.get(layer_id)
        return content is None or content.shows(entry)

    def away(self, made: "Map") -> dict[str, str]:
        """Layers that the present scale leaves out, with words that say at which they are drawn."""
        mpp = self._mpp()
        if mpp is None or not any(layer.detail != (0.0, float("inf")) for layer in made.layers):
            return {}
        from mineralmap.layers.styles import denominator

        said, ground = {}, mpp * self._canvas.true
        for layer in made.layers:
            low, high = layer.detail
            if not low <= ground < high:
                ends = [map_scale(denominator(one)) for one in (low, high)]
                span = " ".join(word for word in (ends[0] and f"from {ends[0]}", ends[1] and f"to {ends[1]}") if word)
                said[layer.id] = f"Shown {span}; the map is at {map_scale(denominator(ground))}"
        return said

    def _mpp(self) -> float | None:
        """Metres of the map per px; ``None`` before there is one."""
        if self._canvas is None or self._canvas.width() < 1:
            return None
        x0, _, x1, _ = self._canvas.extent()
        return (x1 - x0) / self._canvas.width()

    def _have_looked(self, content: "dict[str, Content]") -> None:
        self._content = content
        self.changed.emit()


def _content(made: "Map", extent: "Extent", mpp: float, true: float, cancel: Cancel) -> "dict[str, Content]":
    from mineralmap.layers.content import content_of

    cancel()
    return content_of(made, extent, mpp, true)
