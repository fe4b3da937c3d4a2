"""Amounts and targets of a folder of tables that cannot be: told with their place, and counted as not known.

Stakes are judged where chains are made (``analysis.stakes``), two demands for one year in ``demand``; here is what no
other part asks: an amount below nothing, and a target that nothing could miss.
"""

from typing import Any

import pandas as pd

from mineralmap.errors import Problem, Severity

AMOUNTS = {"outputs": ["capacity_t", "production_t"], "national_production": ["quantity_t"], "demand": ["quantity_t"]}
Tables = dict[str, Any]


def settled(tables: Tables) -> tuple[Tables, tuple[Problem, ...]]:
    """The tables with amounts below nothing taken out (nan), and every problem found; good tables stay as they are."""
    problems: list[Problem] = []
    amounts = {name: _amounts(tables[name], name, columns, problems) for name, columns in AMOUNTS.items()}
    _targets(tables["benchmarks"], problems)
    return {**tables, **amounts}, tuple(problems)


def _amounts(table: pd.DataFrame, name: str, columns: list[str], problems: list[Problem]) -> pd.DataFrame:
    wrong = {column: table[column] < 0 for column in columns}
    for column, where in wrong.items():
        for at in table.index[where]:
            what = f"{table.at[at, column]:g} is less than nothing, and counts as not known."
            hint = "Leave the cell empty when the figure is not known."
            problems.append(Problem(Severity.ERROR, f"{name}.csv", int(at) + 2, column, what, hint))
    if not any(where.any() for where in wrong.values()):
        return table
    return table.assign(**{column: table[column].mask(where) for column, where in wrong.items()})


def _targets(benchmarks: pd.DataFrame, problems: list[Problem]) -> None:
    """Targets and limits (units such as "percent min") that are 0 or no number."""
    meant = benchmarks["unit"].str.contains(r"\b(?:min|max)\b", regex=True).to_numpy(bool)
    value = pd.to_numeric(benchmarks["value"].where(benchmarks["value"] != ""), errors="coerce").to_numpy(float)
    for at in benchmarks.index[meant & ~(value > 0)]:
        said = str(benchmarks.at[at, "value"]) or "nothing"
        what = f"{said} is no target: {benchmarks.at[at, 'benchmark_id']} could not be missed, or not be kept."
        hint = "Write the percentage, such as 40; leave the row out when there is no target."
        problems.append(Problem(Severity.WARNING, "benchmarks.csv", int(at) + 2, "value", what, hint))
