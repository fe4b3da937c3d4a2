"""What a project file holds: the question, the view, bookmarks, corrections and references to own data sets."""

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
class Bookmark:
    """A place to come back to, with the layers and the lens one looked through. ``extent`` in degrees: west, south,
    east, north (east below west across 180°); ``lens`` pairs of a field of the scenario or the view with its value, in
    words."""

    name: str
    extent: tuple[float, float, float, float]
    hidden: frozenset[str] = frozenset()
    lens: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One value of the data as the user says it is; the shipped table stays as it is.

    ``table`` one of facilities, outputs, stakes, companies; ``row`` the id of the row (of a stake "owner>owned", of an
    output "facility|mineral|form"), a new one for what is added; ``column`` "" adds the row or, with the value
    "removed", takes it out. ``was`` is the shipped value; ``source`` must not be empty.
    """

    table: str
    row: str
    column: str
    value: str
    was: str
    source: str
    on: str
    """ISO date of the correction."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that is saved, and nothing else."""

    scenario: Scenario = field(default_factory=Scenario)
    view: View = field(default_factory=View)
    datasets: tuple[DatasetReference, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    corrections: tuple[Correction, ...] = ()
