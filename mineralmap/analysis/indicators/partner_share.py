"""What part of supply do the chosen partners have?"""

from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import banded


@indicators.add
class PartnerShare:
    id, title, unit, order = "partner_share", "Partner share", "fraction", 50
    question = "What part do the chosen partners have?"
    reference = (
        "Σ tonnes × part of the partners ÷ denominator, under the chosen basis. Low counts published stakes, "
        "the figure adds presumed ones, high adds what is unknown."
    )

    def value(self, results: Results) -> float:
        return results.partner.share.point

    def text(self, results: Results) -> str:
        return banded(results.partner.share)
