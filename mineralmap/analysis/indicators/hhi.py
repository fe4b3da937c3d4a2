"""How concentrated is supply? The Herfindahl–Hirschman index."""

import math

from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA


@indicators.add
class Hhi:
    id, title, unit, order = "hhi", "Supplier concentration (HHI)", "0–10,000", 10
    question = "Is supply in few hands?"
    reference = (
        "Sum of squared percentage shares; the upper bound lets the unknown part belong to the largest supplier. "
        "US merger guidelines 2023: above 1,000 moderate, above 1,800 high (2010: 1,500 and 2,500)."
    )

    def value(self, results: Results) -> float:
        return results.concentration.hhi_low

    def text(self, results: Results) -> str:
        found = results.concentration
        if math.isnan(found.hhi_low):
            return NO_DATA
        said = f"{found.hhi_low:,.0f}"
        if found.hhi_high - found.hhi_low >= 1:
            said += f" to {found.hhi_high:,.0f}"
        return f"{said}, {found.band} by {found.scheme}"
