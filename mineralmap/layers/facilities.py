"""The facilities of one mineral as symbols: place, size, colour, ring, how sure we are, and what the tip says."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers import colouring, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Marks, Paint, Shape
from mineralmap.layers.palette import UNKNOWN_GROUP
from mineralmap.layers.projection import Projection

COARSE = frozenset({"town", "district", "unknown"})
"""Precision of a place that is drawn hollow."""
PROJECTS = frozenset({"construction", "planned"})
QUIET_SCALE = 0.7
"""Facilities of the other stages, for orientation: half the area."""
SHAPES: dict[str, Shape] = {
    "mining": "circle",
    "intermediate": "diamond",
    "refining": "diamond",
    "recycling": "hexagon",
}
STAGE_WORDS = {
    "mining": "mines",
    "intermediate": "intermediates",
    "refining": "refineries",
    "recycling": "recycling",
}
STATUS_WORDS = {
    "construction": "under construction",
    "planned": "planned",
    "care": "on care and maintenance",
    "closed": "closed",
    "unknown": "status not known",
}


def table(dataset: Dataset, results: Results, projection: Projection) -> pd.DataFrame:
    """Every located facility of the mineral, largest first, indexed by facility_id.

    Columns: those of the facilities table, x, y (metres), capacity_t, production_t (nan when not known), weight_t,
    weight_from, counted, partner_share, group, owner_iso3, and loud (bool: of the stage that is asked for).
    """
    scenario = results.scenario
    outputs = dataset.outputs[dataset.outputs["mineral"] == scenario.mineral]
    summed = outputs.groupby("facility_id")[["capacity_t", "production_t"]].sum(min_count=1)
    frame = pd.DataFrame(dataset.facilities.drop(columns="geometry"))
    frame = frame.loc[frame.index.isin(summed.index) & frame["lat"].notna() & frame["lon"].notna()]
    frame = frame.join(summed)
    answer = results.facilities
    frame["loud"] = frame["stage"] == scenario.stage.value
    columns: tuple[tuple[str, object], ...] = (
        ("weight_t", np.nan),
        ("weight_from", ""),
        ("counted", False),
        ("partner_share", np.nan),
        ("group", ""),
        ("owner_iso3", ""),
    )
    for column, missing in columns:
        if column in answer:
            found = answer[column].reindex(frame.index)
            frame[column] = found.astype(object).where(found.notna(), missing)
        else:
            frame[column] = missing
    for column in ("weight_t", "partner_share"):
        frame[column] = frame[column].astype(float)
    frame["counted"] = frame["counted"].astype(bool)
    known = frame["weight_t"].where(frame["loud"])
    frame["size_t"] = known.fillna(frame["capacity_t"]).fillna(frame["production_t"])
    frame["x"], frame["y"] = projection.forward(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    return frame.sort_values(["size_t", "name"], ascending=[False, True], na_position="last", kind="stable")


def largest_weight(frame: pd.DataFrame) -> float:
    """The weight at the greatest diameter: the largest facility of the stage, or of any where that has none."""
    loud = frame.loc[frame["loud"], "size_t"].max()
    return float(loud) if loud == loud else float(frame["size_t"].max())


def layer(context: Context, layer_id: str, title: str, shape: Shape, stages: set[str]) -> Layer:
    """The shipped facilities of some stages as a layer: the quiet ones below, then closed ones, then the loud."""
    rows = context.facilities
    rows = rows[rows["stage"].isin(stages) & (rows["dataset"] == "")]
    closed = rows["status"] == "closed"
    loud, quiet, gone = rows[rows["loud"] & ~closed], rows[~rows["loud"] & ~closed], rows[rows["loud"] & closed]
    drawn = [marks(context, quiet, shape, loud=False)] if len(quiet) else []
    if len(gone):
        drawn.append(crosses(context, gone))
    if len(loud):
        drawn.append(marks(context, loud, shape, loud=True))
    halo = selection(context, rows, shape)
    if halo:
        drawn.append(halo)
    return Layer(layer_id, title, tuple(drawn), legend(context, rows[rows["loud"]], quiet, shape, title), pickable=True)


def marks(context: Context, rows: pd.DataFrame, shape: Shape, loud: bool) -> Marks:
    """Symbols of the rows (in their order), in the chosen colours when loud, in one quiet grey when not."""
    size = symbology.diameters(rows["size_t"].to_numpy(), context.largest_t)
    if not loud:
        size = np.maximum(size * QUIET_SCALE, symbology.MIN_SYMBOL_PX)
    projects = rows["status"].isin(PROJECTS).to_numpy()
    classes = colouring.classes(context, rows) if loud else np.full(len(rows), "")
    paints: dict[tuple[str, bool], int] = {}
    made: list[Paint] = []
    index = np.zeros(len(rows), int)
    for position, key in enumerate(zip(classes.tolist(), projects.tolist(), strict=True)):
        if key not in paints:
            paints[key] = len(made)
            made.append(_paint(context, key[0], key[1], loud))
        index[position] = paints[key]
    partners_on = bool(context.results.scenario.partners)
    partner = rows["partner_share"].to_numpy(float)
    ring = np.nan_to_num(partner, nan=0.0) if loud and partners_on else np.zeros(len(rows))
    groups = rows["group"].to_numpy(object)
    ring_colours = colouring.group_colours(context.dataset)
    names = list(ring_colours)
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
        ring=np.where(np.isin(groups, names), ring, 0.0),
        ring_colour=np.array([names.index(group) if group in names else 0 for group in groups], int),
        ring_colours=tuple(ring_colours.values()),
        faded=faded,
        ids=tuple(rows.index),
        tips=tips(context, rows),
    )


def crosses(context: Context, rows: pd.DataFrame) -> Marks:
    """Closed facilities: thin crosses, all of one size, since what is closed has no tonnes."""
    n = len(rows)
    return Marks(
        shape="cross",
        x=rows["x"].to_numpy(float),
        y=rows["y"].to_numpy(float),
        diameter=np.full(n, 6.0),
        paint=np.zeros(n, int),
        paints=(Paint(line=context.palette.ground.quiet, width=1.0),),
        hollow=np.zeros(n, bool),
        ring=np.zeros(n),
        ring_colour=np.zeros(n, int),
        ring_colours=(),
        faded=np.zeros(n, bool),
        ids=tuple(rows.index),
        tips=tips(context, rows),
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
        tips=tips(context, row),
    )


def tips(context: Context, rows: pd.DataFrame) -> tuple[str, ...]:
    """What the pointer is told at each facility."""
    columns = ["name", "host_iso3", "status", "loud", "weight_t", "counted", "weight_from", "capacity_t"]
    columns += ["production_t", "owner_iso3", "partner_share"]
    return tuple(_tip(context, row) for row in rows[columns].to_dict("records"))


def _tip(context: Context, row: Mapping[Any, Any]) -> str:
    """Up to three lines: name and country, tonnes with their origin, and who holds most of it."""
    unit = context.results.unit
    lines = [f"{row['name']}, {context.country_name(row['host_iso3'])}"]
    state = STATUS_WORDS.get(str(row["status"]), "")
    if row["loud"] and np.isfinite(row["weight_t"]) and row["counted"]:
        origin = f" ({row['weight_from']})" if row["weight_from"] else ""
        tonnes = f"{symbology.tonnes_text(row['weight_t'], unit)}{origin}"
    elif np.isfinite(row["capacity_t"]):
        tonnes = f"{symbology.tonnes_text(row['capacity_t'], unit)} a year, capacity"
    elif np.isfinite(row["production_t"]):
        tonnes = f"{symbology.tonnes_text(row['production_t'], unit)}, output"
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


def legend(
    context: Context, loud: pd.DataFrame, quiet: pd.DataFrame, shape: Shape, name: str
) -> tuple[LegendBlock, ...]:
    """The key of what is on the map: sizes, colours, certainty, and what stands for orientation only."""
    blocks = []
    if len(loud):
        blocks.append(_size_block(context, loud, shape, name))
        entries = colouring.entries(context, loud, shape) + _certainty(context, loud, shape)
        blocks.append(LegendBlock(colouring.title(context), entries))
    paint = _paint(context, "", False, loud=False)
    words = [STAGE_WORDS[stage] for stage in STAGE_WORDS if (quiet["stage"] == stage).any()]
    if words:
        others = tuple(LegendEntry(shape, word, paint, 9.0) for word in words)
        blocks.append(LegendBlock("Other stages, at half the area", others))
    return tuple(blocks)


def _size_block(context: Context, loud: pd.DataFrame, shape: Shape, name: str) -> LegendBlock:
    known = loud["size_t"].dropna()
    paint = Paint(fill=None, line=context.palette.ground.quiet, width=1.0)
    entries: list[LegendEntry] = []
    if len(known) and context.largest_t > 0:
        weights = [w for w in symbology.key_weights(context.largest_t) if w > 0]
        sizes = symbology.diameters(np.array(weights), context.largest_t)
        entries = [
            LegendEntry(shape, symbology.tonnes_text(w, context.results.unit), paint, float(d))
            for w, d in zip(weights, sizes.tolist(), strict=True)
        ]
    least = symbology.smallest_true_t(context.largest_t)
    notes = []
    if (known < least).any():
        notes.append(f"smallest: below {symbology.tonnes_text(least)}")
    missing = int(loud["size_t"].isna().sum())
    if missing:
        notes.append(f"or tonnes not known ({missing})" if notes else f"smallest: tonnes not known ({missing})")
    return LegendBlock(f"{name} – {_counts(context)}", tuple(entries), ", ".join(notes))


def _counts(context: Context) -> str:
    results = context.results
    if results.scenario.measure.value == "capacity" or results.no_data:
        return "capacity a year"
    return f"output {results.year}" if results.year else "output"


def _certainty(context: Context, loud: pd.DataFrame, shape: Shape) -> tuple[LegendEntry, ...]:
    quiet, outline = context.palette.ground.quiet, Paint(line=context.palette.ground.quiet, width=1.0)
    entries = []
    if context.results.scenario.partners and (loud["partner_share"] > 0).any():
        entries.append(LegendEntry(shape, "partner-owned part", outline, 9.0, 0.6, quiet))
    if loud["coord_precision"].isin(COARSE).any():
        entries.append(LegendEntry(shape, "place known to the town only", Paint(line=quiet, width=1.6), 9.0))
    if loud["status"].isin(PROJECTS).any():
        entries.append(LegendEntry(shape, "project", Paint(line=quiet, width=1.2, dash=(2.0, 1.6)), 10.0))
    if (loud["status"] == "closed").any():
        entries.append(LegendEntry("cross", "closed", outline, 7.0))
    return tuple(entries)


def _paint(context: Context, colour_class: str, project: bool, loud: bool) -> Paint:
    if not loud:
        return Paint(fill=context.palette.ground.quiet, line=context.palette.outline, width=0.8, opacity=0.3)
    paint = colouring.paint(context, colour_class)
    if not project:
        return paint
    return Paint(fill=None, line=paint.fill, width=1.4, dash=(2.0, 1.6), opacity=paint.opacity)
