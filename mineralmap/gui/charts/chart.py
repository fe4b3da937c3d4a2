"""What a chart says, before it is drawn: rows, marks with the facilities behind them, a caption and a table."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mineralmap.gui import answer_text
from mineralmap.gui.words import copied, plural, tonnes
from mineralmap.model.scenario import NAMED_COUNTRIES, Basis, Denominator, Measure, Scenario

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results

Form = Literal["bars", "columns", "cells", "curve"]
OTHER, UNKNOWN = "OTHER", "UNKNOWN"
BOUNDS = "published stakes only to all unknown"
"""Between what the bounds of a share lie."""
NOBODY: frozenset[str] = frozenset()
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour means. ``fill`` is a word of ``charts.fills``."""

    name: str
    fill: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, piece of a column, cell or step of a curve.

    ``value`` in the chart's unit, nan where it is not known: then ``words`` say why. ``start`` is where a stacked piece
    begins, ``target`` where a tick stands. ``ids`` are the facilities behind it, ``explain`` what the evidence panel is
    asked for.
    """

    row: int
    series: int
    value: float
    words: str
    tip: str
    ids: frozenset[str] = NOBODY
    fill: str = ""
    """Instead of the series' own."""
    start: float = 0.0
    low: float = NAN
    high: float = NAN
    target: float = NAN
    explain: str = ""
    presumed: float = 0.0
    """The part of the value that no published figure tells, at the end of the bar."""
    beside: str = ""
    """Bounds in words, where there is room for them."""


@dataclass(frozen=True, eq=False)
class Chart:
    """A whole chart. ``head`` and ``lines`` are its figures as a table: each line says what it is of."""

    id: str
    form: Form
    title: str
    caption: str
    rows: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    marks: tuple[Mark, ...] = ()
    quiet: frozenset[int] = frozenset()
    """Rows that are no supplier: the rest, other countries, unknown."""
    head: tuple[str, ...] = ()
    lines: tuple[tuple[object, ...], ...] = ()
    unit: str = ""
    """Of the values: "" for fractions."""
    across: str = ""
    """What the axes of a curve or of columns mean, "x|y"."""
    sources: tuple[str, ...] = ()
    """Ids of the sources, where they are not the answer's own."""
    minerals: tuple[str, ...] = ()
    """Minerals of a chart of several."""
    notes: tuple[str, ...] = ()
    """Sources and credits, that go with every picture."""
    empty: str = ""
    """Why there is nothing to draw, and what to do."""

    @property
    def description(self) -> str:
        """The chart read aloud."""
        if self.empty:
            return self.empty
        said = "; ".join(mark.tip.split("\n")[0] for mark in self.marks[:40])
        return f"{self.title}. {self.caption}. {said}"


def as_csv(chart: Chart) -> str:
    """The figures as comma-separated values of ten digits, nothing where there is no data."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(chart.head)
    writer.writerows([_cell(value) for value in line] for line in chart.lines)
    return made.getvalue()


def _cell(value: object) -> object:
    """A cell as a spreadsheet reads it: a figure without the noise of sums, as it is copied from the tables."""
    return copied(value) if isinstance(value, float) else value


ABOUT = ("mineral", "stage", "measure", "year", "denominator_t", "unit", "coverage", "denominator")
"""Columns that say what a line is of."""


def about(results: "Results") -> tuple[object, ...]:
    """The cells of ``ABOUT`` for one answer."""
    asked = results.scenario
    return (
        asked.mineral, asked.stage.value, asked.measure.value, results.year or "", results.denominator_t, results.unit,
        results.coverage, results.denominator_source,
    )  # fmt: skip


def counted(scenario: Scenario, year: int) -> str:
    """What is counted: "output 2024", "capacity as located"."""
    if scenario.measure is Measure.CAPACITY:
        return "capacity as located"
    return f"output {year}" if year else "output"


def caption(results: "Results", basis: str = "", extra: Sequence[str] = ()) -> str:
    """Basis, measure and year, denominator, coverage, and what more must be said, in one line."""
    asked = results.scenario
    parts = [basis or f"by {asked.basis.value}", counted(asked, results.year)]
    if math.isfinite(results.denominator_t):
        parts.append(f"shares of {tonnes(results.denominator_t, results.unit)}, {whole(results)}")
    said = " · ".join([*parts, located(results), *without(asked), *extra])
    return said[:1].upper() + said[1:]


def whole(results: "Results") -> str:
    """What shares are parts of, in words: a sum of named countries is no world total."""
    asked = results.scenario
    if asked.measure is Measure.CAPACITY:
        return "all that is located"
    if asked.denominator is Denominator.LOCATED:
        return "what is located of the output"
    named = asked.denominator is Denominator.NAMED or NAMED_COUNTRIES in results.denominator_source
    return f"the {NAMED_COUNTRIES}" if named else "the published world output"


def located(results: "Results") -> str:
    """How much of what is counted is located, as the panel *Answer* says it; that it is not known where it is not."""
    if results.scenario.measure is Measure.OUTPUT and not math.isfinite(results.coverage):
        return "how much of it is located is not known"
    said = answer_text.located(results)
    return said[:1].lower() + said[1:]


def without(scenario: Scenario) -> list[str]:
    """That something falls away, as part of a caption; nothing where nothing does."""
    cuts = len(scenario.cuts)
    return [f"without what {plural(cuts, 'cut')} {'takes' if cuts == 1 else 'take'}"] if cuts else []


def product(results: "Results") -> str:
    """What is counted: "refined cobalt"."""
    from mineralmap.layers.words import product as words

    return words(results.scenario, results.mineral_name)


def nothing(chart_id: str, form: Form, title: str, results: "Results", why: str = "") -> Chart:
    """A chart without an answer: why, and what to do."""
    reason = why or results.no_data or "There is nothing to draw."
    return Chart(chart_id, form, title, "", empty=f"{reason.rstrip('.')}. {_advice(results.scenario, reason)}")


def _advice(scenario: Scenario, reason: str) -> str:
    if "No capacity" in reason:
        return "Ask for another stage or mineral above."
    if scenario.measure is Measure.OUTPUT:
        return "Ask for another year, stage or mineral above, or count capacity."
    return "Ask for another stage or mineral above, or count output."


def holders(results: "Results") -> dict[str, frozenset[str]]:
    """The facilities that each supplier is credited with, of those that count."""
    if results.no_data or not len(results.credits):
        return {}
    counts = results.facilities.index[results.facilities["counted"].to_numpy(bool)]
    table = results.credits
    table = table[table["facility_id"].isin(counts) & (table["share"] > 0)]
    return {str(who): frozenset(map(str, ids)) for who, ids in table.groupby("supplier")["facility_id"]}


def supplier_name(supplier: str, name: str, company: bool = False) -> str:
    """A supplier as rows name it."""
    unknown = "Company unknown" if company else "Owner unknown"
    return {OTHER: "Other countries", UNKNOWN: unknown}.get(supplier, name)


BASES = (Basis.LOCATION, Basis.EQUITY, Basis.CONTROL)
"""In the order in which they stand side by side."""
