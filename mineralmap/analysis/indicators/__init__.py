"""One file per number shown: each says its question, its unit, where it comes from, and tells itself in words."""

from typing import Protocol

import pandas as pd

from mineralmap.analysis.results import Results
from mineralmap.registry import Registry


class Indicator(Protocol):
    """What the indicator list, tooltips and tables ask of a number.

    One that is not a part of the answer's denominator also has ``whole(results) -> made_of.Whole``; one that rests on
    assumptions of its own ``assumes(results) -> tuple[str, ...]``, in sentences.
    """

    id: str
    title: str
    unit: str
    order: int
    question: str
    formula: str
    """How the number is made, in words: "Σ squared percentage shares of the named suppliers"."""
    reference: str
    """Where the method comes from."""
    bounds: tuple[float, float]
    """Least and most that the value can be."""

    def value(self, results: Results) -> float:
        """The number; nan where there is no answer."""
        ...

    def text(self, results: Results) -> str:
        """The number in words, with its bounds where it has them; "no data" where there is no answer."""
        ...

    def rows(self, results: Results) -> pd.DataFrame:
        """The rows that made the number: columns kind, id, tonnes, part, contribution (see ``evidence.Evidence``).

        Contributions add up to the value, or are nan where the number is no sum. Empty where there is no answer.
        """
        ...


indicators: Registry[Indicator] = Registry("mineralmap.analysis.indicators")
