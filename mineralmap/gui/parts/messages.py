"""The log of messages: a panel below the map, opened by the button at the end of the status bar."""

from typing import Any

from mineralmap.gui.docks.messages import MessagesDock
from mineralmap.gui.parts import Docked, Installed, parts
from mineralmap.gui.rows import Row


@parts.add
class Messages:
    """Keeps what the bar over the map has told."""

    id, order = "messages", 90
    rows: tuple[Row, ...] = ()

    def make(self, window: Any) -> Installed:
        dock = MessagesDock()

        def ready() -> None:
            button = window.status.messages_button
            window.notices.told.connect(dock.tell)
            window.notices.told.connect(lambda _, kind: _say_new(window, dock, kind))
            button.clicked.connect(dock.front_action().trigger)
            dock.visibilityChanged.connect(button.setChecked)
            dock.visibilityChanged.connect(lambda seen: seen and button.setText(""))
            window.session.theme_changed.connect(dock.use_theme)
            dock.use_theme(window.session.view.theme)

        return Installed(panels=(Docked("below", dock),), ready=ready, thing=dock)


def _say_new(window: Any, dock: MessagesDock, kind: str) -> None:
    """An error that nobody has seen in the log is marked at its button."""
    if kind != "info" and not dock.isVisible():
        window.status.messages_button.setText("!")
