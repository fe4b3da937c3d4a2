"""Modelled sea routes and inland legs from mines to refineries, as wide as the tonnes they carry."""

import numpy as np

from mineralmap.analysis.movements import Flows
from mineralmap.layers import basemap, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Lines, Marks, Paint
from mineralmap.layers.words import MODELLED_KEY

OPACITY = 0.55


@layers.add
class Routes:
    """What is shipped where, as the model has it."""

    id, title, order = "routes", "Routes (modelled)", 40

    def make(self, context: Context) -> Layer:
        """Sea routes solid, inland legs dotted, their ports as dots; nothing until the flows are there."""
        flows = context.flows
        if flows is None or not len(flows.table):
            return Layer(self.id, self.title, ())
        drawn = [_legs(context, flows), _sea(context, flows), _ports(context, flows)]
        return Layer(
            self.id,
            self.title,
            tuple(primitive for primitive in drawn if primitive is not None),
            _legend(context, flows),
            pickable=True,
        )


def _sea(context: Context, flows: Flows) -> Lines | None:
    carried = flows.lanes.tonnes(flows.table["tonnes"].to_numpy(float))
    order = np.argsort(-carried, kind="stable")
    widths = symbology.route_widths(carried[order])
    lines: list[np.ndarray] = []
    owner: list[int] = []
    for position, lane in enumerate(order):
        for part in flows.lanes.paths[lane]:
            lines.append(part)
            owner.append(position)
    x, y, start, source = basemap.project_lines(lines, context.projection)
    if not len(source):
        return None
    lane = np.asarray(owner, int)[source]
    tips = np.array([_tip(flows, int(one)) for one in order], dtype=object)
    ids = np.array([f"lane:{one}" for one in order], dtype=object)
    return Lines(
        x=x,
        y=y,
        start=start,
        width=widths[lane],
        paint=np.zeros(len(lane), int),
        paints=(Paint(line=context.palette.route, opacity=OPACITY),),
        ids=tuple(ids[lane]),
        tips=tuple(tips[lane]),
    )


def _tip(flows: Flows, lane: int) -> str:
    rows = flows.table.iloc[flows.lanes.rows[flows.lanes.start[lane] : flows.lanes.start[lane + 1]]]
    tonnes = symbology.tonnes_text(float(rows["tonnes"].sum()), flows.unit)
    first = rows.iloc[0]
    return f"{first['from_name']} to {first['to_name']}\n{tonnes} a year, modelled; {first['sea_nm']:,.0f} nm"


def _legs(context: Context, flows: Flows) -> Lines | None:
    legs = flows.legs
    if not len(legs):
        return None
    ends = [np.array([[row.lon0, row.lat0], [row.lon1, row.lat1]], float) for row in legs.itertuples()]
    x, y, start, source = basemap.project_lines(ends, context.projection)
    if not len(source):
        return None
    return Lines(
        x=x,
        y=y,
        start=start,
        width=np.full(len(source), 1.1),
        paint=np.zeros(len(source), int),
        paints=(Paint(line=context.palette.route, width=1.1, dash=(0.1, 2.4), opacity=0.7),),
    )


def _ports(context: Context, flows: Flows) -> Marks | None:
    ports = flows.ends
    if not len(ports):
        return None
    n = len(ports)
    x, y = context.projection.forward(ports["lon"].to_numpy(float), ports["lat"].to_numpy(float))
    return Marks(
        shape="dot",
        x=x,
        y=y,
        diameter=np.full(n, 4.0),
        paint=np.zeros(n, int),
        paints=(Paint(fill=context.palette.route, line=context.palette.outline, width=0.8),),
        hollow=np.zeros(n, bool),
        ring=np.zeros(n),
        ring_colour=np.zeros(n, int),
        ring_colours=(),
        faded=np.zeros(n, bool),
        ids=tuple(ports["port_id"]),
        tips=tuple(f"Port of {name}" for name in ports["name"]),
    )


def _legend(context: Context, flows: Flows) -> tuple[LegendBlock, ...]:
    tonnes = flows.lanes.tonnes(flows.table["tonnes"].to_numpy(float))
    largest = float(np.nanmax(tonnes)) if len(tonnes) else 0.0
    route, dotted = context.palette.route, (0.1, 2.4)
    entries = [
        LegendEntry("line", symbology.tonnes_text(weight, flows.unit), Paint(line=route, opacity=OPACITY), width)
        for weight in (symbology.round_down(largest), symbology.round_down(largest / 4))
        if weight > 0
        for width in [max(symbology.MIN_ROUTE_PX, symbology.MAX_ROUTE_PX * weight / largest)]
    ]
    if len(flows.legs):
        entries.append(LegendEntry("line", "inland leg", Paint(line=route, dash=dotted, opacity=0.7), 1.1))
    return (LegendBlock(MODELLED_KEY, tuple(entries)),) if entries else ()
