"""A question in words: "refined cobalt", "nickel by control", "who owns mined lithium"; asked as one edit."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from mineralmap.gui.finding import STARTS, WORD, Found, Ranked, fold
from mineralmap.gui.unseen import called
from mineralmap.gui.wishes import ASK, COUNT, FILL, LEAST, Wish, begins
from mineralmap.gui.words import STAGE_WORDS
from mineralmap.model.scenario import LATEST, Basis, Measure, Scenario, Stage

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

SAID = FILL | {*ASK, *COUNT, "is", "who", "what"}
"""Words of a question that name nothing of it."""
HOLDS = {Basis.LOCATION: "location hosts", Basis.EQUITY: "equity owns", Basis.CONTROL: "control controls"}
"""What each basis is asked for by."""
LEAD = "Ask for "

Option = tuple[Any, frozenset[str]]
"""The value of a field, ``None`` for one that is not asked for, and the words typed that name it."""


def ranked(dataset: "Dataset | None", scenario: Scenario, text: str) -> list[Ranked]:
    """The questions that all words typed together say; at least two of mineral, stage, basis and measure are named."""
    typed = fold(text).replace("?", " ").split()
    if dataset is None or len(typed) < 2:
        return []
    said = " ".join(typed)
    return [
        Ranked(STARTS if fold(one.name.removeprefix(LEAD)).startswith(said) else WORD,
               Found("wish", one.id, one.name, one.note, enabled=one.enabled))
        for one in _questions(dataset, scenario, frozenset(typed) - SAID)
    ]  # fmt: skip


def edit_of(scenario: Scenario, wish: str) -> tuple[str, dict[str, Any]]:
    """What undo calls a question, and the fields that change."""
    mineral, stage, basis, measure = wish.removeprefix("ask:").split(":")
    one = _wish(scenario, mineral or None, Stage(stage) if stage else None, Basis(basis) if basis else None,
                Measure(measure) if measure else None)  # fmt: skip
    return one.name, one.changes


def _questions(dataset: "Dataset", scenario: Scenario, words: frozenset[str]) -> Iterator[Wish]:
    names = dataset.minerals["name"].astype(str)
    fields = (
        _options({str(one): f"{name} {one}" for one, name in names.items()}, words),
        _options({stage: f"{STAGE_WORDS[stage]} {stage}" for stage in Stage}, words),
        _options(HOLDS, words),
        _options({measure: measure.value for measure in Measure}, words),
    )
    for options in product(*fields):
        named = [by for value, by in options if value is not None]
        if len(named) > 1 and frozenset().union(*named) == words and sum(map(len, named)) == len(words):
            yield _wish(scenario, *(value for value, _ in options))


def _options(said: dict[Any, str], words: frozenset[str]) -> list[Option]:
    found: list[Option] = [(None, frozenset())]
    for value, names in said.items():
        by = frozenset(word for word in words if len(word) >= LEAST and begins(word, fold(names).split()))
        if by:
            found.append((value, by))
    return found


def _wish(
    scenario: Scenario, mineral: str | None, stage: Stage | None, basis: Basis | None, measure: Measure | None
) -> Wish:
    fields = {"mineral": mineral, "stage": stage, "basis": basis, "measure": measure}
    changes: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    new = any(getattr(scenario, name) != value for name, value in changes.items())
    what = called(mineral or scenario.mineral)
    name = f"{LEAD}{STAGE_WORDS[stage]} {what}" if stage else f"{LEAD}{what}"
    name += f" by {basis.value}" if basis else ""
    name += f", {measure.value}" if measure else ""
    if mineral is not None and mineral != scenario.mineral:
        changes["year"] = LATEST
    made = ":".join("" if value is None else str(value) for value in fields.values())
    return Wish(f"ask:{made}", name, (), "", "question", changes, new)
