"""Shortest sea routes under given settings: lengths, gates passed and lines to draw, for many pairs of points at once.

The cheapest way is sought with the gates' penalties; the length reported is the true one. No path is ``nan``, never 0.
A closure searches again only from the points that have a route through what it closes: a way that does not pass there
is still the shortest when ways are taken away.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from mineralmap.analysis.sea_network import SeaNetwork
from mineralmap.analysis.trunk import Passable, trunk

Points = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Longitudes, latitudes and nodes of the network."""
Walk = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class SeaRoutes:
    """Routes from every origin (a) to every destination (b) under one set of closed gates.

    ``nm`` (a, b): true length in nautical miles with both port legs, ``nan`` where there is no way.
    ``crosses`` (a, b, gates): does the route pass the gate? ``origins`` and ``destinations``: where they lie, and the
    node of the network that each is joined to.
    """

    network: SeaNetwork
    closed: frozenset[str]
    penalties: Mapping[str, float]
    nm: np.ndarray
    crosses: np.ndarray
    origins: Points = field(repr=False)
    destinations: Points = field(repr=False)
    _flipped: bool = field(repr=False)
    """Searched from the destinations, since these have fewer nodes."""
    _tree: np.ndarray = field(repr=False)
    """The search tree of each point on the searched side."""
    _before: np.ndarray = field(repr=False)
    """For each tree (s, n) the node of the trunk before each; right only on the ways to the other side's points."""
    _open: Passable = field(repr=False)
    _walked: dict[tuple[bytes, bytes], Walk] = field(repr=False, default_factory=dict)
    """The last ways walked, since gates and lanes ask for the same ones."""

    def without(self, gates: Collection[str]) -> "SeaRoutes":
        """The same routes with more gates closed."""
        return _closing(self, self.closed | frozenset(gates))

    def gates(self, origin: int, destination: int) -> tuple[str, ...]:
        """Ids of the gates on one route, in the order in which it passes them."""
        return self.passed([origin], [destination])[0]

    def passed(
        self, origins: Sequence[int] | np.ndarray, destinations: Sequence[int] | np.ndarray
    ) -> list[tuple[str, ...]]:
        """The gates of many routes (k,), each in the order in which the route passes them."""
        network = self.network
        pair, stretch, along, step = self._stretches(origins, destinations)
        gated = self._open.trunk.bits[stretch].any(axis=1)
        pair, edge, forward, step = self._edges(pair[gated], stretch[gated], along[gated], step[gated])
        begin = np.searchsorted(network.gate_edge, edge)
        count = np.searchsorted(network.gate_edge, edge, side="right") - begin
        row = np.repeat(np.arange(len(edge)), count)
        tag = np.repeat(begin, count) + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        along = np.where(forward[row], network.gate_part[tag], 1 - network.gate_part[tag])
        order = np.lexsort((along, step[row], pair[row]))
        found: list[dict[str, None]] = [{} for _ in range(len(origins))]
        for which, gate in zip(pair[row][order], network.gate_of[tag][order], strict=True):
            found[which][network.gates[gate]] = None
        return [tuple(one) for one in found]

    def edges(self, origins: Sequence[int] | np.ndarray, destinations: Sequence[int] | np.ndarray) -> Walk:
        """The edges of many routes (k,), one row each: pair (its number in k), edge, forward, step.

        ``forward``: is the edge sailed from its start to its end? Rows of one pair in the order of ``step`` are the
        route as it is sailed. A pair without a way has no rows.
        """
        return self._edges(*self._stretches(origins, destinations))

    def line(self, origin: int, destination: int) -> np.ndarray:
        """One route as lon-lat (n, 2) from port to port, longitudes running on past ±180°; (0, 2) without a way."""
        return self.lines([origin], [destination])[0]

    def lines(self, origins: Sequence[int] | np.ndarray, destinations: Sequence[int] | np.ndarray) -> list[np.ndarray]:
        """The lines of many routes (k,), each as ``line``."""
        network = self.network
        pair, edge, forward, step = self.edges(origins, destinations)
        order = np.lexsort((step, pair))
        ends = np.where(forward, network.end[edge], network.start[edge])[order].astype(np.int64)
        bounds = np.searchsorted(pair[order], np.arange(len(origins) + 1))
        found = []
        for number, (a, b) in enumerate(zip(origins, destinations, strict=True)):
            if np.isnan(self.nm[a, b]):
                found.append(np.empty((0, 2)))
                continue
            nodes = np.concatenate([[self.origins[2][a]], ends[bounds[number] : bounds[number + 1]]]).astype(np.int64)
            lon = np.concatenate([[self.origins[0][a]], network.lon[nodes], [self.destinations[0][b]]])
            lat = np.concatenate([[self.origins[1][a]], network.lat[nodes], [self.destinations[1][b]]])
            found.append(np.column_stack([np.unwrap(lon, period=360.0), lat]))
        return found

    def _stretches(self, origins: Sequence[int] | np.ndarray, destinations: Sequence[int] | np.ndarray) -> Walk:
        """As ``edges``, the stretches of the trunk: pair, stretch, is it sailed from its tail, step."""
        origins, destinations = np.asarray(origins, dtype=np.int64), np.asarray(destinations, dtype=np.int64)
        key = origins.tobytes(), destinations.tobytes()
        kept = self._walked.get(key)
        if kept is not None:
            return kept
        pair = np.flatnonzero(~np.isnan(self.nm[origins, destinations])) if len(origins) else origins
        root_side, leaf_side = (destinations, origins) if self._flipped else (origins, destinations)
        leaf_nodes = (self.origins if self._flipped else self.destinations)[2]
        part = self._open.trunk
        tree, node = self._tree[root_side[pair]] if len(pair) else pair, part.index[leaf_nodes[leaf_side[pair]]]
        pairs, tails, heads, steps = [pair[:0]], [pair[:0]], [pair[:0]], [pair[:0]]
        number = 0
        while len(pair):
            above = self._before[tree, node].astype(np.int64)
            going = above >= 0
            pair, tree, node, above = pair[going], tree[going], node[going], above[going]
            number += 1
            pairs.append(pair)
            tails.append(node if self._flipped else above)
            heads.append(above if self._flipped else node)
            steps.append(np.full(len(pair), number if self._flipped else -number))
            node = above
        pair, tail, head, step = (np.concatenate(some) for some in (pairs, tails, heads, steps))
        stretch = self._open.between(tail, head)
        along = part.tail[stretch] == tail
        self._walked.clear()
        self._walked[key] = found = (pair, stretch, along, step)
        return found

    def _edges(self, pair: np.ndarray, stretch: np.ndarray, along: np.ndarray, step: np.ndarray) -> Walk:
        part = self._open.trunk
        size = part.start[stretch + 1] - part.start[stretch]
        row = np.repeat(np.arange(len(stretch)), size)
        place = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
        along = along[row]
        at = np.where(along, part.start[stretch][row] + place, part.start[stretch + 1][row] - 1 - place)
        return pair[row], part.edge[at], part.forward[at] == along, step[row] * len(part.edge) + place


def sea_routes(
    network: SeaNetwork,
    origins: np.ndarray,
    destinations: np.ndarray,
    closed: Collection[str] = frozenset(),
    penalties_nm: Mapping[str, float] | None = None,
    base: SeaRoutes | None = None,
) -> SeaRoutes:
    """Shortest routes between points, lon-lat arrays (a, 2) and (b, 2), with one search per distinct node of a side.

    Parameters
    ----------
    closed
        Gates that cannot be passed.
    penalties_nm
        Makes a gate dearer without making the route longer.
    base
        Routes already found: where they are between the same points and under the same penalties with the same or
        fewer gates closed, only what is closed besides is searched again. The answer is the same, bit for bit.
    """
    closed, penalties = frozenset(closed), dict(penalties_nm or {})
    from_lon, from_lat = np.asarray(origins, dtype=float).reshape(-1, 2).T
    to_lon, to_lat = np.asarray(destinations, dtype=float).reshape(-1, 2).T
    if base is not None and base.network is network and base.penalties == penalties and base.closed <= closed:
        points = (
            (base.origins[0], from_lon),
            (base.origins[1], from_lat),
            (base.destinations[0], to_lon),
            (base.destinations[1], to_lat),
        )
        if all(np.array_equal(one, other) for one, other in points):
            return _closing(base, closed)
    from_node, from_leg = network.nearest(from_lon, from_lat)
    to_node, to_leg = network.nearest(to_lon, to_lat)
    starts, ends = np.unique(from_node), np.unique(to_node)
    flipped = len(ends) < len(starts)
    roots, leaves = (ends, starts) if flipped else (starts, ends)
    passable = trunk(network, np.union1d(roots, leaves)).passable(closed, penalties)
    nm, crosses, before = _search(passable, roots, leaves)
    tree = np.searchsorted(roots, to_node if flipped else from_node)
    leaf = np.searchsorted(leaves, from_node if flipped else to_node)
    nm, crosses = nm[tree][:, leaf], crosses[tree][:, leaf]
    if flipped:
        nm, crosses = nm.T, crosses.transpose(1, 0, 2)
    nm = nm + (from_leg[:, None] + to_leg[None, :])
    return SeaRoutes(
        network, closed, penalties, nm, crosses, (from_lon, from_lat, from_node), (to_lon, to_lat, to_node),
        flipped, tree, before, passable,
    )  # fmt: skip


def _closing(base: SeaRoutes, closed: frozenset[str]) -> SeaRoutes:
    """``base`` with more gates closed; the points of the searched side without a route through them are kept."""
    network = base.network
    more = [number for number, gate in enumerate(network.gates) if gate in closed - base.closed]
    touched = base.crosses[:, :, more].any(axis=(2, 0 if base._flipped else 1))
    again = np.flatnonzero(touched)
    nm, crosses, before = base.nm, base.crosses, base._before
    passable = base._open.trunk.passable(closed, base.penalties)
    if len(again):
        side, other = (base.destinations, base.origins) if base._flipped else (base.origins, base.destinations)
        trees, row = np.unique(base._tree[again], return_inverse=True)
        roots = np.empty(len(trees), dtype=np.int64)
        roots[row] = side[2][again]
        leaves, leaf = np.unique(other[2], return_inverse=True)
        found, through, ways = _search(passable, roots, leaves)
        legs = network.nearest(*side[:2])[1][again][:, None], network.nearest(*other[:2])[1][None, :]
        nm, crosses, before = nm.copy(), crosses.copy(), before.copy()
        # the two legs are added to each other first, in the same order as in a whole search
        length = found[row][:, leaf] + (legs[0] + legs[1])
        if base._flipped:
            nm[:, again], crosses[:, again] = length.T, through[row][:, leaf].transpose(1, 0, 2)
        else:
            nm[again], crosses[again] = length, through[row][:, leaf]
        before[trees] = ways
    return SeaRoutes(
        network,
        closed,
        base.penalties,
        nm,
        crosses,
        base.origins,
        base.destinations,
        base._flipped,
        base._tree,
        before,
        passable,
    )


def _search(passable: Passable, roots: np.ndarray, leaves: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """True nm (s, e) between nodes, the gates passed (s, e, gates) and the search trees (s, nodes of the trunk)."""
    from mineralmap.analysis.sparse import dijkstra

    part = passable.trunk
    if not len(roots) or not len(leaves):
        shape = len(roots), len(leaves)
        crosses = np.zeros((*shape, len(part.network.gates)), dtype=bool)
        return np.empty(shape), crosses, np.full((len(roots), part.size), -1, dtype=np.int32)
    cost, before = dijkstra(passable.matrix, directed=True, indices=part.index[roots], return_predecessors=True)
    leaves = part.index[leaves]
    return *_sum_up(passable, before, np.isfinite(cost[:, leaves]), leaves), before


def _sum_up(
    passable: Passable, before: np.ndarray, reached: np.ndarray, leaves: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """True nm (s, e) along the trees, ``nan`` where not reached, and gates (s, e, gates)."""
    part = passable.trunk
    gate = np.arange(len(part.network.gates))
    tree, end = np.nonzero(reached)
    if not len(tree):
        return np.full(reached.shape, np.nan), np.zeros((*reached.shape, len(gate)), dtype=bool)
    up, on_way = before.ravel(), np.zeros(before.size, dtype=bool)
    # places in the flattened trees, each walked up until it meets a way walked before
    place = tree * part.size + leaves[end]
    while len(place):
        place = place[~on_way[place]]
        on_way[place] = True
        above = up[place]
        place = (place - place % part.size + above)[above >= 0]
    place = np.flatnonzero(on_way)
    number = np.zeros(before.size, dtype=np.int32)
    number[place] = np.arange(len(place))
    node, above = place % part.size, up[place].astype(np.int64)
    inner = above >= 0
    parent = np.arange(len(place))
    parent[inner] = number[(place - node + above)[inner]]
    nm, bits = np.zeros(len(place)), np.zeros((len(place), part.bits.shape[1]), dtype=np.uint64)
    stretch = passable.between(above[inner], node[inner])
    nm[inner], bits[inner] = part.nm[stretch], part.bits[stretch]
    # Each round doubles how far up a node has summed; the order of a sum depends on its own way alone.
    while (parent[parent] != parent).any():
        nm, bits, parent = nm + nm[parent], bits | bits[parent], parent[parent]
    at = number.reshape(before.shape)[:, leaves]
    passes = (bits[at][:, :, gate // 64] >> (gate % 64).astype(np.uint64)) & np.uint64(1)
    return np.where(reached, nm[at], np.nan), (passes != 0) & reached[:, :, None]
