"""Many closures of one question, each searched only where it touches a way: what criticality and ranges are made of.

The same answers as ``flows`` gives for one closure, as arrays over the flows by sea, without tables or lines.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mineralmap.analysis.detours import detours
from mineralmap.analysis.flows import compute_flows, reroute, trades_of
from mineralmap.analysis.gates import Gates, gates
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.trade import LEAST, Trade
from mineralmap.analysis.ways import LAND, NONE, SEA, Ways, find_ways
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Closed:
    """The flows by sea (k,) with some gates closed: ``nm`` (true length; nan when not by sea any more), ``stranded``,
    ``overland`` (bool) and ``crosses`` (k, gates). ``ways`` of each leg.
    """

    nm: np.ndarray
    stranded: np.ndarray
    overland: np.ndarray
    crosses: np.ndarray
    ways: tuple[Ways, ...]


@dataclass(frozen=True, eq=False)
class Fleet:
    """The flows by sea (k,) of a question, with what it closes closed.

    ``table``: their rows of ``flows.table``; ``tonnes`` (k,) contained; ``ids`` of the gates; ``before`` as they sail.
    """

    flows: Flows
    table: pd.DataFrame
    tonnes: np.ndarray
    ids: tuple[str, ...]
    before: Closed
    _dataset: Dataset
    _gates: Gates
    _trades: tuple[Trade, ...]
    _rows: tuple[np.ndarray, ...]

    def passed(self) -> list[str]:
        """The gates that tonnes pass, most first."""
        tonnes = np.einsum("k,kg->g", self.tonnes, self.before.crosses.astype(float))
        order = np.lexsort((np.array(self.ids), -tonnes))
        return [self.ids[g] for g in order if tonnes[g] > LEAST * self.tonnes.sum()]

    def through(self, shut: Collection[str]) -> np.ndarray:
        """True (k,) for the flows that cross one of these gates: those, and no others, that closing them touches."""
        return np.asarray(self.before.crosses[:, np.isin(self.ids, list(shut))].any(axis=1))

    def counted(self, found: Closed, which: np.ndarray) -> float:
        """Tonne-miles that these flows sail farther as ways are chosen: an avoided gate counts its miles too."""
        dear = np.array([self._gates.penalties.get(gate, 0.0) for gate in self.ids])
        moved = which & ~np.isnan(found.nm)
        after, before = (one.nm[moved] + np.einsum("kg,g->k", one.crosses[moved], dear) for one in (found, self.before))
        return float((self.tonnes[moved] * (after - before)).sum())

    def choices(self, slack: float, cancel: Callable[[], None]) -> tuple[np.ndarray, np.ndarray]:
        """Two bool arrays (k, gates): must the flow pass the gate, and may it, if at most ``slack`` longer?"""
        must, may = self.before.crosses.copy(), self.before.crosses.copy()
        first = 0
        for trade, at, way in zip(self._trades, self._rows, self.before.ways, strict=True):
            i, j = way.from_at[trade.row[at]], way.to_at[trade.column[at]]
            pairs, which = np.unique(np.column_stack([i, j]), axis=0, return_inverse=True)
            routes, (from_at, to_at) = way.routes, pairs.T
            (*from_point, start), (*to_point, end) = routes.origins, routes.destinations
            legs = routes.network.nearest(*from_point)[1][from_at] + routes.network.nearest(*to_point)[1][to_at]
            limit = (1 + slack) * routes.nm[from_at, to_at] - legs
            passes = routes.crosses[from_at, to_at]
            found = detours(
                routes.network, start[from_at], end[to_at], limit + 1e-6 * np.abs(limit), passes, routes.closed, cancel
            )
            rows = slice(first, first + len(at))
            must[rows] &= ~found.round[np.ravel(which)]
            may[rows] |= found.may[np.ravel(which)]
            first += len(at)
        return must, may

    def closing(self, shut: Collection[str], base: Closed | None = None) -> Closed:
        """The flows with these gates closed; ``base`` is an answer with some of them closed already."""
        base = base or self.before
        more = replace(self._gates, closed=self._gates.closed | frozenset(shut))
        weight = self.flows.scenario.land_weight
        ways = tuple(
            find_ways(self._dataset, trade.origins, trade.ends, weight, more, known)
            for trade, known in zip(self._trades, base.ways, strict=True)
        )
        return _sailing(self._trades, self._rows, ways)


def fleet(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> Fleet | None:
    """The flows by sea of a question; None where there are none."""
    flows, trades = compute_flows(dataset, scenario, cancel), trades_of(dataset, scenario, cancel)
    ways = tuple(reroute(dataset, scenario, trade) for trade in trades)
    rows = tuple(
        np.flatnonzero(way.mode[trade.row, trade.column] == SEA) for trade, way in zip(trades, ways, strict=True)
    )
    if not sum(map(len, rows)):
        return None
    first = np.cumsum([0, *(len(trade.row) for trade in trades)])
    at = np.concatenate([part + start for part, start in zip(rows, first, strict=False)])
    table = flows.table.iloc[at].reset_index(drop=True)
    return Fleet(
        flows=flows,
        table=table,
        tonnes=table["tonnes"].to_numpy(float),
        ids=trades[0].ways.routes.network.gates,
        before=_sailing(trades, rows, ways),
        _dataset=dataset,
        _gates=gates(dataset, scenario),
        _trades=trades,
        _rows=rows,
    )


def _sailing(trades: tuple[Trade, ...], rows: tuple[np.ndarray, ...], ways: tuple[Ways, ...]) -> Closed:
    """How the flows ``rows`` of each leg go by its ways."""
    modes, lengths, gates_passed = [], [], []
    for trade, at, way in zip(trades, rows, ways, strict=True):
        i, j = trade.row[at], trade.column[at]
        modes.append(way.mode[i, j])
        lengths.append(way.sea_nm[i, j])
        gates_passed.append(way.routes.crosses[way.from_at[i], way.to_at[j]])
    mode, crosses = np.concatenate(modes), np.concatenate(gates_passed)
    crosses[mode != SEA] = False
    return Closed(np.concatenate(lengths), mode == NONE, mode == LAND, crosses, ways)
