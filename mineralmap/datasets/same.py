"""Is a user's facility one that is there already? Then it would be counted twice, and that is told."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from mineralmap.datasets import match
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.places import great_circle_km
from mineralmap.errors import Problem, Severity

CLOSE_KM, NAMESAKE_KM = 2.0, 30.0
ALIKE = 85.0
"""rapidfuzz token_set_ratio (0–100) from which two names are called similar."""
_WORDS = {"mine", "refinery", "plant", "project", "smelter", "lithium", "cobalt", "nickel", "graphite", "operation",
          "works", "complex", "the", "of", "and", "rare", "earth", "earths", "copper"}  # fmt: skip


def as_shipped(
    table: pd.DataFrame, dataset: Dataset, file: str, twins: Iterable[tuple[int, str, float]] | None = None
) -> list[Problem]:
    """A warning for each row of a user's table that is likely one of the data set's facilities.

    Likely means: same mineral and stage, and within 2 km, or within 30 km under a similar name.
    """
    problems: list[Problem] = []
    for row, facility_id, far in pairs(table, dataset) if twins is None else twins:
        name = str(dataset.facilities.at[facility_id, "name"])
        what = f"this is likely {name} ({facility_id}), {far:.1f} km away, which is in the data already."
        hint = "Both are counted. Leave the row out unless it is another facility."
        problems.append(Problem(Severity.WARNING, file, row, "name", what, hint))
    return problems


def pairs(table: pd.DataFrame, dataset: Dataset) -> Iterator[tuple[int, str, float]]:
    """Row, facility id and distance in km of each row of a table that is likely a facility of the data set."""
    from rapidfuzz import fuzz

    minerals = dataset.outputs.groupby("mineral")["facility_id"].agg(set)
    for (mineral, stage), group in table.groupby(["mineral", "stage"], sort=False):
        makers = minerals.get(mineral, set())
        there = dataset.facilities[(dataset.facilities["stage"] == stage) & dataset.facilities.index.isin(list(makers))]
        if there.empty:
            continue
        lon, lat = there["lon"].to_numpy(float), there["lat"].to_numpy(float)
        names = [_bare(name) for name in there["name"]]
        places = (group[column].to_numpy(float) for column in ("lon", "lat"))
        for row, called, here_lon, here_lat in zip(group.index, group["name"], *places, strict=True):
            away = great_circle_km(lon, lat, float(here_lon), float(here_lat))
            near = np.flatnonzero(away <= NAMESAKE_KM)
            wanted = _bare(called)
            hits = [
                place
                for place in near[np.argsort(away[near])]
                if away[place] <= CLOSE_KM
                or (wanted and names[place] and fuzz.token_set_ratio(wanted, names[place]) >= ALIKE)
            ]
            if hits:
                yield int(row), str(there.index[hits[0]]), float(away[hits[0]])


def _bare(name: str) -> str:
    """A name without the words that many facilities share."""
    words = [match.key(word) for word in name.replace("-", " ").split()]
    return " ".join(word for word in words if word and word not in _WORDS)
