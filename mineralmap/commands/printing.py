"""What the errands print for other programs: JSON and CSV, in which what is not known is null or empty, never 0."""

import csv
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.movements import Flows, legs_of
from mineralmap.analysis.tables_out import harmless
from mineralmap.analysis.trade import Trade
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.words import product
from mineralmap.model.scenario import Scenario, Stage


def print_json(value: object) -> None:
    """Indented JSON with the letters as they are; nan is null, never 0."""
    print(json.dumps(plain_values(value), indent=2, ensure_ascii=False, allow_nan=False))


def print_csv(rows: pd.DataFrame | Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> None:
    """A table as CSV with a header; flags are yes and no, lists joined by "; ", what is not known is empty."""
    if isinstance(rows, pd.DataFrame):
        columns = columns or [str(name) for name in rows.columns]
        rows = [dict(zip(map(str, rows.columns), row, strict=True)) for row in rows.itertuples(index=False)]
    rows = list(rows)
    columns = columns or list(dict.fromkeys(key for row in rows for key in row))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows([_cell(plain_values(row.get(name))) for name in columns] for row in rows)


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table as plain values."""
    return [{str(key): plain_values(value) for key, value in row.items()} for row in frame.to_dict("records")]


def legs(trades: Iterable[Trade]) -> list[dict[str, object]]:
    """Each leg of some flows with what it was modelled with."""
    return [{name: getattr(trade, name) for name in ("leg", "year", "unit", "decay", "total_t")} for trade in trades]


def counted_apart(dataset: Dataset, flows: Flows) -> list[str]:
    """A line where the tonnes of some flows are not what shares of the same stages are of; none where they are."""
    stages = [Stage.MINING, *([Stage.REFINING] if "product" in legs_of(flows.scenario) else [])]
    if not flows.unit:
        return []
    answers = [compute(dataset, Scenario(mineral=flows.scenario.mineral, stage=stage)) for stage in stages]
    return [
        f"Counted in {flows.unit}; shares of {product(one.scenario, one.mineral_name)} are of {one.unit}."
        for one in answers
        if not one.no_data and one.unit != flows.unit
    ]


def plain_values(value: object) -> object:
    """Values that JSON knows: numpy's as Python's, tuples as lists, nan as None."""
    if isinstance(value, Mapping):
        return {str(key): plain_values(inner) for key, inner in value.items()}
    if isinstance(value, Sequence | frozenset) and not isinstance(value, str):
        return [plain_values(inner) for inner in (sorted(value) if isinstance(value, frozenset) else value)]
    item = getattr(value, "item", None)
    value = item() if callable(item) else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        return harmless(" ".join(value.split()))
    return "" if value is None else value
