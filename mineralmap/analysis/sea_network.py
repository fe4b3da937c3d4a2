"""The sea lanes of the searoute package as arrays, its edges tagged with the chokepoint gates that they cross.

``data/sea_network.npz`` holds them as the build took them from the package, which needs half a second and 25 MB for it.
The network is read once and never changed: a closed strait is a matrix without those edges. Lengths are great-circle
lengths between the nodes (sphere of radius 6371.0088 km), in nautical miles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike

from mineralmap import paths
from mineralmap.analysis.nearest import Nearest
from mineralmap.errors import UnreadableFile

NM_KM = 1.852
EARTH_KM = 6371.0088
JOIN_NM = 1e-6
"""Length given to edges that only join +180° with -180°: a sparse matrix drops exact zeros."""


def great_circle_km(lon0: ArrayLike, lat0: ArrayLike, lon1: ArrayLike, lat1: ArrayLike) -> np.ndarray:
    """Great-circle distance in km between points in degrees; the arrays broadcast against each other."""
    lat0, lat1 = np.radians(lat0), np.radians(lat1)
    half = np.sin((lat1 - lat0) / 2) ** 2
    half = half + np.cos(lat0) * np.cos(lat1) * np.sin(np.radians(np.subtract(lon1, lon0)) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points in degrees (n,) as unit vectors (n, 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


@dataclass(frozen=True, eq=False, repr=False)
class SeaNetwork:
    """Nodes ``lon, lat`` (n,); undirected edges ``start, end`` (m,) into them, ``nm`` (m,) long.

    ``gates`` are the chokepoint ids; ``gate_edge`` and ``gate_of`` (k,) say which edge crosses which gate, and
    ``gate_part`` how far along the edge (0 at its start).
    """

    lon: np.ndarray
    lat: np.ndarray
    start: np.ndarray
    end: np.ndarray
    nm: np.ndarray
    gates: tuple[str, ...]
    gate_edge: np.ndarray
    gate_of: np.ndarray
    gate_part: np.ndarray

    def closed_edges(self, closed: Iterable[str]) -> np.ndarray:
        """True (m,) for the edges that cross one of the closed gates; ids that are no gate close nothing."""
        shut = np.isin(np.array(self.gates, dtype=object), list(closed))
        mask = np.zeros(len(self.nm), dtype=bool)
        mask[self.gate_edge[shut[self.gate_of]]] = True
        return mask

    @cached_property
    def gate_bits(self) -> np.ndarray:
        """The gates that each edge crosses as bits of words (m, words) of 64."""
        bits = np.zeros((len(self.nm), max(1, -(-len(self.gates) // 64))), dtype=np.uint64)
        one = np.left_shift(np.uint64(1), (self.gate_of % 64).astype(np.uint64))
        np.bitwise_or.at(bits, (self.gate_edge, self.gate_of // 64), one)
        return bits

    @cached_property
    def _nodes(self) -> Nearest:
        return Nearest(on_sphere(self.lon, self.lat))

    def nearest(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The one nearest node of each point (k,), on the sphere, and the distance to it in nm.

        One node only: linking a port to several lets routes slip round a closed gate.
        """
        _, node = self._nodes.query(on_sphere(lon, lat))
        return node, great_circle_km(lon, lat, self.lon[node], self.lat[node]) / NM_KM


def sea_network(chokepoints: gpd.GeoDataFrame) -> SeaNetwork:
    """The network tagged with these gates (index chokepoint_id, geometry the gate line); kept for the next call."""
    lines = shapely.to_wkb(chokepoints.geometry.to_numpy())
    return _tagged(tuple(zip(map(str, chokepoints.index), lines, strict=True)))


@lru_cache(maxsize=1)
def _lanes() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    try:
        with np.load(paths.data() / "sea_network.npz", allow_pickle=False) as held:
            lon, lat, start, end = (held[name] for name in ("lon", "lat", "start", "end"))
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableFile("sea_network.npz cannot be read.", "Is the program installed whole?") from error
    start, end = start.astype(np.int64), end.astype(np.int64)
    nm = np.maximum(great_circle_km(lon[start], lat[start], lon[end], lat[end]) / NM_KM, JOIN_NM)
    lon = (lon + 180.0) % 360.0 - 180.0
    return lon, lat, start, end, nm


@lru_cache(maxsize=8)
def _tagged(gates: tuple[tuple[str, bytes], ...]) -> SeaNetwork:
    lon, lat, start, end, nm = _lanes()
    # An edge that steps over 180° is made continuous, and met by each gate where it lies and one turn either way.
    step = (lon[end] - lon[start] + 180.0) % 360.0 - 180.0
    west, east = lon[start], lon[start] + step
    pairs = np.stack([np.column_stack([west, lat[start]]), np.column_stack([east, lat[end]])], axis=1)
    lines = np.asarray(shapely.linestrings(pairs))
    tree = shapely.STRtree(lines)
    edge, gate, part = [], [], []
    for number, (_, line) in enumerate(gates):
        shape = shapely.from_wkb(line)
        if shape is None or shape.is_empty:
            continue
        for turn in (0.0, 360.0, -360.0):
            moved = shapely.transform(shape, lambda xy, turn=turn: xy + np.array([turn, 0.0]))
            hits = np.sort(tree.query(moved, predicate="intersects"))
            edge.append(hits)
            gate.append(np.full(len(hits), number))
            meets = shapely.centroid(shapely.intersection(lines[hits], moved))
            part.append(shapely.line_locate_point(lines[hits], meets, normalized=True))
    edge, gate, part = (np.concatenate([*some, []]) for some in (edge, gate, part))
    tagged, first = np.unique(np.column_stack([edge, gate]).astype(int), axis=0, return_index=True)
    names = tuple(name for name, _ in gates)
    network = SeaNetwork(lon, lat, start, end, nm, names, tagged[:, 0], tagged[:, 1], part[first])
    for array in (lon, lat, start, end, nm, network.gate_edge, network.gate_of, network.gate_part):
        array.flags.writeable = False
    return network
