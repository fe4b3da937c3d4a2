"""How much has the largest supplier alone?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, percent


@indicators.add
class Cr1:
    id, title, unit, order = "cr1", "Largest supplier (CR1)", "fraction", 20
    question = "How much has the largest supplier alone?"
    formula = "tonnes of the largest named supplier ÷ denominator"
    reference = (
        "Largest share of a named supplier; what is other or unknown is never ranked and stays in the denominator."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.concentration.cr1

    def text(self, results: Results) -> str:
        if math.isnan(results.concentration.cr1):
            return NO_DATA
        leader = results.suppliers.iloc[0]
        return f"{percent(leader['share'])} ({leader['name']})"

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.largest(results.suppliers, 1)
