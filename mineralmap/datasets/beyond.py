"""More than the whole world makes: a size that one facility cannot have, so that unit or form is likely wrong.

The bound is the most that our national tables tell of the mineral's stage in any year that is no forecast, in contained
tonnes.
"""

from functools import lru_cache

import numpy as np

from mineralmap.datasets.coverage import TOTALS, YEAR
from mineralmap.datasets.dataset import Dataset

HINT = "Are unit and form right?"


@lru_cache(maxsize=64)
def world(dataset: Dataset, mineral: str, stage: str) -> float:
    """The most that a world total, or the named countries together, come to; nan where no table counts the mineral.

    Tables that count another thing than the facilities are left out (``comparable``); for a stage without a table all
    of the mineral's stand, since no stage makes more of it than is mined and refined.
    """
    tables = dataset.national_tables
    mine = tables[(tables["mineral"] == mineral) & (tables["comparable"] == "yes")]
    of_stage = mine[mine["stage"] == stage]
    made = dataset.national_production
    made = made[made["table_id"].isin((of_stage if len(of_stage) else mine)["table_id"]) & (made["year"] <= YEAR)]
    named = made[~made["iso3"].isin(TOTALS)].groupby(["table_id", "year"])["quantity_t"].sum()
    most = np.fmax(made["quantity_t"].max(), named.max())
    return float(most) if most > 0 else float("nan")


def words(dataset: Dataset, mineral: str, stage: str, tonnes: float) -> str:
    """What is to be said of a facility's contained tonnes a year; "" for what the world could make."""
    most = world(dataset, mineral, stage)
    if not tonnes > most:
        return ""
    return f"{tonnes:,.0f} t is more than the whole world makes ({most:,.0f} t)."
