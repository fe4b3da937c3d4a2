"""The end of a single route in words: a port, a facility, a country or a point, and the port that it sails from."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.land import coast_km, country_at, in_caspian
from mineralmap.analysis.port_choice import chosen_ports, find_port, near_port
from mineralmap.analysis.ports import COAST_KM, UNKNOWN_ROUTE, Port, listed_port, ports_of
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument

HINT = 'A place is a UN/LOCODE (AOLOB), a facility (its id or name), a country (CHL) or "lat,lon" (-12.3,13.6).'
POINT = re.compile(r"\s*([-+]?\d+(?:\.\d*)?)\s*[,;]\s*([-+]?\d+(?:\.\d*)?)\s*")
PORT_RULE = "listed port"


@dataclass(frozen=True)
class SeaPlace:
    """``name`` as it is told; ``place`` its id or words; ``port`` where the sea begins, with the land way to it."""

    place: str
    name: str
    port: Port


def find_place(dataset: Dataset, words: str, chosen: tuple[str, ...] = ()) -> SeaPlace:
    """The place that words name, and its port by the rules of ``ports`` and the user's choices.

    Raises
    ------
    InvalidArgument
        For a place that is not known (with the nearest that is), that lies inland without a way to a port, or is not
        on the globe.
    """
    words = " ".join(words.split())
    if POINT.fullmatch(words):
        return _point(dataset, words, chosen)
    try:
        port = find_port(dataset, words)
    except InvalidArgument:
        port = ""
    facility = "" if port else _named(words, dataset.facilities["name"])
    country = "" if port or facility else _named(words, dataset.countries["name"])
    if port:
        found = listed_port(dataset.ports.loc[[port]], 0, 0.0, PORT_RULE)
        return SeaPlace(port, f"{found.port_name} ({port})", found)
    if facility:
        return _facility(dataset, facility, chosen)
    if country:
        return _country(dataset, country, chosen)
    raise InvalidArgument(f"There is no place {words!r}.", _near(dataset, words))


def _named(words: str, names: pd.Series) -> str:
    """The id whose id or name is that, in any case."""
    if words in names.index:
        return words
    spoken = {str(name).casefold(): str(key) for key, name in names.items()}
    return {str(key).casefold(): str(key) for key in names.index}.get(words.casefold()) or spoken.get(
        words.casefold(), ""
    )


def _facility(dataset: Dataset, facility: str, chosen: tuple[str, ...]) -> SeaPlace:
    row = dataset.facilities.loc[facility]
    places = pd.DataFrame(
        {"name": [row["name"]], "iso3": [row["host_iso3"]], "lon": [row["lon"]], "lat": [row["lat"]], "tonnes": [1.0]},
        index=[facility],
    )
    return _with_port(dataset, facility, f"{row['name']} ({facility})", str(row["host_iso3"]), places, chosen)


def _country(dataset: Dataset, iso3: str, chosen: tuple[str, ...]) -> SeaPlace:
    nowhere = pd.DataFrame({"name": [iso3], "iso3": [iso3], "lon": [np.nan], "lat": [np.nan], "tonnes": [1.0]}, [iso3])
    port = Port(*ports_of(dataset, nowhere, chosen_ports(dataset, chosen)).iloc[0])
    name = dataset.country_name(iso3)
    if port.port_id == UNKNOWN_ROUTE.port_id:
        raise _no_way(name, iso3)
    return SeaPlace(iso3, f"{name}, by {port.port_name} ({port.port_id})", port)


def _point(dataset: Dataset, words: str, chosen: tuple[str, ...]) -> SeaPlace:
    found = POINT.fullmatch(words)
    lat, lon = (float(part) for part in found.groups()) if found else (np.nan, np.nan)
    if abs(lat) > 90 or abs(lon) > 360:
        raise InvalidArgument(f"{words} is not on the globe.", "Write latitude before longitude, in degrees.")
    lon = lon if abs(lon) <= 180 else (lon + 180.0) % 360.0 - 180.0
    name = f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}, {abs(lon):g}° {'E' if lon >= 0 else 'W'}"
    iso3 = country_at(lon, lat)
    away = float(coast_km(np.array([lon]), np.array([lat]))[0])
    if not iso3 and in_caspian(lon, lat):
        raise InvalidArgument(f"{name} lies in the Caspian Sea, which no seagoing ship leaves.", HINT)
    if not iso3 or away <= COAST_KM:
        return SeaPlace(
            words, name, Port(words, name, lon, lat, 0.0, "the point itself, at or within 15 km of the sea")
        )
    places = pd.DataFrame({"name": [name], "iso3": [iso3], "lon": [lon], "lat": [lat], "tonnes": [1.0]}, index=[words])
    return _with_port(dataset, words, name, iso3, places, chosen, away)


def _with_port(
    dataset: Dataset, place: str, name: str, iso3: str, places: pd.DataFrame, chosen: tuple[str, ...], away: float = 0.0
) -> SeaPlace:
    row: list[Any] = list(ports_of(dataset, places, chosen_ports(dataset, chosen)).iloc[0])
    port = Port(*row)
    if port.port_id == UNKNOWN_ROUTE.port_id:
        raise _no_way(name + (f", {away:,.0f} km from the sea" if away else ""), iso3)
    return SeaPlace(place, name, port)


def _no_way(name: str, iso3: str) -> InvalidArgument:
    return InvalidArgument(
        f"No way from {name} to a port is known.", f"Choose one: --port {iso3}=CODE, with the reason after a colon."
    )


def _near(dataset: Dataset, words: str) -> str:
    said = near_port(dataset, words)
    if said.startswith("Near"):
        return said
    names = {str(name).casefold(): str(key) for key, name in dataset.countries["name"].items()}
    names |= {str(key).casefold(): str(key) for key in [*dataset.facilities.index, *dataset.countries.index]}
    names |= {str(name).casefold(): str(key) for key, name in dataset.facilities["name"].items()}
    near = difflib.get_close_matches(words.casefold(), names, n=3, cutoff=0.6)
    return f"Near: {', '.join(dict.fromkeys(names[one] for one in near))}." if near else HINT
