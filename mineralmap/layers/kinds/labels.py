"""Names: the countries that are shaded most, with the figure of it, and close by the largest facilities; closer still
the other countries and the towns, so that one knows where one is."""

from collections.abc import Hashable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.layers import coasts, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, Texts
from mineralmap.layers.projection import Projection
from mineralmap.layers.shading import figures, shading

LONGEST_NAME = 30
NEIGHBOURS_MPP, TOWNS_MPP = 7_000.0, (1_800.0, 1_800.0, 1_300.0, 900.0)
"""From how close on countries without a figure are named, and towns by the zoom that the basemap gives them."""
CLOSER_MPP = ((5, 9_000.0), (25, 5_000.0), (80, 2_500.0), (10**6, 1_200.0))
"""Up to this rank a facility is named when the map is at least this close, in metres per px."""


@layers.add
class Labels:
    """Words over everything else."""

    id, title, order = "labels", "Labels", 90

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The countries' numbers, and the tonnes of the stage that is asked for."""
        rows, asked = context.facilities, context.results.scenario
        tonnes = rows["size_t"].to_numpy(float)[rows["loud"].to_numpy(bool)]
        return shading(context).told, asked.mineral, asked.stage, repr(context.largest_t), tonnes.tobytes()

    def make(self, context: Context) -> Layer:
        """Country names with figures first, then facilities by size; what is left is for towns and other countries."""
        named, others = _countries(context)
        return Layer(self.id, self.title, (named, _facilities(context), others, _towns(context.projection)))


def shortened(name: str) -> str:
    """A name that fits beside a symbol: cut at a word's end when it is long."""
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;:( ") + " …"


def _countries(context: Context) -> tuple[Texts, Texts]:
    """Those that are named on the map of the world, with their figures; the others by name alone."""
    units = coasts.table("countries")
    units = units[units["iso3"] != ""].drop_duplicates("iso3").set_index("iso3")
    named = figures(context)
    named = named[named.index.isin(units.index)]
    shares = named["weight"].to_numpy(float)
    size = np.where(shares >= 0.2, 11.0, np.where(shares >= 0.05, 10.0, 9.0))
    closer = np.where(shares >= 0.01, np.inf, 8_000.0)
    others = units[~units.index.isin(named.index)].sort_values("area_km2", ascending=False, kind="stable")
    n = len(others)
    return (
        _lands(context, units.loc[named.index], "country", size, 1000.0 + shares, closer, named["text"].tolist()),
        _lands(context, others, "land", np.full(n, 9.0), -np.arange(n) / n, np.full(n, NEIGHBOURS_MPP)),
    )


def _lands(
    context: Context,
    places: pd.DataFrame,
    style: str,
    size: np.ndarray,
    priority: np.ndarray,
    closer: np.ndarray,
    figure: Sequence[str] = (),
) -> Texts:
    x, y = context.projection.forward(places["label_lon"].to_numpy(float), places["label_lat"].to_numpy(float))
    names = _names(context, places)
    return Texts(
        x=x,
        y=y,
        words=tuple(f"{name}\n{text}" for name, text in zip(names, figure, strict=True)) if figure else tuple(names),
        size=size,
        style=(style,) * len(places),
        priority=priority,
        offset=np.zeros((len(places), 2)),
        closer=closer,
        ids=tuple(places.index),
    )


@lru_cache(maxsize=8)
def _towns(projection: Projection) -> Texts:
    """Towns, the largest first, as far as the basemap has them; their names are as it writes them."""
    towns = coasts.table("places")
    x, y = projection.forward(towns["lon"].to_numpy(float), towns["lat"].to_numpy(float))
    zoom, people = towns["min_zoom"].to_numpy(int), towns["population"].to_numpy(float)
    n = len(towns)
    return Texts(
        x=x,
        y=y,
        words=tuple(towns["name"]),
        size=np.full(n, 8.5),
        style=("town",) * n,
        priority=4.0 - zoom + people / (people.max() + 1.0),
        offset=np.tile([5.0, 0.0], (n, 1)),
        closer=np.array(TOWNS_MPP)[zoom],
    )


def _names(context: Context, places: pd.DataFrame) -> list[str]:
    """Names of countries (rows by code) in the language of the view; in English where the basemap has none."""
    english = [context.country_name(str(iso3)) for iso3 in places.index]
    column = f"name_{context.view.language}"
    if context.view.language == "en" or column not in places:
        return english
    return [name or known for name, known in zip(places[column], english, strict=True)]


def _facilities(context: Context) -> Texts:
    rows = context.facilities
    rows = rows[rows["loud"] & (rows["status"] != "closed")]
    rank = np.arange(len(rows))
    closer = np.zeros(len(rows))
    for limit, mpp in reversed(CLOSER_MPP):
        closer[rank < limit] = mpp
    size = symbology.diameters(rows["size_t"].to_numpy(float), context.largest_t)
    return Texts(
        x=rows["x"].to_numpy(float),
        y=rows["y"].to_numpy(float),
        words=tuple(shortened(name) for name in rows["name"]),
        size=np.full(len(rows), 9.5),
        style=("place",) * len(rows),
        priority=100.0 - rank / max(len(rows), 1),
        offset=np.column_stack([size / 2 + 4.0, np.zeros(len(rows))]),
        closer=closer,
    )
