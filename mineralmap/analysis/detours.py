"""Which gates a ship may pass, or leave out, on ways hardly longer than its own: exact, for all pairs at once.

A way that passes gate g exactly once goes from a to an end u of an edge of g, over the edge to its other end v, and on
to b, both parts on the network without g: the shortest is min over these edges of D(a,u) + w + D(v,b). So one search
from each end of a gate's edges serves every pair. Lengths are true miles; what is closed stays closed.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np

from mineralmap.analysis.sea_network import SeaNetwork
from mineralmap.analysis.trunk import Trunk, trunk


@dataclass(frozen=True, eq=False)
class Detours:
    """Bool arrays (k pairs, gates): ``may``: is there a way through the gate, crossed once and no node twice, within
    the limit? ``round``: is there one without the gate? (Asked for pairs that pass it alone, else False.)
    """

    may: np.ndarray
    round: np.ndarray


def detours(
    network: SeaNetwork,
    start: np.ndarray,
    end: np.ndarray,
    limit: np.ndarray,
    passes: np.ndarray,
    closed: Collection[str],
    cancel: Callable[[], None],
) -> Detours:
    """What pairs of nodes may pass or go round.

    Parameters
    ----------
    start, end
        Nodes (k,) of the network.
    limit
        The longest way (k,) in nm between the nodes, legs to the ports left out.
    passes
        (k, gates): does the pair's own way cross the gate?
    closed
        Gates that nothing may pass.
    """
    ends = np.unique(np.concatenate([network.start[network.gate_edge], network.end[network.gate_edge], start, end]))
    part = trunk(network, ends)
    a, b = part.index[start], part.index[end]
    may, around = np.zeros(passes.shape, dtype=bool), np.zeros(passes.shape, dtype=bool)
    for number, gate in enumerate(network.gates):
        cancel()
        if gate in closed:
            continue
        search = _Search(network, part, number, frozenset(closed))
        own = np.flatnonzero(passes[:, number])
        around[own, number] = search.without(a[own], b[own]) <= limit[own]
        may[:, number] = search.within(a, b, limit)
    return Detours(may, around)


class _Search:
    """The network without one gate, and the edges of that gate in both directions."""

    def __init__(self, network: SeaNetwork, part: Trunk, number: int, closed: frozenset[str]) -> None:
        gate = network.gates[number]
        self.matrix = part.passable(closed | {gate}, {}).matrix
        edges = network.gate_edge[network.gate_of == number]
        edges = edges[~network.closed_edges(closed)[edges]]
        self.tail = np.concatenate([part.index[network.start[edges]], part.index[network.end[edges]]])
        self.head = np.concatenate([part.index[network.end[edges]], part.index[network.start[edges]]])
        self.nm = np.tile(network.nm[edges], 2)

    def without(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The shortest way (k,) from a to b that does not pass the gate; inf where there is none."""
        from mineralmap.analysis.sparse import dijkstra

        if not len(a):
            return np.empty(0)
        if len(np.unique(b)) < len(np.unique(a)):
            a, b = b, a
        roots, row = np.unique(a, return_inverse=True)
        return np.asarray(dijkstra(self.matrix, directed=True, indices=roots))[row, b]

    def within(self, a: np.ndarray, b: np.ndarray, limit: np.ndarray) -> np.ndarray:
        """Is there a way (k,) through the gate within the limit that visits no node twice?"""
        from mineralmap.analysis.sparse import dijkstra

        found = np.zeros(len(a), dtype=bool)
        if not len(self.nm):
            return found
        roots, which = np.unique(self.tail, return_inverse=True)
        far, before = dijkstra(self.matrix, directed=True, indices=roots, return_predecessors=True)
        head = np.searchsorted(roots, self.head)
        for tree, other, nm in zip(which, head, self.nm, strict=True):
            asked = np.flatnonzero(~found & (far[tree][a] + nm + far[other][b] <= limit))
            if len(asked):
                found[asked] = ~_meet(before[tree], before[other], a[asked], b[asked])
        return found


def _meet(one: np.ndarray, other: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Do the ways (k,) from a to the root of a tree and from b to the root of another have a node in common?"""
    nodes, row = np.unique(a, return_inverse=True)
    ends, column = np.unique(b, return_inverse=True)
    first, second = _ways(one, nodes), _ways(other, ends)
    shared = first.any(axis=0) & second.any(axis=0)
    first, second = first[:, shared], second[:, shared]
    return ((first.astype(np.float32) @ second.astype(np.float32).T) > 0)[row, column]


def _ways(before: np.ndarray, nodes: np.ndarray) -> np.ndarray:
    """The nodes (k, n), bool, on the way from each of ``nodes`` to the root of a tree, both ends included."""
    on_way = np.zeros((len(nodes), len(before)), dtype=bool)
    for row, at in _steps(before, nodes):
        on_way[row, at] = True
    return on_way


def _steps(before: np.ndarray, nodes: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    row, at = np.arange(len(nodes)), nodes
    while len(row):
        yield row, at
        above = before[at]
        row, at = row[above >= 0], above[above >= 0]
