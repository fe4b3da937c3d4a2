"""What the map says of a lane, a port and a stranded flow when it is pointed at, and in the key. Plain text."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import overload

import numpy as np

from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.symbology import tonnes_text

SHOWN = 3
COLUMNS = "from_name to_name tonnes cargo_name sea_nm stranded gates known source_id".split()


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


class FlowWords:
    """Says in words what sails: several flows at a time, or one. Columns are taken out of the table once."""

    def __init__(self, dataset: Dataset, flows: Flows) -> None:
        self._dataset = dataset
        self._flows = flows
        self._gates = {str(gate): str(name) for gate, name in gates(dataset, flows.scenario).table["name"].items()}
        self._columns = {name: flows.table[name].to_numpy() for name in COLUMNS}

    def lane(self, lane: int) -> str:
        """All tonnes of a lane, how many flows they are, and the largest of them."""
        rows = lane_rows(self._flows, lane)
        tonnes = float(self._columns["tonnes"][rows].sum())
        return self.several(rows, f"{tonnes_text(tonnes, self._flows.unit)} a year")

    def several(self, rows: np.ndarray, head: str) -> str:
        """A heading with the number of flows (k,) behind it and whether they are modelled, then the largest of them."""
        tonnes, known = self._columns["tonnes"][rows], self._columns["known"][rows].astype(bool)
        largest = rows[np.argsort(-tonnes, kind="stable")[:SHOWN]]
        lines = [
            f"{head}, {how(known)}, {len(rows):,} flow{'s' if len(rows) != 1 else ''}",
            *map(self.one, largest.tolist()),
        ]
        if len(rows) > len(largest):
            lines.append(f"and {len(rows) - len(largest):,} smaller")
        return "\n".join(lines)

    def one(self, row: int) -> str:
        """One flow in a line: from, to, tonnes, form, length, gates, modelled or published."""
        said = {name: column[row] for name, column in self._columns.items()}
        parts = [tonnes_text(float(said["tonnes"]), self._flows.unit)]
        if said["cargo_name"]:
            parts.append(f"form {said['cargo_name']}" if said["cargo_name"] == "not told" else str(said["cargo_name"]))
        if said["stranded"]:
            parts.append("no way left")
        elif np.isfinite(float(said["sea_nm"])):
            parts.append(f"{float(said['sea_nm']):,.0f} nm")
        if said["gates"]:
            parts.append("by " + ", ".join(self._gates.get(str(gate), str(gate)) for gate in said["gates"]))
        parts.append(f"published: {publisher(self._dataset, str(said['source_id']))}" if said["known"] else "modelled")
        return f"{said['from_name']} → {said['to_name']}: {', '.join(parts)}"


@lru_cache(maxsize=4)
def flow_words(dataset: Dataset, flows: Flows) -> FlowWords:
    """The words of some flows; kept for the next map of them."""
    return FlowWords(dataset, flows)


def lane_rows(flows: Flows, lane: int) -> np.ndarray:
    """The flows that share a lane, by position in the table; none for lane -1."""
    if lane < 0:
        return np.empty(0, np.int64)
    return flows.lanes.rows[flows.lanes.start[lane] : flows.lanes.start[lane + 1]]


def port_tip(flows: Flows, name: str, tonnes: float) -> str:
    """A port with what is loaded and unloaded there."""
    return f"Port of {name}\n{tonnes_text(tonnes, flows.unit)} a year loaded or unloaded, modelled"


def how(known: np.ndarray) -> str:
    """Are flows modelled, or published (``known``, bool)?"""
    return "modelled" if not known.any() else "published" if known.all() else "partly modelled, partly published"


def publisher(dataset: Dataset, source_id: str) -> str:
    """Who published a flow: the first of its sources; a file of the user's own is in no table."""
    first = source_id.split(";")[0].strip()
    if first in dataset.sources.index:
        return str(dataset.sources.at[first, "publisher"]) or str(dataset.sources.at[first, "title"])
    return first or "a file that was added"
