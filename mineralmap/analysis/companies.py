"""Who supplies how much, by company: the same tonnes as by nation, credited to where tracing stops or to who runs it.

Method: methods §3. Three questions, one table: by equity, what is attributable to the companies where tracing stops; by
control, the company at the top of the majorities has all; by location, the operator as the source names it. What is
presumed in equal parts among several holders of one nation is a device for the nation's sum: for companies it is
unknown, and the note of the answer says how much that is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import chains
from mineralmap.analysis.credits import Credits, whole
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.analysis.shares import Supply, bounds
from mineralmap.analysis.tracing import by_company, control, tops, traced
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis

COLUMNS = [
    "supplier", "name", "nation", "kind", "state_owned", "tonnes", "share", "share_low", "share_high", "presumed_share",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Companies:
    """Companies that facilities are credited to under one basis, and the credits; arrays (companies,) of text.

    ``kind`` and ``nation`` are "" for an operator that is no company of the table: a source's word, not looked up.
    """

    ids: np.ndarray
    names: np.ndarray
    nation: np.ndarray
    kind: np.ndarray
    state_owned: np.ndarray
    credits: Credits


@lru_cache(maxsize=8)
def company_credits(dataset: Dataset, basis: Basis) -> Companies:
    """Credits of every facility of a data set by company, in the order of ``dataset.facilities``."""
    if basis is Basis.LOCATION:
        return _operators(dataset)
    made, found = chains(dataset), traced(dataset)
    credits = by_company(made, found) if basis is Basis.EQUITY else control(made, found, tops(made))[0]
    return _described(dataset, made.companies, credits)


def _described(dataset: Dataset, ids: pd.Index, credits: Credits, names: np.ndarray | None = None) -> Companies:
    table, at = dataset.companies, dataset.companies.index.get_indexer(ids)
    known = at >= 0

    def of(column: str, blank: object) -> np.ndarray:
        values = np.full(len(ids), blank, object)
        values[known] = table[column].to_numpy(object)[at[known]]
        return values

    # A holding's seat is not its nation, nor is that of an undisclosed holder.
    seat = of("seat_only", False).astype(bool) | (of("kind", "") == "undisclosed")
    plain = ids.to_numpy(object) if names is None else names
    return Companies(
        ids=ids.to_numpy(object),
        names=np.where(known, of("name", ""), plain),
        nation=np.where(seat, "", of("country_iso3", "")),
        kind=of("kind", ""),
        state_owned=of("state_owned", False).astype(bool),
        credits=credits,
    )


def _operators(dataset: Dataset) -> Companies:
    """Operators as sources print them; one that is spelt as a company of the table, ignoring case, is that company."""
    words = dataset.facilities["operator"].str.strip()
    code, plain = pd.factorize(words.str.casefold())
    printed = words.to_numpy(object)[np.unique(code, return_index=True)[1]] if len(words) else np.array([], object)
    table = dataset.companies
    spelt = pd.Index(table["name"].str.strip().str.casefold())
    first = ~spelt.duplicated()
    at = spelt[first].get_indexer(pd.Index(plain))
    company = table.index.to_numpy(object)[first]
    ids = np.where(at >= 0, company[np.maximum(at, 0)] if len(company) else "", printed).astype(object)
    supplier = np.where((plain == "")[code], -1, code) if len(words) else np.array([], int)
    return _described(dataset, pd.Index(ids, dtype=object), whole(supplier, len(ids)), printed)


def company_table(made: Supply, who: Companies) -> pd.DataFrame:
    """The ``companies`` of ``Results``: largest first, then OTHER and UNKNOWN; shares add up to 1."""
    q = made.denominator_t
    present = np.flatnonzero((made.tonnes > 0) | (made.low_t > 0))
    order = present[np.argsort(-made.tonnes[present], kind="stable")]
    rest = [
        (word, name, left)
        for word, name, left in (
            (OTHER, "Other countries", made.other_t),
            (UNKNOWN, "Company not known", made.unknown_t),
        )
        if left > q * 1e-12
    ]
    left = np.array([one for *_, one in rest], float)
    tonnes = np.concatenate([made.tonnes[order], left])
    share = tonnes / q if q > 0 else np.full(len(tonnes), np.nan)
    low = high = share
    if q > 0:
        apart = np.concatenate([made.withheld_t[order], np.zeros(len(rest))])
        low, high = bounds(
            made, np.concatenate([made.low_t[order], left]), np.concatenate([made.high_t[order], left]), apart
        )
    blank = np.full(len(rest), "", object)
    presumed = np.concatenate([made.presumed_t[order], np.zeros(len(rest))])
    return pd.DataFrame(
        {
            "supplier": np.concatenate([who.ids[order], np.array([word for word, *_ in rest], object)]),
            "name": np.concatenate([who.names[order], np.array([name for _, name, _ in rest], object)]),
            "nation": np.concatenate([who.nation[order], blank]),
            "kind": np.concatenate([who.kind[order], blank]),
            "state_owned": np.concatenate([who.state_owned[order], np.zeros(len(rest), bool)]),
            "tonnes": tonnes,
            "share": share,
            "share_low": np.minimum(low, share),
            "share_high": np.clip(high, share, 1.0),
            "presumed_share": presumed / q if q > 0 else presumed * np.nan,
        },
        columns=COLUMNS,
    )
