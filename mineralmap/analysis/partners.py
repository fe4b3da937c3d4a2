"""What a set of partners has: located with them, owned by them, both or neither; and each facility's partner part.

Method: methods §4 for the two-by-two table, §10 for the bounds.
"""

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
    at_home = (host >= 0) & members[host]
    tonnes, wide = np.nan_to_num(weights.tonnes), np.nan_to_num(weights.alternative_t)
    home_own, abroad_own = float(tonnes[at_home] @ known[at_home]), float(tonnes[~at_home] @ known[~at_home])
    remainder = float(weights.remainder_t.sum())
    point = home_own + abroad_own
    owned = Band(
        min(point, float(tonnes @ published), float(wide @ published)),
        point,
        min(q, max(point, float(tonnes @ (known + nobody)), float(wide @ (known + nobody))) + remainder),
    )
    if q <= 0:
        share = NOTHING
    elif basis is Basis.LOCATION:
        share = Band(*[located_t / q] * 3)
    else:
        share = Band(owned.low / q, owned.point / q, owned.high / q)
    return PartnerSummary(
        home_own_t=home_own,
        home_foreign_t=max(0.0, located_t - home_own),
        abroad_own_t=abroad_own,
        neither_t=max(0.0, q - located_t - abroad_own),
        unknown_t=float(tonnes[~at_home] @ nobody[~at_home] + weights.remainder_t[~members].sum()),
        located_t=located_t,
        owned=owned,
        accessible_t=located_t + abroad_own,
        share=share,
    )


def facility_table(
    plants: Located,
    weights: Weights,
    by_basis: Credits,
    by_equity: Credits,
    members: np.ndarray,
    groups: dict[str, np.ndarray],
    nations: np.ndarray,
) -> pd.DataFrame:
    """The ``facilities`` of ``Results``: one row per facility, indexed by its id. ``groups`` are bool masks (k,)."""
    point, published = by_basis.of(members)
    equity_unknown = by_equity.rest
    ownerless = equity_unknown > 1.0 - 1e-9
    group = np.full(len(plants.ids), "", object)
    if groups:
        parts = np.column_stack([by_equity.of(mask)[0] for mask in groups.values()])
        group = np.where(parts.max(axis=1) > 0, np.array(list(groups), object)[parts.argmax(axis=1)], "")
    group = np.where(ownerless, UNKNOWN, group)
    largest = by_equity.largest
    return pd.DataFrame(
        {
            "weight_t": weights.tonnes,
            "weight_from": weights.origin,
            "capacity_t": plants.capacity_t,
            "capacity_year": plants.capacity_year,
            "production_t": plants.production_t,
            "production_year": plants.production_year,
            "counted": ~np.isnan(weights.tonnes),
            "partner_share": np.clip(point, 0.0, 1.0),
            "partner_low": np.clip(published, 0.0, 1.0),
            "partner_high": np.clip(point + by_basis.rest, 0.0, 1.0),
            "group": group,
            "known_share": 1.0 - equity_unknown,
            "owner_iso3": np.where(ownerless, "", nations[largest]),
        },
        index=pd.Index(plants.ids, name="facility_id"),
    )


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
