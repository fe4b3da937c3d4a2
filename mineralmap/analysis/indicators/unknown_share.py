"""How much of the total has no known owner?"""

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class UnknownShare:
    id, title, unit, order = "unknown_share", "Unknown owner", "fraction", 70
    question = "How much has no known owner?"
    formula = "(Σ tonnes × part without a known owner + output that no facility explains) ÷ denominator"
    reference = (
        "Facilities without a known owner, and output of named countries that no located facility explains; "
        "kept in every denominator."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.unknown_share

    def text(self, results: Results) -> str:
        return percent(self.value(results))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.nothing() if results.no_data else made_of.unknown(results)
