"""The tables that stand in ``movements.Flows``: flows, the ports used, inland legs, exposure of gates."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mineralmap.analysis.gates import Gates
from mineralmap.analysis.lanes import BROKEN
from mineralmap.analysis.movements import NO_LANES, Flows
from mineralmap.analysis.own_figures import COLUMNS as FIGURES
from mineralmap.analysis.ports import GUESSED
from mineralmap.analysis.through import at_gates, crossings
from mineralmap.analysis.trade import LEAST, Trade
from mineralmap.analysis.ways import DOMESTIC, MODES, NONE, SEA, Ways
from mineralmap.analysis.wording import percent
from mineralmap.model.scenario import Scenario

LEG_KM, LEG_SHARE = 5.0, 0.0005
DOMESTIC_KM, DOMESTIC_SHARE = 50.0, 0.005
TABLE = (
    "flow_id leg cargo cargo_name from_id to_id from_name to_name from_iso3 to_iso3 importer tonnes gross_t from_port "
    "to_port sea_nm land_km mode stranded gates known source_id source_year from_guess to_guess"
).split()
LEGS = "lon0 lat0 lon1 lat1 tonnes name".split()
ENDS = "port_id name lon lat tonnes".split()
EXPOSURE = "chokepoint_id name lat lon tonnes gross_t share closed".split()
UNKNOWN_WAY = "id name iso3 leg tonnes why".split()
KNOWN_MARK = " (known)"
"""Ends the id of a flow that is known, since what the model adds between the same places is a row of its own."""


def flow_table(trade: Trade, ways: Ways) -> pd.DataFrame:
    """``Flows.table`` of one leg on the ways that are left, largest first."""
    i, j, origins, ends = trade.row, trade.column, trade.origins, trade.ends
    mode = ways.mode[i, j]
    sea = mode == SEA
    from_id, to_id = origins.index.to_numpy(object)[i], ends.index.to_numpy(object)[j]
    cargo = trade.cargo
    split = origins.index.duplicated(keep=False)[i] | (cargo != origins["cargo"].to_numpy(object)[i])
    iso3, region = ends["iso3"].to_numpy(object)[j], ends["region"].to_numpy(object)[j]
    table = pd.DataFrame(
        {
            "flow_id": [
                f"{a}>{b}{f':{c}' if s else ''}{KNOWN_MARK if k else ''}"
                for a, b, c, s, k in zip(from_id, to_id, cargo, split, trade.known, strict=True)
            ],
            "leg": trade.leg,
            "cargo": cargo,
            "cargo_name": trade.cargo_name,
            "from_id": from_id,
            "to_id": to_id,
            "from_name": origins["name"].to_numpy(object)[i],
            "to_name": ends["name"].to_numpy(object)[j],
            "from_iso3": origins["iso3"].to_numpy(object)[i],
            "to_iso3": iso3,
            "importer": np.where(region == "", iso3, region),
            "tonnes": trade.tonnes,
            "gross_t": trade.gross_t,
            "from_port": np.where(sea, origins["port_id"].to_numpy(object)[i], ""),
            "to_port": np.where(sea, ends["port_id"].to_numpy(object)[j], ""),
            "sea_nm": ways.sea_nm[i, j],
            "land_km": ways.land_km[i, j],
            "mode": np.array(MODES, dtype=object)[np.where(mode == NONE, trade.ways.mode[i, j], mode)],
            "stranded": mode == NONE,
        }
    )
    table["gates"] = pd.Series(_gates(ways, i, j, sea), index=table.index, dtype=object)
    table["known"], table["source_id"], table["source_year"] = trade.known, trade.source, trade.source_year
    by_port = sea | table["stranded"].to_numpy(bool)
    for side, places, at in (("from", origins, i), ("to", ends, j)):
        guessed = places["rule"].str.startswith(GUESSED).to_numpy(bool)
        table[f"{side}_guess"] = guessed[at] & by_port
    return table[TABLE]


def guess_note(table: pd.DataFrame) -> str:
    """How much of what goes by sea rests on ports that are guessed; "" where nothing does."""
    by_sea = table["mode"] == "sea"
    tonnes, guessed = table.loc[by_sea, "tonnes"], guesses(table)[by_sea.to_numpy()]
    if not guessed.any():
        return ""
    part = percent(float(tonnes[guessed].sum() / tonnes.sum()))
    return (
        f"{part} of the tonnes by sea leave by or come in at a port that is guessed (columns "
        "from_guess and to_guess): the country or the seat of the company is known, the works are not."
    )


def guesses(table: pd.DataFrame) -> np.ndarray:
    """The flows (n,), bool, one of whose ports is taken for want of a place."""
    return table["from_guess"].to_numpy(bool) | table["to_guess"].to_numpy(bool)


def _gates(ways: Ways, i: np.ndarray, j: np.ndarray, sea: np.ndarray) -> list[tuple[str, ...]]:
    """Gates of each flow, each pair of ports looked up once."""
    at_sea = np.flatnonzero(sea)
    ports = np.column_stack([ways.from_at[i], ways.to_at[j]])[at_sea]
    pairs, which = np.unique(ports, axis=0, return_inverse=True)
    passed = ways.routes.passed(*pairs.T)
    found: list[tuple[str, ...]] = [()] * len(sea)
    for flow, pair in zip(at_sea, np.ravel(which), strict=True):
        found[flow] = passed[pair]
    return found


def ports_used(trades: Sequence[Trade], table: pd.DataFrame) -> pd.DataFrame:
    """The ports that carry tonnes by sea, with those tonnes, of all legs."""
    every = pd.concat([places for trade in trades for places in (trade.origins, trade.ends)])
    places = every.drop_duplicates("port_id").set_index("port_id")
    sailing = table[table["sea_nm"].notna()]
    moved = pd.concat([sailing.groupby("from_port")["tonnes"].sum(), sailing.groupby("to_port")["tonnes"].sum()])
    moved = moved.groupby(level=0).sum()
    found = places.loc[moved.index]
    columns = dict(zip(ENDS[1:], (found["port_name"], found["port_lon"], found["port_lat"], moved), strict=True))
    return pd.DataFrame(columns).rename_axis("port_id").reset_index()[ENDS]


def inland_legs(trades: Sequence[Trade], ways: Sequence[Ways], parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Inland legs: place to port and port to place, overland flows, and the larger domestic ones; all schematic."""
    rows = []
    for trade, way, part in zip(trades, ways, parts, strict=True):
        rows += _legs_of(trade, way, part)
    legs = pd.DataFrame(rows, columns=LEGS).dropna()
    legs = legs[(legs["lon0"] - legs["lon1"]).abs() < 180]
    return legs.sort_values(["tonnes", "name"], ascending=[False, True], ignore_index=True)


def _legs_of(trade: Trade, ways: Ways, part: pd.DataFrame) -> list[tuple]:
    total, tonnes = trade.tonnes.sum(), trade.tonnes
    by_sea = np.where(part["sea_nm"].notna(), tonnes, 0.0)
    rows = []
    for places, at, arrow in (
        (trade.origins, trade.row, "{name} to {port}"),
        (trade.ends, trade.column, "{port} to {name}"),
    ):
        moved = np.bincount(at, by_sea, minlength=len(places))
        points = places[["lon", "lat", "port_lon", "port_lat"]].to_numpy(float)
        away, names = places["land_km"].to_numpy(float), zip(places["name"], places["port_name"], strict=True)
        for point, km, carried, (name, port) in zip(points, away, moved, names, strict=True):
            if carried > LEG_SHARE * total and km > LEG_KM:
                rows.append((*point, carried, arrow.format(name=name, port=port) + " (inland, schematic)"))
    mode = ways.mode[trade.row, trade.column]
    foreign = (mode != DOMESTIC) & (mode != SEA) & (mode != NONE) & (tonnes > LEG_SHARE * total)
    home = (
        (mode == DOMESTIC) & (ways.land_km[trade.row, trade.column] > DOMESTIC_KM) & (tonnes > DOMESTIC_SHARE * total)
    )
    from_xy, to_xy = (_point(places) for places in (trade.origins, trade.ends))
    from_name, to_name = trade.origins["name"].to_numpy(object), trade.ends["name"].to_numpy(object)
    for k in np.flatnonzero(foreign | home):
        kind = "domestic" if home[k] else "overland"
        name = f"{from_name[trade.row[k]]} to {to_name[trade.column[k]]} ({kind}, schematic)"
        rows.append((*from_xy[trade.row[k]], *to_xy[trade.column[k]], tonnes[k], name))
    return rows


def _point(places: pd.DataFrame) -> np.ndarray:
    """Where a place is drawn (n, 2): its own point; a consumer's port; nan for what no facility explains."""
    lon, lat = places["lon"].to_numpy(float), places["lat"].to_numpy(float)
    if "region" in places:
        at_port = (places["region"] != "").to_numpy()
        lon = np.where(at_port, places["port_lon"].to_numpy(float), lon)
        lat = np.where(at_port, places["port_lat"].to_numpy(float), lat)
    return np.column_stack([lon, lat])


def gates_passed(shut: Gates, table: pd.DataFrame) -> pd.DataFrame:
    """Tonnes and share of every gate that is passed or closed, largest first.

    What the map draws: the same sums as in ``chokepoints.exposure``, which adds for whom and from whom.
    """
    rows = shut.table
    sums = at_gates(table, *crossings(table["gates"], rows.index), len(rows))
    made = pd.DataFrame(
        {
            "chokepoint_id": rows.index.to_numpy(object),
            "name": rows["name"].to_numpy(object),
            "lat": rows["lat"].to_numpy(float),
            "lon": rows["lon"].to_numpy(float),
            "tonnes": sums.tonnes,
            "gross_t": sums.gross_t,
            "share": sums.share,
            "closed": rows["closed"].to_numpy(bool),
        }
    )
    made = made[(made["tonnes"] > LEAST * table["tonnes"].sum()) | made["closed"]]
    return made.sort_values(["tonnes", "chokepoint_id"], ascending=[False, True], ignore_index=True)[EXPOSURE]


def nothing(scenario: Scenario, why: tuple[str, ...]) -> Flows:
    """No flows at all, with the reasons as notes; what is not shipped is not known."""
    return Flows(
        scenario=scenario, unit="", table=pd.DataFrame(columns=TABLE), lanes=NO_LANES,
        legs=pd.DataFrame(columns=LEGS), ends=pd.DataFrame(columns=ENDS), broken=pd.DataFrame(columns=list(BROKEN)),
        exposure=pd.DataFrame(columns=EXPOSURE), unknown=pd.DataFrame(columns=UNKNOWN_WAY),
        figures=pd.DataFrame(columns=FIGURES), shipped_t=0.0, stranded_t=0.0, slack_t=float("nan"), residual=0.0,
        notes=why,
    )  # fmt: skip
