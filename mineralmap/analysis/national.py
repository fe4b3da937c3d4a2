"""The published output of countries that shares are shares of: one table, one year, one total.

Method: methods §1 (sums run within one source and one year; OTHER recomputed; withheld is not zero) and §1b.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import LATEST, Stage

COMMON_YEAR = 2024
"""What "latest" means: the newest year that the USGS tables of mine output and the IEA tables of refined output
share, and the newest that neither prints as a first estimate or an outlook."""
LAST_YEAR = 2025
"""The tables' later years are outlooks under a scenario; nobody has produced them yet, so they are not offered."""
WORLD, REST = "WLD", "OTH"
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class National:
    """One national table in one year. ``named`` maps ISO3 to published tonnes, ``withheld`` those left blank.

    ``denominator_t`` is the published world total, or the sum of the named countries where that is larger (``exceeds``)
    or no total is published; ``other_t`` is what is left of it and belongs to no named country.
    """

    table_id: str
    source_id: str
    counts: str
    year: int
    comparable: bool
    """Facilities count the same thing, if need be through ``bridge``."""
    bridge: float
    """Table tonnes per facility tonne; 1 where both count the same, nan where a factor would be needed."""
    bridge_id: str
    by_plant: bool
    """Facilities bring bridge factors of their own, since what they hold differs: see ``located(bridged=True)``."""
    named: dict[str, float]
    withheld: tuple[str, ...]
    estimated: tuple[str, ...]
    published_total_t: float
    denominator_t: float
    other_t: float
    exceeds: bool
    note: str

    @property
    def summed(self) -> bool:
        """Is the whole the sum of the named countries, for want of a world total that holds them all?"""
        return self.exceeds or bool(np.isnan(self.published_total_t))


def published(named: bool) -> str:
    """What shares of a published output are parts of, in words: a sum of named countries is no world total."""
    return "published output of the named countries" if named else "published world output"


def available_years(dataset: Dataset, mineral: str, stage: Stage) -> list[int]:
    """Years that some national table of a mineral and stage can answer for, newest first; [] without a table."""
    return list(_years(dataset, mineral, stage))


@lru_cache(maxsize=128)
def _years(dataset: Dataset, mineral: str, stage: Stage) -> tuple[int, ...]:
    rows = dataset.national_production
    mine = rows[(rows["mineral"] == mineral) & (rows["stage"] == stage.value) & rows["quantity_t"].notna()]
    return tuple(sorted({int(year) for year in mine["year"] if year <= LAST_YEAR}, reverse=True))


def available_stages(dataset: Dataset, mineral: str) -> list[Stage]:
    """Stages in which a mineral has a national table or a facility, in the order of the chain."""
    rows = dataset.national_production
    known = set(rows.loc[rows["mineral"] == mineral, "stage"])
    ids = set(dataset.outputs.loc[dataset.outputs["mineral"] == mineral, "facility_id"])
    known |= set(dataset.facilities.loc[dataset.facilities.index.isin(ids), "stage"])
    return [stage for stage in Stage if stage.value in known]


@lru_cache(maxsize=128)
def national(dataset: Dataset, mineral: str, stage: Stage, year: int) -> National | None:
    """The table that answers for a year: the default one, or another of the same mineral and stage that has it.

    ``LATEST`` is the default table's newest year up to ``COMMON_YEAR``. ``None`` where no table has the year.
    """
    tables = dataset.national_tables
    tables = tables[(tables["mineral"] == mineral) & (tables["stage"] == stage.value)]
    tables = tables.sort_values("default", ascending=False, kind="stable")
    rows = dataset.national_production
    for number in range(len(tables)):
        table = tables.iloc[number]
        mine = rows[(rows["table_id"] == table["table_id"]) & (rows["mineral"] == mineral)]
        years = {int(y) for y in mine.loc[mine["quantity_t"].notna(), "year"] if y <= LAST_YEAR}
        wanted = max((y for y in years if y <= COMMON_YEAR), default=max(years, default=0)) if year == LATEST else year
        if wanted in years:
            return _of_table(dataset, table, mine[mine["year"] == wanted], wanted)
    return None


def _of_table(dataset: Dataset, table: pd.Series, rows: pd.DataFrame, year: int) -> National:
    countries = rows[~rows["iso3"].isin([WORLD, REST])]
    given = countries[countries["quantity_t"].notna()]
    named: dict[str, float] = {}
    for iso3, tonnes in zip(given["iso3"], given["quantity_t"].to_numpy(float), strict=True):
        named[iso3] = named.get(iso3, 0.0) + float(tonnes)
    summed = float(sum(named.values()))
    world = rows.loc[rows["iso3"] == WORLD, "quantity_t"].dropna().to_numpy(float)
    total = float(world[0]) if len(world) else np.nan
    exceeds = not np.isnan(total) and summed > total * (1 + ROUNDING)
    denominator = summed if np.isnan(total) else max(total, summed)
    bridge_id = str(table["bridge_factor_id"])
    bridge = 1.0 if table["comparable"] == "yes" else np.nan
    if table["comparable"] == "bridge" and bridge_id in dataset.factors.index:
        bridge = float(dataset.factors["value"].to_dict()[bridge_id])
    by_plant = table["comparable"] == "bridge" and not bridge_id and _brings_factors(dataset, table)
    if by_plant:
        bridge = 1.0
    return National(
        table_id=str(table["table_id"]),
        source_id=str(rows["source_id"].iloc[0] or table["source_id"]),
        counts=str(table["counts"]),
        year=year,
        comparable=not np.isnan(bridge),
        bridge=bridge,
        bridge_id=bridge_id if table["comparable"] == "bridge" else "",
        by_plant=by_plant,
        named=named,
        withheld=tuple(countries.loc[countries["withheld"] & countries["quantity_t"].isna(), "iso3"]),
        estimated=tuple(given.loc[given["estimated"], "iso3"]),
        published_total_t=total,
        denominator_t=denominator,
        other_t=max(0.0, denominator - summed),
        exceeds=exceeds,
        note=str(table["note"]),
    )


def _brings_factors(dataset: Dataset, table: pd.Series) -> bool:
    """Whether any facility of the table's mineral and stage has a bridge factor of its own."""
    outputs = dataset.outputs[
        (dataset.outputs["mineral"] == table["mineral"]) & (dataset.outputs["bridge_factor_id"] != "")
    ]
    stages = outputs["facility_id"].map(dataset.facilities["stage"])
    return bool((stages == table["stage"]).any())
