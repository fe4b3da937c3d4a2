"""What part of supply do the chosen partners have?"""

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.question import members_of
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import banded


@indicators.add
class PartnerShare:
    id, title, unit, order = "partner_share", "Partner share", "fraction", 50
    question = "What part do the chosen partners have?"
    formula = "Σ tonnes × part that the partners have ÷ denominator"
    reference = (
        "Σ tonnes × part of the partners ÷ denominator, under the chosen basis. Low counts published stakes, "
        "the figure adds presumed ones, high adds what is unknown."
    )
    bounds = (0.0, 1.0)

    def value(self, results: Results) -> float:
        return results.partner.share.point

    def text(self, results: Results) -> str:
        return banded(results.partner.share)

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.of_members(results, members_of(results.dataset, results.scenario.partners))
