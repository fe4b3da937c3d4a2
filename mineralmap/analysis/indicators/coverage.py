"""How much of the total stands behind facilities that we can name?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class Coverage:
    id, title, unit, order = "coverage", "Coverage", "fraction", 60
    question = "How much of the total can be located at facilities?"
    formula = "Σ tonnes of located facilities ÷ output that the national table tells"
    reference = (
        "Σ located weight ÷ published world output. Located capacity may exceed output, and then coverage exceeds 1."
    )
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return results.coverage

    def text(self, results: Results) -> str:
        return percent(self.value(results))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.counted(results, self.value(results))

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_table(results)
