"""In how few hands is supply: Herfindahl–Hirschman index with bounds, effective number of suppliers, largest shares.

Method: methods §2. OTHER and UNKNOWN are never ranked and never leave the denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mineralmap.analysis.results import Concentration
from mineralmap.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class Scheme:
    """Two limits of the index and the name under which they are quoted."""

    name: str
    moderate: float
    high: float

    def band(self, value: float) -> str:
        """Name of the band that an index falls in; "" for no data. A value on the limit is still in the lower band."""
        if np.isnan(value):
            return ""
        return (
            "highly concentrated"
            if value > self.high
            else "moderately concentrated"
            if value > self.moderate
            else "not concentrated"
        )


DOJ_2023 = Scheme("US DOJ/FTC 2023 (1,000 / 1,800)", 1000.0, 1800.0)
DOJ_2010 = Scheme("US DOJ/FTC 2010 (1,500 / 2,500)", 1500.0, 2500.0)

SCHEMES = {"doj2023": DOJ_2023, "doj2010": DOJ_2010}
OWN = "own"


def scheme(name: str, moderate: float, high: float) -> Scheme:
    """The scheme of a name: one of ``SCHEMES``, or the user's own two limits.

    Raises
    ------
    InvalidArgument
        For a name that is none, or limits in the wrong order.
    """
    if name in SCHEMES:
        return SCHEMES[name]
    if name != OWN:
        raise InvalidArgument(f"There is no scheme {name!r}.", f"Known are {', '.join([*SCHEMES, OWN])}.")
    if moderate > high:
        raise InvalidArgument(
            f"The lower limit {moderate:g} is above the higher {high:g}.", "Change band_moderate or band_high."
        )
    return Scheme(f"own bands ({moderate:,.0f} / {high:,.0f})", moderate, high)


def hhi(shares: Sequence[float] | np.ndarray) -> float:
    """Concentration of supply, from 0 (everyone a little) to 10,000 (one supplier).

    Parameters
    ----------
    shares
        Fraction of the total per named supplier, shape (n,); the rest of 1 counts as nothing (the low bound).

    Returns
    -------
    Sum of the squared percentages; ``nan`` when there is no supply at all: no market is not a free market.

    Examples
    --------
    >>> round(hhi([0.5, 0.3, 0.2]), 6)
    3800.0
    """
    values = np.asarray(shares, float)
    return float(10000.0 * np.sum(values**2)) if np.any(values > 0) else np.nan


def hhi_high(shares: Sequence[float] | np.ndarray, other: float, unknown: float) -> float:
    """The most that concentration can be: OTHER in pieces of the smallest named supplier, UNKNOWN with the leader.

    Adds ``other · s_min`` and ``(s₁ + unknown)² − s₁²``. ``nan`` when no supplier is named.
    """
    values = np.asarray(shares, float)
    values = values[values > 0]
    if not len(values):
        return np.nan
    leader = values.max()
    extra = other * values.min() + (leader + unknown) ** 2 - leader**2
    return min(10000.0, hhi(values) + 10000.0 * float(extra))


def cr(shares: Sequence[float] | np.ndarray, n: int) -> float:
    """Sum of the n largest named shares, a fraction; ``nan`` when no supplier is named."""
    values = np.sort(np.asarray(shares, float))[::-1]
    return float(values[:n].sum()) if np.any(values > 0) else np.nan


def concentration(named: np.ndarray, other: float, unknown: float, scheme: Scheme = DOJ_2023) -> Concentration:
    """All of it for one table of shares (fractions); ``named`` leaves OTHER, UNKNOWN and withheld suppliers out."""
    low, high = hhi(named), hhi_high(named, other, unknown)
    band, upper = scheme.band(low), scheme.band(high)
    if band != upper:
        band = f"{band}, may be {upper}"
    return Concentration(
        hhi_low=low,
        hhi_high=high,
        n_eff=10000.0 / low if low > 0 else np.nan,
        cr1=cr(named, 1),
        cr3=cr(named, 3),
        band=band,
        scheme=scheme.name,
    )
