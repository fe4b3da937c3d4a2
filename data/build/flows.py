"""What is shipped, to whom, in what ship: cargoes, consumers and their ports, known flows, told ports, vessels."""

import re
from pathlib import Path

import pandas as pd
import tables

ORDER = 70
"""After the ports, the facilities and the sources, whose ids are looked up."""
REGIONS = ["USA", "JPN", "EU", "CHN", "KOR", "IND", "ROW"]
FROM_DEMAND = ["USA", "JPN", "EU"]
"""The regions whose figure stands in ``demand.csv`` unless a row by hand takes its place."""
LAST_YEAR = 2024
NAMES = ["cargoes", "consumers", "consumer_ports", "known_flows", "vessels", "gate_limits", "facility_ports"]


def build(sources: Path, out: Path) -> None:
    """Write the seven tables of the shipping flows; what names an id that is not there ends the build."""
    made = {name: tables.hand(name) for name in NAMES}
    if all(frame.empty for frame in made.values()):
        return
    known = set(tables.read(out / "sources.csv")["source_id"])
    for name, frame in made.items():
        named = frame["source_id"].str.split("; ").explode()
        _known(name, "source_id", named, known)
    for pattern in made["cargoes"]["match"]:
        re.compile(pattern)
    made["consumers"] = _consumers(made["consumers"], tables.read(out / "demand.csv"))
    made["consumer_ports"] = _ports(made["consumer_ports"])
    facilities = set(tables.read(out / "facilities.csv")["facility_id"])
    _known("known_flows", "from_id", made["known_flows"]["from_id"], facilities)
    _known("known_flows", "to_id", made["known_flows"]["to_id"], facilities | set(REGIONS))
    _known("known_flows", "cargo_id", made["known_flows"]["cargo_id"], {"", *made["cargoes"]["cargo_id"]})
    _known("consumer_ports", "port_id", made["consumer_ports"]["port_id"], _ids(out, "ports", "port_id"))
    _known(
        "gate_limits", "chokepoint_id", made["gate_limits"]["chokepoint_id"], _ids(out, "chokepoints", "chokepoint_id")
    )
    _known("facility_ports", "place", made["facility_ports"]["place"], facilities)
    _known("facility_ports", "port_id", made["facility_ports"]["port_id"], _ids(out, "ports", "port_id"))
    for name, frame in made.items():
        tables.write(out, name, frame)


def _ids(out: Path, table: str, column: str) -> set[str]:
    return set(tables.read(out / f"{table}.csv")[column])


def _known(table: str, column: str, named: pd.Series, known: set[str]) -> None:
    missing = sorted(set(named) - known)
    if missing:
        raise ValueError(f"{table}, {column}: no such id {missing}")


def _consumers(hand: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """The rows by hand; the rest of the world is what all others leave, those of ``demand.csv`` included."""
    used = demand[
        demand["region"].isin(FROM_DEMAND)
        & demand["kind"].isin(["apparent consumption", "proxy"])
        & (demand["scenario"] == "")
        & (demand["quantity_t"] != "")
        & (demand["year"].astype(int) <= LAST_YEAR)
    ]
    used = used.assign(age=-used["year"].astype(int)).sort_values(["mineral", "region", "age"], kind="stable")
    newest = used.drop_duplicates(["mineral", "region"])
    rows = []
    for cells in hand.to_dict("records"):
        row = {str(column): str(cell) for column, cell in cells.items()}
        others = hand[(hand["mineral"] == row["mineral"]) & (hand["region"] != "ROW")]
        if row["region"] == "ROW" and len(others):
            from_demand = newest[(newest["mineral"] == row["mineral"]) & ~newest["region"].isin(others["region"])]
            row = _rest(row, others, from_demand if row["world_t"] else from_demand.iloc[:0])
        rows.append(row)
    return pd.DataFrame(rows).drop(columns="world_t")


def _rest(row: dict[str, str], others: pd.DataFrame, from_demand: pd.DataFrame) -> dict[str, str]:
    world = float(row["world_t"] or 1)
    parts = dict(zip(from_demand["region"], from_demand["quantity_t"].astype(float) / world, strict=True))
    for region, share, quantity in zip(others["region"], others["share"], others["quantity_t"], strict=True):
        parts[region] = float(share) if share else float(quantity) / world
    rest = 1 - sum(parts.values())
    if rest < 0:
        raise ValueError(f"consumers: the regions of {row['mineral']} use more than the world has")
    told = " - ".join(f"{parts[region]:.4f} {region}" for region in REGIONS if region in parts)
    world_told = f", of {tables.plain(row['world_t'])} t" if row["world_t"] else ""
    return {**row, "share": f"{rest:.4f}", "note": f"1 - {told}{world_told}; {row['note']}"}


def _ports(hand: pd.DataFrame) -> pd.DataFrame:
    """Weights as parts of the whole of a region: the value of a country times the part of it that takes this port.

    ``low`` and ``high`` by hand take the place of ``part``.
    """
    value = hand["value"].astype(float)
    whole = (value * hand["part"].astype(float)).groupby(hand["region"]).transform("sum")
    made = hand.drop(columns=["value", "part", "low", "high"])
    for column, by_hand in {"weight": "part", "low": "low", "high": "high"}.items():
        scaled = pd.to_numeric(hand[by_hand], errors="coerce") * value / whole
        made[column] = [f"{cell:.6f}" if cell == cell else "" for cell in scaled]
    return made
