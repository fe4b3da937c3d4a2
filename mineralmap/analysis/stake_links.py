"""All stakes of a data set as columns: who holds which part of what, and what of each entity nobody is named for.

Screening asks everyone who is printed as a holder, also below a half and above a listed company, where the chains that
share out tonnes stop (methods §3); so the links here are those of ``chains`` and, for companies that tracing stops at,
every published stake in them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mineralmap.analysis.chains import OVERFULL, ROUNDING, chains
from mineralmap.datasets.dataset import Dataset


@dataclass(frozen=True, eq=False)
class StakeLinks:
    """Links as arrays, shape (links,); what concerns an entity has shape (entities,), companies before facilities."""

    entities: tuple[str, ...]
    place: dict[str, int]
    """Entity id to its number."""
    first_facility: int
    """Number of the first facility."""
    owner: np.ndarray
    owned: np.ndarray
    weight: np.ndarray
    """Part of the owned entity, 0–1."""
    presumed: np.ndarray
    """Whether the part is presumed and not published."""
    nation: np.ndarray
    """ISO 3166-1 alpha-3 code that a company counts for; "" where it passes ownership through, or nobody knows."""
    own: np.ndarray
    """Part of a company that stands for itself: 1 where tracing stops, less below a holder of more than a half."""
    unknown: np.ndarray
    """Part of an entity that no holder is known of. 0 for companies that stand for themselves: a free float is not
    an unknown owner."""


@lru_cache(maxsize=4)
def stake_links(dataset: Dataset) -> StakeLinks:
    """Gather the links of a data set, once."""
    made = chains(dataset)
    facilities = [str(name) for name in dataset.facilities.index]
    plants = set(facilities)
    stops = {name for name, iso3 in made.nation.items() if iso3}
    links = [
        (link.owner, entity, link.weight, link.presumed)
        for entity, holders in made.holders.items()
        if entity not in stops
        for link in holders
    ]
    printed: dict[str, dict[str, float]] = defaultdict(dict)
    table = dataset.stakes
    for owner, entity, stake in zip(table["owner_id"], table["owned_id"], table["stake"], strict=True):
        if entity in stops and owner != entity and stake > 0:
            printed[entity][owner] = printed[entity].get(owner, 0.0) + float(stake)
    for entity, holders in printed.items():
        total = sum(holders.values())
        if total <= OVERFULL + ROUNDING:
            links += [(owner, entity, part / max(total, 1.0), False) for owner, part in holders.items()]
    companies = sorted(({*made.nation} | {owner for owner, *_ in links} | {one for _, one, *_ in links}) - plants)
    entities = (*companies, *facilities)
    place = {name: number for number, name in enumerate(entities)}
    owned = np.array([place[entity] for _, entity, *_ in links], int)
    weight = np.array([part for *_, part, _ in links], float)
    nation = np.array([made.nation.get(name, "") if name not in plants else "" for name in entities], object)
    stands = nation != ""
    rest = 1.0 - np.bincount(owned, weight, minlength=len(entities))
    return StakeLinks(
        entities=entities,
        place=place,
        first_facility=len(companies),
        owner=np.array([place[owner] for owner, *_ in links], int),
        owned=owned,
        weight=weight,
        presumed=np.array([presumed for *_, presumed in links], bool),
        nation=nation,
        own=np.where(stands, [made.kept.get(name, 1.0) for name in entities], 0.0),
        unknown=np.where(stands | (rest < ROUNDING), 0.0, rest),
    )
