"""Modelled sea routes and inland legs, as wide as their tonnes; what has no way left; what a closure changes."""

from collections.abc import Hashable

import numpy as np

from mineralmap.analysis.movements import Flows
from mineralmap.layers import route_change, route_lines, route_stranded, route_words, symbology, words
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import ALWAYS, Layer, LegendBlock, LegendEntry, Marks, Paint, Primitive, plain_marks
from mineralmap.layers.route_classes import RouteClasses, route_classes

PORT_PX = 4.0
PORT_SHARE, PORT_MPP = 0.002, 9_000.0
"""Ports with less than this part of all that is loaded wait until the map is this close, in metres per px."""


@layers.add
class Routes:
    """What is shipped where, as the model has it."""

    id, title, order = "routes", "Routes (modelled)", 40

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """What sails and sailed; who the partners are only where they have the colours."""
        partners = context.results.scenario.partners if context.view.routes_by == "importer" else None
        return context.flows, context.before, partners, context.results.unit

    def make(self, context: Context) -> Layer:
        """Lanes as stripes, inland legs dotted, ports as dots; nothing until the flows are there."""
        flows = context.shown
        if flows is None or not len(flows.table):
            return Layer(self.id, self.title, ())
        if context.view.routes_show == "change" and context.compared:
            drawn, key = route_change.change(context)
        else:
            drawn, key = _now(context, flows)
        primitives = [*drawn, *_ports(context, flows)]
        if not primitives:
            return Layer(self.id, self.title, ())
        return Layer(self.id, self.title, tuple(primitives), tuple(key), pickable=True)


def _now(context: Context, flows: Flows) -> tuple[list[Primitive], list[LegendBlock]]:
    tonnes = flows.table["tonnes"].to_numpy(float)
    largest = route_change.largest_t(context)
    classes = route_classes(context, flows)
    shares = route_lines.by_class(flows.lanes, tonnes, classes.of, len(classes.colours))
    carried = shares.sum(axis=1)
    drawn = route_lines.Drawn(context, flows.lanes.paths, carried, largest)
    lines = route_lines.stripes(
        context, drawn, shares, classes.colours, flows.lanes.to_port,
        lambda lane: route_words.flow_words(context.dataset, flows).lane(lane),
    )  # fmt: skip
    legs = flows.legs
    inland = route_lines.dotted(context, *(legs[name].to_numpy(float) for name in ("lon0", "lat0", "lon1", "lat1")))
    forward = route_lines.forward_part(flows.lanes, tonnes)
    heads = route_lines.directions(context, drawn, forward, ~flows.lanes.to_port)
    below, above, lost = route_stranded.stranded(context, flows, largest)
    primitives = [*([inland] if inland is not None else []), *below, *lines, *heads, *above]
    carries = shares.sum(axis=0) > 0
    return primitives, _key(context, flows, classes, carries, carried, largest, inland is not None) + lost


def _key(
    context: Context, flows: Flows, classes: RouteClasses, carries: np.ndarray, carried: np.ndarray, largest: float,
    inland: bool,
) -> list[LegendBlock]:  # fmt: skip
    route = context.palette.route
    entries = route_lines.size_steps(context, largest, route, flows.unit)
    if inland:
        entries.append(LegendEntry("line", "inland, schematic", Paint(line=route, dash=(0.1, 2.4), opacity=0.7), 1.1))
    if len(flows.ends):
        entries.append(LegendEntry("dot", "port", _port(context), PORT_PX, minor=True))
    if (flows.lanes.to_port & (carried > 0)).any():
        to_port = Paint(line=route, dash=route_lines.PORT_DASH)
        entries.append(LegendEntry("line", "from lane to port", to_port, 2.0, minor=True))
    least = symbology.thinnest_true_t(largest)
    differs = words.not_comparable(flows, context.results)
    notes = [differs] if differs else []
    notes += (
        [f"thinnest: below {symbology.tonnes_text(least)}, paler the less they carry"]
        if (carried < least).any()
        else []
    )
    known = words.known_share(flows)
    if known > 0:
        notes.append(f"{symbology.percent_text(known)} of the tonnes published, the rest modelled")
    if context.view.routes_show == "before" and context.compared:
        notes.append("before the closure")
    heading = words.modelled_key(flows)
    blocks = [LegendBlock(heading, tuple(entries), "; ".join(notes))] if entries else []
    if classes.names:
        used = tuple(
            LegendEntry("line", name, Paint(line=colour), 4.0)
            for number, (name, colour) in enumerate(zip(classes.names, classes.colours, strict=True))
            if carries[number]
        )
        blocks.append(LegendBlock(classes.title, used))
    return blocks


def _ports(context: Context, flows: Flows) -> list[Marks]:
    """A dot for each port; those that little passes when one looks closer."""
    ports = flows.ends
    if not len(ports):
        return []
    x, y = context.projection.forward(ports["lon"].to_numpy(float), ports["lat"].to_numpy(float))
    ids = ports["port_id"].to_numpy(object)
    tonnes = ports["tonnes"].to_numpy(float)
    tips = np.array(
        [route_words.port_tip(flows, str(name), moved) for name, moved in zip(ports["name"], tonnes, strict=True)],
        dtype=object,
    )
    loud = tonnes >= PORT_SHARE * tonnes.sum() / 2
    return [
        plain_marks(
            "dot", x[some], y[some], np.full(int(some.sum()), PORT_PX), (_port(context),), None, tuple(ids[some]),
            tuple(tips[some]), detail=detail,
        )
        for some, detail in ((~loud, (0.0, PORT_MPP)), (loud, ALWAYS)) if some.any()
    ]  # fmt: skip


def _port(context: Context) -> Paint:
    return Paint(fill=context.palette.route, line=context.palette.outline, width=0.8)
