"""Who holds whom: the stakes table as weighted links, with what may be presumed and where tracing stops.

Method: methods §3. A link has a grade: *published* (a percentage in a source) or *presumed* (no percentage, but one
holder without a figure only, or all holders without a figure of one nation); what is left of an entity is unknown.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity

OVERFULL = 1.005
"""Published stakes may add up to this much through rounding and are rescaled; beyond it they are an error."""
ROUNDING = 1e-9
"""Sums of decimal fractions differ by less than this."""
MAJORITY = 0.5
"""A holder controls with more than this; an exact half does not."""


@dataclass(frozen=True, slots=True)
class Link:
    """One holder of one entity. ``weight`` is the part it holds; ``row`` the line of stakes.csv (header is 1)."""

    owner: str
    weight: float
    presumed: bool
    row: int


@dataclass(slots=True)
class Chains:
    """The links upwards of every entity (facility or company), and what is said about them.

    ``holders`` has an entry for every entity of the stakes table, also for those whose stakes had to be set aside.
    ``traced`` are the companies whose holders are followed; ``kept`` is the part of each traced company that stays
    with the company itself (the free float of a listed group above which tracing goes to a majority holder).
    """

    holders: dict[str, list[Link]] = field(default_factory=dict)
    traced: set[str] = field(default_factory=set)
    kept: dict[str, float] = field(default_factory=dict)
    nation: dict[str, str] = field(default_factory=dict)
    """Nation of every company where tracing may stop; "" where it has none that counts."""
    silent: dict[str, list[int]] = field(default_factory=dict)
    """Rows of stakes.csv (header is 1) that name a holder of an entity without a figure."""
    problems: list[Problem] = field(default_factory=list)
    file_of: dict[str, str] = field(default_factory=dict)
    """The user's file that a facility comes from; the shipped ones are left out."""

    def tell(self, severity: Severity, entity: str, row: int, column: str, what: str, hint: str) -> None:
        """Keep a problem with its place: a line of stakes.csv, or the user's file that names the owners."""
        file = self.file_of.get(entity)
        where = ("stakes.csv", row, column) if file is None else (file, None, "owners")
        self.problems.append(Problem(severity, *where, what, hint))


@lru_cache(maxsize=4)
def chains(dataset: Dataset) -> Chains:
    """Read the stakes once: links, presumptions, stop rule.

    A company with ``stops`` counts in full for the nation of its seat, save for the part that one holder of more than
    50 % (published) has: only that link is followed above it. ``seat_only`` companies and undisclosed holders never
    lend their seat's nation; their published holders are followed and the rest is unknown.
    """
    made = Chains()
    own = dataset.facilities["dataset"]
    made.file_of = {str(name): str(file) for name, file in own[own != ""].items()}
    companies = dataset.companies
    stops: dict[str, bool] = {}
    for company, iso3, kind, stop, seat_only in zip(
        companies.index,
        companies["country_iso3"],
        companies["kind"],
        companies["stops"],
        companies["seat_only"],
        strict=True,
    ):
        counts = stop and not seat_only and kind != "undisclosed"
        made.nation[company] = iso3 if counts else ""
        stops[company] = counts
    rows = _rows(dataset.stakes, made)
    facilities = set(dataset.facilities.index)
    for entity, stakes in rows.items():
        links = _published(entity, stakes, made)
        if stops.get(entity):
            major = [link for link in links if link.weight > MAJORITY + ROUNDING]
            if not major:
                continue
            links = major
            made.kept[entity] = 1.0 - major[0].weight
            made.traced.add(entity)
        elif entity not in facilities:
            made.traced.add(entity)
        made.holders[entity] = links
    for entity, stakes in rows.items():
        made.silent[entity] = [row for _, stake, row in stakes if np.isnan(stake)]
        if entity in made.holders and entity not in made.kept:
            _presume(entity, stakes, made)
    _open_loops(made)
    return made


def _rows(stakes: pd.DataFrame, made: Chains) -> dict[str, list[tuple[str, float, int]]]:
    rows: dict[str, list[tuple[str, float, int]]] = defaultdict(list)
    columns = (stakes["owner_id"], stakes["owned_id"], stakes["stake"])
    for number, (owner, owned, stake) in enumerate(zip(*columns, strict=True)):
        if owner == owned:
            made.problems.append(
                Problem(
                    Severity.ERROR,
                    "stakes.csv",
                    number + 2,
                    "owner_id",
                    f"{owner} is said to own itself.",
                    "Leave treasury shares out.",
                )
            )
            continue
        rows[owned].append((owner, float(stake), number + 2))
    return rows


def _published(entity: str, stakes: list[tuple[str, float, int]], made: Chains) -> list[Link]:
    """Links with a figure; several rows of one owner are one link. Too much is an error, a little is rescaled."""
    summed: dict[str, float] = {}
    first: dict[str, int] = {}
    for owner, stake, row in stakes:
        if not np.isnan(stake):
            summed[owner] = summed.get(owner, 0.0) + stake
            first.setdefault(owner, row)
    total = sum(summed.values())
    if total > OVERFULL + ROUNDING:
        made.tell(
            Severity.ERROR,
            entity,
            min(first.values()),
            "stake",
            f"The published stakes in {entity} add up to {total:.4g}, more than the whole.",
            "Its owners count as unknown until this is mended.",
        )
        return []
    scale = 1.0 / total if total > 1.0 else 1.0
    if total > 1.0 + ROUNDING:
        made.tell(
            Severity.WARNING,
            entity,
            min(first.values()),
            "stake",
            f"The published stakes in {entity} add up to {total:.5g} and were rescaled to 1.",
            "Rounding in the source; nothing to do.",
        )
    return [Link(owner, stake * scale, False, first[owner]) for owner, stake in summed.items() if stake > 0]


def _presume(entity: str, stakes: list[tuple[str, float, int]], made: Chains) -> None:
    """Give the rest of an entity to its holders without a figure, where that is one holder or one nation."""
    silent = {owner: row for owner, stake, row in stakes if np.isnan(stake)}
    rest = 1.0 - sum(link.weight for link in made.holders[entity])
    overfull = sum(stake for _, stake, _ in stakes if not np.isnan(stake)) > OVERFULL + ROUNDING
    if not silent or rest <= ROUNDING or overfull:
        return
    if len(silent) > 1:
        nations = {sole_nation(owner, made, frozenset()) for owner in silent}
        if len(nations) > 1 or "" in nations:
            return
    # Equal parts among several holders of one nation are a device: only the nation's sum is ever told.
    part = rest / len(silent)
    made.holders[entity] = made.holders[entity] + [Link(owner, part, True, row) for owner, row in silent.items()]


def sole_nation(company: str, made: Chains, seen: frozenset[str]) -> str:
    """The one nation that all of a company can be traced to; "" when there are several, or none that is known."""
    if company in seen:
        return ""
    if company not in made.traced:
        return made.nation.get(company, "")
    links = made.holders[company]
    rest = 1.0 - sum(link.weight for link in links) - made.kept.get(company, 0.0)
    nations = {sole_nation(link.owner, made, seen | {company}) for link in links}
    if company in made.kept:
        nations.add(made.nation[company])
    return nations.pop() if len(nations) == 1 and rest <= OVERFULL - 1.0 else ""


def _open_loops(made: Chains) -> None:
    """Name the companies that own each other with nobody outside, and call their owners unknown.

    Such a loop gives I − W no inverse. A company is safe when some part of it, along some chain, ends outside.
    """
    upwards: dict[str, set[str]] = {}
    safe: set[str] = set()
    for company in made.traced:
        links = made.holders[company]
        upwards[company] = {link.owner for link in links}
        held = sum(link.weight for link in links)
        if held < 1.0 - ROUNDING or made.kept.get(company, 0.0) > ROUNDING or upwards[company] - made.traced:
            safe.add(company)
    held_by: dict[str, set[str]] = defaultdict(set)
    for company, owners in upwards.items():
        for owner in owners:
            held_by[owner].add(company)
    reached = list(safe)
    while reached:
        for company in held_by[reached.pop()] - safe:
            safe.add(company)
            reached.append(company)
    closed = sorted(made.traced - safe)
    if closed:
        row = min(link.row for company in closed for link in made.holders[company])
        made.problems.append(
            Problem(
                Severity.ERROR,
                "stakes.csv",
                row,
                "owner_id",
                f"These companies own each other and nobody outside owns any of them: {', '.join(closed)}.",
                "Their owners count as unknown; add an owner from outside, or mend a stake.",
            )
        )
        for company in closed:
            made.holders[company] = []
