"""How many equal suppliers would be as concentrated?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA


@indicators.add
class EffectiveSuppliers:
    id, title, unit, order = "n_eff", "Effective number of suppliers", "suppliers", 40
    question = "How many equal suppliers would be as concentrated?"
    formula = "10,000 ÷ HHI"
    reference = "10,000 ÷ HHI, with the lower bound of HHI: the most suppliers there can be in effect."
    bounds = (1.0, math.inf)

    def value(self, results: Results) -> float:
        return results.concentration.n_eff

    def text(self, results: Results) -> str:
        value = self.value(results)
        return NO_DATA if math.isnan(value) else f"{value:.1f} at most"

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.squared(results.suppliers).assign(contribution=math.nan)
