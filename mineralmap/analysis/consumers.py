"""Who takes in refined material: the consuming regions with their tonnes, each spread over the ports it uses.

Tonnes of a region: what the user says, else ``demand.csv``, else ``consumers.csv`` (published, proxy or assumption);
what is left of the refined output goes to the rest of the world, so that the totals meet.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.gaps import demand_of, own_demand
from mineralmap.analysis.ports import Port
from mineralmap.analysis.wording import percent, whole_percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario, Stage

USE = "use:"
"""Prefix of the ids of consumers: ``use:EU:DEU@DEHAM``."""
ROW = "ROW"
REGION_NAMES = {
    "USA": "the United States", "JPN": "Japan", "EU": "the European Union", "CHN": "China", "KOR": "Korea",
    "IND": "India", ROW: "the rest of the world",
}  # fmt: skip
RULE = "port of the region's consumers"


@dataclass(frozen=True, slots=True)
class Use:
    """What one region takes in: ``share`` is the part of the world's refined output."""

    region: str
    share: float
    basis: str


def consumers_of(
    dataset: Dataset, scenario: Scenario, year: int, made_t: float, world_t: float, notes: list[str]
) -> pd.DataFrame:
    """Consumers of ``made_t`` tonnes of refined output, one row per port of a region.

    Parameters
    ----------
    year
        The year of the refined output.
    made_t, world_t
        Located and world refined output, in the mineral's unit.

    Returns
    -------
    Indexed by id; region, name, iso3, lon, lat (nan: they stand at their port), tonnes (summing to ``made_t``) and
    the columns of ``ports.Port``. Empty where nothing tells who consumes.
    """
    ports = dataset.consumer_ports
    regions = [region for region in dict.fromkeys(map(str, ports["region"])) if region != ROW]
    found = [_use(dataset, scenario, year, world_t, region) for region in regions]
    uses = [use for use in found if use is not None]
    if not _told_beyond(dataset, scenario) or not uses or not made_t > 0 or not world_t > 0:
        return _placed(dataset, ports[:0], {})
    told = sum(use.share for use in uses)
    shares = {use.region: use.share / max(told, 1.0) for use in uses}
    shares[ROW] = max(1.0 - told, 0.0)
    silent = [region for region in regions if region not in shares]
    _say(uses, silent, told, shares[ROW], made_t / world_t, notes)
    return _placed(dataset, ports, {region: share * made_t for region, share in shares.items()})


def _told_beyond(dataset: Dataset, scenario: Scenario) -> bool:
    """Is any region told but those of ``demand.csv``? Else the rest would be nearly all, China's part in it."""
    rows = dataset.consumers[dataset.consumers["mineral"] == scenario.mineral]
    demand = set(dataset.demand.loc[dataset.demand["mineral"] == scenario.mineral, "region"])
    own = {region for region, _ in own_demand(scenario)}
    return bool((rows["share"].notna() | rows["quantity_t"].notna()).any() or own - demand)


def _use(dataset: Dataset, scenario: Scenario, year: int, world_t: float, region: str) -> Use | None:
    """The best figure of a region as a part of the world's refined output."""
    mineral, own = scenario.mineral, own_demand(scenario)
    demand = demand_of(dataset, mineral, Stage.REFINING, frozenset({region}), year, own)
    if np.isfinite(demand.tonnes):
        who = "yours" if region in dict(own) else f"{demand.basis} {demand.year}"
        return Use(region, demand.tonnes / world_t, f"{demand.tonnes:,.0f} t ({who})")
    rows = dataset.consumers
    rows = rows[(rows["mineral"] == mineral) & (rows["region"] == region)]
    rows = rows[rows["share"].notna() | rows["quantity_t"].notna()]
    if rows.empty:
        return None
    late, far = rows["year"] > year, (rows["year"] - year).abs()
    best = rows.iloc[int(np.lexsort([far.to_numpy(), late.to_numpy()])[0])]
    when = f"{best['kind']} {best['year']:.0f}"
    if np.isfinite(best["share"]):
        return Use(region, float(best["share"]), f"{percent(best['share'])} of the world's ({when})")
    return Use(region, float(best["quantity_t"]) / world_t, f"{best['quantity_t']:,.0f} t ({when})")


def _say(uses: list[Use], silent: list[str], told: float, rest: float, located: float, notes: list[str]) -> None:
    words = "; ".join(f"{REGION_NAMES.get(use.region, use.region)} {use.basis}" for use in uses)
    said = f"Consumers: {words}; {REGION_NAMES[ROW]} takes what is left, {whole_percent(rest)}."
    if silent:
        names = " and ".join(REGION_NAMES.get(region, region) for region in silent)
        said += f" No figure for {names}: what goes there is within the rest, at ports of other countries."
    if told > 1 + 1e-9:
        part = whole_percent(told)
        said += f" Together the figures are {part} of the refined output: all are scaled down to meet it."
    if abs(located - 1) > 0.005:
        part = whole_percent(located)
        said += f" Located refineries give {part} of the world's refined output: every region takes that part."
    notes.append(said + " Consumers stand at the ports of their region.")


def _placed(dataset: Dataset, ports: pd.DataFrame, tonnes: dict[str, float]) -> pd.DataFrame:
    """One row per region and port, with the tonnes of the region times the weight of the port."""
    ports = ports[ports["port_id"].isin(dataset.ports.index) & ports["region"].isin(list(tonnes))]
    weight = ports.groupby("region")["weight"].transform(lambda one: one / one.sum())
    found = dataset.ports.loc[ports["port_id"]]
    amount = ports["region"].map(tonnes).to_numpy(float) * weight.to_numpy(float)
    table = pd.DataFrame(
        {
            "id": [
                f"{USE}{r}:{c}@{p}" for r, c, p in zip(ports["region"], ports["iso3"], ports["port_id"], strict=True)
            ],
            "region": ports["region"].to_numpy(object),
            "name": [
                f"{dataset.country_name(str(iso3))}, consumers (by {port})"
                for iso3, port in zip(ports["iso3"], found["name"], strict=True)
            ],
            "iso3": ports["iso3"].to_numpy(object),
            "lon": np.nan,
            "lat": np.nan,
            "tonnes": amount,
            "port_id": ports["port_id"].to_numpy(object),
            "port_name": found["name"].to_numpy(object),
            "port_lon": found["lon"].to_numpy(float),
            "port_lat": found["lat"].to_numpy(float),
            "land_km": 0.0,
            "rule": RULE,
        }
    ).set_index("id")
    for column in [name for name in Port._fields if name not in table]:
        table[column] = Port._field_defaults[column]
    return table[table["tonnes"] > 0]
