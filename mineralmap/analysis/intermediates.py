"""Known flows of plants that make intermediate products, told for the mines behind them.

The model has no stage between mine and refinery. A known flow from a leaching plant or smelter is one of the mine that
feeds it: the mine at its site, else the nearest mine of its country within 100 km that has an owner in common, else
the nearest within 10 km. It never exceeds what the plant makes, and is loaded as what the plant makes. A known flow to
such a plant goes on to where the plant's own known flows go, loaded as what the plant makes. A row that names a cargo
is loaded as that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mineralmap.analysis.cargo import cargo_of
from mineralmap.analysis.ownership import owner_vectors
from mineralmap.analysis.sea_network import great_circle_km
from mineralmap.datasets.dataset import Dataset

NEAR_KM, BESIDE_KM = 100.0, 10.0
INTERMEDIATE = "intermediate"


@dataclass(frozen=True, slots=True)
class Told:
    """One known flow. ``rows`` of the origins it leaves from; ``tonnes``, else ``share`` of ``whole_t`` (nan: of what
    the origins give); ``cargo`` (id, name, contained) where it is not that of the origins."""

    rows: tuple[int, ...]
    from_id: str
    to_id: str
    tonnes: float
    share: float
    whole_t: float
    gross_t: float
    source: str
    year: float
    cargo: tuple[str, str, float] | None


def told_flows(dataset: Dataset, mineral: str, leg: str, origins: pd.DataFrame) -> Iterator[Told]:
    """The known flows of a mineral and leg in the order of the table; no rows where the origin has no place here."""
    table = dataset.known_flows
    table = table[(table["mineral"] == mineral) & (table["leg"] == leg)]
    stage = dataset.facilities["stage"]
    gives = origins["tonnes"].to_numpy(float) > 0
    for flow in _records(table):
        from_id = flow.from_id
        rows = np.flatnonzero((origins.index == from_id) & gives)
        whole, cargo = np.nan, None
        if not len(rows) and stage.get(from_id) == INTERMEDIATE:
            rows = _feeders(dataset, from_id, origins, gives)
            whole, cargo = _made(dataset, mineral, leg, from_id)
        for to_id, part, source, via in _onward(table, stage, flow.to_id, 1.0, flow.source_id, "", 0):
            loaded = cargo
            if via:
                last = table.loc[(table["from_id"] == via) & (table["to_id"] == to_id), "cargo_id"]
                loaded = _named(dataset, str(last.iloc[0])) or _made(dataset, mineral, leg, via)[1] or cargo
            elif flow.cargo_id:
                loaded = _named(dataset, flow.cargo_id)
            yield Told(
                rows=tuple(map(int, rows)),
                from_id=from_id,
                to_id=to_id,
                tonnes=flow.tonnes * part,
                share=flow.share * part,
                whole_t=whole,
                gross_t=flow.gross_t * part if to_id == flow.to_id else np.nan,
                source=source,
                year=flow.year,
                cargo=loaded,
            )


class _Row(NamedTuple):
    from_id: str
    to_id: str
    tonnes: float
    gross_t: float
    share: float
    source_id: str
    year: float
    cargo_id: str


def _records(table: pd.DataFrame) -> list[_Row]:
    return [_Row(*row) for row in table[list(_Row._fields)].itertuples(index=False)]


def _feeders(dataset: Dataset, plant: str, origins: pd.DataFrame, gives: np.ndarray) -> np.ndarray:
    """Rows of the mines that feed an intermediate plant; empty where none is found."""
    facilities = dataset.facilities
    site, iso3 = (str(facilities.at[plant, column]) for column in ("site_id", "host_iso3"))
    lon, lat = map(float, facilities[["lon", "lat"]].loc[[plant]].to_numpy(float)[0])
    known = gives & origins.index.isin(facilities.index)
    sites = facilities["site_id"].reindex(origins.index).to_numpy(object)
    rows = np.flatnonzero(known & (sites == site)) if site else np.empty(0, int)
    if len(rows):
        return rows
    away = great_circle_km(lon, lat, origins["lon"].to_numpy(), origins["lat"].to_numpy())
    rows = np.flatnonzero(known & (origins["iso3"] == iso3).to_numpy() & (away <= NEAR_KM))
    if not len(rows):
        return rows
    owners = owner_vectors(dataset, [plant, *origins.index[rows]]).to_numpy(float)
    related = owners[1:] @ owners[0] > 0
    rows = rows[related] if related.any() else rows[away[rows] <= BESIDE_KM]
    if not len(rows):
        return rows
    nearest = origins.index[rows[int(np.argmin(away[rows]))]]
    return np.flatnonzero(gives & (origins.index == nearest))


@lru_cache(maxsize=64)
def _made(dataset: Dataset, mineral: str, leg: str, plant: str) -> tuple[float, tuple[str, str, float] | None]:
    """What a plant makes of the mineral, in contained tonnes (nan: not known), and as what it is loaded."""
    outputs = dataset.outputs
    outputs = outputs[(outputs["facility_id"] == plant) & (outputs["mineral"] == mineral)]
    if outputs.empty:
        return np.nan, None
    amount = outputs["production_t"].fillna(outputs["capacity_t"]).sum(min_count=1)
    host = pd.Series([dataset.facilities.at[plant, "host_iso3"]])
    words = (outputs["form"] + " " + outputs["form_class"]).str.lower().iloc[:1].reset_index(drop=True)
    found = cargo_of(dataset, mineral, leg, host, words).iloc[0]
    return float(amount), (str(found["cargo"]), str(found["cargo_name"]), float(found["contained"]))


def _named(dataset: Dataset, cargo: str) -> tuple[str, str, float] | None:
    """Id, name and contained fraction of a cargo; None where none is named."""
    if cargo not in dataset.cargoes.index:
        return None
    row = dataset.cargoes.loc[[cargo]].iloc[0]
    return cargo, str(row["name"]), float(row["contained"])


def _onward(
    table: pd.DataFrame, stage: Any, to_id: str, part: float, source: str, via: str, depth: int
) -> Iterator[tuple[str, float, str, str]]:
    """(end, part, sources, last plant on the way or ""): where the known shares of an intermediate plant send on to."""
    onward = table[(table["from_id"] == to_id) & table["share"].notna()]
    if stage.get(to_id) != INTERMEDIATE or onward.empty or depth > 3:
        yield to_id, part, source, via
        return
    for flow in _records(onward):
        told = f"{source}; {flow.source_id}"
        yield from _onward(table, stage, flow.to_id, part * flow.share, told, to_id, depth + 1)
