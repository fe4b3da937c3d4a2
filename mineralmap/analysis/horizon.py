"""Demand and supply of the partners from 2024 to 2040: what grows with the world, what projects may add, what is left.

Method: methods §4 and §9. World demand follows the IEA's outlooks; a region's published figure grows with the world's,
a stated proxy. Operating capacity stands still; projects come by status, chance and a linear ramp.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.cuts import kept, parse
from mineralmap.analysis.gaps import WORLD, demand_of, expected, left_after
from mineralmap.analysis.located import located
from mineralmap.analysis.question import members_of
from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import LATEST, Stage

FIRST, LAST = 2024, 2040
OUTLOOKS = ("STEPS", "APS", "NZE")
CLOSERS = ["facility_id", "name", "host_iso3", "status", "start_year", "chance", "ramp", "added_t", "gap_left_t"]
DEMANDS = ["region", "year", "demand_t", "grown", "basis", "source_id"]


@dataclass(frozen=True, eq=False)
class Outlook:
    """World demand by year under one outlook, linear between published years; nan outside them."""

    name: str
    unit: str
    stage: str
    """The stage the figures are for: "any", or the one they speak of."""
    published: dict[int, float]
    source_id: str

    def of(self, year: float) -> float:
        """World demand of a year, tonnes of ``unit``; nan before the first and after the last published year."""
        if not self.published:
            return np.nan
        years = sorted(self.published)
        tonnes = [self.published[one] for one in years]
        return float(np.interp(year, years, tonnes, left=np.nan, right=np.nan))

    def growth(self, since: int, year: int) -> float:
        """World demand of ``year`` over that of ``since``; years before the first published one count as that.

        nan where either is not known, or the base is 0.
        """
        if not self.published:
            return np.nan
        first = min(self.published)
        base = self.of(max(since, first))
        return self.of(max(year, first)) / base if base > 0 else np.nan


@dataclass(frozen=True, eq=False)
class Horizon:
    """Years ahead, with what they rest on."""

    years: pd.DataFrame
    """Indexed by year: demand_t, target_t, supply_t, pipeline_t, gap_t (tonnes a year of ``unit``), world_t (world
    demand, tonnes of ``outlook.unit``), basis (words)."""
    demand: pd.DataFrame
    """Columns ``DEMANDS``: each partner's demand by year, whether it grew with the world's, and what it rests on."""
    undated: pd.DataFrame
    """Partner projects with a capacity and without a start year, which are not counted: facility_id, name, status,
    added_t (at full ramp)."""
    outlook: Outlook
    regions: frozenset[str]
    """Partners whose supply counts: those with a demand figure, all where none has one."""
    year: int
    """The year asked about."""
    unit: str
    notes: tuple[str, ...]

    @property
    def gap_t(self) -> float:
        """The gap of the year asked about; nan where there is no answer or no such year."""
        return float(self.of_year()["gap_t"])

    def of_year(self) -> dict[str, Any]:
        """The figures of the year asked about; nan and no words outside the years that can be asked about."""
        years = self.years.index.to_numpy()
        if self.year not in years:
            return {**dict.fromkeys(self.years.columns, np.nan), "basis": ""}
        return {str(name): self.years[name].to_numpy()[years == self.year][0] for name in self.years.columns}


def ramp(year: int, start: np.ndarray, length: float) -> np.ndarray:
    """Mean part of full output in a calendar year, on a straight line from the start year's first day.

    Parameters
    ----------
    start
        Start years, shape (n,); nan gives nan.
    length
        Years from nothing to all; 0 is all at once.

    Returns
    -------
    Fractions within [0, 1], shape (n,).

    Examples
    --------
    >>> ramp(2027, np.array([2026.0, 2027.0, 2028.0]), 2.0).tolist()
    [0.75, 0.25, 0.0]
    """
    gone = year - np.asarray(start, float)
    if length <= 0:
        return np.where(np.isnan(gone), np.nan, (gone >= 0).astype(float))

    def summed(time: np.ndarray) -> np.ndarray:
        return np.where(time <= length, np.clip(time, 0, None) ** 2 / (2 * length), time - length / 2)

    return np.clip(summed(gone + 1) - summed(gone), 0.0, 1.0)


def horizon(results: Results) -> Horizon:
    """Demand, supply, projects and gap of the partners, year by year, under the scenario's basis and outlook."""
    return _horizon(results)


def outlook(dataset: Dataset, mineral: str, stage: Stage, name: str) -> Outlook:
    """World demand of a mineral: rows for the stage before rows for any, before rows of another stage.

    Raises
    ------
    InvalidArgument
        For an outlook that the IEA does not have.
    """
    if name not in OUTLOOKS:
        raise InvalidArgument(f"There is no outlook {name!r}.", f"Known are {', '.join(OUTLOOKS)}.")
    table = dataset.demand
    rows = table[(table["region"] == WORLD) & (table["mineral"] == mineral) & table["quantity_t"].notna()]
    rows = rows[rows["scenario"].isin(["", name])]
    for wanted in (stage.value, "any", *rows["stage"].unique()):
        chosen = rows[rows["stage"] == wanted]
        if len(chosen):
            # A figure without a scenario is the base year that all outlooks start from.
            chosen = chosen.sort_values("scenario", kind="stable")
            published = {
                int(year): float(tonnes) for year, tonnes in zip(chosen["year"], chosen["quantity_t"], strict=True)
            }
            sources = "; ".join(dict.fromkeys(chosen["source_id"]))
            return Outlook(name, str(chosen["unit"].iloc[0]), str(wanted), published, sources)
    return Outlook(name, "", "", {}, "")


@lru_cache(maxsize=4)
def _horizon(results: Results) -> Horizon:
    scenario = results.scenario
    world = outlook(results.dataset, scenario.mineral, scenario.stage, scenario.outlook)
    years = np.arange(FIRST, LAST + 1)
    demand, said = _demand(results, world, years)
    regions = frozenset(demand["region"]) or scenario.partners
    part = partner_parts(results, regions)
    projects, supply = projects_of(results, part), _supply(results, part)
    start = projects["start_year"].to_numpy(float)
    dated, full = ~np.isnan(start), projects["added_t"].to_numpy(float)
    length = assumed(scenario, "ramp_years")
    pipeline = np.array([float(full[dated] @ ramp(int(year), start[dated], length)) for year in years])
    # A region without a figure is left out and told; one whose figure is withheld or does not reach a year leaves none.
    by_region = demand["demand_t"].to_numpy(float).reshape(-1, len(years))
    wanted_t = by_region.sum(axis=0) if len(by_region) else np.full(len(years), np.nan)
    target_t = results.gap.target * wanted_t
    frame = pd.DataFrame(
        {
            "demand_t": wanted_t,
            "target_t": target_t,
            "supply_t": np.full(len(years), supply),
            "pipeline_t": pipeline,
            "gap_t": np.maximum(0.0, target_t - supply - pipeline),
            "world_t": np.array([world.of(int(year)) for year in years]),
            "basis": _basis(results, demand),
        },
        index=pd.Index(years, name="year"),
    )
    undated = projects.loc[~dated, ["facility_id", "name", "status", "added_t"]].reset_index(drop=True)
    if len(undated):
        said.append(f"Not counted: {len(undated)} projects of the partners without a start year.")
    if moved := int(projects["moved"].sum()):
        said.append(f"{moved} projects did not run in the year their source planned: they start when it last looked.")
    asked = results.year if scenario.horizon == LATEST else scenario.horizon
    unit = str(results.dataset.minerals.at[scenario.mineral, "unit"])
    return Horizon(frame, demand, undated, world, regions, asked, unit, tuple(said))


def closing_curve(results: Results) -> pd.DataFrame:
    """Projects that add partner supply, most first, with the gap that is left after each and all above it.

    At the scenario's horizon each counts with its ramp of that year. Without a horizon the gap is that of the answer's
    year, and every project counts in full, dated or not: what they could close, not when.

    Returns
    -------
    pandas.DataFrame
        Columns ``CLOSERS``; tonnes a year; ``gap_left_t`` nan where the gap is not known.
    """
    found = _horizon(results)
    projects = projects_of(results, partner_parts(results, found.regions))
    if results.scenario.horizon == LATEST:
        reached = np.ones(len(projects))
    else:
        start = projects["start_year"].to_numpy(float)
        reached = np.nan_to_num(ramp(found.year, start, assumed(results.scenario, "ramp_years")))
    ahead = found.of_year()
    projects = projects.assign(ramp=reached, added_t=projects["added_t"].to_numpy(float) * reached)
    projects = projects[projects["added_t"] > 0].sort_values("added_t", ascending=False, kind="stable")
    left = left_after(ahead["target_t"] - ahead["supply_t"], projects["added_t"].to_numpy(float))
    return projects.assign(gap_left_t=left)[CLOSERS].reset_index(drop=True)


def _demand(results: Results, world: Outlook, years: np.ndarray) -> tuple[pd.DataFrame, list[str]]:
    """Demand of each partner by year; partners without any figure are left out and told."""
    scenario, rows, missing = results.scenario, [], []
    for region in sorted(scenario.partners):
        base, since, basis, source = _base(results, region)
        if not basis:
            missing.append(region)
            continue
        for year in years.tolist():
            growth = 1.0 if year == since else world.growth(since, year)
            grown = growth != 1.0 and not np.isnan(base)
            rows.append((region, year, base * growth, grown, basis, source))
    said = []
    if missing:
        said.append(f"No demand figure for {', '.join(missing)}: demand and supply leave them out.")
    unit = str(results.dataset.minerals.at[scenario.mineral, "unit"])
    if not world.published:
        said.append("No outlook of world demand: only the year of each figure has an answer.")
    elif not world.unit.startswith(unit) and world.unit != "t":
        said.append(f"World demand counts {world.unit}: its growth stands for that of {unit}.")
    return pd.DataFrame(rows, columns=DEMANDS), said


def _base(results: Results, region: str) -> tuple[float, int, str, str]:
    """A region's demand, its year, what it is and its source; nan where withheld, no words where there is none."""
    own = assumed(results.scenario, f"demand:{region}")
    if not np.isnan(own):
        return own, results.year, f"set by the user for {results.year}", ""
    asked = results.scenario
    found = demand_of(results.dataset, asked.mineral, asked.stage, frozenset({region}), results.year)
    if found.withheld:
        return np.nan, results.year, "withheld by the source", found.source
    if not found.regions:
        return np.nan, results.year, "", ""
    return found.tonnes, int(found.year), f"{found.basis} {found.year}", found.source


def partner_parts(results: Results, regions: frozenset[str]) -> np.ndarray:
    """Part of each facility that the regions have under the scenario's basis, published and presumed; (n,), in the
    order of ``located``."""
    plants = located(results.dataset, results.scenario.mineral, results.scenario.stage)
    if regions == results.scenario.partners:
        return results.facilities["partner_share"].reindex(plants.ids).to_numpy(float)
    members = members_of(results.dataset, regions)
    theirs = results.credits[results.credits["supplier"].isin(members) & (results.credits["grade"] != "unknown")]
    summed = theirs.groupby("facility_id")["share"].sum()
    return np.nan_to_num(summed.reindex(plants.ids).to_numpy(float))


def capacity_left(results: Results) -> np.ndarray:
    """Contained capacity of every facility of ``located`` after the scenario's cuts, (n,); nan where none is known."""
    scenario = results.scenario
    plants = located(results.dataset, scenario.mineral, scenario.stage)
    cuts = parse(results.dataset, scenario.cuts)
    return plants.capacity_t * kept(results.dataset, cuts, plants)[0] if cuts else plants.capacity_t


def _supply(results: Results, part: np.ndarray) -> float:
    """Operating capacity of the regions times its use; nan where no operating capacity is known at all."""
    plants = located(results.dataset, results.scenario.mineral, results.scenario.stage)
    if not np.nansum(plants.capacity_t[plants.operating]) > 0:
        return np.nan
    capacity = np.where(plants.operating, np.nan_to_num(capacity_left(results)), 0.0)
    return float(capacity @ part) * assumed(results.scenario, "use")


def projects_of(results: Results, part: np.ndarray) -> pd.DataFrame:
    """Projects with a capacity in which the regions have a part: what each adds at full ramp, most first.

    Parameters
    ----------
    part
        ``partner_parts``.
    """
    scenario = results.scenario
    plants = located(results.dataset, scenario.mineral, scenario.stage)
    capacity = np.nan_to_num(capacity_left(results))
    chance, added = expected(scenario, plants.status, capacity, part)
    rows = np.flatnonzero(added > 0)
    rows = rows[np.argsort(-added[rows], kind="stable")]
    seen = pd.to_numeric(results.dataset.facilities["as_of"].reindex(plants.ids[rows]), errors="coerce")
    start = np.fmax(plants.start_year[rows], np.where(np.isnan(plants.start_year[rows]), np.nan, seen.to_numpy(float)))
    return pd.DataFrame(
        {
            "facility_id": plants.ids[rows],
            "name": plants.names[rows],
            "host_iso3": plants.host_iso3[rows],
            "status": plants.status[rows],
            "start_year": start,
            "moved": start > plants.start_year[rows],
            "chance": chance[rows],
            "capacity_t": capacity[rows],
            "added_t": added[rows],
        }
    )


def _basis(results: Results, demand: pd.DataFrame) -> list[str]:
    """What the figures of each year rest on, in words."""
    scenario = results.scenario
    chances = f"{assumed(scenario, 'p_construction'):g} in construction, {assumed(scenario, 'p_planned'):g} planned"
    supplied = (
        f"supply: operating capacity by {scenario.basis.value} × use {assumed(scenario, 'use'):g}; projects × chance "
        f"({chances}) over a ramp of {assumed(scenario, 'ramp_years'):g} years"
    )
    told: dict[int, list[str]] = {year: [] for year in range(FIRST, LAST + 1)}
    for region, year, basis in zip(demand["region"], demand["year"], demand["basis"], strict=True):
        told[year].append(f"{region} {basis}")
    grown = set(demand.loc[demand["grown"].astype(bool), "year"])
    proxy = f", grown with world demand under {scenario.outlook} (IEA), a proxy"
    return [
        f"demand: {', '.join(said) or 'no data'}{proxy if year in grown else ''}; {supplied}"
        for year, said in told.items()
    ]
