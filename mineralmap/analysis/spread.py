"""What every facility weighs under the two measures: published output spread over plants, or nameplate as located.

Method: methods §1b. Output and capacity are never added; what the plants cannot explain stays visible as a remainder.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mineralmap.analysis.located import Located
from mineralmap.analysis.national import National
from mineralmap.analysis.wording import percent

ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Weights:
    """Tonnes of each facility, and of what no facility stands for. Arrays are (n,) facilities or (k,) nations.

    ``tonnes`` is nan where a facility does not count (not operating, no figure, host withheld, no bridge factor).
    ``remainder_t`` is the output of countries that their facilities do not explain (host known, owner unknown),
    ``other_t`` what the table has beyond its named countries and beyond ``drawn_t``, which facilities in unnamed
    countries draw on it. Facilities, remainder and other add up to ``denominator_t``.

    ``alternative_t`` are the same tonnes if the facilities without a figure in countries that had to be scaled down
    were each a median one; they widen the bounds and nothing else.
    """

    tonnes: np.ndarray
    alternative_t: np.ndarray
    origin: np.ndarray
    """What a weight rests on, (n,) of text: "production 2024", "capacity 2019, scaled", "no figure" …"""
    remainder_t: np.ndarray
    named_t: np.ndarray
    """Published output by nation column; nan where the table does not name the country."""
    other_t: float
    drawn_t: float
    denominator_t: float
    implied: dict[int, float]
    """Implied utilisation (output ÷ Σ weights, below 1) of the countries scaled down, by nation column; −1 is OTHER."""
    bridged: bool
    no_owners: str
    """Why owners cannot be told, where the facilities count something else than the table; "" where they can."""
    withheld_t: np.ndarray
    """What facilities in countries whose output is withheld publish themselves; in no sum, but in the bounds; (n,)."""

    @cached_property
    def filled(self) -> np.ndarray:
        """``tonnes`` with 0 for what does not count, to multiply with; (n,)."""
        return np.nan_to_num(self.tonnes)

    @cached_property
    def wide(self) -> np.ndarray:
        """``alternative_t`` with 0 for what does not count; (n,)."""
        return self.filled if self.alternative_t is self.tonnes else np.nan_to_num(self.alternative_t)


def by_capacity(plants: Located, nations: int) -> Weights:
    """Contained nameplate capacity of the operating facilities, as located and unscaled."""
    tonnes = np.where(plants.operating, plants.capacity_t, np.nan)
    known = ~np.isnan(tonnes)
    origin = np.full(len(tonnes), "no capacity published", object)
    origin[~plants.operating] = "not operating"
    origin[known] = _dated("capacity", plants.capacity_year[known])
    origin[plants.in_combined & plants.operating & ~known] = "in a combined figure"
    return Weights(
        tonnes=tonnes,
        alternative_t=tonnes,
        origin=origin,
        remainder_t=np.zeros(nations),
        named_t=np.full(nations, np.nan),
        other_t=0.0,
        drawn_t=0.0,
        denominator_t=float(np.nansum(tonnes)),
        implied={},
        bridged=False,
        no_owners="",
        withheld_t=np.zeros(len(tonnes)),
    )


def by_output(plants: Located, table: National, nations: tuple[str, ...]) -> Weights:
    """Spread each country's published output over its operating facilities.

    A facility weighs its own published output of the year, else its contained capacity (times the use published for
    the year), else (and it says so) its output of another year; one that started after the year weighs nothing.
    Where a country's weights stay within its output they stand, and the rest is a remainder; where they exceed it,
    all are scaled down alike. Facilities in countries that the table does not name share what it has for others, in
    the same way. Facilities in a country whose output is withheld weigh nothing that can be told.
    """
    column = {iso3: number for number, iso3 in enumerate(nations)}
    k = len(nations)
    named_t = np.full(k, np.nan)
    for iso3, tonnes in table.named.items():
        named_t[column[iso3]] = tonnes
    withheld = np.zeros(k, bool)
    withheld[[column[iso3] for iso3 in table.withheld if iso3 in column]] = True
    own, origin = _own_weight(plants, table.year)
    if table.by_plant:
        origin[origin == "no figure"] = "no figure in the table's unit"
    if not table.comparable:
        reason = (
            f"facilities and the national table ({table.counts}) count different things, and no factor between them "
            "has a source"
        )
        blank = np.full(len(own), np.nan)
        origin = np.full(len(own), "no bridge factor", object)
        zero = np.nan_to_num(named_t)
        return Weights(
            blank,
            blank,
            origin,
            zero,
            named_t,
            table.other_t,
            0.0,
            table.denominator_t,
            {},
            False,
            reason,
            np.zeros(len(own)),
        )
    own = own * table.bridge
    # Pool of each facility: its country's column, or k for the countries the table does not name.
    pool = np.where((plants.host >= 0) & ~np.isnan(named_t[plants.host]), plants.host, k)
    hidden = plants.operating & (plants.host >= 0) & withheld[plants.host]
    withheld_t = np.where(hidden, np.nan_to_num(own), 0.0)
    own[hidden] = np.nan
    origin[hidden] = "output of the country withheld"
    weighed = ~np.isnan(own)
    silent = running(plants, table.year) & ~weighed & ~plants.in_combined & ~hidden
    budget = np.append(np.nan_to_num(named_t), table.other_t)
    total = np.bincount(pool[weighed], own[weighed], minlength=k + 1)
    over = total > budget * (1 + ROUNDING)
    scale = np.divide(budget, total, out=np.ones(k + 1), where=over)
    tonnes = own * scale[pool]
    widened = np.where(silent & over[pool], _medians(own, pool, weighed, k + 1)[pool], own)
    wide_total = np.bincount(pool[~np.isnan(widened)], widened[~np.isnan(widened)], minlength=k + 1)
    wide_scale = np.divide(budget, wide_total, out=np.ones(k + 1), where=over)
    origin[weighed & over[pool]] += ", scaled"
    used = np.minimum(total, budget)
    return Weights(
        tonnes=tonnes,
        alternative_t=widened * wide_scale[pool],
        origin=origin,
        remainder_t=np.clip(budget - used, 0.0, None)[:k],
        named_t=named_t,
        other_t=float(max(0.0, budget[k] - used[k])),
        drawn_t=float(used[k]),
        denominator_t=table.denominator_t,
        implied={int(c) if c < k else -1: float(scale[c]) for c in np.flatnonzero(over)},
        bridged=bool(table.bridge_id) or table.by_plant,
        no_owners="",
        withheld_t=withheld_t,
    )


def _own_weight(plants: Located, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Tonnes of each operating facility before any scaling, and what they rest on; nan and a reason where none."""
    runs = running(plants, year)
    made = plants.by_year.get(year, np.full(len(plants.ids), np.nan))
    weight = np.full(len(plants.ids), np.nan)
    origin = np.full(len(plants.ids), "no figure", object)
    origin[plants.in_combined] = "in a combined figure"
    origin[~plants.operating] = "not operating"
    origin[plants.operating & ~runs] = _dated("started", plants.start_year[plants.operating & ~runs])
    used = plants.used.get(year, np.full(len(made), np.nan))
    for figure, word, years in (
        (made, "production", np.full(len(made), year, float)),
        (plants.capacity_t * np.nan_to_num(used, nan=1.0), "capacity", plants.capacity_year),
        (plants.production_t, "production", plants.production_year),
    ):
        taken = runs & np.isnan(weight) & ~np.isnan(figure)
        weight[taken] = figure[taken]
        origin[taken] = _dated(word, years[taken])
        if word == "capacity":
            part = taken & ~np.isnan(used)
            origin[part] = [f"{told}, used {percent(use)}" for told, use in zip(origin[part], used[part], strict=True)]
    return weight, origin


def running(plants: Located, year: int) -> np.ndarray:
    """Facilities that share in the output of a year: operating, and not known to have started later; bool, (n,)."""
    return plants.operating & ~(plants.start_year > year)


def _medians(own: np.ndarray, pool: np.ndarray, weighed: np.ndarray, pools: int) -> np.ndarray:
    """Median weight in each pool, nan where none is weighed; shape (pools,)."""
    medians = np.full(pools, np.nan)
    at = np.flatnonzero(weighed)
    at = at[np.lexsort([own[at], pool[at]])]
    number, first, count = np.unique(pool[at], return_index=True, return_counts=True)
    values = own[at]
    medians[number] = (values[first + (count - 1) // 2] + values[first + count // 2]) / 2
    return medians


def _dated(word: str, years: np.ndarray) -> np.ndarray:
    """The word with each year; the word alone where the year is nan."""
    different, which = np.unique(years, return_inverse=True)
    return np.array([word if np.isnan(year) else f"{word} {int(year)}" for year in different], object)[which]
