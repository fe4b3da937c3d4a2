"""A project with the user's files it names, and the data set that they and its corrections make of the shipped one.

The window and the command line open projects by this door alone, so that both compute the same; what is heavy is
imported when it is needed, since the window imports this before it is seen.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mineralmap.errors import MineralmapError, Problem, Severity
from mineralmap.model.project import Correction, DatasetReference, Project

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.datasets.known_flows import FlowReading
    from mineralmap.datasets.own import Reading

    Read = dict[DatasetReference, Reading | FlowReading]

Cancel = Callable[[], None]


def load_project(path: Path, shipped: "Dataset | None", cancel: Cancel) -> "tuple[Project, tuple[Problem, ...], Read]":
    """A project with the user's files it names, read again; what is missing or has changed is a problem."""
    from mineralmap.analysis.settled import settled
    from mineralmap.datasets import project_file

    project, found = project_file.load(path)
    problems, readings, said = list(found), {}, project.corrections  # flows and ports may name what corrections add
    for reference in sorted(project.datasets, key=lambda one: one.kind):  # flows may name facilities of the user's
        cancel()
        file = Path(reference.path)
        if not file.is_file():
            continue  # told by project_file.load
        try:
            readings[reference] = read_reference(reference, shipped, list(readings.values()), cancel, said)
        except (MineralmapError, OSError) as error:
            hint = "Its rows are left out. Mend the file, or add it again."
            problems.append(Problem(Severity.WARNING, file.name, None, None, str(error), hint))
    dataset = _joined(shipped, list(readings.values()), cancel, said)
    scenario, unheard = settled(dataset, project.scenario, path.name)
    return replace(project, scenario=scenario), (*problems, *unheard), readings


def read_reference(
    reference: DatasetReference,
    shipped: "Dataset | None",
    readings: "list[Reading | FlowReading]",
    cancel: Cancel,
    corrections: "tuple[Correction, ...]",
) -> "Reading | FlowReading":
    """One of the user's files, with its columns matched as the project says; ``readings`` and ``corrections`` are those
    it may build on.

    Raises
    ------
    MineralmapError, OSError
        When it cannot be read.
    """
    file = Path(reference.path)
    if reference.kind == "flows":
        from mineralmap.datasets import known_flows

        return known_flows.reading_of(file, _joined(shipped, readings, cancel, corrections))
    return own_file(file, dict(reference.matching) or None, cancel)


def _joined(
    shipped: "Dataset | None",
    readings: "list[Reading | FlowReading]",
    cancel: Cancel,
    corrections: "tuple[Correction, ...]",
) -> "Dataset":
    from mineralmap.datasets import bundled

    return join(shipped or bundled.load(), readings, cancel, corrections)


def own_file(path: Path, matching: dict[str, str] | None, cancel: Cancel) -> "Reading":
    """One of the user's facility files, with its columns matched by hand where they are."""
    from mineralmap.datasets import own

    return own.read(path, matching)


def join(
    shipped: "Dataset",
    readings: "list[Reading | FlowReading]",
    cancel: Cancel,
    corrections: "tuple[Correction, ...]" = (),
) -> "Dataset":
    """The shipped data with the user's own rows: facilities, then known flows between any of them, of all files as if
    they were one; over all of it the corrections."""
    import pandas as pd

    from mineralmap.datasets import known_flows, own
    from mineralmap.datasets.corrections import apply

    joined = own.join(shipped, [one for one in readings if not isinstance(one, known_flows.FlowReading)])
    cancel()
    flows = [one.table for one in readings if isinstance(one, known_flows.FlowReading) and len(one.table)]
    joined = known_flows.with_flows(joined, pd.concat(flows, ignore_index=True)) if flows else joined
    cancel()
    return apply(joined, corrections)[0]
