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
    withheld_t: np.ndarray
    """What plants under a withheld national output publish themselves, by nation: in the bounds only, (k,)."""
    all_withheld_t: float


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
        By location the remainders count for their country and nothing is unknown, and only what countries draw on the
        table's rest has bounds; by equity and control the remainders have no known owner.
    """
    nations = credits.suppliers
    if basis is Basis.LOCATION:
        tonnes = wide = _by_place(weights, weights.tonnes, host)
        if weights.alternative_t is not weights.tonnes:
            wide = _by_place(weights, weights.alternative_t, host)
        placed = host >= 0
        withheld = np.bincount(host[placed], weights.withheld_t[placed], minlength=nations).astype(float)
        return Supply(
            tonnes=tonnes,
            presumed_t=np.zeros(nations),
            low_t=np.minimum(tonnes, wide),
            high_t=np.maximum(tonnes, wide),
            other_t=weights.other_t,
            unknown_t=0.0,
            denominator_t=weights.denominator_t,
            withheld_t=withheld,
            all_withheld_t=float(withheld.sum()),
        )
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
        withheld_t=credits.sums(weights.withheld_t)[0],
        all_withheld_t=float(weights.withheld_t.sum()),
    )


def _by_place(weights: Weights, tonnes: np.ndarray, host: np.ndarray) -> np.ndarray:
    """Tonnes by host country with what no facility explains, (k,); named ones exactly as published."""
    placed = ~np.isnan(tonnes) & (host >= 0)
    found = np.bincount(host[placed], tonnes[placed], minlength=len(weights.remainder_t)) + weights.remainder_t
    # Without the last bit of rounding that scaling leaves.
    return np.where(np.isnan(weights.named_t), found, weights.named_t)


def bounds(
    made: Supply, low_t: np.ndarray, high_t: np.ndarray, withheld_t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Shares of the bounds: a withheld output w puts a share in [low ÷ (Q + w), (high + its part of w) ÷ (Q + w)]."""
    q, w = made.denominator_t, made.all_withheld_t
    return low_t / (q + w), np.maximum(high_t / q, (high_t + withheld_t) / (q + w))


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
    rest = [(word, left) for word, left in ((OTHER, made.other_t), (UNKNOWN, made.unknown_t)) if left > q * 1e-12]
    left = np.array([one for _, one in rest], float)
    suppliers = [*(nations[number] for number in order), *(word for word, _ in rest)]
    missing = [iso3 for iso3 in withheld if iso3 not in suppliers]
    blank = np.full(len(missing), np.nan)
    tonnes = np.concatenate([made.tonnes[order], left, blank])
    share = tonnes / q if q > 0 else np.full(len(tonnes), np.nan)
    low = high = share
    if q > 0:
        apart = np.concatenate([made.withheld_t[order], np.zeros(len(rest) + len(missing))])
        low, high = bounds(
            made,
            np.concatenate([made.low_t[order], left, blank]),
            np.concatenate([made.high_t[order], left, blank]),
            apart,
        )
    presumed = np.concatenate([made.presumed_t[order], np.zeros(len(rest)), blank])
    return pd.DataFrame(
        {
            "supplier": suppliers + missing,
            "name": [names.get(s, s) for s in suppliers + missing],
            "tonnes": tonnes,
            "share": share,
            "share_low": np.minimum(low, share),
            "share_high": np.clip(high, share, 1.0),
            "presumed_share": presumed / q if q > 0 else presumed * np.nan,
            "withheld": [False] * len(suppliers) + [True] * len(missing),
        },
        columns=COLUMNS,
    )
