"""What a set of partners has: located with them, owned by them, both or neither; and each facility's partner part.

Method: methods §4 for the two-by-two table, §10 for the bounds.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.credits import Credits
from mineralmap.analysis.located import Located
from mineralmap.analysis.results import UNKNOWN, Band, PartnerSummary
from mineralmap.analysis.spread import Weights
from mineralmap.model.scenario import Basis

NOTHING = Band(np.nan, np.nan, np.nan)


def partner_summary(
    weights: Weights, owners: Credits, host: np.ndarray, members: np.ndarray, basis: Basis, located_t: float
) -> PartnerSummary:
    """Tonnes located in and owned by the partners.

    Parameters
    ----------
    weights
        Tonnes of facilities (n,) and remainders of countries (k,).
    owners
        By control under that basis, else by equity: also by location the table says who owns what.
    host, members
        Host column of each facility (n,); which nations are partners, bool (k,).
    located_t
        Tonnes that the partners have by location, with what no facility explains.
    """
    q = weights.denominator_t
    if weights.no_owners:
        share = Band(*[located_t / q] * 3) if basis is Basis.LOCATION and q > 0 else NOTHING
        return PartnerSummary(np.nan, np.nan, np.nan, np.nan, np.nan, located_t, NOTHING, np.nan, share)
    known, published = owners.of(members)
    nobody = owners.rest
    at_home = np.append(members, False)[host].astype(float)
    tonnes, wide = weights.filled, weights.wide
    point, home_own = added(tonnes, known), added(tonnes, known, at_home)
    abroad_own = max(0.0, point - home_own)
    low, high = added(tonnes, published), added(tonnes, known) + added(tonnes, nobody)
    if wide is not tonnes:
        low, high = min(low, added(wide, published)), max(high, added(wide, known) + added(wide, nobody))
    owned = Band(min(point, low), point, min(q, max(point, high) + float(weights.remainder_t.sum())))
    apart = weights.withheld_t
    w, theirs = float(apart.sum()), added(apart, at_home if basis is Basis.LOCATION else known)
    if q <= 0:
        share = NOTHING
    else:
        at = _located_band(weights, host, members, located_t) if basis is Basis.LOCATION else owned
        share = Band(at.low / (q + w), at.point / q, min(1.0, max(at.high / q, (at.high + theirs) / (q + w))))
    return PartnerSummary(
        home_own_t=home_own,
        home_foreign_t=max(0.0, located_t - home_own),
        abroad_own_t=abroad_own,
        neither_t=max(0.0, q - located_t - abroad_own),
        unknown_t=added(tonnes, nobody) - added(tonnes, nobody, at_home) + float(weights.remainder_t[~members].sum()),
        located_t=located_t,
        owned=owned,
        accessible_t=located_t + abroad_own,
        share=share,
    )


def _located_band(weights: Weights, host: np.ndarray, members: np.ndarray, located_t: float) -> Band:
    """Tonnes located with the partners; what their unnamed members draw on the table's rest may be more or less."""
    if weights.wide is weights.filled:
        return Band(located_t, located_t, located_t)
    drawing = np.append(members & np.isnan(weights.named_t), False)[host].astype(float)
    other = located_t + added(weights.wide, drawing) - added(weights.filled, drawing)
    return Band(min(located_t, other), located_t, max(located_t, other))


def added(*columns: np.ndarray) -> float:
    """The sum of products of columns; one pass that no threads of the linear algebra library wait for."""
    return float(np.einsum(",".join(["i"] * len(columns)) + "->", *columns))


def same_for_all(plants: Located, weights: Weights, by_equity: Credits, nations: np.ndarray) -> pd.DataFrame:
    """``Results.facilities`` with what does not hang on the partners, indexed by facility id."""
    ownerless = by_equity.rest > 1.0 - 1e-9
    return pd.DataFrame(
        {
            "weight_t": weights.tonnes,
            "weight_from": weights.origin,
            "capacity_t": plants.capacity_t,
            "capacity_year": plants.capacity_year,
            "production_t": plants.production_t,
            "production_year": plants.production_year,
            "counted": ~np.isnan(weights.tonnes),
            "partner_share": np.nan,
            "partner_low": np.nan,
            "partner_high": np.nan,
            "group": "",
            "known_share": 1.0 - by_equity.rest,
            "owner_iso3": np.where(ownerless, "", nations[by_equity.largest]),
        },
        index=pd.Index(plants.ids, name="facility_id"),
    )


def facility_table(
    same: pd.DataFrame, by_basis: Credits, by_equity: Credits, members: np.ndarray, groups: dict[str, np.ndarray]
) -> pd.DataFrame:
    """The ``facilities`` of ``Results``: ``same_for_all`` and the partners' columns. ``groups`` are bool masks (k,)."""
    point, published = by_basis.of(members)
    most, group = np.zeros(len(same)), np.zeros(len(same), np.int16)
    for number, mask in enumerate(groups.values(), start=1):
        part = by_equity.of(mask)[0]
        more = part > most
        np.copyto(most, part, where=more)
        np.copyto(group, number, where=more)
    group[by_equity.rest > 1.0 - 1e-9] = len(groups) + 1
    return same.assign(
        partner_share=np.minimum(point, 1.0),
        partner_low=np.minimum(published, 1.0),
        partner_high=np.minimum(point + by_basis.rest, 1.0),
        group=pd.Categorical.from_codes(group, dtype=_groups(tuple(groups))),
    )


@lru_cache(maxsize=64)
def _groups(names: tuple[str, ...]) -> pd.CategoricalDtype:
    """What a facility can be of: nobody's, one of some groups, or of an owner who is not known."""
    return pd.CategoricalDtype(["", *names, UNKNOWN])


def credit_table(plants: Located, by_basis: Credits, nations: np.ndarray) -> pd.DataFrame:
    """The ``credits`` of ``Results``: facility_id, supplier, share of the facility, grade."""
    published, presumed = by_basis.published_part, by_basis.known_part - by_basis.published_part
    first, second = np.flatnonzero(published > 1e-12), np.flatnonzero(presumed > 1e-12)
    third = np.flatnonzero(by_basis.rest > 1e-12)
    named = np.concatenate([first, second])
    return pd.DataFrame(
        {
            "facility_id": plants.ids[np.concatenate([by_basis.row[named], third])],
            "supplier": np.concatenate([nations[by_basis.supplier[named]], np.full(len(third), UNKNOWN, object)]),
            "share": np.concatenate([published[first], presumed[second], by_basis.rest[third]]),
            "grade": np.repeat(
                np.array(["published", "presumed", "unknown"], object), [len(first), len(second), len(third)]
            ),
        }
    )
