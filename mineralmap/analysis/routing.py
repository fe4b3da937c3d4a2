"""Shortest sea routes under given settings: lengths, gates passed and lines to draw, for many pairs of points at once.

The cheapest way is sought with the gates' penalties; the length reported is the true one. No path is ``nan``, never 0.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from mineralmap.analysis.sea_network import SeaNetwork

MAX_STEP_DEG = 2.0
"""Drawn lines get a vertex at least this often, so that they bend with the projection."""


@dataclass(frozen=True, eq=False)
class SeaRoutes:
    """Routes from every origin (a) to every destination (b) under one set of closed gates.

    ``nm`` (a, b): true length in nautical miles with both port legs, ``nan`` where there is no way.
    ``crosses`` (a, b, gates): does the route pass the gate?
    """

    network: SeaNetwork
    nm: np.ndarray
    crosses: np.ndarray
    _from: tuple[np.ndarray, np.ndarray, np.ndarray] = field(repr=False)
    _to: tuple[np.ndarray, np.ndarray, np.ndarray] = field(repr=False)
    _row: np.ndarray = field(repr=False)
    _before: np.ndarray = field(repr=False)

    def gates(self, origin: int, destination: int) -> tuple[str, ...]:
        """Ids of the gates on one route, in the order of the table of gates."""
        return tuple(self.network.gates[g] for g in np.flatnonzero(self.crosses[origin, destination]))

    def line(self, origin: int, destination: int) -> np.ndarray:
        """One route as lon-lat (n, 2) from port to port, longitudes running on past ±180°; (0, 2) without a way."""
        if np.isnan(self.nm[origin, destination]):
            return np.empty((0, 2))
        before = self._before[self._row[origin]]
        node = self._to[2][destination]
        chain = [node]
        while before[node] >= 0:
            node = before[node]
            chain.append(node)
        nodes = np.array(chain[::-1])
        lon = np.concatenate([[self._from[0][origin]], self.network.lon[nodes], [self._to[0][destination]]])
        lat = np.concatenate([[self._from[1][origin]], self.network.lat[nodes], [self._to[1][destination]]])
        return np.column_stack([np.unwrap(lon, period=360.0), lat])


def sea_routes(
    network: SeaNetwork,
    origins: np.ndarray,
    destinations: np.ndarray,
    closed: Collection[str] = frozenset(),
    penalties_nm: Mapping[str, float] | None = None,
) -> SeaRoutes:
    """Shortest routes between points, lon-lat arrays (a, 2) and (b, 2), with one search per distinct origin node.

    ``closed`` gates cannot be passed; ``penalties_nm`` make a gate dearer without making the route longer.
    """
    from scipy.sparse.csgraph import dijkstra

    from_lon, from_lat = np.asarray(origins, dtype=float).reshape(-1, 2).T
    to_lon, to_lat = np.asarray(destinations, dtype=float).reshape(-1, 2).T
    from_node, from_leg = network.nearest(from_lon, from_lat)
    to_node, to_leg = network.nearest(to_lon, to_lat)
    sources, row = np.unique(from_node, return_inverse=True)
    ends, column = np.unique(to_node, return_inverse=True)
    if not len(sources) or not len(ends):
        nm = np.empty((len(from_lon), len(to_lon)))
        before = np.empty((0, len(network.lon)), dtype=np.int32)
        crosses = np.zeros((*nm.shape, len(network.gates)), dtype=bool)
    else:
        matrix = network.matrix(closed, penalties_nm or {})
        cost, before = dijkstra(matrix, directed=True, indices=sources, return_predecessors=True)
        sea, gates = _walk(network, before, np.isfinite(cost[:, ends]), ends)
        nm = sea[row][:, column] + from_leg[:, None] + to_leg[None, :]
        crosses = gates[row][:, column]
    return SeaRoutes(network, nm, crosses, (from_lon, from_lat, from_node), (to_lon, to_lat, to_node), row, before)


def _walk(
    network: SeaNetwork, before: np.ndarray, reached: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Walk all predecessor chains in step: true nm (s, e), ``nan`` where not reached, and gates (s, e, gates)."""
    nm = np.where(reached, 0.0, np.nan)
    gates = np.zeros((*reached.shape, len(network.gates)), dtype=bool)
    crossing = network.crossings()
    tagged = np.asarray(crossing.any(axis=1))
    source, end = np.nonzero(reached)
    node = ends[end]
    edge_of = _edge_into(network, before)
    while len(source):
        edge = edge_of[source, node]
        going = edge >= 0
        source, end, node, edge = source[going], end[going], node[going], edge[going]
        nm[source, end] += network.nm[edge]
        at_gate = tagged[edge]
        gates[source[at_gate], end[at_gate]] |= crossing[edge[at_gate]]
        node = before[source, node]
    return nm, gates


def _edge_into(network: SeaNetwork, before: np.ndarray) -> np.ndarray:
    """Number of the edge by which each search tree (s, n) enters each node; -1 at its root and where it never came."""
    edge = np.full(before.shape, -1, dtype=np.int64)
    source, node = np.nonzero(before >= 0)
    edge[source, node] = network.edge_between(before[source, node], node)
    return edge


def cut_at_antimeridian(line: np.ndarray) -> list[np.ndarray]:
    """A continuous lon-lat line (n, 2) as pieces within [-180, 180], with a vertex at least every two degrees.

    Pieces meet at ±180 at the same latitude; a line that stays on one side comes back whole, an empty one as ``[]``.
    """
    if len(line) < 2:
        return []
    line = _with_vertices(line)
    line = line[np.concatenate([[True], np.any(np.diff(line, axis=0) != 0, axis=1)])]
    if len(line) < 2:
        return []
    turn = np.floor(((line[:-1, 0] + line[1:, 0]) / 2 + 180.0) / 360.0)
    pieces, begin = [], 0
    for stop in [*(np.flatnonzero(np.diff(turn)) + 1), len(turn)]:
        piece = line[begin : stop + 1].copy()
        piece[:, 0] = np.clip(piece[:, 0] - 360.0 * turn[begin], -180.0, 180.0)
        pieces.append(piece)
        begin = stop
    return pieces


def _with_vertices(line: np.ndarray) -> np.ndarray:
    """The line with vertices added wherever it meets an odd multiple of 180°, and then on long segments."""
    points = [line[:1]]
    for (lon0, lat0), (lon1, lat1) in pairwise(line):
        low, high = sorted((lon0, lon1))
        first, last = np.floor((low - 180.0) / 360.0) + 1, np.ceil((high - 180.0) / 360.0) - 1
        if first <= last:
            meets = np.arange(first, last + 1)[:: 1 if lon1 > lon0 else -1] * 360.0 + 180.0
            points.append(np.column_stack([meets, lat0 + (meets - lon0) / (lon1 - lon0) * (lat1 - lat0)]))
        points.append(np.array([[lon1, lat1]]))
    line = np.concatenate(points)
    step = np.diff(line, axis=0)
    pieces = np.maximum(1, np.ceil(np.abs(step).max(axis=1) / MAX_STEP_DEG)).astype(int)
    segment = np.repeat(np.arange(len(pieces)), pieces)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces) + 1
    part = number / pieces[segment]
    dense = line[segment] + part[:, None] * step[segment]
    ends = part == 1
    dense[ends] = line[segment[ends] + 1]
    return np.concatenate([line[:1], dense])
