"""How much do the partners lack to their target?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.gaps import made_without_capacity
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, percent, tonnes


@indicators.add
class CoverageGap:
    id, title, unit, order = "coverage_gap", "Coverage gap", "t", 90
    question = "How much do the partners lack to their target?"
    formula = "max(0, target × demand − Σ tonnes × part of the partners)"
    reference = (
        "max(0, target × demand − supply). Targets are yardsticks after Regulation (EU) 2024/1252: extraction 10 %, "
        "processing 40 %, recycling 25 %; using them per mineral or for owned capacity is our screening."
    )
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return results.gap.gap_t

    def text(self, results: Results) -> str:
        gap = results.gap
        if math.isnan(gap.gap_t):
            return NO_DATA
        made_t = made_without_capacity(results) if gap.gap_t > 0 else 0.0
        said = f"{tonnes(gap.gap_t, gap.unit)}, {percent(gap.gap_share)} of demand ({gap.demand_basis})"
        if made_t > 0:
            said = f"at most {said}; left out are plants without a published capacity, which made {made_t:,.0f} t"
        least = max(0.0, gap.target * gap.demand_t - gap.supply.high)
        most = max(0.0, gap.target * gap.demand_t - gap.supply.low)
        if most - least > 1e-6 * gap.demand_t:
            said += f"; {least:,.0f} to {most:,.0f} with the unknown and without the presumed"
        return said

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.shortfall(results)

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_demand(results)
