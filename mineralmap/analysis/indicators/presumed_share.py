"""How much of the total rests on presumed stakes?"""

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class PresumedShare:
    id, title, unit, order = "presumed_share", "Presumed owner", "fraction", 80
    question = "How much rests on presumed stakes?"
    formula = "Σ tonnes × presumed part ÷ denominator"
    reference = (
        "No percentage is published, but there is one owner only, or all owners without a figure are of one nation."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.presumed_share

    def text(self, results: Results) -> str:
        return percent(self.value(results))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.presumed(results)
