"""How much has the largest company alone?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, percent


@indicators.add
class CompanyCr1:
    id, title, unit, order = "company_cr1", "Largest company", "fraction", 25
    question = "How much has the largest company alone?"
    formula = "tonnes of the largest company ÷ denominator"
    reference = "Largest share of a company; other and unknown are never ranked and stay in the whole."
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.company_concentration.cr1

    def text(self, results: Results) -> str:
        rows = self.rows(results)
        if not len(rows):
            return NO_DATA
        names = results.companies.set_index("supplier")["name"]
        return f"{percent(self.value(results))} ({names[rows['id'].iloc[0]]})"

    def rows(self, results: Results) -> pd.DataFrame:
        if math.isnan(self.value(results)):
            return made_of.nothing()
        return made_of.of_companies(made_of.largest(results.companies, 1))
