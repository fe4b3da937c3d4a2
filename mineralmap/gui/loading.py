"""Projects and the user's files as they are read behind the window: values in, values out."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mineralmap.errors import MineralmapError, Problem, Severity
from mineralmap.gui.tasks import Cancel
from mineralmap.model.project import DatasetReference, Project
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.datasets.known_flows import FlowReading
    from mineralmap.datasets.own import Reading

    Read = dict[DatasetReference, Reading | FlowReading]


def load_project(path: Path, shipped: "Dataset | None", cancel: Cancel) -> "tuple[Project, tuple[Problem, ...], Read]":
    """A project with the user's files it names, read again; what is missing or has changed is a problem."""
    from mineralmap.datasets import project_file

    project, found = project_file.load(path)
    problems, readings = list(found), {}
    for reference in sorted(project.datasets, key=lambda one: one.kind):  # flows may name facilities of the user's
        cancel()
        file = Path(reference.path)
        if not file.is_file():
            continue  # told by project_file.load
        try:
            readings[reference] = read_reference(reference, shipped, list(readings.values()), cancel)
        except (MineralmapError, OSError) as error:
            hint = "Its rows are left out. Mend the file, or add it again."
            problems.append(Problem(Severity.WARNING, file.name, None, None, str(error), hint))
    scenario, unheard = _settled(project.scenario, path.name, shipped, list(readings.values()), cancel)
    return replace(project, scenario=scenario), (*problems, *unheard), readings


def read_reference(
    reference: DatasetReference, shipped: "Dataset | None", readings: "list[Reading | FlowReading]", cancel: Cancel
) -> "Reading | FlowReading":
    """One of the user's files, with its columns matched as the project says; ``readings`` are those it may build on.

    Raises
    ------
    MineralmapError, OSError
        When it cannot be read.
    """
    file = Path(reference.path)
    if reference.kind == "flows":
        return _flows(file, shipped, readings, cancel)
    return own_file(file, dict(reference.matching) or None, cancel)


def _settled(
    scenario: Scenario, name: str, shipped: "Dataset | None", readings: "list[Reading | FlowReading]", cancel: Cancel
) -> "tuple[Scenario, tuple[Problem, ...]]":
    from mineralmap.analysis.settled import settled
    from mineralmap.datasets import bundled
    from mineralmap.gui import background

    return settled(background.join(shipped or bundled.load(), readings, cancel), scenario, name)


def _flows(
    path: Path, shipped: "Dataset | None", readings: "list[Reading | FlowReading]", cancel: Cancel
) -> "FlowReading":
    from mineralmap.datasets import bundled, known_flows
    from mineralmap.gui import background

    return known_flows.reading_of(path, background.join(shipped or bundled.load(), readings, cancel))


def own_file(path: Path, matching: dict[str, str] | None, cancel: Cancel) -> "Reading":
    """One of the user's facility files, with its columns matched by hand where they are."""
    from mineralmap.datasets import own

    return own.read(path, matching)
