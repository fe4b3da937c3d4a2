"""The shipped facilities of some stages as one layer of the map."""

from collections.abc import Hashable

import numpy as np

from mineralmap.layers import facilities, facility_key
from mineralmap.layers.context import Context
from mineralmap.layers.layer import Layer, Shape


def rests_on(context: Context, stages: set[str]) -> tuple[Hashable, ...]:
    """What the layer of some stages is made from: of those that are not asked for no more than their tonnes."""
    results, rows = context.results, context.facilities
    asked = results.scenario
    if asked.stage.value in stages:
        return asked, context.view.selected
    mine = rows["stage"].isin(stages).to_numpy()
    tonnes = tuple(rows[name].to_numpy(float)[mine].tobytes() for name in ("size_t", "capacity_t", "production_t"))
    return asked.mineral, asked.stage, results.unit, repr(context.largest_t), tonnes, context.view.selected


def layer(context: Context, layer_id: str, title: str, shape: Shape, stages: set[str]) -> Layer:
    """The shipped facilities of some stages as a layer: the quiet ones below, then closed ones, then the loud."""
    rows = context.facilities
    rows = rows.take(np.flatnonzero(rows["stage"].isin(stages).to_numpy() & (rows["dataset"] == "").to_numpy()))
    asked, closed = rows["loud"].to_numpy(bool), (rows["status"] == "closed").to_numpy()
    loud, quiet, gone = (rows.take(np.flatnonzero(one)) for one in (asked & ~closed, ~asked & ~closed, asked & closed))
    drawn = [facilities.marks(context, quiet, shape, loud=False)] if len(quiet) else []
    if len(gone):
        drawn.append(facilities.crosses(context, gone))
    if len(loud):
        drawn.append(facilities.marks(context, loud, shape, loud=True))
    halo = facilities.selection(context, rows, shape)
    if halo:
        drawn.append(halo)
    return Layer(
        layer_id,
        title,
        tuple(drawn),
        facility_key.legend(context, rows.take(np.flatnonzero(asked)), quiet, shape, title),
        pickable=True,
    )
