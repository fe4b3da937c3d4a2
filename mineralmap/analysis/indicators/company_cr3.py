"""How much have the three largest companies together?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class CompanyCr3:
    id, title, unit, order = "company_cr3", "Three largest companies", "fraction", 35
    question = "How much have the three largest companies together?"
    formula = "tonnes of the three largest companies ÷ denominator"
    reference = (
        "Sum of the three largest shares of companies; other and unknown are never ranked and stay in the whole."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.company_concentration.cr3

    def text(self, results: Results) -> str:
        return percent(self.value(results))

    def rows(self, results: Results) -> pd.DataFrame:
        if math.isnan(self.value(results)):
            return made_of.nothing()
        return made_of.of_companies(made_of.largest(results.companies, 3))
