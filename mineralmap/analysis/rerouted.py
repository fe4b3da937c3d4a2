"""Many closures of one question, each searched only where it touches a way: what criticality and ranges are made of.

The same answers as ``flows`` gives for one closure, as arrays over the flows by sea, without tables or lines.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mineralmap.analysis.flows import compute_flows, trade_of
from mineralmap.analysis.gates import Gates, gates, without_closures
from mineralmap.analysis.movements import Flows, legs_of
from mineralmap.analysis.trade import Trade
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
    """The flows by sea (k,) of a question before the user closes anything.

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

    def through(self, shut: Collection[str]) -> np.ndarray:
        """True (k,) for the flows that cross one of these gates: those, and no others, that closing them touches."""
        return np.asarray(self.before.crosses[:, np.isin(self.ids, list(shut))].any(axis=1))

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
    """The flows by sea of a question with nothing closed by the user; None where there are none."""
    stop = cancel or (lambda: None)
    settings = without_closures(scenario)
    flows = compute_flows(dataset, settings, cancel)
    found = [trade_of(dataset, settings, leg, stop) for leg in legs_of(settings)]
    trades = tuple(trade for trade in found if isinstance(trade, Trade))
    rows = tuple(np.flatnonzero(trade.ways.mode[trade.row, trade.column] == SEA) for trade in trades)
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
        before=_sailing(trades, rows, tuple(trade.ways for trade in trades)),
        _dataset=dataset,
        _gates=gates(dataset, settings),
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
