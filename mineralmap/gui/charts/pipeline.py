"""Projects by start year: tonnes of capacity that partners own, others own and nobody is known to own."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.gui.charts.chart import Chart, Mark, Series, nothing, product
from mineralmap.gui.words import percent, plural, tonnes
from mineralmap.model.scenario import Basis

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.results import Results

NO_YEAR = "no year"
VERB = {Basis.LOCATION: "host", Basis.EQUITY: "own", Basis.CONTROL: "control"}
OWNERS = ("partners", "others", "owner unknown")
FILLS = (("equity", "equity-planned"), ("not", "not-planned"), ("unknown", "unknown"))
STATUS = ("construction", "planned")
HEAD = (
    "start_year", "status", "owner", "capacity_t", "projects", "unit", "basis", "mineral", "stage", "partners",
)  # fmt: skip


def pipeline(results: "Results", cancel: Callable[[], None]) -> Chart:
    """Nameplate capacity of what is under construction or planned, in full: no chance, no ramp, no cut."""
    from mineralmap.analysis.made_of import answer

    cancel()
    asked, unit = results.scenario, results.gap.unit  # capacities are in it also where output is counted otherwise
    if asked.cuts:
        results = answer(results.dataset, replace(asked, cuts=()))  # who is cut is no unknown owner
    title = f"Projects for {product(results)} by start year"
    table = results.facilities
    known = results.dataset.facilities.reindex(table.index)
    status = known["status"].to_numpy(object)
    ahead = np.isin(status, STATUS)
    capacity = table["capacity_t"].to_numpy(float)
    silent = int((ahead & ~(capacity > 0)).sum())
    drawn = ahead & (capacity > 0)
    if not drawn.any():
        held = (
            f"{plural(silent, 'project')} of this stage, none with a published capacity"
            if silent
            else "No project known"
        )
        return nothing("pipeline", "columns", title, results, held)
    start = known["start_year"].to_numpy(float)
    ids, names = table.index.to_numpy(object), known["name"].to_numpy(object)
    partner = np.nan_to_num(table["partner_share"].to_numpy(float))
    owned = np.nan_to_num(table["known_share"].to_numpy(float))
    parts = np.stack([partner, np.maximum(owned - partner, 0.0), np.maximum(1.0 - np.maximum(owned, partner), 0.0)])
    years = sorted({int(year) for year in start[drawn] if year == year})
    columns = [str(year) for year in range(years[0], years[-1] + 1)] if years else []
    if np.isnan(start[drawn]).any():
        columns.append(NO_YEAR)
    marks, lines = [], []
    for row, column in enumerate(columns):
        here = drawn & (
            np.isnan(start) if column == NO_YEAR else start == float(column if column != NO_YEAR else "nan")
        )
        height = 0.0
        for owner in range(3):
            for at, state in enumerate(STATUS):
                of = here & (status == state) & (parts[owner] > 1e-9)
                total = float((capacity[of] * parts[owner][of]).sum())
                if not total > 0:
                    continue
                largest = np.argsort(-capacity[of])[:5]
                who = ", ".join(str(one) for one in names[of][largest]) + (" …" if int(of.sum()) > 5 else "")
                when = "without a start year" if column == NO_YEAR else f"to start {column}"
                share = f"{tonnes(total, unit)} a year, {_state(state)}, {OWNERS[owner]}"
                tip = f"{when[0].upper()}{when[1:]}: {share}\n{plural(int(of.sum()), 'project')}: {who}"
                fill = FILLS[owner][at]
                series = owner * 2 + at
                marks.append(Mark(row, series, total, tonnes(total, unit), tip, frozenset(map(str, ids[of])),
                                  fill, start=height))  # fmt: skip
                lines.append((column if column != NO_YEAR else "", state, OWNERS[owner], total, int(of.sum()),
                              unit, asked.basis.value, asked.mineral, asked.stage.value,
                              " ".join(sorted(asked.partners))))  # fmt: skip
                height += total
    mine = float((capacity[drawn] * parts[0][drawn]).sum() / capacity[drawn].sum())
    words = f"By {asked.basis.value} · nameplate capacity in full, no chance counted"
    words += f" · {plural(int(drawn.sum()), 'project')}"
    words += f" · partners {VERB[asked.basis]} {percent(mine)} of the tonnes"
    if asked.cuts:
        words += f" · what {plural(len(asked.cuts), 'cut')} {'takes' if len(asked.cuts) == 1 else 'take'} is in it"
    if silent:
        words += (
            f" · {plural(silent, 'project')} without a published capacity {'is' if silent == 1 else 'are'} not drawn"
        )
    occurring = {mark.series for mark in marks}
    series = tuple(
        Series(f"{OWNERS[owner]}, {_state(state)}", FILLS[owner][at])
        for owner in range(3) for at, state in enumerate(STATUS) if owner * 2 + at in occurring
    )  # fmt: skip
    return Chart(
        "pipeline", "columns", title, words, tuple(columns), series, tuple(marks), frozenset(), HEAD, tuple(lines),
        sources=_sources(known["source_id"][drawn]), unit=unit, across="start year|capacity a year",
    )  # fmt: skip


def _sources(cells: "pd.Series[str]") -> tuple[str, ...]:
    """The sources of the projects that are drawn, the most used first."""
    named = Counter(one.strip() for cell in cells for one in str(cell).split(";") if one.strip())
    return tuple(one for one, _ in named.most_common())


def _state(status: str) -> str:
    return "under construction" if status == "construction" else status
