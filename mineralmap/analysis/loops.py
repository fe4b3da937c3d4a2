"""Companies that own each other with nobody outside: found, named and left without an owner.

Such a loop gives I − W no inverse. A company is safe when some part of it, along some chain, ends outside.
"""

import numpy as np

from mineralmap.analysis.stakes import ROUNDING, Links, Stakes
from mineralmap.errors import Problem, Severity

ROUNDS = 64
"""So many steps are taken by columns; what is not found safe by then is searched as a graph."""
MOST_NAMED = 12


def closed_loops(
    stakes: Stakes, links: Links, traced: np.ndarray, own_part: np.ndarray
) -> tuple[np.ndarray, list[Problem]]:
    """Which companies have no owner outside a loop, bool (companies,), and one problem for each such loop."""
    count = len(traced)
    among = links.where(links.entity < count)
    held = np.bincount(among.entity, among.weight, minlength=count)
    safe = ~traced | (held < 1.0 - ROUNDING) | (own_part > ROUNDING)
    for _ in range(ROUNDS):
        reached = ~safe[among.entity] & safe[among.owner]
        if not reached.any():
            break
        safe[among.entity[reached]] = True
    else:
        safe |= _reaching(among, safe)
    return ~safe, [] if safe.all() else _told(stakes, among, ~safe)


def _reaching(among: Links, safe: np.ndarray) -> np.ndarray:
    """Companies from which a chain of owners, however long, leads to a safe one; bool (companies,)."""
    from mineralmap.analysis.sparse import breadth_first_order, csr_array

    count = len(safe)
    start = np.flatnonzero(safe)
    rows = np.concatenate([among.owner, np.full(len(start), count)])
    columns = np.concatenate([among.entity, start])
    downwards = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(count + 1, count + 1))
    found = np.zeros(count + 1, bool)
    found[breadth_first_order(downwards, count, return_predecessors=False)] = True
    return found[:count]


def _told(stakes: Stakes, among: Links, closed: np.ndarray) -> list[Problem]:
    from mineralmap.analysis.sparse import connected_components, csr_array

    count = len(closed)
    inside = among.where(closed[among.entity])
    pairs = csr_array((np.ones(len(inside.owner), np.int8), (inside.entity, inside.owner)), shape=(count, count))
    _, loop = connected_components(pairs, directed=False)
    said: list[Problem] = []
    for number in np.unique(loop[closed]):
        names = sorted(str(name) for name in stakes.companies[closed & (loop == number)])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        said.append(
            Problem(
                Severity.ERROR,
                "stakes.csv",
                int(inside.row[loop[inside.entity] == number].min()),
                "owner_id",
                "These companies own each other and nobody outside owns any of them: "
                f"{', '.join(names[:MOST_NAMED])}{more}.",
                "Their owners count as unknown; add an owner from outside, or mend a stake.",
            )
        )
    return said
