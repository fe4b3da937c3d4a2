"""One file per number shown: each says its question, its unit, where it comes from, and tells itself in words."""

from typing import Protocol

from mineralmap.analysis.results import Results
from mineralmap.registry import Registry


class Indicator(Protocol):
    """What the indicator list, tooltips and tables ask of a number."""

    id: str
    title: str
    unit: str
    order: int
    question: str
    reference: str

    def value(self, results: Results) -> float:
        """The number; nan where there is no answer."""
        ...

    def text(self, results: Results) -> str:
        """The number in words, with its bounds where it has them; "no data" where there is no answer."""
        ...


indicators: Registry[Indicator] = Registry("mineralmap.analysis.indicators")
