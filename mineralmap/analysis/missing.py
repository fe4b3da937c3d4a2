"""What is missing from an answer, largest first: owners, facilities, figures and demand that nobody has published."""

import numpy as np
import pandas as pd

from mineralmap.analysis.located import Located
from mineralmap.analysis.national import National
from mineralmap.analysis.results import OTHER
from mineralmap.analysis.spread import Weights
from mineralmap.datasets.dataset import Dataset

COLUMNS = ["what", "host_iso3", "tonnes", "share", "reason"]


def missing_table(
    dataset: Dataset,
    plants: Located,
    weights: Weights,
    unknown_part: np.ndarray,
    nations: tuple[str, ...],
    table: National | None,
    without_demand: tuple[str, ...],
) -> pd.DataFrame:
    """The ``missing`` of ``Results``. ``unknown_part`` is the ownerless fraction of each facility by equity, (n,).

    ``share`` is of the denominator; what has no tonnes (a withheld output, a facility without a figure, a demand)
    stands at the end with nan.
    """
    rows: list[tuple[str, str, float, str]] = []
    lost = np.nan_to_num(weights.tonnes) * unknown_part
    for number in np.flatnonzero(lost > 0):
        reason = "no owner known" if unknown_part[number] > 1 - 1e-9 else "part of the owners not known"
        rows.append((f"Owner of {plants.names[number]}", plants.host_iso3[number], lost[number], reason))
    q = weights.denominator_t
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
    late = np.array([str(word).startswith("started") for word in weights.origin], bool)
    silent = plants.operating & np.isnan(weights.tonnes) & ~plants.in_combined & ~late
    if not weights.no_owners:
        for number in np.flatnonzero(silent):
            rows.append((f"Figure of {plants.names[number]}", plants.host_iso3[number], np.nan, weights.origin[number]))
    for number in np.flatnonzero(plants.status == "unknown"):
        rows.append((f"Status of {plants.names[number]}", plants.host_iso3[number], np.nan, "not counted: may not run"))
    for region in without_demand:
        rows.append((f"Demand of {region}", "", np.nan, "no figure published, or withheld"))
    tonnes = np.array([row[2] for row in rows], float)
    order = np.argsort(np.where(np.isnan(tonnes), np.inf, -tonnes), kind="stable")
    return pd.DataFrame(
        {
            "what": [rows[n][0] for n in order],
            "host_iso3": [rows[n][1] for n in order],
            "tonnes": tonnes[order],
            "share": tonnes[order] / q if q > 0 else np.full(len(rows), np.nan),
            "reason": [rows[n][3] for n in order],
        },
        columns=COLUMNS,
    )
