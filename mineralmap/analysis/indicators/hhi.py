"""How concentrated is supply? The Herfindahl–Hirschman index."""

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import concentrated


@indicators.add
class Hhi:
    id, title, unit, order = "hhi", "Supplier concentration (HHI)", "0–10,000", 10
    question = "Is supply in few hands?"
    formula = "Σ 10,000 · share² over the named suppliers; OTHER and UNKNOWN add nothing to the lower bound"
    reference = (
        "Sum of squared percentage shares; the upper bound lets the unknown part belong to the largest supplier. "
        "US merger guidelines 2023: above 1,000 moderate, above 1,800 high (2010: 1,500 and 2,500)."
    )
    bounds = (0.0, 10000.0)

    def value(self, results: Results) -> float:
        return results.concentration.hhi_low

    def text(self, results: Results) -> str:
        return concentrated(results.concentration)

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.squared(results.suppliers)
