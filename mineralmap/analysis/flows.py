"""Modelled flows of a mineral under the closures of a scenario, with their routes and the gates they pass.

The pattern of trade is that of the open network (``trade``); closing a gate routes the same flows again without it, so
that each is longer, as before, or stranded. Routes are the shortest under these settings, not recorded voyages.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

import numpy as np
import pandas as pd

from mineralmap.analysis import flow_table as tables
from mineralmap.analysis.gates import gates, without_closures
from mineralmap.analysis.lines import cut_at_antimeridian
from mineralmap.analysis.movements import NO_LANES, Flows, Lanes, legs_of
from mineralmap.analysis.trade import Trade, trade_pattern
from mineralmap.analysis.ways import Ways, find_ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Leg, Measure, Scenario, Stage

DRAWN_SHARE, DRAWN_MOST = 0.97, 200
LEG_NAMES = {Leg.FEED: "from mine to refinery", Leg.PRODUCT: "from refinery to consumer"}

_kept: OrderedDict[tuple[str, Scenario, str], Trade | str] = OrderedDict()
_lock = Lock()


def compute_flows(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> Flows:
    """Flows of the scenario's mineral in the legs of ``legs_of``; empty, with the reason in the notes, without data.

    Basis, measure and partners of the scenario do not change them. ``scenario.closed`` gates are closed in addition to
    those closed by default. ``exposure.share`` is of all tonnes of the legs: domestic, overland and stranded ones are
    in the denominator. Shares do not add up to 1, since a route may pass several gates.
    """
    stop = cancel or (lambda: None)
    found = [trade_of(dataset, scenario, leg, stop) for leg in legs_of(scenario)]
    trades = [trade for trade in found if not isinstance(trade, str)]
    missing = [trade for trade in found if isinstance(trade, str)]
    if not trades and not len(dataset.consumer_ports):  # until the tables of consumers are there
        trades = [one for one in [trade_of(dataset, scenario, Leg.FEED, stop)] if not isinstance(one, str)]
    if not trades:
        return tables.nothing(scenario, tuple(dict.fromkeys(missing)))
    shut = gates(dataset, scenario)
    ways = [reroute(dataset, scenario, trade) for trade in trades]
    stop()
    parts = [tables.flow_table(trade, way) for trade, way in zip(trades, ways, strict=True)]
    table = pd.concat(parts, ignore_index=True)
    lanes, left_out = _joined(ways, parts)
    stop()
    stranded = float(table.loc[table["stranded"], "tonnes"].sum())
    shipped = float(table["tonnes"].sum()) - stranded
    total = sum(trade.total_t for trade in trades)
    notes = [*missing, *dict.fromkeys(note for trade in trades for note in trade.notes)]
    notes += [_penalties(dataset, scenario), _share_note(table, trades), *left_out]
    if scenario.closed:
        names = ", ".join(_gate_name(shut.table, gate) for gate in sorted(scenario.closed))
        notes.append(
            f"Closed: {names}. Who ships to whom is as with the straits open; {stranded:,.0f} {trades[0].unit} have no "
            "way left."
        )
    return Flows(
        scenario=scenario,
        unit=trades[0].unit,
        table=table,
        lanes=lanes,
        legs=tables.inland_legs(trades, ways, parts),
        ends=tables.ports_used(trades, table),
        broken=pd.DataFrame(columns=tables.BROKEN),
        exposure=tables.exposure(shut, table),
        unknown=pd.concat([trade.unknown for trade in trades], ignore_index=True),
        shipped_t=shipped,
        stranded_t=stranded,
        slack_t=_left(total, shipped + stranded),
        residual=max(trade.residual for trade in trades),
        notes=tuple(note for note in notes if note),
    )


def trade_of(dataset: Dataset, scenario: Scenario, leg: str, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of trade of one leg, kept for the last few questions, since closures ask for the same one again."""
    plain = Scenario()
    asked = replace(
        scenario, stage=Stage.MINING, basis=Basis.LOCATION, measure=Measure.OUTPUT, closed=frozenset(),
        partners=frozenset(), target=None, leg=Leg(leg), knots=plain.knots, screened=frozenset(), scheme=plain.scheme,
        horizon=plain.horizon, outlook=plain.outlook,
    )  # fmt: skip
    key = (dataset.key, asked, leg)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = trade_pattern(dataset, asked, leg, cancel)
    with _lock:
        _kept[key] = made
        while len(_kept) > 16:
            _kept.popitem(last=False)
    return made


def reroute(dataset: Dataset, scenario: Scenario, trade: Trade) -> Ways:
    """The ways of a pattern under the closures of the scenario; those of the pattern itself without any."""
    shut = gates(dataset, scenario)
    if shut.closed - gates(dataset, without_closures(scenario)).closed:
        return find_ways(dataset, trade.origins, trade.ends, scenario.land_weight, shut, trade.ways)
    return trade.ways


def _joined(ways: list[Ways], parts: list[pd.DataFrame]) -> tuple[Lanes, list[str]]:
    """The lanes of all legs, their rows counted through the joined table, and words on what is not drawn."""
    found = [_lanes(way, part) for way, part in zip(ways, parts, strict=True)]
    before = np.cumsum([0, *(len(part) for part in parts)])
    starts, rows, seen = [np.zeros(1, dtype=np.int64)], [], 0
    for (lanes, _), offset in zip(found, before, strict=False):
        starts.append(lanes.start[1:] + seen)
        rows.append(lanes.rows + offset)
        seen += len(lanes.rows)
    joined = Lanes(
        paths=[path for lanes, _ in found for path in lanes.paths],
        start=np.concatenate(starts),
        rows=np.concatenate(rows),
        along=np.concatenate([lanes.along for lanes, _ in found]),
        to_port=np.concatenate([lanes.to_port for lanes, _ in found]),
    )
    return joined, [word for _, word in found if word]


def _lanes(ways: Ways, table: pd.DataFrame) -> tuple[Lanes, str]:
    """The port pairs that carry most of the sea tonnes, their lines, and a word on what is left out."""
    sailing = table[table["sea_nm"].notna()]
    pairs = (
        sailing.groupby(["from_port", "to_port"], sort=False)["tonnes"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    if pairs.empty:
        return NO_LANES, ""
    tonnes, total = pairs.to_numpy(float), float(pairs.sum())
    keep = min(DRAWN_MOST, int(np.searchsorted(np.cumsum(tonnes), DRAWN_SHARE * total)) + 1, len(tonnes))
    rows_of = sailing.groupby(["from_port", "to_port"]).indices
    from_number = {port: at for at, port in enumerate(ways.from_ports["port_id"])}
    to_number = {port: at for at, port in enumerate(ways.to_ports["port_id"])}
    paths, rows = [], []
    for start, end in pairs.index[:keep]:
        paths.append(cut_at_antimeridian(ways.routes.line(from_number[start], to_number[end])))
        rows.append(np.sort(sailing.index.to_numpy()[rows_of[start, end]]))
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


def _penalties(dataset: Dataset, scenario: Scenario) -> str:
    dear = gates(dataset, without_closures(scenario))
    if not dear.penalties:
        return "Routes are the shortest under these settings."
    words = ", ".join(f"{_gate_name(dear.table, gate)} {nm:g}" for gate, nm in dear.penalties.items())
    return (
        f"Routes are the shortest under these settings. Counted longer than they are when a way is chosen "
        f"(assumption, nm): {words}; the lengths shown are true."
    )


def _share_note(table: pd.DataFrame, trades: list[Trade]) -> str:
    total = table["tonnes"].sum()
    part = table.loc[table["sea_nm"].notna(), "tonnes"].sum() / total if total > 0 else 0.0
    legs = " and ".join(LEG_NAMES[Leg(trade.leg)] for trade in trades)
    units = list(dict.fromkeys(trade.unit for trade in trades))
    twice = " A tonne that is refined and sold on counts in both legs." if len(trades) > 1 else ""
    mixed = f" The legs are in {' and '.join(units)}: their sum is no tonnage of one thing." if len(units) > 1 else ""
    return (
        f"Shares at chokepoints are of all {total:,.0f} {units[0]} {legs}, {part:.0%} of them by "
        "sea; flows within a country are not routed over the sea. A route may pass several gates: shares do not add up "
        f"to 100 %.{twice}{mixed}"
    )


def _left(all_t: float, moved_t: float) -> float:
    """What does not move, without the dust of rounding."""
    return all_t - moved_t if all_t - moved_t > 1e-6 * all_t else 0.0


def _gate_name(table: pd.DataFrame, gate: str) -> str:
    return str(table.at[gate, "name"]) if gate in table.index else gate
