"""``mineralmap explain``: what a number is made of, row by row, and the list of all numbers with their formulas."""

import argparse
import datetime
import math

import pandas as pd

from mineralmap import plain, question
from mineralmap.analysis.compute import compute
from mineralmap.analysis.evidence import Evidence
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.wording import percent
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_csv, print_json, records

MOST_ROWS, MOST_SOURCES = 25, 12
"""Lines on a terminal; JSON has all."""


def run(arguments: argparse.Namespace) -> int:
    """Print what stands behind one number, or all numbers that can be asked for."""
    if not arguments.what:
        return _list(arguments)
    dataset, project = question.dataset_of(arguments)
    results = compute(dataset, question.scenario_of(arguments, dataset, project))
    found = explain(results, arguments.what, datetime.date.today().isoformat())
    if arguments.json:
        print_json(evidence_json(found))
    elif arguments.csv:
        of = {"what": found.what, "value": found.value, "unit": found.unit, "asked": found.asked}
        print_csv([{**of, **row} for row in records(found.rows)], [*of, *map(str, found.rows.columns)])
    else:
        print(evidence_text(found))
    return CLEAN


def _list(arguments: argparse.Namespace) -> int:
    listed = pd.DataFrame(
        [[one.id, one.title, one.unit, one.question, one.formula, one.reference] for one in indicators],
        columns=["id", "title", "unit", "question", "formula", "reference"],
    )
    if arguments.json:
        print_json(records(listed))
    elif arguments.csv:
        print_csv(listed)
    else:
        for one in indicators:
            print(f"{one.id}: {one.title} ({one.unit})\n    {one.question}\n    {one.formula}\n    {one.reference}")
        print("\nAlso supplier:CHN, company:ID and facility:ID. mineralmap explain hhi --mineral cobalt opens one.")
    return CLEAN


def evidence_json(found: Evidence) -> dict[str, object]:
    """All of the evidence as plain values."""
    return {
        "what": found.what, "title": found.title, "value": found.value, "unit": found.unit, "text": found.text,
        "question": found.question, "asked": found.asked, "formula": found.formula, "reference": found.reference,
        "denominator_t": found.denominator_t, "denominator_source": found.denominator_source,
        "coverage": found.coverage, "rows": records(found.rows), "factors": records(found.factors),
        "assumptions": list(found.assumptions), "sources": records(found.sources), "notes": list(found.notes),
        "citation": found.citation,
    }  # fmt: skip


def evidence_text(found: Evidence) -> str:
    """The evidence for a terminal."""
    whole = "" if math.isnan(found.denominator_t) else f"{plain.tonnes(found.denominator_t)} t: "
    lines = [
        f"{found.title}: {found.text}",
        f"    {found.asked}",
        f"    {found.question}" if found.question else "",
        f"Formula       {found.formula}",
        f"Reference     {found.reference}" if found.reference else "",
        f"Denominator   {whole}{found.denominator_source}" if found.denominator_source else "",
        f"Coverage      {percent(found.coverage)}" if not math.isnan(found.coverage) else "",
    ]
    lines = [line for line in lines if line]
    if len(found.rows):
        lines += ["", _rows(found.rows.head(MOST_ROWS))]
        lines += _more(len(found.rows) - MOST_ROWS, "rows")
    if len(found.factors):
        lines += ["", "Factors"]
        lines += [
            f"    {row['factor_id']}: {row['value']:g} ({row['kind']}; {row['source_id']})"
            for row in found.factors.head(MOST_SOURCES).to_dict("records")
        ]
        lines += _more(len(found.factors) - MOST_SOURCES, "factors")
    lines += [f"Assumed: {said}" for said in found.assumptions]
    if len(found.sources):
        lines += ["", "Sources"]
        lines += [
            "    " + "; ".join(filter(None, (str(row[name]) for name in found.sources.columns)))
            for row in found.sources.head(MOST_SOURCES).to_dict("records")
        ]
        lines += _more(len(found.sources) - MOST_SOURCES, "sources")
    lines += [f"Note: {note}" for note in found.notes]
    return "\n".join([*lines, "", found.citation])


def _more(number: int, what: str) -> list[str]:
    return [f"    and {number} more {what} (--json has all)"] if number > 0 else []


def _shared(names: str) -> str:
    return f", one figure for {len(names.split('; ')) + 1} facilities" if names else ""


def _rows(rows: pd.DataFrame) -> str:
    """The rows in short: tonnes grouped, parts as they are, what is no sum left blank."""
    cells = [
        [
            str(row["kind"]),
            str(row["id"]),
            str(row["name"]),
            plain.tonnes(float(row["tonnes"])),
            "" if math.isnan(row["part"]) else f"{row['part']:.4g}",
            "" if math.isnan(row["contribution"]) else f"{row['contribution']:,.4g}",
            str(row["measured"]) + (", stale" if row["stale"] else "") + _shared(row["shared_with"]),
            str(row["source_id"]),
        ]
        for row in rows.to_dict("records")
    ]
    head = ["kind", "id", "name", "tonnes", "part", "adds", "rests on", "source"]
    return plain.table(head, cells, (0, 1, 2, 6, 7))
