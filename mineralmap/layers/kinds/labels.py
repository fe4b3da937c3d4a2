"""Names: the countries that are shaded most, with the figure of it, and close by the largest facilities."""

import numpy as np
import pandas as pd

from mineralmap.layers import coasts, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, Texts
from mineralmap.layers.shading import figures

LONGEST_NAME = 30
CLOSER_MPP = ((5, 9_000.0), (25, 5_000.0), (80, 2_500.0), (10**6, 1_200.0))
"""Up to this rank a facility is named when the map is at least this close, in metres per px."""


@layers.add
class Labels:
    """Words over everything else."""

    id, title, order = "labels", "Labels", 90

    def make(self, context: Context) -> Layer:
        """Country names with figures first, then facilities by size."""
        return Layer(self.id, self.title, (_countries(context), _facilities(context)))


def shortened(name: str) -> str:
    """A name that fits beside a symbol: cut at a word's end when it is long."""
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;:( ") + " …"


def _countries(context: Context) -> Texts:
    units = coasts.table("countries")
    units = units[units["iso3"] != ""].drop_duplicates("iso3").set_index("iso3")
    named = figures(context)
    named = named[named.index.isin(units.index)]
    places = units.loc[named.index]
    names = _names(context, places)
    x, y = context.projection.forward(places["label_lon"].to_numpy(float), places["label_lat"].to_numpy(float))
    shares = named["weight"].to_numpy(float)
    return Texts(
        x=x,
        y=y,
        words=tuple(f"{name}\n{text}" for name, text in zip(names, named["text"], strict=True)),
        size=np.where(shares >= 0.2, 11.0, np.where(shares >= 0.05, 10.0, 9.0)),
        style=("country",) * len(named),
        priority=1000.0 + shares,
        offset=np.zeros((len(named), 2)),
        closer=np.where(shares >= 0.01, np.inf, 8_000.0),
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
