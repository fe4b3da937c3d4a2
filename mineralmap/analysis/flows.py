"""Modelled flows from mines to refineries under the closures of a scenario, with their routes and the gates they pass.

The pattern of trade is that of the open network (``trade``); closing a gate routes the same flows again without it, so
that each is longer, as before, or stranded. Routes are the shortest under these settings, not recorded voyages.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

import numpy as np
import pandas as pd

from mineralmap.analysis.gates import Gates, gates, without_closures
from mineralmap.analysis.lines import cut_at_antimeridian
from mineralmap.analysis.movements import NO_LANES, Flows, Lanes
from mineralmap.analysis.trade import Trade, trade_pattern
from mineralmap.analysis.ways import DOMESTIC, MODES, NONE, SEA, Ways, find_ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

LEAST = 1e-9
"""Flows below this part of all tonnes are rounding, not trade."""
DRAWN_SHARE, DRAWN_MOST = 0.97, 200
LEG_KM, LEG_SHARE = 5.0, 0.0005
DOMESTIC_KM, DOMESTIC_SHARE = 50.0, 0.005
TABLE = (
    "flow_id leg cargo cargo_name from_id to_id from_name to_name from_iso3 to_iso3 importer tonnes gross_t from_port "
    "to_port sea_nm land_km mode stranded gates known source_id"
).split()
LEGS = "lon0 lat0 lon1 lat1 tonnes name".split()
ENDS = "port_id name lon lat tonnes".split()
BROKEN = "flow_id path".split()
EXPOSURE = "chokepoint_id name lat lon tonnes gross_t share closed".split()
UNKNOWN_WAY = "id name iso3 leg tonnes why".split()

_kept: OrderedDict[tuple[str, Scenario], Trade | str] = OrderedDict()
_lock = Lock()


def compute_flows(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> Flows:
    """Flows of the scenario's mineral from mines to refineries; empty, with the reason in the notes, without data.

    Stage, basis, measure and partners of the scenario do not change them. ``scenario.closed`` gates are closed in
    addition to those closed by default. ``exposure.share`` is of all modelled tonnes: domestic, overland and stranded
    ones are in the denominator. Shares do not add up to 1, since a route may pass several gates.
    """
    stop = cancel or (lambda: None)
    trade = _pattern(dataset, scenario, stop)
    if isinstance(trade, str):
        return _nothing(scenario, trade)
    stop()
    shut = gates(dataset, scenario)
    ways = trade.ways
    if shut.closed - gates(dataset, without_closures(scenario)).closed:
        ways = find_ways(dataset, trade.mines, trade.plants, scenario.land_weight, shut, trade.ways)
    stop()
    total = trade.tonnes.sum()
    tonnes = np.where(trade.tonnes > LEAST * total, trade.tonnes, 0.0)
    table = _table(trade, ways, tonnes)
    by_sea = np.where(ways.mode == SEA, tonnes, 0.0)
    lanes, left_out = _lanes(ways, by_sea, table)
    stop()
    stranded = float(tonnes[ways.mode == NONE].sum())
    shipped = float(tonnes.sum()) - stranded
    notes = [*trade.notes, _share_note(tonnes, by_sea, trade.unit)]
    if left_out:
        notes.append(left_out)
    if scenario.closed:
        names = ", ".join(_gate_name(dataset, gate) for gate in sorted(scenario.closed))
        notes.append(
            f"Closed: {names}. Who ships to whom is as with the straits open; {stranded:,.0f} {trade.unit} have no way "
            "left."
        )
    return Flows(
        scenario=scenario,
        unit=trade.unit,
        table=table,
        lanes=lanes,
        legs=_legs(trade, ways, tonnes),
        ends=_ends(trade, table),
        broken=pd.DataFrame(columns=BROKEN),
        exposure=_exposure(shut, ways, by_sea, tonnes.sum()),
        unknown=pd.DataFrame(columns=UNKNOWN_WAY),
        shipped_t=shipped,
        stranded_t=stranded,
        slack_t=_left(trade.mined_t, shipped + stranded),
        residual=trade.residual,
        notes=tuple(notes),
    )


def _pattern(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of trade, kept for the last few questions, since closures ask for the same one again."""
    asked = replace(
        scenario, stage=Stage.MINING, basis=Basis.LOCATION, measure=Measure.OUTPUT, closed=frozenset(),
        partners=frozenset(), target=None,
    )  # fmt: skip
    key = (dataset.key, asked)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = trade_pattern(dataset, asked, cancel)
    with _lock:
        _kept[key] = made
        while len(_kept) > 8:
            _kept.popitem(last=False)
    return made


def _table(trade: Trade, ways: Ways, tonnes: np.ndarray) -> pd.DataFrame:
    row, column = np.nonzero(tonnes)
    order = np.lexsort((column, row, -tonnes[row, column]))
    row, column = row[order], column[order]
    mode = ways.mode[row, column]
    from_id, to_id = trade.mines.index.to_numpy(object)[row], trade.plants.index.to_numpy(object)[column]
    sea = mode == SEA
    passed: dict[tuple[int, int], tuple[str, ...]] = {}
    passes: list[tuple[str, ...]] = []
    for at_sea, pair in zip(sea, zip(ways.from_at[row], ways.to_at[column], strict=True), strict=True):
        if at_sea and pair not in passed:
            passed[pair] = ways.routes.gates(*pair)
        passes.append(passed[pair] if at_sea else ())
    table = pd.DataFrame(
        {
            "flow_id": [f"{a}>{b}" for a, b in zip(from_id, to_id, strict=True)],
            "leg": "feed",
            "cargo": "",
            "cargo_name": "",
            "from_id": from_id,
            "to_id": to_id,
            "from_name": trade.mines["name"].to_numpy(object)[row],
            "to_name": trade.plants["name"].to_numpy(object)[column],
            "from_iso3": trade.mines["iso3"].to_numpy(object)[row],
            "to_iso3": trade.plants["iso3"].to_numpy(object)[column],
            "importer": trade.plants["iso3"].to_numpy(object)[column],
            "tonnes": tonnes[row, column],
            "gross_t": np.nan,
            "from_port": np.where(sea, trade.mines["port_id"].to_numpy(object)[row], ""),
            "to_port": np.where(sea, trade.plants["port_id"].to_numpy(object)[column], ""),
            "sea_nm": ways.sea_nm[row, column],
            "land_km": ways.land_km[row, column],
            "mode": np.array(MODES, dtype=object)[np.where(mode == NONE, trade.ways.mode[row, column], mode)],
            "stranded": mode == NONE,
        }
    )
    table["gates"] = pd.Series(passes, index=table.index, dtype=object)
    table["known"], table["source_id"] = False, ""
    return table[TABLE]


def _by_port_pair(ways: Ways, by_sea: np.ndarray) -> np.ndarray:
    """Tonnes (ports, ports) of the flows by sea (n, m)."""
    pairs = np.zeros(ways.routes.nm.shape)
    row, column = np.nonzero(by_sea)
    np.add.at(pairs, (ways.from_at[row], ways.to_at[column]), by_sea[row, column])
    return pairs


def _lanes(ways: Ways, by_sea: np.ndarray, table: pd.DataFrame) -> tuple[Lanes, str]:
    """The port pairs that carry most of the sea tonnes, their lines, and a word on what is left out."""
    pairs = _by_port_pair(ways, by_sea)
    start, end = np.nonzero(pairs)
    order = np.lexsort((end, start, -pairs[start, end]))
    start, end = start[order], end[order]
    tonnes = pairs[start, end]
    total = tonnes.sum()
    keep = min(DRAWN_MOST, int(np.searchsorted(np.cumsum(tonnes), DRAWN_SHARE * total)) + 1, len(tonnes))
    sailing = table.index[table["sea_nm"].notna()]
    rows_of = table.loc[sailing].groupby(["from_port", "to_port"]).indices
    paths, rows = [], []
    for a, b in zip(start[:keep], end[:keep], strict=True):
        ends = ways.from_ports["port_id"].iloc[a], ways.to_ports["port_id"].iloc[b]
        paths.append(cut_at_antimeridian(ways.routes.line(int(a), int(b))))
        rows.append(np.sort(sailing.to_numpy()[rows_of[ends]]))
    counts = np.concatenate([[0], np.cumsum([len(one) for one in rows], dtype=np.int64)])
    flat = np.concatenate([*rows, np.empty(0, np.int64)])
    lanes = Lanes(paths, counts, flat, np.ones(len(flat), bool), np.zeros(len(paths), bool))
    left_out = ""
    if keep < len(tonnes):
        left_out = (
            f"Drawn: the {keep} port pairs that carry most, {tonnes[:keep].sum() / total:.0%} of the sea-borne tonnes; "
            f"{len(tonnes) - keep} smaller ones are counted but not drawn."
        )
    return lanes, left_out


def _ends(trade: Trade, table: pd.DataFrame) -> pd.DataFrame:
    """The ports that carry tonnes by sea, with those tonnes."""
    places = pd.concat([trade.mines, trade.plants]).drop_duplicates("port_id").set_index("port_id")
    sailing = table[table["sea_nm"].notna()]
    moved = pd.concat([sailing.groupby("from_port")["tonnes"].sum(), sailing.groupby("to_port")["tonnes"].sum()])
    moved = moved.groupby(level=0).sum()
    found = places.loc[moved.index]
    columns = dict(zip(ENDS[1:], (found["port_name"], found["port_lon"], found["port_lat"], moved), strict=True))
    return pd.DataFrame(columns).rename_axis("port_id").reset_index()[ENDS]


def _legs(trade: Trade, ways: Ways, tonnes: np.ndarray) -> pd.DataFrame:
    """Inland legs: place to port and port to place, overland flows, and the larger domestic ones; all schematic."""
    total = tonnes.sum()
    by_sea = np.where(ways.mode == SEA, tonnes, 0.0)
    rows = []
    for places, moved, arrow in (
        (trade.mines, by_sea.sum(axis=1), "{name} to {port}"), (trade.plants, by_sea.sum(axis=0), "{port} to {name}"),
    ):  # fmt: skip
        points = places[["lon", "lat", "port_lon", "port_lat"]].to_numpy(float)
        away, names = places["land_km"].to_numpy(float), zip(places["name"], places["port_name"], strict=True)
        for point, km, carried, (name, port) in zip(points, away, moved, names, strict=True):
            if carried > LEG_SHARE * total and km > LEG_KM:
                rows.append((*point, carried, arrow.format(name=name, port=port) + " (inland, schematic)"))
    foreign = (ways.mode != DOMESTIC) & (ways.mode != SEA) & (ways.mode != NONE) & (tonnes > LEG_SHARE * total)
    home = (ways.mode == DOMESTIC) & (ways.land_km > DOMESTIC_KM) & (tonnes > DOMESTIC_SHARE * total)
    for i, j in np.argwhere(foreign | home):
        mine, plant = trade.mines.iloc[i], trade.plants.iloc[j]
        kind = "domestic" if home[i, j] else "overland"
        name = f"{mine['name']} to {plant['name']} ({kind}, schematic)"
        rows.append((mine["lon"], mine["lat"], plant["lon"], plant["lat"], tonnes[i, j], name))
    legs = pd.DataFrame(rows, columns=LEGS).dropna()
    legs = legs[(legs["lon0"] - legs["lon1"]).abs() < 180]
    return legs.sort_values(["tonnes", "name"], ascending=[False, True], ignore_index=True)


def _exposure(shut: Gates, ways: Ways, by_sea: np.ndarray, total: float) -> pd.DataFrame:
    """Tonnes and share of every gate that is passed or closed, largest first."""
    pairs = _by_port_pair(ways, by_sea)
    through = np.tensordot(pairs, ways.routes.crosses.astype(float), axes=([0, 1], [0, 1]))
    rows = shut.table.loc[list(ways.routes.network.gates)]
    table = pd.DataFrame(
        {
            "chokepoint_id": rows.index.to_numpy(object),
            "name": rows["name"].to_numpy(object),
            "lat": rows["lat"].to_numpy(),
            "lon": rows["lon"].to_numpy(),
            "tonnes": through,
            "gross_t": np.nan,
            "share": through / total if total > 0 else np.nan,
            "closed": rows["closed"].to_numpy(bool),
        }
    )
    table = table[(table["tonnes"] > LEAST * total) | table["closed"]]
    return table.sort_values(["tonnes", "chokepoint_id"], ascending=[False, True], ignore_index=True)[EXPOSURE]


def _share_note(tonnes: np.ndarray, by_sea: np.ndarray, unit: str) -> str:
    total = tonnes.sum()
    part = by_sea.sum() / total if total > 0 else 0.0
    return (
        f"Shares at chokepoints are of all {total:,.0f} {unit} modelled from mine to refinery, {part:.0%} of them by "
        "sea; flows within a country are not routed over the sea. A route may pass several gates: shares do not add up "
        "to 100 %."
    )


def _left(all_t: float, moved_t: float) -> float:
    """What does not move, without the dust of rounding."""
    return all_t - moved_t if all_t - moved_t > 1e-6 * all_t else 0.0


def _gate_name(dataset: Dataset, gate: str) -> str:
    return str(dataset.chokepoints.at[gate, "name"]) if gate in dataset.chokepoints.index else gate


def _nothing(scenario: Scenario, why: str) -> Flows:
    return Flows(
        scenario=scenario, unit="", table=pd.DataFrame(columns=TABLE), lanes=NO_LANES,
        legs=pd.DataFrame(columns=LEGS), ends=pd.DataFrame(columns=ENDS), broken=pd.DataFrame(columns=BROKEN),
        exposure=pd.DataFrame(columns=EXPOSURE), unknown=pd.DataFrame(columns=UNKNOWN_WAY), shipped_t=0.0,
        stranded_t=0.0, slack_t=float("nan"), residual=0.0, notes=(why,),
    )  # fmt: skip
