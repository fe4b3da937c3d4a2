"""Other ways between two points than the shortest: through one gate, or by other straits for hardly more miles."""

from collections.abc import Collection, Mapping

import numpy as np

from mineralmap.analysis.routing import SeaRoutes, sea_routes
from mineralmap.analysis.sea_network import SeaNetwork
from mineralmap.errors import InvalidArgument

WITHIN = 0.10
"""Ways longer by at most this part stand beside the shortest (methods: chokepoints)."""


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


def other_ways(routes: SeaRoutes, within: float = WITHIN) -> list[tuple[tuple[str, ...], float]]:
    """The gates and true nm of other ways of one pair, its route standing alone in ``routes``, shortest first.

    They are those found when each gate of the shortest is closed in turn, if they are at most ``within`` (a fraction)
    longer.
    """
    if routes.nm.shape != (1, 1):
        raise ValueError(f"one route is wanted, not {routes.nm.shape}")
    mine, found = routes.gates(0, 0), {}
    for gate in mine:
        other = routes.without([gate])
        if other.nm[0, 0] <= routes.nm[0, 0] * (1 + within):
            found[other.gates(0, 0)] = float(other.nm[0, 0])
    found.pop(mine, None)
    return sorted(found.items(), key=lambda way: (way[1], way[0]))
