"""Data sets of a few rows, made from what a test says and nothing else."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mineralmap.analysis.flow_table import TABLE, nothing
from mineralmap.analysis.movements import Flows
from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario

TINY = Path(__file__).resolve().parent.parent / "worlds" / "tiny"
GOLDEN = TINY.parent.parent / "golden"
EU = ("FIN", "BEL", "FRA")


def golden(name: str) -> list[dict[str, str]]:
    """The rows of a table of expected numbers."""
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tiny() -> Dataset:
    """The world of tests/worlds/tiny, summed by hand in its README."""
    return bundled.load_folder(TINY)


@cache
def _blank(rows: int) -> pd.api.extensions.ExtensionArray:
    """A column of text that no row says anything in."""
    return _text([""] * rows)


def _text(cells: list[str]) -> pd.api.extensions.ExtensionArray:
    return pd.Series(cells, dtype="str").array


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows in the columns of the schema: what a row leaves out is unknown."""
    kinds = bundled.schema(name)["type"]
    given = list(rows)
    said = set().union(*given)
    made: dict[str, Any] = {}
    for column, kind in kinds.items():
        if column not in said and kind not in bundled.NUMBERS and kind != "flag":
            made[str(column)] = _blank(len(given))
            continue
        values = [row.get(str(column)) for row in given]
        if kind in bundled.NUMBERS:
            made[str(column)] = np.array([np.nan if value is None else float(value) for value in values], float)
        elif kind == "flag":
            made[str(column)] = np.array([bool(value) for value in values], bool)
        else:
            made[str(column)] = _text(["" if value is None else str(value) for value in values])
    frame = pd.DataFrame(made)
    return frame.set_index(kinds.index[0]) if name in bundled.INDEXED else frame


@cache
def _nothing() -> dict[str, pd.DataFrame]:
    """Every table without a row."""
    made = {name: table(name, []) for name in bundled.TABLES}
    gates = gpd.GeoDataFrame(made["chokepoints"], geometry=np.array([], object), crs="EPSG:4326")
    return made | {"chokepoints": gates}


def world(
    *,
    plants: Mapping[str, Mapping[str, Any]] | None = None,
    owners: Mapping[str, str | Mapping[str, Any]] | None = None,
    stakes: Iterable[tuple[str, str, float | None]] = (),
    national: Mapping[str, float | None] | None = None,
    demand: Iterable[Mapping[str, Any]] = (),
    factors: Iterable[Mapping[str, Any]] = (),
    table_row: Mapping[str, Any] | None = None,
    used: Mapping[str, float] | None = None,
    stage: str = "mining",
) -> Dataset:
    """A data set of cobalt in one stage.

    Parameters
    ----------
    plants
        Facility id to its columns of facilities.csv and outputs.csv (``host_iso3``, ``capacity_t`` …).
    owners
        Company id to the nation where tracing stops, or to its columns of companies.csv.
    stakes
        (owner, owned, stake or None).
    national
        ISO3 to the published output of 2024; None is withheld; "WLD" the world total.
    used
        Facility id to the published use of its capacity in 2024.
    """
    plants = plants or {}
    companies = []
    for name, about in (owners or {}).items():
        columns = {"country_iso3": about, "stops": bool(about)} if isinstance(about, str) else about
        companies.append({"company_id": name, "name": name, "kind": "listed", **columns})
    facility_rows, output_rows = [], []
    for name, about in plants.items():
        facility_rows.append({"facility_id": name, "name": name, "stage": stage, "status": "operating", **about})
        output_rows.append({"facility_id": name, "mineral": "cobalt", "source_id": "own", **about})
    rows = [
        {"table_id": "t", "mineral": "cobalt", "stage": stage, "iso3": iso3, "year": 2024, "quantity_t": tonnes}
        | {"withheld": tonnes is None, "source_id": "own"}
        for iso3, tonnes in (national or {}).items()
    ]
    about_table = {"table_id": "t", "mineral": "cobalt", "stage": stage, "comparable": "yes", "default": True}
    nations = {
        *(str(row["country_iso3"]) for row in companies if row.get("country_iso3")),
        *(str(row["host_iso3"]) for row in facility_rows),
        *(str(row["iso3"]) for row in rows if row["iso3"] not in {"WLD", "OTH"}),
        *EU,
    }
    partners = [("USA", "USA", 10), ("JPN", "JPN", 20), *(("EU", iso3, 30) for iso3 in EU)]
    given = {
        "facilities": facility_rows,
        "minerals": [{"mineral": "cobalt", "name": "cobalt", "unit": "t Co", "order": 1}],
        "companies": companies,
        "stakes": [{"owner_id": o, "owned_id": e, "stake": w, "source_id": "own"} for o, e, w in stakes],
        "outputs": output_rows,
        "national_tables": [{**about_table, **(table_row or {})}] if rows else [],
        "national_production": rows,
        "demand": [{"mineral": "cobalt", "stage": "any", "unit": "t", **row} for row in demand],
        "factors": list(factors),
        "utilisation": [
            {"facility_id": name, "mineral": "cobalt", "year": 2024, "utilisation": part, "source_id": "own"}
            for name, part in (used or {}).items()
        ],
        "countries": [{"iso3": iso3, "name": iso3} for iso3 in sorted(nations)],
        "partners": [{"partner_id": p, "name": p, "iso3": c, "default": True, "order": o} for p, c, o in partners],
    }
    tables = _nothing() | {name: table(name, told) for name, told in given.items()}
    facilities = tables["facilities"].assign(dataset="")
    points = shapely.points(facilities["lon"].to_numpy(float), facilities["lat"].to_numpy(float))
    return Dataset(
        key=hashlib.sha256(repr(given).encode()).hexdigest()[:16],
        facilities=gpd.GeoDataFrame(facilities, geometry=points, crs="EPSG:4326"),
        **{name: frame for name, frame in tables.items() if name != "facilities"},
    )


def parts(dataset: Dataset, facility: str, basis: Any) -> dict[str, float]:
    """Nation to its part of one facility, published and presumed; "?" is unknown."""
    from mineralmap.analysis.ownership import ownership_table

    made = ownership_table(dataset)
    credits, row = made.by_basis[basis], made.row_of[facility]
    found = {made.nations[n]: float(credits.known[row, n]) for n in np.flatnonzero(credits.known[row] > 1e-12)}
    unknown = float(credits.unknown()[row])
    return {**found, **({"?": unknown} if unknown else {})}


def published(dataset: Dataset, facility: str, basis: Any) -> float:
    """The part of one facility whose owners rest on published stakes alone."""
    from mineralmap.analysis.ownership import ownership_table

    made = ownership_table(dataset)
    return float(made.by_basis[basis].published[made.row_of[facility]].sum())


def flows_of(scenario: Scenario, rows: Iterable[Mapping[str, Any]]) -> Flows:
    """Flows as a test says them: from_iso3, to_iso3, tonnes, and sea_nm with gates where by sea; nothing to draw."""
    made = []
    for number, row in enumerate(rows):
        by_sea = "sea_nm" in row or row.get("stranded", False)
        one = dict.fromkeys(TABLE, "") | {
            "flow_id": f"f{number + 1}", "leg": "feed", "importer": row["to_iso3"], "gross_t": np.nan,
            "from_name": row["from_iso3"], "to_name": row["to_iso3"], "sea_nm": np.nan, "land_km": np.nan,
            "mode": "sea" if by_sea else "land", "stranded": False, "gates": (), "known": False,
        }  # fmt: skip
        made.append(one | dict(row))
    table = pd.DataFrame(made, columns=TABLE)
    return replace(nothing(scenario, ()), unit="t Co", table=table)
