"""The way from every mine to every plant: by sea between their ports, over a land border, or within one country.

Cost in thousand nautical-mile equivalents, c = (sea miles + κ · land km) / 1000 (methods: flows). Land legs are great
circles and schematic; they are never counted as sea miles.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from mineralmap.analysis.gates import Gates
from mineralmap.analysis.land import border_km, open_border
from mineralmap.analysis.routing import SeaRoutes, sea_routes
from mineralmap.analysis.sea_network import great_circle_km, sea_network
from mineralmap.datasets.dataset import Dataset

NONE, SEA, LAND, DOMESTIC = 0, 1, 2, 3
MODES = ("", "sea", "land", "domestic")


@dataclass(frozen=True, eq=False)
class Ways:
    """All arrays (n mines, m plants): ``cost`` (inf: no way), ``mode`` (index into MODES), ``sea_nm`` (nan unless by
    sea) and ``land_km`` (by sea: the legs to and from the ports, of those that are known; nan when none is).

    ``routes`` run between the distinct ports ``from_ports`` and ``to_ports``; ``from_at`` (n,) and ``to_at`` (m,) point
    into them, -1 where the route to a port is unknown.
    """

    cost: np.ndarray
    mode: np.ndarray
    sea_nm: np.ndarray
    land_km: np.ndarray
    routes: SeaRoutes
    from_ports: pd.DataFrame
    to_ports: pd.DataFrame
    from_at: np.ndarray
    to_at: np.ndarray
    _land: "_Land" = field(repr=False)


@dataclass(frozen=True, eq=False)
class _Land:
    """What no closure changes, arrays (n, m): great circles in km, κ-weighted cost in thousand nm (nan where the
    countries do not touch), the land km of both port legs (``known``: an unknown leg as 0), and who is neighbours.
    """

    mines: pd.DataFrame
    plants: pd.DataFrame
    weight: float
    across: np.ndarray
    cost: np.ndarray
    legs: np.ndarray
    known: np.ndarray
    same: np.ndarray
    border: np.ndarray
    nearer: np.ndarray


def find_ways(
    dataset: Dataset,
    mines: pd.DataFrame,
    plants: pd.DataFrame,
    land_weight: float,
    gates: Gates,
    base: Ways | None = None,
) -> Ways:
    """The way of every pair, by a stated rule.

    Within one country it is domestic (the cheaper of land and sea, neither drawn as a route nor counted at a gate).
    Between neighbours it is by land where that is cheaper, or where the mine lies nearer to the common border than to
    its port (a mine without coordinates: where most known tonnes of its country do, and as far as these go); a border
    that no freight crosses (``land.NO_FREIGHT``) does not count. Otherwise it is by sea, and without a port on both
    sides there is none.

    Parameters
    ----------
    mines, plants
        name, iso3, lon, lat and the columns of ``ports.Port``.
    gates
        Every gate with its state, those closed by default included.
    base
        Ways of the same mines and plants (the same tables) with fewer gates closed: only what a closure touches is
        searched again. The answer does not depend on it.
    """
    if base is not None and base._land.mines is mines and base._land.plants is plants:
        from_ports, from_at, to_ports, to_at = base.from_ports, base.from_at, base.to_ports, base.to_at
        land = base._land if base._land.weight == land_weight else _land(mines, plants, land_weight)
    else:
        base, land = None, _land(mines, plants, land_weight)
        from_ports, from_at = _distinct_ports(mines)
        to_ports, to_at = _distinct_ports(plants)
    routes = sea_routes(
        sea_network(gates.table),
        from_ports[["port_lon", "port_lat"]].to_numpy(),
        to_ports[["port_lon", "port_lat"]].to_numpy(),
        gates.closed,
        gates.penalties,
        None if base is None else base.routes,
    )
    sea_nm = np.full((len(mines), len(plants)), np.nan)
    both = np.ix_(from_at >= 0, to_at >= 0)
    sea_nm[both] = routes.nm[from_at[from_at >= 0]][:, to_at[to_at >= 0]]
    sea_cost = (sea_nm + land_weight * land.known) / 1000
    by_land = land.border & np.isfinite(land.cost) & (land.nearer | ~(sea_cost <= land.cost))
    mode = np.where(np.isfinite(sea_cost), SEA, NONE)
    mode[by_land], mode[land.same] = LAND, DOMESTIC
    cheaper = np.fmin(land.cost, sea_cost)
    cost = np.select(
        [mode == DOMESTIC, mode == LAND, mode == SEA], [np.nan_to_num(cheaper, nan=0.0), cheaper, sea_cost], np.inf
    )
    return Ways(
        cost=cost,
        mode=mode,
        sea_nm=np.where(mode == SEA, sea_nm, np.nan),
        land_km=np.where(mode == SEA, land.legs, np.where(mode == NONE, np.nan, land.across)),
        routes=routes,
        from_ports=from_ports,
        to_ports=to_ports,
        from_at=from_at,
        to_at=to_at,
        _land=land,
    )


def _land(mines: pd.DataFrame, plants: pd.DataFrame, weight: float) -> _Land:
    across = _overland_km(mines, plants)
    same = mines["iso3"].to_numpy(object)[:, None] == plants["iso3"].to_numpy(object)[None, :]
    border, nearer = _at_border(mines, plants, across)
    one, other = mines["land_km"].to_numpy(float)[:, None], plants["land_km"].to_numpy(float)[None, :]
    cost = np.where(same | border, weight * across / 1000, np.nan)
    known = np.nan_to_num(one) + np.nan_to_num(other)
    legs = np.where(np.isnan(one) & np.isnan(other), np.nan, known)
    return _Land(mines, plants, weight, across, cost, legs, known, same, border, nearer)


def _distinct_ports(places: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    columns = ["port_id", "port_name", "port_lon", "port_lat"]
    ports = places.loc[places["port_id"] != "", columns].drop_duplicates("port_id").reset_index(drop=True)
    number = pd.Series(np.arange(len(ports)), index=ports["port_id"])
    return ports, places["port_id"].map(number).fillna(-1).to_numpy(dtype=np.int64)


def _overland_km(mines: pd.DataFrame, plants: pd.DataFrame) -> np.ndarray:
    """Great circle between the places; the port stands in where a place is not known."""
    from_lon, from_lat = (mines[x].fillna(mines[f"port_{x}"]).to_numpy()[:, None] for x in ("lon", "lat"))
    to_lon, to_lat = (plants[x].fillna(plants[f"port_{x}"]).to_numpy()[None, :] for x in ("lon", "lat"))
    return great_circle_km(from_lon, from_lat, to_lon, to_lat)


def _at_border(mines: pd.DataFrame, plants: pd.DataFrame, across: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two bool arrays (n, m): do the countries touch, and does the mine lie nearer to that border than to its port?

    Mines without coordinates do as most known tonnes of their country, and ``across`` (km) is then set to the mean of
    these.
    """
    border, nearer = (np.zeros((len(mines), len(plants)), dtype=bool) for _ in range(2))
    from_iso3, to_iso3 = mines["iso3"].to_numpy(object), plants["iso3"].to_numpy(object)
    lon, lat = mines["lon"].to_numpy(float), mines["lat"].to_numpy(float)
    to_port = mines["land_km"].fillna(np.inf).to_numpy(float)
    tonnes = mines["tonnes"].to_numpy(float) if "tonnes" in mines else np.ones(len(mines))
    for one in dict.fromkeys(from_iso3):
        rows = np.flatnonzero(from_iso3 == one)
        placed = np.isfinite(lon[rows]) & np.isfinite(lat[rows])
        for other in dict.fromkeys(to_iso3):
            if one == other or not open_border(one, other):
                continue
            columns = np.flatnonzero(to_iso3 == other)
            near = border_km(one, other, lon[rows], lat[rows]) < to_port[rows]
            held = tonnes[rows] * placed
            if not placed.all() and (held * near).sum() > held.sum() / 2:
                like = (held * near) / (held * near).sum()
                across[np.ix_(rows[~placed], columns)] = like[placed] @ across[np.ix_(rows[placed], columns)]
                near = near | ~placed
            border[np.ix_(rows, columns)] = True
            nearer[np.ix_(rows, columns)] = near[:, None]
    return border, nearer
