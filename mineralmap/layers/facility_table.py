"""The located facilities of one mineral as one table, with the tonnes that each symbol stands for."""

import numpy as np
import pandas as pd

from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.projection import Projection

PROJECTS = frozenset({"construction", "planned"})


def table(dataset: Dataset, results: Results, projection: Projection) -> pd.DataFrame:
    """Every located facility of the mineral, largest first, indexed by facility_id.

    Columns: those of the facilities table, x, y (metres), capacity_t, production_t (nan when not known), weight_t,
    weight_from, counted, partner_share, group, owner_iso3, and loud (bool: of the stage that is asked for).
    """
    scenario = results.scenario
    outputs = dataset.outputs[dataset.outputs["mineral"] == scenario.mineral]
    summed = outputs.groupby("facility_id")[["capacity_t", "production_t"]].sum(min_count=1)
    frame = pd.DataFrame(dataset.facilities.drop(columns="geometry"))
    frame = frame.loc[frame.index.isin(summed.index) & frame["lat"].notna() & frame["lon"].notna()]
    frame = frame.join(summed)
    answer = results.facilities
    frame["loud"] = frame["stage"] == scenario.stage.value
    columns: tuple[tuple[str, object], ...] = (
        ("weight_t", np.nan),
        ("weight_from", ""),
        ("counted", False),
        ("partner_share", np.nan),
        ("group", ""),
        ("owner_iso3", ""),
    )
    for column, missing in columns:
        if column in answer:
            found = answer[column].reindex(frame.index)
            frame[column] = found.astype(object).where(found.notna(), missing)
        else:
            frame[column] = missing
    for column in ("weight_t", "partner_share"):
        frame[column] = frame[column].astype(float)
    frame["counted"] = frame["counted"].astype(bool)
    for column in ("capacity_t", "production_t"):
        if column in answer:
            frame[column] = answer[column].reindex(frame.index).astype(float).fillna(frame[column])
    frame["size_t"] = _sizes(frame, comparable=results.unit == mineral_unit(dataset, results))
    frame["x"], frame["y"] = projection.forward(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    return frame.sort_values(["size_t", "name"], ascending=[False, True], na_position="last", kind="stable")


def mineral_unit(dataset: Dataset, results: Results) -> str:
    """What a tonne of a facility's capacity counts; a national table may count something else."""
    mineral = results.scenario.mineral
    return str(dataset.minerals.at[mineral, "unit"]) if mineral in dataset.minerals.index else results.unit


def weighed(frame: pd.DataFrame) -> bool:
    """Does the answer credit any located facility with tonnes?"""
    return bool((frame["loud"] & frame["weight_t"].notna()).any())


def _sizes(frame: pd.DataFrame, comparable: bool) -> pd.Series:
    """Tonnes that each symbol stands for; nan where there are none in the unit of the key.

    The stage that is asked for shows credited tonnes, its projects their capacity; the other stages show capacity, else
    output. Without credited tonnes everything shows capacity, and the key says so.
    """
    capacity = frame["capacity_t"]
    if not weighed(frame):
        return capacity.where(frame["loud"], capacity.fillna(frame["production_t"]))
    project = frame["status"].isin(PROJECTS)
    others = (capacity if comparable else capacity * np.nan).fillna(frame["production_t"] if comparable else np.nan)
    credited = frame["weight_t"].fillna(others.where(project))
    return credited.where(frame["loud"], others)


def unplaced(dataset: Dataset, results: Results) -> pd.Series:
    """Credited tonnes of the facilities of the stage that no source gives a place, largest first, by facility_id."""
    answer, facilities = results.facilities, dataset.facilities
    if "weight_t" not in answer:
        return pd.Series(dtype=float)
    nowhere = facilities["lat"].isna() | facilities["lon"].isna()
    asked = (facilities["stage"] == results.scenario.stage.value) & (facilities["dataset"] == "") & nowhere
    credited = answer.loc[answer.index.isin(facilities.index[asked]), "weight_t"].astype(float)
    return credited[credited > 0].sort_values(ascending=False)


def largest_weight(frame: pd.DataFrame) -> float:
    """The weight at the greatest diameter: the largest facility of the stage, or of any where that has none."""
    loud = frame.loc[frame["loud"], "size_t"].max()
    return float(loud) if loud == loud else float(frame["size_t"].max())
