"""Numbers and terms as people read them: percent, tonnes, places on the globe, and one sentence for each term."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

from mineralmap.errors import MineralmapError
from mineralmap.model.percent import NO_DATA
from mineralmap.model.percent import percent as _percent
from mineralmap.model.scenario import Basis, Measure, Stage

WHOLE_FROM = 10
"""Percent from which a share is told without a decimal."""
NOBODY = ("", "none")
"""Publishers that are none: what everybody knows has no source."""
COPIED_DIGITS = 10
"""Significant digits of a copied figure: more than any source tells."""
GAP = "\u00a0"
"""Between a number and its unit, so that a line never breaks there."""
UNIT = re.compile(r"(?<=\d) (?=(%|t|kt|Mt|nm|km|kn|days?)\b|%)")

STAGE_WORDS: dict[Stage, str] = {
    Stage.MINING: "mined",
    Stage.INTERMEDIATE: "intermediate",
    Stage.REFINING: "refined",
    Stage.RECYCLING: "recycled",
    Stage.MANUFACTURING: "manufactured",
}
BASIS_TIPS: dict[Basis, str] = {
    Basis.LOCATION: "Location: everything a facility makes counts for the country it stands in.",
    Basis.EQUITY: "Equity: counted for whoever owns it, in proportion to the stake, through chains of companies.",
    Basis.CONTROL: "Control: all of it counts for the one ultimate parent that holds more than half; else by equity.",
}
MEASURE_TIPS: dict[Measure, str] = {
    Measure.OUTPUT: "Output: each country's published tonnes of the year, spread over its located facilities.",
    Measure.CAPACITY: "Capacity: contained nameplate tonnes a year of the facilities we have located, unscaled.",
}
GLOSSARY: dict[str, str] = {
    "Output": MEASURE_TIPS[Measure.OUTPUT],
    "Capacity": MEASURE_TIPS[Measure.CAPACITY],
    "Location": BASIS_TIPS[Basis.LOCATION],
    "Equity": BASIS_TIPS[Basis.EQUITY],
    "Control": BASIS_TIPS[Basis.CONTROL],
    "Supplier": "The country that is credited with the tonnes under the chosen basis; EU members each by name.",
    "Share": "Tonnes credited to a supplier divided by the stated total; other and unknown stay in that total.",
    "Coverage": "Tonnes that this answer counts at a known facility, divided by the total of the national table. "
    "By capacity nameplates count in full, and can be more than is made.",
    "Unknown": "Tonnes whose owner is not known. They stay in every denominator and widen the upper bound.",
    "Presumed": "No percentage is published, but all owners named are of one nation: the rest is presumed theirs.",
    "Other": "Countries that the national table does not name and where we have no facility.",
    "HHI": "Herfindahl–Hirschman index: the sum of squared percentage shares, from near 0 to 10,000 (one supplier). "
    "The low figure lets other and unknown add nothing; the high one gives unknown to the leader.",
    "CR1, CR3": "Share of the largest supplier, and of the three largest together.",
    "Band": "US DOJ/FTC 2023: below 1,000 unconcentrated, to 1,800 moderately, above highly concentrated.",
    "Partner-owned": "The part that companies of the chosen partners hold, wherever it stands.",
    "Diversification gap": "Target × the partners' demand − their supply, in tonnes; 0 when the target is met. "
    "The targets are CRMA-style yardsticks (extraction 10 %, processing 40 %, recycling 25 %), a screening.",
    "Proxy": "Demand that is derived from trade because nobody publishes it; it leaves out what is inside products.",
    "Single supplier": "Largest supplier outside the partners, under the chosen basis; above 65 % it is marked.",
    "Lorenz curve": "From the smallest supplier up, how much they hold together; the farther below the line of equal "
    "shares it sags, the fewer hands hold the supply.",
    "Pipeline": "Projects under construction or planned, with the capacity that is published for them; not what they "
    "are likely to make.",
    "Denominator": "The total that shares are shares of: published world output unless you choose otherwise; what is "
    "not known stays in it.",
    "N − 1, N − 2": "How much of the world's demand is met when the largest supplier, or the two largest, fall away.",
    "Equal suppliers": "How many suppliers of one size would be as concentrated: 10,000 divided by the HHI.",
    "Net import reliance": "Imports less exports, with the change of stocks, as a part of what is consumed.",
    "Days of cover": "How long a stock lasts against a loss: stock ÷ (loss × consumption ÷ 365).",
    "Supply risk": "The European Commission's index of 2017: concentration weighed by governance and trade, less what "
    "recycling and substitutes give.",
    "Screened": "Owners of the nations or companies on your list, followed through chains of stakes to 50 or 25 %.",
    "Modelled flow": "Hardly anyone publishes who ships to whom: a gravity model fills what no known flow tells, and "
    "the ways are the shortest under the settings.",
    "Chokepoint exposure": "Part of all tonnes of the selected flows that pass a strait, domestic and overland ones in "
    "the denominator; a route may pass several, so exposures do not add up to 100 %.",
    "Closure": "The same flows are routed again without the gates that you close; who ships to whom stays. Cut off is "
    "what finds no way, days later is the detour at the chosen speed, afloat is tonnes × days ÷ 365.",
    "Second choice": "A gate that stays open and is counted longer by miles when a way is chosen: ships take it only "
    "where every other way is longer still, as when the first choice is closed. The length shown is true.",
}


def percent(fraction: float) -> str:
    """A fraction as a percentage: whole from 10 %, one decimal below, "no data" for nan."""
    if math.isnan(fraction):
        return NO_DATA
    return _percent(fraction, WHOLE_FROM).replace(" %", f"{GAP}%")


def percent_range(low: float, high: float) -> str:
    """Two fractions as "58–70 %", as one figure where they read the same."""
    first, last = percent(low), percent(high)
    if NO_DATA in (first, last) or first == last:
        return first if last == first else NO_DATA
    return f"{first.removesuffix(GAP + '%')}–{last}"


def copied(value: float) -> str:
    """A number as a spreadsheet reads it, without the noise of sums; "" where it is not known."""
    return "" if math.isnan(value) else repr(float(f"{value:.{COPIED_DIGITS}g}")).removesuffix(".0")


def tonnes(value: float, unit: str = "t") -> str:
    """Tonnes to three figures with the unit of the mineral: "9,300 t Co", "41.2 kt REO", "2.31 Mt Ni"."""
    if math.isnan(value):
        return NO_DATA
    return _scaled(value, abs(value), unit)


def tonnes_alike(values: Sequence[float], unit: str = "t") -> list[str]:
    """The figures of an axis, all in the unit that the largest is written in: "5 kt Co" below "10 kt Co", "0" alone."""
    largest = max((abs(value) for value in values), default=0.0)
    return [_scaled(value, largest, unit) if value else "0" for value in values]


def _scaled(value: float, size: float, unit: str) -> str:
    """A value in the unit that suits a size."""
    rest = unit.removeprefix("t").replace(" ", GAP)
    if size >= 1e6:
        return f"{_figures(value / 1e6)}{GAP}Mt{rest}"
    if size >= 1e4:
        return f"{_figures(value / 1e3)}{GAP}kt{rest}"
    return f"{_figures(value)}{GAP}t{rest}"


def minus(figure: str) -> str:
    """A figure with a true minus, and none before a zero."""
    return figure.replace("-", "−") if any(sign in figure for sign in "123456789") else figure.replace("-", "")


def count(value: float) -> str:
    """A whole number with thousands marked, "no data" for nan."""
    return NO_DATA if math.isnan(value) else f"{value:,.0f}"


def unbroken(sentence: str) -> str:
    """A sentence whose numbers stay on one line with their units."""
    return UNIT.sub(GAP, sentence)


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 facility", "1,204 facilities"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place(lon: float, lat: float) -> str:
    """A place on the globe, "12.34° N 56.78° E"; "" outside the map of the world."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return ""
    return f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'} {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def not_written(path: Path, error: Exception) -> str:
    """Why a file could not be written and what to do; an error that is our own is raised on."""
    if isinstance(error, MineralmapError):
        return str(error)
    if isinstance(error, OSError):
        return f"{path.name} cannot be written: {error.strerror or error}. Choose another folder."
    raise error


def map_scale(denominator: float) -> str:
    """A map's scale: "1:60 M", "1:1,150 M", "1:250,000"; "" when there is none."""
    if not math.isfinite(denominator) or denominator <= 0:
        return ""
    return f"1:{_figures(denominator / 1e6)} M" if denominator >= 1e6 else f"1:{float(f'{denominator:.2g}'):,.0f}"


def _figures(value: float) -> str:
    if value == 0:
        return "0"
    if abs(value) < 100:
        return f"{value:.3g}"
    return f"{float(f'{value:.3g}'):,.0f}"
