"""How many equal suppliers would be as concentrated?"""

import math

from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA


@indicators.add
class EffectiveSuppliers:
    id, title, unit, order = "n_eff", "Effective number of suppliers", "suppliers", 40
    question = "How many equal suppliers would be as concentrated?"
    reference = "10,000 ÷ HHI, with the lower bound of HHI: the most suppliers there can be in effect."

    def value(self, results: Results) -> float:
        return results.concentration.n_eff

    def text(self, results: Results) -> str:
        value = self.value(results)
        return NO_DATA if math.isnan(value) else f"{value:.1f} at most"
