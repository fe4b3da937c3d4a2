"""Who reaches a threshold: companies and facilities that a named set of owners holds, direct and through chains.

Method: methods §3. A flag is no share: it does not add up to anything. Screening, not legal advice: votes, board seats,
licences, debts and the place of incorporation are not looked at, and no list of sanctioned persons is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import ROUNDING
from mineralmap.analysis.results import Results
from mineralmap.analysis.stake_links import StakeLinks, stake_links
from mineralmap.datasets import match
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

NOTICE = "Screening, not legal advice."
FLAGGED, MAY_BE, CLEAR = "flagged", "may be flagged", ""
MOST_ROUNDS = 10_000
"""Rings of small stakes approach their limit by a factor a round; 10,000 rounds end all that data can hold."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to count what a set of owners reaches in an entity."""

    id: str
    title: str
    threshold: float
    in_full: bool
    """True: what is flagged counts in full further down, the rest not at all. False: parts are passed on, a link of
    a half and more passes them in full, a lower one multiplies."""
    method: str
    reference: str


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("50", "50 % screening", 0.50, True,
             "An entity of which the set, and what is flagged already, hold 50 % or more in sum is flagged in full.",
             "US Treasury OFAC, FAQ 398 to 402 (the 50 percent rule)"),
        Rule("25", "25 % screening (FEOC-like)", 0.25, False,
             "Parts are passed down the chain: a stake of 50 % and more passes all, a lower one its part; flagged from "
             "a sum of 25 %.",
             "after 89 FR 37079 (US DOE 2024), which also looks at votes, board seats, licences and seats"),
    )
}  # fmt: skip


def screen(dataset: Dataset, owners: Iterable[str] | None = None, rule: str = "50") -> pd.DataFrame:
    """What a set of owners reaches.

    Parameters
    ----------
    owners
        Nations (ISO 3166-1 alpha-3), partner groups and company ids; ``Scenario.screened`` when left out. A nation
        stands for the companies that count for it (where tracing stops); a company named here is in the set itself.
    rule
        "50" or "25", see ``RULES``.

    Returns
    -------
    One row per company and facility, most first: entity, kind (company or facility), name, iso3 (nation or host),
    part_published, part (with what is presumed), part_high (as if all unknown parts were the set's), flag ("flagged" on
    published stakes alone, "may be flagged" where what is presumed or unknown could do it, else ""). ``attrs`` hold
    rule, threshold, owners and the notice that this is a screening and not legal advice.
    """
    asked = known_rule(rule)
    wanted = Scenario().screened if owners is None else frozenset(owners)
    links = stake_links(dataset)
    start = _set(dataset, links, wanted)
    nothing = np.zeros(len(links.entities))
    published = _reached(links, start, np.where(links.presumed, 0.0, links.weight), nothing, asked)
    point = _reached(links, start, links.weight, nothing, asked)
    # A company in the set is the set's own, whoever holds it.
    high = _reached(links, start, _most(links, start), np.minimum(links.unknown, 1.0 - start), asked)
    reached = asked.threshold - ROUNDING
    frame = pd.DataFrame(
        {
            "entity": links.entities,
            "kind": np.where(np.arange(len(links.entities)) < links.first_facility, "company", "facility"),
            "name": _names(dataset, links),
            "iso3": _places(dataset, links),
            "part_published": published,
            "part": np.maximum(point, published),
            "part_high": np.maximum(high, point),
            "flag": np.where(published >= reached, FLAGGED, np.where(high >= reached, MAY_BE, CLEAR)),
        }
    )
    frame = frame.sort_values(["part_published", "part_high", "entity"], ascending=[False, False, True])
    frame = frame.reset_index(drop=True)
    frame.attrs = {
        "rule": asked.title,
        "threshold": asked.threshold,
        "method": asked.method,
        "reference": asked.reference,
        "owners": sorted(wanted),
        "notice": NOTICE,
    }
    return frame


@dataclass(frozen=True, eq=False)
class Flags:
    """What is flagged of one answer, in its tonnes. Bounds, not shares: flagged <= may be flagged."""

    rule: str
    owners: tuple[str, ...]
    flagged_t: float
    """Of facilities flagged on published stakes."""
    high_t: float
    """All that cannot be cleared: flagged, may be flagged, and tonnes that no facility explains."""
    denominator_t: float
    facilities: pd.DataFrame
    """Indexed by facility_id: name, host_iso3, weight_t, part_published, part, part_high, flag."""
    notice: str = NOTICE


def flags(results: Results, rule: str = "50") -> Flags:
    """The screening of one answer, for the owners of its scenario; every figure nan where there is no answer."""
    table = screen(results.dataset, results.scenario.screened, rule)
    parts = table.set_index("entity").drop(columns=["kind", "iso3"])
    facilities = results.facilities.loc[results.facilities["counted"], ["weight_t"]].join(parts)
    facilities["host_iso3"] = results.dataset.facilities["host_iso3"].reindex(facilities.index)
    order = ["name", "host_iso3", "weight_t", "part_published", "part", "part_high", "flag"]
    facilities = facilities[order].sort_values("weight_t", ascending=False)
    weight, q = facilities["weight_t"].fillna(0.0), results.denominator_t
    silent = bool(results.no_data)
    clear = float(weight[facilities["flag"] == CLEAR].sum())
    return Flags(
        rule=table.attrs["rule"],
        owners=tuple(table.attrs["owners"]),
        flagged_t=np.nan if silent else float(weight[facilities["flag"] == FLAGGED].sum()),
        high_t=np.nan if silent else max(q - clear, 0.0),
        denominator_t=q,
        facilities=facilities,
    )


def known_rule(rule: str) -> Rule:
    """The rule of an id; "50%" and "50 %" are understood.

    Raises
    ------
    InvalidArgument
        For any other word.
    """
    word = str(rule).strip().removesuffix("%").strip()
    if word not in RULES:
        raise InvalidArgument(f"There is no screening at {rule!r}.", f"Known are {' and '.join(RULES)} (percent).")
    return RULES[word]


def screened_set(dataset: Dataset, owners: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Nations and companies that a set of owners names.

    Raises
    ------
    InvalidArgument
        For a word that is neither, with the nearest that is.
    """
    groups = {str(name) for name in dataset.partners["partner_id"]}
    nations = {*groups, *dataset.countries.index, *match.country_names()}
    companies = {str(name) for name in dataset.companies.index}
    for word in sorted(owners):
        if word not in nations and word not in companies:
            near = get_close_matches(word, [*nations, *companies], n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else "Name an ISO 3166-1 alpha-3 code, a group or a company id."
            raise InvalidArgument(f"There is no owner {word!r} to screen for.", hint)
    named = frozenset(owners)
    return dataset.partner_members(named & nations), named & (companies - nations)


def _set(dataset: Dataset, links: StakeLinks, owners: frozenset[str]) -> np.ndarray:
    """The part of each entity that the set has by being it, shape (entities,)."""
    nations, companies = screened_set(dataset, owners)
    start = np.where(np.isin(links.nation.astype(str), sorted(nations)), links.own, 0.0)
    start[[links.place[name] for name in companies if name in links.place]] = 1.0
    return start


def _reached(links: StakeLinks, start: np.ndarray, weight: np.ndarray, unknown: np.ndarray, rule: Rule) -> np.ndarray:
    """The part of each entity that the set reaches, shape (entities,): rounds down the chains until nothing grows.

    Parts only ever grow and end at 1, so the rounds have one end, whatever rings the chains have. Where parts are
    passed on, a ring of majorities fills up: the cautious end.
    """
    passed = weight if rule.in_full else np.where(weight >= 0.5 - ROUNDING, 1.0, weight)
    held = np.minimum(start + unknown, 1.0)
    for _ in range(MOST_ROUNDS):
        counts = (held >= rule.threshold - ROUNDING).astype(float) if rule.in_full else held
        down = np.bincount(links.owned, passed * counts[links.owner], minlength=len(held))
        grown = np.minimum(start + unknown + down, 1.0)
        if np.abs(grown - held).max(initial=0.0) <= ROUNDING / 1000:
            break
        held = grown
    return held


def _most(links: StakeLinks, start: np.ndarray) -> np.ndarray:
    """The most that each link may be: of holders of one nation that share a rest, the set's one may have all of it."""
    rest = np.bincount(links.owned[links.shared], links.weight[links.shared], minlength=len(links.entities))
    ours = np.bincount(links.owned[links.shared], start[links.owner[links.shared]] > 0, minlength=len(links.entities))
    alone = links.shared & (ours[links.owned] == 1) & (start[links.owner] > 0)
    return np.where(alone, rest[links.owned], links.weight)


def _names(dataset: Dataset, links: StakeLinks) -> list[str]:
    names = {**dataset.companies["name"].to_dict(), **dataset.facilities["name"].to_dict()}
    return [str(names.get(name, name)) for name in links.entities]


def _places(dataset: Dataset, links: StakeLinks) -> list[str]:
    hosts = dataset.facilities["host_iso3"].to_dict()
    return [str(hosts.get(name, iso3)) for name, iso3 in zip(links.entities, links.nation, strict=True)]
