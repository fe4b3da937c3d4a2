"""How far a partner lives on imports, and what part of its consumption comes from one country.

Method: methods §4. Net import reliance is shown as its source prints it; origins of imports are known for the United
States only, and are countries of last shipment.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.gaps import too_much
from mineralmap.analysis.results import Band, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Stage

REGION = "USA"
"""The one region whose reliance and import sources are published mineral by mineral."""
ANY, OTHERS = "any", "OTH"
NET_EXPORTER = "E"


@dataclass(frozen=True, eq=False)
class Reliance:
    """Net import reliance of one region, a fraction of its consumption; negative for a net exporter."""

    region: str
    value: Band
    """``point`` as published, or nan where the source prints only that the region exports more than it imports."""
    bound: str
    """">" or "<" where the source prints a limit, "E" for a net exporter, else ""."""
    published: str
    consumption: str
    year: int
    estimated: bool
    source_id: str
    note: str


@dataclass(frozen=True, eq=False)
class Origin:
    """The largest origin of a region's imports outside the partners, as a part of the region's consumption."""

    region: str
    iso3: str
    name: str
    import_share: float
    form: str
    years: str
    share: Band
    """Import share × net import reliance, a fraction of consumption."""
    reliance: Reliance
    over: bool
    """More than the limit: 65.0 % passes and 65.1 % does not."""
    may: bool
    """The point passes and the upper bound does not."""
    source_id: str
    note: str
    rows: pd.DataFrame
    """The origins of the form: exporter_iso3, share (of imports), of_consumption."""


def net_import_reliance(imports_t: float, exports_t: float, drawn_t: float, consumption_t: float) -> float:
    """Net import reliance: (imports − exports + drawn from stocks) ÷ apparent consumption; negative: net exporter.

    Parameters
    ----------
    drawn_t
        Taken from stocks; negative when stocks grew.

    Examples
    --------
    >>> round(net_import_reliance(10800, 4880, 0, 7960), 2)
    0.74
    """
    return (imports_t - exports_t + drawn_t) / consumption_t if consumption_t > 0 else np.nan


def reliance_of(results: Results, region: str = REGION) -> Reliance | None:
    """The published reliance nearest to the answer's year (earlier first); None where none is published."""
    asked = results.scenario
    return _reliance(results.dataset, asked.mineral, asked.stage, region, results.year)


def largest_origin(results: Results, region: str = REGION) -> Origin | None:
    """The largest origin of a partner's consumption that is no partner itself; None where origins are not known.

    A region that is no partner is not asked about: the check speaks of the partners' consumption.
    """
    asked = results.scenario
    found = reliance_of(results, region)
    rows = _origins(results.dataset, asked.mineral, asked.stage, region)
    if found is None or region not in asked.partners or not len(rows):
        return None
    members = results.dataset.partner_members(asked.partners)
    table = rows.assign(of_consumption=rows["share"] * found.value.point)
    third = table[~table["exporter_iso3"].isin({*members, OTHERS})]
    if not len(third):
        return None
    first = third.iloc[int(np.argmax(third["share"].to_numpy(float)))]
    imported = float(first["share"])
    high = 1.0 if first["bound"] == ">" else imported
    share = Band(imported * found.value.low, imported * found.value.point, high * found.value.high)
    limit = results.gap.single_limit
    over = not np.isnan(share.point) and too_much(share.point, limit)
    return Origin(
        region=region,
        iso3=str(first["exporter_iso3"]),
        name=results.dataset.country_name(str(first["exporter_iso3"])),
        import_share=imported,
        form=str(first["form"]),
        years=str(first["years"]),
        share=share,
        reliance=found,
        over=over,
        may=not over and not np.isnan(share.high) and too_much(share.high, limit),
        source_id=str(first["source_id"]),
        note=str(first["note"]),
        rows=table[["exporter_iso3", "share", "of_consumption"]].reset_index(drop=True),
    )


@lru_cache(maxsize=128)
def _reliance(dataset: Dataset, mineral: str, stage: Stage, region: str, year: int) -> Reliance | None:
    table = dataset.reliance
    rows = table[(table["mineral"] == mineral) & (table["region"] == region) & table["stage"].isin([ANY, stage.value])]
    rows = rows[rows["value"].notna() | (rows["bound"] == NET_EXPORTER)]
    if not len(rows):
        return None
    order = np.lexsort(
        [rows["stage"] == ANY, (rows["year"] - year).abs(), rows["year"] > year]  # the last key counts first
    )
    row = rows.iloc[int(order[0])]
    return Reliance(
        region=region,
        value=_band(float(row["value"]), str(row["bound"])),
        bound=str(row["bound"]),
        published=str(row["published"]),
        consumption=str(row["consumption"]),
        year=int(row["year"]),
        estimated=bool(row["estimated"]),
        source_id=str(row["source_id"]),
        note=str(row["note"]),
    )


def _band(value: float, bound: str) -> Band:
    """What a printed limit leaves open: more than 50 % is up to all of it, less than 25 % may be a net exporter."""
    if bound == NET_EXPORTER:
        return Band(-np.inf, np.nan, 0.0)
    return Band(-np.inf if bound == "<" else value, value, 1.0 if bound == ">" else value)


@lru_cache(maxsize=128)
def _origins(dataset: Dataset, mineral: str, stage: Stage, region: str) -> pd.DataFrame:
    """Origins of the form that stands for a stage; the stage's own form before one that stands for any."""
    table = dataset.import_sources
    rows = table[(table["mineral"] == mineral) & (table["importer"] == region) & table["share"].notna()]
    for wanted in (stage.value, ANY):
        if (rows["stage"] == wanted).any():
            return rows[rows["stage"] == wanted]
    return rows.iloc[:0]
