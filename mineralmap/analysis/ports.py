"""Which port a mine or a plant uses, by a stated rule; a place that no rule reaches has an unknown route.

Rules, first that fits:

1. within 15 km of the sea: the listed port of its country within 25 km, else a quay of its own;
2. a country with a default corridor (``data/corridors.csv``): the corridor's port, for places within 1,000 km of where
   the corridor starts (landlocked countries: anywhere);
3. a coastal country: its nearest port, where a main port may lie half as far again; without any listed port, the
   nearest one of the coastal countries that it touches, main ports before others in the same way;
4. a facility of which only the province is known: the port that rule 2 or 3 gives the middle (median) of the
   facilities of the data set that have coordinates there;
5. a place without coordinates: where the known places of its country hold at least half of the country's tonnes, the
   listed port that most of them use; else its main port (one called the largest first, then by size and code);
6. otherwise (landlocked without a corridor): unknown.

What ``data/facility_ports.csv`` tells of a facility stands before these rules, and the port that the user chose for a
facility, or else for its country, before all of them.
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
KNOWN_ENOUGH = 0.5
"""Known places stand for the unknown tonnes of a country where they hold at least this part of them all."""
GUESSED = "place not known"
"""Begins the rule of a port that is taken for want of a place."""
FAR_KM, INLAND_KM = 2000.0, 100.0
"""A chosen port farther from its place, or from the sea, is said to be."""
NO_CHOICE: Mapping[str, Choice] = {}
NO_TOTALS: Mapping[str, float] = {}
AS_KNOWN = f"{GUESSED}: as the known tonnes of its country go"
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


def ports_of(
    dataset: Dataset,
    places: pd.DataFrame,
    chosen: Mapping[str, Choice] = NO_CHOICE,
    leg: str = "",
    totals: Mapping[str, float] = NO_TOTALS,
) -> pd.DataFrame:
    """The port of every place.

    Parameters
    ----------
    places
        Indexed by id, with name, iso3, lon, lat (degrees, nan when not known), tonnes.
    chosen
        Ports chosen for facilities and countries: ``port_choice.chosen_ports``.
    leg
        "feed" or "product", where a facility has a port for that leg alone.
    totals
        Tonnes of whole countries by ISO 3166-1 alpha-3 code; those of ``places`` where one is left out.

    Returns
    -------
    Same index; columns of ``Port``. ``port_id`` is "" and the numbers nan where the route is unknown; a quay of its
    own has the id and name of the place.
    """
    found = _by_rule(dataset, places)
    _by_province(dataset, places, found)
    _as_told(dataset, places, found, leg)
    placed = (found["port_id"] != "").to_numpy()
    bare = ~(places["lon"].notna() & places["lat"].notna()).to_numpy() & ~placed
    iso3 = places["iso3"].to_numpy(object)
    ports: dict[int, Port] = {}
    for country in dict.fromkeys(iso3[bare]):
        mine = iso3 == country
        whole = float(totals.get(str(country), places["tonnes"][mine].sum()))
        used = _used(dataset, found[mine & placed], places["tonnes"], whole)
        if len(used):
            port = listed_port(dataset.ports.loc[used.index[:1]], 0, np.nan, AS_KNOWN)
        else:
            port = main_port(dataset, str(country))
        ports |= dict.fromkeys(np.flatnonzero(mine & bare).tolist(), port)
    for at, (place, country) in enumerate(zip(places.index, iso3, strict=True)) if chosen else ():
        choice = chosen.get(str(place)) or chosen.get(str(country))
        if choice is not None:
            lon, lat = places["lon"].iloc[at], places["lat"].iloc[at]
            ports[at] = _by_choice(dataset, choice, str(country), float(lon), float(lat))
    _put(found, ports)
    return found


def _put(found: pd.DataFrame, ports: Mapping[int, Port]) -> None:
    """Put ports in rows of ``found``."""
    if not ports:
        return
    for name, values in zip(Port._fields, zip(*ports.values(), strict=True), strict=True):
        column = found[name].to_numpy().copy()
        column[list(ports)] = values
        found[name] = column


def ports_of_country(
    dataset: Dataset,
    iso3: str,
    known: pd.DataFrame,
    tonnes: pd.Series,
    chosen: Mapping[str, Choice] = NO_CHOICE,
    whole_t: float = np.nan,
) -> list[tuple[Port, float]]:
    """The ports that stand for places of a country that we do not know, with the part of the tonnes of each.

    ``known``: ports (columns of ``Port``) of the country's places, ``tonnes`` by their ids, ``whole_t`` all tonnes of
    the country (nan: those). Where the places that we know hold half of that, their listed ports with at least a
    twentieth are used in the same proportions; else the corridor's port, the ports of the country's consumers in the
    proportions of ``consumer_ports.csv``, or its main ports of the largest size in equal parts. A port ``chosen`` for
    the country takes all.
    """
    if iso3 in chosen:
        return [(_by_choice(dataset, chosen[iso3], iso3, np.nan, np.nan), 1.0)]
    known = known[(known["port_id"] != "") & ~known["rule"].str.startswith(GUESSED)] if len(known) else known
    used = _used(dataset, known, tonnes, whole_t)
    if len(used):
        ports = dataset.ports.loc[used.index]
        return [(listed_port(ports, at, np.nan, AS_KNOWN), float(part / used.sum())) for at, part in enumerate(used)]
    return list(_stand_ins(dataset, iso3))


@lru_cache(maxsize=256)
def _stand_ins(dataset: Dataset, iso3: str) -> tuple[tuple[Port, float], ...]:
    """The ports of a country of which we know no places, with the part of each."""
    first = main_port(dataset, iso3)
    if first.port_id == "" or dataset.ports.at[first.port_id, "iso3"] != iso3 or first.corridor_id:
        return ((first, 1.0),)
    taken = dataset.consumer_ports
    taken = taken[(taken["region"] == iso3) & (taken["iso3"] == iso3) & taken["port_id"].isin(dataset.ports.index)]
    if len(taken):
        ports, parts = dataset.ports.loc[taken["port_id"]], taken["weight"].to_numpy(float)
        rule = f"{GUESSED}: the ports of its country's consumers, in their proportions"
        return tuple((listed_port(ports, at, np.nan, rule), float(part / parts.sum())) for at, part in enumerate(parts))
    ports = dataset.ports[(dataset.ports["iso3"] == iso3) & dataset.ports["main"]]
    rank = _rank(ports)
    ports = ports[rank == rank.min()] if len(ports) else dataset.ports.loc[[first.port_id]]
    rule = f"{GUESSED}: main ports of its country, in equal parts" if len(ports) > 1 else first.rule
    return tuple((listed_port(ports, at, np.nan, rule), 1 / len(ports)) for at in range(len(ports)))


@lru_cache(maxsize=256)
def main_port(dataset: Dataset, iso3: str) -> Port:
    """The one port that stands for a country: its corridor's, its largest main port, a neighbour's; else unknown."""
    landlocked = bool(dataset.countries["landlocked"].get(iso3, False))
    corridors = _corridors(dataset)
    corridors = corridors[corridors["host_iso3"] == iso3]
    harbours = dataset.ports[dataset.ports["iso3"] == iso3]
    if len(corridors):
        harbour, first = dataset.ports.loc[[corridors["port_id"].iloc[0]]], corridors.iloc[0]
        return _with_corridor(listed_port(harbour, 0, np.nan, f"{GUESSED}: {corridor_words(first)}"), first)
    if not landlocked and harbours.empty:
        harbours = dataset.ports[dataset.ports["iso3"].isin(_neighbours(dataset, iso3))]
    if landlocked or harbours.empty:
        return UNKNOWN_ROUTE
    abroad = "" if harbours["iso3"].iloc[0] == iso3 else ", of a neighbour, since it has no listed port"
    largest = harbours["note"].str.contains("largest", regex=False).to_numpy(bool)
    main = harbours["main"].to_numpy(bool)
    best = np.lexsort((harbours.index.to_numpy(str), _rank(harbours), ~largest, ~main))[0]
    return listed_port(harbours, int(best), np.nan, f"{GUESSED}: main port of its country{abroad}")


def _rank(harbours: pd.DataFrame) -> np.ndarray:
    """The size of each port as a number, 0 for the largest."""
    sizes = {size: number for number, size in enumerate(SIZES)}
    return harbours["size"].map(sizes).fillna(len(SIZES)).to_numpy(int)


def _used(dataset: Dataset, known: pd.DataFrame, tonnes: pd.Series, whole_t: float) -> pd.Series:
    """Tonnes by listed port of known places, most first, without the small; none where the known hold too little."""
    held = tonnes.reindex(known.index)
    if held.sum() < KNOWN_ENOUGH * whole_t:
        return held.iloc[:0]
    listed = known["port_id"].isin(dataset.ports.index).to_numpy()
    used = held[listed].groupby(known["port_id"][listed]).sum()
    used = used[used >= used.sum() * LEAST_USED].sort_values(ascending=False, kind="stable")
    return used if used.sum() > 0 else used.iloc[:0]


def _by_province(dataset: Dataset, places: pd.DataFrame, found: pd.DataFrame) -> None:
    """Put in ``found`` the ports of facilities without coordinates whose province has others with them."""
    bare = places["lon"].isna() & (found["port_id"] == "").to_numpy() & places.index.isin(dataset.facilities.index)
    if not bare.any():
        return
    asked = dataset.facilities.loc[places.index[bare], ["host_iso3", "admin1"]]
    middle = _provinces(dataset).reindex(pd.MultiIndex.from_frame(asked))
    middle.index = asked.index
    middle = middle[middle["lon"].notna() & (asked["admin1"] != "")]
    if middle.empty:
        return
    stand_in = places.loc[middle.index].assign(lon=middle["lon"], lat=middle["lat"])
    ports = _by_rule(dataset, stand_in, quays=False)
    ports = ports[(ports["port_id"] != "").to_numpy()].assign(land_km=np.nan)
    ports["rule"] = [
        f"place known to the province, {asked.at[one, 'admin1']}: {ports.at[one, 'rule']}" for one in ports.index
    ]
    found.loc[ports.index] = ports


@lru_cache(maxsize=8)
def _provinces(dataset: Dataset) -> pd.DataFrame:
    """Median lon and lat of the facilities with coordinates of each (host_iso3, admin1)."""
    return dataset.facilities.groupby(["host_iso3", "admin1"])[["lon", "lat"]].median()


def _as_told(dataset: Dataset, places: pd.DataFrame, found: pd.DataFrame, leg: str) -> None:
    """Put in ``found`` the ports that ``facility_ports.csv`` tells for facilities in a leg."""
    told = dataset.facility_ports
    told = told[told["leg"].isin(["", leg]) & told["port_id"].isin(dataset.ports.index)].set_index("place")
    ports: dict[int, Port] = {}
    for at in np.flatnonzero(places.index.isin(told.index)).tolist():
        row = told.loc[[places.index[at]]].iloc[0]
        harbour = dataset.ports.loc[[row["port_id"]]]
        km = _away(float(places["lon"].iloc[at]), float(places["lat"].iloc[at]), harbour)[0]
        rule = f"{GUESSED}: {row['reason']}" if row["guess"] else f"told: {row['reason']}"
        ports[at] = listed_port(harbour, 0, float(km), rule)
    _put(found, ports)


def _by_rule(dataset: Dataset, places: pd.DataFrame, quays: bool = True) -> pd.DataFrame:
    """The port of every place by rules 1 (with ``quays``) to 3, all at once; unknown places have none."""
    ports, corridors = dataset.ports, _corridors(dataset)
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    iso3 = places["iso3"].to_numpy(object)
    known = np.isfinite(lon) & np.isfinite(lat)
    inland = np.isin(iso3, dataset.countries.index[dataset.countries["landlocked"]].to_numpy(object))
    coast = np.full(len(places), np.inf)
    if quays:
        coast[known] = coast_km(lon[known], lat[known])
    away = great_circle_km(lon[:, None], lat[:, None], ports["lon"].to_numpy(float), ports["lat"].to_numpy(float))
    own = iso3[:, None] == ports["iso3"].to_numpy(object)
    port, corridor = np.full(len(places), -1), np.full(len(places), -1)
    rule = np.full(len(places), UNKNOWN_ROUTE.rule, dtype=object)

    def take(rows: np.ndarray, which: np.ndarray, words: str) -> None:
        port[rows], rule[rows], left[rows] = which[rows], words, False

    left = np.ones(len(places), dtype=bool)
    quay = known & ~inland & (coast <= COAST_KM) & quays
    near, km = _least(np.where(own, away, np.inf))
    take(quay & (km <= QUAY_KM), near, f"port within {QUAY_KM:g} km")
    quay &= left
    take(quay, port, f"own quay, within {COAST_KM:g} km of the sea")
    if len(corridors):
        begins = corridors["from_lon"].to_numpy(float), corridors["from_lat"].to_numpy(float)
        start = great_circle_km(lon[:, None], lat[:, None], *begins)
        from_here = iso3[:, None] == corridors["host_iso3"].to_numpy(object)
        which, km = _least(np.where(from_here, np.where(known[:, None], start, 0.0), np.inf))
        rows = left & from_here.any(axis=1) & (inland | (km <= CORRIDOR_KM))
        take(rows, ports.index.get_indexer(pd.Index(corridors["port_id"]))[which], "")
        rule[rows] = np.array([corridor_words(row) for _, row in corridors.iterrows()], object)[which[rows]]
        corridor[rows] = which[rows]
    dear = away * np.where(ports["main"].to_numpy(bool), 1.0, MAIN_PORT_BONUS)
    near, km = _least(np.where(own, dear, np.inf))
    take(left & known & ~inland & np.isfinite(km), near, "nearest port of the country, main ports before others")
    for country in dict.fromkeys(iso3[left & known & ~inland]):
        next_door = ports["iso3"].isin(_neighbours(dataset, str(country))).to_numpy()
        near, km = _least(np.where(next_door, dear, np.inf))
        rows = left & known & (iso3 == country) & np.isfinite(km)
        take(rows, near, "nearest port of a neighbouring country, since its own has none listed")
    return _told(dataset, places, port, quay, away, rule, corridor)


def _least(km: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column (n,) of the least value of each row, and that value; inf where there is none."""
    if not km.shape[1]:
        return np.zeros(len(km), dtype=np.int64), np.full(len(km), np.inf)
    km = np.where(np.isnan(km), np.inf, km)
    which = km.argmin(axis=1)
    return which, km[np.arange(len(km)), which]


def _told(
    dataset: Dataset, places: pd.DataFrame, port: np.ndarray, quay: np.ndarray, away: np.ndarray, rule: np.ndarray,
    corridor: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    """The columns of ``Port`` from numbers of ports and corridors, -1 for none."""
    ports, corridors = dataset.ports, _corridors(dataset)
    named, by = port >= 0, corridor >= 0
    made = {name: np.full(len(places), UNKNOWN_ROUTE[at], object) for at, name in enumerate(Port._fields)}
    for name, values in (
        ("port_id", ports.index), ("port_name", ports["name"]), ("port_lon", ports["lon"]), ("port_lat", ports["lat"]),
    ):  # fmt: skip
        made[name][named] = values.to_numpy(object)[port[named]]
    made["land_km"][named] = away[np.flatnonzero(named), port[named]]
    for name, values in zip(Port._fields, (places.index, places["name"], places["lon"], places["lat"]), strict=False):
        made[name][quay] = values.to_numpy(object)[quay]
    made["land_km"][quay] = 0.0
    made["rule"] = rule
    for name, column in (
        ("corridor_id", "corridor_id"), ("corridor_km", "length_km"), ("corridor_mode", "mode"),
    ):  # fmt: skip
        made[name][by] = corridors[column].to_numpy(object)[corridor[by]]
    numbers = dict.fromkeys(("port_lon", "port_lat", "land_km", "corridor_km"), float)
    return pd.DataFrame(made, index=places.index).astype(numbers)


def _by_choice(dataset: Dataset, choice: Choice, iso3: str, lon: float, lat: float) -> Port:
    """The chosen port, with what is odd about it said, and the corridor to it where one is known."""
    harbour = dataset.ports.loc[[choice.port_id]]
    km = float(_away(lon, lat, harbour)[0])
    rule = "chosen by you" + (f": {choice.reason}" if choice.reason else "")
    if harbour["iso3"].iloc[0] != iso3:
        rule += f" (a port of {dataset.country_name(str(harbour['iso3'].iloc[0]))})"
    if km > FAR_KM:
        rule += f" ({km:,.0f} km away)"
    up_river = float(coast_km(harbour["lon"].to_numpy(float), harbour["lat"].to_numpy(float))[0])
    if INLAND_KM < up_river < np.inf:
        rule += f" ({up_river:,.0f} km from the sea)"
    table = dataset.corridors[
        (dataset.corridors["host_iso3"] == iso3) & (dataset.corridors["port_id"] == choice.port_id)
    ]
    if len(table) and not np.isnan(lon):
        start = great_circle_km(lon, lat, table["from_lon"].to_numpy(float), table["from_lat"].to_numpy(float))
        table = table.iloc[[int(np.argmin(start))]] if start.min() <= CORRIDOR_KM else table.iloc[:0]
    port = listed_port(harbour, 0, km, rule)
    return _with_corridor(port, table.iloc[0]) if len(table) else port


def corridor_words(corridor: pd.Series) -> str:
    """A row of corridors.csv as one speaks of it: "corridor from Kolwezi (DRC) by road"."""
    mode = {"both": "rail or road"}.get(str(corridor["mode"]), str(corridor["mode"]))
    return f"corridor from {corridor['from_place']}" + (f" by {mode}" if mode else "")


def _with_corridor(port: Port, corridor: pd.Series) -> Port:
    return port._replace(
        corridor_id=str(corridor["corridor_id"]),
        corridor_km=float(corridor["length_km"]),
        corridor_mode=str(corridor["mode"]),
    )


def _neighbours(dataset: Dataset, iso3: str) -> list[str]:
    """The countries with a listed port that a country touches."""
    return [str(other) for other in dict.fromkeys(dataset.ports["iso3"]) if touching(iso3, str(other))]


@lru_cache(maxsize=8)
def _corridors(dataset: Dataset) -> pd.DataFrame:
    """The default corridors to listed ports."""
    table = dataset.corridors
    return table[table["default"] & table["port_id"].isin(dataset.ports.index)].reset_index(drop=True)


def _away(lon: float, lat: float, harbours: pd.DataFrame) -> np.ndarray:
    return great_circle_km(lon, lat, harbours["lon"].to_numpy(), harbours["lat"].to_numpy())


def listed_port(harbours: pd.DataFrame, at: int, km: float, rule: str) -> Port:
    """A row of the table of ports, so many km over land from its place, by a rule."""
    name, lon, lat = (harbours[column].iloc[at] for column in ("name", "lon", "lat"))
    return Port(str(harbours.index[at]), str(name), float(lon), float(lat), float(km), rule)
