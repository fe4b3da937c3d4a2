"""How much of the total has no known owner?"""

from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class UnknownShare:
    id, title, unit, order = "unknown_share", "Unknown owner", "fraction", 70
    question = "How much has no known owner?"
    reference = (
        "Facilities without a known owner, and output of named countries that no located facility explains; "
        "kept in every denominator."
    )

    def value(self, results: Results) -> float:
        return results.unknown_share

    def text(self, results: Results) -> str:
        return percent(self.value(results))
