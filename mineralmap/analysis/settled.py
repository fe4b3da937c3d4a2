"""A question from a file, with what the data set does not know taken out and told: gates, ships, ports."""

from dataclasses import replace

from mineralmap.analysis.gates import gates
from mineralmap.analysis.port_choice import chosen_ports
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument, Problem, Severity
from mineralmap.model.scenario import Scenario

EACH = ("own_gates", "opened", "avoided", "closed", "ports")
"""Fields that hold several words, each of which may be wrong for itself; own gates first, since others name them."""


def settled(dataset: Dataset, scenario: Scenario, file: str) -> tuple[Scenario, tuple[Problem, ...]]:
    """The question as this data set can answer it, and a warning for each word of the sea that was taken out.

    A project may be older or newer than the data, or written by hand; one word that is not known must not cost the map.
    """
    problems: list[Problem] = []

    def refused(name: str, tried: Scenario) -> bool:
        try:
            gates(dataset, tried)
            chosen_ports(dataset, tried.ports)
        except InvalidArgument as error:
            problems.append(Problem(Severity.WARNING, file, None, f"question.{name}", f"{error} It is left out."))
            return True
        return False

    empty = {"own_gates": (), "opened": frozenset(), "avoided": (), "closed": frozenset(), "ports": ()}
    kept = replace(scenario, vessel="", **empty)
    for name in EACH:
        words = getattr(scenario, name)
        for word in sorted(words) if isinstance(words, frozenset) else words:
            tried = replace(kept, **{name: type(words)([*getattr(kept, name), word])})
            kept = kept if refused(name, tried) else tried
    tried = replace(kept, vessel=scenario.vessel)
    kept = kept if refused("vessel", tried) else tried
    return (kept if problems else scenario), tuple(problems)
