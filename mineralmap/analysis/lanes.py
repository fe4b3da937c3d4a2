"""What to draw at sea: every stretch of the network once, however many flows share it, and the legs to the ports.

Edges that carry the same flows one after another become one line, so that a lane is as long as it can be and its width
can stand for all that sails there.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mineralmap.analysis.lines import cut_lines
from mineralmap.analysis.movements import NO_LANES, Lanes
from mineralmap.analysis.routing import SeaRoutes
from mineralmap.analysis.ways import Ways

BROKEN = ("flow_id", "path")


def lanes(parts: Sequence[tuple[Ways, pd.DataFrame]]) -> Lanes:
    """The lanes of all flows by sea.

    Parameters
    ----------
    parts
        For each leg the ways and its rows of the table of flows, indexed by their position in the whole table, with
        tonnes, sea_nm, from_port and to_port. Rows without sea_nm are not drawn. All ways are on one network.

    Returns
    -------
    Lanes largest first (by tonnes, the sum over all legs). A lane's path runs as its largest port pair sails it.
    """
    sails = [_Sails(ways, table) for ways, table in parts]
    sails = [one for one in sails if len(one.rows)]
    if not sails:
        return NO_LANES
    network = sails[0].routes.network
    pair, edge, forward, step = _incidences(sails)
    rows, of_pair, tonnes = _rows_of(sails)
    by_pair = np.bincount(of_pair, weights=tonnes)
    nodes = _Nodes(sails)
    # pseudo-edges beyond those of the network are the legs between a port and its node
    port_pair, port, out, where = nodes.incidences(sails)
    pair, edge = np.concatenate([pair, port_pair]), np.concatenate([edge, len(network.nm) + port])
    forward, step = np.concatenate([forward, out]), np.concatenate([step, where])
    on_way = np.zeros(len(network.nm) + len(nodes.joined), dtype=bool)
    on_way[edge] = True
    used = np.flatnonzero(on_way)
    edge = (np.cumsum(on_way) - 1)[edge]
    is_leg = used >= len(network.nm)
    tail, head = nodes.ends(used)
    lane_of = _joined(used, tail, head, is_leg, pair, edge)
    count = int(lane_of.max()) + 1
    # one edge of each lane tells which pairs sail it; the largest of them says how its path runs
    one = np.zeros(len(used), dtype=bool)
    one[np.unique(lane_of, return_index=True)[1]] = True
    at = np.flatnonzero(one[edge])
    at = at[np.lexsort((pair[at], -by_pair[pair[at]], lane_of[edge[at]]))]
    lane = lane_of[edge[at]]
    largest = pair[at][np.concatenate([[True], np.diff(lane) != 0])]
    guide = np.flatnonzero(pair == largest[lane_of[edge]])
    guide = guide[np.lexsort((step[guide], lane_of[edge[guide]]))]
    paths = _paths(nodes, used, lane_of[edge[guide]], edge[guide], forward[guide], count)
    runs = np.empty(len(used), dtype=bool)
    runs[edge[guide]] = forward[guide]
    pair, along = pair[at], forward[at] == runs[edge[at]]
    return _packed(paths, lane, pair, along, rows, of_pair, tonnes, is_leg[one][np.argsort(lane_of[one])])


def broken(routes: SeaRoutes, flow_ids: Sequence[str], from_at: np.ndarray, to_at: np.ndarray) -> pd.DataFrame:
    """Flows that have no way left, on the way they took: flow_id, path (lon-lat arrays cut at ±180°).

    Parameters
    ----------
    routes
        Before the closure.
    from_at, to_at
        Origin and destination (k,) of each flow in ``routes``; flows that had no way then either are left out.
    """
    if not len(flow_ids):
        return pd.DataFrame(columns=list(BROKEN))
    pairs, which = np.unique(np.column_stack([from_at, to_at]), axis=0, return_inverse=True)
    lines = routes.lines(pairs[:, 0], pairs[:, 1])
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    paths = cut_lines(np.concatenate(lines), start)
    found = pd.DataFrame({"flow_id": list(flow_ids), "path": [paths[number] for number in np.ravel(which)]})
    return found[[bool(path) for path in found["path"]]].reset_index(drop=True)


class _Sails:
    """The flows by sea of one leg: rows (k,), tonnes (k,), and the port pair (k,) of each."""

    def __init__(self, ways: Ways, table: pd.DataFrame) -> None:
        table = table[table["sea_nm"].notna()]
        self.routes = ways.routes
        self.rows, self.tonnes = table.index.to_numpy(np.int64), table["tonnes"].to_numpy(float)
        ends = []
        for ports, column in ((ways.from_ports, "from_port"), (ways.to_ports, "to_port")):
            number = pd.Series(np.arange(len(ports)), index=ports["port_id"])
            ends.append(number.reindex(table[column]).to_numpy(np.int64) if len(table) else self.rows)
        pairs, which = np.unique(np.column_stack(ends), axis=0, return_inverse=True)
        self.origins, self.destinations, self.pair = pairs[:, 0], pairs[:, 1], np.ravel(which)


class _Nodes:
    """Nodes of the network, and after them the ports, each place once, with the node that it is joined to."""

    def __init__(self, sails: Sequence[_Sails]) -> None:
        self.network = sails[0].routes.network
        sides = [np.column_stack(side) for one in sails for side in (one.routes.origins, one.routes.destinations)]
        places, number = np.unique(np.concatenate(sides), axis=0, return_inverse=True)
        self.lon = np.concatenate([self.network.lon, places[:, 0]])
        self.lat = np.concatenate([self.network.lat, places[:, 1]])
        self.joined = places[:, 2].astype(np.int64)
        self._number = np.split(np.ravel(number), np.cumsum([len(side) for side in sides])[:-1])

    def incidences(self, sails: Sequence[_Sails]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Pair, port, is it sailed out of the port, and a place in the order of the way, of all legs to ports."""
        found, before = [], 0
        for number, one in enumerate(sails):
            pairs = before + np.arange(len(one.origins))
            before += len(pairs)
            for side, at in enumerate((one.origins, one.destinations)):
                port = self._number[2 * number + side][at]
                found.append(np.column_stack([pairs, port, np.full(len(port), side == 0), np.zeros(len(port), int)]))
        pair, port, out, where = np.concatenate(found).astype(np.int64).T
        return pair, port, out.astype(bool), where

    def ends(self, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The two nodes of edges; those after the network's own run from a port to its node."""
        count, size = len(self.network.nm), len(self.network.lon)
        tail, head = np.empty(len(edges), dtype=np.int64), np.empty(len(edges), dtype=np.int64)
        own = edges < count
        tail[own], head[own] = self.network.start[edges[own]], self.network.end[edges[own]]
        tail[~own], head[~own] = size + edges[~own] - count, self.joined[edges[~own] - count]
        return tail, head


def _incidences(sails: Sequence[_Sails]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pair, edge, forward and step of every edge on every pair's way; pairs are numbered through all legs."""
    found, before = [], 0
    for one in sails:
        pair, edge, forward, step = one.routes.edges(one.origins, one.destinations)
        found.append((pair + before, edge, forward, step))
        before += len(one.origins)
    pair, edge, forward, step = (np.concatenate(some) for some in zip(*found, strict=True))
    return pair, edge, forward, step


def _rows_of(sails: Sequence[_Sails]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All rows by sea with their pair and tonnes, in the order of the pairs and then of the rows."""
    before = np.cumsum([0] + [len(one.origins) for one in sails])
    rows = np.concatenate([one.rows for one in sails])
    pair = np.concatenate([one.pair + start for one, start in zip(sails, before, strict=False)])
    tonnes = np.concatenate([one.tonnes for one in sails])
    order = np.lexsort((rows, pair))
    return rows[order], pair[order], tonnes[order]


def _joined(
    used: np.ndarray, tail: np.ndarray, head: np.ndarray, is_leg: np.ndarray, pair: np.ndarray, edge: np.ndarray
) -> np.ndarray:
    """The lane (edges,) of each used edge: neighbours that carry the same pairs are of one lane."""
    from mineralmap.analysis.sparse import connected_components, coo_array

    # A set of pairs is told by the sum of random numbers, one for each pair.
    words = np.random.default_rng(0).integers(0, 2**63, size=int(pair.max()) + 1, dtype=np.uint64)
    carries = np.zeros(len(used), dtype=np.uint64)
    np.add.at(carries, edge, words[pair])
    sea = np.flatnonzero(~is_leg)
    half, node = np.concatenate([sea, sea]), np.concatenate([tail[sea], head[sea]])
    order = np.lexsort((carries[half], node))
    half, node, word = half[order], node[order], carries[half[order]]
    alike = (node[1:] == node[:-1]) & (word[1:] == word[:-1])
    links = np.flatnonzero(alike)
    graph = coo_array((np.ones(len(links)), (half[links], half[links + 1])), shape=(len(used), len(used)))
    return connected_components(graph, directed=False)[1]


def _paths(
    nodes: _Nodes, used: np.ndarray, lane: np.ndarray, edge: np.ndarray, forward: np.ndarray, count: int
) -> list[list[np.ndarray]]:
    """The path of each lane from its edges in the order in which they are sailed."""
    tail, head = nodes.ends(used)
    begins, ends = np.where(forward, tail[edge], head[edge]), np.where(forward, head[edge], tail[edge])
    size = np.bincount(lane, minlength=count)
    start = np.concatenate([[0], np.cumsum(size + 1)])
    node = np.empty(start[-1], dtype=np.int64)
    node[start[:-1]] = begins[np.cumsum(size) - size]
    place = np.ones(start[-1], dtype=bool)
    place[start[:-1]] = False
    node[place] = ends
    lon = nodes.lon[node]
    step = np.concatenate([[0.0], (np.diff(lon) + 180.0) % 360.0 - 180.0])
    step[start[:-1]] = 0.0
    run = np.cumsum(step)
    lon = np.repeat(lon[start[:-1]] - run[start[:-1]], size + 1) + run
    return cut_lines(np.column_stack([lon, nodes.lat[node]]), start)


def _packed(
    paths: list[list[np.ndarray]], lane: np.ndarray, pair: np.ndarray, along: np.ndarray, rows: np.ndarray,
    of_pair: np.ndarray, tonnes: np.ndarray, to_port: np.ndarray,
) -> Lanes:  # fmt: skip
    """Lanes with the rows of their pairs, largest lanes first; a lane without length is left out."""
    begin = np.searchsorted(of_pair, pair)
    count = np.searchsorted(of_pair, pair, side="right") - begin
    member = np.repeat(np.arange(len(pair)), count)
    at = np.repeat(begin - (np.cumsum(count) - count), count) + np.arange(len(member))
    lane, along, rows, tonnes = lane[member], along[member], rows[at], tonnes[at]
    total = np.bincount(lane, weights=tonnes, minlength=len(paths))
    kept = np.array([bool(path) for path in paths])
    order = np.lexsort((np.arange(len(paths)), -total))
    order = order[kept[order]]
    rank = np.full(len(paths), -1)
    rank[order] = np.arange(len(order))
    lane = rank[lane]
    # lane, row and way in one number sort far faster than three columns
    width = int(rows.max()) + 1
    packed = np.sort(((lane * width + rows) * 2 + along)[lane >= 0])
    lane, rows = np.divmod(packed // 2, width)
    start = np.concatenate([[0], np.cumsum(np.bincount(lane, minlength=len(order)))]).astype(np.int64)
    return Lanes([paths[number] for number in order], start, rows, packed % 2 == 1, to_port[order])
