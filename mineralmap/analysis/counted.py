"""What every facility weighs for one question, made once and kept: measure, year, denominator and cuts decide it."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from mineralmap.analysis.credits import Credits
from mineralmap.analysis.cuts import Cut, cut_weights, kept
from mineralmap.analysis.located import PIPELINE, Located, counted_as, located
from mineralmap.analysis.national import National, available_years, national
from mineralmap.analysis.owner_cuts import owners_left
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.spread import Weights, by_capacity, by_output
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import LATEST, Basis, Denominator, Measure, Stage


@dataclass(frozen=True, eq=False)
class Counted:
    """Facilities of a mineral and stage with their weights; ``whole`` is before cuts, ``left`` (n,) what they leave.

    ``no_data`` says why nothing can be counted, "" where something can.
    """

    plants: Located
    table: National | None
    whole: Weights
    weights: Weights
    left: np.ndarray
    no_data: str

    @property
    def cut_t(self) -> float:
        """Tonnes that the cuts take."""
        return self.whole.denominator_t - self.weights.denominator_t


@lru_cache(maxsize=64)
def counted(
    dataset: Dataset,
    mineral: str,
    stage: Stage,
    year: int,
    measure: Measure,
    denominator: Denominator = Denominator.WORLD,
    cuts: tuple[Cut, ...] = (),
) -> Counted:
    """Weigh the facilities of a mineral and stage."""
    table = national(dataset, mineral, stage, year)
    plants = located(dataset, mineral, stage)
    nations = ownership_table(dataset).nations
    reason = ""
    if measure is Measure.CAPACITY:
        whole = by_capacity(plants, len(nations))
        if not whole.denominator_t > 0:
            word = str(dataset.minerals.at[mineral, "name"])
            reason = f"No operating facility of this stage has a capacity in contained {word} in our tables."
    elif table is not None:
        plants = counted_as(dataset, plants, table)
        whole = _of_total(by_output(plants, table, nations), plants, table, denominator)
    else:
        whole, reason = _blank(plants, len(nations)), _no_table(dataset, mineral, stage, year)
    weights, left = whole, np.ones(len(plants.ids))
    if cuts:
        left, left_there = kept(dataset, cuts, plants)
        weights = cut_weights(whole, left, left_there, plants.host)
    return Counted(plants, table, whole, weights, left, reason)


def _of_total(weights: Weights, plants: Located, table: National, denominator: Denominator) -> Weights:
    """The same weights as parts of another total: of the named countries, or of what facilities explain."""
    if denominator is Denominator.NAMED:
        named = (plants.host >= 0) & ~np.isnan(weights.named_t[plants.host])
        origin = weights.origin.copy()
        origin[~named & ~np.isnan(weights.tonnes)] = "country not named in the table"
        return replace(
            weights,
            tonnes=np.where(named, weights.tonnes, np.nan),
            alternative_t=np.where(named, weights.alternative_t, np.nan),
            origin=origin,
            other_t=0.0,
            drawn_t=0.0,
            denominator_t=float(sum(table.named.values())),
        )
    if denominator is Denominator.LOCATED:
        return replace(
            weights,
            remainder_t=np.zeros(len(weights.remainder_t)),
            named_t=np.full(len(weights.named_t), np.nan),
            other_t=0.0,
            denominator_t=float(np.nansum(weights.tonnes)),
        )
    return weights


def _no_table(dataset: Dataset, mineral: str, stage: Stage, year: int) -> str:
    years = available_years(dataset, mineral, stage)
    if years and year != LATEST:
        return f"No national table has {year}; there is {', '.join(map(str, years))}."
    name = dataset.minerals.at[mineral, "name"]
    works = not counted(dataset, mineral, stage, year, Measure.CAPACITY).no_data
    instead = "Counting capacity works." if works else "No capacity in contained tonnes is known either."
    return f"No national table counts {name} {stage.value}: output cannot be shared out. {instead}"


def _blank(plants: Located, nations: int) -> Weights:
    nothing = np.full(len(plants.ids), np.nan)
    origin = np.full(len(plants.ids), "no national table", object)
    blank = np.full(nations, np.nan)
    return Weights(
        nothing, nothing, origin, np.zeros(nations), blank, 0.0, 0.0, 0.0, {}, False, "", np.zeros(len(plants.ids))
    )


@lru_cache(maxsize=64)
def credits_of(dataset: Dataset, plants: Located, cuts: tuple[Cut, ...] = ()) -> dict[Basis, Credits]:
    """The nations' credits of what cuts leave of some facilities, in their order."""
    return {basis: made.take(plants.row) for basis, made in owners_left(dataset, cuts).nations.items()}


@lru_cache(maxsize=64)
def ahead(plants: Located) -> np.ndarray:
    """Rows of facilities that are under construction or planned and have a capacity."""
    return np.flatnonzero(np.isin(plants.status.astype(str), PIPELINE) & ~np.isnan(plants.capacity_t))


@lru_cache(maxsize=64)
def silent(plants: Located) -> np.ndarray:
    """Rows of facilities that run without a published capacity of their own."""
    return np.flatnonzero(plants.operating & np.isnan(plants.capacity_t) & ~plants.in_combined)


@lru_cache(maxsize=128)
def some_credits(dataset: Dataset, plants: Located, basis: Basis, which: str, cuts: tuple[Cut, ...] = ()) -> Credits:
    """The credits of the facilities that are ``ahead`` or ``silent``."""
    return credits_of(dataset, plants, cuts)[basis].take(ahead(plants) if which == "ahead" else silent(plants))
