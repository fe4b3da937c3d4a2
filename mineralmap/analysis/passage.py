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
    within_nm: float | None = None,
) -> tuple[float, tuple[str, ...], np.ndarray]:
    """True nm, gates in order, and the line (n, 2) of the cheapest way from start to end (1, 2) that crosses the gate.

    It is crossed once, so a gate to a closed sea cannot be passed by those who are both outside: nan, (), (0, 2). With
    ``within_nm`` the way is no longer than that and comes to no place twice.

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
    for best in np.argsort(cost, kind="stable")[: 1 if within_nm is None else int(np.isfinite(cost).sum())]:
        to, onward = out.line(0, best), back.line(best, 0)
        if within_nm is not None and (true[best] > within_nm or _meet(to, onward)):
            continue
        line = np.concatenate([to[:-1], onward[1:]])
        line[:, 0] = np.unwrap(line[:, 0], period=360.0)
        passed = dict.fromkeys([*out.gates(0, best), gate, *back.gates(best, 0)])
        return float(true[best]), tuple(passed), line
    return np.nan, (), np.empty((0, 2))


def _meet(one: np.ndarray, other: np.ndarray) -> bool:
    """Have two lines between their own ports a node in common?"""
    nodes = [{(round(lon % 360, 6), round(lat, 6)) for lon, lat in line[1:-1].tolist()} for line in (one, other)]
    return not nodes[0].isdisjoint(nodes[1])


def _at(network: SeaNetwork, nodes: np.ndarray) -> np.ndarray:
    return np.column_stack([network.lon[nodes], network.lat[nodes]])


def other_ways(routes: SeaRoutes, within: float = WITHIN) -> list[tuple[tuple[str, ...], float]]:
    """The gates and true nm of other ways of one pair, its route standing alone in ``routes``, shortest first.

    They are the shortest and the cheapest ways without each gate of the route and the shortest through each other gate
    (crossed once, no place twice), if at most ``within`` (a fraction of true length) longer, whatever the settings
    count longer: a way that is counted dearer may be shorter than the route.
    """
    if routes.nm.shape != (1, 1):
        raise ValueError(f"one route is wanted, not {routes.nm.shape}")
    mine, most, network = routes.gates(0, 0), float(routes.nm[0, 0]) * (1 + within), routes.network
    if np.isnan(most):
        return []
    start, end = (np.array([[side[0][0], side[1][0]]]) for side in (routes.origins, routes.destinations))
    ways = []
    for gate in mine:
        for other in (sea_routes(network, start, end, routes.closed | {gate}), routes.without([gate])):
            ways.append((float(other.nm[0, 0]), other.gates(0, 0)))
    for gate in _in_reach(routes, start, end, most):
        if gate not in mine:
            ways.append(through_gate(network, start, end, gate, routes.closed, {}, most)[:2])
    found = {gates: nm for nm, gates in sorted(ways, reverse=True) if nm <= most}
    found.pop(mine, None)
    return sorted(found.items(), key=lambda way: (way[1], way[0]))


def _in_reach(routes: SeaRoutes, start: np.ndarray, end: np.ndarray, most: float) -> list[str]:
    """The gates whose nearer side a ship can touch on a way of at most that length: no other can be on one."""
    network = routes.network
    edge, number = network.gate_edge, network.gate_of
    nodes = _at(network, np.concatenate([network.start[edge], network.end[edge]]))
    out, back = (sea_routes(network, port, nodes, routes.closed).nm[0] for port in (start, end))
    near = np.fmin(*np.split(out, 2)) + np.fmin(*np.split(back, 2)) <= most
    return [network.gates[which] for which in np.unique(number[near]) if network.gates[which] not in routes.closed]
