"""The network of sea lanes for a search between given nodes: edges in a row without a branch count as one.

A third of the nodes only bend a lane; left out of the search they cost no time, and every way still has all its edges.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mineralmap.analysis.sea_network import SeaNetwork

TIE = 1e-9
"""Each edge counts longer by up to this part when ways are sought, always the same one, so that no two ways are equally
long and a search finds the same way whatever else it searches. Lengths that are told do not have it."""


@dataclass(frozen=True, eq=False, repr=False)
class Trunk:
    """``index`` (n,): the number of each node of the network here, -1 for those left out; ``size`` of them are kept.

    ``tail``, ``head`` (s,): stretches between kept nodes, ``nm`` long, ``bits`` (s, words) the gates on them. A stretch
    is the edges ``edge[start[i]:start[i + 1]]`` in a row from its tail; ``forward`` is each of these edges its own way.
    """

    network: SeaNetwork
    index: np.ndarray
    size: int
    tail: np.ndarray
    head: np.ndarray
    nm: np.ndarray
    bits: np.ndarray
    start: np.ndarray
    edge: np.ndarray
    forward: np.ndarray

    def passable(self, closed: Iterable[str], penalties_nm: Mapping[str, float]) -> "Passable":
        """What can be sailed with some gates closed and others counted longer."""
        from mineralmap.analysis.sparse import csr_array

        network = self.network
        cost = network.nm * (1 + TIE * np.random.default_rng(0).random(len(network.nm)))
        for number, gate in enumerate(network.gates):
            extra = penalties_nm.get(gate, 0.0)
            if extra > 0:
                cost[network.gate_edge[network.gate_of == number]] += extra
        cost[network.closed_edges(closed)] = np.inf
        cost = np.add.reduceat(cost[self.edge], self.start[:-1])
        low, high = np.minimum(self.tail, self.head), np.maximum(self.tail, self.head)
        open_ = np.flatnonzero(np.isfinite(cost) & (low != high))
        key = low[open_].astype(np.int64) * self.size + high[open_]
        order = np.lexsort((cost[open_], key))
        # of two stretches between the same nodes the dearer is never sailed
        first = order[np.concatenate([[True], np.diff(key[order]) != 0])] if len(order) else order
        stretch, key = open_[first], key[first]
        both = np.concatenate([low[stretch], high[stretch]]), np.concatenate([high[stretch], low[stretch]])
        matrix = csr_array((np.concatenate([cost[stretch]] * 2), both), shape=(self.size, self.size))
        return Passable(self, matrix, key, stretch)


@dataclass(frozen=True, eq=False, repr=False)
class Passable:
    """``matrix``: symmetric costs in nm between kept nodes; ``key``, ``stretch``: which stretch joins two of them."""

    trunk: Trunk
    matrix: object
    key: np.ndarray
    stretch: np.ndarray

    def between(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Stretches (k,) that join neighbouring kept nodes, in either direction."""
        wanted = np.minimum(one, other).astype(np.int64) * self.trunk.size + np.maximum(one, other)
        return self.stretch[np.searchsorted(self.key, wanted)]


def trunk(network: SeaNetwork, needed: np.ndarray) -> Trunk:
    """The network with every node that branches or ends a lane, and the nodes that are needed."""
    edge, tail, head = _rows(network)
    keep = np.bincount(np.concatenate([network.start, network.end]), minlength=len(network.lon)) != 2
    keep[needed] = True
    begins = np.flatnonzero(keep[tail])
    start = np.append(begins, len(edge))
    index = np.full(len(keep), -1, dtype=np.int64)
    index[keep] = np.arange(keep.sum())
    return Trunk(
        network=network,
        index=index,
        size=int(keep.sum()),
        tail=index[tail[begins]],
        head=index[head[start[1:] - 1]],
        nm=np.add.reduceat(network.nm[edge], begins),
        bits=np.bitwise_or.reduceat(network.gate_bits[edge], begins, axis=0),
        start=start,
        edge=edge,
        forward=network.start[edge] == tail,
    )


@lru_cache(maxsize=8)
def _rows(network: SeaNetwork) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All edges in rows from one branching node to the next: edge, the node before it, the node after it."""
    ends, others = np.concatenate([network.start, network.end]), np.concatenate([network.end, network.start])
    edges = np.tile(np.arange(len(network.nm)), 2)
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], np.arange(len(network.lon)))
    degree = np.bincount(ends, minlength=len(network.lon))
    bends = (degree == 2).tolist()
    at, to, by = first.tolist(), others[order].tolist(), edges[order].tolist()
    seen = bytearray(len(network.nm))
    rows: list[tuple[int, int, int]] = []
    for half in np.flatnonzero(degree[ends[order]] != 2).tolist():
        edge, node, before = by[half], to[half], int(ends[order[half]])
        if seen[edge]:
            continue
        while True:
            seen[edge] = 1
            rows.append((edge, before, node))
            if not bends[node]:
                break
            onward = at[node] + (by[at[node]] == edge)
            before, node, edge = node, to[onward], by[onward]
    edge, tail, head = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return edge, tail, head
