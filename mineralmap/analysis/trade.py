"""Who probably ships to whom: mined tonnes spread over the refineries by the gravity model, on the open sea network.

What each place gives and takes comes from the results by location and output; closures do not change the pattern, they
lengthen or strand its flows (``flows``). Nothing here is a record of trade.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.gates import gates, without_closures
from mineralmap.analysis.gravity import gravity
from mineralmap.analysis.national import national
from mineralmap.analysis.ownership import owner_vectors
from mineralmap.analysis.port_choice import chosen_ports
from mineralmap.analysis.ports import ports_of, ports_of_country
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.analysis.ways import Ways, find_ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

REST = "rest:"
"""Prefix of the ids of what a country is known to produce at no facility that we know (``rest:CHN@CNNGB``: the part
that is taken to go by that port)."""


@dataclass(frozen=True, eq=False)
class Trade:
    """The pattern of trade with nothing closed but what is closed by default.

    ``mines`` (n) and ``plants`` (m): indexed by id; name, iso3, lon, lat, tonnes and the columns of ``ports.Port``.
    ``tonnes`` (n, m) modelled; ``mined_t`` all that the national table counts; ``ways`` on the open network.
    """

    mines: pd.DataFrame
    plants: pd.DataFrame
    tonnes: np.ndarray
    ways: Ways
    unit: str
    mined_t: float
    residual: float
    notes: tuple[str, ...]


def trade_pattern(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of trade of the scenario's mineral, or one sentence why there is none."""
    mined = _results(dataset, scenario, Stage.MINING, cancel)
    refined = _results(dataset, scenario, Stage.REFINING, cancel)
    if mined.no_data or refined.no_data:
        return f"No flows: {mined.no_data or refined.no_data}"
    mines, plants = _places(dataset, mined), _places(dataset, refined)
    if mines.empty or plants.empty:
        return "No flows: no mine or no refinery has a known output."
    cancel()
    notes = [
        f"Flows are modelled, not recorded: {mined.mineral_name} mined in {mined.year}, refined in {refined.year}, "
        f"gravity model with β {scenario.decay:g} per 1,000 nm, κ {scenario.land_weight:g} nm per km of land, "
        f"λ {scenario.affinity:g} for common owners. Intermediate products are not a stage of their own here."
    ]
    dear = dataset.chokepoints[dataset.chokepoints["penalty_nm"] > 0]
    if len(dear):
        words = ", ".join(f"{name} {nm:g}" for name, nm in zip(dear["name"], dear["penalty_nm"], strict=True))
        notes.append(
            f"Routes are the shortest under these settings. Counted longer than they are when a way is chosen "
            f"(assumption, nm): {words}; the lengths shown are true."
        )
    supply, demand = _meet(dataset, mines, plants, mined, refined, notes)
    ways = find_ways(dataset, mines, plants, scenario.land_weight, gates(dataset, without_closures(scenario)))
    cancel()
    affinity = _affinity(dataset, mines, plants) if scenario.affinity > 0 else None
    tonnes, residual = _fit(dataset, scenario, mined, mines, plants, supply, demand, ways, affinity, notes, cancel)
    _say_unknown_routes(mines, supply, ways, notes)
    return Trade(mines, plants, tonnes, ways, mined.unit, float(mined.denominator_t), residual, tuple(notes))


def _results(dataset: Dataset, scenario: Scenario, stage: Stage, cancel: Callable[[], None]) -> Results:
    asked = replace(scenario, stage=stage, measure=Measure.OUTPUT, basis=Basis.LOCATION, closed=frozenset())
    return compute(dataset, asked, cancel)


def _places(dataset: Dataset, results: Results) -> pd.DataFrame:
    """Facilities with a weight, and a country's known output at no known facility, each with its port.

    The latter is spread over the ports that the country's known facilities of the stage use, as their tonnes are.
    """
    weights = results.facilities.loc[results.facilities["counted"], "weight_t"]
    weights = weights[weights > 0]
    rows = dataset.facilities.loc[weights.index]
    located = pd.DataFrame(
        {"name": rows["name"], "iso3": rows["host_iso3"], "lon": rows["lon"], "lat": rows["lat"], "tonnes": weights}
    )
    countries = results.suppliers[~results.suppliers["supplier"].isin([OTHER, UNKNOWN])].set_index("supplier")
    left = countries["tonnes"].sub(located.groupby("iso3")["tonnes"].sum(), fill_value=0.0)
    left = left[left > max(0.5, 1e-6 * weights.sum())].sort_index()
    chosen = chosen_ports(dataset, results.scenario.ports)
    located = located.join(ports_of(dataset, located, chosen))
    rows = []
    for iso3, tonnes in left.items():
        shared = ports_of_country(dataset, str(iso3), located[located["iso3"] == iso3], located["tonnes"], chosen)
        for port, part in shared:
            word = f" (by {port.port_name})" if len(shared) > 1 else ""
            name = f"{dataset.country_name(str(iso3))}, facilities not known{word}"
            place = f"{REST}{iso3}" + (f"@{port.port_id}" if len(shared) > 1 else "")
            rows.append((place, name, iso3, np.nan, np.nan, tonnes * part, *port))
    rest = pd.DataFrame(rows, columns=["id", *located.columns]).set_index("id")
    parts = [part for part in (located, rest) if len(part)]
    places = pd.concat(parts) if parts else located
    return places.astype(
        dict.fromkeys(("lon", "lat", "tonnes", "port_lon", "port_lat", "land_km", "corridor_km"), float)
    )


def _meet(
    dataset: Dataset, mines: pd.DataFrame, plants: pd.DataFrame, mined: Results, refined: Results, notes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Supply and intake with one total; says what was scaled and why."""
    supply, demand = mines["tonnes"].to_numpy(float), plants["tonnes"].to_numpy(float)
    unit, given, taken = mined.unit, supply.sum(), demand.sum()
    (one, alike), (other, also) = _counts(dataset, mined), _counts(dataset, refined)
    if not (alike and also):
        notes.append(
            f"Mines are counted as {one}, refineries as {other}: the refineries' shares "
            f"are used, not their tonnes; every flow is in the unit of the mines ({unit})."
        )
        return supply, demand * (given / taken)
    if one != other:
        notes.append(f"A tonne is {one} at the mines and {other} at the refineries.")
    if given > taken:
        notes.append(
            f"Located mines give {given:,.0f} {unit}, located refineries take in {taken:,.0f}: the difference is kept "
            "as stock, losses or not located, the same part of every mine."
        )
        return supply * (taken / given), demand
    notes.append(
        f"Located refineries take in {taken:,.0f} {unit}, located mines give {given:,.0f}: the difference comes from "
        "stock, scrap or mines not located, the same part of every refinery."
    )
    return supply, demand * (given / taken)


def _counts(dataset: Dataset, results: Results) -> tuple[str, bool]:
    """What a tonne of the national table is, and whether facilities count the same without a bridge."""
    table = national(dataset, results.scenario.mineral, results.scenario.stage, results.scenario.year)
    if table is None:
        return results.unit, True
    return table.counts, table.comparable and not (table.bridge_id or table.by_plant)


def _affinity(dataset: Dataset, mines: pd.DataFrame, plants: pd.DataFrame) -> np.ndarray:
    """Cosine (n, m) of the owner vectors; 0 where no owner is known."""
    known = [place for place in dict.fromkeys([*mines.index, *plants.index]) if not place.startswith(REST)]
    vectors = owner_vectors(dataset, known)
    length = np.sqrt((vectors**2).sum(axis=1).to_numpy(float))
    unit = vectors.div(np.where(length > 0, length, 1.0), axis=0)
    a, b = (unit.reindex(places.index).fillna(0.0).to_numpy() for places in (mines, plants))
    return np.clip(a @ b.T, 0.0, 1.0)


def _fit(
    dataset: Dataset, scenario: Scenario, mined: Results, mines: pd.DataFrame, plants: pd.DataFrame,
    supply: np.ndarray, demand: np.ndarray, ways: Ways, affinity: np.ndarray | None, notes: list[str],
    cancel: Callable[[], None],
) -> tuple[np.ndarray, float]:  # fmt: skip
    """Flows (n, m) and residual; a country that bans ore exports fills its own refineries first."""
    cost, tonnes, residual = ways.cost.copy(), np.zeros(ways.cost.shape), 0.0
    for control, iso3, everything in ore_bans(dataset, scenario.mineral, mined.year):
        rows, columns = np.flatnonzero(mines["iso3"] == iso3), np.flatnonzero(plants["iso3"] == iso3)
        name = dataset.country_name(iso3)
        if everything:
            cost[np.ix_(rows, np.flatnonzero(plants["iso3"] != iso3))] = np.inf
            notes.append(f"{name} lets neither ore nor concentrate out ({control}): what its plants leave stays there.")
            continue
        home = np.ix_(rows, columns)
        at_home = gravity(
            supply[rows], demand[columns], cost[home], None if affinity is None else affinity[home],
            scenario.decay, scenario.affinity, cancel,
        )  # fmt: skip
        tonnes[home], residual = at_home.flows, max(residual, at_home.residual)
        notes.append(
            f"{name} bans the export of ore ({control}): its refineries are filled from its own mines first; the rest "
            "is taken to leave as intermediate products, which the ban allows."
        )
    fit = gravity(
        supply - tonnes.sum(axis=1), demand - tonnes.sum(axis=0), cost, affinity,
        scenario.decay, scenario.affinity, cancel,
    )  # fmt: skip
    return tonnes + fit.flows, max(residual, fit.residual)


def ore_bans(dataset: Dataset, mineral: str, year: int) -> list[tuple[str, str, bool]]:
    """Export bans on the mined form in force in a year: (control id, ISO3, does it bind concentrates too?)."""
    bans = []
    for row in dataset.export_controls.itertuples():
        words = str(row.measure).lower()
        begins = re.match(r"\d{4}", str(row.effective))
        if (
            mineral in re.split(r"\s*;\s*", str(row.mineral))
            and str(row.status).startswith("in force")
            and re.search(r"\b(ban|suspension)\b", words)
            and re.search(r"\b(ore|raw|concentrate)", words)
            and str(row.targets) == "all destinations"
            and begins is not None
            and int(begins.group()) <= year
        ):
            bans.append((str(row.control_id), str(row.iso3), "concentrate" in words))
    return bans


def _say_unknown_routes(mines: pd.DataFrame, supply: np.ndarray, ways: Ways, notes: list[str]) -> None:
    lost = ~np.isfinite(ways.cost).any(axis=1) & (supply > 0)
    if lost.any():
        names = ", ".join(sorted(mines["name"].to_numpy(object)[lost]))
        notes.append(f"Route unknown, so not shipped ({supply[lost].sum():,.0f} t): {names}.")
    far = (ways.from_at < 0) & ~lost & (supply > 0)
    if far.any():
        names = ", ".join(sorted(mines["name"].to_numpy(object)[far]))
        notes.append(f"No way to a port stated, so only to plants at home or over a land border: {names}.")
