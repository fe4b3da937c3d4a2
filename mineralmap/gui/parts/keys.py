"""Settings, Keyboard Shortcuts: which keys do what, chosen by the user and kept for the next time."""

from typing import Any

from mineralmap.gui.keymap import Keymap
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row


@parts.add
class Keys:
    """Gives the actions of a window the keys that were chosen for them."""

    id, order = "keys", 900
    rows = (
        Row(
            "change_keys", "Settings", "&Keyboard Shortcuts…", (), "keyboard", "See and change the keys of every action"
        ),
    )

    def make(self, window: Any) -> Installed:
        chosen = Chosen(window)
        return Installed(handlers={"change_keys": chosen.ask}, ready=chosen.ready, thing=chosen)


class Chosen:
    """The keys of one window, and the dialog in which they are changed."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.keymap: Keymap | None = None
        self.dialog: Any = None

    def ready(self) -> None:
        """The actions stand: note their own keys, then give them those that were chosen."""
        self.keymap = Keymap(self._window)
        self.keymap.apply_kept()

    def ask(self) -> None:
        """Open the dialog."""
        from mineralmap.gui.dialogs.keys import KeysDialog

        if self.keymap is not None:
            self.dialog = KeysDialog(self._window, self.keymap)
            self.dialog.show()
