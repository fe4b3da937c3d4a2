"""Flows that have no way left: the ways they took before, broken, with a cross at both ends. The one loud thing."""

import numpy as np

from mineralmap.analysis.movements import Flows
from mineralmap.layers import route_lines, route_words, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.lane_lines import shared
from mineralmap.layers.layer import ALWAYS, LegendBlock, LegendEntry, Lines, Paint, Primitive, plain_marks

DASH = (3.0, 2.2)
LEAST_PX, KEY_PX, CROSS_PX = 0.9, 2.0, 8.0
STRONG = 3
"""Step of the fades from which a broken line lies above the lanes."""
LOUD, CLOSER_MPP = 0.02, 9_000.0
"""Ends with less than this part of what is stranded get their cross when one looks closer."""


def stranded_paths(flows: Flows) -> tuple[list[np.ndarray], np.ndarray]:
    """The pieces of all stranded flows, and for each its row of ``flows.table``, by position."""
    rows = flows.broken
    position = {flow: number for number, flow in enumerate(flows.table["flow_id"])} if len(rows) else {}
    of = [position[flow] for flow in rows["flow_id"]]
    pieces = [piece for path in rows["path"] for piece in path]
    return pieces, np.repeat(np.array(of, int), [len(path) for path in rows["path"]])


def stranded(
    context: Context, flows: Flows, scale_t: float
) -> tuple[list[Primitive], list[Primitive], list[LegendBlock]]:
    """Broken lines below the lanes (the pale ones) and above them, and their key.

    They are as wide as their tonnes where ``scale_t`` has the greatest width.
    """
    pieces, row = stranded_paths(flows)
    if not pieces:
        return [], [], []
    tonnes = flows.table["tonnes"].to_numpy(float)
    found = shared(pieces, tonnes[row], np.zeros(len(pieces), int), 1)
    order = np.argsort(found.tonnes[:, 0], kind="stable")
    drawn = route_lines.Drawn(context, [[found.lines[one]] for one in order.tolist()], found.tonnes[order, 0], scale_t)
    which = order[drawn.lane]
    accent = context.palette.ground.accent
    steps = np.maximum(route_lines.fades(drawn.true_px), 1)
    paints = tuple(
        Paint(line=route_lines.faded(context, accent, step), dash=DASH) for step in range(len(route_lines.FADES))
    )

    def tip(line: int) -> str:
        rows = np.unique(row[found.members(line)])
        lost = symbology.tonnes_text(float(found.tonnes[line, 0]), flows.unit)
        return route_words.flow_words(context.dataset, flows).several(rows, f"No way left: {lost} a year sailed here")

    parts: list[list[Primitive]] = [[], []]
    for pale, part in zip((True, False), parts, strict=True):
        pieces_of = np.flatnonzero((steps[drawn.lane] < STRONG) == pale)
        if len(pieces_of):
            x, y, start = drawn.points(pieces_of)
            lane, line = drawn.lane[pieces_of], which[pieces_of]
            ids = tuple(f"stranded:{one}" for one in line.tolist())
            width = np.maximum(drawn.width, LEAST_PX)[lane]
            part.append(Lines(x, y, start, width, steps[lane], paints, ids, route_words.Tips(tip, line)))
    lost = symbology.tonnes_text(flows.stranded_t, flows.unit)
    entry = LegendEntry("line", f"no way left: {lost}", Paint(line=accent, dash=DASH), KEY_PX)
    return parts[0], [*parts[1], *_crosses(context, flows, tonnes)], [LegendBlock("", (entry,))]


def _crosses(context: Context, flows: Flows, tonnes: np.ndarray) -> list[Primitive]:
    position = {flow: number for number, flow in enumerate(flows.table["flow_id"])}
    rows = flows.broken
    ends = np.array([point for path in rows["path"] for point in (path[0][0], path[-1][-1])])
    lost = np.repeat(tonnes[[position[flow] for flow in rows["flow_id"]]], 2)
    places, which = np.unique(ends, axis=0, return_inverse=True)
    sums = np.bincount(which.ravel(), weights=lost)
    x, y = context.projection.forward(places[:, 0], places[:, 1])
    paints = (Paint(line=context.palette.ground.accent, width=2.0),)
    loud = sums >= LOUD * lost.sum() / 2
    return [
        plain_marks("cross", x[some], y[some], np.full(int(some.sum()), size), paints, detail=detail)
        for some, size, detail in ((~loud, CROSS_PX - 2.0, (0.0, CLOSER_MPP)), (loud, CROSS_PX, ALWAYS))
        if some.any()
    ]
