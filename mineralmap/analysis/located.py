"""The facilities of one mineral and stage as plain columns, made once, so that a toggle is arithmetic only."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.national import National
from mineralmap.analysis.ownership import ownership_table
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Stage

PIPELINE = ("construction", "planned")


@dataclass(frozen=True, eq=False)
class Located:
    """Facilities of a mineral and stage, closed ones left out; every array has shape (n,).

    Tonnes are contained, nan where no figure is published. A facility stands in its host country even where no
    source gives its point.
    """

    mineral: str
    stage: Stage
    ids: np.ndarray
    names: np.ndarray
    row: np.ndarray
    """Row in the ownership table."""
    host: np.ndarray
    """Column of the host country in the ownership table's nations; −1 where it has none."""
    host_iso3: np.ndarray
    status: np.ndarray
    start_year: np.ndarray
    operating: np.ndarray
    """Operating, in a known country: what may count; bool."""
    capacity_t: np.ndarray
    capacity_year: np.ndarray
    production_t: np.ndarray
    """Output of the latest year published."""
    production_year: np.ndarray
    by_year: dict[int, np.ndarray]
    """Output by year, where every figure of the facility has one for that year or none has a capacity instead."""
    used: dict[int, np.ndarray]
    """Published use of the capacity by year, as a fraction; nan where none is published."""
    in_combined: np.ndarray
    """Its figure is part of a combined figure that stands at another facility."""
    factors: tuple[tuple[str, ...], ...]
    """Ids of the factors behind the figures of each facility."""
    sources: tuple[tuple[str, ...], ...]


def counted_as(dataset: Dataset, plants: Located, table: National | None) -> Located:
    """The same facilities in the tonnes of a national table whose bridge factors the facilities bring."""
    if table is None or not table.by_plant:
        return plants
    return located(dataset, plants.mineral, plants.stage, bridged=True)


@lru_cache(maxsize=64)
def located(dataset: Dataset, mineral: str, stage: Stage, bridged: bool = False) -> Located:
    """Gather a mineral's facilities of a stage; several products of one facility are added (contained tonnes).

    ``bridged`` counts what the national table counts instead: the published tonnes of every product that has a bridge
    factor, times that factor; a product without one has no tonnes then.
    """
    outputs = dataset.outputs[dataset.outputs["mineral"] == mineral]
    if bridged:
        outputs = _bridged(dataset, outputs)
    facilities = dataset.facilities
    here = facilities[
        (facilities["stage"] == stage.value)
        & (facilities["status"] != "closed")
        & facilities.index.isin(set(outputs["facility_id"]))
    ]
    outputs = outputs[outputs["facility_id"].isin(here.index)]
    place = {name: number for number, name in enumerate(here.index)}
    at = np.array([place[name] for name in outputs["facility_id"]], int)
    n = len(here)
    capacity, capacity_year = _summed(outputs, "capacity_t", at, n), np.full(n, np.nan)
    production, production_year = np.full(n, np.nan), np.full(n, np.nan)
    made_year = outputs["production_year"].to_numpy(float)
    years = sorted({int(year) for year in made_year[~np.isnan(made_year)]})
    has_capacity, has_production = outputs["capacity_t"].notna().to_numpy(), outputs["production_t"].notna().to_numpy()
    by_year: dict[int, np.ndarray] = {}
    for year in years:
        of_year = has_production & (made_year == year)
        by_year[year] = tonnes = _summed(outputs[of_year], "production_t", at[of_year], n)
        newest = ~np.isnan(tonnes)
        production[newest], production_year[newest] = tonnes[newest], year
        # One product's output must not stand for a plant whose other product is known by capacity only.
        partial = np.zeros(n, bool)
        partial[at[has_capacity & ~of_year]] = True
        by_year[year] = np.where(partial & ~np.isnan(capacity), np.nan, tonnes)
    with_year = has_capacity & outputs["capacity_year"].notna().to_numpy()
    np.fmax.at(capacity_year, at[with_year], outputs["capacity_year"].to_numpy(float)[with_year])
    figured = outputs[["capacity", "production", "capacity_t", "production_t"]].notna().any(axis=1)
    combined = {
        name.strip()
        for names in outputs.loc[figured, "combined_with"]
        if names
        for name in names.replace(",", ";").split(";")
    }
    factors, sources = [set[str]() for _ in range(n)], [set[str]() for _ in range(n)]
    for number, factor, source in zip(at, outputs["factor_id"], outputs["source_id"], strict=True):
        factors[number] |= {factor} - {""}
        sources[number] |= set(source.split("; ")) - {""}
    table = ownership_table(dataset)
    row = dataset.facilities.index.get_indexer(here.index)
    ids = here.index.to_numpy(object)
    return Located(
        mineral=mineral,
        stage=stage,
        ids=ids,
        names=here["name"].to_numpy(object),
        row=row,
        host=table.host[row],
        host_iso3=here["host_iso3"].to_numpy(object),
        status=here["status"].to_numpy(object),
        start_year=here["start_year"].to_numpy(float),
        operating=(here["status"] == "operating").to_numpy(bool) & (table.host[row] >= 0),
        capacity_t=capacity,
        capacity_year=capacity_year,
        production_t=production,
        production_year=production_year,
        by_year=by_year,
        used=_used(dataset.utilisation[dataset.utilisation["mineral"] == mineral], place),
        in_combined=np.array([name in combined for name in ids], bool),
        factors=tuple(tuple(sorted(names)) for names in factors),
        sources=tuple(tuple(sorted(names)) for names in sources),
    )


def _bridged(dataset: Dataset, outputs: pd.DataFrame) -> pd.DataFrame:
    """The output rows in tonnes of the national table, ``factor_id`` being the factor that was used."""
    factor = outputs["bridge_factor_id"].map(dataset.factors["value"]).to_numpy(float)
    return outputs.assign(
        capacity_t=outputs["capacity"].to_numpy(float) * factor,
        production_t=outputs["production"].to_numpy(float) * factor,
        factor_id=outputs["bridge_factor_id"],
    )


def _used(utilisation: pd.DataFrame, place: dict[str, int]) -> dict[int, np.ndarray]:
    """Published use of the capacity of the facilities at ``place``, by year; nan where none is published."""
    found: dict[int, np.ndarray] = {}
    for name, year, share in zip(
        utilisation["facility_id"], utilisation["year"], utilisation["utilisation"], strict=True
    ):
        if name in place:
            found.setdefault(int(year), np.full(len(place), np.nan))[place[name]] = share
    return found


def _summed(outputs: pd.DataFrame, column: str, at: np.ndarray, n: int) -> np.ndarray:
    """Sum per facility, nan where no row has a figure; shape (n,)."""
    values = outputs[column].to_numpy(float)
    known = ~np.isnan(values)
    total = np.bincount(at[known], values[known], minlength=n).astype(float)
    total[np.bincount(at[known], minlength=n) == 0] = np.nan
    return total
