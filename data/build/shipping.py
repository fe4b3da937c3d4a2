"""Ports, chokepoints and the inland ways to a port."""

from pathlib import Path

import pandas as pd
import tables

ORDER = 30
POSITIONS = {"NGA_WPI": "nga-wpi", "searoute": "searoute", "GEONAMES": "geonames"}


def build(sources: Path, out: Path) -> None:
    """Write ``ports.csv``, ``chokepoints.csv`` and ``corridors.csv``."""
    folder = sources / "shipping"
    ports = pd.concat([tables.read(folder / "ports.csv"), _own()], ignore_index=True)
    tables.write(out, "ports", _ports(ports.sort_values(["iso3", "locode"], kind="stable")))
    tables.write(out, "chokepoints", _chokepoints(tables.read(folder / "chokepoints.csv")))
    tables.write(out, "corridors", _corridors(tables.read(folder / "inland_corridors.csv")))


def _own() -> pd.DataFrame:
    """Ports read outside the folder, in its columns; the reason says why they are main ports."""
    return tables.hand("ports_own").drop(columns="reason")


def _ports(ports: pd.DataFrame) -> pd.DataFrame:
    main = tables.hand("main_ports").set_index("port_id")["reason"]
    main = pd.concat([main, tables.hand("ports_own").set_index("locode")["reason"]])
    lost = set(main.index) - set(ports["locode"])
    if lost:
        raise ValueError(f"main_ports: no such port {sorted(lost)}")
    alone = ports["iso3"].map(ports["iso3"].value_counts()) == 1
    reason = ports["locode"].map(main).fillna("")
    reason = reason.mask(alone & (reason == ""), "the only port of its country in this table")
    note = ports["note"].str.cat(reason.where(reason == "", "main: " + reason), sep="; ").str.strip("; ")
    return pd.DataFrame(
        {
            "port_id": ports["locode"],
            "name": ports["name"],
            "iso3": ports["iso3"],
            "lat": ports["lat"],
            "lon": ports["lon"],
            "size": ports["harbor_size"],
            "main": (reason != "").map({True: "yes", False: "no"}),
            "source_id": ports["source"].map(POSITIONS),
            "note": note,
        }
    )


def _chokepoints(gates: pd.DataFrame) -> pd.DataFrame:
    from_portwatch = gates["portwatch_id"] != ""
    source = from_portwatch.map({True: "imf-portwatch; own-gates", False: "own-gates"})
    source = source.where(gates["eia_oil_mbd_2023"] == "", source + "; eia-chokepoints-2024")
    source = source.where(gates["bypass_note"] == "", source + "; searoute")
    penalty = gates["id"].map(tables.hand("penalties").set_index("chokepoint_id")["penalty_nm"])
    source = source.where(penalty.isna(), source + "; own-assumption")
    return pd.DataFrame(
        {
            "chokepoint_id": gates["id"],
            "name": gates["name"],
            "lat": gates["lat"],
            "lon": gates["lon"],
            "gate_wkt": gates["gate_wkt"],
            "default_closed": (gates["default_state"] == "closed").map({True: "yes", False: "no"}),
            "penalty_nm": penalty.fillna("0"),
            "ships_per_year": gates["ships_per_year"],
            "oil_mbd_2023": gates["eia_oil_mbd_2023"],
            "source_id": source,
        }
    )


def _corridors(legs: pd.DataFrame) -> pd.DataFrame:
    chosen = tables.hand("corridors")
    legs = chosen.merge(legs, left_on="corridor_id", right_on="id", how="left", validate="one_to_one")
    if legs["id"].isna().any():
        raise ValueError(f"corridors: not in the source {sorted(legs.loc[legs['id'].isna(), 'corridor_id'])}")
    read = pd.DataFrame(
        {
            "corridor_id": legs["corridor_id"],
            "host_iso3": legs["host_iso3"],
            "from_place": legs["from_place"],
            "from_lat": legs["lat"],
            "from_lon": legs["lon"],
            "port_id": legs["to_locode"],
            "mode": legs["mode"],
            "length_km": legs["published_km"],
            "days": legs["published_days"],
            "default": legs["default"],
            "source_id": legs["source_id"],
            "note": legs["reason"],
        }
    )
    return pd.concat([read, tables.hand("corridors_own")], ignore_index=True)
