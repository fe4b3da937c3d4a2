"""What lies under the pointer is told in a small card, and Identify shows the whole card of what is nearest."""

from typing import Any

from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row


@parts.add
class Cards:
    """The small card over the map, and the action that opens the large one without a mouse."""

    id, order = "cards", 20
    rows = (
        Row("identify", "View", "&Identify", ("Ctrl+Shift+I",), "details",
            "Show the card of the facility that is chosen, or else nearest to the middle of the map", needs_data=True,
            after="zoom_selection"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Wait for the canvas."""
        made = _Cards(window)
        return Installed(handlers={"identify": made.identify}, canvas_made=made.follow, thing=made)


class _Cards:
    def __init__(self, window: Any) -> None:
        self._window = window
        self.hover: Any = None
        self.second: Any = None
        """The card over the second map, while there was one."""

    def follow(self, canvas: Any) -> None:
        """Put a card over a canvas."""
        from mineralmap.gui.hover import HoverCard

        self.hover = HoverCard(canvas, self._window.session)
        self._window.map_place.maps.second_made.connect(self._follow_second)

    def _follow_second(self, canvas: Any) -> None:
        """The second map tells the figures of its own question."""
        from mineralmap.gui.hover import HoverCard

        other = self._window.parts["split"].thing.second
        self.second = HoverCard(canvas, self._window.session, lambda: other.results)
        other.changed.connect(self.second.forget)

    def identify(self) -> None:
        """Show the card of the feature that is chosen, else of the one nearest to the middle of what is seen."""
        window = self._window
        session = window.session
        found = session.view.selected or (next(iter(session.chosen)) if len(session.chosen) == 1 else "")
        if not found:
            found = nearest(session.map, window.map_place.canvas)
        if not found:
            window.notices.say("No facility is in sight. Move the map, or zoom out.")
            return
        if found != session.view.selected:
            session.select(found)
        window.details.show()
        window.details.raise_()


def nearest(drawn: Any, canvas: Any) -> str:
    """The id of the symbol nearest to the middle of what is seen, "" when none is in sight."""
    import numpy as np

    from mineralmap.layers.layer import Marks

    if drawn is None or canvas is None:
        return ""
    x0, y0, x1, y1 = canvas.extent()
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    best, found = np.inf, ""
    for layer in drawn.layers:
        if not (layer.visible and layer.pickable):
            continue
        for marks in layer.primitives:
            if not isinstance(marks, Marks) or not len(marks.x):
                continue
            seen = (marks.x >= x0) & (marks.x <= x1) & (marks.y >= y0) & (marks.y <= y1)
            away = np.where(seen, np.hypot(marks.x - x, marks.y - y), np.inf)
            at = int(np.argmin(away))
            if away[at] < best and marks.ids[at]:
                best, found = float(away[at]), str(marks.ids[at])
    return found
