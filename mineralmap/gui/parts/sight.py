"""The map as other eyes see it: a preview of each colour deficiency and of grey, on the screen only.

It is no part of the project, is not remembered, and changes no export: a quiet notice on the map says so.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton

from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map
    from mineralmap.render.canvas import MapCanvas

WORDS = {
    "": ("&None", "The map in its own colours"),
    "protan": ("&Protanopia", "Without the cones for long waves: red is dark"),
    "deutan": ("&Deuteranopia", "Without the cones for middle waves: the commonest deficiency"),
    "tritan": ("&Tritanopia", "Without the cones for short waves: blue and green run together"),
    "grey": ("&Grey", "As a photocopy would show it"),
}
"""The choices of ``layers.sight.SIGHTS`` with what they mean."""
MARGIN = 12


class Sight(QObject):
    """Holds which eye looks at the map, and shows the map as that eye sees it."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._canvas: MapCanvas | None = None
        self.chosen = self._words = ""
        self.notice = QPushButton(window.map_place)
        self.notice.setObjectName("sightNotice")
        self.notice.setCursor(Qt.CursorShape.PointingHandCursor)
        self.notice.clicked.connect(lambda: self.choose(""))
        self.notice.hide()
        for one in (window.map_place, window.notices, window.notices.mark):
            one.installEventFilter(self)
        window.session.map_changed.connect(self._show)

    def choose(self, sight: str) -> None:
        """See the map through one of SIGHTS; "" is the eye that sees all colours."""
        self.chosen = sight
        self._window.actions_[f"sight_{sight or 'none'}"].setChecked(True)
        name = WORDS[sight][0].replace("&", "")
        self._words = f"{'in ' if sight == 'grey' else ''}{name.lower()}"
        said = f"Preview: {self._words}, on the screen only"
        self.notice.setToolTip(f"{said}\nClick to see the map in its own colours again")
        self.notice.setAccessibleName(f"End the preview of {name.lower()}")
        self.notice.setVisible(bool(sight))
        self._place()
        made = self._window.session.map
        if made is not None and self._canvas is not None:
            self._canvas.set_map(self.seen(made))
            second = self._window.parts["split"].thing.second.map
            if second is not None:
                self._window.map_place.show_second(second)

    def seen(self, made: "Map") -> "Map":
        """A map as the chosen eye sees it: for any canvas of the window."""
        if not self.chosen:
            return made
        from mineralmap.layers.sight import seen_by

        return seen_by(made, self.chosen)

    def canvas_made(self, canvas: "MapCanvas") -> None:
        """The map's widget is there."""
        self._canvas = canvas
        self._window.map_place.maps.seen = self.seen
        canvas.keep_off(self.notice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, made: "Map") -> None:
        # The map place, which hears of the map first, has shown it in its own colours; nothing is painted in between.
        if self.chosen and self._canvas is not None:
            self._canvas.set_map(self.seen(made))

    def _place(self) -> None:
        """In the upper right corner, opposite the tools, or below the message that stands there; in so many words as
        there is room for, since a click on its end must be possible."""
        place = self._window.map_place
        tools = [one for one in place.over if one is not self._window.notices]
        # Beside the tools, whether or not they stand there now: they come and go with the height of the map.
        start = max([0, *(one.mapTo(place, one.rect().topRight()).x() for one in tools)]) + MARGIN
        room = place.width() - start - MARGIN
        for words in (f"Preview: {self._words}, on the screen only", f"Preview: {self._words}", self._words, "Preview"):
            self.notice.setText(f"{words}  ×")
            self.notice.adjustSize()
            if self.notice.width() <= room:
                break
        left = max(place.width() - self.notice.width() - MARGIN, start)
        # Below what two maps say of themselves.
        top = MARGIN + (place.maps.head.height() if place.maps is not None and place.maps.split else 0)
        self.notice.move(left, top)
        for bar in (self._window.notices.mark, self._window.notices):
            if not bar.isHidden() and bar.geometry().intersects(self.notice.geometry()):
                self.notice.move(left, bar.geometry().bottom() + MARGIN)
        self.notice.raise_()


@parts.add
class SightPart:
    """View ▸ Preview."""

    id, order = "sight", 60
    rows = tuple(
        Row(
            f"sight_{sight or 'none'}", "View", text, (), "", tip, checkable=True, group="sight", submenu="Preview",
            after="theme_dark", needs_data=True,
        )
        for sight, (text, tip) in WORDS.items()
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Stand up in a window."""
        made = Sight(window)
        return Installed(
            handlers={f"sight_{sight or 'none'}": lambda _=False, sight=sight: made.choose(sight) for sight in WORDS},
            ready=lambda: window.actions_["sight_none"].setChecked(True),
            canvas_made=made.canvas_made,
            thing=made,
        )
