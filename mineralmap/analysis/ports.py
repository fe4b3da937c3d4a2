"""Which port a mine or a plant uses, by a stated rule; a place that no rule reaches has an unknown route.

Rules, first that fits:

1. within 15 km of the sea: the listed port of its country within 25 km, else a quay of its own;
2. a country with a default corridor (``data/corridors.csv``): the corridor's port, for places within 1,000 km of where
   the corridor starts (landlocked countries: anywhere);
3. a coastal country: its nearest port, where a main port may lie half as far again; without any listed port, the
   nearest one of the coastal countries that it touches, main ports before others in the same way;
4. a place without coordinates: as the country's known tonnes of the same table go, the most used listed port;
   without any, its main port (one called the largest first, then by size and code);
5. otherwise (landlocked without a corridor): unknown.

The port that the user chose for a facility, or else for its country, stands before all of them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from mineralmap.analysis.land import coast_km, touching
from mineralmap.analysis.port_choice import Choice
from mineralmap.analysis.sea_network import great_circle_km
from mineralmap.datasets.dataset import Dataset

COAST_KM = 15.0
QUAY_KM = 25.0
CORRIDOR_KM = 1000.0
MAIN_PORT_BONUS = 1.5
LEAST_USED = 0.05
FAR_KM = 1500.0
"""A chosen port farther from its place than this is said to be."""
NO_CHOICE: Mapping[str, Choice] = {}
SIZES = ("Large", "Medium", "Small", "Very Small", "")


class Port(NamedTuple):
    """The port of one place: ``lon``, ``lat`` of the port, ``land_km`` great circle to it (nan when not known).

    ``corridor_id``, ``corridor_km``, ``corridor_mode``: the corridor taken ("" when none), its published length (nan
    when none is published: never counted, only shown) and whether it is by road or rail.
    """

    port_id: str
    port_name: str
    port_lon: float
    port_lat: float
    land_km: float
    rule: str
    corridor_id: str = ""
    corridor_km: float = np.nan
    corridor_mode: str = ""


UNKNOWN_ROUTE = Port("", "", np.nan, np.nan, np.nan, "route unknown")


def ports_of(dataset: Dataset, places: pd.DataFrame, chosen: Mapping[str, Choice] = NO_CHOICE) -> pd.DataFrame:
    """The port of every place.

    Parameters
    ----------
    places
        Indexed by id, with name, iso3, lon, lat (degrees, nan when not known), tonnes.
    chosen
        Ports chosen for facilities and countries: ``port_choice.chosen_ports``.

    Returns
    -------
    Same index; columns of ``Port``. ``port_id`` is "" and the numbers nan where the route is unknown; a quay of its
    own has the id and name of the place.
    """
    known = places["lon"].notna().to_numpy() & places["lat"].notna().to_numpy()
    coast = np.full(len(places), np.inf)
    coast[known] = coast_km(places["lon"].to_numpy()[known], places["lat"].to_numpy()[known])
    harbours = {str(iso3): group for iso3, group in dataset.ports.groupby("iso3")}
    landlocked = set(dataset.countries.index[dataset.countries["landlocked"]])
    taken = [
        _chosen(dataset, str(place), row, chosen)
        or _port_of(dataset, str(place), row, distance, harbours.get(row["iso3"]), row["iso3"] in landlocked)
        for (place, row), distance in zip(places.iterrows(), coast, strict=True)
    ]
    found = pd.DataFrame(taken, index=places.index, columns=list(Port._fields))
    lost = ~known & (found["port_id"] == "").to_numpy()
    for place in places.index[lost]:
        iso3 = str(places.at[place, "iso3"])
        port, _ = ports_of_country(dataset, iso3, found[(places["iso3"] == iso3) & known], places["tonnes"], chosen)[0]
        found.loc[place] = list(port)
    return found


def ports_of_country(
    dataset: Dataset, iso3: str, known: pd.DataFrame, tonnes: pd.Series, chosen: Mapping[str, Choice] = NO_CHOICE
) -> list[tuple[Port, float]]:
    """The ports that stand for places of a country that we do not know, with the part of the tonnes of each.

    ``known``: ports (columns of ``Port``) of the country's known places, ``tonnes`` by their ids. Their listed ports
    with at least a twentieth are used in the same proportions; without any, the corridor's or the main port. A port
    ``chosen`` for the country takes all.
    """
    if iso3 in chosen:
        return [(_by_choice(dataset, chosen[iso3], iso3, np.nan, np.nan), 1.0)]
    listed = known[known["port_id"].isin(dataset.ports.index)]
    used = tonnes.reindex(listed.index).groupby(listed["port_id"]).sum()
    used = used[used >= used.sum() * LEAST_USED].sort_values(ascending=False, kind="stable")
    if used.sum() > 0:
        rule = "place not known: as the known tonnes of its country go"
        ports = dataset.ports.loc[used.index]
        return [(listed_port(ports, at, np.nan, rule), float(part / used.sum())) for at, part in enumerate(used)]
    landlocked = bool(dataset.countries["landlocked"].get(iso3, False))
    corridor = _corridor(dataset, iso3, np.nan, np.nan, landlocked)
    harbours = dataset.ports[dataset.ports["iso3"] == iso3]
    if corridor is not None:
        return [(corridor, 1.0)]
    if not landlocked and harbours.empty:
        harbours = _of_neighbours(dataset, iso3)
    if landlocked or harbours.empty:
        return [(UNKNOWN_ROUTE, 1.0)]
    abroad = "" if harbours["iso3"].iloc[0] == iso3 else ", of a neighbour, since it has no listed port"
    rank = harbours["size"].map({size: number for number, size in enumerate(SIZES)}).fillna(len(SIZES))
    largest = harbours["note"].str.contains("largest", regex=False).to_numpy(bool)
    first = np.lexsort((harbours.index.to_numpy(str), rank, ~largest, ~harbours["main"].to_numpy(bool)))[0]
    return [(listed_port(harbours, int(first), np.nan, f"place not known: main port of its country{abroad}"), 1.0)]


def _port_of(
    dataset: Dataset, place: str, row: pd.Series, coast: float, harbours: pd.DataFrame | None, landlocked: bool
) -> Port:
    lon, lat = float(row["lon"]), float(row["lat"])
    if coast <= COAST_KM and not landlocked:
        if harbours is not None:
            away = _away(lon, lat, harbours)
            if away.min() <= QUAY_KM:
                return listed_port(harbours, int(away.argmin()), away.min(), "port within 25 km")
        return Port(place, str(row["name"]), lon, lat, 0.0, "own quay, within 15 km of the sea")
    corridor = _corridor(dataset, row["iso3"], lon, lat, landlocked)
    if corridor is not None:
        return corridor
    if landlocked or np.isnan(lon) or np.isnan(lat):
        return UNKNOWN_ROUTE
    rule = "nearest port of the country, main ports before others"
    if harbours is None or harbours.empty:
        harbours = _of_neighbours(dataset, str(row["iso3"]))
        rule = "nearest port of a neighbouring country, since its own has none listed"
    if harbours.empty:
        return UNKNOWN_ROUTE
    away = _away(lon, lat, harbours)
    nearest = int(np.argmin(away * np.where(harbours["main"], 1.0, MAIN_PORT_BONUS)))
    return listed_port(harbours, nearest, away[nearest], rule)


def _chosen(dataset: Dataset, place: str, row: pd.Series, chosen: Mapping[str, Choice]) -> Port | None:
    choice = chosen.get(place) or chosen.get(str(row["iso3"]))
    return None if choice is None else _by_choice(dataset, choice, row["iso3"], float(row["lon"]), float(row["lat"]))


def _by_choice(dataset: Dataset, choice: Choice, iso3: str, lon: float, lat: float) -> Port:
    """The chosen port, with what is odd about it said, and the corridor to it where one is known."""
    harbour = dataset.ports.loc[[choice.port_id]]
    km = float(_away(lon, lat, harbour)[0])
    rule = "chosen by you" + (f": {choice.reason}" if choice.reason else "")
    if harbour["iso3"].iloc[0] != iso3:
        rule += f" (a port of {dataset.country_name(str(harbour['iso3'].iloc[0]))})"
    if km > FAR_KM:
        rule += f" ({km:,.0f} km away)"
    table = dataset.corridors[
        (dataset.corridors["host_iso3"] == iso3) & (dataset.corridors["port_id"] == choice.port_id)
    ]
    if len(table) and not np.isnan(lon):
        start = great_circle_km(lon, lat, table["from_lon"].to_numpy(float), table["from_lat"].to_numpy(float))
        table = table.iloc[[int(np.argmin(start))]] if start.min() <= CORRIDOR_KM else table.iloc[:0]
    port = listed_port(harbour, 0, km, rule)
    return _with_corridor(port, table.iloc[0]) if len(table) else port


def _with_corridor(port: Port, corridor: pd.Series) -> Port:
    return port._replace(
        corridor_id=str(corridor["corridor_id"]),
        corridor_km=float(corridor["length_km"]),
        corridor_mode=str(corridor["mode"]),
    )


def _of_neighbours(dataset: Dataset, iso3: str) -> pd.DataFrame:
    """The listed ports of the coastal countries that a country touches."""
    near = [other for other in dict.fromkeys(dataset.ports["iso3"]) if touching(iso3, str(other))]
    return dataset.ports[dataset.ports["iso3"].isin(near)]


def _corridor(dataset: Dataset, iso3: str, lon: float, lat: float, landlocked: bool) -> Port | None:
    table = _corridors(dataset).get(iso3)
    if table is None:
        return None
    start = great_circle_km(lon, lat, table["from_lon"].to_numpy(), table["from_lat"].to_numpy())
    start = np.where(np.isnan(start), np.inf, start)
    best = int(np.argmin(start))
    if start[best] > CORRIDOR_KM and not landlocked and not np.isnan(lon):
        return None
    harbour = dataset.ports.loc[[table["port_id"].iloc[best]]]
    port = listed_port(harbour, 0, _away(lon, lat, harbour)[0], f"corridor {table['corridor_id'].iloc[best]}")
    return _with_corridor(port, table.iloc[best])


@lru_cache(maxsize=8)
def _corridors(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """The default corridors to listed ports, by the country where they start."""
    table = dataset.corridors
    table = table[table["default"] & table["port_id"].isin(dataset.ports.index)]
    return {str(iso3): group for iso3, group in table.groupby("host_iso3")}


def _away(lon: float, lat: float, harbours: pd.DataFrame) -> np.ndarray:
    return great_circle_km(lon, lat, harbours["lon"].to_numpy(), harbours["lat"].to_numpy())


def listed_port(harbours: pd.DataFrame, at: int, km: float, rule: str) -> Port:
    """A row of the table of ports, so many km over land from its place, by a rule."""
    row = harbours.iloc[at]
    return Port(str(harbours.index[at]), str(row["name"]), float(row["lon"]), float(row["lat"]), float(km), rule)
