"""Flows as they were once modelled, kept in one file of columns: the next start need not model them again.

Words of a table are kept once each with the rows that have them; a file can hold nothing but flows, for no object is
ever unpickled.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.movements import Flows, Lanes
from mineralmap.datasets import columns_file
from mineralmap.datasets.files import write_atomically
from mineralmap.model.scenario import Scenario

TABLES = ("table", "legs", "ends", "broken", "exposure", "unknown", "figures")
PLAIN = ("unit", "shipped_t", "stranded_t", "slack_t", "residual", "notes", "decays")


def save(flows: Flows, name: str, path: Path) -> None:
    """Write flows under a name that says what they are of; ``load`` gives them back for the same name only.

    Raises
    ------
    TypeError
        For flows with broken lines: what a closure leaves is not kept.
    MineralmapError
        When the file cannot be written.
    """
    if len(flows.broken):
        raise TypeError("flows with broken lines are not kept")
    columns: dict[str, np.ndarray] = {}
    head: dict[str, Any] = {"name": name} | {one: getattr(flows, one) for one in PLAIN}
    head["tables"] = {one: _taken_apart(getattr(flows, one), one, columns) for one in TABLES}
    lanes = flows.lanes
    pieces = [piece for lines in lanes.paths for piece in lines]
    columns |= {
        "points": np.concatenate([*pieces, np.empty((0, 2))]),
        "points_of_piece": np.array([len(piece) for piece in pieces], np.int64),
        "pieces_of_lane": np.array([len(lines) for lines in lanes.paths], np.int64),
    }
    columns |= {f"lanes.{one}": getattr(lanes, one) for one in ("start", "rows", "along", "to_port")}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, columns_file.packed(head, columns))


def load(name: str, path: Path, scenario: Scenario) -> Flows | None:
    """The flows of ``scenario`` that were kept under this name; ``None`` when there are none that can be read."""
    try:
        head, columns = columns_file.unpacked(path.read_bytes())
        if head["name"] != name:
            return None
        tables = {one: _put_together(head["tables"][one], one, columns) for one in TABLES}
        plain = {one: head[one] for one in PLAIN}
        plain |= {"notes": tuple(head["notes"]), "decays": tuple((leg, decay) for leg, decay in head["decays"])}
        return Flows(scenario=scenario, lanes=_lanes(columns), **tables, **plain)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _taken_apart(table: pd.DataFrame, name: str, columns: dict[str, np.ndarray]) -> dict[str, Any]:
    kinds: list[tuple[str, str, list[Any]]] = []
    for column in map(str, table.columns):
        values = table[column]
        if values.dtype.kind in "bif":
            kind, said, held = str(values.dtype), [], values.to_numpy()
        else:
            codes, words = pd.factorize(values.to_numpy(object))
            kind, said, held = str(values.dtype), list(words), codes.astype(np.int32)
        kinds.append((column, kind, said))
        columns[f"{name}.{column}"] = held
    return {"rows": len(table), "columns": kinds}


def _put_together(said: dict[str, Any], name: str, file: dict[str, np.ndarray]) -> pd.DataFrame:
    made: dict[str, pd.Series] = {}
    for column, kind, words in said["columns"]:
        held = file[f"{name}.{column}"]
        if held.dtype.name != kind:
            every = np.empty(len(words), object)
            every[:] = [tuple(word) if isinstance(word, list) else word for word in words]
            held = every[held]
        made[column] = pd.Series(held, dtype=kind)
    return pd.DataFrame(made, index=pd.RangeIndex(said["rows"]))


def _lanes(file: dict[str, np.ndarray]) -> Lanes:
    points, ends, lanes = file["points"], np.cumsum(file["points_of_piece"]), np.cumsum(file["pieces_of_lane"])
    pieces = np.split(points, ends[:-1]) if len(ends) else []
    first = [0, *lanes[:-1].tolist()]
    paths = [pieces[start:end] for start, end in zip(first, lanes.tolist(), strict=True)] if len(lanes) else []
    return Lanes(paths, *(file[f"lanes.{one}"] for one in ("start", "rows", "along", "to_port")))
