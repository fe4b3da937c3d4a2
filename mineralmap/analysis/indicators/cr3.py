"""How much have the three largest suppliers together?"""

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class Cr3:
    id, title, unit, order = "cr3", "Three largest suppliers (CR3)", "fraction", 30
    question = "How much have the three largest together?"
    formula = "tonnes of the three largest named suppliers ÷ denominator"
    reference = "Sum of the three largest shares of named suppliers; other and unknown are never ranked."
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.concentration.cr3

    def text(self, results: Results) -> str:
        return percent(self.value(results))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.largest(results.suppliers, 3)
