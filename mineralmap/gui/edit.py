"""One step of undo: the fields of the project that changed, with the values before and after."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand

MERGE_SECONDS = 1.0
"""Edits of one kind that follow each other faster than this are one step of undo."""


class Edit(QUndoCommand):
    """Sets the values through ``put``; ``text`` is what undo calls it, ``merge`` the word that such edits share."""

    def __init__(
        self,
        put: Callable[[dict[str, Any]], None],
        text: str,
        merge: str,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        super().__init__(text)
        self._put, self._merge, self._before, self._after = put, merge, before, after
        self._at = time.monotonic()

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)

    def id(self) -> int:
        return hash(self._merge) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or other._merge != self._merge or other._at - self._at > MERGE_SECONDS:
            return False
        self._before = other._before | self._before
        self._after = self._after | other._after
        self._at = other._at
        self.setObsolete(self._before == self._after)
        return True
