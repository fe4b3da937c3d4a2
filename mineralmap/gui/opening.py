"""What must arrive before there is a map: the heavy libraries and the shipped data, read behind the window."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mineralmap.gui import background, first_look
from mineralmap.gui.tasks import Cancel
from mineralmap.model.project import Project
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.kept_answers import KeptAnswers
    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.layer import Map

FIRST = ("mineralmap.analysis.compute", "mineralmap.gui.bars", "mineralmap.render.canvas")
"""What the first answer needs; what only its map needs is imported beside the window that lays out the answer."""
LATER = ("mineralmap.datasets.project_file", "mineralmap.datasets.own", "mineralmap.gui.correct.dialog")
"""What adding, saving and correcting want. Not pyqtgraph, which is 17 MB: charts fetch it when they are first seen."""


class Opened(NamedTuple):
    """The shipped data; what sails in the question and its answers, where those were kept."""

    dataset: "Dataset"
    flows: "Flows | None"
    answers: "KeptAnswers | None"


class Opening(NamedTuple):
    """The question as it was answered and drawn, to be kept for the next start."""

    dataset: "Dataset"
    drawn: "Map"
    flows: "Flows"
    answers: "KeptAnswers"


def open_everything(project: Project, cancel: Cancel) -> Opened:
    """Import what the first answer needs, and read the data and what was kept of the question. Runs in the
    background."""
    from mineralmap.layers import basemap
    from mineralmap.layers.projection import Projection

    # Cutting the coasts at the map's edge leaves the interpreter free: beside it, all else arrives meanwhile.
    world = ThreadPoolExecutor(1)
    world.submit(basemap.fetch, Projection(View().projection, View().centre_lon))
    from mineralmap.datasets import bundled

    cancel()
    dataset = bundled.load()
    for module in FIRST:
        cancel()
        import_module(module)
    opened = Opened(dataset, first_look.recall_flows(project, dataset), first_look.recall_answers(project, dataset))
    world.shutdown()
    return opened


def import_errands(project: Project, answered: Opening | None, cancel: Cancel) -> None:
    """Import what adding, correcting, saving and exporting will want, and keep the opening question for the next start;
    what is made once for all questions is made, where a kept answer did not need it. Runs in the background once the
    map is there."""
    if answered is not None:
        first_look.keep(project, *answered)
        answer = background.answer(answered.dataset, project.scenario, cancel)
        background.checks(answer, cancel)
        background.ahead(answer, cancel)
    for module in LATER:
        cancel()
        import_module(module)
    from mineralmap.datasets.corrections import CORRECTABLE
    from mineralmap.datasets.read import readers
    from mineralmap.gui.correct import fields
    from mineralmap.render.exports import exporters

    readers.discover()
    exporters.discover()
    for table in CORRECTABLE:
        fields.rules_of(table)
