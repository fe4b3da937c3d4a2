"""What one leg of the trade starts from: who gives, who takes in, the ways between them and what binds them.

Leg "feed": mined output to the refineries; leg "product": refined output to the consumers. Nothing is fitted here, so
that a calibration can fit one market many times.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.cargo import with_cargo
from mineralmap.analysis.consumers import consumers_of
from mineralmap.analysis.gates import gates
from mineralmap.analysis.known import Known, known_flows
from mineralmap.analysis.measures import Measure, in_leg
from mineralmap.analysis.national import national
from mineralmap.analysis.ownership import owner_vectors
from mineralmap.analysis.places import REST, output_of, places_of
from mineralmap.analysis.results import Results
from mineralmap.analysis.ways import Ways, find_ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Leg, Scenario, Stage, without_closures

NOT_MINED = r"^(?!.*(?:natural|\bore\b|concentrate)).*(?:synthetic|recycl|scrap|black mass)"
"""Forms of refined products that no mined material goes into."""


@dataclass(frozen=True, eq=False)
class Market:
    """``origins`` (n): indexed by place id (an id stands twice where a place sends two cargoes); name, iso3, lon, lat,
    tonnes, cargo, cargo_name, contained, at_home and the columns of ``ports.Port``. ``ends`` (m): the same without the
    cargo, with region ("" for a refinery).

    ``supply`` (n,), ``demand`` (m,): tonnes in ``unit``, before known flows are taken off; their sums may differ.
    ``cost`` (n, m): that of ``ways`` on the open network, inf where a cargo stays at home.
    """

    leg: str
    year: int
    origins: pd.DataFrame
    ends: pd.DataFrame
    supply: np.ndarray
    demand: np.ndarray
    cost: np.ndarray
    affinity: np.ndarray | None
    ways: Ways
    known: Known
    measures: tuple[Measure, ...]
    unit: str
    total_t: float
    """All that the national table counts at the origins."""
    notes: tuple[str, ...]


def market(dataset: Dataset, scenario: Scenario, leg: str, cancel: Callable[[], None]) -> Market | str:
    """The market of one leg of the scenario's mineral, or one sentence why there is none."""
    given = output_of(dataset, scenario, Stage.MINING if leg == Leg.FEED else Stage.REFINING, cancel)
    if given.no_data:
        return f"No flows: {given.no_data}"
    notes: list[str] = []
    unit, total = given.unit, float(given.denominator_t)
    if leg == Leg.FEED:
        taken = output_of(dataset, scenario, Stage.REFINING, cancel)
        if taken.no_data:
            return f"No flows: {taken.no_data}"
        origins, ends = places_of(dataset, given, leg), places_of(dataset, taken, leg).assign(region="")
        if origins.empty or ends.empty:
            return "No flows: no mine or no refinery has a known output."
        ends = _fed_by_mines(dataset, scenario.mineral, ends, notes)
        if ends.empty:
            return "No flows: no refinery takes in what is mined."
        demand = _in_unit(dataset, given, taken, origins["tonnes"].sum(), ends["tonnes"].to_numpy(float), notes)
    else:
        origins = places_of(dataset, given, leg)
        if origins.empty:
            return "No flows: no refinery has a known output."
        unit, factor = _whole(dataset, scenario, given, notes)
        total *= factor
        origins["tonnes"] *= factor
        ends = consumers_of(dataset, scenario, given.year, float(origins["tonnes"].sum()), total, notes)
        if ends.empty:
            return f"No flows: nothing tells who consumes refined {given.mineral_name}."
        demand = ends["tonnes"].to_numpy(float)
    cancel()
    origins = with_cargo(dataset, scenario.mineral, leg, origins)
    own_unit = str(dataset.minerals.at[scenario.mineral, "unit"])
    if unit != own_unit and origins["contained"].notna().any():
        origins["contained"] = np.nan
        notes.append(f"Tonnes are {unit}, grades of cargoes are in {own_unit}: gross weights are not known.")
    ways = find_ways(dataset, origins, ends, scenario.land_weight, gates(dataset, without_closures(scenario)))
    cancel()
    bound = tuple(in_leg(dataset, scenario, given.year, leg))
    cuts = _cuts(bound, origins, ends)
    known = known_flows(dataset, scenario.mineral, leg, origins, ends, ways.cost, cuts, notes)
    cost = ways.cost.copy()
    away = origins["iso3"].to_numpy(object)[:, None] != ends["iso3"].to_numpy(object)[None, :]
    at_home = origins["at_home"].to_numpy(bool)
    if at_home.any():
        cost[at_home[:, None] & away] = np.inf
        names = ", ".join(dict.fromkeys(origins.loc[at_home, "cargo_name"]))
        notes.append(f"Never leaves its country, so only plants there take it in: {names}.")
    supply = origins["tonnes"].to_numpy(float)
    affinity = _affinity(dataset, origins, ends) if leg == Leg.FEED and scenario.affinity > 0 else None
    return Market(
        leg=str(leg),
        year=given.year,
        origins=origins,
        ends=ends,
        supply=supply,
        demand=demand,
        cost=cost,
        affinity=affinity,
        ways=ways,
        known=known,
        measures=bound,
        unit=unit,
        total_t=total,
        notes=(_vintage(leg, given, notes), *notes),
    )


def reach(measure: Measure, origins: pd.DataFrame, ends: pd.DataFrame) -> np.ndarray:
    """The pairs (n, m), bool, that a measure speaks of: from its exporters to its targets outside them."""
    out = origins["iso3"].isin(measure.exporters).to_numpy()
    to = ~ends["iso3"].isin(measure.exporters).to_numpy()
    if measure.targets is not None:
        to &= ends["iso3"].isin(measure.targets).to_numpy()
    return out[:, None] & to[None, :]


def _cuts(bound: tuple[Measure, ...], origins: pd.DataFrame, ends: pd.DataFrame) -> dict[tuple[int, int], float]:
    """What measures set by the user take of known flows; those in force by default are in a known flow already."""
    left = np.ones((len(origins), len(ends)))
    for measure in bound:
        if measure.by_user and not measure.ore_only:
            left[reach(measure, origins, ends)] *= 1 - measure.part
    return {(int(i), int(j)): float(1 - left[i, j]) for i, j in np.argwhere(left < 1)}


def _fed_by_mines(dataset: Dataset, mineral: str, ends: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """The refineries but those that make nothing of what is mined: synthetic graphite, material from scrap."""
    outputs = dataset.outputs[(dataset.outputs["mineral"] == mineral) & dataset.outputs["facility_id"].isin(ends.index)]
    other = outputs["form"].str.contains(NOT_MINED, case=False, regex=True)
    alone = other.groupby(outputs["facility_id"]).all()
    left_out = ends.index.isin(alone.index[alone])
    if left_out.any():
        names = ", ".join(ends.loc[left_out, "name"])
        notes.append(f"Take in nothing that is mined, by what they make: {names}.")
    return ends[~left_out]


def _vintage(leg: str, given: Results, notes: list[str]) -> str:
    what = "mined output to refineries" if leg == Leg.FEED else "refined output to consumers"
    return f"Flows are modelled, not recorded: {given.mineral_name}, {what}, {given.year}."


def _in_unit(
    dataset: Dataset, mined: Results, refined: Results, given_t: float, demand: np.ndarray, notes: list[str]
) -> np.ndarray:
    """The refineries' intake in the unit of the mines; where they cannot be compared, their shares of all mined."""
    (one, alike), (other, also) = _counts(dataset, mined), _counts(dataset, refined)
    if not (alike and also):
        notes.append(
            f"Mines are counted as {one}, refineries as {other}: the refineries' shares "
            f"are used, not their tonnes; every flow is in the unit of the mines ({mined.unit})."
        )
        notes.append(_drawn_in(other, mined.unit))
        return demand * (given_t / demand.sum())
    if one != other:
        notes.append(f"A tonne is {one} at the mines and {other} at the refineries.")
    return demand


def _drawn_in(what: str, unit: str) -> str:
    """That symbols and lines of one map count different things; the same words for both legs, so told once."""
    return f"On the map the lines count {unit}, the symbols of refineries {what}; the two cannot be compared."


def _whole(dataset: Dataset, scenario: Scenario, refined: Results, notes: list[str]) -> tuple[str, float]:
    """The unit of what consumers take in, and the factor from the refined output to it (1 where they are one).

    Where the national table counts something else than the mineral's unit (magnet metals for all rare earths), the
    refineries' shares of it stand for their shares of all that is mined; nan where no mine output is known.
    """
    (what, alike), unit = _counts(dataset, refined), str(dataset.minerals.at[scenario.mineral, "unit"])
    if alike:
        return refined.unit, 1.0
    mined, made = (national(dataset, scenario.mineral, s, scenario.year) for s in (Stage.MINING, Stage.REFINING))
    notes.append(
        f"Refineries are counted as {what}: their shares of it stand for their shares of all that is mined "
        f"(assumption); every flow is in {unit}."
    )
    notes.append(_drawn_in(what, unit))
    return unit, mined.denominator_t / made.denominator_t if mined is not None and made is not None else np.nan


def _counts(dataset: Dataset, results: Results) -> tuple[str, bool]:
    """What a tonne of the national table is, and whether facilities count the same without a bridge."""
    table = national(dataset, results.scenario.mineral, results.scenario.stage, results.scenario.year)
    if table is None:
        return results.unit, True
    return table.counts, table.comparable and not (table.bridge_id or table.by_plant)


def _affinity(dataset: Dataset, origins: pd.DataFrame, ends: pd.DataFrame) -> np.ndarray:
    """Cosine (n, m) of the owner vectors; 0 where no owner is known."""
    known = [place for place in dict.fromkeys([*origins.index, *ends.index]) if not place.startswith(REST)]
    vectors = owner_vectors(dataset, known)
    length = np.sqrt((vectors**2).sum(axis=1).to_numpy(float))
    unit = vectors.div(np.where(length > 0, length, 1.0), axis=0)
    a, b = (unit.reindex(places.index).fillna(0.0).to_numpy() for places in (origins, ends))
    return np.clip(a @ b.T, 0.0, 1.0)
