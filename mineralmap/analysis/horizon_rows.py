"""The rows behind the gap of a year ahead: demand by region, what runs, and every project with its chance and ramp."""

import math

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.horizon import capacity_left, horizon, partner_parts, projects_of, ramp
from mineralmap.analysis.located import located
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import whole_percent


def rows_ahead(results: Results) -> pd.DataFrame:
    """Target × demand of each region, less every facility's part; they add up to the gap of the year asked about."""
    found = horizon(results)
    if math.isnan(found.gap_t):
        return made_of.nothing()
    part = partner_parts(results, found.regions)
    asked = found.demand[found.demand["year"] == found.year]
    target, tonnes = results.gap.target, asked["demand_t"].to_numpy(float)
    said = [
        f"{basis}, grown with world demand under {found.outlook.name}, a proxy" if grown else basis
        for basis, grown in zip(asked["basis"], asked["grown"], strict=True)
    ]
    rows = [
        made_of.table("demand", asked["region"], tonnes, target, target * tonnes, said),
        _running(results, part),
        _projects(results, part, found.year),
    ]
    over = found.gap_t - sum(float(one["contribution"].sum()) for one in rows)
    if over > made_of.TINY * max(float(np.sum(tonnes)), 1.0):
        rows.append(made_of.table("floor", ["0"], [over], 1.0, over, "supply beyond the target: no gap is negative"))
    return made_of.joined(*rows)


def _running(results: Results, part: np.ndarray) -> pd.DataFrame:
    plants = located(results.dataset, results.scenario.mineral, results.scenario.stage)
    part = part * assumed(results.scenario, "use")
    capacity = np.nan_to_num(capacity_left(results))
    rows = np.flatnonzero(plants.operating & (capacity * part > 0))
    tonnes = capacity[rows]
    return made_of.table("facility", plants.ids[rows], tonnes, part[rows], -tonnes * part[rows])


def _projects(results: Results, part: np.ndarray, year: int) -> pd.DataFrame:
    projects = projects_of(results, part)
    start = projects["start_year"].to_numpy(float)
    reached = np.nan_to_num(ramp(year, start, assumed(results.scenario, "ramp_years")))
    adds = projects["added_t"].to_numpy(float) * reached
    coming = np.flatnonzero(adds > 0)
    capacity = projects["capacity_t"].to_numpy(float)[coming]
    note = [
        f"{status}, chance {chance:g}, from {when:.0f}, {whole_percent(full)} of it in {year}"
        for status, chance, when, full in zip(
            projects["status"].to_numpy(object)[coming], projects["chance"].to_numpy(float)[coming], start[coming],
            reached[coming], strict=True,
        )
    ]  # fmt: skip
    return made_of.table("facility", projects["facility_id"].to_numpy(object)[coming], capacity,
                         adds[coming] / capacity, -adds[coming], note)  # fmt: skip
