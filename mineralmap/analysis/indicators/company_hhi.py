"""How concentrated is supply in companies, and not in nations?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import concentrated


@indicators.add
class CompanyHhi:
    id, title, unit, order = "company_hhi", "Company concentration (HHI)", "0–10,000", 15
    question = "Is supply in few companies?"
    formula = (
        "Σ 10,000 · share² over the companies that tracing ends at; OTHER and UNKNOWN add nothing to the lower bound"
    )
    reference = (
        "As the index of suppliers, of companies: by equity and control where tracing stops, by location who runs the "
        "site. What is presumed for a nation and not for one company is unknown here, and only widens the upper bound."
    )
    bounds = (0.0, 10000.0)

    def value(self, results: Results) -> float:
        return results.company_concentration.hhi_low

    def text(self, results: Results) -> str:
        return concentrated(results.company_concentration)

    def rows(self, results: Results) -> pd.DataFrame:
        if math.isnan(self.value(results)):
            return made_of.nothing()
        return made_of.of_companies(made_of.squared(results.companies))
