"""Every gate across a strait under a scenario: open, closed or counted longer, the user's own gates among them.

``closed`` of a scenario is the shock; what is closed by default and not opened, avoided by miles, or barred to the
chosen class of ships is the setting that a shock is compared with.
"""

import difflib
import re
from dataclasses import dataclass
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
OWN_HINT = 'Write "Name: LINESTRING (lon lat, lon lat)".'
MOST_NM = 1e6


@dataclass(frozen=True, eq=False)
class Gates:
    """``table``: indexed by id, in the order of chokepoints.csv, then the user's: name, lat, lon, geometry (a line in
    EPSG:4326), ships_per_year, own (bool), closed (bool), penalty_nm, state ("open", "avoided", "closed"), why.
    """

    table: gpd.GeoDataFrame
    closed: frozenset[str]
    penalties: dict[str, float]


def default_closed(dataset: Dataset) -> frozenset[str]:
    """The gates that are closed unless the user opens them."""
    return frozenset(map(str, dataset.chokepoints.index[dataset.chokepoints["default_closed"]]))


def gates(dataset: Dataset, scenario: Scenario) -> Gates:
    """The gates under a scenario.

    A gate is closed by the user, by default, or because the chosen class of ships is deeper or wider than it allows;
    opening takes away what is closed by default and nothing else.

    Raises
    ------
    InvalidArgument
        For a gate or a class of ships that is not known, a line that is none, or a penalty below 0.
    """
    asked = scenario.own_gates, scenario.closed, scenario.opened, scenario.avoided, scenario.vessel
    return _gates(dataset, *asked)  # whoever owns what, the gates are the same


@lru_cache(maxsize=64)
def _gates(
    dataset: Dataset,
    own: tuple[str, ...],
    shut: frozenset[str],
    opened: frozenset[str],
    avoided: tuple[tuple[str, float], ...],
    vessel: str,
) -> Gates:
    table = _with_own(dataset, own)
    ids = pd.Index(table.index)
    for gate in [*shut, *opened, *(name for name, _ in avoided)]:
        if gate not in ids:
            find_gate(dataset, own, gate)
            raise InvalidArgument(f"There is no chokepoint {gate!r}.", _near(table["name"], gate))
    penalty = dataset.chokepoints["penalty_nm"].reindex(ids).fillna(0.0)
    for gate, miles in avoided:
        if not 0 <= miles <= MOST_NM:
            raise InvalidArgument(f"{gate} cannot count {miles:g} nm longer.", "Give miles from 0 up.")
        penalty[gate] = miles
    by_default = default_closed(dataset) - opened
    barred = barred_gates(dataset, vessel)
    closed = by_default | shut | frozenset(barred)
    table["penalty_nm"] = penalty
    table["closed"] = [gate in closed for gate in ids]
    table["state"] = np.where(table["closed"], "closed", np.where(penalty > 0, "avoided", "open"))
    table["why"] = [
        "closed by you" if gate in shut else barred[gate] if gate in barred
        else "closed unless you open it" if gate in by_default
        else f"counted {penalty[gate]:g} nm longer" if penalty[gate] > 0 else "" for gate in map(str, ids)
    ]  # fmt: skip
    return Gates(table, closed, {str(gate): float(nm) for gate, nm in penalty[penalty > 0].items()})


def _with_own(dataset: Dataset, lines: tuple[str, ...]) -> gpd.GeoDataFrame:
    """The shipped gates and the user's: name, lat, lon, ships_per_year, own, geometry."""
    shipped = dataset.chokepoints
    table = gpd.GeoDataFrame(
        shipped[["name", "lat", "lon", "ships_per_year"]].assign(own=False), geometry=shipped.geometry, crs="EPSG:4326"
    )
    own = [own_gate(words) for words in lines]
    if not own:
        return table
    mine = gpd.GeoDataFrame(
        {"name": [name for _, name, _ in own], "ships_per_year": np.nan, "own": True},
        index=pd.Index([key for key, _, _ in own], name=table.index.name),
        geometry=[line for _, _, line in own],
        crs="EPSG:4326",
    )
    middle = [line.interpolate(0.5, normalized=True) for _, _, line in own]
    mine["lon"], mine["lat"] = [(point.x + 180) % 360 - 180 for point in middle], [point.y for point in middle]
    table = gpd.GeoDataFrame(pd.concat([table, mine[list(table.columns)]]), crs="EPSG:4326")
    if not table.index.is_unique:
        raise InvalidArgument("Two gates of your own have one name.", "Give each its own.")
    return table


def find_gate(dataset: Dataset, own_gates: tuple[str, ...], word: str) -> str:
    """The id of a gate named by its id or its name, in any case, with spaces or hyphens for underscores.

    Raises
    ------
    InvalidArgument
        With the nearest that is known.
    """
    names = {str(gate): str(name) for gate, name in dataset.chokepoints["name"].items()}
    names |= {key: name for key, name, _ in map(own_gate, own_gates)}
    spoken = {_plain(name): gate for gate, name in names.items()} | {_plain(gate): gate for gate in names}
    spoken |= {_plain(gate.removeprefix(OWN)): gate for gate in names if gate.startswith(OWN)} | spoken
    if _plain(word) in spoken:
        return spoken[_plain(word)]
    raise InvalidArgument(f"There is no chokepoint {word!r}.", _near(pd.Series(names), word))


def barred_gates(dataset: Dataset, vessel: str) -> dict[str, str]:
    """The gates (id: why) that a laden ship of a class cannot pass; none for any ship ("").

    Raises
    ------
    InvalidArgument
        For a class that is not in vessels.csv, with the nearest that is.
    """
    if not vessel:
        return {}
    classes, limits = dataset.vessels, dataset.gate_limits
    if vessel not in classes.index:
        near = difflib.get_close_matches(vessel.casefold(), list(map(str, classes.index)), 1, 0.5)
        known = ", ".join(map(str, classes.index)) or "none"
        raise InvalidArgument(
            f"There is no class of ships {vessel!r}.", f"Did you mean {near[0]}?" if near else f"Known are {known}."
        )
    ship = classes.loc[vessel]
    found: dict[str, str] = {}
    for gate, deepest, widest in limits[["chokepoint_id", "max_draft_m", "max_beam_m"]].itertuples(index=False):
        for word, has, most in (("shallow", ship["draft_m"], deepest), ("narrow", ship["beam_m"], widest)):
            if has > most:
                found.setdefault(str(gate), f"too {word} for {ship['name']} ({has:g} m, at most {most:g} m)")
    return found


def _plain(word: str) -> str:
    return re.sub(r"[\W_]+", "-", word.casefold()).strip("-")


def _near(names: pd.Series, word: str) -> str:
    """A hint with the nearest gate, else with all of them."""
    spoken = {_plain(str(gate).removeprefix(OWN)): str(gate) for gate in names.index}
    near = difflib.get_close_matches(_plain(word), [*spoken, *map(_plain, names)], n=1, cutoff=0.6)
    meant = spoken.get(near[0]) or str(names.index[[_plain(one) for one in names].index(near[0])]) if near else ""
    return f"Did you mean {meant}?" if meant else f"Known are {', '.join(sorted(map(str, names.index)))}."


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
    if not _plain(name) or not colon or len(points) < 2 or len(np.unique(points, axis=0)) < 2:
        raise InvalidArgument(f"{words!r} is no gate.", OWN_HINT)
    if not (np.isfinite(points).all() and (np.abs(points[:, 1]) <= 90).all() and (np.abs(points[:, 0]) <= 540).all()):
        raise InvalidArgument(f"The gate {name!r} does not lie on the globe.", "Longitudes and latitudes in degrees.")
    # A step of more than half the globe means the short way over 180°.
    points[:, 0] = np.unwrap(points[:, 0], period=360.0)
    return OWN + _plain(name), name, shapely.LineString(points)
