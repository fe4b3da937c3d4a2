"""One step of undo: the fields of the project that changed, with the values before and after."""

import time
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from PySide6.QtGui import QUndoCommand

from mineralmap.model.project import Project
from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View

SCENARIO_FIELDS = frozenset(item.name for item in fields(Scenario))
VIEW_FIELDS = frozenset(item.name for item in fields(View))
PROJECT_FIELDS = frozenset({"datasets", "bookmarks", "corrections"})
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


def value_of(project: Project, name: str) -> Any:
    """A field of the scenario, the view or the project."""
    if name in SCENARIO_FIELDS:
        return getattr(project.scenario, name)
    return getattr(project.view if name in VIEW_FIELDS else project, name)


def changed(project: Project, changes: dict[str, Any]) -> Project:
    """The project with these fields of the scenario, the view or itself."""
    scenario = replace(project.scenario, **{name: changes[name] for name in changes.keys() & SCENARIO_FIELDS})
    view = replace(project.view, **{name: changes[name] for name in changes.keys() & VIEW_FIELDS})
    kept = {name: changes[name] for name in changes.keys() & PROJECT_FIELDS}
    return replace(project, scenario=scenario, view=view, **kept)
