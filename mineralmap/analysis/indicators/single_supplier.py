"""Does one supplier outside the partners have too much?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.gaps import too_much
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, crossing, percent


@indicators.add
class SingleSupplier:
    id, title, unit, order = "single_supplier", "Largest supplier outside the partners", "fraction", 100
    question = "Does one outside supplier have more than 65 %?"
    formula = "(Σ tonnes × part of the largest supplier outside the partners) ÷ world supply"
    reference = (
        "Largest share of world supply of a supplier that is no partner, under the chosen basis: a screening after "
        "article 5 of Regulation (EU) 2024/1252, which speaks of the Union's consumption. 65.0 % passes."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.gap.single_supplier_share

    def text(self, results: Results) -> str:
        gap = results.gap
        share = gap.single_supplier_share
        if math.isnan(share):
            return NO_DATA
        over = f", above {100 * gap.single_limit:g} %" if too_much(share, gap.single_limit) else ""
        may = crossing(share, gap.single_supplier_high, gap.single_limit)
        return f"{gap.single_supplier_name} {percent(share)} of {gap.single_whole}{over}{may}"

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.single(results)

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_results(made_of.world(results))
