"""What must arrive before there is a map: the heavy libraries and the shipped data, read behind the window."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mineralmap.gui import background, first_look
from mineralmap.gui.tasks import Cancel
from mineralmap.model.project import Project
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.analysis.kept_answers import KeptAnswers
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.layer import Map
    from mineralmap.layers.snapshot import Snapshot

FIRST = ("mineralmap.analysis.compute", "mineralmap.gui.bars", "mineralmap.render.canvas")
"""What the first answer needs; what only its map needs is imported beside the window that lays out the answer."""
LATER = ("mineralmap.datasets.project_file", "mineralmap.datasets.own", "mineralmap.gui.correct.dialog")
"""What adding, saving and correcting want. Not pyqtgraph, which is 17 MB: charts fetch it when they are first seen."""


class Opened(NamedTuple):
    """The shipped data; what sails in the question, its answers, and its map in a view, where those were kept."""

    dataset: "Dataset"
    flows: "Flows | None"
    answers: "KeptAnswers | None"
    drawn: "tuple[View, Map] | None"


class Opening(NamedTuple):
    """The question as it was answered, to be kept for the next start."""

    dataset: "Dataset"
    flows: "Flows"
    answers: "KeptAnswers"


def open_everything(project: Project, kept: "Snapshot | None", cancel: Cancel) -> Opened:
    """Import what the first answer needs, and read the data and what was kept of the question, beside its map that is
    shown already. Runs in the background."""
    world = ThreadPoolExecutor(1)
    if kept is None:
        from mineralmap.layers import basemap
        from mineralmap.layers.projection import Projection

        # Cutting the coasts at the map's edge leaves the interpreter free: beside it, all else arrives meanwhile.
        world.submit(basemap.fetch, Projection(View().projection, View().centre_lon))
    from mineralmap.datasets import bundled

    cancel()
    dataset = bundled.load()
    for module in FIRST:
        cancel()
        import_module(module)
    flows, answers = first_look.recall_flows(project, dataset), first_look.recall_answers(project, dataset)
    drawn = None
    if kept is not None and kept.name == first_look.name(project) and flows is not None and answers is not None:
        whole = kept.whole()
        told = partial(_details, dataset, answers.answers[0])
        drawn = (project.view, replace(whole, more=told)) if whole is not None else None
    world.shutdown()
    return Opened(dataset, flows, answers, drawn)


def _details(dataset: "Dataset", results: "Results", facility_id: str) -> str:
    from mineralmap.layers import facility_words

    return facility_words.details(dataset, results, facility_id)


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
