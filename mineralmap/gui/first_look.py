"""The opening question as it was last answered: its map and its flows, kept in the user's cache for the next start.

They are of the same data, program, question and view, or they are not taken: their marks are in their name.
"""

import hashlib
import sys
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths

from mineralmap import __version__, paths
from mineralmap.model.project import Project

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.layer import Map

MAP, FLOWS = "opening-map.npz", "opening-flows.npz"


def recall(project: Project) -> "Map | None":
    """The kept map of a project, if there is one."""
    file = _file(MAP)
    if not file.is_file():
        return None
    from mineralmap.layers import snapshot

    return snapshot.load(name(project), file)


def recall_flows(project: Project, dataset: "Dataset") -> "Flows | None":
    """The kept flows of a project, if there are any. For a worker."""
    file = _file(FLOWS)
    if not file.is_file():
        return None
    from mineralmap.analysis import kept_flows
    from mineralmap.gui.asked import routed

    return kept_flows.load(_name_of_flows(project, dataset), file, routed(project.scenario))


def keep(project: Project, dataset: "Dataset", drawn: "Map", flows: "Flows") -> None:
    """Keep map and flows for the next start, if they are of the opening question and not kept already. For a worker."""
    from mineralmap.analysis import kept_flows
    from mineralmap.errors import MineralmapError
    from mineralmap.layers import snapshot

    opening = Project(view=type(project.view)(theme=project.view.theme))
    if project != opening:
        return
    try:
        if recall_flows(project, dataset) is None:
            kept_flows.save(flows, _name_of_flows(project, dataset), _file(FLOWS))
        if snapshot.name_of(_file(MAP)) != name(project):
            snapshot.save(drawn, name(project), _file(MAP))
    except (MineralmapError, OSError):
        return  # a start that takes longer is no fault to be told


def _name_of_flows(project: Project, dataset: "Dataset") -> str:
    """Flows do not depend on how the map looks; on the content of the data they do."""
    return f"{name(Project(scenario=project.scenario))} {dataset.key}"


def name(project: Project) -> str:
    """What a map depends on: program, data and project."""
    made = hashlib.sha256(_program_and_data().encode())
    for part in (project.scenario, project.view):
        made.update(repr([(one.name, _plain(getattr(part, one.name))) for one in fields(part)]).encode())
    return made.hexdigest()


@lru_cache(maxsize=1)
def _program_and_data() -> str:
    """The marks of every file that an answer or a map is made by, or of: none changes while the program runs."""
    program = Path(__file__).parent.parent
    files = [*paths.data().glob("*.csv"), *paths.data().glob("*.gpkg"), *paths.data().glob("*.npz")]
    for floor in ("model", "datasets", "analysis", "layers", "render"):
        files += (program / floor).rglob("*.py")
    facts = [(str(file), file.stat()) for file in sorted(files)]
    said = [f"{file} {fact.st_size} {fact.st_mtime_ns}" for file, fact in facts]
    return "\n".join([__version__, str(sys.version_info[:2]), *said])


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _file(which: str) -> Path:
    where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    return Path(where or Path.home()) / which
