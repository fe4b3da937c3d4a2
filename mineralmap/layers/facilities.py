"""The facilities of one mineral as symbols: place, size, colour, ring, how sure we are, and what the tip says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np
import pandas as pd

from mineralmap.layers import colouring, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.facility_table import PROJECTS, mineral_unit
from mineralmap.layers.layer import Marks, Paint, Shape
from mineralmap.layers.palette import UNKNOWN_GROUP

COARSE = frozenset({"town", "district", "unknown"})
"""Precision of a place that is drawn hollow."""
CROSS_PX = 7.0
QUIET_SCALE = 0.7
"""Facilities of the other stages, for orientation: half the area."""
SHAPES: dict[str, Shape] = {
    "mining": "circle",
    "intermediate": "diamond",
    "refining": "diamond",
    "recycling": "hexagon",
    "manufacturing": "square",
}
STATUS_WORDS = {
    "construction": "under construction",
    "planned": "planned",
    "care": "on care and maintenance",
    "closed": "closed",
    "unknown": "status not known",
}


def marks(context: Context, rows: pd.DataFrame, shape: Shape, loud: bool) -> Marks:
    """Symbols of the rows (in their order), in the chosen colours when loud, in one quiet grey when not."""
    size = symbology.diameters(rows["size_t"].to_numpy(), context.largest_t)
    if not loud:
        size = np.maximum(size * QUIET_SCALE, symbology.MIN_SYMBOL_PX)
    projects = rows["status"].isin(PROJECTS).to_numpy()
    classes = colouring.classes(context, rows) if loud else np.full(len(rows), "")
    # One paint for each class of those that run, then of projects.
    code, names = pd.factorize(pd.Series(classes, dtype=object))
    index = code + len(names) * projects
    used, index = np.unique(index, return_inverse=True)
    made = [paint_of(context, str(names[number % len(names)]), number >= len(names), loud) for number in used.tolist()]
    partners_on = bool(context.results.scenario.partners)
    partner = rows["partner_share"].to_numpy(float)
    ring = np.nan_to_num(partner, nan=0.0) if loud and partners_on else np.zeros(len(rows))
    ring_colours = colouring.group_colours(context.dataset)
    group = pd.Index(list(ring_colours)).get_indexer(pd.Index(rows["group"]))
    resting = ~rows["status"].isin({"operating", *PROJECTS}).to_numpy()
    without = (partner == 0.0) & partners_on & (rows["group"] != UNKNOWN_GROUP).to_numpy()
    faded = resting | without | rows["size_t"].isna().to_numpy() if loud else np.zeros(len(rows), bool)
    return Marks(
        shape=shape,
        x=rows["x"].to_numpy(float),
        y=rows["y"].to_numpy(float),
        diameter=size,
        paint=index,
        paints=tuple(made),
        hollow=rows["coord_precision"].isin(COARSE).to_numpy(),
        ring=np.where(group >= 0, ring, 0.0),
        ring_colour=np.maximum(group, 0),
        ring_colours=tuple(ring_colours.values()),
        faded=faded,
        ids=tuple(rows.index),
        tips=Tips(context, rows),
        # What a cluster adds up: credited tonnes alone, never a project's capacity or another stage's with them.
        tonnes=np.where(projects, np.nan, rows["size_t"].to_numpy(float)) if loud else np.full(len(rows), np.nan),
    )


def crosses(context: Context, rows: pd.DataFrame) -> Marks:
    """Closed facilities: thin crosses, all of one size, since what is closed has no tonnes."""
    n = len(rows)
    return Marks(
        shape="cross",
        x=rows["x"].to_numpy(float),
        y=rows["y"].to_numpy(float),
        diameter=np.full(n, CROSS_PX),
        paint=np.zeros(n, int),
        paints=(Paint(line=context.palette.ground.quiet, width=1.4),),
        hollow=np.zeros(n, bool),
        ring=np.zeros(n),
        ring_colour=np.zeros(n, int),
        ring_colours=(),
        faded=np.zeros(n, bool),
        ids=tuple(rows.index),
        tips=Tips(context, rows),
    )


def selection(context: Context, rows: pd.DataFrame, shape: Shape) -> Marks | None:
    """The halo of the selected facility, in the accent; ``None`` when it is not among the rows."""
    if context.view.selected not in rows.index:
        return None
    row = rows.loc[[context.view.selected]]
    size = symbology.diameters(row["size_t"].to_numpy(), context.largest_t) + 12.0
    one = np.zeros(1)
    return Marks(
        shape=shape,
        x=row["x"].to_numpy(float),
        y=row["y"].to_numpy(float),
        diameter=size,
        paint=one.astype(int),
        paints=(Paint(line=context.palette.ground.accent, width=2.0),),
        hollow=one.astype(bool),
        ring=one,
        ring_colour=one.astype(int),
        ring_colours=(),
        faded=one.astype(bool),
        ids=(context.view.selected,),
        tips=Tips(context, row),
    )


class Tips(Sequence[str]):
    """What the pointer is told at each facility, made when it is asked for: most never are."""

    def __init__(self, context: Context, rows: pd.DataFrame) -> None:
        columns = ["name", "host_iso3", "status", "loud", "weight_t", "counted", "weight_from", "capacity_t"]
        columns += ["production_t", "owner_iso3", "partner_share"]
        self._context, self._rows = context, rows[columns]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [_tip(self._context, row) for row in self._rows.iloc[index].to_dict("records")]
        return _tip(self._context, self._rows.iloc[index])

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])


def _tip(context: Context, row: Mapping[Any, Any] | pd.Series) -> str:
    """Up to three lines: name and country, tonnes with their origin, and who holds most of it."""
    unit, own_unit = context.results.unit, mineral_unit(context.dataset, context.results)
    lines = [f"{row['name']}, {context.country_name(row['host_iso3'])}"]
    state = STATUS_WORDS.get(str(row["status"]), "")
    if row["loud"] and np.isfinite(row["weight_t"]) and row["counted"]:
        origin = f" ({row['weight_from']})" if row["weight_from"] else ""
        tonnes = f"{symbology.tonnes_text(row['weight_t'], unit)}{origin}"
    elif np.isfinite(row["capacity_t"]):
        tonnes = f"{symbology.tonnes_text(row['capacity_t'], own_unit)} a year, capacity"
    elif np.isfinite(row["production_t"]):
        tonnes = f"{symbology.tonnes_text(row['production_t'], own_unit)}, output"
    else:
        tonnes = "tonnes not known"
    lines.append(f"{tonnes}, {state}" if state else tonnes)
    if row["loud"]:
        owner = row["owner_iso3"]
        words = f"largest owner: {context.country_name(owner)}" if owner else "owner not known"
        if context.results.scenario.partners and row["partner_share"] > 0:
            words += f"; partner-owned {symbology.percent_text(row['partner_share'])}"
        lines.append(words)
    return "\n".join(lines)


def paint_of(context: Context, colour_class: str, project: bool, loud: bool) -> Paint:
    if not loud:
        return Paint(fill=context.palette.ground.quiet, line=context.palette.outline, width=0.8, opacity=0.3)
    paint = colouring.paint(context, colour_class)
    if not project:
        return paint
    return Paint(fill=None, line=paint.fill, width=1.4, dash=(2.0, 1.6), opacity=paint.opacity)
