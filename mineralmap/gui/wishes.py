"""What is asked for with a verb and a name, in any order: "close malacca", "mineral nickel", "without japan".

Each wish is one edit of the question under the name that undo gives it; what is so already cannot be chosen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mineralmap.gui import gate_edits, gate_text
from mineralmap.gui.finding import STARTS, WORD, Found, Ranked, fold, folded
from mineralmap.gui.question import short
from mineralmap.gui.words import STAGE_WORDS
from mineralmap.model.scenario import LATEST, Basis, Measure, Scenario, Stage

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

CLOSE, OPEN = ("close", "closed", "closing", "shut", "block"), ("open", "reopen")
AVOID = ("avoid", "avoided", "avoiding")
ASK, COUNT = ("ask", "show", "mineral", "stage"), ("count", "basis", "measure", "by")
WITH, WITHOUT = ("with", "partner", "add", "on"), ("without", "no", "remove", "drop", "minus", "off")
VERBS = frozenset((*CLOSE, *OPEN, *AVOID, *ASK, *COUNT, *WITH, *WITHOUT))
FILL = frozenset(("a", "as", "by", "for", "in", "of", "partner", "partners", "switch", "the", "strait", "to"))
"""Words beside a verb and a name that say nothing else."""
LEAST = 3
"""Letters by which the beginning of a verb is known."""
NAMED = 4
"""Wishes that a name without a verb may offer: what fits more names none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``name`` is what undo calls it, ``verbs`` what it is asked for by, ``of`` the words of what it is about;
    ``changes`` the fields of the question that change."""

    id: str
    name: str
    verbs: tuple[str, ...]
    of: str
    note: str
    changes: dict[str, Any]
    enabled: bool = True


def ranked(dataset: "Dataset | None", scenario: Scenario, text: str) -> list[Ranked]:
    """The wishes that fit what was typed: every word is a verb, of the name or says nothing, and both are there. The
    name of a gate alone offers to close it, or to open it again."""
    typed = fold(text).split()
    if dataset is None or not typed:
        return []
    if not any(_verb(word, VERBS) for word in typed):
        return _of_gate(dataset, scenario, typed)
    if len(typed) < 2:
        return []
    return [
        Ranked(STARTS if fold(one.name).startswith(" ".join(typed)) else WORD, Found("wish", one.id, one.name, one.note,
               enabled=one.enabled))
        for one in wishes(dataset, scenario)
        if _fits(one, typed)
    ]  # fmt: skip


def _of_gate(dataset: "Dataset", scenario: Scenario, typed: list[str]) -> list[Ranked]:
    named = [word for word in typed if word not in FILL]
    if not named or any(len(word) < LEAST for word in named):
        return []
    found = [one for one in _gates(dataset, scenario, named) if one.enabled and one.verbs in (CLOSE, OPEN)]
    if len(found) > NAMED:
        return []
    return [Ranked(WORD, Found("wish", one.id, one.name, one.note)) for one in found]


def edit_of(dataset: "Dataset", scenario: Scenario, wish: str) -> tuple[str, dict[str, Any]] | None:
    """What undo calls a wish, and the fields that change; ``None`` for one that there is no more."""
    return next(((one.name, one.changes) for one in wishes(dataset, scenario) if one.id == wish), None)


def wishes(dataset: "Dataset", scenario: Scenario) -> Iterator[Wish]:
    """All that can be asked for by a verb and a name."""
    yield from _gates(dataset, scenario)
    for mineral, name in dataset.minerals["name"].astype(str).items():
        yield Wish(f"mineral:{mineral}", f"Ask for {name}", ASK, f"{name} {mineral}", "mineral",
                   {"mineral": str(mineral), "year": LATEST}, scenario.mineral != mineral)  # fmt: skip
    for stage in Stage:
        yield Wish(f"stage:{stage}", f"Ask for {STAGE_WORDS[stage]}", ASK, f"{STAGE_WORDS[stage]} {stage}", "stage",
                   {"stage": stage}, scenario.stage != stage)  # fmt: skip
    for basis in Basis:
        yield Wish(f"basis:{basis}", f"Count by {basis.value}", COUNT, basis.value, "basis",
                   {"basis": basis}, scenario.basis != basis)  # fmt: skip
    for measure in Measure:
        yield Wish(f"measure:{measure}", f"Count {measure.value}", COUNT, measure.value, "measure",
                   {"measure": measure}, scenario.measure != measure)  # fmt: skip
    yield from _partners(dataset, scenario)


def _gates(dataset: "Dataset", scenario: Scenario, named: Sequence[str] = ()) -> Iterator[Wish]:
    """What can be asked of the gates in whose names a word begins with each of ``named``."""
    from mineralmap.analysis.gates import gates

    table = gates(dataset, scenario).table
    for gate, name, state, why in zip(table.index, *(table[one] for one in ("name", "state", "why")), strict=True):
        of = f"{name} {gate}".replace("_", " ")
        if not all(begins(word, folded(of).split()) for word in named):
            continue
        for verb, verbs, made, able in (
            ("close", CLOSE, gate_edits.close, state != "closed"),
            ("open", OPEN, gate_edits.open_fully, state != "open"),
            ("avoid", AVOID, _avoid, state != "avoided"),
        ):
            words, changes = made(dataset, scenario, gate, name)
            yield Wish(f"{verb}:{gate}", words, verbs, of, f"chokepoint, {why or state}", changes, able)


def _avoid(dataset: "Dataset", scenario: Scenario, gate: str, name: str) -> gate_edits.Edit:
    return gate_edits.avoid(dataset, scenario, gate, name, gate_text.AVOID_NM)


def _partners(dataset: "Dataset", scenario: Scenario) -> Iterator[Wish]:
    groups = dataset.partners.sort_values("order").drop_duplicates("partner_id")
    for partner, name in zip(groups["partner_id"].astype(str), groups["name"].astype(str), strict=True):
        on = partner in scenario.partners
        more, fewer = scenario.partners | {partner}, scenario.partners - {partner}
        for word, verbs, made, able in (("on", WITH, more, not on), ("off", WITHOUT, fewer, on)):
            words = f"Switch {short(name)} {word}"
            yield Wish(f"{word}:{partner}", words, verbs, f"{name} {partner}", "partner", {"partners": made}, able)


def _fits(one: Wish, typed: list[str]) -> bool:
    verbs = {word for word in typed if _verb(word, one.verbs)}
    names = {word for word in typed if begins(word, fold(one.of).split())}
    return bool(verbs and names and len(verbs | names) > 1) and not set(typed) - verbs - names - FILL


def _verb(word: str, verbs: Iterable[str]) -> bool:
    """A whole verb is no other's beginning: "with" does not stand for "without"."""
    return word in verbs or (word not in VERBS and len(word) >= LEAST and begins(word, verbs))


def begins(word: str, words: Iterable[str]) -> bool:
    """Is what was typed the beginning of one of these words?"""
    return any(one.startswith(word) for one in words)
