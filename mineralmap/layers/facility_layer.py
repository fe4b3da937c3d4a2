"""The shipped facilities of some stages as one layer of the map."""

from mineralmap.layers import facilities, facility_key
from mineralmap.layers.context import Context
from mineralmap.layers.layer import Layer, Shape


def layer(context: Context, layer_id: str, title: str, shape: Shape, stages: set[str]) -> Layer:
    """The shipped facilities of some stages as a layer: the quiet ones below, then closed ones, then the loud."""
    rows = context.facilities
    rows = rows[rows["stage"].isin(stages) & (rows["dataset"] == "")]
    closed = rows["status"] == "closed"
    loud, quiet, gone = rows[rows["loud"] & ~closed], rows[~rows["loud"] & ~closed], rows[rows["loud"] & closed]
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
        facility_key.legend(context, rows[rows["loud"]], quiet, shape, title),
        pickable=True,
    )
