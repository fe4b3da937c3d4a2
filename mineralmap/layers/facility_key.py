"""The key of the facilities: sizes, colours, how sure we are; only of what is on the map."""

import numpy as np

from mineralmap.layers import colouring, facilities, facility_table, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.layer import LegendBlock, LegendEntry, Paint, Shape
from mineralmap.model.scenario import Measure

STAGE_WORDS = {
    "mining": "mines",
    "intermediate": "intermediates",
    "refining": "refineries",
    "recycling": "recycling",
    "manufacturing": "makers of products",
}


def legend(context: Context, loud: Rows, quiet: Rows, shape: Shape, name: str) -> tuple[LegendBlock, ...]:
    """The key of what is on the map: sizes, colours, certainty, and what stands for orientation only."""
    blocks, theme = [], context.view.theme
    if len(loud):
        blocks.append(loud.once(("sizes", shape, name, theme), lambda: _size_block(context, loud, shape, name)))
        entries = colouring.entries(context, loud, shape) + _certainty(context, loud, shape)
        blocks.append(LegendBlock(colouring.title(context), entries, foremost=True))
    stages = quiet.coded("stage")[1]
    words = [STAGE_WORDS[stage] for stage in STAGE_WORDS if stage in stages]
    if words:
        paint = facilities.paint_of(context, "", False, loud=False)
        others = tuple(LegendEntry(shape, word, paint, 9.0) for word in words)
        blocks.append(LegendBlock("Other stages, at half the area", others))
    return tuple(blocks)


def _size_block(context: Context, loud: Rows, shape: Shape, name: str) -> LegendBlock:
    tonnes = loud["size_t"]
    known = tonnes[~np.isnan(tonnes)]
    paint = Paint(fill=None, line=context.palette.ground.quiet, width=1.0)
    entries: list[LegendEntry] = []
    credited = facility_table.weighed(context.facilities)
    unit = context.results.unit if credited else facility_table.mineral_unit(context.dataset, context.results)
    if len(known) and context.largest_t > 0:
        weights = [w for w in symbology.key_weights(context.largest_t) if w > 0]
        sizes = symbology.diameters(np.array(weights), context.largest_t)
        entries = [
            LegendEntry(shape, symbology.tonnes_text(w, unit), paint, float(d))
            for w, d in zip(weights, sizes.tolist(), strict=True)
        ]
    least = symbology.smallest_true_t(context.largest_t)
    notes = []
    if (known < least).any():
        notes.append(f"smallest: below {symbology.tonnes_text(least)}")
    missing = len(loud) - len(known)
    if missing:
        notes.append(f"or tonnes not known ({missing})" if notes else f"smallest: tonnes not known ({missing})")
    notes = [", ".join(notes)] if notes else []
    by_capacity = credited and context.results.scenario.measure is Measure.OUTPUT
    if by_capacity and (facilities.projects_of(loud) & ~np.isnan(tonnes)).any():
        notes.append("projects by capacity")
    nowhere = facility_table.unplaced(context.dataset, context.results)
    if len(nowhere):
        notes.append(f"not drawn, place not known: {len(nowhere)} with {symbology.tonnes_text(nowhere.sum(), unit)}")
    counts = _counts(context) if credited else "capacity a year"
    return LegendBlock(f"{name} – {counts}", tuple(entries), "; ".join(notes), foremost=bool(entries))


def _counts(context: Context) -> str:
    results = context.results
    if results.scenario.measure is Measure.CAPACITY:
        return "capacity a year"
    return f"output {results.year}" if results.year else "output"


def _certainty(context: Context, loud: Rows, shape: Shape) -> tuple[LegendEntry, ...]:
    quiet = context.palette.ground.quiet
    outline = Paint(line=quiet, width=1.0)
    entries = []
    if context.results.scenario.partners and (loud.partner_share(context.results) > 0).any():
        entries.append(LegendEntry(shape, "partners’ part", outline, 9.0, 0.6, quiet))
    if not facilities.COARSE.isdisjoint(loud.coded("coord_precision")[1]):
        entries.append(LegendEntry(shape, "known to the town", Paint(line=quiet, width=1.6), 9.0))
    states = loud.coded("status")[1]
    if not facility_table.PROJECTS.isdisjoint(states):
        entries.append(LegendEntry(shape, "planned, being built", Paint(line=quiet, width=1.4, dash=(2.0, 1.6)), 10.0))
    if "closed" in states:
        entries.append(LegendEntry("cross", "closed", Paint(line=quiet, width=1.4), facilities.CROSS_PX))
    return tuple(entries)
