"""What is left of demand if the largest supplier falls away?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, at_least, percent


@indicators.add
class NMinusOne:
    id, title, unit, order = "n1", "Without the largest supplier (N − 1)", "fraction", 110
    question = "How much of demand is met without the largest supplier?"
    formula = "(Σ supply − largest supplier) ÷ world demand"
    reference = "gross = (supply − largest) ÷ world demand; net = the same ÷ demand outside the largest supplier."
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return results.gap.n1_gross

    def text(self, results: Results) -> str:
        gap = results.gap
        if math.isnan(gap.n1_gross):
            return NO_DATA if results.no_data else f"{NO_DATA}: {self._lacking(results)}"
        net = "" if math.isnan(gap.n1_net) else f", {percent(gap.n1_net)} of demand outside it (net)"
        return f"{percent(gap.n1_gross)} of world demand (gross{at_least(gap)}){net}"

    def _lacking(self, results: Results) -> str:
        if math.isnan(self.whole(results).tonnes):
            return "no world demand in the same unit for this year"
        return "no supplier is named"

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.without_largest(results)

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_world_demand(results)
