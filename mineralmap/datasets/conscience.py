"""The unit conscience: is a figure off by just the factor between a metal and one of its compounds?

Method: methods §1. A value about 5.3, 6.05 or 2.15 times away from another figure for the same thing in the "same" unit
is a unit mistake until shown otherwise (a public dashboard labels Australia 2024 as 86,000 t LCE; national tables say
82,700 to 90,000 t Li). It is asked of users' files, and of all shipped tables against each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.datasets import contained, coverage
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity
from mineralmap.model.units import CONTAINED_PER_TONNE

ASKED = {"lithium": ("Li", ("LCE", "LiOH.H2O", "Li2O")), "cobalt": ("Co", ("Co(OH)2", "CoSO4.7H2O")),
         "nickel": ("Ni", ("NiSO4.6H2O",))}  # fmt: skip
"""Mineral to its metal and the compounds that figures are given in."""
ABOUT = 0.06
"""A ratio this near to a factor is suspected: wide enough for two estimates of one year, narrow enough to tell 5.32
(LCE) from 6.05 (hydroxide)."""
SAME = 0.25
"""A figure this near to another one agrees with it."""
YEARS = 2
"""National figures this many years around the common year are held against a user's figure."""
COLUMNS = ["what", "mineral", "stage", "place", "year", "value_t", "against", "against_t", "ratio", "likely",
           "explained", "file", "row"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mix:
    """A likely unit mistake: the ratio of two figures, the compound whose factor it is near to, the metal."""

    ratio: float
    compound: str
    metal: str
    factor: float

    @property
    def likely(self) -> str:
        """In words: "5.323 t LCE hold 1 t Li: LCE counted as Li?"."""
        kind = (
            f"{self.compound} counted as {self.metal}" if self.ratio > 1 else f"{self.metal} counted as {self.compound}"
        )
        return f"{self.factor:.4g} t {self.compound} hold 1 t {self.metal}: {kind}?"


def mix(mineral: str, value: float, against: float) -> Mix | None:
    """The mistake that the ratio of two figures looks like; None for any other ratio, and for what is not known."""
    if mineral not in ASKED or not (value > 0 and against > 0 and np.isfinite(value / against)):
        return None
    metal, compounds = ASKED[mineral]
    away = abs(np.log(value / against))
    factors = {compound: 1 / CONTAINED_PER_TONNE[compound] for compound in compounds}
    compound = min(factors, key=lambda one: abs(away - np.log(factors[one])))
    if abs(away - np.log(factors[compound])) > np.log1p(ABOUT):
        return None
    return Mix(value / against, compound, metal, factors[compound])


def of_rows(table: pd.DataFrame, known: Dataset, file: str, twins: Iterable[tuple[int, str, float]]) -> list[Problem]:
    """Warnings about a user's rows: against what we know of the same facility, and against the national figures.

    A country's rows are summed. Too much by a factor is told; too little only where the file's own form made it so
    (the figure as written agrees with the national one), for a file need not have all of a country's plants.

    Parameters
    ----------
    twins
        Rows that are likely a shipped facility: row, facility id, distance in km (``same.pairs``).
    """
    rows = table[table["mineral"].isin(ASKED) & (table["capacity_t_per_year"] > 0)]
    if rows.empty:
        return []
    spoken = rows[["mineral", "unit", "form"]].apply(tuple, axis=1)
    said = {words: _factors(words, known) for words in spoken.unique()}
    amount = rows["capacity_t_per_year"].to_numpy(float)
    written = pd.Series(amount * [said[words][0] for words in spoken], rows.index)
    tonnes = pd.Series(written.to_numpy() * [said[words][1] for words in spoken], rows.index)
    problems = _twins(rows, tonnes, known, file, twins)
    told = {problem.row for problem in problems}
    for (mineral, stage, iso3), group in rows.groupby(["mineral", "stage", "country"], sort=False):
        if told & set(group.index):
            continue
        problems += _national(
            str(mineral), str(stage), str(iso3), written[group.index], tonnes[group.index], known, file
        )
    return problems


def _factors(words: tuple[str, str, str], known: Dataset) -> tuple[float, float]:
    """Tonnes in a unit, and contained tonnes in a tonne of the form; nan where either is not known."""
    mineral, unit, form = words
    mass, form = contained.unit_and_form(unit, form)
    factor = contained.factor(mineral, form, known.minerals, known.factors)
    return (contained.tonnes(1.0, mass) if mass else np.nan), (factor.value if factor else np.nan)


def _twins(
    rows: pd.DataFrame, tonnes: pd.Series, known: Dataset, file: str, twins: Iterable[tuple[int, str, float]]
) -> list[Problem]:
    figures = known.outputs.groupby(["facility_id", "mineral"])["capacity_t"].sum(min_count=1)
    problems: list[Problem] = []
    for row, facility, _ in twins:
        if row not in tonnes.index:
            continue
        mineral = str(rows.at[row, "mineral"])
        ours = float(figures.get((facility, mineral), np.nan))
        found = mix(mineral, float(tonnes[row]), ours)
        if found:
            metal = found.metal
            what = f"{tonnes[row]:,.0f} t {metal} is {_times(found)} our {ours:,.0f} t {metal} for {facility}."
            problems.append(_warning(file, row, what, found))
    return problems


def _national(
    mineral: str, stage: str, iso3: str, written: pd.Series, tonnes: pd.Series, known: Dataset, file: str
) -> list[Problem]:
    figures = national_figures(known, mineral, stage, iso3)
    total, as_written = float(tonnes.sum()), float(written.sum())
    if any(abs(total / figure - 1) <= SAME for figure in figures):
        return []
    for figure in figures:
        found = mix(mineral, total, figure)
        if found and (found.ratio > 1 or abs(np.log(as_written / figure)) <= np.log1p(ABOUT)):
            low, high = min(figures), max(figures)
            span = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
            of = f"{iso3} {stage}" + (f" in {len(tonnes)} rows" if len(tonnes) > 1 else "")
            metal = found.metal
            what = f"{total:,.0f} t {metal} for {of} is {_times(found)} the national figure ({span} t {metal})."
            return [_warning(file, int(tonnes.index[int(tonnes.argmax())]), what, found)]
    return []


def national_figures(dataset: Dataset, mineral: str, stage: str, iso3: str) -> list[float]:
    """What national tables say of a country around the common year, contained tonnes, each figure once."""
    made = dataset.national_production
    near = (made["year"] - coverage.YEAR).abs() <= YEARS
    rows = made[(made["mineral"] == mineral) & (made["stage"] == stage) & (made["iso3"] == iso3) & near]
    return sorted({float(value) for value in rows["quantity_t"] if value > 0})


def _times(found: Mix) -> str:
    return f"{found.ratio:.2f} times" if found.ratio > 1 else f"{1 / found.ratio:.2f} times less than"


def _warning(file: str, row: int, what: str, found: Mix) -> Problem:
    hint = f"{found.likely} Say the form (LCE, Li2O, …) that the figure is given in, or contained."
    return Problem(Severity.WARNING, file, row, "capacity_t_per_year", what, hint)


def suspects(dataset: Dataset) -> pd.DataFrame:
    """Figures of a data set that are a unit factor apart: columns ``COLUMNS``; ``explained`` says why it is no mistake.

    Held against each other: national tables of one mineral, stage, country and year; located tonnes and the national
    table (``coverage``); the output and the capacity of one facility; a facility's figure and its second source.
    """
    pairs = [*_between_tables(dataset), *_located(dataset), *_output_over_capacity(dataset), *_second_sources(dataset)]
    rows = []
    for one in pairs:
        found = mix(one["mineral"], one["value_t"], one["against_t"])
        if found:
            rows.append({**one, "ratio": found.ratio, "likely": found.likely})
    return pd.DataFrame(rows, columns=COLUMNS)


def problems_of(dataset: Dataset) -> tuple[Problem, ...]:
    """The suspects that nothing explains, as warnings with their place."""
    found = suspects(dataset)
    return tuple(
        Problem(
            Severity.WARNING,
            str(row["file"]),
            None if pd.isna(row["row"]) else int(row["row"]),
            None,
            f"{row['place']}, {row['mineral']} {row['stage']}: {row['value_t']:,.0f} t "
            f"against {row['against_t']:,.0f} t ({row['against']}).",
            str(row["likely"]),
        )
        for row in found[found["explained"] == ""].to_dict("records")
    )


Pair = dict[str, Any]
"""Two figures of one thing: ``COLUMNS`` without ratio and likely."""


def _between_tables(dataset: Dataset) -> list[Pair]:
    made = dataset.national_production
    made = made[made["mineral"].isin(ASKED) & (made["quantity_t"] > 0)].assign(row=lambda table: table.index + 2)
    both = made.merge(made, on=["mineral", "stage", "iso3", "year"], suffixes=("", "_2"))
    both = both[both["table_id"] < both["table_id_2"]]
    both = both.rename(
        columns={"iso3": "place", "quantity_t": "value_t", "table_id_2": "against", "quantity_t_2": "against_t"}
    )
    rough = both["value_t"].map(_one_digit) & both["against_t"].map(_one_digit)
    both["explained"] = np.where(rough, "both are rounded to one digit", "")
    return _pairs(both, "two national tables", "national_production.csv")


def _one_digit(value: float) -> bool:
    return float(f"{value:.0e}") == value


def _located(dataset: Dataset) -> list[Pair]:
    table = coverage.country_table(dataset, largest=len(dataset.countries) + 1, minerals=tuple(ASKED))
    table = table.rename(columns={"iso3": "place", "located_t": "value_t", "national_t": "against_t"})
    why = coverage.reasons()
    keys = zip(table["mineral"], table["stage"], table["place"], strict=True)
    table = table.assign(year=coverage.YEAR, against="the national table", row=np.nan)
    table["explained"] = [why.get(key, "") for key in keys]
    return _pairs(table, "located and national", "outputs.csv")


def _output_over_capacity(dataset: Dataset) -> list[Pair]:
    made = dataset.outputs[dataset.outputs["production_t"] > dataset.outputs["capacity_t"]]
    made = made.rename(
        columns={
            "facility_id": "place",
            "production_t": "value_t",
            "capacity_t": "against_t",
            "production_year": "year",
        }
    )
    stage = made["place"].map(dataset.facilities["stage"])
    return _pairs(
        made.assign(stage=stage, against="its capacity", row=made.index + 2), "output and capacity", "outputs.csv"
    )


def _second_sources(dataset: Dataset) -> list[Pair]:
    made = dataset.second_sources
    numbers = {column: pd.to_numeric(made[column], errors="coerce") for column in ("ours", "second", "year")}
    made = made.assign(**numbers, stage=made["facility_id"].map(dataset.facilities["stage"]), row=made.index + 2)
    made = made.rename(
        columns={"facility_id": "place", "ours": "value_t", "second": "against_t", "second_source_id": "against",
                 "notes": "explained"}
    )  # fmt: skip
    return _pairs(made, "second source", "second_sources.csv")


def _pairs(table: pd.DataFrame, what: str, file: str) -> list[Pair]:
    table = table.assign(what=what, file=file)
    if "explained" not in table:
        table["explained"] = ""
    return table[[name for name in COLUMNS if name not in {"ratio", "likely"}]].to_dict("records")  # type: ignore[return-value]
