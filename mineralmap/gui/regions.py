"""Regions that have a name and no border: continents, belts of mines, islands, provinces; each a box of degrees.

Those of ``resources/regions.csv`` are boxes by eye, from general knowledge, as its last column says: they say where to
look and count nothing. The provinces are what the facilities say of themselves: one lies where its facilities lie.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mineralmap import paths

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.projection import Projection

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; or x0, y0, x1, y1 in projected metres."""
LEAST_FACILITIES, LEAST_LETTERS = 2, 4
"""A province with one facility is found by it; in "WA" and "SA" nobody finds a province."""
DOWN, ACROSS = 9, 49
"""Points along each side by which a box is put onto a map: across, it may be cut."""


@dataclass(frozen=True, slots=True)
class Region:
    """A named box; ``also`` are other words it is found by."""

    name: str
    also: str
    box: Box


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """The named regions, by name."""
    text = (paths.resources() / "regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    sides = ("west", "south", "east", "north")
    return {
        row["name"]: Region(row["name"], row["also"], tuple(float(row[one]) for one in sides))  # type: ignore[arg-type]
        for row in rows
    }


def provinces(dataset: "Dataset") -> dict[tuple[str, str], int]:
    """Provinces with several facilities that have a place: (country's code, name) to how many; named regions left
    out."""
    table = dataset.facilities
    placed = table.loc[table["lat"].notna() & table["lon"].notna()]
    known = {word.casefold() for one in regions().values() for word in (one.name, *one.also.split())}
    counted = placed.groupby([placed["host_iso3"].astype(str), placed["admin1"].astype(str)]).size()
    return {
        (iso3, name): int(number)
        for (iso3, name), number in counted.items()  # type: ignore[misc]
        if number >= LEAST_FACILITIES and len(name) >= LEAST_LETTERS and name.casefold() not in known
    }


def in_province(dataset: "Dataset", iso3: str, name: str) -> tuple[str, ...]:
    """The facilities of a province."""
    table = dataset.facilities
    return tuple(map(str, table.index[(table["host_iso3"] == iso3) & (table["admin1"] == name)]))


def metres(projection: "Projection", box: Box) -> Box | None:
    """A box of degrees as an extent in projected metres; ``None`` where the projection shows nothing of it. Of a box
    that the map's edge cuts it is the larger part: both lie at opposite ends of the world."""
    west, south, east, north = box
    lon, lat = np.meshgrid(np.linspace(west, east, ACROSS), np.linspace(south, north, DOWN))
    x, y = (one.reshape(lon.shape) for one in projection.forward(lon.ravel(), lat.ravel()))
    x0, _, x1, _ = projection.world()
    with np.errstate(invalid="ignore"):
        cut = (np.abs(np.diff(x, axis=1)) > (x1 - x0) / 2).any(axis=0)
    part = np.concatenate([[0], np.cumsum(cut)])
    seen = np.isfinite(x) & np.isfinite(y)
    largest = np.bincount(part, weights=seen.sum(axis=0)).argmax()
    seen &= part == largest
    if not seen.any():
        return None
    x, y = x[seen], y[seen]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
