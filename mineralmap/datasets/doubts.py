"""What no single cell shows: rows of typed tables that contradict each other, or that the numbers cannot stand on.

Asked whenever a folder of tables is loaded, ours or another. What cannot be is set aside as not known, so that it ends
in "no data" and never in a wrong figure; each finding is a Problem with its place and what to do about it.
"""

from typing import Any

import pandas as pd

from mineralmap.errors import Problem, Severity

OVERFULL = 1.005
"""Stakes of one entity may add up to this much through rounding (methods §3)."""
DEMANDED = ["region", "mineral", "year", "kind", "stage", "scenario"]
"""What one row of demand is the only one of."""
Tables = dict[str, Any]


def settled(tables: Tables) -> tuple[Tables, tuple[Problem, ...]]:
    """The tables with what cannot be taken out, and everything found; tables without a fault stay the same objects."""
    problems: list[Problem] = []
    stakes = _stakes(tables["stakes"], problems)
    _sums(stakes, problems)
    _seats(tables["companies"], stakes, problems)
    made = {**tables, "stakes": stakes, "demand": _demand(tables["demand"], problems)}
    made["outputs"] = _negative(tables["outputs"], "outputs", ["capacity_t", "production_t", "factor"], problems)
    made["national_production"] = _negative(
        tables["national_production"], "national_production", ["quantity_t"], problems
    )
    _targets(tables["benchmarks"], problems)
    return made, tuple(sorted(problems, key=lambda problem: (problem.file, problem.row or 0)))


def _problem(severity: Severity, table: str, at: Any, column: str, what: str, hint: str) -> Problem:
    return Problem(severity, f"{table}.csv", int(at) + 2, column, what, hint)


def _stakes(stakes: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Stakes outside 0 to 1 become not known; rows in which an entity owns itself are left out (the rows keep their
    numbers)."""
    parts = stakes["stake"]
    wrong = (parts < 0) | (parts > OVERFULL)
    for at in stakes.index[wrong]:
        part = float(parts[at])
        what = f"a stake of {part:g} is {'less than nothing' if part < 0 else 'more than the whole (1.0)'}."
        hint = (
            f"Stakes are fractions: 51 % is 0.51. {stakes.at[at, 'owned_id']} counts this holder as without a figure."
        )
        problems.append(_problem(Severity.ERROR, "stakes", at, "stake", what, hint))
    own = stakes["owner_id"] == stakes["owned_id"]
    for at in stakes.index[own]:
        what = f"{stakes.at[at, 'owner_id']} is said to own itself."
        problems.append(_problem(Severity.ERROR, "stakes", at, "owner_id", what, "Leave treasury shares out."))
    return stakes.assign(stake=parts.mask(wrong)) if wrong.any() else stakes


def _sums(stakes: pd.DataFrame, problems: list[Problem]) -> None:
    """Entities whose stakes add up to more than the whole. The chains set them aside; here the row is told."""
    others = stakes[stakes["owner_id"] != stakes["owned_id"]]
    sums = others.groupby("owned_id", sort=False)["stake"].sum()
    for entity, total in sums[sums > OVERFULL + 1e-9].items():
        at = others.index[others["owned_id"] == entity][0]
        what = f"the stakes in {entity} add up to {100 * total:.4g} %, more than the whole."
        hint = "Its owners count as unknown until this is mended."
        problems.append(_problem(Severity.ERROR, "stakes", at, "stake", what, hint))


def _seats(companies: pd.DataFrame, stakes: pd.DataFrame, problems: list[Problem]) -> None:
    """Owners at which tracing ends and that have no country: what they own is nobody's we can name."""
    bare = companies[(companies["country_iso3"] == "") & (companies["kind"] != "undisclosed") & companies["stops"]]
    rows = {name: number for number, name in enumerate(companies.index)}
    for name in bare.index[bare.index.isin(stakes["owner_id"])]:
        what = f"{name} owns something and has no country."
        hint = "What it owns counts as unknown; write the country of its headquarters, or its owners into stakes.csv."
        problems.append(_problem(Severity.WARNING, "companies", rows[name], "country_iso3", what, hint))


def _demand(demand: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """Two figures for one demand are none: both become not known unless they are the same. Negative ones, too."""
    demand = _negative(demand, "demand", ["quantity_t"], problems)
    again = demand.duplicated(DEMANDED, keep=False)
    if not again.any():
        return demand
    lost: list[Any] = []
    drop: list[Any] = []
    for _, rows in demand[again].groupby(DEMANDED, sort=False):
        first, *others = rows.index
        said = f"{rows.at[first, 'region']} {rows.at[first, 'mineral']} {rows.at[first, 'year']:.0f}"
        same = len(set(rows["quantity_t"].fillna(-1))) == 1
        for at in others:
            what = f"this is a second row for the demand of {said} (row {first + 2} is the first)."
            hint = "Leave one of them out." if same else "Leave one of them out; until then there is no figure at all."
            severity = Severity.WARNING if same else Severity.ERROR
            problems.append(_problem(severity, "demand", at, "quantity_t", what, hint))
        if same:
            drop += others
        else:
            lost += list(rows.index)
    unknown = demand.index.isin(lost)
    # withheld: a figure of a lesser kind must not stand in for the one in doubt
    told = demand.assign(quantity_t=demand["quantity_t"].mask(unknown), withheld=demand["withheld"] | unknown)
    return told.drop(index=drop)


def _negative(table: pd.DataFrame, name: str, columns: list[str], problems: list[Problem]) -> pd.DataFrame:
    """Amounts below nothing become not known."""
    wrong = {column: table[column] < 0 for column in columns}
    for column, where in wrong.items():
        for at in table.index[where]:
            what = f"{table.at[at, column]:g} is less than nothing."
            problems.append(_problem(Severity.ERROR, name, at, column, what, "Leave it empty when it is not known."))
    if not any(where.any() for where in wrong.values()):
        return table
    return table.assign(**{column: table[column].mask(where) for column, where in wrong.items()})


def _targets(benchmarks: pd.DataFrame, problems: list[Problem]) -> None:
    """Targets and limits (units such as "percent min") that are 0 or no number: nothing could miss them."""
    meant = benchmarks["unit"].str.contains(r"\b(?:min|max)\b", regex=True)
    value = pd.to_numeric(benchmarks["value"].where(benchmarks["value"] != ""), errors="coerce")
    for at in benchmarks.index[meant & ~(value > 0).to_numpy(bool)]:
        said = str(benchmarks.at[at, "value"]) or "nothing"
        what = f"{said} is no target: {benchmarks.at[at, 'benchmark_id']} asks for nothing, or cannot be kept."
        hint = "Write the percentage, such as 40; leave the row out when there is no target."
        problems.append(_problem(Severity.WARNING, "benchmarks", at, "value", what, hint))
