"""Which keys do what in one window: as the table of actions says, until somebody has chosen others; these are kept."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QKeySequence

GROUP = "keys"
BY_HAND: tuple[tuple[str, str, str], ...] = (
    ("Map", "Move the map", "Drag, or the arrows"),
    ("Map", "Move the map while a tool is in use", "Space and move, or drag with the middle button"),
    ("Map", "Zoom about the pointer", "Wheel; finer with Ctrl"),
    ("Map", "Zoom about the middle", "PgUp, PgDown, + and −"),
    ("Map", "Zoom in, or out", "Double click; out with Shift or Alt"),
    ("Map", "Zoom to a box", "Shift and drag"),
    ("Map", "Move, and zoom, by touchpad", "Two fingers; pinch"),
    ("Map", "The whole world", "Home or 0"),
    ("Map", "The view before, or after", "Buttons at the side of the mouse"),
    ("Map", "Copy coordinates, list what is here", "Right click, or the menu key"),
    ("Map", "Let go of what is selected or marked", "Esc"),
    ("Lists", "Show or hide a layer", "Space in the list of layers"),
    ("Lists", "Move a layer up or down", "Alt+Up, Alt+Down in the list"),
    ("Lists", "Copy rows of a table", "Ctrl+C in the table"),
    ("Lists", "Close or open a chokepoint", "Space in the table of gates"),
    ("Lists", "Go to a chokepoint", "Enter in the table of gates"),
)
"""What the hand does without an action of its own: (group, what, how). It cannot be changed."""


@dataclass(frozen=True)
class Keyed:
    """Something that can be done by a key."""

    id: str
    words: str
    where: str
    """The menu it stands in: "View", or "View › Panels"."""
    action: QAction
    defaults: tuple[str, ...]


class Keymap:
    """The keys of one window, whose actions and panels stand."""

    def __init__(self, window: Any) -> None:
        made: list[Keyed] = []
        for row in window.actions_.rows:
            action = window.actions_.get(row.id)
            if action is not None:
                where = f"{row.menu} › {plain(row.submenu)}" if row.submenu else row.menu
                made.append(Keyed(row.id, plain(row.text), where, action, _portable(action)))
        for dock in window.panels.docks:
            action = dock.front_action()
            made.append(
                Keyed(f"panel:{dock.objectName()}", dock.windowTitle(), "View › Panels", action, _portable(action))
            )
        self.all: tuple[Keyed, ...] = tuple(made)
        self._by_id = {one.id: one for one in made}

    def apply_kept(self) -> None:
        """Give the actions the keys that were chosen for them."""
        settings = QSettings()
        settings.beginGroup(GROUP)
        kept = {name: str(settings.value(name, "")) for name in settings.childKeys()}
        settings.endGroup()
        for one in self.all:
            words = kept.get(_setting(one.id))
            if words is not None:
                read = QKeySequence.listFromString(words, QKeySequence.SequenceFormat.PortableText)
                one.action.setShortcuts([keys for keys in read if not keys.isEmpty()])
        for (
            one
        ) in self.all:  # a key that somebody chose is that alone, also where the program has another use for it now
            if kept.get(_setting(one.id)) is not None:
                for keys in one.action.shortcuts():
                    while (other := self.holder(keys, one.id)) is not None and kept.get(_setting(other.id)) is None:
                        other.action.setShortcuts([held for held in other.action.shortcuts() if held != keys])

    def keys(self, key_id: str) -> tuple[str, ...]:
        """The keys of an action now, in portable words: "Ctrl+J"."""
        return _portable(self._by_id[key_id].action)

    def changed(self, key_id: str) -> bool:
        """Has somebody chosen other keys than the program's?"""
        return self.keys(key_id) != self._by_id[key_id].defaults

    def holder(self, sequence: QKeySequence, but: str = "") -> Keyed | None:
        """The other action that has this key, if one has."""
        for one in self.all:
            if one.id != but and any(held == sequence for held in one.action.shortcuts()):
                return one
        return None

    def choose(self, key_id: str, sequences: tuple[QKeySequence, ...]) -> None:
        """Give an action these keys, take them from whatever had them, and remember both."""
        for sequence in sequences:
            while (other := self.holder(sequence, key_id)) is not None:
                self._put(other, tuple(held for held in other.action.shortcuts() if held != sequence))
        self._put(self._by_id[key_id], sequences)

    def reset(self, key_id: str) -> None:
        """The program's own keys again; whoever has them by now loses them."""
        self.choose(key_id, tuple(QKeySequence(words) for words in self._by_id[key_id].defaults))

    def reset_all(self) -> None:
        """Every key as the program has it."""
        QSettings().remove(GROUP)
        for one in self.all:
            one.action.setShortcuts([QKeySequence(words) for words in one.defaults])

    def _put(self, one: Keyed, sequences: tuple[QKeySequence, ...]) -> None:
        one.action.setShortcuts(list(sequences))
        name = f"{GROUP}/{_setting(one.id)}"
        if self.changed(one.id):
            QSettings().setValue(name, "; ".join(self.keys(one.id)))
        else:
            QSettings().remove(name)


def plain(text: str) -> str:
    """The words of an action without the mark of its key and the dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def native(action: QAction) -> str:
    """The keys of an action as this system writes them."""
    texts = (one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts())
    return "  or  ".join(text for text in texts if text)


def _portable(action: QAction) -> tuple[str, ...]:
    texts = (one.toString(QKeySequence.SequenceFormat.PortableText) for one in action.shortcuts())
    return tuple(text for text in texts if text)


def _setting(key_id: str) -> str:
    return key_id.replace(":", ".")
