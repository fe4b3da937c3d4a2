"""Answers as they were once worked out, kept in one file of JSON: the next start need not ask again.

Numbers are written so that they come back bit by bit. Only classes named here come back, so a file can hold nothing but
answers and the words of their checks.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.horizon import Horizon, Outlook
from mineralmap.analysis.results import Band, Concentration, Gap, PartnerSummary, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.files import write_atomically
from mineralmap.model.scenario import Scenario

Check = tuple[str, str, str, str]
"""Id, title, what it reads, and its level."""
GIVEN = ("scenario", "dataset", "unpartnered")
"""What of an answer is not in the file: the asker's, and what stands for the rest of it while the program runs."""
_CLASSES: dict[str, type[Any]] = {
    one.__name__: one for one in (Band, Concentration, Gap, Horizon, Outlook, PartnerSummary)
}
_CLASS, _TABLE, _TUPLE, _SET, _PAIRS = "class", "table", "tuple", "set", "pairs"


class _Rest:
    """Stands for all of one kept answer that partners do not change."""


@dataclass(frozen=True, eq=False)
class KeptAnswers:
    """The answer to a question and those to it under the other bases; of the first what its checks say, the years
    ahead, and the projects that close its gap."""

    answers: tuple[Results, ...]
    checks: tuple[Check, ...]
    ahead: tuple[Horizon, pd.DataFrame]


def save(kept: KeptAnswers, name: str, path: Path) -> None:
    """Write answers under a name that says what they are of; ``load`` gives them back for the same name only.

    Raises
    ------
    MineralmapError
        When the file cannot be written.
    """
    answers = [
        {one.name: _out(getattr(answer, one.name)) for one in fields(Results) if one.name not in GIVEN}
        for answer in kept.answers
    ]
    content = {"name": name, "answers": answers, "checks": _out(kept.checks), "ahead": _out(kept.ahead)}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(content).encode("utf-8"))


def load(name: str, path: Path, dataset: Dataset, asked: Sequence[Scenario]) -> KeptAnswers | None:
    """The answers to ``asked`` that were kept under this name, in that order; ``None`` when there are none."""
    try:
        content = json.loads(path.read_bytes())
        if content["name"] != name:
            return None
        answers = [
            Results(
                scenario=scenario,
                dataset=dataset,
                unpartnered=_Rest(),
                **{one: _in(value) for one, value in held.items()},
            )
            for scenario, held in zip(asked, content["answers"], strict=True)
        ]
        return KeptAnswers(tuple(answers), _in(content["checks"]), _in(content["ahead"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _out(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return {_TABLE: _taken_apart(value)}
    if is_dataclass(value):
        made = {one.name: _out(getattr(value, one.name)) for one in fields(value)}
        return {_CLASS: type(value).__name__, "fields": made}
    if isinstance(value, tuple):
        return {_TUPLE: [_out(one) for one in value]}
    if isinstance(value, frozenset):
        return {_SET: sorted(value)}
    if isinstance(value, dict):
        return {_PAIRS: [[_out(key), _out(one)] for key, one in value.items()]}
    return value.item() if isinstance(value, np.generic) else value


def _in(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if _TABLE in value:
        return _put_together(value[_TABLE])
    if _TUPLE in value:
        return tuple(_in(one) for one in value[_TUPLE])
    if _SET in value:
        return frozenset(value[_SET])
    if _PAIRS in value:
        return {key: _in(one) for key, one in value[_PAIRS]}
    return _CLASSES[value[_CLASS]](**{name: _in(one) for name, one in value["fields"].items()})


def _taken_apart(table: pd.DataFrame) -> dict[str, Any]:
    columns = [[str(name), *_column(table[name])] for name in table.columns]
    index = table.index
    plain = isinstance(index, pd.RangeIndex)
    return {
        "rows": len(table),
        "columns": columns,
        "index": None if plain else [index.name, str(index.dtype), [*index]],
    }


def _column(values: pd.Series) -> tuple[str, list[Any]]:
    """Its kind and its values; of categories these, and the number of each row's."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return "category", [values.cat.categories.tolist(), values.cat.codes.tolist()]
    return str(values.dtype), values.tolist()


def _values(kind: Any, held: list[Any]) -> Any:
    if kind == "category":
        return pd.Categorical.from_codes(held[1], dtype=pd.CategoricalDtype(held[0]))
    return pd.array(held, dtype=kind)


def _put_together(held: dict[str, Any]) -> pd.DataFrame:
    index: pd.Index = pd.RangeIndex(held["rows"])
    if held["index"] is not None:
        name, kind, values = held["index"]
        index = pd.Index(values, dtype=kind, name=name)
    made = {name: _values(kind, values) for name, kind, values in held["columns"]}
    return pd.DataFrame(made, index=index)
