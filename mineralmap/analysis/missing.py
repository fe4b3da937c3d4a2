"""What is missing from an answer, largest first: owners, facilities, figures and demand that nobody has published."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.located import Located
from mineralmap.analysis.national import National
from mineralmap.analysis.notes import started_late
from mineralmap.analysis.results import OTHER
from mineralmap.analysis.spread import Weights
from mineralmap.datasets.dataset import Dataset

MOST_ROWS = 2000
"""So many facilities are named, the largest; the rest is told in one row."""
COLUMNS = ["what", "host_iso3", "tonnes", "share", "reason"]


def missing_table(
    dataset: Dataset,
    plants: Located,
    weights: Weights,
    unknown_part: np.ndarray,
    nations: tuple[str, ...],
    table: National | None,
) -> pd.DataFrame:
    """The ``missing`` of ``Results``, but for demand (``with_demand``).

    ``unknown_part`` is the ownerless fraction of each facility by equity, (n,). ``share`` is of the denominator; what
    has no tonnes (a withheld output, a facility without a figure) stands at the end with nan.
    """
    q = weights.denominator_t
    lost = np.nan_to_num(weights.tonnes) * unknown_part
    at = np.flatnonzero(lost > 0)
    at, small = _largest(at, lost)
    parts = [
        _part("Owner of " + plants.names[at], plants.host_iso3[at], lost[at],
              np.where(unknown_part[at] > 1 - 1e-9, "no owner known", "part of the owners not known"))
    ]  # fmt: skip
    rows: list[tuple[str, str, float, str]] = []
    if len(small):
        rows.append((f"Owners of {len(small):,} smaller parts", "", float(lost[small].sum()), "owners not known"))
    if weights.no_owners:
        rows.append(("Owners of the output", "", q, weights.no_owners))
    for column in np.flatnonzero(weights.remainder_t > q * 1e-9) if not weights.no_owners else ():
        iso3, tonnes = nations[column], weights.remainder_t[column]
        whole = np.isclose(tonnes, weights.named_t[column])
        reason = "known country, no facility" if whole else "known country: its facilities explain only a part"
        rows.append((f"Facilities in {dataset.country_name(iso3)}", iso3, tonnes, reason))
    if weights.other_t > q * 1e-9:
        rows.append(("Other countries", OTHER, weights.other_t, "not named in the national table, no facility"))
    for iso3 in table.withheld if table else ():
        rows.append((f"Output of {dataset.country_name(iso3)}", iso3, np.nan, "withheld by the source"))
    parts.append(pd.DataFrame(rows, columns=COLUMNS[:3] + COLUMNS[4:]))
    blank = np.isnan(weights.tonnes) & plants.operating & ~plants.in_combined & ~started_late(weights.origin)
    at = np.flatnonzero(blank)[:MOST_ROWS] if not weights.no_owners else np.array([], int)
    parts.append(_part("Figure of " + plants.names[at], plants.host_iso3[at], np.nan, weights.origin[at]))
    if int(blank.sum()) > len(at) > 0:
        rows = [(f"Figures of {int(blank.sum()) - len(at):,} more facilities", "", np.nan, "no figure")]
        parts.append(pd.DataFrame(rows, columns=COLUMNS[:3] + COLUMNS[4:]))
    at = np.flatnonzero(plants.status == "unknown")
    parts.append(_part("Status of " + plants.names[at], plants.host_iso3[at], np.nan, "not counted: may not run"))
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    tonnes = found["tonnes"].to_numpy(float)
    order = np.argsort(np.where(np.isnan(tonnes), np.inf, -tonnes), kind="stable")
    found = found.iloc[order].reset_index(drop=True)
    return found.assign(share=tonnes[order] / q if q > 0 else np.full(len(found), np.nan))[COLUMNS]


def _largest(at: np.ndarray, lost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The facilities that get a row of their own, and those that share one."""
    if len(at) <= MOST_ROWS:
        return at, at[:0]
    order = at[np.argsort(-lost[at], kind="stable")]
    return np.sort(order[:MOST_ROWS]), order[MOST_ROWS:]


@dataclass(frozen=True, eq=False)
class Missing:
    """The table of what is missing, with a row at its end for every region whose demand may be; see ``with_demand``."""

    table: pd.DataFrame
    rows: int
    row_of: dict[str, int]
    """The row of each region."""


def all_missing(table: pd.DataFrame, regions: list[str]) -> Missing:
    """Make the rows of demand once, so that a toggle only takes some of them."""
    nothing = np.full(len(regions), np.nan)
    words = np.array([f"Demand of {region}" for region in regions], object)
    rows = _part(words, "", nothing, "no figure published, or withheld").assign(share=nothing)[COLUMNS]
    both = pd.concat([table, rows], ignore_index=True) if len(table) else rows
    return Missing(both, len(table), {region: len(table) + i for i, region in enumerate(regions)})


def with_demand(missing: Missing, regions: tuple[str, ...]) -> pd.DataFrame:
    """What is missing, with the partners whose demand has no figure at the end."""
    found = missing.table.take([*range(missing.rows), *(missing.row_of[region] for region in regions)])
    found.index = pd.RangeIndex(len(found))
    return found


def _part(
    what: np.ndarray, host: np.ndarray | str, tonnes: np.ndarray | float, reason: np.ndarray | str
) -> pd.DataFrame:
    index = range(len(what))
    return pd.DataFrame({"what": what, "host_iso3": host, "tonnes": tonnes, "reason": reason}, index=index)
