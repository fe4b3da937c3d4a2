"""The shortest way between two points that passes one gate, once."""

from collections.abc import Collection, Mapping

import numpy as np

from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import SeaNetwork
from mineralmap.errors import InvalidArgument


def through_gate(
    network: SeaNetwork,
    start: np.ndarray,
    end: np.ndarray,
    gate: str,
    closed: Collection[str],
    penalties_nm: Mapping[str, float],
) -> tuple[float, tuple[str, ...], np.ndarray]:
    """True nm, gates in order, and the line (n, 2) of the cheapest way from start to end (1, 2) that crosses the gate.

    It is crossed once, so a gate to a closed sea cannot be passed by those who are both outside: nan, (), (0, 2).

    Raises
    ------
    InvalidArgument
        When no edge of the network crosses the gate.
    """
    number = network.gates.index(gate)
    edges = network.gate_edge[network.gate_of == number]
    if not len(edges):
        raise InvalidArgument(f"No sea lane of the network crosses {gate}.", "Choose another passage.")
    tails = np.concatenate([network.start[edges], network.end[edges]])
    heads = np.concatenate([network.end[edges], network.start[edges]])
    shut = frozenset(closed) | {gate}
    out = sea_routes(network, start, _at(network, tails), shut, penalties_nm)
    back = sea_routes(network, _at(network, heads), end, shut, penalties_nm)
    across = np.concatenate([network.nm[edges]] * 2)
    true = out.nm[0] + across + back.nm[:, 0]
    # other gates on the crossing edges may be closed, and gates on the way may be counted longer
    barred = np.concatenate([network.closed_edges(frozenset(closed))[edges]] * 2)
    dear = np.array([penalties_nm.get(name, 0.0) for name in network.gates])
    cost = true + out.crosses[0] @ dear + back.crosses[:, 0] @ dear
    cost = np.where(barred | np.isnan(cost), np.inf, cost)
    if not np.isfinite(cost).any():
        return np.nan, (), np.empty((0, 2))
    best = int(np.argmin(cost))
    line = np.concatenate([out.line(0, best)[:-1], back.line(best, 0)[1:]])
    line[:, 0] = np.unwrap(line[:, 0], period=360.0)
    passed = dict.fromkeys([*out.gates(0, best), gate, *back.gates(best, 0)])
    return float(true[best]), tuple(passed), line


def _at(network: SeaNetwork, nodes: np.ndarray) -> np.ndarray:
    return np.column_stack([network.lon[nodes], network.lat[nodes]])
