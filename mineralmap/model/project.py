"""What a project file holds: the question, the view and references to the user's own data sets."""

from dataclasses import dataclass, field

from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View


@dataclass(frozen=True, slots=True)
class DatasetReference:
    """A file of the user's own: path (absolute here, relative in a project file where it can be), content hash, column
    matching."""

    path: str
    sha256: str
    matching: tuple[tuple[str, str], ...] = ()
    """Pairs (our column, the file's column); empty when the file has our columns."""
    kind: str = ""
    """"flows" for a table of known flows; "" for facilities."""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that is saved, and nothing else."""

    scenario: Scenario = field(default_factory=Scenario)
    view: View = field(default_factory=View)
    datasets: tuple[DatasetReference, ...] = ()
