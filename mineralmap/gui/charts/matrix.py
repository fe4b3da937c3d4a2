"""What each partner owns of each mineral, or of each stage of one: a matrix whose rows add up to the whole."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from mineralmap.gui.charts.chart import (
    ABOUT,
    NAN,
    OTHER,
    UNKNOWN,
    Chart,
    Mark,
    Series,
    about,
    counted,
    nothing,
    whole,
    without,
)
from mineralmap.gui.words import STAGE_WORDS, percent, tonnes, unbroken
from mineralmap.model.scenario import LATEST, NAMED_COUNTRIES, Basis, Measure, Scenario, Stage

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.results import Results

STAGES = (Stage.MINING, Stage.INTERMEDIATE, Stage.REFINING, Stage.RECYCLING)
VERB = {Basis.LOCATION: "hosts", Basis.EQUITY: "owns", Basis.CONTROL: "controls"}
SHORT = {"United States": "US", "European Union": "EU"}


def matrix(results: "Results", by_stage: bool, cancel: Callable[[], None]) -> Chart:
    """Shares of every mineral of the scorecard at the stage asked for (or of every stage of the mineral asked for) that
    the partners switched on hold; then everybody else, other countries and unknown."""
    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.scorecard import MINERALS

    asked, dataset = results.scenario, results.dataset
    verb = VERB[asked.basis]
    if by_stage:
        title = f"What each partner {verb} of {results.mineral_name}, by stage"
        rows = [(STAGE_WORDS[stage].capitalize(), replace(asked, stage=stage, year=LATEST)) for stage in STAGES]
    else:
        title = f"What each partner {verb} of each {STAGE_WORDS[asked.stage]} mineral"
        minerals = [
            one for one in dataset.minerals.sort_values("order").index if one in MINERALS or one == asked.mineral
        ]
        names = dataset.minerals["name"]
        rows = [(str(names[one]).capitalize(), replace(asked, mineral=str(one), year=LATEST)) for one in minerals]
    partners = dataset.partners[dataset.partners["partner_id"].isin(asked.partners)].sort_values("order")
    groups = [(str(one), frozenset(part["iso3"])) for one, part in partners.groupby("partner_id", sort=False)]
    if not groups:
        return nothing("matrix", "cells", title, results, "No partner is switched on. Switch one on above.")
    called = dict(zip(partners["partner_id"], partners["name"], strict=True))
    columns = [*(str(called[one]) for one, _ in groups), "Others", "Unknown"]
    marks, lines, years, answers = [], [], set(), {}
    for row, (label, scenario) in enumerate(rows):
        cancel()
        answer = results if scenario == asked else compute(dataset, scenario, cancel)
        if not answer.no_data:
            years.add(counted(scenario, answer.year))
            answers[label] = answer
        marks += _row(row, label, answer, groups, columns)
        for mark in marks[-len(columns) :]:
            share = mark.value
            lines.append(
                (label, columns[mark.series], share, share * answer.denominator_t, asked.basis.value, *about(answer))
            )
    overlap = _overlap(groups)
    words = " · ".join([
        "All stages" if by_stage else STAGE_WORDS[asked.stage].capitalize(),
        f"by {asked.basis.value}",
        " and ".join(sorted(years)) or "no data",
        f"shares of {_wholes(asked, answers)}; a row adds up to 100 %"
        + (f" but for {overlap}, counted in each" if overlap else ""),
        *_located(asked, answers),
        *without(asked),
    ])  # fmt: skip
    return Chart(
        "matrix", "cells", title, unbroken(words),
        tuple(label for label, _ in rows), tuple(Series(SHORT.get(one, one), "cell") for one in columns), tuple(marks),
        frozenset(),
        ("mineral or stage", "held by", "share", "tonnes", "basis", *ABOUT), tuple(lines),
        sources=_sources(answers), minerals=tuple(dict.fromkeys(one.scenario.mineral for one in answers.values())),
    )  # fmt: skip


def _sources(answers: "dict[str, Results]") -> tuple[str, ...]:
    """The tables of all rows before the sources of their facilities."""
    told = [answer.sources for answer in answers.values()]
    return tuple(dict.fromkeys([*(one[0] for one in told if one), *(source for one in told for source in one)]))


def _wholes(asked: Scenario, answers: "dict[str, Results]") -> str:
    """What the shares of the rows are parts of; rows without a published total are named."""
    said = {label: whole(answer) for label, answer in answers.items()}
    if len(set(said.values())) == 1:
        return f"{next(iter(said.values()))}, row by row"
    summed = [label.lower() for label, words in said.items() if NAMED_COUNTRIES in words]
    return f"the published world output (of {', '.join(summed)}: the {NAMED_COUNTRIES}), row by row"


def _located(asked: Scenario, answers: "dict[str, Results]") -> list[str]:
    """The least and the most of a row that is located, as part of a caption; nothing where no row can tell."""
    known = {label.lower(): answer.coverage for label, answer in answers.items() if answer.coverage == answer.coverage}
    if not known:
        return []
    least, most = min(known, key=lambda one: known[one]), max(known, key=lambda one: known[one])
    said = f"{percent(known[least])} ({least})"
    if least != most:
        said += f" to {percent(known[most])} ({most})"
    return [f"located {said}" if asked.measure is Measure.OUTPUT else f"located capacity is {said} of world output"]


def _row(
    row: int, label: str, answer: "Results", groups: list[tuple[str, frozenset[str]]], columns: list[str]
) -> list[Mark]:
    if answer.no_data:
        why = f"{label}: {answer.no_data}"
        return [Mark(row, at, NAN, "no data", why) for at in range(len(columns))]
    table, credits = answer.suppliers, answer.credits
    counts = answer.facilities.index[answer.facilities["counted"].to_numpy(bool)]
    credits = credits[credits["facility_id"].isin(counts) & (credits["share"] > 0)]
    every = frozenset().union(*(members for _, members in groups))
    names = table["supplier"]
    parts = [(names.isin(members), credits["supplier"].isin(members)) for _, members in groups]
    nobody = (OTHER, UNKNOWN)
    parts.append((~names.isin([*every, UNKNOWN]), ~credits["supplier"].isin([*every, *nobody])))
    parts.append((names == UNKNOWN, credits["supplier"] == UNKNOWN))
    return [_cell(row, at, label, columns[at], answer, of, behind, credits) for at, (of, behind) in enumerate(parts)]


def _cell(
    row: int, at: int, label: str, column: str, answer: "Results", of: "pd.Series[bool]", behind: "pd.Series[bool]",
    credits: "pd.DataFrame",
) -> Mark:  # fmt: skip
    ids = frozenset(map(str, credits.loc[behind, "facility_id"]))
    who = {"Others": "all others (other countries among them)", "Unknown": "nobody known"}.get(column, column)
    rows = answer.suppliers.loc[of]
    if len(rows) and rows["withheld"].all():
        return Mark(row, at, NAN, "withheld", f"{label}, {who}: withheld by the source", ids)
    share = float(rows["share"].sum())
    tip = f"{label}, {who}: {percent(share)}, {tonnes(share * answer.denominator_t, answer.unit)}"
    withheld = rows.loc[rows["withheld"], "name"].tolist()
    tip += f"\nnot in it, withheld by the source: {', '.join(withheld)}" if withheld else ""
    return Mark(row, at, share, percent(share), tip, ids, "unknown" if column == "Unknown" else "")


def _overlap(groups: list[tuple[str, frozenset[str]]]) -> str:
    """Countries that are in two of the partners, in words; "" for none."""
    seen: set[str] = set()
    twice: set[str] = set()
    for _, members in groups:
        twice |= seen & members
        seen |= members
    return ", ".join(sorted(twice)[:4]) + (" and more" if len(twice) > 4 else "")
