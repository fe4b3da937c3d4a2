"""How long a stock lasts: days of cover, under a loss of supply, with new supply ramping up, and the day it is used up.

Method: methods §8. National, obligatory and private stocks stay apart, and "undisclosed" is an answer, not a nought.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np

from mineralmap.analysis.assumptions import STOCK_KINDS, assumed
from mineralmap.analysis.gaps import demand_of, own_demand
from mineralmap.analysis.results import Results
from mineralmap.model.scenario import LATEST

YEAR_DAYS = 365
MONTH_DAYS = YEAR_DAYS / 12
MOST_MONTHS = 1200
"""A stock that outlasts a hundred years is not followed further."""
STANDARD = {"JPN": "jogmec-days"}
"""The benchmark that is a region's standing target, in days of domestic consumption."""
HIGH_RISK = {"JPN": "jogmec-days-high"}
"""The benchmark for metals of high geopolitical risk; its source gives it as an example."""
SPLIT = {"JPN": "jogmec-days-old"}
"""A benchmark that tells the target's national and private part."""


class Disclosure(StrEnum):
    """What is known of a stock."""

    SET = "set by the user"
    UNDISCLOSED = "undisclosed"
    """The holder keeps the quantity secret; a target may be published."""
    NO_DATA = "no data"
    """Our tables have no quantity."""


class End(StrEnum):
    """How a stock ends."""

    DEPLETED = "depleted"
    NOT_DRAWN = "not drawn"
    """Nothing is lost, so nothing is taken."""
    LASTS = "lasts"
    """New supply replaces the loss before the stock is used up."""
    UNKNOWN = "no data"


@dataclass(frozen=True, slots=True)
class Depletion:
    """When a stock is used up. ``days`` is inf when it never is, nan when it is not known."""

    end: End
    days: float
    on: date | None


@dataclass(frozen=True, slots=True)
class Cover:
    """The stock of one region. Days are days of the region's consumption."""

    region: str
    days: float
    """nan unless it is set by the user."""
    parts: tuple[tuple[str, float], ...]
    """National, obligatory and private days, those that are set."""
    disclosure: Disclosure
    target_days: float
    target_high_days: float
    """The target for metals of high risk; nan where none is told. Which metals these are is not told either."""
    target_parts: tuple[tuple[str, float], ...]
    target_source: str
    consumption_t: float
    """Tonnes a year; nan where the region's demand is not known."""
    loss: float
    loss_from: str
    depletion: Depletion

    @property
    def stock_t(self) -> float:
        """The stock in tonnes; nan where days or consumption are not known."""
        return self.days * self.consumption_t / YEAR_DAYS


def days_of(stock_t: float, consumption_t: float) -> float:
    """Days that a stock covers of all consumption (tonnes a year); nan without a consumption."""
    return stock_t / (consumption_t / YEAR_DAYS) if consumption_t > 0 else np.nan


def days_under_loss(days: float, loss: float) -> float:
    """Days that a stock lasts when a part of supply is lost: inf ("not drawn") when nothing is.

    Examples
    --------
    >>> round(days_under_loss(60, 0.65), 1)
    92.3
    """
    if np.isnan(days) or np.isnan(loss):
        return np.nan
    return days / loss if loss > 0 else np.inf


def depletion(days: float, loss: float, new_supply: float, months: float, start: date) -> Depletion:
    """Draw a stock month by month while new supply ramps up in a straight line.

    Parameters
    ----------
    days
        Days of consumption in stock.
    loss
        Part of consumption that is lost from ``start`` on, 0–1.
    new_supply, months
        Part of consumption that new supply gives when ramped up, and the months it takes from ``start``.

    Returns
    -------
    Depletion
        Within a month the stock is drawn evenly. A month whose new supply exceeds the loss does not fill it again.
    """
    if np.isnan(days) or np.isnan(loss) or np.isnan(new_supply):
        return Depletion(End.UNKNOWN, np.nan, None)
    if loss <= 0:
        return Depletion(End.NOT_DRAWN, np.inf, None)
    left = days
    for month in range(MOST_MONTHS):
        drawn = MONTH_DAYS * max(0.0, loss - new_supply * _ramped(month, months))
        if left <= drawn + 1e-12:
            gone = (month + (left / drawn if drawn > 0 else 0.0)) * MONTH_DAYS
            return Depletion(End.DEPLETED, gone, start + timedelta(days=int(gone)))
        if drawn == 0 and month >= months:
            break
        left -= drawn
    return Depletion(End.LASTS, np.inf, None)


@lru_cache(maxsize=4)
def covers(results: Results) -> tuple[Cover, ...]:
    """The stock of every partner, in the order of their ids; kept, since value, words and rows each ask for them."""
    return tuple(_cover(results, region) for region in sorted(results.scenario.partners))


def first_day(results: Results) -> date:
    """The loss begins on 1 January of the year after the one asked about."""
    asked = results.scenario.horizon
    return date((results.year if asked == LATEST else asked) + 1, 1, 1)


def _cover(results: Results, region: str) -> Cover:
    scenario = results.scenario
    parts = tuple(
        (kind, held) for kind in STOCK_KINDS if not np.isnan(held := assumed(scenario, f"stock:{region}-{kind}"))
    )
    days = assumed(scenario, f"stock:{region}")
    if np.isnan(days) and parts:
        days = sum(held for _, held in parts)
    target, source = _benchmark(results, STANDARD.get(region, ""))
    disclosure = Disclosure.NO_DATA if np.isnan(target) else Disclosure.UNDISCLOSED
    loss, loss_from = assumed(scenario, "loss"), "set by the user"
    if np.isnan(loss):
        gap = results.gap
        loss = gap.single_supplier_share
        loss_from = f"the share of {gap.single_supplier_name} in {gap.single_whole}" if gap.single_supplier else ""
    return Cover(
        region=region,
        days=days,
        parts=parts,
        disclosure=disclosure if np.isnan(days) else Disclosure.SET,
        target_days=target,
        target_high_days=_benchmark(results, HIGH_RISK.get(region, ""))[0],
        target_parts=_split(results, SPLIT.get(region, "")),
        target_source=source,
        consumption_t=_consumption(results, region),
        loss=loss,
        loss_from=loss_from,
        depletion=depletion(
            days, loss, assumed(scenario, "new_supply"), assumed(scenario, "new_supply_months"), first_day(results)
        ),
    )


def _consumption(results: Results, region: str) -> float:
    asked = results.scenario
    own = own_demand(asked)
    return demand_of(results.dataset, asked.mineral, asked.stage, frozenset({region}), results.year, own).tonnes


def _ramped(month: int, months: float) -> float:
    """Mean of a straight ramp over one month; full at once when it takes no time."""
    if months <= 0:
        return 1.0
    start, end = min(month / months, 1.0), min((month + 1) / months, 1.0)
    reached = min(1.0, months - month)
    return (
        start + (end - start) / 2 if reached >= 1 else reached * (start + 1) / 2 + (1 - reached) if reached > 0 else 1
    )


def _benchmark(results: Results, name: str) -> tuple[float, str]:
    table = results.dataset.benchmarks
    rows = table[table["benchmark_id"] == name]
    if rows.empty:
        return np.nan, ""
    value = float(np.asarray(rows["value"].replace("", "nan"), float)[0])
    # A target of nought days tells nothing about a stock.
    return (value, str(rows["source_id"].iloc[0])) if value > 0 else (np.nan, "")


def _split(results: Results, name: str) -> tuple[tuple[str, float], ...]:
    """ "national 42 + private 18" of a benchmark's words."""
    table = results.dataset.benchmarks
    rows = table[table["benchmark_id"] == name]
    if rows.empty:
        return ()
    found = re.findall(rf"({'|'.join(STOCK_KINDS)}) (\d+)", str(rows["metric"].iloc[0]))
    return tuple((kind, float(number)) for kind, number in found)
