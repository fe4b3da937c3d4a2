"""What is left of demand without all that the screened owners have?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.without import Left, without_owners
from mineralmap.analysis.wording import NO_DATA, percent, tonnes


@indicators.add
class WithoutScreened:
    id, title, unit, order = "without_screened", "Without the screened owners", "fraction", 130
    question = "How much of demand is met without all that the screened owners have?"
    formula = "(supply − tonnes owned by the screened nations and companies) ÷ world demand; net: ÷ demand outside them"
    reference = (
        "A screening, not legal advice. By equity where the question is asked by location, else under its basis; what "
        "has no known owner stays in, and the lower bound takes it out."
    )
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return without_owners(results, results.scenario.screened).gross

    def text(self, results: Results) -> str:
        if results.no_data:
            return NO_DATA
        if not results.scenario.screened:
            return f"{NO_DATA}: no owner is screened for"
        return _told(without_owners(results, results.scenario.screened))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.what_is_left(without_owners(results, results.scenario.screened))

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_what_is_left(without_owners(results, results.scenario.screened))


def _told(left: Left) -> str:
    if left.no_data:
        return f"{NO_DATA}: {left.no_data}"
    unknown_t = left.left_t.point - left.left_t.low
    known = f" ({tonnes(left.left_t.low, left.unit)} without what has no known owner)" if unknown_t > 0 else ""
    supply = f"{tonnes(left.left_t.point, left.unit)} left{known}, {percent(left.share)} of {left.whole}"
    gone = f"without what belongs to {', '.join(left.names)} by {left.basis.value}"
    gone = gone if left.names else "where the screened owners have nothing that is known"
    absent = f"; nothing here of {', '.join(left.strange)}" if left.strange and left.names else ""
    if math.isnan(left.gross):
        return f"{supply}, {gone}; {NO_DATA} on world demand in this unit{absent}"
    net = "" if math.isnan(left.net) else f", {percent(left.net)} of demand outside them (net)"
    return f"{percent(left.gross)} of world demand (gross){net} {gone}: {supply}{absent}"
