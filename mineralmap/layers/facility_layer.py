"""The shipped facilities of some stages as one layer of the map."""

from collections.abc import Hashable

from mineralmap.layers import facilities, facility_key
from mineralmap.layers.context import Context
from mineralmap.layers.layer import Layer, Shape

SHIPPED, CLOSED = frozenset({""}), frozenset({"closed"})


def rests_on(context: Context, stages: frozenset[str]) -> tuple[Hashable, ...]:
    """What the layer of some stages is made from: of those that are not asked for no more than their tonnes."""
    results, rows = context.results, context.facilities
    asked = results.scenario
    if asked.stage.value in stages:
        return asked, context.view.selected
    mine = rows.some(("stages", stages), lambda: rows.where("stage", stages))
    tonnes = mine.once(
        "tonnes", lambda: tuple(mine[name].astype(float).tobytes() for name in ("size_t", "capacity_t", "production_t"))
    )
    return asked.mineral, asked.stage, results.unit, repr(context.largest_t), tonnes, context.view.selected


def layer(context: Context, layer_id: str, title: str, shape: Shape, stages: frozenset[str]) -> Layer:
    """The shipped facilities of some stages as a layer: the quiet ones below, then closed ones, then the loud."""
    whole = context.facilities
    rows = whole.some(("shipped", stages), lambda: whole.where("stage", stages) & whole.where("dataset", SHIPPED))
    asked = rows.some("asked", lambda: rows["loud"])
    quiet = rows.some("quiet", lambda: ~rows["loud"] & ~rows.where("status", CLOSED))
    gone = asked.some("gone", lambda: asked.where("status", CLOSED))
    loud = asked.some("loud", lambda: ~asked.where("status", CLOSED))
    drawn = [facilities.marks(context, quiet, shape, loud=False)] if len(quiet) else []
    if len(gone):
        drawn.append(facilities.crosses(context, gone))
    if len(loud):
        drawn.append(facilities.marks(context, loud, shape, loud=True))
    halo = facilities.selection(context, rows, shape)
    if halo:
        drawn.append(halo)
    key = facility_key.legend(context, asked, quiet, shape, title)
    return Layer(layer_id, title, tuple(drawn), key, pickable=True)
