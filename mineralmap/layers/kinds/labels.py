"""Names: the countries that are shaded most, with the figure of it, and close by the largest facilities; closer still
the other countries and the towns, so that one knows where one is."""

import re
from collections.abc import Hashable
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.layers import coasts, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, Texts
from mineralmap.layers.projection import Projection
from mineralmap.layers.shading import figures, shading
from mineralmap.model.view import LANGUAGES

LONGEST_LINE = 34
"""Letters of a facility's name on one line."""
NEIGHBOURS_MPP, TOWNS_MPP = 7_000.0, (1_800.0, 1_800.0, 1_300.0, 900.0)
"""From how close on countries without a figure are named, and towns by the zoom that the basemap gives them."""
CLOSER_MPP = ((5, 9_000.0), (25, 5_000.0), (80, 2_500.0), (10**6, 1_200.0))
"""Up to this rank a facility is named when the map is at least this close, in metres per px."""


OWN_FIRST, MOST_OWN = 50.0, 20
"""So much more important are names of the user's own facilities, so many of them, the largest."""
CIRCLE_PX = 5.0
"""So much farther off they begin, for the circle round their symbols."""


@layers.add
class Labels:
    """Words over everything else."""

    id, title, order = "labels", "Labels", 90

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The countries' numbers, and the tonnes of the stage that is asked for."""
        rows, asked = context.facilities, context.results.scenario
        tonnes = rows.once("loud tonnes", lambda: rows["size_t"][rows["loud"]].tobytes())
        return shading(context).told, asked.mineral, asked.stage, repr(context.largest_t), tonnes

    def make(self, context: Context) -> Layer:
        """Country names with figures first, then facilities by size; what is left is for towns and other countries."""
        named, others = _countries(context)
        return Layer(self.id, self.title, (named, _facilities(context), others, _towns(context.projection)))


def said_beside(name: str) -> str:
    """A facility's name as it stands beside its symbol: a long one without its brackets, or else in two lines; cut at a
    word's end only where these would be too long as well."""
    if len(name) <= LONGEST_LINE:
        return name
    plain = " ".join(re.sub(r"\([^)]*\)", " ", name).split()).replace(" ,", ",") or name
    if len(plain) <= LONGEST_LINE:
        return plain
    words = plain.split()
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    first, second = min(breaks or [(plain, "")], key=lambda lines: abs(len(lines[0]) - len(lines[1])))
    return "\n".join(filter(None, (_cut(first), _cut(second))))


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE].rsplit(" ", 1)[0].rstrip(",;:( ") + " …"


def _countries(context: Context) -> tuple[Texts, Texts]:
    """Those that are named on the map of the world, with their figures; the others by name alone, first those where
    something stands that counts, then the largest."""
    codes, x, y = _places(context.projection)
    number = {iso3: i for i, iso3 in enumerate(codes)}
    names, said = _names(context, codes), figures(context)
    rows = zip(said.index.tolist(), said["weight"].tolist(), said["text"].tolist(), strict=True)
    named = [(number[iso3], weight, text) for iso3, weight, text in rows if iso3 in number]
    at, shares = np.array([i for i, _, _ in named], int), np.array([weight for _, weight, _ in named], float)
    others = np.setdiff1d(np.arange(len(codes)), at)
    n, hosts = len(others), _hosts(context)
    counted = np.array([codes[i] in hosts for i in others.tolist()], float)
    return (
        Texts(
            x=x[at],
            y=y[at],
            words=tuple(f"{names[i]}\n{text}" for i, _, text in named),
            size=np.where(shares >= 0.2, 11.0, np.where(shares >= 0.05, 10.0, 9.0)),
            style=("country",) * len(at),
            # Who has much is what the map says: before the loud straits, though not before those that are shut.
            priority=np.where(shares >= 0.1, 1700.0, 1000.0) + shares,
            offset=np.zeros((len(at), 2)),
            closer=np.where(shares >= 0.01, np.inf, 8_000.0),
            ids=tuple(codes[i] for i in at.tolist()),
        ),
        Texts(
            x=x[others],
            y=y[others],
            words=tuple(names[i] for i in others.tolist()),
            size=np.full(n, 9.0),
            style=("land",) * n,
            priority=counted - np.arange(n) / max(n, 1),
            offset=np.zeros((n, 2)),
            closer=np.full(n, NEIGHBOURS_MPP),
            ids=tuple(codes[i] for i in others.tolist()),
        ),
    )


def _hosts(context: Context) -> frozenset[str]:
    """Codes of the countries where facilities of the stage that is asked for stand."""
    rows = context.facilities
    return rows.once("loud hosts", lambda: frozenset(rows["host_iso3"][rows["loud"]].tolist()))


@lru_cache(maxsize=1)
def _units() -> pd.DataFrame:
    """What the basemap says of each country, by code, the largest first."""
    units = coasts.table("countries")
    units = units[units["iso3"] != ""].drop_duplicates("iso3")
    return units.sort_values("area_km2", ascending=False, kind="stable").set_index("iso3")


@lru_cache(maxsize=8)
def _places(projection: Projection) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Codes of all countries, and where their names stand on a sheet."""
    units = _units()
    x, y = projection.forward(units["label_lon"].to_numpy(float), units["label_lat"].to_numpy(float))
    return tuple(units.index), x, y


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


def _names(context: Context, codes: tuple[str, ...]) -> list[str]:
    """Names of all countries in the language of the view; in English where the basemap has none."""
    english = [context.country_name(iso3) for iso3 in codes]
    column = f"name_{context.view.language}"
    if context.view.language == "en" or column not in _units():
        return english
    return [name or known for name, known in zip(_units()[column].tolist(), english, strict=True)]


def names_elsewhere() -> dict[str, str]:
    """What each country is called in the other languages of the basemap, one name after another, by code."""
    units = _units()
    columns = [units[name].tolist() for code in LANGUAGES if (name := f"name_{code}") in units]
    named = zip(*columns, strict=True)
    return {iso3: " ".join(dict.fromkeys(filter(None, names))) for iso3, names in zip(units.index, named, strict=False)}


def _facilities(context: Context) -> Texts:
    whole = context.facilities
    rows = whole.some("named", lambda: whole["loud"] & ~whole.where("status", frozenset({"closed"})))
    rank = np.arange(len(rows))
    closer = np.zeros(len(rows))
    for limit, mpp in reversed(CLOSER_MPP):
        closer[rank < limit] = mpp
    # Who adds a file looks for what is in it.
    circled = ~rows.where("dataset", frozenset({""}))
    own = circled & (np.cumsum(circled) <= MOST_OWN)
    closer[own] = CLOSER_MPP[0][1]
    size = symbology.diameters(rows["size_t"], context.largest_t)
    return Texts(
        x=rows["x"],
        y=rows["y"],
        words=tuple(said_beside(name) for name in rows["name"]),
        size=np.full(len(rows), 9.5),
        style=("place",) * len(rows),
        priority=100.0 - rank / max(len(rows), 1) + OWN_FIRST * own,
        offset=np.column_stack([size / 2 + 4.0 + CIRCLE_PX * circled, np.zeros(len(rows))]),
        closer=closer,
    )
