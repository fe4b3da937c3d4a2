"""Which questions are a matter of milliseconds, so that answer and map are made in the turn of the click."""

from dataclasses import replace
from typing import TYPE_CHECKING

from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

MOST = 20_000
"""With so many facilities other partners take about twenty milliseconds."""


class Quick:
    """Knows for which question everything that partners do not change has been made already."""

    def __init__(self) -> None:
        self._made: tuple[str, Scenario] | None = None

    def note(self, dataset_key: str, scenario: Scenario) -> None:
        """A question has just been answered, and its map is being made."""
        self._made = dataset_key, replace(scenario, partners=frozenset())

    def is_quick(self, dataset: "Dataset", scenario: Scenario) -> bool:
        """Does only who the partners are differ from what was answered last? Once anything else is asked, that is
        forgotten: layers of its map may be gone by the time that its kept answer is asked for again."""
        if self._made != (dataset.key, replace(scenario, partners=frozenset())):
            self._made = None
        return len(dataset.facilities) <= MOST and self._made is not None
