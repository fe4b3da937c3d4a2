"""What is left of demand if the two largest suppliers fall away?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.without import Left, without_largest
from mineralmap.analysis.wording import NO_DATA, percent, tonnes


@indicators.add
class NMinusTwo:
    id, title, unit, order = "n2", "Without the two largest suppliers (N − 2)", "fraction", 120
    question = "How much of demand is met without the two largest suppliers?"
    formula = "gross = (supply − two largest) ÷ world demand; net = the same ÷ demand outside them"
    reference = "N − 1 of the International Energy Agency, carried on to two suppliers; gross is the figure shown."
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return without_largest(results, 2).gross

    def text(self, results: Results) -> str:
        return NO_DATA if results.no_data else _told(without_largest(results, 2))

    def rows(self, results: Results) -> pd.DataFrame:
        return made_of.what_is_left(without_largest(results, 2))

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_what_is_left(without_largest(results, 2))


def _told(left: Left) -> str:
    if left.no_data:
        return f"{NO_DATA}: {left.no_data}"
    known = ""
    if left.left_t.low < left.left_t.point:
        known = f" ({tonnes(left.left_t.low, left.unit)} without what has no known owner)"
    supply = f"{tonnes(left.left_t.point, left.unit)} left{known}, {percent(left.share)} of {left.whole}"
    supply += f" by {left.basis.value}"
    gone = f"without {' and '.join(left.names)}"
    if math.isnan(left.gross):
        return f"{supply}, {gone}; {NO_DATA} on world demand in this unit"
    net = "" if math.isnan(left.net) else f", {percent(left.net)} of demand outside them (net)"
    return f"{percent(left.gross)} of world demand (gross){net} {gone}: {supply}"
