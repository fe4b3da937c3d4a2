"""The opening question as it was last answered: map, flows and answers, kept in the user's cache for the next start.

They are of the same data, program, question and view, or they are not taken: their marks are in their name.
"""

import hashlib
import sys
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths

from mineralmap import __version__, paths
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis

if TYPE_CHECKING:
    from mineralmap.analysis.kept_answers import KeptAnswers
    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.snapshot import Snapshot

MAP, FLOWS, ANSWERS = "opening-map.columns", "opening-flows.columns", "opening-answers.json"


def recall(project: Project) -> "Snapshot | None":
    """The kept map of a project, if there is one, as of today."""
    file = _file(MAP)
    if not file.is_file():
        return None
    from mineralmap.layers import brief, snapshot

    found = snapshot.load(name(project), file)
    if found is not None:
        *notes, last = found.seen.notes
        found.seen = replace(found.seen, notes=(*notes, brief.dated(last)))
    return found


def recall_flows(project: Project, dataset: "Dataset") -> "Flows | None":
    """The kept flows of a project, if there are any. For a worker."""
    file = _file(FLOWS)
    if not file.is_file():
        return None
    from mineralmap.analysis import kept_flows
    from mineralmap.gui.asked import routed

    return kept_flows.load(_name_with_data(project, dataset), file, routed(project.scenario))


def recall_answers(project: Project, dataset: "Dataset") -> "KeptAnswers | None":
    """The kept answers of a project under its basis and the others, if there are any. For a worker."""
    file = _file(ANSWERS)
    if not file.is_file():
        return None
    from mineralmap.analysis import kept_answers
    from mineralmap.gui.asked import ashore, compared

    scenario = project.scenario
    asked = [ashore(scenario), *(compared(scenario, basis) for basis in Basis if basis != scenario.basis)]
    return kept_answers.load(_name_with_data(project, dataset), file, dataset, asked)


def keep(project: Project, dataset: "Dataset", flows: "Flows", answers: "KeptAnswers") -> None:
    """Keep map, flows and answers (in the order of ``recall_answers``) for the next start, if they are of the opening
    question and not kept already. For a worker."""
    from mineralmap.analysis import kept_answers, kept_flows
    from mineralmap.errors import MineralmapError
    from mineralmap.layers import snapshot

    opening = Project(view=type(project.view)(theme=project.view.theme))
    if project != opening:
        return
    try:
        if recall_flows(project, dataset) is None:
            kept_flows.save(flows, _name_with_data(project, dataset), _file(FLOWS))
        if recall_answers(project, dataset) is None:
            kept_answers.save(answers, _name_with_data(project, dataset), _file(ANSWERS))
        if snapshot.name_of(_file(MAP)) != name(project):
            from mineralmap.layers import basemap
            from mineralmap.layers.compose import compose

            # The window's may have the finer coasts by now.
            drawn = compose(dataset, answers.answers[0], flows, project.view, flows, basemap.CLOSE_MPP)
            snapshot.save(drawn, name(project), _file(MAP))
    except (MineralmapError, OSError):
        return  # a start that takes longer is no fault to be told


def _name_with_data(project: Project, dataset: "Dataset") -> str:
    """Flows and answers do not depend on how the map looks; on the content of the data they do."""
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
