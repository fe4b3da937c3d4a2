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
from mineralmap.analysis.gates import gates
from mineralmap.analysis.lanes import broken, lanes
from mineralmap.analysis.movements import LEG_WORDS, Flows, legs_of
from mineralmap.analysis.trade import Trade, trade_pattern
from mineralmap.analysis.ways import Ways, find_ways
from mineralmap.analysis.wording import whole_percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Leg, Measure, Scenario, Stage, without_closures

TRADES_KEPT = 4
"""Two questions of both legs: closing and opening asks them again and again. Each is 3 to 5 MB, ten times its flows."""
_kept: OrderedDict[tuple[str, Scenario, str], Trade | str] = OrderedDict()
_lock = Lock()


def compute_flows(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> Flows:
    """Flows of the scenario's mineral in the legs of ``legs_of``; empty, with the reason in the notes, without data.

    Basis, measure, denominator and partners of the scenario do not change them. ``scenario.closed`` gates are closed
    in addition to those closed by default. ``exposure.share`` is of all tonnes of the legs: domestic, overland and
    stranded ones are in the denominator. Shares do not add up to 1, since a route may pass several gates.
    """
    stop = cancel or (lambda: None)
    found = [trade_of(dataset, scenario, leg, stop) for leg in legs_of(scenario)]
    trades = [trade for trade in found if not isinstance(trade, str)]
    missing = [trade for trade in found if isinstance(trade, str)]
    if not trades:
        return tables.nothing(scenario, tuple(dict.fromkeys(missing)))
    shut = gates(dataset, scenario)
    ways = [reroute(dataset, scenario, trade) for trade in trades]
    stop()
    parts = [tables.flow_table(trade, way) for trade, way in zip(trades, ways, strict=True)]
    table = pd.concat(parts, ignore_index=True)
    ends = np.cumsum([len(part) for part in parts])
    drawn = lanes([(way, table.iloc[end - len(part) : end]) for way, part, end in zip(ways, parts, ends, strict=True)])
    stop()
    stranded = float(table.loc[table["stranded"], "tonnes"].sum())
    shipped = float(table["tonnes"].sum()) - stranded
    total = sum(trade.total_t for trade in trades)
    notes = [*missing, *dict.fromkeys(note for trade in trades for note in trade.notes)]
    notes += [_penalties(dataset, scenario), _share_note(table, trades), tables.guess_note(table)]
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
        lanes=drawn,
        legs=tables.inland_legs(trades, ways, parts),
        ends=tables.ports_used(trades, table),
        broken=_broken(trades, parts),
        exposure=tables.gates_passed(shut, table),
        unknown=pd.concat([trade.unknown for trade in trades], ignore_index=True),
        figures=pd.concat([trade.figures for trade in trades], ignore_index=True),
        shipped_t=shipped,
        stranded_t=stranded,
        slack_t=_left(total, shipped + stranded),
        residual=max(trade.residual for trade in trades),
        notes=tuple(note for note in notes if note),
        decays=tuple((trade.leg, trade.decay) for trade in trades),
    )


def trade_of(dataset: Dataset, scenario: Scenario, leg: str, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of trade of one leg, kept for the last few questions, since closures ask for the same one again."""
    plain = Scenario()
    asked = replace(
        scenario, stage=Stage.MINING, basis=Basis.LOCATION, measure=Measure.OUTPUT, closed=frozenset(),
        partners=frozenset(), target=None, denominator=plain.denominator, leg=Leg(leg), knots=plain.knots,
        screened=frozenset(), scheme=plain.scheme, horizon=plain.horizon, outlook=plain.outlook,
    )  # fmt: skip
    key = (dataset.key, asked, leg)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = trade_pattern(dataset, asked, leg, cancel)
    with _lock:
        _kept[key] = made
        while len(_kept) > TRADES_KEPT:
            _kept.popitem(last=False)
    return made


def trades_of(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> tuple[Trade, ...]:
    """The patterns of trade behind the flows of a question, of the legs that have one."""
    found = (trade_of(dataset, scenario, leg, cancel or (lambda: None)) for leg in legs_of(scenario))
    return tuple(one for one in found if isinstance(one, Trade))


def reroute(dataset: Dataset, scenario: Scenario, trade: Trade) -> Ways:
    """The ways of a pattern under the closures of the scenario; those of the pattern itself without any."""
    shut = gates(dataset, scenario)
    if shut.closed - gates(dataset, without_closures(scenario)).closed:
        return find_ways(dataset, trade.origins, trade.ends, scenario.land_weight, shut, trade.ways)
    return trade.ways


def _broken(trades: list[Trade], parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The stranded flows on the way that they take with nothing closed."""
    found = []
    for trade, part in zip(trades, parts, strict=True):
        lost = np.flatnonzero(part["stranded"])
        from_at, to_at = trade.ways.from_at[trade.row[lost]], trade.ways.to_at[trade.column[lost]]
        found.append(broken(trade.ways.routes, list(part["flow_id"].iloc[lost]), from_at, to_at))
    return pd.concat(found, ignore_index=True)


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
    legs = " and ".join(LEG_WORDS[trade.leg] for trade in trades)
    units = list(dict.fromkeys(trade.unit for trade in trades))
    twice = " A tonne that is refined and sold on counts in both legs." if len(trades) > 1 else ""
    mixed = f" The legs are in {' and '.join(units)}: their sum is no tonnage of one thing." if len(units) > 1 else ""
    return (
        f"Shares at chokepoints are of all {total:,.0f} {units[0]} {legs}, {whole_percent(part)} of them by "
        "sea; flows within a country are not routed over the sea. A route may pass several gates: shares do not add up "
        f"to 100 %.{twice}{mixed}"
    )


def _left(all_t: float, moved_t: float) -> float:
    """What does not move, without the dust of rounding."""
    return all_t - moved_t if all_t - moved_t > 1e-6 * all_t else 0.0


def _gate_name(table: pd.DataFrame, gate: str) -> str:
    return str(table.at[gate, "name"]) if gate in table.index else gate
