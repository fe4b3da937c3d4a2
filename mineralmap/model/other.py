"""The second map's question and view: those of the first, but for what ``View.other`` changes, in words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario, Stage
from mineralmap.model.view import ROUTES_SHOW, View

Other = tuple[tuple[str, str], ...]
ASKED: dict[str, Callable[[str], Any]] = {
    "mineral": str,
    "stage": Stage,
    "basis": Basis,
    "measure": Measure,
    "denominator": Denominator,
    "year": int,
    "partners": lambda words: frozenset(words.split()),
    "closed": lambda words: frozenset(words.split()),
}
"""Fields of the scenario that the second map may change, and how their words are read."""
SEEN = ("routes_show",)
"""Fields of the view that it may change."""


def with_difference(other: Other, one: tuple[str, str]) -> Other:
    """The differences with one more in the place of that of its field; without it where it is there already, unless it
    is the only one.

    Examples
    --------
    >>> with_difference((("basis", "location"),), ("mineral", "nickel"))
    (('basis', 'location'), ('mineral', 'nickel'))
    >>> with_difference((("basis", "location"), ("mineral", "nickel")), ("basis", "location"))
    (('mineral', 'nickel'),)
    """
    if one in other:
        return tuple(pair for pair in other if pair != one) or other
    return (*(pair for pair in other if pair[0] != one[0]), one)


def other_scenario(scenario: Scenario, other: Other) -> Scenario:
    """The second map's question. What cannot be read is left as the first map has it.

    Examples
    --------
    >>> other_scenario(Scenario(), (("basis", "location"),)).basis.value
    'location'
    """
    for name, words in other:
        if name in ASKED:
            try:
                scenario = replace(scenario, **{name: ASKED[name](words)})
            except (ValueError, InvalidArgument):
                continue
    return scenario


def other_view(view: View, other: Other) -> View:
    """The second map's view; what is selected and looked at is the same."""
    for name, words in other:
        if name in SEEN and words in ROUTES_SHOW:
            view = replace(view, **{name: words})
    return view
