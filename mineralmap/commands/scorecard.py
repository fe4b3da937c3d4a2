"""``mineralmap scorecard``: minerals and stages against the tests of concentration and diversification."""

import argparse
import datetime
import math
from pathlib import Path
from typing import Any

from mineralmap import plain, question
from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.scorecard import MAY, MINERALS, STAGES, SYMBOLS, Scorecard, is_floor, scorecard
from mineralmap.analysis.tables_out import about, write_tables
from mineralmap.analysis.wording import NO_DATA, percent
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_csv, print_json, records
from mineralmap.errors import InvalidArgument


def run(arguments: argparse.Namespace) -> int:
    """Print the scorecard, or write it as a spreadsheet."""
    if arguments.xlsx is not None and arguments.xlsx.suffix.casefold() != ".xlsx":
        raise InvalidArgument(f"{arguments.xlsx} is no name for a spreadsheet; write one that ends in .xlsx")
    dataset, project = question.dataset_of(arguments)
    minerals = [question.find_mineral(dataset, word) for word in arguments.minerals.split(",") if word.strip()]
    minerals = minerals or [name for name in MINERALS if name in dataset.minerals.index]
    asked = question.scenario_of(arguments, dataset, project)
    card = scorecard(dataset, asked, minerals, arguments.stages or STAGES)
    if arguments.xlsx is not None:
        _write(card, arguments.xlsx)
    elif arguments.json:
        print_json(card_json(card))
    elif arguments.csv:
        print_csv(card.table())
    else:
        print(card_text(card))
    return CLEAN


def _write(card: Scorecard, path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise InvalidArgument(f"the folder {path.absolute().parent} does not exist")
    tables = {"Scorecard": card.table(), "Cells": card.cells, "Legend": card.legend}
    told = about(list(card.answers.values()), datetime.date.today().isoformat(), "Scorecard of minerals and stages")
    write_tables(path, tables, told)
    print(f"Written: {path}")


def card_json(card: Scorecard) -> dict[str, object]:
    """Every cell with its level, and what the levels mean."""
    asked = card.scenario
    return {
        "basis": asked.basis.value, "measure": asked.measure.value, "partners": sorted(asked.partners),
        "cuts": list(asked.cuts), "assumptions": changed(asked), "cells": records(card.cells),
        "legend": records(card.legend),
    }  # fmt: skip


def card_text(card: Scorecard) -> str:
    """The scorecard for a terminal: a symbol and a figure in each cell, then what the symbols mean."""
    asked = card.scenario
    head = ["mineral", "stage", *card.legend["title"]]
    rows = []
    for (mineral, stage), answer in card.answers.items():
        mine = card.cells[(card.cells["mineral"] == mineral) & (card.cells["stage"] == stage)]
        rows.append([answer.mineral_name, stage, *(_cell(one) for one in mine.to_dict("records"))])
    legend = [
        f"{row['title']}: {SYMBOLS['good']} {row['good']}; {SYMBOLS['watch']} {row['watch']}; "
        f"{SYMBOLS['high']} {row['high']} ({row['limits_from']})"
        for row in card.legend.to_dict("records")
    ]
    return "\n".join(
        [
            f"Scorecard, {plain.BASIS_WORDS[asked.basis.value]}, {asked.measure.value}; "
            f"partners {', '.join(sorted(asked.partners)) or 'nobody'}",
            "",
            plain.table(head, rows, range(len(head))),
            "",
            *legend,
            f"{SYMBOLS[MAY]} not yet at the worst level, but may be with all that is unknown",
            f"{SYMBOLS[NO_DATA]} no data. A figure with its bounds and reasons: --json, or mineralmap explain.",
            *changed(asked),
        ]
    )


def _cell(cell: dict[Any, Any]) -> str:
    value, unit = float(cell["value"]), str(cell["unit"])
    if math.isnan(value):
        return f"{cell['symbol']} {NO_DATA}"
    said = percent(value) if unit == "fraction" else f"{value:,.0f}" + (" days" if unit == "days" else "")
    return f"{cell['symbol']} {'≥ ' if is_floor(cell) else ''}{said}"
