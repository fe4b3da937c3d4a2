"""Who stands behind a facility or a company: the tree of holders, what that is under each rule, what it owns itself.

Method: methods §3. The tree follows every printed stake, also above a listed company where tracing ends; what counts is
said by the parts under each rule. A stake without a figure stands in the tree as nan.
"""

import math
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from mineralmap.analysis.attributable import OWNS, nations_of, owns
from mineralmap.analysis.chains import ROUNDING
from mineralmap.analysis.results import UNKNOWN
from mineralmap.analysis.screening import NOTICE, RULES, screen
from mineralmap.analysis.stake_links import StakeLinks, stake_links
from mineralmap.datasets import match
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Scenario

NOT_KNOWN = "not known"
DEEPEST = 40
"""No chain of companies is that long; a tree that is has a ring in it."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder in the tree, with those who hold it."""

    id: str
    name: str
    iso3: str
    """Seat of a company where tracing may end; "" where it passes ownership through, or nobody knows."""
    kind: str
    state_owned: bool
    stake: float
    """Its part of the entity below; nan where its source gives no figure and nothing may be presumed."""
    part: float
    """Stakes multiplied down to the entity that was asked for."""
    grade: str
    """published, presumed or unknown."""
    ends: bool
    """Whether tracing ends here; what is printed above it is shown and does not count."""
    as_of: str
    sources: tuple[str, ...]
    holders: tuple["Holder", ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class OwnerTree:
    """All about the owners of one facility or company.

    ``parts``: columns rule (location, equity, control, "50 % screening", "25 % screening (FEOC-like)"), iso3 (the
    nation; the screened set; ``UNKNOWN``), name, part_published, part, flag. Parts of a rule add up to 1 but for the
    screenings. ``owns`` (of a company): facility_id, name, mineral, stage, host_iso3, status, part_published, part,
    capacity_t, attributable_t (part × capacity, contained tonnes), unit.
    """

    id: str
    name: str
    kind: str
    """facility or company."""
    iso3: str
    """Host of a facility, seat of a company."""
    holders: tuple[Holder, ...]
    parts: pd.DataFrame
    owns: pd.DataFrame
    notice: str = NOTICE


PARTS = ["rule", "iso3", "name", "part_published", "part", "flag"]


def owner_tree(dataset: Dataset, what: str, scenario: Scenario | None = None) -> OwnerTree:
    """The owners of a facility or company, named by its id or by its name.

    Parameters
    ----------
    scenario
        Whose ``screened`` the screenings ask for; the default set when left out.

    Raises
    ------
    InvalidArgument
        For a name that nothing has, with the nearest, or that several things have, with their ids.
    """
    entity = find_entity(dataset, what)
    links = stake_links(dataset)
    plant = entity in dataset.facilities.index
    table = dataset.facilities if plant else dataset.companies
    return OwnerTree(
        id=entity,
        name=str(table.at[entity, "name"]),
        kind="facility" if plant else "company",
        iso3=str(table.at[entity, "host_iso3" if plant else "country_iso3"]),
        holders=_holders(dataset, links, entity, 1.0, "published", (entity,)),
        parts=_parts(dataset, links, entity, plant, scenario or Scenario()),
        owns=pd.DataFrame(columns=OWNS) if plant else owns(dataset, entity),
    )


def holders_of(dataset: Dataset, company: str) -> tuple[Holder, ...]:
    """Who holds a company, each with those above it, largest first; what is left stands as "not known" but for a
    company where tracing ends."""
    links = stake_links(dataset)
    return _holders(dataset, links, company, 1.0, "published", (company,))


def find_entity(dataset: Dataset, what: str) -> str:
    """The id of a facility or company named by its id, or by a name that nothing else has ("F1 Kolwezi", "IGO")."""
    word = what.strip()
    for table in (dataset.facilities, dataset.companies):
        if word in table.index:
            return word
    names: dict[str, set[str]] = {}
    for table in (dataset.facilities, dataset.companies):
        for entity, name, local in zip(table.index, table["name"], table["name_local"], strict=True):
            for spoken in (str(entity), str(name), str(local)):
                if spoken:
                    names.setdefault(match.key(spoken), set()).add(str(entity))
    asked = match.key(word)
    found = sorted(names.get(asked, ()))
    if not found and len(asked) >= 3:
        found = sorted({one for key, ids in names.items() if asked in key for one in ids})
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(found[:8]) + (f" and {len(found) - 8} more" if len(found) > 8 else "")
        raise InvalidArgument(f"{what!r} may be any of {listed}.", "Name one of these ids.")
    starts = {key[: len(asked)]: key for key in sorted(names, reverse=True)}
    near = get_close_matches(asked, names, n=1, cutoff=0.6) or [
        starts[one] for one in get_close_matches(asked, starts, n=1, cutoff=0.8)
    ]
    hint = f"Did you mean {sorted(names[near[0]])[0]}?" if near else "Name a facility or a company by id or name."
    raise InvalidArgument(f"There is no facility or company {what!r}.", hint)


def _parts(dataset: Dataset, links: StakeLinks, entity: str, plant: bool, scenario: Scenario) -> pd.DataFrame:
    """The parts under each rule, see ``OwnerTree``."""
    rows: list[tuple[str, str, str, float, float, str]] = []
    if plant:
        host = str(dataset.facilities.at[entity, "host_iso3"])
        rows.append((Basis.LOCATION.value, host, dataset.country_name(host), 1.0, 1.0, ""))
    for basis in (Basis.EQUITY, Basis.CONTROL):
        low, point = nations_of(dataset, entity, basis) if entity in links.place else ({}, {})
        for iso3 in sorted(point, key=lambda nation: (-point[nation], nation)):
            rows.append((basis.value, iso3, dataset.country_name(iso3), low.get(iso3, 0.0), point[iso3], ""))
        rest = 1.0 - sum(point.values())
        if rest > ROUNDING:
            rows.append((basis.value, UNKNOWN, NOT_KNOWN, 0.0, rest, ""))
    for rule in RULES:
        found = screen(dataset, scenario.screened, rule)
        line = found[found["entity"] == entity]
        if len(line):
            one = line.iloc[0]
            owners = ", ".join(found.attrs["owners"])
            parts = float(one["part_published"]), float(one["part"])
            rows.append((found.attrs["rule"], owners, owners, *parts, str(one["flag"]) or "not flagged"))
    return pd.DataFrame(rows, columns=PARTS)


def _holders(
    dataset: Dataset, links: StakeLinks, entity: str, part: float, grade: str, seen: tuple[str, ...]
) -> tuple[Holder, ...]:
    """The holders of one entity, largest first, then those without a figure, then what nobody is named for."""
    found: list[Holder] = []
    rows = np.flatnonzero(links.owned == links.place.get(entity, -1))
    with_figure = {links.entities[links.owner[row]] for row in rows}
    for row in rows:
        owner = links.entities[links.owner[row]]
        graded = "presumed" if links.presumed[row] or grade == "presumed" else grade
        shared = bool(links.shared[row])
        stake = math.nan if shared else float(links.weight[row])
        together = float(links.weight[rows][links.shared[rows]].sum())
        note = f"{100 * together:.4g} % presumed of the holders of this nation together" if shared else ""
        found.append(_holder(dataset, links, owner, entity, stake, part, graded, seen, note))
    found.sort(key=lambda one: (math.isnan(one.stake), -one.stake if one.stake > 0 else 0, one.id))
    for owner in _silent(dataset, entity) - with_figure:
        found.append(_holder(dataset, links, owner, entity, math.nan, part, "unknown", seen))
    rest = float(links.unknown[links.place[entity]]) if entity in links.place else 1.0
    if rest > ROUNDING:
        found.append(
            Holder("", NOT_KNOWN, "", "", False, rest, part * rest, "unknown", True, "", (), (),
                   "the holders without a figure have this together" if any(map(_no_figure, found)) else "")
        )  # fmt: skip
    return tuple(found)


def _no_figure(holder: Holder) -> bool:
    return math.isnan(holder.stake)


def _silent(dataset: Dataset, entity: str) -> set[str]:
    stakes = dataset.stakes
    return set(stakes.loc[(stakes["owned_id"] == entity) & stakes["stake"].isna() & (stakes["owner_id"] != entity),
                          "owner_id"])  # fmt: skip


def _holder(
    dataset: Dataset,
    links: StakeLinks,
    owner: str,
    entity: str,
    stake: float,
    part: float,
    grade: str,
    seen: tuple[str, ...],
    note: str = "",
) -> Holder:
    stakes = dataset.stakes
    rows = stakes[(stakes["owner_id"] == owner) & (stakes["owned_id"] == entity)]
    known = owner in dataset.companies.index
    ring = owner in seen or len(seen) > DEEPEST
    place = links.place.get(owner, -1)
    above = () if ring else _holders(dataset, links, owner, part * stake, grade, (*seen, owner))
    undisclosed = known and dataset.companies.at[owner, "kind"] == "undisclosed"
    iso3 = str(links.nation[place]) if place >= 0 else ""
    return Holder(
        id=owner,
        name=str(dataset.companies.at[owner, "name"]) if known else owner,
        iso3=iso3 or (str(dataset.companies.at[owner, "country_iso3"]) if known and not above else ""),
        kind=str(dataset.companies.at[owner, "kind"]) if known else "",
        state_owned=bool(known and dataset.companies.at[owner, "state_owned"]),
        stake=stake,
        part=part * stake,
        grade=grade,
        ends=bool(iso3 and links.own[place] >= 1),
        as_of="; ".join(dict.fromkeys(filter(None, rows["as_of"]))),
        sources=tuple(dict.fromkeys(one for cell in rows["source_id"] for one in cell.split("; ") if one)),
        holders=() if undisclosed else above,
        note="a ring: told above" if ring else note,
    )
