"""What the map says of a lane, a port and a stranded flow when it is pointed at, and in the key. Plain text."""

from collections.abc import Callable, Mapping, Sequence
from typing import overload

import numpy as np
import pandas as pd

from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.symbology import tonnes_text

SHOWN = 3


class Tips(Sequence[str]):
    """Words made only when they are asked for: a map has thousands of lanes, and a hand points at one.

    ``which`` (n,) is the number that ``make`` gets for each place.
    """

    def __init__(self, make: Callable[[int], str], which: np.ndarray) -> None:
        self._make = make
        self._which = which
        self._made: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._which)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """The words of one place, or of several."""
        if isinstance(index, slice):
            return Tips(self._make, self._which[index])
        number = int(self._which[index])
        if number not in self._made:
            self._made[number] = self._make(number)
        return self._made[number]


def gate_names(dataset: Dataset, flows: Flows) -> Mapping[str, str]:
    """Names of all gates, the user's own among them, by id."""
    return {str(gate): str(name) for gate, name in gates(dataset, flows.scenario).table["name"].items()}


def lane_rows(flows: Flows, lane: int) -> pd.DataFrame:
    """The flows that share a lane, largest first."""
    return flows.table.iloc[flows.lanes.rows[flows.lanes.start[lane] : flows.lanes.start[lane + 1]]]


def lane_tip(dataset: Dataset, flows: Flows, lane: int) -> str:
    """All tonnes of a lane, how many flows they are, and the largest of them."""
    rows = lane_rows(flows, lane)
    return several_tip(dataset, flows, rows, f"{tonnes_text(float(rows['tonnes'].sum()), flows.unit)} a year")


def several_tip(dataset: Dataset, flows: Flows, rows: pd.DataFrame, head: str) -> str:
    """A heading with the number of flows behind it and whether they are modelled, then the largest flows."""
    known = float(rows.loc[rows["known"].astype(bool), "tonnes"].sum())
    total = float(rows["tonnes"].sum())
    how = "modelled" if known <= 0 else "published" if known >= total else "partly modelled, partly published"
    count = f"{len(rows):,} flow{'s' if len(rows) != 1 else ''}"
    names = gate_names(dataset, flows)
    largest = rows.nlargest(SHOWN, "tonnes")
    lines = [f"{head}, {how}, {count}", *(flow_line(dataset, flows, row, names) for row in largest.to_dict("records"))]
    if len(rows) > len(largest):
        lines.append(f"and {len(rows) - len(largest):,} smaller")
    return "\n".join(lines)


def flow_line(dataset: Dataset, flows: Flows, row: Mapping, names: Mapping[str, str]) -> str:
    """One flow in a line: from, to, form, tonnes, length, gates, modelled or published."""
    parts = [tonnes_text(float(row["tonnes"]), flows.unit)]
    if row["cargo_name"]:
        parts.append(f"form {row['cargo_name']}" if row["cargo_name"] == "not told" else str(row["cargo_name"]))
    if row["stranded"]:
        parts.append("no way left")
    elif np.isfinite(float(row["sea_nm"])):
        parts.append(f"{float(row['sea_nm']):,.0f} nm")
    if row["gates"]:
        parts.append("by " + ", ".join(names.get(gate, gate) for gate in row["gates"]))
    parts.append(f"published: {_source(dataset, str(row['source_id']))}" if row["known"] else "modelled")
    return f"{row['from_name']} → {row['to_name']}: {', '.join(parts)}"


def port_tip(flows: Flows, name: str, tonnes: float) -> str:
    """A port with what is loaded and unloaded there."""
    return f"Port of {name}\n{tonnes_text(tonnes, flows.unit)} a year loaded or unloaded, modelled"


def _source(dataset: Dataset, source: str) -> str:
    first = source.split(";")[0].strip()
    if first in dataset.sources.index:
        return str(dataset.sources.at[first, "publisher"]) or str(dataset.sources.at[first, "title"])
    return first or "a file of your own"
