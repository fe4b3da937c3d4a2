"""Which other straits a route could take for hardly more miles: the range that stands beside "the shortest".

Method: methods of this project, chokepoints: where several passages are within 10 % of the shortest, the range over
them is told. The other ways are those found when each gate of the shortest is closed in turn.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mineralmap.analysis.routing import SeaRoutes

WITHIN = 0.10


@dataclass(frozen=True, eq=False)
class NearWays:
    """Gates (a, b, gates) over the shortest way and those within a tenth of it: ``always`` and ``perhaps`` passed.

    ``longest_nm`` (a, b): the longest of these ways, nan where there is none. Tonnes through a gate lie between the
    sum over ``always`` and the sum over ``perhaps``.
    """

    always: np.ndarray
    perhaps: np.ndarray
    longest_nm: np.ndarray


def near_ways(routes: SeaRoutes, within: float = WITHIN, cancel: Callable[[], None] | None = None) -> NearWays:
    """The ways of every pair that are at most ``within`` (a fraction) longer than its shortest."""
    always, perhaps, longest = routes.crosses.copy(), routes.crosses.copy(), routes.nm.copy()
    for number, gate in enumerate(routes.network.gates):
        if not routes.crosses[:, :, number].any():
            continue
        if cancel is not None:
            cancel()
        other = routes.without([gate])
        # nan is not near: a pair without another way has none within a tenth
        near = routes.crosses[:, :, number] & (other.nm <= routes.nm * (1 + within))
        always[near] &= other.crosses[near]
        perhaps[near] |= other.crosses[near]
        longest[near] = np.maximum(longest[near], other.nm[near])
    return NearWays(always, perhaps, longest)


def other_ways(routes: SeaRoutes, within: float = WITHIN) -> list[tuple[tuple[str, ...], float]]:
    """The gates and true nm of the other ways of one pair, its route standing alone in ``routes``, shortest first."""
    if routes.nm.shape != (1, 1):
        raise ValueError(f"one route is wanted, not {routes.nm.shape}")
    mine, found = routes.gates(0, 0), {}
    for gate in mine:
        other = routes.without([gate])
        if other.nm[0, 0] <= routes.nm[0, 0] * (1 + within):
            found[other.gates(0, 0)] = float(other.nm[0, 0])
    found.pop(mine, None)
    return sorted(found.items(), key=lambda way: (way[1], way[0]))
