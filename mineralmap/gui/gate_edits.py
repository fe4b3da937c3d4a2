"""Closing, opening and avoiding a gate as edits of a question, with the words that undo calls them by."""

from typing import TYPE_CHECKING, Any

from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

Edit = tuple[str, dict[str, Any]]
"""What undo calls it, and the fields that change."""


def close(dataset: "Dataset", scenario: Scenario, gate: str, name: str) -> Edit:
    """Close a gate: a shock, but for one that is closed by default and had been opened, which goes back to that."""
    if gate in scenario.opened and _by_default(dataset, gate):
        return f"Close {name} again", {"opened": scenario.opened - {gate}}
    return f"Close {name}", {"closed": scenario.closed | {gate}}


def reopen(dataset: "Dataset", scenario: Scenario, gate: str, name: str) -> Edit:
    """Take a closure back; what was avoided before is avoided again."""
    changes: dict[str, Any] = {"closed": scenario.closed - {gate}}
    if _by_default(dataset, gate):
        changes["opened"] = scenario.opened | {gate}
    return f"Open {name}", changes


def open_fully(dataset: "Dataset", scenario: Scenario, gate: str, name: str) -> Edit:
    """Open a gate and count it no longer than it is, also where it is avoided by default."""
    text, changes = reopen(dataset, scenario, gate, name)
    kept = _without(scenario, gate)
    avoided_by_default = (
        gate in dataset.chokepoints.index and float(str(dataset.chokepoints.at[gate, "penalty_nm"])) > 0
    )
    changes["avoided"] = (*kept, (gate, 0.0)) if avoided_by_default else kept
    return text, changes


def avoid(dataset: "Dataset", scenario: Scenario, gate: str, name: str, miles: float) -> Edit:
    """Leave a gate open and count it longer by some miles."""
    _, changes = reopen(dataset, scenario, gate, name)
    changes["avoided"] = (*_without(scenario, gate), (gate, float(miles)))
    return f"Avoid {name} by {miles:,.0f} nm", changes


def open_all(scenario: Scenario) -> Edit:
    """Take every closure back."""
    return "Open all that is closed", {"closed": frozenset[str]()}


def _by_default(dataset: "Dataset", gate: str) -> bool:
    return gate in dataset.chokepoints.index and bool(dataset.chokepoints.at[gate, "default_closed"])


def _without(scenario: Scenario, gate: str) -> tuple[tuple[str, float], ...]:
    return tuple(pair for pair in scenario.avoided if pair[0] != gate)
