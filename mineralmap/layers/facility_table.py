"""The located facilities of one mineral as one table, with the tonnes that each symbol stands for."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.projection import Projection

COLUMNS = ("name", "host_iso3", "stage", "status", "lat", "lon", "coord_precision", "dataset")
"""Of the facilities table, what is drawn or told."""
TEXTS = tuple(name for name in COLUMNS if name not in ("lat", "lon"))
MOST_PLACES, MOST_TABLES, MOST_FACILITIES = 6, 4, 200_000
"""Tables that are kept: of places, and of answers; with more facilities than that in all of these the newest alone."""
PROJECTS = frozenset({"construction", "planned"})


@dataclass(frozen=True, eq=False)
class Facilities:
    """Every located facility of a mineral but for what partners change. ``largest_t`` is the weight at the greatest
    diameter, ``beyond`` how many the projection does not show, which ``rows`` leave out."""

    rows: Rows
    largest_t: float
    beyond: int


def facilities(dataset: Dataset, results: Results, projection: Projection) -> Facilities:
    """The facilities of an answer, largest first: the same object as long as only partners change.

    Columns: ``COLUMNS`` of the facilities table, x, y (metres), capacity_t, production_t (nan: not known), weight_t,
    weight_from, counted, owner_iso3, size_t, and loud (bool: of the stage that is asked for).
    """
    key = dataset, results.unpartnered, projection
    with _lock:
        if key in _made:
            _made.move_to_end(key)
            return _made[key]
    made = _facilities(dataset, results, projection)
    with _lock:
        _made[key] = made
        while len(_made) > 1 and (
            len(_made) > MOST_TABLES or sum(len(one.rows) for one in _made.values()) > MOST_FACILITIES
        ):
            _made.popitem(last=False)
    return made


_made: "OrderedDict[tuple[Dataset, object, Projection], Facilities]" = OrderedDict()
_lock = Lock()
"""Maps are made in several threads."""


def _facilities(dataset: Dataset, results: Results, projection: Projection) -> Facilities:
    scenario, answer = results.scenario, results.facilities
    base = _places(dataset, scenario.mineral, projection)
    at = answer.index.get_indexer(base.index)
    made = {name: base[name].to_numpy(float) for name in ("capacity_t", "production_t")}
    for name in ("weight_t", "capacity_t", "production_t"):
        found = np.append(answer[name].to_numpy(float), np.nan)[at]
        made[name] = np.where(np.isnan(found), made[name], found) if name in made else found
    for name in ("weight_from", "owner_iso3"):
        made[name] = np.append(answer[name].fillna("").to_numpy(object), "")[at]
    made["counted"] = np.append(answer["counted"].fillna(False).to_numpy(bool), False)[at]
    made["loud"] = (base["stage"] == scenario.stage.value).to_numpy(bool)
    project = base["status"].isin(PROJECTS).to_numpy()
    made["size_t"] = _sizes(made, project, comparable=results.unit == mineral_unit(dataset, results))
    order = np.lexsort((base["rank"].to_numpy(), -made["size_t"]))  # what has no tonnes comes last
    frame = base.drop(columns=["rank", "capacity_t", "production_t"]).take(order)
    added = {name: pd.Series(values[order], frame.index, values.dtype) for name, values in made.items()}
    frame = pd.concat([frame, pd.DataFrame(added)], axis=1)
    seen = np.flatnonzero(np.isfinite(frame["x"].to_numpy()))
    return Facilities(Rows(frame, seen, at[order][seen]), _largest(frame), len(frame) - len(seen))


_known: "WeakKeyDictionary[Dataset, dict[tuple[str, Projection], pd.DataFrame]]" = WeakKeyDictionary()


def _places(dataset: Dataset, mineral: str, projection: Projection) -> pd.DataFrame:
    """What no answer changes: every located facility of a mineral, its place on the map, and the rank of its name."""
    known = _known.setdefault(dataset, {})
    if (mineral, projection) in known:
        return known[mineral, projection]
    outputs = dataset.outputs[dataset.outputs["mineral"] == mineral]
    summed = outputs.groupby("facility_id")[["capacity_t", "production_t"]].sum(min_count=1)
    frame = pd.DataFrame(dataset.facilities[list(COLUMNS)]).astype(dict.fromkeys(TEXTS, object))
    frame = frame.loc[frame.index.isin(summed.index) & frame["lat"].notna() & frame["lon"].notna()].join(summed)
    x, y = projection.forward(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    ranks = np.empty(len(frame), int)
    ranks[np.argsort(frame["name"].to_numpy(object), kind="stable")] = np.arange(len(frame))
    if len(known) >= MOST_PLACES:
        known.pop(next(iter(known)), None)
    known[mineral, projection] = frame.assign(x=x, y=y, rank=ranks)
    return known[mineral, projection]


def mineral_unit(dataset: Dataset, results: Results) -> str:
    """What a tonne of a facility's capacity counts; a national table may count something else."""
    mineral = results.scenario.mineral
    return str(dataset.minerals.at[mineral, "unit"]) if mineral in dataset.minerals.index else results.unit


def weighed(rows: Rows) -> bool:
    """Does the answer credit any located facility with tonnes?"""
    return rows.once("weighed", lambda: bool((rows["loud"] & ~np.isnan(rows["weight_t"])).any()))


def _sizes(made: dict[str, np.ndarray], project: np.ndarray, comparable: bool) -> np.ndarray:
    """Tonnes (n,) that each symbol stands for; nan where there are none in the unit of the key.

    The stage that is asked for shows credited tonnes, its projects their capacity; the other stages show capacity, else
    output. Without credited tonnes everything shows capacity, and the key says so.
    """
    capacity, output, loud, weight = made["capacity_t"], made["production_t"], made["loud"], made["weight_t"]
    either = np.where(np.isnan(capacity), output, capacity)
    if not (loud & ~np.isnan(weight)).any():
        return np.where(loud, capacity, either)
    others = either if comparable else np.full(len(loud), np.nan)
    credited = np.where(np.isnan(weight) & project, others, weight)
    return np.where(loud, credited, others)


def unplaced(dataset: Dataset, results: Results) -> pd.Series:
    """Credited tonnes of the facilities of the stage that no source gives a place, largest first, by facility_id."""
    answer = results.facilities
    if "weight_t" not in answer:
        return pd.Series(dtype=float)
    credited = answer.loc[answer.index.isin(_nowhere(dataset, results.scenario.stage.value)), "weight_t"].astype(float)
    return credited[credited > 0].sort_values(ascending=False)


@lru_cache(maxsize=8)
def _nowhere(dataset: Dataset, stage: str) -> pd.Index:
    """The shipped facilities of a stage without a place."""
    facilities = dataset.facilities
    nowhere = facilities["lat"].isna() | facilities["lon"].isna()
    return facilities.index[(facilities["stage"] == stage) & (facilities["dataset"] == "") & nowhere]


def _largest(frame: pd.DataFrame) -> float:
    """The weight at the greatest diameter: the largest facility of the stage, or of any where that has none."""
    loud = frame.loc[frame["loud"], "size_t"].max()
    return float(loud) if loud == loud else float(frame["size_t"].max())
