"""A fraction as a percentage, the same in every table, text and map: what is not nothing is never printed as 0."""

import math

NO_DATA = "no data"


def percent(fraction: float, whole_from: float = math.inf, digits: int = 1) -> str:
    """A fraction with so many decimals: "42.9 %"; "no data" for nan.

    From ``whole_from`` percent on, and where it is just 0, without any. What rounds to 0 and is more is "<0.1 %", or
    "<1 %" without decimals.
    """
    if math.isnan(fraction):
        return NO_DATA
    value, least = 100 * fraction or 0.0, 10.0**-digits
    if value and not float(f"{value:.{digits}f}"):
        return f"<{least:.{digits}f} %"
    whole = abs(value) >= whole_from - least / 2 or (value == 0 and whole_from < math.inf)
    return f"{value:.{0 if whole else digits}f} %"
