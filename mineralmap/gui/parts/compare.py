"""Facilities that are pinned in their cards stand side by side."""

from typing import TYPE_CHECKING, Any

from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row

if TYPE_CHECKING:
    from mineralmap.gui.compare import CompareDialog

MOST = 6
PINS = "pins"
"""What the messages are about that go when the pinned facilities are seen."""


@parts.add
class ComparePart:
    """Pins, and the dialog that shows them."""

    id, order = "compare", 40
    rows = (
        Row("compare", "View", "&Compare Pinned Facilities…", ("Ctrl+Shift+K",), "",
            "Up to six facilities side by side: pin them in their cards", needs_data=True, after="identify"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Wait for a pin."""
        made = Compare(window)
        return Installed(handlers={"compare": made.show}, ready=made.ready, thing=made)


class Compare:
    """The pins of one window, in the order they were set; they are the person's and no part of the project."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.pinned: tuple[str, ...] = ()
        self.dialog: CompareDialog | None = None

    def ready(self) -> None:
        """The window is whole."""
        self._window.details.pin_asked.connect(self.toggle)

    def toggle(self, facility_id: str) -> None:
        """Pin a facility, or take its pin away."""
        if facility_id in self.pinned:
            self._set(tuple(one for one in self.pinned if one != facility_id))
        elif len(self.pinned) >= MOST:
            self._window.details.mark_pinned(self.pinned)
            self._window.notices.say(f"{MOST} facilities are pinned already. Unpin one of them first.", "warning",
                                     {"Compare": self.show}, going=True, about=PINS)  # fmt: skip
        elif facility_id:
            self._set((*self.pinned, facility_id))
            if len(self.pinned) > 1:
                self._window.notices.say(f"{len(self.pinned)} facilities are pinned.", actions={"Compare": self.show},
                                         going=True, about=PINS)  # fmt: skip

    def show(self) -> None:
        """Open the dialog."""
        from mineralmap.gui.compare import CompareDialog

        self._window.notices.take_back(PINS)
        if self.dialog is None:
            self.dialog = CompareDialog(self._window, self._window.session)
            self.dialog.unpin_asked.connect(self.toggle)
            self.dialog.go_asked.connect(self._window.go_to)
        self.dialog.show_facilities(self.pinned)
        self.dialog.show()
        self.dialog.raise_()

    def _set(self, pinned: tuple[str, ...]) -> None:
        self.pinned = pinned
        self._window.details.mark_pinned(pinned)
        if self.dialog is not None:
            self.dialog.show_facilities(pinned)
