"""Minerals × stages against the tests of concentration and diversification, each cell with its level and its evidence.

The limits are screening yardsticks and stand in the legend; a level is never told by colour alone. A cell is good only
when its worse bound is good, too: what is unknown must not look safe.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.gaps import made_without_capacity
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario, Stage

MINERALS = ("lithium", "cobalt", "nickel", "rare_earths", "graphite")
STAGES = (Stage.MINING, Stage.REFINING)
GOOD, WATCH, HIGH = "good", "watch", "high"
MAY = "may be high"
SYMBOLS = {GOOD: "●", WATCH: "◆", MAY: "△", HIGH: "▲", NO_DATA: "–"}
"""As the window draws them; ``MAY`` is a cell that is not high, and would be at its worse bound."""
CR3_LIMITS = (0.50, 0.75)
"""Ours: half, and three quarters, of supply with three suppliers."""
N1_LIMITS = (1.00, 0.80)
"""Ours: all demand met without the largest supplier, and four fifths of it."""
AT_LEAST = "at least "
COVER_DAYS = (60.0, 30.0)
"""Japan's stock target for rare metals is 60 days of consumption (JOGMEC); half of it."""
CELLS = ["mineral", "name", "stage", "year", "check", "title", "value", "high", "unit", "text", "level", "may",
         "symbol", "what", "reason"]  # fmt: skip
LEGEND = ["check", "title", "good", "watch", "high", "limits_from"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One test of one question. ``high`` is the value's worse bound, ``may`` the level there ("" where it is the same);
    ``what`` is what ``explain`` opens for it; ``reason`` says why there is no data."""

    value: float
    high: float
    text: str
    level: str
    may: str = ""
    what: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One column of the scorecard: a test with its limits in words."""

    id: str
    title: str
    unit: str
    judge: Callable[[Results], Cell]
    good: str
    watch: str
    high: str
    limits_from: str


@dataclass(frozen=True, eq=False)
class Scorecard:
    """Every cell of the table, and the answers behind them.

    ``cells``: one row per mineral, stage and check, columns ``CELLS``; ``value`` is a fraction, an index or days as
    ``unit`` says, nan without data. ``answers``: (mineral, stage) to the Results that its cells open into.
    ``legend``: one row per check, columns ``LEGEND``.
    """

    scenario: Scenario
    cells: pd.DataFrame
    legend: pd.DataFrame
    answers: dict[tuple[str, str], Results]

    def table(self) -> pd.DataFrame:
        """One row per mineral and stage, for a spreadsheet: what it is of, then each check's value, level and words."""
        rows = []
        for (mineral, stage), answer in self.answers.items():
            mine = self.cells[(self.cells["mineral"] == mineral) & (self.cells["stage"] == stage)]
            row: dict[str, object] = {
                "mineral": mineral,
                "stage": stage,
                "basis": answer.scenario.basis.value,
                "measure": answer.scenario.measure.value,
                "year": answer.year,
                "denominator_t": answer.denominator_t,
                "unit": answer.unit,
                "denominator": answer.denominator_source,
                "coverage": answer.coverage,
                "unknown_share": answer.unknown_share,
                "presumed_share": answer.presumed_share,
            }
            for cell in mine.to_dict("records"):
                row[str(cell["check"])] = cell["value"]
                row[f"{cell['check']}_level"] = cell["level"]
                row[f"{cell['check']}_may"] = cell["may"]
                row[f"{cell['check']}_text"] = cell["text"]
            rows.append({**row, "no_data": answer.no_data})
        return pd.DataFrame(rows)


def is_floor(cell: Mapping[Any, Any]) -> bool:
    """Is the value of a row of ``cells`` only the least that it can be? Then a short reading needs its "≥"."""
    return str(cell["text"]).startswith(AT_LEAST)


def scorecard(
    dataset: Dataset,
    scenario: Scenario,
    minerals: Iterable[str] | None = None,
    stages: Iterable[Stage | str] = STAGES,
    cancel: Callable[[], None] | None = None,
) -> Scorecard:
    """Put minerals and stages to every test.

    Parameters
    ----------
    scenario
        Its basis, measure, partners, bands and everything else hold for all; mineral and stage are those of the row.
    minerals
        Ids, in their order; by default those of ``MINERALS`` that the data set has.

    Raises
    ------
    InvalidArgument
        For a mineral or a partner that the data set does not know.
    """
    chosen = [one for one in MINERALS if one in dataset.minerals.index] if minerals is None else list(minerals)
    answers: dict[tuple[str, str], Results] = {}
    rows: list[dict[str, object]] = []
    for mineral in dict.fromkeys(chosen):
        for stage in dict.fromkeys(Stage(one) for one in stages):
            answer = compute(dataset, replace(scenario, mineral=mineral, stage=stage), cancel)
            answers[mineral, stage.value] = answer
            rows += [_row(answer, check) for check in CHECKS]
    legend = [[one.id, one.title, one.good, one.watch, one.high, one.limits_from] for one in CHECKS]
    return Scorecard(scenario, pd.DataFrame(rows, columns=CELLS), pd.DataFrame(legend, columns=LEGEND), answers)


def _row(answer: Results, check: Check) -> dict[str, object]:
    cell = check.judge(answer)
    return {
        "mineral": answer.scenario.mineral,
        "name": answer.mineral_name,
        "stage": answer.scenario.stage.value,
        "year": answer.year,
        "check": check.id,
        "title": check.title,
        "value": cell.value,
        "high": cell.high,
        "unit": check.unit,
        "text": cell.text,
        "level": cell.level,
        "may": cell.may,
        "symbol": SYMBOLS[MAY if cell.level in (GOOD, WATCH) and cell.may == HIGH else cell.level],
        "what": cell.what,
        "reason": cell.reason,
    }


def _leveled(value: float, worse: float, text: str, what: str, level: Callable[[float], str], reason: str) -> Cell:
    if math.isnan(value):
        return Cell(math.nan, math.nan, NO_DATA, NO_DATA, what=what, reason=reason)
    here = level(value)
    there = here if math.isnan(worse) else level(worse)
    return _bounded(Cell(value, worse, text, here, "" if there == here else there, what))


def _bounded(cell: Cell) -> Cell:
    """Good by the figure, and not by its worse bound: to be watched."""
    return replace(cell, level=WATCH) if cell.level == GOOD and cell.may else cell


def _up(limits: Sequence[float]) -> Callable[[float], str]:
    """Levels of what is worse the larger it is; a value on a limit is still on its better side."""
    return lambda value: GOOD if value <= limits[0] + 1e-9 else WATCH if value <= limits[1] + 1e-9 else HIGH


def _down(limits: Sequence[float]) -> Callable[[float], str]:
    """Levels of what is better the larger it is; a value on a limit is on its better side."""
    return lambda value: GOOD if value >= limits[0] - 1e-9 else WATCH if value >= limits[1] - 1e-9 else HIGH


def _hhi(answer: Results) -> Cell:
    found = answer.concentration
    band, _, may = found.band.partition(", may be ")
    levels = {"not concentrated": GOOD, "moderately concentrated": WATCH, "highly concentrated": HIGH}
    if math.isnan(found.hhi_low):
        return _leveled(math.nan, math.nan, "", "hhi", str, answer.no_data or "no supplier is named")
    text = indicators["hhi"].text(answer).removesuffix(f" by {found.scheme}")
    return _bounded(Cell(found.hhi_low, found.hhi_high, text, levels[band], levels.get(may, ""), "hhi"))


def _cr3(answer: Results) -> Cell:
    value = answer.concentration.cr3
    worse = min(1.0, value + answer.unknown_share)
    text = percent(value) + (f" to {percent(worse)}" if worse - value > 5e-4 else "")
    return _leveled(value, worse, text, "cr3", _up(CR3_LIMITS), answer.no_data or "no supplier is named")


def _single(answer: Results) -> Cell:
    gap = answer.gap
    text = indicators["single_supplier"].text(answer)
    limit = gap.single_limit
    reason = answer.no_data or "no supplier outside the partners is named"
    return _leveled(
        gap.single_supplier_share, gap.single_supplier_high, text, "single_supplier", _up((limit, limit)), reason
    )


def _n1(answer: Results) -> Cell:
    """The worse bound lets all that is unknown belong to the largest supplier, too."""
    value, worse = answer.gap.n1_gross, answer.gap.n1_low
    text = f"{percent(value)} of world demand" + (f", at least {percent(worse)}" if value - worse > 5e-4 else "")
    return _leveled(value, worse, text, "n1", _down(N1_LIMITS), "no world demand in the same unit for this year")


def _coverage(answer: Results) -> Cell:
    """Partner supply ÷ demand against the target; without a demand the partner share, which no target speaks of."""
    gap, share = answer.gap, answer.partner.share
    if gap.demand_t > 0 and not math.isnan(gap.supply.point):
        value, worse = gap.supply.point / gap.demand_t, gap.supply.low / gap.demand_t
        said = f"{percent(value)} of demand ({gap.supply_measure}; target {100 * gap.target:g} %)"
        missing = f", without {', '.join(gap.demand_missing)}" if gap.demand_missing else ""
        level = _down((gap.target, gap.target / 2))
        cell = _leveled(value, worse, said + missing, "coverage_gap", level, "")
        made_t = made_without_capacity(answer)
        if made_t > 0 and cell.level == HIGH != level(value + made_t / gap.demand_t):
            # Their output is no capacity and is not added; it only says that the figure is too low to judge by.
            more = f"; plants without a published capacity made {made_t:,.0f} t more"
            return replace(cell, level=WATCH, may="", text=f"{AT_LEAST}{cell.text}{more}")
        return cell
    if math.isnan(share.point):
        return _leveled(math.nan, math.nan, "", "coverage_gap", str, answer.no_data or "no demand and no supply known")
    text = f"no demand figure; partners have {percent(share.point)} of supply"
    return Cell(math.nan, math.nan, text, NO_DATA, what="partner_share", reason="no demand figure of the partners")


def _days(answer: Results) -> Cell:
    if "days_of_cover" not in indicators:
        return Cell(math.nan, math.nan, NO_DATA, NO_DATA, reason="no stock is known to this program")
    found = indicators["days_of_cover"]
    value, text = float(found.value(answer)), found.text(answer)
    return _leveled(value, math.nan, text, found.id, _down(COVER_DAYS), text)


CHECKS = (
    Check("hhi", "HHI", "0–10,000", _hhi, "not concentrated", "moderately concentrated", "highly concentrated",
          "bands of the scheme that is chosen: US DOJ/FTC 2023 (1,000 / 1,800), 2010 (1,500 / 2,500), or the user's"),
    Check("cr3", "CR3", "fraction", _cr3, f"up to {100 * CR3_LIMITS[0]:g} %", f"up to {100 * CR3_LIMITS[1]:g} %",
          f"above {100 * CR3_LIMITS[1]:g} %", "ours"),
    Check("single_supplier", "65 % check", "fraction", _single, "within the limit, also with all that is unknown",
          "within the limit, may exceed it with what is unknown", "above the limit (65 % unless changed)",
          "Regulation (EU) 2024/1252, article 5, which speaks of the Union's consumption; used on world supply: ours"),
    Check("n1", "N − 1", "fraction", _n1, f"{100 * N1_LIMITS[0]:g} % of world demand and more",
          f"{100 * N1_LIMITS[1]:g} % and more", f"below {100 * N1_LIMITS[1]:g} %", "ours"),
    Check("partner_coverage", "Partner supply ÷ demand", "fraction", _coverage, "target reached", "half the target",
          "below half the target", "targets after Regulation (EU) 2024/1252, per mineral and partner: ours"),
    Check("days_of_cover", "Days of cover", "days", _days, f"{COVER_DAYS[0]:g} days and more",
          f"{COVER_DAYS[1]:g} days and more", f"below {COVER_DAYS[1]:g} days",
          "Japan's target for rare metals (JOGMEC), and half of it"),
)  # fmt: skip
"""The columns, in their order."""
