"""Located capacity over the world's output: per mineral and stage, and for the largest countries.

Located tonnes are the contained capacity of operating facilities, and their contained output where no capacity is
known. They are set against the national table that the program takes by default. Capacity may exceed output, so a
ratio above one is no error; outside 0.5 to 2 a reason is given (``data/coverage_reasons.csv``). This is of the data and
no *coverage* of an answer, which counts the tonnes of its own year and measure, scaled down to a country's output.
"""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from mineralmap import paths
from mineralmap.datasets.dataset import Dataset

STAGES = ["mining", "intermediate", "refining", "recycling", "manufacturing"]
YEAR = 2024
"""The last year for which every default table has a figure that is no forecast."""
PLAUSIBLE = (0.5, 2.0)
"""Located over national; outside these bounds the table wants a reason."""
TOTALS = ("WLD", "OTH")


def coverage_table(dataset: Dataset, year: int = YEAR) -> pd.DataFrame:
    """One row for each mineral and stage that has a facility.

    ``facilities`` counts all of them, whatever their status; ``operating``, ``with_place``, ``with_capacity``
    (contained tonnes can be said) and ``with_owner`` are parts of it. ``located_t`` is the contained capacity of the
    operating ones, in the unit of the mineral, nan where no figure is known; ``world_t`` the published world total of
    ``year``, but never less than its named rows; ``capacity_to_output`` their quotient. ``world_t`` and
    ``capacity_to_output`` are nan where no national table exists or where it counts something else.
    """
    listed = _listed(dataset)
    rows = []
    for mineral in dataset.minerals.sort_values("order").index:
        for stage in STAGES:
            part = listed[(listed["mineral"] == mineral) & (listed["stage"] == stage)]
            if part.empty:
                continue
            world = _world(dataset, mineral, stage, year)
            located = float(part.loc[part["operating"], "tonnes"].sum(min_count=1))
            rows.append(
                {
                    "mineral": mineral,
                    "stage": stage,
                    "facilities": len(part),
                    "operating": int(part["operating"].sum()),
                    "with_place": int(part["placed"].sum()),
                    "with_capacity": int(part["tonnes"].notna().sum()),
                    "with_owner": int(part["owned"].sum()),
                    "located_t": located,
                    "world_t": world,
                    "capacity_to_output": located / world if world > 0 else np.nan,
                }
            )
    return pd.DataFrame(rows)


def country_table(
    dataset: Dataset, year: int = YEAR, largest: int = 5, minerals: Collection[str] | None = None
) -> pd.DataFrame:
    """Located against national tonnes for the largest producing countries of each mineral carried in full (or of
    ``minerals``).

    ``ratio`` is located over national, nan where no located figure is known; ``reason`` says why it is that or lies
    outside 0.5 to 2, and is "" inside. Tables that count something else than the facilities are left out.
    """
    listed = _listed(dataset)
    known = reasons()
    rows = []
    table = dataset.minerals.sort_values("order")
    for mineral in table.index[table["in_full"] if minerals is None else table.index.isin(list(minerals))]:
        for stage in STAGES:
            national = _national(dataset, mineral, stage, year)
            if national is None:
                continue
            part = listed[(listed["mineral"] == mineral) & (listed["stage"] == stage) & listed["operating"]]
            located = part.groupby("host_iso3")["tonnes"].sum(min_count=1)
            for iso3, tonnes in national[national > 0].nlargest(largest).items():
                found = float(located.get(iso3, np.nan))
                ratio = found / tonnes
                outside = not PLAUSIBLE[0] <= ratio <= PLAUSIBLE[1]
                rows.append(
                    {
                        "mineral": mineral,
                        "stage": stage,
                        "iso3": iso3,
                        "national_t": tonnes,
                        "located_t": found,
                        "ratio": ratio,
                        "reason": known.get((mineral, stage, str(iso3)), "") if outside else "",
                    }
                )
    columns = ["mineral", "stage", "iso3", "national_t", "located_t", "ratio", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _listed(dataset: Dataset) -> pd.DataFrame:
    """One row for each facility and mineral: stage, host, operating, placed, owned, contained tonnes a year."""
    figures = dataset.outputs.groupby(["facility_id", "mineral"])[["capacity_t", "production_t"]].sum(min_count=1)
    listed = figures["capacity_t"].fillna(figures["production_t"]).rename("tonnes").reset_index()
    facilities = dataset.facilities
    placed = facilities["lat"].notna() & facilities["lon"].notna()
    owned = set(dataset.stakes["owned_id"])
    at = listed["facility_id"]
    return listed.assign(
        stage=at.map(facilities["stage"]),
        host_iso3=at.map(facilities["host_iso3"]),
        operating=at.map(facilities["status"] == "operating").astype(bool),
        placed=at.map(placed).astype(bool),
        owned=at.isin(owned),
    )


def _table_id(dataset: Dataset, mineral: str, stage: str) -> str:
    tables = dataset.national_tables
    chosen = tables[(tables["mineral"] == mineral) & (tables["stage"] == stage) & tables["default"]]
    comparable = chosen[chosen["comparable"] == "yes"]
    return str(comparable["table_id"].iloc[0]) if len(comparable) else ""


def _figures(dataset: Dataset, mineral: str, stage: str, year: int) -> pd.Series:
    made = dataset.national_production
    part = made[(made["table_id"] == _table_id(dataset, mineral, stage)) & (made["year"] == year)]
    return part.set_index("iso3")["quantity_t"]


def _national(dataset: Dataset, mineral: str, stage: str, year: int) -> pd.Series | None:
    figures = _figures(dataset, mineral, stage, year)
    named = figures[~figures.index.isin(TOTALS)].dropna()
    return None if named.empty else named


def _world(dataset: Dataset, mineral: str, stage: str, year: int) -> float:
    figures = _figures(dataset, mineral, stage, year)
    named = _national(dataset, mineral, stage, year)
    if named is None:
        return float("nan")
    published = float(figures.get("WLD", np.nan))
    return max(published, float(named.sum())) if np.isfinite(published) else float(named.sum())


@lru_cache(maxsize=1)
def reasons() -> dict[tuple[str, str, str], str]:
    """Mineral, stage and country to the reason why its located tonnes are far from the national figure."""
    file: Path = paths.data() / "coverage_reasons.csv"
    if not file.is_file():
        return {}
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    keys = zip(table["mineral"], table["stage"], table["iso3"], strict=True)
    return dict(zip(keys, table["reason"], strict=True))
