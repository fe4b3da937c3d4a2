"""The facilities of one mineral as symbols: place, size, colour, ring, how sure we are, and what the tip says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import numpy as np

from mineralmap.layers import colouring, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.facility_table import PROJECTS, mineral_unit
from mineralmap.layers.layer import Marks, Paint, Shape
from mineralmap.layers.palette import UNKNOWN_GROUP
from mineralmap.model.scenario import HELD_BY_PARTNERS

COARSE = frozenset({"town", "district"})
"""Precision of a place that is drawn hollow. A point whose precision nobody stated is taken as given: all shipped ones
state theirs."""
CROSS_PX = 7.0
HALO_PX, CIRCLE_PX = 12.0, 8.0
"""So much wider than its symbol is the halo of what is selected, and more where a circle stands round that."""
TOLD = [
    "name",
    "host_iso3",
    "status",
    "loud",
    "weight_t",
    "counted",
    "weight_from",
    "capacity_t",
    "production_t",
    "owner_iso3",
]
"""Columns of the table that a tip speaks of."""
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


def marks(context: Context, rows: Rows, shape: Shape, loud: bool) -> Marks:
    """Symbols of the rows (in their order), in the chosen colours when loud, in one quiet grey when not: these are the
    same for all partners."""
    if loud:
        return _loud(context, rows, shape)
    return rows.once(("quiet", shape, context.view.theme), lambda: _quiet(context, rows, shape))


def _quiet(context: Context, rows: Rows, shape: Shape) -> Marks:
    n, projects = len(rows), projects_of(rows)
    project = np.unique(projects).tolist()
    return Marks(
        shape=shape,
        x=rows["x"],
        y=rows["y"],
        diameter=np.maximum(_sizes(context, rows) * QUIET_SCALE, symbology.MIN_SYMBOL_PX),
        paint=np.searchsorted(project, projects),
        paints=(paint_of(context, "", False, loud=False),) * len(project),
        hollow=rows.where("coord_precision", COARSE),
        ring=np.zeros(n),
        ring_colour=np.zeros(n, int),
        ring_colours=tuple(colouring.group_colours(context.dataset).values()),
        faded=np.zeros(n, bool),
        ids=rows.ids,
        tips=Tips(context, rows),
        tonnes=np.full(n, np.nan),
    )


def _loud(context: Context, rows: Rows, shape: Shape) -> Marks:
    paint, paints = _painted(context, rows)
    partners_on = bool(context.results.scenario.partners)
    partner = rows.partner_share(context.results)
    group, names = rows.groups(context.results)
    colours = colouring.group_colours(context.dataset)
    number = {name: i for i, name in enumerate(colours)}
    coloured = np.array([name in number for name in names], bool)[group]
    without = (partner == 0.0) & partners_on & (group != names.index(UNKNOWN_GROUP))
    return Marks(
        shape=shape,
        x=rows["x"],
        y=rows["y"],
        diameter=_sizes(context, rows),
        paint=paint,
        paints=paints,
        hollow=rows.once("hollow", lambda: rows.where("coord_precision", COARSE)),
        ring=np.where(coloured & partners_on, np.nan_to_num(partner, nan=0.0), 0.0),
        ring_colour=np.array([number.get(name, 0) for name in names])[group],
        ring_colours=tuple(colours.values()),
        faded=rows.once("receding", lambda: _receding(rows)) | without,
        ids=rows.ids,
        tips=Tips(context, rows),
        # What a cluster adds up: credited tonnes alone, never a project's capacity or another stage's with them.
        tonnes=rows.once("credited", lambda: np.where(projects_of(rows), np.nan, rows["size_t"])),
    )


def _painted(context: Context, rows: Rows) -> tuple[np.ndarray, tuple[Paint, ...]]:
    """Which paint each row has (n,), and these: one for each class of those that run, then of projects."""
    code, names = colouring.classes(context, rows)
    first = np.full(len(names), len(code))
    first[code[::-1]] = np.arange(len(code) - 1, -1, -1)
    order = np.argsort(first, kind="stable")  # classes in the order in which they first come
    place = np.empty(len(names), int)
    place[order] = np.arange(len(names))
    index = place[code] + len(names) * projects_of(rows)
    used = np.flatnonzero(np.bincount(index, minlength=2 * len(names)))
    made = [
        paint_of(context, names[order[number % len(names)]], number >= len(names), loud=True)
        for number in used.tolist()
    ]
    number = np.zeros(2 * len(names), int)
    number[used] = np.arange(len(used))
    return number[index], tuple(made)


def _sizes(context: Context, rows: Rows) -> np.ndarray:
    """Diameter of each, px (n,)."""
    return rows.once("diameter", lambda: symbology.diameters(rows["size_t"], context.largest_t))


def projects_of(rows: Rows) -> np.ndarray:
    """Which of them are planned or being built, bool (n,)."""
    return rows.once("projects", lambda: rows.where("status", PROJECTS))


def _receding(rows: Rows) -> np.ndarray:
    """Which of them recede whoever owns them, bool (n,)."""
    return ~rows.where("status", PROJECTS | {"operating"}) | np.isnan(rows["size_t"])


def crosses(context: Context, rows: Rows) -> Marks:
    """Closed facilities: thin crosses, all of one size, since what is closed has no tonnes."""
    n = len(rows)
    return Marks(
        shape="cross",
        x=rows["x"],
        y=rows["y"],
        diameter=rows.once("crosses", lambda: np.full(n, CROSS_PX)),
        paint=np.zeros(n, int),
        paints=(Paint(line=context.palette.ground.quiet, width=1.4),),
        hollow=np.zeros(n, bool),
        ring=np.zeros(n),
        ring_colour=np.zeros(n, int),
        ring_colours=(),
        faded=np.zeros(n, bool),
        ids=rows.ids,
        tips=Tips(context, rows),
    )


def selection(context: Context, rows: Rows, shape: Shape, circled: bool = False) -> Marks | None:
    """The halo of the selected facility, in the colour of words, outside a circle where one stands round it; ``None``
    when it is not among the rows."""
    selected = context.view.selected
    at = rows.find(selected) if selected else -1
    if at < 0:
        return None
    row = Rows(rows.frame, rows.at[[at]], rows.answered[[at]])
    one = np.zeros(1)
    return Marks(
        shape=shape,
        x=row["x"],
        y=row["y"],
        diameter=symbology.diameters(row["size_t"], context.largest_t) + HALO_PX + (CIRCLE_PX if circled else 0.0),
        paint=one.astype(int),
        paints=(Paint(line=context.palette.ground.text, width=2.0),),
        hollow=one.astype(bool),
        ring=one,
        ring_colour=one.astype(int),
        ring_colours=(),
        faded=one.astype(bool),
        ids=(selected,),
        tips=Tips(context, row),
        passing=True,
    )


class Tips(Sequence[str]):
    """What the pointer is told at each facility, made when it is asked for: most never are."""

    def __init__(self, context: Context, rows: Rows) -> None:
        self._context, self._rows = context, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, int | np.integer):
            return self._some([range(len(self))[index]])[0]
        return self._some(list(range(len(self))[index]))

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def _some(self, places: list[int]) -> list[str]:
        told = self._rows.frame[TOLD].take(self._rows.at[places]).to_dict("records")
        shares = self._rows.partner_share(self._context.results)[places].tolist()
        return [_tip(self._context, row, share) for row, share in zip(told, shares, strict=True)]


def _tip(context: Context, row: Mapping[Any, Any], partner_share: float) -> str:
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
        if context.results.scenario.partners and partner_share > 0:
            words += f"; {HELD_BY_PARTNERS[context.results.scenario.basis]} {symbology.percent_text(partner_share)}"
        lines.append(words)
    return "\n".join(lines)


def paint_of(context: Context, colour_class: str, project: bool, loud: bool) -> Paint:
    if not loud:
        return Paint(fill=context.palette.ground.quiet, line=context.palette.outline, width=0.8, opacity=0.3)
    paint = colouring.paint(context, colour_class)
    if not project:
        return paint
    return Paint(fill=None, line=paint.fill, width=1.4, dash=(2.0, 1.6), opacity=paint.opacity)
