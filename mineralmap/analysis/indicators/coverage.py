"""How much of the world's output stands behind facilities that we can name, as the answer counts them?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class Coverage:
    id, title, unit, order = "coverage", "Coverage", "fraction", 60
    question = "How much of the world's output do the facilities that this answer counts stand for?"
    formula = "Σ tonnes counted at located facilities, before any cut ÷ world output that the national table tells"
    reference = (
        "By output a facility counts what it made in the year, else its capacity, scaled down together where a "
        "country's facilities exceed what it published. By capacity nameplates count in full, and can be more than is "
        "made. Not the located capacity over output that mineralmap data prints, which scales nothing."
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
