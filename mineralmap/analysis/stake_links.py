"""All stakes of a data set as columns: who holds which part of what, and what of each entity nobody is named for.

Screening asks everyone who is printed as a holder, also below a half and above a listed company, where the chains that
share out tonnes stop (methods §3); so the links here are those of ``chains`` and, for companies that tracing stops at,
every published stake in them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mineralmap.analysis.chains import chains
from mineralmap.analysis.stakes import PUBLISHED, ROUNDING, SHARED, read_stakes
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
    shared: np.ndarray
    """Whether it is presumed of several holders of one nation: their equal parts are true of the nation only."""
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
    _, printed, _ = read_stakes(dataset)
    count = len(made.companies)
    entities = (*map(str, made.companies), *map(str, made.facilities))
    nation = np.append(made.iso3, np.full(len(made.facilities), "", object))
    stands = nation != ""
    links = made.links.where(~stands[made.links.entity]).joined(printed.where(stands[printed.entity]))
    rest = 1.0 - np.bincount(links.entity, links.weight, minlength=len(entities))
    return StakeLinks(
        entities=entities,
        place={name: number for number, name in enumerate(entities)},
        first_facility=count,
        owner=links.owner.astype(int),
        owned=links.entity.astype(int),
        weight=links.weight,
        presumed=links.grade != PUBLISHED,
        shared=links.grade == SHARED,
        nation=nation,
        own=np.append(np.where(made.iso3 != "", made.own_part, 0.0), np.zeros(len(made.facilities))),
        unknown=np.where(stands | (rest < ROUNDING), 0.0, rest),
    )
