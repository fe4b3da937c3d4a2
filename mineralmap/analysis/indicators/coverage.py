"""How much of the total stands behind facilities that we can name?"""

from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent


@indicators.add
class Coverage:
    id, title, unit, order = "coverage", "Coverage", "fraction", 60
    question = "How much of the total can be located at facilities?"
    reference = (
        "Σ located weight ÷ published world output. Located capacity may exceed output, and then coverage exceeds 1."
    )

    def value(self, results: Results) -> float:
        return results.coverage

    def text(self, results: Results) -> str:
        return percent(self.value(results))
