"""Numbers in words, the same wherever a figure is told: percent, tonnes, bounds, and "no data"."""

import math
from collections.abc import Callable

from mineralmap.analysis.results import Band, Concentration, Gap
from mineralmap.model.percent import NO_DATA as NO_DATA
from mineralmap.model.percent import percent as percent

NEAR = 5e-5
"""Bounds nearer than this (half of the last printed digit of a percentage) are not told apart."""


def whole_percent(fraction: float) -> str:
    """A fraction as a percentage without decimals, for a sentence: "70 %"; "no data" for nan."""
    return percent(fraction, digits=0)


def tonnes(value: float, unit: str) -> str:
    """Tonnes with their unit, whole from 100 on: "1,234 t Ni"; "no data" for nan."""
    if math.isnan(value):
        return NO_DATA
    return f"{value:,.0f} {unit}" if abs(value) >= 100 or value == 0 else f"{value:,.3g} {unit}"


def banded(band: Band) -> str:
    """A share with its bounds where they differ: "12.4 % (12.0 % to 15.1 %)"."""
    said = percent(band.point)
    if math.isnan(band.point) or (band.point - band.low < NEAR and band.high - band.point < NEAR):
        return said
    return f"{said} ({percent(band.low)} to {percent(band.high)})"


def at_least(found: Gap, say: Callable[[float], str] = percent) -> str:
    """What to add to N − 1 where some supply has no known owner: what is left if that were the largest's, too."""
    if not found.n1_gross - found.n1_low >= NEAR:
        return ""
    return f", at least {say(found.n1_low)} if all of unknown owner were its too"


def concentrated(found: Concentration) -> str:
    """HHI with its upper bound, the band of the lower one and whose bands these are; "no data" for nan."""
    if math.isnan(found.hhi_low):
        return NO_DATA
    high = f" to {found.hhi_high:,.0f}" if found.hhi_high - found.hhi_low >= 1 else ""
    return f"{found.hhi_low:,.0f}{high}, {found.band} by {found.scheme}"


def crossing(point: float, high: float, limit: float) -> str:
    """What to add when the point is within a limit and the upper bound is not: ", may exceed 65 %"."""
    return f", may exceed {100 * limit:g} %" if point <= limit + 1e-9 < high - 1e-9 else ""
