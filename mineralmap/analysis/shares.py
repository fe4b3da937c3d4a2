"""Who supplies how much: tonnes and shares of every supplier under a basis, with what stays other and unknown.

Method: methods §1 and §1b for the total, §3 for the credits, §10 for the bounds.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.credits import Credits
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.analysis.spread import Weights
from mineralmap.model.scenario import Basis

COLUMNS = ["supplier", "name", "tonnes", "share", "share_low", "share_high", "presumed_share", "withheld"]


@dataclass(frozen=True, eq=False)
class Supply:
    """Tonnes by nation, arrays (k,), and what no nation is credited with. They add up to the denominator."""

    tonnes: np.ndarray
    presumed_t: np.ndarray
    low_t: np.ndarray
    high_t: np.ndarray
    other_t: float
    unknown_t: float
    denominator_t: float


def supply(weights: Weights, credits: Credits, host: np.ndarray, basis: Basis) -> Supply:
    """Credit the weights of facilities to nations.

    Parameters
    ----------
    weights
        Tonnes of the facilities and the remainders of countries.
    credits
        Rows of the same facilities, (n, k).
    host
        Column of each facility's host, (n,).
    basis
        By location the remainders count for their country and nothing is unknown; by equity and control they have
        no known owner.
    """
    nations = credits.suppliers
    if basis is Basis.LOCATION:
        placed = ~np.isnan(weights.tonnes) & (host >= 0)
        tonnes = np.bincount(host[placed], weights.tonnes[placed], minlength=nations) + weights.remainder_t
        # Exactly as published, without the last bit of rounding that scaling leaves.
        tonnes = np.where(np.isnan(weights.named_t), tonnes, weights.named_t)
        return Supply(tonnes, np.zeros(nations), tonnes, tonnes, weights.other_t, 0.0, weights.denominator_t)
    known, published, unknown = _credited(weights.tonnes, credits)
    wide_known, wide_published, wide_unknown = known, published, unknown
    if weights.alternative_t is not weights.tonnes:
        wide_known, wide_published, wide_unknown = _credited(weights.alternative_t, credits)
    remainder = float(weights.remainder_t.sum())
    return Supply(
        tonnes=known,
        presumed_t=known - published,
        low_t=np.minimum(published, wide_published),
        high_t=np.maximum(known + unknown, wide_known + wide_unknown) + remainder,
        other_t=weights.other_t,
        unknown_t=unknown + remainder,
        denominator_t=weights.denominator_t,
    )


def _credited(tonnes: np.ndarray, credits: Credits) -> tuple[np.ndarray, np.ndarray, float]:
    counted = np.nan_to_num(tonnes)
    known, published = credits.sums(counted)
    return known, published, float(max(0.0, counted.sum() - known.sum()))


def supplier_table(
    made: Supply, nations: tuple[str, ...], names: dict[str, str], withheld: tuple[str, ...]
) -> pd.DataFrame:
    """The suppliers of ``Results``: largest first, then OTHER and UNKNOWN, then those whose output is withheld.

    Suppliers without a tonne are left out. Shares are fractions of the denominator and add up to 1.
    """
    q = made.denominator_t
    present = np.flatnonzero((made.tonnes > 0) | (made.low_t > 0))
    order = present[np.argsort(-made.tonnes[present], kind="stable")]
    suppliers = [nations[number] for number in order]
    tonnes, presumed = made.tonnes[order].tolist(), made.presumed_t[order].tolist()
    low, high = made.low_t[order].tolist(), made.high_t[order].tolist()
    for word, rest in ((OTHER, made.other_t), (UNKNOWN, made.unknown_t)):
        if rest > q * 1e-12:
            suppliers.append(word)
            tonnes.append(rest)
            presumed.append(0.0)
            low.append(rest)
            high.append(rest)
    missing = [iso3 for iso3 in withheld if iso3 not in suppliers]
    blank = [np.nan] * len(missing)
    as_share = 1.0 / q if q > 0 else np.nan
    share = np.array(tonnes + blank) * as_share
    return pd.DataFrame(
        {
            "supplier": suppliers + missing,
            "name": [names.get(s, s) for s in suppliers + missing],
            "tonnes": np.array(tonnes + blank),
            "share": share,
            "share_low": np.minimum(np.array(low + blank) * as_share, share),
            "share_high": np.clip(np.array(high + blank) * as_share, share, 1.0),
            "presumed_share": np.array(presumed + blank) * as_share,
            "withheld": [False] * len(suppliers) + [True] * len(missing),
        },
        columns=COLUMNS,
    )
