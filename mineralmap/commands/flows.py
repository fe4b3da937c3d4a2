"""``mineralmap flows``: what sails from where to where, in which form, through which straits."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from mineralmap import plain, question
from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.flows import compute_flows, trades_of
from mineralmap.analysis.movements import LEG_WORDS, Flows
from mineralmap.analysis.tables_out import csv_text
from mineralmap.analysis.trade import Trade
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import counted_apart, legs, print_csv, print_json, records
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.files import write_atomically
from mineralmap.errors import InvalidArgument

MOST_FLOWS = 20
ROUNDED = ["tonnes", "gross_t", "sea_nm", "land_km"]
"""Columns written to three decimals: modelled figures are no better than that."""
PRINTED = "-"
"""The value of --csv without a file: printed."""


def run(arguments: argparse.Namespace) -> int:
    """Print the flows, or write them to a file."""
    if arguments.csv not in (None, PRINTED) and not Path(arguments.csv).absolute().parent.is_dir():
        raise InvalidArgument(f"the folder {Path(arguments.csv).absolute().parent} does not exist")
    dataset, project, told = question.dataset_knowing(arguments)
    scenario = question.flows_of(arguments, dataset, project)
    flows, trades = compute_flows(dataset, scenario), trades_of(dataset, scenario)
    flows = replace(flows, notes=(*told, *flows.notes))
    if arguments.json:
        print_json(_json(flows, trades))
    elif arguments.csv == PRINTED:
        print_csv(_rows(flows, trades))
    elif arguments.csv is not None:
        write_atomically(Path(arguments.csv), csv_text(_rows(flows, trades)).encode("utf-8-sig"))
        print(f"Written: {arguments.csv}")
        for note in flows.notes:
            print(f"note: {note}", file=sys.stderr)
    else:
        print(_text(dataset, flows, trades))
    return CLEAN


def _json(flows: Flows, trades: Sequence[Trade]) -> dict[str, object]:
    asked = flows.scenario
    return {
        "mineral": asked.mineral, "unit": flows.unit, "basis": "location", "modelled": True,
        "legs": legs(trades),
        "land_weight": asked.land_weight, "affinity": asked.affinity, "knots": asked.knots, "vessel": asked.vessel,
        "closed": sorted(asked.closed), "opened": sorted(asked.opened), "avoided": dict(asked.avoided),
        "shipped_t": flows.shipped_t, "stranded_t": flows.stranded_t, "not_shipped_t": flows.slack_t,
        "residual": flows.residual, "flows": records(flows.table), "unknown": records(flows.unknown),
        "cuts": list(asked.cuts), "assumptions": changed(asked), "notes": list(flows.notes),
    }  # fmt: skip


def _rows(flows: Flows, trades: Sequence[Trade]) -> pd.DataFrame:
    """The table of flows, each row with what it is counted in, of which year, and that it is modelled."""
    made = flows.table.copy()
    made[ROUNDED] = made[ROUNDED].astype(float).round(3)
    made["gates"] = ["; ".join(gates) for gates in flows.table["gates"]]
    by_leg = {trade.leg: trade for trade in trades}
    of_flow = [by_leg[leg] for leg in flows.table["leg"]]
    return made.assign(
        mineral=flows.scenario.mineral,
        unit=[trade.unit for trade in of_flow],
        year=[trade.year for trade in of_flow],
        decay=[trade.decay for trade in of_flow],
        modelled=~made["known"].astype(bool),
    )


def _text(dataset: Dataset, flows: Flows, trades: Sequence[Trade]) -> str:
    lines = [f"{flows.scenario.mineral.replace('_', ' ').capitalize()}: modelled flows by location"]
    lines += counted_apart(dataset, flows)
    for trade in trades:
        table = flows.table[flows.table["leg"] == trade.leg]
        known = table.loc[table["known"].astype(bool), "tonnes"].sum()
        lines += ["", f"{LEG_WORDS[trade.leg].capitalize()}, {trade.year}, β {trade.decay:g} per 1,000 nm"]
        if known > 0:
            lines.append(f"Known {plain.tonnes(known)} of {plain.tonnes(table['tonnes'].sum())} {trade.unit}")
        lines.append(_table(table.head(MOST_FLOWS), trade.unit))
        if len(table) > MOST_FLOWS:
            rest = table["tonnes"].iloc[MOST_FLOWS:].sum()
            lines.append(f"{len(table) - MOST_FLOWS} smaller ones, {plain.tonnes(rest)} {trade.unit} (--csv lists all)")
    if flows.slack_t > 0:
        lines += [
            "",
            f"Not shipped (stock, losses, not located, cut or no way): {plain.tonnes(flows.slack_t)} {flows.unit}",
        ]
    if not flows.unknown.empty:
        places = ", ".join(f"{name} ({plain.tonnes(t)})" for name, t in _unknown(flows))
        lines += ["", f"No way to a port known: {places}"]
    told = [said for said in changed(flows.scenario) if said not in flows.notes]
    return "\n".join([*lines, "", *told, *(f"Note: {note}" for note in flows.notes)])


def _unknown(flows: Flows) -> list[tuple[str, float]]:
    return list(flows.unknown[["name", "tonnes"]].head(MOST_FLOWS).itertuples(index=False, name=None))


def _table(table: pd.DataFrame, unit: str) -> str:
    rows = [
        [
            str(row["from_name"]), str(row["from_iso3"]), str(row["to_name"]), str(row["to_iso3"]),
            str(row["cargo_name"]), plain.tonnes(row["tonnes"]), _known_number(row["gross_t"]),
            "stranded" if row["stranded"] else _known_number(row["sea_nm"]) if row["mode"] == "sea" else row["mode"],
            ", ".join(row["gates"]), "known" if row["known"] else "",
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    head = ["from", "", "to", "", "form", unit, "t gross", "nm", "chokepoints", ""]
    return plain.table(head, rows, (0, 1, 2, 3, 4, 8, 9))


def _known_number(value: float) -> str:
    return "–" if pd.isna(value) else plain.tonnes(float(value))
