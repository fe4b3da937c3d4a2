"""Modelled sea routes and inland legs from mines to refineries, as wide as the tonnes they carry."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from mineralmap.analysis.results import Flows
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
        if flows is None or not len(flows.routes) + len(flows.legs):
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
    routes = flows.routes.sort_values("tonnes", ascending=False)
    widths = symbology.route_widths(routes["tonnes"].to_numpy(float))
    lines: list[np.ndarray] = []
    owner: list[int] = []
    for position, path in enumerate(routes["path"]):
        for part in flows.paths[int(path)]:
            lines.append(part)
            owner.append(position)
    x, y, start, source = basemap.project_lines(lines, context.projection)
    if not len(source):
        return None
    route = np.array(owner)[source]
    ids = routes["route_id"].astype(str).to_numpy(object)
    tips = np.array([_tip(row, flows.unit) for row in routes.to_dict("records")], dtype=object)
    return Lines(
        x=x,
        y=y,
        start=start,
        width=widths[route],
        paint=np.zeros(len(route), int),
        paints=(Paint(line=context.palette.route, opacity=OPACITY),),
        ids=tuple(ids[route]),
        tips=tuple(tips[route]),
    )


def _tip(row: Mapping[Any, Any], unit: str) -> str:
    tonnes = symbology.tonnes_text(float(row["tonnes"]), unit)
    return f"{row['from_name']} to {row['to_name']}\n{tonnes} a year, modelled; {float(row['sea_nm']):,.0f} nm"


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
    used = pd.unique(pd.concat([flows.routes["from_port"], flows.routes["to_port"]]))
    ports = context.dataset.ports
    ports = ports.loc[ports.index.isin(used)]
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
        ids=tuple(ports.index),
        tips=tuple(
            f"Port of {name}, {context.country_name(iso3)}"
            for name, iso3 in zip(ports["name"], ports["iso3"], strict=True)
        ),
    )


def _legend(context: Context, flows: Flows) -> tuple[LegendBlock, ...]:
    tonnes = flows.routes["tonnes"].to_numpy(float)
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
