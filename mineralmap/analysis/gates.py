"""Every gate across a strait under a scenario: open, closed or counted longer, the user's own gates among them.

``closed`` of a scenario is the shock; what is closed by default and not opened, avoided by miles, or barred to the
chosen class of ships is the setting that a shock is compared with.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

OWN = "own:"
"""Prefix of the ids of gates that the user has drawn."""
MOST_NM = 1e6


@dataclass(frozen=True, eq=False)
class Gates:
    """``table``: indexed by id, in the order of chokepoints.csv, then the user's: name, lat, lon, geometry (a line in
    EPSG:4326), ships_per_year, own (bool), closed (bool), penalty_nm, state ("open", "avoided", "closed"), why.
    """

    table: gpd.GeoDataFrame
    closed: frozenset[str]
    penalties: dict[str, float]


def without_closures(scenario: Scenario) -> Scenario:
    """The question on the network as it is set, before anything is closed."""
    return replace(scenario, closed=frozenset())


def default_closed(dataset: Dataset) -> frozenset[str]:
    """The gates that are closed unless the user opens them."""
    return frozenset(map(str, dataset.chokepoints.index[dataset.chokepoints["default_closed"]]))


@lru_cache(maxsize=64)
def gates(dataset: Dataset, scenario: Scenario) -> Gates:
    """The gates under a scenario.

    Raises
    ------
    InvalidArgument
        For a gate that is not known, a line that is none, or a penalty below 0.
    """
    shipped = dataset.chokepoints
    table = gpd.GeoDataFrame(
        shipped[["name", "lat", "lon", "ships_per_year"]].assign(own=False), geometry=shipped.geometry, crs="EPSG:4326"
    )
    own = [own_gate(words) for words in scenario.own_gates]
    if own:
        mine = gpd.GeoDataFrame(
            {"name": [name for _, name, _ in own], "ships_per_year": np.nan, "own": True},
            index=pd.Index([key for key, _, _ in own], name=table.index.name),
            geometry=[line for _, _, line in own],
            crs="EPSG:4326",
        )
        middle = [line.interpolate(0.5, normalized=True) for _, _, line in own]
        mine["lon"], mine["lat"] = [point.x for point in middle], [point.y for point in middle]
        table = gpd.GeoDataFrame(pd.concat([table, mine[list(table.columns)]]), crs="EPSG:4326")
        if not table.index.is_unique:
            raise InvalidArgument("Two gates of your own have one name.", "Give each its own.")
    known = set(map(str, table.index))
    for gate in [*scenario.closed, *scenario.opened, *(name for name, _ in scenario.avoided)]:
        if gate not in known:
            raise InvalidArgument(f"There is no chokepoint {gate!r}.", f"Known are {', '.join(sorted(known))}.")
    penalty = shipped["penalty_nm"].reindex(table.index).fillna(0.0)
    for gate, miles in scenario.avoided:
        if not 0 <= miles <= MOST_NM:
            raise InvalidArgument(f"{gate} cannot count {miles:g} nm longer.", "Give miles from 0 up.")
        penalty[gate] = miles
    by_default = default_closed(dataset) - scenario.opened
    closed = by_default | scenario.closed
    table["penalty_nm"] = penalty
    table["closed"] = [gate in closed for gate in table.index]
    table["state"] = np.where(table["closed"], "closed", np.where(penalty > 0, "avoided", "open"))
    table["why"] = [
        "closed by you" if gate in scenario.closed else "closed unless you open it" if gate in by_default
        else f"counted {penalty[gate]:g} nm longer" if penalty[gate] > 0 else "" for gate in table.index
    ]  # fmt: skip
    return Gates(table, closed, {str(gate): float(nm) for gate, nm in penalty[penalty > 0].items()})


def own_gate(words: str) -> tuple[str, str, shapely.LineString]:
    """(id, name, line) of a gate written as "Name: LINESTRING (lon lat, lon lat)".

    Raises
    ------
    InvalidArgument
        When it has no name or is no line of two or more points on the globe.
    """
    name, colon, text = words.partition(":")
    name = " ".join(name.split())
    line = shapely.from_wkt(text.strip() or "POINT EMPTY", on_invalid="ignore")
    points = shapely.get_coordinates(line) if isinstance(line, shapely.LineString) else np.empty((0, 2))
    if not name or not colon or len(points) < 2:
        raise InvalidArgument(f"{words!r} is no gate.", 'Write "Name: LINESTRING (lon lat, lon lat)".')
    if not (np.isfinite(points).all() and (np.abs(points[:, 1]) <= 90).all() and (np.abs(points[:, 0]) <= 540).all()):
        raise InvalidArgument(f"The gate {name!r} does not lie on the globe.", "Longitudes and latitudes in degrees.")
    return OWN + re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-"), name, shapely.LineString(points)
