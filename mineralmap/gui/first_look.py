"""The map of the opening question as it was last seen: kept in the user's cache, shown at the next start.

It is the map of the same data, program, question and view, or it is not shown: their marks are in its name.
"""

import hashlib
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths

from mineralmap import __version__, paths
from mineralmap.model.project import Project

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map


def recall(project: Project) -> "Map | None":
    """The kept map of a project, if there is one."""
    file = _file()
    if not file.is_file():
        return None
    from mineralmap.layers import snapshot

    return snapshot.load(name(project), file)


def keep(project: Project, drawn: "Map") -> None:
    """Keep a map for the next start, if it is of the opening question and not kept already. For a worker."""
    from mineralmap.errors import MineralmapError
    from mineralmap.layers import snapshot

    opening = Project(view=type(project.view)(theme=project.view.theme))
    if project != opening or snapshot.load(name(project), _file()) is not None:
        return
    try:
        snapshot.save(drawn, name(project), _file())
    except (MineralmapError, OSError):
        return  # a start that shows its map later is no fault to be told


def name(project: Project) -> str:
    """What a map depends on: program, data and project."""
    made = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for folder, pattern in (
        (paths.data(), "*.csv"),
        (paths.data(), "*.gpkg"),
        (Path(__file__).parent.parent, "*/*.py"),
    ):
        for file in sorted(folder.glob(pattern)):
            facts = file.stat()
            made.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    for part in (project.scenario, project.view):
        made.update(repr([(one.name, _plain(getattr(part, one.name))) for one in fields(part)]).encode())
    return made.hexdigest()


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _file() -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    return Path(where or Path.home()) / "opening-map.npz"
