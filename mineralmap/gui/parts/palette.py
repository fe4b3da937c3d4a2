"""Ctrl+K: everything that can be found or done, in one list; and what is done with what the search field finds."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mineralmap.gui import theme
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row

if TYPE_CHECKING:
    from mineralmap.gui.finding import Found
    from mineralmap.gui.palette import Palette


@parts.add
class PalettePart:
    """The palette, and the rows that open it."""

    id, order = "palette", 20
    rows = (
        Row("palette", "Edit", "Command &Palette…", ("Ctrl+K",), "palette",
            "Find anything and do anything by its name: places, companies, layers, actions", after="search"),
        Row("zoom_country", "View", "Zoom to &Country or Region…", (), "",
            "Type the name of a country, a region or a province", needs_data=True,
            after="zoom_layer"),
        Row("zoom_gate", "View", "Zoom to C&hokepoint…", (), "", "Type a strait's name", needs_data=True,
            after="zoom_layer"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        opener = Opener(window)
        return Installed(
            handlers={
                "palette": lambda: opener.open(),
                "zoom_country": lambda: opener.open(("country", "region")),
                "zoom_gate": lambda: opener.open(("strait",)),
            },
            ready=opener.ready,
            thing=opener,
        )


class Opener:
    """The palette of one window, made when it is first asked for."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.palette: Palette | None = None

    def ready(self) -> None:
        from mineralmap.gui.commands import commands, wishes

        self._window.search.finder.commands = partial(commands, self._window)
        self._window.search.finder.wishes = partial(wishes, self._window)
        self._window.search.chosen.connect(self.do)

    def open(self, kinds: Sequence[str] = ()) -> None:
        """Show it, for everything or for some kinds."""
        if self.palette is None:
            from mineralmap.gui.palette import Palette

            self.palette = Palette(self._window, self._window.search.finder)
            self.palette.chosen.connect(self.do)
        self.palette.open_for(kinds, theme.colours(self._window.session.view.theme))

    def do(self, found: "Found") -> None:
        """Go to what was found, or do it."""
        from mineralmap.gui.commands import Doer

        Doer(self._window, self._window.parts["navigation"].thing.aims).do(found)
